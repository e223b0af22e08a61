//! Reported speech that goes on without a reporting word, by the mood of its verbs: "Der Minister sagte, es gebe kein Geld. Man habe
//! lange geprüft." Only in languages whose pack lists the forms of that mood.

use super::candidate::Candidate;
use super::context::Context;
use super::rules::Rule;
use super::source::by_words;
use crate::document::{Evidence, QuoteCue, Relation, Sentence, Span, TokenRange};
use crate::languages::{Class, Mood};

/// How the speaker of a sentence in the mood of reported speech is found; each is used or not, as a rule is.
pub const STEPS: &[Rule<()>] = &[GOES_ON, ACTS_BEFORE];

const GOES_ON: Rule<()> = Rule {
    name: "mood-goes-on",
    example: "de: <Die Ministerin> sagte, es gebe kein Geld. [Man habe lange gerechnet.] [Nun müsse gespart werden.]",
    run: (),
};
const ACTS_BEFORE: Rule<()> = Rule {
    name: "mood-behind-act",
    example: "de: <Der Bürgermeister> wies die Kritik zurück. [Die Halle sei sicher.]",
    run: (),
};

/// How many sentences may stand between two of one speaker.
const HORIZON: usize = 2;

/// Who spoke last.
struct Speech {
    speaker: Option<Span>,
    cue: Option<QuoteCue>,
    sentence: usize,
}

/// The quotes that sentences without a cue of their own make; `candidates` are in text order.
pub fn find(cx: &Context, candidates: &[Candidate]) -> Vec<Candidate> {
    if !cx.language.reporting().mood().is_known() || !cx.is_tagged() {
        return Vec::new();
    }
    let mut found: Vec<(usize, Candidate)> = Vec::new();
    let mut last: Option<Speech> = None;
    let mut next = 0;
    for (index, sentence) in cx.doc.sentences.iter().enumerate() {
        let first = next;
        while candidates.get(next).is_some_and(|c| c.spans[0].start < sentence.span.end) {
            next += 1;
        }
        if let Some(said) = candidates[first..next].last() {
            let (speaker, cue) = (said.speaker, said.cue.clone());
            last = Some(Speech { speaker, cue, sentence: cx.doc.sentence_at(said.end().saturating_sub(1)).max(index) });
        }
        if first < next || candidates[..first].last().is_some_and(|c| c.end() > sentence.span.start) {
            continue;
        }
        let Some(mood) = main_mood(cx, sentence) else { continue };
        let near = last.as_ref().filter(|l| l.speaker.is_some() && near(cx, l.sentence, index, mood));
        let goes_on = near.filter(|_| cx.rules.uses(GOES_ON.name));
        let acting = acting_before(cx, index).filter(|_| mood == Mood::Tells);
        let adjacent = goes_on.is_some_and(|speech| speech.sentence + 1 >= index);
        // Whoever acts right before, by name or in a paragraph of their own, is nearer than one who spoke two sentences ago.
        let parted = goes_on.is_none_or(|speech| cx.doc.sentences[speech.sentence].block != sentence.block);
        let acting = acting.filter(|&s| !adjacent && (parted || cx.is_somebody(s)));
        let (speaker, cue, evidence) = match (acting, goes_on) {
            (Some(speaker), _) => (Some(speaker), None, Evidence::SentenceBefore),
            (None, Some(speech)) => (speech.speaker, speech.cue.clone(), Evidence::Carried),
            (None, None) => continue,
        };
        let span = cx.trimmed(sentence.span);
        match found.last_mut().filter(|(at, before)| at + 1 == index && before.speaker == speaker) {
            Some((at, run)) => {
                *at = index;
                run.spans.push(span);
                run.block = sentence.block;
            }
            None => {
                let candidate = Candidate {
                    spans: vec![span],
                    cue: cue.clone(),
                    speaker,
                    evidence,
                    attribution: None,
                    block: sentence.block,
                };
                found.push((index, candidate));
            }
        }
        last = Some(Speech { speaker, cue, sentence: index });
    }
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Whether speech in one sentence may go on in another: a form of doubt or condition only right behind it.
fn near(cx: &Context, before: usize, this: usize, mood: Mood) -> bool {
    let (a, b) = (&cx.doc.sentences[before], &cx.doc.sentences[this]);
    match mood {
        Mood::GoesOn => before + 1 == this && a.block == b.block,
        Mood::Tells => this <= before + 1 + HORIZON && (a.block == b.block || a.block + 1 == b.block),
    }
}

/// What the mood of a sentence's main verb tells.
fn main_mood(cx: &Context, sentence: &Sentence) -> Option<Mood> {
    let verb = main_verb(cx, sentence.tokens)?;
    let ends = cx.doc.slice(sentence.span).trim_end().ends_with(['.', '!', '…', '“', '”', '"', '«', '»']);
    // "Zu den Kosten führte Roe aus, …": a verb of speech in the mood of fact has its own speaker.
    let reports = |t: usize| cx.tag(t).is_finite() && cx.verb(t).is_some() && cx.mood(t) != Some(Mood::Tells);
    let attributed = (sentence.tokens.start..verb).any(reports);
    // "Seien Sie ehrlich!": a wish begins with its verb.
    let mood = (ends && sentence.tokens.start < verb && !attributed).then(|| cx.mood(verb)).flatten()?;
    // "Der Verein wollte nicht sagen, …": a form of fact as well, with a verb of speech that has its own speaker.
    let predicate = cx.doc.syntax.heads.get(verb).map(|&head| head as usize);
    let speaks = predicate.is_some_and(|predicate| {
        predicate != verb && sentence.tokens.holds(predicate) && is_helper(cx, verb) && cx.verb(predicate).is_some()
    });
    (mood == Mood::Tells || !speaks).then_some(mood)
}

/// The finite verb of a sentence's main clause: the root, or what helps it.
fn main_verb(cx: &Context, tokens: TokenRange) -> Option<usize> {
    let syntax = &cx.doc.syntax;
    let finite = |t: usize| cx.tag(t).is_finite();
    if !syntax.is_parsed() {
        return tokens.iter().find(|&t| finite(t));
    }
    let root = tokens.iter().find(|&t| syntax.heads[t] as usize == t)?;
    let helps = || syntax.children(root, tokens).find(|&t| finite(t) && is_helper(cx, t));
    // A broken tree: the first verb that no comma or conjunction stands before.
    let opens = |t: &usize| cx.doc.classes[*t].contains_any(&[Class::ClauseMark, Class::Subordinator]);
    let first = || tokens.iter().take_while(|t| !opens(t)).find(|&t| finite(t));
    if finite(root) { Some(root) } else { helps().or_else(first) }
}

fn is_helper(cx: &Context, token: usize) -> bool {
    matches!(cx.doc.syntax.relations[token], Relation::Aux | Relation::AuxPass | Relation::Cop)
        || cx.is(token, Class::Auxiliary)
}

/// Who acts in the sentence before one, in its paragraph or at the end of the one above.
fn acting_before(cx: &Context, index: usize) -> Option<Span> {
    let before = index.checked_sub(1).map(|i| &cx.doc.sentences[i]).filter(|_| cx.rules.uses(ACTS_BEFORE.name))?;
    let near = before.block == cx.doc.sentences[index].block;
    let found = near.then(|| by_words::main_subject(cx, before.span)).flatten()?;
    let tokens = cx.tokens(found);
    let nobody =
        cx.is(tokens.start, Class::Impersonal) || main_verb(cx, before.tokens).is_some_and(|t| cx.mood(t).is_some());
    (!nobody).then_some(found)
}
