//! Names to Wikidata ids, by the shipped gazetteer and only where the context does not contradict.
//!
//! * A person needs a full name and an article that speaks of public affairs (`people`).
//! * A place that shares its name with others ("Georgia") is the one behind whose name its region stands, or that the other
//!   places of the article make likely (`places`).
//! * A people has the id of its country.
//! * A body known under one name in several countries ("Labour Party") needs an article about that country.

mod people;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use crate::annotate::gazetteer::{Lookups, Record, RecordKind, fold, lists};
use crate::document::{Document, Entity, EntityId, EntityType, Gender, Geo};
use crate::interrupt;
use people::PublicAffairs;

/// How often the article mentions each country, by ISO code.
struct Countries {
    mentions: BTreeMap<&'static str, usize>,
    /// Countries that the article names, or whose people or capital.
    named: BTreeSet<&'static str>,
    /// Countries of which it names a region that has an id.
    by_region: BTreeSet<&'static str>,
    /// The country that each entity counts for, if any.
    told_by: Vec<Option<&'static str>>,
}

impl Countries {
    fn of(entities: &[Entity], gazetteer: &Lookups) -> Self {
        let told_by = vec![None; entities.len()];
        let (named, by_region) = (BTreeSet::new(), BTreeSet::new());
        let mut countries = Countries { mentions: BTreeMap::new(), named, by_region, told_by };
        let of_countries = |label| matches!(label, EntityType::Location | EntityType::Nationality);
        for (id, entity) in entities.iter().enumerate().filter(|(_, entity)| of_countries(entity.label)) {
            interrupt::check();
            let Some(entry) = gazetteer.get(&entity.name) else { continue };
            let mut records = gazetteer.records(entry).filter(|r| r.kind.entity_type() == entity.label);
            let Some(first) = records.next().filter(|r| !r.country.is_empty()) else { continue };
            // A name of several countries tells nothing of either.
            if records.all(|other| other.country == first.country || other.kind == RecordKind::City) {
                *countries.mentions.entry(first.country).or_default() += entity.mentions.len();
                countries.told_by[id] = Some(first.country);
                if matches!(first.kind, RecordKind::Country | RecordKind::Demonym) || first.capital {
                    countries.named.insert(first.country);
                }
                if first.kind == RecordKind::Region && first.wikidata.is_some() {
                    countries.by_region.insert(first.country);
                }
            }
        }
        countries
    }

    /// Whether the country itself, its people or its capital is named.
    fn is_named(&self, country: &str) -> bool {
        self.named.contains(country)
    }

    /// Whether other countries, their people, capitals or regions are named and none of this one.
    fn names_others(&self, country: &str) -> bool {
        let named = || self.named.union(&self.by_region);
        named().next().is_some() && !named().any(|named| *named == country)
    }

    /// Mentions of other countries.
    fn others(&self, country: &str) -> usize {
        self.mentions.iter().filter(|(code, _)| **code != country).map(|(_, mentions)| mentions).sum()
    }

    fn mentions(&self, country: &str) -> usize {
        self.mentions.get(country).copied().unwrap_or(0)
    }

    /// Mentions of a country but for those of one entity, of which it is to be told.
    fn mentions_beside(&self, country: &str, id: EntityId, entity: &Entity) -> usize {
        let own = if self.told_by[id] == Some(country) { entity.mentions.len() } else { 0 };
        self.mentions(country) - own
    }
}

/// Fills `Entity::wikidata`, with the knowledge base's name, and a person's gender where it knows it.
pub fn annotate(doc: &mut Document, gazetteer: &Lookups) {
    let countries = Countries::of(&doc.entities, gazetteer);
    let affairs = PublicAffairs::of(doc, gazetteer);
    let places = places::choose(doc, gazetteer, &countries);
    let found: Vec<_> = (doc.entities.iter().zip(places))
        .map(|(entity, place)| match entity.label {
            EntityType::Person => people::find(doc, entity, gazetteer, &countries, &affairs),
            EntityType::Location => place,
            EntityType::Organization => body(doc, entity, gazetteer, &countries),
            EntityType::Nationality => people(entity, gazetteer, &countries),
            _ => None,
        })
        .collect();
    for (entity, record) in doc.entities.iter_mut().zip(found) {
        let Some(record) = record else { continue };
        if entity.label == EntityType::Location {
            entity.geo = record.coordinates.map(|coordinates| Geo {
                coordinates,
                country: record.country.to_owned(),
                geonames: record.geonames,
            });
        }
        let Some(id) = record.wikidata.filter(|_| entity.wikidata.is_none()) else { continue };
        entity.wikidata = Some(format!("Q{id}"));
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

/// The country whose people a name is, where it is one country or the article speaks of it.
fn people(entity: &Entity, gazetteer: &Lookups, countries: &Countries) -> Option<Record<'static>> {
    let entry = gazetteer.get(&entity.name)?;
    let mut peoples = gazetteer.records(entry).filter(|record| record.kind == RecordKind::Demonym);
    let first = peoples.next()?;
    match peoples.all(|other| other.country == first.country) {
        true => Some(first),
        false => {
            let spoken_of = |record: &Record| countries.is_named(record.country);
            gazetteer.records(entry).find(|record| record.kind == RecordKind::Demonym && spoken_of(record))
        }
    }
}

/// Whether two names have a word in common that is no small one.
fn share_word(doc: &Document, one: &str, other: &str) -> bool {
    let (one, other) = (fold(one), fold(other));
    one.split(' ').any(|word| !doc.words().classes(word).is_function_word() && other.split(' ').any(|w| w == word))
}

fn body(doc: &Document, entity: &Entity, gazetteer: &Lookups, countries: &Countries) -> Option<Record<'static>> {
    let mut names = std::iter::once(&entity.name).chain(&entity.aliases);
    let listed = |name: &String| {
        let found = gazetteer.get(name).filter(|entry| entry.is_in(lists::ORGANIZATION))?;
        let shares =
            |record: Record| record.kind == RecordKind::Organization && share_word(doc, &entity.name, record.name);
        // "the Harbour Relief Trust (HRT)": letters that stand for this body here may be another's.
        let own = !entity.name.contains(' ') || name == &entity.name || name.contains(' ');
        (own || gazetteer.records(found).any(shares)).then_some(found)
    };
    let plain = || doc.words().names().uninflected(&fold(&entity.name)).iter().find_map(listed);
    let entry = names.find_map(listed).or_else(plain)?;
    gazetteer.records(entry).find(|record| {
        let here = countries.mentions(record.country);
        let elsewhere = countries.mentions.values().copied().max().unwrap_or(0);
        record.kind == RecordKind::Organization
            && record.wikidata.is_some()
            && (record.country.is_empty() || here > 0 || elsewhere == 0)
    })
}
