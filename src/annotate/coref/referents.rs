//! Whom and what the article speaks of, as the resolver knows them.

mod peoples;

use std::ops::{Index, IndexMut};

use super::evidence::{Feature, Score};
use super::mentions::{Item, Nominal, Opening, label};
use super::roles::age_in;
use crate::annotate::gazetteer::Gazetteer;
use crate::document::{Document, EntityType, Gender, Number, Span, TokenRange};
use crate::languages::{Class, Language, Noun, NounFlags, NounKind};

pub(super) use peoples::country;

/// People that stay in mind over the whole article.
const MAIN_PEOPLE: usize = 5;
/// Votes of pronouns that a given name which is hardly ever another gender's is worth.
const SURE_NAME: i32 = 3;
/// Roles kept for one referent.
const ROLES: usize = 12;

/// An ISO 3166-1 alpha-2 code.
pub(super) type Country = [u8; 2];

/// A known role: its noun and the country that goes with it ("German chancellor").
#[derive(Debug, Clone)]
pub(super) struct KnownRole {
    /// The noun's lemma, or the word as it stands, in lower case.
    pub(super) noun: String,
    pub(super) country: Option<Country>,
    /// Whether it was held once: "the former minister".
    pub(super) past: bool,
    /// The rank that tells it from others of its kind: "second" of "the second witness".
    pub(super) rank: Option<String>,
}

/// Somebody or something that the article speaks of.
#[derive(Debug, Clone)]
pub(super) struct Referent {
    pub(super) label: EntityType,
    /// Whether the type is known; what only spoke may be a person or a thing.
    pub(super) kind_is_known: bool,
    pub(super) gender: Gender,
    /// Whether the gender rests on more than a given name that both may bear.
    pub(super) gender_is_sure: bool,
    /// Whether a title, form of address or role tells it, which no pronoun overrules.
    pub(super) gender_is_told: bool,
    /// How much more often the text called a person "he" than "she".
    pronoun_votes: i32,
    pub(super) number: Number,
    /// Whether the article names it.
    pub(super) named: bool,
    pub(super) in_title: bool,
    /// Mentions so far.
    pub(super) seen: u32,
    /// Names of it in the whole article.
    pub(super) names: usize,
    /// Roles of a person, nouns for anything without a name.
    pub(super) roles: Vec<KnownRole>,
    /// Initials of its roles in lower case: "cec" of a chief election commissioner.
    pub(super) acronyms: Vec<String>,
    /// Words of its name in lower case.
    pub(super) words: Vec<String>,
    /// Whether it is a public body, party or the like and not a company.
    pub(super) public: bool,
    /// What kind of place.
    pub(super) place: Option<NounKind>,
    /// The words that tell most of somebody without a name.
    pub(super) phrase: Option<Span>,
    /// Whose it is, of what only "her team" or "Lee's team" describes.
    pub(super) possessor: Option<usize>,
    /// Age in years, as the text gives it.
    pub(super) age: Option<u32>,
    /// How often somebody had spoken when it was first named, as a subject outside quotes.
    pub(super) introduced: Option<usize>,
    /// Those whom it is made of: "Weber and Lund".
    pub(super) members: Vec<usize>,
}

impl Referent {
    pub(super) fn named(label: EntityType) -> Self {
        let number = if label == EntityType::Nationality { Number::Plural } else { Number::Singular };
        let gender = if label == EntityType::Person { Gender::Unknown } else { Gender::Neuter };
        Referent {
            label,
            kind_is_known: true,
            gender,
            gender_is_sure: false,
            gender_is_told: false,
            pronoun_votes: 0,
            number,
            named: true,
            in_title: false,
            seen: 0,
            names: 0,
            roles: vec![],
            acronyms: vec![],
            words: vec![],
            public: false,
            place: None,
            phrase: None,
            possessor: None,
            age: None,
            introduced: None,
            members: vec![],
        }
    }

    /// The same for a first look at the text, in which given names only make a gender likely.
    pub(super) fn for_first_look(mut self) -> Self {
        self.gender_is_sure &= self.gender_is_told;
        self
    }

    /// Notes what pronouns told of the gender in a first look at the whole text.
    pub(super) fn take_votes(&mut self, first_look: &Referent) {
        if self.label != EntityType::Person || self.gender_is_told || first_look.pronoun_votes == 0 {
            return;
        }
        let named = vote(self.gender) * if self.gender_is_sure { SURE_NAME } else { 1 };
        self.settle(named + first_look.pronoun_votes);
    }

    /// Notes the gender of a pronoun that stands for this referent, with more weight where it speaks and where nobody else was
    /// likely, so that one misread pronoun does not decide. What a title tells is not overruled. In a first look votes are only counted.
    pub(super) fn observe_pronoun(&mut self, gender: Gender, weight: i32, first_look: bool) {
        if self.label != EntityType::Person || self.gender_is_sure && self.pronoun_votes == 0 {
            return;
        }
        let vote_of_pronoun = vote(gender) * weight;
        if first_look {
            self.pronoun_votes += vote_of_pronoun;
            return;
        }
        if self.pronoun_votes == 0 {
            self.pronoun_votes = vote(self.gender);
        }
        self.settle(self.pronoun_votes + vote_of_pronoun);
    }

    /// Takes what has a name of no known type for a person: a pronoun for one speaks for it.
    pub(super) fn take_for_person(&mut self) {
        if self.label == EntityType::Misc && !self.kind_is_known {
            self.label = EntityType::Person;
            self.kind_is_known = true;
            self.gender = Gender::Unknown;
        }
    }

    /// Whether nothing but a tagger's guess says that it is a person.
    pub(super) fn may_be_body(&self) -> bool {
        let told =
            self.gender_is_told || self.gender != Gender::Unknown || self.age.is_some() || !self.roles.is_empty();
        self.label == EntityType::Person && !told && self.pronoun_votes == 0
    }

    /// Takes a name for that of a body: a description of one stands in apposition to it.
    pub(super) fn take_for_body(&mut self) {
        if self.may_be_body() {
            self.label = EntityType::Organization;
            self.gender = Gender::Neuter;
        }
    }

    fn settle(&mut self, votes: i32) {
        self.pronoun_votes = votes;
        self.gender = match votes {
            1.. => Gender::Male,
            0 => self.gender,
            _ => Gender::Female,
        };
        self.gender_is_sure = votes.abs() >= 2;
    }

    pub(super) fn add_role(&mut self, role: KnownRole) {
        let same = |known: &KnownRole| known.noun == role.noun && known.country == role.country;
        if let Some(known) = self.roles.iter().position(same) {
            self.roles[known].past &= role.past;
        } else if self.roles.len() < ROLES {
            self.roles.push(role);
        }
    }

    /// Whether it may be a single person.
    pub(super) fn may_be_one_person(&self) -> bool {
        (self.label == EntityType::Person || !self.kind_is_known) && self.number != Number::Plural
    }
}

/// A man counts for, a woman against.
pub(super) fn vote(gender: Gender) -> i32 {
    match gender {
        Gender::Male => 1,
        Gender::Female => -1,
        Gender::Neuter | Gender::Unknown => 0,
    }
}

/// What a description says.
pub(super) struct Description {
    /// The noun's lemma, or the word as it stands, in lower case.
    head: String,
    /// Nothing where the pack does not list the noun.
    noun: Option<Noun>,
    country: Option<Country>,
    /// Years in "the 34-year-old".
    pub(super) age: Option<u32>,
    opening: Opening,
    /// Whether a demonstrative opens it: "this quiet man".
    points: bool,
    /// Whether it names an office that is held no longer.
    past: bool,
    rank: Option<String>,
}

/// Whether the words of a role say that it was held once.
pub(super) fn is_past(doc: &Document, tokens: TokenRange) -> bool {
    tokens.iter().any(|t| doc.is(t, Class::PastRole))
}

/// The rank among the words of a role, in lower case.
pub(super) fn rank(doc: &Document, tokens: TokenRange) -> Option<String> {
    tokens.iter().find(|&t| doc.is(t, Class::Rank)).map(|t| doc.token_text(t).to_lowercase())
}

/// A noun's lemma, or the word as it stands, in lower case: of "34-year-old" the pack knows the ending alone.
fn head(doc: &Document, nominal: Nominal) -> String {
    let listed = nominal.noun.filter(|noun| !noun.is_ending());
    listed.map_or_else(|| doc.token_text(nominal.head).to_lowercase(), |noun| noun.lemma().to_owned())
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

    /// A referent, if there are so many.
    pub(super) fn get(&self, referent: usize) -> Option<&Referent> {
        self.all.get(referent)
    }

    /// All of them so far.
    pub(super) fn all(&self) -> &[Referent] {
        &self.all
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
    pub(super) fn add(&mut self, doc: &Document, nominal: Nominal, item: &Item) -> usize {
        let mut referent = Referent::named(nominal.label().unwrap_or(EntityType::Person));
        referent.named = false;
        referent.kind_is_known = nominal.noun.is_some();
        referent.gender = nominal.noun.map_or(Gender::Unknown, |noun| noun.gender);
        referent.gender_is_sure = referent.gender != Gender::Unknown;
        referent.number = nominal.number;
        referent.phrase = Some(item.phrase);
        self.all.push(referent);
        let index = self.all.len() - 1;
        self.describe(index, doc, nominal, item.tokens);
        index
    }

    /// Brings several who are named together: "Weber and Lund".
    pub(super) fn add_group(&mut self, members: Vec<usize>, phrase: Span) -> usize {
        let mut referent = Referent::named(self.all[members[0]].label);
        referent.named = false;
        referent.number = Number::Plural;
        referent.phrase = Some(phrase);
        referent.members = members;
        self.all.push(referent);
        self.all.len() - 1
    }

    /// Notes what a description says of its referent.
    pub(super) fn describe(&mut self, referent: usize, doc: &Document, nominal: Nominal, tokens: TokenRange) {
        let country = country(doc, self.gazetteer, tokens);
        let referent = &mut self.all[referent];
        referent.add_role(KnownRole {
            noun: head(doc, nominal),
            country,
            past: is_past(doc, tokens),
            rank: rank(doc, tokens),
        });
        referent.age = referent.age.or(age_in(doc, nominal.head));
        let gender = nominal.noun.map_or(Gender::Unknown, |noun| noun.gender);
        if referent.label == EntityType::Person && referent.gender == Gender::Unknown && gender != Gender::Unknown {
            referent.gender = gender;
            referent.gender_is_sure = true;
        }
    }

    /// Reads a description.
    pub(super) fn description(&self, doc: &Document, nominal: Nominal, tokens: TokenRange) -> Description {
        Description {
            head: head(doc, nominal),
            noun: nominal.noun,
            country: country(doc, self.gazetteer, tokens),
            age: age_in(doc, nominal.head),
            opening: nominal.opening,
            points: doc.is(tokens.start, Class::Demonstrative),
            past: is_past(doc, tokens),
            rank: rank(doc, tokens),
        }
    }

    /// Whether a description names an occupation and the referent has another one.
    pub(super) fn has_other_occupation(&self, referent: usize, description: &Description, words: &Language) -> bool {
        let is_role = |lemma: &str| words.noun(lemma).is_some_and(Noun::is_role);
        description.noun.is_some_and(Noun::is_role) && self.all[referent].roles.iter().any(|role| is_role(&role.noun))
    }

    /// How well a description agrees with a referent: nothing where it cannot mean it.
    pub(super) fn fit(&self, referent: usize, description: &Description, words: &Language) -> Option<Feature> {
        let referent = &self.all[referent];
        let Some(noun) = description.noun else {
            let same = referent.roles.iter().any(|role| role.noun == description.head)
                || referent.acronyms.contains(&description.head);
            return same.then_some(Feature::SameNoun);
        };
        if referent.label != label(noun.kind) && (referent.kind_is_known || referent.label == EntityType::Misc) {
            return None;
        }
        match noun.kind {
            NounKind::Person => fit_person(referent, noun, description, words),
            NounKind::Body => fit_body(referent, noun, description, words),
            kind => {
                let one = noun.number == Number::Singular && description.opening == Opening::Definite;
                (one && referent.place == Some(kind)).then_some(Feature::FittingNoun)
            }
        }
    }
}

fn fit_person(referent: &Referent, noun: Noun, description: &Description, words: &Language) -> Option<Feature> {
    if noun.is(NounFlags::SEVERAL) {
        return (!referent.members.is_empty()).then_some(Feature::SameNoun);
    }
    let other_gender =
        noun.gender != Gender::Unknown && referent.gender != Gender::Unknown && noun.gender != referent.gender;
    if referent.number != noun.number || other_gender {
        return None;
    }
    if noun.lemma() == Noun::OF_PEOPLE.lemma() {
        return peoples::fit(referent, description);
    }
    if let (Some(age), Some(known)) = (description.age, referent.age) {
        return (age == known).then_some(Feature::SameNoun);
    }
    let mut best = None;
    for role in &referent.roles {
        if description.rank.is_some() && role.rank != description.rank && role.noun == description.head {
            return None;
        }
        let stated = description.country.is_some() && description.country == role.country;
        if !stated && description.country.is_some() && role.country.is_some() {
            continue;
        }
        // "The minister" is the one in office.
        if role.past && !description.past {
            continue;
        }
        if role.noun == description.head || stated && words.includes(noun.lemma(), &role.noun) {
            return Some(Feature::SameNoun);
        }
        if words.includes(noun.lemma(), &role.noun) {
            // "spokesman" and "spokesperson": each holds for the other.
            if words.includes(&role.noun, noun.lemma()) {
                return Some(Feature::SameNoun);
            }
            best = Some(Feature::WiderNoun);
        }
    }
    let given = noun.flags.intersects(NounFlags::PUBLIC | NounFlags::PLAIN | NounFlags::GIVEN) || description.points;
    let anew = if given { Feature::NewDescription } else { Feature::OtherDescription };
    let one = noun.number == Number::Singular && description.opening == Opening::Definite;
    let may_be_anew = one && description.rank.is_none();
    best.or(may_be_anew.then_some(anew))
}

fn fit_body(referent: &Referent, noun: Noun, description: &Description, words: &Language) -> Option<Feature> {
    if noun.number == Number::Plural || referent.number == Number::Plural {
        return None;
    }
    let same = referent.roles.iter().any(|role| role.noun == noun.lemma());
    if !referent.named {
        return same.then_some(Feature::SameNoun);
    }
    if referent.words.iter().any(|word| word == noun.lemma()) || same {
        return Some(Feature::NounInName);
    }
    let kind = |word: &String| words.noun(word).filter(|own| own.kind == NounKind::Body);
    let own: Vec<Noun> = referent.words.iter().filter_map(kind).collect();
    if own.iter().any(|own| words.includes(noun.lemma(), own.lemma())) {
        return Some(Feature::WiderNoun);
    }
    // A name that says itself what the body is ("the Ministry") is no "company".
    let fits = noun.is(NounFlags::GENERIC)
        || noun.is(NounFlags::PUBLIC) && referent.public
        || noun.is(NounFlags::COMPANY) && !referent.public;
    (fits && own.is_empty() && description.opening == Opening::Definite).then_some(Feature::FittingNoun)
}

/// What agrees between a pronoun's reading and a referent: nothing when they cannot mean the same.
pub(super) fn agreement(gender: Gender, number: Number, referent: &Referent, evidence: &mut Score) -> bool {
    let thing = referent.label == EntityType::Misc && gender == Gender::Neuter;
    evidence.when(!referent.kind_is_known && !thing, Feature::KindUnknown);
    let feature = match (number, gender) {
        (Number::Plural, _) => match (referent.number, referent.label) {
            (
                Number::Plural | Number::Unknown,
                EntityType::Person | EntityType::Organization | EntityType::Nationality,
            ) => Feature::SeveralAsThey,
            (_, EntityType::Organization) => Feature::BodyAsThey,
            (_, EntityType::Nationality) => Feature::PeopleAsThey,
            (_, EntityType::Person) => Feature::PersonAsThey,
            _ => return false,
        },
        (_, Gender::Neuter) => match referent.label {
            EntityType::Organization if referent.number != Number::Plural => Feature::BodyAsIt,
            EntityType::Location => Feature::PlaceAsIt,
            EntityType::Event | EntityType::Work | EntityType::Product | EntityType::Misc => Feature::ThingAsIt,
            EntityType::Person if !referent.kind_is_known => Feature::ThingAsIt,
            _ => return false,
        },
        (_, gender) => {
            if !referent.may_be_one_person() {
                return false;
            }
            match referent.gender {
                Gender::Unknown | Gender::Neuter => Feature::GenderUnknown,
                _ if gender == Gender::Unknown => Feature::GenderUnknown,
                known if known == gender => Feature::Gender,
                _ if !referent.gender_is_sure => Feature::OtherGender,
                _ => return false,
            }
        }
    };
    *evidence += feature;
    true
}
