//! An archive that files are written into: by `copydesk enrich --to`, and by `copydesk archive FILE…`.

use anyhow::anyhow;
use indicatif::ProgressBar;
use jiff::Timestamp;
use tokio::runtime::Runtime;

use crate::archive::message::{Envelope, Message};
use crate::archive::{ArchiveSettings, Destination, Store};
use crate::article::Rejection;
use crate::enriched::EnrichedArticle;
use crate::publication::{OutputBudget, publications};

/// An archive with the batch that is gathered for it.
pub struct Archived {
    runtime: Runtime,
    store: Store,
    destination: Destination,
    settings: ArchiveSettings,
    batch: Vec<Message>,
    bytes: usize,
    progress: ProgressBar,
    /// Messages that the archive refused.
    pub refused: u64,
}

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
        let (settings, progress, destination) = (settings.clone(), progress.clone(), destination.clone());
        Ok(Archived { runtime, store, destination, settings, batch: Vec::new(), bytes: 0, progress, refused: 0 })
    }

    /// Adds messages; writes them once there are enough.
    ///
    /// # Errors
    /// When the archive is away. What was written before stays, and is recognised when it comes again.
    pub fn add(&mut self, messages: Vec<Message>) -> anyhow::Result<()> {
        self.bytes += messages.iter().map(|message| message.json.len()).sum::<usize>();
        self.batch.extend(messages);
        let full = self.batch.len() >= usize::from(self.settings.batch_messages.get());
        if full || self.bytes >= self.settings.batch_bytes { self.write() } else { Ok(()) }
    }

    /// Writes the rest, and closes files.
    ///
    /// # Errors
    /// As [`Archived::add`].
    pub fn finish(&mut self) -> anyhow::Result<()> {
        self.write()?;
        let closing = async { self.store.close() };
        self.runtime.block_on(closing).map_err(|error| anyhow!("the archive at {}: {error}", self.destination))
    }

    fn write(&mut self) -> anyhow::Result<()> {
        let messages: Vec<&Message> = self.batch.iter().collect();
        let writing = self.store.write(&messages);
        let advice = "what was archived stays; run it again when it is back";
        let (_, refused) = self
            .runtime
            .block_on(writing)
            .map_err(|error| anyhow!("the archive at {}: {error}; {advice}", self.destination))?;
        for (index, reason) in &refused {
            let id = self.batch[*index].article_id();
            self.progress.suspend(|| complain!("article {id}: cannot be archived: {reason}"));
        }
        self.refused += refused.len() as u64;
        self.batch.clear();
        self.bytes = 0;
        Ok(())
    }
}

/// What the worker would publish for an article, as far as switched on.
///
/// # Errors
/// A rejection when the budget does not hold them.
pub fn messages(article: &EnrichedArticle, budget: &mut OutputBudget) -> Result<Vec<Message>, Rejection> {
    let now = Timestamp::now();
    let message = |publication: crate::publication::OutputMessage| {
        let envelope = Envelope { content_sha256: Some(&publication.content_sha256), ..Envelope::default() };
        Message::read(&publication.body, &envelope, usize::MAX, now).expect("what is published can be read")
    };
    Ok(publications(article, budget)?.into_iter().map(message).collect())
}
