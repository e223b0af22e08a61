//! Closed lists of English that entity resolution reads: describing nouns, pronouns, honorifics.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::document::{EntityType, Gender, Number};

/// What a describing noun says of its referent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noun {
    /// Kind of referent.
    pub class: NounClass,
    /// Gender that the word itself tells.
    pub gender: Gender,
    /// Whether it is a plural form.
    pub number: Number,
    /// Whether it is a title or occupation, which may stand before a name.
    pub role: bool,
}

/// Kind of thing that a noun describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NounClass {
    /// A human being.
    Person,
    /// A company, authority, party, team…
    Organization,
    /// A country.
    Country,
    /// A city or town.
    City,
    /// A state, province or other region.
    Region,
}

impl NounClass {
    /// The type of entity.
    pub fn label(self) -> EntityType {
        match self {
            NounClass::Person => EntityType::Person,
            NounClass::Organization => EntityType::Organization,
            NounClass::Country | NounClass::City | NounClass::Region => EntityType::Location,
        }
    }
}

/// The noun, if it is one of the describing nouns; `word` in lower case.
pub fn noun(word: &str) -> Option<Noun> {
    static NOUNS: OnceLock<HashMap<String, Noun>> = OnceLock::new();
    NOUNS.get_or_init(read_nouns).get(word).copied()
}

fn read_nouns() -> HashMap<String, Noun> {
    let mut nouns = HashMap::new();
    for line in include_str!("nouns.txt").lines() {
        let Some((class, words)) = line.split_once(':').filter(|_| !line.starts_with('#')) else { continue };
        let (class, gender, role) = match class {
            "man" => (NounClass::Person, Gender::Male, false),
            "man-role" => (NounClass::Person, Gender::Male, true),
            "woman" => (NounClass::Person, Gender::Female, false),
            "woman-role" => (NounClass::Person, Gender::Female, true),
            "person" => (NounClass::Person, Gender::Unknown, false),
            "role" => (NounClass::Person, Gender::Unknown, true),
            "org" => (NounClass::Organization, Gender::Neuter, false),
            "country" => (NounClass::Country, Gender::Neuter, false),
            "city" => (NounClass::City, Gender::Neuter, false),
            _ => (NounClass::Region, Gender::Neuter, false),
        };
        for word in words.split_whitespace() {
            let noun = Noun { class, gender, number: Number::Singular, role };
            nouns.entry(word.to_owned()).or_insert(noun);
            nouns.entry(plural(word)).or_insert(Noun { number: Number::Plural, ..noun });
        }
    }
    nouns
}

fn plural(word: &str) -> String {
    match word {
        "child" => return "children".to_owned(),
        "wife" => return "wives".to_owned(),
        "person" => return "people".to_owned(),
        "police" | "military" => return word.to_owned(),
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("man") {
        return format!("{stem}men");
    }
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if word.ends_with(['s', 'x']) || word.ends_with("ch") || word.ends_with("sh") => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// Grammatical case of a pronoun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// he, she, they, it
    Subject,
    /// him, them
    Object,
    /// his, her, their, its
    Possessive,
    /// himself
    Reflexive,
}

/// A personal pronoun of the third person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pronoun {
    /// Gender of its referent.
    pub gender: Gender,
    /// Number of its referent.
    pub number: Number,
    /// Its case; "it" counts as subject and "her" as possessive until the context is seen.
    pub case: Case,
}

/// The pronoun, if it is one of the third person; `word` in lower case.
pub fn pronoun(word: &str) -> Option<Pronoun> {
    use Case::{Object, Possessive, Reflexive, Subject};
    let (gender, number, case) = match word {
        "he" => (Gender::Male, Number::Singular, Subject),
        "him" => (Gender::Male, Number::Singular, Object),
        "his" => (Gender::Male, Number::Singular, Possessive),
        "himself" => (Gender::Male, Number::Singular, Reflexive),
        "she" => (Gender::Female, Number::Singular, Subject),
        "her" | "hers" => (Gender::Female, Number::Singular, Possessive),
        "herself" => (Gender::Female, Number::Singular, Reflexive),
        "it" => (Gender::Neuter, Number::Singular, Subject),
        "its" => (Gender::Neuter, Number::Singular, Possessive),
        "itself" => (Gender::Neuter, Number::Singular, Reflexive),
        "they" => (Gender::Unknown, Number::Plural, Subject),
        "them" => (Gender::Unknown, Number::Plural, Object),
        "their" | "theirs" => (Gender::Unknown, Number::Plural, Possessive),
        "themselves" => (Gender::Unknown, Number::Plural, Reflexive),
        _ => return None,
    };
    Some(Pronoun { gender, number, case })
}

/// The gender that a form of address in front of a name tells; `Unknown` for "Dr." and its like, nothing for a word
/// that is no form of address. `word` in lower case, with or without full stop.
pub fn honorific(word: &str) -> Option<Gender> {
    Some(match word.trim_end_matches('.') {
        "mr" | "sir" | "herr" | "monsieur" | "señor" | "don" | "mister" => Gender::Male,
        "mrs" | "ms" | "miss" | "dame" | "lady" | "frau" | "madame" | "mme" | "madam" => Gender::Female,
        "dr" | "prof" | "rev" | "hon" | "fr" | "st" => Gender::Unknown,
        _ => return None,
    })
}

/// Surnames that stand in front of two syllables of a given name ("Kim Jong Un") and look like given names.
pub fn korean_surname(word: &str) -> bool {
    matches!(word, "kim" | "lee" | "park" | "moon" | "ban" | "han" | "kang" | "jung" | "min" | "song" | "shin" | "jo")
}

/// Short forms of titles in front of a name; `word` in lower case, with or without full stop.
pub fn title_abbreviation(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "sen"
            | "rep"
            | "gov"
            | "gen"
            | "col"
            | "capt"
            | "lt"
            | "sgt"
            | "maj"
            | "cmdr"
            | "adm"
            | "pres"
            | "supt"
            | "det"
            | "insp"
            | "sec"
            | "atty"
            | "del"
            | "cpl"
            | "brig"
    )
}

/// Words that may stand between a determiner and a title or occupation without being names or nouns of the list.
pub fn role_modifier(word: &str) -> bool {
    matches!(
        word,
        "former"
            | "ex"
            | "then"
            | "acting"
            | "interim"
            | "deputy"
            | "vice"
            | "senior"
            | "chief"
            | "prime"
            | "top"
            | "assistant"
            | "associate"
            | "general"
            | "foreign"
            | "finance"
            | "defense"
            | "defence"
            | "interior"
            | "justice"
            | "health"
            | "education"
            | "trade"
            | "labor"
            | "labour"
            | "energy"
            | "environment"
            | "state"
            | "federal"
            | "national"
            | "presidential"
            | "prime-ministerial"
            | "executive"
            | "managing"
            | "veteran"
            | "longtime"
            | "late"
            | "new"
            | "current"
            | "outgoing"
            | "incoming"
            | "embattled"
            | "opposition"
            | "republican"
            | "democratic"
            | "conservative"
            | "liberal"
            | "far-right"
            | "left-wing"
            | "right-wing"
            | "independent"
            | "first"
            | "lead"
            | "head"
            | "press"
            | "campaign"
            | "police"
            | "fire"
            | "city"
            | "county"
            | "district"
            | "supreme"
            | "court"
            | "attorney"
            | "research"
            | "policy"
            | "political"
            | "military"
            | "party"
            | "company"
            | "bank"
            | "budget"
            | "home"
            | "housing"
            | "transport"
            | "culture"
            | "sports"
            | "science"
            | "agriculture"
            | "government"
            | "ministry"
            | "department"
            | "security"
            | "intelligence"
            | "parliamentary"
            | "retired"
            | "elected"
            | "re-elected"
            | "two-time"
            | "three-time"
            | "award-winning"
            | "co"
            | "crown"
            | "cabinet"
            | "junior"
            | "minority"
            | "majority"
            | "house"
            | "senate"
            | "rebel"
            | "spiritual"
            | "religious"
    )
}
