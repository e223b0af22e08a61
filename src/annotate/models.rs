//! Which of the shipped models are used.

mod embedded;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use embedded::LanguageModels;

/// Which of the shipped models are used.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ModelSettings {
    /// The name tagger: `accurate` makes some 15 % fewer errors, `fast` runs some nine times as many words per second.
    pub names: Tier,
}

/// A tier of the name tagger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// A linear model and a small neural encoder.
    #[cfg_attr(feature = "accurate", default)]
    Accurate,
    /// The linear model alone, for backfills and replays of millions.
    #[cfg_attr(not(feature = "accurate"), default)]
    Fast,
}
