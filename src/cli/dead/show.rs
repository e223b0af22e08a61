//! Dead letters for reading.

use jiff::Timestamp;

use crate::broker::{Delivery, Headers, Value};
use crate::escape;
use crate::operator::body_text;
use crate::operator::dead_letters::Letter;

/// Characters of a body that are shown.
const SHOWN: usize = 4000;

/// The first line of a list.
pub const HEAD: &str =
    "AGE   CODE              STAGE      SOURCE           TRIES BACK ID                               ERROR";

/// One letter on one line.
pub fn line(letter: &Letter, now: Timestamp) -> String {
    let line = format!(
        "{:<5} {:<17} {:<10} {:<16} {:>5} {:>4} {:<32} {}",
        letter.failed_at.map_or_else(|| "?".to_owned(), |_| short(letter.age(now))),
        cut(&letter.code, 40),
        cut(letter.stage.as_deref().unwrap_or("-"), 40),
        cut(&letter.source, 16),
        letter.attempts,
        letter.redrives,
        cut(letter.id.as_deref().unwrap_or("-"), 255),
        cut(letter.error.as_deref().unwrap_or_default(), 80),
    );
    line.trim_end().to_owned()
}

/// One letter with everything it carries.
pub fn whole(letter: &Letter, delivery: &Delivery, now: Timestamp) -> String {
    let mut text = format!("=== {}\n", escape::line(letter.id.as_deref().unwrap_or("(no id)")));
    let mut row = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            text.push_str(&format!("{:<16} {}\n", escape::line(name), escape::line(&value)));
        }
    };
    row("code", Some(letter.code.clone()));
    row("error", letter.error.clone());
    row("stage", letter.stage.clone());
    row("source", Some(letter.source.clone()));
    row("failed", letter.failed_at.map(|at| format!("{at} ({} ago)", short(letter.age(now)))));
    row("attempts", Some(letter.attempts.to_string()));
    row("sent back", Some(letter.redrives.to_string()));
    row("content type", letter.content_type.clone());
    row("encoding", delivery.properties.content_encoding.clone());
    row("bytes", Some(letter.bytes.to_string()));
    for (name, value) in &delivery.properties.headers.0 {
        row(name, Some(plain(value)));
    }
    let body = body_text(delivery);
    text.push('\n');
    let end = body.char_indices().nth(SHOWN).map_or(body.len(), |(at, _)| at);
    text.push_str(&escape::lines(&body[..end]));
    text.push_str(if end < body.len() { "…" } else { "" });
    text.push_str("\n\n");
    text
}

/// A header's value as a person reads it.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Bool(b) => b.to_string(),
        Value::I8(n) => n.to_string(),
        Value::U8(n) => n.to_string(),
        Value::I16(n) => n.to_string(),
        Value::U16(n) => n.to_string(),
        Value::I32(n) => n.to_string(),
        Value::U32(n) => n.to_string(),
        Value::I64(n) => n.to_string(),
        Value::F32(n) => n.to_string(),
        Value::F64(n) => n.to_string(),
        Value::Decimal { scale, value } => format!("{value}e-{scale}"),
        Value::Timestamp(seconds) => {
            let time = i64::try_from(*seconds).ok().and_then(|s| Timestamp::from_second(s).ok());
            time.map_or_else(|| seconds.to_string(), |time| time.to_string())
        }
        Value::List(items) => format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(", ")),
        Value::Table(Headers(entries)) => {
            let entries: Vec<_> = entries.iter().map(|(name, value)| format!("{name}: {}", plain(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Bytes(bytes) | Value::ByteArray(bytes) => format!("({} bytes)", bytes.len()),
        Value::Void => "-".to_owned(),
    }
}

/// Of a stranger's text so many characters on one line.
fn cut(text: &str, max: usize) -> String {
    // No more is looked at than may be shown.
    let end = text.char_indices().nth(max + 1).map_or(text.len(), |(at, _)| at);
    let text = escape::line(&text[..end].replace('\n', " ")).into_owned();
    if text.chars().count() <= max {
        return text;
    }
    text.chars().take(max.saturating_sub(1)).chain(['…']).collect()
}

/// The largest unit alone: `3d`, `4h`, `12m`, `9s`.
fn short(time: std::time::Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m", seconds / 60),
        3600..86_400 => format!("{}h", seconds / 3600),
        _ => format!("{}d", seconds / 86_400),
    }
}
