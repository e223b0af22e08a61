//! Every metric of the program, declared in this one file.
//!
//! Names are `copydesk_<noun>_<unit>_total` for counters; base units are seconds and bytes. Labels take few, fixed
//! values: no address, host or source. For the messages of each lane
//! `accepted + dead + retried + skipped + requeued = received` once nothing is in flight.

use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::health::State;

/// One label with its value.
type One = [(&'static str, &'static str); 1];
/// Two labels with their values.
type Two = [(&'static str, &'static str); 2];

/// How a delivery was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Settlement {
    /// All its outputs were confirmed, then it was acknowledged.
    Accepted,
    /// It went to the dead letters.
    Dead,
    /// It went to a retry tier or to the suspect lane.
    Retried,
    /// It was acknowledged with nothing to publish.
    Skipped,
    /// It went back to the broker unsettled: the session broke or the drain's time was up.
    Requeued,
}

impl Settlement {
    /// All outcomes.
    pub const ALL: [Settlement; 5] =
        [Settlement::Accepted, Settlement::Dead, Settlement::Retried, Settlement::Skipped, Settlement::Requeued];

    /// The label's value.
    pub fn as_str(self) -> &'static str {
        match self {
            Settlement::Accepted => "accepted",
            Settlement::Dead => "dead",
            Settlement::Retried => "retried",
            Settlement::Skipped => "skipped",
            Settlement::Requeued => "requeued",
        }
    }
}

/// All metrics; see the fields of [`Metrics::new`] for what each says.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    received: Family<One, Counter>,
    settled: Family<Two, Counter>,
    rejections: Family<One, Counter>,
    retries: Family<One, Counter>,
    published: Family<One, Counter>,
    publish_failures: Family<One, Counter>,
    reconnects: Family<One, Counter>,
    findings: Family<One, Counter>,
    archived: Family<One, Counter>,
    /// Deliveries that the broker marked as redelivered.
    pub redelivered: Counter,
    /// Acknowledgements that could not be sent because their channel was gone; the message comes again.
    pub lost_acks: Counter,
    /// Bodies received, as they came.
    pub received_bytes: Counter,
    /// Bodies published.
    pub published_bytes: Counter,
    /// Words of enriched text.
    pub words: Counter,
    /// Messages taken and not settled yet.
    pub in_flight_messages: Gauge,
    /// Their bodies together.
    pub in_flight_bytes: Gauge,
    connected: Family<One, Gauge>,
    consuming: Gauge,
    blocked: Gauge,
    paused: Gauge,
    stuck_threads: Gauge,
    /// Unix time of the last acknowledgement.
    pub last_ack: Gauge<f64, AtomicU64>,
    /// Time in the text pipeline per message.
    pub process_seconds: Histogram,
    /// From a publish to its confirm.
    pub confirm_seconds: Histogram,
    /// From a batch's first statement to its commit, or to its sync where the archive is files.
    pub archive_seconds: Histogram,
    handle_seconds: Family<One, Histogram, fn() -> Histogram>,
}

/// From a quarter of a millisecond to half a minute, each twice the one before: past the ten seconds of the alert
/// `CopydeskSlow`, because a quantile is never told beyond the last bucket.
fn latency() -> Histogram {
    Histogram::new(prometheus_client::metrics::histogram::exponential_buckets(0.00025, 2.0, 18))
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// All at zero.
    pub fn new() -> Self {
        let metrics = Metrics {
            registry: Registry::default(),
            received: Family::default(),
            settled: Family::default(),
            rejections: Family::default(),
            retries: Family::default(),
            published: Family::default(),
            publish_failures: Family::default(),
            reconnects: Family::default(),
            findings: Family::default(),
            archived: Family::default(),
            redelivered: Counter::default(),
            lost_acks: Counter::default(),
            received_bytes: Counter::default(),
            published_bytes: Counter::default(),
            words: Counter::default(),
            in_flight_messages: Gauge::default(),
            in_flight_bytes: Gauge::default(),
            connected: Family::default(),
            consuming: Gauge::default(),
            blocked: Gauge::default(),
            paused: Gauge::default(),
            stuck_threads: Gauge::default(),
            last_ack: Gauge::default(),
            process_seconds: latency(),
            confirm_seconds: latency(),
            archive_seconds: latency(),
            handle_seconds: Family::new_with_constructor(latency),
        };
        metrics.registered()
    }

    fn registered(mut self) -> Self {
        let mut registry = Registry::with_prefix("copydesk");
        let r = &mut registry;
        r.register("messages_received", "Deliveries taken, by lane", self.received.clone());
        r.register("messages_settled", "Deliveries by lane and what became of them", self.settled.clone());
        r.register("messages_redelivered", "Deliveries that had been delivered before", self.redelivered.clone());
        r.register("messages_rejected", "Messages refused, by code of the reason", self.rejections.clone());
        r.register("messages_retried", "Messages sent to a retry tier, by tier", self.retries.clone());
        r.register("acks_lost", "Acknowledgements whose channel was gone", self.lost_acks.clone());
        r.register("publications_confirmed", "Publishes that the broker confirmed, by kind", self.published.clone());
        r.register("publications_failed", "Publishes not confirmed, by cause", self.publish_failures.clone());
        r.register("broker_reconnects", "Sessions rebuilt, by cause", self.reconnects.clone());
        r.register("findings", "Entities and quotes published, by type", self.findings.clone());
        r.register("archive_rows", "Rows or lines archived, by table or schema", self.archived.clone());
        r.register("words", "Words of enriched text", self.words.clone());
        r.register_with_unit("received", "Bodies received", Unit::Bytes, self.received_bytes.clone());
        r.register_with_unit("published", "Bodies published", Unit::Bytes, self.published_bytes.clone());
        r.register("in_flight_messages", "Messages taken and not settled yet", self.in_flight_messages.clone());
        r.register_with_unit(
            "in_flight",
            "Bodies of the messages in flight",
            Unit::Bytes,
            self.in_flight_bytes.clone(),
        );
        r.register("broker_connected", "1 while the connection is open, by role", self.connected.clone());
        r.register("worker_consuming", "1 while a consumer is registered", self.consuming.clone());
        r.register("broker_blocked", "1 while the broker blocks publishing", self.blocked.clone());
        r.register("worker_paused", "1 while nothing is settled on purpose: the circuit breaker is open, or the archive's store does not answer", self.paused.clone());
        let stuck = "Threads that did not end an article in time and are still at it";
        r.register("worker_stuck_threads", stuck, self.stuck_threads.clone());
        let unit = Unit::Seconds;
        r.register_with_unit("last_ack_timestamp", "Time of the last acknowledgement", unit, self.last_ack.clone());
        r.register_with_unit("process", "Text pipeline, per message", Unit::Seconds, self.process_seconds.clone());
        r.register_with_unit("confirm", "From publish to confirm", Unit::Seconds, self.confirm_seconds.clone());
        let archive = self.archive_seconds.clone();
        r.register_with_unit("archive", "Writing a batch into the archive", Unit::Seconds, archive);
        let handle = self.handle_seconds.clone();
        r.register_with_unit("handle", "From delivery to acknowledgement, by lane", Unit::Seconds, handle);
        r.register("build", "The program", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        self.registry = registry;
        self
    }

    /// A delivery of so many bytes was taken from a lane (`live`, `replay`, `suspect`, `archive`).
    pub fn received(&self, lane: &'static str, bytes: usize) {
        self.received.get_or_create(&[("lane", lane)]).inc();
        self.received_bytes.inc_by(bytes as u64);
        self.in_flight_messages.inc();
        self.in_flight_bytes.inc_by(i64::try_from(bytes).unwrap_or(i64::MAX));
    }

    /// A delivery of `bytes` from a lane got its `outcome`, `after` this long since it came.
    pub fn settled(&self, lane: &'static str, outcome: Settlement, bytes: usize, after: std::time::Duration) {
        self.settled.get_or_create(&[("lane", lane), ("outcome", outcome.as_str())]).inc();
        self.handle_seconds.get_or_create(&[("lane", lane)]).observe(after.as_secs_f64());
        self.in_flight_messages.dec();
        self.in_flight_bytes.dec_by(i64::try_from(bytes).unwrap_or(i64::MAX));
    }

    /// A message was refused for the reason with this code.
    pub fn rejected(&self, code: &'static str) {
        self.rejections.get_or_create(&[("code", code)]).inc();
    }

    /// A message was sent to a retry tier (`10s`, `1m`, …).
    pub fn retried(&self, tier: &'static str) {
        self.retries.get_or_create(&[("tier", tier)]).inc();
    }

    /// A publish was confirmed; the kind is `article`, `quote`, `entity`, `dead`, `retry`.
    pub fn published(&self, kind: &'static str, bytes: usize) {
        self.published.get_or_create(&[("kind", kind)]).inc();
        self.published_bytes.inc_by(bytes as u64);
    }

    /// A publish was not confirmed; the cause is `nacked`, `returned`, `timeout`, `closed`.
    pub fn publish_failed(&self, cause: &'static str) {
        self.publish_failures.get_or_create(&[("cause", cause)]).inc();
    }

    /// A session is rebuilt; the cause is one of a few words.
    pub fn reconnected(&self, cause: &'static str) {
        self.reconnects.get_or_create(&[("cause", cause)]).inc();
    }

    /// So many findings of a type (`person`, `direct_quote`, …) were published.
    pub fn found(&self, kind: &'static str, count: usize) {
        self.findings.get_or_create(&[("type", kind)]).inc_by(count as u64);
    }

    /// So many rows of a table, or lines of a schema, were archived.
    pub fn archived(&self, table: &'static str, rows: u64) {
        self.archived.get_or_create(&[("table", table)]).inc_by(rows);
    }

    /// The sum over all lanes and the given outcomes.
    pub fn settled_total(&self, lanes: &[&'static str], outcome: Settlement) -> u64 {
        let label = ("outcome", outcome.as_str());
        lanes.iter().filter_map(|lane| self.settled.get(&[("lane", lane), label]).map(|count| count.get())).sum()
    }

    /// The OpenMetrics text format, which Prometheus reads, with the state of the worker as gauges.
    pub fn render(&self, state: &State) -> String {
        self.connected.get_or_create(&[("role", "consume")]).set(i64::from(state.consume_connected));
        self.connected.get_or_create(&[("role", "publish")]).set(i64::from(state.publish_connected));
        self.consuming.set(i64::from(state.consuming));
        self.blocked.set(i64::from(state.blocked));
        self.paused.set(i64::from(state.paused.is_some()));
        self.stuck_threads.set(i64::try_from(state.stuck_threads).unwrap_or(i64::MAX));
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("writing to a string cannot fail");
        text
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use expect_test::expect;

    use super::*;

    #[test]
    fn what_was_received_is_settled_and_the_names_are_stable() {
        let metrics = Metrics::new();
        for outcome in Settlement::ALL {
            metrics.received("live", 10);
            metrics.settled("live", outcome, 10, Duration::from_millis(1));
        }
        metrics.rejected("no_text");
        metrics.published("article", 100);
        let text = metrics.render(&State { consume_connected: true, ..State::default() });
        let mut lines: Vec<&str> =
            text.lines().filter(|line| !line.starts_with('#') && !line.contains("_bucket")).collect();
        lines.sort_unstable();
        expect![[r#"
            copydesk_acks_lost_total 0
            copydesk_archive_seconds_count 0
            copydesk_archive_seconds_sum 0.0
            copydesk_broker_blocked 0
            copydesk_broker_connected{role="consume"} 1
            copydesk_broker_connected{role="publish"} 0
            copydesk_build_info{version="0.1.0"} 1
            copydesk_confirm_seconds_count 0
            copydesk_confirm_seconds_sum 0.0
            copydesk_handle_seconds_count{lane="live"} 5
            copydesk_handle_seconds_sum{lane="live"} 0.005
            copydesk_in_flight_bytes 0
            copydesk_in_flight_messages 0
            copydesk_last_ack_timestamp_seconds 0.0
            copydesk_messages_received_total{lane="live"} 5
            copydesk_messages_redelivered_total 0
            copydesk_messages_rejected_total{code="no_text"} 1
            copydesk_messages_settled_total{lane="live",outcome="accepted"} 1
            copydesk_messages_settled_total{lane="live",outcome="dead"} 1
            copydesk_messages_settled_total{lane="live",outcome="requeued"} 1
            copydesk_messages_settled_total{lane="live",outcome="retried"} 1
            copydesk_messages_settled_total{lane="live",outcome="skipped"} 1
            copydesk_process_seconds_count 0
            copydesk_process_seconds_sum 0.0
            copydesk_publications_confirmed_total{kind="article"} 1
            copydesk_published_bytes_total 100
            copydesk_received_bytes_total 50
            copydesk_words_total 0
            copydesk_worker_consuming 0
            copydesk_worker_paused 0
            copydesk_worker_stuck_threads 0"#]]
        .assert_eq(&lines.join("\n"));
    }
}
