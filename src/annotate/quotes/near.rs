//! The cue and the speaker beside a marked stretch, from the words alone.
//!
//! News sets direct speech in few ways: `"…," X said`, `"…," said X, the minister`, `X said: "…"`, and
//! `"…", according to X`. They are recognised here by reporting verbs, closed-class words, capitals and commas, so that
//! they work without a parser and in every language with a table. Looks at no more than [`REACH`] words.

use super::languages::{Class, Language};
use crate::document::{Document, Pos, Span};

/// How many words beside the marks are looked at.
const REACH: usize = 48;

/// A cue beside a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The verb, or "according to".
    pub cue: Span,
    /// Its lemma.
    pub lemma: String,
    /// The speaker's noun phrase, when there is one.
    pub speaker: Option<Span>,
    /// Where the attribution as a whole stands, from the first to the last word used.
    pub span: Span,
}

/// A word beside the marks.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    class: Class,
    /// Whether it starts with a capital letter.
    capital: bool,
    /// Whether a comma, dash, bracket or the like stands before it.
    breaks: bool,
    /// Whether it ends in -ly and may stand between subject and verb.
    adverb: bool,
    /// Whether it is an English -ing form.
    gerund: bool,
    /// Whether it is a finite verb, reporting or not; known only where parts of speech are.
    finite: bool,
    /// Whether its part of speech, where known, may start a noun phrase.
    nominal: bool,
    /// Identity of a short word, to compare without its text.
    small: Option<u64>,
}

/// The bytes of a word of at most eight letters, as a number.
fn word_id(word: &str) -> u64 {
    word.bytes().take(8).fold(0, |id, byte| id << 8 | u64::from(byte))
}

impl Word {
    /// Whether it is this word of the closed classes.
    fn is(&self, word: &str) -> bool {
        self.small == Some(word_id(word))
    }
}

/// The words in a span, at most [`REACH`]: the first ones, or the last ones when `from_end`.
pub fn words(doc: &Document, language: &Language, span: Span, from_end: bool) -> Vec<Word> {
    read(doc, language, span, from_end, true)
}

/// As [`words`]; `strict`: a reporting form counts as a verb only where it is tagged as one.
fn read(doc: &Document, language: &Language, span: Span, from_end: bool, strict: bool) -> Vec<Word> {
    // A byte bound first, so that a long gap is not read again for each mark.
    const BYTES: usize = REACH * 9;
    let text = doc.text();
    let mut span = span;
    if span.len() > BYTES {
        if from_end {
            span.start = span.end - BYTES;
            while !text.is_char_boundary(span.start) {
                span.start += 1;
            }
        } else {
            span.end = span.start + BYTES;
            while !text.is_char_boundary(span.end) {
                span.end -= 1;
            }
        }
    }
    let slice = doc.slice(span);
    // Right before a mark a reporting form is a verb, whatever the tagger says ("Article 33 affirms:").
    let last_word = from_end.then(|| slice.trim_end_matches(|c: char| !c.is_alphanumeric()).len() + span.start);
    let mut found: Vec<Word> = Vec::new();
    let mut start = None;
    let mut breaks = false;
    let mut push = |start: usize, end: usize, breaks: &mut bool| {
        let word = Span::new(span.start + start, span.start + end);
        let raw = doc.slice(word);
        let lower = raw.to_lowercase();
        let mut class = language.class(lower.trim_end_matches("'s").trim_end_matches("’s"));
        let capital = raw.starts_with(char::is_uppercase);
        if matches!(class, Class::Verb(_))
            && strict
            && last_word != Some(word.end)
            && !is_verb(doc, word, capital && !found.is_empty())
        {
            class = Class::Other;
        }
        let pos = doc.syntax.pos.get(doc.tokens_in(word).start);
        found.push(Word {
            span: word,
            class,
            capital,
            breaks: std::mem::take(breaks),
            adverb: lower.ends_with("ly") && !capital,
            gerund: lower.ends_with("ing") && !capital,
            finite: matches!(pos, Some(Pos::VBD | Pos::VBZ | Pos::VBP)),
            small: (lower.len() <= 8).then(|| word_id(&lower)),
            nominal: !matches!(
                pos,
                Some(
                    Pos::VBD
                        | Pos::VBZ
                        | Pos::VBP
                        | Pos::VBN
                        | Pos::VBG
                        | Pos::RB
                        | Pos::IN
                        | Pos::CC
                        | Pos::WRB
                        | Pos::TO
                )
            ),
        });
    };
    for (at, c) in slice.char_indices() {
        let next = || slice[at + c.len_utf8()..].chars().next();
        let inner = match c {
            '\'' | '’' => start.is_some() && !language.splits && next().is_some_and(char::is_alphanumeric),
            '-' | '.' | '&' => {
                start.is_some() && !(language.splits && c == '-') && next().is_some_and(char::is_alphanumeric)
            }
            _ => c.is_alphanumeric() || c == '$' || c == '@',
        };
        match (inner, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                push(from, at, &mut breaks);
                start = None;
            }
            _ => {}
        }
        // A full stop behind an abbreviation ("Mr.") is no break; the caller cuts at sentences.
        if !inner && !c.is_whitespace() && !matches!(c, '.' | '\'' | '’' | '-') {
            breaks = true;
        }
    }
    if let Some(from) = start {
        push(from, slice.len(), &mut breaks);
    }
    if from_end && found.len() > REACH {
        found.drain(..found.len() - REACH);
    }
    found.truncate(REACH);
    found
}

/// Whether a form that may report is a verb here: by its part of speech where that is known.
fn is_verb(doc: &Document, word: Span, capital_inside: bool) -> bool {
    let tokens = doc.tokens_in(word);
    match doc.syntax.pos.get(tokens.start) {
        Some(pos) => pos.is_verb() || *pos == Pos::JJ,
        None => !capital_inside,
    }
}

/// The attribution that follows a quote, within `tail` (the text from the closing mark to the end of the sentence or
/// the next mark).
pub fn after(doc: &Document, language: &Language, tail: Span) -> Option<Found> {
    // Taggers take "notes" and "answers" behind a quote for nouns now and then.
    follows(doc, &read(doc, language, tail, false, true))
        .or_else(|| follows(doc, &read(doc, language, tail, false, false)).filter(|f| f.lemma != "be"))
}

fn follows(doc: &Document, words: &[Word]) -> Option<Found> {
    let first = words.first()?;
    if first.class == Class::According {
        return according(words, 0);
    }
    if let Some(found) = inverted(doc, words, 0) {
        return Some(found);
    }
    // "as X put it"
    let start = usize::from(doc.slice(first.span) == "as");
    let phrase_end = noun_phrase(words, start)?;
    let mut cues = phrase_end..words.len().min(phrase_end + 28);
    let cue = cues.find(|&i| matches!(words[i].class, Class::Verb(_)) || i == phrase_end && words[i].finite)?;
    // What stands between must be an apposition set off by commas, or auxiliaries and adverbs.
    let between = &words[phrase_end..=cue];
    let plain = between[..between.len() - 1].iter().all(|w| w.class == Class::Auxiliary || w.adverb);
    let set_off = between[0].breaks && between.len() > 1;
    let prepositional = !between[0].breaks && between[0].class == Class::Stop && between.len() <= 8;
    if !(plain || set_off || prepositional) {
        return None;
    }
    Some(found(doc, words, cue, Some((start, phrase_end))))
}

/// "said X", "a déclaré X", "dit-il" from word `at`.
fn inverted(doc: &Document, words: &[Word], at: usize) -> Option<Found> {
    let auxiliaries = words[at..].iter().take(3).take_while(|w| w.class == Class::Auxiliary).count();
    let mut i = at + auxiliaries;
    // "a-t-il déclaré", "hat er gesagt"
    if auxiliaries > 0 && words.get(i).is_some_and(|w| w.class == Class::Pronoun) {
        let cue = i + 1;
        let is_cue = words.get(cue).is_some_and(|w| matches!(w.class, Class::Verb(_)));
        return is_cue.then(|| found(doc, words, cue, Some((i, i + 1))));
    }
    if !words.get(i).is_some_and(|w| matches!(w.class, Class::Verb(_)) && (!w.capital || i == 0)) {
        return None;
    }
    let cue = i;
    i += 1;
    while words.get(i).is_some_and(|w| (w.adverb || w.class == Class::Auxiliary) && !w.breaks) {
        i += 1;
    }
    const OBJECTS: [&str; 8] = ["him", "her", "them", "it", "us", "me", "you", "reporters"];
    if words.get(i).is_none_or(|w| w.breaks || OBJECTS.contains(&doc.slice(w.span))) {
        return None;
    }
    let end = noun_phrase(words, i)?;
    Some(found(doc, words, cue, Some((i, end))))
}

fn according(words: &[Word], at: usize) -> Option<Found> {
    let mut i = at + 1;
    // "according to": the only two-word one.
    if words.get(i).is_some_and(|w| w.class == Class::Stop && !w.capital) {
        i += 1;
    }
    let end = noun_phrase(words, i)?;
    let cue = words[at].span.cover(words[i - 1].span);
    Some(Found {
        cue,
        lemma: "according to".to_owned(),
        speaker: Some(words[i].span.cover(words[end - 1].span)),
        span: cue.cover(words[end - 1].span),
    })
}

/// The attribution that leads to a quote, within `head` (the text from the start of the sentence, or the mark before,
/// to the opening mark). `far`: the verb may stand far from the mark, as before a colon.
pub fn before(doc: &Document, language: &Language, head: Span, far: bool) -> Option<Found> {
    let words = words(doc, language, head, true);
    let colon = doc.slice(head).ends_with(':');
    if let Some(found) = colon.then(|| headed(&words, head)).flatten() {
        return Some(found);
    }
    let Some(cue) = (0..words.len()).rev().find(|&i| matches!(words[i].class, Class::Verb(_))) else {
        return colon.then(|| announced(doc, &words, head)).flatten();
    };
    let distance = words.len() - 1 - cue;
    if distance > if far { 30 } else { 14 } {
        return None;
    }
    let starts = cue == 0 || words[cue].breaks;
    subject(doc, &words, cue)
        .or_else(|| starts.then(|| inverted(doc, &words, cue)).flatten())
        .or_else(|| governing(doc, &words, cue))
        .or_else(|| Some(found(doc, &words, cue, None)))
}

/// "X went on to say": the subject of the verb before.
fn governing(doc: &Document, words: &[Word], cue: usize) -> Option<Found> {
    let verb = (0..cue).rev().find(|&i| words[i].finite)?;
    let speaker = subject(doc, words, verb)?.speaker?;
    Some(Found { speaker: Some(speaker), ..found(doc, words, cue, None) })
}

/// The subject of the last finite verb in a stretch, whatever that verb means ("X welcomed “the plan”"); the verb is the
/// cue.
pub fn acting(doc: &Document, language: &Language, head: Span) -> Option<Found> {
    let words = words(doc, language, head, true);
    let verb = (0..words.len()).rev().find(|&i| words[i].finite)?;
    subject(doc, &words, verb).filter(|f| f.speaker.is_some())
}

/// The subject of a sentence's main clause.
pub fn main_subject(doc: &Document, language: &Language, sentence: Span) -> Option<Span> {
    let words = words(doc, language, sentence, false);
    let start = main_clause(&words, words.len())?;
    noun_phrase(&words, start).map(|end| words[start].span.cover(words[end - 1].span))
}

/// The noun phrase that is the subject of the last word of a stretch, a verb.
pub fn subject_of_last(doc: &Document, language: &Language, head: Span) -> Option<Span> {
    let words = words(doc, language, head, true);
    subject(doc, &words, words.len().checked_sub(1)?)?.speaker
}

/// A name that makes up a whole line, as under a quote.
pub fn name_at(doc: &Document, language: &Language, line: Span) -> Option<Found> {
    let words = words(doc, language, line, false);
    let end = noun_phrase(&words, 0).filter(|&end| words[0].capital && words[end - 1].capital)?;
    let speaker = words[0].span.cover(words[end - 1].span);
    let dash = Span::new(line.start, line.start);
    (words.len() - end <= 6)
        .then(|| Found { cue: dash, lemma: "—".to_owned(), speaker: Some(speaker), span: speaker })
}

/// `X: "…"`: the colon is the cue, a name stands right before it.
fn headed(words: &[Word], head: Span) -> Option<Found> {
    let start = (0..words.len()).rev().find(|&i| i == 0 || words[i].breaks)?;
    let end = noun_phrase(words, start)?;
    let speaker = words[start].span.cover(words[end - 1].span);
    let colon = Span::new(head.end - 1, head.end);
    let plain = words[start..].iter().all(|w| !w.finite && !matches!(w.class, Class::Verb(_)));
    (plain && words.len() - end <= 4 && words[start].capital && words[end - 1].capital).then(|| Found {
        cue: colon,
        lemma: ":".to_owned(),
        speaker: Some(speaker),
        span: speaker.cover(colon),
    })
}

/// "X released the following statement:": the colon is the cue, the subject of the sentence speaks.
fn announced(doc: &Document, words: &[Word], head: Span) -> Option<Found> {
    let verb = words.iter().position(|w| w.finite)?;
    let speaker = subject(doc, words, verb)?.speaker;
    let colon = Span::new(head.end - 1, head.end);
    Some(Found { cue: colon, lemma: ":".to_owned(), speaker, span: colon })
}

/// Finds the subject in front of a cue.
fn subject(doc: &Document, words: &[Word], cue: usize) -> Option<Found> {
    if words[cue].gerund {
        // "…, telling reporters": the subject of the main clause.
        let start = main_clause(words, cue)?;
        return noun_phrase(words, start).map(|end| found(doc, words, cue, Some((start, end))));
    }
    let mut end = cue;
    while end > 0 && !words[end].breaks && (words[end - 1].class == Class::Auxiliary || words[end - 1].adverb) {
        end -= 1;
    }
    if end == 0 {
        return None;
    }
    let joined = &words[end - 1];
    if ["and", "but", "or", "then"].contains(&doc.slice(joined.span)) {
        // "X smiled and said": the subject of the verb before.
        let is_cue = |&i: &usize| matches!(words[i].class, Class::Verb(_)) && !words[i].gerund;
        let verb = (0..end - 1).rev().find(is_cue).or_else(|| (0..end - 1).rev().find(|&i| words[i].finite))?;
        let speaker = subject(doc, words, verb)?.speaker?;
        let cue = found(doc, words, cue, None);
        return Some(Found { span: cue.span, speaker: Some(speaker), ..cue });
    }
    if !words[end].breaks {
        // Right in front of the verb: the longest noun phrase that ends there.
        let mut best = None;
        for start in (end.saturating_sub(14)..end).rev() {
            if noun_phrase(words, start) == Some(end) {
                best = Some(start);
            }
            if words[start].breaks || matches!(words[start].class, Class::Verb(_)) {
                break;
            }
        }
        if let Some(start) = best {
            return Some(found(doc, words, cue, Some((start, end))));
        }
    }
    let start = clause_subject(words, end)?;
    let phrase = noun_phrase(words, start).filter(|&p| p <= end)?;
    Some(found(doc, words, cue, Some((start, phrase))))
}

/// Where the subject starts of a verb that commas or phrases part from it ("X, the minister, said", "X of the ministry
/// in Y said"); `end` is one past the last word before the verb.
fn clause_subject(words: &[Word], end: usize) -> Option<usize> {
    const OPENERS: [&str; 13] =
        ["while", "but", "and", "that", "when", "as", "because", "since", "if", "though", "although", "where", "so"];
    let opener = |w: &Word| OPENERS.iter().any(|o| w.is(o));
    // Leftwards over stretches between commas, as long as they hold no verb of their own.
    let mut first = end;
    let mut stretch = end;
    while stretch > 0 {
        let start = (0..stretch).rev().find(|&i| i == 0 || words[i].breaks).unwrap_or(0);
        let relative = words[start].is("who") || words[start].is("which") || words[start].is("whose");
        let body = &words[start..stretch];
        let verb = body.iter().rposition(|w| w.finite || matches!(w.class, Class::Verb(_)) && !w.gerund);
        match verb {
            Some(verb) if !relative => {
                // "…that X, the minister": the clause opens inside the stretch.
                if let Some(inside) = body.iter().rposition(&opener).filter(|&i| i > verb) {
                    first = start + inside + 1;
                }
                break;
            }
            _ => first = start,
        }
        stretch = start;
    }
    let mut at = first;
    while at < end {
        while at < end && opener(&words[at]) {
            at += 1;
        }
        let begins = at < end
            && (words[at].capital || matches!(words[at].class, Class::Determiner | Class::Pronoun | Class::Other))
            && noun_phrase(words, at).is_some();
        if begins {
            return Some(at);
        }
        at = (at + 1..end).find(|&i| words[i].breaks)?;
    }
    None
}

/// Where the subject of the sentence's first clause starts, before word `end`: behind a leading adverbial
/// ("In a statement on Monday, …").
fn main_clause(words: &[Word], end: usize) -> Option<usize> {
    (0..end).find(|&i| {
        (i == 0 || words[i].breaks)
            && (words[i].capital || matches!(words[i].class, Class::Determiner | Class::Pronoun))
            && noun_phrase(words, i).is_some()
    })
}

fn found(doc: &Document, words: &[Word], cue: usize, speaker: Option<(usize, usize)>) -> Found {
    let lemma = match words[cue].class {
        Class::Verb(lemma) => lemma.to_owned(),
        _ => doc.slice(words[cue].span).to_lowercase(),
    };
    let speaker = speaker.map(|(from, to)| words[from].span.cover(words[to - 1].span));
    let cue = words[cue].span;
    Found { cue, lemma, speaker, span: speaker.map_or(cue, |s| s.cover(cue)) }
}

/// One past the last word of the noun phrase that starts at `from`, if one does.
fn noun_phrase(words: &[Word], from: usize) -> Option<usize> {
    let first = words.get(from)?;
    match first.class {
        Class::Pronoun => return Some(from + 1),
        Class::Stop | Class::Auxiliary | Class::Link | Class::According => return None,
        Class::Verb(_) if !first.capital => return None,
        Class::Other if !first.nominal && (!first.capital || from == 0) => return None,
        // "said that …": no pronoun but the opening of a clause.
        Class::Determiner if !first.nominal && first.is("that") => return None,
        _ => {}
    }
    let mut end = from + 1;
    let mut i = from + 1;
    while let Some(word) = words.get(i) {
        if word.breaks {
            break;
        }
        match word.class {
            Class::Stop | Class::Auxiliary | Class::Pronoun | Class::Verb(_) | Class::According => break,
            Class::Determiner if words[i - 1].class != Class::Link => break,
            Class::Link => {
                let next = words.get(i + 1);
                let goes_on = next.is_some_and(|n| {
                    !n.breaks && (n.capital || matches!(n.class, Class::Determiner | Class::Link | Class::Other))
                });
                if !goes_on {
                    break;
                }
            }
            _ if word.adverb => break,
            _ => end = i + 1,
        }
        i += 1;
    }
    // A determiner alone is no phrase, unless it stands for one ("some said").
    Some(end)
}
