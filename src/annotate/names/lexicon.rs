//! Gazetteer membership: for each word, the lists that hold it alone or as part of the longest listed phrase.
//!
//! Names are kept as hashes of their lower-case words, so a list of a hundred thousand names takes one megabyte. The
//! lists are evidence for the tagger, not decisions: "Jordan", "Chad" and "May" are on several.

use super::word::{Case, Closed, Lists, MAX_BYTES, Word};
use crate::model::ModelError;
use crate::model::hash::mix;
use crate::model::ranked;
use crate::model::reader::{Reader, write_count, write_varint};

/// A gazetteer list; its number is its bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum List {
    /// First names.
    GivenName,
    /// Family names.
    Surname,
    /// Cities and towns.
    City,
    /// States, provinces, regions.
    Region,
    /// Countries, also in short forms.
    Country,
    /// "German", "Germans".
    Demonym,
    /// International bodies, parties, authorities, with their acronyms.
    Organization,
    /// Listed companies.
    Company,
    /// Newspapers, broadcasters, agencies.
    Outlet,
    /// Heads of state and government, members of parliament.
    Politician,
    /// Authorities, ministries, courts, forces.
    Authority,
    /// Parties, movements, armed groups.
    Party,
    /// Sports clubs and teams, also by their nicknames.
    Club,
}

/// How many lists there are.
pub const LISTS: usize = 13;

impl Lists {
    /// Whether the phrase over this word is the name of a people and of no place.
    pub fn is_people(&self) -> bool {
        const PEOPLE: u16 = 1 << List::Demonym as u16;
        const PLACES: u16 = 1 << List::City as u16 | 1 << List::Region as u16 | 1 << List::Country as u16;
        self.phrase & (PEOPLE | PLACES) == PEOPLE
    }
}

/// The compiled lists: an open-addressing table from phrase hash to list bits.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// The closed classes of the language.
    pub closed: Closed,
    keys: Vec<u64>,
    lists: Vec<u16>,
    mask: usize,
}

/// Marks phrases that go on: "new" of "new york".
const PREFIX: u16 = 1 << 15;
/// Bits of the hash of a phrase, which those of longer ones begin with.
const HASH_BITS: u32 = 56;
/// Bits of it that a phrase is known by: of a million words that are on no list, not one is taken for a listed one.
const KEY_BITS: u32 = 40;
/// No listed name has more words.
pub const MAX_WORDS: usize = 8;

/// The hash of a phrase extended by one word's hash.
pub fn extend(phrase: u64, word: u64) -> u64 {
    mix(phrase, word) & ((1 << HASH_BITS) - 1)
}

/// What a phrase is known by.
fn key(phrase: u64) -> u64 {
    phrase >> (HASH_BITS - KEY_BITS)
}

impl Lexicon {
    /// Builds the table from phrases, each the hashes of its lower-case words.
    pub fn build(closed: Closed, phrases: impl Iterator<Item = (Vec<u64>, List)>) -> Self {
        let mut entries = std::collections::BTreeMap::<u64, u16>::new();
        for (words, list) in phrases {
            if words.is_empty() || words.len() > MAX_WORDS {
                continue;
            }
            let mut phrase = 0;
            for (i, &word) in words.iter().enumerate() {
                phrase = extend(phrase, word);
                let bit = if i + 1 == words.len() { 1 << list as u16 } else { PREFIX };
                *entries.entry(key(phrase)).or_default() |= bit;
            }
        }
        Self::from_sorted(closed, entries.into_iter())
    }

    fn from_sorted(closed: Closed, entries: impl ExactSizeIterator<Item = (u64, u16)>) -> Self {
        let size = (entries.len() * 3 / 2 + 1).next_power_of_two();
        let mut lexicon = Lexicon { closed, keys: vec![0; size], lists: vec![0; size], mask: size - 1 };
        for (key, lists) in entries {
            let mut slot = key as usize & lexicon.mask;
            while lexicon.lists[slot] != 0 {
                slot = (slot + 1) & lexicon.mask;
            }
            (lexicon.keys[slot], lexicon.lists[slot]) = (key, lists);
        }
        lexicon
    }

    fn get(&self, phrase: u64) -> u16 {
        if self.keys.is_empty() {
            return 0;
        }
        let key = key(phrase);
        let mut slot = key as usize & self.mask;
        while self.lists[slot] != 0 {
            if self.keys[slot] == key {
                return self.lists[slot];
            }
            slot = (slot + 1) & self.mask;
        }
        0
    }

    /// Writes each word's lists: alone, and by the longest phrase, from left to right, without overlap. Phrases start
    /// and end with a capital.
    pub fn mark(&self, words: &mut [Word]) {
        let mut covered = 0;
        for start in 0..words.len() {
            if !words[start].capital {
                continue;
            }
            let mut phrase = extend(0, words[start].lower);
            let mut entry = self.get(phrase);
            words[start].lists.single = entry & !PREFIX;
            if start < covered {
                continue;
            }
            let (mut end, mut lists) = (start + 1, 0);
            let mut next = start + 1;
            while entry & PREFIX != 0 && next < words.len() && next - start < MAX_WORDS {
                phrase = extend(phrase, words[next].lower);
                entry = self.get(phrase);
                next += 1;
                if entry & !PREFIX != 0 && words[next - 1].case != Case::Lower {
                    (end, lists) = (next, entry & !PREFIX);
                }
            }
            if lists == 0 {
                continue;
            }
            covered = end;
            for (i, word) in words[start..end].iter_mut().enumerate() {
                word.lists.phrase = lists;
                word.lists.position = match i {
                    0 => 1,
                    _ if start + i + 1 == end => 3,
                    _ => 2,
                };
            }
        }
    }

    /// Appends the lists to a model file: each phrase's step to the next key and the place of its lists.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut entries: Vec<(u64, u16)> =
            self.keys.iter().copied().zip(self.lists.iter().copied()).filter(|e| e.1 != 0).collect();
        entries.sort_unstable();
        let sets = ranked::Ranked::new(entries.iter().map(|&(_, lists)| u64::from(lists)));
        sets.write(out);
        write_count(out, entries.len());
        let mut last = 0;
        for (key, lists) in entries {
            write_varint(out, key - last);
            sets.write_place(u64::from(lists), out);
            last = key;
        }
    }

    /// Reads the lists of a language with these closed classes from a model file.
    ///
    /// # Errors
    /// When the file is cut short or damaged.
    pub fn read(reader: &mut Reader<'_>, closed: Closed) -> Result<Self, ModelError> {
        let sets = ranked::read(reader)?;
        let count = reader.count(2)?;
        let mut entries = Vec::with_capacity(count);
        let mut key = 0u64;
        for _ in 0..count {
            key = key.checked_add(reader.varint()?).ok_or(ModelError::Damaged)?;
            let lists = u16::try_from(ranked::read_one(&sets, reader)?).map_err(|_| ModelError::Damaged)?;
            if lists == 0 || key >> KEY_BITS != 0 {
                return Err(ModelError::Damaged);
            }
            entries.push((key, lists));
        }
        Ok(Self::from_sorted(closed, entries.into_iter()))
    }
}

/// Looks at the words of one sentence, its gazetteer matches included.
pub fn look_at<'a>(texts: impl Iterator<Item = &'a str>, lexicon: &Lexicon, words: &mut Vec<Word>) {
    let mut buffer = String::with_capacity(MAX_BYTES);
    words.clear();
    words.extend(texts.map(|text| Word::new(text, &lexicon.closed, &mut buffer)));
    lexicon.mark(words);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hash::hash_bytes;

    fn lexicon() -> Lexicon {
        let entry = |text: &str, list| (text.split(' ').map(|w| hash_bytes(w.as_bytes())).collect(), list);
        Lexicon::build(
            Closed::default(),
            [
                entry("york", List::City),
                entry("new york", List::City),
                entry("new york times", List::Outlet),
                entry("angela", List::GivenName),
            ]
            .into_iter(),
        )
    }

    fn marked(text: &str) -> Vec<Lists> {
        let mut words = Vec::new();
        look_at(text.split(' '), &lexicon(), &mut words);
        words.iter().map(|w| w.lists).collect()
    }

    #[test]
    fn the_longest_phrase_wins_and_single_words_are_still_told() {
        let lists = marked("New York Times and York");
        let outlet = 1 << List::Outlet as u16;
        assert_eq!([lists[0].phrase, lists[1].phrase, lists[2].phrase, lists[4].phrase], [outlet, outlet, outlet, 0]);
        assert_eq!(lists.iter().map(|l| l.position).collect::<Vec<_>>(), [1, 2, 3, 0, 0]);
        assert_eq!(lists[4].single, 1 << List::City as u16);
    }

    #[test]
    fn small_letters_match_no_list() {
        assert_eq!(marked("angela in new york"), [Lists::default(); 4]);
    }

    #[test]
    fn a_written_lexicon_reads_back() {
        let mut bytes = Vec::new();
        lexicon().write(&mut bytes);
        let mut reader = Reader::new(&bytes);
        let read = Lexicon::read(&mut reader, Closed::default()).expect("whole");
        assert_eq!((read.keys, read.lists), (lexicon().keys, lexicon().lists));
    }
}
