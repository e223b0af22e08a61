//! `copydesk tap` and `copydesk top`, on a worker at work.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};

use crate::commands::Office;
use crate::rabbitmq::until;
use crate::rabbitmq::worker::Worker;

/// An article with a quote, so that there are messages of all three kinds.
fn feed(office: &Office, id: &str) {
    let body = serde_json::json!({
        "id": id, "title": "Harbour plan", "source": "courier.example",
        "text": "Mayor Ines Cobo backed the plan on Monday. “It is a start,” Cobo said.",
    });
    office.desk.publish(vec![office.desk.raw(id, body.to_string().as_bytes())]);
}

/// Starts `copydesk tap` and waits until it listens.
fn tap(office: &Office, arguments: &[&str]) -> Child {
    let mut command = office.command(&[&["tap"], arguments].concat());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
    let mut line = String::new();
    BufReader::new(child.stderr.as_mut().expect("piped")).read_line(&mut line).expect("text");
    assert!(line.contains("listening to"), "{line}");
    child
}

/// What it printed, and that it ended well.
fn printed(mut child: Child) -> String {
    let mut text = String::new();
    child.stdout.take().expect("piped").read_to_string(&mut text).expect("text");
    assert!(child.wait().expect("our child").success());
    text
}

#[test]
fn a_tap_shows_what_is_published_and_takes_nothing_from_others() {
    let office = Office::open();
    let mut worker = Worker::start(&office.desk, &[("outputs", "compression = \"gzip\"\ncompress_from_bytes = 0")]);
    let quotes = tap(&office, &["quote.en.#", "-n", "1"]);
    let all = tap(&office, &["-n", "3", "--format", "pretty"]);
    let graph = tap(&office, &["article.#", "-n", "1", "--format", "gqg"]);
    feed(&office, "t1");
    let quote: serde_json::Value = serde_json::from_str(&printed(quotes)).expect("one line of JSON");
    assert_eq!(
        (quote["schema"].as_str(), quote["quote"]["text"].as_str()),
        (Some("copydesk.quote.v1"), Some("It is a start,"))
    );
    let all = printed(all);
    for line in [
        "article.en.courier-example",
        "Harbour plan",
        "quote.en.courier-example",
        "“It is a start,” — Ines Cobo",
        "entity.en.person",
    ] {
        assert!(all.lines().any(|printed| printed == line), "{line} is not in\n{all}");
    }
    let graph: serde_json::Value = serde_json::from_str(&printed(graph)).expect("one line of JSON");
    assert_eq!(graph["quotes"][0]["quote"], "It is a start,", "{graph}");
    assert_eq!(office.desk.take(&office.desk.out, 3).len(), 3, "everybody else still gets everything");
    worker.stop();
}

#[test]
fn a_tap_undoes_the_envelope_for_people() {
    let office = Office::open();
    let mut worker = Worker::start(&office.desk, &[("outputs", "envelope = \"cloudevents_structured\"")]);
    let pretty = tap(&office, &["quote.#", "-n", "1", "--format", "pretty"]);
    let json = tap(&office, &["quote.#", "-n", "1"]);
    feed(&office, "t2");
    assert!(printed(pretty).contains("Ines Cobo"));
    let event: serde_json::Value = serde_json::from_str(&printed(json)).expect("one line of JSON");
    assert_eq!((&event["specversion"], &event["data"]["schema"]), (&"1.0".into(), &"copydesk.quote.v1".into()));
    worker.stop();
}

#[test]
fn top_shows_workers_lanes_and_reasons() {
    let office = Office::open();
    let mut worker = Worker::start(&office.desk, &[]);
    office.desk.publish(vec![office.desk.raw("bad", b"{")]);
    worker.wait_metric("copydesk_messages_settled_total{dead", 1.0);
    let dead = &office.desk.topology.dead_queue;
    until("the broker has counted it", || {
        (office.desk.with_broker(async |broker| broker.queue_depth(dead).await) == Some(1)).then_some(())
    });
    let address = worker.page().replace("http://", "").replace('/', "");
    let top = office.run(&["top", "--once", "--every", "1", "--worker", &address, "--worker", "127.0.0.1:1"]);
    assert_eq!(top.code, Some(0), "{top:?}");
    let text = top.out.replace(&address, "WORKER:PORT");
    // Columns are as wide as the names in them, which differ from run to run.
    let lines: Vec<String> =
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect();
    expect_test::expect![[r#"
        WORKER STATE ARTICLES/S DEAD/S RETRY/S IN FLIGHT MEDIAN 99 OF 100 WORDS/S
        WORKER:PORT ready 0.0 0.0 0.0 0 - - 0
        127.0.0.1:1 no answer

        REJECTED 1 invalid_json

        QUEUE WAITING
        desk.in 0
        desk.replay 0
        desk.suspect 0
        desk.retry.300ms 0
        desk.retry.600ms 0
        desk.dead 1
        desk.unrouted 0
    "#]]
    .assert_eq(&lines.concat());
    worker.stop();
}
