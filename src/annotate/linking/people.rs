//! Which listed person a name means, if any.
//!
//! A full name is needed, and an article that speaks of public affairs: the office of the person, that of others, their
//! country. A private person of the same name is told by another occupation, by an age or by being introduced as somebody
//! unknown ("a plasterer from Hull").

use super::Countries;
use crate::annotate::gazetteer::{Lookups, Record, lists};
use crate::document::{Document, Entity, EntityType};
use crate::languages::{Class, Language, NounFlags};

/// Mentions of a person that are looked at for what stands behind them.
const MENTIONS_READ: usize = 20;
/// Words of politics that an article about public affairs has.
const POLITICAL_WORDS: usize = 2;

/// What an article says about public affairs as a whole.
pub(super) struct PublicAffairs {
    /// Two or more words of politics.
    political: bool,
    /// People with names of the lists.
    listed: usize,
}

impl PublicAffairs {
    pub(super) fn of(doc: &Document, gazetteer: &Lookups) -> Self {
        let words = doc.words();
        let political = doc.tokens.iter().filter(|token| is_political(words, doc.slice(token.span)));
        let listed = |entity: &&Entity| {
            let mut names = std::iter::once(&entity.name).chain(&entity.aliases);
            let is_listed = |name: &String| gazetteer.get(name).is_some_and(|entry| entry.is_in(lists::PERSON));
            entity.label == EntityType::Person && names.any(is_listed)
        };
        let listed = doc.entities.iter().filter(listed).count();
        // Words are looked at only where somebody has a name of the lists.
        let political = listed > 0 && political.take(POLITICAL_WORDS).count() == POLITICAL_WORDS;
        PublicAffairs { political, listed }
    }
}

/// Whether a word names an office for which the lists are looked at, or is another word of politics.
fn is_political(words: &Language, word: &str) -> bool {
    words.noun(word).is_some_and(|noun| noun.is(NounFlags::POLITICAL)) || words.classes(word).contains(Class::Political)
}

/// The listed person that an entity is.
pub(super) fn find(
    doc: &Document,
    entity: &Entity,
    gazetteer: &Lookups,
    countries: &Countries,
    affairs: &PublicAffairs,
) -> Option<Record<'static>> {
    // "Lindsey O. Graham" is listed without the initial.
    let without_initials = |name: &String| {
        let words = name.split(' ').enumerate();
        words
            .filter(|(index, word)| *index == 0 || word.trim_end_matches('.').len() > 1)
            .map(|(_, word)| word)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let names = std::iter::once(&entity.name).chain(&entity.aliases);
    let spellings = names.flat_map(|name| [name.clone(), without_initials(name)]);
    let entry = spellings.filter_map(|name| gazetteer.get(&name)).find(|entry| entry.is_in(lists::PERSON))?;
    let words = doc.words();
    let political = |role: &String| role.split(|c: char| !c.is_alphanumeric()).any(|word| is_political(words, word));
    let told = entity.roles.iter().any(political);
    let contradicted = !entity.roles.is_empty() || is_introduced_as_private(doc, entity);
    gazetteer
        .records(entry)
        .filter(|record| record.kind.entity_type() == EntityType::Person && record.wikidata.is_some())
        .find(|record| {
            // Hundreds of representatives have names that many share: only with the office.
            let only_with_office = record.note.starts_with("Representative");
            let public = || affairs.political || affairs.listed > 1 || countries.is_named(record.country);
            told || !only_with_office && !contradicted && public()
        })
}

/// Whether an age or an indefinite description stands behind one of the names: "Roe, 34,", "Roe, a plasterer".
fn is_introduced_as_private(doc: &Document, entity: &Entity) -> bool {
    entity.mentions.iter().take(MENTIONS_READ).any(|&mention| {
        let comma = doc.mentions[mention].tokens.end;
        let word = |token: usize| if token < doc.tokens.len() { doc.token_text(token) } else { "" };
        let is_age = |word: &str| (1..=3).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
        word(comma) == ","
            && comma + 1 < doc.tokens.len()
            && (is_age(word(comma + 1)) || doc.is(comma + 1, Class::IndefiniteArticle))
    })
}
