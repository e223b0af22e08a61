//! Watching the worker: logs, metrics, traces, health and the page for people.
//!
//! Everything here is told and never asks: the worker is given an [`Ops`] and reports what happened, and nothing in
//! this module knows an article, a queue or a setting of another module.

pub mod health;
pub mod history;
pub mod http;
pub mod logging;
pub mod metrics;
mod page;
pub mod recent;
mod settle_guard;
pub mod traces;

use std::sync::Arc;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use settle_guard::SettleGuard;

use health::{Health, Verdict};
use history::History;
use metrics::{Metrics, Settlement};
use recent::Recent;
use traces::Traces;

use crate::secret::{Address, Secret};

/// Settings of the ops port, the logs and the traces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OpsSettings {
    /// Address and port of `/livez`, `/readyz`, `/metrics` and the page; empty switches them off.
    pub listen: String,
    /// When not empty, `/metrics` and the page ask for it (`Authorization: Bearer …` or `?token=…`).
    pub token: Secret,
    /// `/livez` fails when articles are in flight and none was settled for so long.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub stalled_after: Duration,
    /// Logs as lines of JSON or for reading.
    pub log_format: logging::Format,
    /// What to log: a level, or `target=level` pairs separated by commas.
    pub log_level: String,
    /// Address of an OTLP collector (`http://127.0.0.1:4318`) to which spans are sent as protobuf over HTTP; empty
    /// sends none.
    pub otlp_endpoint: Address,
    /// The share, 0 to 1, of articles whose trace is kept. For an article that comes with a `traceparent` whoever
    /// sent it has decided.
    pub trace_ratio: f64,
}

impl Default for OpsSettings {
    fn default() -> Self {
        OpsSettings {
            listen: "127.0.0.1:9464".into(),
            token: Secret::default(),
            stalled_after: Duration::from_secs(120),
            log_format: logging::Format::Auto,
            log_level: "info".into(),
            otlp_endpoint: Address::default(),
            trace_ratio: 1.0,
        }
    }
}

impl OpsSettings {
    /// Checks address and log level.
    ///
    /// # Errors
    /// The setting, and what is wrong with it.
    pub fn check(&self) -> Result<(), String> {
        let port = self.listen.rsplit_once(':').map(|(_, port)| port.parse::<u16>());
        if !self.listen.is_empty() && !matches!(port, Some(Ok(_))) {
            return Err(format!("setting ops.listen: {} is no host:port such as 127.0.0.1:9464", self.listen));
        }
        let endpoint = &self.otlp_endpoint;
        if !endpoint.is_empty() && !["http://", "https://"].iter().any(|scheme| endpoint.reveal().starts_with(scheme)) {
            return Err(format!("setting ops.otlp_endpoint: {endpoint} is no address such as http://127.0.0.1:4318"));
        }
        logging::filter(&self.log_level).map(drop)
    }
}

/// What the worker reports to; cheap to clone, shared by all its tasks.
#[derive(Debug, Clone)]
pub struct Ops {
    /// Counters, gauges and histograms.
    pub metrics: Arc<Metrics>,
    /// Whether it is connected, consuming, blocked, paused.
    pub health: Arc<Health>,
    /// The last hour, for the page.
    pub history: Arc<History>,
    /// What was published lately, for the page.
    pub recent: Arc<Recent>,
    /// Spans; off until set.
    pub traces: Traces,
    stalled_after: Duration,
}

impl Ops {
    /// Fresh handles: nothing counted, nothing connected.
    pub fn new(settings: &OpsSettings) -> Self {
        Ops {
            metrics: Arc::new(Metrics::new()),
            health: Arc::new(Health::new()),
            history: Arc::default(),
            recent: Arc::default(),
            traces: Traces::default(),
            stalled_after: settings.stalled_after,
        }
    }

    /// A delivery of `bytes` from a lane got its `outcome`, `after` this long since it came.
    pub fn settled(&self, lane: &'static str, outcome: Settlement, bytes: usize, after: Duration) {
        self.metrics.settled(lane, outcome, bytes, after);
        self.history.settled(outcome, after);
    }

    /// A message goes to the dead letters for the reason with this code.
    pub fn rejected(&self, code: &'static str) {
        self.metrics.rejected(code);
        self.recent.rejected(code);
    }

    /// Whether the process does what it is for; a restart may help when it does not.
    pub fn live(&self) -> Verdict {
        self.health.live(self.metrics.in_flight_messages.get() > 0, self.stalled_after)
    }

    /// Whether it takes articles and can publish.
    pub fn ready(&self) -> Verdict {
        self.health.ready()
    }
}
