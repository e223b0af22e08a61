//! Publishing in order with many under way, and what became of each.

use std::time::Duration;

use futures_util::stream::FuturesOrdered;
use futures_util::{FutureExt, StreamExt};
use tokio::sync::oneshot;

use crate::broker::{Publication, PublishOutcome, Publisher};

/// How often a publish that the broker refused (a full queue) is tried again.
const ATTEMPTS: u32 = 5;

/// Messages published together.
const BATCH: usize = 64;

/// Messages sent and not answered, at most: twice the publisher's default window, so that it never waits for us.
const WINDOW: usize = 512;

/// Publishes batch after batch, several at a time, and gives back each message with its outcome, in order.
#[derive(Debug)]
pub struct Conveyor<T> {
    publisher: Publisher,
    under_way: FuturesOrdered<tokio::task::JoinHandle<Vec<(T, PublishOutcome)>>>,
    /// Ends when the last batch has been handed to the publisher.
    submitted: Option<oneshot::Receiver<()>>,
    waiting_for: usize,
    batch: Vec<(T, Publication)>,
}

impl<T: Send + 'static> Conveyor<T> {
    /// Nothing on it yet.
    pub fn new(publisher: Publisher) -> Self {
        Conveyor { publisher, under_way: FuturesOrdered::new(), submitted: None, waiting_for: 0, batch: Vec::new() }
    }

    /// Puts one on, and waits while the conveyor is full. Gives back what has been answered by then.
    pub async fn put(&mut self, item: T, publication: Publication) -> Vec<(T, PublishOutcome)> {
        self.batch.push((item, publication));
        if self.batch.len() >= BATCH {
            self.send();
        }
        let mut answered = Vec::new();
        while let Some(Some(batch)) = self.under_way.next().now_or_never() {
            self.take(batch, &mut answered);
        }
        while self.waiting_for >= WINDOW
            && let Some(batch) = self.under_way.next().await
        {
            self.take(batch, &mut answered);
        }
        answered
    }

    /// Sends what has been put on, be it a whole batch or not.
    pub fn send(&mut self) {
        if self.batch.is_empty() {
            return;
        }
        self.waiting_for += self.batch.len();
        let (items, publications): (Vec<T>, Vec<Publication>) = std::mem::take(&mut self.batch).into_iter().unzip();
        let publisher = self.publisher.clone();
        let (last, submitted) = oneshot::channel();
        let before = self.submitted.replace(submitted);
        self.under_way.push_back(tokio::spawn(async move {
            // In order, whichever task the runtime wakes first.
            if let Some(before) = before {
                let _ = before.await;
            }
            let answer = publisher.submit(publications.clone()).await;
            drop(last);
            let outcomes = retried(&publisher, publications, answer.await).await;
            items.into_iter().zip(outcomes).collect()
        }));
    }

    /// Sends the rest and waits for all answers.
    pub async fn finish(mut self) -> Vec<(T, PublishOutcome)> {
        self.send();
        let mut answered = Vec::new();
        while let Some(batch) = self.under_way.next().await {
            self.take(batch, &mut answered);
        }
        answered
    }

    fn take(
        &mut self,
        batch: Result<Vec<(T, PublishOutcome)>, tokio::task::JoinError>,
        answered: &mut Vec<(T, PublishOutcome)>,
    ) {
        // A task that was aborted or panicked answers nothing: its items stay where they are.
        let batch = batch.unwrap_or_default();
        self.waiting_for = self.waiting_for.saturating_sub(batch.len());
        answered.extend(batch);
    }
}

/// Tries again what the broker had no room for.
async fn retried(
    publisher: &Publisher,
    publications: Vec<Publication>,
    mut outcomes: Vec<PublishOutcome>,
) -> Vec<PublishOutcome> {
    for attempt in 1..ATTEMPTS {
        let refused: Vec<usize> = (0..outcomes.len()).filter(|&i| outcomes[i] == PublishOutcome::Nacked).collect();
        if refused.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200 << attempt)).await;
        let again = refused.iter().map(|&i| publications[i].clone()).collect();
        for (i, outcome) in refused.into_iter().zip(publisher.publish(again).await) {
            outcomes[i] = outcome;
        }
    }
    outcomes
}

/// Why a publish failed, in words for people.
pub fn reason(outcome: &PublishOutcome, target: &str) -> String {
    match outcome {
        PublishOutcome::Confirmed => "confirmed".to_owned(),
        PublishOutcome::Nacked => format!("{target} takes no more (full?)"),
        PublishOutcome::Returned(reason) => {
            format!("{target}: {reason}; `copydesk topology apply` declares what is missing")
        }
        PublishOutcome::TooLarge(reason) => reason.clone(),
        PublishOutcome::Lost(reason) => format!("{target}: {reason}"),
    }
}
