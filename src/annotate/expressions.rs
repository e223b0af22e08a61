//! Dates, times, money, percentages, quantities and numbers, by rule, with normalised values.
//!
//! A sentence is cut into pieces (`pieces`), whose meanings the language's pack tells. At each piece the rules are tried from
//! the most to the least specific, and the walk goes on after what one of them has found. Every rule looks at a bounded
//! number of pieces and names no word, so what the packs hold is all that is known of a language; without a pack there
//! are digits, signs and the units of all languages. Numbers within names ("Boeing 737", "G7") are parts of the names.

mod amounts;
mod calendar;
mod date_parts;
mod dates;
mod decimal;
mod digits;
mod number;
mod periods;
mod pieces;
mod tense;
mod times;
mod weekdays;

use crate::document::{Document, Expression, ExpressionType, Span, TokenRange};
use crate::interrupt;
use crate::languages::Meaning;
use digits::Convention;
use pieces::{Found, Reader};

/// Writes `Document::expressions`.
pub fn annotate(doc: &mut Document) {
    let convention = Convention::of(doc);
    let mut expressions = Vec::new();
    let mut names = doc.mentions.iter().map(|mention| mention.tokens).peekable();
    let mut r = Reader::new(doc, convention, speaks_of_business(doc));
    for sentence in &doc.sentences {
        interrupt::check();
        r.read(sentence.tokens);
        let mut at = 0;
        while let Some(piece) = r.pieces.get(at) {
            while names.peek().is_some_and(|name| name.end <= piece.token) {
                names.next();
            }
            let name = names.peek().filter(|name| name.holds(piece.token));
            // Where days are written small, the capital at the start of a sentence makes no name of one.
            let day = |name: &TokenRange| at == 0 && name.len() == 1 && r.words.date_rules().lower_case;
            if name.is_some_and(|name| !day(name)) && !is_code(&r, at) {
                at += 1;
                continue;
            }
            let (found, end) = if piece.may_begin() { find(&r, at) } else { None }.unwrap_or((Vec::new(), at + 1));
            for found in found {
                let span = Span::new(r.pieces[found.start].span.start, r.pieces[found.end - 1].span.end);
                expressions.push(Expression { span, label: found.label, value: found.value });
            }
            at = end;
        }
    }
    doc.expressions = expressions;
}

/// Whether a currency's code or a quarter's letter stands before digits: these are no names, whoever took them for one.
fn is_code(r: &Reader, at: usize) -> bool {
    amounts::sign_before(r, at).is_some()
        || amounts::letter_sign(r, at).is_some()
        || r.has(at, Meaning::QuarterLetter).is_some_and(|digits| r.glued(digits) && r.is_digits(digits))
}

/// Whether an article counts money or percentages anywhere, or speaks of what is counted by quarters.
fn speaks_of_business(doc: &Document) -> bool {
    let telling = |text: &str| {
        let packs = [doc.words(), crate::languages::Language::any()];
        packs.iter().any(|words| {
            let terms = words.terms().starting_with(text);
            terms.iter().any(|term| {
                matches!(term.meaning, Meaning::Percent | Meaning::Sign(_) | Meaning::Currency(_) | Meaning::Business)
            })
        })
    };
    (0..doc.tokens.len()).any(|token| telling(doc.token_text(token)))
}

/// What begins at a piece, and the piece after it.
fn find(r: &Reader, at: usize) -> Option<(Vec<Found>, usize)> {
    if let Some(found) = times::time(r, at) {
        let end = found.end;
        return Some((vec![found], end));
    }
    if let Some(found) = dates::dates(r, at) {
        return Some(found);
    }
    if let Some(found) = rank(r, at) {
        let end = found.end;
        return Some((vec![found], end));
    }
    let (found, end) = amounts::amount(r, at)?;
    Some((found.into_iter().collect(), end))
}

/// "third", "3rd", "one hundred and first"; "second" only as a rank and not as a span of time, "a third of" not at all.
fn rank(r: &Reader, start: usize) -> Option<Found> {
    let (rank, end) = number::rank(r, start)?;
    let counted = start > 0
        && r.is_word(start - 1)
        && r.term(start - 1, |m| matches!(m, Meaning::Cardinal(_) | Meaning::Article).then_some(())).is_some();
    let fraction = r.term(start, |m| matches!(m, Meaning::Fraction(..)).then_some(())).is_some();
    let span = r.term(start, |m| matches!(m, Meaning::Span(_) | Meaning::Spans(_)).then_some(())).is_some();
    (!(counted && (fraction || span))).then(|| Found::new(start, end, ExpressionType::Ordinal, rank.to_string()))
}

#[cfg(test)]
mod tests;
