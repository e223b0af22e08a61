//! The attribution beside a marked stretch: behind it or in front of it, by the punctuation at the marks.

use super::{by_words, colon, inverted};
use crate::annotate::quotes::candidate::{Attribution, Candidate};
use crate::annotate::quotes::context::Context;
use crate::annotate::quotes::rules::Rule;
use crate::annotate::quotes::sentence::{head, tail};
use crate::annotate::quotes::words::From;
use crate::document::{MarkedStretch, Span};
use crate::languages::{Class, Frames, VerbForm};

/// The attribution beside a quote that runs from marked stretch `first` to `last`.
pub fn attribution(cx: &Context, first: usize, last: usize) -> Option<Attribution> {
    let inner = cx.doc.slice(cx.marked[last].inner);
    let tail = tail(cx, last);
    let tail_text = cx.doc.slice(tail).trim();
    let after = || by_words::after(cx, tail).filter(|found| found.speaker.is_some());
    let head = head(cx, first);
    let lead = cx.doc.slice(head);
    let before = || {
        let leads = !lead.is_empty() && !lead.ends_with(['.', '!', '?']);
        let found = leads.then(|| by_words::before(cx, head)).flatten().map(|found| with_main_subject(cx, found));
        found
            .filter(|f| f.speaker.is_some() || !cx.is_headline(cx.marked[first].block))
            .or_else(|| led_by_sentence(cx, first, head))
            .or_else(|| colon::headline_beside(cx, first))
    };
    // A comma before the closing mark, or behind it, says that the sentence goes on.
    if inner.ends_with(',') || tail_text.starts_with(',') {
        // "X interjected, “…,” who left": an attribution that ends at the mark leads to it.
        let led = lead.ends_with(',').then(before).flatten();
        let close = |f: &Attribution| f.speaker.is_some() && cx.words_in(Span::new(f.cue.end, head.end)) <= 1;
        return led.filter(close).or_else(after).or_else(before);
    }
    // `?” asked Roe`: the verb right behind the marks.
    if inner.ends_with(['?', '!']) && tail_text.starts_with(char::is_lowercase) {
        let start = tail.end - cx.doc.slice(tail).trim_start().len();
        if let Some(found) = after().filter(|f| f.cue.start == start) {
            return Some(found);
        }
    }
    // A tail that leads to the next quote belongs to that one.
    let leads_on = tail_text.ends_with([':', ',']);
    before()
        .or_else(|| {
            // `Roe sighed. “…”. The council promised more.`: a stop behind the mark, too, where others may have spoken before.
            let this = &cx.marked[first];
            let opens = this.outer.start == cx.doc.blocks()[this.block].span.start;
            let stopped = inner.ends_with('.') || tail_text.starts_with('.') && !opens;
            let short = tail_text.split_whitespace().count() <= 8;
            let found = after().filter(|_| !leads_on)?;
            // `…the end.” Roe said.`: a sentence that does nothing but name the speaker.
            let whole = cx.doc.slice(found.span).len() == tail_text.trim_end_matches('.').len();
            // `…a school.” Roe nodded.`: behind a full stop any other verb is an act of its own.
            let reports = || cx.tokens(found.cue).iter().any(|t| cx.verb(t).is_some());
            let closes = !stopped || short && tail_text.starts_with(char::is_lowercase) || whole && reports();
            closes.then_some(found)
        })
        .or_else(|| cx.rules.of(SIGNATURE).find_map(|rule| (rule.run)(cx, last)))
}

/// `Lund promised a “full report” in May: “…”`: a colon leads to words of the subject of its sentence, also behind other marks.
fn led_by_sentence(cx: &Context, first: usize, head: Span) -> Option<Attribution> {
    let colon = cx.doc.text()[..cx.marked[first].outer.start].trim_end().len().checked_sub(1)?;
    let before =
        first.checked_sub(1).map(|i| cx.marked[i].outer.end).filter(|&end| end == head.start || end == colon)?;
    let sentence = cx.sentence(before.checked_sub(1)?).map(|s| s.span)?;
    let leads = cx.doc.text()[..=colon].ends_with(':') && sentence.start < before && colon >= before;
    let speaker = by_words::main_subject(cx, Span::new(sentence.start, before)).filter(|_| leads)?;
    Some(Attribution {
        span: Span::new(colon, colon + 1),
        ..super::attribution::by_phrase(cx, Span::new(colon, colon + 1), speaker)
    })
}

/// Signatures behind the marks or on the line below.
pub const SIGNATURE: &[Rule<fn(&Context, usize) -> Option<Attribution>>] = &[
    Rule {
        name: "signature",
        example: "“[The sea gives and the sea takes.]” | – <Ann Lee>, mayor of Oslo",
        run: |cx, last| {
            let this = &cx.marked[last];
            let block = cx.doc.blocks()[this.block].span;
            let behind = Span::new(this.outer.end, block.end);
            let below = || cx.doc.blocks().get(this.block + 1).filter(|_| cx.doc.slice(behind).trim().is_empty());
            let opens = this.outer.start == block.start;
            opens.then(|| signature(cx, behind).or_else(|| signature(cx, below()?.span))).flatten()
        },
    },
    Rule {
        name: "name-on-the-line-below",
        example: "“[The number 9 bus was never on time.]” | <Ann Lee>, Oslo",
        run: |cx, last| {
            let this = &cx.marked[last];
            let block = cx.doc.blocks()[this.block].span;
            let below = cx.doc.blocks().get(this.block + 1).filter(|_| this.outer == block)?;
            let text = cx.doc.slice(below.span);
            let line = text.chars().count() <= LONGEST_SIGNATURE && text.ends_with(char::is_alphanumeric);
            let found = by_words::name_at(cx, below.span).filter(|_| line)?;
            let name = found.speaker.and_then(|speaker| cx.person_in(speaker));
            // A caption or the next heading stands below what somebody goes on saying.
            let goes_on = cx.marked[..last].iter().rev().take_while(|m| m.block + 1 >= this.block);
            let apart = goes_on.filter(|m| m.block + 1 == this.block).all(|m| m.outer == cx.doc.blocks()[m.block].span);
            let described = |name: Span| {
                let rest = Span::new(name.end, below.span.end);
                cx.doc.slice(rest).starts_with(',') && cx.words_in(rest) <= LONGEST_PLACE
            };
            name.is_some_and(|name| name.start == below.span.start && described(name) && apart).then_some(found)
        },
    },
];

/// The most characters of a line that says who has written or said what stands above it.
const LONGEST_SIGNATURE: usize = 90;
/// The most words behind the name of somebody on the line below.
const LONGEST_PLACE: usize = 4;

/// "– Bernie Sanders." on a line of its own, or behind the closing mark.
fn signature(cx: &Context, line: Span) -> Option<Attribution> {
    let text = cx.doc.slice(line);
    let name = text.trim_start_matches(['-', '–', '—', ' ']);
    let dash = text.trim_start().starts_with(['-', '–', '—']);
    (dash && name.chars().count() <= LONGEST_SIGNATURE)
        .then(|| by_words::name_at(cx, Span::new(line.end - name.len(), line.end)))
        .flatten()
}

/// A reporting verb right beside the marks that has no subject: in languages that leave pronouns out, whoever spoke or acted
/// before goes on.
pub fn without_subject(cx: &Context, first: usize, last: usize) -> Option<Attribution> {
    let behind = by_words::bare_verb(cx, tail(cx, last), From::Start);
    behind.or_else(|| by_words::bare_verb(cx, head(cx, first), From::End))
}

/// An attribution in commas or dashes within marked words, with its subject behind the verb: «Il ment, a réagi Roe. Nous verrons.»,
/// «Miente —dijo Roe—. Veremos.» Its span reaches to the next words that are said.
pub fn inserted(cx: &Context, span: Span) -> Option<Attribution> {
    let text = cx.doc.slice(span);
    let dashed = |at: usize, c: char| is_dash(c) && text[..at].ends_with(' ');
    let stops = text.char_indices().filter(|&(at, c)| matches!(c, ',' | '!' | '?') || dashed(at, c));
    stops.take(8).find_map(|(at, c)| {
        let start = span.start + at + c.len_utf8();
        let sentence = cx.doc.sentences.get(cx.doc.sentence_at(start)).filter(|s| s.span.end > start)?;
        let rest = Span::new(start, sentence.span.end.min(span.end));
        if !cx.doc.slice(rest).trim_start().starts_with(char::is_lowercase) {
            return None;
        }
        let found = inverted::inverted_at_start(cx, rest).filter(|f| f.speaker.is_some())?;
        if is_dash(c) {
            let behind = &cx.doc.text()[found.span.end..rest.end];
            let end = behind.find(is_dash).map_or(rest.end, |dash| {
                rest.end - behind[dash..].trim_start_matches(|c: char| is_dash(c) || matches!(c, '.' | ',')).len()
            });
            return Some(Attribution { span: Span::new(span.start + at, end), ..found });
        }
        // "…, explique Roe, est une première": the words go on behind a comma unless what follows describes the speaker.
        let behind = Span::new(found.span.end, rest.end);
        let next = cx.word_tokens(behind).next();
        let describes = next.is_none_or(|t| {
            cx.doc.classes[t].contains_any(&[Class::Relative, Class::DefiniteArticle, Class::IndefiniteArticle])
                || cx.doc.token_text(t).starts_with(|c: char| c.is_uppercase() || c.is_numeric())
        });
        let goes_on = cx.doc.slice(behind).starts_with(',') && !describes;
        let end = if goes_on { behind.start } else { rest.end };
        Some(Attribution { span: Span::new(start, end), ..found })
    })
}

/// `“The rent is the rent, Lund told the court.`: the attribution at the end of a paragraph whose closing mark was lost.
pub fn behind_lost_mark(cx: &Context, index: usize) -> Option<Attribution> {
    const LONGEST: usize = 6;
    let this = &cx.marked[index];
    let sentence = cx.sentence(this.inner.end.checked_sub(1)?)?.span;
    if this.outer.end != this.inner.end {
        return None;
    }
    let start = sentence.start.max(this.inner.start);
    let text = cx.doc.slice(Span::new(start, this.inner.end));
    text.rmatch_indices(',').take(4).find_map(|(at, _)| {
        let rest = Span::new(start + at + 1, this.inner.end);
        let found = by_words::after(cx, rest).filter(|f| f.speaker.is_some() && cx.words_in(rest) <= LONGEST)?;
        let speaks = cx.tokens(found.cue).iter().any(|t| cx.verb(t).is_some_and(|verb| verb.has(Frames::SPEECH)));
        let named = found.speaker.is_some_and(|speaker| cx.person_in(speaker).is_some());
        (speaks && named).then_some(Attribution { span: Span::new(start + at, rest.end), ..found })
    })
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―')
}

fn is_gerund(cx: &Context, cue: Span) -> bool {
    let token = cx.tokens(cue).start;
    cx.verb(token).is_some_and(|c| c.form == VerbForm::Gerund) || cx.tag(token).is_gerund()
}

/// `“…,” Roe said on “Today,” adding, “…”`: a participle has the speaker of the quote before in its sentence.
pub fn with_speaker_before(
    cx: &Context,
    candidates: &[Candidate],
    this: &MarkedStretch,
    found: Attribution,
) -> Attribution {
    let participle = is_gerund(cx, found.cue) && found.cue.end <= this.outer.start;
    let same_sentence = |a: Span| cx.doc.sentence_at(a.end) == cx.doc.sentence_at(found.cue.start);
    let speaker = candidates
        .last()
        .filter(|d| participle && d.block == this.block && d.attribution.is_some_and(same_sentence))
        .and_then(|d| d.speaker);
    Attribution { speaker: speaker.or(found.speaker), ..found }
}

/// ", saying": a participle has the subject of the sentence, which may stand before other marks, as may any verb's.
fn with_main_subject(cx: &Context, found: Attribution) -> Attribution {
    let participle = is_gerund(cx, found.cue);
    let sentence = cx.doc.sentences.get(cx.doc.sentence_at(found.cue.start));
    let sentence = sentence.map(|s| s.span).filter(|s| s.start < found.cue.start);
    let subject = || {
        let head = Span::new(sentence?.start, found.cue.start);
        participle.then(|| by_words::main_subject(cx, head)).flatten()
    };
    // "As Roe, author of “Our Laws,” put it": a title in marks stands between subject and verb.
    let across = || {
        let verb = cx.doc.tokens[cx.tokens(found.cue).start].span;
        let head = Span::new(sentence?.start, verb.end);
        (!participle).then(|| by_words::subject_of_last(cx, head)).flatten()
    };
    Attribution { speaker: found.speaker.or_else(subject).or_else(across), ..found }
}
