//! A quote in the making.

use crate::document::{Evidence, Span};

/// A quote in the making.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Content, without marks.
    pub spans: Vec<Span>,
    /// The reporting word and its lemma.
    pub cue: Option<(Span, String)>,
    /// The speaker's noun phrase.
    pub speaker: Option<Span>,
    /// How the speaker was found.
    pub evidence: Evidence,
    /// The words used for the attribution, which give no second quote.
    pub attribution: Option<Span>,
    /// Block of its last span.
    pub block: usize,
}

impl Draft {
    /// Whether the attribution stands behind the first words.
    pub fn is_attributed_behind(&self) -> bool {
        self.attribution.is_some_and(|a| self.spans[0].end <= a.start)
    }
}
