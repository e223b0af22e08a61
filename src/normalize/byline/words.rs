//! The words that bylines are read by, as sets.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::languages::{Wording, wording};

type Set = HashSet<&'static str>;

/// Lower-case words of all languages.
pub struct Words {
    /// In front of a name.
    pub by: &'static [&'static str],
    /// Between two names.
    pub joints: Set,
    /// Between a name and a place.
    pub in_place: Set,
    /// Small words within names.
    pub particles: Set,
    /// After a name, and part of it.
    pub suffixes: Set,
    /// After a name, and no part of it.
    pub degrees: Set,
    /// Words that are no part of a person's name.
    pub no_name: Set,
    /// Words of roles that follow the name of a person.
    pub person_roles: Set,
    /// Who writes without a name: "newsroom".
    pub departments: Set,
    /// What accounts are called.
    pub accounts: Set,
    /// Days of the week.
    pub weekdays: Set,
}

/// The words of the language packs.
pub static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let set = |kind: Wording| wording(kind).iter().copied().collect();
    Words {
        by: wording(Wording::By),
        joints: set(Wording::Joint),
        in_place: set(Wording::InPlace),
        particles: set(Wording::Particle),
        suffixes: set(Wording::Suffix),
        degrees: set(Wording::Degree),
        no_name: set(Wording::NoName),
        person_roles: set(Wording::PersonRole),
        departments: set(Wording::Department),
        accounts: set(Wording::Account),
        weekdays: set(Wording::Weekday),
    }
});
