//! The worker: articles from a queue, through the pipeline, to the topics.
//!
//! The only module that knows both an article and a queue. In reading order:
//!
//! * [`disposition`]: what happens to a delivery, as one table;
//! * [`task`]: one delivery, step by step as the table says;
//! * [`pool`]: the pipeline on threads, within a time budget;
//! * [`messages`]: the messages that leave: outputs, dead letters, retries;
//! * [`breaker`]: holding everything back when most articles fail;
//! * `session`: two connections, three consumers, the tasks between them;
//! * [`run`]: one session after another.
//!
//! A delivery is acknowledged once, after everything that replaces it was confirmed. When anything goes wrong with
//! the broker, nothing is decided: the whole session is dropped and built anew, and what was not acknowledged is
//! delivered again. Processing it again gives the same messages with the same ids, so that does no harm.

pub mod breaker;
pub mod disposition;
mod duplicates;
pub mod messages;
pub mod pool;
mod prefetch_budget;
mod session;
mod settings;
pub mod task;

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::watch;

pub use disposition::Lane;
pub use settings::WorkerSettings;

use crate::broker::{BrokerError, BrokerSettings, TopologySettings};
use crate::ops::Ops;
use crate::pipeline::Pipeline;
use crate::publication::OutputSettings;

/// A session that was up for so long ended for a new reason: the pauses start small again.
const STABLE: Duration = Duration::from_secs(60);

/// Why a session ended before the worker was told to stop.
#[derive(Debug, thiserror::Error)]
enum SessionError {
    #[error(transparent)]
    Broker(#[from] BrokerError),
    #[error("{0}")]
    Task(String),
}

impl SessionError {
    /// Whether the broker could not even be reached.
    fn is_outage(&self) -> bool {
        use BrokerError::{Lost, Timeout};
        matches!(self, SessionError::Broker(Lost { call: "connect", .. } | Timeout { call: "connect", .. }))
    }

    /// A word for the metric.
    fn cause(&self) -> &'static str {
        match self {
            SessionError::Broker(BrokerError::Timeout { .. }) => "timeout",
            SessionError::Broker(BrokerError::Refused { .. }) => "refused",
            SessionError::Broker(BrokerError::Missing { .. }) => "missing",
            SessionError::Broker(BrokerError::Different { .. }) => "different",
            SessionError::Broker(BrokerError::Lost { .. }) => "lost",
            SessionError::Broker(BrokerError::Setting { .. }) => "setting",
            SessionError::Task(_) => "publish",
        }
    }
}

/// Everything that the worker is set up with.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// How to reach the broker.
    pub broker: BrokerSettings,
    /// Names of exchanges and queues.
    pub topology: TopologySettings,
    /// Its own settings.
    pub worker: WorkerSettings,
    /// What is published beside the article.
    pub outputs: OutputSettings,
}

/// Works until `shutdown` resolves, then finishes what is in hand within `worker.drain_timeout`.
///
/// SessionError with the broker never ends it: it waits, with growing and random pauses, and builds a new session. While
/// it has none, [`Ops::ready`] says why.
pub async fn run(setup: Setup, pipeline: Arc<Pipeline>, ops: Ops, shutdown: impl Future<Output = ()>) {
    let (stop, stopping) = watch::channel(false);
    let plan = session::Plan {
        pool: Arc::new(pool::Pool::new(pipeline, setup.outputs, &setup.worker)),
        breaker: Arc::new(Mutex::new(breaker::Breaker::new(&setup.worker))),
        broker: setup.broker,
        topology: setup.topology,
        worker: setup.worker,
        ops: ops.clone(),
        stopping,
    };
    let mut shutdown = pin!(shutdown);
    let mut supervising = pin!(supervise(&plan));
    let mut beat = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            () = &mut supervising => return,
            () = &mut shutdown, if !*stop.borrow() => {
                stop.send_replace(true);
            }
            _ = beat.tick() => ops.health.beat(),
        }
    }
}

/// One session after another.
async fn supervise(plan: &session::Plan) {
    let mut stopping = plan.stopping.clone();
    let mut ceiling = plan.broker.reconnect_min;
    let mut before = session::Before::default();
    loop {
        let started = tokio::time::Instant::now();
        let Err(trouble) = session::run(plan, before).await else { return };
        let stood = started.elapsed() > STABLE;
        before = session::Before {
            outage: trouble.is_outage(),
            // Once in doubt, in doubt until a session has stood.
            publish_trouble: matches!(trouble, SessionError::Task(_)) || (before.publish_trouble && !stood),
        };
        let reason = trouble.to_string();
        plan.ops.health.disconnected(&reason);
        plan.ops.metrics.reconnected(trouble.cause());
        if stood {
            ceiling = plan.broker.reconnect_min;
        }
        // Anywhere below the ceiling, so that many workers do not all come back at the same moment.
        let pause = ceiling.mul_f64(fastrand::f64());
        ceiling = (ceiling * 2).min(plan.broker.reconnect_max);
        tracing::warn!(reason, cause = trouble.cause(), ?pause, "the session ended; building a new one");
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// Who this worker is, for the headers of what it could not do.
fn name() -> String {
    let host = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    format!("{}:{}", host.trim(), std::process::id())
}
