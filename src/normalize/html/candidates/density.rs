//! The run of blocks with the most prose and the least of anything else.

use std::ops::Range;

use crate::normalize::html::marks::Marks;
use crate::normalize::html::page::{Block, Form, Page};

/// The run whose blocks' values have the largest sum (Kadane's maximum subarray).
pub fn propose(page: &Page) -> Range<usize> {
    let (mut best, mut best_sum) = (0..0, 0.0);
    let (mut start, mut sum) = (0, 0.0);
    for (i, block) in page.blocks.iter().enumerate() {
        if sum <= 0.0 {
            (start, sum) = (i, 0.0);
        }
        sum += value(block);
        if sum > best_sum {
            (best, best_sum) = (start..i + 1, sum);
        }
    }
    best
}

/// What a block adds to a run: its characters outside links, or a price for what seldom stands in an article.
fn value(block: &Block) -> f32 {
    let chars = block.chars as f32;
    let price = if block.marks.any(Marks::BOILERPLATE) { 40.0 + chars * 0.6 } else { 0.0 };
    if price > 0.0 {
        return -price;
    }
    let density = block.link_density();
    match block.form {
        Form::Heading(_) if density < 0.5 => 5.0,
        _ if density > 0.5 => -30.0 - chars * 0.3,
        _ if block.chars >= 60 => chars * (1.0 - density),
        Form::Paragraph => 5.0,
        Form::Item | Form::Pre => 0.0,
        _ => -15.0,
    }
}
