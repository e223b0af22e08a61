//! The sentence around a marked stretch: whether the stretch stands for itself in it, or is part of a clause.

use super::candidate::Attribution;
use super::context::Context;
use crate::document::{MarkedStretch, Span};
use crate::languages::Class;

/// Whether a stretch is an utterance of its own and not part of the clause around it.
pub fn stands_alone(cx: &Context, marked: &MarkedStretch) -> bool {
    let doc = cx.doc;
    let block = doc.blocks()[marked.block].span;
    let inner = doc.slice(marked.inner);
    let capital = inner
        .trim_start_matches(['[', '…', '.', '(', ' ', '¿', '¡'])
        .starts_with(|c: char| c.is_numeric() || c.is_alphabetic() && !c.is_lowercase());
    if capital && cx.leads_to_verb(marked) {
        return true;
    }
    let words = cx.words_in(marked.inner);
    let finished = inner.ends_with([',', '.', '!', '?', '…', '—', '-', '，', '。', '！', '？', '؟', '،']);
    let tail = doc.text()[marked.outer.end..block.end].trim_start();
    let tail_breaks = tail.is_empty() || tail.starts_with([',', '.', ';', '—', '–', '-', '!', '?', ')', ']', '<', '[']);
    match doc.text()[block.start..marked.outer.start].trim_end().chars().next_back() {
        None => finished || tail_breaks || words >= 6,
        Some('.' | '!' | '?' | ')' | ']' | '”' | '"' | '>' | '…' | '*' | '•' | '»' | '’') => {
            finished || words >= 6 || tail_breaks && words >= 4
        }
        Some(':' | '：') => true,
        Some(',' | '—' | '–' | '-' | ';') => capital && (finished || tail_breaks || words >= 5) || words >= 8,
        Some(_) => capital && words >= 4 && finished,
    }
}

/// The text behind the closing mark, up to the next mark, the end of the block or of the sentence.
pub fn tail(cx: &Context, index: usize) -> Span {
    let (doc, this) = (cx.doc, &cx.marked[index]);
    let mut end = doc.blocks()[this.block].span.end;
    if let Some(next) = cx.marked.get(index + 1) {
        end = end.min(next.outer.start);
    }
    let start = this.outer.end.min(end);
    let Some(word) = doc.text()[start..end].find(char::is_alphanumeric) else {
        return paragraph_below(cx, this, Span::new(start, end)).unwrap_or(Span::new(start, start));
    };
    let at = start + word;
    let sentence = doc.sentence_at(at);
    if let Some(found) = doc.sentences.get(sentence).filter(|s| s.span.start <= at) {
        // "(R-Fla.) said": no sentence starts with a small letter.
        let split = doc.sentences.get(sentence + 1).filter(|s| doc.slice(s.span).starts_with(char::is_lowercase));
        end = end.min(split.map_or(found.span.end, |s| s.span.end));
    }
    Span::new(start, end.max(at))
}

/// "…, | railla-t-il": behind a comma that ends a paragraph, the sentence in low case with which the next begins.
fn paragraph_below(cx: &Context, marked: &MarkedStretch, rest: Span) -> Option<Span> {
    let below = cx.doc.blocks().get(marked.block + 1)?.span;
    let low = cx.doc.slice(below).starts_with(char::is_lowercase);
    let ends = rest.end == cx.doc.blocks()[marked.block].span.end && cx.doc.slice(rest).trim() == ",";
    let sentence = cx.doc.sentences.get(cx.doc.sentence_at(below.start)).filter(|_| low && ends)?;
    Some(Span::new(below.start, sentence.span.end))
}

/// The text before the opening mark, from the mark, block or sentence start.
pub fn head(cx: &Context, index: usize) -> Span {
    let (doc, this) = (cx.doc, &cx.marked[index]);
    let mut start = doc.blocks()[this.block].span.start;
    if index > 0 {
        start = start.max(cx.marked[index - 1].outer.end);
    }
    let end = this.outer.start;
    let Some(last) = doc.text()[start..end].rfind(char::is_alphanumeric) else { return Span::new(end, end) };
    if let Some(sentence) = cx.sentence(start + last) {
        start = start.max(sentence.span.start);
    }
    Span::new(start, start + doc.text()[start..end].trim_end().len())
}

/// Whether the sentence around a stretch without attribution goes on behind it, so that it is no utterance of its own.
pub fn goes_on(cx: &Context, index: usize) -> bool {
    let tail = tail(cx, index);
    let text = cx.doc.slice(tail);
    let stopped = cx.doc.slice(cx.marked[index].inner).ends_with(['.', '!', '?']);
    let ended = stopped && text.trim_start().starts_with(|c: char| c.is_uppercase());
    !ended && cx.words_in(tail) >= 2 && text.starts_with([' ', ',', ';', '—', '–'])
}

/// Where the words start that lead into a stretch and are said too: `But “that is not enough.”`
pub fn lead_in(cx: &Context, index: usize) -> Option<usize> {
    let head = head(cx, index);
    let text = cx.doc.slice(head);
    let words = text.split_whitespace().count();
    ((1..=3).contains(&words) && text.starts_with(char::is_uppercase) && !text.ends_with(':')).then_some(head.start)
}

/// The start of a sentence that an attribution breaks off and low-case marked words go on with: `If they go, she said, “we
/// stay.”` When and where it was said is not part of it.
pub fn lead(cx: &Context, index: usize, found: &Attribution) -> Option<Span> {
    let (doc, this) = (cx.doc, &cx.marked[index]);
    let start = head(cx, index).start;
    if !doc.slice(this.inner).starts_with(char::is_lowercase) || found.span.start <= start {
        return None;
    }
    let gap = doc.text().get(found.span.end..this.outer.start)?;
    let text = doc.slice(Span::new(start, found.span.start)).trim_end().strip_suffix(',')?;
    let first = cx.tokens(Span::new(start, found.span.start)).start;
    let occasion = cx.is(first, Class::OccasionOpener) || cx.tag(first).is_gerund();
    let leads = text.starts_with(char::is_uppercase) && !occasion && text.split_whitespace().count() <= 20;
    (gap.trim() == "," && leads).then(|| Span::new(start, start + text.len()))
}

/// Whether what the cue in front of the marks governs begins before them: "said that it was simple: “…”", "said that while he
/// fears the worst, “we go on”".
pub fn clause_begins_before(cx: &Context, found: &Attribution, marked: &MarkedStretch) -> bool {
    const OPENERS: [Class; 3] = [Class::Complementizer, Class::Subordinator, Class::Interrogative];
    if found.cue.end > marked.outer.start {
        return false;
    }
    let lead = Span::new(found.cue.end, marked.outer.start);
    let inner = cx.doc.slice(marked.inner);
    if cx.doc.slice(lead).trim_end().ends_with(':') && cx.words_in(lead) > 0 {
        let subject = cx.word_tokens(lead).next().is_some_and(|first| {
            cx.is(first, Class::Complementizer) || cx.is(first, Class::Pronoun) || cx.tag(first).is_existential()
        });
        // A comma at their end leads to an attribution of their own.
        let same_sentence = cx.doc.sentence_at(marked.inner.start) == cx.doc.sentence_at(lead.start);
        return subject && cx.words_in(lead) >= 3 && !inner.ends_with(',') && same_sentence;
    }
    let opener = |t: usize| cx.doc.classes[t].contains_any(&OPENERS) && !cx.is(t, Class::Preposition);
    cx.tokens(lead).iter().any(|t| opener(t) || cx.tag(t).is_finite())
}
