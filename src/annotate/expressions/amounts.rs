//! Amounts: a number, what it counts, and the ranges of two that share a sign, a scale or a unit.
//!
//! One grammar for all languages: `[sign] number [scale] [unit]`, alone or twice with "to", a dash, "or", or "and" after
//! "between". What one side of a range lacks it takes from the other: "$3 to $5 million", "3-5m", "drei bis fünf Jahre".
//! Values of ranges are `3000000/5000000 USD`; a side that could be read in two ways leaves the range without a value.

use super::calendar;
use super::decimal::Decimal;
use super::number::{self, Number};
use super::pieces::{Found, Reader, term};
use crate::document::ExpressionType;
use crate::languages::{CalendarUnit, Meaning};

/// Numbers from here on are large enough to stand without a "million" beside one that has it.
const THOUSAND: u64 = 1000;

/// What a number counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Measure {
    /// A currency by its ISO code; `-` where it is not known which.
    Money(&'static str),
    /// Hundredths of it.
    Hundredth(&'static str),
    Percent,
    Unit(String),
    Span(CalendarUnit),
    /// "-year-old"
    Age(CalendarUnit),
}

/// One amount.
#[derive(Debug, Clone)]
pub(super) struct Side {
    start: usize,
    end: usize,
    number: Number,
    /// The currency whose sign stands before the number.
    sign: Option<&'static str>,
    measure: Option<Measure>,
}

impl Side {
    fn has_unit(&self) -> bool {
        self.sign.is_some() || self.measure.is_some()
    }

    fn measure(&self) -> Option<Measure> {
        self.sign.map(Measure::Money).or_else(|| self.measure.clone())
    }
}

/// What stands between the sides of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Dash,
    To,
    Or,
    /// "and" after "between".
    Between,
    /// Any other "and" or comma: no range, but a scale may be meant for both.
    List,
}

/// The amounts that start at a piece, and the piece after them; a number that is none ends without one.
pub(super) fn amount(r: &Reader, start: usize) -> Option<(Option<Found>, usize)> {
    let side = side(r, start, number::read)?;
    // After a dash digits go on with a number; anywhere else they would be the end of a name.
    if let Some((joint, at)) = joint(r, start, side.end)
        && let Some(other) = self::side(r, at, number::read_glued)
        && let Some(found) = shared(&side, joint, &other)
    {
        return Some(found);
    }
    if !side.has_unit() {
        if is_part_of_word(r, &side) {
            return Some((None, past_word(r, side.end)));
        }
        // "two thirds": of what is not told here.
        let hyphen = side.end + usize::from(r.is_hyphen(side.end));
        if let Some((_, end)) = r.term(hyphen, fraction).filter(|_| r.is_word(hyphen)) {
            return Some((None, end));
        }
    }
    let side = with_hundredths(r, side);
    let label = label(&side);
    Some((label.map(|(label, value)| Found::new(start, side.end, label, value)), side.end))
}

fn side(r: &Reader, start: usize, read: fn(&Reader, usize) -> Option<Number>) -> Option<Side> {
    if let Some((code, at)) = sign_before(r, start) {
        let number = number::read(r, at).filter(|number| number.digits)?;
        return Some(Side { start, end: number.end, number, sign: Some(code), measure: None });
    }
    if let Some(side) = letter_sign(r, start) {
        return Some(side);
    }
    let number = read(r, start)?;
    let (measure, end) = match measure(r, &number) {
        Some((measure, end)) => (Some(measure), end),
        None => (None, number.end),
    };
    Some(Side { start, end, number, sign: None, measure })
}

/// A currency's sign or code before digits, and the piece after it.
pub(super) fn sign_before(r: &Reader, start: usize) -> Option<(&'static str, usize)> {
    if r.glued(start) && r.is_word(start) && start > 0 && r.is_word(start - 1) {
        return None;
    }
    term!(r, start, Meaning::Sign(code) => code).filter(|&(_, end)| r.is_digits(end))
}

/// "R500 million", "N1,200", "P5bn", "COP 40 million": a currency's letter that touches digits, as newspapers of its country
/// write it, or a code that is a name, too. Only amounts of thousands: "R500" may be a road and "COP 29" a conference.
pub(super) fn letter_sign(r: &Reader, start: usize) -> Option<Side> {
    let (code, at) = term!(r, start, Meaning::LetterSign(code) => code)?;
    let letter = r.text(start).chars().count() == 1;
    if letter && !r.glued(at) || !r.is_digits(at) || r.glued(start) {
        return None;
    }
    let number = number::read_glued(r, at)?;
    // "R900,000", "R900 000"
    let groups = r.text(at).contains(',') || number.end > at + 1 && r.is_digits(number.end - 1);
    let grouped = groups && number.value.is_some_and(|value| !value.is_below(Decimal::whole(THOUSAND)));
    (number.scale >= THOUSAND || grouped).then_some(Side {
        start,
        end: number.end,
        number,
        sign: Some(code),
        measure: None,
    })
}

fn fraction(meaning: Meaning) -> Option<()> {
    matches!(meaning, Meaning::Fraction(..)).then_some(())
}

/// What a number counts, by the words after it.
pub(super) fn measure(r: &Reader, number: &Number) -> Option<(Measure, usize)> {
    let mut at = number.end;
    if r.is_hyphen(at) {
        at += 1;
        if let Some(end) = r.has(at, Meaning::Age) {
            return Some((Measure::Age(CalendarUnit::Year), end));
        }
    } else if r.has(at, Meaning::Age).is_some() && r.glued(at) {
        return Some((Measure::Age(CalendarUnit::Year), r.skip(at, Meaning::Age)));
    } else if number.scale >= THOUSAND
        && let Some(end) = r.has(at, Meaning::Of)
    {
        at = end;
    }
    let glued = r.glued(at) && at == number.end;
    // A single letter is a unit only where it touches digits, and then only of the units that are written so.
    let letter = r.text(at).chars().count() == 1 && r.is_word(at);
    if let Some(found) = money(r, number, at).filter(|_| !letter || glued) {
        return Some(found);
    }
    if let Some(end) = r.has(at, Meaning::Percent) {
        return Some((Measure::Percent, end));
    }
    let span = term!(r, at, Meaning::Span(unit) | Meaning::Spans(unit) => unit);
    // "three quarters" are parts rather than months.
    let parts = r.term(at, fraction).is_some();
    if let Some((unit, end)) = span.filter(|_| !(parts || glued && letter)) {
        // "63-year-old"
        if r.is_hyphen(end)
            && let Some(old) = r.has(end + 1, Meaning::Age)
            && !matches!(unit, CalendarUnit::Second | CalendarUnit::Minute | CalendarUnit::Hour)
        {
            return Some((Measure::Age(unit), old));
        }
        return Some((Measure::Span(unit), end));
    }
    unit(r, at)
}

/// A currency's noun or sign after a number; weights ("pounds of rice") are no money.
fn money(r: &Reader, number: &Number, at: usize) -> Option<(Measure, usize)> {
    let (measure, end) = term!(r, at, Meaning::Currency(code) | Meaning::Sign(code) => Measure::Money(code),
            Meaning::CurrencyAfterScale(code) if number.scale >= THOUSAND => Measure::Money(code),
            Meaning::Hundredth(code) => Measure::Hundredth(code))?;
    // "in 2019 $5": the sign belongs to the next number.
    let next_number = r.is_digits(end) && r.term(at, |m| matches!(m, Meaning::Sign(_)).then_some(())).is_some();
    let weight = r.has(end, Meaning::Of).is_some() && unit_word(r, at).is_some();
    (!weight && (!next_number || !r.glued(end))).then_some((measure, end))
}

fn unit_word(r: &Reader, at: usize) -> Option<(&'static str, usize)> {
    term!(r, at, Meaning::Unit(symbol) => symbol)
}

/// "square kilometres", "mètres carrés", "miles per hour", "km/h", "°C", "percentage points".
fn unit(r: &Reader, at: usize) -> Option<(Measure, usize)> {
    let before = term!(r, at, Meaning::Power(power) => power);
    let (symbol, mut end) = unit_word(r, before.map_or(at, |(_, end)| end))?;
    // A capital by itself is an initial or a list's letter unless it touches the number: "30C".
    let capital = r.text(end - 1).chars().count() == 1 && r.is_capitalised(end - 1);
    if capital && !r.glued(end - 1) {
        return None;
    }
    // Letters that touch the unit make another word of it.
    if r.glued(end) && (r.is_word(end) || r.text(end) == "/") {
        return None;
    }
    let mut power = before.map_or("", |(power, _)| power);
    if let Some((after, next)) = term!(r, end, Meaning::PowerAfter(power) => power) {
        (power, end) = (after, next);
    }
    Some((Measure::Unit(format!("{symbol}{power}")), end))
}

fn joint(r: &Reader, start: usize, end: usize) -> Option<(Joint, usize)> {
    if r.is_dash(end) && r.glued(end) == r.glued(end + 1) {
        return Some((Joint::Dash, end + 1));
    }
    if let Some(at) = r.has(end, Meaning::To) {
        return Some((Joint::To, at));
    }
    if let Some(at) = r.has(end, Meaning::Or) {
        return Some((Joint::Or, at));
    }
    if let Some(at) = r.has(end, Meaning::And) {
        let between = r.comes_after(start, Meaning::Between);
        return Some((if between { Joint::Between } else { Joint::List }, at));
    }
    (r.text(end) == ",").then_some((Joint::List, end + 1))
}

/// The range of two sides that share something; none where each stands for itself.
fn shared(a: &Side, joint: Joint, b: &Side) -> Option<(Option<Found>, usize)> {
    let sure = matches!(joint, Joint::Dash | Joint::Between);
    let measure = match (a.measure(), b.measure()) {
        (Some(own), Some(other)) if own == other => Some(own),
        (Some(_), Some(_)) => return None,
        // "$3-5 million", "£20 to 30 million"; a noun after the first number is not meant for the second.
        (Some(own), None) if a.sign.is_some() && (sure || b.number.scale >= THOUSAND && joint != Joint::List) => {
            Some(own)
        }
        (Some(_), None) => return None,
        // "3 to 5 percent"; a sign before the second number is not meant for the first.
        (None, Some(other)) if b.sign.is_none() => Some(other),
        (None, Some(_)) => return None,
        (None, None) => None,
    };
    let shares_scale = b.number.scale >= THOUSAND && a.number.scale == 1 && is_small(&a.number);
    let lower = matches!((mantissa(&a.number), mantissa(&b.number)), (Some(a), Some(b)) if !b.is_below(a));
    let shares_unit = !(a.has_unit() && b.has_unit());
    if joint == Joint::List {
        // "two and three million": whether the first are millions too is not told.
        return (shares_scale && lower && !a.has_unit()).then_some((None, a.end));
    }
    if !(shares_scale && lower) && (!shares_unit || measure.is_none()) {
        return None;
    }
    // "300 to 1.2 million dollars": the first is no number of millions, and of what it is one is not told.
    if shares_scale && !lower {
        return None;
    }
    let mut first = a.number.value;
    if shares_scale {
        first = first.and_then(|value| value.times(b.number.scale));
    }
    let second = b.number.value;
    // "£5-8,000": five or five thousand. "3m-5": three million to five, or to five million.
    let unsure = joint == Joint::Dash
        && (a.number.scale == 1 && b.number.scale == 1 && is_small(&a.number) && !is_small(&b.number)
            || a.number.scale > 1 && b.number.scale == 1);
    let values = first.zip(second).filter(|_| !unsure && !a.number.foreign && !b.number.foreign);
    let (label, value) = of(measure.as_ref(), values.map(|(first, second)| (first, Some(second))));
    Some((Some(Found::new(a.start, b.end, label, value)), b.end))
}

/// Whether a number is below a thousand.
fn is_small(number: &Number) -> bool {
    number.value.is_some_and(|value| value.is_below(Decimal::whole(THOUSAND)))
}

/// The number before its scale.
fn mantissa(number: &Number) -> Option<Decimal> {
    number.value.and_then(|value| value.divided(number.scale))
}

/// "five dollars and ten cents" as one amount.
fn with_hundredths(r: &Reader, side: Side) -> Side {
    let Some(Measure::Money(code)) = side.measure else { return side };
    let Some(at) = r.has(side.end, Meaning::And) else { return side };
    let Some(cents) = self::side(r, at, number::read) else { return side };
    let Some(Measure::Hundredth(_)) = cents.measure else { return side };
    let sum = side.number.value.zip(cents.number.value).and_then(|(coins, cents)| coins.plus(cents.hundredth()?));
    let number = Number { value: sum, ..side.number };
    Side { end: cents.end, number, measure: Some(Measure::Money(code)), ..side }
}

/// Whether a bare number is a part of a word or name, or what follows shows that it counts nothing: "3D", "747s", "5-4".
fn is_part_of_word(r: &Reader, side: &Side) -> bool {
    let end = side.end;
    r.glued(end) && (r.is_word(end) || r.is_dash(end) && r.glued(end + 1))
}

/// The piece after all that touches a number.
fn past_word(r: &Reader, mut at: usize) -> usize {
    while r.glued(at) {
        at += 1;
    }
    at
}

fn label(side: &Side) -> Option<(ExpressionType, Option<String>)> {
    let measure = side.measure();
    let number = &side.number;
    if measure.is_none() && (number.is_one && !number.digits || number.foreign || number.value.is_none()) {
        return None;
    }
    Some(of(measure.as_ref(), number.value.map(|value| (value, None))))
}

/// The type and value of one number or of two.
pub(super) fn of(
    measure: Option<&Measure>,
    values: Option<(Decimal, Option<Decimal>)>,
) -> (ExpressionType, Option<String>) {
    use ExpressionType::{Cardinal, Date, Money, Percent, Quantity};
    let joined = |one: &dyn Fn(Decimal) -> Option<String>| {
        let (first, second) = values?;
        match second {
            None => one(first),
            Some(second) => Some(format!("{}/{}", one(first)?, one(second)?)),
        }
    };
    let plain = |value: Decimal| Some(value.to_string());
    let with = |unit: &str| joined(&plain).map(|value| format!("{value} {unit}"));
    match measure {
        None => (Cardinal, joined(&plain)),
        Some(Measure::Percent) => (Percent, joined(&plain)),
        Some(Measure::Money("-")) | Some(Measure::Hundredth("-")) => (Money, None),
        Some(Measure::Money(code)) => (Money, with(code)),
        Some(Measure::Hundredth(code)) => {
            let value = joined(&|value| value.hundredth().map(|value| value.to_string()));
            (Money, value.map(|value| format!("{value} {code}")))
        }
        Some(Measure::Unit(unit)) => (Quantity, with(unit)),
        Some(Measure::Age(unit)) => (Quantity, with(unit.name())),
        Some(Measure::Span(unit)) => (Date, joined(&|value| calendar::duration(value, *unit))),
    }
}
