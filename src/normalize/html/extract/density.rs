//! The run of blocks with the most prose and the least of anything else.

use std::ops::Range;

use crate::normalize::html::blocks::{Block, Blocks, Form};
use crate::normalize::html::labels::Boilerplate;

/// The run whose blocks' values have the largest sum (Kadane's maximum subarray).
pub fn propose(blocks: &Blocks) -> Range<usize> {
    let (mut best, mut best_sum) = (0..0, 0.0);
    let (mut start, mut sum) = (0, 0.0);
    for (i, block) in blocks.list.iter().enumerate() {
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
///
/// The prices are low, so that an article goes on behind a teaser or a sub-menu; they were set on the development
/// pages.
fn value(block: &Block) -> f32 {
    let chars = block.chars as f32;
    let density = block.link_density();
    if block.boilerplate.intersects(Boilerplate::AROUND) {
        return -(40.0 + chars * 0.2).min(60.0);
    }
    if block.boilerplate.intersects(Boilerplate::CAPTION) {
        return 0.0;
    }
    match block.form {
        Form::Heading(_) if density < 0.5 => 2.0,
        Form::Heading(_) => -10.0,
        _ if density > 0.6 => -(10.0 + chars * 0.4),
        // Teasers and tickers are lists more often than articles are.
        Form::Item if block.chars >= 40 => chars * (1.0 - density) * 0.7,
        _ if block.chars >= 40 => chars * (1.0 - density),
        Form::Paragraph | Form::Item | Form::Pre => 5.0,
        _ => -5.0,
    }
}
