//! Words that are written as one but are two: contractions, possessives, elided articles, pronouns after a hyphen.

use super::marks::is_apostrophe;
use super::push;
use crate::document::Token;
use crate::languages::TokenRules;

/// Pushes a word, split as its language's pack says.
pub(super) fn push_word(text: &str, mut start: usize, end: usize, rules: &TokenRules, tokens: &mut Vec<Token>) {
    if let Some(first) = fused(&text[start..end], rules) {
        push(tokens, start, start + first);
        push(tokens, start + first, end);
        return;
    }
    // "qu'aujourd'hui", "l'un", "jusqu'à": what was elided stands before the word.
    while let Some(first) = elision(&text[start..end], rules) {
        push(tokens, start, start + first);
        start += first;
    }
    let Some(first) = clitic(&text[start..end], rules).or_else(|| enclitic(&text[start..end], rules)) else {
        return push(tokens, start, end);
    };
    // "couldn't've" has two; each turn is one clitic shorter.
    match clitic(&text[start..start + first], rules) {
        Some(inner) => {
            push(tokens, start, start + inner);
            push(tokens, start + inner, start + first);
        }
        None => push(tokens, start, start + first),
    }
    push(tokens, start + first, end);
}

/// Where a fused word ("cannot") is cut.
fn fused(word: &str, rules: &TokenRules) -> Option<usize> {
    let is = |(first, second): &&(&str, &str)| {
        word.len() == first.len() + second.len()
            && word.get(..first.len()).is_some_and(|half| half.eq_ignore_ascii_case(first))
            && word[first.len()..].eq_ignore_ascii_case(second)
    };
    rules.fused.iter().find(is).map(|(first, _)| first.len())
}

/// The length of an elided word with its apostrophe; something stands after it.
fn elision(word: &str, rules: &TokenRules) -> Option<usize> {
    /// The longest elided words: "quelqu'", "dell'".
    const LONGEST: usize = 10;
    if rules.elisions.is_empty() {
        return None;
    }
    let (at, apostrophe) = word.char_indices().take(LONGEST).find(|&(_, c)| is_apostrophe(c))?;
    let end = at + apostrophe.len_utf8();
    (end < word.len() && is_elided(&word[..at], rules)).then_some(end)
}

/// Whether a word, given without its apostrophe, has lost its last letter to the next one.
pub(super) fn is_elided(word: &str, rules: &TokenRules) -> bool {
    !rules.elisions.is_empty() && rules.elisions.contains(&word.to_lowercase().as_str())
}

/// Where the last clitic of a word begins; the word before it is not empty.
fn clitic(word: &str, rules: &TokenRules) -> Option<usize> {
    /// The longest clitic is "n’t", five bytes.
    const LONGEST: usize = 5;
    if rules.clitics.is_empty() {
        return None;
    }
    let mut tail = word.len().saturating_sub(LONGEST);
    while !word.is_char_boundary(tail) {
        tail += 1;
    }
    let (offset, apostrophe) = word[tail..].char_indices().rev().find(|&(_, c)| is_apostrophe(c))?;
    let at = tail + offset;
    let after = &word[at + apostrophe.len_utf8()..];
    // "doesn't": the letter before the apostrophe goes with what follows it.
    let negation = rules.negations.iter().find_map(|negation| {
        let (before, rest) = negation.split_once('\'')?;
        let start = at.checked_sub(before.len()).filter(|&start| start > 0)?;
        let fits = after.eq_ignore_ascii_case(rest) && word.get(start..at)?.eq_ignore_ascii_case(before);
        fits.then_some(start)
    });
    negation.or_else(|| (at > 0 && rules.clitics.iter().any(|c| after.eq_ignore_ascii_case(c))).then_some(at))
}

/// Where a pronoun that hangs on a verb by a hyphen begins: "dit|-il", "a|-t-il", "disse|-lhe".
fn enclitic(word: &str, rules: &TokenRules) -> Option<usize> {
    if rules.enclitics.is_empty() || !word.contains('-') || word.starts_with(char::is_uppercase) {
        return None;
    }
    let ends = |enclitic: &&&str| word.len() > enclitic.len() && word.ends_with(**enclitic);
    let longest = rules.enclitics.iter().filter(ends).max_by_key(|enclitic| enclitic.len())?;
    Some(word.len() - longest.len())
}
