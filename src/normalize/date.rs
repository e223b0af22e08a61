//! Dates as news writes them to [`Timestamp`]s: ISO 8601, RFC 2822, epochs, and prose in many languages.
//!
//! One scanner finds a date, a time and a zone among the tokens of the raw value, whatever stands between them.
//! What the value does not say is not made up: a missing zone is UTC and marked as assumed, a missing time leaves
//! the day alone.

mod calendar;
mod clock;
mod months;
mod scan;
mod words;

use jiff::civil::Date;
use jiff::tz::Offset;

use crate::article::{Precision, Timestamp, Zone};
pub use calendar::DayOrder;
use clock::Time;
pub use months::month_named;

/// Years that a news article can be from.
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2100;

/// How much of a value is looked at, in bytes.
const LONGEST: usize = 200;

/// The first moment that a value names, or `None` when it names none that is possible.
pub fn parse(raw: &str, order: DayOrder) -> Option<Timestamp> {
    let text = raw.trim();
    let text = &text[..text.floor_char_boundary(LONGEST)];
    if let Some((date, time)) = epoch(text) {
        return Some(timestamp(date, Some(time), raw));
    }
    let tokens = scan::tokens(text);
    let (date, used) = calendar::find(&tokens, order)?;
    // What stands behind a second day ("5 May 2025, updated 6 May 2025, 9:12") is that day's time.
    let end = calendar::find(&tokens[used.end..], order).map_or(tokens.len(), |(_, next)| used.end + next.start);
    let time = clock::find(&tokens[..end], &used, date);
    Some(timestamp(date, time, raw))
}

/// Seconds or milliseconds since 1970 in UTC; fewer digits would be a date without marks.
fn epoch(text: &str) -> Option<(Date, Time)> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = match text.len() {
        10 => text.parse::<i64>().ok()?,
        13 => text.parse::<i64>().ok()? / 1000,
        _ => return None,
    };
    let at = jiff::Timestamp::from_second(seconds).ok()?;
    let at = Offset::UTC.to_datetime(at);
    let time = Time { hour: at.hour(), minute: at.minute(), second: Some(at.second()), offset: Some(0) };
    YEARS.contains(&at.year()).then_some((at.date(), time))
}

fn timestamp(date: Date, time: Option<Time>, raw: &str) -> Timestamp {
    let (date, time) = match time {
        Some(end) if end.hour == 24 => (date.tomorrow().unwrap_or(date), Some(Time { hour: 0, ..end })),
        time => (date, time),
    };
    let mut moment = Timestamp {
        value: date.to_string(),
        date,
        raw: raw.to_owned(),
        precision: Precision::Day,
        zone: Zone::Assumed,
    };
    if let Some(Time { hour, minute, second, offset }) = time {
        let zone = match offset {
            None | Some(0) => "Z".to_owned(),
            Some(o) => format!("{}{:02}:{:02}", if o < 0 { '-' } else { '+' }, o.abs() / 60, o.abs() % 60),
        };
        moment.value = format!("{date}T{hour:02}:{minute:02}:{:02}{zone}", second.unwrap_or(0));
        moment.precision = if second.is_some() { Precision::Second } else { Precision::Minute };
        moment.zone = if offset.is_some() { Zone::Given } else { Zone::Assumed };
    }
    moment
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(raw: &str, want: &str) {
        for order in [DayOrder::DayFirst, DayOrder::MonthFirst] {
            let got = parse(raw, order).map(|t| format!("{} {:?} {:?}", t.value, t.precision, t.zone));
            assert_eq!(got.as_deref().unwrap_or("none"), want, "{raw}");
        }
    }

    #[test]
    fn reads_the_standards() {
        check("2019-06-19T08:00:00Z", "2019-06-19T08:00:00Z Second Given");
        check("2019-06-19T08:00:00.123+02:00", "2019-06-19T08:00:00+02:00 Second Given");
        check("2019-06-19T08:00:00-0430", "2019-06-19T08:00:00-04:30 Second Given");
        check("2019-06-19T08:00+05", "2019-06-19T08:00:00+05:00 Minute Given");
        check("20190619T080000Z", "2019-06-19T08:00:00Z Second Given");
        check("20190619", "2019-06-19 Day Assumed");
        check("2019-06-19", "2019-06-19 Day Assumed");
        check("2019-06-19 08:00:00", "2019-06-19T08:00:00Z Second Assumed");
        check("Wed, 19 Jun 2019 08:00:00 +0200", "2019-06-19T08:00:00+02:00 Second Given");
        check("Wed, 19 Jun 2019 08:00:00 GMT", "2019-06-19T08:00:00Z Second Given");
        check("1560931200", "2019-06-19T08:00:00Z Second Given");
        check("1560931200123", "2019-06-19T08:00:00Z Second Given");
    }

    #[test]
    fn reads_prose() {
        check("June 19, 2019", "2019-06-19 Day Assumed");
        check("Published: Wednesday, June 19th 2019 at 8:05 a.m. EDT", "2019-06-19T08:05:00-04:00 Minute Given");
        check("19 June 2019, 8.30pm BST", "2019-06-19T20:30:00+01:00 Minute Given");
        check("19 June 2019 Updated 20 June 2019, 09:12", "2019-06-19 Day Assumed");
        check("Jan. 5, 2020 12:15 AM ET", "2020-01-05T00:15:00-05:00 Minute Given");
        check("July 5, 2020 12:15 PM ET", "2020-07-05T12:15:00-04:00 Minute Given");
        check("19. Juni 2019, 14:30 Uhr", "2019-06-19T14:30:00Z Minute Assumed");
        check("Mittwoch, 19.06.2019 14.30 Uhr MESZ", "2019-06-19T14:30:00+02:00 Minute Given");
        check("Publié le 1er février 2019 à 14h30", "2019-02-01T14:30:00Z Minute Assumed");
        check("19 de junio de 2019", "2019-06-19 Day Assumed");
        check("19 giugno 2019", "2019-06-19 Day Assumed");
        check("19 de março de 2019 às 10h05", "2019-03-19T10:05:00Z Minute Assumed");
        check("19 juni 2019", "2019-06-19 Day Assumed");
        check("19 czerwca 2019", "2019-06-19 Day Assumed");
        check("19. července 2019", "2019-07-19 Day Assumed");
        check("19 июня 2019 г., 10:00 МСК", "2019-06-19T10:00:00+03:00 Minute Given");
        check("19 червня 2019", "2019-06-19 Day Assumed");
        check("19 Haziran 2019", "2019-06-19 Day Assumed");
        check("19. kesäkuuta 2019", "2019-06-19 Day Assumed");
        check("19. marraskuuta 2019", "2019-11-19 Day Assumed");
        check("2019. június 19.", "2019-06-19 Day Assumed");
        check("19 Ιουνίου 2019", "2019-06-19 Day Assumed");
        check("2019年6月19日 08:00", "2019-06-19T08:00:00Z Minute Assumed");
        check("2019년 6월 19일 오후 3:05", "2019-06-19T15:05:00Z Minute Assumed");
        check("19 يونيو 2019", "2019-06-19 Day Assumed");
        check("19 tháng 6 năm 2019", "2019-06-19 Day Assumed");
        check("2019 m. birželio 19 d.", "2019-06-19 Day Assumed");
        check("HealthJUNE 19, 2019Updated: JULY 2, 2020", "2019-06-19 Day Assumed");
    }

    #[test]
    fn the_order_settles_only_what_is_ambiguous() {
        let day = |raw, order| parse(raw, order).map(|t| t.value);
        assert_eq!(day("3/4/2019", DayOrder::DayFirst).as_deref(), Some("2019-04-03"));
        assert_eq!(day("3/4/2019", DayOrder::MonthFirst).as_deref(), Some("2019-03-04"));
        check("25/4/2019", "2019-04-25 Day Assumed");
        check("4/25/2019", "2019-04-25 Day Assumed");
        check("3.4.2019", "2019-04-03 Day Assumed");
        check("03.04.19", "2019-04-03 Day Assumed");
    }

    #[test]
    fn makes_nothing_up() {
        for raw in [
            "",
            "yesterday",
            "2019",
            "June 2019",
            "31 June 2019",
            "2019-02-30",
            "0001-01-01T00:00:00Z",
            "99/99/9999",
            "may 5 people",
            "call 555-01-2019 now",
            "9999999999",
        ] {
            check(raw, "none");
        }
        check("2019-06-19T25:61:00Z", "2019-06-19 Day Assumed");
        check("Sun, 30 Jun 2019 25:30:00 +0000", "2019-06-30 Day Assumed");
    }

    #[test]
    fn the_end_of_a_day_is_the_beginning_of_the_next() {
        check("Sun, 30 Jun 2019 24:00:00 +0000", "2019-07-01T00:00:00Z Second Given");
        check("2019-12-31T24:00:00+01:00", "2020-01-01T00:00:00+01:00 Second Given");
    }

    #[test]
    fn zones_are_told_by_their_abbreviations() {
        check("Sun, 30 Jun 2019 08:00:00 MEST", "2019-06-30T08:00:00+02:00 Second Given");
        check("Sun, 30 Jun 2019 08:00:00 UT", "2019-06-30T08:00:00Z Second Given");
        check("30 Jun 2019 08:00 AKDT", "2019-06-30T08:00:00-08:00 Minute Given");
    }
}
