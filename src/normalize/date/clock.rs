//! The time of day and the zone among the tokens of a date.

use std::ops::Range;

use jiff::civil::Date;

use super::scan::Token;
use super::words::{Meaning, Summer, meaning, zone};

/// A time of day as given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    /// 0 to 24; 24:00 is the end of the day (ISO 8601:2004, 4.2.3).
    pub hour: i8,
    /// 0 to 59.
    pub minute: i8,
    /// 0 to 59, when given.
    pub second: Option<i8>,
    /// Minutes east of UTC, when given.
    pub offset: Option<i32>,
}

/// The first time outside the tokens that name the day; none where that is an hour that does not exist.
pub fn find(tokens: &[Token], day: &Range<usize>, date: Date) -> Option<Time> {
    let after = (day.end..tokens.len()).map(|i| (i, tokens.len()));
    let before = (0..day.start).map(|i| (i, day.start));
    for (start, end) in after.chain(before) {
        let rest = &tokens[start..end];
        match read(rest, &tokens[..start], date) {
            Some(time) => return Some(time),
            // "25:00" is no time, and what follows its hour is none either.
            None if matches!(rest, [hour, Token::Mark(':'), minute, ..] if hour.small().is_some() && minute.small().is_some()) =>
            {
                return None;
            }
            None => {}
        }
    }
    None
}

fn read(tokens: &[Token], before: &[Token], date: Date) -> Option<Time> {
    let (mut hour, minute, second, mut used) = hours_and_minutes(tokens)?;
    if let Some((afternoon, length)) = half(&tokens[used..]).or_else(|| before.last().and_then(half_before)) {
        hour = match (hour, afternoon) {
            (12, false) => 0,
            (1..=11, true) => hour + 12,
            _ => hour,
        };
        used += length;
    }
    let part = |value: u32, limit: u32| (value < limit).then(|| i8::try_from(value).ok()).flatten();
    let second = match second {
        Some(second) => Some(part(second.min(59), 60)?),
        None => None,
    };
    let hour = if hour == 24 && minute == 0 && second.unwrap_or(0) == 0 { 24 } else { part(hour, 24)? };
    Some(Time { hour, minute: part(minute, 60)?, second, offset: offset(&tokens[used..], date) })
}

/// 08:00, 08:00:00.123, 8.30 (Uhr), 14h30, 080000, 8 p.m.
fn hours_and_minutes(tokens: &[Token]) -> Option<(u32, u32, Option<u32>, usize)> {
    if let Token::Number { value, digits: 6 } = tokens.first()? {
        return Some((value / 10_000, value / 100 % 100, Some(value % 100), 1));
    }
    let hour = tokens.first()?.small()?;
    if half(&tokens[1..]).is_some() || tokens.get(1).is_some_and(|token| token.means(Meaning::HOUR)) {
        return Some((hour, 0, None, 1));
    }
    let parted = match tokens.get(1)? {
        Token::Mark(':' | '.' | '：') => true,
        token => token.means(Meaning::HOUR_SIGN),
    };
    let minute = tokens.get(2).filter(|_| parted).filter(|t| matches!(t, Token::Number { digits: 2, .. }))?.small()?;
    match &tokens[3..] {
        [Token::Mark(':' | '.'), second @ Token::Number { digits: 2, .. }, rest @ ..] => {
            let fraction = match rest {
                [Token::Mark('.' | ','), Token::Number { .. }, ..] => 2,
                _ => 0,
            };
            Some((hour, minute, second.small(), 5 + fraction))
        }
        [unit, ..] if unit.means(Meaning::MINUTE) => Some((hour, minute, None, 4)),
        _ => Some((hour, minute, None, 3)),
    }
}

/// Whether "a.m." or "p.m." follows, and over how many tokens.
fn half(tokens: &[Token]) -> Option<(bool, usize)> {
    let (first, length) = match tokens {
        // With full stops between the letters it is the same word.
        [Token::Word(half), Token::Mark('.'), Token::Word(m), rest @ ..] if half.len() == 1 && m.len() == 1 => {
            (meaning(&format!("{half}{m}")), 3 + usize::from(rest.first() == Some(&Token::Mark('.'))))
        }
        [Token::Word(word), ..] => (meaning(word), 1),
        _ => return None,
    };
    first.intersects(Meaning::MORNING | Meaning::AFTERNOON).then_some((first.contains(Meaning::AFTERNOON), length))
}

/// The same in front of the hour, as in Korean, Japanese and Chinese.
fn half_before(token: &Token) -> Option<(bool, usize)> {
    let half = meaning(token.word());
    half.intersects(Meaning::MORNING_BEFORE | Meaning::AFTERNOON_BEFORE)
        .then_some((half.contains(Meaning::AFTERNOON_BEFORE), 0))
}

/// Minutes east of UTC: "+02:00", "-0400", "UTC+2", "(EDT)", "Z".
fn offset(tokens: &[Token], date: Date) -> Option<i32> {
    let skipped = tokens.iter().take(3).take_while(|t| is_between(t)).count();
    match &tokens[skipped..] {
        [Token::Word(word), rest @ ..] => {
            let named = named_zone(word, date)?;
            Some(if named == 0 { signed(rest).unwrap_or(0) } else { named })
        }
        rest => signed(rest),
    }
}

fn is_between(token: &Token) -> bool {
    match token {
        Token::Mark(c) => matches!(c, '(' | ',' | '.' | '['),
        token => token.means(Meaning::BEFORE_ZONE),
    }
}

fn signed(tokens: &[Token]) -> Option<i32> {
    let (Token::Mark(sign @ ('+' | '-' | '−')), number) = (tokens.first()?, tokens.get(1)?) else { return None };
    let (hours, minutes) = match *number {
        Token::Number { value, digits: 4 } => (value / 100, value % 100),
        Token::Number { value, digits: 1 | 2 } => match &tokens[2..] {
            [Token::Mark(':'), minutes, ..] => (value, minutes.small()?),
            _ => (value, 0),
        },
        _ => return None,
    };
    let total = i32::try_from(hours * 60 + minutes).ok().filter(|_| hours <= 14 && minutes < 60)?;
    Some(if *sign == '+' { total } else { -total })
}

/// Zones by the abbreviations that news uses.
fn named_zone(word: &str, date: Date) -> Option<i32> {
    let (minutes, summer) = zone(word)?;
    let is_summer = match summer {
        Summer::Fixed => false,
        Summer::UnitedStates => is_us_summer(date),
        Summer::EuropeanUnion => is_eu_summer(date),
    };
    Some(minutes + if is_summer { 60 } else { 0 })
}

/// From the second Sunday of March to the first Sunday of November (the rule since 2007).
fn is_us_summer(date: Date) -> bool {
    let sunday = |month: i8, nth: i8| {
        Date::new(date.year(), month, 1).ok()?.nth_weekday_of_month(nth, jiff::civil::Weekday::Sunday).ok()
    };
    matches!((sunday(3, 2), sunday(11, 1)), (Some(from), Some(to)) if date >= from && date < to)
}

/// From the last Sunday of March to the last Sunday of October.
fn is_eu_summer(date: Date) -> bool {
    let sunday =
        |month: i8| Date::new(date.year(), month, 1).ok()?.nth_weekday_of_month(-1, jiff::civil::Weekday::Sunday).ok();
    matches!((sunday(3), sunday(10)), (Some(from), Some(to)) if date >= from && date < to)
}
