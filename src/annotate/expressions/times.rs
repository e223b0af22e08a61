//! Times of day: "9:30 a.m.", "10am", "14:30 GMT", "9 o'clock", "noon".

use super::reader::{Found, Reader};
use super::words::Word;

/// The time that starts at a token.
pub(super) fn time(reader: &Reader, start: usize) -> Option<Found> {
    if let Some(Word::Hour(hour)) = reader.word(start) {
        return Some(Found::new(start + 1, format!("T{hour:02}:00")));
    }
    let text = reader.text(start);
    if !text.starts_with(|c: char| c.is_ascii_digit()) || text.len() > 9 {
        return None;
    }
    let split = text.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(text.len());
    let (clock, suffix) = text.split_at(split);
    let (hour, minute) = match clock.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() >= 2 => (hour, Some(&minute[..2])),
        Some(_) => return None,
        None => (clock, None),
    };
    let (hour, minutes) = (hour.parse::<u8>().ok()?, minute.map_or(Some(0), |minute| minute.parse::<u8>().ok())?);
    let (half, mut end) = match half_of_day(suffix) {
        Some(half) => (Some(half), start + 1),
        None if !suffix.is_empty() => return None,
        None => match half_of_day(&reader.lower(start + 1)) {
            Some(half) => (Some(half), start + 2),
            None => (None, start + 1),
        },
    };
    let oclock = matches!(&*reader.lower(end), "o'clock") || reader.text(end) == "o’clock";
    if hour > 23 || minutes > 59 || half.is_some() && !(1..=12).contains(&hour) {
        return None;
    }
    let colon = clock.contains(':');
    // A bare "14" is no time; "2.30" is a number unless "pm" follows.
    if half.is_none() && !colon && !oclock {
        return None;
    }
    end += usize::from(oclock);
    let hour = match half {
        Some(true) => hour % 12 + 12,
        Some(false) => hour % 12,
        None => hour,
    };
    let zone = reader.text(end);
    let utc = matches!(zone, "GMT" | "UTC");
    let zoned = utc
        || matches!(
            zone,
            "ET" | "EST"
                | "EDT"
                | "CT"
                | "CST"
                | "CDT"
                | "MT"
                | "MST"
                | "PT"
                | "PST"
                | "PDT"
                | "BST"
                | "CET"
                | "CEST"
                | "IST"
                | "AEST"
        );
    end += usize::from(zoned);
    Some(Found::new(end, format!("T{hour:02}:{minutes:02}{}", if utc { "Z" } else { "" })))
}

/// Whether "a.m." or "p.m.": after noon.
fn half_of_day(text: &str) -> Option<bool> {
    match text {
        "am" | "a.m." | "a.m" | "AM" | "A.M." => Some(false),
        "pm" | "p.m." | "p.m" | "PM" | "P.M." => Some(true),
        _ => None,
    }
}
