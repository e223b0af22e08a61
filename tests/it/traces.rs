//! Traces: what a collector gets, and that an article's trace goes on in its outputs with and without one.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;

use crate::rabbitmq::desk::{Desk, article};
use crate::rabbitmq::worker::Worker;
use crate::rabbitmq::{shared, until};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

/// A collector that keeps what it is sent.
struct Collector {
    address: String,
    requests: Arc<Mutex<Vec<ExportTraceServiceRequest>>>,
}

impl Collector {
    fn start() -> Collector {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("bound"));
        let requests: Arc<Mutex<Vec<_>>> = Arc::default();
        let kept = requests.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let request = receive(stream);
                kept.lock().expect("no panic").push(request);
            }
        });
        Collector { address, requests }
    }

    fn spans(&self) -> Vec<Span> {
        let requests = self.requests.lock().expect("no panic");
        let resources = requests.iter().flat_map(|request| &request.resource_spans);
        resources.flat_map(|resource| &resource.scope_spans).flat_map(|scope| &scope.spans).cloned().collect()
    }

    fn service(&self) -> String {
        let requests = self.requests.lock().expect("no panic");
        let resource = requests[0].resource_spans[0].resource.as_ref().expect("a resource");
        let name = resource.attributes.iter().find(|a| a.key == "service.name").expect("a name");
        format!("{:?}", name.value.as_ref().and_then(|value| value.value.as_ref()))
    }
}

/// Reads one request and answers that all is well.
fn receive(mut stream: TcpStream) -> ExportTraceServiceRequest {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    let (head, length) = loop {
        let read = stream.read(&mut chunk).expect("a request");
        bytes.extend_from_slice(&chunk[..read]);
        let Some(head) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
        assert!(text.starts_with("post /v1/traces http/1.1"), "{text}");
        assert!(text.contains("content-type: application/x-protobuf"), "{text}");
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")).expect("a length");
        break (head + 4, length.trim().parse::<usize>().expect("a number"));
    };
    while bytes.len() < head + length {
        let read = stream.read(&mut chunk).expect("a body");
        bytes.extend_from_slice(&chunk[..read]);
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").expect("answered");
    ExportTraceServiceRequest::decode(&bytes[head..]).expect("protobuf")
}

/// Publishes an article that belongs to a trace.
fn feed(desk: &Desk, id: &str, body: &[u8]) {
    let mut raw = desk.raw(id, body);
    raw.properties.headers.insert("traceparent", format!("00-{TRACE}-{PARENT}-01"));
    raw.properties.headers.insert("tracestate", "desk=1");
    desk.publish(vec![raw]);
}

/// Name, kind, parent and attributes of a span, with the names of the desk replaced.
fn show(span: &Span, all: &[Span], desk: &Desk) -> String {
    let parent = all.iter().find(|other| other.span_id == span.parent_span_id);
    let parent = parent.map_or_else(|| hex(&span.parent_span_id), |parent| parent.name.clone());
    let mut attributes: Vec<String> = span
        .attributes
        .iter()
        .map(|a| {
            let value = match a.value.as_ref().and_then(|value| value.value.as_ref()) {
                Some(Value::StringValue(text)) => text.clone(),
                Some(Value::IntValue(number)) => number.to_string(),
                other => format!("{other:?}"),
            };
            format!("    {} = {value}\n", a.key)
        })
        .collect();
    attributes.sort();
    let status = span.status.as_ref().map_or(0, |status| status.code);
    let text = format!("{} kind {} under {parent}, status {status}\n{}", span.name, span.kind, attributes.concat());
    text.replace(desk.topology.input_queue.trim_end_matches(".in"), "desk")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_collector_gets_spans_with_the_attributes_of_the_conventions() {
    let desk = Desk::new(shared());
    let collector = Collector::start();
    let ops = format!("otlp_endpoint = \"{}\"", collector.address);
    let mut worker = Worker::start(&desk, &[("ops", &ops), ("outputs", "quotes = false\nentities = false")]);
    feed(&desk, "good", &article("good"));
    feed(&desk, "bad", b"{");
    let account = desk.account_for(["good", "bad"]);
    assert_eq!(account.dead["bad"], "invalid_json");
    // What has not been sent yet is sent before it ends.
    worker.stop();
    let spans = until("all spans have come", || Some(collector.spans()).filter(|spans| spans.len() >= 5));
    assert!(spans.iter().all(|span| hex(&span.trace_id) == TRACE && span.trace_state == "desk=1"), "{spans:#?}");
    assert_eq!(collector.service(), r#"Some(StringValue("copydesk"))"#);
    let mut shown: Vec<String> = spans.iter().map(|span| show(span, &spans, &desk)).collect();
    shown.sort();
    expect_test::expect![[r#"
        enrich kind 1 under process desk.in, status 0
            copydesk.stage = enriched
        enrich kind 1 under process desk.in, status 0
            copydesk.stage = normalize
        process desk.in kind 5 under b7ad6b7169203331, status 0
            copydesk.outcome = accepted
            messaging.destination.name = desk.raw:raw.test:desk.in
            messaging.message.body.size = 203
            messaging.message.id = good
            messaging.operation.name = process
            messaging.operation.type = process
            messaging.rabbitmq.destination.routing_key = raw.test
            messaging.system = rabbitmq
        process desk.in kind 5 under b7ad6b7169203331, status 2
            copydesk.outcome = dead
            error.type = invalid_json
            messaging.destination.name = desk.raw:raw.test:desk.in
            messaging.message.body.size = 1
            messaging.message.id = bad
            messaging.operation.name = process
            messaging.operation.type = process
            messaging.rabbitmq.destination.routing_key = raw.test
            messaging.system = rabbitmq
        publish desk.enriched kind 4 under process desk.in, status 0
            messaging.batch.message_count = 1
            messaging.destination.name = desk.enriched
            messaging.operation.name = publish
            messaging.operation.type = send
            messaging.system = rabbitmq
    "#]]
    .assert_eq(&shown.concat());
}

#[test]
fn outputs_belong_to_the_trace_of_their_article() {
    let collector = Collector::start();
    for endpoint in ["", collector.address.as_str()] {
        let desk = Desk::new(shared());
        let mut worker = Worker::start(&desk, &[("ops", &format!("otlp_endpoint = \"{endpoint}\""))]);
        feed(&desk, "traced", &article("traced"));
        let outputs = desk.take(&desk.out, 2);
        for output in &outputs {
            let headers = &output.properties.headers;
            let traceparent = headers.text("traceparent").expect("a trace");
            assert!(traceparent.starts_with(&format!("00-{TRACE}-")) && traceparent.ends_with("-01"), "{traceparent}");
            // Without a collector the sender's span is the last one known; with one it is the worker's.
            assert_eq!(traceparent.contains(PARENT), endpoint.is_empty(), "{traceparent}");
            assert_eq!(headers.text("tracestate"), Some("desk=1"));
        }
        worker.stop();
    }
}

#[test]
fn a_collector_that_is_away_costs_nothing() {
    let desk = Desk::new(shared());
    let mut worker = Worker::start(&desk, &[("ops", "otlp_endpoint = \"http://127.0.0.1:1\"")]);
    desk.feed(["alone"]);
    desk.account_for(["alone"]).check(["alone"]);
    worker.stop();
}
