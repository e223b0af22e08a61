//! Which blocks are the article: proposals of several methods, and the one that the others agree with most.

mod containers;
mod density;
mod readability;

use std::ops::Range;

use super::dom::Dom;
use super::filter::Filter;
use super::marks::Marks;
use super::page::{Form, Page};
use crate::normalize::text::fold;

/// The indexes of the article's blocks, in order, already filtered. `body` is the text that the page's own data
/// gives, if any.
pub fn best(dom: &Dom, page: &Page, body: Option<&str>) -> Vec<usize> {
    let filter = Filter::new(page);
    let mut proposals: Vec<Vec<usize>> = Vec::new();
    let mut propose = |ranges: Vec<Range<usize>>| {
        let kept = filter.apply(ranges.into_iter().flatten());
        if !kept.is_empty() {
            proposals.push(kept);
        }
    };
    propose(vec![density::propose(page)]);
    propose(readability::propose(dom, page));
    propose(containers::propose(dom, page).into_iter().collect());
    if let Some(stated) = body.and_then(|body| stated(page, &filter, body)) {
        proposals.push(stated);
    }
    let agreement = |one: &Vec<usize>| proposals.iter().map(|other| overlap(page, one, other)).sum::<f32>();
    let mut best: Option<(f32, &Vec<usize>)> = None;
    for proposal in &proposals {
        let score = agreement(proposal);
        if best.is_none_or(|(highest, _)| score > highest + 1e-4) {
            best = Some((score, proposal));
        }
    }
    match best {
        Some((_, kept)) => kept.clone(),
        None => filter.apply(0..page.blocks.len()),
    }
}

/// The blocks whose words stand in the stated body, with the headings between them; `None` when these are much
/// less than the body, or the body much less than the page's text (some end after a few hundred characters).
fn stated(page: &Page, filter: &Filter, body: &str) -> Option<Vec<usize>> {
    let body = fold(body);
    let found: Vec<usize> = (0..page.blocks.len())
        .filter(|&i| {
            let block = &page.blocks[i];
            block.chars >= 15 && !block.marks.any(Marks::HIDDEN) && body.contains(&fold(&block.text))
        })
        .collect();
    let (first, last) = (*found.first()?, *found.last()?);
    let chars: usize = found.iter().map(|&i| page.blocks[i].chars).sum();
    let prose = page.prose(&(0..page.blocks.len()));
    if chars * 10 < body.len() * 6 || chars * 10 < prose * 3 {
        return None;
    }
    let is_heading = |i: &usize| matches!(page.blocks[*i].form, Form::Heading(2..)) && page.blocks[*i].link_chars == 0;
    let mut blocks = found;
    blocks.extend((first..last).filter(is_heading));
    let kept = filter.apply(blocks);
    (!kept.is_empty()).then_some(kept)
}

/// The characters that two proposals share, by those of both (Jaccard).
fn overlap(page: &Page, one: &[usize], other: &[usize]) -> f32 {
    let chars = |i: usize| page.blocks[i].chars;
    let (mut i, mut j, mut both, mut all) = (0, 0, 0, 0);
    while i < one.len() || j < other.len() {
        match (one.get(i), other.get(j)) {
            (Some(&a), Some(&b)) if a == b => {
                both += chars(a);
                all += chars(a);
                i += 1;
                j += 1;
            }
            (Some(&a), b) if b.is_none_or(|&b| a < b) => {
                all += chars(a);
                i += 1;
            }
            (_, Some(&b)) => {
                all += chars(b);
                j += 1;
            }
            _ => break,
        }
    }
    if all == 0 { 1.0 } else { both as f32 / all as f32 }
}
