//! What can be set about a replay.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Section `replay`: putting raw articles from the stream into the replay lane once more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ReplaySettings {
    /// Folder where a replay keeps its position, so that it goes on after a crash where it was. A relative path
    /// begins at the folder where the command is run.
    pub state_dir: PathBuf,
}

impl Default for ReplaySettings {
    fn default() -> Self {
        ReplaySettings { state_dir: ".copydesk".into() }
    }
}
