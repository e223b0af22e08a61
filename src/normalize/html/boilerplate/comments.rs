//! Readers' comments by their structure alone, whatever the page calls them and in whatever language.

use std::ops::Range;

use super::rows;
use crate::normalize::date::{self, DayOrder};
use crate::normalize::html::blocks::{Block, Blocks};
use crate::normalize::html::dom::{Dom, NodeId};

/// Fewest comments in a row, and most lines of one.
const LEAST_COMMENTS: usize = 2;
const MOST_COMMENT_LINES: usize = 40;

/// A comment says when in one of so many first lines, behind who.
const STAMP_LINES: usize = 3;

/// The runs of blocks that are readers' comments: each says when, to the minute, before it says something.
///
/// The entries of a live blog do so too, but have no text in front of them: comments stand behind a quarter of the
/// page's prose or more.
pub fn find(dom: &Dom, blocks: &Blocks) -> Vec<Range<usize>> {
    let says_when = |block: &Block| {
        block.chars < 60
            && block.text.contains(|c: char| c.is_ascii_digit())
            && date::parse(&block.text, DayOrder::DayFirst).is_some_and(|t| t.value.contains('T'))
    };
    let all = blocks.prose(&(0..blocks.list.len()));
    let behind = (0..blocks.list.len()).skip_while(|&at| blocks.prose(&(0..at)) * 4 < all);
    let stamped: Vec<usize> = behind.filter(|&at| says_when(&blocks.list[at])).collect();
    let stamps = |range: &Range<usize>| {
        let within = |end| stamped.partition_point(|&at| at < end);
        within(range.end) - within(range.start)
    };
    let is_comment = |node: NodeId| {
        let range = blocks.range(node);
        let says = |b: &Block| b.chars >= 20 && b.link_density() < 0.4;
        range.len() <= MOST_COMMENT_LINES
            && stamps(&(range.start..range.end.min(range.start + STAMP_LINES))) > 0
            && blocks.list[range].iter().any(|block| says(block) && !says_when(block))
    };
    let may_hold = |range: &Range<usize>| stamps(range) >= LEAST_COMMENTS;
    match stamped.len() {
        0..LEAST_COMMENTS => Vec::new(),
        _ => rows::find(dom, blocks, LEAST_COMMENTS, may_hold, is_comment),
    }
}
