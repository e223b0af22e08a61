//! Exchanges, queues and bindings as data: [`Topology::new`] says what there should be, [`Broker::apply`] declares
//! it, [`Broker::check`] compares, [`Topology::definitions`] prints it as RabbitMQ reads it.
//!
//! [`Broker::apply`]: super::Broker::apply
//! [`Broker::check`]: super::Broker::check

mod declare;
mod definitions;
mod settings;

pub use declare::{Finding, State};
pub use settings::TopologySettings;

use super::{Headers, Value};

/// Everything that copydesk needs on the broker.
#[derive(Debug, Clone, PartialEq)]
pub struct Topology {
    /// In the order of declaration.
    pub exchanges: Vec<Exchange>,
    /// In the order of declaration.
    pub queues: Vec<Queue>,
    /// In the order of declaration.
    pub bindings: Vec<Binding>,
}

/// A durable exchange.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    /// Its name.
    pub name: String,
    /// `topic`, `direct` or `fanout`.
    pub kind: &'static str,
    /// Its arguments.
    pub arguments: Headers,
}

/// A durable queue or stream.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// Its arguments, `x-queue-type` among them.
    pub arguments: Headers,
}

/// A binding of a queue to an exchange.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// Name of the exchange.
    pub exchange: String,
    /// Name of the queue.
    pub queue: String,
    /// The routing key or pattern.
    pub routing_key: String,
}

/// More than any message will ever be delivered. RabbitMQ 4 limits quorum queues to 20 deliveries unless told
/// otherwise, and looking at a dead letter is a delivery.
const WITHOUT_LIMIT: i64 = 1_000_000;

impl Topology {
    /// What there should be, by these settings.
    pub fn new(settings: &TopologySettings) -> Topology {
        let mut topology = Topology { exchanges: Vec::new(), queues: Vec::new(), bindings: Vec::new() };
        topology.raw_side(settings);
        topology.retry_tiers(settings);
        topology.enriched_side(settings);
        topology
    }

    /// What `copydesk archive` needs: a queue of its own for what is published with these keys, and the dead letters.
    /// No part of [`Topology::new`], because a queue that nobody empties fills the broker's disk.
    pub fn archive(settings: &TopologySettings, queue: &str, keys: &[String]) -> Topology {
        let mut topology = Topology { exchanges: Vec::new(), queues: Vec::new(), bindings: Vec::new() };
        topology.dead_side(settings);
        topology.enriched_side(&TopologySettings { archive: false, ..settings.clone() });
        topology.add_archive(settings, queue, keys);
        topology
    }

    /// Adds that queue to what there should be.
    pub fn add_archive(&mut self, settings: &TopologySettings, queue: &str, keys: &[String]) {
        self.queue(queue, quorum([("x-delivery-limit", Value::I64(WITHOUT_LIMIT))]));
        for key in keys {
            self.bind(&settings.enriched_exchange, queue, key);
        }
    }

    fn dead_side(&mut self, s: &TopologySettings) {
        self.exchange(&s.dead_exchange, "direct", Headers::default());
        self.queue(&s.dead_queue, quorum([("x-delivery-limit", Value::I64(WITHOUT_LIMIT))]));
        self.bind(&s.dead_exchange, &s.dead_queue, &s.dead_queue);
    }

    /// The ways in, and the way to the dead letters.
    fn raw_side(&mut self, s: &TopologySettings) {
        self.exchange(&s.raw_exchange, "topic", Headers::default());
        self.dead_side(s);
        let lanes = [
            (&s.input_queue, s.delivery_limit),
            (&s.replay_queue, s.delivery_limit),
            (&s.suspect_queue, s.suspect_delivery_limit),
        ];
        for (queue, limit) in lanes {
            let dead_letter = safe_dead_letter(&s.dead_exchange, Some(&s.dead_queue));
            let arguments = [("x-delivery-limit", Value::I64(limit.into()))].into_iter().chain(dead_letter);
            self.queue(queue, quorum(arguments));
        }
        self.bind(&s.raw_exchange, &s.input_queue, &s.raw_binding);
        if s.raw_log {
            let segments = Value::I64(s.stream_segment_bytes.try_into().unwrap_or(i64::MAX));
            let age = Value::Text(s.raw_log_max_age.clone());
            self.queue(&s.raw_log_stream, stream([("x-max-age", age), ("x-stream-max-segment-size-bytes", segments)]));
            self.bind(&s.raw_exchange, &s.raw_log_stream, &s.raw_binding);
        }
    }

    /// A fanout exchange and a queue for each delay. The routing key of a retry is the queue that it came from, and
    /// the default exchange takes it back there when its time is up.
    fn retry_tiers(&mut self, s: &TopologySettings) {
        for (name, delay) in s.retry_tiers() {
            let ttl = Value::I64(i64::try_from(delay.as_millis()).unwrap_or(i64::MAX));
            self.exchange(&name, "fanout", Headers::default());
            self.queue(&name, quorum([("x-message-ttl", ttl)].into_iter().chain(safe_dead_letter("", None))));
            self.bind(&name, &name, "");
        }
    }

    /// The way out.
    fn enriched_side(&mut self, s: &TopologySettings) {
        self.exchange(&s.unrouted_exchange, "fanout", Headers::default());
        self.queue(&s.unrouted_queue, quorum([("x-delivery-limit", Value::I64(WITHOUT_LIMIT))]));
        self.bind(&s.unrouted_exchange, &s.unrouted_queue, "");
        let alternate = table([("alternate-exchange", s.unrouted_exchange.as_str().into())]);
        self.exchange(&s.enriched_exchange, "topic", alternate);
        if s.archive {
            let segments = Value::I64(s.stream_segment_bytes.try_into().unwrap_or(i64::MAX));
            let age = Value::Text(s.archive_max_age.clone());
            self.queue(&s.archive_stream, stream([("x-max-age", age), ("x-stream-max-segment-size-bytes", segments)]));
            self.bind(&s.enriched_exchange, &s.archive_stream, "article.#");
        }
    }

    fn exchange(&mut self, name: &str, kind: &'static str, arguments: Headers) {
        self.exchanges.push(Exchange { name: name.to_owned(), kind, arguments });
    }

    fn queue(&mut self, name: &str, arguments: Headers) {
        self.queues.push(Queue { name: name.to_owned(), arguments });
    }

    fn bind(&mut self, exchange: &str, queue: &str, routing_key: &str) {
        self.bindings.push(Binding {
            exchange: exchange.to_owned(),
            queue: queue.to_owned(),
            routing_key: routing_key.to_owned(),
        });
    }
}

fn table(entries: impl IntoIterator<Item = (&'static str, Value)>) -> Headers {
    Headers(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn quorum(arguments: impl IntoIterator<Item = (&'static str, Value)>) -> Headers {
    table([("x-queue-type", "quorum".into())].into_iter().chain(arguments))
}

fn stream(arguments: impl IntoIterator<Item = (&'static str, Value)>) -> Headers {
    table([("x-queue-type", "stream".into())].into_iter().chain(arguments))
}

/// Dead-lettering that waits for the target's confirm. Without `reject-publish` RabbitMQ silently falls back to
/// at-most-once.
fn safe_dead_letter(exchange: &str, routing_key: Option<&str>) -> impl Iterator<Item = (&'static str, Value)> {
    let arguments = [
        ("x-dead-letter-exchange", Value::from(exchange)),
        ("x-dead-letter-strategy", "at-least-once".into()),
        ("x-overflow", "reject-publish".into()),
    ];
    arguments.into_iter().chain(routing_key.map(|key| ("x-dead-letter-routing-key", key.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_objects() {
        let topology = Topology::new(&TopologySettings::default());
        let mut lines = Vec::new();
        for exchange in &topology.exchanges {
            lines.push(format!("exchange {} ({})", exchange.name, exchange.kind));
        }
        for queue in &topology.queues {
            lines.push(format!("queue {} ({})", queue.name, queue.arguments.text("x-queue-type").unwrap_or("?")));
        }
        for binding in &topology.bindings {
            lines.push(format!("{} --{}--> {}", binding.exchange, binding.routing_key, binding.queue));
        }
        expect_test::expect![[r#"
            exchange news.raw (topic)
            exchange copydesk.dlx (direct)
            exchange copydesk.retry.10s (fanout)
            exchange copydesk.retry.1m (fanout)
            exchange copydesk.retry.10m (fanout)
            exchange copydesk.retry.1h (fanout)
            exchange copydesk.unrouted (fanout)
            exchange copydesk.enriched (topic)
            queue copydesk.dead (quorum)
            queue copydesk.in (quorum)
            queue copydesk.replay (quorum)
            queue copydesk.suspect (quorum)
            queue news.raw.log (stream)
            queue copydesk.retry.10s (quorum)
            queue copydesk.retry.1m (quorum)
            queue copydesk.retry.10m (quorum)
            queue copydesk.retry.1h (quorum)
            queue copydesk.unrouted (quorum)
            copydesk.dlx --copydesk.dead--> copydesk.dead
            news.raw --raw.#--> copydesk.in
            news.raw --raw.#--> news.raw.log
            copydesk.retry.10s ----> copydesk.retry.10s
            copydesk.retry.1m ----> copydesk.retry.1m
            copydesk.retry.10m ----> copydesk.retry.10m
            copydesk.retry.1h ----> copydesk.retry.1h
            copydesk.unrouted ----> copydesk.unrouted
        "#]]
        .assert_eq(&(lines.join("\n") + "\n"));
    }
}
