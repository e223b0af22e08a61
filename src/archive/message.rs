//! A published message as the archive takes it: unpacked, read, and with what orders it among its versions.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::record::{Article, EntityPart, QuotePart, Reference};
use crate::article::{Rejection, RejectionCode};
use crate::enriched::{ARTICLE_SCHEMA, ENTITY_SCHEMA, QUOTE_SCHEMA};
use crate::normalize::decode;

/// A message that can be archived.
#[derive(Debug)]
pub struct Message {
    /// The JSON on one line, without compression and envelope.
    pub json: Vec<u8>,
    /// SHA-256 of it: two messages with the same digest say the same.
    pub digest: [u8; 32],
    /// When it was enriched, in microseconds since 1970.
    pub enriched_at: i64,
    /// Content hash of the article that it belongs to, where the message says so.
    pub content_sha256: Option<String>,
    /// Id of the article that this one nearly repeats, where the worker noticed.
    pub duplicate_of: Option<String>,
    /// What it says.
    pub record: Record,
}

/// What a message says.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Record {
    Article(Box<Article>),
    Quote(Box<QuotePart>),
    Entity(Box<EntityPart>),
}

/// What the broker says about a message beside its body.
#[derive(Debug, Clone, Default)]
pub struct Metadata<'a> {
    /// MIME type.
    pub content_type: Option<&'a str>,
    /// Compression.
    pub content_encoding: Option<&'a str>,
    /// When it was published, in seconds since 1970.
    pub timestamp: Option<u64>,
    /// Content hash of the article, from the headers.
    pub content_sha256: Option<&'a str>,
    /// The article that it nearly repeats, from the headers.
    pub duplicate_of: Option<&'a str>,
}

impl Record {
    /// The article that it is, or what names the article that it is a part of.
    pub fn article(&self) -> Result<&Article, &Reference> {
        match self {
            Record::Article(article) => Ok(article),
            Record::Quote(part) => Err(&part.article),
            Record::Entity(part) => Err(&part.article),
        }
    }

    /// Id of that article.
    pub fn article_id(&self) -> &str {
        self.article().map_or_else(|reference| &reference.id, |article| &article.id)
    }
}

impl Message {
    /// Reads a message. `limit` bounds its bytes once uncompressed; `now` stands in for a publisher that does not say
    /// when it published.
    ///
    /// # Errors
    /// `undecodable` and `too_large` for the compression, `invalid_json` for what is no JSON or not as its schema says,
    /// `unsupported_type` for another schema than ours.
    pub fn read(body: &[u8], metadata: &Metadata, limit: usize, now: Timestamp) -> Result<Message, Rejection> {
        let json = decode::decode(body, metadata.content_encoding, limit)?.bytes;
        if json.len() > limit {
            let message = format!("{} bytes, archive.max_message_bytes is {limit}", json.len());
            return Err(Rejection::new(RejectionCode::TooLarge, message));
        }
        let json = single_line(unwrapped(json, metadata.content_type)?)?;
        let record = read(&json)?;
        let seconds = metadata.timestamp.and_then(|seconds| i64::try_from(seconds).ok());
        let enriched_at = seconds.and_then(|seconds| seconds.checked_mul(1_000_000)).unwrap_or(now.as_microsecond());
        Ok(Message {
            digest: Sha256::digest(&json).into(),
            json,
            enriched_at,
            content_sha256: metadata.content_sha256.map(str::to_owned),
            duplicate_of: metadata.duplicate_of.map(str::to_owned),
            record,
        })
    }

    /// The article that it is or belongs to.
    pub fn article_id(&self) -> &str {
        self.record.article_id()
    }

    /// Its schema, the name of its folder among files.
    pub fn schema(&self) -> &'static str {
        match &self.record {
            Record::Article(_) => ARTICLE_SCHEMA,
            Record::Quote(_) => QUOTE_SCHEMA,
            Record::Entity(_) => ENTITY_SCHEMA,
        }
    }

    /// The day, in UTC, on which it was enriched.
    pub fn day(&self) -> String {
        Timestamp::from_microsecond(self.enriched_at).unwrap_or_default().strftime("%Y-%m-%d").to_string()
    }
}

/// The message in the envelope of a structured CloudEvent, or the body itself.
fn unwrapped(json: Vec<u8>, content_type: Option<&str>) -> Result<Vec<u8>, Rejection> {
    #[derive(Deserialize)]
    struct Event<'a> {
        #[serde(borrow)]
        data: &'a RawValue,
    }
    if !content_type.is_some_and(|kind| kind.starts_with("application/cloudevents+json")) {
        return Ok(json);
    }
    let event: Event = serde_json::from_slice(&json).map_err(|error| invalid(&error))?;
    Ok(event.data.get().as_bytes().to_vec())
}

/// Whoever writes JSON over several lines would break a file of lines.
fn single_line(json: Vec<u8>) -> Result<Vec<u8>, Rejection> {
    if !json.iter().any(|byte| matches!(byte, b'\n' | b'\r')) {
        return Ok(json);
    }
    let value: serde_json::Value = serde_json::from_slice(&json).map_err(|error| invalid(&error))?;
    serde_json::to_vec(&value).map_err(|error| invalid(&error))
}

fn read(json: &[u8]) -> Result<Record, Rejection> {
    #[derive(Deserialize)]
    struct Head {
        schema: Option<String>,
    }
    let head: Head = serde_json::from_slice(json).map_err(|error| invalid(&error))?;
    let record = match head.schema.as_deref() {
        Some(ARTICLE_SCHEMA) => serde_json::from_slice(json).map(Record::Article),
        Some(QUOTE_SCHEMA) => serde_json::from_slice(json).map(Record::Quote),
        Some(ENTITY_SCHEMA) => serde_json::from_slice(json).map(Record::Entity),
        Some(other) => {
            let name: String = other.chars().take(80).collect();
            return Err(Rejection::new(
                RejectionCode::UnsupportedType,
                format!("the archive knows no schema {name:?}"),
            ));
        }
        None => return Err(Rejection::new(RejectionCode::UnsupportedType, "the message names no schema")),
    };
    let record = record.map_err(|error| invalid(&error))?;
    if record.article_id().is_empty() {
        return Err(Rejection::new(RejectionCode::InvalidJson, "the article's id is empty"));
    }
    Ok(record)
}

fn invalid(error: &serde_json::Error) -> Rejection {
    Rejection::new(RejectionCode::InvalidJson, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(body: &str) -> &'static str {
        match Message::read(body.as_bytes(), &Metadata::default(), 1000, Timestamp::UNIX_EPOCH) {
            Ok(message) => message.schema(),
            Err(rejection) => rejection.code.as_str(),
        }
    }

    #[test]
    fn what_is_no_message_of_ours_has_a_code() {
        for (body, expected) in [
            (r#"{"schema":"copydesk.article.v1","id":"a1","text":"x"}"#, "copydesk.article.v1"),
            (r#"{"schema":"copydesk.entity.v1","entity":{"id":"e1"},"article":{"id":"a1"}}"#, "copydesk.entity.v1"),
            (r#"{"schema":"copydesk.quote.v1","quote":{"id":"q1"},"article":{"id":"a1"}}"#, "copydesk.quote.v1"),
            (r#"{"schema":"copydesk.article.v1","id":"a1""#, "invalid_json"),
            (r#"{"schema":"copydesk.article.v1","id":""}"#, "invalid_json"),
            (r#"{"schema":"copydesk.article.v1"}"#, "invalid_json"),
            (r#"{"schema":"copydesk.article.v9","id":"a1"}"#, "unsupported_type"),
            (r#"{"id":"a1"}"#, "unsupported_type"),
            ("[1]", "invalid_json"),
            ("", "invalid_json"),
        ] {
            assert_eq!(code(body), expected, "{body}");
        }
        assert_eq!(code(&format!(r#"{{"schema":"copydesk.article.v1","id":"{}"}}"#, "a".repeat(1000))), "too_large");
    }

    #[test]
    fn a_message_over_several_lines_becomes_one_line() {
        let body = "{\"schema\": \"copydesk.article.v1\",\n \"id\": \"a\\nb\"}";
        let message = Message::read(body.as_bytes(), &Metadata::default(), 1000, Timestamp::UNIX_EPOCH).expect("JSON");
        assert_eq!(message.json, br#"{"schema":"copydesk.article.v1","id":"a\nb"}"#);
    }
}
