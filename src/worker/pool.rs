//! Processing: the pipeline on as many threads as there are cores, each message within its time budget.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::duplicates::Duplicates;
use super::{Lane, WorkerSettings};
use crate::article::{Input, Rejection, RejectionCode};
use crate::broker::Delivery;
use crate::enriched::{EnrichedArticle, Entity, Field, Mention, MentionKind, Quote, QuoteKind};
use crate::headers;
use crate::interrupt::{Interrupt, Interrupted};
use crate::ops::health::Health;
use crate::ops::recent;
use crate::pipeline::Pipeline;
use crate::publication::{OutputBudget, OutputMessage, OutputSettings, publications};

/// The threads and who may use them.
#[derive(Debug)]
pub struct Pool {
    pipeline: Arc<Pipeline>,
    outputs: OutputSettings,
    duplicates: Arc<Duplicates>,
    budget: Duration,
    threads: u32,
    all: Arc<Semaphore>,
    replay: Arc<Semaphore>,
    health: Arc<Health>,
}

/// What the pipeline made of a message.
#[derive(Debug)]
pub struct Processed {
    /// Everything to be published for it, or why there is nothing.
    pub result: Result<Vec<OutputMessage>, Rejection>,
    /// The step that it got to.
    pub stage: &'static str,
    /// Time on a thread.
    pub duration: Duration,
    /// Words of enriched text.
    pub words: usize,
    /// How many findings of each type.
    pub findings: Vec<(&'static str, usize)>,
    /// The articles as far as the page shows them.
    pub for_page: Vec<recent::Article>,
}

impl Processed {
    fn rejected(rejection: Rejection, stage: &'static str, duration: Duration) -> Self {
        Processed { result: Err(rejection), stage, duration, words: 0, findings: Vec::new(), for_page: Vec::new() }
    }
}

/// A thread as whoever waits for it sees it: at work, left behind, or done.
#[derive(Debug, Default)]
struct Left(AtomicU8);

impl Left {
    const AT_WORK: u8 = 0;
    const BEHIND: u8 = 1;
    const DONE: u8 = 2;

    /// Nobody waits any more. Whether the thread was still at work.
    fn leave_behind(&self) -> bool {
        self.0.compare_exchange(Self::AT_WORK, Self::BEHIND, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    /// The thread is done. Whether it had been left behind.
    fn done(&self) -> bool {
        self.0.swap(Self::DONE, Ordering::Relaxed) == Self::BEHIND
    }
}

/// Asks the work to end when nobody waits for it any more.
struct RaiseOnDrop(Interrupt);

impl Drop for RaiseOnDrop {
    fn drop(&mut self) {
        self.0.raise();
    }
}

/// Tells when the thread is done with a message, however that ends.
struct Done {
    left: Arc<Left>,
    health: Arc<Health>,
}

impl Drop for Done {
    fn drop(&mut self) {
        if self.left.done() {
            self.health.thread_freed();
        }
    }
}

impl Pool {
    /// Over a pipeline that is ready.
    pub fn new(
        pipeline: Arc<Pipeline>,
        outputs: OutputSettings,
        settings: &WorkerSettings,
        health: Arc<Health>,
    ) -> Self {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = if settings.threads == 0 { cores() } else { settings.threads };
        health.threads(threads);
        Pool {
            pipeline,
            outputs,
            duplicates: Arc::new(Duplicates::new(settings.duplicate_window)),
            budget: settings.time_budget,
            threads: u32::try_from(threads).unwrap_or(1),
            all: Arc::new(Semaphore::new(threads)),
            replay: Arc::new(Semaphore::new((threads / 2).max(1))),
            health,
        }
    }

    /// Waits for a thread and processes one message on it. Never fails: a panic or a blown budget is a rejection.
    ///
    /// When the budget is over the work is asked to end, which it does at its next look. Work that has not ended after
    /// twice the budget is left behind on its thread, and [`Health`] is told that the thread is stuck.
    pub async fn process(&self, lane: Lane, delivery: &Arc<Delivery>) -> Processed {
        let permits = self.permits(lane).await;
        let stage = Arc::new(Mutex::new("decode"));
        let (pipeline, outputs, budget) = (self.pipeline.clone(), self.outputs, self.budget);
        let (input, reached, duplicates) = (delivery.clone(), stage.clone(), self.duplicates.clone());
        let (interrupt, left) = (Interrupt::default(), Arc::new(Left::default()));
        // Also when the session goes and nobody waits for the end any more.
        let _raises = RaiseOnDrop(interrupt.clone());
        let (raised, done) = (interrupt.clone(), Done { left: left.clone(), health: self.health.clone() });
        let started = Instant::now();
        let mut working = tokio::task::spawn_blocking(move || {
            // Held by the thread, so that one that does not end in time still counts as busy.
            let _held = (permits, done);
            raised.run(|| run(&pipeline, &outputs, &duplicates, &input, budget, &reached))
        });
        let mut end = tokio::time::timeout(budget, &mut working).await;
        if end.is_err() {
            interrupt.raise();
            end = tokio::time::timeout(budget, working).await;
        }
        let timeout = |what: &str| Rejection::new(RejectionCode::Timeout, what);
        let result = match end {
            Ok(Ok(Ok(processed))) => return processed,
            Ok(Ok(Err(Interrupted))) => timeout("making the outputs took longer than the time budget"),
            Ok(Err(_)) => Rejection::new(RejectionCode::Panic, "making the outputs panicked"),
            Err(_) => {
                // Told first, so that it is never told of an end without a beginning.
                self.health.thread_stuck();
                if !left.leave_behind() {
                    self.health.thread_freed();
                }
                timeout("a step took longer than twice the time budget")
            }
        };
        let stage = *stage.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let duration = started.elapsed();
        Processed::rejected(result, stage, duration)
    }

    /// One thread; for a replayed message out of the replay's share; for one of the suspect lane all of them, because it may take
    /// down whatever runs beside it.
    async fn permits(&self, lane: Lane) -> Vec<OwnedSemaphorePermit> {
        let mut permits = Vec::new();
        if lane == Lane::Replay {
            permits.extend(self.replay.clone().acquire_owned().await);
        }
        let threads = if lane == Lane::Suspect { self.threads } else { 1 };
        permits.extend(self.all.clone().acquire_many_owned(threads).await);
        permits
    }
}

fn run(
    pipeline: &Pipeline,
    outputs: &OutputSettings,
    duplicates: &Duplicates,
    delivery: &Delivery,
    budget: Duration,
    reached: &Mutex<&'static str>,
) -> Processed {
    let started = Instant::now();
    let properties = &delivery.properties;
    let input = Input {
        body: &delivery.body,
        content_type: properties.content_type.as_deref(),
        content_encoding: properties.content_encoding.as_deref(),
        url: properties.headers.text("url"),
        date: properties.headers.text("date"),
    };
    let mut stage = "decode";
    let mut before = |step| {
        if started.elapsed() > budget {
            return ControlFlow::Break(());
        }
        stage = step;
        *reached.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = step;
        ControlFlow::Continue(())
    };
    let (mut messages, mut for_page, mut findings, mut words) = (Vec::new(), VecDeque::new(), Vec::new(), 0);
    let mut left = OutputBudget::new(outputs);
    let result = pipeline.process_each(&input, &mut before, &mut |article| {
        words += article.word_count;
        count_findings(&article, &mut findings);
        let mut made = publications(&article, &mut left)?;
        if let Some(id) = duplicates.original(&article) {
            made.iter_mut().for_each(|message| message.headers.push((headers::DUPLICATE_OF, id.clone())));
        }
        messages.append(&mut made);
        // The page shows the latest ones only.
        if for_page.len() == recent::KEPT {
            for_page.pop_front();
        }
        for_page.push_back(on_the_page(article));
        Ok(())
    });
    let duration = started.elapsed();
    match result {
        Ok(()) => Processed { result: Ok(messages), stage, duration, words, findings, for_page: for_page.into() },
        Err(rejection) => Processed::rejected(rejection, stage, duration),
    }
}

fn on_the_page(article: EnrichedArticle) -> recent::Article {
    // The page shows the beginning; the rest of a long text would only be kept.
    let shown = recent::TEXT;
    let entity = |entity: Entity| {
        let named = |mention: &&Mention| mention.field == Field::Text && mention.kind == MentionKind::Name;
        let mentions = entity.mentions.iter().filter(named).filter(|mention| mention.start < shown);
        let names = mentions.map(|mention| mention.start..mention.end).collect();
        recent::Entity { kind: entity.label.as_str(), name: entity.name, names }
    };
    let quote = |quote: Quote| recent::Quote {
        speaker: quote.speaker.and_then(|speaker| speaker.entity.and(speaker.name)),
        spans: match quote.field {
            Field::Text => quote.spans.iter().filter(|s| s.start < shown).map(|span| span.start..span.end).collect(),
            Field::Title => Vec::new(),
        },
    };
    recent::Article {
        title: article.title,
        url: article.url,
        source: article.source.name.or(article.source.domain),
        text: article.text.chars().take(shown).collect(),
        entities: article.entities.into_iter().map(entity).collect(),
        quotes: article.quotes.into_iter().map(quote).collect(),
    }
}

fn count_findings(article: &EnrichedArticle, counts: &mut Vec<(&'static str, usize)>) {
    let entities = article.entities.iter().map(|entity| entity.label.as_str());
    let kinds = entities.chain(article.quotes.iter().map(|quote| match quote.kind {
        QuoteKind::Direct => "direct_quote",
        QuoteKind::Mixed => "mixed_quote",
        QuoteKind::Indirect => "indirect_quote",
    }));
    for kind in kinds {
        match counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
}
