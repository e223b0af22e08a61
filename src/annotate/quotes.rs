//! Quotes: which words somebody says, the cue that attributes them, and the speaker's noun phrase.
//!
//! From the stretches between quotation marks ([`super::quotation_marks`]), in order:
//!
//! 1. [`direct`] takes the stretches that stand for themselves, with the attribution beside them (`near`, from words
//!    alone, in every language that has a table in `languages/`).
//! 2. `reported` takes the clauses and phrases that a reporting word governs (`lexicon`), whole or partly in marks;
//!    English, and only where there is a dependency tree.
//! 3. `joining` adds the sentences that go on with a quote and have no attribution of their own.
//! 4. `loose` judges the marked stretches that are left: a fragment that someone says, or a title, nickname or term.
//! 5. `labels` takes the turns of interviews and transcripts ("Q: …", "LUND: …"), with all that is said in them.
//!
//! Who the speaker *is* comes later, in [`super::coref`].

mod clauses;
pub mod direct;
pub mod draft;
mod joining;
pub mod labels;
mod languages;
mod lexicon;
mod loose;
mod near;
mod reported;
mod titles;

use crate::document::{Document, Evidence, Quote, QuoteKind, QuoteSpeaker, QuotedSpan, Span};
use draft::Draft;

/// Writes `Document::quotes`, with speakers as noun phrases only.
pub fn annotate(doc: &mut Document) {
    let Some(language) = languages::of(doc.language()) else { return };
    let found = std::mem::take(&mut doc.quoted);
    let marked = joining::lists(doc, &found);
    let direct = direct::find(doc, language, &marked);
    let mut drafts = direct.drafts;
    if doc.language() == "en" {
        let reported = reported::find(doc, language, &marked, &drafts);
        drafts.extend(reported);
        joining::after_reported(doc, &found, &mut drafts);
        joining::whole_sentences(doc, language, &marked, &direct.fragments, &mut drafts);
    }
    let loose = loose::find(doc, language, &marked, &direct.fragments, &drafts);
    drafts.extend(loose);
    let turns = labels::find(doc);
    let spoken: Vec<Span> = turns.iter().flat_map(|turn| turn.spans.iter().copied()).collect();
    drafts.retain(|draft| {
        draft
            .spans
            .iter()
            .all(|&s| !spoken.get(spoken.partition_point(|t| t.end <= s.start)).is_some_and(|t| t.overlaps(s)))
    });
    drafts.extend(turns);
    drafts.sort_by_key(|d| (d.spans[0].start, d.spans[0].end));
    doc.quotes = drafts.into_iter().map(|draft| quote(doc, &found, draft)).collect();
    doc.quoted = found;
}

/// How sure the speaker's noun phrase is, by the way it was found.
fn confidence(evidence: Evidence) -> f32 {
    match evidence {
        Evidence::Beside => 0.98,
        Evidence::Clause => 0.95,
        Evidence::Labelled => 0.9,
        Evidence::SentenceBefore => 0.8,
        Evidence::Carried => 0.85,
        Evidence::Nothing => 0.0,
    }
}

fn quote(doc: &Document, marked: &[QuotedSpan], draft: Draft) -> Quote {
    let confidence = confidence(draft.evidence);
    // A turn of a transcript needs no marks.
    let kind = match draft.evidence {
        Evidence::Labelled => QuoteKind::Direct,
        _ => kind(doc, marked, &draft.spans),
    };
    Quote {
        kind,
        spans: draft.spans,
        cue: draft.cue,
        evidence: draft.evidence,
        speaker: draft.speaker.map(|span| QuoteSpeaker { span, entity: None, name: None, confidence }),
        speakers: vec![],
        confidence: is_quote(kind, draft.evidence),
    }
}

/// How sure that these are somebody's words with these boundaries: what was right of each group on development data.
fn is_quote(kind: QuoteKind, evidence: Evidence) -> f32 {
    match (kind, evidence) {
        (QuoteKind::Direct, Evidence::Beside | Evidence::Carried | Evidence::Labelled) => 0.97,
        (QuoteKind::Direct, Evidence::Nothing) => 0.7,
        (QuoteKind::Direct, _) => 0.85,
        (QuoteKind::Mixed, Evidence::Nothing) => 0.7,
        (QuoteKind::Mixed, _) => 0.85,
        (QuoteKind::Indirect, _) => 0.7,
    }
}

/// How much of the content stands in marks.
fn kind(doc: &Document, marked: &[QuotedSpan], spans: &[Span]) -> QuoteKind {
    let letters = |span: Span| doc.slice(span).chars().filter(|c| c.is_alphanumeric()).count();
    let (mut all, mut inside) = (0, 0);
    for &span in spans {
        all += letters(span);
        let first = marked.partition_point(|m| m.inner.end <= span.start);
        for m in marked[first..].iter().take_while(|m| m.inner.start < span.end) {
            inside += letters(Span::new(m.inner.start.max(span.start), m.inner.end.min(span.end)));
        }
    }
    // A lone letter outside ("a", a lost mark) does not make a quote mixed.
    match inside {
        0 => QuoteKind::Indirect,
        _ if inside * 100 >= all * 97 => QuoteKind::Direct,
        _ => QuoteKind::Mixed,
    }
}

#[cfg(test)]
mod tests;
