//! What can be set about the archive.

use std::num::NonZeroU16;
use std::path::PathBuf;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::secret::Address;

/// Section `archive`: what `copydesk archive` reads, where to it writes, and how much at a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ArchiveSettings {
    /// Where to: a database as `postgres://user:password@host/database`, or a folder; `--to` wins over it.
    pub to: Address,
    /// Queue of what is published and not yet archived. It is declared by `copydesk archive` alone, and keeps everything
    /// until it is archived.
    pub queue: String,
    /// Routing keys that it is bound with: `["quote.#"]` archives quotes and no texts.
    pub keys: Vec<String>,
    /// Messages written together, at most, and half of what is taken and not acknowledged.
    pub batch_messages: NonZeroU16,
    /// Bodies written together, in bytes, at most; one that is larger is written alone.
    pub batch_bytes: usize,
    /// Longest wait for a batch to fill. What comes in is in the archive this much later when little comes.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub batch_age: Duration,
    /// Largest body once its compression is undone, in bytes.
    pub max_message_bytes: usize,
    /// Whether tables are created and brought up to this version. Without it they have to be there already, and the
    /// database user needs no right to create any.
    pub migrate: bool,
    /// Longest wait for a connection to the database.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub connect_timeout: Duration,
    /// Longest wait for the database to carry out one statement. A batch that takes longer is undone and tried again.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub statement_timeout: Duration,
    /// Longest wait for a lock that somebody else holds on the tables.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub lock_timeout: Duration,
    /// PEM file of the authorities to trust for the database, in addition to the system's.
    pub ca_file: Option<PathBuf>,
    /// A file is closed when it has so many bytes, compressed.
    pub file_bytes: u64,
    /// A file is closed when it is so old.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub file_age: Duration,
    /// Compression of files, 1 to 19: more is smaller and slower.
    pub compression_level: i32,
}

impl Default for ArchiveSettings {
    fn default() -> Self {
        ArchiveSettings {
            to: Address::default(),
            queue: "copydesk.archive.queue".to_owned(),
            keys: ["article.#", "quote.#", "entity.#"].map(str::to_owned).to_vec(),
            batch_messages: NonZeroU16::new(2000).unwrap_or(NonZeroU16::MIN),
            batch_bytes: 8 * 1024 * 1024,
            batch_age: Duration::from_secs(1),
            max_message_bytes: 64 * 1024 * 1024,
            migrate: true,
            connect_timeout: Duration::from_secs(10),
            statement_timeout: Duration::from_secs(60),
            lock_timeout: Duration::from_secs(10),
            ca_file: None,
            file_bytes: 128 * 1024 * 1024,
            file_age: Duration::from_secs(3600),
            compression_level: 3,
        }
    }
}

impl ArchiveSettings {
    /// Checks that something is archived.
    ///
    /// # Errors
    /// The setting, and what is wrong with it.
    pub fn check(&self) -> Result<(), String> {
        if self.keys.is_empty() {
            return Err("setting archive.keys: no key, so nothing would be archived; give \"#\" for all".to_owned());
        }
        Ok(())
    }
}
