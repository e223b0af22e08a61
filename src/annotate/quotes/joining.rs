//! Quotes that go on: sentences behind an attribution that need none of their own, because they belong to it.

use super::direct::words_in;
use super::draft::Draft;
use super::languages::Language;
use super::lexicon;
use super::near;
use super::reported::{sentence_at, trimmed};
use crate::document::Evidence;
use crate::document::QuotedSpan;
use crate::document::{Document, MentionKind, Span};

/// Stretches that a list makes one: `chanted “stop it” and “go home”`, `“ugly,” “a shock” and “a fight”`.
pub fn lists(doc: &Document, marked: &[QuotedSpan]) -> Vec<QuotedSpan> {
    let mut joined: Vec<QuotedSpan> = Vec::with_capacity(marked.len());
    for (index, stretch) in marked.iter().enumerate() {
        let listed = index.checked_sub(1).is_some_and(|before| lists_on(doc, &marked[before], stretch));
        match joined.last_mut().filter(|_| listed) {
            Some(before) => {
                before.outer.end = stretch.outer.end;
                before.inner.end = stretch.inner.end;
                before.continues = stretch.continues;
            }
            None => joined.push(*stretch),
        }
    }
    joined
}

/// Whether nothing but a comma or conjunction stands between two stretches of one block.
fn lists_on(doc: &Document, before: &QuotedSpan, stretch: &QuotedSpan) -> bool {
    if before.block != stretch.block || before.continues || before.single != stretch.single {
        return false;
    }
    let gap = doc.text()[before.outer.end..stretch.outer.start].trim_matches([',', ' ', '\u{a0}']);
    let comma = doc.slice(before.inner).ends_with(',') || doc.text()[before.outer.end..].starts_with(',');
    let title = super::titles::is_title(doc, before) || super::titles::is_title(doc, stretch);
    !title && (gap.is_empty() && comma || ["and", "or", "but", "but also", "and even"].contains(&gap))
}

/// Direct speech behind reported speech: `The talks “failed,” she said. “We go on.”` is one quote, in the next paragraph
/// too, and so is `She called it “sad.” “We go on.”`; where no marked word came before (`She said that talks failed. “We go
/// on.”`) the speaker is the same.
pub fn after_reported(doc: &Document, marked: &[QuotedSpan], drafts: &mut Vec<Draft>) {
    drafts.sort_by_key(|d| (d.spans[0].start, d.spans[0].end));
    let mut kept: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts.drain(..) {
        let own = draft.attribution.is_some() || draft.evidence == Evidence::Beside;
        // "…,” said one who asked to stay unnamed. “…": what is said of the speaker does not part the quote.
        let aside = match kept.as_slice() {
            [.., before, aside] => {
                !own && before.is_attributed_behind()
                    && !aside.is_attributed_behind()
                    && is_within_attribution(doc, before, aside)
            }
            _ => false,
        };
        let before = kept.len().checked_sub(1 + usize::from(aside));
        match before.map(|at| &mut kept[at]).filter(|b| !own && is_adjacent(doc, b, draft.spans[0].start) && tells(b)) {
            Some(before) if goes_on(doc, marked, before, &draft) => {
                before.spans.extend(draft.spans);
                before.block = draft.block;
            }
            Some(before) if draft.evidence != Evidence::Carried && before.speaker.is_some() => {
                let (cue, speaker) = (before.cue.clone(), before.speaker);
                kept.push(Draft { cue, speaker, evidence: Evidence::SentenceBefore, ..draft });
            }
            _ => kept.push(draft),
        }
    }
    *drafts = kept;
}

/// Whether unattributed speech belongs to the quote in front of it, and not just to the same speaker.
fn goes_on(doc: &Document, marked: &[QuotedSpan], before: &Draft, draft: &Draft) -> bool {
    let same_block = before.block == draft.block;
    let next = before.block + 1 == draft.block && {
        let opening = marked.partition_point(|m| m.inner.end <= draft.spans[0].start);
        marked.get(opening).is_some_and(|m| m.outer.start == doc.blocks()[draft.block].span.start)
    };
    let in_marks = |span: &Span| {
        let first = marked.partition_point(|m| m.inner.end <= span.start);
        marked.get(first).is_some_and(|m| m.inner.overlaps(*span))
    };
    let marks = before.spans.iter().any(in_marks);
    if before.is_attributed_behind() { same_block || next && marks } else { same_block && marks }
}

/// Fragments in a sentence without attribution behind a quote: `“…,” she said. Doing so “would be a mistake.”`
///
/// The sentence is said by the same speaker, unless somebody else acts in it.
pub fn whole_sentences(
    doc: &Document,
    language: &Language,
    marked: &[QuotedSpan],
    fragments: &[usize],
    drafts: &mut [Draft],
) {
    for &index in fragments {
        let fragment = &marked[index];
        let Some(sentence) = sentence_at(doc, fragment.outer.start).map(|s| s.span) else { continue };
        let next = drafts.partition_point(|d| d.spans[0].start < sentence.start);
        let Some(before) = next.checked_sub(1).map(|at| &drafts[at]) else { continue };
        let covered = |d: &Draft| {
            d.spans.iter().any(|s| s.overlaps(sentence)) || d.attribution.is_some_and(|a| a.overlaps(sentence))
        };
        let free = !covered(before) && drafts.get(next).is_none_or(|d| !covered(d));
        if !free
            || before.block != fragment.block
            || !before.is_attributed_behind()
            || !is_adjacent(doc, before, sentence.start)
        {
            continue;
        }
        let head = Span::new(sentence.start.min(fragment.outer.start), fragment.outer.start);
        let tail = Span::new(fragment.outer.end, sentence.end.max(fragment.outer.end));
        let reports = near::before(doc, language, head, true).is_some() || near::after(doc, language, tail).is_some();
        let acts = near::acting(doc, language, head).and_then(|f| f.speaker).is_some_and(|s| is_somebody(doc, s));
        if reports || acts || words_in(doc, fragment.inner) < 3 {
            continue;
        }
        let whole = Span::new(sentence.start, sentence.end.max(fragment.inner.end));
        drafts[next - 1].spans.push(trimmed(doc, whole));
    }
}

/// Whether a draft is part of the sentence that attributes the one before.
fn is_within_attribution(doc: &Document, before: &Draft, aside: &Draft) -> bool {
    let sentence = before.attribution.and_then(|a| sentence_at(doc, a.start)).map(|s| s.span);
    sentence.is_some_and(|s| aside.spans.iter().all(|&span| s.contains(span)))
        && before.attribution.is_some_and(|a| aside.spans[0].start >= a.end)
}

/// Whether a draft's cue tells of speech.
fn tells(draft: &Draft) -> bool {
    draft.cue.as_ref().is_some_and(|(_, lemma)| {
        lexicon::verb(lemma).is_none_or(|(cue, _)| !cue.frames.thought && (cue.frames.speech || cue.frames.clause))
    })
}

/// Whether only the rest of its own sentence stands between a draft and a place.
fn is_adjacent(doc: &Document, draft: &Draft, at: usize) -> bool {
    let end = draft.attribution.map_or(0, |a| a.end).max(draft.spans.last().map_or(0, |s| s.end));
    let sentence = |at: usize| doc.sentence_at(at);
    end <= at && sentence(at) <= sentence(end.saturating_sub(1)) + 1
}

/// Whether a noun phrase is a person by name or pronoun.
fn is_somebody(doc: &Document, phrase: Span) -> bool {
    let first = doc.mentions.partition_point(|m| m.span.end <= phrase.start);
    let named = doc.mentions.get(first).is_some_and(|m| m.kind == MentionKind::Name && m.span.overlaps(phrase));
    named || matches!(doc.slice(phrase).to_ascii_lowercase().as_str(), "he" | "she" | "they" | "we" | "who" | "i")
}
