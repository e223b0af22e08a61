//! Paragraphs vote for the elements around them, after Arc90's Readability.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::normalize::html::blocks::{Block, Blocks, Form};
use crate::normalize::html::dom::{Attr, Dom, NodeId, Tag};
use crate::normalize::html::labels::Boilerplate;
use crate::normalize::wording::class_names;

/// Parts of names of elements that hold text, and of those that hold anything else.
static GOOD: LazyLock<&[&str]> = LazyLock::new(|| class_names("scores.good"));
static BAD: LazyLock<&[&str]> = LazyLock::new(|| class_names("scores.bad"));

/// How many levels of elements a paragraph votes for.
const LEVELS: usize = 5;

/// An element with so much of the best one's votes is its rival; three of them make an element around them all the
/// article's.
const RIVAL: f32 = 0.75;
const LEAST_RIVALS: usize = 3;

/// Votes from which a sibling of the best one's class is its continuation: a paragraph of two lines.
const ALIKE: f32 = 2.0;

/// So many rivals, and so many elements around each, are looked at.
const MOST_RIVALS: usize = 20;
const MOST_ANCESTORS: usize = 12;

/// The element with the most votes, and those of its siblings that read like its continuation.
pub fn propose(dom: &Dom, blocks: &Blocks) -> Vec<Range<usize>> {
    let scores = scores(dom, blocks);
    let mut top: Option<(NodeId, f32)> = None;
    for (&node, &score) in &scores {
        if top.is_none_or(|(_, best)| score > best) {
            top = Some((node, score));
        }
    }
    let Some((top, score)) = top else { return Vec::new() };
    let mut node = climb(dom, &scores, shared_by_rivals(dom, &scores, top, score));
    // An element that is its parent's only content stands for it: siblings of the article are looked for there.
    while let Some(parent) = dom.parent(node).filter(|&p| blocks.range(p) == blocks.range(node)) {
        node = parent;
    }
    let Some(parent) = dom.parent(node).filter(|&p| dom.tag(p).is_some_and(|t| t != Tag::Body && t != Tag::Html))
    else {
        return vec![blocks.range(node)];
    };
    let threshold = (score * 0.2).max(10.0);
    let class = dom.attribute(node, Attr::Class).filter(|class| !class.is_empty());
    // What has votes at all and the best one's class is its like: advertisements part a text into several of a class.
    let is_alike = |child| class.is_some() && dom.attribute(child, Attr::Class) == class;
    let threshold = |child| if is_alike(child) { ALIKE } else { threshold };
    dom.children(parent)
        .filter(|&child| child == node || is_continuation(dom, blocks, child, scores.get(&child), threshold(child)))
        .map(|child| blocks.range(child))
        .collect()
}

/// The nearest element around the best one that holds three rivals as well: texts in several sections of a page.
fn shared_by_rivals(dom: &Dom, scores: &BTreeMap<NodeId, f32>, top: NodeId, score: f32) -> NodeId {
    let ancestors = |node: NodeId| std::iter::successors(dom.parent(node), |&n| dom.parent(n)).take(MOST_ANCESTORS);
    let rivals: Vec<NodeId> = (scores.iter())
        .filter(|&(&node, &other)| node != top && other >= score * RIVAL)
        .map(|(&node, _)| node)
        .take(MOST_RIVALS)
        .collect();
    let is_inner = |node: NodeId| dom.tag(node).is_some_and(|t| t != Tag::Body && t != Tag::Html);
    let holds_rivals =
        |&node: &NodeId| rivals.iter().filter(|&&rival| ancestors(rival).any(|a| a == node)).count() >= LEAST_RIVALS;
    ancestors(top).take_while(|&n| is_inner(n)).find(holds_rivals).unwrap_or(top)
}

/// The first element around one that has more votes than what it holds.
fn climb(dom: &Dom, scores: &BTreeMap<NodeId, f32>, node: NodeId) -> NodeId {
    let Some(&first) = scores.get(&node) else { return node };
    let mut last = first;
    let mut outer = dom.parent(node);
    while let Some(here) = outer.filter(|&n| dom.tag(n).is_some_and(|t| t != Tag::Body && t != Tag::Html)) {
        if let Some(&score) = scores.get(&here) {
            if score < first / 3.0 {
                break;
            }
            if score > last {
                return here;
            }
            last = score;
        }
        outer = dom.parent(here);
    }
    node
}

fn scores(dom: &Dom, blocks: &Blocks) -> BTreeMap<NodeId, f32> {
    let mut scores: BTreeMap<NodeId, f32> = BTreeMap::new();
    for block in blocks.list.iter().filter(|b| votes(b)) {
        let vote = 1.0 + block.commas as f32 + (block.chars as f32 / 100.0).min(3.0);
        let mut node = match block.form {
            // Loose text votes for the element that it stands in, a paragraph for the one around it.
            Form::Loose => Some(block.node),
            _ => dom.parent(block.node),
        };
        for level in 0..LEVELS {
            let Some(here) = node.filter(|&n| dom.tag(n).is_some_and(|t| t != Tag::Html)) else { break };
            let share = match level {
                0 => 1.0,
                1 => 2.0,
                level => level as f32 * 3.0,
            };
            *scores.entry(here).or_insert_with(|| first_score(dom, here)) += vote / share;
            node = dom.parent(here);
        }
    }
    for (&node, score) in &mut scores {
        let held = &blocks.list[blocks.range(node)];
        let (links, chars) = held.iter().fold((0, 0), |(l, c), b| (l + b.link_chars, c + b.chars));
        *score *= 1.0 - links as f32 / chars.max(1) as f32;
    }
    scores
}

fn votes(block: &Block) -> bool {
    block.chars >= 25
        && !block.boilerplate.intersects(Boilerplate::AROUND | Boilerplate::CAPTION)
        && !matches!(block.form, Form::Heading(_))
        && block.link_density() < 0.7
}

fn first_score(dom: &Dom, node: NodeId) -> f32 {
    let by_tag = match dom.tag(node) {
        Some(Tag::Div | Tag::Article | Tag::Section | Tag::Main) => 5.0,
        Some(Tag::Pre | Tag::Cell | Tag::Blockquote) => 3.0,
        Some(Tag::Address | Tag::List | Tag::Item | Tag::Form) => -3.0,
        Some(Tag::Header | Tag::Footer) => -5.0,
        _ => 0.0,
    };
    let names =
        [Attr::Class, Attr::Id].into_iter().filter_map(|name| dom.attribute(node, name)).collect::<Vec<_>>().join(" ");
    let names = names.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|w| names.contains(w));
    by_tag + if has(&GOOD) { 25.0 } else { 0.0 } - if has(&BAD) { 25.0 } else { 0.0 }
}

fn is_continuation(dom: &Dom, blocks: &Blocks, node: NodeId, score: Option<&f32>, threshold: f32) -> bool {
    let range = blocks.range(node);
    if dom.tag(node).is_none() || range.is_empty() {
        return false;
    }
    if score.is_some_and(|&s| s >= threshold) {
        return true;
    }
    let [block] = &blocks.list[range] else { return false };
    matches!(block.form, Form::Paragraph)
        && !block.boilerplate.intersects(Boilerplate::AROUND)
        && (block.chars > 80 && block.link_density() < 0.25
            || block.link_chars == 0 && block.text.ends_with(['.', '!', '?', '”', '"']))
}
