//! What publishing from files, replay and the dead letters share: messages that are moved by hand.
//!
//! A move is always publish, confirm, then let go of the original; a crash in between leaves a message in two places
//! and never in none.

mod pace;

use std::time::Duration;

use futures_util::stream::FuturesOrdered;
use futures_util::{FutureExt, StreamExt};
use tokio::sync::oneshot;

use crate::broker::{Delivery, Outcome, Publication, Publisher};
use crate::normalize::decode;

pub use pace::Pace;

/// How often a publish that the broker refused (a full queue) is tried again.
const ATTEMPTS: u32 = 5;

/// Bytes of a decompressed body that are looked at, at most.
const SEARCHED: usize = 32 << 20;

/// Messages published together.
const BATCH: usize = 64;

/// Messages sent and not answered, at most: twice the publisher's default window, so that it never waits for us.
const WINDOW: usize = 512;

/// Which raw messages are meant; an empty list means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matching {
    /// Message ids, or the `id` that a JSON body begins with or holds.
    pub ids: Vec<String>,
    /// Sources as in the routing key `raw.<source>`.
    pub sources: Vec<String>,
    /// Words that the body has to hold, in any case.
    pub text: Option<String>,
}

impl Matching {
    /// Whether a message with this id, source and decoded body is meant.
    pub fn matches(&self, id: Option<&str>, source: &str, body: impl FnOnce() -> String) -> bool {
        let source_fits = self.sources.is_empty() || self.sources.iter().any(|s| s == source);
        let id_fits = self.ids.is_empty() || id.is_some_and(|id| self.ids.iter().any(|i| i == id));
        if !source_fits || (id_fits && self.text.is_none()) {
            return source_fits;
        }
        let body = body();
        let text_fits = self.text.as_ref().is_none_or(|text| body.to_lowercase().contains(&text.to_lowercase()));
        text_fits && (id_fits || self.ids.iter().any(|id| holds_id(&body, id)))
    }
}

/// Whether the body is a JSON object with this `id`. The search comes first because parsing is slow.
fn holds_id(body: &str, id: &str) -> bool {
    let Some(value) = body.contains(id).then(|| serde_json::from_str::<serde_json::Value>(body).ok()).flatten() else {
        return false;
    };
    value.get("id").is_some_and(|value| value.as_str() == Some(id) || *value == id)
}

/// The source that a routing key names: `raw.<source>`; what a move set aside counts before the delivery's own.
pub fn source(delivery: &Delivery) -> &str {
    let origin = delivery.properties.headers.text("x-copydesk-origin-routing-key");
    let key = origin.unwrap_or(&delivery.routing_key);
    key.split_once('.').map_or(key, |(_, source)| source)
}

/// The body as text, its compression undone where that works, for searching and showing.
pub fn body_text(delivery: &Delivery) -> String {
    let encoding = delivery.properties.content_encoding.as_deref();
    match decode::decode(&delivery.body, encoding, SEARCHED) {
        Ok(decoded) => String::from_utf8_lossy(&decoded.bytes).into_owned(),
        Err(_) => String::from_utf8_lossy(&delivery.body).into_owned(),
    }
}

/// Publishes batch after batch, several at a time, and gives back each message with its outcome, in order.
#[derive(Debug)]
pub struct Conveyor<T> {
    publisher: Publisher,
    under_way: FuturesOrdered<tokio::task::JoinHandle<Vec<(T, Outcome)>>>,
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
    pub async fn put(&mut self, item: T, publication: Publication) -> Vec<(T, Outcome)> {
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
    pub async fn finish(mut self) -> Vec<(T, Outcome)> {
        self.send();
        let mut answered = Vec::new();
        while let Some(batch) = self.under_way.next().await {
            self.take(batch, &mut answered);
        }
        answered
    }

    fn take(&mut self, batch: Result<Vec<(T, Outcome)>, tokio::task::JoinError>, answered: &mut Vec<(T, Outcome)>) {
        // A task that was aborted or panicked answers nothing: its items stay where they are.
        let batch = batch.unwrap_or_default();
        self.waiting_for = self.waiting_for.saturating_sub(batch.len());
        answered.extend(batch);
    }
}

/// Tries again what the broker had no room for.
async fn retried(publisher: &Publisher, publications: Vec<Publication>, mut outcomes: Vec<Outcome>) -> Vec<Outcome> {
    for attempt in 1..ATTEMPTS {
        let refused: Vec<usize> = (0..outcomes.len()).filter(|&i| outcomes[i] == Outcome::Nacked).collect();
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
pub fn reason(outcome: &Outcome, target: &str) -> String {
    match outcome {
        Outcome::Confirmed => "confirmed".to_owned(),
        Outcome::Nacked => format!("{target} takes no more (full?)"),
        Outcome::Returned(reason) => {
            format!("{target}: {reason}; `copydesk topology apply` declares what is missing")
        }
        Outcome::TooLarge(reason) => reason.clone(),
        Outcome::Lost(reason) => format!("{target}: {reason}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_meant_by_id_source_and_text_together() {
        let body = || r#"{"id":"a1","text":"The Harbour pier"}"#.to_owned();
        let matching = |ids: &[&str], sources: &[&str], text: Option<&str>| Matching {
            ids: ids.iter().map(|s| (*s).to_owned()).collect(),
            sources: sources.iter().map(|s| (*s).to_owned()).collect(),
            text: text.map(str::to_owned),
        };
        assert!(matching(&[], &[], None).matches(None, "x", body));
        assert!(matching(&["m1"], &[], None).matches(Some("m1"), "x", body));
        assert!(matching(&["a1"], &[], None).matches(Some("m1"), "x", body), "the article's own id");
        assert!(!matching(&["a"], &[], None).matches(Some("m1"), "x", body));
        assert!(matching(&[], &["x"], Some("harbour")).matches(None, "x", body));
        assert!(!matching(&[], &["y"], Some("harbour")).matches(None, "x", body));
        assert!(!matching(&["m1"], &[], Some("beach")).matches(Some("m1"), "x", body));
    }
}
