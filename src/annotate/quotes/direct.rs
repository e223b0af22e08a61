//! Direct speech: marked stretches that stand for themselves, with the attribution beside them.

mod beside;
mod continuing;
mod sentence;

use super::draft::Draft;
use super::languages::Language;
use super::near::Found;
use super::titles;
use crate::document::Evidence;
use crate::document::QuotedSpan;
use crate::document::{Document, Span};
use continuing::Carry;

/// What direct speech leaves for the other steps.
#[derive(Debug, Default)]
pub struct Direct {
    /// Quotes, in text order.
    pub drafts: Vec<Draft>,
    /// Stretches that are part of a clause outside the marks, as indexes into the marked stretches.
    pub fragments: Vec<usize>,
}

/// Finds direct speech.
pub fn find(doc: &Document, language: &Language, marked: &[QuotedSpan]) -> Direct {
    let mut out = Direct::default();
    let mut first = 0;
    while first < marked.len() {
        let mut last = first;
        while marked[last].continues && last + 1 < marked.len() && marked[last + 1].block == marked[last].block + 1 {
            last += 1;
        }
        Utterance { doc, language, marked, first, last }.take(&mut out);
        first = last + 1;
    }
    out
}

/// How many words stand in a span.
pub fn words_in(doc: &Document, span: Span) -> usize {
    doc.slice(span).split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
}

/// A marked stretch, or several of which each but the last is left open for the next paragraph to go on.
#[derive(Clone, Copy)]
struct Utterance<'a> {
    doc: &'a Document,
    language: &'a Language,
    marked: &'a [QuotedSpan],
    first: usize,
    last: usize,
}

impl Utterance<'_> {
    /// Adds it to the quote before it, makes a quote of it, or leaves it as a fragment.
    fn take(self, out: &mut Direct) {
        let opening = &self.marked[self.first];
        if let Some(before) = out.drafts.last_mut().filter(|d| continuing::resumes(self.doc, d, opening)) {
            return self.join(before, self.spans());
        }
        if self.is_no_utterance() {
            return out.fragments.push(self.last);
        }
        let found = beside::attribution(self.doc, self.language, self.marked, self.first, self.last)
            .map(|found| beside::with_speaker_before(self.doc, &out.drafts, opening, found));
        match found {
            Some(found) if self.is_part_of_clause(&found) => out.fragments.push(self.last),
            Some(found) => out.drafts.push(self.attributed(found)),
            None if self.is_single() && sentence::goes_on(self.doc, self.marked, self.last) => {
                out.fragments.push(self.last);
            }
            None => self.take_unattributed(out),
        }
    }

    /// What to do where no attribution stands beside it.
    fn take_unattributed(self, out: &mut Direct) {
        match continuing::carried(self.doc, &out.drafts, &self.marked[self.first]) {
            Carry::SameQuote => {
                let mut spans = self.spans();
                spans[0].start = sentence::lead_in(self.doc, self.marked, self.first).unwrap_or(spans[0].start);
                self.join(out.drafts.last_mut().expect("carried from it"), spans);
            }
            Carry::SameSpeaker => {
                let speaker = out.drafts.last().and_then(|d| d.speaker);
                out.drafts.push(self.draft(None, speaker, Evidence::Carried));
            }
            Carry::Nothing if self.is_single() && words_in(self.doc, self.marked[self.last].inner) < 3 => {
                out.fragments.push(self.last);
            }
            Carry::Nothing => {
                let found = beside::signature(self.doc, self.language, &self.marked[self.last])
                    .or_else(|| beside::sentence_before(self.doc, self.language, self.marked, self.first));
                let (cue, speaker) = found.map_or((None, None), |f| (Some((f.cue, f.lemma)), f.speaker));
                out.drafts.push(self.draft(cue, speaker, Evidence::SentenceBefore));
            }
        }
    }

    fn is_single(self) -> bool {
        self.first == self.last
    }

    /// Whether it is a title, a headline's words, or part of the clause around it.
    fn is_no_utterance(self) -> bool {
        let this = &self.marked[self.last];
        self.is_single()
            && (sentence::in_headline(self.doc, this)
                || !sentence::stands_alone(self.doc, this)
                || titles::is_title(self.doc, this))
    }

    /// Whether a clause that its attribution governs holds more than the marked words.
    fn is_part_of_clause(self, found: &Found) -> bool {
        self.is_single()
            && (sentence::leads_into_clause(self.doc, found, &self.marked[self.last])
                || sentence::is_led_into(self.doc, self.marked, self.last, found))
    }

    fn spans(self) -> Vec<Span> {
        self.marked[self.first..=self.last].iter().map(|m| m.inner).collect()
    }

    fn join(self, before: &mut Draft, spans: Vec<Span>) {
        before.spans.extend(spans);
        before.block = self.marked[self.last].block;
    }

    fn attributed(self, found: Found) -> Draft {
        let lead = sentence::lead(self.doc, self.marked, self.first, &found);
        let mut draft = self.draft(Some((found.cue, found.lemma)), found.speaker, Evidence::Beside);
        draft.spans.splice(0..0, lead);
        draft.attribution = Some(found.span);
        draft
    }

    /// A quote of its own; `evidence` is how the speaker was found, if there is one.
    fn draft(self, cue: Option<(Span, String)>, speaker: Option<Span>, evidence: Evidence) -> Draft {
        Draft {
            spans: self.spans(),
            cue,
            speaker,
            evidence: if speaker.is_some() { evidence } else { Evidence::Nothing },
            attribution: None,
            block: self.marked[self.last].block,
        }
    }
}
