//! Where a noun phrase ends, by closed classes, capitals and commas alone.

use crate::annotate::quotes::words::{Role, Word};
use crate::document::Span;
use crate::languages::Class;

/// One past the last word of the noun phrase that starts at `from`, if one does.
pub fn noun_phrase(words: &[Word], from: usize) -> Option<usize> {
    let first = words.get(from)?;
    match first.role {
        Role::Pronoun => return Some(from + 1),
        Role::Stop | Role::Auxiliary | Role::Link | Role::According => return None,
        Role::Verb if !first.capital => return None,
        Role::Other if !first.is_nominal() && (!first.capital || from == 0) => return None,
        // "said that …": no pronoun but the opening of a clause.
        Role::Determiner if !first.is_nominal() && first.is(Class::Complementizer) => return None,
        // French "les critiquent": an object of the same form as an article.
        Role::Determiner if first.is(Class::ObjectPronoun) && is_alone(words, from) => return None,
        _ => {}
    }
    let mut end = from + 1;
    for (i, word) in words.iter().enumerate().skip(from + 1) {
        if word.breaks {
            break;
        }
        match word.role {
            Role::Stop | Role::Auxiliary | Role::Pronoun | Role::Verb | Role::According => break,
            // "the two", "all three"
            Role::Determiner if i == from + 1 && is_quantifier(word) => end = i + 1,
            // "M. Le Goff"
            Role::Determiner if word.capital && words[i - 1].capital && is_capital(words, i + 1) => end = i + 1,
            // "der Chef der Werft", "la Cour des comptes": an article of the same form links.
            Role::Determiner if words[i - 1].role != Role::Link && !links(words, i) => break,
            Role::Link => {
                let goes_on = words.get(i + 1).is_some_and(|next| {
                    !next.breaks && (next.capital || matches!(next.role, Role::Determiner | Role::Link | Role::Other))
                });
                if !goes_on {
                    break;
                }
            }
            // "stellte die Senatorin klar": the verb's particle ends the clause.
            Role::Other if word.is(Class::Particle) && words.get(i + 1).is_none_or(|next| next.breaks) => break,
            // "der Minister vorab": behind a noun with a capital nothing small goes on but what describes a further one.
            Role::Other if i > from + 1 && trails(words, i) => break,
            // "a visibly angry Roe"
            _ if word.is_adverb() && words[i - 1].role == Role::Determiner && is_described(words, i + 1) => {}
            // "a farmer identified as Roe"
            _ if ends_in_participle(words, i) => break,
            _ if word.is_adverb() || word.is_finite() && !word.capital => break,
            _ => end = i + 1,
        }
    }
    // An article alone is nobody; one that is a relative pronoun too may speak.
    let article = first.is(Class::DefiniteArticle) && !first.is_any(&[Class::Relative, Class::Pronoun]);
    (end > from + 1 || !article).then_some(end)
}

fn is_capital(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| word.capital && !word.breaks)
}

/// Whether a small word stands behind a common noun with a capital, as a language writes them, and in front of no other.
fn trails(words: &[Word], at: usize) -> bool {
    let noun = &words[at - 1];
    let capitalised = noun.capital && noun.tag.is_common_noun();
    let next = words.get(at + 1).filter(|next| !next.breaks);
    capitalised && !words[at].capital && !words[at].tag.is_noun() && next.is_none_or(|next| !next.capital)
}

/// Whether an article stands where a genitive does: behind a noun, in front of another.
fn links(words: &[Word], at: usize) -> bool {
    let noun = words[at - 1].role == Role::Other;
    let next = words.get(at + 1).is_some_and(|next| !next.breaks && next.role == Role::Other);
    noun && next && words[at].is(Class::NounLink)
}

/// Whether a word goes on with a noun phrase whose adverb stands before it.
fn is_described(words: &[Word], at: usize) -> bool {
    words.get(at).is_some_and(|word| !word.breaks && word.role == Role::Other && !word.is_finite() && !word.is_adverb())
}

/// Whether a participle behind a noun tells what its bearer is called or seen as.
fn ends_in_participle(words: &[Word], at: usize) -> bool {
    let participle = words[at].tag.is_participle() && !words[at].capital && words[at - 1].tag.is_noun();
    participle && words.get(at + 1).is_some_and(|next| !next.breaks && next.is(Class::RoleMarker))
}

/// Whether a verb, or nothing, follows a word.
fn is_alone(words: &[Word], at: usize) -> bool {
    words.get(at + 1).is_none_or(|next| next.breaks || next.role == Role::Verb || next.is_finite() && !next.capital)
}

fn is_quantifier(word: &Word) -> bool {
    !word.is_any(&[Class::DefiniteArticle, Class::IndefiniteArticle, Class::Possessive, Class::Complementizer])
}

/// Where the words from `from` to before `to` stand, without the marker of a possessor.
pub fn span_of(words: &[Word], from: usize, to: usize) -> Span {
    words[from].span.cover(words[to - 1].span)
}

/// The noun phrase that starts at a word.
pub fn phrase_at(words: &[Word], start: usize) -> Option<Span> {
    noun_phrase(words, start).map(|end| span_of(words, start, end))
}
