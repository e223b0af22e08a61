//! Marks what is no part of an article's text: once, before anything is proposed as the article.
//!
//! [`mark`] judges elements by their names, rows of siblings by their structure, and lines by their words and links.
//! What depends on where the article begins and ends is for [`trim`], which gets the lines that were chosen.

mod comments;
mod head;
mod phrases;
mod repeated;
mod rows;
mod tail;
mod teasers;

pub use phrases::asks_to_subscribe;

use std::ops::Range;

use super::blocks::{Block, Blocks, Form};
use super::dom::{Dom, NodeId};
use super::labels::Boilerplate;
use crate::interrupt;
use crate::normalize::text::fold;

/// An element that holds more of the page's prose than this share, or more than the second with the headline in it, is
/// not what its name says.
const MOST_PROSE: f32 = 0.3;
const MOST_PROSE_WITH_HEADLINE: f32 = 0.1;

/// A line with more of its text in links than this is a line of links.
const LINE_OF_LINKS: f32 = 0.6;

/// Marks the blocks of a page.
pub fn mark(dom: &Dom, blocks: &mut Blocks) {
    for (node, labels) in std::mem::take(&mut blocks.labelled) {
        interrupt::check();
        mark_labelled(blocks, node, labels);
    }
    let comments = comments::find(dom, blocks).into_iter().map(|range| (range, Boilerplate::COMMENTS));
    let others = teasers::article(dom, blocks)
        .map(|first| [teasers::find(dom, blocks, first), teasers::next_articles(dom, blocks, first)])
        .into_iter()
        .flatten()
        .flatten()
        .map(|range| (range, Boilerplate::RELATED));
    let found: Vec<(Range<usize>, Boilerplate)> = comments.chain(others).collect();
    for (range, label) in found {
        blocks.list[range].iter_mut().for_each(|block| block.boilerplate |= label);
    }
    mark_lines(blocks);
}

/// Marks the blocks of an element by its name, unless it holds much of the page's text or, with that, its headline: then
/// the name ("has-sidebar", "comments-open") does not mean all of it.
fn mark_labelled(blocks: &mut Blocks, node: NodeId, labels: Boilerplate) {
    let range = blocks.range(node);
    let all = blocks.prose(&(0..blocks.list.len()));
    let share = blocks.prose(&range) as f32 / all.max(1) as f32;
    let has_headline = || blocks.list[range.clone()].iter().any(|b| b.form == Form::Heading(1));
    if share > MOST_PROSE && !labels.contains(Boilerplate::COMMENTS)
        || share > MOST_PROSE_WITH_HEADLINE && has_headline()
    {
        return;
    }
    blocks.list[range].iter_mut().for_each(|block| block.boilerplate |= labels);
}

/// Marks lines by their words, and lines of links by themselves and the lines around them.
fn mark_lines(blocks: &mut Blocks) {
    let may_be_text = |block: &Block| !block.boilerplate.intersects(Boilerplate::AROUND) && !block.is_caption();
    let left: Vec<usize> = (0..blocks.list.len()).filter(|&i| may_be_text(&blocks.list[i])).collect();
    let is_links = |at: Option<&usize>| at.is_some_and(|&i| blocks.list[i].link_density() > LINE_OF_LINKS);
    let labels: Vec<Boilerplate> = (left.iter().enumerate())
        .map(|(at, &i)| {
            interrupt::check();
            let block = &blocks.list[i];
            let among_links = || is_links(at.checked_sub(1).and_then(|j| left.get(j))) || is_links(left.get(at + 1));
            match () {
                _ if is_links(Some(&i)) && is_line_of_links(block, among_links()) => Boilerplate::LINKS,
                _ if phrases::is_boilerplate(block) => Boilerplate::LINE,
                _ => Boilerplate::empty(),
            }
        })
        .collect();
    left.into_iter().zip(labels).for_each(|(i, label)| blocks.list[i].boilerplate |= label);
}

/// Whether a line of links is a teaser, a menu or a button: unless it stands alone among text and reads like it.
fn is_line_of_links(block: &Block, among_links: bool) -> bool {
    if ends_sentence(&block.text) && block.chars >= 20 {
        return false;
    }
    match block.form {
        Form::Heading(_) => block.chars > 80 || among_links && block.chars > 30,
        Form::Item | Form::Cell => among_links && block.chars > 10,
        _ => true,
    }
}

/// Whether a block may be text of the article.
pub fn is_text(block: &Block) -> bool {
    const NO_TEXT: Boilerplate = Boilerplate::AROUND.union(Boilerplate::LINE).union(Boilerplate::LINKS);
    !block.boilerplate.intersects(NO_TEXT) && !block.is_caption()
}

/// What is known of an article before its text is trimmed.
pub struct Known {
    /// The headline, folded.
    headline: String,
    /// The names of the authors, folded.
    authors: Vec<String>,
}

impl Known {
    /// Of an article with such a headline and such authors.
    pub fn new(headline: Option<&str>, authors: &[String]) -> Self {
        Known { headline: headline.map(fold).unwrap_or_default(), authors: authors.iter().map(|n| fold(n)).collect() }
    }
}

/// Drops from the blocks of an article, in order, what comes again, what stands in front of the text, and what follows it.
pub fn trim(dom: &Dom, blocks: &Blocks, known: &Known, kept: &mut Vec<usize>) {
    repeated::drop(blocks, kept);
    head::trim(blocks, &known.headline, kept);
    tail::cut(dom, blocks, &known.authors, kept);
}

/// The blocks of a fragment: there is no page around it, so only lines that point elsewhere go, and the headline.
pub fn fragment(blocks: &Blocks) -> Vec<usize> {
    let unwanted = Boilerplate::HIDDEN | Boilerplate::SHARE | Boilerplate::COMMENTS | Boilerplate::NAVIGATION;
    let is_text = |(i, block): (usize, &Block)| {
        let is_headline = i == 0 && block.form == Form::Heading(1);
        (!is_headline && !block.boilerplate.intersects(unwanted) && !phrases::is_boilerplate(block)).then_some(i)
    };
    blocks.list.iter().enumerate().filter_map(is_text).collect()
}

/// Whether a text ends like a sentence.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' '])
        .ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '।'])
}
