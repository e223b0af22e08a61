//! What words and signs mean within a date, in all languages.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::languages::{Wording, lines, wording};

bitflags::bitflags! {
    /// What a lower-case word may mean.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct Meaning: u16 {
        /// Nothing: "19th of June".
        const FILLER = 1;
        /// That a year stands in front.
        const YEAR = 1 << 1;
        /// That a month stands in front.
        const MONTH = 1 << 2;
        /// That a month follows.
        const MONTH_BEFORE = 1 << 3;
        /// That an hour stands in front.
        const HOUR = 1 << 4;
        /// That an hour stands in front and minutes follow.
        const HOUR_SIGN = 1 << 5;
        /// That minutes stand in front.
        const MINUTE = 1 << 6;
        /// That the time in front is one before noon.
        const MORNING = 1 << 7;
        /// That the time in front is one after noon.
        const AFTERNOON = 1 << 8;
        /// That the time that follows is one before noon.
        const MORNING_BEFORE = 1 << 9;
        /// That the time that follows is one after noon.
        const AFTERNOON_BEFORE = 1 << 10;
        /// Nothing, between a time and its zone.
        const BEFORE_ZONE = 1 << 11;
    }
}

static MEANINGS: LazyLock<HashMap<&str, Meaning>> = LazyLock::new(|| {
    let mut meanings: HashMap<&str, Meaning> = HashMap::new();
    for (kind, meaning) in [
        (Wording::DateFiller, Meaning::FILLER),
        (Wording::YearUnit, Meaning::YEAR),
        (Wording::MonthUnit, Meaning::MONTH),
        (Wording::MonthWord, Meaning::MONTH_BEFORE),
        (Wording::Hour, Meaning::HOUR),
        (Wording::HourSign, Meaning::HOUR_SIGN),
        (Wording::Minute, Meaning::MINUTE),
        (Wording::Morning, Meaning::MORNING),
        (Wording::Afternoon, Meaning::AFTERNOON),
        (Wording::MorningBefore, Meaning::MORNING_BEFORE),
        (Wording::AfternoonBefore, Meaning::AFTERNOON_BEFORE),
        (Wording::BeforeZone, Meaning::BEFORE_ZONE),
    ] {
        wording(kind).iter().for_each(|word| *meanings.entry(word).or_default() |= meaning);
    }
    meanings
});

/// What a lower-case word may mean.
pub fn meaning(word: &str) -> Meaning {
    MEANINGS.get(word).copied().unwrap_or_default()
}

/// Whose summer time a zone follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Summer {
    /// Nobody's: the abbreviation says which time is meant.
    Fixed,
    /// That of the United States.
    UnitedStates,
    /// That of the European Union.
    EuropeanUnion,
}

static ZONES: LazyLock<HashMap<&str, (i32, Summer)>> = LazyLock::new(|| {
    let mut zones = HashMap::new();
    for line in lines("zones.txt", "zones") {
        let (names, value) = line.split_once('=').unwrap_or_default();
        let mut value = value.split_whitespace();
        let minutes = value.next().and_then(|minutes| minutes.parse().ok());
        let summer = match value.next() {
            None => Summer::Fixed,
            Some("us") => Summer::UnitedStates,
            Some(_) => Summer::EuropeanUnion,
        };
        let minutes = minutes.unwrap_or_else(|| panic!("languages/any/zones.txt: `{line}` is no zone"));
        names.split_whitespace().for_each(|name| _ = zones.insert(name, (minutes, summer)));
    }
    zones
});

/// Minutes east of UTC in winter, and whose summer time is followed, of the zone that a lower-case word names.
pub fn zone(word: &str) -> Option<(i32, Summer)> {
    ZONES.get(word).copied()
}
