//! One bearer of a name: a country, a city, a politician, a public body.

use std::collections::HashMap;

use crate::document::{EntityType, Gender};

/// Bytes of a stored record.
pub(super) const RECORD_LEN: usize = 36;

/// Coordinates are stored in this many parts of a degree: about eleven metres.
const PARTS_OF_DEGREE: f64 = 10_000.0;

/// Marks a record without coordinates.
const NOWHERE: i32 = i32::MIN;

/// What a record describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum RecordKind {
    /// A country or territory.
    Country,
    /// A first-level region of a country.
    Region,
    /// A city.
    City,
    /// The people of a country; the id is the country's.
    Demonym,
    /// A head of state or government.
    Leader,
    /// A politician.
    Politician,
    /// A public body, party, group.
    Organization,
    /// A continent, sea or region of several countries.
    Area,
}

impl RecordKind {
    const ALL: [RecordKind; 8] = {
        use RecordKind::*;
        [Country, Region, City, Demonym, Leader, Politician, Organization, Area]
    };

    /// The type of entity that it describes.
    pub fn entity_type(self) -> EntityType {
        match self {
            RecordKind::Country | RecordKind::Region | RecordKind::City | RecordKind::Area => EntityType::Location,
            RecordKind::Demonym => EntityType::Nationality,
            RecordKind::Leader | RecordKind::Politician => EntityType::Person,
            RecordKind::Organization => EntityType::Organization,
        }
    }
}

/// What is known of one bearer of a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<'a> {
    /// What it is.
    pub kind: RecordKind,
    /// Its usual name.
    pub name: &'a str,
    /// The number of its Wikidata item ("Q567" is 567), when known.
    pub wikidata: Option<u32>,
    /// ISO 3166-1 alpha-2 code of its country, upper case; empty when none.
    pub country: &'a str,
    /// Office of a person ("President of Albania"), region of a city ("Ontario"), ISO 3166-2 code of a region
    /// ("CA-ON"), acronym of a body.
    pub note: &'a str,
    /// Gender of a person.
    pub gender: Gender,
    /// People living there; 0 when not known or no place.
    pub population: u32,
    /// First year in office; 0 when not known.
    pub since: u16,
    /// Last year in office; 0 when not known or still there.
    pub until: u16,
    /// Whether it is the capital of its country.
    pub capital: bool,
    /// Latitude and longitude of a place in degrees; of a country or region the mean of its cities, weighted by their
    /// people.
    pub coordinates: Option<(f64, f64)>,
    /// The number of its GeoNames item, when known.
    pub geonames: Option<u32>,
}

/// The strings of a gazetteer under construction, each once.
#[derive(Debug, Default)]
pub struct Strings {
    bytes: Vec<u8>,
    known: HashMap<String, u32>,
}

impl Strings {
    /// Where a string starts in the section; it is added if it is not there.
    fn place(&mut self, text: &str) -> u32 {
        if let Some(&at) = self.known.get(text) {
            return at;
        }
        let at = self.bytes.len() as u32;
        let length = text.len().min(usize::from(u16::MAX)) as u16;
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.extend_from_slice(&text.as_bytes()[..usize::from(length)]);
        self.known.insert(text.to_owned(), at);
        at
    }

    /// The finished section.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Appends a record to a table under construction, with its strings.
pub fn encode(record: &Record, records: &mut Vec<u8>, strings: &mut Strings) {
    let (name, note) = (strings.place(record.name), strings.place(record.note));
    let gender = match record.gender {
        Gender::Unknown => 0,
        Gender::Female => 1,
        Gender::Male => 2,
        Gender::Neuter => 3,
    };
    let country: [u8; 2] = record.country.as_bytes().try_into().unwrap_or_default();
    records.extend_from_slice(&[record.kind as u8, gender << 1 | u8::from(record.capital)]);
    records.extend_from_slice(&country);
    for number in [record.wikidata.unwrap_or(0), record.population, name, note] {
        records.extend_from_slice(&number.to_le_bytes());
    }
    for year in [record.since, record.until] {
        records.extend_from_slice(&year.to_le_bytes());
    }
    let stored = |degrees: f64| (degrees * PARTS_OF_DEGREE).round() as i32;
    let (latitude, longitude) =
        record.coordinates.map_or((NOWHERE, NOWHERE), |(latitude, longitude)| (stored(latitude), stored(longitude)));
    for part in [latitude, longitude] {
        records.extend_from_slice(&part.to_le_bytes());
    }
    records.extend_from_slice(&record.geonames.unwrap_or(0).to_le_bytes());
}

/// The record at an index; nothing when the table does not hold it.
pub(super) fn decode<'a>(records: &'a [u8], strings: &'a [u8], index: usize) -> Option<Record<'a>> {
    let row = records.get(index * RECORD_LEN..(index + 1) * RECORD_LEN)?;
    let number = |at: usize| u32::from_le_bytes(row[at..at + 4].try_into().expect("four bytes"));
    let year = |at: usize| u16::from_le_bytes(row[at..at + 2].try_into().expect("two bytes"));
    let text = |at: u32| -> Option<&'a str> {
        let rest = strings.get(at as usize..)?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        std::str::from_utf8(rest.get(..usize::from(u16::from_le_bytes(*length)))?).ok()
    };
    Some(Record {
        kind: *RecordKind::ALL.get(usize::from(row[0]))?,
        name: text(number(12))?,
        wikidata: Some(number(4)).filter(|&id| id != 0),
        country: std::str::from_utf8(&row[2..4]).ok().map(|code| code.trim_matches('\0'))?,
        note: text(number(16))?,
        gender: match row[1] >> 1 {
            1 => Gender::Female,
            2 => Gender::Male,
            3 => Gender::Neuter,
            _ => Gender::Unknown,
        },
        population: number(8),
        since: year(20),
        until: year(22),
        capital: row[1] & 1 == 1,
        coordinates: coordinates(number(24) as i32, number(28) as i32),
        geonames: Some(number(32)).filter(|&id| id != 0),
    })
}

fn coordinates(latitude: i32, longitude: i32) -> Option<(f64, f64)> {
    let degrees = |part: i32| f64::from(part) / PARTS_OF_DEGREE;
    (latitude != NOWHERE).then(|| (degrees(latitude), degrees(longitude)))
}
