//! What belongs together: stretches of a list, quotes that go on, attributions that share their speaker.

use super::candidate::{Candidate, Reported};
use super::context::Context;
use super::filter;
use super::rules::{Rule, Rules};
use super::source::by_words;
use super::stretch;
use super::tree::SentenceTree;
use crate::annotate::quotation_marks::is_double_mark;
use crate::document::{Document, Evidence, MarkedStretch, Span, TokenRange};
use crate::languages::{Class, Frames, VerbForm};

/// How a marked stretch goes on with the quote before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carry {
    /// It is more of the same quote.
    Quote,
    /// It is another quote of the same speaker.
    Speaker,
}

/// A quote and the marked stretch that follows it, which has no attribution of its own.
pub struct Gap<'a> {
    cx: &'a Context<'a>,
    before: &'a Candidate,
    this: &'a MarkedStretch,
    /// The text between them.
    text: &'a str,
}

/// When a marked stretch without attribution goes on with the quote before it.
pub const MERGES: &[Rule<fn(&Gap) -> Option<Carry>>] = &[
    Rule {
        name: "goes-on-in-paragraph",
        example: "es: «[El tren llegó tarde]», dijo <Ana Ruiz>. «[Nadie nos avisó a tiempo].»",
        // Titles and initials break sentences too often to count them strictly.
        run: |gap| {
            let short = gap.sentences() <= 3 && gap.text.len() <= 240 && gap.text.matches(". ").count() <= 3;
            let attribution = gap.before.is_attributed_behind() && !gap.text.contains(is_double_mark);
            let near = gap.sentences() <= 1 || short && attribution && ends_abbreviated(gap.text);
            (gap.in_same_block() && near).then_some(Carry::Quote)
        },
    },
    Rule {
        name: "goes-on-in-next-paragraph",
        example: "es: «[El tren llegó tarde]», dijo <Ana Ruiz>. | «[Nadie nos avisó a tiempo].»",
        run: |gap| {
            let opens = gap.before.block + 1 == gap.this.block
                && gap.cx.doc.blocks()[gap.this.block].span.start == gap.this.outer.start;
            let words = gap.text.contains(char::is_alphanumeric);
            let one = gap.text.trim_end().matches(['.', '!', '?']).count() <= 1;
            let abbreviated = || !gap.text.contains(['!', '?']) && ends_abbreviated(gap.text);
            let carry = if gap.before.is_attributed_behind() { Carry::Quote } else { Carry::Speaker };
            (opens && (!words || one || abbreviated())).then_some(carry)
        },
    },
];

/// Steps that merge more than two neighbours; each is used or not, as a rule is.
pub const STEPS: &[Rule<()>] = &[LISTS, RESUMES, AFTER_REPORTED, WHOLE_SENTENCES, SHARED_SPEAKERS, OUTERMOST];

const LISTS: Rule<()> =
    Rule { name: "list", example: "es: «[Es tarde», «es feo» y «es caro]», dijo <Ana Ruiz>.", run: () };
const RESUMES: Rule<()> =
    Rule { name: "resumes-sentence", example: "“[That],” <she> added, “[is the price of waiting].”", run: () };
const AFTER_REPORTED: Rule<()> = Rule {
    name: "direct-after-reported",
    example: "[The harbour needs people “who can keep calm],” <Lund> said. | “[That is why he should go.]”",
    run: (),
};
const WHOLE_SENTENCES: Rule<()> = Rule {
    name: "sentence-behind-quote",
    example: "“[The pier leaks],” <Ann Lee> said. [Closing it “would be the end of us all].”",
    run: (),
};
const SHARED_SPEAKERS: Rule<()> = Rule {
    name: "shared-speaker",
    example: "<Judge Holt> ruled that the farmers “failed to heed the law” and chided [their lawyers for “wasting our time].”",
    run: (),
};
const OUTERMOST: Rule<()> =
    Rule { name: "outermost", example: "[Lee said she would go], according to <the Courier>.", run: () };

impl Gap<'_> {
    fn in_same_block(&self) -> bool {
        self.before.block == self.this.block
    }

    /// How many sentences begin in it.
    fn sentences(&self) -> usize {
        self.cx.doc.sentence_at(self.this.outer.start).saturating_sub(self.cx.doc.sentence_at(self.before.end()))
    }
}

/// Whether a stretch without attribution continues the quote before it.
pub fn carried(cx: &Context, candidates: &[Candidate], this: &MarkedStretch) -> Option<Carry> {
    let before = candidates.last().filter(|before| before.end() <= this.outer.start)?;
    let text = &cx.doc.text()[before.end()..this.outer.start];
    let gap = Gap { cx, before, this, text };
    cx.rules.of(MERGES).find_map(|rule| (rule.run)(&gap))
}

/// Whether all full stops inside a gap but the last stand behind short capitalised words ("Lt. Gen. Mick").
fn ends_abbreviated(gap: &str) -> bool {
    let body = gap.trim_end().trim_end_matches('.');
    body.rsplit(". ")
        .skip(1)
        .all(|part| part.rsplit(' ').next().is_some_and(|word| word.len() <= 5 && word.starts_with(char::is_uppercase)))
}

/// Whether a stretch takes up the sentence that the attribution before it broke off: "That," he said, "is life."
pub fn resumes(cx: &Context, before: &Candidate, this: &MarkedStretch) -> bool {
    let doc = cx.doc;
    let Some(attribution) = before.attribution.filter(|_| before.is_attributed_behind() && cx.rules.uses(RESUMES.name))
    else {
        return false;
    };
    if before.block != this.block || attribution.end > this.outer.start || before.spans.len() > 1 {
        return false;
    }
    let gap = doc.text()[attribution.end..this.outer.start].trim();
    let broken_off = doc.slice(*before.spans.last().expect("a quote has content")).ends_with(',');
    // `“…,” she said “…”`: the comma behind the verb was forgotten.
    if gap.is_empty() {
        return broken_off && before.cue.as_ref().is_some_and(|cue| cue.span.end == attribution.end);
    }
    if gap.len() > 160 || gap.contains(". ") || !gap.ends_with(',') {
        return false;
    }
    let tokens = cx.tokens(Span::new(attribution.end, this.outer.start));
    let words = gap.split_whitespace().count();
    let reports = tokens.iter().rev().take(3).any(|t| cx.verb(t).is_some());
    let opens_low = doc.slice(this.inner).starts_with(char::is_lowercase);
    // "Roe told reporters, “and …": words that start low go on with the sentence.
    gap.len() == 1 || !reports && words <= if opens_low && broken_off { 24 } else { 8 }
}

/// Stretches that a list makes one: `chanted “stop it” and “go home”`, `“ugly,” “a shock” and “a fight”`.
pub fn lists(doc: &Document, rules: &Rules) -> Vec<MarkedStretch> {
    let mut joined: Vec<MarkedStretch> = Vec::with_capacity(doc.marked.len());
    let stretches: Vec<&MarkedStretch> =
        doc.marked.iter().filter(|stretch| !stretch::is_nickname(doc, stretch)).collect();
    for (index, &stretch) in stretches.iter().enumerate() {
        let listed = rules.uses(LISTS.name)
            && index.checked_sub(1).is_some_and(|before| lists_on(doc, stretches[before], stretch));
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

/// Whether nothing but a comma or a conjunction, with an adverb at most, stands between two stretches of one block.
fn lists_on(doc: &Document, before: &MarkedStretch, stretch: &MarkedStretch) -> bool {
    if before.block != stretch.block || before.continues || before.single != stretch.single {
        return false;
    }
    let between = Span::new(before.outer.end, stretch.outer.start);
    let gap = doc.slice(between).trim_matches([',', ' ', '\u{a0}']);
    let comma = doc.slice(before.inner).ends_with(',') || doc.slice(between).starts_with(',');
    let mut words = doc.tokens_in(between).iter().filter(|&t| doc.token_text(t).contains(char::is_alphanumeric));
    let joins = words.next().is_some_and(|t| doc.is(t, Class::Coordinator))
        && words.next().is_none_or(|t| doc.classes[t].contains_any(&[Class::MidAdverb, Class::Contrast]))
        && words.next().is_none();
    let title = filter::is_title(doc, before) || filter::is_title(doc, stretch);
    !title && (gap.is_empty() && comma || joins)
}

/// Direct speech behind reported speech: `The talks “failed,” she said. “We go on.”` is one quote, in the next paragraph
/// too, and so is `She called it “sad.” “We go on.”`; where no marked word came before (`She said that talks failed. “We go
/// on.”`) the speaker is the same.
pub fn after_reported(cx: &Context, candidates: &mut Vec<Candidate>) {
    candidates.sort_by_key(|d| (d.spans[0].start, d.spans[0].end));
    if !cx.rules.uses(AFTER_REPORTED.name) {
        return;
    }
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates.drain(..) {
        let own = candidate.attribution.is_some() || candidate.evidence == Evidence::Beside;
        let before = kept.last_mut();
        match before.filter(|b| !own && is_adjacent(cx, b, candidate.spans[0].start) && tells(cx, b)) {
            Some(before) if goes_on(cx, before, &candidate) => {
                before.spans.extend(candidate.spans);
                before.block = candidate.block;
            }
            Some(before) if candidate.evidence != Evidence::Carried && before.speaker.is_some() => {
                let (cue, speaker) = (before.cue.clone(), before.speaker);
                kept.push(Candidate { cue, speaker, evidence: Evidence::SentenceBefore, ..candidate });
            }
            _ => kept.push(candidate),
        }
    }
    *candidates = kept;
}

/// Whether unattributed speech belongs to the quote in front of it, and not just to the same speaker.
fn goes_on(cx: &Context, before: &Candidate, candidate: &Candidate) -> bool {
    let marked = &cx.doc.marked;
    let stretch_at = |at: usize| marked.get(marked.partition_point(|m| m.inner.end <= at));
    let same_block = before.block == candidate.block;
    let opens = || {
        let start = cx.doc.blocks()[candidate.block].span.start;
        stretch_at(candidate.spans[0].start).is_some_and(|m| m.outer.start == start)
    };
    let next = before.block + 1 == candidate.block && opens();
    let marks = before.spans.iter().any(|span| stretch_at(span.start).is_some_and(|m| m.inner.overlaps(*span)));
    if before.is_attributed_behind() { same_block || next && marks } else { same_block && marks }
}

/// Fragments in a sentence without attribution behind a quote: `“…,” she said. Doing so “would be a mistake.”`
///
/// The sentence is said by the same speaker, unless somebody else acts in it.
pub fn whole_sentences(cx: &Context, fragments: &[usize], candidates: &mut [Candidate]) {
    if !cx.rules.uses(WHOLE_SENTENCES.name) {
        return;
    }
    for fragment in fragments.iter().map(|&index| &cx.marked[index]) {
        let Some(sentence) = cx.sentence(fragment.outer.start).map(|s| s.span) else { continue };
        let next = candidates.partition_point(|d| d.spans[0].start < sentence.start);
        let Some(before) = next.checked_sub(1).map(|at| &candidates[at]) else { continue };
        let covered = |d: &Candidate| {
            d.spans.iter().any(|s| s.overlaps(sentence)) || d.attribution.is_some_and(|a| a.overlaps(sentence))
        };
        let free = !covered(before) && candidates.get(next).is_none_or(|d| !covered(d));
        let follows =
            before.block == fragment.block && before.is_attributed_behind() && is_adjacent(cx, before, sentence.start);
        if !free || !follows || stretch::longest_in(cx.doc, fragment) < 3 {
            continue;
        }
        let head = Span::new(sentence.start.min(fragment.outer.start), fragment.outer.start);
        let tail = Span::new(fragment.outer.end, sentence.end.max(fragment.outer.end));
        let reports = by_words::before(cx, head).is_some() || by_words::after(cx, tail).is_some();
        let acts = by_words::acting(cx, head).and_then(|f| f.speaker).is_some_and(|s| cx.is_somebody(s));
        if !reports && !acts {
            let whole = Span::new(sentence.start, sentence.end.max(fragment.inner.end));
            candidates[next - 1].spans.push(cx.trimmed(whole));
        }
    }
}

/// Whether a candidate's cue tells of speech.
fn tells(cx: &Context, candidate: &Candidate) -> bool {
    let Some(cue) = candidate.cue.as_ref() else { return false };
    let verb = cx.verb(cx.tokens(cue.span).start);
    verb.is_none_or(|c| !c.is_thought() && c.verb.frames.intersects(Frames::SPEECH.union(Frames::CLAUSE)))
}

/// Whether only the rest of its own sentence stands between a candidate and a place.
fn is_adjacent(cx: &Context, candidate: &Candidate, at: usize) -> bool {
    let end = candidate.end();
    end <= at && cx.doc.sentence_at(at) <= cx.doc.sentence_at(end.saturating_sub(1)) + 1
}

/// "X said A, adding that B": a participle behind a comma or conjunction has the speaker of the attribution before it.
pub fn share_speakers(tree: &SentenceTree, found: &mut [Reported], direct: &[Candidate]) {
    found.sort_by_key(|a| a.cue.start);
    if !tree.cx.rules.uses(SHARED_SPEAKERS.name) {
        return;
    }
    let doc = tree.cx.doc;
    for i in 0..found.len() {
        let cue = found[i].cue.start;
        if let Some(speaker) = speaker_around(&found[..i], &found[i]) {
            found[i].speaker = Some(speaker);
            continue;
        }
        let before = tree.previous(cue);
        let participle = tree.cue(cue).is_some_and(|c| c.form == VerbForm::Gerund) || tree.tag(cue).is_gerund();
        let participle =
            participle && !tree.is(cue, Class::AccordingTo) && tree.cx.phrase(cue, Class::AccordingTo).is_none();
        let joins = |t: usize| {
            let tag = tree.tag(t);
            tag.is_comma() || tag.is_coordinator() || tag.is_adverb() || tree.in_marks(t)
        };
        if !(participle || found[i].speaker.is_none()) || !before.is_some_and(joins) {
            continue;
        }
        let at = doc.tokens[cue].span.start;
        let start = doc.tokens[tree.tokens.start].span.start;
        let spoken = direct[..direct.partition_point(|d| d.spans[0].start < at)]
            .iter()
            .rev()
            .take(3)
            .find(|d| d.attribution.is_some_and(|a| a.start >= start && a.end <= at))
            .and_then(|d| d.speaker);
        let outer = |a: &&Reported| !a.thought && !found[..i].iter().any(|o| o.holds(a.cue));
        let framing = found[..i].iter().rev().find(|a| a.frames()).and_then(|a| a.speaker);
        let reported = framing.or_else(|| found[..i].iter().rev().find(outer).and_then(|a| a.speaker));
        if let Some(speaker) = spoken.map(|span| doc.tokens_in(span)).or(reported) {
            found[i].speaker = Some(speaker);
        }
    }
}

/// "X said that Y was weak and urged …": who reports the words in which a verb's subject seems to stand, although they end
/// before that verb.
fn speaker_around(before: &[Reported], this: &Reported) -> Option<TokenRange> {
    let subject = this.speaker?;
    let reports = |a: &&Reported| {
        let holds = |c: &TokenRange| c.start <= subject.start && subject.end <= c.end && c.end <= this.cue.start;
        a.cue.end <= subject.start && a.content.iter().any(holds)
    };
    before.iter().find(reports)?.speaker
}

/// Keeps the outermost of nested attributions: what a speaker says about what others say is one quote. A thought
/// gives way to the speech in it.
pub fn outermost(tree: &SentenceTree, found: &mut Vec<Reported>) {
    if !tree.cx.rules.uses(OUTERMOST.name) {
        return;
    }
    let width = |a: &Reported| a.content.iter().map(|range| range.len()).sum::<usize>();
    // Where each holds the other ("A signals B, said X") the one behind its content, or the wider one, is the frame.
    let rank = |i: usize| (found[i].frames(), width(&found[i]), std::cmp::Reverse(i));
    // "He told them to “wait”, according to a statement": the marked words are his, the frame only says where they stand.
    let marked = |a: &Reported| a.content.iter().map(|range| tree.marked_between(range.start, range.end)).sum::<u32>();
    let only_source = |this: &Reported, other: &Reported| {
        tree.cx.phrase(this.cue.start, Class::AccordingTo).is_some()
            && !other.thought
            && other.speaker.is_some()
            && this.holds(other.cue)
            && marked(other) > 0
            && marked(this) == marked(other)
    };
    let gives_way = |i: usize, j: usize| {
        let (this, other) = (&found[i], &found[j]);
        if only_source(this, other) || only_source(other, this) {
            return only_source(this, other);
        }
        match (this.thought, other.thought) {
            (true, false) => other.holds(this.cue) || this.holds(other.cue),
            (false, true) => false,
            _ => other.holds(this.cue) && !(this.holds(other.cue) && rank(i) > rank(j)),
        }
    };
    let keep: Vec<bool> = (0..found.len()).map(|i| !(0..found.len()).any(|j| i != j && gives_way(i, j))).collect();
    let mut keep = keep.into_iter();
    found.retain(|_| keep.next().unwrap_or(true));
}
