//! The messages that leave the worker: enriched outputs, and deliveries that move to another queue.

use crate::article::Rejection;
use crate::broker::{Delivery, Headers, Properties, Publication, TopologySettings};
use crate::headers;
use crate::publication::OutputMessage;

/// Bytes of an error's text that go into a header.
const ERROR_MAX: usize = 512;

/// Headers of an input that its outputs carry on: the trace that it belongs to, and which replay sent it.
const PASSED_ON: [&str; 3] = ["traceparent", "tracestate", headers::REPLAY];

/// One output of a delivery. `trace` are the headers of the span that publishes it, where there is one; they go over
/// those of the input.
pub fn output(
    output: OutputMessage,
    input: &Properties,
    trace: &[(String, String)],
    duration: std::time::Duration,
    topology: &TopologySettings,
) -> Publication {
    let mut headers = Headers::default();
    for name in PASSED_ON {
        if let Some(value) = input.headers.0.get(name) {
            headers.insert(name, value.clone());
        }
    }
    for (name, value) in trace {
        headers.insert(name, value.as_str());
    }
    for (name, value) in output.headers {
        headers.insert(name, value);
    }
    headers.insert(headers::CONTENT_SHA256, output.content_sha256);
    headers.insert(headers::SIMHASH, output.simhash);
    headers.insert(headers::DURATION_MS, i64::try_from(duration.as_millis()).unwrap_or(i64::MAX));
    Publication {
        exchange: topology.enriched_exchange.clone(),
        routing_key: output.routing_key,
        body: output.body,
        properties: Properties {
            content_type: Some(output.content_type.to_owned()),
            content_encoding: output.content_encoding.map(str::to_owned),
            message_id: Some(output.message_id),
            correlation_id: input.message_id.clone(),
            kind: Some(output.schema.to_owned()),
            app_id: Some(concat!("copydesk/", env!("CARGO_PKG_VERSION")).to_owned()),
            timestamp: u64::try_from(jiff::Timestamp::now().as_second()).ok(),
            headers,
            ..Properties::default()
        },
        republished: false,
    }
}

/// The delivery for the dead letters: as it came, and why.
pub fn dead_letter(
    delivery: &Delivery,
    rejection: &Rejection,
    stage: &str,
    attempt: usize,
    topology: &TopologySettings,
) -> Publication {
    let mut publication = delivery.moved_with_origin(&topology.dead_exchange, &topology.dead_queue);
    let headers = &mut publication.properties.headers;
    headers.insert(headers::ERROR_CODE, rejection.code.as_str());
    failure(headers, &rejection.message, stage, attempt);
    publication
}

/// The delivery for a retry tier. Its routing key is the queue that it comes back to.
pub fn retry(delivery: &Delivery, tier: &str, queue: &str, reason: &str, attempt: usize) -> Publication {
    let mut publication = delivery.moved_with_origin(tier, queue);
    failure(&mut publication.properties.headers, reason, "publish", attempt + 1);
    publication
}

/// The delivery for the suspect lane.
pub fn suspect(delivery: &Delivery, topology: &TopologySettings) -> Publication {
    delivery.moved_with_origin("", &topology.suspect_queue)
}

fn failure(headers: &mut Headers, reason: &str, stage: &str, attempt: usize) {
    let end = (0..=ERROR_MAX.min(reason.len())).rev().find(|&at| reason.is_char_boundary(at)).unwrap_or(0);
    headers.insert(headers::ERROR, &reason[..end]);
    headers.insert(headers::STAGE, stage);
    headers.insert(headers::ATTEMPT, i64::try_from(attempt).unwrap_or(i64::MAX));
    headers.insert(headers::WORKER, super::name());
    headers.insert(headers::VERSION, env!("CARGO_PKG_VERSION"));
    if headers.text(headers::FIRST_FAILED_AT).is_none() {
        headers.insert(headers::FIRST_FAILED_AT, jiff::Timestamp::now().to_string());
    }
}

/// How often the outputs of this delivery could not be published so far.
pub fn attempt(delivery: &Delivery) -> usize {
    delivery.properties.headers.integer(headers::ATTEMPT).and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
}
