//! Marked stretches that nobody says: titles of works, names, terms and labels; and those that are part of a clause.

use super::candidate::Attribution;
use super::context::Context;
use super::rules::Rule;
use super::sentence;
use crate::document::{Document, QuotedSpan};
use crate::languages::Class;

/// When a marked stretch is no speech, whatever stands around it.
pub const NOT_SAID: &[Rule<fn(&Document, &QuotedSpan) -> bool>] = &[
    Rule {
        name: "named-phrase",
        example: "The phrase “a right that nobody has given up” stands in the book.",
        run: |doc, marked| last_before(doc, marked).is_some_and(|t| doc.is(t, Class::LabelNoun)),
    },
    Rule {
        name: "capitals-throughout",
        example: "Bo Lund sang on “The Late Tide” twice.",
        run: |doc, marked| {
            let inner = doc.slice(marked.inner);
            let words = words_in(doc, marked);
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
pub const NOT_SAID_FRAGMENT: &[Rule<fn(&Context, &QuotedSpan, Option<&Attribution>) -> bool>] = &[Rule {
    name: "short-without-speech",
    example: "The storm hit a house with “walls of old salt” in May.",
    run: |cx, marked, source| {
        let reports = source.is_some_and(|a| cx.tokens(a.cue).iter().any(|t| cx.verb(t).is_some()));
        let words = longest_in(cx.doc, marked);
        !reports && words < 6 || words < 2 || words < 4 && source.is_none_or(|a| a.speaker.is_none())
    },
}];

/// When a stretch that has an attribution is only part of what is said: the reported clause holds more than the marks.
pub const PART_OF_CLAUSE: &[Rule<fn(&Context, &Attribution, usize) -> bool>] = &[
    Rule {
        name: "clause-before-colon",
        example: "<Lund> said [that it was simple: “The town has no money].”",
        run: |cx, found, index| sentence::clause_before_colon(cx, found, &cx.marked[index]).unwrap_or(false),
    },
    Rule {
        name: "clause-opened-before-marks",
        example: "<Lund> said [that “We will go on with the work until the very end].”",
        run: |cx, found, index| sentence::opens_clause(cx, found, &cx.marked[index]),
    },
    Rule {
        name: "low-case-behind-many-words",
        example: "<Lund> asks [the town to help all boats, “except for those who left the harbour in the storm].”",
        run: |cx, found, index| sentence::goes_on_with_words(cx, found, &cx.marked[index]),
    },
    Rule {
        name: "led-into",
        example: "[After the storms of the last two winters, “there is a sense of urgency that we build the wall],” <Lund> said.",
        run: |cx, found, index| sentence::is_led_into(cx, index, found),
    },
];

/// Whether a stretch is a nickname within a name: Raymond “Ducky” Holt.
pub fn is_nickname(doc: &Document, marked: &QuotedSpan) -> bool {
    let before = &doc.text()[..marked.outer.start];
    let after = &doc.text()[marked.outer.end..];
    let last = before.trim_end().rsplit(' ').next().unwrap_or_default();
    let name = |word: &str| word.starts_with(char::is_uppercase) && word.ends_with(char::is_alphabetic);
    let next = after.strip_prefix(' ').is_some_and(|rest| rest.starts_with(char::is_uppercase));
    before.ends_with(' ')
        && name(last)
        && next
        && (1..=2).contains(&words_in(doc, marked))
        && is_capitalised(doc, marked)
        && !doc.slice(marked.inner).ends_with(['.', ',', '!', '?'])
}

/// Whether a stretch names a work, a person or a term.
pub fn is_title(doc: &Document, marked: &QuotedSpan) -> bool {
    NOT_SAID.iter().any(|rule| (rule.run)(doc, marked))
}

/// Whether a stretch is no speech whatever stands around it, by the rules in use.
pub fn is_not_said(cx: &Context, marked: &QuotedSpan) -> bool {
    cx.rules.of(NOT_SAID).any(|rule| (rule.run)(cx.doc, marked))
}

fn words_in(doc: &Document, marked: &QuotedSpan) -> usize {
    doc.slice(marked.inner).split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count()
}

/// Whether a stretch is written as a name is: capitals throughout.
pub fn is_name(doc: &Document, marked: &QuotedSpan) -> bool {
    is_capitalised(doc, marked)
}

/// How many words the longest stretch of a list has.
fn longest_in(doc: &Document, marked: &QuotedSpan) -> usize {
    let stretches = doc.slice(marked.inner).split(['”', '“', '"', '«', '»', '„']);
    let words = |part: &str| part.split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count();
    stretches.map(words).max().unwrap_or(0)
}

/// Whether all words but those of closed classes begin with a capital or a figure.
fn is_capitalised(doc: &Document, marked: &QuotedSpan) -> bool {
    doc.slice(marked.inner).split_whitespace().all(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.is_empty()
            || word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
            || word.len() <= 4 && !doc.words().classes(word).is_empty()
    })
}

/// The token in front of the opening mark, in its block.
fn last_before(doc: &Document, marked: &QuotedSpan) -> Option<usize> {
    let token = doc.tokens_in(marked.outer).start.checked_sub(1)?;
    (doc.tokens[token].span.start >= doc.blocks()[marked.block].span.start).then_some(token)
}

fn is_possessive(doc: &Document, token: usize) -> bool {
    doc.syntax.tags.get(token).is_some_and(|tag| tag.is_possessive_marker())
}

/// Whether a title may follow the word in front of a stretch, while words that somebody says hardly ever do.
fn follows_title_opener(doc: &Document, marked: &QuotedSpan) -> bool {
    const OPENERS: [Class; 4] = [Class::Preposition, Class::Determiner, Class::Possessive, Class::Coordinator];
    let Some(last) = last_before(doc, marked) else { return false };
    let text = doc.token_text(last);
    is_possessive(doc, last)
        || matches!(text, "”" | "\"" | "’" | "»")
        || doc.classes[last].contains_any(&OPENERS)
            && !doc.classes[last].contains_any(&[Class::Complementizer, Class::Adversative])
}
