//! The worker and a broker that stops, freezes, fills up, forgets or refuses. One test at a time holds the node.

use std::time::{Duration, Instant};

use copydesk::broker::{Broker, BrokerError, BrokerSettings, ConnectionState, Consume, Publication, PublishOutcome};

use crate::rabbitmq::desk::{Desk, Sections};
use crate::rabbitmq::node::Node;
use crate::rabbitmq::proxy::Proxy;
use crate::rabbitmq::worker::Worker;
use crate::rabbitmq::{exclusive, pristine};
use crate::worker::{ids, refs};

/// Impatient, so that the tests need not be patient.
const QUICK: Sections = &[(
    "broker",
    "heartbeat = \"1s\"\nconnect_timeout = \"2s\"\ncall_timeout = \"2s\"\nconfirm_timeout = \"5s\"\n\
     reconnect_min = \"100ms\"\nreconnect_max = \"500ms\"",
)];

/// Feeds articles, and lets the worker get to work on them.
fn under_load(desk: &Desk, worker: &mut Worker, count: usize) -> Vec<String> {
    let all = ids("a", count);
    desk.feed(refs(&all));
    worker.wait_metric("copydesk_messages_settled_total{accepted", 10.0);
    all
}

fn recovered(desk: &Desk, mut worker: Worker, all: &[String]) {
    let account = desk.account_for(refs(all));
    account.check(refs(all));
    assert!(account.dead.is_empty(), "{:?}\n{}", account.dead, worker.log());
    worker.wait_ready();
    worker.stop();
}

#[test]
fn the_broker_is_killed_and_comes_back() {
    let mut node = pristine();
    let desk = Desk::new(&node.url());
    node.keep_queues();
    let mut worker = Worker::start(&desk, QUICK);
    let all = under_load(&desk, &mut worker, 300);
    node.kill();
    worker.wait_unready("the consuming connection is down");
    node.launch();
    recovered(&desk, worker, &all);
}

#[test]
fn the_worker_waits_for_a_broker_that_is_not_there_yet() {
    let mut node = pristine();
    let desk = Desk::new(&node.url());
    node.stop();
    let mut worker = Worker::launch(&desk, &desk.url, QUICK);
    worker.wait_unready("the consuming connection is down");
    assert!(worker.get("/livez").is_some_and(|(ok, _)| ok), "a restart would not help");
    node.launch();
    worker.wait_ready();
    worker.stop();
}

#[test]
fn the_broker_freezes_and_thaws() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let mut worker = Worker::start(&desk, QUICK);
    let all = under_load(&desk, &mut worker, 300);
    node.freeze();
    // A broker that stands still is given up after two heartbeats, and then cannot be connected to.
    worker.wait_unready("no answer to connect");
    node.thaw();
    recovered(&desk, worker, &all);
}

#[test]
fn sigterm_ends_the_worker_while_the_broker_is_frozen() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let settings = [QUICK[0], ("worker", "drain_timeout = \"3s\"")];
    let mut worker = Worker::start(&desk, &settings);
    let all = under_load(&desk, &mut worker, 300);
    node.freeze();
    let told = Instant::now();
    worker.stop();
    assert!(told.elapsed() < Duration::from_secs(6), "{:?}", told.elapsed());
    node.thaw();
    recovered(&desk, Worker::start(&desk, QUICK), &all);
}

#[test]
fn a_second_signal_ends_the_worker_at_once() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let mut worker = Worker::start(&desk, QUICK);
    let all = under_load(&desk, &mut worker, 300);
    node.freeze();
    worker.signal("TERM");
    worker.wait_unready("stopping");
    worker.signal("TERM");
    assert_eq!(worker.wait().code(), Some(1), "{}", worker.log());
    node.thaw();
    recovered(&desk, Worker::start(&desk, QUICK), &all);
}

#[test]
fn every_call_to_a_frozen_broker_ends() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let quick = Duration::from_secs(1);
    let settings = BrokerSettings {
        url: node.url().into(),
        heartbeat: quick,
        connect_timeout: quick,
        call_timeout: quick,
        confirm_timeout: quick,
        close_timeout: quick,
        ..BrokerSettings::default()
    };
    desk.feed(["one"]);
    desk.with_broker(async |_| {
        let broker = Broker::connect(&settings, "test").await?;
        let publisher = broker.publisher().await?;
        let what = Consume {
            queue: desk.topology.input_queue.clone(),
            prefetch: 1.try_into().expect("not zero"),
            offset: None,
        };
        let mut consumer = broker.consume(&what).await?;
        let held = consumer.next().await?;
        node.freeze();
        let start = Instant::now();
        let lost = publisher.publish(vec![Publication { routing_key: "x".into(), ..Publication::default() }]).await;
        assert!(matches!(lost[..], [PublishOutcome::Lost(_)]), "{lost:?}");
        assert!(consumer.next().await.is_err(), "two missed heartbeats end the consumer");
        assert!(held.acker.ack().await.is_err(), "an acknowledgement on a dead channel is not sent");
        assert!(broker.queue_depth(&desk.out).await.is_err());
        let connecting = Broker::connect(&settings, "test").await;
        assert!(matches!(connecting, Err(BrokerError::Timeout { call: "connect", .. })), "{connecting:?}");
        broker.close().await;
        assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
        node.thaw();
        Ok(())
    });
}

#[test]
fn connections_are_closed_by_an_operator() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let mut worker = Worker::start(&desk, QUICK);
    let all = under_load(&desk, &mut worker, 300);
    node.ctl(["close_all_connections", "maintenance"]);
    recovered(&desk, worker, &all);
}

#[test]
fn an_acknowledgement_is_lost() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    desk.feed(["one"]);
    desk.with_broker(async |broker| {
        let what = Consume {
            queue: desk.topology.input_queue.clone(),
            prefetch: 1.try_into().expect("not zero"),
            offset: None,
        };
        let other =
            Broker::connect(&BrokerSettings { url: node.url().into(), ..BrokerSettings::default() }, "test").await?;
        let mut consumer = other.consume(&what).await?;
        let held = consumer.next().await?;
        node.ctl(["close_all_connections", "maintenance"]);
        consumer.next().await.expect_err("its connection is gone");
        // The library answers `Ok(false)` here, which is easily taken for success.
        let error = held.acker.ack().await.expect_err("nothing was sent");
        assert!(error.to_string().contains("delivers it again"), "{error}");
        let _ = broker;
        Ok(())
    });
    recovered(&desk, Worker::start(&desk, QUICK), &["one".to_owned()]);
}

#[test]
fn the_input_queue_is_deleted() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let mut worker = Worker::start(&desk, QUICK);
    node.ctl(["delete_queue", &desk.topology.input_queue]);
    worker.wait_metric("copydesk_broker_reconnects_total", 1.0);
    worker.wait_ready();
    desk.feed(["one"]);
    recovered(&desk, worker, &["one".to_owned()]);
}

#[test]
fn without_leave_to_declare_the_worker_waits_for_what_is_missing() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    node.ctl(["delete_queue", &desk.topology.replay_queue]);
    let mut settings = desk.topology.clone();
    settings.declare = false;
    let restricted = Desk::onto(&desk, settings);
    let mut worker = Worker::launch(&restricted, &desk.url, QUICK);
    worker.wait_unready("NOT_FOUND");
    worker.wait_unready("declare it with `copydesk topology apply`");
    desk.declare();
    worker.wait_ready();
    worker.stop();
}

#[test]
fn the_output_exchange_is_deleted() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let mut worker = Worker::start(&desk, QUICK);
    let exchange = format!(
        "rabbit_exchange:delete({{resource, <<\"/\">>, exchange, <<\"{}\">>}}, false, <<\"test\">>).",
        desk.topology.enriched_exchange
    );
    node.ctl(["eval", &exchange]);
    desk.feed(["one"]);
    // The worker declares the exchange again, but the binding of our queue went with the old one.
    worker.wait_metric("copydesk_messages_settled_total{accepted", 1.0);
    let kept = desk.take(&desk.topology.unrouted_queue, 1).remove(0);
    assert_eq!(kept.properties.correlation_id.as_deref(), Some("one"));
    worker.stop();
}

#[test]
fn rights_are_refused_and_revoked() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    node.ctl(["add_user", "clerk", "secret"]);
    let url = desk.url.replace("guest:guest", "clerk:secret");
    let mut worker = Worker::launch(&desk, &url, QUICK);
    worker.wait_unready("refused");
    assert!(!worker.log().contains("secret"), "{}", worker.log());
    node.ctl(["set_permissions", "clerk", ".*", ".*", ".*"]);
    worker.wait_ready();

    // Revoked while at work: nothing may reach the dead letters for it.
    let enriched = format!("^(?!{}$).*", desk.topology.enriched_exchange.replace('.', "\\."));
    node.ctl(["set_permissions", "clerk", ".*", &enriched, ".*"]);
    let all = ids("a", 20);
    desk.feed(refs(&all));
    worker.wait_unready("refused");
    worker.wait_metric("copydesk_broker_reconnects_total{refused", 8.0);
    node.ctl(["set_permissions", "clerk", ".*", ".*", ".*"]);
    recovered(&desk, worker, &all);
    node.ctl(["delete_user", "clerk"]);
}

#[test]
fn a_memory_alarm_blocks_publishing() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let alarm = |on: bool| node.ctl(["set_vm_memory_high_watermark", if on { "0.0000001" } else { "0.6" }]);
    let impatient = "confirm_timeout = \"1s\"\nclose_timeout = \"500ms\"";
    let mut worker = Worker::start(&desk, &[("broker", impatient), ("worker", "drain_timeout = \"1s\"")]);
    let all = ids("a", 100);
    // It stands still until the alarm is there, so that there is work left for it.
    worker.signal("STOP");
    desk.feed(refs(&all));
    alarm(true);
    worker.signal("CONT");
    worker.wait_unready("blocks publishing");
    // Confirms that do not come while blocked are no reason to rebuild the session: it says so once in each
    // `confirm_timeout`, and after the second time the deadline of every publication in hand has passed.
    worker.until("two reminders", |worker| worker.log().matches("still takes no messages").count() >= 2);
    assert_eq!(worker.metric("copydesk_broker_reconnects_total"), 0.0, "{}", worker.log());
    worker.stop();

    // A worker that starts during the alarm takes nothing before it can publish.
    let mut next = Worker::launch(&desk, &desk.url, QUICK);
    next.wait_unready("blocks publishing");
    assert_eq!(next.metric("copydesk_messages_received_total"), 0.0);
    alarm(false);
    recovered(&desk, next, &all);
}

#[test]
fn deliveries_held_for_longer_than_the_broker_allows_come_again() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    // Channels opened from now on close two seconds after an unanswered delivery. The broker looks once a minute by
    // itself.
    let limits = |timeout: &str, tick: &str| {
        let set = format!(
            "[application:set_env(rabbit, K, V) || {{K, V}} <- [{{consumer_timeout, {timeout}}}, \
             {{channel_tick_interval, {tick}}}]]."
        );
        node.ctl(["eval", &set]);
    };
    limits("2000", "500");
    // However long the worker stands still below, it is not its heartbeat that is missed.
    let mut worker = Worker::start(&desk, &[("broker", "heartbeat = \"60s\"\nreconnect_max = \"500ms\"")]);
    let all = ids("a", 50);
    // While nothing can be published, nothing can be acknowledged.
    worker.signal("STOP");
    desk.feed(refs(&all));
    node.ctl(["set_vm_memory_high_watermark", "0.0000001"]);
    worker.signal("CONT");
    worker.until("the broker closed the channel", |worker| {
        worker.metric("copydesk_broker_reconnects_total{cause=\"consumer_timeout\"") >= 1.0
    });
    assert!(worker.log().contains("raise consumer_timeout in rabbitmq.conf"), "{}", worker.log());
    node.ctl(["set_vm_memory_high_watermark", "0.6"]);
    limits("1800000", "60000");
    recovered(&desk, worker, &all);
}

#[test]
fn a_blocked_connection_says_so_and_the_other_one_still_acknowledges() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    desk.feed(["one"]);
    let settings =
        BrokerSettings { url: node.url().into(), close_timeout: Duration::from_secs(1), ..BrokerSettings::default() };
    desk.with_broker(async |consuming| {
        let publishing = Broker::connect(&settings, "test").await?;
        let publisher = publishing.publisher().await?;
        let what = Consume {
            queue: desk.topology.input_queue.clone(),
            prefetch: 1.try_into().expect("not zero"),
            offset: None,
        };
        let mut consumer = consuming.consume(&what).await?;
        node.ctl(["set_vm_memory_high_watermark", "0.0000001"]);
        let pending = tokio::spawn(async move { publisher.probe().await });
        let mut link = publishing.link();
        link.wait_for(|link| matches!(link, ConnectionState::Blocked(_))).await.expect("still open");
        consumer.next().await?.acker.ack().await?;
        node.ctl(["set_vm_memory_high_watermark", "0.6"]);
        link.wait_for(|link| *link == ConnectionState::Up).await.expect("still open");
        pending.await.expect("no panic")?;

        node.ctl(["set_vm_memory_high_watermark", "0.0000001"]);
        let publisher = Broker::connect(&settings, "test").await?;
        let mut link = publisher.link();
        let sender = publisher.publisher().await?;
        let pending = tokio::spawn(async move { sender.probe().await });
        link.wait_for(|link| matches!(link, ConnectionState::Blocked(_))).await.expect("still open");
        let start = Instant::now();
        publisher.close().await;
        assert!(start.elapsed() < Duration::from_secs(5), "closing a blocked connection ends");
        pending.abort();
        node.ctl(["set_vm_memory_high_watermark", "0.6"]);
        Ok(())
    });
}

#[test]
fn the_wire_goes_silent() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let proxy = Proxy::start(node.port());
    let mut worker = Worker::launch(&desk, &proxy.url(), QUICK);
    worker.wait_ready();
    let all = under_load(&desk, &mut worker, 300);
    proxy.go_silent();
    worker.wait_unready("no answer to connect");
    proxy.heal();
    recovered(&desk, worker, &all);
}

#[test]
fn the_wire_is_cut_within_a_frame() {
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let proxy = Proxy::start(node.port());
    let mut worker = Worker::launch(&desk, &proxy.url(), QUICK);
    worker.wait_ready();
    let mut all = Vec::new();
    for (round, bytes) in [30_001, 50_003, 70_007].into_iter().enumerate() {
        proxy.cut_after(bytes);
        let more = ids(&format!("r{round}-"), 100);
        desk.feed(refs(&more));
        all.extend(more);
        worker.until("the wire is cut", |_| proxy.is_cut());
        proxy.heal();
        worker.wait_ready();
    }
    recovered(&desk, worker, &all);
}

#[test]
fn exported_definitions_are_accepted_by_rabbitmq() {
    let node: &Node = &exclusive();
    let desk = Desk::new(&node.url());
    let mut settings = desk.topology.clone();
    settings.input_queue.push_str(".imported");
    settings.archive = true;
    let topology = copydesk::broker::Topology::new(&settings);
    let file = desk.file("definitions.json");
    std::fs::write(&file, topology.definitions("/").to_string()).expect("a writable folder");
    node.ctl(["import_definitions", file.to_str().expect("UTF-8")]);
    let findings = desk.with_broker(async |broker| broker.check(&topology).await);
    let wrong: Vec<_> = findings.iter().filter(|f| f.state != copydesk::broker::topology::State::Present).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
