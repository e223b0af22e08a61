//! Numbers in digits and words: "3.5 million", "twenty-five", "two hundred and six", "half a million", "20m".

use super::decimal::Decimal;
use super::reader::Reader;
use super::words::{Word, word};

/// A number and the token behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) value: Decimal,
    pub(super) end: usize,
    /// Whether it is written in digits.
    pub(super) digits: bool,
}

/// The number that starts at a token.
pub(super) fn read(reader: &Reader, start: usize) -> Option<Number> {
    let text = reader.text(start);
    let first = text.chars().next()?;
    if first.is_ascii_digit() || first == '.' && text.len() > 1 {
        return in_digits(reader, start, text);
    }
    in_words(reader, start)
}

/// The largest power of ten that a letter behind digits may stand for, and how long it may be: "20m", "3.5bn".
fn glued_scale(suffix: &str) -> Option<u32> {
    let lower = suffix.trim_start_matches('-').to_ascii_lowercase();
    match word(&lower) {
        Some(Word::Scale(exponent)) => Some(exponent),
        _ => None,
    }
}

fn in_digits(reader: &Reader, start: usize, text: &str) -> Option<Number> {
    let split = text.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(text.len());
    let (digits, suffix) = text.split_at(split);
    let value = Decimal::read(digits.trim_end_matches(['.', ',']))?;
    // "$2-a-day"
    if suffix.starts_with("-a-") {
        return Some(Number { value, end: start + 1, digits: true });
    }
    if !suffix.is_empty() {
        let value = value.shift(glued_scale(suffix)?)?;
        return Some(Number { value, end: start + 1, digits: true });
    }
    let mut number = Number { value, end: start + 1, digits: true };
    // "1 1/2"
    if let Some(half) = vulgar_fraction(reader.text(number.end)) {
        number.value = number.value.plus(half)?;
        number.end += 1;
    }
    scaled(reader, number)
}

fn vulgar_fraction(text: &str) -> Option<Decimal> {
    Decimal::read(match text {
        "1/2" | "½" => "0.5",
        "1/4" | "¼" => "0.25",
        "3/4" | "¾" => "0.75",
        _ => return None,
    })
}

/// Takes in the powers of ten behind a number: "3.5 million", "40 lakh crore".
fn scaled(reader: &Reader, mut number: Number) -> Option<Number> {
    while let Some(Word::Scale(exponent)) = scale_at(reader, number.end) {
        match number.value.shift(exponent) {
            Some(value) => number = Number { value, end: number.end + 1, ..number },
            None => break,
        }
    }
    Some(number)
}

/// A power of ten as a word of its own; single letters count only where they touch the number ("20 m" is metres).
fn scale_at(reader: &Reader, token: usize) -> Option<Word> {
    let text = reader.text(token);
    let short = text.len() < 3;
    if short && !(token > 0 && reader.touches(token - 1)) && !matches!(text, "bn" | "tn" | "mn" | "cr") {
        return None;
    }
    // "hundreds of" is no power of ten behind a number.
    reader.word(token).filter(|word| matches!(word, Word::Scale(_)) && !text.ends_with('s'))
}

fn in_words(reader: &Reader, start: usize) -> Option<Number> {
    let mut at = start;
    // "half a million", "a million", "a dozen"
    let mut half = false;
    if reader.is(at, "half") && matches!(&*reader.lower(at + 1), "a" | "an") {
        half = true;
        at += 2;
    } else if matches!(&*reader.lower(at), "a" | "an") {
        at += 1;
        match reader.word(at)? {
            Word::Scale(_) | Word::Number(12) => {}
            _ => return None,
        }
    }
    let (mut total, mut part, mut seen) = (0u64, 0u64, false);
    if at > start {
        part = 1;
        if let Some(Word::Number(12)) = reader.word(at).filter(|_| reader.is(at, "dozen")) {
            part = 12;
            at += 1;
            seen = true;
        }
    }
    loop {
        let lower = reader.lower(at);
        match value_of(&lower) {
            Some(Word::Number(12)) if &*lower == "dozen" && seen => part *= 12,
            // "five six" are two numbers, "twenty five" is one.
            Some(Word::Number(value)) if part % 100 == 0 || part % 10 == 0 && value < 10 && part % 100 != 10 => {
                part += value
            }
            Some(Word::Scale(2)) if seen || at > start => part = part.max(1).checked_mul(100)?,
            Some(Word::Scale(exponent)) if (seen || at > start) && !lower.ends_with('s') && lower.len() > 2 => {
                total = total.checked_add(part.max(1).checked_mul(10u64.checked_pow(exponent)?)?)?;
                part = 0;
            }
            _ => {
                let joins = seen && &*lower == "and" && (part % 100 == 0 && part > 0 || total > 0 && part == 0);
                if joins && matches!(value_of(&reader.lower(at + 1)), Some(Word::Number(_))) {
                    at += 1;
                    continue;
                }
                break;
            }
        }
        seen = true;
        at += 1;
    }
    if !seen {
        return None;
    }
    let mut value = Decimal::whole(total.checked_add(part)?);
    if half {
        value = Decimal::whole(total.checked_add(part)? / 2);
    }
    Some(Number { value, end: at, digits: false })
}

/// A number word, hyphenated ones too: "twenty-five", "three-million".
fn value_of(lower: &str) -> Option<Word> {
    if let Some(found) = word(lower) {
        return Some(found).filter(|found| matches!(found, Word::Number(_) | Word::Scale(_)));
    }
    let (tens, ones) = lower.split_once('-')?;
    match (word(tens)?, word(ones)?) {
        (Word::Number(tens @ 20..), Word::Number(ones @ 1..10)) if tens % 10 == 0 => Some(Word::Number(tens + ones)),
        _ => None,
    }
}

/// A rank: "third", "3rd", "twenty-first".
pub(super) fn ordinal(text: &str, lower: &str) -> Option<u64> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let digits = lower
            .strip_suffix("st")
            .or(lower.strip_suffix("nd"))
            .or(lower.strip_suffix("rd"))
            .or(lower.strip_suffix("th"))?;
        return Decimal::read(digits)?.as_whole();
    }
    match word(lower) {
        Some(Word::Ordinal(rank)) => Some(rank),
        Some(_) => None,
        None => {
            let (tens, ones) = lower.split_once('-')?;
            match (word(tens)?, word(ones)?) {
                (Word::Number(tens @ 20..), Word::Ordinal(ones @ 1..10)) => Some(tens + ones),
                _ => None,
            }
        }
    }
}
