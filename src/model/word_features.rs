//! What the linear models see of a word: hashes of its form, its first and last letters and its shape.

use crate::model::Hash;

/// A word as features see it. Digits count as one another, curly quotation marks as straight ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct WordFeatures {
    /// Hash of the word as written.
    pub exact: u64,
    /// Hash of the word in lower case.
    pub lower: u64,
    /// Its last four bytes in lower case, the last one lowest.
    pub tail: u32,
    /// Its first four bytes in lower case, the first one lowest.
    pub head: u32,
    /// Letter case, digits and marks.
    pub shape: Shape,
}

/// Letter case, digits and marks of a word, as one number below 256.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Shape(pub u8);

impl Shape {
    const INITIAL: u8 = 1;
    const INNER: u8 = 2;
    const LOWER: u8 = 4;
    const DIGIT: u8 = 8;
    const HYPHEN: u8 = 16;
    const STOP: u8 = 32;
    const MARK: u8 = 64;
    const SINGLE: u8 = 128;
}

/// The longest word that is looked at whole; of a longer one the beginning and the length count.
const LONGEST: usize = 64;

impl WordFeatures {
    /// Looks at a word.
    pub fn new(word: &str) -> WordFeatures {
        let mut bytes = word.as_bytes();
        if !word.is_ascii() {
            match word {
                "\u{201c}" => bytes = b"``",
                "\u{201d}" => bytes = b"''",
                "\u{2018}" => bytes = b"`",
                "\u{2019}" => bytes = b"'",
                "\u{2013}" | "\u{2014}" => bytes = b"--",
                "\u{2026}" => bytes = b"...",
                _ => return WordFeatures::of_unicode(word),
            }
        }
        let mut exact = [0; LONGEST];
        let mut lower = [0; LONGEST];
        let length = bytes.len().min(LONGEST);
        let mut shape = 0;
        for (at, &byte) in bytes[..length].iter().enumerate() {
            shape |= class(byte, at);
            exact[at] = if byte.is_ascii_digit() { b'0' } else { byte };
            lower[at] = exact[at].to_ascii_lowercase();
        }
        WordFeatures::of(&exact[..length], &lower[..length], shape, bytes.len())
    }

    fn of_unicode(word: &str) -> WordFeatures {
        let mut exact = String::with_capacity(word.len());
        let mut lower = String::with_capacity(word.len());
        let mut shape = 0;
        for (at, c) in word.chars().take(LONGEST).enumerate() {
            let c = match c {
                '\u{2019}' => '\'',
                '\u{2010}' | '\u{2011}' => '-',
                c if c.is_numeric() => '0',
                c => c,
            };
            shape |= match c {
                c if c.is_ascii() => class(c as u8, at),
                c if c.is_uppercase() && at == 0 => Shape::INITIAL,
                c if c.is_uppercase() => Shape::INNER,
                c if c.is_alphabetic() => Shape::LOWER,
                _ => Shape::MARK,
            };
            exact.push(c);
            lower.extend(c.to_lowercase());
        }
        WordFeatures::of(exact.as_bytes(), lower.as_bytes(), shape, exact.len())
    }

    fn of(exact: &[u8], lower: &[u8], mut shape: u8, length: usize) -> WordFeatures {
        if length == 1 {
            shape |= Shape::SINGLE;
        }
        let few = |bytes: &mut dyn Iterator<Item = &u8>| bytes.fold(0, |number, &byte| number << 8 | u32::from(byte));
        let last = lower.last_chunk().map_or_else(|| few(&mut lower.iter()), |last| u32::from_be_bytes(*last));
        let first =
            lower.first_chunk().map_or_else(|| few(&mut lower.iter().rev()), |first| u32::from_le_bytes(*first));
        let seed = Hash::new(length as u64);
        let exact_hash = seed.with_bytes(exact).finish();
        let lower_hash = if exact == lower { exact_hash } else { seed.with_bytes(lower).finish() };
        WordFeatures { exact: exact_hash, lower: lower_hash, tail: last, head: first, shape: Shape(shape) }
    }

    /// The last `n` bytes (1 to 4), with `n` mixed in.
    pub fn suffix(&self, n: u32) -> u64 {
        u64::from(self.tail & mask(n)) | u64::from(n) << 32
    }

    /// The first `n` bytes (1 to 4), with `n` mixed in.
    pub fn prefix(&self, n: u32) -> u64 {
        u64::from(self.head & mask(n)) | u64::from(n) << 32
    }
}

fn mask(n: u32) -> u32 {
    u32::MAX >> (32 - 8 * n)
}

/// The part of a word's shape that a byte of it stands for.
fn class(byte: u8, at: usize) -> u8 {
    match CLASSES[usize::from(byte)] {
        Shape::INNER if at == 0 => Shape::INITIAL,
        class => class,
    }
}

/// What each byte stands for within a word.
static CLASSES: [u8; 256] = {
    let mut classes = [Shape::MARK; 256];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = match byte as u8 {
            b'A'..=b'Z' => Shape::INNER,
            b'a'..=b'z' => Shape::LOWER,
            b'0'..=b'9' => Shape::DIGIT,
            b'-' => Shape::HYPHEN,
            b'.' => Shape::STOP,
            _ => Shape::MARK,
        };
        byte += 1;
    }
    classes
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_mean_the_same_are_the_same() {
        assert_eq!(WordFeatures::new("1987"), WordFeatures::new("2024"));
        assert_eq!(WordFeatures::new("“"), WordFeatures::new("``"));
        assert_eq!(WordFeatures::new("n’t").lower, WordFeatures::new("n't").lower);
        assert_eq!(WordFeatures::new("Über").lower, WordFeatures::new("über").lower);
        assert_ne!(WordFeatures::new("Über").exact, WordFeatures::new("über").exact);
        assert_eq!(WordFeatures::new("Reported").suffix(2), WordFeatures::new("led").suffix(2));
        assert_ne!(WordFeatures::new("d").suffix(1), WordFeatures::new("ed").suffix(2));
        assert_ne!(WordFeatures::new("US").shape, WordFeatures::new("us").shape);
    }
}
