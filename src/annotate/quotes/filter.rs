//! Marked stretches that nobody says: titles of works, names, terms and labels; and those that are part of a clause.

use super::candidate::Attribution;
use super::context::Context;
use super::rules::Rule;
use super::sentence;
use super::stretch::{count_words, is_capitalised, is_named, last_before, longest_in};
use crate::document::{Document, MarkedStretch};
use crate::languages::{Class, Frames};

/// When a marked stretch is no speech, whatever stands around it.
pub const NOT_SAID: &[Rule<fn(&Document, &MarkedStretch) -> bool>] = &[
    Rule {
        name: "named-phrase",
        example: "The phrase “a right that nobody has given up” stands in the book.",
        run: |doc, marked| is_named(doc, marked),
    },
    Rule {
        name: "capitals-throughout",
        example: "Bo Lund sang on “The Late Tide” twice.",
        run: |doc, marked| {
            let inner = doc.slice(marked.inner);
            let words = count_words(doc.slice(marked.inner));
            // American typesetting puts the comma and the full stop of the sentence inside the marks.
            let closed = inner.ends_with(['.', ',']);
            (2..=8).contains(&words)
                && is_capitalised(doc, marked)
                && !inner.ends_with(['!', '?'])
                && (!closed || follows_title_opener(doc, marked))
        },
    },
];

/// When a fragment without a reporting verb is no speech either.
pub const NOT_SAID_FRAGMENT: &[Rule<fn(&Context, &MarkedStretch, Option<&Attribution>) -> bool>] = &[
    Rule {
        name: "name-of-the-subject",
        example: "The firm builds bicycles for postmen. Its best model is called “Heron”.",
        run: |cx, marked, source| {
            let Some(verb) = source.map(|a| cx.tokens(a.cue).end).and_then(|end| end.checked_sub(1)) else {
                return false;
            };
            let names = cx.verb(verb).is_some_and(|cue| cue.has(Frames::NAMES)) && cx.tag(verb).is_participle();
            let passive = (verb.saturating_sub(3)..verb).any(|t| cx.is(t, Class::Copula));
            names && passive && cx.tokens(marked.outer).start == verb + 1
        },
    },
    Rule {
        name: "short-without-speech",
        example: "The storm hit a house with “walls of old salt” in May.",
        run: |cx, marked, source| {
            // Marks that hold the verb of their clause hold a statement.
            let holds_verb = |a: &Attribution| marked.inner.contains(a.cue);
            let names_source = |t: usize| cx.verb(t).is_some() || cx.phrase(t, Class::AccordingTo).is_some();
            let reports = source.is_some_and(|a| holds_verb(a) || cx.tokens(a.cue).iter().any(names_source));
            let words = longest_in(cx.doc, marked);
            let speaker = source.and_then(|a| a.speaker);
            let fewest = if speaker.is_some_and(|s| cx.is_somebody(s)) { 4 } else { 6 };
            let utters = source.is_some_and(|a| utters(cx, a, marked));
            !reports && words < fewest || words < 2 && !utters || words < 4 && speaker.is_none()
        },
    },
];

/// When a stretch that has an attribution is only part of what is said: the reported clause holds more than the marks.
pub const PART_OF_CLAUSE: &[Rule<fn(&Context, &Attribution, usize) -> bool>] = &[Rule {
    name: "clause-begins-before-marks",
    example: "<Lund> said [that it was simple: “The town has no money].”",
    run: |cx, found, index| sentence::clause_begins_before(cx, found, &cx.marked[index]),
}];

/// Whether a stretch names a work, a person or a term.
pub fn is_title(doc: &Document, marked: &MarkedStretch) -> bool {
    NOT_SAID.iter().any(|rule| (rule.run)(doc, marked))
}

/// Whether a stretch is no speech whatever stands around it, by the rules in use.
pub fn is_not_said(cx: &Context, marked: &MarkedStretch) -> bool {
    cx.rules.of(NOT_SAID).any(|rule| (rule.run)(cx.doc, marked))
}

/// Whether a verb of speech, with nothing but its subject behind it, stands right before the marks: "said “no”".
fn utters(cx: &Context, found: &Attribution, marked: &MarkedStretch) -> bool {
    let speech = cx.verb(cx.tokens(found.cue).start).is_some_and(|cue| cue.has(Frames::SPEECH));
    let end = found.speaker.map_or(found.cue.end, |speaker| speaker.end.max(found.cue.end));
    speech && cx.doc.text().get(end..marked.outer.start).is_some_and(|gap| gap.trim().is_empty())
}

fn is_possessive(doc: &Document, token: usize) -> bool {
    doc.syntax.tags.get(token).is_some_and(|tag| tag.is_possessive_marker())
}

/// Whether a title may follow the word in front of a stretch, while words that somebody says hardly ever do.
fn follows_title_opener(doc: &Document, marked: &MarkedStretch) -> bool {
    const OPENERS: [Class; 4] = [Class::Preposition, Class::Determiner, Class::Possessive, Class::Coordinator];
    let Some(last) = last_before(doc, marked) else { return false };
    let text = doc.token_text(last);
    is_possessive(doc, last)
        || matches!(text, "”" | "\"" | "’" | "»")
        || doc.classes[last].contains_any(&OPENERS)
            && !doc.classes[last].contains_any(&[Class::Complementizer, Class::Adversative])
}
