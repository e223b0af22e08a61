//! A quote in the making.

use crate::document::Span;

/// How a draft's speaker was found; the order is from the surest to the least sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The attribution stands beside the words.
    Beside,
    /// The clause that holds the words names the speaker.
    Clause,
    /// The sentence before names the speaker ("She stressed aid. "We owe it.").
    SentenceBefore,
    /// The speaker of the quote before goes on.
    Carried,
    /// A label in front of the turn says who speaks, or that it is a question or an answer.
    Labelled,
    /// Nothing says who speaks.
    Nothing,
}

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
