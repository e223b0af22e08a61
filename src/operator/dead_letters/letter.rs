//! What a dead letter says about itself.

use jiff::Timestamp;
use serde::Serialize;

use crate::broker::{Delivery, Value};
use crate::headers;
use crate::operator;

/// One dead letter, without its body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Letter {
    /// The message's id.
    pub id: Option<String>,
    /// Why it is here: a rejection's code, or the broker's own reason (`delivery_limit`).
    pub code: String,
    /// The reason in words.
    pub error: Option<String>,
    /// Where in the work it failed.
    pub stage: Option<String>,
    /// Source as in the routing key that it came with.
    pub source: String,
    /// When it failed first.
    #[serde(serialize_with = "rfc3339")]
    pub failed_at: Option<Timestamp>,
    /// Attempts before it was given up.
    pub attempts: i64,
    /// How often it was sent back already.
    pub redrives: i64,
    /// The replay that it belongs to.
    pub replay: Option<String>,
    /// The worker that gave it up.
    pub worker: Option<String>,
    /// That worker's version.
    pub version: Option<String>,
    /// MIME type of the body.
    pub content_type: Option<String>,
    /// Size of the body.
    pub bytes: usize,
}

impl Letter {
    /// Reads the headers. What the broker itself took for dead has no reason of ours but the broker's.
    pub fn new(delivery: &Delivery) -> Letter {
        let properties = &delivery.properties;
        let headers = &properties.headers;
        let text = |name| headers.text(name).map(str::to_owned);
        let code = text(headers::ERROR_CODE).or_else(|| text("x-first-death-reason"));
        Letter {
            id: properties.message_id.clone(),
            code: code.unwrap_or_else(|| "unknown".to_owned()),
            error: text(headers::ERROR),
            stage: text(headers::STAGE),
            source: operator::source(delivery).to_owned(),
            failed_at: failed_at(delivery),
            attempts: headers.integer(headers::ATTEMPT).unwrap_or(0),
            redrives: headers.integer(headers::REDRIVE_COUNT).unwrap_or(0),
            replay: text(headers::REPLAY),
            worker: text(headers::WORKER),
            version: text(headers::VERSION),
            content_type: properties.content_type.clone(),
            bytes: delivery.body.len(),
        }
    }

    /// Time since it failed first; zero when it is not known or in the future.
    pub fn age(&self, now: Timestamp) -> std::time::Duration {
        self.failed_at.and_then(|at| now.duration_since(at).try_into().ok()).unwrap_or_default()
    }
}

/// Our own note, else the broker's.
fn failed_at(delivery: &Delivery) -> Option<Timestamp> {
    let headers = &delivery.properties.headers;
    if let Some(at) = headers.text(headers::FIRST_FAILED_AT) {
        return at.parse().ok();
    }
    let Some(Value::List(deaths)) = headers.0.get("x-death") else { return None };
    let Some(Value::Table(death)) = deaths.last() else { return None };
    match death.0.get("time") {
        Some(Value::Timestamp(seconds)) => Timestamp::from_second(i64::try_from(*seconds).ok()?).ok(),
        _ => None,
    }
}

fn rfc3339<S: serde::Serializer>(time: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&time.map(|time| time.to_string()).unwrap_or_default())
}
