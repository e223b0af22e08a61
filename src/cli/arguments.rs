//! Readings of single arguments that several commands share.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// A moment as it was typed, and what it means now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// `2h` or `2026-11-20`.
    pub typed: String,
    /// That time.
    pub time: Timestamp,
}

/// A moment: RFC 3339, a date or date and time (UTC), or a time ago such as `2h` or `3days`.
pub fn moment(text: &str) -> Result<Moment, String> {
    time(text).map(|time| Moment { typed: text.to_owned(), time })
}

fn time(text: &str) -> Result<Timestamp, String> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    if let Ok(civil) = text.parse::<DateTime>() {
        return TimeZone::UTC.to_timestamp(civil).map_err(|error| error.to_string());
    }
    let ago = humantime::parse_duration(text).ok().and_then(|ago| SignedDuration::try_from(ago).ok());
    ago.and_then(|ago| Timestamp::now().checked_sub(ago).ok())
        .ok_or_else(|| "give 2026-11-20, 2026-11-20T08:00:00Z, or a time ago such as 2h or 3days".to_owned())
}

/// A rate: `500`, `500/s` or `30/m`; more than zero. Per second.
pub fn rate(text: &str) -> Result<f64, String> {
    let (number, seconds) = match text.split_once('/') {
        None | Some((_, "s")) => (text.trim_end_matches("/s"), 1.0),
        Some((number, "m")) => (number, 60.0),
        Some((number, "h")) => (number, 3600.0),
        Some(_) => ("", 1.0),
    };
    let rate = number.trim().parse::<f64>().ok().filter(|n| n.is_finite() && *n > 0.0).map(|n| n / seconds);
    rate.ok_or_else(|| "give a number per second such as 500/s, or 30/m".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_all_forms() {
        for (text, expected) in [
            ("2026-11-20", "2026-11-20T00:00:00Z"),
            ("2026-11-20T08:30:00", "2026-11-20T08:30:00Z"),
            ("2026-11-20T08:30:00+02:00", "2026-11-20T06:30:00Z"),
        ] {
            assert_eq!(moment(text).expect(text).time.to_string(), expected);
        }
        let ago = Timestamp::now().duration_since(moment("2h").expect("a time ago").time);
        assert!((7199..7205).contains(&ago.as_secs()), "{ago}");
        assert!(moment("yesterday").is_err());
    }

    #[test]
    fn rates_are_per_second() {
        assert_eq!([rate("500"), rate("2.5/s"), rate("30/m")], [Ok(500.0), Ok(2.5), Ok(0.5)]);
        for wrong in ["0", "-1", "fast", "5/d", "NaN"] {
            assert!(rate(wrong).is_err(), "{wrong}");
        }
    }
}
