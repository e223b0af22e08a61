//! The attribution of a marked stretch: beside it, in the headline, under it, or in the sentence before.

use super::sentence::{head, tail};
use super::words_in;
use crate::annotate::quotes::draft::Draft;
use crate::annotate::quotes::languages::Language;
use crate::annotate::quotes::near::{self, Found};
use crate::document::QuotedSpan;
use crate::document::{Document, MentionKind, Span};

/// The attribution beside a quote that runs from marked stretch `first` to `last`.
pub fn attribution(
    doc: &Document,
    language: &Language,
    marked: &[QuotedSpan],
    first: usize,
    last: usize,
) -> Option<Found> {
    let inner = doc.slice(marked[last].inner);
    let tail = tail(doc, marked, last);
    let tail_text = doc.slice(tail).trim();
    let after = || near::after(doc, language, tail).filter(|found| found.speaker.is_some());
    let head = head(doc, marked, first);
    let lead = doc.slice(head);
    let before = || {
        let leads = !lead.is_empty() && !lead.ends_with(['.', '!', '?']);
        let found = leads.then(|| near::before(doc, language, head, lead.ends_with(':'))).flatten();
        let found = found.map(|found| with_main_subject(doc, language, found));
        found.filter(|f| f.speaker.is_some() || marked[first].block > 0).or_else(|| headline(doc, marked, first))
    };
    // A comma before the closing mark, or behind it, says that the sentence goes on.
    let goes_on = inner.ends_with(',') || tail_text.starts_with(',');
    if goes_on {
        // "X interjected, “…,” who left": an attribution that ends at the mark leads to it.
        let led = lead.ends_with(',').then(before).flatten();
        let close = |f: &Found| f.speaker.is_some() && words_in(doc, Span::new(f.cue.end, head.end)) <= 1;
        return led.filter(close).or_else(after).or_else(before);
    }
    // `?” asked Roe`: the verb right behind the marks.
    if inner.ends_with(['?', '!']) && tail_text.starts_with(char::is_lowercase) {
        let start = tail.end - doc.slice(tail).trim_start().len();
        if let Some(found) = after().filter(|f| f.cue.start == start) {
            return Some(found);
        }
    }
    // A tail that leads to the next quote belongs to that one.
    let leads_on = tail_text.ends_with([':', ',']);
    before().or_else(|| {
        let stopped = inner.ends_with('.');
        let short = tail_text.split_whitespace().count() <= 8;
        let found = after().filter(|_| !leads_on)?;
        // `…the end.” Roe said.`: a sentence that does nothing but name the speaker.
        let whole = doc.slice(found.span).len() == tail_text.trim_end_matches('.').len();
        (!stopped || short && tail_text.starts_with(char::is_lowercase) || whole).then_some(found)
    })
}

/// `Roe scolds voters: ‘Be serious’`: the first name of a headline speaks what stands behind its colon.
fn headline(doc: &Document, marked: &[QuotedSpan], index: usize) -> Option<Found> {
    let this = &marked[index];
    let block = doc.blocks()[this.block].span;
    let lead = doc.text()[block.start..this.outer.start].trim_end();
    if this.block > 0 || !lead.ends_with([':', '—']) {
        return None;
    }
    let colon = lead.chars().next_back().map_or(0, char::len_utf8);
    let colon = Span::new(block.start + lead.len() - colon, block.start + lead.len());
    let first = doc.mentions.first().filter(|m| m.kind == MentionKind::Name && m.span.end <= colon.start)?;
    let leads = doc.text()[block.start..first.span.start].split_whitespace().count() <= 2;
    leads.then(|| Found { cue: colon, lemma: ":".to_owned(), speaker: Some(first.span), span: first.span.cover(colon) })
}

/// `“…,” Roe said on “Today,” adding, “…”`: a participle has the speaker of the quote before in its sentence.
pub fn with_speaker_before(doc: &Document, drafts: &[Draft], this: &QuotedSpan, found: Found) -> Found {
    let participle = doc.slice(found.cue).ends_with("ing") && found.cue.end <= this.outer.start;
    let before = drafts.last().filter(|d| participle && d.block == this.block);
    let speaker = before
        .filter(|d| d.attribution.is_some_and(|a| doc.sentence_at(a.end) == doc.sentence_at(found.cue.start)))
        .and_then(|d| d.speaker);
    Found { speaker: speaker.or(found.speaker), ..found }
}

/// ", saying": a participle has the subject of the sentence, which may stand before other marks, as may any verb's.
fn with_main_subject(doc: &Document, language: &Language, found: Found) -> Found {
    let participle = doc.slice(found.cue).ends_with("ing");
    let sentence = doc.sentences.get(doc.sentence_at(found.cue.start));
    let subject = sentence
        .filter(|s| participle && s.span.start < found.cue.start)
        .and_then(|s| near::main_subject(doc, language, Span::new(s.span.start, found.cue.start)));
    // "As Roe, author of “Our Laws,” put it": a title in marks stands between subject and verb.
    let across = || {
        let start = sentence.filter(|s| s.span.start < found.cue.start && !participle)?.span.start;
        near::subject_of_last(doc, language, Span::new(start, found.cue.end))
    };
    Found { speaker: found.speaker.or(subject).or_else(across), ..found }
}

/// A quote that is a paragraph of its own, signed in the next: "– Bernie Sanders."
pub fn signature(doc: &Document, language: &Language, this: &QuotedSpan) -> Option<Found> {
    let block = doc.blocks()[this.block].span;
    let next = doc.blocks().get(this.block + 1)?.span;
    let text = doc.slice(next);
    let name = text.trim_start_matches(['-', '–', '—', ' ']);
    let whole = doc.text()[this.outer.end..block.end].trim().is_empty() && this.outer.start == block.start;
    if !whole || name.len() == text.len() || name.len() > 60 {
        return None;
    }
    near::name_at(doc, language, Span::new(next.end - name.len(), next.end))
}

/// A quote without attribution: the sentence before it may say who speaks.
pub fn sentence_before(doc: &Document, language: &Language, marked: &[QuotedSpan], at: usize) -> Option<Found> {
    let this = &marked[at];
    let index = doc.sentence_at(this.outer.start).checked_sub(1)?;
    let sentence = doc.sentences[index];
    if sentence.block + 1 < this.block {
        return None;
    }
    // What stands in marks tells nothing of who speaks.
    let start =
        marked[..at].last().map_or(sentence.span.start, |m| m.outer.end.clamp(sentence.span.start, sentence.span.end));
    let outside = Span::new(start, sentence.span.end);
    near::before(doc, language, outside, true)
        .filter(|f| f.speaker.is_some())
        .or_else(|| near::after(doc, language, outside).filter(|f| start > sentence.span.start && f.speaker.is_some()))
        .or_else(|| near::acting(doc, language, outside))
}
