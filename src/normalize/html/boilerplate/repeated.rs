//! Text that comes again.

use crate::normalize::html::blocks::{Blocks, Form};

/// Text that comes again word for word: a promotion when it comes often, else a pull quote or a summary. Where two
/// fifths of the text are such beside itself, as in a song, they are meant to be.
pub fn drop(blocks: &Blocks, kept: &mut Vec<usize>) {
    let mut counts = vec![0usize; blocks.list.len()];
    kept.iter().for_each(|&i| counts[blocks.first_with_same_text(i)] += 1);
    let is_repeated = |i: usize| {
        let block = &blocks.list[i];
        block.chars >= 20
            && counts[blocks.first_with_same_text(i)] > 1
            && !matches!(block.form, Form::Heading(_) | Form::Cell)
    };
    let chars = |test: &dyn Fn(usize) -> bool| -> usize {
        kept.iter().filter(|&&i| test(i)).map(|&i| blocks.list[i].chars).sum()
    };
    let is_refrain = |i: usize| {
        let first = blocks.first_with_same_text(i);
        i != first && is_repeated(i) && blocks.list[i].parent == blocks.list[first].parent
    };
    if chars(&is_refrain) * 5 >= chars(&|_| true) * 2 {
        return;
    }
    let mut seen = vec![0usize; blocks.list.len()];
    kept.retain(|&i| {
        let (count, nth) = (counts[blocks.first_with_same_text(i)], &mut seen[blocks.first_with_same_text(i)]);
        *nth += 1;
        !is_repeated(i) || *nth == 1 && (count < 3 || blocks.list[i].chars > 200)
    });
}
