//! Reported speech in English: clauses, infinitives and phrases that a reporting word governs, whole or partly in
//! marks. Needs the dependency tree.

mod content;
mod ends;
mod headline;
mod issuer;
mod naming;
mod nouns;
mod parenthesis;
mod speaker;
mod verb;

use super::clauses::Clauses;
use super::draft::Draft;
use super::languages::Language;
use super::lexicon;
use crate::document::Evidence;
use crate::document::QuotedSpan;
use crate::document::{Document, Pos, Sentence, Span, TokenRange};
use verb::Verb;

/// One attribution of a sentence before it becomes a draft.
struct Attribution {
    cue: TokenRange,
    lemma: String,
    speaker: Option<TokenRange>,
    /// The content's parts, in order.
    content: Vec<TokenRange>,
    /// Whether the word tells of a thought rather than of speech.
    thought: bool,
}

impl Attribution {
    /// Whether it stands behind its content and frames it ("…, Roe said").
    fn frames(&self) -> bool {
        !self.thought && self.speaker.is_some() && self.content.first().is_some_and(|range| range.end <= self.cue.start)
    }
}

/// Finds reported speech; `taken` are the drafts of direct speech, whose words and cues are left alone.
pub fn find(doc: &Document, language: &Language, marked: &[QuotedSpan], taken: &[Draft]) -> Vec<Draft> {
    let mut busy: Vec<Span> = taken.iter().flat_map(|d| d.spans.iter().copied().chain(d.attribution)).collect();
    busy.sort();
    let mut drafts = Vec::new();
    for sentence in &doc.sentences {
        let Some(clauses) = Clauses::new(doc, sentence, marked) else { continue };
        let mut found = attributions(doc, language, &clauses, marked, &busy);
        if sentence.block == 0 {
            found.extend(headline::by_colon(&clauses));
        }
        share_speakers(doc, &clauses, &mut found, taken);
        outermost(&mut found);
        let named = naming::attributions(&clauses, &found, &busy);
        found.extend(named);
        for attribution in found {
            let spans: Vec<Span> = attribution
                .content
                .iter()
                .flat_map(|&range| free_parts(with_whole_marks(doc, marked, doc.tokens_span(range)), &busy))
                .map(|span| trimmed(doc, span))
                .filter(|span| !span.is_empty())
                .collect();
            let whole = attribution.content.iter().all(|&range| is_free(doc.tokens_span(range), &busy));
            if spans.is_empty() || !whole && attribution.frames() && !spans.iter().any(|&s| says(&clauses, doc, s)) {
                continue;
            }
            let speaker = attribution.speaker.map(|range| doc.tokens_span(range));
            let cue = doc.tokens_span(attribution.cue);
            drafts.push(Draft {
                spans,
                cue: Some((cue, attribution.lemma)),
                speaker,
                evidence: if speaker.is_some() { Evidence::Clause } else { Evidence::Nothing },
                attribution: Some(speaker.map_or(cue, |s| s.cover(cue))),
                block: sentence.block,
            });
        }
    }
    drafts
}

/// Marks hold several sentences now and then: content that starts or ends inside a marked stretch reaches to its edge,
/// and to the start of the sentence that leads into it.
fn with_whole_marks(doc: &Document, marked: &[QuotedSpan], span: Span) -> Span {
    let holding = |at: usize| {
        let index = marked.partition_point(|m| m.inner.end <= at);
        marked.get(index).filter(|m| m.inner.start < at)
    };
    let start = holding(span.start).map_or(span.start, |m| {
        let lead = sentence_at(doc, m.outer.start).map_or(m.outer.start, |s| s.span.start);
        lead.min(m.outer.start)
    });
    let end = holding(span.end).map_or(span.end, |m| m.inner.end);
    Span::new(start, end.max(start))
}

/// Whether no direct speech has taken any of a span.
fn is_free(span: Span, busy: &[Span]) -> bool {
    busy.get(busy.partition_point(|b| b.end <= span.start)).is_none_or(|b| b.start >= span.end)
}

/// Whether a part of a framed sentence says anything: `“…,” she said in Oslo, according to the Courier` leaves "in Oslo".
fn says(clauses: &Clauses, doc: &Document, span: Span) -> bool {
    doc.tokens_in(span).iter().any(|t| clauses.tokens.holds(t) && (clauses.is_finite(t) || clauses.in_marks(t)))
}

/// The parts of a span that no direct speech has taken.
fn free_parts(span: Span, busy: &[Span]) -> Vec<Span> {
    let first = busy.partition_point(|b| b.end <= span.start);
    let mut parts = Vec::new();
    let mut start = span.start;
    for taken in busy[first..].iter().take_while(|b| b.start < span.end) {
        if taken.start > start {
            parts.push(Span::new(start, taken.start));
        }
        start = start.max(taken.end);
    }
    if start < span.end {
        parts.push(Span::new(start, span.end));
    }
    parts
}

/// Without space, stops and quotation marks at the ends.
pub fn trimmed(doc: &Document, span: Span) -> Span {
    let outer = |c: char| c.is_whitespace() || ",;:.\"“”„«»`—–".contains(c);
    let text = doc.slice(span);
    let start = text.len() - text.trim_start_matches(outer).len();
    let text = text[start..].trim_end_matches(|c: char| outer(c) || c == '\'' && text.matches('\'').count() != 1);
    Span::new(span.start + start, span.start + start + text.len())
}

fn attributions(
    doc: &Document,
    language: &Language,
    clauses: &Clauses,
    marked: &[QuotedSpan],
    busy: &[Span],
) -> Vec<Attribution> {
    let mut found = Vec::new();
    for token in clauses.tokens.iter() {
        let span = doc.tokens[token].span;
        let inner = marked.get(marked.partition_point(|m| m.inner.end <= span.start)).map(|m| m.inner);
        let spoken = busy.get(busy.partition_point(|b| b.end <= span.start)).copied();
        // Left-over markup (`<tweet id="…">`) reports nothing.
        let tag = doc.text()[..span.start].ends_with('<');
        if tag || inner.into_iter().chain(spoken).any(|taken| taken.overlaps(span)) {
            continue;
        }
        let lower = clauses.lower(token);
        if lower == "according" && clauses.is(token + 1, "to") {
            found.extend(content::according(clauses, token));
        } else if (clauses.pos(token).is_verb() || verb::is_tagged_otherwise(clauses, token))
            && let Some((cue, form)) = lexicon::verb(&lower)
        {
            found.extend(Verb { doc, language, clauses, token, cue, form }.attribution());
        } else {
            found.extend(nouns::attribution(clauses, token));
        }
    }
    found
}

/// "X said that Y was weak and urged …": who reports the words in which a verb's subject seems to stand, although they end
/// before that verb.
fn speaker_around(before: &[Attribution], this: &Attribution) -> Option<TokenRange> {
    let subject = this.speaker?;
    let reports = |a: &&Attribution| {
        let holds = |c: &TokenRange| c.start <= subject.start && subject.end <= c.end && c.end <= this.cue.start;
        a.cue.end <= subject.start && a.content.iter().any(holds)
    };
    before.iter().find(reports)?.speaker
}

/// "X said A, adding that B": a participle behind a comma or conjunction has the speaker of the attribution before it.
fn share_speakers(doc: &Document, clauses: &Clauses, found: &mut [Attribution], taken: &[Draft]) {
    found.sort_by_key(|a| a.cue.start);
    for i in 0..found.len() {
        let cue = found[i].cue.start;
        if let Some(speaker) = speaker_around(&found[..i], &found[i]) {
            found[i].speaker = Some(speaker);
            continue;
        }
        let before = cue.checked_sub(1).filter(|&t| clauses.tokens.holds(t));
        let participle = clauses.pos(cue) == Pos::VBG && found[i].lemma != "according to";
        let shares = (participle || found[i].speaker.is_none())
            && before.is_some_and(|t| matches!(clauses.pos(t), Pos::Comma | Pos::CC | Pos::RB) || clauses.in_marks(t));
        if !shares {
            continue;
        }
        let at = doc.tokens[cue].span.start;
        let start = doc.tokens[clauses.tokens.start].span.start;
        let direct = taken[..taken.partition_point(|d| d.spans[0].start < at)]
            .iter()
            .rev()
            .take(3)
            .find(|d| d.attribution.is_some_and(|a| a.start >= start && a.end <= at))
            .and_then(|d| d.speaker);
        let outermost =
            |a: &&Attribution| !a.thought && !found[..i].iter().any(|o| o.content.iter().any(|c| c.holds(a.cue.start)));
        let framing = found[..i].iter().rev().find(|a| a.frames()).and_then(|a| a.speaker);
        let reported = framing.or_else(|| found[..i].iter().rev().find(outermost).and_then(|a| a.speaker));
        if let Some(speaker) = direct.map(|span| doc.tokens_in(span)).or(reported) {
            found[i].speaker = Some(speaker);
        }
    }
}

/// Keeps the outermost of nested attributions: what a speaker says about what others say is one quote. A thought
/// gives way to the speech in it.
fn outermost(found: &mut Vec<Attribution>) {
    let holds = |outer: &Attribution, inner: &Attribution| {
        outer.content.iter().any(|range| range.start <= inner.cue.start && inner.cue.end <= range.end)
    };
    let width = |a: &Attribution| a.content.iter().map(|range| range.len()).sum::<usize>();
    let drop: Vec<bool> = found
        .iter()
        .enumerate()
        .map(|(i, this)| {
            found.iter().enumerate().any(|(j, other)| {
                i != j
                    && if this.thought == other.thought {
                        // Where each holds the other ("A signals B, said X") the one behind its content, or the wider one, is
                        // the frame.
                        let wider = (this.frames(), width(this), std::cmp::Reverse(i))
                            > (other.frames(), width(other), std::cmp::Reverse(j));
                        holds(other, this) && !(holds(this, other) && wider)
                    } else {
                        this.thought && (holds(other, this) || holds(this, other))
                    }
            })
        })
        .collect();
    let mut keep = drop.iter().map(|drop| !drop);
    found.retain(|_| keep.next().unwrap_or(true));
}

/// The sentence that holds a span's start.
pub fn sentence_at(doc: &Document, at: usize) -> Option<&Sentence> {
    let index = doc.sentence_at(at);
    doc.sentences.get(index).filter(|s| s.span.start <= at)
}
