//! The worker on a healthy broker: every article ends in one place, and the messages say what they should.

use copydesk::broker::topology::{Binding, Queue};
use copydesk::broker::{Delivery, Headers, Topology, Value};
use expect_test::expect;

use crate::rabbitmq::desk::{Desk, article};
use crate::rabbitmq::shared;
use crate::rabbitmq::worker::Worker;

pub fn ids(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|i| format!("{prefix}{i:03}")).collect()
}

pub fn refs(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}

/// Properties and headers, one a line, without what changes from run to run.
fn describe(delivery: &Delivery) -> String {
    let p = &delivery.properties;
    let strings = [
        ("content_type", &p.content_type),
        ("expiration", &p.expiration),
        ("user_id", &p.user_id),
        ("message_id", &p.message_id),
        ("correlation_id", &p.correlation_id),
        ("type", &p.kind),
        ("app_id", &p.app_id),
    ];
    let mut lines: Vec<String> =
        strings.iter().filter_map(|(name, value)| value.as_ref().map(|value| format!("{name}: {value}"))).collect();
    for (name, value) in &p.headers.0 {
        // These change from run to run or with the pipeline.
        let ends = ["duration-ms", "worker", "first-failed-at", "content-sha256", "simhash", "x-copydesk-error"];
        let varies = ends.iter().any(|end| name.ends_with(end));
        let value = if varies { "…".to_owned() } else { format!("{value:?}") };
        lines.push(format!("{name}: {value}"));
    }
    lines.join("\n") + "\n"
}

#[test]
fn every_article_ends_in_the_outputs_or_in_the_dead_letters() {
    let desk = Desk::new(shared());
    let mut worker = Worker::start(&desk, &[]);
    let good = ids("a", 50);
    desk.feed(refs(&good));
    desk.publish(vec![desk.raw("bad1", b"{"), desk.raw("bad2", b"")]);
    let all: Vec<&str> = refs(&good).into_iter().chain(["bad1", "bad2"]).collect();
    let account = desk.account_for(all.clone());
    account.check(all);
    assert_eq!(account.dead.len(), 2);
    assert_eq!(account.duplicates, 0);
    worker.stop();
}

#[test]
fn outputs_carry_the_trace_and_name_their_input() {
    let desk = Desk::new(shared());
    let _worker = Worker::start(&desk, &[]);
    let mut raw = desk.raw("in-1", &article("one"));
    raw.exchange = String::new();
    raw.routing_key = desk.topology.replay_queue.clone();
    raw.properties.headers.insert("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    raw.properties.headers.insert("x-copydesk-replay", "run-7");
    raw.properties.headers.insert("x-other", "stays behind");
    desk.publish(vec![raw]);
    let article = desk.take(&desk.out, 1).remove(0);
    assert_eq!(article.routing_key, "article.en.test");
    assert!(article.properties.timestamp.is_some());
    expect![[r#"
        content_type: application/json
        message_id: …
        correlation_id: in-1
        type: copydesk.article.v1
        app_id: copydesk/0.1.0
        traceparent: Text("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        x-copydesk-content-sha256: …
        x-copydesk-duration-ms: …
        x-copydesk-replay: Text("run-7")
        x-copydesk-simhash: …
    "#]]
    .assert_eq(&describe(&article).replace(article.properties.message_id.as_deref().expect("an id"), "…"));
}

#[test]
fn a_dead_letter_is_the_input_with_the_reason_beside_it() {
    let desk = Desk::new(shared());
    let _worker = Worker::start(&desk, &[]);
    let mut raw = desk.raw("in-1", b"{\"title\": ");
    // Left as they are, these would delete the dead letter, refuse its publish, or send copies elsewhere.
    raw.properties.expiration = Some("600000".into());
    raw.properties.user_id = Some("guest".into());
    raw.properties.headers.insert("CC", Value::List(vec!["raw.copy".into()]));
    raw.properties.headers.insert("x-own", Value::I32(7));
    desk.publish(vec![raw.clone()]);
    // The copy for CC is a message of its own to our queue.
    let dead = desk.take(&desk.topology.dead_queue, 1).remove(0);
    assert_eq!(dead.body, raw.body);
    let origin = format!("Text({:?})", desk.topology.raw_exchange);
    expect![[r#"
        content_type: application/json
        message_id: in-1
        x-copydesk-attempt: I64(0)
        x-copydesk-error: …
        x-copydesk-error-code: Text("invalid_json")
        x-copydesk-first-failed-at: …
        x-copydesk-origin-cc: List([Text("raw.copy")])
        x-copydesk-origin-exchange: RAW
        x-copydesk-origin-expiration: Text("600000")
        x-copydesk-origin-routing-key: Text("raw.test")
        x-copydesk-origin-user-id: Text("guest")
        x-copydesk-stage: Text("normalize")
        x-copydesk-version: Text("0.1.0")
        x-copydesk-worker: …
        x-own: I32(7)
    "#]]
    .assert_eq(&describe(&dead).replace(&origin, "RAW"));
}

#[test]
fn the_same_article_gives_the_same_messages_again() {
    let desk = Desk::new(shared());
    let _worker = Worker::start(&desk, &[]);
    desk.feed(["one"]);
    let first = desk.account_for(["one"]);
    desk.feed(["one"]);
    let messages = first.outputs["one"].len();
    let again = desk.take(&desk.out, messages);
    for delivery in again {
        let id = delivery.properties.message_id.expect("an output has an id");
        assert_eq!(first.outputs["one"].get(&id), Some(&delivery.body), "{id}");
    }
}

/// Binds a queue that refuses every message to everything enriched.
pub fn bind_full_queue(desk: &Desk) -> String {
    let name = format!("{}.full", desk.topology.input_queue);
    let arguments = [("x-max-length", Value::I64(1)), ("x-overflow", "reject-publish".into())];
    let arguments = Headers(arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    let exchange = desk.topology.enriched_exchange.clone();
    let binding = Binding { exchange, queue: name.clone(), routing_key: "#".to_owned() };
    let queues = vec![Queue { name: name.clone(), arguments }];
    let topology = Topology { exchanges: Vec::new(), queues, bindings: vec![binding] };
    desk.with_broker(async |broker| broker.apply(&topology).await);
    let mut filling = desk.raw("fills it", b"x");
    filling.exchange = String::new();
    filling.routing_key = name.clone();
    desk.publish(vec![filling]);
    name
}

#[test]
fn a_full_output_queue_sends_an_article_up_the_tiers_and_then_to_the_dead_letters() {
    let desk = Desk::new(shared());
    bind_full_queue(&desk);
    let mut worker = Worker::start(&desk, &[]);
    desk.feed(["one"]);
    let dead = desk.take(&desk.topology.dead_queue, 1).remove(0);
    let headers = &dead.properties.headers;
    assert_eq!(headers.text("x-copydesk-error-code"), Some("retries_exhausted"));
    assert_eq!(headers.text("x-copydesk-error"), Some("nacked"));
    assert_eq!(headers.integer("x-copydesk-attempt"), Some(2));
    assert_eq!(headers.text("x-copydesk-origin-routing-key"), Some("raw.test"));
    assert_eq!(dead.body, article("one"));
    assert!(worker.metric("copydesk_messages_retried_total") == 2.0);
    worker.stop();
}

#[test]
fn an_article_comes_out_once_a_queue_for_it_is_bound_again() {
    let desk = Desk::with(shared(), |topology| topology.retry_delays = vec![std::time::Duration::from_millis(500); 1]);
    let mut worker = Worker::start(&desk, &[]);
    // With no queue behind the alternate exchange either, outputs are returned.
    for queue in [&desk.out, &desk.topology.unrouted_queue] {
        delete_queue(&desk, queue);
    }
    desk.feed(["one"]);
    worker.wait_metric("copydesk_messages_retried_total", 1.0);
    assert!(worker.metric("copydesk_publications_failed_total{returned") >= 1.0);
    desk.declare();
    desk.account_for(["one"]).check(["one"]);
}

pub fn delete_queue(desk: &Desk, queue: &str) {
    desk.with_broker(async |_| {
        let connection = lapin::Connection::connect(&desk.url, Default::default()).await.expect("up");
        let channel = connection.create_channel().await.expect("a channel");
        channel.queue_delete(queue.into(), Default::default()).await.expect("deleted");
        Ok(())
    });
}

#[test]
fn an_output_nobody_wants_is_kept() {
    let desk = Desk::new(shared());
    delete_queue(&desk, &desk.out);
    let _worker = Worker::start(&desk, &[]);
    desk.feed(["one"]);
    let kept = desk.take(&desk.topology.unrouted_queue, 1).remove(0);
    assert_eq!(kept.routing_key, "article.en.test");
}

#[test]
fn an_output_over_the_broker_s_limit_is_a_dead_letter() {
    let desk = Desk::new(shared());
    let _worker = Worker::start(&desk, &[("broker", "max_message_bytes = 300")]);
    desk.feed(["one"]);
    let account = desk.account_for(["one"]);
    assert_eq!(account.dead["one"], "output_too_large");
    // Its quotes and entities would have fitted; without their article nobody gets them.
    account.check(["one"]);
}

#[test]
fn an_article_over_its_time_budget_is_a_dead_letter() {
    let desk = Desk::new(shared());
    let mut worker = Worker::start(&desk, &[("worker", "time_budget = \"1ms\"")]);
    desk.feed(["one"]);
    assert_eq!(desk.account_for(["one"]).dead["one"], "timeout");
    worker.stop();
}

#[test]
fn the_breaker_holds_articles_back_and_lets_them_through_when_they_are_good_again() {
    let desk = Desk::new(shared());
    let settings = [("worker", "breaker_window = 10\nbreaker_pause = \"3s\""), ("ops", "stalled_after = \"1s\"")];
    let mut worker = Worker::start(&desk, &settings);
    let bad = ids("bad", 10);
    desk.publish(bad.iter().map(|id| desk.raw(id, b"{")).collect());
    worker.wait_unready("paused");
    let good = ids("good", 20);
    desk.feed(refs(&good));
    worker.until("ready, and live all the time", |worker| {
        assert!(worker.get("/livez").is_none_or(|(ok, _)| ok), "a restart would close the breaker");
        worker.get("/readyz").is_some_and(|(ok, _)| ok)
    });
    let all: Vec<&str> = refs(&bad).into_iter().chain(refs(&good)).collect();
    let account = desk.account_for(all.clone());
    account.check(all);
    assert_eq!(account.dead.len(), 10);
    worker.stop();
}

#[test]
fn an_article_that_came_back_twice_is_tried_alone_and_its_neighbours_live() {
    let desk = Desk::new(shared());
    let neighbours = ids("a", 10);
    desk.feed(refs(&neighbours));
    for _ in 0..2 {
        crash_with(&desk, &desk.topology.input_queue, 10);
    }
    let mut worker = Worker::start(&desk, &[]);
    let account = desk.account_for(refs(&neighbours));
    account.check(refs(&neighbours));
    assert!(account.dead.is_empty(), "{:?}", account.dead);
    assert!(worker.metric("copydesk_messages_received_total{suspect") >= 10.0);
    worker.stop();
}

#[test]
fn an_article_that_takes_down_the_suspect_lane_as_well_is_a_dead_letter_of_the_broker() {
    let desk = Desk::new(shared());
    let mut poison = desk.raw("poison", b"x");
    poison.exchange = String::new();
    poison.routing_key = desk.topology.suspect_queue.clone();
    desk.publish(vec![poison]);
    for _ in 0..=desk.topology.suspect_delivery_limit {
        crash_with(&desk, &desk.topology.suspect_queue, 1);
    }
    let dead = desk.take(&desk.topology.dead_queue, 1).remove(0);
    assert_eq!(dead.properties.headers.text("x-first-death-reason"), Some("delivery_limit"));
}

/// Takes `count` deliveries as a worker would and goes away with all of them in hand.
pub fn crash_with(desk: &Desk, queue: &str, count: usize) {
    desk.with_broker(async |broker| {
        let prefetch = std::num::NonZeroU16::new(10).expect("not zero");
        let what = copydesk::broker::Consume { queue: queue.to_owned(), prefetch, offset: None };
        let mut consumer = broker.consume(&what).await?;
        let mut held = Vec::new();
        while held.len() < count {
            held.push(consumer.next().await?);
        }
        Ok(())
    });
}

#[test]
fn live_articles_do_not_wait_for_a_replay() {
    let desk = Desk::new(shared());
    let replayed = ids("replayed", 300);
    let replay = |id: &String| {
        let mut raw = desk.raw(id, &article(id));
        raw.exchange = String::new();
        raw.routing_key = desk.topology.replay_queue.clone();
        raw
    };
    desk.publish(replayed.iter().map(replay).collect());
    let live = ids("live", 30);
    desk.feed(refs(&live));
    let settings = [("worker", "threads = 2"), ("outputs", "quotes = false\nentities = false")];
    let mut worker = Worker::start(&desk, &settings);
    let outputs = desk.take(&desk.out, 330);
    let input = |output: &Delivery| output.properties.correlation_id.clone().expect("an output names its input");
    let last = outputs.iter().rposition(|output| live.contains(&input(output))).expect("live ones came out");
    assert!(last < 165, "the last live article came out as number {last} of 330");
    worker.stop();
}

#[test]
fn sigterm_under_load_finishes_what_is_in_hand_and_leaves_the_rest() {
    let desk = Desk::new(shared());
    let all = ids("a", 400);
    desk.feed(refs(&all));
    let mut worker = Worker::start(&desk, &[]);
    worker.wait_metric("copydesk_messages_settled_total{accepted", 20.0);
    worker.stop();
    assert!(!worker.log().contains("drain timeout is up"), "{}", worker.log());
    let mut next = Worker::start(&desk, &[]);
    let account = desk.account_for(refs(&all));
    account.check(refs(&all));
    assert_eq!(account.duplicates, 0, "what was published had been acknowledged");
    next.stop();
}

#[test]
fn kill_9_under_load_loses_nothing_and_repeats_only_the_same() {
    let desk = Desk::new(shared());
    let all = ids("a", 400);
    desk.feed(refs(&all));
    for _ in 0..3 {
        let mut worker = Worker::start(&desk, &[]);
        worker.wait_metric("copydesk_messages_settled_total{accepted", 20.0);
        worker.kill();
    }
    let mut last = Worker::start(&desk, &[]);
    desk.account_for(refs(&all)).check(refs(&all));
    last.stop();
}

#[test]
fn what_cannot_be_used_is_said_in_one_line() {
    let desk = Desk::new(shared());
    let settings = desk.settings("http://not-amqp", &[]);
    let mut worker = Worker::launch_program(env!("CARGO_BIN_EXE_copydesk").as_ref(), &settings, &desk);
    assert_eq!(worker.wait().code(), Some(2));
    let log = worker.log();
    assert_eq!(log.lines().count(), 1, "{log}");
    assert!(log.contains("broker.url"), "{log}");
}

#[test]
fn a_count_that_a_producer_made_up_moves_nothing_aside() {
    let desk = Desk::new(shared());
    let mut worker = Worker::start(&desk, &[]);
    let all = ids("c", 5);
    let raw = |id: &String| {
        let mut raw = desk.raw(id, &article(id));
        raw.properties.headers.insert("x-delivery-count", 9);
        raw
    };
    desk.publish(all.iter().map(raw).collect());
    let account = desk.account_for(refs(&all));
    account.check(refs(&all));
    assert!(account.dead.is_empty(), "{:?}", account.dead);
    assert_eq!(worker.metric("copydesk_messages_received_total{suspect"), 0.0);
    worker.stop();
}

#[test]
fn a_feed_of_too_many_outputs_is_one_dead_letter() {
    let desk = Desk::new(shared());
    let mut worker = Worker::start(&desk, &[("outputs", "max_messages = 20")]);
    let item = "<item><title>T</title><description>The council met.</description></item>";
    let mut feed = desk.raw("feed", format!("<rss><channel>{}</channel></rss>", item.repeat(21)).as_bytes());
    feed.properties.content_type = Some("application/xml".to_owned());
    desk.publish(vec![feed, desk.raw("one", &article("one"))]);
    let account = desk.account_for(["feed", "one"]);
    assert_eq!(account.dead["feed"], "output_too_large");
    assert!(account.outputs.contains_key("one"), "its neighbour is published");
    worker.stop();
}
