//! Drops what follows an article, and the boxes of pointers in the middle of one.

use super::ends_sentence;
use super::phrases::{self, Tail};
use crate::normalize::byline;
use crate::normalize::html::blocks::{Block, Blocks, Form};
use crate::normalize::html::dom::{Dom, NodeId};
use crate::normalize::text::fold;

/// Longest line that only says who the author is, in visible characters, and how many of the last lines may be the
/// first of those about an author.
const LONGEST_SIGNATURE: usize = 100;
const SIGNATURE_LINES: usize = 4;

/// Most visible characters of a box of pointers that are no links, and how deep in it its heading may stand.
const LARGEST_BOX: usize = 400;
const BOX_DEPTH: usize = 6;

/// Most lines of a box.
const MOST_BOX_LINES: usize = 40;

/// Drops from the blocks kept, in order, what follows the article; `authors` are the folded names of its authors.
pub fn cut(dom: &Dom, blocks: &Blocks, authors: &[String], kept: &mut Vec<usize>) {
    drop_boxes(dom, blocks, kept);
    cut_behind_heading(blocks, kept);
    drop_signature(blocks, authors, kept);
    drop_loose_ends(blocks, kept);
    drop_wall(blocks, kept);
    cut_teasers(blocks, kept);
}

/// The element that holds the most of the text as its own children.
fn main_element(blocks: &Blocks, kept: &[usize]) -> Option<NodeId> {
    let mut parents: Vec<(NodeId, usize)> =
        kept.iter().filter_map(|&i| Some((blocks.list[i].parent?, blocks.list[i].chars))).collect();
    parents.sort_unstable();
    let sums =
        parents.chunk_by(|a, b| a.0 == b.0).map(|of| (of.iter().map(|(_, chars)| chars).sum::<usize>(), of[0].0));
    sums.max().map(|(_, parent)| parent)
}

/// Drops the boxes in the middle of a text that point elsewhere, and headings of which nothing else was kept.
fn drop_boxes(dom: &Dom, blocks: &Blocks, kept: &mut Vec<usize>) {
    let Some(main) = main_element(blocks, kept) else { return };
    let goes_on = |&&i: &&usize| blocks.list[i].parent == Some(main) && blocks.list[i].is_prose();
    let Some(&last) = kept.iter().rev().find(goes_on) else { return };
    let chars = |of: &[usize]| of.iter().map(|&i| blocks.list[i].chars).sum::<usize>();
    let mut dropped = Vec::new();
    for (at, &i) in kept.iter().enumerate() {
        let block = &blocks.list[i];
        let mut outer = std::iter::successors(block.parent, |&node| dom.parent(node)).take(BOX_DEPTH);
        // The element that the text's own element holds, with this line in it.
        let found = outer.find(|&node| dom.parent(node) == Some(main)).filter(|_| block.parent != Some(main));
        let found = found.map(|node| blocks.range(node)).filter(|range| range.len() <= MOST_BOX_LINES);
        let Some(range) = found.filter(|range| range.end <= last) else { continue };
        let end = kept.partition_point(|&i| i < range.end);
        let begins = phrases::tail_heading(block) != Tail::No;
        // A heading begins a box; a line that invites has a heading in front, and a button that was dropped.
        let start = if begins { at } else { kept.partition_point(|&i| i < range.start) };
        let invites = || block.form != Form::Item && range.len() > end - start && phrases::invites(block);
        if chars(&kept[start..end]) <= LARGEST_BOX && (begins || invites()) {
            dropped.extend_from_slice(&kept[start..end]);
        }
    }
    let is_dropped = |i: usize, dropped: &[usize]| dropped.binary_search(&i).is_ok();
    dropped.sort_unstable();
    kept.retain(|&i| !is_dropped(i, &dropped));
    let is_orphan = |i: usize| {
        let block = &blocks.list[i];
        let Some(parent) = block.parent.filter(|_| matches!(block.form, Form::Heading(_))) else { return false };
        let range = blocks.range(parent);
        (2..=MOST_BOX_LINES).contains(&range.len())
            && !range.clone().any(|other| other != i && kept.binary_search(&other).is_ok())
    };
    let orphans: Vec<usize> = kept.iter().copied().filter(|&i| is_orphan(i)).collect();
    kept.retain(|&i| !is_dropped(i, &orphans));
}

/// Cuts from the heading that begins what follows an article.
fn cut_behind_heading(blocks: &Blocks, kept: &mut Vec<usize>) {
    let count = |of: &dyn Fn(&Block) -> usize| kept.iter().map(|&i| of(&blocks.list[i])).sum::<usize>();
    let (all, all_links) = (count(&|b| b.chars), count(&|b| b.link_chars));
    let (mut before, mut links_before) = (0, 0);
    for at in 0..kept.len() {
        let block = &blocks.list[kept[at]];
        let (rest, links) = (all - before, all_links - links_before);
        let is_tail = || match phrases::tail_heading(block) {
            Tail::Certain => true,
            Tail::Likely => links * 5 >= rest,
            Tail::No => false,
        };
        if before * 2 > all && rest * 10 < all * 4 && is_tail() {
            kept.truncate(at);
            break;
        }
        before += block.chars;
        links_before += block.link_chars;
    }
}

/// Drops the lines at the end that say who the author is, or only name one.
fn drop_signature(blocks: &Blocks, authors: &[String], kept: &mut Vec<usize>) {
    let is_signature = |i: usize| {
        let block = &blocks.list[i];
        if block.chars > LONGEST_SIGNATURE {
            return false;
        }
        let text = fold(byline::after_by(&block.text).unwrap_or(&block.text));
        let is_heading = matches!(block.form, Form::Heading(_));
        let names =
            |name: &String| !name.is_empty() && (text == *name || !is_heading && text.starts_with(name.as_str()));
        authors.iter().any(names)
    };
    let from = kept.len().saturating_sub(SIGNATURE_LINES).max(1);
    if let Some(at) = (from..kept.len()).find(|&at| is_signature(kept[at])) {
        kept.truncate(at);
    }
}

/// Drops headings that nothing follows, and links and short lines at the end.
fn drop_loose_ends(blocks: &Blocks, kept: &mut Vec<usize>) {
    while let Some(&last) = kept.last() {
        let block = &blocks.list[last];
        let is_loose_end = match block.form {
            Form::Heading(_) => true,
            // Topics and other links that end the blocks of an article.
            Form::Item => block.link_density() > 0.6 && !ends_sentence(&block.text),
            Form::Loose => block.chars < 50 && !ends_sentence(&block.text),
            _ => false,
        };
        if !is_loose_end || kept.len() == 1 {
            break;
        }
        kept.pop();
    }
}

/// Drops what asks to subscribe in a box of its own behind the text.
fn drop_wall(blocks: &Blocks, kept: &mut Vec<usize>) {
    let main = main_element(blocks, kept);
    while let [.., last] = kept[..]
        && kept.len() > 1
        && blocks.list[last].parent != main
        && phrases::asks_to_subscribe(&blocks.list[last])
    {
        kept.pop();
    }
}

/// Cuts the teasers at the end: four or more linked headings, each with no more than one paragraph behind it.
fn cut_teasers(blocks: &Blocks, kept: &mut Vec<usize>) {
    let is_teaser = |i: usize| {
        let block = &blocks.list[i];
        matches!(block.form, Form::Heading(_)) && block.link_density() > 0.6
    };
    let (mut from, mut teasers, mut between) = (kept.len(), 0, 0);
    for (at, &i) in kept.iter().enumerate().rev() {
        let block = &blocks.list[i];
        if is_teaser(i) {
            (from, teasers, between) = (at, teasers + 1, 0);
        } else if matches!(block.form, Form::Heading(_)) || between == 1 || block.chars > 400 {
            break;
        } else {
            between += 1;
        }
    }
    let chars = |run: &[usize]| run.iter().map(|&i| blocks.list[i].chars).sum::<usize>();
    // Where the teasers are most of it, the page is a list of them.
    if teasers >= 4 && chars(&kept[..from]) > chars(&kept[from..]) {
        kept.truncate(from);
    }
}
