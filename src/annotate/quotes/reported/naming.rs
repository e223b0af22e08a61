//! What somebody or something is called, in marks: "the plan is known as “Lifeline”", "an option seen by many as a
//! “mistake”", and any verb that has an object and "as" in front of them ("heralded the deal as a “breakthrough”").

use super::Attribution;
use super::ends::{Extent, Governed};
use crate::annotate::quotes::clauses::Clauses;
use crate::document::{Pos, Relation, Span, TokenRange};

/// Participles that name without "as".
const NAMES: [&str; 9] =
    ["branded", "called", "christened", "deemed", "dubbed", "labeled", "labelled", "nicknamed", "termed"];

/// Attributions of the marked words that neither `found` nor direct speech (`busy`) holds.
pub fn attributions(clauses: &Clauses, found: &[Attribution], busy: &[Span]) -> Vec<Attribution> {
    let held = |t: usize| {
        let span = clauses.span(t);
        let spoken = busy.get(busy.partition_point(|b| b.end <= span.start)).is_some_and(|b| b.overlaps(span));
        spoken || found.iter().any(|a| a.content.iter().any(|range| range.holds(t)))
    };
    let opens = |&t: &usize| t > clauses.tokens.start && clauses.in_marks(t) && !clauses.in_marks(t - 1) && !held(t);
    clauses.tokens.iter().filter(opens).filter_map(|mark| attribution(clauses, mark)).collect()
}

fn attribution(clauses: &Clauses, mark: usize) -> Option<Attribution> {
    let first = clauses.tokens.start;
    let modifies = |t: usize| matches!(clauses.pos(t), Pos::DT | Pos::JJ | Pos::JJR | Pos::PRPS | Pos::RB | Pos::CD);
    let link = (first.max(mark.saturating_sub(5))..mark).rev().find(|&t| !modifies(t) && !clauses.is(t, "than"))?;
    let is_as = clauses.is(link, "as");
    let verb = if is_as {
        (first.max(link.saturating_sub(14))..link).rev().find(|&t| clauses.pos(t).is_verb())?
    } else {
        Some(link)
            .filter(|&t| NAMES.iter().any(|w| clauses.is(t, w)) && matches!(clauses.pos(t), Pos::VBN | Pos::VBD))?
    };
    let start = if is_as { link } else { link + 1 };
    let phrase = TokenRange::new(start, Governed { clauses, cue: verb, start, extent: Extent::Predicate }.end());
    let object = (verb + 1..link).any(|t| clauses.pos(t).is_noun() || clauses.pos(t) == Pos::PRP);
    let by = (verb + 1..link).find(|&t| clauses.is(t, "by"));
    let participle = clauses.follows_be(verb) || is_as && describes(clauses, verb) && (by.is_some() || !object);
    let (speaker, content) = match participle {
        true => (by.and_then(|by| agent(clauses, verb, by)), vec![named(clauses, verb)?, phrase]),
        false if object => {
            let speaker = clauses.subject(verb).map(|s| clauses.noun_phrase(s)).filter(|s| s.end <= verb);
            (speaker, vec![TokenRange::new(verb + 1, phrase.end)])
        }
        false => return None,
    };
    let cue = TokenRange::new(verb, verb + 1);
    Some(Attribution { cue, lemma: clauses.lower(verb), speaker, content, thought: false })
}

/// Whether a participle describes a noun: "an option seen as a “lifeboat”".
fn describes(clauses: &Clauses, verb: usize) -> bool {
    clauses.pos(verb) == Pos::VBN && clauses.relation(verb) == Relation::Acl
}

/// What a passive or a participle names: its subject, or the noun that it describes.
fn named(clauses: &Clauses, verb: usize) -> Option<TokenRange> {
    let described = Some(clauses.head(verb)).filter(|&head| head < verb && clauses.relation(verb) == Relation::Acl);
    let noun = described.or_else(|| clauses.subject(verb)).filter(|&noun| noun < verb)?;
    let phrase = clauses.noun_phrase(noun);
    (phrase.end <= verb).then_some(phrase)
}

/// By whom: "seen by organisers as a “lifeboat”".
fn agent(clauses: &Clauses, verb: usize, by: usize) -> Option<TokenRange> {
    let agent = clauses.child(verb, &[Relation::OblAgent, Relation::Obl]).filter(|&agent| agent > by)?;
    let phrase = clauses.noun_phrase(agent);
    Some(TokenRange::new(phrase.start.max(by + 1), phrase.end))
}
