//! Names to Wikidata ids, by the shipped gazetteer and only where the context does not contradict.
//!
//! * A person needs a full name, and no role that speaks against the office: a footballer is not the senator of the
//!   same name.
//! * A place that shares its name with others ("Georgia") is the one that the other places of the article make
//!   likely; where they tell nothing and two are equally notable, it stays without an id.
//! * A body known under one name in several countries ("Labour Party") needs an article about that country.

use std::collections::BTreeMap;

use crate::annotate::gazetteer::{Gazetteer, Record, RecordKind, lists};
use crate::document::{Document, Entity, EntityType, Gender};
use crate::languages::{Class, Language, NounFlags, NounKind};

/// How often the article mentions each country, by ISO code.
struct Countries(BTreeMap<&'static str, usize>);

impl Countries {
    fn of(entities: &[Entity], gazetteer: &'static Gazetteer) -> Self {
        let mut countries = BTreeMap::new();
        for entity in entities.iter().filter(|e| matches!(e.label, EntityType::Location | EntityType::Nationality)) {
            let Some(entry) = gazetteer.get(&entity.name) else { continue };
            let mut records = gazetteer.records(entry).filter(|r| r.kind.entity_type() == entity.label);
            let Some(first) = records.next().filter(|r| !r.country.is_empty()) else { continue };
            // A name of several countries tells nothing of either.
            if records.all(|other| other.country == first.country || other.kind == RecordKind::City) {
                *countries.entry(first.country).or_default() += entity.mentions.len();
            }
        }
        Countries(countries)
    }

    /// Mentions of other countries.
    fn others(&self, country: &str) -> usize {
        self.0.iter().filter(|(code, _)| **code != country).map(|(_, mentions)| mentions).sum()
    }

    fn mentions(&self, country: &str) -> usize {
        self.0.get(country).copied().unwrap_or(0)
    }
}

/// Fills `Entity::wikidata`, with the knowledge base's name, and a person's gender where it knows it.
pub fn annotate(doc: &mut Document, gazetteer: &'static Gazetteer) {
    let countries = Countries::of(&doc.entities, gazetteer);
    let found: Vec<_> = doc.entities.iter().map(|entity| link(doc, entity, gazetteer, &countries)).collect();
    for (entity, record) in doc.entities.iter_mut().zip(found) {
        let Some(record) = record.filter(|_| entity.wikidata.is_none()) else { continue };
        entity.wikidata = record.wikidata.map(|id| format!("Q{id}"));
        if entity.name != record.name && entity.label != EntityType::Person {
            if !entity.aliases.contains(&entity.name) {
                entity.aliases.insert(0, std::mem::take(&mut entity.name));
            }
            entity.name = record.name.to_owned();
            entity.aliases.retain(|alias| alias != record.name);
        }
        if record.gender != Gender::Unknown {
            entity.gender = record.gender;
        }
    }
}

fn link(
    doc: &Document,
    entity: &Entity,
    gazetteer: &'static Gazetteer,
    countries: &Countries,
) -> Option<Record<'static>> {
    match entity.label {
        EntityType::Person => person(entity, gazetteer, doc.words()),
        EntityType::Location => place(doc, entity, gazetteer, countries),
        EntityType::Organization => body(entity, gazetteer, countries),
        _ => None,
    }
}

fn person(entity: &Entity, gazetteer: &'static Gazetteer, words: &Language) -> Option<Record<'static>> {
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
    let office = |word: &str| {
        words.noun(word).is_some_and(|noun| noun.is(NounFlags::POLITICAL))
            || words.classes(word).contains(Class::Political)
    };
    let political = |role: &String| role.split(|c: char| !c.is_alphanumeric()).any(office);
    let told = entity.roles.iter().any(political);
    let contradicted = !entity.roles.is_empty() && !told;
    gazetteer
        .records(entry)
        .filter(|record| record.kind.entity_type() == EntityType::Person && record.wikidata.is_some())
        .find(|record| match record.note.starts_with("Representative") {
            // Hundreds of names, many of them common: only with the office.
            true => told,
            false => !contradicted,
        })
}

fn place(
    doc: &Document,
    entity: &Entity,
    gazetteer: &'static Gazetteer,
    countries: &Countries,
) -> Option<Record<'static>> {
    let entry = gazetteer.get(&entity.name)?;
    let followed_by_state = entity
        .mentions
        .iter()
        .take(20)
        .map(|&mention| doc.mentions[mention].tokens.end)
        .filter(|&next| next < doc.tokens.len())
        .any(|next| doc.words().noun(doc.token_text(next)).is_some_and(|noun| noun.kind == NounKind::Region));
    let score = |record: &Record| -> usize {
        // For its regions and cities a country's own mentions speak, for a country those of others.
        let base = match record.kind {
            RecordKind::Country | RecordKind::Area => 6,
            RecordKind::City if record.capital || record.wikidata.is_some() => 7,
            RecordKind::Region if record.country == "US" || followed_by_state => 6,
            RecordKind::Region => 4,
            _ => 1 + usize::from(record.population > 500_000) * 2,
        };
        let around = match record.kind {
            RecordKind::Country => countries.others(record.country),
            _ => countries.mentions(record.country),
        };
        let around = if record.kind == RecordKind::Country { around.min(1) } else { 2 * around.min(3) };
        base + around + usize::from(record.kind == RecordKind::Region && followed_by_state) * 6
    };
    let places = gazetteer.records(entry).filter(|record| record.kind.entity_type() == EntityType::Location);
    let mut scored: Vec<_> = places.map(|record| (score(&record), record)).collect();
    scored.sort_by_key(|(score, record)| (std::cmp::Reverse(*score), record.wikidata.is_none()));
    // The same place may stand in two lists, with and without an id.
    let same = |a: &Record, b: &Record| a.wikidata == b.wikidata || a.kind == b.kind && a.country == b.country;
    let clear = scored.get(1).is_none_or(|second| second.0 < scored[0].0 || same(&second.1, &scored[0].1));
    scored.into_iter().next().filter(|_| clear).map(|(_, record)| record).filter(|record| record.wikidata.is_some())
}

fn body(entity: &Entity, gazetteer: &'static Gazetteer, countries: &Countries) -> Option<Record<'static>> {
    let names = std::iter::once(&entity.name).chain(&entity.aliases);
    let entry = names.filter_map(|name| gazetteer.get(name)).find(|entry| entry.is_in(lists::ORGANIZATION))?;
    gazetteer.records(entry).find(|record| {
        let here = countries.mentions(record.country);
        let elsewhere = countries.0.values().copied().max().unwrap_or(0);
        record.kind == RecordKind::Organization
            && record.wikidata.is_some()
            && (record.country.is_empty() || here > 0 || elsewhere == 0)
    })
}
