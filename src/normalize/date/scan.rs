//! Tokens of a date: numbers, words, marks.

use std::sync::LazyLock;

use super::words::{Meaning, meaning};
use crate::languages::{Wording, wording};

/// One token of a raw date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Decimal digits.
    Number {
        /// Their value; saturated when over nine digits.
        value: u32,
        /// How many there are.
        digits: usize,
    },
    /// Letters, lower case.
    Word(String),
    /// Anything else but white space.
    Mark(char),
}

impl Token {
    /// The value of a number of one or two digits.
    pub fn small(&self) -> Option<u32> {
        match self {
            Token::Number { value, digits: 1 | 2 } => Some(*value),
            _ => None,
        }
    }

    /// The value of a number of four digits.
    pub fn four(&self) -> Option<u32> {
        match self {
            Token::Number { value, digits: 4 } => Some(*value),
            _ => None,
        }
    }

    /// Whether it is a word that may mean this.
    pub fn means(&self, wanted: Meaning) -> bool {
        matches!(self, Token::Word(word) if meaning(word).contains(wanted))
    }

    /// The letters of a word, else nothing.
    pub fn word(&self) -> &str {
        match self {
            Token::Word(word) => word,
            _ => "",
        }
    }
}

/// Splits a text; a change between letters and digits or from small letters to a capital ends a token too
/// ("HealthDECEMBER", where two parts of a page touch), and each CJK letter stands alone.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let (mut gap, mut was_small) = (true, false);
    for c in text.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        let parted = gap || was_small && c.is_uppercase();
        let joined = if parted { None } else { tokens.last_mut() };
        (gap, was_small) = (false, c.is_lowercase());
        match (c.to_digit(10), joined) {
            (Some(d), Some(Token::Number { value, digits })) => {
                *value = value.saturating_mul(10).saturating_add(d);
                *digits += 1;
            }
            (Some(d), _) => tokens.push(Token::Number { value: d, digits: 1 }),
            (None, Some(Token::Word(word))) if c.is_alphabetic() && !is_unit(c) => word.extend(c.to_lowercase()),
            (None, Some(Token::Word(word))) if is_combining(c) => word.push(c),
            _ if c.is_alphabetic() => tokens.push(Token::Word(c.to_lowercase().collect())),
            _ => tokens.push(Token::Mark(c)),
        }
    }
    tokens
}

/// Year, month, day, hour, minute and second in Chinese, Japanese and Korean.
static UNITS: LazyLock<String> = LazyLock::new(|| wording(Wording::DateUnit).concat());

fn is_unit(c: char) -> bool {
    !c.is_ascii() && UNITS.contains(c)
}

/// The dot that lower-casing "İ" leaves, and vowel signs of Indic scripts.
fn is_combining(c: char) -> bool {
    matches!(u32::from(c), 0x300..=0x36f | 0x93a..=0x94f | 0x962..=0x963)
}
