//! The user's own gazetteers (`entities.gazetteers`): names whose matches carry the user's ids and fields.
//!
//! CSV with a header, or JSON Lines with one object per line. `name` is required; `aliases` (a list, or one string
//! with `|` between them), `type` (default `misc`) and `id` are known; every other field is carried along. A name
//! with capitals matches only text with capitals, an acronym only itself: "ICE" is not "ice".

use std::collections::BTreeMap;

use super::{fold, walk_prefixes};
use crate::document::EntityType;

/// One entry of a user's gazetteer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchlistEntry {
    /// The name that the entity gets.
    pub name: String,
    /// Other names to look for.
    pub aliases: Vec<String>,
    /// What it is.
    pub label: EntityType,
    /// A Wikidata id, when `id` or `wikidata` holds one.
    pub wikidata: Option<String>,
    /// `id` and all other fields, as given.
    pub fields: Vec<(String, String)>,
}

/// Why a gazetteer file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct WatchlistError {
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong, lower case, without full stop.
    pub message: String,
}

impl WatchlistError {
    fn new(line: usize, message: impl Into<String>) -> Self {
        WatchlistError { line, message: message.into() }
    }
}

/// How a name was written, which decides how the text must be.
#[derive(Debug, Clone, Copy)]
struct Spelling {
    entry: usize,
    cased: bool,
    acronym: bool,
}

impl Spelling {
    fn of(name: &str, entry: usize) -> Self {
        let mut letters = name.chars().filter(|c| c.is_alphabetic()).peekable();
        let acronym = letters.peek().is_some() && letters.all(char::is_uppercase);
        Spelling { entry, cased: name.chars().any(char::is_uppercase), acronym }
    }

    fn fits(self, text: &str) -> bool {
        match (self.acronym, self.cased) {
            (true, _) => text.chars().all(|c| !c.is_lowercase()),
            (_, true) => text.chars().any(char::is_uppercase),
            _ => true,
        }
    }
}

/// All entries of the user's gazetteers, ready to be found in time linear in the text.
#[derive(Debug, Default)]
pub struct Watchlist {
    entries: Vec<WatchlistEntry>,
    spellings: Vec<Spelling>,
    names: Option<fst::Map<Vec<u8>>>,
}

impl Watchlist {
    /// Prepares entries; where several share a spelling the first has it.
    pub fn new(entries: Vec<WatchlistEntry>) -> Self {
        let mut spellings = Vec::new();
        let mut keys = BTreeMap::new();
        for (index, entry) in entries.iter().enumerate() {
            for name in std::iter::once(&entry.name).chain(&entry.aliases) {
                let key = fold(name);
                if !key.is_empty() && !keys.contains_key(&key) {
                    keys.insert(key, spellings.len() as u64);
                    spellings.push(Spelling::of(name, index));
                }
            }
        }
        let names = (!keys.is_empty()).then(|| fst::Map::from_iter(keys).expect("keys come sorted and distinct"));
        Watchlist { entries, spellings, names }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.names.is_none()
    }

    /// The entry at an index that [`Watchlist::longest`] gave.
    ///
    /// # Panics
    /// If there is none.
    pub fn entry(&self, index: usize) -> &WatchlistEntry {
        &self.entries[index]
    }

    /// The longest name that starts at the start of `text` and ends at a word's end: its length in bytes and the index
    /// of its entry.
    pub fn longest(&self, text: &str) -> Option<(usize, usize)> {
        let mut found = None;
        walk_prefixes(self.names.as_ref()?, text, |end, value| {
            let spelling = self.spellings[value as usize];
            if spelling.fits(&text[..end]) {
                found = Some((end, spelling.entry));
            }
        });
        found
    }
}

/// Reads CSV: a header line, then one entry per line; `;` and tab are recognised as separators too.
///
/// # Errors
/// If a line has no name, an unknown type, or the wrong number of fields.
pub fn read_csv(text: &str) -> Result<Vec<WatchlistEntry>, WatchlistError> {
    let header = text.lines().next().unwrap_or_default();
    let delimiter = *b",;\t".iter().rev().max_by_key(|&&d| header.bytes().filter(|&b| b == d).count()).expect("three");
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let line = |position: Option<&csv::Position>| position.map_or(1, |p| p.line() as usize);
    let headers = reader.headers().map_err(|e| WatchlistError::new(1, e.to_string()))?.clone();
    reader
        .records()
        .map(|record| {
            let record = record.map_err(|e| WatchlistError::new(line(e.position()), e.to_string()))?;
            let fields = headers.iter().zip(record.iter()).map(|(k, v)| (k.trim().to_owned(), v.trim().to_owned()));
            entry(line(record.position()), fields)
        })
        .collect()
}

/// Reads JSON Lines: one object per line; empty lines are passed over.
///
/// # Errors
/// If a line is no object, has no name or an unknown type.
pub fn read_jsonl(text: &str) -> Result<Vec<WatchlistEntry>, WatchlistError> {
    let plain = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        serde_json::Value::Array(items) if items.iter().all(serde_json::Value::is_string) => {
            items.iter().filter_map(|item| item.as_str()).collect::<Vec<_>>().join("|")
        }
        other => other.to_string(),
    };
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(index, line)| {
            let object: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(line).map_err(|e| WatchlistError::new(index + 1, e.to_string()))?;
            entry(index + 1, object.iter().map(|(k, v)| (k.clone(), plain(v))))
        })
        .collect()
}

fn entry(line: usize, fields: impl Iterator<Item = (String, String)>) -> Result<WatchlistEntry, WatchlistError> {
    let mut entry = WatchlistEntry {
        name: String::new(),
        aliases: vec![],
        label: EntityType::Misc,
        wikidata: None,
        fields: vec![],
    };
    for (key, value) in fields.filter(|(_, value)| !value.is_empty()) {
        match key.as_str() {
            "name" => entry.name = value,
            "aliases" => entry.aliases = value.split('|').map(|alias| alias.trim().to_owned()).collect(),
            "type" => {
                entry.label = entity_type(&value)
                    .ok_or_else(|| WatchlistError::new(line, format!("{value:?} is no type of entity")))?;
            }
            "wikidata" if is_wikidata(&value) => entry.wikidata = Some(value),
            "id" => {
                if is_wikidata(&value) {
                    entry.wikidata = Some(value.clone());
                }
                entry.fields.push((key, value));
            }
            _ => entry.fields.push((key, value)),
        }
    }
    if fold(&entry.name).is_empty() {
        return Err(WatchlistError::new(line, "there is no name"));
    }
    Ok(entry)
}

fn is_wikidata(id: &str) -> bool {
    id.strip_prefix('Q').is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

fn entity_type(name: &str) -> Option<EntityType> {
    use EntityType::*;
    Some(match name.to_lowercase().as_str() {
        "person" => Person,
        "organization" | "organisation" | "company" => Organization,
        "location" | "place" => Location,
        "nationality" => Nationality,
        "event" => Event,
        "work" => Work,
        "product" => Product,
        "misc" => Misc,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_match_carries_the_users_fields() {
        let csv = "name,aliases,type,id,desk\n\
                   Harbour Trust,HT|Harbour Trust Company,organization,ht-1,business\n\
                   Ann Lee,,person,Q17,city\n";
        let list = Watchlist::new(read_csv(csv).expect("well formed"));
        let (end, found) = list.longest("Harbour Trust Company's shares").expect("found");
        let found = list.entry(found);
        assert_eq!((end, found.name.as_str()), (21, "Harbour Trust"));
        assert_eq!(found.fields, [("id".into(), "ht-1".into()), ("desk".into(), "business".into())]);
        assert_eq!(list.longest("Ann Lee said").and_then(|(_, e)| list.entry(e).wikidata.as_deref()), Some("Q17"));
        assert!(list.longest("HT fell").is_some());
        assert!(list.longest("Ht fell").is_none(), "an acronym matches only itself");
        assert!(list.longest("harbour trust").is_none(), "capitals are asked for");
        assert!(list.longest("Ann Leeds").is_none(), "a match ends at a word's end");
    }

    #[test]
    fn json_lines_give_the_same_as_csv() {
        let csv = read_csv("name;aliases;type;rank\nAnn Lee;A. Lee|Lee;person;3\n");
        let json =
            read_jsonl("\n{\"name\":\"Ann Lee\",\"aliases\":[\"A. Lee\",\"Lee\"],\"type\":\"person\",\"rank\":3}\n");
        assert_eq!(csv, json);
    }

    #[test]
    fn errors_name_the_line() {
        assert_eq!(
            read_csv("name,type\nA,person\nB,ghost\n").unwrap_err().to_string(),
            "line 3: \"ghost\" is no type of entity"
        );
        assert_eq!(read_jsonl("{\"id\":\"x\"}").unwrap_err().to_string(), "line 1: there is no name");
        assert_eq!(read_jsonl("[1]").unwrap_err().line, 1);
    }
}
