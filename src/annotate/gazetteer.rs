//! The shipped gazetteer: given names, surnames, places, peoples, leaders, organisations, outlets.
//!
//! One file, packed by Zstandard, unpacked when it is first needed and then read in place: a finite-state map from folded names to packed [`Entry`]
//! values, another for names that places have in one language only ("Royaume-Uni"), a table of fixed-size records
//! (what is known of each bearer of a name) and their strings. Nothing is decoded or checked at start; a test sees
//! that the embedded file is whole. `copydesk train gazetteers` builds it.
//!
//! A name is looked up by its folded form (see `fold`): case, full stops, apostrophes, hyphens and diacritics
//! make no difference, so "U.N." finds "UN" and "Malmo" finds "Malmö". Whether a hit means anything is for the
//! caller to judge: "May", "Jordan" and "Paris" are names, places and words.

mod fold;
pub mod format;
mod lookups;
mod matches;
mod record;
mod settings;
mod watchlist;

use std::sync::OnceLock;

use fst::raw::Output;

use crate::document::{EntityType, Gender};
use crate::model::ModelError;
pub use fold::fold;
use fold::push_folded;
use format::Parts;
pub use lookups::Lookups;
pub use matches::{add_listed, add_watched};
pub use record::{Record, RecordKind, Strings, encode as encode_record};
pub use settings::EntitySettings;
pub use watchlist::{Watchlist, WatchlistEntry, WatchlistError, read_csv, read_jsonl};

/// The packed file. Brotli, which packs the models of languages, takes a 20th less room and nearly twice as long to unpack, and
/// every worker unpacks this one.
static EMBEDDED: &[u8] = include_bytes!("../../models/gazetteers/gazetteer.bin.zst");

/// Lists that a name can stand in, as bits of [`Entry::lists`].
pub mod lists {
    /// Given names.
    pub const GIVEN: u16 = 1;
    /// Surnames.
    pub const SURNAME: u16 = 1 << 1;
    /// Full names of heads of state or government and of politicians.
    pub const PERSON: u16 = 1 << 2;
    /// Countries and territories, under all their names.
    pub const COUNTRY: u16 = 1 << 3;
    /// First-level regions of countries, continents and other regions.
    pub const REGION: u16 = 1 << 4;
    /// Cities of 15,000 people or more.
    pub const CITY: u16 = 1 << 5;
    /// Words for the people of a country ("German").
    pub const DEMONYM: u16 = 1 << 6;
    /// Public bodies, parties, armed groups and the like, with their acronyms.
    pub const ORGANIZATION: u16 = 1 << 7;
    /// Listed companies, with and without their legal form.
    pub const COMPANY: u16 = 1 << 8;
    /// News outlets.
    pub const OUTLET: u16 = 1 << 9;
    /// Any kind of place.
    pub const PLACE: u16 = COUNTRY | REGION | CITY;
    /// Any kind of body.
    pub const BODY: u16 = ORGANIZATION | COMPANY | OUTLET;
}

/// What the gazetteer knows of one name, packed into 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry(u64);

impl Entry {
    /// Packs an entry; see the methods for the meaning and range of each part.
    pub fn pack(lists: u16, male: u8, given: u8, surname: u8, city: u8, records: std::ops::Range<usize>) -> Self {
        let nibble = |value: u8| u64::from(value.min(15));
        Entry(
            u64::from(lists)
                | nibble(male) << 16
                | nibble(given) << 20
                | nibble(surname) << 24
                | nibble(city) << 28
                | (records.start as u64 & 0xff_ffff) << 32
                | (records.len() as u64).min(255) << 56,
        )
    }

    /// The bits as stored.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// The lists that the name stands in, as bits of [`lists`].
    pub fn lists(self) -> u16 {
        self.0 as u16
    }

    /// Whether it stands in any of these lists.
    pub fn is_in(self, lists: u16) -> bool {
        self.lists() & lists != 0
    }

    /// How common it is as a given name: 0 (none) to 15; a step doubles the count.
    pub fn given_rank(self) -> u8 {
        (self.0 >> 20 & 15) as u8
    }

    /// How common it is as a surname: 0 (none) to 15.
    pub fn surname_rank(self) -> u8 {
        (self.0 >> 24 & 15) as u8
    }

    /// How large the largest city of that name is: 0 (none) to 15; a step doubles the population.
    pub fn city_rank(self) -> u8 {
        (self.0 >> 28 & 15) as u8
    }

    /// The gender that the name suggests as a given name, with the share of its bearers (0.5 to 1).
    pub fn given_gender(self) -> (Gender, f32) {
        if !self.is_in(lists::GIVEN) {
            return (Gender::Unknown, 0.5);
        }
        match (self.0 >> 16 & 15) as u8 {
            male @ 8.. => (Gender::Male, f32::from(male) / 15.0),
            male => (Gender::Female, f32::from(15 - male) / 15.0),
        }
    }

    fn records(self) -> std::ops::Range<usize> {
        let start = (self.0 >> 32 & 0xff_ffff) as usize;
        start..start + (self.0 >> 56) as usize
    }
}

/// Stands for the language among local names of which it is not known in which languages they are used.
pub const SOME_LANGUAGE: &str = "mul";

/// The gazetteer, its sections read where they lie.
#[derive(Debug)]
pub struct Gazetteer {
    names: fst::Map<&'static [u8]>,
    local_names: fst::Map<&'static [u8]>,
    records: &'static [u8],
    strings: &'static [u8],
}

impl Gazetteer {
    /// The gazetteer in the binary.
    ///
    /// # Panics
    /// If the embedded file is damaged, which a test rules out.
    pub fn embedded() -> &'static Gazetteer {
        static GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
        GAZETTEER.get_or_init(|| {
            let parts = format::split_embedded(format::unpack(EMBEDDED).leak());
            parts.and_then(Gazetteer::of).expect("the embedded gazetteer is whole")
        })
    }

    /// Reads a gazetteer file in place.
    ///
    /// # Errors
    /// If it is no gazetteer, of another version, cut short or damaged.
    pub fn read(bytes: &'static [u8]) -> Result<Self, ModelError> {
        Gazetteer::of(format::split(bytes)?)
    }

    fn of(parts: Parts<'static>) -> Result<Self, ModelError> {
        let map = |section| fst::Map::new(section).map_err(|_| ModelError::Damaged);
        let (names, local_names) = (map(parts.names)?, map(parts.local_names)?);
        Ok(Gazetteer { names, local_names, records: parts.records, strings: parts.strings })
    }

    /// Names in it.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether it holds no name.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The entry of a whole name in any spelling that folds to it.
    pub fn get(&self, name: &str) -> Option<Entry> {
        self.names.get(fold(name)).map(Entry)
    }

    /// The places of a name in text of a language (ISO 639-1), the most notable first: those that bear it everywhere,
    /// those that have it in this language, and, if there are none of these, those that have it in some language.
    pub fn places(&self, language: &str, name: &str) -> Vec<Record<'static>> {
        let folded = fold(name);
        let local = |language: &str| self.local_names.get(local_key(language, &folded)).map(Entry);
        let everywhere = self.names.get(&folded).map(Entry);
        let is_place = |record: &Record| record.kind.entity_type() == EntityType::Location;
        let places = |entry: Option<Entry>| entry.into_iter().flat_map(|entry| self.records(entry)).filter(is_place);
        let found: Vec<_> = places(everywhere).chain(places(local(language))).collect();
        if found.is_empty() { places(local(SOME_LANGUAGE)).collect() } else { found }
    }

    /// The longest local name of a language that starts at the start of `text` and ends at a word's end, with its
    /// length in bytes.
    pub fn longest_local(&self, language: &str, text: &str) -> Option<(usize, Entry)> {
        let mut found = None;
        let prefix = local_key(language, "");
        walk_prefixes_from(&self.local_names, &prefix, text, |end, value| found = Some((end, Entry(value))));
        found
    }

    /// The longest name that starts at the start of `text` and ends at a word's end, with its length in bytes.
    pub fn longest(&self, text: &str) -> Option<(usize, Entry)> {
        let mut found = None;
        self.prefixes(text, |end, entry| found = Some((end, entry)));
        found
    }

    /// Calls back for each name that starts at the start of `text` and ends at a word's end, shortest first, with
    /// its length in bytes. Takes time in the longest possible name, not in the text.
    pub fn prefixes(&self, text: &str, mut found: impl FnMut(usize, Entry)) {
        walk_prefixes(&self.names, text, |end, value| found(end, Entry(value)));
    }

    /// What is known of the bearers of a name, the most notable first.
    pub fn records(&self, entry: Entry) -> impl Iterator<Item = Record<'static>> + '_ {
        entry.records().filter_map(|index| record::decode(self.records, self.strings, index))
    }
}

/// The key of a local name.
pub fn local_key(language: &str, folded: &str) -> Vec<u8> {
    [language.as_bytes(), b"\0", folded.as_bytes()].concat()
}

/// Follows the folded characters of `text` through a map and reports each key that ends where a word ends.
fn walk_prefixes<D: AsRef<[u8]>>(map: &fst::Map<D>, text: &str, found: impl FnMut(usize, u64)) {
    walk_prefixes_from(map, &[], text, found);
}

/// The same for the keys that begin with `prefix`.
fn walk_prefixes_from<D: AsRef<[u8]>>(map: &fst::Map<D>, prefix: &[u8], text: &str, mut found: impl FnMut(usize, u64)) {
    let fst = map.as_fst();
    let mut node = fst.root();
    let mut output = Output::zero();
    for &byte in prefix {
        let Some(index) = node.find_input(byte) else { return };
        let transition = node.transition(index);
        output = output.cat(transition.out);
        node = fst.node(transition.addr);
    }
    let mut folded = Vec::with_capacity(8);
    let mut space = true;
    if text.starts_with(|c: char| !c.is_alphanumeric()) {
        return;
    }
    let mut chars = text.char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        if c == '\n' {
            return;
        }
        folded.clear();
        push_folded(c, &mut folded);
        for &byte in &folded {
            // Runs of spaces and hyphens count as one.
            if byte == b' ' && space {
                continue;
            }
            space = byte == b' ';
            let Some(index) = node.find_input(byte) else { return };
            let transition = node.transition(index);
            output = output.cat(transition.out);
            node = fst.node(transition.addr);
        }
        if !folded.is_empty()
            && node.is_final()
            && !space
            && chars.peek().is_none_or(|&(_, next)| !next.is_alphanumeric())
        {
            found(offset + c.len_utf8(), output.cat(node.final_output()).value());
        }
    }
}

#[cfg(test)]
mod tests;
