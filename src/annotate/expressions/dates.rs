//! Dates: "on Friday", "March 3", "last week", "June 2019", "early 2020", "the 1990s", "Q3 2021", "two years ago".

use jiff::civil::Date;

use super::calendar::{self, Direction};
use super::number;
use super::reader::{Found, Reader};
use super::tense::direction;
use super::words::{Unit, Word};

/// The date that starts at a token.
pub(super) fn date(reader: &Reader, start: usize, reference: Option<Date>) -> Option<Found> {
    let text = reader.text(start);
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return numeric(text)
            .map(|value| Found::new(start + 1, value))
            .or_else(|| day_first(reader, start, reference))
            .or_else(|| years(reader, start))
            .or_else(|| decade(reader, start))
            .or_else(|| counted(reader, start, reference))
            .or_else(|| century(reader, start));
    }
    match reader.word(start) {
        Some(Word::Month(month)) => month_first(reader, start, month, reference),
        Some(Word::Weekday(weekday)) => week_day(reader, start, start, weekday, None, reference),
        Some(Word::Day(days)) => {
            let end = start + 1 + usize::from(reader.word(start + 1) == Some(Word::TimeOfDay));
            Some(Found::new(end, calendar::relative_day(reference, days)))
        }
        Some(Word::Which(which)) => relative(reader, start, which, reference),
        Some(Word::Part(part)) => part_of(reader, start, part, reference),
        Some(Word::Season(season)) => season_of(reader, start, season),
        Some(Word::Span(Unit::Weekend)) => weekend(reader, start, reference),
        Some(Word::Number(_) | Word::Scale(_)) => counted(reader, start, reference),
        Some(Word::Ordinal(_)) => century(reader, start).or_else(|| fraction_of_year(reader, start, reference)),
        _ if matches!(&*reader.lower(start), "a" | "an" | "another" | "several") => counted(reader, start, reference),
        _ if reader.is(start, "mid") && reader.is_dash(start + 1) => part_of(reader, start, 1, reference),
        _ => quarter(reader, start).or_else(|| hyphenated_part(reader, start)).or_else(|| decade(reader, start)),
    }
}

/// A year in digits on its own: 1000 to 2199.
fn year_at(reader: &Reader, token: usize) -> Option<i16> {
    year(reader.text(token))
}

fn year(text: &str) -> Option<i16> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())?
        .filter(|y| (1000..2200).contains(y))
}

/// "2019-06-19", "19.06.2019", "06/19/2019": where day and month could be swapped there is no value.
fn numeric(text: &str) -> Option<Option<String>> {
    let separator = ['-', '/', '.'].into_iter().find(|&c| text.matches(c).count() == 2)?;
    let mut parts = text.split(separator);
    let parts = [parts.next()?, parts.next()?, parts.next()?];
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
    let [a, b, c] = [number(parts[0])?, number(parts[1])?, number(parts[2])?];
    let date = |year: i16, month: i16, day: i16| Date::new(year, month as i8, day as i8).ok().map(calendar::day);
    match (parts[0].len(), parts[2].len(), separator) {
        (4, ..) => date(a, b, c).map(Some),
        (1..=2, 4, '.') => date(c, b, a).map(Some),
        (1..=2, 4, _) => match (date(c, a, b), date(c, b, a)) {
            (Some(value), None) | (None, Some(value)) => Some(Some(value)),
            (Some(a), Some(b)) => Some((a == b).then_some(a)),
            (None, None) => None,
        },
        _ => None,
    }
}

/// "3 March 2019", "3rd of March".
fn day_first(reader: &Reader, start: usize, reference: Option<Date>) -> Option<Found> {
    let day = day_number(reader, start)?;
    let mut at = start + 1;
    at += usize::from(reader.is(at, "of"));
    let Some(Word::Month(month)) = reader.word(at).filter(|_| reader.is_capitalised(at)) else { return None };
    finish(reader, start, at + 1, month, day, None, reference)
}

fn day_number(reader: &Reader, token: usize) -> Option<i8> {
    let text = reader.text(token);
    let value = match text.len() {
        1 | 2 => text.parse::<u64>().ok(),
        3 | 4 => number::ordinal(text, &reader.lower(token)),
        _ => None,
    }?;
    (1..=31).contains(&value).then_some(value as i8)
}

/// "March 3", "March 3-5, 2019", "March 2019", "March".
fn month_first(reader: &Reader, start: usize, month: i8, reference: Option<Date>) -> Option<Found> {
    if !reader.is_capitalised(start) {
        return None;
    }
    let at = start + 1;
    if let Some(day) = day_number(reader, at) {
        // "March 3-5" and "March 3 to 5"
        let dash = reader.is_dash(at + 1) || reader.is(at + 1, "to");
        let last = day_number(reader, at + 2).filter(|&last| dash && last > day);
        let end = if last.is_some() { at + 3 } else { at + 1 };
        return finish(reader, start, end, month, day, last, reference);
    }
    if let Some((first, last)) = reader.text(at).split_once(['-', '–']) {
        let days = (first.parse::<i8>().ok()?, last.parse::<i8>().ok()?);
        if days.0 < days.1 && days.1 <= 31 {
            return finish(reader, start, at + 1, month, days.0, Some(days.1), reference);
        }
    }
    let comma = usize::from(reader.is(at, ",") || reader.is(at, "of"));
    if let Some(year) = year_at(reader, at + comma) {
        return Some(Found::new(at + comma + 1, format!("{year:04}-{month:02}")));
    }
    // "May" and "March" alone are verbs and names too.
    let preposition = start > reader.sentence.start
        && matches!(
            &*reader.lower(start - 1),
            "in" | "since"
                | "by"
                | "until"
                | "last"
                | "next"
                | "this"
                | "of"
                | "from"
                | "to"
                | "during"
                | "through"
                | "early"
                | "late"
                | "mid"
                | "before"
                | "after"
                | "for"
                | "between"
                | "and"
                | "every"
                | "in-"
        );
    let ambiguous = matches!(&*reader.lower(start), "may" | "march" | "august" | "jan" | "sep" | "mar.");
    if ambiguous && !preposition {
        return None;
    }
    let year = calendar::year_of(reference, month, None, direction(reader, start, at));
    Some(Found::new(at, year.map_or_else(|| format!("XXXX-{month:02}"), |year| format!("{year:04}-{month:02}"))))
}

/// Takes in the year behind day and month, and gives the value.
fn finish(
    reader: &Reader,
    start: usize,
    end: usize,
    month: i8,
    first: i8,
    last: Option<i8>,
    reference: Option<Date>,
) -> Option<Found> {
    let comma = usize::from(reader.is(end, ",") || reader.is(end, "of"));
    let (year, end) = match year_at(reader, end + comma) {
        Some(year) => (Some(year), end + comma + 1),
        None => (calendar::year_of(reference, month, Some(first), direction(reader, start, end)), end),
    };
    let value = |day: i8| match year {
        Some(year) => Date::new(year, month, day).ok().map(calendar::day),
        None => Date::new(2000, month, day).ok().map(|_| format!("XXXX-{month:02}-{day:02}")),
    };
    let value = match last {
        Some(last) => format!("{}/{}", value(first)?, value(last)?),
        None => value(first)?,
    };
    Some(Found::new(end, value))
}

/// "Friday", "Friday morning", "Friday, March 3, 2019".
fn week_day(
    reader: &Reader,
    start: usize,
    at: usize,
    weekday: i8,
    which: Option<i64>,
    reference: Option<Date>,
) -> Option<Found> {
    if !reader.is_capitalised(at) {
        return None;
    }
    let mut end = at + 1;
    let behind = end + usize::from(reader.is(end, ","));
    let full = match reader.word(behind) {
        Some(Word::Month(month)) if day_number(reader, behind + 1).is_some() => {
            month_first(reader, behind, month, reference)
        }
        _ => day_first(reader, behind, reference),
    };
    if let Some(full) = full.filter(|_| which.is_none()) {
        return Some(full);
    }
    if reader.word(end) == Some(Word::TimeOfDay) {
        end += 1;
    }
    // "Mondays" is every Monday.
    if reader.text(at).ends_with('s') {
        return Some(Found::new(end, None));
    }
    // "Friday of last week", "Friday this week" are left to the two words.
    Some(Found::new(end, calendar::weekday(reference, weekday, which, direction(reader, start, end))))
}

/// "last week", "next Friday", "this summer", "the past two years".
fn relative(reader: &Reader, start: usize, which: i64, reference: Option<Date>) -> Option<Found> {
    let at = start + 1;
    match reader.word(at) {
        Some(Word::Span(unit)) if !matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) => {
            let several = reader.text(at).ends_with('s');
            Some(Found::new(at + 1, if several { None } else { calendar::relative(reference, which, unit) }))
        }
        Some(Word::Weekday(weekday)) => {
            week_day(reader, start, at, weekday, Some(which).filter(|&w| w != 0), reference)
        }
        Some(Word::Month(month)) if reader.is_capitalised(at) => {
            let direction = match which {
                -1 => Direction::Past,
                1 => Direction::Future,
                _ => Direction::Unknown,
            };
            let year = calendar::year_of(reference, month, None, direction);
            Some(Found::new(at + 1, year.map(|year| format!("{year:04}-{month:02}"))))
        }
        Some(Word::Season(season)) => Some(Found::new(at + 1, calendar::season(reference, season, None, Some(which)))),
        Some(Word::TimeOfDay) => {
            let days = if which == 0 { 0 } else { which };
            Some(Found::new(at + 1, calendar::relative_day(reference, days)))
        }
        _ => {
            // "the past two years", "the next 10 days"
            let number = number::read(reader, at)?;
            let Some(Word::Span(unit)) = reader.word(number.end) else { return None };
            Some(Found::new(number.end + 1, calendar::duration(&number.value.to_string(), unit)))
        }
    }
}

/// "early 2020", "late last year", "mid-June", "earlier this month" (only its date).
fn part_of(reader: &Reader, start: usize, part: u8, reference: Option<Date>) -> Option<Found> {
    let at = start + 1 + usize::from(reader.is_dash(start + 1));
    if let Some(year) = year_at(reader, at) {
        return Some(Found::new(at + 1, format!("{year:04}-{}", 37 + part)));
    }
    let found = match reader.word(at) {
        Some(Word::Month(month)) if reader.is_capitalised(at) => {
            let year = year_at(reader, at + 1);
            let end = at + 1 + usize::from(year.is_some());
            let year = year.or_else(|| calendar::year_of(reference, month, None, direction(reader, start, end)))?;
            Found::new(end, format!("{year:04}-{month:02}"))
        }
        Some(Word::Which(which)) => relative(reader, at, which, reference)?,
        Some(Word::Weekday(weekday)) => week_day(reader, start, at, weekday, None, reference)?,
        Some(Word::Season(season)) => season_of(reader, at, season)?,
        _ if reader.is(at, "in") && reader.is(at + 1, "the") => return None,
        _ => decade(reader, at + usize::from(reader.is(at, "the")))?,
    };
    Some(found)
}

/// "mid-2016", "mid-June" as one token.
fn hyphenated_part(reader: &Reader, start: usize) -> Option<Found> {
    let (part, rest) = reader.text(start).split_once('-')?;
    let part = match part {
        "early" | "Early" => 0,
        "mid" | "Mid" => 1,
        "late" | "Late" => 2,
        _ => return None,
    };
    if let Some(year) = year(rest) {
        return Some(Found::new(start + 1, format!("{year:04}-{}", 37 + part)));
    }
    decade_value(rest).map(|value| Found::new(start + 1, value)).or_else(|| {
        matches!(super::words::word(&rest.to_ascii_lowercase()), Some(Word::Month(_)))
            .then(|| Found::new(start + 1, None))
    })
}

/// "summer 2019", "the summer of 2019"; a season alone is no date.
fn season_of(reader: &Reader, start: usize, season: u8) -> Option<Found> {
    let at = start + 1 + usize::from(reader.is(start + 1, "of"));
    let year = year_at(reader, at)?;
    Some(Found::new(at + 1, calendar::season(None, season, Some(year), None)))
}

/// "over the weekend": the last one or the next, as the verb has it.
fn weekend(reader: &Reader, start: usize, reference: Option<Date>) -> Option<Found> {
    if start == reader.sentence.start || !reader.is(start - 1, "the") || reader.text(start).ends_with('s') {
        return None;
    }
    let value = match direction(reader, start, start + 1) {
        Direction::Past => calendar::relative(reference, -1, Unit::Weekend),
        Direction::Future => calendar::relative(reference, 0, Unit::Weekend),
        Direction::Unknown => None,
    };
    Some(Found::new(start + 1, value))
}

/// "2019", "2015-2019", "2015-16": bare years.
fn years(reader: &Reader, start: usize) -> Option<Found> {
    let text = reader.text(start);
    if let Some((first, last)) = text.split_once(['-', '–', '/']) {
        let first = year(first)?;
        let last: i16 = match last.len() {
            4 => year(last)?,
            2 => first / 100 * 100 + last.parse::<i16>().ok()?,
            _ => return None,
        };
        return (first < last).then(|| Found::new(start + 1, format!("{first:04}/{last:04}")));
    }
    let first = year(text)?;
    if reader.is_dash(start + 1)
        && let Some(last) = year_at(reader, start + 2).filter(|&last| last > first)
    {
        return Some(Found::new(start + 3, format!("{first:04}/{last:04}")));
    }
    // "2000 people" counts them.
    let next = reader.text(start + 1);
    let counts = matches!(next, "people" | "men" | "women" | "children")
        || next.len() > 3
            && next.ends_with('s')
            && next.starts_with(|c: char| c.is_lowercase())
            && !matches!(
                next,
                "was" | "has" | "is" | "his" | "its" | "does" | "says" | "across" | "as" | "this" | "elections"
            );
    let measured =
        matches!(reader.word(start + 1), Some(Word::Measure(_) | Word::Currency(_) | Word::Scale(_) | Word::Span(_)))
            || reader.is(start + 1, "%")
            || reader.is(start + 1, "percent");
    let hour = reader.is(start + 1, "gmt") || reader.is(start + 1, "local");
    let dated = start > reader.sentence.start
        && matches!(
            &*reader.lower(start - 1),
            "in" | "of" | "since" | "until" | "from" | "by" | "during" | "after" | "before"
        );
    ((dated || !counts) && !measured && !hour).then(|| Found::new(start + 1, format!("{first:04}")))
}

/// "1990s", "'90s".
fn decade(reader: &Reader, start: usize) -> Option<Found> {
    let text = reader.text(start);
    if let Some(value) = decade_value(text) {
        return Some(Found::new(start + 1, value));
    }
    let apostrophe = matches!(text, "'" | "’" | "‘");
    let short = reader.text(start + usize::from(apostrophe));
    let short = short.trim_start_matches(['\'', '’', '‘']);
    let tens = short.strip_suffix("0s").filter(|tens| tens.len() == 1 && tens.bytes().all(|b| b.is_ascii_digit()))?;
    (apostrophe || text.starts_with(['\'', '’', '‘']))
        .then(|| Found::new(start + 1 + usize::from(apostrophe), format!("19{tens}X")))
}

fn decade_value(text: &str) -> Option<String> {
    let year = text.strip_suffix('s').or_else(|| text.strip_suffix("'s")).or_else(|| text.strip_suffix("’s"))?;
    (year.len() == 4 && year.ends_with('0') && year.starts_with(['1', '2']) && year.bytes().all(|b| b.is_ascii_digit()))
        .then(|| {
            if year.ends_with("00") && !year.starts_with("20") {
                format!("{}XX", &year[..2])
            } else {
                format!("{}X", &year[..3])
            }
        })
}

/// "19th century", "twentieth century".
fn century(reader: &Reader, start: usize) -> Option<Found> {
    let text = reader.text(start);
    // "19th-century" as one token
    let (rank, end) = match text.split_once('-') {
        Some((rank, "century")) => (number::ordinal(rank, &rank.to_ascii_lowercase())?, start + 1),
        _ => {
            let at = start + 1 + usize::from(reader.is_dash(start + 1));
            (reader.word(at) == Some(Word::Span(Unit::Century))).then_some(())?;
            (number::ordinal(text, &reader.lower(start))?, at + 1)
        }
    };
    (1..=22).contains(&rank).then(|| Found::new(end, format!("{:02}XX", rank - 1)))
}

/// "third quarter of 2021", "first half of the year".
fn fraction_of_year(reader: &Reader, start: usize, reference: Option<Date>) -> Option<Found> {
    let Some(Word::Ordinal(rank)) = reader.word(start) else { return None };
    let mut at = start + 1;
    at += usize::from(reader.is_dash(at));
    let code = match reader.word(at) {
        Some(Word::Span(Unit::Quarter)) if (1..=4).contains(&rank) => 32 + rank,
        _ if reader.is(at, "half") && (1..=2).contains(&rank) => 39 + rank,
        _ => return None,
    };
    let of = usize::from(reader.is(at + 1, "of"));
    if let Some(year) = year_at(reader, at + 1 + of) {
        return Some(Found::new(at + 2 + of, format!("{year:04}-{code}")));
    }
    if of == 1 {
        let which = match reader.word(at + 2) {
            Some(Word::Which(which)) => Some(which),
            _ if reader.is(at + 2, "the") => Some(0),
            _ => None,
        };
        if let Some(which) = which.filter(|_| reader.word(at + 3) == Some(Word::Span(Unit::Year))) {
            let year = reference.map(|reference| i64::from(reference.year()) + which);
            return Some(Found::new(at + 4, year.map(|year| format!("{year:04}-{code}"))));
        }
        return None;
    }
    // "the third quarter" of a game has no year.
    (code < 40 && reader.is(at + 1, "earnings")).then(|| Found::new(at + 1, None))
}

/// "Q3 2021", "Q3".
fn quarter(reader: &Reader, start: usize) -> Option<Found> {
    let rank = match reader.text(start) {
        "Q1" => 1,
        "Q2" => 2,
        "Q3" => 3,
        "Q4" => 4,
        _ => return None,
    };
    let of = usize::from(reader.is(start + 1, "of"));
    let year = year_at(reader, start + 1 + of);
    let end = start + 1 + if year.is_some() { 1 + of } else { 0 };
    Some(Found::new(end, year.map(|year| calendar::quarter(i64::from(year), rank))))
}

/// "two years ago", "a week later", "six months": a count of spans.
fn counted(reader: &Reader, start: usize, reference: Option<Date>) -> Option<Found> {
    let one = matches!(&*reader.lower(start), "a" | "an" | "another");
    let several = reader.is(start, "several") || one && reader.is(start + 1, "few");
    let (count, mut at) = match (one, several) {
        (_, true) => (None, start + 1 + usize::from(one)),
        (true, _) => (Some("1".to_owned()), start + 1),
        _ => {
            let number = number::read(reader, start)?;
            (Some(number.value.to_string()), number.end)
        }
    };
    at += usize::from(reader.is_dash(at));
    let Some(Word::Span(unit)) = reader.word(at) else { return None };
    let end = at + 1;
    let ago = match &*reader.lower(end) {
        "ago" | "earlier" => Some(-1),
        _ => None,
    };
    if let Some(sign) = ago {
        let count = count.and_then(|count| count.parse::<i64>().ok()).filter(|count| *count < 3_000);
        return Some(Found::new(end + 1, count.and_then(|count| calendar::away(reference, sign * count, unit))));
    }
    if matches!(&*reader.lower(end), "later" | "from") {
        let now = reader.is(end, "from") && reader.is(end + 1, "now");
        if now || reader.is(end, "later") {
            return Some(Found::new(end + 1 + usize::from(now), None));
        }
    }
    // "a day" is mostly a rate ("$5 a day") or idle; "for a day" and "more than a decade" are spans of time.
    let span = matches!(unit, Unit::Decade | Unit::Century)
        || start > reader.sentence.start
            && matches!(&*reader.lower(start - 1), "for" | "than" | "within" | "nearly" | "almost" | "over");
    if one && !several && !span {
        return None;
    }
    Some(Found::new(end, count.map(|count| calendar::duration(&count, unit))))
}
