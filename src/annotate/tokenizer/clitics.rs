//! Words that are written as one but are two: contractions, possessives, elided articles.

use super::marks::is_apostrophe;
use super::push;
use crate::document::Token;

/// Fused words and the length of their first part.
const FUSED: [(&str, usize); 6] = [("cannot", 3), ("gonna", 3), ("wanna", 3), ("gotta", 3), ("gimme", 3), ("lemme", 3)];

/// What follows an apostrophe as a clitic of its own.
const CLITICS: [&str; 6] = ["s", "m", "d", "re", "ve", "ll"];

/// Pushes an English word, split before "n't", "'s", "'ll"… and inside "cannot".
pub(super) fn push_english(text: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    let word = &text[start..end];
    if word.len() <= 6
        && word.len() >= 5
        && let Some((_, first)) = FUSED.iter().find(|(fused, _)| word.eq_ignore_ascii_case(fused))
    {
        push(tokens, start, start + first);
        push(tokens, start + first, end);
        return;
    }
    match clitic_start(word) {
        None => push(tokens, start, end),
        Some(first) => {
            // "couldn't've" has two; each turn is one clitic shorter.
            match clitic_start(&word[..first]) {
                Some(inner) => {
                    push(tokens, start, start + inner);
                    push(tokens, start + inner, start + first);
                }
                None => push(tokens, start, start + first),
            }
            push(tokens, start + first, end);
        }
    }
}

/// Where the last clitic of a word begins; the word before it is not empty.
fn clitic_start(word: &str) -> Option<usize> {
    // The longest clitic is "n’t", five bytes.
    let mut tail = word.len().saturating_sub(5);
    while !word.is_char_boundary(tail) {
        tail += 1;
    }
    let (offset, apostrophe) = word[tail..].char_indices().rev().find(|&(_, c)| is_apostrophe(c))?;
    let at = tail + offset;
    let after = &word[at + apostrophe.len_utf8()..];
    let bytes = word.as_bytes();
    if after.eq_ignore_ascii_case("t") && at > 1 && bytes[at - 1].eq_ignore_ascii_case(&b'n') {
        return Some(at - 1);
    }
    (at > 0 && CLITICS.iter().any(|c| after.eq_ignore_ascii_case(c))).then_some(at)
}

/// Pushes a word of another language: a short elided word ("l'", "dell'", "qu'") is a token with its apostrophe.
pub(super) fn push_other(text: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    let elided = text[start..end].char_indices().take(6).find(|&(_, c)| is_apostrophe(c));
    match elided {
        Some((at, c)) if at > 0 && start + at + c.len_utf8() < end => {
            push(tokens, start, start + at + c.len_utf8());
            push(tokens, start + at + c.len_utf8(), end);
        }
        _ => push(tokens, start, end),
    }
}
