//! Where a word ends: which marks join its parts, and whether the stop behind it belongs to it.

use super::Chunk;
use super::marks::{is_apostrophe, is_word};
use crate::languages::{Abbreviation, Class, Language, Meaning, is_ideograph};

/// Digits of the longest rank; four are a year.
const LONGEST_RANK: usize = 3;

/// The end of the word that begins at `start`.
pub(super) fn end(chunk: &Chunk, start: usize) -> usize {
    let mut at = part_end(chunk, start, start);
    // "U.S.-led" goes on behind the stop that belongs to its first part.
    while chunk.text[..at].ends_with('.') && chunk.char_at(at) == Some('-') {
        match chunk.char_at(at + 1) {
            Some(c) if is_word(c) => at = part_end(chunk, start, at + 1),
            _ => break,
        }
    }
    at
}

/// The end of the word from `at` on: to a mark that joins nothing, or behind the stop that belongs to the word.
fn part_end(chunk: &Chunk, start: usize, mut at: usize) -> usize {
    // Start of the part behind the last full stop within the word.
    let mut part = at;
    let mut stops = false;
    let mut before = ' ';
    while let Some(c) = chunk.char_at(at) {
        let next = at + c.len_utf8();
        if is_word(c) {
            if is_ideograph(c) {
                return at;
            }
            before = c;
            at = next;
            continue;
        }
        let Some(after) = chunk.char_at(next) else { break };
        if c == '+' && !is_word(after) {
            break;
        }
        if !joins(before, c, after, at - part) && !groups(chunk, before, c, next) {
            break;
        }
        if c == '.' {
            stops = stops || before.is_alphabetic();
            part = next;
        }
        before = c;
        at = next;
    }
    match chunk.char_at(at) {
        Some('.') if belongs(chunk, start, at, stops, at - part) => at + 1,
        Some('$') if is_dollar_country(chunk, start, at) => at + 1,
        Some('+') if before.is_alphanumeric() && chunk.char_at(at + 1).is_none_or(|c| !is_word(c)) => at + 1,
        _ => at,
    }
}

/// Whether an apostrophe stands between groups of digits: "1’250".
fn groups(chunk: &Chunk, before: char, c: char, next: usize) -> bool {
    let rest = &chunk.text.as_bytes()[next..chunk.end];
    let digits = rest.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    is_apostrophe(c) && before.is_ascii_digit() && digits == 3
}

/// Whether the mark `c` between `before` and `after` joins them; `part` is the length of the part behind the last
/// full stop, in bytes.
fn joins(before: char, c: char, after: char, part: usize) -> bool {
    let digits = before.is_ascii_digit() && after.is_ascii_digit();
    match c {
        '-' | '\u{2010}' | '\u{2011}' | '_' => is_word(after) && is_word(before),
        '.' if before.is_ascii_digit() => digits,
        '.' => after.is_alphabetic() && (part <= before.len_utf8() || after.is_lowercase()),
        ',' | ':' | '/' => digits,
        '&' => before.is_uppercase() && after.is_uppercase(),
        _ if is_apostrophe(c) => is_word(before) && is_word(after) && !after.is_ascii_digit(),
        _ => false,
    }
}

/// Whether the full stop at `stop` belongs to the word before it.
fn belongs(chunk: &Chunk, start: usize, stop: usize, stops: bool, part: usize) -> bool {
    if chunk.char_at(stop + 1).is_some_and(|c| c == '.' || (c.is_alphabetic() && c.is_lowercase())) {
        return false;
    }
    let word = &chunk.text[start..stop];
    // "U.S.", "a.m.", "J.K."; "example.com." ends in a stop of its own.
    if stops && part <= 2 {
        return true;
    }
    let next = following(chunk, stop + 1);
    let (abbreviations, any) = (chunk.words.abbreviations(), Language::any().abbreviations());
    // "am 3. Mai": digits with a stop are a rank where the language writes it so.
    if word.len() <= LONGEST_RANK && word.bytes().all(|b| b.is_ascii_digit()) {
        return abbreviations.has_ordinal_stop() && next.is_some_and(char::is_alphabetic);
    }
    let mut letters = word.chars();
    if let (Some(only), None) = (letters.next(), letters.next())
        && only.is_uppercase()
    {
        // "It was I. They left": a pronoun of one letter.
        let pronoun = chunk.words.classes(word).contains(Class::Pronoun) && next.is_none_or(|c| !c.is_uppercase());
        return next.is_some() && !pronoun;
    }
    match abbreviations.find(word).or_else(|| any.find(word)) {
        Some(Abbreviation::BeforeNumber) => next.is_some_and(|c| c.is_ascii_digit()),
        Some(_) => true,
        None => false,
    }
}

/// The first character behind `at` that is no white space, within the block and the next few bytes.
fn following(chunk: &Chunk, at: usize) -> Option<char> {
    chunk.text[at..chunk.block_end].chars().take(8).find(|c| !c.is_whitespace())
}

/// Whether a word is a country's letters before a dollar sign: "US$5".
fn is_dollar_country(chunk: &Chunk, start: usize, at: usize) -> bool {
    let word = &chunk.text[start..at];
    let sign = |term: &crate::languages::Term| {
        matches!(term.meaning, Meaning::Sign(_)) && term.pieces[1..] == ["$"] && term.pieces[0] == word
    };
    chunk.char_at(at + 1).is_some_and(|c| c.is_ascii_digit())
        && Language::any().terms().starting_with(word).iter().any(sign)
}
