//! One delivery, from its arrival to its acknowledgement.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use tokio::sync::watch;

use super::breaker::{Admission, Breaker};
use super::disposition::{DeliveryState, Event, Lane, Step, next_step};
use super::messages;
use super::pool::{Pool, Processed};
use crate::broker::{Delivery, Publication, PublishOutcome, Publisher, TopologySettings};
use crate::ops::traces::{Received, Span};
use crate::ops::{Ops, SettleGuard, metrics};

#[cfg(test)]
mod tests;

/// What the tasks of a session share.
#[derive(Debug)]
pub struct Shared {
    /// Threads and pipeline.
    pub pool: Arc<Pool>,
    /// The way out.
    pub publisher: Publisher,
    /// Names of exchanges and queues.
    pub topology: TopologySettings,
    /// Name of the exchange of each retry tier.
    pub tiers: Vec<String>,
    /// Holds articles back when most of them fail.
    pub breaker: Arc<Mutex<Breaker>>,
    /// Is told what happens.
    pub ops: Ops,
    /// True once the worker was told to stop.
    pub stopping: watch::Receiver<bool>,
}

/// Labels of the retry tiers in metrics, where a label must come from a fixed set.
const TIERS: [&str; 8] = ["1", "2", "3", "4", "5", "6", "7", "8"];

/// Sees one delivery through.
///
/// # Errors
/// Why the session has to end. The delivery stays unacknowledged and comes again.
pub async fn handle(shared: Arc<Shared>, lane: Lane, delivery: Delivery) -> Result<(), String> {
    let account = SettleGuard::open(&shared.ops, lane.as_str(), delivery.body.len(), delivery.redelivered);
    let facts = DeliveryState {
        lane,
        delivered_before: delivery.delivery_count(),
        attempt: messages::attempt(&delivery),
        tiers: shared.tiers.len(),
    };
    let span = shared.ops.traces.received(&received(&delivery, lane_queue(lane, &shared.topology)));
    let mut task = Task { shared: &shared, facts, delivery: Arc::new(delivery), processed: None, span };
    let mut outcome = metrics::Settlement::Accepted;
    let mut event = Event::Received;
    loop {
        event = match next_step(event, &facts) {
            Step::Process if !task.admitted().await => return Ok(()),
            Step::Process => task.process().await,
            Step::PublishOutputs => task.publish_outputs().await,
            Step::DeadLetter(rejection) => {
                outcome = metrics::Settlement::Dead;
                let stage = task.stage();
                task.span.failed(rejection.code.as_str());
                shared.ops.rejected(rejection.code.as_str());
                tracing::warn!(
                    code = rejection.code.as_str(),
                    reason = rejection.message,
                    stage,
                    lane = lane.as_str(),
                    message_id = task.delivery.properties.message_id,
                    "rejected an article"
                );
                let topology = &shared.topology;
                task.move_to("dead", messages::dead_letter(&task.delivery, &rejection, stage, facts.attempt, topology))
                    .await
            }
            Step::Retry(tier, reason) => {
                task.span.failed("output_refused");
                outcome = metrics::Settlement::Retried;
                shared.ops.metrics.retried(TIERS[tier.min(TIERS.len() - 1)]);
                let exchange = &shared.tiers[tier];
                tracing::warn!(tier = exchange, reason, "an output was refused; the article will be tried again");
                let queue = task.queue();
                task.move_to("retry", messages::retry(&task.delivery, exchange, queue, &reason, facts.attempt)).await
            }
            Step::Suspect => {
                outcome = metrics::Settlement::Retried;
                let deliveries = facts.delivered_before + 1;
                let message_id = &task.delivery.properties.message_id;
                tracing::warn!(
                    lane = lane.as_str(),
                    deliveries,
                    message_id,
                    "an article keeps returning; it will be tried alone in the suspect lane"
                );
                task.move_to("suspect", messages::suspect(&task.delivery, &shared.topology)).await
            }
            Step::Ack => {
                task.ack().await?;
                task.span.attribute("copydesk.outcome", outcome.as_str());
                account.settle(outcome);
                return Ok(());
            }
            Step::EndSession(reason) => {
                task.span.failed("session_lost");
                return Err(reason);
            }
        };
    }
}

struct Task<'a> {
    shared: &'a Shared,
    facts: DeliveryState,
    delivery: Arc<Delivery>,
    processed: Option<Processed>,
    span: Span,
}

impl Task<'_> {
    /// Waits while the breaker holds articles back. False when the worker stops meanwhile: the article was not
    /// touched and goes back to its queue.
    async fn admitted(&self) -> bool {
        if self.facts.lane == Lane::Suspect {
            return true;
        }
        let mut stopping = self.shared.stopping.clone();
        loop {
            let Admission::Wait(pause) = self.admit() else { return true };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stopping.wait_for(|stop| *stop) => return false,
            }
        }
    }

    /// Asks the breaker for this article. What health says of it changes under the breaker's lock, or it could say
    /// for a whole pause what another article saw before.
    fn admit(&self) -> Admission {
        let mut breaker = self.breaker();
        let admission = breaker.admit(Instant::now());
        if admission == Admission::Go {
            self.shared.ops.health.paused(None);
        }
        admission
    }

    /// Tells the breaker what came of this article.
    fn record(&self, is_rejected: bool) {
        let mut breaker = self.breaker();
        if breaker.record(is_rejected, Instant::now()) {
            let reason = "most of the latest articles were rejected".to_owned();
            tracing::error!(reason, "the circuit breaker holds all articles back");
            self.shared.ops.health.paused(Some(reason));
        }
    }

    async fn process(&mut self) -> Event {
        let span = self.shared.ops.traces.enrich(&self.span);
        let processed = self.shared.pool.process(self.facts.lane, &self.delivery).await;
        span.attribute("copydesk.stage", processed.stage);
        drop(span);
        let metrics = &self.shared.ops.metrics;
        metrics.process_seconds.observe(processed.duration.as_secs_f64());
        metrics.words.inc_by(processed.words as u64);
        for (kind, count) in &processed.findings {
            metrics.found(kind, *count);
        }
        let event = match &processed.result {
            Ok(_) => Event::Enriched,
            Err(rejection) => Event::Rejected(rejection.clone()),
        };
        if self.facts.lane != Lane::Suspect {
            self.record(processed.result.is_err());
        }
        self.processed = Some(processed);
        event
    }

    async fn publish_outputs(&mut self) -> Event {
        let Some(Processed { result: Ok(outputs), duration, for_page, .. }) = &mut self.processed else {
            unreachable!("outputs are published only after the pipeline made some");
        };
        let input = &self.delivery.properties;
        let exchange = &self.shared.topology.enriched_exchange;
        let span = self.shared.ops.traces.publish(&self.span, exchange, outputs.len());
        let trace = span.headers();
        let outputs: Vec<Publication> = std::mem::take(outputs)
            .into_iter()
            .map(|output| messages::output(output, input, &trace, *duration, &self.shared.topology))
            .collect();
        let kinds: Vec<(&'static str, usize)> = outputs.iter().map(|o| (kind(&o.routing_key), o.body.len())).collect();
        let for_page = std::mem::take(for_page);
        let mut event = Event::Confirmed;
        for (outcome, (kind, bytes)) in self.publish(outputs).await.into_iter().zip(kinds) {
            match outcome {
                PublishOutcome::Confirmed => self.shared.ops.metrics.published(kind, bytes),
                // A lost publisher outweighs whatever else went wrong.
                PublishOutcome::Lost(reason) => return Event::Lost(reason),
                PublishOutcome::TooLarge(reason) => event = Event::OutputTooLarge(reason),
                PublishOutcome::Nacked if event == Event::Confirmed => {
                    event = Event::OutputRefused("nacked".to_owned())
                }
                PublishOutcome::Returned(reason) if event == Event::Confirmed => event = Event::OutputRefused(reason),
                PublishOutcome::Nacked | PublishOutcome::Returned(_) => {}
            }
        }
        if event == Event::Confirmed {
            for_page.into_iter().for_each(|article| self.shared.ops.recent.article(article));
        }
        event
    }

    /// Publishes the delivery itself to another queue.
    async fn move_to(&self, kind: &'static str, publication: Publication) -> Event {
        let bytes = publication.body.len();
        let to = format!("{} {}", publication.exchange, publication.routing_key);
        match self.publish(vec![publication]).await.remove(0) {
            PublishOutcome::Confirmed => {
                self.shared.ops.metrics.published(kind, bytes);
                Event::Confirmed
            }
            PublishOutcome::Lost(reason) => Event::Lost(reason),
            PublishOutcome::Nacked => Event::MoveRefused(format!("{to}: refused by a full queue")),
            PublishOutcome::Returned(reason) | PublishOutcome::TooLarge(reason) => {
                Event::MoveRefused(format!("{to}: {reason}"))
            }
        }
    }

    async fn publish(&self, publications: Vec<Publication>) -> Vec<PublishOutcome> {
        let metrics = &self.shared.ops.metrics;
        let started = Instant::now();
        let outcomes = self.shared.publisher.publish_whole(publications).await;
        metrics.confirm_seconds.observe(started.elapsed().as_secs_f64());
        for outcome in &outcomes {
            match outcome {
                PublishOutcome::Confirmed => {}
                PublishOutcome::Nacked => metrics.publish_failed("nacked"),
                PublishOutcome::Returned(_) => metrics.publish_failed("returned"),
                PublishOutcome::TooLarge(_) => metrics.publish_failed("too_large"),
                PublishOutcome::Lost(_) => metrics.publish_failed("closed"),
            }
        }
        outcomes
    }

    async fn ack(&self) -> Result<(), String> {
        let ops = &self.shared.ops;
        self.delivery.acker.ack().await.map_err(|error| {
            ops.metrics.lost_acks.inc();
            error.to_string()
        })?;
        ops.health.progress();
        ops.metrics.last_ack.set(jiff::Timestamp::now().as_second() as f64);
        Ok(())
    }

    /// How far it got.
    fn stage(&self) -> &'static str {
        match &self.processed {
            None => "receive",
            Some(Processed { result: Ok(_), .. }) => "publish",
            Some(processed) => processed.stage,
        }
    }

    /// The queue of its lane.
    fn queue(&self) -> &str {
        lane_queue(self.facts.lane, &self.shared.topology)
    }

    fn breaker(&self) -> std::sync::MutexGuard<'_, Breaker> {
        self.shared.breaker.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The queue of a lane.
fn lane_queue(lane: Lane, topology: &TopologySettings) -> &str {
    match lane {
        Lane::Live => &topology.input_queue,
        Lane::Replay => &topology.replay_queue,
        Lane::Suspect => &topology.suspect_queue,
    }
}

/// What its span says about a delivery.
fn received<'a>(delivery: &'a Delivery, queue: &'a str) -> Received<'a> {
    let properties = &delivery.properties;
    Received {
        queue,
        exchange: &delivery.exchange,
        routing_key: &delivery.routing_key,
        message_id: properties.message_id.as_deref(),
        body_size: delivery.body.len(),
        traceparent: properties.headers.text("traceparent"),
        tracestate: properties.headers.text("tracestate"),
    }
}

/// The first word of a routing key: `article`, `quote` or `entity`.
fn kind(routing_key: &str) -> &'static str {
    match routing_key.split('.').next() {
        Some("quote") => "quote",
        Some("entity") => "entity",
        _ => "article",
    }
}
