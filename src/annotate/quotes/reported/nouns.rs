//! Speech nouns with the one who speaks as their possessor: "her remark that …", "Sanders’s pledge to …".

use super::Attribution;
use super::ends::{Extent, Governed};
use crate::annotate::quotes::clauses::Clauses;
use crate::document::{Pos, Relation, TokenRange};

/// Nouns that a clause with "that" follows.
const CLAUSE: [&str; 32] = [
    "accusation",
    "admission",
    "allegation",
    "announcement",
    "argument",
    "assertion",
    "boast",
    "charge",
    "claim",
    "comment",
    "complaint",
    "contention",
    "criticism",
    "declaration",
    "demand",
    "denial",
    "insistence",
    "observation",
    "pledge",
    "prediction",
    "promise",
    "proposal",
    "remark",
    "request",
    "statement",
    "suggestion",
    "testimony",
    "threat",
    "view",
    "vow",
    "warning",
    "belief",
];
/// Nouns that an infinitive follows.
const INFINITIVE: [&str; 10] =
    ["call", "offer", "pledge", "promise", "proposal", "request", "threat", "vow", "demand", "plea"];

/// The attribution that a speech noun makes.
pub fn attribution(clauses: &Clauses, noun: usize) -> Option<Attribution> {
    if !matches!(clauses.pos(noun), Pos::NN | Pos::NNS) {
        return None;
    }
    let lower = clauses.lower(noun);
    let lemma = lower.strip_suffix('s').unwrap_or(&lower);
    if let Some(attribution) = copular(clauses, noun, lemma) {
        return Some(attribution);
    }
    let next = noun + 1;
    let that = CLAUSE.contains(&lemma) && clauses.is(next, "that");
    let to = INFINITIVE.contains(&lemma) && clauses.is(next, "to") && verb_follows(clauses, next);
    if !that && !to {
        return None;
    }
    let speaker = possessor(clauses, noun)?;
    let end = Governed { clauses, cue: noun, start: next, extent: Extent::Clause }.end();
    // "Her claim that … stirred a debate": the clause ends where the noun's own verb stands.
    let own = Some(clauses.head(noun)).filter(|&v| clauses.relation(noun) == Relation::Nsubj && v > next);
    let content = TokenRange::new(next, own.map_or(end, |verb| end.min(verb)));
    Some(Attribution {
        cue: TokenRange::new(noun, next),
        lemma: lemma.to_owned(),
        speaker: Some(speaker),
        content: vec![content],
        thought: true,
    })
}

/// "Her boldest claim is that …": the clause behind the copula.
fn copular(clauses: &Clauses, noun: usize, lemma: &str) -> Option<Attribution> {
    if !CLAUSE.contains(&lemma) {
        return None;
    }
    let limit = clauses.tokens.end.min(noun + 8);
    let is = (noun + 1..limit).find(|&t| matches!(clauses.pos(t), Pos::VBZ | Pos::VBD | Pos::Comma | Pos::VBP))?;
    let that = is + 1;
    if !["is", "was"].iter().any(|w| clauses.is(is, w)) || !clauses.is(that, "that") {
        return None;
    }
    Some(Attribution {
        cue: TokenRange::new(noun, noun + 1),
        lemma: lemma.to_owned(),
        speaker: Some(possessor(clauses, noun)?),
        content: vec![TokenRange::new(
            that,
            Governed { clauses, cue: noun, start: that, extent: Extent::Clause }.end(),
        )],
        thought: false,
    })
}

fn verb_follows(clauses: &Clauses, to: usize) -> bool {
    let first = to + 1 + usize::from(clauses.tokens.holds(to + 1) && clauses.pos(to + 1).is_punctuation());
    clauses.tokens.holds(first) && clauses.pos(first) == Pos::VB
}

/// The possessor: a pronoun or a phrase with "’s", with no more than adjectives between it and the noun.
fn possessor(clauses: &Clauses, noun: usize) -> Option<TokenRange> {
    let first = clauses.tokens.start.max(noun.saturating_sub(4));
    for token in (first..noun).rev() {
        match clauses.pos(token) {
            Pos::JJ | Pos::JJS | Pos::RBS | Pos::NN | Pos::CD | Pos::VBN | Pos::RB | Pos::Hyphen => {}
            Pos::PRPS => return Some(TokenRange::new(token, token + 1)),
            Pos::POS => {
                let owner = token.checked_sub(1).filter(|&t| clauses.tokens.holds(t))?;
                let mut head = owner;
                while clauses.relation(head) == Relation::Flat && clauses.head(head) < head {
                    head = clauses.head(head);
                }
                return Some(TokenRange::new(clauses.noun_phrase(head).start.min(owner), token));
            }
            _ => return None,
        }
    }
    None
}
