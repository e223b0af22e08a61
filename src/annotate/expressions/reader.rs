//! Tokens as the rules see them.

use super::words::{Word, word};
use crate::annotate::lower::Lower;
use crate::document::{Document, TokenRange};

/// A sentence's tokens, read by index; beyond its end there are only empty words.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) doc: &'a Document,
    pub(super) sentence: TokenRange,
}

impl<'a> Reader<'a> {
    /// The token's text; empty outside the sentence.
    pub(super) fn text(&self, token: usize) -> &'a str {
        if self.sentence.holds(token) { self.doc.token_text(token) } else { "" }
    }

    /// The token in lower case; empty outside the sentence and for words that stand in no list.
    pub(super) fn lower(&self, token: usize) -> Lower {
        Lower::new(self.text(token))
    }

    /// The token as a word of the lists.
    pub(super) fn word(&self, token: usize) -> Option<Word> {
        word(&self.lower(token))
    }

    /// Whether the token is this text, in any case.
    pub(super) fn is(&self, token: usize, text: &str) -> bool {
        &*self.lower(token) == text
    }

    /// Whether the token starts with a capital.
    pub(super) fn is_capitalised(&self, token: usize) -> bool {
        self.text(token).starts_with(char::is_uppercase)
    }

    /// Whether nothing stands between two neighbouring tokens.
    pub(super) fn touches(&self, token: usize) -> bool {
        self.sentence.holds(token)
            && self.sentence.holds(token + 1)
            && self.doc.tokens[token].span.end == self.doc.tokens[token + 1].span.start
    }

    /// A hyphen or dash as a token of its own.
    pub(super) fn is_dash(&self, token: usize) -> bool {
        matches!(self.text(token), "-" | "–" | "—" | "‐" | "‑")
    }
}

/// What a rule has found: where it ends, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) end: usize,
    pub(super) value: Option<String>,
}

impl Found {
    pub(super) fn new(end: usize, value: impl Into<Option<String>>) -> Self {
        Found { end, value: value.into() }
    }
}
