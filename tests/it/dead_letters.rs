//! The dead letters: looked at, sent back, exported, dropped; none lost on the way.

use std::collections::BTreeSet;

use copydesk::broker::{Headers, Publication, Value};
use expect_test::expect;

use crate::commands::Office;
use crate::rabbitmq::desk::article;
use crate::rabbitmq::until;
use crate::rabbitmq::worker::Worker;
use crate::worker::{ids, refs};

/// A dead letter as the worker writes it.
fn letter(office: &Office, id: &str, code: &str, source: &str) -> Publication {
    let mut letter = office.desk.raw(id, &article(id));
    letter.exchange.clone_from(&office.desk.topology.dead_exchange);
    letter.routing_key.clone_from(&office.desk.topology.dead_queue);
    let headers = &mut letter.properties.headers;
    headers.insert("x-copydesk-error-code", code);
    headers.insert("x-copydesk-error", format!("about {id}"));
    headers.insert("x-copydesk-stage", "pipeline");
    headers.insert("x-copydesk-attempt", 2);
    headers.insert("x-copydesk-first-failed-at", jiff::Timestamp::now().to_string());
    headers.insert("x-copydesk-origin-exchange", office.desk.topology.raw_exchange.as_str());
    headers.insert("x-copydesk-origin-routing-key", format!("raw.{source}"));
    letter
}

fn three(office: &Office) {
    office.desk.publish(vec![
        letter(office, "d1", "no_text", "star"),
        letter(office, "d2", "timeout", "star"),
        letter(office, "d3", "timeout", "globe"),
    ]);
}

/// Ids in the queue, in its order, without taking them.
fn left(office: &Office) -> Vec<String> {
    let listed = office.run(&["dead", "list", "--json"]);
    let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["id"].to_string();
    listed.out.lines().map(|line| id(line).trim_matches('"').to_owned()).collect()
}

#[test]
fn letters_are_listed_with_reason_and_filtered() {
    let office = Office::open();
    three(&office);
    let listed = office.run(&["dead", "list"]);
    let lines: Vec<&str> = listed.out.lines().map(|line| line.get(6..).unwrap_or_default()).collect();
    expect![[r#"
        CODE              STAGE      SOURCE           TRIES BACK ID                               ERROR
        no_text           pipeline   star                 2    0 d1                               about d1
        timeout           pipeline   star                 2    0 d2                               about d2
        timeout           pipeline   globe                2    0 d3                               about d3
         letters in desk.dead: 1 no_text, 2 timeout"#]]
    .assert_eq(&lines.join("\n"));
    let ids = |arguments: &[&str]| {
        let ended = office.run(&[&["dead", "list", "--json"], arguments].concat());
        (ended.out.matches("\"id\"").count(), ended.code)
    };
    assert_eq!(ids(&["--code", "timeout"]), (2, Some(0)));
    assert_eq!(ids(&["--code", "timeout", "--source", "globe"]), (1, Some(0)));
    assert_eq!(ids(&["d1", "d2"]), (2, Some(0)));
    assert_eq!(ids(&["--text", "harbour d3"]), (1, Some(0)));
    assert_eq!(ids(&["--older-than", "1h"]), (0, Some(1)), "nothing matched");
    assert_eq!(ids(&["--newer-than", "1h", "--limit", "2"]), (2, Some(0)));
    let shown = office.run(&["dead", "show", "d1"]);
    assert!(shown.out.contains("We will rebuild the pier"), "{}", shown.out);
    assert_eq!(left(&office).len(), 3, "looking takes nothing");
}

#[test]
fn a_redrive_goes_to_the_lane_with_a_clean_slate() {
    let office = Office::open();
    three(&office);
    let mut replayed = letter(&office, "d4", "timeout", "star");
    replayed.properties.headers.insert("x-copydesk-replay", "r1");
    let deaths = Value::List(vec![Value::Table(Headers([("count".to_owned(), Value::I64(1))].into()))]);
    replayed.properties.headers.0.insert("x-death".to_owned(), deaths.clone());
    office.desk.publish(vec![replayed]);
    let dry = office.run(&["dead", "redrive", "--code", "timeout"]);
    assert!(dry.out.ends_with("3 would go back to their lane; do it with --yes\n"), "{dry:?}");
    assert_eq!(left(&office).len(), 4);
    let moved = office.run(&["dead", "redrive", "--code", "timeout", "--yes"]);
    assert_eq!((moved.code, moved.out.as_str()), (Some(0), "3 of 4 letters sent back to their lane\n"), "{moved:?}");
    assert_eq!(left(&office), ["d1"]);
    let live = office.desk.take(&office.desk.topology.input_queue, 2);
    assert_eq!(live[0].body, article("d2"));
    let headers = &live[0].properties.headers;
    assert_eq!(headers.integer("x-copydesk-redrive-count"), Some(1));
    for gone in ["x-copydesk-attempt", "x-copydesk-error-code", "x-copydesk-error", "x-copydesk-stage"] {
        assert!(!headers.0.contains_key(gone), "{gone} stays behind");
    }
    assert_eq!(headers.text("x-copydesk-origin-routing-key"), Some("raw.star"));
    let back = office.desk.take(&office.desk.topology.replay_queue, 1);
    assert_eq!(back[0].properties.message_id.as_deref(), Some("d4"));
    assert!(!back[0].properties.headers.0.contains_key("x-death"));
    assert_eq!(back[0].properties.headers.0.get("x-copydesk-deaths"), Some(&deaths));
}

#[test]
fn what_fails_again_at_once_is_sent_back_once() {
    let office = Office::open();
    let mut worker = Worker::start(&office.desk, &[]);
    office.desk.publish(vec![office.desk.raw("bad", b"{")]);
    until("it is dead", || (left(&office) == ["bad"]).then_some(()));
    let moved = office.run(&["dead", "redrive", "--yes"]);
    assert_eq!(moved.code, Some(0), "{moved:?}");
    until("it is dead again", || (left(&office) == ["bad"]).then_some(()));
    let shown = office.run(&["dead", "list", "--json"]);
    assert!(shown.out.contains("\"redrives\":1"), "{}", shown.out);
    worker.stop();
}

#[test]
fn letters_are_exported_changed_and_published_again() {
    let office = Office::open();
    three(&office);
    let dir = office.desk.file("letters").display().to_string();
    let exported = office.run(&["dead", "export", "--source", "star", "--to", &dir]);
    assert_eq!(exported.code, Some(0), "{exported:?}");
    let mut names: Vec<_> = std::fs::read_dir(&dir)
        .expect("made")
        .map(|entry| entry.expect("readable").file_name().display().to_string())
        .collect();
    names.sort();
    assert_eq!(names, ["0000-no_text-d1.json", "0001-timeout-d2.json", "index.tsv"]);
    assert_eq!(office.run(&["publish", &dir]).out, "2 published to desk.raw, 0 not\n");
    let again = office.desk.take(&office.desk.topology.input_queue, 2);
    assert_eq!(again[0].body, article("d1"));
}

#[test]
fn dropping_needs_a_yes() {
    let office = Office::open();
    three(&office);
    let dry = office.run(&["dead", "drop", "d1"]);
    assert!(dry.out.contains("1 would be deleted for good"), "{dry:?}");
    assert_eq!(left(&office).len(), 3);
    assert_eq!(office.run(&["dead", "drop", "d1", "--yes"]).out, "1 of 3 letters dropped\n");
    assert_eq!(left(&office), ["d2", "d3"]);
}

#[test]
fn kill_9_in_the_middle_of_a_redrive_loses_nothing() {
    let office = Office::open();
    let all = ids("k", 2000);
    office.desk.publish(all.iter().map(|id| letter(&office, id, "timeout", "star")).collect());
    let arguments = ["dead", "redrive", "--yes"];
    let input = office.desk.topology.input_queue.clone();
    let mut child = office.start(&arguments);
    let first = office.desk.take(&input, 100);
    child.kill().expect("our child");
    child.wait().expect("our child");
    assert_ne!(left(&office).len(), 0, "it was killed too late to show anything");
    let rest = office.run(&arguments);
    assert_eq!(rest.code, Some(0), "{rest:?}");
    assert_eq!(left(&office), Vec::<String>::new(), "{rest:?}");
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut add = |deliveries: Vec<copydesk::broker::Delivery>| {
        seen.extend(deliveries.into_iter().filter_map(|d| d.properties.message_id));
        seen.len()
    };
    add(first);
    until("every letter is in the lane", || (add(office.desk.take_all(&input)) == 2000).then_some(()));
    assert_eq!(seen.iter().map(String::as_str).collect::<Vec<_>>(), refs(&sorted(all)));
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}
