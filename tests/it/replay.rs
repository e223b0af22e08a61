//! Replay: in order, none skipped, resumed where it was.

use std::collections::BTreeSet;

use copydesk::broker::Delivery;
use copydesk::operator::replay::Selection;

use crate::commands::{Office, holds};
use crate::rabbitmq::desk::article;
use crate::rabbitmq::until;
use crate::rabbitmq::worker::Worker;
use crate::worker::{ids, refs};

/// Articles in the stream that have left the input queue, so that only a replay brings them back.
fn archive(office: &Office, ids: &[String]) {
    office.desk.feed(refs(ids));
    office.desk.take(&office.desk.topology.input_queue, ids.len());
}

fn lane(office: &Office, count: usize) -> Vec<Delivery> {
    office.desk.take(&office.desk.topology.replay_queue, count)
}

fn message_ids(deliveries: &[Delivery]) -> Vec<String> {
    deliveries.iter().map(|d| d.properties.message_id.clone().unwrap_or_default()).collect()
}

#[test]
fn everything_comes_again_in_order_with_the_name_of_the_run() {
    let office = Office::open();
    let all = ids("r", 300);
    archive(&office, &all);
    let count = office.run(&["replay", "--dry-run"]);
    assert!(count.out.starts_with("would replay 300 of 300 articles"), "{count:?}");
    let replayed = office.run(&["replay"]);
    assert_eq!(replayed.code, Some(0), "{replayed:?}");
    let again = lane(&office, 300);
    assert_eq!(message_ids(&again), all);
    assert_eq!(again[0].body, article(&all[0]));
    let run = again[0].properties.headers.text("x-copydesk-replay").expect("the name of the run");
    assert!(replayed.out.contains(run), "{}", replayed.out);
    assert_eq!(again[0].properties.headers.text("x-copydesk-origin-routing-key"), Some("raw.test"));
}

#[test]
fn a_selection_is_by_offset_id_source_and_text() {
    let office = Office::open();
    let all = ids("s", 20);
    archive(&office, &all);
    let replay = |arguments: &[&str], count: usize| {
        let ended = office.run(&[&["replay"], arguments].concat());
        assert_eq!(ended.code, Some(0), "{arguments:?}: {ended:?}");
        message_ids(&lane(&office, count))
    };
    assert_eq!(replay(&["--from-offset", "5", "--to-offset", "7"], 3), all[5..8]);
    assert_eq!(replay(&["--id", "s003", "--id", "s011"], 2), ["s003", "s011"]);
    assert_eq!(replay(&["--text", "harbour S012"], 1), ["s012"]);
    assert_eq!(replay(&["--source", "test", "--since", "1h", "--rate", "1000/s"], 20), all);
    let none = office.run(&["replay", "--source", "other"]);
    assert!(none.out.starts_with("replayed 0 of 20 articles"), "{none:?}");
    let none = office.run(&["replay", "--from-offset", "1000"]);
    assert!(none.out.starts_with("nothing to replay"), "{none:?}");
}

#[test]
fn a_selection_by_time_is_what_arrived_before_or_after_a_moment() {
    let office = Office::open();
    archive(&office, &ids("early", 3));
    // The stream knows the time of arrival to the second.
    let moment = next_second();
    next_second();
    archive(&office, &ids("late", 2));
    let replay = |arguments: &[&str], count: usize| {
        let ended = office.run(&[&["replay"], arguments].concat());
        assert_eq!(ended.code, Some(0), "{arguments:?}: {ended:?}");
        assert!(ended.out.starts_with(&format!("replayed {count} of")), "{arguments:?}: {ended:?}");
        message_ids(&lane(&office, count))
    };
    assert_eq!(replay(&["--until", &moment], 3), ids("early", 3));
    assert_eq!(replay(&["--since", &moment], 2), ids("late", 2));
}

/// Waits for the beginning of the next second and gives it.
fn next_second() -> String {
    let now = || jiff::Timestamp::now().as_second();
    let before = now();
    let second = until("the next second begins", || Some(now()).filter(|second| *second > before));
    jiff::Timestamp::from_second(second).expect("a time").to_string()
}

#[test]
fn a_lane_that_is_not_empty_is_left_alone() {
    let office = Office::open();
    archive(&office, &ids("f", 3));
    assert_eq!(office.run(&["replay"]).code, Some(0));
    let lane_queue = &office.desk.topology.replay_queue;
    let depth = || office.desk.with_broker(async |broker| broker.queue_depth(lane_queue).await);
    // The count of a quorum queue lags.
    until("the lane's count is right", || (depth() == Some(3)).then_some(()));
    let refused = office.run(&["replay"]);
    assert_eq!(refused.code, Some(1));
    assert_eq!(
        refused.err,
        "copydesk: queue desk.replay still holds 3 articles of an earlier replay; wait until it is empty, or give \
         --force\n"
    );
    assert_eq!(office.run(&["replay", "--force"]).code, Some(0));
    lane(&office, 6);
}

#[test]
fn after_kill_9_the_same_command_goes_on_and_skips_nothing() {
    let office = Office::open();
    let all = ids("k", 600);
    archive(&office, &all);
    let arguments = ["replay", "--since", "1h", "--rate", "300/s"];
    let mut runs = BTreeSet::new();
    for _ in 0..2 {
        let mut child = office.start(&arguments);
        let state = office.desk.file("state");
        let before = std::fs::read_dir(&state).map(|_| stored(&office)).unwrap_or(0);
        until("some more articles are confirmed", || {
            assert!(child.try_wait().expect("our child").is_none(), "it ended before it could be killed");
            (holds(&state, "replay-") && stored(&office) > before + 50).then_some(())
        });
        child.kill().expect("our child");
        child.wait().expect("our child");
    }
    let last = office.run(&arguments);
    assert_eq!(last.code, Some(0), "{last:?}");
    assert!(last.err.contains("going on with r"), "{}", last.err);
    let seen = office.desk.take_until(&office.desk.topology.replay_queue, |taken| {
        taken.last().is_some_and(|d| d.properties.message_id.as_deref() == Some("k599"))
    });
    let distinct: BTreeSet<String> = message_ids(&seen).into_iter().collect();
    assert_eq!(distinct.len(), 600, "nothing is skipped");
    assert!(seen.len() < 600 + 2 * 300, "{} repeated by two kills", seen.len() - 600);
    runs.extend(seen.iter().map(|d| d.properties.headers.text("x-copydesk-replay").map(str::to_owned)));
    assert_eq!(runs.len(), 1, "one run under one name: {runs:?}");
    assert!(!holds(&office.desk.file("state"), "replay-"), "a complete run leaves no position");
}

/// How many the stored position counts as published.
fn stored(office: &Office) -> u64 {
    let entries = std::fs::read_dir(office.desk.file("state")).expect("the folder is there");
    let file = entries.flatten().find(|entry| entry.path().extension().is_some_and(|e| e == "json"));
    let Some(text) = file.and_then(|file| std::fs::read_to_string(file.path()).ok()) else { return 0 };
    let position: serde_json::Value = serde_json::from_str(&text).expect("a whole position at any moment");
    position["published"].as_u64().expect("a number")
}

#[test]
fn a_replayed_article_gives_the_same_bytes() {
    let office = Office::open();
    let mut worker = Worker::start(&office.desk, &[]);
    let all = ids("d", 20);
    office.desk.feed(refs(&all));
    let first = office.desk.account_for(refs(&all));
    assert_eq!(office.run(&["replay"]).code, Some(0));
    let second = office.desk.account_for(refs(&all));
    assert_eq!(first.outputs, second.outputs);
    worker.stop();
}

#[test]
fn the_same_replay_runs_once_at_a_time() {
    let office = Office::open();
    archive(&office, &ids("l", 200));
    let arguments = ["replay", "--rate", "50/s"];
    let mut first = office.start(&arguments);
    let state = office.desk.file("state");
    until("the first is under way", || holds(&state, "replay-").then_some(()));
    let second = office.run(&arguments);
    assert_eq!(second.code, Some(2), "{second:?}");
    assert!(second.err.contains("the same replay is under way"), "{second:?}");
    first.kill().expect("our child");
    first.wait().expect("our child");
    // What held it is gone with its process.
    assert_eq!(office.run(&["replay"]).code, Some(0), "the rate is no part of what is replayed");
}

#[test]
fn a_state_folder_that_cannot_be_made_is_noticed_before_anything_is_in_the_lane() {
    let office = Office::open();
    archive(&office, &ids("n", 3));
    std::fs::write(office.desk.file("state"), "a file where a folder belongs").expect("written");
    let refused = office.run(&["replay"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.err.contains("replay.state_dir"), "{refused:?}");
    assert!(office.desk.take_all(&office.desk.topology.replay_queue).is_empty());
}

#[test]
fn what_retention_took_from_under_a_stored_position_is_named() {
    // The broker drops whole files, and only when it begins a new one. The first hundred fit into one file, so nothing
    // is dropped before the position is stored, however slow the machine is.
    let office = Office::with(|topology| {
        topology.raw_log_max_age = "1s".to_owned();
        topology.stream_segment_bytes = 100_000;
    });
    archive(&office, &ids("a", 100));
    let arguments = ["replay", "--rate", "20/s"];
    let mut child = office.start(&arguments);
    let state = office.desk.file("state");
    until("some are confirmed", || (holds(&state, "replay-") && stored(&office) > 5).then_some(()));
    child.kill().expect("our child");
    child.wait().expect("our child");
    let stream = office.desk.topology.raw_log_stream.clone();
    let mut round = 0;
    until("the stream has lost its beginning", || {
        round += 1;
        archive(&office, &ids(&format!("b{round}x"), 100));
        let oldest = office.desk.with_broker(async |broker| Selection::oldest(broker, &stream).await);
        oldest.filter(|oldest| *oldest > 90)
    });
    let refused = office.run(&arguments);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.err.contains("holds nothing at offsets"), "{refused:?}");
    assert!(holds(&state, "replay-"), "the position is kept");
    let went_on = office.run(&["replay", "--rate", "1000/s", "--skip-gap"]);
    assert_eq!(went_on.code, Some(0), "{went_on:?}");
    assert!(!holds(&state, "replay-"));
}
