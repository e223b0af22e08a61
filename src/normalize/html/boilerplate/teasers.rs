//! Teasers of other articles, and these themselves, by their structure alone, whatever the page calls them and in whatever
//! language.

use std::ops::{ControlFlow, Range};

use super::rows;
use crate::normalize::date::{self, DayOrder};
use crate::normalize::html::blocks::{Block, Blocks, Form};
use crate::normalize::html::dom::{Attr, Dom, NodeId, Step, Tag};
use crate::normalize::html::labels::Boilerplate;

/// Fewest teasers in a row: a pair of linked headings is as often two parts of an article.
const LEAST_TEASERS: usize = 3;

/// Most lines of a teaser (headline, section, date, text, "more", number of comments), and most characters of these
/// outside links: two sentences and what is around them.
const MOST_LINES: usize = 6;
const MOST_CHARS: usize = 500;

/// An article says when in one of so many first lines.
const HEAD_LINES: usize = 8;

/// The runs of blocks that are teasers behind the article.
///
/// What looks like teasers within the article is as often a list of shops, films or courses that the article is about.
pub fn find(dom: &Dom, blocks: &Blocks, article: NodeId) -> Vec<Range<usize>> {
    let scope = blocks.range(article);
    let may_hold = |range: &Range<usize>| range.len() >= LEAST_TEASERS * 2 && range.start >= scope.end;
    rows::find(dom, blocks, LEAST_TEASERS, may_hold, |node| is_teaser(dom, blocks, node))
}

/// The runs of blocks that are other articles, which pages that scroll on set behind the first: siblings of its kind with
/// headlines of their own.
pub fn next_articles(dom: &Dom, blocks: &Blocks, first: NodeId) -> Vec<Range<usize>> {
    let Some(parent) = dom.parent(first) else { return Vec::new() };
    let is_article = |&node: &NodeId| {
        let held = &blocks.list[blocks.range(node)];
        let has_headline = || held.iter().any(|b| b.form == Form::Heading(1) && b.link_density() < 0.5);
        // Parts of one article may have headings of that level, but no days of their own.
        let has_day = || held.iter().take(HEAD_LINES).any(|b| b.chars < 60 && says_day(&b.text));
        rows::kind(dom, node) == rows::kind(dom, first)
            && has_headline()
            && (dom.tag(node) == Some(Tag::Article) || has_day())
    };
    let behind = dom.children(parent).skip_while(|&node| node != first).skip(1);
    behind.filter(is_article).map(|node| blocks.range(node)).collect()
}

/// The element that holds the headline and some text: the article, or what holds it.
pub fn article(dom: &Dom, blocks: &Blocks) -> Option<NodeId> {
    let headline = blocks.list.iter().find(|b| b.form == Form::Heading(1) && b.link_density() < 0.5)?;
    let is_text =
        |block: &Block| block.is_prose() && !block.boilerplate.intersects(Boilerplate::AROUND | Boilerplate::CAPTION);
    let mut around = std::iter::successors(Some(headline.node), |&node| dom.parent(node));
    around.find(|&node| blocks.list[blocks.range(node)].iter().any(is_text))
}

fn says_day(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && date::parse(text, DayOrder::DayFirst).is_some()
}

/// Whether an element holds a line that is a link to elsewhere, and behind it a text of few words.
fn is_teaser(dom: &Dom, blocks: &Blocks, node: NodeId) -> bool {
    let range = blocks.range(node);
    if range.len() < 2 || range.len() > MOST_LINES {
        return false;
    }
    let held = &blocks.list[range];
    let is_headline =
        |b: &Block| b.link_density() > 0.8 && b.chars >= if matches!(b.form, Form::Heading(_)) { 12 } else { 20 };
    let is_text = |b: &Block| b.chars >= 40 && !is_headline(b);
    let Some(at) = held.iter().position(is_headline) else { return false };
    let is_told = held[at + 1..].iter().any(is_text) && !held[..at].iter().any(is_text);
    let is_alone = held.iter().filter(|b| is_headline(b)).count() == 1;
    let unlinked: usize = held.iter().map(|b| b.chars - b.link_chars).sum();
    is_told && is_alone && unlinked <= MOST_CHARS && links_elsewhere(dom, node)
}

/// Whether an element holds a link out of the page; questions that fold up their answers are links to a place in it.
fn links_elsewhere(dom: &Dom, node: NodeId) -> bool {
    let leads_out = |href: &str| !href.is_empty() && !href.starts_with('#');
    let walk = dom.walk_until(node, |step| match step {
        Step::Enter(inner)
            if dom.tag(inner) == Some(Tag::A) && dom.attribute(inner, Attr::Href).is_some_and(leads_out) =>
        {
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(true),
    });
    walk.is_break()
}
