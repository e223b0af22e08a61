//! Every value with where it came from, secrets hidden: what `copydesk config show` prints.

use serde_json::Value;

use super::{Loaded, keys};

/// One setting as it is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// `section.key`.
    pub key: String,
    /// The value in JSON's notation, which is TOML's as well; `***` for a secret, `-` for nothing.
    pub value: String,
    /// `default`, a file, or `environment NAME`.
    pub origin: String,
}

impl Loaded {
    /// All settings in the order of the code.
    pub fn show(&self) -> Vec<Shown> {
        let values = serde_json::to_value(&self.settings).unwrap_or_default();
        let shown = |(key, value): (String, &Value)| Shown {
            value: match value {
                Value::Null => "-".to_owned(),
                Value::String(text) if text == "***" => text.clone(),
                value => value.to_string(),
            },
            origin: self.origins.get(&key).map_or("default", String::as_str).to_owned(),
            key,
        };
        keys::all(&values).into_iter().map(shown).collect()
    }
}
