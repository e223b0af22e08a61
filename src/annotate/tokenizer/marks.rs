//! Characters that are no words: which stand alone and which form runs.

use unicode_normalization::char::is_combining_mark;

use super::Chunk;
use crate::languages::Meaning;

/// Letters, digits and what combines with them, joiners included.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
}

/// White space and invisible characters: between tokens, never within one.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Either apostrophe that ends or joins words.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

/// The end of the mark, or run of marks, that begins at `at` with `first`.
pub(super) fn end(chunk: &Chunk, at: usize, first: char) -> usize {
    let next = at + first.len_utf8();
    match first {
        '.' | '-' | '*' | '=' | '_' | '~' | '`' | '!' | '?' => run_end(chunk, next, first),
        ':' | ';' => face_end(chunk, next).unwrap_or(next),
        '\'' if chunk.char_at(next) == Some('\'') => next + 1,
        '\'' | '\u{2018}' | '\u{2019}' => apostrophe_word_end(chunk, next).unwrap_or(next),
        '\u{b0}' => match chunk.char_at(next) {
            Some(unit @ ('C' | 'F')) => next + unit.len_utf8(),
            _ => next,
        },
        _ if first.is_ascii() => next,
        _ => symbol_end(chunk, next, first),
    }
}

fn run_end(chunk: &Chunk, mut at: usize, first: char) -> usize {
    let same = |c: char| c == first || (matches!(first, '!' | '?') && matches!(c, '!' | '?'));
    while let Some(c) = chunk.char_at(at).filter(|&c| same(c)) {
        at += c.len_utf8();
    }
    at
}

/// ":)", ";-(" and their like at the end of a chunk, given where the eyes end.
fn face_end(chunk: &Chunk, eyes: usize) -> Option<usize> {
    let nose = eyes + usize::from(chunk.char_at(eyes) == Some('-'));
    let mouth = chunk.char_at(nose).filter(|c| matches!(c, ')' | '(' | 'D' | 'P'))?;
    (nose + mouth.len_utf8() == chunk.end).then_some(chunk.end)
}

/// "'90s", "'em", "'s" standing apart and "'n'", given where the apostrophe ends.
fn apostrophe_word_end(chunk: &Chunk, start: usize) -> Option<usize> {
    let rest = &chunk.text.as_bytes()[start..chunk.end];
    let length = rest.iter().take(8).take_while(|b| b.is_ascii_alphanumeric()).count();
    let ends = |at: usize| chunk.char_at(at).is_none_or(|c| !is_word(c));
    let word = &rest[..length];
    let decade = length == 3
        && word[..2].iter().all(u8::is_ascii_digit)
        && std::str::from_utf8(&word[2..]).is_ok_and(|end| chunk.words.terms().is(end, Meaning::DecadeAfter));
    // "rock 'n' roll": an entry with an apostrophe at its end has one there too.
    let known = chunk.words.token_rules().apostrophe_words.iter().find_map(|entry| {
        let bare = entry.strip_suffix('\'').unwrap_or(entry);
        let close = chunk.char_at(start + length).filter(|&c| is_apostrophe(c)).map_or(0, char::len_utf8);
        let closed = entry.len() > bare.len();
        (bare.as_bytes().eq_ignore_ascii_case(word) && (!closed || close > 0))
            .then_some(start + length + if closed { close } else { 0 })
    });
    known.or((length > 0 && decade).then_some(start + length)).filter(|&end| ends(end))
}

/// A pictograph with its variation selectors, skin tones and joined parts, a flag, or a single symbol.
fn symbol_end(chunk: &Chunk, mut at: usize, first: char) -> usize {
    let regional = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    if regional(first)
        && let Some(c) = chunk.char_at(at).filter(|&c| regional(c))
    {
        return at + c.len_utf8();
    }
    while let Some(c) = chunk.char_at(at) {
        let next = at + c.len_utf8();
        if is_combining_mark(c) || matches!(c, '\u{1f3fb}'..='\u{1f3ff}') {
            at = next;
        } else if c == '\u{200d}' {
            let joined = chunk.char_at(next).filter(|&j| !is_word(j) && !is_blank(j) && !j.is_ascii());
            at = next + joined.map_or(0, char::len_utf8);
        } else {
            break;
        }
    }
    at
}
