//! The subject of a verb beside the marks, from closed-class words, capitals and commas.

use super::words::Word;
use super::{Found, MODALS, found, noun_phrase};
use crate::annotate::quotes::languages::Class;
use crate::document::Document;

/// Finds the subject in front of a cue.
pub fn subject(doc: &Document, words: &[Word], cue: usize) -> Option<Found> {
    if words[cue].gerund {
        // "with one of her ads asking": the noun phrase between "with" and the participle.
        let with = (cue.saturating_sub(8)..cue).rev().find(|&i| words[i].is("with")).filter(|_| !words[cue].breaks);
        if let Some(start) = with.map(|w| w + 1).filter(|&s| noun_phrase(words, s) == Some(cue)) {
            return Some(found(doc, words, cue, Some((start, cue))));
        }
        // "…, X said, adding": the speaker before. "…, telling reporters": the subject of the main clause.
        let cue_before =
            (0..cue).rev().find(|&i| matches!(words[i].class, Class::Verb(_)) && !words[i].gerund && words[i].finite);
        if let Some(speaker) = cue_before.and_then(|c| subject(doc, words, c)).and_then(|f| f.speaker) {
            return Some(Found { speaker: Some(speaker), ..found(doc, words, cue, None) });
        }
        let start = main_clause(words, cue)?;
        return noun_phrase(words, start).map(|end| found(doc, words, cue, Some((start, end))));
    }
    let mut end = cue;
    while end > 0 && !words[end].breaks && (words[end - 1].class == Class::Auxiliary || words[end - 1].adverb) {
        end -= 1;
    }
    // "The ministry less than two weeks ago said"
    if end >= 4 && words[end - 1].is("ago") {
        end -= 3;
        while end > 1 && ["than", "less", "more", "about", "just", "nearly"].iter().any(|w| words[end - 1].is(w)) {
            end -= 1;
        }
    }
    // "had at last described"
    const ADVERBIALS: [(&str, &str); 5] =
        [("at", "last"), ("at", "least"), ("in", "fact"), ("in", "part"), ("in", "turn")];
    if end >= 3 && ADVERBIALS.iter().any(|(a, b)| words[end - 2].is(a) && words[end - 1].is(b)) {
        end -= 2;
        while end > 1 && words[end - 1].class == Class::Auxiliary {
            end -= 1;
        }
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
    // "the report, which notes": the relative pronoun stands for what is before it.
    if words[end - 1].is("which") && !words[end].breaks {
        return Some(found(doc, words, cue, Some((end - 1, end))));
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
        if let Some(mut start) = best {
            if start + 1 < end && words[start].is("that") && words[start + 1].capital {
                // "a clip that Judge Roe called": the conjunction is no part of the name.
                start += 1;
            }
            return with_head(words, start).map(|start| found(doc, words, cue, Some((start, end))));
        }
    }
    let start = clause_subject(words, end)?;
    let phrase = noun_phrase(words, start).filter(|&p| p <= end)?;
    Some(found(doc, words, cue, Some((start, phrase))))
}

/// Where the whole phrase starts that ends with the noun phrase at `start`: "the government in Oslo". Nothing where that
/// is a leading adverbial ("In Oslo").
fn with_head(words: &[Word], start: usize) -> Option<usize> {
    const PREPOSITIONS: [&str; 9] = ["in", "on", "with", "by", "against", "behind", "to", "about", "under"];
    let Some(link) =
        start.checked_sub(1).filter(|&i| !words[start].breaks && PREPOSITIONS.iter().any(|p| words[i].is(p)))
    else {
        return Some(start);
    };
    // "supports the plan and in a statement said"
    let joined = link > 0 && ["and", "but", "or"].iter().any(|w| words[link - 1].is(w));
    if words[link].breaks || link == 0 || joined {
        return None;
    }
    let ends_at = |end: usize| (end.saturating_sub(10)..end).find(|&i| noun_phrase(words, i) == Some(end));
    // "a source speaking to the Courier": the participle describes the phrase before it.
    let describes = |i: usize| words[i].gerund && !words[i].breaks;
    let described = || link.checked_sub(1).filter(|&i| i > 0 && describes(i)).and_then(ends_at);
    ends_at(link).or_else(described).or(Some(start))
}

/// Where the subject starts of a verb that commas or phrases part from it ("X, the minister, said", "X of the ministry
/// in Y said"); `end` is one past the last word before the verb.
fn clause_subject(words: &[Word], end: usize) -> Option<usize> {
    const OPENERS: [&str; 17] = [
        "while", "but", "and", "that", "when", "as", "because", "since", "if", "though", "although", "where", "so",
        "yet", "still", "now", "even",
    ];
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
        // "who Roe on Monday called": the subject stands behind the relative pronoun.
        let relative = begins && (words[at].is("who") || words[at].is("that"));
        let inner = at + 1 < end && words[at + 1].capital && noun_phrase(words, at + 1).is_some();
        if begins {
            return Some(if relative && inner && !words[at + 1].breaks { at + 1 } else { at });
        }
        at = (at + 1..end).find(|&i| words[i].breaks)?;
    }
    None
}

/// Where the subject of the sentence's first clause starts, before word `end`: behind a leading adverbial
/// ("In a statement on Monday, …").
pub fn main_clause(words: &[Word], end: usize) -> Option<usize> {
    // "Weighing in on the matter, …": a participle at the start is no subject.
    let participle = |i: usize| {
        i == 0
            && words[0].participle
            && words.get(1).is_some_and(|w| !w.breaks && !w.capital && w.class != Class::Other)
    };
    let begins = |&i: &usize| {
        (i == 0 || words[i].breaks)
            && !participle(i)
            && (words[i].capital || matches!(words[i].class, Class::Determiner | Class::Pronoun))
            && noun_phrase(words, i).is_some()
    };
    (0..end).filter(begins).find(|&i| has_verb(words, i, end)).or_else(|| (0..end).find(begins))
}

/// Whether the noun phrase that starts at `start` is followed by its finite verb, behind no more than an insertion in
/// commas or a few words.
fn has_verb(words: &[Word], start: usize, end: usize) -> bool {
    let verbal =
        |w: &Word| w.finite || MODALS.iter().any(|m| w.is(m)) || matches!(w.class, Class::Verb(_)) && !w.gerund;
    let Some(after) = noun_phrase(words, start) else { return false };
    if after >= end {
        return false;
    }
    if words[after].breaks && !verbal(&words[after]) {
        // The insertion ends where the verb stands right behind the next comma.
        let closes = |i: &usize| words[*i].breaks && verbal(&words[*i]) && !words[*i].capital;
        return (after + 1..end.min(after + 16)).any(|i| closes(&i));
    }
    words[after..end.min(after + 7)].iter().take_while(|w| !w.breaks || verbal(w)).any(verbal)
}
