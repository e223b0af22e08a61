//! Drops from the blocks of an article what is no part of its text.

use super::marks::Marks;
use super::page::{Block, Form, Page};

/// The blocks that stay, of those given in order.
pub fn filter(page: &Page, candidate: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let mut kept: Vec<usize> = candidate.into_iter().filter(|&i| !is_boilerplate(&page.blocks[i])).collect();
    kept.sort_unstable();
    kept.dedup();
    kept
}

fn is_boilerplate(block: &Block) -> bool {
    if block.marks.any(Marks::BOILERPLATE.with(Marks::CAPTION)) {
        return true;
    }
    match block.form {
        Form::Heading(1) => true,
        Form::Heading(_) => false,
        Form::Item | Form::Cell => block.link_density() > 0.8 && block.chars > 10,
        _ => block.link_density() > 0.6,
    }
}
