//! Name mentions to entities: which names name the same thing.
//!
//! Works on distinct names ("forms"), the fullest first, so that "Merkel" in a headline finds the "Angela Merkel"
//! of the third paragraph. Time is linear in the mentions: every list that is searched has a fixed cap.

use std::collections::{HashMap, HashSet};

use super::person::{PersonName, is_misspelling};
use super::roles;
use crate::annotate::gazetteer::{Lookups, RecordKind, fold, lists};
use crate::document::{Document, EntityType, Gender, MentionId};
use crate::languages::{Class, Language, NameClass, NounFlags, NounKind};

/// The most bearers of one surname that are told apart.
const NAMESAKES: usize = 16;

/// The most people whose surnames are compared with one that nobody bears.
const PEOPLE_SPELT: usize = 128;

/// The most words of a name that a surname alone shows to be a person's.
const LONGEST_NAME: usize = 3;

/// One distinct name in the article.
#[derive(Debug)]
struct Form {
    folded: String,
    words: usize,
    mentions: Vec<MentionId>,
    votes: [f32; 8],
    person: bool,
}

impl Form {
    fn label(&self) -> EntityType {
        EntityType::heaviest(&self.votes)
    }

    /// Takes over what another form has gathered.
    fn add(&mut self, mentions: Vec<MentionId>, votes: [f32; 8]) {
        self.mentions.extend(mentions);
        self.votes.iter_mut().zip(votes).for_each(|(vote, more)| *vote += more);
    }
}

/// Names of one thing, not yet an entity.
#[derive(Debug, Default)]
pub(super) struct Cluster {
    /// Its mentions; in text order once all are gathered.
    pub(super) mentions: Vec<MentionId>,
    /// Weight for each type, by `EntityType as usize`.
    pub(super) votes: [f32; 8],
    /// Whether it gathers personal names.
    pub(super) person: bool,
    names: Vec<PersonName>,
    gender: Gender,
}

impl Cluster {
    /// The folded full name of a person, without endings that it takes in a sentence.
    pub(super) fn full_name(&self) -> Option<String> {
        self.names.first().map(PersonName::folded)
    }

    /// The type with most weight.
    pub(super) fn label(&self) -> EntityType {
        if self.person { EntityType::Person } else { EntityType::heaviest(&self.votes) }
    }
}

/// Groups the name mentions of a document.
///
/// `watched` gives for each mention the name that it has in the user's lists, if it stands there.
pub(super) fn group(doc: &Document, gazetteer: &Lookups, watched: &[Option<&str>]) -> Vec<Cluster> {
    let (by_last, by_first, by_middle) = (HashMap::new(), HashMap::new(), HashMap::new());
    let mut builder = Builder { doc, gazetteer, watched, clusters: vec![], by_last, by_first, by_middle };
    let forms = builder.forms();
    builder.people(&forms);
    builder.others(&forms);
    let mut clusters: Vec<_> = builder.clusters.into_iter().filter(|c| !c.mentions.is_empty()).collect();
    for cluster in &mut clusters {
        cluster.mentions.sort_unstable();
    }
    clusters.sort_by_key(|cluster| cluster.mentions[0]);
    clusters
}

struct Builder<'a> {
    doc: &'a Document,
    gazetteer: &'a Lookups,
    watched: &'a [Option<&'a str>],
    clusters: Vec<Cluster>,
    /// Clusters of people by the last and the first word of their full names.
    by_last: HashMap<String, Vec<usize>>,
    by_first: HashMap<String, Vec<usize>>,
    /// The same by the words between: where the surname comes first behind a form of address, and of double names.
    by_middle: HashMap<String, Vec<usize>>,
}

impl Builder<'_> {
    /// The distinct names, the fullest first.
    fn forms(&self) -> Vec<Form> {
        let mut forms: Vec<Form> = Vec::new();
        let mut known: HashMap<(String, bool), usize> = HashMap::new();
        for (id, mention) in self.doc.mentions.iter().enumerate() {
            let text = self.watched[id].unwrap_or_else(|| self.doc.slice(mention.span));
            let folded = fold(bare(self.doc.words(), text));
            let person = mention.label == EntityType::Person && !self.is_no_person(&folded);
            let index = *known.entry((folded.clone(), person)).or_insert_with(|| {
                let words = folded.split(' ').count();
                forms.push(Form { folded: folded.clone(), words, mentions: vec![], votes: [0.0; 8], person });
                forms.len() - 1
            });
            forms[index].mentions.push(id);
            // A people or body that was tagged as a person.
            let demonym = || self.gazetteer.get(&folded).is_some_and(|e| e.is_in(lists::DEMONYM));
            let label = match mention.label {
                EntityType::Person if !person && demonym() => EntityType::Nationality,
                EntityType::Person if !person => EntityType::Organization,
                label => label,
            };
            forms[index].votes[label as usize] += mention.confidence.max(0.05);
        }
        if self.doc.words().names().has_inflection() {
            self.take_endings(&mut forms);
        }
        let known: HashMap<(String, bool), usize> =
            forms.iter().enumerate().map(|(index, form)| ((form.folded.clone(), form.person), index)).collect();
        // One word tagged now as a person, now as something else, is what it mostly is, unless a fuller personal
        // name explains the person.
        let full_names: HashMap<&str, ()> = forms
            .iter()
            .filter(|form| form.person && form.words > 1)
            .filter_map(|form| form.folded.rsplit(' ').next())
            .map(|last| (last, ()))
            .collect();
        let mut merges = Vec::new();
        for (index, form) in forms.iter().enumerate().filter(|(_, form)| form.person) {
            let explained = form.words == 1 && full_names.contains_key(form.folded.as_str());
            if let Some(&other) = known.get(&(form.folded.clone(), false)).filter(|_| !explained) {
                merges.push((index, other));
            }
        }
        for (person, other) in merges {
            let (mut to, mut from) = (person, other);
            if forms[other].votes.iter().sum::<f32>() > forms[person].votes.iter().sum() {
                (to, from) = (other, person);
            }
            let mentions = std::mem::take(&mut forms[from].mentions);
            let votes = forms[from].votes;
            forms[to].add(mentions, votes);
        }
        forms.retain(|form| !form.mentions.is_empty());
        self.take_for_people(&mut forms);
        forms.sort_by(|a, b| b.words.cmp(&a.words).then(a.mentions[0].cmp(&b.mentions[0])));
        forms
    }

    /// Whether a name belongs to a noun, as a genitive does: "Merkels Rede", "der Abschied Merkels"; a noun for a person in front
    /// is a title.
    fn is_attribute(&self, mention: MentionId) -> bool {
        let doc = self.doc;
        let tokens = doc.mentions[mention].tokens;
        let sentence = doc.sentences[doc.sentence_at(doc.mentions[mention].span.start)].tokens;
        let tag = |token: usize| doc.syntax.tag(token);
        let behind = tokens.end < sentence.end && (tag(tokens.end).is_common_noun() || tag(tokens.end).is_adjective());
        let before = tokens.start.checked_sub(1).filter(|&token| token >= sentence.start);
        let of = before.filter(|&token| tag(token).is_common_noun()).is_some_and(|token| {
            let noun = doc.words().noun(&doc.token_text(token).to_lowercase());
            noun.is_none_or(|noun| noun.kind != NounKind::Person)
        });
        behind || of
    }

    /// Makes one form of those that only their case tells apart: "Rote Kreuz" and "Roten Kreuzes", "Merkel" and "Merkels".
    fn take_endings(&self, forms: &mut Vec<Form>) {
        let names = self.doc.words().names();
        let last = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_owned();
        let (people, things): (Vec<&Form>, Vec<&Form>) = forms.iter().partition(|form| form.person);
        // Whole names of people, and their last words with whether the name is longer.
        let called: HashSet<&str> = people.iter().map(|form| form.folded.as_str()).collect();
        let bearers: HashSet<(String, bool)> = people.iter().map(|form| (last(&form.folded), form.words > 1)).collect();
        let named: HashSet<String> = things.iter().map(|form| names.one_ending(&form.folded)).collect();
        let listed = |word: &str, list| self.gazetteer.get(word).is_some_and(|entry| entry.is_in(list));
        let plain = |form: &Form| -> String {
            let mut stems = names.without_genitive(&form.folded);
            if form.person {
                // Andreas and Peters are called so; Merkels is only who something is of.
                let own_name = listed(&last(&form.folded), lists::SURNAME | lists::GIVEN);
                if own_name || !form.mentions.iter().all(|&mention| self.is_attribute(mention)) {
                    return form.folded.clone();
                }
                let bears = |stem: &&str| {
                    let surname = || listed(&last(stem), lists::SURNAME);
                    called.contains(stem) || bearers.contains(&(last(stem), form.words == 1)) || surname()
                };
                return stems.find(bears).unwrap_or(&form.folded).to_owned();
            }
            let unlisted = self.gazetteer.get(&form.folded).is_none();
            let stem = stems.find(|stem| unlisted && named.contains(&names.one_ending(stem)));
            names.one_ending(stem.unwrap_or(&form.folded))
        };
        let plain: Vec<String> = forms.iter().map(plain).collect();
        let mut first: HashMap<(String, bool), usize> = HashMap::new();
        let mut merged: Vec<Form> = Vec::with_capacity(forms.len());
        for (mut form, plain) in forms.drain(..).zip(plain) {
            form.folded = plain;
            let key = (form.folded.clone(), form.person);
            let Some(&same) = first.get(&key) else {
                first.insert(key, merged.len());
                merged.push(form);
                continue;
            };
            merged[same].add(form.mentions, form.votes);
            merged[same].mentions.sort_unstable();
        }
        *forms = merged;
    }

    /// A tagger's slip: "Con Stavrak" is a person too where "Stavrak" alone is one and nobody else is called so.
    fn take_for_people(&self, forms: &mut [Form]) {
        let last = |form: &Form| form.folded.rsplit(' ').next().unwrap_or_default().to_owned();
        let explained: Vec<String> = forms.iter().filter(|form| form.person && form.words > 1).map(last).collect();
        let alone = |form: &&Form| form.person && form.words == 1 && !explained.contains(&form.folded);
        let surnames: Vec<String> = forms.iter().filter(alone).map(|form| form.folded.clone()).collect();
        if surnames.is_empty() {
            return;
        }
        for form in forms.iter_mut().filter(|form| !form.person && (2..=LONGEST_NAME).contains(&form.words)) {
            let unlisted = self.gazetteer.get(&form.folded).is_none();
            if unlisted && form.label() != EntityType::Nationality && surnames.contains(&last(form)) {
                form.person = true;
                form.votes = [0.0; 8];
                form.votes[EntityType::Person as usize] = 1.0;
            }
        }
    }

    /// A single word that the gazetteer knows as a people or body, and not as anybody's name.
    fn is_no_person(&self, folded: &str) -> bool {
        let entry = self.gazetteer.get(folded).filter(|_| !folded.contains(' '));
        entry.is_some_and(|e| e.is_in(lists::DEMONYM | lists::ORGANIZATION) && !e.is_in(lists::GIVEN | lists::SURNAME))
    }

    fn cluster(&mut self, person: bool) -> usize {
        self.clusters.push(Cluster { person, ..Cluster::default() });
        self.clusters.len() - 1
    }

    fn join(&mut self, cluster: usize, form: &Form) {
        let cluster = &mut self.clusters[cluster];
        cluster.mentions.extend(&form.mentions);
        // The fullest form decides the type: a word more counts as much as three mentions.
        let weight = if form.words > 1 { 3.0 } else { 1.0 };
        cluster.votes.iter_mut().zip(form.votes).for_each(|(vote, more)| *vote += more * weight);
    }

    fn people(&mut self, forms: &[Form]) {
        for form in forms.iter().filter(|form| form.person) {
            let Some(name) = PersonName::read(&form.folded, self.doc.words().names()) else { continue };
            if name.len() > 1 {
                self.full_name(form, name);
            } else if let Some(whole) = self.with_shared_surname(form, &name) {
                self.full_name(form, whole);
            } else {
                let instead = self.nearly_so_called(&name);
                for &mention in &form.mentions {
                    self.short_name(form, &name, mention, instead);
                }
            }
        }
    }

    fn full_name(&mut self, form: &Form, name: PersonName) {
        let namesakes = |index: &HashMap<String, Vec<usize>>, word: &str| index.get(word).cloned().unwrap_or_default();
        let mut candidates = namesakes(&self.by_last, name.last());
        candidates.extend(namesakes(&self.by_first, name.first()));
        candidates.extend(namesakes(&self.by_first, name.last()));
        let same = candidates
            .into_iter()
            .find(|&c| self.clusters[c].names.iter().any(|other| other.agrees(&name, self.doc.words().names())));
        let cluster = same.unwrap_or_else(|| self.cluster(true));
        self.join(cluster, form);
        if self.clusters[cluster].gender == Gender::Unknown {
            self.clusters[cluster].gender = self.given_name_gender(&name);
        }
        for (index, word) in [(&mut self.by_last, name.last()), (&mut self.by_first, name.first())] {
            let namesakes = index.entry(word.to_owned()).or_default();
            if namesakes.len() < NAMESAKES && !namesakes.contains(&cluster) {
                namesakes.push(cluster);
            }
        }
        for word in name.middle().iter().filter(|word| !self.doc.words().names().is(word, NameClass::Particle)) {
            let namesakes = self.by_middle.entry(word.clone()).or_default();
            if namesakes.len() < NAMESAKES && !namesakes.contains(&cluster) {
                namesakes.push(cluster);
            }
        }
        if self.clusters[cluster].names.len() < NAMESAKES {
            self.clusters[cluster].names.push(name);
        }
    }

    /// "Bo and Ann Lee": the whole name of whoever a given name means that is joined to another's whole name.
    fn with_shared_surname(&self, form: &Form, name: &PersonName) -> Option<PersonName> {
        let (first, names) = (name.first(), self.doc.words().names());
        let given = self.given_name_gender(name) != Gender::Unknown;
        // A surname alone that is joined to a full name is used again: "Jackson and Michael Jordan … Jackson said".
        if !given || form.mentions.len() > 1 || self.by_last.contains_key(first) || self.by_first.contains_key(first) {
            return None;
        }
        let surname = form.mentions.iter().find_map(|&mention| {
            let end = self.doc.mentions[mention].tokens.end;
            let next = self.doc.mentions.get(mention + 1).filter(|next| next.tokens.start == end + 1)?;
            let joined = self.doc.is(end, Class::Coordinator) && next.label == EntityType::Person;
            let other = PersonName::read(&fold(self.doc.slice(next.span)), names).filter(|other| other.len() > 1)?;
            joined.then(|| other.last().to_owned())
        })?;
        PersonName::read(&format!("{first} {surname}"), names)
    }

    /// Whoever is meant by a word that nobody has for first or last name: the only one who has it between them, or the only one
    /// whose surname is spelt nearly so.
    fn nearly_so_called(&self, name: &PersonName) -> Option<usize> {
        if let Some([only]) = self.by_middle.get(name.last()).map(Vec::as_slice) {
            return Some(*only);
        }
        let near = |cluster: &&Cluster| {
            cluster.names.first().is_some_and(|full| full.len() > 1 && is_misspelling(full.last(), name.last()))
        };
        let mut found = self.clusters.iter().enumerate().take(PEOPLE_SPELT).filter(|(_, cluster)| near(cluster));
        found.next().map(|(index, _)| index).filter(|_| found.next().is_none())
    }

    fn given_name_gender(&self, name: &PersonName) -> Gender {
        let (gender, share) = self.gazetteer.get(name.first()).map_or((Gender::Unknown, 0.5), |e| e.given_gender());
        if share > 0.9 { gender } else { Gender::Unknown }
    }

    /// A surname or given name alone: the bearer of that name; among relatives the one whose gender the form of address
    /// tells, then the one who was last spoken of, then the first.
    ///
    /// Where nobody bears it, `instead` is meant.
    fn short_name(&mut self, form: &Form, name: &PersonName, mention: MentionId, instead: Option<usize>) {
        let address = self.form_of_address(mention);
        let fits = |cluster: &Cluster| {
            address == Gender::Unknown || cluster.gender == Gender::Unknown || cluster.gender == address
        };
        let by_last = self.by_last.get(name.last()).into_iter().flatten();
        let by_first = self.by_first.get(name.first()).into_iter().flatten();
        let suffix = |&c: &usize| {
            name.suffix().is_none() || self.clusters[c].names.iter().any(|full| full.suffix() == name.suffix())
        };
        let bearers: Vec<usize> =
            by_last.chain(by_first).copied().filter(|&c| fits(&self.clusters[c])).filter(suffix).collect();
        let before = |&c: &usize| {
            let cluster = &self.clusters[c];
            let told = address != Gender::Unknown && cluster.gender == address;
            // The one who was last spoken of, or else is first in the article.
            let last = cluster.mentions.iter().rev().take(64).filter(|&&m| m < mention).max().copied();
            (told, last, std::cmp::Reverse(c))
        };
        let cluster = bearers.into_iter().max_by_key(before).or(instead).unwrap_or_else(|| {
            let cluster = self.cluster(true);
            self.clusters[cluster].gender = address;
            self.by_last.entry(name.last().to_owned()).or_default().push(cluster);
            cluster
        });
        self.clusters[cluster].mentions.push(mention);
        let label = self.doc.mentions[mention].label;
        self.clusters[cluster].votes[label as usize] += form.votes[label as usize] / form.mentions.len() as f32;
    }

    fn form_of_address(&self, mention: MentionId) -> Gender {
        let start = self.doc.mentions[mention].tokens.start;
        let word = start.checked_sub(1).map(|token| self.doc.token_text(token));
        word.and_then(|word| roles::honorific(self.doc.words(), word)).unwrap_or_default()
    }

    fn others(&mut self, forms: &[Form]) {
        let mut by_id: HashMap<(u32, bool), usize> = HashMap::new();
        let mut by_initials: HashMap<String, usize> = HashMap::new();
        let mut by_word: HashMap<String, usize> = HashMap::new();
        let mut by_head: HashMap<&str, Option<usize>> = HashMap::new();
        let people: HashSet<&str> = forms.iter().filter(|form| form.person).map(|form| form.folded.as_str()).collect();
        for form in forms.iter().filter(|form| !form.person) {
            let label = form.label();
            // "Brandt" for Brandt Shipping, though its founder Uwe Brandt is named: nowhere does it stand for a person.
            let of_body = label == EntityType::Organization
                && by_word.contains_key(&form.folded)
                && !people.contains(form.folded.as_str());
            let bearer = self.surname_taken_for_something_else(form, label).filter(|_| !of_body);
            if let Some(cluster) = bearer {
                self.join(cluster, form);
                continue;
            }
            let id = self.id(&form.folded, label).map(|id| (id, label == EntityType::Nationality));
            let short = (form.words == 1 && matches!(label, EntityType::Organization | EntityType::Misc))
                .then(|| {
                    let text = self.doc.slice(self.doc.mentions[form.mentions[0]].span);
                    let acronym = is_acronym(text);
                    let initials = acronym.then(|| by_initials.get(&form.folded)).flatten();
                    let word = form.folded.as_str();
                    let before =
                        |&cluster: &usize| self.clusters[cluster].mentions.iter().min() < form.mentions.first();
                    let named = || by_head.get(word).copied().flatten().filter(before);
                    let head = || named().filter(|_| self.is_public_body(word));
                    initials.or_else(|| by_word.get(&form.folded)).copied().or_else(head)
                })
                .flatten();
            let known = id.and_then(|id| by_id.get(&id).copied());
            let cluster = known.or(short).unwrap_or_else(|| self.cluster(false));
            self.join(cluster, form);
            if let Some(id) = id {
                by_id.insert(id, cluster);
            }
            if form.words > 1 && !matches!(label, EntityType::Location | EntityType::Nationality) {
                for initials in initials(self.doc.words(), &form.folded) {
                    by_initials.entry(initials).or_insert(cluster);
                }
                if label == EntityType::Organization {
                    self.short_forms(form, cluster, &mut by_word);
                    // "the Commission" with a capital is the only one that was named in full before.
                    let only = by_head.entry(self.head_noun(&form.folded)).or_insert(Some(cluster));
                    *only = only.filter(|&known| known == cluster);
                }
            }
        }
    }

    /// A tagger's slip: the surname of somebody in the article, tagged as a body or work.
    fn surname_taken_for_something_else(&self, form: &Form, label: EntityType) -> Option<usize> {
        if form.words > 1 || matches!(label, EntityType::Nationality) {
            return None;
        }
        let known =
            self.gazetteer.get(&form.folded).is_some_and(|e| e.is_in(lists::PLACE | lists::BODY | lists::DEMONYM));
        match self.by_last.get(&form.folded).map(Vec::as_slice) {
            Some(&[cluster]) if !known => Some(cluster),
            _ => None,
        }
    }

    /// The id of the most notable bearer of the name with that type; spellings of one thing share it.
    fn id(&self, folded: &str, label: EntityType) -> Option<u32> {
        let entry = self.gazetteer.get(folded)?;
        let record = self.gazetteer.records(entry).find(|record| {
            record.kind.entity_type() == label && !matches!(record.kind, RecordKind::City | RecordKind::Region)
        })?;
        record.wikidata
    }

    /// Whether a noun stands for a body that is no company: "the Bank" is the central one, whichever other banks are named.
    fn is_public_body(&self, word: &str) -> bool {
        self.doc.words().noun(word).is_some_and(|n| n.kind == NounKind::Body && !n.is(NounFlags::COMPANY))
    }

    /// The noun that says what a body is: "commission" of "European Commission", "ministry" of "Ministry of Health".
    fn head_noun<'f>(&self, folded: &'f str) -> &'f str {
        let links = |word: &&str| self.doc.words().names().is(word, NameClass::InnerLink);
        folded.split(' ').take_while(|word| !links(word)).last().unwrap_or(folded)
    }

    /// One word for the whole: the first of "Goldman Sachs", the last of "New York Times".
    fn short_forms(&self, form: &Form, cluster: usize, by_word: &mut HashMap<String, usize>) {
        let is_telling = |word: &str| {
            let listed = self.gazetteer.get(word).is_some_and(|e| e.is_in(lists::PLACE | lists::DEMONYM));
            let pack = self.doc.words();
            let telling = pack.noun(word).is_none() && !pack.classes(word).contains(Class::NameModifier);
            word.len() > 2 && !listed && telling
        };
        let words: Vec<&str> = form.folded.split(' ').collect();
        for word in [words[0], words[words.len() - 1]] {
            if is_telling(word) {
                by_word.entry(word.to_owned()).or_insert(cluster);
            }
        }
    }
}

/// Whether a word looks like an acronym: capitals, with at most as many small letters among them ("DoE").
pub(super) fn is_acronym(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let small = word.chars().filter(|c| c.is_lowercase()).count();
    capitals > 1 && small < capitals && word.starts_with(char::is_uppercase)
}

/// A name without the article in front of it and the possessive marker behind.
fn bare<'a>(pack: &Language, name: &'a str) -> &'a str {
    let rest = name.split_once(' ').filter(|(first, _)| pack.classes(first).contains(Class::DefiniteArticle));
    let name = rest.map_or(name, |(_, rest)| rest);
    let mark = name.rfind(['\'', '’']).filter(|&at| pack.classes(&name[at..]).contains(Class::PossessiveMarker));
    mark.map_or(name, |at| &name[..at])
}

/// The initials of a folded name, with and without its small words: "un" for "united nations".
pub(super) fn initials(pack: &Language, folded: &str) -> impl Iterator<Item = String> {
    let small = |word: &&str| !pack.classes(word).is_function_word() && *word != "&";
    let letters = |words: &mut dyn Iterator<Item = &str>| words.filter_map(|word| word.chars().next()).collect();
    [letters(&mut folded.split(' ').filter(small)), letters(&mut folded.split(' '))].into_iter()
}
