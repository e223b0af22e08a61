//! Countries, regions, cities and the words for their people.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Names, OwnedRecord, Table, doublings, wikidata};
use crate::annotate::gazetteer::{RecordKind, fold, lists};

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

pub(super) fn add(names: &mut Names, folder: &Path) -> anyhow::Result<()> {
    let mut ids = BTreeMap::new();
    Table::read(&folder.join("countries.tsv"))?.each(|row| {
        let id = wikidata(row.get("wikidata"));
        ids.insert(row.get("iso2").to_owned(), id);
        let record = OwnedRecord { wikidata: id, ..country(row.get("name"), row.get("iso2")) };
        for field in ["name", "official_en", "formal_en"] {
            let spelling = row.get(field).trim_start_matches("the ").trim_end_matches([' ', '*']);
            names.add(spelling, lists::COUNTRY, record.clone());
        }
    });
    Table::read(&folder.join("demonyms_odbl.tsv"))?.each(|row| {
        let id = ids.get(row.get("iso2")).copied().flatten();
        let record = OwnedRecord { wikidata: id, ..country(row.get("name"), row.get("iso2")) };
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
            note: row.get("type").to_owned(),
            population: row.get("population").parse().unwrap_or(0),
            ..OwnedRecord::new(RecordKind::Region, row.get("name"))
        };
        names.add(row.get("name"), lists::REGION, record);
    });
    add_cities(names, folder)
}

fn add_cities(names: &mut Names, folder: &Path) -> anyhow::Result<()> {
    let codes = country_codes(folder)?;
    Table::read(&folder.join("places.tsv.gz"))?.each(|row| {
        let population: u64 = row.get("population").parse::<f64>().map_or(0, |people| people as u64);
        let (kind, list, code) = match row.get("kind") {
            "city" => {
                (RecordKind::City, lists::CITY, codes.get(&fold(row.get("country"))).cloned().unwrap_or_default())
            }
            "admin1" => (RecordKind::Region, lists::REGION, row.get("country").to_owned()),
            _ => return,
        };
        let record = OwnedRecord {
            country: code,
            note: row.get("admin1").to_owned(),
            population: population as u32,
            capital: row.get("capital") == "primary",
            ..OwnedRecord::new(kind, row.get("name"))
        };
        let rank = if kind == RecordKind::City { doublings(population, 7_500) } else { 0 };
        // A place without an id serves only to tell that a name is ambiguous; for that small ones do not count.
        let notable = kind == RecordKind::City && (record.capital || population >= 100_000);
        for spelling in [row.get("name"), row.get("ascii")] {
            if notable {
                names.add(spelling, list, record.clone());
            } else {
                names.list(spelling, list);
            }
            if let Some(name) = names.entry(spelling) {
                name.city = name.city.max(rank);
            }
        }
    });
    Ok(())
}

fn country(name: &str, code: &str) -> OwnedRecord {
    OwnedRecord { country: code.to_owned(), ..OwnedRecord::new(RecordKind::Country, name) }
}
