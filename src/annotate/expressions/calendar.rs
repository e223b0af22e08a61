//! Dates to ISO 8601 and EDTF values, relative ones counted from the day of the article.
//!
//! EDTF (ISO 8601-2): `2019-06` a month, `199X` a decade, `18XX` a century, `2019-22` summer, `2019-35` the third
//! quarter, `2019-40` the first half, `2019-37` to `2019-39` the thirds of a year for "early", "mid" and "late", `XXXX-03-03` a day of an
//! unnamed year, `2019-03-03/2019-03-05` a range. Weeks are `2019-W24`, durations `P2Y`.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::decimal::Decimal;
use crate::languages::CalendarUnit as Unit;

/// Which way a date lies, as the words around it tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    /// The words fit both sides: a day that the side decides gets no value.
    Either,
    /// The words tell nothing.
    Unknown,
}

pub(super) fn day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

pub(super) fn month(date: Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}

/// A month of a year, or of one that is not known.
pub(super) fn month_of(year: Option<i16>, month: i8) -> String {
    year.map_or_else(|| format!("XXXX-{month:02}"), |year| format!("{year:04}-{month:02}"))
}

/// A day of a year, or of one that is not known; none where there is no such day.
pub(super) fn day_of(year: Option<i16>, month: i8, number: i8) -> Option<String> {
    match year {
        Some(year) => Date::new(year, month, number).ok().map(day),
        None => Date::new(2000, month, number).ok().map(|_| format!("XXXX-{month:02}-{number:02}")),
    }
}

/// A year.
pub(super) fn year(year: i16) -> String {
    format!("{year:04}")
}

/// A quarter, half, season or third of a year, by its EDTF code.
pub(super) fn part_of(year: i64, code: u64) -> String {
    format!("{year:04}-{code}")
}

/// The decade of a year.
pub(super) fn decade(year: u64) -> String {
    format!("{:03}X", year / 10)
}

/// A century by its rank.
pub(super) fn century(rank: u64) -> String {
    format!("{:02}XX", rank - 1)
}

/// A time of day.
pub(super) fn time(hour: u8, minutes: u8, utc: bool) -> String {
    format!("T{hour:02}:{minutes:02}{}", if utc { "Z" } else { "" })
}

fn week(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// The month or day named without a year: the one nearest to the reference, on the side that the words tell.
pub(super) fn year_of(reference: Option<Date>, month: i8, day: Option<i8>, direction: Direction) -> Option<i16> {
    let reference = reference?;
    let days = |year: i16| {
        // The middle of the month stands for a month.
        let date = Date::new(year, month, day.unwrap_or(15)).ok()?;
        Some(reference.until(date).ok()?.get_days())
    };
    let slack = if day.is_some() { 0 } else { 16 };
    let year = reference.year();
    let years = [year - 1, year, year + 1].into_iter();
    let fits = |distance: i32| match direction {
        Direction::Past => distance <= slack,
        Direction::Future => distance >= -slack,
        Direction::Either | Direction::Unknown => true,
    };
    years
        .filter_map(|year| Some((days(year)?, year)))
        .filter(|&(d, _)| fits(d))
        .min_by_key(|&(d, _)| (d.abs(), d))
        .map(|(_, year)| year)
}

/// The year, next to the reference, in which a day of a month falls on a weekday (1 to 7).
pub(super) fn year_of_weekday(reference: Date, month: i8, day: i8, weekday: i8) -> Option<i16> {
    let year = reference.year();
    [year, year + 1, year - 1]
        .into_iter()
        .find(|&year| Date::new(year, month, day).is_ok_and(|date| date.weekday().to_monday_one_offset() == weekday))
}

/// "Friday", "last Friday", "next Friday".
pub(super) fn weekday(
    reference: Option<Date>,
    weekday: i8,
    which: Option<i64>,
    direction: Direction,
) -> Option<String> {
    let reference = reference?;
    let target = Weekday::from_monday_one_offset(weekday).ok()?;
    let back = i64::from(target.until(reference.weekday()));
    let ahead = i64::from(reference.weekday().until(target));
    let days = match which {
        // News says "last Friday" of the one before today, "on Friday" of today too.
        Some(-1) => -if back == 0 { 7 } else { back },
        Some(1) => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        _ if direction == Direction::Future => ahead,
        _ if direction == Direction::Either && back != 0 => return None,
        _ => -back,
    };
    Some(day(reference.checked_add(days.days()).ok()?))
}

/// "today" and its like: days from the reference.
pub(super) fn relative_day(reference: Option<Date>, days: i64) -> Option<String> {
    Some(day(reference?.checked_add(days.days()).ok()?))
}

/// "last week", "next month", "this year", "last decade".
pub(super) fn relative(reference: Option<Date>, count: i64, unit: Unit) -> Option<String> {
    let reference = reference?;
    let year = i64::from(reference.year());
    Some(match unit {
        Unit::Day => day(reference.checked_add(count.days()).ok()?),
        Unit::Week => week(reference.checked_add(count.weeks()).ok()?),
        Unit::Weekend => {
            // The weekend of this week starts on its Saturday; last weekend is the one before.
            let saturday = i64::from(reference.weekday().until(Weekday::Saturday));
            let back = if reference.weekday() == Weekday::Sunday { -1 } else { saturday };
            let start = reference.checked_add((back + 7 * count).days()).ok()?;
            format!("{}/{}", day(start), day(start.tomorrow().ok()?))
        }
        Unit::Month => month(reference.checked_add(count.months()).ok()?),
        Unit::Quarter => {
            let quarters = year * 4 + i64::from(reference.month() - 1) / 3 + count;
            quarter(quarters.div_euclid(4), quarters.rem_euclid(4) + 1)
        }
        Unit::Year => format!("{:04}", year + count),
        Unit::Decade => format!("{:03}X", year.div_euclid(10) + count),
        Unit::Century => format!("{:02}XX", year.div_euclid(100) + count),
        Unit::HalfYear => {
            let halves = year * 2 + i64::from(reference.month() - 1) / 6 + count;
            format!("{:04}-{}", halves.div_euclid(2), 40 + halves.rem_euclid(2))
        }
        Unit::Hour | Unit::Minute | Unit::Second => return None,
    })
}

/// "two weeks ago", "three years later": the day, month or year that many units away.
pub(super) fn away(reference: Option<Date>, count: i64, unit: Unit) -> Option<String> {
    let date = reference?;
    Some(match unit {
        Unit::Week => day(date.checked_add(count.weeks()).ok()?),
        Unit::Day | Unit::Month | Unit::Year | Unit::Decade | Unit::Century | Unit::Quarter | Unit::HalfYear => {
            return relative(reference, count, unit);
        }
        Unit::Weekend | Unit::Hour | Unit::Minute | Unit::Second => return None,
    })
}

pub(super) fn quarter(year: i64, quarter: i64) -> String {
    format!("{year:04}-{}", 32 + quarter)
}

pub(super) fn season(reference: Option<Date>, season: u8, year: Option<i16>, which: Option<i64>) -> Option<String> {
    if let Some(year) = year {
        return Some(format!("{year:04}-{season}"));
    }
    let reference = reference?;
    // The month in which the season begins, on the northern half.
    let begins = i16::from(3 * (season - 21) + 3);
    let begun = i16::from(reference.month()) >= begins;
    let year = match which {
        Some(-1) if !begun || i16::from(reference.month()) < begins + 3 => reference.year() - 1,
        Some(1) if begun => reference.year() + 1,
        _ => reference.year(),
    };
    Some(format!("{year:04}-{season}"))
}

/// ISO duration: "P2Y", "PT3H", "P2.5Y"; none where the number is too large.
pub(super) fn duration(count: Decimal, unit: Unit) -> Option<String> {
    let (letter, times) = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => {
            let letter = match unit {
                Unit::Second => 'S',
                Unit::Minute => 'M',
                _ => 'H',
            };
            return Some(format!("PT{count}{letter}"));
        }
        Unit::Day | Unit::Weekend => ('D', 1),
        Unit::Week => ('W', 1),
        Unit::Month => ('M', 1),
        Unit::Quarter => ('M', 3),
        Unit::HalfYear => ('M', 6),
        Unit::Year => ('Y', 1),
        Unit::Decade => ('Y', 10),
        Unit::Century => ('Y', 100),
    };
    Some(format!("P{}{letter}", count.times(times)?))
}

/// The day of the month that falls on a weekday: the month nearest to the reference on the side that the words tell.
pub(super) fn weekday_of_month(reference: Date, weekday: i8, number: i8, direction: Direction) -> Option<Date> {
    let ahead = [0i64, 1, -1, 2, -2];
    let back = [0i64, -1, 1, -2, 2];
    let months = if direction == Direction::Future { ahead } else { back };
    months.into_iter().find_map(|months| {
        let month = reference.first_of_month().checked_add(months.months()).ok()?;
        let date = Date::new(month.year(), month.month(), number).ok()?;
        let fits = match direction {
            Direction::Future => date >= reference,
            Direction::Past => date <= reference,
            Direction::Either | Direction::Unknown => true,
        };
        (fits && date.weekday().to_monday_one_offset() == weekday).then_some(date)
    })
}

/// The quarter or half of the year that a number names without a year: the last that has begun, or the next one.
pub(super) fn part_of_year(reference: Option<Date>, code: u64, direction: Direction) -> Option<String> {
    let reference = reference?;
    let begins = match code {
        33..=36 => (code as i8 - 33) * 3 + 1,
        40..=41 => (code as i8 - 40) * 6 + 1,
        _ => return None,
    };
    let begun = reference.month() >= begins;
    let length = if code < 40 { 3 } else { 6 };
    let over = reference.month() >= begins + length;
    let year = match direction {
        Direction::Future if over => reference.year() + 1,
        Direction::Future => reference.year(),
        _ if begun => reference.year(),
        _ => reference.year() - 1,
    };
    Some(format!("{year:04}-{code}"))
}
