//! What the AMQP library and RabbitMQ do that would lose messages if it were not designed around. `docs/broker.md`
//! names the test for each.

use std::num::NonZeroU16;
use std::time::Duration;

use copydesk::broker::topology::{Queue, State};
use copydesk::broker::{
    Broker, BrokerError, BrokerSettings, Consume, Headers, Properties, Publication, PublishOutcome, StreamOffset,
    Topology, Value,
};

use crate::rabbitmq::desk::{Desk, article};
use crate::rabbitmq::shared;

/// A message for a queue, through the default exchange.
fn to_queue(queue: &str, id: &str) -> Publication {
    Publication {
        routing_key: queue.to_owned(),
        body: b"x".to_vec(),
        properties: Properties { message_id: Some(id.to_owned()), ..Properties::default() },
        ..Publication::default()
    }
}

/// A queue that refuses every further message.
fn full_queue(desk: &Desk) -> String {
    let name = format!("{}.full", desk.topology.input_queue);
    let arguments = [("x-max-length", Value::I64(1)), ("x-overflow", "reject-publish".into())];
    let arguments = Headers(arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    let queues = vec![Queue { name: name.clone(), arguments }];
    let topology = Topology { exchanges: Vec::new(), queues, bindings: Vec::new() };
    desk.with_broker(async |broker| broker.apply(&topology).await);
    desk.publish(vec![to_queue(&name, "fills it")]);
    name
}

fn consume(queue: &str, prefetch: u16) -> Consume {
    Consume { queue: queue.to_owned(), prefetch: NonZeroU16::new(prefetch).expect("not zero"), offset: None }
}

/// Publishes from eight tasks at once, so that accepted, refused and unroutable messages mix on every channel.
#[test]
fn each_publication_gets_its_own_answer_however_many_are_in_flight() {
    let desk = Desk::new(shared());
    let full = full_queue(&desk);
    let expected = |n: usize| match n % 8 {
        3 => PublishOutcome::Returned("312 NO_ROUTE".to_owned()),
        5 | 6 => PublishOutcome::Nacked,
        _ => PublishOutcome::Confirmed,
    };
    desk.with_broker(async |broker| {
        let publisher = broker.publisher().await?;
        let tasks = (0..8).map(|task| {
            let (publisher, out, full) = (publisher.clone(), desk.out.clone(), full.clone());
            tokio::spawn(async move {
                for group in 0..25 {
                    let numbers: Vec<usize> = (0..40).map(|i| group * 40 + i).collect();
                    let publication = |n: &usize| {
                        let queue = match expected(*n) {
                            PublishOutcome::Confirmed => out.as_str(),
                            PublishOutcome::Nacked => full.as_str(),
                            _ => "nowhere",
                        };
                        to_queue(queue, &format!("{task}-{n}"))
                    };
                    let outcomes = publisher.publish(numbers.iter().map(publication).collect()).await;
                    let expected: Vec<PublishOutcome> = numbers.iter().map(|n| expected(*n)).collect();
                    assert_eq!(outcomes, expected);
                }
            })
        });
        for task in futures_util::future::join_all(tasks).await {
            task.expect("every answer was right");
        }
        Ok(())
    });
    assert_eq!(desk.take(&desk.out, 8 * 25 * 40 * 5 / 8).len(), 5000);
}

#[test]
fn two_messages_with_one_id_are_both_returned_rather_than_one_lost() {
    let desk = Desk::new(shared());
    let outcomes = desk.with_broker(async |broker| {
        let twice = vec![to_queue("nowhere", "same"), to_queue("nowhere", "same"), to_queue(&desk.out, "same")];
        Ok(broker.publisher().await?.publish(twice).await)
    });
    let returned = || PublishOutcome::Returned("312 NO_ROUTE".to_owned());
    assert_eq!(outcomes, [returned(), returned(), PublishOutcome::Confirmed]);
}

#[test]
fn a_missing_exchange_ends_the_publisher_with_the_reason() {
    let desk = Desk::new(shared());
    desk.with_broker(async |broker| {
        let publisher = broker.publisher().await?;
        let lost = Publication { exchange: "no-such-exchange".to_owned(), ..to_queue("x", "1") };
        let outcomes = publisher.publish(vec![lost]).await;
        assert!(
            matches!(&outcomes[..], [PublishOutcome::Lost(reason)] if reason.contains("NOT_FOUND")),
            "{outcomes:?}"
        );
        // The library would go on taking messages for the dead channel.
        assert!(matches!(publisher.publish(vec![to_queue(&desk.out, "2")]).await[..], [PublishOutcome::Lost(_)]));
        Ok(())
    });
}

#[test]
fn what_is_too_large_is_not_sent_and_costs_nothing_else() {
    let desk = Desk::new(shared());
    let outcomes = desk.with_broker(async |_| {
        let settings =
            BrokerSettings { url: desk.url.as_str().into(), max_message_bytes: 1000, ..BrokerSettings::default() };
        let broker = Broker::connect(&settings, "test").await?;
        let body = Publication { body: vec![b'x'; 1001], ..to_queue(&desk.out, "body") };
        let mut headers = to_queue(&desk.out, "headers");
        headers.properties.headers.insert("big", "x".repeat(200_000));
        let key = to_queue(&"k".repeat(256), "key");
        // What the broker held before may be larger; its headers are made to fit.
        let mut admitted = Publication { body: vec![b'x'; 1001], republished: true, ..headers.clone() };
        admitted.properties.headers.insert("x-copydesk-error", "kept");
        Ok(broker.publisher().await?.publish(vec![body, headers, key, admitted, to_queue(&desk.out, "good")]).await)
    });
    let kinds: Vec<bool> = outcomes.iter().map(|o| matches!(o, PublishOutcome::TooLarge(_))).collect();
    assert_eq!(kinds, [true, true, true, false, false], "{outcomes:?}");
    let taken = desk.take(&desk.out, 2);
    assert_eq!(taken[0].properties.headers.text("x-copydesk-error"), Some("kept"));
    assert_eq!(taken[0].properties.headers.0["x-copydesk-dropped-headers"], Value::List(vec!["big".into()]));
}

#[test]
fn properties_and_headers_come_back_as_they_were_sent() {
    let desk = Desk::new(shared());
    let mut sent = desk.raw("id-1", b"\0\xff");
    sent.routing_key = desk.out.clone();
    sent.exchange = String::new();
    sent.properties.priority = Some(3);
    sent.properties.timestamp = Some(1_700_000_000);
    sent.properties.reply_to = Some("somewhere".into());
    let table = Headers([("k".to_owned(), Value::I32(1))].into());
    let values = [
        Value::Bool(true),
        Value::I8(-8),
        Value::I16(-300),
        Value::I32(-70_000),
        Value::I64(1 << 40),
        Value::F64(0.5),
        Value::Text("ä".into()),
        Value::Bytes(vec![0xff]),
        Value::List(vec![Value::Void, Value::Table(table)]),
        Value::Timestamp(1_700_000_000),
    ];
    for (i, value) in values.into_iter().enumerate() {
        sent.properties.headers.insert(format!("h{i}"), value);
    }
    desk.publish(vec![sent.clone()]);
    let received = desk.take(&desk.out, 1).remove(0);
    assert_eq!(received.body, sent.body);
    assert_eq!(received.properties, sent.properties);
}

#[test]
fn a_consumer_whose_queue_is_deleted_ends_with_an_error() {
    let desk = Desk::new(shared());
    let error = desk.with_broker(async |broker| {
        let queue = broker.temporary_queue(&desk.topology.raw_exchange, &["#".to_owned()], 10).await?;
        let mut consumer = broker.consume(&consume(&queue, 1)).await?;
        // Only its own connection may delete an exclusive queue; the library itself is at hand in tests.
        delete_queue(&desk.url, &desk.out).await;
        let mut other = broker.consume(&consume(&desk.topology.input_queue, 1)).await?;
        delete_queue(&desk.url, &desk.topology.input_queue).await;
        let error = other.next().await.expect_err("its queue is gone");
        assert!(tokio::time::timeout(Duration::from_millis(100), consumer.next()).await.is_err(), "not this one's");
        Ok(error)
    });
    assert!(error.to_string().contains("cancelled the consumer"), "{error}");
}

async fn delete_queue(url: &str, queue: &str) {
    let connection = lapin::Connection::connect(url, lapin::ConnectionProperties::default()).await.expect("up");
    let channel = connection.create_channel().await.expect("a channel");
    channel.queue_delete(queue.into(), Default::default()).await.expect("deleted");
}

#[test]
fn a_consumer_holds_no_more_than_its_prefetch() {
    let desk = Desk::new(shared());
    desk.publish((0..30).map(|i| to_queue(&desk.out, &i.to_string())).collect());
    desk.with_broker(async |broker| {
        let mut consumer = broker.consume(&consume(&desk.out, 10)).await?;
        let mut held = Vec::new();
        while let Ok(delivery) = tokio::time::timeout(Duration::from_millis(500), consumer.next()).await {
            held.push(delivery?);
        }
        assert_eq!(held.len(), 10);
        // A smaller one counts for what comes from now on; what is in hand stays valid.
        consumer.set_prefetch(NonZeroU16::new(2).expect("not zero")).await?;
        for delivery in held {
            delivery.acker.ack().await?;
        }
        let mut more = Vec::new();
        while let Ok(delivery) = tokio::time::timeout(Duration::from_millis(500), consumer.next()).await {
            more.push(delivery?);
        }
        assert_eq!(more.len(), 2);
        Ok(())
    });
    assert_eq!(desk.take(&desk.out, 20).len(), 20, "the ten that were acknowledged are gone, the others are back");
}

#[test]
fn browsing_leaves_everything_in_the_queue() {
    let desk = Desk::new(shared());
    desk.publish(vec![to_queue(&desk.out, "1"), to_queue(&desk.out, "2")]);
    for _ in 0..3 {
        let seen = desk.with_broker(async |broker| {
            let mut browser = broker.browse(&desk.out).await?;
            let mut count = 0;
            while browser.next().await?.is_some() {
                count += 1;
            }
            Ok(count)
        });
        assert_eq!(seen, 2);
    }
}

#[test]
fn a_stream_is_read_from_any_offset() {
    let desk = Desk::with(shared(), |topology| topology.raw_log = true);
    desk.publish((0..50).map(|i| desk.raw(&i.to_string(), &article("s"))).collect());
    let read = |offset, count: usize| {
        desk.with_broker(async |broker| {
            let what = Consume { offset: Some(offset), ..consume(&desk.topology.raw_log_stream, 100) };
            let mut consumer = broker.consume(&what).await?;
            let mut read = Vec::new();
            while read.len() < count {
                let delivery = consumer.next().await?;
                delivery.acker.ack().await?;
                read.push(delivery);
            }
            Ok(read)
        })
    };
    let all = read(StreamOffset::First, 50);
    let offsets: Vec<u64> = all.iter().map(|delivery| delivery.stream_offset().expect("in a stream")).collect();
    assert!(offsets.is_sorted(), "{offsets:?}");
    let from = read(StreamOffset::At(offsets[20]), 30);
    assert_eq!(from[0].stream_offset(), Some(offsets[20]));
    let ids = |deliveries: &[copydesk::broker::Delivery]| -> Vec<String> {
        deliveries.iter().filter_map(|delivery| delivery.properties.message_id.clone()).collect()
    };
    assert_eq!(ids(&all)[20..], ids(&from)[..]);
}

#[test]
fn the_topology_is_compared_without_changing_it() {
    let desk = Desk::new(shared());
    let topology = Topology::new(&desk.topology);
    let states = |topology: &Topology| {
        let findings = desk.with_broker(async |broker| broker.check(topology).await);
        findings.into_iter().map(|finding| finding.state).collect::<Vec<_>>()
    };
    assert!(states(&topology).iter().all(|state| *state == State::Present));
    desk.with_broker(async |broker| broker.apply(&topology).await);

    let mut other = desk.topology.clone();
    other.delivery_limit = 7;
    let other = Topology::new(&other);
    let different = states(&other)
        .iter()
        .filter(|s| matches!(s, State::Different(why) if why.contains("x-delivery-limit")))
        .count();
    assert_eq!(different, 2, "the input and the replay queue");
    let error = desk.with_broker(async |broker| Ok(broker.apply(&other).await.expect_err("it is different")));
    assert!(matches!(error, BrokerError::Different { .. }), "{error}");

    let mut missing = desk.topology.clone();
    missing.replay_queue.push_str(".not-there");
    let missing = Topology::new(&missing);
    for _ in 0..2 {
        let count = states(&missing).iter().filter(|state| **state == State::Missing).count();
        assert_eq!(count, 1, "looking must not create it");
    }
    let error = desk.with_broker(async |broker| Ok(broker.require(&missing).await.expect_err("one is missing")));
    assert!(matches!(error, BrokerError::Missing { .. }), "{error}");
}
