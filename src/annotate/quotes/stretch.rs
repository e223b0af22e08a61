//! What a marked stretch looks like, by itself and beside its neighbours: a nickname, a name or term, how many words.

use crate::annotate::quotation_marks::is_double_mark;
use crate::document::{Document, MarkedStretch};
use crate::languages::Class;

/// Whether a stretch is a nickname within a name: Raymond “Ducky” Holt.
pub fn is_nickname(doc: &Document, marked: &MarkedStretch) -> bool {
    let before = &doc.text()[..marked.outer.start];
    let after = &doc.text()[marked.outer.end..];
    let last = before.trim_end().rsplit(' ').next().unwrap_or_default();
    let name = |word: &str| word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphabetic);
    let next = after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase));
    before.ends_with(' ')
        && name(last)
        && next
        && (1..=2).contains(&count_words(doc.slice(marked.inner)))
        && is_capitalised(doc, marked)
        && !doc.slice(marked.inner).ends_with(['.', ',', '!', '?'])
}

/// Whether a stretch is named as a word or phrase: "the term “…”", "word of the year is “…”".
pub fn is_named(doc: &Document, marked: &MarkedStretch) -> bool {
    const REACH: usize = 6;
    let Some(last) = last_before(doc, marked) else { return false };
    let named = |t: usize| doc.is(t, Class::LabelNoun);
    let start = doc.sentences.get(doc.sentence_at(marked.outer.start)).map_or(last, |s| s.tokens.start);
    let mut subject = start.max(last.saturating_sub(REACH))..last;
    named(last) || doc.is(last, Class::Copula) && subject.any(named)
}

/// How many words a text has, between blanks.
pub fn count_words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// How many words the longest stretch of a list has.
pub fn longest_in(doc: &Document, marked: &MarkedStretch) -> usize {
    let stretches = doc.slice(marked.inner).split(is_double_mark);
    stretches.map(count_words).max().unwrap_or(0)
}

/// Whether all words but those of closed classes begin with a capital or a figure, as in a name.
pub fn is_capitalised(doc: &Document, marked: &MarkedStretch) -> bool {
    let raised = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let bare = |word: &'_ str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let words: Vec<String> =
        doc.slice(marked.inner).split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    // "All is well" begins with a capital as every sentence does.
    let beyond_first = words.len() < 2 || words[1..].iter().any(|word| raised(word));
    beyond_first && words.iter().all(|word| raised(word) || word.len() <= 4 && !doc.words().classes(word).is_empty())
}

/// The token in front of the opening mark, in its block.
pub fn last_before(doc: &Document, marked: &MarkedStretch) -> Option<usize> {
    let token = doc.tokens_in(marked.outer).start.checked_sub(1)?;
    (doc.tokens[token].span.start >= doc.blocks()[marked.block].span.start).then_some(token)
}
