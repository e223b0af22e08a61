//! The subject of a verb, from closed classes, capitals and commas.

use super::attribution::{attributed_to, attribution};
use super::noun_phrase::{noun_phrase, span_of};
use crate::annotate::quotes::candidate::Attribution;
use crate::annotate::quotes::context::Context;
use crate::annotate::quotes::words::{Role, Word};
use crate::languages::Class;

/// Finds the subject in front of a verb.
pub fn subject_in_front(cx: &Context, words: &[Word], verb: usize) -> Option<Attribution> {
    if words[verb].is_gerund() {
        return of_gerund(cx, words, verb);
    }
    let end = before_adverbials(words, verb);
    if end == 0 {
        return None;
    }
    if words[end - 1].is(Class::Coordinator) {
        // "X smiled and said": the subject of the verb before, if that is not "when asked".
        let is_cue = |&i: &usize| words[i].reports() && !words[i].is_gerund() && !is_asked_aside(words, i);
        let first = (0..end - 1).rev().find(is_cue).or_else(|| (0..end - 1).rev().find(|&i| words[i].is_finite()))?;
        let speaker = subject_in_front(cx, words, first)?.speaker?;
        return Some(attributed_to(cx, words, verb, speaker));
    }
    if words[end].breaks {
        return clause_subject(cx, words, verb, end);
    }
    // "the report, which notes": the relative pronoun stands for what is before it.
    if words[end - 1].is(Class::Relative) && words[end - 1].role != Role::Determiner {
        return Some(attribution(cx, words, verb, Some((end - 1, end))));
    }
    // Right in front of the verb: the longest noun phrase that ends there.
    let mut best = None;
    for start in (end.saturating_sub(14)..end).rev() {
        if noun_phrase(words, start) == Some(end) {
            best = Some(start);
        }
        if words[start].breaks || words[start].reports() {
            break;
        }
    }
    // "Roe, partner at Lund & Co said": the comma opens a description that none closes.
    let bare = |w: &Word| w.breaks && w.role == Role::Other && !w.capital;
    if let Some(start) = best.map(|start| start_of_stretch(words, start)).filter(|&s| s > 0 && bare(&words[s]))
        && words[0].capital
        && let Some(found) = clause_subject(cx, words, verb, start)
    {
        return Some(found);
    }
    if let Some(person) = best.and_then(|start| described_person(cx, words, start)) {
        return Some(attribution(cx, words, verb, Some(person)));
    }
    match best {
        Some(start) => {
            // "a clip that Judge Roe called": the conjunction is no part of the name.
            let that = start + 1 < end && words[start].is(Class::Complementizer) && words[start + 1].capital;
            let start = with_head(words, start + usize::from(that))?;
            Some(attribution(cx, words, verb, Some((start, end))))
        }
        None => clause_subject(cx, words, verb, end),
    }
}

/// "when asked about it": a participle without a subject behind a conjunction.
pub fn is_asked_aside(words: &[Word], verb: usize) -> bool {
    let bare = words[verb].tag.is_participle() || words[verb].tag.is_past();
    bare && verb > 0 && !words[verb].breaks && words[verb - 1].is(Class::Subordinator)
}

/// Where the words start that no comma parts from the word at `at`.
fn start_of_stretch(words: &[Word], at: usize) -> usize {
    (0..=at).rev().find(|&i| i == 0 || words[i].breaks).unwrap_or(0)
}

/// "Ann Lee with the press office of the army said", "Bo Lund who heads the union said": the person whose name opens the stretch, where
/// no more than a phrase or a relative clause stands between it and the words right before the verb, which start at `start`.
fn described_person(cx: &Context, words: &[Word], start: usize) -> Option<(usize, usize)> {
    let opens = behind_time(words, start_of_stretch(words, start));
    let end = noun_phrase(words, opens).filter(|&end| opens < end && end <= start)?;
    cx.person_in(span_of(words, opens, end)).filter(|name| name.end == words[end - 1].span.end)?;
    let between = &words[end..start];
    let own = usize::from(words[end].is(Class::Relative));
    let verbs = between.iter().filter(|w| w.is_finite() || w.reports() && !w.is_gerund()).count();
    let other = between.iter().skip(own).any(|w| {
        w.breaks || w.role == Role::Pronoun || w.is_any(&[Class::Complementizer, Class::Coordinator, Class::Relative])
    });
    (verbs <= own && !other).then_some((opens, end))
}

/// ", saying": the subject of the attribution before it, else of the main clause.
fn of_gerund(cx: &Context, words: &[Word], verb: usize) -> Option<Attribution> {
    // "with one of her ads asking": the noun phrase between "with" and the participle.
    let with = (verb.saturating_sub(8)..verb).rev().find(|&i| words[i].is(Class::Comitative));
    let absolute = with.map(|w| w + 1).filter(|&s| !words[verb].breaks && noun_phrase(words, s) == Some(verb));
    if let Some(start) = absolute {
        return Some(attribution(cx, words, verb, Some((start, verb))));
    }
    // "in which a nurse is heard saying": whoever is heard or seen.
    let seen = verb.checked_sub(1).filter(|&i| i > 0 && !words[verb].breaks && words[i].tag.is_participle());
    if let Some(seen) = seen.filter(|&i| words[i - 1].is(Class::Copula))
        && let Some(speaker) = subject_in_front(cx, words, seen).and_then(|found| found.speaker)
    {
        return Some(attributed_to(cx, words, verb, speaker));
    }
    let before = (0..verb).rev().find(|&i| words[i].reports() && !words[i].is_gerund() && words[i].is_finite());
    if let Some(speaker) = before.and_then(|verb| subject_in_front(cx, words, verb)).and_then(|found| found.speaker) {
        return Some(attributed_to(cx, words, verb, speaker));
    }
    let start = main_clause(words, verb)?;
    noun_phrase(words, start).map(|end| attribution(cx, words, verb, Some((start, end))))
}

/// One past the last word of the subject, in front of auxiliaries, adverbs and a time counted back from now ("The ministry
/// less than two weeks ago said").
fn before_adverbials(words: &[Word], verb: usize) -> usize {
    let mut end = verb;
    // "le ministre l'assure", "o ministro o confirma": an object in front of its verb.
    let object = |w: &Word| w.is(Class::ObjectPronoun) && w.role != Role::Pronoun;
    let between = |w: &Word| w.role == Role::Auxiliary || w.is_adverb() || object(w);
    while end > 0 && !words[end].breaks && between(&words[end - 1]) {
        end -= 1;
    }
    if end >= 4 && words[end - 1].is(Class::Ago) {
        end -= 3;
        while end > 1 && words[end - 1].is(Class::AboutAmount) {
            end -= 1;
        }
    }
    // "Lund last year said", "Lund on Monday said"
    if end >= 2
        && !words[end].breaks
        && !words[end - 1].breaks
        && words[end - 1].is_any(&[Class::Time, Class::TimeUnit])
    {
        let opener = &words[end - 2];
        let tells_time = opener.is_any(&[Class::TimeModifier, Class::Preposition]) && opener.role != Role::Verb;
        let single = words[end - 1].is(Class::Time);
        end -= if tells_time && end > 2 { 2 } else { usize::from(single) };
    }
    end
}

/// Where the whole phrase starts that ends with the noun phrase at `start`: "the government in Oslo". Nothing where that
/// is a leading adverbial ("In Oslo").
fn with_head(words: &[Word], start: usize) -> Option<usize> {
    let preposition = |w: &Word| w.is(Class::Preposition) && w.role == Role::Stop && !w.is(Class::Subordinator);
    let Some(link) = start.checked_sub(1).filter(|&i| !words[start].breaks && preposition(&words[i])) else {
        return Some(start);
    };
    // "supports the plan and in a statement said"
    if words[link].breaks || link == 0 || words[link - 1].is(Class::Coordinator) {
        return None;
    }
    let ends_at = |end: usize| (end.saturating_sub(10)..end).find(|&i| noun_phrase(words, i) == Some(end));
    // "a source speaking to the Courier": the participle describes the phrase before it.
    let describes = |i: usize| words[i].is_gerund() && !words[i].breaks;
    let described = || link.checked_sub(1).filter(|&i| i > 0 && describes(i)).and_then(ends_at);
    ends_at(link).or_else(described).or(Some(start))
}

/// The subject of a verb that commas or phrases part from it ("X, the minister, said", "X of the ministry in Y said");
/// `end` is one past the last word before the verb.
fn clause_subject(cx: &Context, words: &[Word], verb: usize, end: usize) -> Option<Attribution> {
    let start = clause_start(words, end)?;
    let phrase = noun_phrase(words, start).filter(|&p| p <= end)?;
    Some(attribution(cx, words, verb, Some((start, phrase))))
}

/// Where the words go on behind the time of day that opens an entry of a live blog: "9.40am: Lund".
pub fn behind_stamp(words: &[Word]) -> usize {
    /// "10.15 a.m."
    const LONGEST: usize = 2;
    let end = (1..words.len().min(LONGEST + 1)).find(|&i| words[i].breaks);
    end.filter(|_| words[0].starts_in_digit).unwrap_or(0)
}

/// Where the words go on behind a time that opens a clause: "Last night Lund", "On Monday Lund".
fn behind_time(words: &[Word], at: usize) -> usize {
    let at = if at == 0 { behind_stamp(words) } else { at };
    // "Late on Sunday Lund", "Earlier this month Lund": how a time is meant stands in front of it.
    let adverb = words.get(at).is_some_and(|w| w.is_adverb() || w.is_any(&[Class::Time, Class::TimeModifier]))
        && words.get(at + 1).is_some_and(|w| !w.breaks);
    let behind = if adverb { behind_one_time(words, at + 1) } else { at + 1 };
    if behind > at + 1 { behind } else { behind_one_time(words, at) }
}

fn behind_one_time(words: &[Word], at: usize) -> usize {
    let tells = |i: usize, classes: &[Class]| words.get(i).is_some_and(|w| w.is_any(classes));
    let opener = [Class::TimeModifier, Class::Preposition, Class::DefiniteArticle];
    let modifier = tells(at, &opener) && !tells(at, &[Class::Pronoun]);
    // "The day", "the last hour": with an article only a day's name tells when.
    let modifier = modifier && (!tells(at, &[Class::DefiniteArticle]) || tells(at + 1, &[Class::Time]));
    let unbroken = words.get(at + 1).is_some_and(|w| !w.breaks);
    if modifier && unbroken && tells(at + 1, &[Class::Time, Class::TimeUnit]) {
        at + 2
    } else if tells(at, &[Class::Time]) && words.get(at).is_some_and(|w| w.role == Role::Stop) {
        at + 1
    } else {
        at
    }
}

fn opens_clause(word: &Word) -> bool {
    word.is_any(&[Class::Subordinator, Class::Coordinator, Class::Complementizer, Class::Concession])
        || word.is(Class::MidAdverb) && word.role == Role::Auxiliary
}

/// Where the subject starts behind a relative pronoun within `start..end`, if one follows it.
fn opens_with_subject(words: &[Word], start: usize, end: usize) -> Option<usize> {
    let opener =
        (start + 1..end).rev().find(|&i| words[i].is(Class::Relative) && !words[i].is(Class::DefiniteArticle))?;
    let subject = words.get(opener + 1).filter(|w| !w.breaks)?;
    let starts = subject.capital || matches!(subject.role, Role::Determiner | Role::Pronoun);
    (starts && noun_phrase(words, opener + 1).is_some_and(|p| p <= end)).then_some(opener + 1)
}

/// Whether words behind a comma are a relative clause: ", who won,", ", que se mostró fuerte,", ", der gewann,".
fn is_relative_clause(body: &[Word]) -> bool {
    let verbal = |w: Option<&Word>| w.is_some_and(|w| w.is_finite() || w.reports() || w.role == Role::Auxiliary);
    let first = &body[0];
    if !first.is(Class::Relative) {
        return false;
    }
    if first.is(Class::DefiniteArticle) {
        return body.len() > 1 && verbal(body.last());
    }
    !first.is_any(&[Class::Subordinator, Class::Determiner]) || !first.is(Class::Determiner) && verbal(body.get(1))
}

/// Whether a name or noun phrase opens the sentence and nothing in front of a word is a verb in its own tense.
fn opens_without_verb(words: &[Word], end: usize) -> bool {
    let subject = noun_phrase(words, 0).is_some_and(|phrase| phrase <= end);
    subject && !words[..end].iter().any(|w| w.is_finite() || w.reports() && !w.is_gerund() || opens_clause(w))
}

fn clause_start(words: &[Word], end: usize) -> Option<usize> {
    // Leftwards over stretches between commas, as long as they hold no verb of their own.
    let mut first = end;
    let mut stretch = end;
    while stretch > 0 {
        let start = (0..stretch).rev().find(|&i| i == 0 || words[i].breaks).unwrap_or(0);
        let body = &words[start..stretch];
        let relative = start > 0 && is_relative_clause(body);
        // "A clerk, because he feared for his job, said": a clause in commas is passed where a subject opens the sentence before it.
        let clause = body[0].is(Class::Subordinator) && !body[0].is(Class::Relative) || body[0].is_gerund();
        if start > 0 && clause && opens_without_verb(words, start) {
            first = 0;
            break;
        }
        match body.iter().rposition(|w| w.is_finite() || w.reports() && !w.is_gerund()) {
            Some(verb) if !relative => {
                // "…that X, the minister": the clause opens inside the stretch.
                if let Some(inside) = body.iter().rposition(opens_clause).filter(|&i| i > verb) {
                    first = start + inside + 1;
                }
                break;
            }
            _ => first = start,
        }
        // "a country that the premier, Bo Lund, called": the clause opens inside the stretch.
        if let Some(inside) = opens_with_subject(words, start, stretch) {
            first = inside;
            break;
        }
        stretch = start;
    }
    let mut at = first;
    while at < end {
        while at < end && opens_clause(&words[at]) {
            at += 1;
        }
        at = behind_time(words, at).min(end);
        let begins = at < end
            && (words[at].capital || matches!(words[at].role, Role::Determiner | Role::Pronoun | Role::Other))
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
pub fn main_clause(words: &[Word], end: usize) -> Option<usize> {
    let opening = behind_time(words, 0);
    let begins = |&i: &usize| {
        (i == 0 || i == opening || words[i].breaks)
            && (i >= opening)
            && (words[i].capital || matches!(words[i].role, Role::Determiner | Role::Pronoun))
            && noun_phrase(words, i).is_some()
    };
    (0..end).filter(begins).find(|&i| has_verb(words, i, end)).or_else(|| (0..end).find(begins))
}

/// Whether the noun phrase that starts at `start` is followed by its finite verb, behind no more than an insertion in
/// commas or a few words.
fn has_verb(words: &[Word], start: usize, end: usize) -> bool {
    let verbal = |w: &Word| w.is_finite() || w.is(Class::Modal) || w.reports() && !w.is_gerund();
    let Some(after) = noun_phrase(words, start).filter(|&after| after < end) else { return false };
    if words[after].breaks && !verbal(&words[after]) {
        // The insertion ends where the verb stands right behind the next comma.
        let closes = |i: usize| words[i].breaks && verbal(&words[i]) && !words[i].capital;
        return (after + 1..end.min(after + 16)).any(closes);
    }
    words[after..end.min(after + 7)].iter().take_while(|w| !w.breaks || verbal(w)).any(verbal)
}
