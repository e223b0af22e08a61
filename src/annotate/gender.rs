//! How an article speaks of people, for counting who is quoted: gender, and what tells it.
//!
//! Pronouns tell it, then titles and forms of address, then the given name. Where pronouns or titles contradict each other
//! or one another, nothing is said.

use super::gazetteer::Gazetteer;
use crate::document::{Document, Entity, EntityType, Gender, GenderEvidence, MentionKind};
use crate::interrupt;
use crate::languages::NameClass;

/// Mentions of a person that are looked at.
const MENTIONS_READ: usize = 64;
/// The share of bearers from which a given name tells.
const TELLING_SHARE: f32 = 0.9;

/// Writes `Entity::gender_by`, and with it the gender that it tells.
pub fn annotate(doc: &mut Document, gazetteer: &Gazetteer) {
    let told: Vec<_> = doc.entities.iter().map(|entity| evidence(doc, entity, gazetteer)).collect();
    for (entity, told) in doc.entities.iter_mut().zip(told) {
        interrupt::check();
        entity.gender_by = told.map(|(_, evidence)| evidence);
        if let Some((gender, _)) = told {
            entity.gender = gender;
        }
    }
}

fn evidence(doc: &Document, entity: &Entity, gazetteer: &Gazetteer) -> Option<(Gender, GenderEvidence)> {
    if entity.label != EntityType::Person {
        return None;
    }
    let mentions = || entity.mentions.iter().take(MENTIONS_READ).map(|&mention| &doc.mentions[mention]);
    let pronouns = mentions().filter(|m| m.kind == MentionKind::Pronoun).map(|m| of_pronoun(doc, m.tokens.start));
    let titles = mentions().filter(|m| m.kind == MentionKind::Name).map(|m| of_title(doc, m.tokens.start));
    match (agreed(pronouns), agreed(titles)) {
        (Told::Contradicted, _) | (_, Told::Contradicted) => None,
        (Told::Gender(pronoun), Told::Gender(title)) if pronoun != title => None,
        (Told::Gender(gender), _) => Some((gender, GenderEvidence::Pronoun)),
        (_, Told::Gender(gender)) => Some((gender, GenderEvidence::Title)),
        (Told::Nothing, Told::Nothing) => of_given_name(doc, entity, gazetteer).map(|g| (g, GenderEvidence::GivenName)),
    }
}

/// What several words tell together.
enum Told {
    Nothing,
    Gender(Gender),
    Contradicted,
}

/// The gender that nearly all words tell: one in four may be a slip of the resolver.
fn agreed(genders: impl Iterator<Item = Gender>) -> Told {
    let (mut female, mut male) = (0, 0);
    for gender in genders {
        female += usize::from(gender == Gender::Female);
        male += usize::from(gender == Gender::Male);
    }
    match (female, male) {
        (0, 0) => Told::Nothing,
        _ if female >= 3 * male => Told::Gender(Gender::Female),
        _ if male >= 3 * female => Told::Gender(Gender::Male),
        _ => Told::Contradicted,
    }
}

fn of_pronoun(doc: &Document, token: usize) -> Gender {
    let readings = doc.words().pronoun(doc.token_text(token), false);
    let mut genders = readings.iter().map(|pronoun| pronoun.gender).filter(|gender| *gender != Gender::Unknown);
    let first = genders.next().unwrap_or_default();
    if genders.all(|gender| gender == first) { first } else { Gender::Unknown }
}

/// The gender that the words directly in front of a name tell: "Mrs", "King", "spokeswoman".
fn of_title(doc: &Document, name: usize) -> Gender {
    let names = doc.words().names();
    let before = (0..2).map_while(|back| name.checked_sub(1 + back)).map(|token| doc.token_text(token));
    // "Mrs Justice Varga": the form of address stands before a title.
    for (index, word) in before.enumerate() {
        if names.is(word, NameClass::MaleHonorific) {
            return Gender::Male;
        }
        if names.is(word, NameClass::FemaleHonorific) {
            return Gender::Female;
        }
        let noun = doc.words().noun(word).filter(|noun| noun.is_role());
        match noun.map(|noun| noun.gender) {
            Some(gender @ (Gender::Female | Gender::Male)) if index == 0 => return gender,
            Some(_) => {}
            None if names.is_any(word, &[NameClass::Title, NameClass::TitleNoun]) => {}
            None => break,
        }
    }
    Gender::Unknown
}

fn of_given_name(doc: &Document, entity: &Entity, gazetteer: &Gazetteer) -> Option<Gender> {
    let mut words = entity.name.split([' ', '-']);
    let first = words.next()?;
    let others = words.count();
    // A surname alone tells nothing, nor does one that stands first.
    if others == 0 || others == 2 && doc.words().names().is(first, NameClass::SurnameFirst) {
        return None;
    }
    let (gender, share) = gazetteer.get(first)?.given_gender();
    (share > TELLING_SHARE).then_some(gender)
}
