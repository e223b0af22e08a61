//! The sentence around a marked stretch: whether the stretch stands for itself in it, or is part of a clause.

use super::words_in;
use crate::annotate::quotes::lexicon;
use crate::annotate::quotes::near::Found;
use crate::document::QuotedSpan;
use crate::document::{Document, Span};

/// Whether a stretch is part of what a headline gives as somebody's words: "Roe: ‘No Plan’ To Resign".
pub fn in_headline(doc: &Document, marked: &QuotedSpan) -> bool {
    let block = doc.blocks()[marked.block].span;
    let head = &doc.text()[block.start..marked.outer.start];
    let Some((name, words)) = head.split_once(": ").filter(|_| marked.block == 0) else { return false };
    name.split_whitespace().count() <= 6 && words.chars().any(char::is_alphanumeric)
}

fn last_char(doc: &Document, start: usize, end: usize) -> Option<char> {
    doc.text()[start..end].trim_end().chars().next_back()
}

/// Whether a stretch is an utterance of its own and not part of the clause around it.
pub fn stands_alone(doc: &Document, marked: &QuotedSpan) -> bool {
    let block = doc.blocks()[marked.block].span;
    let inner = doc.slice(marked.inner);
    let capital =
        inner.trim_start_matches(['[', '…', '.', '(', ' ']).starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let words = words_in(doc, marked.inner);
    let finished = inner.ends_with([',', '.', '!', '?', '…', '—', '-']);
    let tail = doc.text()[marked.outer.end..block.end].trim_start();
    let tail_breaks = tail.is_empty() || tail.starts_with([',', '.', ';', '—', '–', '-', '!', '?', ')', ']', '<', '[']);
    match last_char(doc, block.start, marked.outer.start) {
        None => finished || tail_breaks || words >= 6,
        Some('.' | '!' | '?' | ')' | ']' | '”' | '"' | '>' | '…' | '*' | '•' | '»' | '’') => {
            finished || words >= 6 || tail_breaks && words >= 4
        }
        Some(':') => true,
        Some(',' | '—' | '–' | '-' | ';') => capital && (finished || tail_breaks || words >= 5) || words >= 8,
        Some(_) => capital && words >= 4 && finished,
    }
}

/// The text behind the closing mark, up to the next mark, the end of the block or of the sentence.
pub fn tail(doc: &Document, marked: &[QuotedSpan], index: usize) -> Span {
    let this = &marked[index];
    let mut end = doc.blocks()[this.block].span.end;
    if let Some(next) = marked.get(index + 1) {
        end = end.min(next.outer.start);
    }
    let start = this.outer.end.min(end);
    let text = &doc.text()[start..end];
    let Some(word) = text.find(char::is_alphanumeric) else { return Span::new(start, start) };
    let at = start + word;
    let sentence = doc.sentence_at(at);
    if let Some(sentence) = doc.sentences.get(sentence).filter(|s| s.span.start <= at) {
        // "(R-Fla.) said": no sentence starts with a small letter.
        let index = doc.sentence_at(sentence.span.start) + 1;
        let split = doc.sentences.get(index).filter(|s| doc.slice(s.span).starts_with(char::is_lowercase));
        end = end.min(split.map_or(sentence.span.end, |s| s.span.end));
    }
    Span::new(start, end.max(at))
}

/// Whether the sentence around a stretch without attribution goes on behind it, so that it is no utterance of its own.
pub fn goes_on(doc: &Document, marked: &[QuotedSpan], index: usize) -> bool {
    let tail = tail(doc, marked, index);
    let inner = doc.slice(marked[index].inner);
    let ended =
        inner.ends_with(['.', '!', '?']) && doc.slice(tail).trim_start().starts_with(|c: char| c.is_uppercase());
    !ended && words_in(doc, tail) >= 2 && doc.slice(tail).starts_with([' ', ',', ';', '—', '–'])
}

/// The text before the opening mark, from the mark, block or sentence start.
pub fn head(doc: &Document, marked: &[QuotedSpan], index: usize) -> Span {
    let this = &marked[index];
    let mut start = doc.blocks()[this.block].span.start;
    if index > 0 {
        start = start.max(marked[index - 1].outer.end);
    }
    let end = this.outer.start;
    let Some(last) = doc.text()[start..end].rfind(char::is_alphanumeric) else { return Span::new(end, end) };
    let sentence = doc.sentence_at(start + last);
    if let Some(sentence) = doc.sentences.get(sentence).filter(|s| s.span.start <= start + last) {
        start = start.max(sentence.span.start);
    }
    Span::new(start, start + doc.text()[start..end].trim_end().len())
}

/// Where the words start that lead into a stretch and are said too: `But “that is not enough.”`
pub fn lead_in(doc: &Document, marked: &[QuotedSpan], index: usize) -> Option<usize> {
    let head = head(doc, marked, index);
    let text = doc.slice(head);
    let words = text.split_whitespace().count();
    ((1..=3).contains(&words) && text.starts_with(char::is_uppercase) && !text.ends_with(':')).then_some(head.start)
}

/// The start of a sentence that an attribution breaks off and low-case marked words go on with: `If they go, she said, “we
/// stay.”` When and where it was said is not part of it.
pub fn lead(doc: &Document, marked: &[QuotedSpan], index: usize, found: &Found) -> Option<Span> {
    let this = &marked[index];
    let start = head(doc, marked, index).start;
    if !doc.slice(this.inner).starts_with(char::is_lowercase) || found.span.start <= start {
        return None;
    }
    let gap = doc.text().get(found.span.end..this.outer.start)?;
    let lead = Span::new(start, found.span.start);
    let text = doc.slice(lead).trim_end().strip_suffix(',')?;
    let first = text.split_whitespace().next()?;
    let leads = text.starts_with(char::is_uppercase) && !lexicon::opens_occasion(first) && !first.ends_with("ing");
    (gap.trim() == "," && leads && text.split_whitespace().count() <= 20).then(|| Span::new(start, start + text.len()))
}

/// Whether the reported clause starts in front of the marks: "said that while he fears the worst, “we go on”".
pub fn leads_into_clause(doc: &Document, found: &Found, marked: &QuotedSpan) -> bool {
    const OPENERS: [&str; 8] = ["that", "if", "whether", "because", "while", "although", "how", "why"];
    if found.cue.end > marked.outer.start {
        return false;
    }
    let lead = Span::new(found.cue.end, marked.outer.start);
    if let Some(clause) = doc.slice(lead).trim_end().strip_suffix(':') {
        const SUBJECTS: [&str; 7] = ["that", "he", "she", "it", "they", "we", "there"];
        let first = clause.split_whitespace().next();
        // A comma at their end leads to an attribution of their own.
        return first.is_some_and(|word| SUBJECTS.contains(&word))
            && words_in(doc, lead) >= 3
            && !doc.slice(marked.inner).ends_with(',')
            && doc.sentence_at(marked.inner.start) == doc.sentence_at(lead.start);
    }
    // "asks them to help, “except for those who …”": the words go on with a clause and not with the cue.
    let low = doc.slice(marked.inner).starts_with(char::is_lowercase);
    if low && words_in(doc, lead) > 4 {
        return true;
    }
    let tokens = doc.tokens_in(lead);
    let opens = tokens.iter().any(|t| OPENERS.contains(&doc.token_text(t)));
    let finite = doc.syntax.pos.get(tokens.start..tokens.end).is_some_and(|pos| pos.iter().any(|p| p.is_finite()));
    opens || finite
}

/// Whether the words in front of a stretch are said with it: `After the storm, “there is a sense of loss,” Roe said.`
/// The reported clause, which needs a parser, holds both.
pub fn is_led_into(doc: &Document, marked: &[QuotedSpan], index: usize, found: &Found) -> bool {
    let this = &marked[index];
    let head = head(doc, marked, index);
    let lead = doc.slice(head);
    doc.language() == "en"
        && doc.syntax.is_parsed()
        && found.cue.start > this.outer.end
        && doc.slice(this.inner).starts_with(char::is_lowercase)
        && lead.starts_with(char::is_uppercase)
        && words_in(doc, head) >= 2
        && !lead.ends_with([':', '.', '!', '?'])
}
