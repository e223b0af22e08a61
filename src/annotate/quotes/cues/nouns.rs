//! Nouns of speech with the one who speaks as their possessor: "her remark that …", "Sanders’s pledge to …".

use crate::annotate::quotes::candidate::Reported;
use crate::annotate::quotes::content::{Extent, end_of, parted};
use crate::annotate::quotes::tree::SentenceTree;
use crate::document::{Relation, TokenRange};
use crate::languages::{Class, Frames};

/// The attribution that a noun of speech makes.
pub fn attribution(tree: &SentenceTree, noun: usize) -> Option<Reported> {
    if !tree.tag(noun).is_common_noun() {
        return None;
    }
    let reporting = tree.cx.language.reporting();
    let (lemma, frames) = reporting.noun(tree.text(noun))?;
    if frames.contains(Frames::CLAUSE)
        && let Some(found) = copular(tree, noun, lemma)
    {
        return Some(found);
    }
    if tree.cx.parts_clauses {
        return parted(tree, noun, lemma, frames);
    }
    let agent = agent(tree, noun);
    let next = agent.map_or(noun + 1, |agent| agent.end);
    let clause = frames.contains(Frames::CLAUSE) && tree.is(next, Class::Complementizer);
    let infinitive =
        frames.contains(Frames::INFINITIVE) && tree.is(next, Class::InfinitiveMarker) && verb_follows(tree, next);
    if !clause && !infinitive {
        return None;
    }
    let speaker = possessor(tree, noun).or(agent).or_else(|| utterer(tree, noun))?;
    let end = end_of(tree, noun, next, Extent::Clause);
    // "Her claim that … stirred a debate": the clause ends where the noun's own verb stands.
    let own = Some(tree.head(noun)).filter(|&v| tree.relation(noun) == Relation::Nsubj && v > next);
    let content = TokenRange::new(next, own.map_or(end, |verb| end.min(verb)));
    Some(found(noun, lemma, speaker, content, true))
}

/// "the warning from the bank that …", "a claim by residents that …": who is named between the noun and its clause.
fn agent(tree: &SentenceTree, noun: usize) -> Option<TokenRange> {
    const LONGEST: usize = 10;
    let by = noun + 1;
    let links = tree.is_any(by, &[Class::AgentMarker, Class::Origin]);
    let that = tree.next(by + 1, LONGEST).find(|&t| tree.is(t, Class::Complementizer) || tree.tag(t).is_verb())?;
    let clause = links && that > by + 1 && tree.is(that, Class::Complementizer) && !tree.tag(that - 1).is_comma();
    clause.then(|| TokenRange::new(by + 1, that))
}

/// "der Vorwurf der Verteidigung, das Gericht sei befangen": behind the comma that parts every clause, with the possessor before or
/// behind the noun.
fn parted(tree: &SentenceTree, noun: usize, lemma: &str, frames: Frames) -> Option<Reported> {
    let mark = parted::clause_mark(tree, noun + 1)?;
    let owner = TokenRange::new(noun + 1, mark);
    const OWNS: [Class; 3] = [Class::DefiniteArticle, Class::IndefiniteArticle, Class::AgentMarker];
    let links = tree.is(owner.start, Class::NounLink) && tree.is_any(owner.start, &OWNS) && owner.len() > 1;
    let plain = !owner.iter().any(|t| tree.is_finite(t) || tree.is(t, Class::SourceBefore));
    if tree.is(noun + 1, Class::SourceBefore) {
        return None;
    }
    let speaker = possessor(tree, noun).or((links && plain).then_some(owner)).or_else(|| utterer(tree, noun))?;
    let start = parted::start(tree, noun + 1, frames)?;
    let end = end_of(tree, noun, start, Extent::Clause);
    // "…, ist alt": the noun's own verb, which no mood or conjunction joins to what is said.
    let own = |&t: &usize| tree.is(t, Class::ClauseMark) && tree.is_finite(t + 1) && tree.cx.mood(t + 1).is_none();
    let end = (start + 1..end).find(own).unwrap_or(end);
    Some(found(noun, lemma, speaker, TokenRange::new(start, end), true))
}

fn found(noun: usize, lemma: &str, speaker: TokenRange, content: TokenRange, thought: bool) -> Reported {
    let cue = TokenRange::new(noun, noun + 1);
    Reported { cue, lemma: lemma.to_owned(), speaker: Some(speaker), content: vec![content], thought }
}

/// "Her boldest claim is that …": the clause behind the copula.
fn copular(tree: &SentenceTree, noun: usize, lemma: &str) -> Option<Reported> {
    let copula = tree.next(noun + 1, 7).find(|&t| tree.tag(t).is_finite_verb() || tree.tag(t).is_comma())?;
    let that = copula + 1;
    if !tree.is(copula, Class::Copula) || !tree.is(that, Class::Complementizer) {
        return None;
    }
    let content = TokenRange::new(that, end_of(tree, noun, that, Extent::Clause));
    Some(found(noun, lemma, possessor(tree, noun)?, content, false))
}

fn verb_follows(tree: &SentenceTree, to: usize) -> bool {
    let first = to + 1 + usize::from(tree.tag(to + 1).is_punctuation());
    tree.tag(first).is_infinitive()
}

/// "She expressed fear that …": the subject of the verb whose object the noun is.
fn utterer(tree: &SentenceTree, noun: usize) -> Option<TokenRange> {
    let verb =
        Some(tree.head(noun)).filter(|&v| v < noun && tree.relation(noun) == Relation::Obj && !tree.is_passive(v))?;
    // "She rejected the claim that …": others claim it.
    if tree.cue(verb).is_some_and(|cue| cue.has(Frames::DENIES)) {
        return None;
    }
    tree.subject(verb).map(|subject| tree.noun_phrase(subject)).filter(|phrase| phrase.end <= verb)
}

/// The possessor: a pronoun or a phrase with "’s", with no more than adjectives between it and the noun.
fn possessor(tree: &SentenceTree, noun: usize) -> Option<TokenRange> {
    let first = tree.tokens.start.max(noun.saturating_sub(4));
    for token in (first..noun).rev() {
        let tag = tree.tag(token);
        if tag.is_possessive_determiner() {
            return Some(TokenRange::new(token, token + 1));
        }
        // "Merkels Forderung"
        if tag.is_proper() && token + 1 == noun && tree.head(token) == noun {
            return Some(TokenRange::new(tree.noun_phrase(token).start.min(token), noun));
        }
        if tag.is_possessive_marker() {
            let owner = tree.previous(token)?;
            let mut head = owner;
            while tree.relation(head) == Relation::Flat && tree.head(head) < head {
                head = tree.head(head);
            }
            return Some(TokenRange::new(tree.noun_phrase(head).start.min(owner), token));
        }
        let describes = tag.is_adjective()
            || tag.is_common_noun() && !tag.is_plural_noun()
            || tag.is_number()
            || tag.is_participle()
            || tag.is_adverb()
            || tag.is_hyphen();
        if !describes {
            return None;
        }
    }
    None
}
