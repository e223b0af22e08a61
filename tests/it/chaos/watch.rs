//! The oracle: follows everything that leaves the workers, across outages, and knows what became of each article.

use std::collections::BTreeSet;
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use copydesk::broker::{Broker, BrokerError, BrokerSettings, Consume};
use tokio::runtime::Runtime;

use crate::rabbitmq::desk::{Account, Desk};

/// Takes outputs, dead letters and what was kept because no queue was bound for it.
pub struct Watch {
    seen: Arc<Mutex<Seen>>,
    /// The follower ends with it.
    runtime: Option<Runtime>,
}

struct Seen {
    account: Account,
    /// When something new came last.
    last: Instant,
}

/// What became of the articles of one scene.
pub struct Verdict {
    /// In the outputs.
    pub enriched: usize,
    /// In the dead letters, by the worker's own decision.
    pub rejected: usize,
    /// In the dead letters because the broker gave them up.
    pub given_up: usize,
    /// Nowhere.
    pub lost: BTreeSet<String>,
    /// In the outputs and in the dead letters.
    pub both: BTreeSet<String>,
    /// In the outputs and never published.
    pub phantom: BTreeSet<String>,
    /// Outputs that came again, as equal messages.
    pub repeated: usize,
    /// Outputs that came again with another body.
    pub unlike: BTreeSet<String>,
}

impl Watch {
    /// Begins to follow.
    pub fn new(desk: &Desk) -> Watch {
        Watch::over(desk, &[&desk.out, &desk.topology.unrouted_queue], Some(&desk.topology.dead_queue))
    }

    /// The same, but leaves the dead letters where they are.
    pub fn without_dead(desk: &Desk) -> Watch {
        Watch::over(desk, &[&desk.out, &desk.topology.unrouted_queue], None)
    }

    fn over(desk: &Desk, outputs: &[&String; 2], dead: Option<&String>) -> Watch {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let seen = Arc::new(Mutex::new(Seen { account: Account::default(), last: Instant::now() }));
        let (url, shared) = (desk.url.clone(), seen.clone());
        let (outputs, dead) = (outputs.map(String::clone), dead.cloned());
        runtime.spawn(async move {
            loop {
                // A broker that goes away is waited for.
                let _ = follow(&url, &outputs, dead.as_ref(), &shared).await;
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        Watch { seen, runtime: Some(runtime) }
    }

    /// How many articles have come out or died.
    pub fn count(&self) -> usize {
        let account = &self.seen().account;
        account.outputs.len() + account.dead.len()
    }

    /// How long nothing new has come.
    pub fn quiet(&self) -> Duration {
        self.seen().last.elapsed()
    }

    /// When something new came last.
    pub fn last(&self) -> Instant {
        self.seen().last
    }

    /// Whether every one of these has come out or died.
    pub fn has_all(&self, ids: &BTreeSet<String>) -> bool {
        let account = &self.seen().account;
        ids.iter().all(|id| account.outputs.contains_key(id) || account.dead.contains_key(id))
    }

    /// What became of these, so far.
    pub fn verdict(&self, fed: &BTreeSet<String>) -> Verdict {
        let Account { outputs, dead, duplicates, unlike } = &self.seen().account;
        let ids = |ids: &mut dyn Iterator<Item = &String>| ids.cloned().collect::<BTreeSet<_>>();
        let given_up = dead.values().filter(|code| *code == "by the broker").count();
        Verdict {
            enriched: outputs.len(),
            rejected: dead.len() - given_up,
            given_up,
            lost: ids(&mut fed.iter().filter(|id| !outputs.contains_key(*id) && !dead.contains_key(*id))),
            both: ids(&mut outputs.keys().filter(|id| dead.contains_key(*id))),
            phantom: ids(&mut outputs.keys().chain(dead.keys()).filter(|id| !fed.contains(*id))),
            repeated: *duplicates,
            unlike: unlike.clone(),
        }
    }

    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().expect("no panic while held")
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn follow(
    url: &str,
    outputs: &[String; 2],
    dead: Option<&String>,
    seen: &Mutex<Seen>,
) -> Result<(), BrokerError> {
    let settings = BrokerSettings { url: url.into(), ..BrokerSettings::default() };
    let broker = Broker::connect(&settings, "test").await?;
    let prefetch = NonZeroU16::new(500).expect("not zero");
    let consume = |queue: &String| Consume { queue: queue.clone(), prefetch, offset: None };
    let mut out = broker.consume(&consume(&outputs[0])).await?;
    let mut unrouted = broker.consume(&consume(&outputs[1])).await?;
    let mut dead = match dead {
        Some(dead) => Some(broker.consume(&consume(dead)).await?),
        None => None,
    };
    loop {
        let (is_dead, delivery) = tokio::select! {
            delivery = out.next() => (false, delivery?),
            delivery = unrouted.next() => (false, delivery?),
            delivery = async { dead.as_mut().expect("there is one").next().await }, if dead.is_some() => (true, delivery?),
        };
        delivery.acker.ack().await?;
        let mut seen = seen.lock().expect("no panic while held");
        // What comes again to us because our own acknowledgement was lost is no repetition by a worker.
        let properties = &delivery.properties;
        let (input, id) = (properties.correlation_id.as_deref(), properties.message_id.as_deref().unwrap_or_default());
        let known = input.and_then(|input| seen.account.outputs.get(input)?.get(id));
        if delivery.redelivered && !is_dead && known == Some(&delivery.body) {
            continue;
        }
        seen.last = Instant::now();
        match is_dead {
            true => seen.account.add_dead(delivery),
            false => seen.account.add_output(delivery),
        };
    }
}
