//! Scores tokens and sentences against a treebank's.

use std::fmt;

use super::conllu::{Sentence, running_text};
use super::score::Counts;
use crate::annotate::{sentences, tokenizer};
use crate::document::{Document, Span};

/// How the sentences of a treebank are put together to running text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Paragraphs as the treebank marks them.
    Paragraphs,
    /// One paragraph per document, which leaves every boundary to the splitter.
    Joined,
}

/// What [`score`] counts: exact spans.
#[derive(Debug, Clone, Copy, Default)]
pub struct Score {
    /// Tokens, with the treebank's hyphenated words joined as the tokenizer joins them.
    pub tokens: Counts,
    /// Tokens, as the treebank has them.
    pub tokens_as_given: Counts,
    /// Sentences.
    pub sentences: Counts,
}

/// A difference, for a person to read.
pub enum Difference<'a> {
    /// A token that the treebank does not have, with the text around it.
    Token(&'a str, &'a str),
    /// A boundary that only we have (true) or only the treebank has (false), with the text before and after it.
    Sentence(bool, &'a str, &'a str),
}

impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Difference::Token(token, around) => write!(f, "token  [{token}]  in  {around}"),
            Difference::Sentence(true, before, after) => write!(f, "extra  {before} || {after}"),
            Difference::Sentence(false, before, after) => write!(f, "missed {before} || {after}"),
        }
    }
}

/// Splits the running text of a treebank of a language (ISO 639-1) and compares.
pub fn score(treebank: &[Sentence], language: &str, layout: Layout, mut report: impl FnMut(Difference)) -> Score {
    let mut score = Score::default();
    for document in treebank.chunk_by(|a, b| a.document == b.document) {
        let (mut doc, offsets) = running_text(document, language, layout == Layout::Paragraphs);
        tokenizer::annotate(&mut doc);
        sentences::annotate(&mut doc);

        let mut given = Vec::new();
        let mut joined = Vec::new();
        let mut gold = Vec::new();
        for (sentence, offset) in document.iter().zip(offsets) {
            let spans = sentence.words.iter().map(|w| Span::new(w.span.start + offset, w.span.end + offset));
            given.extend(spans.clone());
            join_hyphens(&doc, spans, &mut joined);
            gold.push(Span::new(offset, offset + sentence.text.len()));
        }
        for spans in [&mut given, &mut joined] {
            spans.sort();
            spans.dedup();
        }
        let tokens: Vec<_> = doc.tokens.iter().map(|t| t.span).collect();
        let found: Vec<_> = doc.sentences.iter().map(|s| s.span).collect();
        report_differences(&doc, &tokens, &joined, &found, &gold, &mut report);
        score.tokens.add(Counts::of_sorted(&tokens, &joined));
        score.tokens_as_given.add(Counts::of_sorted(&tokens, &given));
        score.sentences.add(Counts::of_sorted(&found, &gold));
    }
    score
}

/// Joins what stands on both sides of a hyphen without space.
fn join_hyphens(doc: &Document, spans: impl Iterator<Item = Span>, joined: &mut Vec<Span>) {
    let mut hyphen = false;
    for span in spans {
        let close = joined.last().is_some_and(|last| last.end == span.start);
        let is_hyphen = doc.slice(span) == "-";
        match joined.last_mut() {
            Some(last) if close && (hyphen || is_hyphen) => last.end = span.end,
            _ => joined.push(span),
        }
        hyphen = is_hyphen && close;
    }
}

fn report_differences(
    doc: &Document,
    tokens: &[Span],
    gold_tokens: &[Span],
    found: &[Span],
    gold: &[Span],
    report: &mut impl FnMut(Difference),
) {
    for &token in tokens.iter().filter(|t| gold_tokens.binary_search(t).is_err()) {
        report(Difference::Token(doc.slice(token), around(doc.text(), token.start, 30, token.end + 30)));
    }
    for (spans, others, extra) in [(found, gold, true), (gold, found, false)] {
        for span in spans.iter().filter(|s| !others.iter().any(|o| o.end == s.end)) {
            let text = doc.text();
            report(Difference::Sentence(
                extra,
                around(text, span.end, 50, span.end),
                around(text, span.end, 0, span.end + 40),
            ));
        }
    }
}

/// The text from `back` bytes before `at` up to `end`, widened to character boundaries.
fn around(text: &str, at: usize, back: usize, end: usize) -> &str {
    let mut start = at.saturating_sub(back);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = end.min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    &text[start..end]
}
