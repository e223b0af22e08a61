//! What is no part of an article by its structure alone, whatever the page calls it and in whatever language: rows of
//! siblings of one kind that are teasers of other articles, these themselves, or readers' comments.

use std::ops::ControlFlow;
use std::ops::Range;

use super::attribute::Attr;
use super::dom::{Dom, NodeId, Step};
use super::marks::Marks;
use super::page::{Block, Form, Page};
use super::tag::Tag;
use crate::normalize::date::{self, DayOrder};

/// Fewest teasers in a row: a pair of linked headings is as often two parts of an article.
const LEAST_TEASERS: usize = 3;

/// Most lines of a teaser (headline, section, date, text, "more", number of comments), and most characters of these
/// outside links: two sentences and what is around them.
const MOST_LINES: usize = 6;
const MOST_CHARS: usize = 500;

/// Fewest comments in a row, and most lines of one.
const LEAST_COMMENTS: usize = 2;
const MOST_COMMENT_LINES: usize = 40;

/// A comment says when in one of so many first lines, behind who.
const STAMP_LINES: usize = 3;

/// An article says when in one of so many first lines.
const HEAD_LINES: usize = 8;

/// The runs of blocks that are teasers behind the article.
///
/// What looks like teasers within the article is as often a list of shops, films or courses that the article is about.
pub fn teasers(dom: &Dom, page: &Page, article: NodeId) -> Vec<Range<usize>> {
    let scope = page.range(article);
    let may_hold = |range: &Range<usize>| range.len() >= LEAST_TEASERS * 2 && range.start >= scope.end;
    rows(dom, page, LEAST_TEASERS, may_hold, |node| is_teaser(dom, page, node))
}

/// The runs of blocks that are other articles, which pages that scroll on set behind the first: siblings of its kind with
/// headlines of their own.
pub fn next_articles(dom: &Dom, page: &Page, first: NodeId) -> Vec<Range<usize>> {
    let Some(parent) = dom.parent(first) else { return Vec::new() };
    let is_article = |&node: &NodeId| {
        let blocks = &page.blocks[page.range(node)];
        let has_headline = || blocks.iter().any(|b| b.form == Form::Heading(1) && b.link_density() < 0.5);
        // Parts of one article may have headings of that level, but no days of their own.
        let has_day = || blocks.iter().take(HEAD_LINES).any(|b| b.chars < 60 && says_day(&b.text));
        kind(dom, node) == kind(dom, first) && has_headline() && (dom.tag(node) == Some(Tag::Article) || has_day())
    };
    let behind = dom.children(parent).skip_while(|&node| node != first).skip(1);
    behind.filter(is_article).map(|node| page.range(node)).collect()
}

/// The element that holds the headline and some text: the article, or what holds it.
pub fn article(dom: &Dom, page: &Page) -> Option<NodeId> {
    let headline = page.blocks.iter().find(|b| b.form == Form::Heading(1) && b.link_density() < 0.5)?;
    let is_text = |block: &Block| block.is_prose() && !block.marks.any(Marks::BOILERPLATE.with(Marks::CAPTION));
    let mut around = std::iter::successors(Some(headline.node), |&node| dom.parent(node));
    around.find(|&node| page.blocks[page.range(node)].iter().any(is_text))
}

fn says_day(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && date::parse(text, DayOrder::DayFirst).is_some()
}

/// What makes two elements of one kind.
fn kind(dom: &Dom, node: NodeId) -> (Option<Tag>, Option<&str>) {
    (dom.tag(node), dom.attribute(node, Attr::Class))
}

/// The runs of blocks that are readers' comments: each says when, to the minute, before it says something.
///
/// The entries of a live blog do so too, but have no text in front of them: comments stand behind a quarter of the
/// page's prose or more.
pub fn comments(dom: &Dom, page: &Page) -> Vec<Range<usize>> {
    let says_when = |block: &Block| {
        block.chars < 60
            && block.text.contains(|c: char| c.is_ascii_digit())
            && date::parse(&block.text, DayOrder::DayFirst).is_some_and(|t| t.value.contains('T'))
    };
    let all = page.prose(&(0..page.blocks.len()));
    let behind = (0..page.blocks.len()).skip_while(|&at| page.prose(&(0..at)) * 4 < all);
    let stamped: Vec<usize> = behind.filter(|&at| says_when(&page.blocks[at])).collect();
    let stamps = |range: &Range<usize>| {
        let within = |end| stamped.partition_point(|&at| at < end);
        within(range.end) - within(range.start)
    };
    let is_comment = |node: NodeId| {
        let range = page.range(node);
        let says = |b: &Block| b.chars >= 20 && b.link_density() < 0.4;
        range.len() <= MOST_COMMENT_LINES
            && stamps(&(range.start..range.end.min(range.start + STAMP_LINES))) > 0
            && page.blocks[range].iter().any(|block| says(block) && !says_when(block))
    };
    let may_hold = |range: &Range<usize>| stamps(range) >= LEAST_COMMENTS;
    match stamped.len() {
        0..LEAST_COMMENTS => Vec::new(),
        _ => rows(dom, page, LEAST_COMMENTS, may_hold, is_comment),
    }
}

/// The runs of the elements that pass a test, where `least` of one tag and class or more stand in a row; `may_hold`
/// says of a run of blocks whether it is worth looking into.
fn rows(
    dom: &Dom,
    page: &Page,
    least: usize,
    may_hold: impl Fn(&Range<usize>) -> bool,
    test: impl Fn(NodeId) -> bool,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for &(parent, tag) in dom.elements() {
        if tag.is_block() && may_hold(&page.range(parent)) {
            let passing: Vec<NodeId> = dom.children(parent).filter(|&child| test(child)).collect();
            let rows =
                passing.chunk_by(|&one, &other| kind(dom, one) == kind(dom, other)).filter(|row| row.len() >= least);
            found.extend(rows.flatten().map(|&node| page.range(node)));
        }
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
