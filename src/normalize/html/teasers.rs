//! Teasers of other articles, told by their structure alone: siblings of one kind that each hold a linked headline and
//! little else. Whatever the page calls them, and in whatever language, these are no part of its article.

use std::ops::Range;

use super::attribute::Attr;
use super::dom::{Dom, NodeId, Step};
use super::marks::Marks;
use super::page::{Block, Form, Page};
use super::tag::Tag;

/// Fewest siblings of one kind that are teasers: a pair of linked headings is as often two parts of an article.
const LEAST: usize = 3;

/// Most lines of a teaser (headline, section, date, text, "more", number of comments), and most characters of these
/// outside links: two sentences and what is around them.
const MOST_LINES: usize = 6;
const MOST_CHARS: usize = 500;

/// The runs of blocks that are teasers behind the article.
///
/// The element that holds the headline and some text is the article, or holds it; what looks like teasers in there is
/// as often a list of shops, films or courses that the article is about.
pub fn find(dom: &Dom, page: &Page) -> Vec<Range<usize>> {
    let headline = page.blocks.iter().find(|b| b.form == Form::Heading(1) && b.link_density() < 0.5);
    let is_text = |block: &Block| block.is_prose() && !block.marks.any(Marks::BOILERPLATE.with(Marks::CAPTION));
    let around = std::iter::successors(headline.map(|b| b.node), |&node| dom.parent(node));
    let mut scopes = around.map(|node| page.range(node));
    let Some(scope) = scopes.find(|range| page.blocks[range.clone()].iter().any(is_text)) else { return Vec::new() };
    let mut found = Vec::new();
    for &(parent, tag) in dom.elements() {
        let range = page.range(parent);
        if !tag.is_block() || range.len() < LEAST * 2 || range.start < scope.end {
            continue;
        }
        let kind = |node: NodeId| (dom.tag(node), dom.attribute(node, Attr::Class));
        let teasers: Vec<NodeId> = dom.children(parent).filter(|&child| is_teaser(dom, page, child)).collect();
        let rows = teasers.chunk_by(|&one, &other| kind(one) == kind(other)).filter(|row| row.len() >= LEAST);
        found.extend(rows.flatten().map(|&teaser| page.range(teaser)));
    }
    found
}

/// Whether an element holds a line that is a link to elsewhere, and behind it a text of few words.
fn is_teaser(dom: &Dom, page: &Page, node: NodeId) -> bool {
    let range = page.range(node);
    if range.len() < 2 || range.len() > MOST_LINES {
        return false;
    }
    let blocks = &page.blocks[range];
    let is_headline =
        |b: &Block| b.link_density() > 0.8 && b.chars >= if matches!(b.form, Form::Heading(_)) { 12 } else { 20 };
    let is_text = |b: &Block| b.chars >= 40 && !is_headline(b);
    let Some(at) = blocks.iter().position(is_headline) else { return false };
    let is_told = blocks[at + 1..].iter().any(is_text) && !blocks[..at].iter().any(is_text);
    let is_alone = blocks.iter().filter(|b| is_headline(b)).count() == 1;
    let unlinked: usize = blocks.iter().map(|b| b.chars - b.link_chars).sum();
    is_told && is_alone && unlinked <= MOST_CHARS && links_elsewhere(dom, node)
}

/// Whether an element holds a link out of the page; questions that fold up their answers are links to a place in it.
fn links_elsewhere(dom: &Dom, node: NodeId) -> bool {
    let mut found = false;
    dom.walk(node, |step| {
        if let Step::Enter(inner) = step
            && dom.tag(inner) == Some(Tag::A)
        {
            found |= dom.attribute(inner, Attr::Href).is_some_and(|href| !href.is_empty() && !href.starts_with('#'));
        }
        !found
    });
    found
}
