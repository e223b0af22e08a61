//! Countries, regions, cities and the words for their people.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Names, OwnedRecord, Table, doublings, wikidata};
use crate::annotate::gazetteer::{RecordKind, SOME_LANGUAGE, fold, lists};

/// Folded country names in all spellings to ISO codes.
pub(super) fn country_codes(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut codes = BTreeMap::new();
    Table::read(&folder.join("countries.tsv"))?.each(|row| {
        for field in ["name", "official_en", "formal_en"] {
            codes.entry(fold(row.get(field).trim_start_matches("the "))).or_insert_with(|| row.get("iso2").to_owned());
        }
    });
    Table::read(&folder.join("demonyms_odbl.tsv"))?.each(|row| {
        for name in [row.get("name"), row.get("official")].into_iter().chain(row.get("alt_spellings").split('|')) {
            codes.entry(fold(name)).or_insert_with(|| row.get("iso2").to_owned());
        }
    });
    Ok(codes)
}

pub(super) fn add(names: &mut Names, folder: &Path, known: &Table, cities: &Cities) -> anyhow::Result<()> {
    let mut ids = BTreeMap::new();
    Table::read(&folder.join("countries.tsv"))?.each(|row| {
        let id = wikidata(row.get("wikidata"));
        ids.insert(row.get("iso2").to_owned(), id);
        let record = cities.centred(OwnedRecord { wikidata: id, ..country(row.get("name"), row.get("iso2")) });
        for field in ["name", "official_en", "formal_en"] {
            let spelling = row.get(field).trim_start_matches("the ").trim_end_matches([' ', '*']);
            names.add(spelling, lists::COUNTRY, record.clone());
        }
    });
    Table::read(&folder.join("demonyms_odbl.tsv"))?.each(|row| {
        let id = ids.get(row.get("iso2")).copied().flatten();
        let record = cities.centred(OwnedRecord { wikidata: id, ..country(row.get("name"), row.get("iso2")) });
        // Foreign spellings and codes of two letters would match ordinary words.
        let spelling = |name: &&str| name.is_ascii() && name.len() > 3;
        for name in [row.get("name"), row.get("official")]
            .into_iter()
            .chain(row.get("alt_spellings").split('|').filter(spelling))
        {
            names.add(name, lists::COUNTRY, record.clone());
        }
        for demonym in row.get("demonyms").split('|').filter(|demonym| !demonym.is_empty()) {
            let record = OwnedRecord {
                wikidata: id,
                country: row.get("iso2").to_owned(),
                ..OwnedRecord::new(RecordKind::Demonym, demonym)
            };
            names.add(demonym, lists::DEMONYM, record.clone());
            if demonym.ends_with(['n', 'i', 'r']) {
                names.add(&format!("{demonym}s"), lists::DEMONYM, record);
            }
        }
    });
    let states = Table::read(&folder.join("states_odbl.tsv.gz"))?;
    let mut uses: BTreeMap<u32, usize> = BTreeMap::new();
    states.each(|row| *uses.entry(wikidata(row.get("wikidata")).unwrap_or(0)).or_default() += 1);
    states.each(|row| {
        // Some municipalities carry the id of the state whose name they share.
        let borrowed = |id: &u32| row.get("type") == "municipality" && uses[id] > 1;
        let record = OwnedRecord {
            wikidata: wikidata(row.get("wikidata")).filter(|id| !borrowed(id)),
            country: row.get("iso2").to_owned(),
            note: row.get("iso3166_2").to_owned(),
            population: row.get("population").parse().unwrap_or(0),
            ..OwnedRecord::new(RecordKind::Region, row.get("name"))
        };
        names.add(row.get("name"), lists::REGION, cities.centred(record));
    });
    add_cities(names, cities);
    add_further(names, folder, cities)?;
    add_local(names, folder, known, cities)
}

fn add_cities(names: &mut Names, cities: &Cities) {
    for city in &cities.list {
        let rank = doublings(u64::from(city.population), 7_500);
        for spelling in [&city.name, &city.ascii] {
            names.add(spelling, lists::CITY, city.record());
            if let Some(name) = names.entry(spelling) {
                name.city = name.city.max(rank);
            }
        }
    }
}

/// First-level regions, and cities of which nobody knows where they lie.
fn add_further(names: &mut Names, folder: &Path, cities: &Cities) -> anyhow::Result<()> {
    Table::read(&folder.join("places.tsv.gz"))?.each(|row| {
        for spelling in [row.get("name"), row.get("ascii")] {
            match row.get("kind") {
                "city" => names.list(spelling, lists::CITY),
                "admin1" => {
                    let region = OwnedRecord {
                        country: row.get("country").to_owned(),
                        ..OwnedRecord::new(RecordKind::Region, row.get("name"))
                    };
                    names.add(spelling, lists::REGION, cities.centred(region));
                }
                _ => {}
            }
        }
    });
    Ok(())
}

impl Names {
    /// The record of a country, area or region that has the name everywhere, by its country's code, empty where it lies in several.
    fn place(&self, spelling: &str, code: &str) -> Option<&OwnedRecord> {
        let kinds = [RecordKind::Country, RecordKind::Area, RecordKind::Region];
        let name = self.everywhere.get(&fold(spelling))?;
        name.records.iter().find(|record| kinds.contains(&record.kind) && record.country == code)
    }

    /// Languages and folded names of what has a name in one language.
    fn local_keys(&self) -> BTreeSet<(String, String)> {
        self.local.keys().cloned().collect()
    }
}

/// Names that countries, areas and cities have in other languages; those of the project's own list go first.
fn add_local(names: &mut Names, folder: &Path, known: &Table, cities: &Cities) -> anyhow::Result<()> {
    known.each(|row| {
        let own = row.get("kind") == "local";
        let Some(record) = names.place(row.get("name"), row.get("country")).filter(|_| own).cloned() else { return };
        let list = if record.kind == RecordKind::Country { lists::COUNTRY } else { lists::REGION };
        for spelling in row.get("aliases").split('|') {
            names.add_local(row.get("note"), spelling, list, 0, record.clone());
        }
    });
    let own = names.local_keys();
    let mut countries = BTreeMap::new();
    Table::read(&folder.join("countries.tsv"))?.each(|row| {
        if let Some(record) = names.country(row.get("name"), row.get("iso2")) {
            countries.insert(row.get("iso2").to_owned(), record.clone());
        }
    });
    Table::read(&folder.join("ml/country_names.tsv"))?.each(|row| {
        let Some(record) = countries.get(row.get("iso2")) else { return };
        match row.get("language") {
            "en" => names.add(row.get("name"), lists::COUNTRY, record.clone()),
            language if own.contains(&(language.to_owned(), fold(row.get("name")))) => {}
            language => names.add_local(language, row.get("name"), lists::COUNTRY, 0, record.clone()),
        }
    });
    for city in &cities.list {
        let rank = doublings(u64::from(city.population), 7_500);
        let Some(record) = names.city(&city.name, city.id) else { continue };
        let record = record.clone();
        for spelling in &city.alternates {
            names.add_local(SOME_LANGUAGE, spelling, lists::CITY, rank, record.clone());
        }
    }
    Ok(())
}

/// A city of the GeoNames lists.
struct City {
    id: u32,
    name: String,
    ascii: String,
    /// Names in Latin script in any language.
    alternates: Vec<String>,
    country: String,
    region: String,
    population: u32,
    capital: bool,
    coordinates: (f64, f64),
}

impl City {
    fn record(&self) -> OwnedRecord {
        OwnedRecord {
            country: self.country.clone(),
            note: self.region.clone(),
            population: self.population,
            capital: self.capital,
            coordinates: Some(self.coordinates),
            geonames: Some(self.id),
            ..OwnedRecord::new(RecordKind::City, &self.name)
        }
    }
}

/// The sum of coordinates, each counted once for everybody who lives there.
#[derive(Default)]
struct Weighted {
    latitude: f64,
    longitude: f64,
    people: f64,
}

/// All cities whose place is known, the largest first, and what follows from them for the areas that they lie in.
pub(super) struct Cities {
    list: Vec<City>,
    /// By country and folded spelling; of several the largest.
    by_spelling: BTreeMap<(String, String), usize>,
    /// By country and folded name of a region, and by country and nothing.
    centres: BTreeMap<(String, String), Weighted>,
    /// GeoNames numbers of countries by their codes.
    countries: BTreeMap<String, u32>,
}

impl Cities {
    /// Reads the lists of cities and joins them by their GeoNames numbers.
    pub(super) fn read(folder: &Path) -> anyhow::Result<Self> {
        // What only this list has: regions, capitals, plain spellings.
        let mut regions = BTreeMap::new();
        Table::read(&folder.join("places.tsv.gz"))?.each(|row| {
            if let Some(id) = row.get("ref").strip_prefix("gn:") {
                let fields = ["ascii", "admin1", "capital"].map(|field| row.get(field).to_owned());
                regions.insert(id.to_owned(), fields);
            }
        });
        let mut alternates = BTreeMap::new();
        Table::read(&folder.join("ml/city_names.tsv.gz"))?.each(|row| {
            let spellings = row.get("alternates").split('|').filter(|name| name.chars().count() > 2);
            alternates.insert(row.get("geonameid").to_owned(), spellings.map(str::to_owned).collect::<Vec<_>>());
        });
        let mut cities =
            Cities { list: vec![], by_spelling: BTreeMap::new(), centres: BTreeMap::new(), countries: BTreeMap::new() };
        Table::read(&folder.join("ml/places_geo.tsv.gz"))?.each(|row| {
            let number = |field: &str| row.get(field).parse::<f64>().unwrap_or(0.0);
            let [ascii, region, capital] = regions.remove(row.get("geonameid")).unwrap_or_default();
            cities.add(City {
                id: number("geonameid") as u32,
                name: row.get("name").to_owned(),
                ascii,
                alternates: alternates.remove(row.get("geonameid")).unwrap_or_default(),
                country: row.get("country").to_owned(),
                region,
                population: number("population") as u32,
                capital: capital == "primary",
                coordinates: (number("latitude"), number("longitude")),
            });
        });
        Table::read(&folder.join("countries.tsv"))?.each(|row| {
            if let Ok(id) = row.get("geonameid").parse() {
                cities.countries.insert(row.get("iso2").to_owned(), id);
            }
        });
        Ok(cities)
    }

    fn add(&mut self, city: City) {
        for spelling in [&city.name, &city.ascii].into_iter().chain(&city.alternates) {
            self.by_spelling.entry((city.country.clone(), fold(spelling))).or_insert(self.list.len());
        }
        for area in [fold(&city.region), String::new()] {
            let centre = self.centres.entry((city.country.clone(), area)).or_default();
            let people = f64::from(city.population.max(1));
            centre.latitude += city.coordinates.0 * people;
            centre.longitude += city.coordinates.1 * people;
            centre.people += people;
        }
        self.list.push(city);
    }

    /// A city's record with its place, if it is listed under one of the spellings.
    pub(super) fn located<'a>(&self, mut spellings: impl Iterator<Item = &'a str>, city: OwnedRecord) -> OwnedRecord {
        let index = spellings.find_map(|spelling| self.by_spelling.get(&(city.country.clone(), fold(spelling))));
        let Some(found) = index.map(|&index| &self.list[index]) else { return city };
        OwnedRecord { name: city.name, wikidata: city.wikidata, ..found.record() }
    }

    /// A country's or region's record with the mean of its cities' places and a country's GeoNames number.
    pub(super) fn centred(&self, area: OwnedRecord) -> OwnedRecord {
        let country = area.kind == RecordKind::Country;
        let key = (area.country.clone(), if country { String::new() } else { fold(&area.name) });
        let coordinates = self.centres.get(&key).map(|sum| (sum.latitude / sum.people, sum.longitude / sum.people));
        let geonames = if country { self.countries.get(&area.country).copied() } else { None };
        OwnedRecord { coordinates, geonames, ..area }
    }
}

fn country(name: &str, code: &str) -> OwnedRecord {
    OwnedRecord { country: code.to_owned(), ..OwnedRecord::new(RecordKind::Country, name) }
}
