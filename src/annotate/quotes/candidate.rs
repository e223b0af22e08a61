//! A quote in the making, and the attribution of one.

use crate::document::{Evidence, QuoteCue, Span, TokenRange};

/// The words that say who speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// The verb, or "according to".
    pub cue: Span,
    /// Its lemma.
    pub lemma: String,
    /// The speaker's noun phrase, when there is one.
    pub speaker: Option<Span>,
    /// From the first to the last word used.
    pub span: Span,
}

/// One attribution of a sentence, by tokens.
#[derive(Debug)]
pub struct Reported {
    /// The reporting word.
    pub cue: TokenRange,
    /// Its lemma.
    pub lemma: String,
    /// The speaker's noun phrase.
    pub speaker: Option<TokenRange>,
    /// The content's parts, in order.
    pub content: Vec<TokenRange>,
    /// Whether the word tells of a thought rather than of speech.
    pub thought: bool,
}

impl Reported {
    /// Whether it stands behind its content and frames it ("…, Roe said").
    pub fn frames(&self) -> bool {
        !self.thought && self.speaker.is_some() && self.content.first().is_some_and(|range| range.end <= self.cue.start)
    }

    /// Whether a token range lies in its content.
    pub fn holds(&self, range: TokenRange) -> bool {
        self.content.iter().any(|part| part.start <= range.start && range.end <= part.end)
    }
}

impl Attribution {
    /// The word or phrase that attributes.
    pub fn cue(&self) -> QuoteCue {
        QuoteCue { span: self.cue, lemma: self.lemma.clone() }
    }
}

/// A quote in the making.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// Content, without marks.
    pub spans: Vec<Span>,
    /// The reporting word.
    pub cue: Option<QuoteCue>,
    /// The speaker's noun phrase.
    pub speaker: Option<Span>,
    /// How the speaker was found.
    pub evidence: Evidence,
    /// The words used for the attribution, which give no second quote.
    pub attribution: Option<Span>,
    /// Block of its last span.
    pub block: usize,
}

impl Candidate {
    /// Whether the attribution stands behind the first words.
    pub fn is_attributed_behind(&self) -> bool {
        self.attribution.is_some_and(|a| self.spans[0].end <= a.start)
    }

    /// Where it ends, attribution included.
    pub fn end(&self) -> usize {
        self.attribution.map_or(0, |a| a.end).max(self.spans.last().map_or(0, |s| s.end))
    }
}

/// Spans in text order that belong to some quote already.
#[derive(Debug, Default)]
pub struct Claimed(Vec<Span>);

impl Claimed {
    /// Those that are given, in any order.
    pub fn new(spans: impl Iterator<Item = Span>) -> Claimed {
        let mut spans: Vec<Span> = spans.collect();
        spans.sort();
        Claimed(spans)
    }

    /// The first that ends behind a byte.
    pub fn next(&self, byte: usize) -> Option<Span> {
        self.0.get(self.0.partition_point(|span| span.end <= byte)).copied()
    }

    /// Whether none of them shares a byte with a span.
    pub fn is_free(&self, span: Span) -> bool {
        self.next(span.start).is_none_or(|next| next.start >= span.end)
    }

    /// The parts of a span that are free.
    pub fn free_parts(&self, span: Span) -> Vec<Span> {
        let first = self.0.partition_point(|claimed| claimed.end <= span.start);
        let mut parts = Vec::new();
        let mut start = span.start;
        for claimed in self.0[first..].iter().take_while(|claimed| claimed.start < span.end) {
            if claimed.start > start {
                parts.push(Span::new(start, claimed.start));
            }
            start = start.max(claimed.end);
        }
        if start < span.end {
            parts.push(Span::new(start, span.end));
        }
        parts
    }
}
