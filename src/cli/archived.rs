//! An archive that files are written into: by `copydesk enrich --to`, and by `copydesk archive FILE…`.

use anyhow::anyhow;
use indicatif::ProgressBar;
use jiff::Timestamp;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use crate::archive::message::{Message, Metadata};
use crate::archive::postgres::StoreError;
use crate::archive::{ArchiveSettings, Destination, Store};
use crate::article::Rejection;
use crate::enriched::EnrichedArticle;
use crate::publication::{OutputBudget, publications};

/// An archive with the batch that is gathered for it, while the one before is written.
pub struct Archived {
    runtime: Runtime,
    destination: Destination,
    settings: ArchiveSettings,
    batch: Vec<Message>,
    bytes: usize,
    progress: ProgressBar,
    writing: JoinHandle<Write>,
    refused: u64,
}

/// The archive, and what became of the batch that it was given.
type Write = (Store, Vec<Message>, Result<Vec<(usize, String)>, StoreError>);

impl Archived {
    /// Opens the archive.
    ///
    /// # Errors
    /// When it cannot be reached or used.
    pub fn open(
        destination: &Destination,
        settings: &ArchiveSettings,
        progress: &ProgressBar,
    ) -> anyhow::Result<Archived> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let opening = Store::open(destination, settings);
        let store = runtime.block_on(opening).map_err(|error| anyhow!("the archive at {destination}: {error}"))?;
        let writing = runtime.spawn(write(store, Vec::new()));
        let (settings, progress, destination) = (settings.clone(), progress.clone(), destination.clone());
        Ok(Archived { runtime, destination, settings, batch: Vec::new(), bytes: 0, progress, writing, refused: 0 })
    }

    /// Adds messages; begins to write them once there are enough.
    ///
    /// # Errors
    /// When the archive is away. What was written before stays, and is recognised when it comes again.
    pub fn add(&mut self, messages: Vec<Message>) -> anyhow::Result<()> {
        self.bytes += messages.iter().map(|message| message.json.len()).sum::<usize>();
        self.batch.extend(messages);
        let full = self.batch.len() >= usize::from(self.settings.batch_messages.get());
        if full || self.bytes >= self.settings.batch_bytes {
            let store = self.written()?;
            self.bytes = 0;
            self.writing = self.runtime.spawn(write(store, std::mem::take(&mut self.batch)));
        }
        Ok(())
    }

    /// Writes the rest, closes files, and counts the messages that the archive refused.
    ///
    /// # Errors
    /// As [`Archived::add`].
    pub fn finish(mut self) -> anyhow::Result<u64> {
        let store = self.written()?;
        self.writing = self.runtime.spawn(write(store, std::mem::take(&mut self.batch)));
        let mut store = self.written()?;
        let closing = async { store.close() };
        self.runtime.block_on(closing).map_err(|error| anyhow!("the archive at {}: {error}", self.destination))?;
        Ok(self.refused)
    }

    /// Waits for the batch that is being written.
    fn written(&mut self) -> anyhow::Result<Store> {
        let (store, batch, written) = self.runtime.block_on(&mut self.writing)?;
        let advice = "what was archived stays; run it again when it is back";
        let refused = written.map_err(|error| anyhow!("the archive at {}: {error}; {advice}", self.destination))?;
        for (index, reason) in &refused {
            let id = batch[*index].article_id();
            self.progress.suspend(|| complain!("article {id}: cannot be archived: {reason}"));
        }
        self.refused += refused.len() as u64;
        Ok(store)
    }
}

async fn write(mut store: Store, batch: Vec<Message>) -> Write {
    let messages: Vec<&Message> = batch.iter().collect();
    let written =
        if messages.is_empty() { Ok(Vec::new()) } else { store.write(&messages).await.map(|(_, refused)| refused) };
    (store, batch, written)
}

/// What the worker would publish for an article, as far as switched on.
///
/// # Errors
/// A rejection when the budget does not hold them.
pub fn messages(article: &EnrichedArticle, budget: &mut OutputBudget) -> Result<Vec<Message>, Rejection> {
    let now = Timestamp::now();
    let message = |publication: crate::publication::OutputMessage| {
        let metadata = Metadata { content_sha256: Some(&publication.content_sha256), ..Metadata::default() };
        Message::read(&publication.body, &metadata, usize::MAX, now).expect("what is published can be read")
    };
    Ok(publications(article, budget)?.into_iter().map(message).collect())
}
