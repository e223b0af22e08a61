//! The fields that say where an article comes from, when, and what made its document.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The outlet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Its name.
    pub name: Option<String>,
    /// Its host name.
    pub domain: Option<String>,
    /// ISO 3166-1 alpha-2 code of its country.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub country: Option<String>,
}

/// The place in front of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dateline {
    /// As written.
    pub place: String,
    /// Id of the location in `entities`, when it is one.
    pub entity: Option<String>,
}

/// A moment, with what is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Timestamp {
    /// RFC 3339, or the date alone (`YYYY-MM-DD`) where that is all that is known.
    pub value: String,
    /// As the input gave it.
    pub raw: String,
    /// The smallest unit that was given.
    pub precision: Precision,
    /// Whether the input named the zone.
    pub zone: Zone,
}

/// The smallest unit of time that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Precision {
    Second,
    Minute,
    Day,
}

/// Where a timestamp's zone comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Zone {
    Given,
    Assumed,
}

/// Language of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Language {
    /// ISO 639-1 code, `und` when not known.
    pub code: String,
    /// 0 to 1.
    pub confidence: f64,
}

/// Whether an article may be used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Status {
    #[default]
    Usable,
    Withheld,
    Canceled,
}

impl Status {
    /// Whether the article may be used: neither withheld nor canceled.
    #[allow(clippy::trivially_copy_pass_by_ref)] // serde calls it so.
    pub fn is_usable(&self) -> bool {
        *self == Status::Usable
    }
}

/// Hashes to recognise the same or nearly the same text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fingerprint {
    /// Lower-case hex SHA-256 of title and text.
    pub content_sha256: String,
    /// 64-bit simhash over word shingles, 16 hex digits; near-duplicates differ in few bits.
    pub simhash: String,
}

/// What made a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PipelineInfo {
    /// Version of copydesk.
    pub version: String,
    /// Version of the models used, by language.
    pub models: BTreeMap<String, String>,
    /// Stable codes of what was guessed, missing or left out.
    pub warnings: Vec<String>,
}
