//! What is received and what is published, in our own words.

use lapin::BasicProperties;
use lapin::types::{FieldTable, ShortString};
use serde::{Deserialize, Serialize};

use super::headers::{Headers, Value};
use crate::headers;

/// The properties of a message. Short strings hold at most 255 bytes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Properties {
    pub content_type: Option<String>,
    pub content_encoding: Option<String>,
    pub headers: Headers,
    pub priority: Option<u8>,
    pub correlation_id: Option<String>,
    pub reply_to: Option<String>,
    /// Time to live of this message, in milliseconds, as text.
    pub expiration: Option<String>,
    pub message_id: Option<String>,
    /// Seconds since 1970.
    pub timestamp: Option<u64>,
    /// AMQP's `type`.
    pub kind: Option<String>,
    /// RabbitMQ refuses a publish whose user is not the connection's.
    pub user_id: Option<String>,
    pub app_id: Option<String>,
}

/// Where the broker keeps its own account of dead-lettering.
const DEATHS: [&str; 7] = [
    "x-death",
    "x-first-death-exchange",
    "x-first-death-queue",
    "x-first-death-reason",
    "x-last-death-exchange",
    "x-last-death-queue",
    "x-last-death-reason",
];

impl Properties {
    /// These properties for a message that moves to another queue: whatever would make the broker act on it is set
    /// aside under `x-copydesk-origin-*`, everything else stays as it was.
    ///
    /// Kept as they are, `expiration` would delete a dead letter, `user_id` would have the publish refused and the
    /// channel closed, `CC` would send copies to other queues, and `x-death` would make RabbitMQ see a cycle and
    /// drop the message.
    pub fn moved(mut self) -> Self {
        let set_aside =
            [(headers::ORIGIN_EXPIRATION, self.expiration.take()), (headers::ORIGIN_USER_ID, self.user_id.take())];
        for (name, value) in set_aside {
            if let Some(value) = value {
                self.headers.insert(name, value);
            }
        }
        for (name, aside) in [("CC", headers::ORIGIN_CC), ("BCC", headers::ORIGIN_BCC)] {
            if let Some(value) = self.headers.0.remove(name) {
                self.headers.insert(aside, value);
            }
        }
        let deaths: Vec<_> = DEATHS.iter().filter_map(|n| self.headers.0.remove_entry(*n)).collect();
        if let Some((_, value)) = deaths.into_iter().find(|(name, _)| name == "x-death") {
            self.headers.insert(headers::DEATHS, value);
        }
        // The new queue counts for itself.
        self.headers.0.remove("x-delivery-count");
        self.headers.0.remove("x-stream-offset");
        self
    }
}

/// A message as received. It stays in its queue until [`acked`](super::Acker::ack).
#[derive(Debug)]
pub struct Delivery {
    /// The body as it came.
    pub body: Vec<u8>,
    /// Its properties as they came.
    pub properties: Properties,
    /// Exchange that it was published to; empty for the default exchange.
    pub exchange: String,
    /// Routing key that it was published with.
    pub routing_key: String,
    /// Whether it was delivered before.
    pub redelivered: bool,
    /// The handle that acknowledges it, once.
    pub acker: super::Acker,
}

impl Delivery {
    /// How often a quorum queue delivered it before; on other queues 1 when it was at all. The header is the broker's
    /// own only on what was delivered before: a producer or a shovel may have set it on anything else.
    pub fn delivery_count(&self) -> u32 {
        if !self.redelivered {
            return 0;
        }
        match self.properties.headers.integer("x-delivery-count") {
            Some(count) => u32::try_from(count).unwrap_or(0).max(1),
            None => 1,
        }
    }

    /// Its place in the stream that it was read from. Offsets grow but are not dense.
    pub fn stream_offset(&self) -> Option<u64> {
        self.properties.headers.integer("x-stream-offset").and_then(|n| u64::try_from(n).ok())
    }

    /// The exchange and the routing key that it was published with at first. A move of ours has noted them in headers; of
    /// what the broker itself took for dead they stand in `x-death`, whose last entry is the oldest.
    pub fn origin(&self) -> (&str, &str) {
        let headers = &self.properties.headers;
        if let Some(key) = headers.text(headers::ORIGIN_ROUTING_KEY) {
            return (headers.text(headers::ORIGIN_EXCHANGE).unwrap_or_default(), key);
        }
        let death = match headers.0.get("x-death") {
            Some(Value::List(deaths)) => deaths.last(),
            _ => None,
        };
        if let Some(Value::Table(death)) = death
            && let Some(Value::List(keys)) = death.0.get("routing-keys")
            && let Some(Value::Text(key)) = keys.first()
        {
            return (death.text("exchange").unwrap_or_default(), key);
        }
        (&self.exchange, &self.routing_key)
    }

    /// The same message for another queue: body, properties and headers as they are, less what the broker would
    /// act on (see [`Properties::moved`]).
    pub fn moved_to(&self, exchange: &str, routing_key: &str) -> Publication {
        Publication {
            exchange: exchange.to_owned(),
            routing_key: routing_key.to_owned(),
            body: self.body.clone(),
            properties: self.properties.clone().moved(),
            republished: true,
        }
    }

    /// The same with where it was published first: only the first move knows that.
    pub fn moved_with_origin(&self, exchange: &str, routing_key: &str) -> Publication {
        let mut publication = self.moved_to(exchange, routing_key);
        let headers = &mut publication.properties.headers;
        if headers.text(headers::ORIGIN_ROUTING_KEY).is_none() {
            let (exchange, routing_key) = self.origin();
            headers.insert(headers::ORIGIN_EXCHANGE, exchange);
            headers.insert(headers::ORIGIN_ROUTING_KEY, routing_key);
        }
        publication
    }
}

/// A message to be published: always persistent, mandatory and confirmed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Publication {
    /// Exchange; empty for the default exchange, whose routing keys are names of queues.
    pub exchange: String,
    /// At most 255 bytes.
    pub routing_key: String,
    /// The body.
    pub body: Vec<u8>,
    /// Give every new message an id that is the same for the same input, so that a duplicate can be recognised.
    pub properties: Properties,
    /// The broker admitted this very body before, so `broker.max_message_bytes` does not apply.
    pub republished: bool,
}

impl Publication {
    /// Takes out the largest headers until the content header fits into `max_bytes`, strangers' before ours; their
    /// names stay in `x-copydesk-dropped-headers`. AMQP puts all headers into one frame, and a larger one ends the
    /// connection.
    pub fn trim_headers(&mut self, max_bytes: usize) {
        let mut dropped = match self.properties.headers.0.get(headers::DROPPED_HEADERS) {
            Some(Value::List(names)) => names.clone(),
            _ => Vec::new(),
        };
        while self.header_len() > max_bytes {
            let headers = &mut self.properties.headers;
            let size = |value: &Value| Headers([(String::new(), value.clone())].into()).encoded_len();
            let removable = headers.0.iter().filter(|(name, _)| *name != headers::DROPPED_HEADERS);
            let largest = removable.max_by_key(|(name, value)| (!name.starts_with(headers::PREFIX), size(value)));
            let Some(name) = largest.map(|(name, _)| name.clone()) else { break };
            headers.0.remove(&name);
            dropped.push(Value::Text(name));
            headers.0.insert(headers::DROPPED_HEADERS.to_owned(), Value::List(dropped.clone()));
        }
    }

    /// The routing key and message id by which the broker's answer is matched.
    pub(super) fn key(&self) -> (&str, &str, Option<&str>) {
        (&self.exchange, &self.routing_key, self.properties.message_id.as_deref())
    }

    /// Bytes of the content header besides the headers' own: 12 fixed strings and numbers.
    pub(super) fn header_len(&self) -> usize {
        let p = &self.properties;
        let strings = [
            &p.content_type,
            &p.content_encoding,
            &p.correlation_id,
            &p.reply_to,
            &p.expiration,
            &p.message_id,
            &p.kind,
            &p.user_id,
            &p.app_id,
        ];
        let strings: usize = strings.into_iter().flatten().map(|s| s.len() + 1).sum();
        p.headers.encoded_len() + strings + 64
    }
}

fn owned(text: &Option<ShortString>) -> Option<String> {
    text.as_ref().map(ToString::to_string)
}

impl From<&BasicProperties> for Properties {
    fn from(p: &BasicProperties) -> Self {
        Properties {
            content_type: owned(p.content_type()),
            content_encoding: owned(p.content_encoding()),
            headers: p.headers().as_ref().map(Headers::from).unwrap_or_default(),
            priority: *p.priority(),
            correlation_id: owned(p.correlation_id()),
            reply_to: owned(p.reply_to()),
            expiration: owned(p.expiration()),
            message_id: owned(p.message_id()),
            timestamp: *p.timestamp(),
            kind: owned(p.kind()),
            user_id: owned(p.user_id()),
            app_id: owned(p.app_id()),
        }
    }
}

/// Text that AMQP can carry: at most 255 bytes, cut at a character.
fn short(text: &str) -> ShortString {
    let mut end = text.len().min(255);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    ShortString::from(&text[..end])
}

/// Sets one property.
type With = fn(BasicProperties, ShortString) -> BasicProperties;

impl From<&Properties> for BasicProperties {
    /// Persistent, always.
    fn from(p: &Properties) -> Self {
        let mut out = BasicProperties::default().with_delivery_mode(2);
        let strings: [(&Option<String>, With); 9] = [
            (&p.content_type, BasicProperties::with_content_type),
            (&p.content_encoding, BasicProperties::with_content_encoding),
            (&p.correlation_id, BasicProperties::with_correlation_id),
            (&p.reply_to, BasicProperties::with_reply_to),
            (&p.expiration, BasicProperties::with_expiration),
            (&p.message_id, BasicProperties::with_message_id),
            (&p.kind, BasicProperties::with_type),
            (&p.user_id, BasicProperties::with_user_id),
            (&p.app_id, BasicProperties::with_app_id),
        ];
        for (text, set) in strings {
            if let Some(text) = text {
                out = set(out, short(text));
            }
        }
        if !p.headers.0.is_empty() {
            out = out.with_headers(FieldTable::from(&p.headers));
        }
        if let Some(priority) = p.priority {
            out = out.with_priority(priority);
        }
        if let Some(timestamp) = p.timestamp {
            out = out.with_timestamp(timestamp);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_headers(headers: impl IntoIterator<Item = (String, usize)>) -> Publication {
        let mut publication = Publication::default();
        for (name, bytes) in headers {
            publication.properties.headers.insert(&name, "x".repeat(bytes));
        }
        publication.properties.message_id = Some("m".repeat(200));
        publication
    }

    #[test]
    fn headers_are_trimmed_until_the_whole_content_header_fits() {
        let most = 4_000;
        for bytes in most - 400..most {
            let mut publication = with_headers([("large".to_owned(), bytes), ("small".to_owned(), 10)]);
            publication.trim_headers(most);
            assert!(publication.header_len() <= most, "{bytes}");
            assert_eq!(publication.properties.headers.text("small"), Some("x".repeat(10).as_str()));
        }
    }

    #[test]
    fn strangers_headers_go_first_and_ours_when_nothing_else_is_left() {
        let own = |name: &str| format!("{}{name}", headers::PREFIX);
        let mut publication = with_headers([("theirs".to_owned(), 2_000), (own("aside"), 3_000), (own("error"), 500)]);
        publication.trim_headers(4_000);
        assert_eq!(publication.properties.headers.text("theirs"), None);
        assert!(publication.properties.headers.text(&own("aside")).is_some());
        publication.trim_headers(1_000);
        assert_eq!(publication.properties.headers.text(&own("aside")), None);
        assert!(publication.properties.headers.text(&own("error")).is_some());
        let Some(Value::List(dropped)) = publication.properties.headers.0.get(headers::DROPPED_HEADERS) else {
            panic!("the names of dropped headers are kept")
        };
        assert_eq!(*dropped, ["theirs".into(), Value::from(own("aside"))]);
    }
}
