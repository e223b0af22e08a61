//! Numbers in digits, whatever stands between them.
//!
//! A stop and a comma mean the opposite in neighbouring languages, so a number whose value would be another by another
//! convention has a value only where the language's convention is known and the document does not contradict it.

use super::decimal::Decimal;
use crate::document::Document;
use crate::languages::{Language, Meaning, NumberRules, Term};

/// What is known of the marks in a document's numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Convention {
    rules: &'static NumberRules,
    /// Whether the document holds a number that the language's convention cannot have written.
    contradicted: bool,
}

/// How a number in digits reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// The one value that it can have.
    Exact(Decimal),
    /// One value, written as the language does not: it may be something else, a time or a version.
    Foreign(Decimal),
    /// Several values, by who wrote it.
    Unsure,
}

/// The marks within a number.
struct Marks<'a> {
    /// The digits before, between and after them.
    parts: Vec<&'a str>,
    marks: Vec<char>,
}

impl<'a> Marks<'a> {
    fn of(text: &'a str) -> Self {
        let mark = |c: char| !c.is_ascii_digit();
        Marks { parts: text.split(mark).collect(), marks: text.chars().filter(|&c| mark(c)).collect() }
    }

    /// Whether all parts from the second up to `end` are groups: of three digits, or as South Asia writes them ("1,50,000").
    fn grouped(&self, end: usize) -> bool {
        let inner = &self.parts[1..end];
        let Some((last, before)) = inner.split_last() else { return false };
        let first = self.parts[0];
        let small = |n: usize| (1..=n).contains(&first.len()) && !first.starts_with('0');
        last.len() == 3
            && (small(3) && before.iter().all(|part| part.len() == 3)
                || small(2) && !before.is_empty() && before.iter().all(|part| part.len() == 2))
    }

    fn value(&self, decimals: bool) -> Option<Decimal> {
        let (whole, rest) = match self.parts.split_last() {
            Some((last, before)) if decimals => (before.concat(), *last),
            _ => (self.parts.concat(), ""),
        };
        Decimal::of_digits(&whole, rest)
    }
}

impl Convention {
    /// The convention of a document's language, and whether its amounts keep to it.
    pub(super) fn of(doc: &Document) -> Self {
        let rules = doc.words().number_rules();
        let contradicted = rules.decimal.is_some_and(|own| {
            (0..doc.tokens.len()).any(|token| is_foreign(doc.token_text(token), own) && counts_something(doc, token))
        });
        Convention { rules, contradicted }
    }

    /// Whether a blank may stand between two groups of digits.
    pub(super) fn groups_by(&self, blank: char) -> bool {
        matches!(blank, '\u{a0}' | '\u{202f}' | '\u{2009}') || blank == ' ' && self.rules.blank_groups
    }

    /// Reads a number; none where the digits are no number, such as a date or a version.
    pub(super) fn read(&self, text: &str) -> Option<Reading> {
        let marks = Marks::of(text);
        let count = marks.marks.len();
        let exact = |decimals: bool| marks.value(decimals).map(Reading::Exact);
        let Some((&last, before)) = marks.marks.split_last() else { return exact(false) };
        let is_group = |mark: char| matches!(mark, '\'' | '’');
        if before.is_empty() && !is_group(last) {
            return self.read_one(&marks, last);
        }
        if before.iter().all(|&mark| mark == last) {
            return marks.grouped(count + 1).then(|| exact(false))?;
        }
        // Two marks: the last one stands before the decimals.
        let one_group = before.iter().all(|&mark| mark == before[0]);
        (one_group && marks.grouped(count) && !is_group(last)).then(|| exact(true))?
    }

    /// Reads a number with one stop or comma.
    fn read_one(&self, marks: &Marks, mark: char) -> Option<Reading> {
        let (group, decimals) = (marks.value(false)?, marks.value(true)?);
        if !marks.grouped(2) {
            return Some(match self.rules.decimal {
                Some(own) if own != mark => Reading::Foreign(decimals),
                _ => Reading::Exact(decimals),
            });
        }
        let unsure = self.contradicted || self.rules.unsure.contains(&mark);
        Some(match self.rules.decimal {
            _ if unsure => Reading::Unsure,
            Some(own) if own == mark => Reading::Exact(decimals),
            _ if self.rules.groups.contains(&mark) => Reading::Exact(group),
            _ => Reading::Unsure,
        })
    }
}

/// Whether a number has another mark before its decimals than this.
fn is_foreign(text: &str, own: char) -> bool {
    if !text.starts_with(|c: char| c.is_ascii_digit())
        || !text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
    {
        return false;
    }
    let marks = Marks::of(text);
    match marks.marks[..] {
        [mark] => mark != own && matches!(marks.parts[1].len(), 1 | 2),
        [first, .., last] => first != last && last != own,
        [] => false,
    }
}

/// Whether what stands after a number makes it an amount, and no time, date or version.
fn counts_something(doc: &Document, token: usize) -> bool {
    let telling = |term: &Term| {
        matches!(
            term.meaning,
            Meaning::Percent | Meaning::Scale(_) | Meaning::Currency(_) | Meaning::Sign(_) | Meaning::Unit(_)
        )
    };
    let next = doc.tokens.get(token + 1).map_or("", |_| doc.token_text(token + 1));
    [doc.words(), Language::any()].iter().any(|words| words.terms().starting_with(next).iter().any(telling))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Document};

    /// How a number reads in a document of a language with this text.
    fn read(language: &str, text: &str, number: &str) -> String {
        let mut doc = Document::new("", &[(BlockKind::Body, text)], language, None);
        crate::annotate::tokenizer::annotate(&mut doc);
        match Convention::of(&doc).read(number) {
            Some(Reading::Exact(value)) => value.to_string(),
            Some(Reading::Foreign(value)) => format!("{value} (foreign)"),
            Some(Reading::Unsure) => "unsure".to_owned(),
            None => "none".to_owned(),
        }
    }

    #[test]
    fn marks_are_read_by_the_convention_of_the_language() {
        for (language, number, expected) in [
            ("en", "1,250", "1250"),
            ("en", "1.250", "1.25"),
            ("en", "1,50,000", "150000"),
            ("en", "12,5", "12.5 (foreign)"),
            ("de", "1.250", "1250"),
            ("de", "1,250", "1.25"),
            ("de", "1.250.000", "1250000"),
            ("de", "1.250,50", "1250.5"),
            ("de", "1’250", "1250"),
            ("de", "19.06.2019", "none"),
            ("es", "1.250", "1250"),
            ("es", "1,250", "unsure"),
            ("xx", "1.250", "unsure"),
            ("xx", "1,250", "unsure"),
            ("xx", "1.250,5", "1250.5"),
            ("xx", "12,5", "12.5"),
            ("xx", "0.125", "0.125"),
            ("xx", "1250", "1250"),
            ("xx", "1.2.3", "none"),
        ] {
            assert_eq!(read(language, "", number), expected, "{language} {number}");
        }
    }

    #[test]
    fn a_document_that_breaks_the_convention_has_no_unsure_values() {
        assert_eq!(read("de", "Ein Plus von 12.5 % wurde gemeldet.", "1.250"), "unsure");
        assert_eq!(read("de", "Das Spiel beginnt um 14.30 Uhr.", "1.250"), "1250");
    }
}
