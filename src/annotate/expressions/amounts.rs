//! Money, percentages and quantities.

use super::decimal::Decimal;
use super::number::{self, Number};
use super::reader::{Found, Reader};
use super::words::{Unit, Word, coin, currency_sign};

/// "$3.5 billion", "£20m", "A$5", "500 million euros", "EUR 20", "Rs 40 crore", "20 cents", "millions of dollars".
pub(super) fn money(reader: &Reader, start: usize) -> Option<Found> {
    if let Some(found) = letter(reader, start).or_else(|| unnumbered(reader, start)) {
        return Some(found);
    }
    if let Some((currency, after)) = sign(reader, start) {
        let number = number::read(reader, after).filter(|number| number.digits)?;
        // "$5 Canadian", "$20 million US"
        let number = behind_dash(reader, number);
        return Some(Found::new(number.end, amount(number, currency)));
    }
    let number = behind_dash(reader, number::read(reader, start)?);
    if let Some(currency) = hundredths(reader, number.end) {
        return Some(Found::new(number.end + 1, format!("{} {currency}", number.value.hundredth()?)));
    }
    let (currency, end) = noun(reader, number.end)?;
    Some(Found::new(end, amount(number, currency)))
}

/// The currency that "cents" and "pence" are hundredths of.
fn hundredths(reader: &Reader, at: usize) -> Option<&'static str> {
    match &*reader.lower(at) {
        "cent" | "cents" => Some("USD"),
        "pence" => Some("GBP"),
        _ => None,
    }
}

/// "R500 million", "N1,200", "P5bn": a currency's letter that touches digits, as newspapers of its country write it. Only
/// large amounts: "R500" may be a road and "P5" a club of five.
fn letter(reader: &Reader, start: usize) -> Option<Found> {
    let text = reader.text(start);
    let currency = match text.chars().next()? {
        'R' => "ZAR",
        'N' => "NGN",
        'P' => "PHP",
        _ => return None,
    };
    let digits = &text[1..];
    let (number, suffix) = digits.split_at(digits.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(digits.len()));
    let value = Decimal::read(number)?;
    let scale = |word: &str| match super::words::word(word) {
        Some(Word::Scale(exponent)) => Some(exponent),
        _ => None,
    };
    if !suffix.is_empty() {
        return Some(Found::new(start + 1, format!("{} {currency}", value.shift(scale(&suffix.to_lowercase())?)?)));
    }
    match scale(&reader.lower(start + 1)) {
        Some(exponent) => Some(Found::new(start + 2, format!("{} {currency}", value.shift(exponent)?))),
        None => number.contains(',').then(|| Found::new(start + 1, format!("{value} {currency}"))),
    }
}

/// "millions of dollars", "a few hundred euros": money without an amount.
fn unnumbered(reader: &Reader, start: usize) -> Option<Found> {
    let scale = |at: usize| matches!(reader.word(at), Some(Word::Scale(_)));
    let plural = |at: usize| scale(at) && reader.text(at).ends_with('s');
    let mut at = start;
    if reader.is(at, "several") || reader.is(at, "a") && reader.is(at + 1, "few") {
        at += if reader.is(at, "several") { 1 } else { 2 };
        while scale(at) {
            at += 1;
        }
    } else {
        while plural(at) && reader.is(at + 1, "of") {
            at += 2;
        }
    }
    if at == start {
        return None;
    }
    noun(reader, at).map(|(_, end)| Found::new(end, None))
}

fn amount(number: Number, currency: &str) -> String {
    format!("{} {currency}", number.value)
}

/// "$3-billion": the scale behind a hyphen of its own.
fn behind_dash(reader: &Reader, number: Number) -> Number {
    match reader.word(number.end + 1) {
        Some(Word::Scale(exponent)) if reader.is_dash(number.end) && reader.touches(number.end) => {
            let value = number.value.shift(exponent);
            value.map_or(number, |value| Number { value, end: number.end + 2, ..number })
        }
        _ => number,
    }
}

/// A currency sign in front of a number, with the token behind it.
fn sign(reader: &Reader, start: usize) -> Option<(&'static str, usize)> {
    let text = reader.text(start);
    if let Some(currency) = currency_sign(text) {
        return Some((currency, start + 1));
    }
    // "A $" as two tokens that touch, "US$".
    if reader.touches(start) && reader.text(start + 1) == "$" {
        let joined = format!("{text}$");
        return currency_sign(&joined).map(|currency| (currency, start + 2));
    }
    let code = text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase());
    match reader.word(start) {
        Some(Word::Currency(currency)) if code => Some((currency, start + 1)),
        _ => None,
    }
}

/// A currency's noun behind a number, with the token behind it; weights ("pounds of") are no money.
fn noun(reader: &Reader, at: usize) -> Option<(&'static str, usize)> {
    let (country, at) = match reader.word(at) {
        Some(Word::Coinage(country)) => {
            let two_words = matches!(&*reader.lower(at), "hong" | "sri") || reader.is(at, "new");
            (Some(country), at + 1 + usize::from(two_words))
        }
        _ if reader.is(at, "new") && reader.is(at + 1, "zealand") => (Some("NZ"), at + 2),
        _ => (None, at),
    };
    let Some(Word::Currency(currency)) = reader.word(at) else { return None };
    let text = reader.text(at);
    let code = text.bytes().all(|b| b.is_ascii_uppercase());
    // Words that are something else too: "won", "try", "real", "rand".
    if matches!(&*reader.lower(at), "won" | "try" | "real" | "rub")
        && !code
        && country.is_none()
        && !scale_before(reader, at)
    {
        return None;
    }
    if reader.is(at, "pounds") && matches!(&*reader.lower(at + 1), "of" | "overweight") {
        return None;
    }
    Some((country.map_or(currency, |country| coin(country, currency)), at + 1))
}

fn scale_before(reader: &Reader, at: usize) -> bool {
    at > 0 && matches!(reader.word(at - 1), Some(Word::Scale(_)))
}

/// "5 %", "5.5 percent", "five per cent".
pub(super) fn percent(reader: &Reader, start: usize) -> Option<Found> {
    let number = number::read(reader, start)?;
    let end = match &*reader.lower(number.end) {
        "%" | "percent" | "pct" | "per-cent" => number.end + 1,
        "per" if reader.is(number.end + 1, "cent") => number.end + 2,
        _ => return None,
    };
    Some(Found::new(end, number.value.to_string()))
}

/// "10 miles", "20 square kilometres", "63-year-old"; durations are dates (see `dates`).
pub(super) fn quantity(reader: &Reader, start: usize) -> Option<Found> {
    if let Some(found) = age(reader, start) {
        return Some(found);
    }
    let number = number::read(reader, start)?;
    let mut at = number.end;
    if reader.is_dash(at) && reader.touches(at) {
        at += 1;
    }
    if reader.is(at, "percentage") && matches!(&*reader.lower(at + 1), "point" | "points") {
        return Some(Found::new(at + 2, format!("{} pp", number.value)));
    }
    let power = match &*reader.lower(at) {
        "square" | "sq" | "sq." => "2",
        "cubic" => "3",
        _ => "",
    };
    at += usize::from(!power.is_empty());
    let text = reader.text(at);
    let symbol = match reader.word(at)? {
        Word::Measure(symbol) => symbol,
        // "150 pounds of rice"
        Word::Currency("GBP") if reader.is(at, "pounds") => "lb",
        _ => return None,
    };
    // "m" and "in" are measures only as full words; a single letter would be too much of a guess.
    if text.len() < 2 {
        return None;
    }
    let mut end = at + 1;
    let mut unit = format!("{symbol}{power}");
    match (symbol, &*reader.lower(end)) {
        ("deg", "celsius" | "c") => (unit, end) = ("°C".to_owned(), end + 1),
        ("deg", "fahrenheit" | "f") => (unit, end) = ("°F".to_owned(), end + 1),
        ("km" | "mi", "per" | "an") if reader.is(end + 1, "hour") => (unit, end) = (format!("{unit}/h"), end + 2),
        _ => {}
    }
    Some(Found::new(end, format!("{} {unit}", number.value)))
}

/// "63-year-old", "a 14-mile run" as one token.
fn age(reader: &Reader, start: usize) -> Option<Found> {
    let text = reader.text(start);
    let (number, unit) = text.split_once('-')?;
    let value = Decimal::read(number).or_else(|| match super::words::word(&number.to_ascii_lowercase()) {
        Some(Word::Number(value)) => Some(Decimal::whole(value)),
        _ => None,
    })?;
    let unit = unit.split('-').next().unwrap_or(unit);
    let symbol = match super::words::word(unit)? {
        Word::Span(Unit::Year) if text.ends_with("-old") || text.ends_with("-olds") => "year",
        Word::Span(Unit::Month) if text.ends_with("-old") || text.ends_with("-olds") => "month",
        Word::Measure(symbol) => symbol,
        _ => return None,
    };
    Some(Found::new(start + 1, format!("{value} {symbol}")))
}
