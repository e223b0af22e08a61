//! Nouns of speech with the one who speaks as their possessor: "her remark that …", "Sanders’s pledge to …".

use crate::annotate::quotes::candidate::Reported;
use crate::annotate::quotes::content::{Extent, end_of};
use crate::annotate::quotes::tree::SentenceTree;
use crate::document::{Relation, TokenRange};
use crate::languages::{Class, Frames};

/// The attribution that a noun of speech makes.
pub fn attribution(tree: &SentenceTree, noun: usize) -> Option<Reported> {
    if !tree.tag(noun).is_common_noun() {
        return None;
    }
    let reporting = tree.cx.language.reporting();
    let (lemma, frames) = reporting.noun(&tree.text(noun).to_lowercase())?;
    if frames.contains(Frames::CLAUSE)
        && let Some(found) = copular(tree, noun, lemma)
    {
        return Some(found);
    }
    let next = noun + 1;
    let clause = frames.contains(Frames::CLAUSE) && tree.is(next, Class::Complementizer);
    let infinitive =
        frames.contains(Frames::INFINITIVE) && tree.is(next, Class::InfinitiveMarker) && verb_follows(tree, next);
    if !clause && !infinitive {
        return None;
    }
    let speaker = possessor(tree, noun).or_else(|| utterer(tree, noun))?;
    let end = end_of(tree, noun, next, Extent::Clause);
    // "Her claim that … stirred a debate": the clause ends where the noun's own verb stands.
    let own = Some(tree.head(noun)).filter(|&v| tree.relation(noun) == Relation::Nsubj && v > next);
    let content = TokenRange::new(next, own.map_or(end, |verb| end.min(verb)));
    Some(found(noun, lemma, speaker, content, true))
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
