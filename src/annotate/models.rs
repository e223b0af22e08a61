//! Which of the shipped models are used.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which of the shipped models are used.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ModelSettings {
    /// The name tagger: `accurate` makes a sixth fewer errors, `fast` runs some fifty times as many words per second.
    pub names: Tier,
}

/// A tier of the name tagger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// A small neural encoder.
    Accurate,
    /// A linear model, for backfills and replays of millions.
    #[default]
    Fast,
}
