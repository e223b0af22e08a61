//! Quotes: which words somebody says, the cue that attributes them, and the speaker's noun phrase.
//!
//! From the stretches between quotation marks ([`super::quotation_marks`]), in order:
//!
//! 1. `direct` takes the stretches that stand for themselves, with the attribution beside them.
//! 2. `reported` takes the clauses and phrases that a reporting word governs, whole or partly in marks, where there is a
//!    dependency tree.
//! 3. `merge` joins the sentences that go on with a quote and have no attribution of their own.
//! 4. `chain` takes the sentences that the mood of their verbs alone gives to whoever spoke before.
//! 5. `fragments` judges the marked stretches that are left: something that somebody says, or a title, nickname or term.
//! 6. [`labels`] takes the turns of interviews and transcripts ("Q: …", "LUND: …"), with all that is said in them.
//!
//! The rooms that decide: `cues` (what attributes), `source` (which noun phrase speaks), `content` (where the words
//! start and end), `merge` (what belongs together), `filter` (what nobody says). Each is an ordered list of named
//! [`rules`]. Who the speaker *is* comes later, in coreference.

mod candidate;
mod chain;
mod content;
mod context;
mod cues;
mod direct;
mod edges;
mod filter;
mod fragments;
pub mod labels;
mod merge;
mod reported;
pub mod rules;
mod sentence;
mod source;
mod stretch;
mod tree;
mod verb;
mod words;

use crate::document::{Document, Evidence, MarkedStretch, Quote, QuoteKind, QuoteSpeaker, Span};
use candidate::Candidate;
use context::Context;
pub use edges::Datelines;
use rules::{Entry, Rule, Rules};

/// Writes `Document::quotes`, with speakers as noun phrases only.
pub fn annotate(doc: &mut Document, rules: &Rules) {
    doc.quotes = find(doc, rules);
}

/// The quotes that these rules find, with speakers as noun phrases only.
pub fn find(doc: &Document, rules: &Rules) -> Vec<Quote> {
    let marked = merge::lists(doc, rules);
    let cx = Context::new(doc, &marked, rules);
    let direct::Direct { mut candidates, fragments } = direct::find(&cx);
    if doc.syntax.is_parsed() {
        let reported = reported::find(&cx, &candidates);
        candidates.extend(reported);
        merge::after_reported(&cx, &mut candidates);
        merge::whole_sentences(&cx, &fragments, &mut candidates);
        let carried = chain::find(&cx, &candidates);
        candidates.extend(carried);
    }
    let said = fragments::find(&cx, &fragments, &candidates);
    candidates.extend(said);
    labels::replace_by(labels::find(doc), &mut candidates);
    for candidate in &mut candidates {
        if let (Some(cue), Some(speaker)) = (&candidate.cue, candidate.speaker) {
            candidate.speaker = Some(source::likelier(&cx, cue.span, speaker));
        }
    }
    candidates.sort_by_key(|d| (d.spans[0].start, d.spans[0].end));
    let datelines = Datelines::new(doc);
    candidates.into_iter().filter_map(|candidate| quote(doc, &datelines, candidate)).collect()
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

fn quote(doc: &Document, datelines: &Datelines, candidate: Candidate) -> Option<Quote> {
    let Candidate { spans, cue, speaker, evidence, .. } = candidate;
    let spans: Vec<Span> = spans.into_iter().filter_map(|span| edges::settled(doc, datelines, span)).collect();
    if spans.is_empty() {
        return None;
    }
    let confidence = confidence(evidence);
    // A turn of a transcript needs no marks.
    let kind = match evidence {
        Evidence::Labelled => QuoteKind::Direct,
        _ => kind(doc, &doc.marked, &spans),
    };
    Some(Quote {
        kind,
        spans,
        cue,
        evidence,
        speaker: speaker.map(|span| QuoteSpeaker { span, entity: None, name: None, confidence }),
        speakers: Vec::new(),
        confidence: is_quote(kind, evidence),
    })
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
fn kind(doc: &Document, marked: &[MarkedStretch], spans: &[Span]) -> QuoteKind {
    let letters = |span: Span| doc.slice(span).chars().filter(|c| c.is_alphanumeric()).count();
    let (mut all, mut inside) = (0, 0);
    for &span in spans {
        all += letters(span);
        let first = marked.partition_point(|m| m.inner.end <= span.start);
        let stretches = marked[first..].iter().take_while(|m| m.inner.start < span.end);
        for m in stretches.filter(|m| !stretch::is_named(doc, m)) {
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

/// All rules, list by list, in the order in which they are asked: for `copydesk evaluate quotes --ablate`, and for the test that
/// every example fails without its rule.
pub fn all_rules() -> Vec<Entry> {
    fn entries<F>(name: &'static str, list: &'static [Rule<F>]) -> impl Iterator<Item = Entry> {
        list.iter().map(move |rule| Entry { list: name, name: rule.name, example: rule.example })
    }
    entries("no cue", cues::NO_CUE)
        .chain(entries("source behind the marks", source::AFTER))
        .chain(entries("source before the marks", source::BEFORE))
        .chain(entries("signature", source::SIGNATURE))
        .chain(entries("source without attribution", source::UNATTRIBUTED))
        .chain(entries("source of a verb", source::OF_VERB))
        .chain(entries("source in place of nobody", source::IN_PLACE))
        .chain(entries("content", content::CONTENT))
        .chain(entries("end of content", content::STOPS))
        .chain(entries("not said", filter::NOT_SAID))
        .chain(entries("fragment not said", filter::NOT_SAID_FRAGMENT))
        .chain(entries("part of a clause", filter::PART_OF_CLAUSE))
        .chain(entries("merge", merge::MERGES))
        .chain(entries("merge", merge::STEPS))
        .chain(entries("mood", chain::STEPS))
        .collect()
}

#[cfg(test)]
mod tests;
