//! Entity resolution: names, descriptions and pronouns to the things they refer to.
//!
//! In order:
//!
//! 1. `clusters`: names that name the same thing (Merkel, Chancellor Merkel, Angela Merkel; UN, United Nations).
//! 2. `roles`: titles and occupations beside the names of people.
//! 3. [`super::linking`]: Wikidata ids, which also tell gender and office.
//! 4. `mentions`: descriptions ("the German leader") and pronouns.
//! 5. `resolve`: a walk through the text that decides whom each of them means.
//!
//! The sieve of precise steps before loose ones follows Raghunathan et al. (2010), the evidence for pronouns Lappin &
//! Leass (1994) and Durrett & Klein (2013). Needs tokens, sentences and names; uses part of speech, dependencies and
//! the quotes found so far where there are any.

mod clusters;
mod context;
mod lexicon;
mod mentions;
mod person;
mod referents;
mod resolve;
mod roles;
mod weights;

use std::collections::HashMap;

use crate::annotate::gazetteer::{self, Gazetteer, RecordKind, Watchlist, WatchlistEntry, fold, lists};
use crate::annotate::linking;
use crate::annotate::lower::Lower;
use crate::annotate::models::LanguageModels;
use crate::document::{
    Document, Entity, EntityId, EntityType, Gender, Mention, MentionId, MentionKind, Number, Pos, Span, TokenRange,
};
use clusters::Cluster;
use context::Scene;
use lexicon::NounClass;
use referents::{Referent, Referents};
use resolve::{Item, Placed};

/// Mentions of one entity that are looked at for titles and roles.
const MENTIONS_READ_FOR_ROLES: usize = 64;

/// Resolves the name mentions of `Document::mentions`, adds descriptions and pronouns, writes `Document::entities`
/// and `Document::described`.
///
/// Matches of the user's `watchlist` become entities that carry its fields. Descriptions and pronouns are English.
pub fn annotate(doc: &mut Document, gazetteer: &'static Gazetteer, watchlist: &Watchlist) {
    if LanguageModels::of(doc.language()).is_none() {
        gazetteer::add_listed(doc, gazetteer);
    }
    let watched = gazetteer::add_watched(doc, watchlist);
    let entry = |mention: MentionId| watched[mention].map(|entry| watchlist.entry(entry));
    let listed: Vec<_> =
        (0..doc.mentions.len()).map(|mention| entry(mention).map(|entry| entry.name.as_str())).collect();
    let clusters = clusters::group(doc, gazetteer, &listed);
    let mut people = Vec::with_capacity(clusters.len());
    doc.entities = Vec::with_capacity(clusters.len());
    for (id, cluster) in clusters.into_iter().enumerate() {
        let (mut entity, referent) = entity(doc, gazetteer, cluster);
        if let Some(entry) = entity.mentions.iter().find_map(|&mention| entry(mention)) {
            take_fields(&mut entity, entry);
        }
        for &mention in &entity.mentions {
            doc.mentions[mention].entity = Some(id);
        }
        doc.entities.push(entity);
        people.push(referent);
    }
    linking::annotate(doc, gazetteer);
    merge_linked(doc, &mut people);
    let named: Vec<Referent> =
        people.into_iter().zip(&doc.entities).map(|(referent, entity)| known(referent, entity, gazetteer)).collect();

    let items = items(doc);
    let (placed, referents) = resolve::resolve(&Scene::new(doc), &items, Referents::new(gazetteer, named));
    write(doc, &items, &placed, &referents);
}

/// An entity from its names, with what the words around them tell of it.
fn entity(doc: &Document, gazetteer: &Gazetteer, cluster: Cluster) -> (Entity, Referent) {
    let label = cluster.label();
    let mut referent = Referent::named(label);
    let text = |mention: MentionId| doc.slice(doc.mentions[mention].span);
    let name = fullest(cluster.mentions.iter().map(|&m| text(m)));
    let mut entity = Entity {
        label,
        name: name.to_owned(),
        aliases: vec![],
        roles: vec![],
        wikidata: None,
        fields: vec![],
        gender: Gender::Unknown,
        number: referent.number,
        salience: 0.0,
        mentions: cluster.mentions,
    };
    let title = doc.title();
    for &mention in &entity.mentions {
        let alias = text(mention);
        if alias != name && entity.aliases.len() < 32 && !entity.aliases.iter().any(|known| known == alias) {
            entity.aliases.push(alias.to_owned());
        }
        referent.in_title |= title.is_some_and(|title| title.contains(doc.mentions[mention].span));
    }
    if label == EntityType::Person {
        read_roles(doc, gazetteer, &mut entity, &mut referent);
    }
    if label == EntityType::Organization {
        referent.words = fold(&entity.name).split(' ').map(str::to_owned).collect();
        referent.public = gazetteer
            .get(&entity.name)
            .is_some_and(|entry| entry.is_in(lists::ORGANIZATION) && !entry.is_in(lists::COMPANY | lists::OUTLET));
    }
    (entity, referent)
}

/// Makes one entity of those that were linked to the same id: "New York" and "New York City".
fn merge_linked(doc: &mut Document, referents: &mut Vec<Referent>) {
    let mut by_id: HashMap<String, EntityId> = HashMap::new();
    let mut kept: Vec<Entity> = Vec::with_capacity(doc.entities.len());
    let mut kept_referents = Vec::with_capacity(referents.len());
    for (entity, referent) in std::mem::take(&mut doc.entities).into_iter().zip(referents.drain(..)) {
        let same =
            entity.wikidata.as_ref().and_then(|id| by_id.get(id)).filter(|&&same| kept[same].label == entity.label);
        if let Some(&same) = same {
            let known: &mut Entity = &mut kept[same];
            let names = std::iter::once(entity.name).chain(entity.aliases);
            let new: Vec<String> = names.filter(|name| *name != known.name && !known.aliases.contains(name)).collect();
            known.aliases.extend(new);
            known.roles.extend(entity.roles);
            known.mentions.extend(entity.mentions);
            known.mentions.sort_unstable();
            continue;
        }
        if let Some(id) = &entity.wikidata {
            by_id.insert(id.clone(), kept.len());
        }
        kept.push(entity);
        kept_referents.push(referent);
    }
    for (id, entity) in kept.iter().enumerate() {
        for &mention in &entity.mentions {
            doc.mentions[mention].entity = Some(id);
        }
    }
    doc.entities = kept;
    *referents = kept_referents;
}

/// Gives an entity what the user's entry says of it.
fn take_fields(entity: &mut Entity, entry: &WatchlistEntry) {
    entity.label = entry.label;
    if entity.name != entry.name {
        entity.aliases.retain(|alias| *alias != entry.name);
        entity.aliases.insert(0, std::mem::replace(&mut entity.name, entry.name.clone()));
    }
    entity.wikidata = entry.wikidata.clone();
    entity.fields = entry.fields.clone();
}

/// The name with most words; of equals the one not all in capitals, then the first.
fn fullest<'a>(names: impl Iterator<Item = &'a str>) -> &'a str {
    let key = |name: &str| (name.split_whitespace().count(), name.chars().any(char::is_lowercase));
    let mut best = "";
    for name in names {
        if best.is_empty() || key(name) > key(best) {
            best = name;
        }
    }
    best
}

fn read_roles(doc: &Document, gazetteer: &Gazetteer, entity: &mut Entity, referent: &mut Referent) {
    let (mut female, mut male) = (0, 0);
    let mut tell = |gender: Gender, weight: i32| match gender {
        Gender::Female => female += weight,
        Gender::Male => male += weight,
        Gender::Neuter | Gender::Unknown => {}
    };
    for &mention in entity.mentions.iter().take(MENTIONS_READ_FOR_ROLES) {
        let name = doc.mentions[mention].tokens;
        let sentence = doc.sentences.partition_point(|s| s.tokens.end <= name.start);
        let Some(sentence) =
            doc.sentences.get(sentence).map(|s| s.tokens).filter(|s| !name.is_empty() && s.holds(name.start))
        else {
            continue;
        };
        tell(roles::form_of_address(doc, name, sentence), 3);
        let title = roles::before(doc, name, sentence);
        if let Some(title) = title {
            let alias = doc.slice(doc.tokens_span(TokenRange::new(title.head, name.end)));
            if entity.aliases.len() < 32 && !entity.aliases.iter().any(|known| known == alias) {
                entity.aliases.push(alias.to_owned());
            }
        }
        let apposed = roles::before_comma(doc, name, sentence);
        for role in [title, apposed, roles::after(doc, name, sentence)].into_iter().flatten() {
            let words = doc.slice(doc.tokens_span(roles::without_possessor(doc, role.tokens)));
            if entity.roles.len() < 16 && !entity.roles.iter().any(|known| known == words) {
                entity.roles.push(words.to_owned());
            }
            tell(role.noun.gender, 3);
            let country = referents::country(doc, gazetteer, role.tokens);
            referent.add_role(&Lower::new(doc.token_text(role.head)), country);
        }
    }
    let mut words = entity.name.split([' ', '-']);
    let first = words.next().filter(|first| !lexicon::korean_surname(&Lower::new(first)) || words.count() != 2);
    if let Some((gender, share)) = first.and_then(|first| gazetteer.get(first)).map(|entry| entry.given_gender()) {
        tell(gender, i32::from(share > 0.7) + i32::from(share > 0.9) + i32::from(share > 0.97));
    }
    referent.gender_is_sure = i32::abs(male - female) >= 3;
    entity.gender = match male.cmp(&female) {
        std::cmp::Ordering::Greater => Gender::Male,
        std::cmp::Ordering::Less => Gender::Female,
        std::cmp::Ordering::Equal => Gender::Unknown,
    };
}

/// The referent of an entity, with what the gazetteer knows of it.
fn known(mut referent: Referent, entity: &Entity, gazetteer: &'static Gazetteer) -> Referent {
    if entity.label == EntityType::Person {
        referent.gender = entity.gender;
    }
    let names = std::iter::once(&entity.name).chain(&entity.aliases);
    let records = names.take(8).filter_map(|name| gazetteer.get(name)).flat_map(|entry| gazetteer.records(entry));
    let linked = |id: Option<u32>| entity.wikidata.is_some() && id.map(|id| format!("Q{id}")) == entity.wikidata;
    for record in records.filter(|record| record.kind.entity_type() == entity.label) {
        match record.kind {
            RecordKind::Leader | RecordKind::Politician if linked(record.wikidata) => {
                let country = record.country.as_bytes().try_into().ok();
                for word in
                    fold(record.note).split(' ').filter(|word| lexicon::noun(word).is_some_and(|noun| noun.role))
                {
                    referent.add_role(word, country);
                }
            }
            RecordKind::Country => referent.place = referent.place.or(Some(NounClass::Country)),
            RecordKind::City => referent.place = referent.place.or(Some(NounClass::City)),
            RecordKind::Region => referent.place = referent.place.or(Some(NounClass::Region)),
            _ => {}
        }
    }
    referent
}

/// Names, descriptions and pronouns in text order.
fn items(doc: &Document) -> Vec<Item> {
    let (nominals, pronouns) = if doc.language() == "en" { mentions::find(doc) } else { Default::default() };
    let names = doc
        .mentions
        .iter()
        .filter_map(|mention| mention.entity.map(|referent| Item::Name { referent, tokens: mention.tokens }));
    let mut items: Vec<Item> = names.collect();
    items.extend(nominals.into_iter().map(Item::Nominal));
    items.extend(pronouns.into_iter().map(Item::Pronoun));
    items.sort_by_key(|item| (item.tokens().start, item.tokens().end));
    items
}

/// Writes mentions, their entities, and the chains of those without a name.
fn write(doc: &mut Document, items: &[Item], placed: &[Placed], referents: &[Referent]) {
    let names = std::mem::take(&mut doc.mentions);
    let mut names = names.into_iter();
    let mut first_description: Vec<Option<MentionId>> = Vec::new();
    for entity in &mut doc.entities {
        entity.mentions.clear();
    }
    for (item, place) in items.iter().zip(placed) {
        let id = doc.mentions.len();
        let entity = place.referent.filter(|&referent| referents[referent].named);
        let span = doc.tokens_span(item.tokens());
        let mention = match item {
            Item::Name { .. } => names.next().expect("as many names as before"),
            Item::Nominal(nominal) => described(span, item, MentionKind::Nominal, nominal.label(), entity, place),
            Item::Pronoun(_) => {
                let label = place.referent.map_or(EntityType::Misc, |referent| referents[referent].label);
                described(span, item, MentionKind::Pronoun, label, entity, place)
            }
        };
        doc.mentions.push(mention);
        match (entity, place.referent) {
            (Some(entity), _) => doc.entities[entity].mentions.push(id),
            (None, Some(referent)) => {
                if first_description.len() <= referent {
                    first_description.resize(referent + 1, None);
                }
                let first = *first_description[referent].get_or_insert(id);
                doc.described.push((id, first));
            }
            (None, None) => {}
        }
    }
    for (id, entity) in doc.entities.iter_mut().enumerate() {
        if entity.label == EntityType::Person {
            entity.gender = referents[id].gender;
        }
    }
}

fn described(
    span: Span,
    item: &Item,
    kind: MentionKind,
    label: EntityType,
    entity: Option<EntityId>,
    place: &Placed,
) -> Mention {
    Mention { span, tokens: item.tokens(), kind, label, confidence: place.confidence, entity }
}

/// Whom a phrase refers to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Referring {
    /// Something with a name.
    Entity(EntityId),
    /// Somebody whom the article only describes: the first description of them.
    Described(MentionId),
}

/// Whom a noun phrase or pronoun refers to, with a confidence (0 to 1); nothing when the text does not tell.
///
/// The phrase's own referent is asked for, not that of a name within it: "a spokesman for Boeing" is not Boeing, but
/// "Boeing spokesman Jim Roe" and "Roe, a spokesman for Boeing" are Jim Roe. Call it after [`annotate`].
pub fn referent(doc: &Document, phrase: Span) -> Option<(Referring, f32)> {
    let first = doc.mentions.partition_point(|m| m.span.end <= phrase.start);
    let inside = || doc.mentions.iter().enumerate().skip(first).take_while(|(_, m)| m.span.start < phrase.end).take(12);
    let is_person_name = |m: &Mention| m.kind == MentionKind::Name && m.label == EntityType::Person;
    let preposition = doc.tokens_in(phrase).iter().find(|&t| {
        matches!(doc.token_text(t), "for" | "of" | "from" | "at" | "in" | "with" | "to" | "on" | "who" | "whose" | "(")
    });
    let head_end = preposition.map_or(phrase.end, |token| doc.tokens[token].span.start);
    let before_preposition = || inside().filter(|(_, m)| m.span.start < head_end);
    let found = before_preposition()
        .find(|(_, m)| {
            is_person_name(m) && doc.text()[m.span.end..].chars().next().is_none_or(|c| !matches!(c, '\'' | '’'))
        })
        .or_else(|| before_preposition().filter(|(_, m)| m.span.end <= head_end.max(phrase.start + 1)).last())
        .or_else(|| inside().next().filter(|(_, m)| m.span.start <= phrase.start))?;
    let (id, mention) = found;
    let referring = match mention.entity {
        Some(entity) => Referring::Entity(entity),
        None => {
            let index = doc.described.binary_search_by_key(&id, |&(mention, _)| mention).ok()?;
            Referring::Described(doc.described[index].1)
        }
    };
    Some((referring, mention.confidence))
}

/// What the noun of a description tells of its referent; nothing where no describing noun heads the phrase.
pub fn noun_traits(doc: &Document, phrase: Span) -> Option<(EntityType, Gender, Number)> {
    let modifies = |t: &usize| !matches!(doc.syntax.pos.get(*t), Some(Pos::IN | Pos::Comma | Pos::TO | Pos::WP));
    let head = doc.tokens_in(phrase).iter().take_while(modifies).last()?;
    let noun = lexicon::noun(&Lower::new(doc.token_text(head)))?;
    Some((noun.class.label(), noun.gender, noun.number))
}

/// Whether a description takes up one that the article gave before: "a cashier … the cashier".
pub fn is_described_before(doc: &Document, phrase: Span) -> bool {
    matches!(referent(doc, phrase), Some((Referring::Described(first), _)) if doc.mentions[first].span.end <= phrase.start)
}

#[cfg(test)]
mod tests;
