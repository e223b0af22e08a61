//! Days and months: "Friday", "March 3", "3. März 2019", "Monday 21, Tuesday 22 and Sunday 27 July", "June 2019", "25/12/2018".
//!
//! Days in a list share the month and year that only one of them has. A day that does not exist ("31 February") has no
//! value.

use jiff::civil::Date;

use super::calendar::{self, Direction};
use super::date_parts::{day_number, ends_list, is_part_of_name, is_written_as_name, month_at, weekday_at, year_after};
use super::periods;
use super::pieces::{Found, Reader, term};
use super::tense::direction;
use super::weekdays::day_of_week;
use crate::languages::Meaning;

/// The most days that share a month.
const MOST_DAYS: usize = 8;

/// The dates that start at a piece, and the piece after them.
pub(super) fn dates(r: &Reader, start: usize) -> Option<(Vec<Found>, usize)> {
    let one = |found: Found| {
        let end = found.end;
        (vec![found], end)
    };
    if r.is_digits(start) {
        return numeric(r, start)
            .map(one)
            .or_else(|| day_list(r, start))
            .or_else(|| periods::starting_with_digits(r, start).map(one));
    }
    if !r.is_word(start) && !r.is_dash(start) {
        return periods::decade(r, start).map(one);
    }
    if r.continues(start) && r.is_word(start - 1) {
        return None;
    }
    day_list(r, start)
        .or_else(|| month_first(r, start, None))
        .or_else(|| weekday_and_month(r, start))
        .or_else(|| week_day(r, start).map(one))
        .or_else(|| relative_day(r, start).map(one))
        .or_else(|| periods::starting_with_word(r, start).map(one))
}

/// "2019-06-19", "19.06.2019", "06/19/2019": where day and month could be swapped the language's order decides.
fn numeric(r: &Reader, start: usize) -> Option<Found> {
    if r.glued(start) && start > 0 && !matches!(r.text(start - 1), "(" | "[" | "\"" | "“" | "„" | "«") {
        return None;
    }
    let first = r.text(start);
    let (parts, mark, end) = if first.matches('.').count() == 2 {
        (first.split('.').collect::<Vec<_>>(), ".", start + 1)
    } else {
        let mark = r.text(start + 1);
        let joined = matches!(mark, "-" | "/") && r.text(start + 3) == mark;
        if !joined || !(1..=4).all(|offset| r.glued(start + offset)) {
            return None;
        }
        (vec![first, r.text(start + 2), r.text(start + 4)], mark, start + 5)
    };
    if r.glued(end) && (r.is_digits(end) || r.is_word(end) || r.is_dash(end) || r.text(end) == "/") {
        return None;
    }
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.len() <= 4);
    let [a, b, c] = [number(parts[0])?, number(parts[1])?, number(parts[2])?];
    let date = |year: i16, month: i16, day: i16| {
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().map(calendar::day)
    };
    let value = match (parts[0].len(), parts[2].len(), mark) {
        (4, ..) => date(a, b, c),
        (1..=2, 4, ".") => date(c, b, a),
        (1..=2, 4, _) => match (date(c, a, b), date(c, b, a)) {
            (Some(value), None) | (None, Some(value)) => Some(value),
            (Some(month_first), Some(day_first)) => {
                // Where countries of a language differ, the day is not known.
                let is_day_first = r.words.is_known() && r.words.date_rules().month_first_hosts.is_empty();
                (is_day_first || month_first == day_first).then_some(day_first)
            }
            (None, None) => return None,
        },
        _ => return None,
    };
    (value.is_some() || parts[0].len() < 4).then(|| Found::date(start, end, value))
}

/// A day of a list: its weekday and number, and whether it ends a range that the day before it begins.
#[derive(Debug, Clone, Copy)]
struct Day {
    start: usize,
    end: usize,
    number: i8,
    /// 1 (Monday) to 7.
    weekday: Option<i8>,
    ends_range: bool,
}

/// A weekday, a comma and an article before a day's number: "Montag, den 3.", "lundi 3".
fn weekday_before(r: &Reader, at: usize) -> usize {
    let Some((_, end)) = weekday_at(r, at) else { return at };
    let comma = end + usize::from(r.text(end) == ",");
    r.skip(comma, Meaning::The)
}

/// "3 March 2019", "3rd of March", "12 and 13 August", "3 to 9 July", "Monday 21, Tuesday 22 and Sunday 27 July".
fn day_list(r: &Reader, start: usize) -> Option<(Vec<Found>, usize)> {
    let mut days: Vec<Day> = Vec::new();
    let mut at = start;
    let mut ends_range = false;
    let (month, month_end) = loop {
        let number_at = weekday_before(r, at);
        let (number, end) = day_number(r, number_at)?;
        let weekday = weekday_at(r, at).map(|(weekday, _)| weekday);
        days.push(Day { start: at, end, number, weekday, ends_range });
        if let Some(found) = month_at(r, r.skip(end, Meaning::DateLink)) {
            break found;
        }
        if days.len() == MOST_DAYS {
            return None;
        }
        (at, ends_range) = next_day(r, end)?;
    };
    Some(finish(r, days, month, month_end))
}

/// The piece after what joins two days of one month, and whether it is a range.
fn next_day(r: &Reader, end: usize) -> Option<(usize, bool)> {
    let (next, range) = match r.range(end) {
        Some(next) => (next, true),
        None if r.text(end) == "," => (r.skip(end + 1, Meaning::And), false),
        None => (r.has(end, Meaning::And)?, false),
    };
    // "vom 3. bis zum 9. Juli", "on the 3rd and the 4th"
    Some((r.skip(next, Meaning::The), range))
}

/// "March 3", "March 3-5, 2019", "June 3, 5 and 9", "March 2019", "March".
fn month_first(r: &Reader, start: usize, weekday: Option<i8>) -> Option<(Vec<Found>, usize)> {
    let (month, at) = month_at(r, start)?;
    if r.words.date_rules().month_before_day
        && !r.glued(at)
        && let Some((number, end)) = day_number(r, at)
    {
        let mut days = vec![Day { start, end, number, weekday, ends_range: false }];
        let mut last = end;
        while let Some((next, ends_range)) = next_day(r, last) {
            let Some((number, end)) = day_number(r, next).filter(|_| days.len() < MOST_DAYS) else { break };
            days.push(Day { start: next, end, number, weekday: None, ends_range });
            last = end;
        }
        // "On March 3, 5 people died": what counts something is no day.
        while days.len() > 1 && days.last().is_some_and(|day| !ends_list(r, day.end)) {
            days.pop();
        }
        let last = days.last().map_or(end, |day| day.end);
        return Some(finish(r, days, month, last));
    }
    month_alone(r, start, month, at).map(|found| {
        let end = found.end;
        (vec![found], end)
    })
}

/// "Monday, June 17, 2019"
fn weekday_and_month(r: &Reader, start: usize) -> Option<(Vec<Found>, usize)> {
    let at = weekday_before(r, start);
    let (_, month_end) = month_at(r, at).filter(|_| at > start)?;
    day_number(r, month_end)?;
    let (mut found, end) = month_first(r, at, weekday_at(r, start).map(|(weekday, _)| weekday))?;
    found.first_mut()?.start = start;
    Some((found, end))
}

/// "March 2019", "mars", "since March".
fn month_alone(r: &Reader, start: usize, month: i8, end: usize) -> Option<Found> {
    if let Some((year, end)) = year_after(r, end) {
        return Some(Found::date(start, end, calendar::month_of(Some(year), month)));
    }
    let ambiguous = r.term(start, |m| matches!(m, Meaning::AmbiguousMonth(_)).then_some(())).is_some();
    let announced = r.comes_after(start, Meaning::BeforeMonth);
    if !announced && (ambiguous || is_part_of_name(r, start, end)) {
        return None;
    }
    let year = year_of_range(r, end, |at| {
        let (other, at) = month_at(r, at)?;
        Some((other, year_after(r, at)?.0))
    })
    .filter(|(other, _)| *other >= month)
    .map(|(_, year)| year);
    let reference = r.doc.reference_date();
    let year = year.or_else(|| calendar::year_of(reference, month, None, direction(r, start, end)));
    Some(Found::date(start, end, calendar::month_of(year, month)))
}

/// What the other end of a range tells of its year.
fn year_of_range<T>(r: &Reader, end: usize, other: impl Fn(usize) -> Option<T>) -> Option<T> {
    let at = r.range(end).or_else(|| r.has(end, Meaning::And))?;
    other(r.skip(at, Meaning::The))
}

/// Takes in the year after the month, and gives the days' values.
fn finish(r: &Reader, days: Vec<Day>, month: i8, month_end: usize) -> (Vec<Found>, usize) {
    let start = days[0].start;
    let (year, end) = match year_after(r, month_end) {
        Some((year, end)) => (Some(year), end),
        None => (year_of_later_day(r, month_end, month), month_end),
    };
    let reference = r.doc.reference_date();
    let towards = if year.is_none() { direction(r, start, end) } else { Direction::Unknown };
    // "Friday 20 and Sunday 22 June": the weekdays tell the year before tense does.
    let told = || {
        let (weekday, number) = days.iter().find_map(|day| Some((day.weekday?, day.number)))?;
        calendar::year_of_weekday(reference?, month, number, weekday)
    };
    let year = year.or_else(told);
    let value = |day: i8| {
        let year = year.or_else(|| calendar::year_of(reference, month, Some(day), towards));
        calendar::day_of(year, month, day)
    };
    let last = days.len() - 1;
    let mut found: Vec<Found> = Vec::new();
    for (index, day) in days.iter().enumerate() {
        let day_end = if index == last { end.max(day.end) } else { day.end };
        match found.last_mut().filter(|_| day.ends_range) {
            Some(range) => {
                range.value = range.value.take().zip(value(day.number)).map(|(first, last)| format!("{first}/{last}"));
                range.end = day_end;
            }
            None => found.push(Found::date(day.start, day_end, value(day.number))),
        }
    }
    (found, end)
}

/// "28 June to 3 July 2018": the year that only the second day has.
fn year_of_later_day(r: &Reader, end: usize, month: i8) -> Option<i16> {
    year_of_range(r, end, |at| {
        let at = weekday_before(r, at);
        let (other, end) = match day_number(r, at) {
            Some((_, end)) => month_at(r, r.skip(end, Meaning::DateLink))?,
            None => {
                let (other, end) = month_at(r, at)?;
                (other, day_number(r, end)?.1)
            }
        };
        let (year, _) = year_after(r, end)?;
        (other >= month).then_some(year)
    })
}

/// "Friday", "Friday morning", "lundi dernier", "Monday 21".
fn week_day(r: &Reader, start: usize) -> Option<Found> {
    if let Some(end) = r.has(start, Meaning::EveryWeekday).filter(|_| is_written_as_name(r, start)) {
        return Some(Found::date(start, r.skip(end, Meaning::PartOfDay), None));
    }
    let (weekday, end) = weekday_at(r, start)?;
    if is_part_of_name(r, start, end) {
        return None;
    }
    Some(day_of_week(r, start, weekday, end, None))
}

/// "yesterday", "gestern Abend", "demain".
fn relative_day(r: &Reader, start: usize) -> Option<Found> {
    let (days, end) = term!(r, start, Meaning::Day(days) => days)?;
    // "la mañana", "am Morgen": after an article it is a part of the day.
    let the = (start.saturating_sub(2)..start).any(|the| r.has(the, Meaning::The) == Some(start));
    if the && r.has(start, Meaning::PartOfDay).is_some() {
        return None;
    }
    let end = r.skip(end, Meaning::PartOfDay);
    Some(Found::date(start, end, calendar::relative_day(r.doc.reference_date(), days)))
}
