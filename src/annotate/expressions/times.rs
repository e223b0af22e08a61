//! Times of day: "9:30 a.m.", "10am", "14:30 GMT", "9 o'clock", "noon", "15.30 Uhr", "15 Uhr 30", "14h30".

use super::calendar;
use super::pieces::{Found, Reader, term};
use crate::document::ExpressionType;
use crate::languages::Meaning;

/// From this hour on "14h30" is a time of day; before it, it may as well be how long something took.
const LATER_THAN_MOST_SPANS: u8 = 7;

/// The time that starts at a piece.
pub(super) fn time(r: &Reader, start: usize) -> Option<Found> {
    let found = |end: usize, value: String| Found::new(start, end, ExpressionType::Time, value);
    if let Some((hour, end)) = term!(r, start, Meaning::Noon(hour) => hour) {
        return Some(found(end, calendar::time(hour, 0, false)));
    }
    if !r.is_digits(start) || r.glued(start) && start > 0 && (r.is_word(start - 1) || r.is_digits(start - 1)) {
        return None;
    }
    // What touches a mark behind digits is a part of something longer: "2:15:30", "1/10:30".
    if r.glued(start) && start > 1 && matches!(r.text(start - 1), ":" | "/" | "." | ",") {
        return None;
    }
    let clock = Clock::read(r, start)?;
    let (half, end) = half_of_day(r, clock.end);
    let hour = match half {
        Some(_) if !(1..=12).contains(&clock.hour) => return None,
        Some(true) => clock.hour % 12 + 12,
        Some(false) => clock.hour % 12,
        None => clock.hour,
    };
    let announced = r.comes_after(start, Meaning::ClockPreposition);
    let sure = match clock.written {
        Written::Digits => {
            half.is_some() || r.comes_after(start, Meaning::ClockHour) && super::date_parts::ends_list(r, clock.end)
        }
        Written::Stop => half.is_some() || announced,
        Written::Colon => true,
        Written::Mark if clock.minutes.is_some() => announced || clock.spaced || clock.hour >= LATER_THAN_MOST_SPANS,
        // "15 Uhr" is a time, "24h" may be a span.
        Written::Mark => announced || clock.spaced,
        Written::Word => announced || clock.minutes.is_some(),
    };
    if !sure {
        return None;
    }
    let zone = term!(r, end, Meaning::Zone(zone) => zone);
    let (utc, end) = zone.unwrap_or((false, end));
    Some(found(end, calendar::time(hour, clock.minutes.unwrap_or(0), utc)))
}

/// How a time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// An hour alone: "9".
    Digits,
    /// "9.30"
    Stop,
    /// "9:30"
    Colon,
    /// With a mark that only times have: "15 Uhr", "14h30".
    Mark,
    /// With a word that counts hours too: "14 heures".
    Word,
}

struct Clock {
    hour: u8,
    minutes: Option<u8>,
    written: Written,
    /// Whether a blank stands before the mark of the hour.
    spaced: bool,
    end: usize,
}

impl Clock {
    fn read(r: &Reader, start: usize) -> Option<Clock> {
        let text = r.text(start);
        let mut clock = Clock { hour: 0, minutes: None, written: Written::Digits, spaced: false, end: start + 1 };
        let hour = match text.split_once('.') {
            Some((hour, minutes)) => {
                clock.minutes = Some(minutes_of(minutes)?);
                clock.written = Written::Stop;
                hour
            }
            None => text,
        };
        if hour.len() > 2 {
            return None;
        }
        clock.hour = hour.parse().ok().filter(|hour| *hour <= 24)?;
        if clock.minutes.is_none() && r.text(start + 1) == ":" && r.glued(start + 1) && r.glued(start + 2) {
            clock.minutes = Some(minutes_of(r.text(start + 2))?);
            clock.written = Written::Colon;
            clock.end = start + 3;
            if r.glued(clock.end) && matches!(r.text(clock.end), ":" | "/") {
                return None;
            }
        }
        clock.read_mark(r);
        if clock.hour == 24 && clock.minutes.unwrap_or(0) > 0 {
            return None;
        }
        Some(clock)
    }

    /// "Uhr", "h" and "heures" after an hour, and the minutes after them.
    fn read_mark(&mut self, r: &Reader) {
        let mark = term!(r, self.end, Meaning::HourMark => Written::Mark, Meaning::HourWord => Written::Word);
        let Some((written, end)) = mark else { return };
        let glued = r.glued(self.end);
        let minutes = minutes_of(r.text(end)).filter(|_| self.minutes.is_none() && r.glued(end) == glued);
        // "14 heures 30" is a time; "à 14 heures" depends on the preposition.
        self.written = if minutes.is_some() || self.written == Written::Colon { Written::Mark } else { written };
        self.spaced = !glued && written == Written::Mark || self.minutes.is_some();
        self.end = end + usize::from(minutes.is_some());
        if self.minutes.is_none() {
            self.minutes = minutes;
        }
    }
}

/// Minutes in two digits.
fn minutes_of(text: &str) -> Option<u8> {
    (text.len() == 2).then(|| text.parse::<u8>().ok())?.filter(|minutes| *minutes < 60)
}

/// Whether "a.m." or "p.m.": after noon; and the piece after it.
fn half_of_day(r: &Reader, at: usize) -> (Option<bool>, usize) {
    let half = term!(r, at, Meaning::BeforeNoon => false, Meaning::AfterNoon => true);
    half.map_or((None, at), |(half, end)| (Some(half), end))
}
