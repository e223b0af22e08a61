//! One session after another, whatever happens to the broker, until told to stop. The worker and the archive run so.

use std::future::Future;
use std::pin::pin;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::broker::{Broker, BrokerError, BrokerSettings, ConnectionState, Topology};
use crate::ops::Ops;

/// A session that was up for so long ended for a new reason: the pauses start small again.
const STABLE: Duration = Duration::from_secs(60);

/// Why a session ended before the worker was told to stop.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The broker, or the way to it.
    #[error(transparent)]
    Broker(#[from] BrokerError),
    /// A task could not publish, or panicked.
    #[error("{0}")]
    Task(String),
    /// What is written to beside the broker does not take it for now.
    #[error("{0}")]
    Store(String),
    /// An exchange or a queue is not there, and this process may not declare it.
    #[error("{missing}; topology.declare is false here, so declare it with `{command}`")]
    Undeclared {
        /// What the broker says.
        missing: BrokerError,
        /// What declares it.
        command: &'static str,
    },
    /// It will never get better without a human: the process ends.
    #[error("{0}")]
    Fatal(String),
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
            SessionError::Broker(BrokerError::Missing { .. }) | SessionError::Undeclared { .. } => "missing",
            SessionError::Broker(BrokerError::Different { .. }) => "different",
            SessionError::Broker(BrokerError::Unacknowledged { .. }) => "consumer_timeout",
            SessionError::Broker(BrokerError::Lost { .. }) => "lost",
            SessionError::Broker(BrokerError::Setting { .. }) => "setting",
            SessionError::Task(_) => "publish",
            SessionError::Store(_) | SessionError::Fatal(_) => "store",
        }
    }
}

/// Declares a topology; where that is not for this process to do but for `command`, insists that it is there.
///
/// # Errors
/// [`SessionError::Undeclared`] where something is missing that may not be declared, else as the broker says.
pub async fn provide(
    broker: &Broker,
    topology: &Topology,
    declare: bool,
    command: &'static str,
) -> Result<(), SessionError> {
    if declare {
        return Ok(broker.apply(topology).await?);
    }
    broker.require(topology).await.map_err(|error| match error {
        missing @ BrokerError::Missing { .. } => SessionError::Undeclared { missing, command },
        error => SessionError::Broker(error),
    })
}

/// What is known from the sessions before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Before {
    /// The broker could not be reached: it may be starting.
    pub outage: bool,
    /// A task could not publish: the rights to do so are looked at first.
    pub publish_trouble: bool,
}

/// Runs sessions until one ends well. Once `shutdown` resolves, `stop` says so to the session.
///
/// # Errors
/// The words of [`SessionError::Fatal`].
pub async fn run(
    broker: &BrokerSettings,
    ops: &Ops,
    stop: watch::Sender<bool>,
    shutdown: impl Future<Output = ()>,
    session: impl AsyncFnMut(Before) -> Result<(), SessionError>,
) -> Result<(), String> {
    let mut shutdown = pin!(shutdown);
    let mut supervising = pin!(supervise(broker, ops, stop.subscribe(), session));
    let mut beat = tokio::time::interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            end = &mut supervising => return end,
            () = &mut shutdown, if !*stop.borrow() => {
                stop.send_replace(true);
            }
            _ = beat.tick() => ops.health.beat(),
        }
    }
}

async fn supervise(
    broker: &BrokerSettings,
    ops: &Ops,
    mut stopping: watch::Receiver<bool>,
    mut session: impl AsyncFnMut(Before) -> Result<(), SessionError>,
) -> Result<(), String> {
    let mut ceiling = broker.reconnect_min;
    let mut before = Before::default();
    loop {
        let started = tokio::time::Instant::now();
        let trouble = match session(before).await {
            Ok(()) => return Ok(()),
            Err(SessionError::Fatal(reason)) => return Err(reason),
            Err(trouble) => trouble,
        };
        let stood = started.elapsed() > STABLE;
        before = Before {
            outage: trouble.is_outage(),
            // Once in doubt, in doubt until a session has stood.
            publish_trouble: matches!(trouble, SessionError::Task(_)) || (before.publish_trouble && !stood),
        };
        let reason = trouble.to_string();
        ops.health.disconnected(&reason);
        ops.metrics.reconnected(trouble.cause());
        if stood {
            ceiling = broker.reconnect_min;
        }
        // Anywhere below the ceiling, so that many workers do not all come back at the same moment.
        let pause = ceiling.mul_f64(fastrand::f64());
        ceiling = (ceiling * 2).min(broker.reconnect_max);
        tracing::warn!(reason, cause = trouble.cause(), ?pause, "the session ended; building a new one");
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stopping.wait_for(|stop| *stop) => return Ok(()),
        }
    }
}

/// Tells health and log when the broker blocks publishing, and the log again for as long as it lasts.
pub async fn tell_blocked(mut link: watch::Receiver<ConnectionState>, ops: Ops, remind_every: Duration) {
    loop {
        let state = link.borrow_and_update().clone();
        let changed = match state {
            ConnectionState::Blocked(reason) => {
                tracing::warn!(reason, "the broker takes no messages for now");
                ops.health.blocked(true);
                let since = Instant::now();
                loop {
                    match tokio::time::timeout(remind_every, link.changed()).await {
                        Ok(changed) => break changed,
                        Err(_) => {
                            let seconds = since.elapsed().as_secs();
                            tracing::warn!(reason, seconds, "the broker still takes no messages");
                        }
                    }
                }
            }
            ConnectionState::Up => {
                ops.health.blocked(false);
                link.changed().await
            }
            ConnectionState::Down(_) => return,
        };
        if changed.is_err() {
            return;
        }
    }
}
