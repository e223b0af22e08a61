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
//! * [`supervisor`]: one session after another;
//! * [`run`]: all of it together.
//!
//! A delivery is acknowledged once, after everything that replaces it was confirmed. When anything goes wrong with
//! the broker, nothing is decided: the whole session is dropped and built anew, and what was not acknowledged is
//! delivered again. Processing it again gives the same messages with the same ids, so that does no harm.

pub mod breaker;
pub mod disposition;
mod duplicates;
pub mod messages;
pub mod pool;
mod session;
mod settings;
pub mod supervisor;
pub mod task;

use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::sync::watch;

pub use disposition::Lane;
pub use settings::WorkerSettings;

use crate::broker::{BrokerSettings, TopologySettings};
use crate::ops::Ops;
use crate::pipeline::Pipeline;
use crate::publication::OutputSettings;

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
    /// Bytes of the largest body that is processed.
    pub largest_body: usize,
}

/// Works until `shutdown` resolves, then finishes what is in hand within `worker.drain_timeout`.
///
/// Trouble with the broker never ends it: it waits, with growing and random pauses, and builds a new session. While
/// it has none, [`Ops::ready`] says why.
pub async fn run(setup: Setup, pipeline: Arc<Pipeline>, ops: Ops, shutdown: impl Future<Output = ()>) {
    let (stop, stopping) = watch::channel(false);
    let context = session::SessionContext {
        pool: Arc::new(pool::Pool::new(pipeline, setup.outputs, &setup.worker, ops.health.clone())),
        breaker: Arc::new(Mutex::new(breaker::Breaker::new(&setup.worker))),
        broker: setup.broker,
        topology: setup.topology,
        worker: setup.worker,
        largest_body: setup.largest_body,
        ops: ops.clone(),
        stopping,
    };
    let sessions = async |before| session::run(&context, before).await;
    if let Err(reason) = supervisor::run(&context.broker, &ops, stop, shutdown, sessions).await {
        tracing::error!(reason, "the worker ends");
    }
}

/// Who this worker is, for the headers of what it could not do.
fn name() -> String {
    let host = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    format!("{}:{}", host.trim(), std::process::id())
}
