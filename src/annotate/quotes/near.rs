//! The cue and the speaker beside a marked stretch, from the words alone.
//!
//! News sets direct speech in few ways: `"…," X said`, `"…," said X, the minister`, `X said: "…"`, and
//! `"…", according to X`. They are recognised here by reporting verbs, closed-class words, capitals and commas, so that
//! they work without a parser and in every language with a table.

mod subject;
mod words;

use super::languages::{Class, Language};
use crate::dateline;
use crate::document::{Document, Span};
use subject::{main_clause, subject};
use words::{Word, read, words};

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

/// Verbs that need another verb behind them.
const MODALS: [&str; 8] = ["will", "would", "can", "could", "may", "might", "should", "must"];

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
    // A verb of any kind, where nothing but a particle depends on it: "Trump went on", "an angry Hollande retaliated."
    let closed =
        |i: usize| words.get(i + 1).is_none_or(|w| w.breaks || ["on", "back", "out", "in"].iter().any(|p| w.is(p)));
    let cue =
        cues.find(|&i| matches!(words[i].class, Class::Verb(_)) || i == phrase_end && words[i].verbal && closed(i))?;
    // What stands between must be an apposition set off by commas, or auxiliaries and adverbs.
    let between = &words[phrase_end..=cue];
    let plain = between[..between.len() - 1].iter().all(|w| w.class == Class::Auxiliary || w.adverb);
    let set_off = between[0].breaks && between.len() > 1;
    // "income, he said": another subject stands in between.
    let other = |w: &Word| w.class == Class::Pronoun && !w.is("who");
    if between[..between.len() - 1].iter().any(other) || words[cue].breaks && set_off && cue == phrase_end {
        return None;
    }
    // "…, the last of its kind, Roe says": what stands right before the verb is its subject.
    if set_off && !words[cue].breaks && !plain {
        let own =
            (phrase_end..cue).find(|&i| words[i].breaks && words[i].capital && noun_phrase(words, i) == Some(cue));
        if let Some(own) = own {
            return Some(found(doc, words, cue, Some((own, cue))));
        }
    }
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
    // "reacted Trump.": any finite verb in front of a name that ends there.
    let ends_with_name =
        || noun_phrase(words, i + 1).is_some_and(|end| words[i + 1].capital && words.get(end).is_none_or(|w| w.breaks));
    let is_cue = |w: &Word| matches!(w.class, Class::Verb(_)) && (!w.capital || i == 0);
    if !words.get(i).is_some_and(|w| is_cue(w) || i == 0 && w.finite && !w.capital && ends_with_name()) {
        return None;
    }
    // "told Politico": whoever follows is told; "saying he": a participle has its subject elsewhere.
    if words[i].class == Class::Verb("tell") || words[i].gerund {
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
    // "said Fiorina was": what follows is the subject of the words said. A determiner alone is nobody.
    let acts = words.get(end).is_some_and(|w| !w.breaks && (w.finite || MODALS.iter().any(|m| w.is(m))));
    let bare = end == i + 1 && words[i].class == Class::Determiner && ["the", "a", "an"].iter().any(|d| words[i].is(d));
    (!acts && !bare).then(|| found(doc, words, cue, Some((i, end))))
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
    // `According to the mayor, “…”`
    if let Some(at) = words.iter().take(3).position(|w| w.class == Class::According) {
        let found = according(&words, at);
        let plain = |end: usize| words[end..].iter().all(|w| !w.finite && !matches!(w.class, Class::Verb(_)));
        let close =
            found.as_ref().and_then(|f| f.speaker).and_then(|s| words.iter().position(|w| w.span.start >= s.end));
        if found.is_some() && close.is_none_or(plain) {
            return found;
        }
    }
    if let Some(found) = in_the_words_of(doc, &words) {
        return Some(found);
    }
    // "as the prosecutor put it"
    let puts = |i: usize| words[i].is("put") && words.get(i + 1).is_some_and(|w| w.is("it"));
    let Some(cue) = (0..words.len()).rev().find(|&i| matches!(words[i].class, Class::Verb(_)) || puts(i)) else {
        return colon.then(|| announced(&words, head)).flatten();
    };
    let distance = words.len() - 1 - cue;
    if distance > if far { 30 } else { 14 } {
        return None;
    }
    let starts = cue == 0 || words[cue].breaks;
    if is_addressed(&words, cue) {
        let source = (words[0].class == Class::According).then(|| according(&words, 0)).flatten();
        return source.or_else(|| Some(found(doc, &words, cue, None)));
    }
    subject(doc, &words, cue)
        .or_else(|| starts.then(|| inverted(doc, &words, cue)).flatten())
        .or_else(|| governing(doc, &words, cue))
        .or_else(|| Some(found(doc, &words, cue, None)))
}

/// "his men were told, “…”": whether the subject of a verb is told or asked, and does not speak.
fn is_addressed(words: &[Word], verb: usize) -> bool {
    let passive = verb > 0 && ["was", "were", "been", "being", "is", "are"].iter().any(|w| words[verb - 1].is(w));
    passive && matches!(words[verb].class, Class::Verb("tell" | "ask"))
}

/// "because, in the mayor’s words, “…”"
fn in_the_words_of(doc: &Document, words: &[Word]) -> Option<Found> {
    let last = words.len().checked_sub(1).filter(|&i| words[i].is("words") || words[i].is("view"))?;
    let start = (last.saturating_sub(6)..last).rev().find(|&i| words[i].is("in"))? + 1;
    let owner = noun_phrase(words, start).filter(|&end| end == last + 1 && start < last)?;
    let speaker = words[start].span.cover(words[owner - 2].span);
    let text = doc.slice(speaker);
    let bare = text.trim_end_matches(['s', '\'', '’']);
    let possessive = text.ends_with("'s") || text.ends_with("’s") || text.ends_with(['\'', '’']);
    let next = doc.text()[speaker.end..].starts_with(['\'', '’']);
    (possessive || next).then(|| Found {
        cue: words[last].span,
        lemma: "words".to_owned(),
        speaker: Some(if possessive { Span::new(speaker.start, speaker.start + bare.len()) } else { speaker }),
        span: speaker.cover(words[last].span),
    })
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
    let found = subject(doc, &words, verb).filter(|f| f.speaker.is_some())?;
    // "voters who are “angry”", "voters whose anger is “real”": whoever acts in the main clause.
    let owned = |s: Span| words.iter().any(|w| w.is("whose") && w.span.end + 1 == s.start);
    let relative = found.speaker.is_some_and(|s| ["who", "that", "which"].contains(&doc.slice(s)) || owned(s));
    let start = relative.then(|| main_clause(&words, verb)).flatten();
    let main =
        start.and_then(|start| noun_phrase(&words, start).map(|end| words[start].span.cover(words[end - 1].span)));
    Some(Found { speaker: main.or(found.speaker), ..found })
}

/// What stands behind the dateline that a sentence may begin with ("OSLO (AP) — The mayor said").
fn behind_dateline(doc: &Document, sentence: Span) -> Span {
    let dateline = dateline::read(doc.slice(sentence)).filter(|d| d.capitals || d.agency.is_some());
    Span::new(sentence.start + dateline.map_or(0, |d| d.rest.end), sentence.end)
}

/// The subject of a sentence's main clause.
pub fn main_subject(doc: &Document, language: &Language, sentence: Span) -> Option<Span> {
    let words = words(doc, language, behind_dateline(doc, sentence), false);
    let start = main_clause(&words, words.len())?;
    noun_phrase(&words, start).map(|end| words[start].span.cover(words[end - 1].span))
}

/// The noun phrase that is the subject of the last word of a stretch, a verb.
pub fn subject_of_last(doc: &Document, language: &Language, head: Span) -> Option<Span> {
    let words = words(doc, language, behind_dateline(doc, head), true);
    let verb = words.len().checked_sub(1).filter(|&verb| !is_addressed(&words, verb))?;
    subject(doc, &words, verb)?.speaker
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
fn announced(words: &[Word], head: Span) -> Option<Found> {
    let colon = Span::new(head.end - 1, head.end);
    let phrase = |start: usize| noun_phrase(words, start).map(|end| words[start].span.cover(words[end - 1].span));
    // "From the report:"
    let source = (words.len() <= 8 && words[0].is("from")).then(|| phrase(1)).flatten();
    let main = || (0..words.len()).any(|i| words[i].finite).then(|| main_clause(words, words.len())).flatten();
    let speaker = source.or_else(|| main().and_then(phrase))?;
    Some(Found { cue: colon, lemma: ":".to_owned(), speaker: Some(speaker), span: colon })
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
            // "the two", "all three"
            Class::Determiner if i == from + 1 && ["two", "three", "both"].iter().any(|n| word.is(n)) => end = i + 1,
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
            _ if word.adverb || word.finite && !word.capital || word.is("put") => break,
            _ => end = i + 1,
        }
        i += 1;
    }
    // A determiner alone is no phrase, unless it stands for one ("some said").
    Some(end)
}
