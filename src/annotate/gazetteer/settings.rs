//! What can be set about entities.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whom and what to look for beside what the models find.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EntitySettings {
    /// Files of names that you watch, CSV with a header or JSON Lines (`.jsonl`): `name`, `aliases`, `type`, `id`
    /// and any further fields, which the entities then carry.
    pub gazetteers: Vec<PathBuf>,
}
