//! Reported speech: clauses, infinitives and phrases that a reporting word governs, whole or partly in marks. Needs the
//! dependency tree.

use super::candidate::{Candidate, Claimed, Reported};
use super::context::Context;
use super::cues;
use super::merge;
use super::source::colon;
use super::tree::SentenceTree;
use crate::document::{Evidence, QuoteCue, Span};
use crate::interrupt;

/// Finds reported speech; `direct` are the quotes of direct speech, whose words and cues are left alone.
pub fn find(cx: &Context, direct: &[Candidate]) -> Vec<Candidate> {
    let claimed = Claimed::new(direct.iter().flat_map(|c| c.spans.iter().copied().chain(c.attribution)));
    let mut candidates = Vec::new();
    for sentence in &cx.doc.sentences {
        interrupt::check();
        let Some(tree) = SentenceTree::new(cx, sentence) else { continue };
        let mut found = attributions(&tree, &claimed);
        if cx.is_headline(sentence.block) {
            found.extend(colon::headline(&tree));
        }
        merge::share_speakers(&tree, &mut found, direct);
        merge::outermost(&tree, &mut found);
        let named = cues::naming(&tree, &found, &claimed);
        found.extend(named);
        candidates
            .extend(found.into_iter().filter_map(|reported| candidate(&tree, sentence.block, &claimed, reported)));
    }
    candidates
}

/// The attributions of a sentence, by the words outside its marks.
fn attributions(tree: &SentenceTree, claimed: &Claimed) -> Vec<Reported> {
    let cx = tree.cx;
    let outside = |&token: &usize| {
        let span = cx.doc.tokens[token].span;
        let next = cx.marked.partition_point(|m| m.inner.end <= span.start);
        let in_marks = cx.marked.get(next).is_some_and(|m| m.inner.overlaps(span));
        // Left-over markup (`<tweet id="…">`) reports nothing.
        let markup = cx.doc.text()[..span.start].ends_with('<');
        !in_marks && !markup && claimed.is_free(span)
    };
    tree.tokens.iter().filter(outside).filter_map(|token| cues::reported(tree, token)).collect()
}

fn candidate(tree: &SentenceTree, block: usize, claimed: &Claimed, reported: Reported) -> Option<Candidate> {
    let (cx, doc) = (tree.cx, tree.cx.doc);
    let parts = reported.content.iter().map(|&range| doc.tokens_span(range));
    let spans: Vec<Span> = parts
        .clone()
        .flat_map(|span| claimed.free_parts(with_whole_marks(cx, span)))
        .map(|span| cx.trimmed(span))
        .filter(|&span| cx.words_in(span) > 0)
        .collect();
    let whole = parts.clone().all(|span| claimed.is_free(span));
    if spans.is_empty() || !whole && reported.frames() && !spans.iter().any(|&span| says(tree, span)) {
        return None;
    }
    let speaker = reported.speaker.map(|range| cx.without_hyphen(doc.tokens_span(range)));
    let cue = doc.tokens_span(reported.cue);
    Some(Candidate {
        spans,
        cue: Some(QuoteCue { span: cue, lemma: reported.lemma }),
        speaker,
        evidence: if speaker.is_some() { Evidence::Clause } else { Evidence::Nothing },
        attribution: Some(speaker.map_or(cue, |s| s.cover(cue))),
        block,
    })
}

/// Marks hold several sentences now and then: content that starts or ends inside a marked stretch reaches to its edge,
/// and to the start of the sentence that leads into it.
fn with_whole_marks(cx: &Context, span: Span) -> Span {
    let holding = |at: usize| {
        let index = cx.marked.partition_point(|m| m.inner.end <= at);
        cx.marked.get(index).filter(|m| m.inner.start < at)
    };
    let start = holding(span.start).map_or(span.start, |m| {
        let lead = cx.sentence(m.outer.start).map_or(m.outer.start, |s| s.span.start);
        lead.min(m.outer.start)
    });
    let end = holding(span.end).map_or(span.end, |m| m.inner.end);
    Span::new(start, end.max(start))
}

/// Whether a part of a framed sentence says anything: `“…,” she said in Oslo, according to the Courier` leaves "in Oslo".
fn says(tree: &SentenceTree, span: Span) -> bool {
    tree.cx.tokens(span).iter().any(|t| tree.tokens.holds(t) && (tree.is_finite(t) || tree.in_marks(t)))
}
