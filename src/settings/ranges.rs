//! The range of every number and every duration: one table, which `config check`, every start, `copydesk schema config`
//! and `config/default.toml` read.

use std::time::Duration;

use schemars::Schema;
use serde_json::Value;

use super::{SettingsError, keys};

/// What a setting may be; both ends are included.
enum Bounds {
    Number(u64, u64),
    Share(f64, f64),
    /// As they are written in a settings file.
    Time(&'static str, &'static str),
}

/// The largest message that RabbitMQ can be made to take, in bytes.
const LARGEST_MESSAGE: u64 = 512 << 20;
/// More than any machine has, so that a slip of the finger is found.
const TEBIBYTE: u64 = 1 << 40;

const RANGES: &[(&str, Bounds)] = &[
    ("broker.heartbeat", Bounds::Time("1s", "1h")),
    ("broker.connect_timeout", Bounds::Time("1ms", "1h")),
    ("broker.call_timeout", Bounds::Time("1ms", "1h")),
    ("broker.confirm_timeout", Bounds::Time("1ms", "1h")),
    ("broker.blocked_timeout", Bounds::Time("1ms", "1day")),
    ("broker.close_timeout", Bounds::Time("1ms", "1h")),
    ("broker.reconnect_min", Bounds::Time("1ms", "1h")),
    ("broker.reconnect_max", Bounds::Time("1ms", "1day")),
    ("broker.settle_after_outage", Bounds::Time("0s", "1h")),
    ("broker.publish_window", Bounds::Number(1, 65_536)),
    ("broker.publish_channels", Bounds::Number(1, 256)),
    ("broker.max_message_bytes", Bounds::Number(1, LARGEST_MESSAGE)),
    ("topology.delivery_limit", Bounds::Number(1, 1_000_000)),
    ("topology.suspect_delivery_limit", Bounds::Number(1, 1_000_000)),
    ("topology.stream_segment_bytes", Bounds::Number(1, 3_000_000_000)),
    ("worker.prefetch", Bounds::Number(1, 65_535)),
    ("worker.replay_prefetch", Bounds::Number(1, 65_535)),
    ("worker.in_flight_bytes", Bounds::Number(1, TEBIBYTE)),
    ("worker.threads", Bounds::Number(0, 1024)),
    ("worker.time_budget", Bounds::Time("1ms", "10m")),
    ("worker.duplicate_window", Bounds::Number(0, 1_000_000)),
    ("worker.drain_timeout", Bounds::Time("1ms", "1h")),
    ("worker.breaker_window", Bounds::Number(0, 1_000_000)),
    ("worker.breaker_percent", Bounds::Number(1, 100)),
    ("worker.breaker_pause", Bounds::Time("1ms", "1day")),
    ("normalize.max_body_bytes", Bounds::Number(1, LARGEST_MESSAGE)),
    ("normalize.max_inflated_bytes", Bounds::Number(1, 8 * LARGEST_MESSAGE)),
    ("normalize.max_json_depth", Bounds::Number(1, 120)),
    ("normalize.max_field_bytes", Bounds::Number(64, 1 << 20)),
    ("normalize.max_extra_bytes", Bounds::Number(0, LARGEST_MESSAGE)),
    ("outputs.compress_from_bytes", Bounds::Number(0, TEBIBYTE)),
    ("outputs.max_messages", Bounds::Number(1, 10_000_000)),
    ("outputs.max_bytes", Bounds::Number(1, TEBIBYTE)),
    ("archive.batch_messages", Bounds::Number(1, 65_535)),
    ("archive.batch_bytes", Bounds::Number(1, TEBIBYTE)),
    ("archive.batch_age", Bounds::Time("1ms", "1h")),
    ("archive.max_message_bytes", Bounds::Number(1, TEBIBYTE)),
    ("archive.connect_timeout", Bounds::Time("1ms", "1h")),
    ("archive.statement_timeout", Bounds::Time("1ms", "1day")),
    ("archive.lock_timeout", Bounds::Time("1ms", "1day")),
    ("archive.file_bytes", Bounds::Number(1, TEBIBYTE)),
    ("archive.file_age", Bounds::Time("1ms", "365days")),
    ("archive.compression_level", Bounds::Number(1, 19)),
    ("ops.stalled_after", Bounds::Time("1s", "1day")),
    ("ops.trace_ratio", Bounds::Share(0.0, 1.0)),
];

impl Bounds {
    /// In words, as documentation says it.
    fn words(&self) -> String {
        match self {
            Bounds::Number(least, most) => format!("From {least} to {most}."),
            Bounds::Share(least, most) => format!("From {least} to {most}."),
            Bounds::Time(least, most) => format!("From {least} to {most}."),
        }
    }

    fn holds(&self, value: &Value) -> bool {
        let time = |text: &str| humantime::parse_duration(text).unwrap_or(Duration::MAX);
        match self {
            Bounds::Number(least, most) => value.as_u64().is_some_and(|n| (*least..=*most).contains(&n)),
            Bounds::Share(least, most) => value.as_f64().is_some_and(|n| (*least..=*most).contains(&n)),
            Bounds::Time(least, most) => value.as_str().is_some_and(|t| (time(least)..=time(most)).contains(&time(t))),
        }
    }
}

/// The range of a setting that is a whole number, in words.
pub(super) fn of_number(key: &str) -> Option<String> {
    let range = RANGES.iter().find(|(name, _)| *name == key).map(|(_, range)| range);
    range.filter(|range| matches!(range, Bounds::Number(..))).map(Bounds::words)
}

/// Checks every value; `origin` says where a key's value comes from.
///
/// # Errors
/// The first that is out of its range.
pub(super) fn check<'a>(values: &Value, origin: impl Fn(&str) -> Option<&'a str>) -> Result<(), SettingsError> {
    for (key, value) in keys::all(values) {
        let Some((_, range)) = RANGES.iter().find(|(name, _)| *name == key) else { continue };
        if !range.holds(value) {
            let from = origin(&key).map(|origin| format!("{origin}: ")).unwrap_or_default();
            return Err(SettingsError(format!("{from}{key}: {value} is out of range. {}", range.words())));
        }
    }
    Ok(())
}

/// Puts the ranges into the schema of the settings.
pub(super) fn describe(schema: &mut Schema) {
    for (key, range) in RANGES {
        let Some((section, name)) = key.split_once('.') else { continue };
        let reference = schema.pointer(&format!("/properties/{section}/$ref")).and_then(Value::as_str);
        let Some(reference) = reference.and_then(|reference| reference.strip_prefix('#')) else { continue };
        let Some(setting) = schema.pointer_mut(&format!("{reference}/properties/{name}")) else { continue };
        let description = setting["description"].as_str().unwrap_or_default();
        setting["description"] = format!("{description} {}", range.words()).into();
        match range {
            Bounds::Number(least, most) => {
                setting["minimum"] = (*least).into();
                setting["maximum"] = (*most).into();
            }
            Bounds::Share(least, most) => {
                setting["minimum"] = (*least).into();
                setting["maximum"] = (*most).into();
            }
            Bounds::Time(..) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;

    #[test]
    fn every_number_and_every_duration_has_a_range_that_its_default_keeps() {
        let defaults = serde_json::to_value(Settings::default()).expect("settings serialise");
        let is_time = |value: &Value| value.as_str().is_some_and(|text| humantime::parse_duration(text).is_ok());
        let known = keys::all(&defaults);
        let lacking: Vec<_> = known
            .iter()
            .filter(|(_, value)| value.is_number() || is_time(value))
            .filter(|(key, _)| !RANGES.iter().any(|(name, _)| name == key))
            .collect();
        assert!(lacking.iter().all(|(key, _)| key.ends_with("_max_age")), "{lacking:?}");
        for (name, range) in RANGES {
            let (_, value) =
                known.iter().find(|(key, _)| key == name).unwrap_or_else(|| panic!("{name} is no setting"));
            assert!(range.holds(value), "{name}");
        }
    }
}
