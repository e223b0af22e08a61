//! Quotes: which words somebody says, the cue that attributes them, and the speaker's noun phrase.
//!
//! In order: [`marks`] pairs the quotation marks; [`direct`] takes the stretches that stand for themselves, with the
//! attribution beside them ([`near`], from words alone, in every language of [`languages`]). Who the speaker *is* comes
//! later, in [`super::attribution`].

pub mod direct;
mod languages;
mod lexicon;
pub mod marks;
mod near;

use crate::document::{Document, Quote, QuoteKind, QuoteSpeaker};
use direct::{Draft, Evidence};

/// Writes `Document::quotes`, with speakers as noun phrases only.
pub fn annotate(doc: &mut Document) {
    let Some(language) = languages::of(doc.language()) else { return };
    let marked = marks::find(doc);
    let direct = direct::find(doc, language, &marked);
    let mut quotes: Vec<Quote> = direct.drafts.into_iter().map(|draft| quote(draft)).collect();
    quotes.sort_by_key(|q| (q.spans[0].start, q.spans[0].end));
    doc.quotes = quotes;
}

/// How sure the speaker's noun phrase is, by the way it was found.
fn confidence(evidence: Evidence) -> f32 {
    match evidence {
        Evidence::Beside => 0.97,
        Evidence::Clause => 0.9,
        Evidence::SentenceBefore => 0.7,
        Evidence::Carried => 0.8,
        Evidence::Nothing => 0.0,
    }
}

fn quote(draft: Draft) -> Quote {
    let confidence = confidence(draft.evidence);
    Quote {
        kind: QuoteKind::Direct,
        spans: draft.spans,
        cue: draft.cue,
        speaker: draft.speaker.map(|span| QuoteSpeaker { span, entity: None, name: None, confidence }),
        confidence: 0.9,
    }
}
