//! QuotedSpan stretches that neither stand for themselves nor lie in a reported clause: fragments that someone says
//! ("clear the air"), and titles, nicknames, terms and scare quotes that nobody says.

use super::direct::words_in;
use super::draft::Draft;
use super::languages::Language;
use super::near;
use super::reported::{sentence_at, trimmed};
use super::titles;
use crate::document::Evidence;
use crate::document::QuotedSpan;
use crate::document::{Document, Pos, Span};

/// A "sentence" longer than this, in bytes, is a list or broken text, where nobody is looked for.
const LONGEST: usize = 4000;

/// The drafts among the fragments that no other draft covers.
pub fn find(
    doc: &Document,
    language: &Language,
    marked: &[QuotedSpan],
    fragments: &[usize],
    taken: &[Draft],
) -> Vec<Draft> {
    let mut covered: Vec<Span> = taken.iter().flat_map(|d| d.spans.iter().copied()).collect();
    covered.sort();
    let mut by_start: Vec<&Draft> = taken.iter().collect();
    by_start.sort_by_key(|d| d.spans[0].start);
    fragments
        .iter()
        .map(|&index| &marked[index])
        .filter(|m| {
            let first = covered.partition_point(|c| c.end <= m.inner.start);
            covered.get(first).is_none_or(|c| c.start >= m.inner.end)
        })
        .filter_map(|m| draft(doc, language, m, &covered).map(|draft| (m, draft)))
        .map(|(m, draft)| carried(doc, m, draft, &by_start))
        .collect()
}

/// A fragment without cue behind a quote in the same paragraph mostly goes on with its speaker.
fn carried(doc: &Document, marked: &QuotedSpan, mut draft: Draft, by_start: &[&Draft]) -> Draft {
    if draft.speaker.is_some() {
        return draft;
    }
    let sentence = |at: usize| doc.sentence_at(at);
    let index = by_start.partition_point(|t| t.spans[0].start < marked.inner.start);
    let before = by_start[..index].last().filter(|t| t.block == marked.block);
    if let Some(before) =
        before.filter(|b| sentence(b.attribution.map_or(b.spans[0].end, |a| a.end)) + 2 >= sentence(marked.inner.start))
    {
        draft.speaker = before.speaker;
        draft.evidence = if draft.speaker.is_some() { Evidence::Carried } else { Evidence::Nothing };
    }
    draft
}

fn draft(doc: &Document, language: &Language, marked: &QuotedSpan, taken: &[Span]) -> Option<Draft> {
    let words = words_in(doc, marked.inner);
    let sentence = sentence_at(doc, marked.outer.start)?;
    if sentence.span.len() > LONGEST {
        return None;
    }
    if titles::is_title(doc, marked) {
        return None;
    }
    let head = Span::new(sentence.span.start.min(marked.outer.start), marked.outer.start);
    let tail = Span::new(marked.outer.end, sentence.span.end.max(marked.outer.end));
    let found = near::after(doc, language, tail)
        .filter(|f| f.speaker.is_some() && (doc.slice(tail).starts_with(',') || doc.slice(marked.inner).ends_with(',')))
        .or_else(|| near::before(doc, language, head, true))
        .or_else(|| near::after(doc, language, tail).filter(|f| f.speaker.is_some()));
    let acting = || near::acting(doc, language, head);
    let found = match found {
        Some(found) if found.speaker.is_none() => acting().or(Some(found)),
        None if words >= 4 => acting(),
        found => found,
    };
    if words < 4 && (found.is_none() || words < 2) {
        return None;
    }
    let speaker = found.as_ref().and_then(|f| f.speaker);
    // "said the plan would “clear the air”": the clause from the cue on.
    let start = found.as_ref().filter(|f| f.cue.end <= head.end && f.speaker.is_some()).map(|f| f.cue.end);
    let clause = start.map(|start| Span::new(trimmed(doc, Span::new(start, marked.inner.end)).start, marked.inner.end));
    let mut content =
        clause.filter(|c| c.start < marked.inner.start && leads(doc, c, marked) && is_free(doc, c, marked, taken));
    if let Some(clause) = &mut content {
        clause.end = rest_of_phrase(doc, marked, sentence.span.end).unwrap_or(clause.end);
    }
    Some(Draft {
        spans: vec![content.unwrap_or(marked.inner)],
        speaker,
        evidence: if speaker.is_some() { Evidence::SentenceBefore } else { Evidence::Nothing },
        attribution: found.as_ref().map(|f| f.span),
        cue: found.map(|f| (f.cue, f.lemma)),
        block: marked.block,
    })
}

/// Whether the words between a cue and the marks are said too, and no more than a conjunction or an adverbial that a comma
/// sets off ("said on Monday, “…”").
fn leads(doc: &Document, clause: &Span, marked: &QuotedSpan) -> bool {
    let lead = doc.slice(Span::new(clause.start, marked.outer.start)).trim_end();
    let joins = ["and", "or", "but"].contains(&lead);
    let tokens = doc.tokens_in(Span::new(clause.start, marked.outer.start));
    let finite = |t: usize| doc.syntax.pos.get(t).is_some_and(|pos| pos.is_finite());
    !joins && (!lead.ends_with(',') || tokens.iter().any(|t| finite(t) || doc.token_text(t) == "that"))
}

/// Where the phrase ends that goes on behind a fragment: `“bomb the hell” out of them`, `“free riders” who rely on aid`.
fn rest_of_phrase(doc: &Document, marked: &QuotedSpan, limit: usize) -> Option<usize> {
    let tokens = doc.tokens_in(Span::new(marked.outer.end, limit.max(marked.outer.end)));
    let inner = doc.slice(marked.inner);
    if doc.syntax.pos.is_empty() || inner.ends_with([',', '.', '!', '?']) {
        return None;
    }
    let pos = |t: usize| doc.syntax.pos[t];
    let finite = |t: usize| pos(t).is_finite();
    let relative = matches!(pos(tokens.iter().next()?), Pos::WP | Pos::WDT | Pos::WRB);
    let end = tokens.iter().find(|&t| pos(t).is_punctuation() && pos(t) != Pos::Hyphen || finite(t) && !relative);
    // Behind the verb of the clause around it the fragment is its subject.
    let end = end.unwrap_or(tokens.end);
    let acts = end < tokens.end && finite(end);
    (!acts && end > tokens.start).then(|| doc.tokens[end - 1].span.end)
}

/// Whether nothing between the start of a clause and the marks in it belongs to another quote, or is marked itself.
fn is_free(doc: &Document, clause: &Span, marked: &QuotedSpan, taken: &[Span]) -> bool {
    let lead = Span::new(clause.start, marked.outer.start);
    let first = taken.partition_point(|t| t.end <= lead.start);
    taken.get(first).is_none_or(|t| !t.overlaps(lead)) && !doc.slice(lead).contains(['"', '“', '”', ';'])
}
