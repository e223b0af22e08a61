//! Whom and what the article speaks of, as the walk through the text knows them.

use std::ops::{Index, IndexMut};

use super::lexicon::{self, Noun, NounClass};
use super::mentions::{Nominal, Opening};
use crate::annotate::gazetteer::{Gazetteer, RecordKind};
use crate::annotate::lower::Lower;
use crate::document::{Document, EntityType, Gender, Number, TokenRange};

/// People that stay in mind over the whole article.
const MAIN_PEOPLE: usize = 5;
/// Roles kept for one referent.
const ROLES: usize = 12;

/// An ISO 3166-1 alpha-2 code.
pub(super) type Country = [u8; 2];

/// A known role: its noun and the country that goes with it ("German chancellor").
#[derive(Debug, Clone)]
pub(super) struct KnownRole {
    pub(super) head: String,
    pub(super) country: Option<Country>,
}

/// Somebody or something that the article speaks of.
#[derive(Debug, Clone)]
pub(super) struct Referent {
    pub(super) label: EntityType,
    pub(super) gender: Gender,
    /// Whether the gender rests on more than a given name that both may bear.
    pub(super) gender_is_sure: bool,
    /// How much more often the text called a person "he" than "she".
    heard: i32,
    pub(super) number: Number,
    /// Whether the article names it.
    pub(super) named: bool,
    pub(super) in_title: bool,
    /// Mentions so far.
    pub(super) seen: u32,
    /// Roles of a person, nouns for anything without a name.
    pub(super) roles: Vec<KnownRole>,
    /// Folded words of its names.
    pub(super) words: Vec<String>,
    /// Whether it is a public body, party or the like and not a company.
    pub(super) public: bool,
    /// What kind of place.
    pub(super) place: Option<NounClass>,
}

impl Referent {
    pub(super) fn named(label: EntityType) -> Self {
        let number = if label == EntityType::Nationality { Number::Plural } else { Number::Singular };
        let gender = if label == EntityType::Person { Gender::Unknown } else { Gender::Neuter };
        Referent {
            label,
            gender,
            gender_is_sure: false,
            heard: 0,
            number,
            named: true,
            in_title: false,
            seen: 0,
            roles: vec![],
            words: vec![],
            public: false,
            place: None,
        }
    }

    /// Notes the gender of a pronoun that stands for this referent, with more weight where nobody else was likely, so that one
    /// misread pronoun does not decide. What a title or an unmistakable given name tells is not overruled.
    pub(super) fn hear(&mut self, gender: Gender, clearly: bool) {
        if self.label != EntityType::Person || self.gender_is_sure && self.heard == 0 {
            return;
        }
        if self.heard == 0 {
            self.heard = sign(self.gender);
        }
        self.heard += sign(gender) * if clearly { 2 } else { 1 };
        self.gender = match self.heard {
            1.. => Gender::Male,
            0 => self.gender,
            _ => Gender::Female,
        };
        self.gender_is_sure = self.heard.abs() >= 2;
    }

    pub(super) fn add_role(&mut self, head: &str, country: Option<Country>) {
        if self.roles.len() < ROLES && !self.roles.iter().any(|r| r.head == head && r.country == country) {
            self.roles.push(KnownRole { head: head.to_owned(), country });
        }
    }
}

fn sign(gender: Gender) -> i32 {
    match gender {
        Gender::Male => 1,
        Gender::Female => -1,
        Gender::Neuter | Gender::Unknown => 0,
    }
}

/// What a description says.
pub(super) struct Description {
    head: Lower,
    noun: Noun,
    country: Option<Country>,
    opening: Opening,
}

/// All referents: first those with names, then those that descriptions bring.
pub(super) struct Referents {
    gazetteer: &'static Gazetteer,
    all: Vec<Referent>,
    main_people: Vec<usize>,
}

impl Index<usize> for Referents {
    type Output = Referent;

    fn index(&self, referent: usize) -> &Referent {
        &self.all[referent]
    }
}

impl IndexMut<usize> for Referents {
    fn index_mut(&mut self, referent: usize) -> &mut Referent {
        &mut self.all[referent]
    }
}

impl Referents {
    pub(super) fn new(gazetteer: &'static Gazetteer, named: Vec<Referent>) -> Self {
        Referents { gazetteer, all: named, main_people: Vec::new() }
    }

    /// The named people with most mentions so far, the most mentioned first.
    pub(super) fn main_people(&self) -> &[usize] {
        &self.main_people
    }

    /// All referents, when the walk is over.
    pub(super) fn into_inner(self) -> Vec<Referent> {
        self.all
    }

    /// Counts a mention.
    pub(super) fn mention(&mut self, referent: usize) {
        self.all[referent].seen += 1;
        let counts = &self.all;
        if !counts[referent].named || counts[referent].label != EntityType::Person {
            return;
        }
        if !self.main_people.contains(&referent) {
            if self.main_people.len() == MAIN_PEOPLE {
                let last = self.main_people[MAIN_PEOPLE - 1];
                if counts[last].seen >= counts[referent].seen {
                    return;
                }
                self.main_people.pop();
            }
            self.main_people.push(referent);
        }
        self.main_people.sort_by_key(|&r| std::cmp::Reverse(counts[r].seen));
    }

    /// Brings the referent of a description that fits nobody known.
    pub(super) fn add(&mut self, doc: &Document, nominal: Nominal) -> usize {
        let mut referent = Referent::named(nominal.label());
        referent.named = false;
        referent.gender = nominal.noun.gender;
        referent.gender_is_sure = true;
        referent.number = nominal.noun.number;
        self.all.push(referent);
        let index = self.all.len() - 1;
        self.describe(index, doc, nominal);
        index
    }

    /// Notes what a description says of its referent.
    pub(super) fn describe(&mut self, referent: usize, doc: &Document, nominal: Nominal) {
        let country = country(doc, self.gazetteer, nominal.tokens);
        let referent = &mut self.all[referent];
        referent.add_role(&Lower::new(doc.token_text(nominal.head)), country);
        if referent.label == EntityType::Person && referent.gender == Gender::Unknown {
            referent.gender = nominal.noun.gender;
            referent.gender_is_sure = true;
        }
    }

    /// Reads a description.
    pub(super) fn description(&self, doc: &Document, nominal: Nominal) -> Description {
        Description {
            head: Lower::new(doc.token_text(nominal.head)),
            noun: nominal.noun,
            country: country(doc, self.gazetteer, nominal.tokens),
            opening: nominal.opening,
        }
    }

    /// Whether a description may mean a referent that was last mentioned `apart` sentences ago.
    pub(super) fn fits(&self, referent: usize, description: &Description, apart: usize) -> bool {
        let referent = &self.all[referent];
        if referent.label != description.noun.class.label() {
            return false;
        }
        match description.noun.class {
            NounClass::Person => fits_person(referent, description),
            NounClass::Organization => fits_body(referent, description, apart),
            class => {
                let one = description.noun.number == Number::Singular && description.opening == Opening::Definite;
                one && apart <= 3 && referent.place == Some(class)
            }
        }
    }
}

fn fits_person(referent: &Referent, description: &Description) -> bool {
    let noun = description.noun;
    if referent.number != noun.number
        || noun.gender != Gender::Unknown && referent.gender != Gender::Unknown && noun.gender != referent.gender
    {
        return false;
    }
    referent.roles.iter().any(|role| {
        let same_country =
            description.country.is_none() || role.country.is_none() || description.country == role.country;
        let stated = description.country.is_some() && description.country == role.country;
        same_country && (role.head == *description.head || stated && leads(&description.head) && leads(&role.head))
    })
}

/// Offices that "the German leader" may mean.
fn leads(head: &str) -> bool {
    matches!(
        head,
        "leader"
            | "president"
            | "chancellor"
            | "premier"
            | "minister"
            | "king"
            | "queen"
            | "dictator"
            | "ruler"
            | "emperor"
            | "sultan"
            | "emir"
            | "head"
            | "monarch"
    )
}

fn fits_body(referent: &Referent, description: &Description, apart: usize) -> bool {
    if description.noun.number == Number::Plural || referent.number == Number::Plural {
        return false;
    }
    let head = &*description.head;
    if !referent.named {
        return referent.roles.iter().any(|role| role.head == *head);
    }
    if referent.words.iter().any(|word| word == head) {
        return true;
    }
    let generic = match head {
        "group" | "organization" | "organisation" | "body" => true,
        "party" | "union" | "bloc" | "alliance" => referent.public,
        "company" | "firm" | "corporation" | "business" | "startup" | "giant" | "manufacturer" | "maker"
        | "automaker" | "carmaker" | "drugmaker" | "chipmaker" | "retailer" | "airline" | "conglomerate" | "bank"
        | "lender" | "newspaper" | "paper" | "network" | "club" | "team" | "charity" | "nonprofit" | "foundation" => {
            !referent.public
        }
        _ => false,
    };
    // A name that says itself what the body is ("the Ministry") is no "company".
    let says_kind =
        referent.words.iter().any(|word| lexicon::noun(word).is_some_and(|n| n.class == NounClass::Organization));
    generic && !says_kind && description.opening == Opening::Definite && apart <= 2
}

/// The country of a phrase: of a demonym or place name in it.
pub(super) fn country(doc: &Document, gazetteer: &Gazetteer, tokens: TokenRange) -> Option<Country> {
    let capitalised = |&token: &usize| doc.token_text(token).chars().next().is_some_and(char::is_uppercase);
    tokens.iter().filter(capitalised).find_map(|token| {
        let start = doc.tokens[token].span.start;
        let (_, entry) = gazetteer.longest(&doc.text()[start..])?;
        let record = gazetteer.records(entry).next()?;
        let of_country = matches!(record.kind, RecordKind::Country | RecordKind::Demonym);
        of_country.then(|| record.country.as_bytes().try_into().ok()).flatten()
    })
}
