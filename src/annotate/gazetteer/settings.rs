//! What can be set about entities.

use std::path::PathBuf;

use anyhow::Context;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Watchlist, read_csv, read_jsonl};

/// Whom and what to look for beside what the models find.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct EntitySettings {
    /// Files of names that you watch, CSV with a header or JSON Lines (`.jsonl`): `name`, `aliases`, `type`, `id`
    /// and any further fields, which the entities then carry.
    pub gazetteers: Vec<PathBuf>,
}

impl EntitySettings {
    /// Reads the lists; files whose name ends in `.jsonl` or `.json` hold JSON Lines, all others CSV.
    ///
    /// # Errors
    /// A file that cannot be read, or a line of it that is no entry; the message names both.
    pub fn load(&self) -> anyhow::Result<Watchlist> {
        let mut entries = Vec::new();
        for path in &self.gazetteers {
            let name = path.display();
            let text =
                std::fs::read_to_string(path).with_context(|| format!("entities.gazetteers: cannot read {name}"))?;
            let json = path.extension().is_some_and(|extension| extension == "jsonl" || extension == "json");
            let read = if json { read_jsonl(&text) } else { read_csv(&text) };
            entries.extend(read.with_context(|| format!("entities.gazetteers: {name}"))?);
        }
        Ok(Watchlist::new(entries))
    }
}
