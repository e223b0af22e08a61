//! Entity resolution: names, descriptions and pronouns to the things they refer to.
//!
//! In order:
//!
//! 1. `clusters`: names that name the same thing (Merkel, Chancellor Merkel, Angela Merkel; UN, United Nations).
//! 2. `roles`: titles and occupations beside the names of people.
//! 3. [`super::linking`]: Wikidata ids, which also tell gender and office.
//! 4. `mentions`: descriptions ("the German leader") and pronouns; `speakers`: which of them speaks each quote.
//! 5. `resolve`: a walk through the text that decides whom each of them means, by the weights in `evidence`.
//!
//! The sieve of precise steps before loose ones follows Raghunathan et al. (2010), the evidence for pronouns Lappin &
//! Leass (1994) and Durrett & Klein (2013). Needs tokens, sentences and names; uses part of speech, dependencies and
//! the quotes found so far where there are any.

mod clusters;
mod context;
mod evidence;
mod interview;
mod lead;
mod mentions;
mod own_words;
mod person;
mod referents;
mod resolve;
mod roles;
mod speakers;

use std::collections::HashMap;

use crate::annotate::gazetteer::{self, Gazetteer, Lookups, RecordKind, Watchlist, WatchlistEntry, fold, lists};
use crate::annotate::linking;
use crate::annotate::models::LanguageModels;
use crate::document::{
    Document, Entity, EntityId, EntityType, Gender, Mention, MentionId, MentionKind, QuoteKind, TokenRange,
};
use crate::interrupt;
use crate::languages::{Class, Language, NameClass, NounKind, Number, Person};
use clusters::Cluster;
use context::MentionContext;
pub use evidence::{Feature, Weights};
use mentions::{Item, What};
use referents::{KnownRole, Referent, vote};
use resolve::Placed;

/// Mentions of one entity that are looked at for titles and roles.
const MENTIONS_READ_FOR_ROLES: usize = 64;

/// Resolves the name mentions of `Document::mentions`, adds descriptions and pronouns, writes `Document::entities` and
/// `Document::described`, and who the speakers of `Document::quotes` are.
///
/// Matches of the user's `watchlist` become entities that carry its fields.
pub fn annotate(doc: &mut Document, gazetteer: &'static Gazetteer, watchlist: &Watchlist, weights: &Weights) {
    // Where no tagger has looked for names, those of the gazetteer are what there is.
    if LanguageModels::of(doc.language()).is_none() {
        gazetteer::add_listed(doc, gazetteer);
    }
    drop_descriptions(doc);
    let watched = gazetteer::add_watched(doc, watchlist);
    let entry = |mention: MentionId| watched[mention].map(|entry| watchlist.entry(entry));
    let listed: Vec<_> =
        (0..doc.mentions.len()).map(|mention| entry(mention).map(|entry| entry.name.as_str())).collect();
    let lookups = Lookups::new(gazetteer);
    let clusters = clusters::group(doc, &lookups, &listed);
    let mut people = Vec::with_capacity(clusters.len());
    doc.entities = Vec::with_capacity(clusters.len());
    for (id, cluster) in clusters.into_iter().enumerate() {
        interrupt::check();
        let (mut entity, referent) = entity(doc, &lookups, cluster);
        if let Some(entry) = entity.mentions.iter().find_map(|&mention| entry(mention)) {
            take_fields(&mut entity, entry);
        }
        for &mention in &entity.mentions {
            doc.mentions[mention].entity = Some(id);
        }
        doc.entities.push(entity);
        people.push(referent);
    }
    linking::annotate(doc, &lookups);
    merge_linked(doc, &mut people);
    merge_offices(doc, &mut people);
    let named: Vec<Referent> =
        people.into_iter().zip(&doc.entities).map(|(referent, entity)| known(referent, entity, &lookups)).collect();

    let mut quotes = std::mem::take(&mut doc.quotes);
    speakers::add_dropped(doc, &mut quotes);
    doc.quotes = quotes;
    let mut items = items(doc);
    let speakers = speakers::mark(doc, &mut items);
    let of_stretches = speakers::of_stretches(doc, &speakers);
    let context = MentionContext::new(doc);
    let (placed, referents) = resolve::resolve(&context, &items, &of_stretches, gazetteer, named, weights);
    let mut quotes = std::mem::take(&mut doc.quotes);
    speakers::write(doc, &mut quotes, &speakers, &items, &placed, &referents);
    doc.quotes = quotes;
    let first_person = first_person(doc, &speakers, &placed, &referents);
    let mut resolved: Vec<(Item, Placed)> = items.into_iter().zip(placed).chain(first_person).collect();
    resolved.sort_by_key(|(item, _)| (item.span.start, item.span.end));
    write(doc, &resolved, &referents);
}

/// Takes out names that only describe: "the Irishman", "Counsel to the council said".
fn drop_descriptions(doc: &mut Document) {
    let describes = |doc: &Document, mention: &Mention| {
        // "The First Lady said": an office by its rank.
        let ranked = mention.tokens.len() == 2 && doc.is(mention.tokens.start, Class::Rank);
        if mention.tokens.len() != 1 && !ranked {
            return false;
        }
        let before = mention.tokens.start.checked_sub(1);
        // "the MP", "son PDG"
        let definite = before.is_some_and(|t| doc.is(t, Class::DefiniteArticle) || doc.is(t, Class::Possessive));
        let opens = doc.sentences.binary_search_by_key(&mention.tokens.start, |s| s.tokens.start).is_ok();
        let completed = mention.tokens.end < doc.tokens.len() && doc.is(mention.tokens.end, Class::Preposition);
        let last = doc.token_text(mention.tokens.end - 1);
        let noun = doc.words().noun(last).filter(|noun| noun.kind == NounKind::Person);
        noun.is_some_and(|noun| definite || opens && completed && noun.is_role())
    };
    let mut mentions = std::mem::take(&mut doc.mentions);
    mentions.retain(|mention| !describes(doc, mention));
    doc.mentions = mentions;
}

/// "I" and its forms in the words of somebody who is known: theirs.
fn first_person(
    doc: &Document,
    speakers: &[Vec<usize>],
    placed: &[Placed],
    referents: &[Referent],
) -> Vec<(Item, Placed)> {
    let mut found = Vec::new();
    for (quote, speaker) in doc.quotes.iter().zip(speakers).filter(|(quote, _)| quote.kind == QuoteKind::Direct) {
        let &[speaker] = &speaker[..] else { continue };
        let place = placed[speaker];
        if !place.referent.is_some_and(|referent| referents[referent].may_be_one_person()) {
            continue;
        }
        for token in quote.spans.iter().flat_map(|&span| doc.tokens_in(span).iter()) {
            let readings = doc.words().pronoun(doc.token_text(token), false);
            if let Some(first) = readings.first().filter(|p| p.person == Person::First && p.number == Number::Singular)
            {
                let item = Item::new(doc, What::Pronoun(readings, first.case), TokenRange::new(token, token + 1));
                found.push((item, place));
            }
        }
    }
    found
}

/// An entity from its names, with what the words around them tell of it.
fn entity(doc: &Document, gazetteer: &Lookups, cluster: Cluster) -> (Entity, Referent) {
    let label = if is_told_person(doc, gazetteer, &cluster) { EntityType::Person } else { cluster.label() };
    let mut referent = Referent::named(label);
    referent.kind_is_known = label != EntityType::Misc;
    let text = |mention: MentionId| doc.slice(doc.mentions[mention].span);
    let name = fullest(cluster.mentions.iter().map(|&m| text(m)));
    let name = uninflected(doc, &cluster, name, text);
    let mut entity = Entity {
        label,
        name: name.to_owned(),
        aliases: vec![],
        roles: vec![],
        wikidata: None,
        fields: vec![],
        gender: Gender::Unknown,
        gender_by: None,
        geo: None,
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
        referent.names += 1;
        referent.in_title |= title.is_some_and(|title| title.contains(doc.mentions[mention].span));
    }
    if label == EntityType::Person {
        read_roles(doc, gazetteer, &mut entity, &mut referent);
    }
    if label == EntityType::Organization {
        let words = entity.name.to_lowercase();
        referent.words = words.split([' ', '-', '’', '\'']).map(str::to_owned).collect();
        referent.public = gazetteer
            .get(&entity.name)
            .is_some_and(|entry| entry.is_in(lists::ORGANIZATION) && !entry.is_in(lists::COMPANY | lists::OUTLET));
    }
    (entity, referent)
}

/// A name without the ending that its case gives it in the sentence: the form that another mention has, or that of a person who is
/// called so without it.
fn uninflected<'a>(doc: &Document, cluster: &Cluster, name: &'a str, text: impl Fn(MentionId) -> &'a str) -> &'a str {
    let names = doc.words().names();
    if !names.has_inflection() {
        return name;
    }
    let folded = fold(name);
    let plain = names.uninflected(&folded);
    let known = cluster.mentions.iter().map(|&m| text(m)).find(|other| plain.contains(&fold(other)));
    let person = || {
        let stem = cluster.full_name().filter(|full| names.without_genitive(&folded).any(|stem| stem == full))?;
        name.get(..name.len() - (folded.len() - stem.len()))
    };
    known.or_else(person).unwrap_or(name)
}

/// Whether what stands beside the mentions of a name that no list has shows a person where the tagger saw none: a form of address,
/// an office in front, an age behind.
fn is_told_person(doc: &Document, gazetteer: &Lookups, cluster: &Cluster) -> bool {
    const SHORTEST_AND_LONGEST: std::ops::RangeInclusive<usize> = 2..=3;
    if matches!(cluster.label(), EntityType::Person | EntityType::Nationality | EntityType::Event) {
        return false;
    }
    cluster.mentions.iter().take(MENTIONS_READ_FOR_ROLES).any(|&mention| {
        let mention = &doc.mentions[mention];
        let name = mention.tokens;
        let text = doc.slice(mention.span);
        let words = || text.split(' ');
        let sentence = doc.sentences.partition_point(|s| s.tokens.end <= name.start);
        let Some(sentence) = doc.sentences.get(sentence).map(|s| s.tokens).filter(|s| s.holds(name.start)) else {
            return false;
        };
        let personal = SHORTEST_AND_LONGEST.contains(&words().count())
            && words().all(|w| w.starts_with(char::is_uppercase) && w.contains(char::is_lowercase))
            && words().all(|w| doc.words().noun(w).is_none() && !doc.words().classes(w).contains(Class::NameModifier))
            && gazetteer.get(&fold(text)).is_none();
        personal
            && (roles::form_of_address(doc, name, sentence) != Gender::Unknown
                || roles::age(doc, name, sentence).is_some()
                || roles::before(doc, name, sentence).is_some_and(|role| role.noun.is_some()))
    })
}

/// Makes one entity of those that were linked to the same id: "New York" and "New York City".
fn merge_linked(doc: &mut Document, referents: &mut Vec<Referent>) {
    let mut by_id: HashMap<String, EntityId> = HashMap::new();
    let mut merges = Vec::new();
    for (id, entity) in doc.entities.iter().enumerate() {
        interrupt::check();
        let Some(wikidata) = &entity.wikidata else { continue };
        match by_id.get(wikidata).filter(|&&same| doc.entities[same].label == entity.label) {
            Some(&same) => merges.push((id, same)),
            None => _ = by_id.insert(wikidata.clone(), id),
        }
    }
    merge(doc, referents, &merges);
}

/// Makes a person and the short form of their office one: "Chief Election Commissioner Ann Lee" and "the CEC".
fn merge_offices(doc: &mut Document, referents: &mut Vec<Referent>) {
    let mut merges = Vec::new();
    for (id, entity) in doc.entities.iter().enumerate() {
        interrupt::check();
        let short = entity.label != EntityType::Person && entity.wikidata.is_none() && entity.aliases.is_empty();
        if short && clusters::is_acronym(&entity.name) {
            let letters = fold(&entity.name);
            let holder = referents.iter().position(|referent| referent.acronyms.contains(&letters));
            merges.extend(holder.filter(|&holder| holder != id).map(|holder| (id, holder)));
        }
    }
    merge(doc, referents, &merges);
}

/// Moves names, roles and mentions of the first entity of each pair to the second.
fn merge(doc: &mut Document, referents: &mut Vec<Referent>, merges: &[(EntityId, EntityId)]) {
    if merges.is_empty() {
        return;
    }
    for &(from, to) in merges {
        let entity = doc.entities[from].clone();
        let known: &mut Entity = &mut doc.entities[to];
        let names = std::iter::once(entity.name).chain(entity.aliases);
        let new: Vec<String> = names.filter(|name| *name != known.name && !known.aliases.contains(name)).collect();
        known.aliases.extend(new);
        known.roles.extend(entity.roles);
        known.mentions.extend(entity.mentions);
        known.mentions.sort_unstable();
        referents[to].names += referents[from].names;
    }
    let gone = |id: EntityId| merges.iter().any(|&(from, _)| from == id);
    let entities = std::mem::take(&mut doc.entities).into_iter().enumerate();
    doc.entities = entities.filter(|&(id, _)| !gone(id)).map(|(_, entity)| entity).collect();
    *referents = referents.drain(..).enumerate().filter(|&(id, _)| !gone(id)).map(|(_, referent)| referent).collect();
    for (id, entity) in doc.entities.iter().enumerate() {
        interrupt::check();
        for &mention in &entity.mentions {
            doc.mentions[mention].entity = Some(id);
        }
    }
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
        interrupt::check();
        if best.is_empty() || key(name) > key(best) {
            best = name;
        }
    }
    best
}

fn read_roles(doc: &Document, gazetteer: &Lookups, entity: &mut Entity, referent: &mut Referent) {
    // How much more tells of a man than of a woman.
    let mut lean = 0;
    for &mention in entity.mentions.iter().take(MENTIONS_READ_FOR_ROLES) {
        let name = doc.mentions[mention].tokens;
        let sentence = doc.sentences.partition_point(|s| s.tokens.end <= name.start);
        let Some(sentence) =
            doc.sentences.get(sentence).map(|s| s.tokens).filter(|s| !name.is_empty() && s.holds(name.start))
        else {
            continue;
        };
        lean += 3 * vote(roles::form_of_address(doc, name, sentence));
        lean += 3 * vote(roles::relation(doc, name, sentence));
        referent.age = referent.age.or_else(|| roles::age(doc, name, sentence));
        let title = roles::before(doc, name, sentence);
        if let Some(title) = title {
            // "Chancellor Berg" is a name that the article gives; "Chancellor Eva Berg" is a role and the name.
            let alias = doc.slice(doc.tokens_span(TokenRange::new(title.head, name.end)));
            let short = name.len() == 1 && title.tokens.start == title.head && alias.starts_with(char::is_uppercase);
            if short && entity.aliases.len() < 32 && !entity.aliases.iter().any(|known| known == alias) {
                entity.aliases.push(alias.to_owned());
            }
        }
        let apposed = roles::before_comma(doc, name, sentence);
        for role in [title, apposed, roles::after(doc, name, sentence)].into_iter().flatten() {
            let words = doc.slice(doc.tokens_span(roles::without_possessor(doc, role.tokens)));
            if entity.roles.len() < 16 && !entity.roles.iter().any(|known| known == words) {
                entity.roles.push(words.to_owned());
                // "Public Relations Officer in the state": initials are those of the office alone, or with what completes it.
                let office = doc.slice(doc.tokens_span(TokenRange::new(role.tokens.start, role.head + 1)));
                for words in [words, office] {
                    let folded = fold(words);
                    let initials = clusters::initials(doc.words(), &folded);
                    referent.acronyms.extend(initials.filter(|letters| letters.len() > 1));
                }
            }
            lean += 3 * vote(role.gender());
            let country = referents::country(doc, gazetteer, role.tokens);
            let head = doc.token_text(role.head).to_lowercase();
            let noun = role.noun.map_or(head.as_str(), |noun| noun.lemma()).to_owned();
            let past = referents::is_past(doc, role.tokens);
            let rank = referents::rank(doc, role.tokens);
            referent.add_role(KnownRole { noun, country, past, rank });
        }
    }
    referent.gender_is_told = lean != 0;
    let mut words = entity.name.split([' ', '-']);
    let first =
        words.next().filter(|first| !doc.words().names().is(first, NameClass::SurnameFirst) || words.count() != 2);
    if let Some((gender, share)) = first.and_then(|first| gazetteer.get(first)).map(|entry| entry.given_gender()) {
        lean += vote(gender) * (i32::from(share > 0.7) + i32::from(share > 0.9) + i32::from(share > 0.97));
    }
    referent.gender_is_sure = lean.abs() >= 3;
    entity.gender = match lean {
        1.. => Gender::Male,
        0 => Gender::Unknown,
        _ => Gender::Female,
    };
}

/// The referent of an entity, with what the gazetteer knows of it.
fn known(mut referent: Referent, entity: &Entity, gazetteer: &Lookups) -> Referent {
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
                // The gazetteer's notes are English.
                let noun = |word: &str| Language::of("en").noun(word).filter(|noun| noun.is_role());
                for noun in fold(record.note).split(' ').filter_map(noun) {
                    let noun = noun.lemma().to_owned();
                    referent.add_role(KnownRole { noun, country, past: false, rank: None });
                }
            }
            RecordKind::Country => referent.place = referent.place.or(Some(NounKind::Country)),
            RecordKind::City => referent.place = referent.place.or(Some(NounKind::City)),
            RecordKind::Region => referent.place = referent.place.or(Some(NounKind::Region)),
            _ => {}
        }
    }
    referent
}

/// Names, descriptions and pronouns in text order.
fn items(doc: &Document) -> Vec<Item> {
    let named = |mention: &Mention| Some(Item::new(doc, What::Name(mention.entity?), mention.tokens).at(mention.span));
    let mut items: Vec<Item> = doc.mentions.iter().filter_map(named).collect();
    items.extend(mentions::find(doc));
    items.sort_by_key(|item| (item.span.start, item.span.end));
    items
}

/// Writes mentions, their entities, and the chains of those without a name.
fn write(doc: &mut Document, resolved: &[(Item, Placed)], referents: &[Referent]) {
    let names = std::mem::take(&mut doc.mentions);
    let mut names = names.into_iter();
    let mut first_description: HashMap<usize, MentionId> = HashMap::new();
    for entity in &mut doc.entities {
        interrupt::check();
        entity.mentions.clear();
    }
    for (item, place) in resolved {
        let id = doc.mentions.len();
        let referent = place.referent.map(|referent| &referents[referent]);
        let entity = match item.what {
            // "the Nigerian" may speak for one of them; the name stays that of the people.
            What::Name(own) => Some(own),
            _ => place.referent.filter(|&referent| referents[referent].named),
        };
        let described = |kind: MentionKind, label: EntityType| Mention {
            span: item.span,
            tokens: item.tokens,
            kind,
            label,
            confidence: place.confidence,
            entity,
        };
        let mention = match item.what {
            What::Name(_) => names.next().expect("as many names as before"),
            // What an unlisted noun speaks of may be a person or a thing.
            What::Nominal(nominal) => {
                let known = referent.filter(|referent| referent.kind_is_known).map(|referent| referent.label);
                described(MentionKind::Nominal, nominal.label().or(known).unwrap_or(EntityType::Misc))
            }
            // A verb that stands for its subject is no mention of its own, nor is "I" where nobody is known to speak.
            What::Pronoun(readings, _) if doc.words().is_dropped(readings) => continue,
            What::Pronoun(readings, _) if referent.is_none() && readings.iter().all(|p| p.person != Person::Third) => {
                continue;
            }
            What::Pronoun(..) => described(MentionKind::Pronoun, referent.map_or(EntityType::Misc, |r| r.label)),
            What::Relative => continue,
        };
        doc.mentions.push(mention);
        match (entity, place.referent) {
            (Some(entity), _) => doc.entities[entity].mentions.push(id),
            (None, Some(referent)) => {
                let first = *first_description.entry(referent).or_insert(id);
                doc.described.push((id, first));
            }
            (None, None) => {}
        }
    }
    for (id, entity) in doc.entities.iter_mut().enumerate() {
        entity.label = referents[id].label;
        if entity.label == EntityType::Person {
            entity.gender = referents[id].gender;
        }
    }
}

#[cfg(test)]
mod speaker_tests;
#[cfg(test)]
mod tests;
