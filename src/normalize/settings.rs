//! What of normalisation can be set.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Limits on what is read, and what is known of the outlets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NormalizeSettings {
    /// Largest message body, in bytes as received.
    pub max_body_bytes: usize,
    /// Largest body after its content encoding is undone, in bytes.
    pub max_inflated_bytes: usize,
    /// Deepest nesting of arrays and objects in JSON; at most 120.
    pub max_json_depth: usize,
    /// Longest headline or address, in bytes. Ids, names, sections and tags have this too, but at most 512. A longer
    /// address is left out, the rest cut, with the warning `field_cut:<name>`.
    pub max_field_bytes: usize,
    /// Most bytes of unknown fields, as JSON, that are carried through in `extra`.
    pub max_extra_bytes: usize,
    /// Outlets by host name ("example.com"), before the built-in table.
    pub sources: BTreeMap<String, SourceSettings>,
}

/// An outlet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SourceSettings {
    /// Its name.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: Option<String>,
}

impl Default for NormalizeSettings {
    fn default() -> Self {
        NormalizeSettings {
            max_body_bytes: 8 << 20,
            max_inflated_bytes: 32 << 20,
            max_json_depth: 64,
            max_field_bytes: 4096,
            max_extra_bytes: 256 << 10,
            sources: BTreeMap::new(),
        }
    }
}
