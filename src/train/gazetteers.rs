//! Builds the shipped gazetteer from lists of names.
//!
//! The lists are tab-separated files whose first line is `#` and the field names; `models/gazetteers/NOTICE.md` says
//! where they come from. The same lists give the same bytes.

mod places;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::bail;

use crate::annotate::gazetteer::{Entry, Record, RecordKind, Strings, encode_record, fold, format, lists, local_key};
use crate::document::Gender;

/// A list of names in memory: rows of fields, found by the field's name.
pub(crate) struct Table {
    fields: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn read(path: &Path) -> anyhow::Result<Table> {
        let text = crate::evaluation::read(path)?;
        let mut lines = text.lines();
        let Some(header) = lines.next().and_then(|line| line.strip_prefix('#')) else {
            bail!("{}: the first line must be # and the field names", path.display());
        };
        let split = |line: &str| line.split('\t').map(|field| field.trim().to_owned()).collect();
        Ok(Table { fields: split(header), rows: lines.map(split).collect() })
    }

    /// Calls back for each row.
    pub(crate) fn each(&self, mut row: impl FnMut(Row)) {
        for values in &self.rows {
            row(Row { fields: &self.fields, values });
        }
    }
}

/// A row of a [`Table`].
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    fields: &'a [String],
    values: &'a [String],
}

impl<'a> Row<'a> {
    /// A field by name; empty when missing.
    pub(crate) fn get(&self, name: &str) -> &'a str {
        let index = self.fields.iter().position(|field| field == name);
        index.and_then(|index| self.values.get(index)).map_or("", String::as_str)
    }
}

/// What has been gathered about one folded name.
#[derive(Default)]
struct Name {
    lists: u16,
    male: u8,
    given: u8,
    surname: u8,
    city: u8,
    records: Vec<OwnedRecord>,
}

/// A record under construction.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OwnedRecord {
    kind: RecordKind,
    name: String,
    wikidata: Option<u32>,
    country: String,
    note: String,
    gender: Gender,
    population: u32,
    since: u16,
    until: u16,
    capital: bool,
    coordinates: Option<(f64, f64)>,
    geonames: Option<u32>,
}

impl OwnedRecord {
    pub(crate) fn new(kind: RecordKind, name: &str) -> Self {
        OwnedRecord {
            kind,
            name: name.to_owned(),
            wikidata: None,
            country: String::new(),
            note: String::new(),
            gender: Gender::Unknown,
            population: 0,
            since: 0,
            until: 0,
            capital: false,
            coordinates: None,
            geonames: None,
        }
    }

    /// Orders the bearers of one name: the most notable first.
    fn rank(&self) -> impl Ord + use<> {
        let class = match self.kind {
            RecordKind::Country => 0,
            RecordKind::Area => 1,
            RecordKind::Leader | RecordKind::Politician => 2,
            RecordKind::Organization => 3,
            RecordKind::City if self.capital => 4,
            RecordKind::City if self.wikidata.is_some() => 5,
            RecordKind::Region => 6,
            RecordKind::City => 7,
            RecordKind::Demonym => 8,
        };
        let newest = std::cmp::Reverse((self.until == 0, self.since));
        (class, std::cmp::Reverse(self.population), newest, self.country.clone(), self.name.clone(), self.wikidata)
    }
}

/// All names gathered so far.
#[derive(Default)]
pub(crate) struct Names {
    everywhere: BTreeMap<String, Name>,
    /// By language and folded name.
    local: BTreeMap<(String, String), Name>,
}

impl Names {
    fn entry(&mut self, name: &str) -> Option<&mut Name> {
        let key = fold(name);
        // A single letter names nothing.
        (key.chars().count() > 1).then(|| self.everywhere.entry(key).or_default())
    }

    /// Adds a name that a place has in one language, unless all languages have it.
    pub(crate) fn add_local(&mut self, language: &str, spelling: &str, list: u16, city: u8, record: OwnedRecord) {
        let key = fold(spelling);
        let known = self.everywhere.get(&key).is_some_and(|name| name.records.contains(&record));
        if key.chars().count() < 2 || known {
            return;
        }
        let name = self.local.entry((language.to_owned(), key)).or_default();
        name.lists |= list;
        name.city = name.city.max(city);
        if !name.records.contains(&record) {
            name.records.push(record);
        }
    }

    /// The record of a city, by its GeoNames number.
    pub(crate) fn city(&self, spelling: &str, id: u32) -> Option<&OwnedRecord> {
        let name = self.everywhere.get(&fold(spelling))?;
        name.records.iter().find(|record| record.geonames == Some(id))
    }

    /// The record of a country, by its code.
    pub(crate) fn country(&self, spelling: &str, code: &str) -> Option<&OwnedRecord> {
        let name = self.everywhere.get(&fold(spelling))?;
        name.records.iter().find(|record| record.kind == RecordKind::Country && record.country == code)
    }

    /// Puts a name in a list and nothing more.
    pub(crate) fn list(&mut self, spelling: &str, list: u16) {
        if let Some(name) = self.entry(spelling) {
            name.lists |= list;
        }
    }

    /// Puts a name in a list, with what is known of its bearer.
    pub(crate) fn add(&mut self, spelling: &str, list: u16, record: OwnedRecord) {
        let Some(name) = self.entry(spelling) else { return };
        name.lists |= list;
        let same = |other: &OwnedRecord| {
            let told_apart = other.geonames.is_some() && record.geonames.is_some();
            other.kind == record.kind
                && other.country == record.country
                && match told_apart {
                    true => other.geonames == record.geonames,
                    false => {
                        other.wikidata.is_some() && other.wikidata == record.wikidata
                            || other.name == record.name
                            || record.kind == RecordKind::Country
                    }
                }
        };
        match name.records.iter_mut().find(|other| same(other)) {
            // The list read first has the name and the id; later ones add what it lacks.
            Some(known) => {
                known.wikidata = known.wikidata.or(record.wikidata);
                known.population = known.population.max(record.population);
                known.capital |= record.capital;
                known.coordinates = known.coordinates.or(record.coordinates);
                known.geonames = known.geonames.or(record.geonames);
                if known.note.is_empty() {
                    known.note = record.note;
                }
                if known.since == 0 {
                    (known.since, known.until) = (record.since, record.until);
                }
            }
            None => name.records.push(record),
        }
    }
}

/// Builds a gazetteer file from the lists in `lists_folder` and the project's own list `known`.
///
/// # Errors
/// If a list is missing or malformed.
pub fn build(lists_folder: &Path, known: &Path) -> anyhow::Result<Vec<u8>> {
    let mut names = Names::default();
    let cities = places::Cities::read(lists_folder)?;
    let known = Table::read(known)?;
    add_known(&mut names, &known, &cities);
    places::add(&mut names, lists_folder, &known, &cities)?;
    add_people(&mut names, lists_folder)?;
    add_bodies(&mut names, lists_folder)?;
    add_given_names(&mut names, &Table::read(&lists_folder.join("first_names.tsv"))?);
    add_surnames(&mut names, &Table::read(&lists_folder.join("surnames.tsv"))?);
    write(names)
}

/// The most bearers of one name that are told apart.
const NAMESAKES: usize = 24;

/// Records and strings under construction.
#[derive(Default)]
struct Bearers {
    records: Vec<u8>,
    strings: Strings,
    known: BTreeMap<Vec<OwnedRecordKey>, usize>,
    count: usize,
}

impl Bearers {
    /// The packed entry of a name; spellings of one name share their records.
    fn entry(&mut self, name: &mut Name) -> Entry {
        name.records.sort_by_cached_key(OwnedRecord::rank);
        name.records.truncate(NAMESAKES);
        let keys: Vec<_> = name.records.iter().map(OwnedRecord::key).collect();
        let first = *self.known.entry(keys).or_insert_with(|| {
            for record in &name.records {
                encode_record(&record.borrowed(), &mut self.records, &mut self.strings);
            }
            self.count += name.records.len();
            self.count - name.records.len()
        });
        Entry::pack(name.lists, name.male, name.given, name.surname, name.city, first..first + name.records.len())
    }
}

fn write(names: Names) -> anyhow::Result<Vec<u8>> {
    let mut bearers = Bearers::default();
    let mut everywhere = fst::MapBuilder::memory();
    for (key, mut name) in names.everywhere {
        everywhere.insert(key, bearers.entry(&mut name).bits())?;
    }
    let mut local = fst::MapBuilder::memory();
    for ((language, key), mut name) in names.local {
        local.insert(local_key(&language, &key), bearers.entry(&mut name).bits())?;
    }
    let (names, local_names) = (everywhere.into_inner()?, local.into_inner()?);
    let strings = bearers.strings.into_bytes();
    let parts =
        format::Parts { names: &names, local_names: &local_names, records: &bearers.records, strings: &strings };
    Ok(format::pack(&format::join(parts)))
}

type OwnedRecordKey = (RecordKind, String, Option<u32>, String, String, u16, Option<u32>);

impl OwnedRecord {
    fn key(&self) -> OwnedRecordKey {
        (
            self.kind,
            self.name.clone(),
            self.wikidata,
            self.country.clone(),
            self.note.clone(),
            self.since,
            self.geonames,
        )
    }

    fn borrowed(&self) -> Record<'_> {
        Record {
            kind: self.kind,
            name: &self.name,
            wikidata: self.wikidata,
            country: &self.country,
            note: &self.note,
            gender: self.gender,
            population: self.population,
            since: self.since,
            until: self.until,
            capital: self.capital,
            coordinates: self.coordinates,
            geonames: self.geonames,
        }
    }
}

/// The number of a Wikidata id or address.
pub(crate) fn wikidata(id: &str) -> Option<u32> {
    id.rsplit('/').next()?.strip_prefix('Q')?.parse().ok()
}

fn gender(code: &str) -> Gender {
    match code {
        "F" => Gender::Female,
        "M" => Gender::Male,
        _ => Gender::Unknown,
    }
}

/// Doublings of `value` over `unit`, 1 to 15.
pub(crate) fn doublings(value: u64, unit: u64) -> u8 {
    (value / unit.max(1)).max(1).ilog2().min(14) as u8 + 1
}

fn add_known(names: &mut Names, table: &Table, cities: &places::Cities) {
    table.each(|row| {
        let (kind, list) = match row.get("kind") {
            "area" => (RecordKind::Area, lists::REGION),
            "country" => (RecordKind::Country, lists::COUNTRY),
            "region" => (RecordKind::Region, lists::REGION),
            "city" => (RecordKind::City, lists::CITY),
            "demonym" => (RecordKind::Demonym, lists::DEMONYM),
            "leader" => (RecordKind::Leader, lists::PERSON),
            "politician" => (RecordKind::Politician, lists::PERSON),
            // Names in one language, which `places` adds when it has what they name.
            "local" => return,
            _ => (RecordKind::Organization, lists::ORGANIZATION),
        };
        let record = OwnedRecord {
            wikidata: wikidata(row.get("wikidata")),
            country: row.get("country").to_owned(),
            note: row.get("note").to_owned(),
            gender: gender(row.get("gender")),
            since: row.get("since").parse().unwrap_or(0),
            until: row.get("until").parse().unwrap_or(0),
            ..OwnedRecord::new(kind, row.get("name"))
        };
        let spellings = || std::iter::once(row.get("name")).chain(row.get("aliases").split('|'));
        let record = match kind {
            RecordKind::City => cities.located(spellings(), record),
            RecordKind::Country | RecordKind::Region => cities.centred(record),
            _ => record,
        };
        for spelling in spellings() {
            names.add(spelling, list, record.clone());
        }
    });
}

fn add_people(names: &mut Names, folder: &Path) -> anyhow::Result<()> {
    let countries = places::country_codes(folder)?;
    Table::read(&folder.join("world_leaders.tsv"))?.each(|row| {
        let country = countries.get(&fold(row.get("country"))).cloned().unwrap_or_default();
        let record = OwnedRecord {
            wikidata: wikidata(row.get("wikidata")),
            country,
            note: row.get("position").to_owned(),
            since: row.get("start").get(..4).and_then(|year| year.parse().ok()).unwrap_or(0),
            until: row.get("end").get(..4).and_then(|year| year.parse().ok()).unwrap_or(0),
            ..OwnedRecord::new(RecordKind::Leader, row.get("name"))
        };
        names.add(row.get("name"), lists::PERSON, record);
    });
    Table::read(&folder.join("us_politicians.tsv"))?.each(|row| {
        let office = match row.get("office") {
            "prez" => "President of the United States".to_owned(),
            "viceprez" => "Vice President of the United States".to_owned(),
            "sen" => format!("Senator for {}", row.get("state")),
            "rep" => format!("Representative for {}", row.get("state")),
            other => other.to_owned(),
        };
        // Several presidents share a name with somebody in the news today; before 1900 they are not meant.
        let since: u16 = row.get("term_start").get(..4).and_then(|year| year.parse().ok()).unwrap_or(0);
        if since < 1900 {
            return;
        }
        let short = |first: &str| format!("{first} {}", row.get("last"));
        let usual = if row.get("nickname").is_empty() { short(row.get("first")) } else { short(row.get("nickname")) };
        let record = OwnedRecord {
            wikidata: wikidata(row.get("wikidata")),
            country: "US".to_owned(),
            note: office,
            gender: gender(row.get("gender")),
            since,
            until: row.get("term_end").get(..4).and_then(|year| year.parse().ok()).unwrap_or(0),
            ..OwnedRecord::new(RecordKind::Politician, &usual)
        };
        for spelling in [row.get("name"), &short(row.get("first")), &usual] {
            names.add(spelling, lists::PERSON, record.clone());
        }
    });
    Ok(())
}

fn add_bodies(names: &mut Names, folder: &Path) -> anyhow::Result<()> {
    Table::read(&folder.join("orgs_common.tsv"))?.each(|row| {
        let spellings = [row.get("name"), row.get("acronym"), row.get("alias")];
        // A body of the project's own list keeps its id under the further spellings given here.
        let known = spellings.iter().find_map(|spelling| {
            let found = names.everywhere.get(&fold(spelling))?;
            found.records.iter().find(|record| record.kind == RecordKind::Organization).cloned()
        });
        let record = known.unwrap_or_else(|| OwnedRecord {
            note: row.get("acronym").to_owned(),
            ..OwnedRecord::new(RecordKind::Organization, row.get("name"))
        });
        for spelling in spellings {
            names.add(spelling, lists::ORGANIZATION, record.clone());
        }
    });
    Table::read(&folder.join("companies.tsv"))?.each(|row| {
        names.list(row.get("name"), lists::COMPANY);
        let short = without_legal_form(row.get("name"));
        if short.chars().count() > 2 {
            names.list(short, lists::COMPANY);
        }
    });
    Table::read(&folder.join("news_outlets.tsv"))?.each(|row| names.list(row.get("name"), lists::OUTLET));
    Ok(())
}

fn without_legal_form(name: &str) -> &str {
    const FORMS: [&str; 20] = [
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "co",
        "company",
        "plc",
        "ltd",
        "limited",
        "llc",
        "lp",
        "nv",
        "sa",
        "ag",
        "se",
        "holdings",
        "holding",
        "group",
        "bancorp",
        "the",
    ];
    let mut name = name;
    while let Some((rest, last)) = name.trim_end().rsplit_once(' ') {
        if !FORMS.contains(&fold(last).as_str()) {
            break;
        }
        name = rest.trim_end_matches([',', ' ', '&']);
    }
    name
}

fn add_given_names(names: &mut Names, table: &Table) {
    table.each(|row| {
        let number = |field: &str| row.get(field).parse::<u64>().unwrap_or(0);
        let (female, male) = (number("us_female_births_1930_2020"), number("us_male_births_1930_2020"));
        let Some(name) = names.entry(row.get("name")) else { return };
        let share = match (female + male, row.get("gender_there")) {
            (0, "F") => 0,
            (0, "M") => 15,
            (0, _) => 8,
            // Another gender abroad than among few births at home: "Adel", "Andrea".
            (births, "M") if births < 40_000 && male * 2 < births => 8,
            (births, "F") if births < 40_000 && female * 2 < births => 8,
            (births, _) => (male * 15 + births / 2) / births,
        };
        let rank = doublings(female + male, 200);
        // Where spellings fold together the more common one decides.
        if name.lists & lists::GIVEN == 0 || rank > name.given {
            (name.male, name.given) = (share as u8, rank);
        }
        name.lists |= lists::GIVEN;
    });
}

fn add_surnames(names: &mut Names, table: &Table) {
    table.each(|row| {
        let Some(name) = names.entry(row.get("surname")) else { return };
        let percent: f64 = row.get("us_1990_percent").parse().unwrap_or(0.0);
        let abroad = u8::from(!row.get("common_in_iso2").is_empty()) * 8;
        let rank = doublings((percent * 1000.0) as u64 + 1, 1).max(abroad);
        name.lists |= lists::SURNAME;
        name.surname = name.surname.max(rank);
    });
}
