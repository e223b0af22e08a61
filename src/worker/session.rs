//! One session: two connections, three consumers, and the tasks between them. It ends as a whole.

use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::WorkerSettings;
use super::breaker::Breaker;
use super::disposition::Lane;
use super::pool::Pool;
use super::supervisor::{Before, SessionError, provide, tell_blocked};
use super::task::{Shared, handle};
use crate::broker::{
    Broker, BrokerError, BrokerSettings, Consume, Consumer, PrefetchBudget, Publisher, Topology, TopologySettings,
};
use crate::ops::Ops;
use crate::ops::health::Role;

/// What every session is made from.
pub(super) struct SessionContext {
    pub broker: BrokerSettings,
    pub topology: TopologySettings,
    pub worker: WorkerSettings,
    /// Bytes of the largest body that is processed.
    pub largest_body: usize,
    pub pool: Arc<Pool>,
    pub breaker: Arc<Mutex<Breaker>>,
    pub ops: Ops,
    pub stopping: watch::Receiver<bool>,
}

/// Opens a session and works until the worker is told to stop (then everything in hand has been settled, or the
/// drain's time was up) or something goes wrong.
pub(super) async fn run(context: &SessionContext, before: Before) -> Result<(), SessionError> {
    let mut stopping = context.stopping.clone();
    let mut session = tokio::select! {
        session = Session::open(context, before) => session?,
        _ = stopping.wait_for(|stop| *stop) => return Ok(()),
    };
    tracing::info!(queue = context.topology.input_queue, "consuming");
    let end = session.work(&mut stopping).await;
    if end.is_ok() {
        // Closing is part of the time that the drain has.
        session.drain(context.worker.drain_timeout.saturating_sub(context.broker.close_timeout)).await;
    }
    session.close().await;
    end
}

struct Session {
    consuming: Broker,
    publishing: Broker,
    live: Consumer,
    replay: Consumer,
    suspect: Consumer,
    shared: Arc<Shared>,
    tasks: JoinSet<Result<(), String>>,
    prefetch: NonZeroU16,
    replay_prefetch: NonZeroU16,
    sizes: PrefetchBudget,
    /// Tells the health state when the broker blocks; ends with the session.
    _watcher: JoinSet<()>,
}

impl Session {
    async fn open(context: &SessionContext, before: Before) -> Result<Session, SessionError> {
        let connect = |role| Broker::connect(&context.broker, role);
        let (consuming, publishing) = tokio::try_join!(connect("consume"), connect("publish"))?;
        if before.outage {
            tokio::time::sleep(context.broker.settle_after_outage).await;
        }
        context.ops.health.connected(Role::Consume, true);
        context.ops.health.connected(Role::Publish, true);
        let mut watcher = JoinSet::new();
        watcher.spawn(tell_blocked(publishing.link(), context.ops.clone(), context.broker.confirm_timeout));
        let topology = Topology::new(&context.topology);
        provide(&consuming, &topology, context.topology.declare, "copydesk topology apply").await?;
        // Nothing is taken before the way out is known to be open: every session that ends with deliveries in hand
        // brings them nearer to their queue's delivery limit.
        if before.publish_trouble {
            for exchange in [&context.topology.enriched_exchange, &context.topology.dead_exchange] {
                publishing.may_publish(exchange).await?;
            }
        }
        let publisher: Publisher = publishing.publisher().await?;
        publisher.probe().await?;
        context.breaker.lock().unwrap_or_else(std::sync::PoisonError::into_inner).new_session();
        let consume = |queue: &str, prefetch| {
            let what = Consume { queue: queue.to_owned(), prefetch, offset: None };
            let consuming = &consuming;
            async move { consuming.consume(&what).await }
        };
        let sizes = PrefetchBudget::new(context.worker.in_flight_bytes, context.largest_body);
        let first = |most: NonZeroU16| sizes.better_prefetch(most, most).unwrap_or(most);
        let live = consume(&context.topology.input_queue, first(context.worker.prefetch)).await?;
        let replay = consume(&context.topology.replay_queue, first(context.worker.replay_prefetch)).await?;
        let suspect = consume(&context.topology.suspect_queue, NonZeroU16::MIN).await?;
        context.ops.health.consuming(true);
        let shared = Arc::new(Shared {
            pool: context.pool.clone(),
            publisher,
            tiers: context.topology.retry_tiers().into_iter().map(|(name, _)| name).collect(),
            topology: context.topology.clone(),
            breaker: context.breaker.clone(),
            ops: context.ops.clone(),
            stopping: context.stopping.clone(),
        });
        Ok(Session {
            consuming,
            publishing,
            live,
            replay,
            suspect,
            shared,
            tasks: JoinSet::new(),
            prefetch: context.worker.prefetch,
            replay_prefetch: context.worker.replay_prefetch,
            sizes,
            _watcher: watcher,
        })
    }

    /// Takes deliveries until told to stop. Each has a task of its own; the prefetch bounds how many there are.
    async fn work(&mut self, stopping: &mut watch::Receiver<bool>) -> Result<(), SessionError> {
        loop {
            let (lane, delivery) = tokio::select! {
                _ = stopping.wait_for(|stop| *stop) => return Ok(()),
                Some(end) = self.tasks.join_next(), if !self.tasks.is_empty() => {
                    ended(end)?;
                    continue;
                }
                delivery = self.live.next() => (Lane::Live, delivery),
                delivery = self.replay.next() => (Lane::Replay, delivery),
                delivery = self.suspect.next() => (Lane::Suspect, delivery),
            };
            let delivery = delivery?;
            self.sizes.saw(delivery.body.len());
            self.tasks.spawn(handle(self.shared.clone(), lane, delivery));
            self.fit_prefetch().await?;
        }
    }

    /// Takes fewer at a time while large articles come.
    async fn fit_prefetch(&mut self) -> Result<(), BrokerError> {
        for (consumer, most) in [(&mut self.live, self.prefetch), (&mut self.replay, self.replay_prefetch)] {
            if let Some(prefetch) = self.sizes.better_prefetch(consumer.prefetch(), most) {
                tracing::info!(prefetch, "adapting to the size of the articles");
                consumer.set_prefetch(prefetch).await?;
            }
        }
        Ok(())
    }

    /// Takes nothing more and lets what is in hand be finished, published, confirmed and acknowledged.
    async fn drain(&mut self, limit: Duration) {
        self.shared.ops.health.draining();
        tracing::info!(in_hand = self.tasks.len(), "stopping");
        let finishing = async {
            for consumer in [&self.live, &self.replay, &self.suspect] {
                // Deliveries keep coming if this fails; nobody takes them, so they go back when we are gone.
                let _ = consumer.cancel().await;
            }
            while let Some(end) = self.tasks.join_next().await {
                if ended(end).is_err() {
                    break;
                }
            }
        };
        if tokio::time::timeout(limit, finishing).await.is_err() {
            tracing::warn!(unfinished = self.tasks.len(), "the drain timeout is up; the rest goes back to its queue");
        }
    }

    async fn close(mut self) {
        self.tasks.shutdown().await;
        tokio::join!(self.consuming.close(), self.publishing.close());
    }
}

/// How a task ended. A panic in one is a bug of ours; the session is rebuilt and the delivery comes again.
fn ended(end: Result<Result<(), String>, tokio::task::JoinError>) -> Result<(), SessionError> {
    match end {
        Ok(end) => end.map_err(SessionError::Task),
        Err(error) => Err(SessionError::Task(error.to_string())),
    }
}
