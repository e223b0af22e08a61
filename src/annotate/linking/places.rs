//! Which place of several a name means.
//!
//! What decides, from strong to weak: the region or country behind the name ("London, Ontario"), which counts for all
//! mentions and also tells which Georgia is behind Athens; the countries and regions that the article speaks of; how
//! notable the place is. Where two remain, neither is meant for sure and none is given.

use super::Countries;
use crate::annotate::gazetteer::{Lookups, Record, RecordKind, fold};
use crate::document::{Document, Entity, EntityId, EntityType};
use crate::languages::NounKind;

/// Mentions of a place that are looked at for what stands around them.
const MENTIONS_READ: usize = 20;
/// What the region or country behind a name weighs: more than all else together.
const BEHIND: i32 = 10_000;
/// A mention of a place's country, up to three.
const COUNTRY: i32 = 200;
/// Other countries are spoken of, beside which a country is likelier than a region.
const ABROAD: i32 = 100;
/// A place's region is spoken of too.
const REGION: i32 = 150;
/// A noun behind the name calls it a region: "New York state".
const CALLED_REGION: i32 = 600;
/// A city or province with the name of a country.
const NAMESAKE: i32 = 100;
/// What a small town loses of whose country nothing speaks, where other countries are spoken of: all but what stands behind its name.
const AWAY: i32 = 1_000;
/// By how much a place must be likelier than the next of another kind.
const CLEARLY: i32 = 50;
/// Below so many people a town abroad is not meant for its fame.
const SMALL: u32 = 100_000;
/// How much larger a city must be than the next of its name.
const CLEARLY_LARGER: u32 = 4;

/// A place that a name may mean.
struct Candidate {
    place: Record<'static>,
    score: i32,
}

/// The place that each entity is; nothing for what is no place, is in no list or could be several.
pub(super) fn choose(doc: &Document, gazetteer: &Lookups, countries: &Countries) -> Vec<Option<Record<'static>>> {
    let named = |entity: &Entity| {
        let places = gazetteer.places(doc.language(), &entity.name);
        match doc.words().names().region(&entity.name) {
            Some(region) if places.is_empty() => gazetteer.places(doc.language(), region),
            // "Deutschlands", "den Vereinigten Staaten"
            None if places.is_empty() => {
                let plain = doc.words().names().uninflected(&fold(&entity.name));
                let places = plain.iter().map(|name| gazetteer.places(doc.language(), name));
                places.into_iter().find(|places| !places.is_empty()).unwrap_or_default()
            }
            _ => places,
        }
    };
    let mut candidates: Vec<Vec<Candidate>> = (doc.entities.iter().enumerate())
        .map(|(id, entity)| match entity.label {
            EntityType::Location => {
                let called_region = is_called_region(doc, entity);
                let places = named(entity);
                let is_country = places.iter().any(|place| place.kind == RecordKind::Country);
                let score = |place: &Record| match is_namesake(place) && is_country && !called_region {
                    true => NAMESAKE,
                    false => {
                        score(place, countries.mentions_beside(place.country, id, entity), countries, called_region)
                    }
                };
                places.into_iter().map(|place| Candidate { score: score(&place), place }).collect()
            }
            _ => vec![],
        })
        .collect();
    for (id, candidates) in candidates.iter_mut().enumerate() {
        let beside = |place: &Record| countries.mentions_beside(place.country, id, &doc.entities[id]);
        let away = candidates.iter_mut().filter(|c| is_out_of_the_way(&c.place, beside(&c.place), countries));
        away.for_each(|c| c.score -= AWAY);
    }
    for entity in 0..candidates.len() {
        weigh_containers(doc, gazetteer, &mut candidates, entity);
    }
    let spoken_of: Vec<(String, &str)> = candidates
        .iter()
        .flatten()
        .filter(|candidate| candidate.place.kind == RecordKind::Region)
        .map(|candidate| (fold(candidate.place.name), candidate.place.country))
        .collect();
    for candidate in candidates.iter_mut().flatten().filter(|candidate| candidate.place.kind == RecordKind::City) {
        let region = fold(candidate.place.note);
        if spoken_of.iter().any(|(name, country)| *name == region && *country == candidate.place.country) {
            candidate.score += REGION;
        }
    }
    candidates.into_iter().map(clearest).collect()
}

/// Whether a noun for a region stands behind one of the names: "Washington state".
fn is_called_region(doc: &Document, entity: &Entity) -> bool {
    let next = entity.mentions.iter().take(MENTIONS_READ).map(|&mention| doc.mentions[mention].tokens.end);
    next.filter(|&next| next < doc.tokens.len())
        .any(|next| doc.words().noun(doc.token_text(next)).is_some_and(|noun| noun.kind == NounKind::Region))
}

/// Whether a place that has a country's name is meant only where the text says so: the city of Luxembourg, Panama's province
/// of Panamá, but not the state of Georgia.
fn is_namesake(place: &Record) -> bool {
    place.kind == RecordKind::City || place.kind == RecordKind::Region && place.country != "US"
}

/// Whether an article that names other countries tells nothing of a small town's, `beside` the name itself: the Hull of an article
/// about Germany is not the one in Canada, even where no list has the other.
fn is_out_of_the_way(place: &Record, beside: usize, countries: &Countries) -> bool {
    place.kind == RecordKind::City
        && !place.capital
        && place.wikidata.is_none()
        && place.population < SMALL
        && beside == 0
        && countries.names_others(place.country)
}

/// How notable a place is, and how much the article speaks of its country: `beside` the name itself, which is not known yet.
fn score(place: &Record, beside: usize, countries: &Countries, called_region: bool) -> i32 {
    let notable = match place.kind {
        RecordKind::Country | RecordKind::Area => 600,
        RecordKind::City if place.capital || place.wikidata.is_some() => 700,
        RecordKind::Region if place.country == "US" || called_region => 600,
        RecordKind::Region => 400,
        _ => 100 + i32::from(place.population > 500_000) * 200,
    };
    let abroad = place.kind == RecordKind::Country && countries.others(place.country) > 0;
    let called_region = place.kind == RecordKind::Region && called_region;
    notable + COUNTRY * beside.min(3) as i32 + ABROAD * i32::from(abroad) + CALLED_REGION * i32::from(called_region)
}

/// Weighs what stands behind the names of an entity, for both.
fn weigh_containers(doc: &Document, gazetteer: &Lookups, candidates: &mut [Vec<Candidate>], entity: EntityId) {
    if candidates[entity].is_empty() {
        return;
    }
    for &mention in doc.entities[entity].mentions.iter().take(MENTIONS_READ) {
        let end = doc.mentions[mention].tokens.end;
        let opened = end < doc.tokens.len() && matches!(doc.token_text(end), "," | "(");
        let behind = if opened { end + 1 } else { end };
        if behind >= doc.tokens.len() {
            continue;
        }
        let at = doc.mentions.partition_point(|mention| mention.tokens.end <= behind);
        let named = doc.mentions.get(at).filter(|named| named.tokens.start == behind && opened);
        let other = named.and_then(|named| named.entity).filter(|&other| other != entity);
        if let Some(other) = other.filter(|&other| !candidates[other].is_empty()) {
            let (mut within, mut around) = (vec![], vec![]);
            for (b, container) in candidates[other].iter().enumerate() {
                for (a, candidate) in candidates[entity].iter().enumerate() {
                    if contains(&container.place, &candidate.place) {
                        within.push(a);
                        around.push(b);
                    }
                }
            }
            within.sort_unstable();
            around.sort_unstable();
            within.dedup();
            around.dedup();
            within.into_iter().for_each(|a| candidates[entity][a].score += BEHIND);
            around.into_iter().for_each(|b| candidates[other][b].score += BEHIND);
            continue;
        }
        let text = doc.token_text(behind);
        let containers = containers(doc, gazetteer, behind, opened);
        let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        for candidate in &mut candidates[entity] {
            let coded = || is_code && region_has_code(gazetteer, &candidate.place, text);
            if containers.iter().any(|container| contains(container, &candidate.place)) || coded() {
                candidate.score += BEHIND;
            }
        }
    }
}

/// The regions and countries that the words from a token on name: in full, or shortened as newspapers do.
fn containers(doc: &Document, gazetteer: &Lookups, token: usize, opened: bool) -> Vec<Record<'static>> {
    let text = doc.token_text(token);
    if let Some(region) = doc.words().names().region(text).filter(|_| opened) {
        return gazetteer.places(doc.language(), region);
    }
    if !opened || !text.starts_with(char::is_uppercase) {
        return vec![];
    }
    let rest = &doc.text()[doc.tokens[token].span.start..];
    let length = gazetteer.longest(rest).map(|(length, _)| length);
    length.map_or_else(Vec::new, |length| gazetteer.places(doc.language(), &rest[..length]))
}

/// Whether the region of a city has this code: "OR" for Oregon's "US-OR".
fn region_has_code(gazetteer: &Lookups, city: &Record, code: &str) -> bool {
    let is_region = |record: &Record| {
        record.kind == RecordKind::Region
            && record.country == city.country
            && record.note.split_once('-').is_some_and(|(_, region)| region == code)
    };
    !city.note.is_empty()
        && gazetteer.get(city.note).is_some_and(|entry| gazetteer.records(entry).any(|record| is_region(&record)))
}

/// Whether a region or country holds a place.
fn contains(container: &Record, place: &Record) -> bool {
    let same_country = !container.country.is_empty() && container.country == place.country;
    match container.kind {
        RecordKind::Country => same_country && matches!(place.kind, RecordKind::City | RecordKind::Region),
        RecordKind::Region => {
            same_country && place.kind == RecordKind::City && fold(place.note) == fold(container.name)
        }
        _ => false,
    }
}

/// The likeliest of the places that a name may mean, if it is clearly that.
fn clearest(mut candidates: Vec<Candidate>) -> Option<Record<'static>> {
    candidates.sort_by_key(|candidate| {
        let Candidate { place, score } = candidate;
        (std::cmp::Reverse(*score), place.wikidata.is_none(), std::cmp::Reverse(place.population))
    });
    let mut candidates = candidates.into_iter();
    let mut best = candidates.next().filter(|best| best.score > 0)?;
    // A district lies where its city does.
    if best.place.coordinates.is_none() {
        let here = candidates.as_slice().iter().find(|other| other.place.country == best.place.country);
        if let Some(here) = here.filter(|here| here.place.kind == RecordKind::City) {
            (best.place.coordinates, best.place.geonames) = (here.place.coordinates, here.place.geonames);
        }
    }
    // The same place may stand in two lists, with and without an id.
    let same = |other: &Record| {
        other.wikidata.is_some() && other.wikidata == best.place.wikidata
            || other.kind != RecordKind::City && other.kind == best.place.kind && other.country == best.place.country
    };
    let same_area = |other: &Record| {
        best.place.kind == RecordKind::Region && other.geonames == best.place.geonames && other.geonames.is_some()
    };
    let clear = candidates.find(|other| !same(&other.place) && !same_area(&other.place)).is_none_or(|second| {
        let both_cities = (best.place.kind, second.place.kind) == (RecordKind::City, RecordKind::City);
        best.score - second.score >= CLEARLY
            || both_cities && best.place.population / CLEARLY_LARGER >= second.place.population
    });
    clear.then_some(best.place)
}
