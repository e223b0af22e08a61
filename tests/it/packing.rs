//! Envelopes and compression, as a reader on a real broker gets them.

use std::io::Read;

use copydesk::broker::Delivery;
use serde_json::Value;

use crate::rabbitmq::desk::{Desk, article};
use crate::rabbitmq::shared;
use crate::rabbitmq::worker::Worker;

/// The article that a worker with these settings publishes for one input.
fn published(settings: &str) -> Delivery {
    let desk = Desk::new(shared());
    let mut worker = Worker::start(&desk, &[("outputs", &format!("quotes = false\nentities = false\n{settings}"))]);
    desk.publish(vec![desk.raw("a1", &article("a1"))]);
    let delivery = desk.take(&desk.out, 1).remove(0);
    worker.stop();
    delivery
}

fn inflated(delivery: &Delivery) -> Vec<u8> {
    let mut body = Vec::new();
    match delivery.properties.content_encoding.as_deref() {
        None => return delivery.body.clone(),
        Some("gzip") => _ = flate2::read::GzDecoder::new(&*delivery.body).read_to_end(&mut body).expect("gzip"),
        Some("zstd") => {
            let mut frame = ruzstd::decoding::StreamingDecoder::new(&*delivery.body).expect("a frame");
            frame.read_to_end(&mut body).expect("zstd");
        }
        Some(other) => panic!("{other}"),
    }
    body
}

#[test]
fn a_reader_gets_the_same_article_in_every_wrapping() {
    let plain = published("");
    assert_eq!(plain.properties.content_type.as_deref(), Some("application/json"));
    assert_eq!(plain.properties.content_encoding, None);
    for compression in ["gzip", "zstd"] {
        let packed = published(&format!("compression = \"{compression}\"\ncompress_from_bytes = 0"));
        assert_eq!(packed.properties.content_encoding.as_deref(), Some(compression));
        assert_eq!(inflated(&packed), plain.body);
        assert_eq!(packed.properties.message_id, plain.properties.message_id);
    }

    let binary = published("envelope = \"cloudevents_binary\"");
    let header = |name: &str| binary.properties.headers.text(name).unwrap_or_default().to_owned();
    assert_eq!(binary.body, plain.body);
    assert_eq!(header("cloudEvents_specversion"), "1.0");
    assert_eq!(Some(header("cloudEvents_id")), plain.properties.message_id);
    assert_eq!(header("cloudEvents_type"), "copydesk.article.v1");
    assert_eq!(header("cloudEvents_subject"), "a1");
    assert!(header("cloudEvents_source").starts_with("/copydesk/"), "{binary:?}");

    let structured =
        published("envelope = \"cloudevents_structured\"\ncompression = \"gzip\"\ncompress_from_bytes = 0");
    let content_type = structured.properties.content_type.as_deref();
    assert_eq!(content_type, Some("application/cloudevents+json; charset=utf-8"));
    let event: Value = serde_json::from_slice(&inflated(&structured)).expect("JSON");
    let data: Value = serde_json::from_slice(&plain.body).expect("JSON");
    assert_eq!((&event["data"], event["id"].as_str()), (&data, plain.properties.message_id.as_deref()));
}
