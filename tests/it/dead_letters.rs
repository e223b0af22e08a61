//! The dead letters: looked at, sent back, exported, dropped; none lost on the way.

use std::collections::BTreeSet;
use std::time::Instant;

use copydesk::broker::{Headers, Publication, Value};
use expect_test::expect;

use crate::commands::Office;
use crate::rabbitmq::desk::article;
use crate::rabbitmq::until;
use crate::rabbitmq::worker::Worker;
use crate::worker::{crash_with, ids, refs};

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
    let expected = ["0000-no_text-d1.json", "0000-no_text-d1.json.message", "0001-timeout-d2.json"];
    assert_eq!(names[..3], expected);
    assert_eq!(names[3..], ["0001-timeout-d2.json.message", "index.tsv"]);
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
    let all = office.run(&["dead", "drop", "--yes"]);
    assert_eq!((all.code, all.err.contains("or --all to mean it")), (Some(2), true), "{all:?}");
    assert!(office.run(&["dead", "drop"]).out.contains("2 would be deleted for good; do it with --all --yes"));
    assert_eq!(office.run(&["dead", "drop", "--all", "--code", "timeout", "--yes"]).code, Some(2));
    assert_eq!(left(&office), ["d2", "d3"]);
    assert_eq!(office.run(&["dead", "drop", "--all", "--yes"]).out, "2 of 2 letters dropped\n");
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

#[test]
fn a_letter_of_the_broker_s_own_names_its_source_and_goes_back_with_its_key() {
    let office = Office::open();
    let topology = &office.desk.topology;
    let mut raw = office.desk.raw("lost", &article("lost"));
    raw.routing_key = "raw.globe".to_owned();
    raw.properties.headers.insert("tenant", "north");
    office.desk.publish(vec![raw]);
    // The broker gives an article up that nobody could keep.
    for _ in 0..=topology.delivery_limit {
        crash_with(&office.desk, &topology.input_queue, 1);
    }
    let listed = || office.run(&["dead", "list", "--source", "globe", "--json"]);
    let letter = until("it is dead", || Some(listed().out).filter(|out| !out.is_empty()));
    assert!(letter.contains("\"code\":\"delivery_limit\"") && letter.contains("\"source\":\"globe\""), "{letter}");
    assert_eq!(office.run(&["dead", "redrive", "--source", "globe", "--yes"]).code, Some(0));
    let back = office.desk.take(&topology.input_queue, 1).remove(0);
    let headers = &back.properties.headers;
    assert_eq!(headers.text("x-copydesk-origin-routing-key"), Some("raw.globe"));
    assert_eq!(headers.text("x-copydesk-origin-exchange"), Some(topology.raw_exchange.as_str()));
    assert_eq!(headers.text("tenant"), Some("north"));
}

#[test]
fn a_repaired_letter_keeps_key_id_and_headers() {
    let office = Office::open();
    let mut broken = letter(&office, "r1", "invalid_json", "star");
    broken.body = b"{\"text\": \"The council met.\"".to_vec();
    broken.properties.headers.insert("tenant", Value::U16(7));
    broken.properties.content_type = Some("application/json".to_owned());
    office.desk.publish(vec![broken]);
    let dir = office.desk.file("repair");
    let shown = dir.display().to_string();
    assert_eq!(office.run(&["dead", "export", "--to", &shown]).code, Some(0));
    let body = dir.join("0000-invalid_json-r1.json");
    std::fs::write(&body, br#"{"text": "The council met."}"#).expect("repaired");
    let published = office.run(&["publish", &shown]);
    assert_eq!(published.out, "1 published to desk.raw, 0 not\n", "{published:?}");
    let again = office.desk.take(&office.desk.topology.input_queue, 1).remove(0);
    assert_eq!((again.routing_key.as_str(), again.properties.message_id.as_deref()), ("raw.star", Some("r1")));
    assert_eq!(again.properties.headers, Headers([("tenant".to_owned(), Value::U16(7))].into()));
    assert_eq!(again.body, br#"{"text": "The council met."}"#);
}

/// `make bench` prints how long a look at ten thousand takes, beside what the program takes to say that there is nothing.
#[test]
fn many_letters_are_looked_at_in_order_and_a_look_counts_as_one_delivery() {
    let full = std::env::var("COPYDESK_BENCH").is_ok_and(|size| size == "full");
    let office = Office::open();
    let timed = |what: &str| {
        let began = Instant::now();
        let ids = left(&office);
        if full {
            println!("{what}: {} letters listed in {:.2} s", ids.len(), began.elapsed().as_secs_f64());
        }
        ids
    };
    timed("an empty queue");
    let all = ids("m", if full { 10_000 } else { 3000 });
    office.desk.publish(all.iter().map(|id| letter(&office, id, "timeout", "star")).collect());
    for look in ["first look", "second look", "third look"] {
        assert!(timed(look) == all, "{look}: not all letters, or in another order");
    }
    let taken = office.desk.take(&office.desk.topology.dead_queue, all.len());
    let counts: BTreeSet<_> = taken.iter().map(copydesk::broker::Delivery::delivery_count).collect();
    assert!(counts.iter().all(|count| *count <= 3), "{counts:?}");
}

#[test]
fn nothing_in_a_letter_steers_the_terminal() {
    let office = Office::open();
    let mut evil = letter(&office, "e\u{1b}]0;owned\u{7}\u{9b}2J\nfake line", "no_text\u{1b}[8m", "st\u{202e}ar");
    evil.properties.content_type = Some("text/plain\u{1b}c".to_owned());
    evil.properties.headers.insert("x-\u{1b}[31mred", "a\u{9b}31m\nb");
    office.desk.publish(vec![evil]);
    for arguments in
        [&["dead", "list"][..], &["dead", "list", "--json"], &["dead", "show"], &["dead", "redrive"], &["dead", "drop"]]
    {
        let shown = office.run(arguments);
        let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!shown.out.contains(steers) && !shown.err.contains(steers), "{arguments:?}: {:?}", shown.out);
        assert!(!shown.out.contains("\nfake line"), "{arguments:?}: {:?}", shown.out);
    }
}
