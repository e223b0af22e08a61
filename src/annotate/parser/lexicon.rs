//! What the parser sees of a word itself: a number for each frequent form, and for the others a class of words with
//! the same ending and shape.

use crate::model::Hash;
use crate::model::word_features::WordFeatures;

/// Number of "no word".
pub(crate) const NONE: u32 = 0;
/// Number of the root.
pub(crate) const ROOT: u32 = 1;
/// How many classes there are for the words that have no number of their own.
const CLASSES: u32 = 1024;
/// Number of the most frequent word; the others follow by frequency.
pub(crate) const FIRST_WORD: u32 = 2 + CLASSES;

/// The frequent words: hash of the lower-case form to number, in open addressing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexicon {
    /// Upper half of the hash, number; number 0 for a free place.
    places: Vec<(u32, u32)>,
    length: u32,
}

impl Lexicon {
    /// The lexicon of words given as hashes, the most frequent first.
    pub fn new(words: impl ExactSizeIterator<Item = u64>) -> Lexicon {
        let places = (2 * words.len()).next_power_of_two().max(2);
        let mut lexicon = Lexicon { places: vec![(0, NONE); places], length: words.len() as u32 };
        for (number, word) in words.enumerate() {
            let mut at = lexicon.place(word);
            while lexicon.places[at].1 != NONE {
                at = (at + 1) % places;
            }
            lexicon.places[at] = ((word >> 32) as u32, FIRST_WORD + number as u32);
        }
        lexicon
    }

    /// How many numbers there are, those of classes included.
    pub fn numbers(&self) -> u32 {
        FIRST_WORD + self.length
    }

    /// The number of a frequent word, given the hash of its lower-case form.
    #[inline]
    pub fn number(&self, word: u64) -> Option<u32> {
        let mut at = self.place(word);
        loop {
            match self.places[at] {
                (_, NONE) => return None,
                (check, number) if check == (word >> 32) as u32 => return Some(number),
                _ => at = (at + 1) % self.places.len(),
            }
        }
    }

    #[inline]
    fn place(&self, word: u64) -> usize {
        word as usize & (self.places.len() - 1)
    }
}

/// The number of a word's class: its last three letters and its shape.
#[inline]
pub(crate) fn class(form: &WordFeatures) -> u32 {
    let hash = Hash::new(2).with(form.suffix(3)).with(u64::from(form.shape.0)).finish();
    2 + (hash >> 32) as u32 % CLASSES
}
