//! Elements that by their own names hold an article's text.

use std::ops::Range;
use std::sync::LazyLock;

use crate::normalize::html::blocks::Blocks;
use crate::normalize::html::dom::{Attr, Dom, NodeId, Tag};
use crate::normalize::wording::class_names;

/// Names that content systems give to the text of an article, in three lists, the surest first.
static NAMES: LazyLock<[&[&str]; 3]> = LazyLock::new(|| ["text.1", "text.2", "text.3"].map(class_names));

/// Least prose of a container, in characters: a sentence. Any value from 1 to 140 gives the same on the development pages.
const LEAST: usize = 40;

/// How many elements around the text of a post stand within the thread.
const MOST_LEVELS: usize = 4;

/// The run of the surest container that holds enough of the page's prose.
pub fn propose(dom: &Dom, blocks: &Blocks) -> Option<Range<usize>> {
    let all = blocks.prose(&(0..blocks.list.len()));
    let prose = |node: NodeId| blocks.prose(&blocks.range(node));
    // Only few elements hold that much, so that names are compared seldom.
    let large: Vec<(NodeId, Tag)> =
        dom.elements().iter().copied().filter(|&(node, tag)| tag.is_block() && prose(node) >= LEAST).collect();
    let largest = |test: &dyn Fn(NodeId, Tag) -> bool, share: f32| {
        let mut best: Option<(usize, NodeId)> = None;
        for &(node, tag) in &large {
            if prose(node) as f32 >= all as f32 * share && test(node, tag) {
                let prose = prose(node);
                if best.is_none_or(|(most, _)| prose > most) {
                    best = Some((prose, node));
                }
            }
        }
        let (_, node) = best?;
        // Advertisements in the middle split an article's text into containers of the same name.
        let mut range = blocks.range(node);
        let family = dom.parent(node).and_then(|parent| dom.parent(parent));
        for &(other, tag) in &large {
            let near = blocks.range(other);
            let is_near = [dom.parent(other), dom.parent(other).and_then(|p| dom.parent(p))].contains(&family);
            if tag == Tag::Div && test(other, tag) && (family.is_some() && is_near || are_posts(dom, node, other)) {
                range = range.start.min(near.start)..range.end.max(near.end);
            }
        }
        Some(range)
    };
    let is_body = |node, _| {
        dom.attribute(node, Attr::ItemProp)
            .is_some_and(|v| v.split(' ').any(|p| matches!(p, "articleBody" | "reviewBody" | "text")))
    };
    largest(&is_body, 0.2)
        .or_else(|| largest(&|node, _| is_named(dom, node, NAMES[0]), 0.25))
        .or_else(|| largest(&|_, tag| tag == Tag::Article, 0.3))
        .or_else(|| largest(&|node, _| is_named(dom, node, NAMES[1]), 0.4))
        .or_else(|| largest(&|node, tag| tag == Tag::Main || dom.attribute(node, Attr::Role) == Some("main"), 0.4))
        .or_else(|| largest(&|node, _| is_named(dom, node, NAMES[2]), 0.5))
}

/// Whether two elements are posts of one thread: of one class, and at the same depth of an element around both.
fn are_posts(dom: &Dom, one: NodeId, other: NodeId) -> bool {
    let class = |node: NodeId| dom.attribute(node, Attr::Class);
    let around = |node: NodeId| std::iter::successors(dom.parent(node), |&n| dom.parent(n)).take(MOST_LEVELS);
    class(one).is_some() && class(one) == class(other) && around(one).zip(around(other)).any(|(a, b)| a == b)
}

fn is_named(dom: &Dom, node: NodeId, names: &[&str]) -> bool {
    [Attr::Class, Attr::Id].into_iter().filter_map(|name| dom.attribute(node, name)).any(|value| {
        value.split_ascii_whitespace().any(|name| names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted)))
    })
}
