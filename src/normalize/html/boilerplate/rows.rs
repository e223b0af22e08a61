//! Rows of siblings of one kind.

use std::ops::Range;

use crate::interrupt;
use crate::normalize::html::blocks::Blocks;
use crate::normalize::html::dom::{Attr, Dom, NodeId, Tag};

/// What makes two elements of one kind.
pub fn kind(dom: &Dom, node: NodeId) -> (Option<Tag>, Option<&str>) {
    (dom.tag(node), dom.attribute(node, Attr::Class))
}

/// The runs of the elements that pass a test, where `least` of one tag and class or more stand in a row; `may_hold`
/// says of a run of blocks whether it is worth looking into.
pub fn find(
    dom: &Dom,
    blocks: &Blocks,
    least: usize,
    may_hold: impl Fn(&Range<usize>) -> bool,
    test: impl Fn(NodeId) -> bool,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for &(parent, tag) in dom.elements() {
        interrupt::check();
        if tag.is_block() && may_hold(&blocks.range(parent)) {
            let passing: Vec<NodeId> = dom.children(parent).filter(|&child| test(child)).collect();
            let rows =
                passing.chunk_by(|&one, &other| kind(dom, one) == kind(dom, other)).filter(|row| row.len() >= least);
            found.extend(rows.flatten().map(|&node| blocks.range(node)));
        }
    }
    found
}
