//! Direct speech: marked stretches that stand for themselves, with the attribution beside them.

use super::languages::Language;
use super::lexicon;
use super::marks::Marked;
use super::near::{self, Found};
use super::titles;
use crate::document::{Document, MentionKind, Span};

/// How a draft's speaker was found; the order is from the surest to the least sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// The attribution stands beside the words.
    Beside,
    /// The clause that holds the words names the speaker.
    Clause,
    /// The sentence before names the speaker ("She stressed aid. "We owe it.").
    SentenceBefore,
    /// The speaker of the quote before goes on.
    Carried,
    /// A label in front of the turn says who speaks, or that it is a question or an answer.
    Labelled,
    /// Nothing says who speaks.
    Nothing,
}

/// A quote in the making.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Content, without marks.
    pub spans: Vec<Span>,
    /// The reporting word and its lemma.
    pub cue: Option<(Span, String)>,
    /// The speaker's noun phrase.
    pub speaker: Option<Span>,
    /// How the speaker was found.
    pub evidence: Evidence,
    /// The words used for the attribution, which give no second quote.
    pub attribution: Option<Span>,
    /// Block of its last span.
    pub block: usize,
}

/// What direct speech leaves for the other steps.
#[derive(Debug, Default)]
pub struct Direct {
    /// Quotes, in text order.
    pub drafts: Vec<Draft>,
    /// Stretches that are part of a clause outside the marks, as indexes into the marked stretches.
    pub fragments: Vec<usize>,
}

/// Finds direct speech.
pub fn find(doc: &Document, language: &Language, marked: &[Marked]) -> Direct {
    let mut out = Direct::default();
    let mut i = 0;
    while i < marked.len() {
        let mut last = i;
        while marked[last].continues && last + 1 < marked.len() && marked[last + 1].block == marked[last].block + 1 {
            last += 1;
        }
        let chain = i..last + 1;
        i = last + 1;
        if let Some(before) = out.drafts.last_mut().filter(|d| resumes(doc, d, &marked[chain.start])) {
            before.spans.extend(marked[chain.clone()].iter().map(|m| m.inner));
            before.block = marked[last].block;
            continue;
        }
        if chain.len() == 1
            && (in_headline(doc, &marked[last])
                || !stands_alone(doc, &marked[last])
                || titles::is_title(doc, &marked[last]))
        {
            out.fragments.push(last);
            continue;
        }
        let spans: Vec<Span> = marked[chain.clone()].iter().map(|m| m.inner).collect();
        let found = attribution(doc, language, marked, chain.start, last)
            .map(|found| with_speaker_before(doc, &out.drafts, &marked[chain.start], found));
        let is_part = |f: &Found| leads_into_clause(doc, f, &marked[last]) || is_led_into(doc, marked, last, f);
        if chain.len() == 1 && found.as_ref().is_some_and(is_part) {
            out.fragments.push(last);
            continue;
        }
        if let Some(found) = found {
            let lead = sentence_lead(doc, marked, chain.start, &found);
            out.drafts.push(Draft {
                spans: lead.into_iter().chain(spans).collect(),
                cue: Some((found.cue, found.lemma)),
                speaker: found.speaker,
                evidence: if found.speaker.is_some() { Evidence::Beside } else { Evidence::Nothing },
                attribution: Some(found.span),
                block: marked[last].block,
            });
            continue;
        }
        if chain.len() == 1 && goes_on(doc, marked, last) {
            out.fragments.push(last);
            continue;
        }
        match carried(doc, &out.drafts, &marked[chain.start]) {
            Carry::SameQuote => {
                let before = out.drafts.last_mut().expect("carried from it");
                let first = spans[0];
                before.spans.push(Span::new(lead_in(doc, marked, chain.start).unwrap_or(first.start), first.end));
                before.spans.extend(&spans[1..]);
                before.block = marked[last].block;
            }
            Carry::SameSpeaker => {
                let speaker = out.drafts.last().and_then(|d| d.speaker);
                out.drafts.push(Draft {
                    spans,
                    cue: None,
                    speaker,
                    evidence: if speaker.is_some() { Evidence::Carried } else { Evidence::Nothing },
                    attribution: None,
                    block: marked[last].block,
                });
            }
            Carry::Nothing => {
                if chain.len() == 1 && words_in(doc, marked[last].inner) < 3 {
                    out.fragments.push(last);
                    continue;
                }
                let found = signature(doc, language, &marked[last])
                    .or_else(|| sentence_before(doc, language, marked, chain.start));
                let (cue, speaker) = found.map_or((None, None), |f| (Some((f.cue, f.lemma)), f.speaker));
                out.drafts.push(Draft {
                    spans,
                    cue,
                    speaker,
                    evidence: if speaker.is_some() { Evidence::SentenceBefore } else { Evidence::Nothing },
                    attribution: None,
                    block: marked[last].block,
                });
            }
        }
    }
    out
}

/// Whether a stretch takes up the sentence that the attribution before it broke off: "That," he said, "is life."
fn resumes(doc: &Document, before: &Draft, this: &Marked) -> bool {
    let Some(attribution) = before.attribution.filter(|a| before.spans[0].end <= a.start) else {
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

/// Whether a stretch is part of what a headline gives as somebody's words: "Roe: ‘No Plan’ To Resign".
fn in_headline(doc: &Document, marked: &Marked) -> bool {
    let block = doc.blocks()[marked.block].span;
    let head = &doc.text()[block.start..marked.outer.start];
    let Some((name, words)) = head.split_once(": ").filter(|_| marked.block == 0) else { return false };
    name.split_whitespace().count() <= 6 && words.chars().any(char::is_alphanumeric)
}

/// How many words stand in a span.
pub fn words_in(doc: &Document, span: Span) -> usize {
    doc.slice(span).split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
}

fn last_char(doc: &Document, start: usize, end: usize) -> Option<char> {
    doc.text()[start..end].trim_end().chars().next_back()
}

/// Whether a stretch is an utterance of its own and not part of the clause around it.
fn stands_alone(doc: &Document, marked: &Marked) -> bool {
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
fn tail(doc: &Document, marked: &[Marked], index: usize) -> Span {
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
fn goes_on(doc: &Document, marked: &[Marked], index: usize) -> bool {
    let tail = tail(doc, marked, index);
    let inner = doc.slice(marked[index].inner);
    let ended =
        inner.ends_with(['.', '!', '?']) && doc.slice(tail).trim_start().starts_with(|c: char| c.is_uppercase());
    !ended && words_in(doc, tail) >= 2 && doc.slice(tail).starts_with([' ', ',', ';', '—', '–'])
}

/// The text before the opening mark, from the mark, block or sentence start.
fn head(doc: &Document, marked: &[Marked], index: usize) -> Span {
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

/// The attribution beside a quote that runs from marked stretch `first` to `last`.
fn attribution(doc: &Document, language: &Language, marked: &[Marked], first: usize, last: usize) -> Option<Found> {
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
fn headline(doc: &Document, marked: &[Marked], index: usize) -> Option<Found> {
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

/// Where the words start that lead into a stretch and are said too: `But “that is not enough.”`
fn lead_in(doc: &Document, marked: &[Marked], index: usize) -> Option<usize> {
    let head = head(doc, marked, index);
    let text = doc.slice(head);
    let words = text.split_whitespace().count();
    ((1..=3).contains(&words) && text.starts_with(char::is_uppercase) && !text.ends_with(':')).then_some(head.start)
}

/// The start of a sentence that an attribution breaks off and low-case marked words go on with: `If they go, she said, “we
/// stay.”` When and where it was said is not part of it.
fn sentence_lead(doc: &Document, marked: &[Marked], index: usize, found: &Found) -> Option<Span> {
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
fn leads_into_clause(doc: &Document, found: &Found, marked: &Marked) -> bool {
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

/// `“…,” Roe said on “Today,” adding, “…”`: a participle has the speaker of the quote before in its sentence.
fn with_speaker_before(doc: &Document, drafts: &[Draft], this: &Marked, found: Found) -> Found {
    let participle = doc.slice(found.cue).ends_with("ing") && found.cue.end <= this.outer.start;
    let before = drafts.last().filter(|d| participle && d.block == this.block);
    let speaker = before
        .filter(|d| d.attribution.is_some_and(|a| doc.sentence_at(a.end) == doc.sentence_at(found.cue.start)))
        .and_then(|d| d.speaker);
    Found { speaker: speaker.or(found.speaker), ..found }
}

/// Whether the words in front of a stretch are said with it: `After the storm, “there is a sense of loss,” Roe said.`
/// The reported clause, which needs a parser, holds both.
fn is_led_into(doc: &Document, marked: &[Marked], index: usize, found: &Found) -> bool {
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

/// Whether all full stops inside a stretch but the last stand behind short capitalised words ("Lt. Gen. Mick").
fn sentences_end_abbreviated(gap: &str) -> bool {
    let body = gap.trim_end().trim_end_matches('.');
    body.rsplit(". ")
        .skip(1)
        .all(|part| part.rsplit(' ').next().is_some_and(|word| word.len() <= 5 && word.starts_with(char::is_uppercase)))
}

enum Carry {
    SameQuote,
    SameSpeaker,
    Nothing,
}

/// Whether a quote without an attribution continues the one before it.
fn carried(doc: &Document, drafts: &[Draft], this: &Marked) -> Carry {
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
                && before.attribution.is_some_and(|a| before.spans[0].end <= a.start)
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
        let behind = before.attribution.is_some_and(|a| before.spans[0].end <= a.start);
        return if behind { Carry::SameQuote } else { Carry::SameSpeaker };
    }
    Carry::Nothing
}

/// A quote that is a paragraph of its own, signed in the next: "– Bernie Sanders."
fn signature(doc: &Document, language: &Language, this: &Marked) -> Option<Found> {
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
fn sentence_before(doc: &Document, language: &Language, marked: &[Marked], at: usize) -> Option<Found> {
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
