//! Lists of words that every word of a text is looked up in.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

/// Words in lower case with what the list has of them.
///
/// Most words of a text are on none of the lists. Their length and three of their letters tell that of nine in ten, before
/// they are brought into lower case and hashed.
#[derive(Debug)]
pub(super) struct WordMap<V> {
    words: FxHashMap<Cow<'static, str>, V>,
    /// Which lengths and letters there are, one bit each.
    sieve: [u64; 1 << (PLACE_BITS - 6)],
}

/// Bits of the number that stands for a word's length and letters.
const PLACE_BITS: u32 = 15;

/// Longer words than any list has need no look.
const LONGEST: usize = 40;

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        WordMap { words: FxHashMap::default(), sieve: [0; 1 << (PLACE_BITS - 6)] }
    }
}

impl<V> WordMap<V> {
    /// Adds a word unless it is there, and gives what the list has of it.
    pub fn or_insert_with(&mut self, word: impl Into<Cow<'static, str>>, value: impl FnOnce() -> V) -> &mut V {
        let word = word.into();
        self.mark(&word);
        self.words.entry(word).or_insert_with(value)
    }

    /// Adds a word, or changes what the list has of it.
    pub fn insert(&mut self, word: impl Into<Cow<'static, str>>, value: V) {
        let word = word.into();
        self.mark(&word);
        self.words.insert(word, value);
    }

    fn mark(&mut self, word: &str) {
        if let Some(place) = place(word) {
            self.sieve[place / 64] |= 1 << (place % 64);
        }
    }

    /// Whether a word, in any case, may be on the list: where not, it certainly is none.
    #[inline]
    pub fn may_have(&self, word: &str) -> bool {
        place(word).is_none_or(|place| self.sieve[place / 64] >> (place % 64) & 1 == 1)
    }

    /// What the list has of a word in lower case.
    #[inline]
    pub fn get(&self, word: &str) -> Option<&V> {
        if self.may_have(word) { self.words.get(word) } else { None }
    }

    /// What the list has of a word in any case.
    #[inline]
    pub fn get_lowered(&self, word: &str) -> Option<&V> {
        if self.may_have(word) { self.look_up_lowered(word) } else { None }
    }

    #[inline(never)]
    fn look_up_lowered(&self, word: &str) -> Option<&V> {
        lowered(word, |lower| self.words.get(lower))
    }

    /// What the list has of all words, in no order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.words.values()
    }

    /// The same, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.words.values_mut()
    }
}

impl<V: Default> WordMap<V> {
    /// What the list has of a word, which is added where it is missing.
    pub fn entry(&mut self, word: impl Into<Cow<'static, str>>) -> &mut V {
        self.or_insert_with(word, V::default)
    }
}

/// The number of a word's length and of its first, middle and last letter, in any case; none for words that are not all ASCII,
/// whose lower case may have another length.
#[inline]
fn place(word: &str) -> Option<usize> {
    let bytes = word.as_bytes();
    let (first, last) = (bytes.first()?, bytes.last()?);
    if !word.is_ascii() {
        return None;
    }
    // This bit parts small letters from capitals.
    let letters = [first, &bytes[bytes.len() / 2], last].map(|byte| byte | 0x20);
    let all = u32::from_le_bytes([letters[0], letters[1], letters[2], bytes.len() as u8]);
    Some((all.wrapping_mul(0x9e37_79b1) >> (u32::BITS - PLACE_BITS)) as usize)
}

/// Looks up a word in lower case, with a straight apostrophe.
pub(super) fn lowered<T>(word: &str, look_up: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    if word.len() > LONGEST {
        return None;
    }
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return look_up(word);
    }
    if word.is_ascii() {
        let mut buffer = [0; LONGEST];
        let lower = &mut buffer[..word.len()];
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        return look_up(std::str::from_utf8(lower).expect("ASCII"));
    }
    // Quotation marks and dashes, which are frequent, but no apostrophes.
    if matches!(word.as_bytes(), [0xe2, 0x80, last] if *last != 0x99) {
        return look_up(word);
    }
    look_up(&word.to_lowercase().replace('’', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_and_others_seldom_looked_up() {
        let mut words = WordMap::default();
        for word in ["of", "n't", "über", "grandmother"] {
            words.insert(word, word.len());
        }
        let found = ["of", "OF", "N’T", "Über", "ÜBER", "GrandMother"].map(|word| words.get_lowered(word).copied());
        assert_eq!(found, [Some(2), Some(2), Some(3), Some(5), Some(5), Some(11)]);
        assert_eq!(["Of", "Grandmother", "", "on"].map(|word| words.get(word)), [None; 4]);
        assert_eq!(
            ["oF", "if", "grandmothers", "weather"].map(|word| words.may_have(word)),
            [true, false, false, false]
        );
    }
}
