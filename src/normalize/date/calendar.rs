//! The day among the tokens of a date.

use std::ops::Range;

use jiff::civil::Date;

use super::YEARS;
use super::months::month_named;
use super::scan::Token;
use super::words::{Meaning, meaning};
use crate::languages::Language;

/// Which comes first in a date of figures alone, such as 3/4/2019.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// 3 April, as in most of the world.
    DayFirst,
    /// March 4, as in the United States.
    MonthFirst,
}

impl DayOrder {
    /// The order in a language, where host name or declared language tell the country ("en-GB"). `en-US` says little: it
    /// is what content systems write by default.
    pub fn of(language: &str, declared: Option<&str>, domain: Option<&str>) -> Self {
        let region =
            declared.and_then(|tag| tag.trim().split(['-', '_']).nth(1)).unwrap_or_default().to_ascii_lowercase();
        let host = domain.and_then(|domain| domain.rsplit('.').next());
        let rules = Language::of(language).date_rules();
        let is_month_first = !rules.month_first_hosts.is_empty()
            && host.is_none_or(|host| rules.month_first_hosts.contains(&host))
            && !rules.day_first_regions.contains(&region.as_str());
        if is_month_first { DayOrder::MonthFirst } else { DayOrder::DayFirst }
    }
}

/// The first possible day and the tokens that name it.
pub fn find(tokens: &[Token], order: DayOrder) -> Option<(Date, Range<usize>)> {
    (0..tokens.len()).find_map(|start| {
        let rest = &tokens[start..];
        let (date, length) =
            compact(rest).or_else(|| figures(rest, order)).or_else(|| units(rest)).or_else(|| prose(rest))?;
        // "555-01-2019" is no date: a date of figures does not go on to the left.
        let is_tail = start >= 2
            && matches!(tokens[start - 1], Token::Mark('-' | '/'))
            && matches!(tokens[start - 2], Token::Number { .. });
        (!is_tail).then_some((date, start..start + length))
    })
}

fn day(year: u32, month: u32, day: u32) -> Option<Date> {
    let date = Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    YEARS.contains(&date.year()).then_some(date)
}

/// 20190619, and 20190619080000 whose time [`super::clock`] reads from the same token.
fn compact(tokens: &[Token]) -> Option<(Date, usize)> {
    match *tokens.first()? {
        Token::Number { value, digits: 8 } => Some((day(value / 10_000, value / 100 % 100, value % 100)?, 1)),
        _ => None,
    }
}

/// 2019-06-19, 19.6.2019, 6/19/2019, 19.06.19.
fn figures(tokens: &[Token], order: DayOrder) -> Option<(Date, usize)> {
    let [first, Token::Mark(mark @ ('-' | '/' | '.' | '‑' | '–')), second, Token::Mark(other), third, ..] = tokens
    else {
        return None;
    };
    if mark != other {
        return None;
    }
    let middle = second.small()?;
    if let (Some(year), Some(last)) = (first.four(), third.small()) {
        return Some((day(year, middle, last)?, 5));
    }
    let start = first.small()?;
    let year = match third {
        Token::Number { value, digits: 4 } => *value,
        // Two digits are a year only where nothing else is meant: "19.06.19", not "10-11-12".
        Token::Number { value, digits: 2 } if *mark != '-' => 2000 + value,
        _ => return None,
    };
    let day_first = *mark == '.' || order == DayOrder::DayFirst;
    let (one, two) = (day(year, middle, start), day(year, start, middle));
    Some((if day_first { one.or(two) } else { two.or(one) }?, 5))
}

/// 2019年6月19日, 2019년 6월 19일, 19 tháng 6 năm 2019.
fn units(tokens: &[Token]) -> Option<(Date, usize)> {
    match tokens {
        [year, Token::Word(y), month, Token::Word(m), date, ..]
            if meaning(y).contains(Meaning::YEAR) && meaning(m).contains(Meaning::MONTH) =>
        {
            Some((day(year.four()?, month.small()?, date.small()?)?, 5))
        }
        [date, Token::Word(m), month, rest @ ..] if meaning(m).contains(Meaning::MONTH_BEFORE) => {
            let skipped = fillers(rest);
            Some((day(rest.get(skipped)?.four()?, month.small()?, date.small()?)?, 4 + skipped))
        }
        _ => None,
    }
}

/// A month's name with a day and a year around it.
fn prose(tokens: &[Token]) -> Option<(Date, usize)> {
    let second = 1 + fillers(tokens.get(1..)?);
    let third = second + 1 + fillers(tokens.get(second + 1..)?);
    let parts = [tokens.first()?, tokens.get(second)?, tokens.get(third)?];
    let date = if let Some(month) = month_named(parts[0].word()) {
        day(parts[2].four()?, month, parts[1].small()?)
    } else {
        let month = month_named(parts[1].word())?;
        match parts[0].four() {
            Some(year) => day(year, month, parts[2].small()?),
            None => day(year_of(parts[2])?, month, parts[0].small()?),
        }
    };
    Some((date?, third + 1))
}

fn year_of(token: &Token) -> Option<u32> {
    token.four().or(match token {
        Token::Number { value, digits: 2 } => Some(2000 + value),
        _ => None,
    })
}

/// How many tokens between the parts of a date say nothing: "19th of June, 2019", "1er", "19 de junio de 2019".
fn fillers(tokens: &[Token]) -> usize {
    let is_filler = |token: &Token| match token {
        Token::Mark(c) => matches!(c, '.' | ',' | '-' | '/' | '\'' | '’' | 'º' | '°' | 'ª' | '،'),
        Token::Word(word) => meaning(word).contains(Meaning::FILLER),
        Token::Number { .. } => false,
    };
    tokens.iter().take(3).take_while(|t| is_filler(t)).count()
}
