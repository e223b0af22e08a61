//! The archive: what is published, into PostgreSQL or into files.
//!
//! In reading order:
//!
//! * [`settings`], [`destination`]: how much at a time, and where to;
//! * [`message`], [`record`]: a published message, read as far as an archive needs it;
//! * [`postgres`]: tables, a transaction for each batch;
//! * [`files`]: JSON Lines by schema and day;
//! * `session`: from the queue into one of the two, and only then acknowledged;
//! * [`run`]: one session after another, as the worker does.
//!
//! A message that comes twice changes nothing in the tables, and may stand twice among the files. Whatever goes wrong
//! with the broker or the archive ends the session; what was not acknowledged comes again. While there is no session
//! nothing is taken, and [`Ops::ready`] says why.

pub mod destination;
pub mod files;
pub mod message;
pub mod postgres;
#[allow(missing_docs)] // The names are the schema's own.
pub mod record;
mod session;
pub mod settings;

use std::future::Future;
use std::ops::Range;
use std::time::Duration;

use tokio::sync::watch;

pub use destination::Destination;
pub use settings::ArchiveSettings;

use crate::broker::{BrokerSettings, TopologySettings};
use crate::ops::Ops;
use crate::worker::supervisor;
use files::Files;
use message::Message;
use postgres::{Postgres, StoreError};

/// Rows by table, or lines by schema.
pub type ArchivedRows = Vec<(&'static str, u64)>;

/// What became of a batch.
#[derive(Debug, Default)]
pub struct Written {
    /// What was written.
    pub rows: ArchivedRows,
    /// Messages that changed nothing.
    pub skipped: usize,
}

/// Everything that an archive is set up with.
#[derive(Debug, Clone)]
pub struct Setup {
    /// How to reach the broker.
    pub broker: BrokerSettings,
    /// Names of exchanges and queues.
    pub topology: TopologySettings,
    /// Its own settings.
    pub archive: ArchiveSettings,
    /// Where to.
    pub destination: Destination,
    /// Longest time from being told to stop until the end.
    pub drain_timeout: Duration,
}

/// Archives until `shutdown` resolves, then finishes what is in hand.
///
/// # Errors
/// What has to be changed first: a destination that cannot be used, tables of a newer version.
pub async fn run(setup: Setup, ops: Ops, shutdown: impl Future<Output = ()>) -> Result<(), String> {
    let (stop, stopping) = watch::channel(false);
    let broker = setup.broker.clone();
    let context = session::SessionContext { setup, ops: ops.clone(), stopping };
    let mut store = None;
    let sessions = async |before| session::run(&context, &mut store, before).await;
    let end = supervisor::run(&broker, &ops, stop, shutdown, sessions).await;
    if let Some(mut store) = store {
        store.close().map_err(|error| format!("{}: {error}", context.setup.destination))?;
    }
    end
}

/// An archive that is open.
#[derive(Debug)]
pub enum Store {
    /// Tables.
    Postgres(Postgres),
    /// Files.
    Files(Files),
}

impl Store {
    /// Opens an archive, and makes it where it is missing.
    ///
    /// # Errors
    /// [`StoreError::Refused`] and [`StoreError::Away`].
    pub async fn open(destination: &Destination, settings: &ArchiveSettings) -> Result<Store, StoreError> {
        match destination {
            Destination::Postgres(url) => Postgres::open(url, settings).await.map(Store::Postgres),
            Destination::Folder(path) => Files::open(path, settings).map(Store::Files),
        }
    }

    /// Writes a batch, each message that can be stored: one that cannot be holds up no other. Gives the indices of
    /// those, with the reason.
    ///
    /// # Errors
    /// [`StoreError::Away`]; what had been written by then is recognised when it comes again.
    pub async fn write(&mut self, messages: &[&Message]) -> Result<(Written, Vec<(usize, String)>), StoreError> {
        let mut total = Written::default();
        let mut refused = Vec::new();
        // Halves of what could not be written as a whole, so that one message in thousands is found in a few steps.
        let mut parts: Vec<Range<usize>> = std::iter::once(0..messages.len()).collect();
        while let Some(part) = parts.pop() {
            let written = match self {
                Store::Postgres(postgres) => postgres.write(&messages[part.clone()]).await,
                Store::Files(files) => tokio::task::block_in_place(|| files.write(&messages[part.clone()])),
            };
            match written {
                Ok(written) => {
                    total.rows.extend(written.rows);
                    total.skipped += written.skipped;
                }
                Err(StoreError::Content(reason)) if part.len() == 1 => refused.push((part.start, reason)),
                Err(StoreError::Content(_)) => {
                    let middle = part.start + part.len() / 2;
                    parts.push(middle..part.end);
                    parts.push(part.start..middle);
                }
                Err(error) => return Err(error),
            }
        }
        Ok((total, refused))
    }

    /// Looks after an archive that nothing is written to. Resolves when it has gone, with the reason.
    pub async fn watch(&mut self) -> String {
        match self {
            Store::Postgres(postgres) => postgres.gone().await,
            Store::Files(files) => loop {
                match files.due_in() {
                    Some(time) => tokio::time::sleep(time).await,
                    None => std::future::pending().await,
                }
                if let Err(error) = tokio::task::block_in_place(|| files.close_due()) {
                    return error.to_string();
                }
            },
        }
    }

    /// Closes files; tables need no closing.
    ///
    /// # Errors
    /// [`StoreError::Away`]; what is not at its place is put there when the folder is opened again.
    pub fn close(&mut self) -> Result<(), StoreError> {
        match self {
            Store::Postgres(_) => Ok(()),
            Store::Files(files) => tokio::task::block_in_place(|| files.close()),
        }
    }
}
