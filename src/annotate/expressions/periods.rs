//! Spans of the calendar: "last week", "early 2020", "the 1990s", "Q3 2021", "XIXe siècle", "two years ago", "vor zwei Jahren".

use super::calendar::{self, Direction};
use super::date_parts::{month_at, weekday_at, year_at};
use super::number::{self, Number};
use super::pieces::{Found, Reader, term};
use super::tense::direction;
use super::weekdays::day_of_week;
use crate::languages::{CalendarUnit, Meaning, PatternPart};

/// Counts of spans from here on are no dates that news reckons from today.
const FAR_AWAY: u64 = 3000;

/// Periods that begin with digits: "2015-2018", "1990s", "19th century", "2 years ago".
pub(super) fn starting_with_digits(r: &Reader, start: usize) -> Option<Found> {
    years(r, start)
        .or_else(|| decade(r, start))
        .or_else(|| pattern(r, start))
        .or_else(|| counted(r, start))
        .or_else(|| century(r, start))
        .or_else(|| part_of_year(r, start))
}

/// Periods that begin with a word.
pub(super) fn starting_with_word(r: &Reader, start: usize) -> Option<Found> {
    pattern(r, start)
        .or_else(|| which(r, start))
        .or_else(|| span_with_which_after(r, start))
        .or_else(|| part_of(r, start))
        .or_else(|| season(r, start))
        .or_else(|| weekend(r, start))
        .or_else(|| century(r, start))
        .or_else(|| part_of_year(r, start))
        .or_else(|| lettered_quarter(r, start))
        .or_else(|| decade(r, start))
        .or_else(|| counted(r, start))
}

fn span_at(r: &Reader, at: usize) -> Option<(CalendarUnit, bool, usize)> {
    let found = term!(r, at, Meaning::Span(unit) => (unit, false), Meaning::Spans(unit) => (unit, true));
    found.map(|((unit, plural), end)| (unit, plural, end))
}

fn which_at(r: &Reader, at: usize) -> Option<(i64, usize)> {
    term!(r, at, Meaning::Which(which) => which)
}

fn which_after(r: &Reader, at: usize) -> Option<(i64, usize)> {
    term!(r, at, Meaning::WhichAfter(which) => which)
}

/// "last week", "next Friday", "this summer", "the past two years".
fn which(r: &Reader, start: usize) -> Option<Found> {
    let (which, at) = which_at(r, start)?;
    let reference = r.doc.reference_date();
    if let Some((weekday, end)) = weekday_at(r, at) {
        return Some(day_of_week(r, start, weekday, end, Some(which)));
    }
    if let Some((month, end)) = month_at(r, at) {
        let year = year_at(r, end);
        let end = end + usize::from(year.is_some());
        let year = year.or_else(|| calendar::year_of(reference, month, None, side(which)));
        return Some(Found::date(start, end, year.map(|year| calendar::month_of(Some(year), month))));
    }
    if let Some((season, end)) = season_at(r, at) {
        return Some(Found::date(start, end, calendar::season(reference, season, None, Some(which))));
    }
    if let Some((unit, plural, end)) = span_at(r, at) {
        return (!is_of_clock(unit)).then(|| {
            // "last weeks": how many is not told.
            Found::date(start, end, if plural { None } else { calendar::relative(reference, which, unit) })
        });
    }
    if let Some(end) = r.has(at, Meaning::PartOfDay) {
        return Some(Found::date(start, end, calendar::relative_day(reference, which)));
    }
    let number = number::read(r, at)?;
    let (unit, _, end) = span_at(r, number.end)?;
    Some(Found::date(start, end, number.value.and_then(|value| calendar::duration(value, unit))))
}

fn side(which: i64) -> Direction {
    match which {
        -1 => Direction::Past,
        1 => Direction::Future,
        _ => Direction::Unknown,
    }
}

fn is_of_clock(unit: CalendarUnit) -> bool {
    matches!(unit, CalendarUnit::Second | CalendarUnit::Minute | CalendarUnit::Hour)
}

/// "la semaine dernière", "el mes pasado", "l'été prochain", "em março passado".
fn span_with_which_after(r: &Reader, start: usize) -> Option<Found> {
    let reference = r.doc.reference_date();
    if let Some((unit, plural, at)) = span_at(r, start) {
        let (which, end) = which_after(r, at)?;
        let value = if plural { None } else { calendar::relative(reference, which, unit) };
        return (!is_of_clock(unit)).then(|| Found::date(start, end, value));
    }
    let (season, at) = season_at(r, start)?;
    let (which, end) = which_after(r, at)?;
    Some(Found::date(start, end, calendar::season(reference, season, None, Some(which))))
}

/// A phrase of the pack that counts spans from today: "N SPAN ago", "il y a N SPAN".
fn pattern(r: &Reader, start: usize) -> Option<Found> {
    let number_at = |at: usize| count(r, r.skip(at, Meaning::About));
    // Most patterns begin with a number, and it is the same one.
    let first = std::cell::LazyCell::new(|| number_at(start));
    for pattern in r.words.terms().patterns() {
        let mut at = start;
        let (mut number, mut span) = (None, None);
        let matches = pattern.parts.iter().all(|part| {
            let end = match part {
                PatternPart::Word(word) => r.is(at, word).then_some(at + 1),
                PatternPart::Span => span_at(r, at).map(|(unit, _, end)| {
                    span = Some(unit);
                    end
                }),
                PatternPart::Number => {
                    let found = if at == start { *first } else { number_at(at) };
                    found.map(|found| {
                        number = Some(found);
                        found.end
                    })
                }
            };
            if let Some(end) = end {
                at = end;
            }
            end.is_some()
        });
        if let (true, Some(number), Some(unit)) = (matches, number, span) {
            let count = number.value.and_then(|value| value.as_whole()).filter(|count| *count < FAR_AWAY);
            let reference = r.doc.reference_date();
            let value = count.and_then(|count| calendar::away(reference, pattern.side * count as i64, unit));
            return Some(Found::date(start, at, value));
        }
    }
    None
}

/// How many spans: a number, an article, or a word for a number that is not told.
fn count(r: &Reader, at: usize) -> Option<Number> {
    number::read(r, at).or_else(|| r.has(at, Meaning::Article).map(number::one))
}

/// "six months", "a decade", "two years later", "les deux dernières années".
fn counted(r: &Reader, start: usize) -> Option<Found> {
    let number = count(r, start)?;
    let hyphen = usize::from(r.is_hyphen(number.end));
    let (which, at) = which_at(r, number.end + hyphen).map_or((false, number.end + hyphen), |(_, end)| (true, end));
    let (unit, _, end) = span_at(r, at)?;
    let value = number.value.and_then(|value| calendar::duration(value, unit));
    if which {
        return Some(Found::date(start, end, value));
    }
    if let Some(end) = r.has(end, Meaning::Later) {
        return Some(Found::date(start, end, None));
    }
    if r.has(end, Meaning::Age).is_some() || r.is_hyphen(end) {
        return None;
    }
    // "a day" is mostly a rate ("$5 a day") or idle; "for a day" and "more than a decade" are spans of time.
    let long = matches!(unit, CalendarUnit::Decade | CalendarUnit::Century);
    let is_span = !number.is_one || number.digits || long || r.comes_after(start, Meaning::BeforeDuration);
    let fraction_too = r.term(at, |m| matches!(m, Meaning::Fraction(..)).then_some(())).is_some();
    // A range is left to the amounts; "three quarters" are parts rather than months.
    (is_span && hyphen == 0 && !fraction_too).then(|| Found::date(start, end, value))
}

/// "early 2020", "late last year", "mid-June", "début mars", "Anfang der 1990er".
fn part_of(r: &Reader, start: usize) -> Option<Found> {
    let (part, after) = term!(r, start, Meaning::Part(part) => part)?;
    let hyphen = if r.is_dash(after) { after + 1 } else { after };
    let at = r.skip(r.skip(hyphen, Meaning::DateLink), Meaning::The);
    if let Some(year) = year_at(r, at) {
        return Some(Found::date(start, at + 1, calendar::part_of(i64::from(year), 37 + u64::from(part))));
    }
    if let Some((month, end)) = month_at(r, at) {
        let year = r.skip(end, Meaning::DateLink);
        let (year, end) = match year_at(r, year) {
            Some(found) => (Some(found), year + 1),
            None => (calendar::year_of(r.doc.reference_date(), month, None, direction(r, start, end)), end),
        };
        return Some(Found::date(start, end, year.map(|year| calendar::month_of(Some(year), month))));
    }
    let found = which(r, at)
        .or_else(|| span_with_which_after(r, at))
        .or_else(|| season(r, at))
        .or_else(|| decade(r, at))
        .or_else(|| weekday_at(r, at).map(|(weekday, end)| day_of_week(r, start, weekday, end, None)))?;
    Some(Found { start, ..found })
}

fn season_at(r: &Reader, at: usize) -> Option<(u8, usize)> {
    term!(r, at, Meaning::Season(season) => season)
}

/// "summer 2019", "the summer of 2019"; a season alone is no date.
fn season(r: &Reader, start: usize) -> Option<Found> {
    let (season, end) = season_at(r, start)?;
    let at = r.skip(end, Meaning::DateLink);
    let year = year_at(r, at)?;
    Some(Found::date(start, at + 1, calendar::season(None, season, Some(year), None)))
}

/// "over the weekend": the last one or the next, as the verb has it.
fn weekend(r: &Reader, start: usize) -> Option<Found> {
    let (unit, plural, end) = span_at(r, start)?;
    let the = (start.saturating_sub(2)..start).any(|the| r.has(the, Meaning::The) == Some(start));
    if unit != CalendarUnit::Weekend || plural || !the {
        return None;
    }
    let reference = r.doc.reference_date();
    let value = match direction(r, start, end) {
        Direction::Past => calendar::relative(reference, -1, unit),
        Direction::Future => calendar::relative(reference, 0, unit),
        Direction::Either | Direction::Unknown => None,
    };
    Some(Found::date(start, end, value))
}

/// "2019", "2015-2019", "2015-16": bare years.
fn years(r: &Reader, start: usize) -> Option<Found> {
    if r.glued(start) && start > 0 && (r.is_word(start - 1) || matches!(r.text(start - 1), "." | "," | ":" | "/" | "#"))
    {
        return None;
    }
    let first = year_at(r, start)?;
    let range = r.range(start + 1).or_else(|| (r.text(start + 1) == "/" && r.glued(start + 2)).then_some(start + 2));
    if let Some(at) = range {
        let close = r.glued(start + 1) && r.glued(at);
        let last = match r.text(at).len() {
            4 => year_at(r, at),
            2 if close && r.is_digits(at) && !r.glued(at + 1) => {
                r.text(at).parse::<i16>().ok().map(|last| first / 100 * 100 + last)
            }
            _ => None,
        };
        if let Some(last) = last.filter(|last| *last > first && (close || is_dated(r, start) || r.is_dash(start + 1))) {
            return Some(Found::date(start, at + 1, format!("{}/{}", calendar::year(first), calendar::year(last))));
        }
        if close {
            return None;
        }
    }
    // "2019's" is a year, "747s" is not.
    if r.glued(start + 1) && (r.is_digits(start + 1) || r.is_dash(start + 1) || r.text(start + 1) == "/") {
        return None;
    }
    (is_dated(r, start) || !counts_what_follows(r, start)).then(|| Found::date(start, start + 1, calendar::year(first)))
}

/// Whether a preposition of years, or a bracket, stands before a number.
fn is_dated(r: &Reader, at: usize) -> bool {
    let measured = super::amounts::measure(r, &number::plain(at + 1)).is_some();
    !measured && (r.comes_after(at, Meaning::BeforeYear) || at > 0 && r.text(at - 1) == "(" && r.text(at + 1) == ")")
}

/// Whether a number of four digits counts things: "2000 people". Where there are no parts of speech to tell, it does
/// unless a preposition of years stands before it.
fn counts_what_follows(r: &Reader, at: usize) -> bool {
    let Some(next) = r.pieces.get(at + 1) else { return !r.doc.syntax.is_tagged() };
    let measured = super::amounts::measure(r, &number::plain(at + 1)).is_some()
        || r.term(at + 1, |m| matches!(m, Meaning::Scale(_) | Meaning::Zone(_)).then_some(())).is_some();
    let hour = r.has(at + 1, Meaning::HourMark).is_some();
    measured
        || hour
        || if r.doc.syntax.is_tagged() {
            let tag = r.doc.syntax.tag(next.token);
            tag.is_common_noun() && tag.is_plural_noun()
        } else {
            true
        }
}

/// "1990s", "'90s", "années 1990", "90er", "los años noventa".
pub(super) fn decade(r: &Reader, start: usize) -> Option<Found> {
    if let Some((tens, end)) = term!(r, start, Meaning::DecadeNamed(tens) => tens) {
        return Some(Found::date(start, end, short_decade(u64::from(tens) * 10)));
    }
    let announced = r.has(start, Meaning::DecadeBefore);
    let apostrophe = matches!(r.text(start), "'" | "’" | "‘");
    let mut at = announced.unwrap_or(start + usize::from(apostrophe));
    if announced.is_some() {
        at = r.skip(at, Meaning::The);
        at += usize::from(matches!(r.text(at), "'" | "’" | "‘") && r.glued(at + 1));
    }
    let text = r.text(at);
    let suffix = r.has(at + 1, Meaning::DecadeAfter).filter(|_| r.glued(at + 1));
    let round = r.is_digits(at) && text.ends_with('0');
    match (text.len(), suffix) {
        (4, Some(end)) if round && text.starts_with(['1', '2']) => {
            Some(Found::date(start, end, long_decade(text.parse().ok()?)))
        }
        (4, None) if round && announced.is_some() && year_at(r, at).is_some() => {
            Some(Found::date(start, at + 1, calendar::decade(text.parse().ok()?)))
        }
        (2, Some(end)) if round => Some(Found::date(start, end, short_decade(text.parse().ok()?))),
        (2, None) if round && announced.is_some() && !r.glued(at + 1) => {
            Some(Found::date(start, at + 1, short_decade(text.parse().ok()?)))
        }
        _ if announced.is_some() && !r.is_digits(at) => {
            let number = number::read(r, at)?;
            let years =
                number.value?.as_whole().filter(|years| years.is_multiple_of(10) && (20..100).contains(years))?;
            Some(Found::date(start, number.end, short_decade(years)))
        }
        _ => None,
    }
}

/// "the 1900s" are mostly the century, "the 2000s" mostly the decade.
fn long_decade(year: u64) -> String {
    if year.is_multiple_of(100) && year / 100 != 20 {
        calendar::century(year / 100 + 1)
    } else {
        calendar::decade(year)
    }
}

/// The decade of two digits; the twenties and before are those of either century.
fn short_decade(years: u64) -> Option<String> {
    (years >= 30).then(|| calendar::decade(1900 + years))
}

/// "19th century", "twentieth-century", "XIXe siècle", "siglo XIX".
fn century(r: &Reader, start: usize) -> Option<Found> {
    let (rank, end) = match r.has(start, Meaning::CenturyBefore) {
        Some(at) => (roman(r.text(at))?, at + 1),
        None => {
            let (rank, at) = number::rank(r, start).or_else(|| {
                let text = r.text(start);
                let digits = text.trim_end_matches(|c: char| !matches!(c, 'I' | 'V' | 'X'));
                let suffix = &text[digits.len()..];
                let ranked = suffix.is_empty() || r.words.terms().is(suffix, Meaning::OrdinalSuffix);
                Some((roman(digits).filter(|_| ranked)?, start + 1))
            })?;
            let at = if r.is_dash(at) { at + 1 } else { at };
            (rank, r.has(at, Meaning::Century)?)
        }
    };
    (1..=22).contains(&rank).then(|| Found::date(start, end, calendar::century(rank)))
}

/// A Roman number of centuries: I to XXX.
fn roman(text: &str) -> Option<u64> {
    let digit = |c: char| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        _ => None,
    };
    let digits: Vec<u64> = text.chars().map(digit).collect::<Option<_>>()?;
    let value = |at: usize| {
        let smaller = digits.get(at + 1).is_some_and(|next| *next > digits[at]);
        if smaller { -(digits[at] as i64) } else { digits[at] as i64 }
    };
    let sum: i64 = (0..digits.len()).map(value).sum();
    u64::try_from(sum).ok().filter(|sum| (1..=30).contains(sum))
}

/// "third quarter of 2021", "first half of last year", "im zweiten Quartal".
fn part_of_year(r: &Reader, start: usize) -> Option<Found> {
    let (rank, at) = number::rank(r, start)?;
    let at = at + usize::from(r.is_hyphen(at));
    let (unit, plural, end) = span_at(r, at)?;
    let code = match unit {
        CalendarUnit::Quarter if (1..=4).contains(&rank) => 32 + rank,
        CalendarUnit::HalfYear if (1..=2).contains(&rank) => 39 + rank,
        _ => return None,
    };
    (!plural).then_some(())?;
    if let Some(found) = of_year(r, start, end, code) {
        return Some(found);
    }
    // "the first half" and "the second quarter" may be a game's; a word that is no fraction ("Quartal") is the year's.
    let fraction = r.term(at, |m| matches!(m, Meaning::Fraction(..)).then_some(())).is_some();
    let of_year = !fraction || unit == CalendarUnit::Quarter && r.speaks_of_business;
    of_year.then(|| {
        Found::date(start, end, calendar::part_of_year(r.doc.reference_date(), code, direction(r, start, end)))
    })
}

/// The year of a quarter or half: "of 2021", "2021", "of last year", "de l'année dernière".
fn of_year(r: &Reader, start: usize, end: usize, code: u64) -> Option<Found> {
    let link = r.skip(end, Meaning::DateLink);
    if let Some(year) = year_at(r, link) {
        return Some(Found::date(start, link + 1, calendar::part_of(i64::from(year), code)));
    }
    let relative = |which: i64, end: usize| {
        let year = r.doc.reference_date().map(|reference| i64::from(reference.year()) + which);
        Found::date(start, end, year.map(|year| calendar::part_of(year, code)))
    };
    let is_year = |at: usize| span_at(r, at).filter(|(unit, plural, _)| *unit == CalendarUnit::Year && !plural);
    if let Some((which, at)) = which_at(r, link)
        && let Some((_, _, end)) = is_year(at)
    {
        return Some(relative(which, end));
    }
    let the = r.skip(link, Meaning::The);
    let (_, _, at) = is_year(the).filter(|_| the > end)?;
    let (which, end) = which_after(r, at).unwrap_or((0, at));
    Some(relative(which, end))
}

/// "Q3 2021", "Q3".
fn lettered_quarter(r: &Reader, start: usize) -> Option<Found> {
    let at = r.has(start, Meaning::QuarterLetter)?;
    let rank = r.text(at).parse::<u64>().ok().filter(|rank| (1..=4).contains(rank) && r.text(at).len() == 1)?;
    if !r.glued(at) || r.glued(at + 1) && r.is_word(at + 1) {
        return None;
    }
    let code = 32 + rank;
    of_year(r, start, at + 1, code).or_else(|| {
        let towards = direction(r, start, at + 1);
        Some(Found::date(start, at + 1, calendar::part_of_year(r.doc.reference_date(), code, towards)))
    })
}
