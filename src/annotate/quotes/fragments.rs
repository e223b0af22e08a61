//! Marked stretches that neither stand for themselves nor lie in a reported clause: fragments that someone says
//! ("clear the air"), and titles, nicknames, terms and scare quotes that nobody says.

use super::candidate::{Attribution, Candidate, Claimed};
use super::context::Context;
use super::filter;
use super::source::by_words;
use crate::annotate::quotation_marks::is_double_mark;
use crate::document::{Evidence, MarkedStretch, Span};
use crate::languages::Class;

/// A "sentence" longer than this, in bytes, is a list or broken text, where nobody is looked for.
const LONGEST: usize = 4000;

/// The quotes among the fragments that no other quote covers.
pub fn find(cx: &Context, fragments: &[usize], others: &[Candidate]) -> Vec<Candidate> {
    let claimed = Claimed::new(others.iter().flat_map(|c| c.spans.iter().copied()));
    let mut by_start: Vec<&Candidate> = others.iter().collect();
    by_start.sort_by_key(|c| c.spans[0].start);
    fragments
        .iter()
        .map(|&index| &cx.marked[index])
        .filter(|m| claimed.is_free(m.inner))
        .filter_map(|m| candidate(cx, m, &claimed).map(|found| carried(cx, m, found, &by_start)))
        .collect()
}

/// A fragment without cue behind a quote in the same paragraph mostly goes on with its speaker.
fn carried(cx: &Context, marked: &MarkedStretch, mut found: Candidate, by_start: &[&Candidate]) -> Candidate {
    if found.speaker.is_some() {
        return found;
    }
    let sentence = |at: usize| cx.doc.sentence_at(at);
    let near = |before: &Candidate| {
        let said = before.attribution.map_or(before.spans[0].end, |a| a.end);
        before.block == marked.block && sentence(said) + 2 >= sentence(marked.inner.start)
    };
    let index = by_start.partition_point(|t| t.spans[0].start < marked.inner.start);
    if let Some(before) = by_start[..index].last().filter(|before| near(before)) {
        found.speaker = before.speaker;
        found.evidence = if found.speaker.is_some() { Evidence::Carried } else { Evidence::Nothing };
    }
    found
}

fn candidate(cx: &Context, marked: &MarkedStretch, claimed: &Claimed) -> Option<Candidate> {
    let doc = cx.doc;
    let words = cx.words_in(marked.inner);
    let sentence = cx.sentence(marked.outer.start).filter(|s| s.span.len() <= LONGEST)?;
    if filter::is_not_said(cx, marked) {
        return None;
    }
    let head = Span::new(sentence.span.start.min(marked.outer.start), marked.outer.start);
    let tail = Span::new(marked.outer.end, sentence.span.end.max(marked.outer.end));
    let after = || by_words::after(cx, tail).filter(|f| f.speaker.is_some());
    let comma = doc.slice(tail).starts_with(',') || doc.slice(marked.inner).ends_with(',');
    let found = if comma { after() } else { None };
    let found = found.or_else(|| by_words::before(cx, head)).or_else(after);
    let found = found.or_else(|| by_words::subject_of_marked_verb(cx, head, marked.inner, tail));
    let found = match found {
        // "Citing “duties in Oslo,” her spokeswoman said": whoever the clause behind an opening participle speaks of.
        Some(found) if found.speaker.is_none() => {
            let opens = found.cue.start == sentence.span.start;
            let main = || by_words::main_subject(cx, tail).filter(|_| opens);
            by_words::acting(cx, head).or_else(|| Some(Attribution { speaker: main(), ..found }))
        }
        None if words >= 4 => by_words::acting(cx, head),
        found => found,
    };
    if cx.rules.of(filter::NOT_SAID_FRAGMENT).any(|rule| (rule.run)(cx, marked, found.as_ref())) {
        return None;
    }
    let speaker = found.as_ref().and_then(|f| f.speaker);
    // "said the plan would “clear the air”": the clause from the cue on.
    let start = found.as_ref().filter(|f| f.cue.end <= head.end && f.speaker.is_some()).map(|f| f.cue.end);
    let clause = start.map(|start| Span::new(cx.trimmed(Span::new(start, marked.inner.end)).start, marked.inner.end));
    let mut content =
        clause.filter(|c| c.start < marked.inner.start && leads(cx, c, marked) && is_free(cx, c, marked, claimed));
    if let Some(clause) = &mut content {
        clause.end = rest_of_phrase(cx, marked, sentence.span.end).unwrap_or(clause.end);
    }
    Some(Candidate {
        spans: vec![content.unwrap_or(marked.inner)],
        speaker,
        evidence: if speaker.is_some() { Evidence::SentenceBefore } else { Evidence::Nothing },
        attribution: found.as_ref().map(|f| f.span),
        cue: found.map(|f| f.cue()),
        block: marked.block,
    })
}

/// Whether the words between a cue and the marks are said too, and no more than a conjunction or an adverbial that a comma
/// sets off ("said on Monday, “…”").
fn leads(cx: &Context, clause: &Span, marked: &MarkedStretch) -> bool {
    let lead = Span::new(clause.start, marked.outer.start);
    let tokens = cx.tokens(lead);
    let joins = tokens.len() == 1 && cx.is(tokens.start, Class::Coordinator);
    let clausal = |t: usize| cx.tag(t).is_finite() || cx.is(t, Class::Complementizer);
    !joins && (!cx.doc.slice(lead).trim_end().ends_with(',') || tokens.iter().any(clausal))
}

/// Where the phrase ends that goes on behind a fragment: `“bomb the hell” out of them`, `“free riders” who rely on aid`.
fn rest_of_phrase(cx: &Context, marked: &MarkedStretch, limit: usize) -> Option<usize> {
    let tokens = cx.tokens(Span::new(marked.outer.end, limit.max(marked.outer.end)));
    let inner = cx.doc.slice(marked.inner);
    if !cx.is_tagged() || tokens.is_empty() || inner.ends_with([',', '.', '!', '?']) {
        return None;
    }
    let finite = |t: usize| cx.tag(t).is_finite();
    let relative = cx.tag(tokens.start).is_interrogative();
    let stops = |&t: &usize| cx.tag(t).is_punctuation() && !cx.tag(t).is_hyphen() || finite(t) && !relative;
    // Behind the verb of the clause around it the fragment is its subject.
    let end = tokens.iter().find(stops).unwrap_or(tokens.end);
    let acts = end < tokens.end && finite(end);
    (!acts && end > tokens.start).then(|| cx.doc.tokens[end - 1].span.end)
}

/// Whether nothing between the start of a clause and the marks in it belongs to another quote, or is marked itself.
fn is_free(cx: &Context, clause: &Span, marked: &MarkedStretch, claimed: &Claimed) -> bool {
    let lead = Span::new(clause.start, marked.outer.start);
    claimed.is_free(lead) && !cx.doc.slice(lead).contains(|c| is_double_mark(c) || c == ';')
}
