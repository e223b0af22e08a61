//! Who is meant by a description that opens an article and whose name comes later: "A nurse from Leeds has won her case.
//! … Jane Roe, 54, said".

use super::context::{Function, MentionContext};
use super::mentions::{Item, Nominal, Opening, What};
use super::referents::Referent;
use crate::document::{EntityType, Gender, Number, Relation};
use crate::languages::{Noun, NounKind};

/// Sentences at the start of an article in which somebody may be described before they are named.
const OPENING_SENTENCES: usize = 2;
/// Paragraphs behind the description within which the name comes.
const FURTHEST_PARAGRAPH: usize = 8;

/// A description at the start of an article with the one whom it means.
#[derive(Debug, Clone, Copy)]
pub(super) struct NamedLater {
    /// The index of the description among the items.
    pub(super) item: usize,
    /// The index of the first item that names them.
    pub(super) name: usize,
    /// Who is meant.
    pub(super) referent: usize,
}

/// The first description of one new person that is the subject of an opening sentence, with the person who is named next, in
/// a later paragraph, if nothing that the article tells of the two differs and nobody is named more often.
pub(super) fn named_later(context: &MentionContext, items: &[Item], named: &[Referent]) -> Option<NamedLater> {
    let doc = context.doc;
    let first = items.iter().position(|item| doc.title().is_none_or(|title| !title.contains(item.span)))?;
    let sentence = |index: usize| context.sentence(items[index].tokens.start);
    let block = |index: usize| doc.sentences.get(sentence(index)).map_or(0, |sentence| sentence.block);
    let outside = |index: usize| context.stretch_at(items[index].span.start).is_none();
    let is_subject = |index: usize| outside(index) && context.function(items[index].tokens) == Function::Subject;
    let person = |index: usize| match items[index].what {
        What::Name(referent) => Some(referent).filter(|&referent| named[referent].label == EntityType::Person),
        _ => None,
    };

    let opening = (first..items.len()).take_while(|&index| sentence(index) < sentence(first) + OPENING_SENTENCES);
    let (item, noun) = opening
        .filter(|&index| is_subject(index))
        .find_map(|index| new_person(items[index].what).map(|noun| (index, noun)))?;
    let behind = (item + 1..items.len()).take_while(|&index| block(index) <= block(item) + FURTHEST_PARAGRAPH);
    let (name, referent) = behind.filter(|&index| outside(index)).find_map(|index| Some((index, person(index)?)))?;

    let who = &named[referent];
    let most = named.iter().filter(|other| other.label == EntityType::Person).map(|other| other.names).max()?;
    let introduced = items[name].tokens.len() > 1 && is_subject(name) && block(item) < block(name);
    let known = (first..item).any(|index| person(index) == Some(referent));
    // "A man was found dead. … Jane Roe said": who speaks of what was done to somebody is mostly a witness.
    let passive = items[item].tokens.iter().any(|t| doc.syntax.relations.get(t) == Some(&Relation::NsubjPass));
    let witness = passive && items[name].speaks && who.age.is_none();
    (introduced && !known && !witness && who.names == most && may_be(context, noun, who)).then_some(NamedLater {
        item,
        name,
        referent,
    })
}

/// The noun of "a nurse" or "its founder": one person, not known to the reader.
fn new_person(what: What) -> Option<Noun> {
    let What::Nominal(Nominal { noun, opening, number: Number::Singular, .. }) = what else { return None };
    let new = |noun: &Noun| match opening {
        Opening::Indefinite => true,
        Opening::Possessive => noun.is_role(),
        Opening::Definite | Opening::Bare => false,
    };
    noun.filter(|noun| noun.kind == NounKind::Person && new(noun))
}

/// Whether gender and occupation of somebody agree with a noun.
fn may_be(context: &MentionContext, noun: Noun, who: &Referent) -> bool {
    let words = context.doc.words();
    let other_gender = noun.gender != Gender::Unknown && who.gender != Gender::Unknown && noun.gender != who.gender;
    let agrees = |role: &str| words.includes(noun.lemma(), role) || words.includes(role, noun.lemma());
    let occupation = |role: &str| words.noun(role).is_none_or(Noun::is_role);
    let mut roles = who.roles.iter().map(|role| role.noun.as_str());
    !other_gender && (roles.clone().any(agrees) || !roles.any(occupation))
}
