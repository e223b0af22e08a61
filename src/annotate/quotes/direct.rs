//! Direct speech: marked stretches that stand for themselves, with the attribution beside them.

use super::candidate::{Attribution, Candidate};
use super::context::Context;
use super::merge::{self, Carry};
use super::source::{beside, colon, left_out, unattributed, unspaced};
use super::{filter, sentence};
use crate::document::{Evidence, QuoteCue, Span};
use crate::interrupt;
use crate::languages::Frames;

/// What direct speech leaves for the other steps.
#[derive(Debug, Default)]
pub struct Direct {
    /// Quotes, in text order.
    pub candidates: Vec<Candidate>,
    /// Stretches that are part of a clause outside the marks, as indexes into the marked stretches.
    pub fragments: Vec<usize>,
}

/// Finds direct speech.
pub fn find(cx: &Context) -> Direct {
    let mut out = Direct::default();
    let mut first = 0;
    while first < cx.marked.len() {
        interrupt::check();
        let mut last = first;
        while cx.marked[last].continues
            && cx.marked.get(last + 1).is_some_and(|next| next.block == cx.marked[last].block + 1)
            && beside::behind_lost_mark(cx, last).is_none()
        {
            last += 1;
        }
        Utterance { cx, first, last }.take(&mut out);
        first = last + 1;
    }
    out
}

/// A marked stretch, or several of which each but the last is left open for the next paragraph to go on.
#[derive(Clone, Copy)]
struct Utterance<'a> {
    cx: &'a Context<'a>,
    first: usize,
    last: usize,
}

impl Utterance<'_> {
    /// Adds it to the quote before it, makes a quote of it, or leaves it as a fragment.
    fn take(self, out: &mut Direct) {
        let cx = self.cx;
        let opening = &cx.marked[self.first];
        if let Some(before) = out.candidates.last_mut().filter(|d| merge::resumes(cx, d, opening)) {
            return self.join(before, self.spans());
        }
        if self.take_unspaced(out) {
            return;
        }
        if self.is_no_utterance() {
            return out.fragments.push(self.last);
        }
        let found = beside::attribution(cx, self.first, self.last)
            .map(|found| beside::with_speaker_before(cx, &out.candidates, opening, found));
        match found {
            Some(found) if self.is_part_of_clause(&found) => out.fragments.push(self.last),
            Some(found) => {
                let mut candidate = self.attributed(&found, found.speaker, Evidence::Beside);
                candidate.spans.splice(0..0, sentence::lead(cx, self.first, &found));
                out.candidates.push(candidate);
            }
            None if self.take_inserted(out) => {}
            None if self.take_without_subject(out) => {}
            None if self.is_single() && sentence::goes_on(cx, self.last) => out.fragments.push(self.last),
            None => self.take_unattributed(out),
        }
    }

    /// Makes a quote of it where a verb of a script without blanks stands beside it; without its speaker it goes on with the one
    /// before.
    fn take_unspaced(self, out: &mut Direct) -> bool {
        let Some(found) = unspaced::attribution(self.cx, self.first, self.last) else { return false };
        let block = self.cx.marked[self.first].block;
        // `“…，”他说，“…”`: the verb stands between the parts of one quote.
        let parts = |before: &&mut Candidate| before.attribution.is_some_and(|a| a.overlaps(found.cue));
        if let Some(before) = out.candidates.last_mut().filter(parts) {
            self.join(before, self.spans());
            return true;
        }
        let carried =
            out.candidates.last().filter(|before| before.block + 1 >= block).and_then(|before| before.speaker);
        let evidence = if found.speaker.is_some() { Evidence::Beside } else { Evidence::Carried };
        let mut candidate = self.candidate(Some(found.cue()), found.speaker.or(carried), evidence);
        candidate.attribution = Some(found.span);
        out.candidates.push(candidate);
        true
    }

    /// Makes a quote of it where a reporting verb without a subject stands beside it.
    fn take_without_subject(self, out: &mut Direct) -> bool {
        let Some(found) = beside::without_subject(self.cx, self.first, self.last) else { return false };
        // "lê-se no site": where words are to be read, nobody was left out.
        let shows = self.cx.tokens(found.cue).iter().any(|t| self.cx.verb(t).is_some_and(|c| c.has(Frames::SHOWS)));
        let nobody = found.speaker.is_some() || shows;
        let speaker = (!nobody).then(|| left_out(self.cx, &out.candidates, self.first, self.last)).flatten();
        out.candidates.push(self.attributed(&found, speaker, Evidence::Carried));
        true
    }

    /// Makes a quote of it where the attribution stands within the marks: «Il ment, a réagi Roe. Nous verrons.»
    fn take_inserted(self, out: &mut Direct) -> bool {
        let cx = self.cx;
        let spans = self.spans();
        let found = spans.iter().enumerate().find_map(|(i, &span)| Some((i, beside::inserted(cx, span)?)));
        let lost = || Some((spans.len() - 1, beside::behind_lost_mark(cx, self.last)?));
        let found = found.or_else(lost);
        let Some((index, found)) = found else { return false };
        let mut candidate = self.attributed(&found, found.speaker, Evidence::Beside);
        let span = spans[index];
        let parts = [Span::new(span.start, found.span.start), Span::new(found.span.end, span.end)];
        let said = parts.into_iter().map(|part| cx.trimmed(part)).filter(|part| !part.is_empty());
        candidate.spans.splice(index..=index, said);
        out.candidates.push(candidate);
        true
    }

    /// What to do where no attribution stands beside it.
    fn take_unattributed(self, out: &mut Direct) {
        match merge::carried(self.cx, &out.candidates, &self.cx.marked[self.first]) {
            Some(Carry::Quote) => {
                let mut spans = self.spans();
                spans[0].start = sentence::lead_in(self.cx, self.first).unwrap_or(spans[0].start);
                self.join(out.candidates.last_mut().expect("carried from it"), spans);
            }
            Some(Carry::Speaker) => {
                let speaker = out.candidates.last().and_then(|d| d.speaker);
                out.candidates.push(self.candidate(None, speaker, Evidence::Carried));
            }
            None => {
                let source = unattributed(self.cx, &out.candidates, self.first, self.last);
                // Two words are somebody's where somebody acts or speaks right before them.
                let near =
                    source.as_ref().is_some_and(|s| s.evidence == Evidence::SentenceBefore && s.speaker.is_some());
                if self.is_single() && !near && self.cx.words_in(self.cx.marked[self.last].inner) < 3 {
                    return out.fragments.push(self.last);
                }
                let (cue, speaker, evidence) =
                    source.map_or((None, None, Evidence::Nothing), |s| (s.cue, s.speaker, s.evidence));
                out.candidates.push(self.candidate(cue, speaker, evidence));
            }
        }
    }

    fn is_single(self) -> bool {
        self.first == self.last
    }

    /// Whether it is a title, a headline's words, or part of the clause around it.
    fn is_no_utterance(self) -> bool {
        let this = &self.cx.marked[self.last];
        self.is_single()
            && (colon::in_headline(self.cx, this)
                || !sentence::stands_alone(self.cx, this)
                || filter::is_not_said(self.cx, this) && !self.cx.leads_to_verb(this))
    }

    /// Whether a clause that its attribution governs holds more than the marked words.
    fn is_part_of_clause(self, found: &Attribution) -> bool {
        let rules = self.cx.rules.of(filter::PART_OF_CLAUSE);
        self.is_single() && rules.into_iter().any(|rule| (rule.run)(self.cx, found, self.last))
    }

    fn spans(self) -> Vec<Span> {
        self.cx.marked[self.first..=self.last].iter().map(|m| m.inner).collect()
    }

    fn join(self, before: &mut Candidate, spans: Vec<Span>) {
        before.spans.extend(spans);
        before.block = self.cx.marked[self.last].block;
    }

    /// A quote with an attribution; `speaker` may stand elsewhere.
    fn attributed(self, found: &Attribution, speaker: Option<Span>, evidence: Evidence) -> Candidate {
        Candidate { attribution: Some(found.span), ..self.candidate(Some(found.cue()), speaker, evidence) }
    }

    /// A quote of its own; `evidence` is how the speaker was found, if there is one.
    fn candidate(self, cue: Option<QuoteCue>, speaker: Option<Span>, evidence: Evidence) -> Candidate {
        Candidate {
            spans: self.spans(),
            cue,
            speaker,
            evidence: if speaker.is_some() { evidence } else { Evidence::Nothing },
            attribution: None,
            block: self.cx.marked[self.last].block,
        }
    }
}
