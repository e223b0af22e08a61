//! Dates, times, money, percentages, quantities and numbers, by rule, with normalised values.
//!
//! At each token the rules are tried from the most to the least specific, and the walk goes on behind what one of
//! them has found. Every rule looks at a bounded number of tokens. Numbers within names ("Boeing 737", "G7") are
//! parts of the names. The rules are English; of other languages only what is written in digits and signs is found.

mod amounts;
mod calendar;
mod dates;
mod decimal;
mod number;
mod reader;
mod tense;
mod times;
mod words;

use crate::document::{Document, Expression, ExpressionType, TokenRange};
use reader::{Found, Reader};
use words::Word;

/// Writes `Document::expressions`.
pub fn annotate(doc: &mut Document) {
    let mut expressions = Vec::new();
    let mut names = doc.mentions.iter().map(|mention| mention.tokens).peekable();
    for sentence in &doc.sentences {
        let reader = Reader { doc, sentence: sentence.tokens };
        let mut token = sentence.tokens.start;
        while token < sentence.tokens.end {
            while names.peek().is_some_and(|name| name.end <= token) {
                names.next();
            }
            if let Some(name) = names.peek().filter(|name| name.holds(token)) {
                token = name.end;
                continue;
            }
            match may_start(&reader, token).then(|| find(&reader, token)).flatten() {
                Some((label, found)) => {
                    let span = doc.tokens_span(TokenRange::new(token, found.end));
                    expressions.push(Expression { span, label, value: found.value });
                    token = found.end;
                }
                None => token += 1,
            }
        }
    }
    doc.expressions = expressions;
}

/// A quick look that spares most words the rules.
fn may_start(reader: &Reader, token: usize) -> bool {
    let text = reader.text(token);
    let Some(first) = text.chars().next() else { return false };
    if !first.is_ascii_alphabetic() {
        return first.is_ascii_digit() || !first.is_alphabetic();
    }
    if reader.doc.language() != "en" {
        return text.len() <= 3;
    }
    // Short words in capitals may be currencies and quarters: "EUR", "A" in "A$", "Q3".
    matches!(text, "a" | "an" | "A" | "another" | "several" | "Several" | "half" | "Half")
        || text.len() <= 3 && first.is_ascii_uppercase()
        || text.contains(['-', '$'])
        || text.starts_with(['R', 'N', 'P']) && text[1..].starts_with(|c: char| c.is_ascii_digit())
        || reader.word(token).is_some()
}

fn find(reader: &Reader, token: usize) -> Option<(ExpressionType, Found)> {
    use ExpressionType::{Cardinal, Date, Money, Ordinal, Percent, Quantity, Time};
    let english = reader.doc.language() == "en";
    if let Some(found) = amounts::money(reader, token) {
        return Some((Money, found));
    }
    if let Some(found) = amounts::percent(reader, token) {
        return Some((Percent, found));
    }
    if let Some(found) = times::time(reader, token) {
        return Some((Time, found));
    }
    if english {
        if let Some(found) = amounts::quantity(reader, token) {
            return Some((Quantity, found));
        }
        if let Some(found) = dates::date(reader, token, reader.doc.reference_date()) {
            return Some((Date, found));
        }
        if let Some(rank) = rank(reader, token) {
            return Some((Ordinal, Found::new(token + 1, rank.to_string())));
        }
    }
    let number = number::read(reader, token)?;
    // "one" mostly is a pronoun.
    if number.end == token + 1 && reader.is(token, "one") {
        return None;
    }
    Some((Cardinal, Found::new(number.end, number.value.to_string())))
}

/// "third", "3rd"; "second" only as a rank, not as a span of time.
fn rank(reader: &Reader, token: usize) -> Option<u64> {
    let rank = number::ordinal(reader.text(token), &reader.lower(token))?;
    let seconds = reader.is(token, "seconds")
        || reader.is(token, "second")
            && token > reader.sentence.start
            && matches!(reader.word(token - 1), Some(Word::Number(_)));
    (!seconds).then_some(rank)
}

#[cfg(test)]
mod tests;
