//! The blocks whose words the page's own data states as the article's body.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::interrupt;
use crate::normalize::html::blocks::{Blocks, Form, visible_chars};
use crate::normalize::html::labels::Boilerplate;

/// The blocks whose words stand in the stated body, with the headings between them; `None` when these are much
/// less than the body, or the body much less than the page's text (some end after a few hundred characters).
pub fn propose(blocks: &Blocks, body: &str) -> Option<Vec<usize>> {
    let known: HashSet<u64> = triples(body).collect();
    let stands_in_body = |text: &str| {
        let (found, all) =
            triples(text).fold((0, 0), |(f, all), triple| (f + usize::from(known.contains(&triple)), all + 1));
        all > 0 && found * 20 >= all * 19
    };
    let found: Vec<usize> = (0..blocks.list.len())
        .filter(|&i| {
            interrupt::check();
            let block = &blocks.list[i];
            block.chars >= 15 && !block.boilerplate.intersects(Boilerplate::HIDDEN) && stands_in_body(&block.text)
        })
        .collect();
    let (first, last) = (*found.first()?, *found.last()?);
    let chars: usize = found.iter().map(|&i| blocks.list[i].chars).sum();
    let prose = blocks.prose(&(0..blocks.list.len()));
    if chars * 10 < visible_chars(body) * 6 || chars * 10 < prose * 3 {
        return None;
    }
    let is_heading = |i: &usize| matches!(blocks.list[*i].form, Form::Heading(2..)) && blocks.list[*i].link_chars == 0;
    let mut run = found;
    run.extend((first..last).filter(is_heading));
    Some(run)
}

/// Hashes of each three words in a row, in any case and with any marks between them: looking these up takes the same time
/// however long the body is.
fn triples(text: &str) -> impl Iterator<Item = u64> {
    let hash = |word: &str| {
        let mut hash = DefaultHasher::new();
        word.chars().flat_map(char::to_lowercase).for_each(|c| c.hash(&mut hash));
        hash.finish()
    };
    let words: Vec<u64> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(hash).collect();
    (2..words.len()).map(move |end| {
        let mut hash = DefaultHasher::new();
        words[end - 2..=end].hash(&mut hash);
        hash.finish()
    })
}
