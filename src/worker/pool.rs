//! Processing: the pipeline on as many threads as there are cores, each message within its time budget.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::duplicates::Duplicates;
use super::{Lane, WorkerSettings};
use crate::article::{Input, Rejection, RejectionCode};
use crate::broker::Delivery;
use crate::enriched::{EnrichedArticle, Entity, Field, Mention, MentionKind, Quote, QuoteKind};
use crate::headers;
use crate::ops::recent;
use crate::pipeline::Pipeline;
use crate::publication::{OutputMessage, OutputSettings, publications};

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

impl Pool {
    /// Over a pipeline that is ready.
    pub fn new(pipeline: Arc<Pipeline>, outputs: OutputSettings, settings: &WorkerSettings) -> Self {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let threads = if settings.threads == 0 { cores() } else { settings.threads };
        Pool {
            pipeline,
            outputs,
            duplicates: Arc::new(Duplicates::new(settings.duplicate_window)),
            budget: settings.time_budget,
            threads: u32::try_from(threads).unwrap_or(1),
            all: Arc::new(Semaphore::new(threads)),
            replay: Arc::new(Semaphore::new((threads / 2).max(1))),
        }
    }

    /// Waits for a thread and processes one message on it. Never fails: a panic or a blown budget is a rejection.
    pub async fn process(&self, lane: Lane, delivery: &Arc<Delivery>) -> Processed {
        let permits = self.permits(lane).await;
        let stage = Arc::new(Mutex::new("decode"));
        let (pipeline, outputs, budget) = (self.pipeline.clone(), self.outputs, self.budget);
        let (input, reached, duplicates) = (delivery.clone(), stage.clone(), self.duplicates.clone());
        let started = Instant::now();
        let working = tokio::task::spawn_blocking(move || {
            // Held by the thread, so that one that does not end in time still counts as busy.
            let _permits = permits;
            run(&pipeline, &outputs, &duplicates, &input, budget, &reached)
        });
        // The pipeline looks at its budget between two steps; a step that never ends is left behind here.
        let result = match tokio::time::timeout(budget.saturating_mul(2), working).await {
            Ok(Ok(processed)) => return processed,
            Ok(Err(_)) => Rejection::new(RejectionCode::Panic, "making the outputs panicked"),
            Err(_) => Rejection::new(RejectionCode::Timeout, "a step took longer than twice the time budget"),
        };
        let stage = *stage.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let duration = started.elapsed();
        Processed { result: Err(result), stage, duration, words: 0, findings: Vec::new(), for_page: Vec::new() }
    }

    /// One thread; for a replayed message out of the replay's share; for one in quarantine all of them, because it may take
    /// down whatever runs beside it.
    async fn permits(&self, lane: Lane) -> Vec<OwnedSemaphorePermit> {
        let mut permits = Vec::new();
        if lane == Lane::Replay {
            permits.extend(self.replay.clone().acquire_owned().await);
        }
        let threads = if lane == Lane::Quarantine { self.threads } else { 1 };
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
    let result = pipeline.process_stepwise(&input, &mut |step| {
        if started.elapsed() > budget {
            return ControlFlow::Break(());
        }
        stage = step;
        *reached.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = step;
        ControlFlow::Continue(())
    });
    let articles = result.as_deref().unwrap_or_default();
    let words = articles.iter().map(|article| article.word_count).sum();
    let findings = findings(articles);
    let messages = |article: &EnrichedArticle| {
        let mut messages = publications(article, outputs);
        if let Some(id) = duplicates.original(article) {
            messages.iter_mut().for_each(|message| message.headers.push((headers::DUPLICATE_OF, id.clone())));
        }
        messages
    };
    let mut for_page = Vec::new();
    let result = result.map(|articles| {
        let outputs = articles.iter().flat_map(messages).collect();
        for_page = articles.into_iter().map(on_the_page).collect();
        outputs
    });
    Processed { result, stage, duration: started.elapsed(), words, findings, for_page }
}

fn on_the_page(article: EnrichedArticle) -> recent::Article {
    let entity = |entity: Entity| {
        let named = |mention: &&Mention| mention.field == Field::Text && mention.kind == MentionKind::Name;
        let names = entity.mentions.iter().filter(named).map(|mention| mention.start..mention.end).collect();
        recent::Entity { kind: entity.label.as_str(), name: entity.name, names }
    };
    let quote = |quote: Quote| recent::Quote {
        speaker: quote.speaker.and_then(|speaker| speaker.entity.and(speaker.name)),
        spans: match quote.field {
            Field::Text => quote.spans.iter().map(|span| span.start..span.end).collect(),
            Field::Title => Vec::new(),
        },
    };
    recent::Article {
        title: article.title,
        url: article.url,
        source: article.source.name.or(article.source.domain),
        text: article.text,
        entities: article.entities.into_iter().map(entity).collect(),
        quotes: article.quotes.into_iter().map(quote).collect(),
    }
}

fn findings(articles: &[EnrichedArticle]) -> Vec<(&'static str, usize)> {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    let types = articles.iter().flat_map(|article| {
        let entities = article.entities.iter().map(|entity| entity.label.as_str());
        entities.chain(article.quotes.iter().map(|quote| match quote.kind {
            QuoteKind::Direct => "direct_quote",
            QuoteKind::Mixed => "mixed_quote",
            QuoteKind::Indirect => "indirect_quote",
        }))
    });
    for kind in types {
        match counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    counts
}
