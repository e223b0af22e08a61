//! Whether a marked stretch goes on with the quote before it.

use crate::annotate::quotes::draft::Draft;
use crate::annotate::quotes::lexicon;
use crate::document::QuotedSpan;
use crate::document::{Document, Span};

/// Whether a stretch takes up the sentence that the attribution before it broke off: "That," he said, "is life."
pub fn resumes(doc: &Document, before: &Draft, this: &QuotedSpan) -> bool {
    let Some(attribution) = before.attribution.filter(|_| before.is_attributed_behind()) else {
        return false;
    };
    if before.block != this.block || attribution.end > this.outer.start || before.spans.len() > 1 {
        return false;
    }
    let gap = doc.text()[attribution.end..this.outer.start].trim();
    let broken_off = doc.slice(*before.spans.last().expect("a draft has content")).ends_with(',');
    // `“…,” she said “…”`: the comma behind the verb was forgotten.
    if gap.is_empty() {
        return broken_off && before.cue.as_ref().is_some_and(|(cue, _)| cue.end == attribution.end);
    }
    if gap.len() > 160 || gap.contains(". ") || !gap.ends_with(',') {
        return false;
    }
    let tokens = doc.tokens_in(Span::new(attribution.end, this.outer.start));
    let words = gap.split_whitespace().count();
    let reports = tokens.iter().rev().take(3).any(|t| lexicon::verb(&doc.token_text(t).to_lowercase()).is_some());
    let opens_low = doc.slice(this.inner).starts_with(char::is_lowercase);
    // "Roe told reporters, “and …": words that start low go on with the sentence.
    gap.len() == 1 || !reports && words <= if opens_low && broken_off { 24 } else { 8 }
}

/// Whether all full stops inside a stretch but the last stand behind short capitalised words ("Lt. Gen. Mick").
fn sentences_end_abbreviated(gap: &str) -> bool {
    let body = gap.trim_end().trim_end_matches('.');
    body.rsplit(". ")
        .skip(1)
        .all(|part| part.rsplit(' ').next().is_some_and(|word| word.len() <= 5 && word.starts_with(char::is_uppercase)))
}

pub enum Carry {
    SameQuote,
    SameSpeaker,
    Nothing,
}

/// Whether a quote without an attribution continues the one before it.
pub fn carried(doc: &Document, drafts: &[Draft], this: &QuotedSpan) -> Carry {
    let Some(before) = drafts.last() else { return Carry::Nothing };
    let end = before.attribution.map_or(0, |a| a.end).max(before.spans.last().map_or(0, |s| s.end));
    if end > this.outer.start {
        return Carry::Nothing;
    }
    let gap = &doc.text()[end..this.outer.start];
    if before.block == this.block {
        // The rest of the attribution's own sentence ("…in an interview.") may stand between.
        let next = doc.sentence_at(this.outer.start);
        // Titles and initials break sentences too often to count them strictly.
        let sentences = next.saturating_sub(doc.sentence_at(end));
        return if sentences <= 1
            || sentences <= 3
                && gap.len() <= 240
                && gap.matches(". ").count() <= 3
                && !gap.contains(['"', '“'])
                && before.is_attributed_behind()
                && sentences_end_abbreviated(gap)
        {
            Carry::SameQuote
        } else {
            Carry::Nothing
        };
    }
    let words = gap.chars().any(char::is_alphanumeric);
    let at_start = doc.blocks()[this.block].span.start == this.outer.start;
    if before.block + 1 == this.block
        && at_start
        && (!words
            || gap.trim_end().matches(['.', '!', '?']).count() <= 1
            || !gap.contains(['!', '?']) && sentences_end_abbreviated(gap))
    {
        // "A," she said. | "B.": what follows an attribution behind its words goes on with them.
        return if before.is_attributed_behind() { Carry::SameQuote } else { Carry::SameSpeaker };
    }
    Carry::Nothing
}
