//! How fast a replay fills its lane, beside what the broker takes from a publisher that does nothing else, and what
//! live articles feel of it; what an idle worker costs.
//!
//! The ordinary test run does it with a few articles, to see that everything arrives. `make bench` sets
//! `COPYDESK_BENCH=full` and builds with optimisation.

use std::collections::BTreeMap;
use std::num::NonZeroU16;
use std::time::{Duration, Instant};

use copydesk::broker::{Broker, BrokerError, BrokerSettings, Consume, Publication, PublishOutcome};
use futures_util::stream::{FuturesOrdered, StreamExt};

use crate::commands::Office;
use crate::rabbitmq::desk::Desk;
use crate::rabbitmq::exclusive;
use crate::rabbitmq::worker::Worker;

/// Messages published together, and such batches under way: as the replay has them.
const BATCH: usize = 64;
const UNDER_WAY: usize = 8;

struct Size {
    /// Articles that are replayed.
    archived: usize,
    /// Live articles, and the pause between two.
    live: usize,
    pause: Duration,
    /// How long an idle worker is watched.
    idle: Duration,
}

const SMALL: Size =
    Size { archived: 200, live: 10, pause: Duration::from_millis(20), idle: Duration::from_millis(200) };
const FULL: Size =
    Size { archived: 50_000, live: 1000, pause: Duration::from_millis(50), idle: Duration::from_secs(20) };

/// An article of about three kilobytes.
fn article(id: &str) -> Vec<u8> {
    let paragraph = |n: usize| {
        format!(
            "Mayor Ines Cobo told the council on Monday that pier {n} of the harbour would be rebuilt before the winter \
             storms. “It is a start, and nobody in {id} will have to wait for the ferry again,” Cobo said, while the \
             opposition in Balnagask asked what the plan would cost."
        )
    };
    let text: Vec<String> = (1..=10).map(paragraph).collect();
    serde_json::json!({"id": id, "title": format!("Harbour {id}"), "source": "bench", "text": text.join("\n\n")})
        .to_string()
        .into_bytes()
}

/// Publishes in order on one channel, batch after batch, and gives the articles per second.
fn publish(desk: &Desk, queue: &str, count: usize) -> f64 {
    let messages: Vec<Publication> = (0..count)
        .map(|n| {
            let id = format!("a{n}");
            Publication { exchange: String::new(), routing_key: queue.to_owned(), ..desk.raw(&id, &article(&id)) }
        })
        .collect();
    let settings = BrokerSettings { url: desk.url.as_str().into(), publish_channels: 1, ..BrokerSettings::default() };
    let started = Instant::now();
    desk.with_broker(async |_| {
        let broker = Broker::connect(&settings, "bench").await?;
        let publisher = broker.publisher().await?;
        let mut under_way = FuturesOrdered::new();
        for batch in messages.chunks(BATCH) {
            under_way.push_back(publisher.publish(batch.to_vec()));
            if under_way.len() >= UNDER_WAY {
                confirmed(under_way.next().await);
            }
        }
        while let Some(outcomes) = under_way.next().await {
            confirmed(Some(outcomes));
        }
        Ok(())
    });
    count as f64 / started.elapsed().as_secs_f64()
}

fn confirmed(outcomes: Option<Vec<PublishOutcome>>) {
    let outcomes = outcomes.expect("some are under way");
    assert!(outcomes.iter().all(|outcome| *outcome == PublishOutcome::Confirmed), "{outcomes:?}");
}

/// Publishes live articles at a steady pace, takes everything that comes out, and gives the times from the one to the
/// other, shortest first.
fn live(desk: &Desk, name: &str, size: &Size) -> Vec<Duration> {
    desk.with_broker(async |broker| {
        let settings = BrokerSettings { url: desk.url.as_str().into(), ..BrokerSettings::default() };
        let publishing = Broker::connect(&settings, "bench").await?;
        let publisher = publishing.publisher().await?;
        let prefetch = NonZeroU16::new(1000).expect("not zero");
        let mut outputs = broker.consume(&Consume { queue: desk.out.clone(), prefetch, offset: None }).await?;
        let mut sent: BTreeMap<String, Instant> = BTreeMap::new();
        let mut times = Vec::new();
        let mut pace = tokio::time::interval(size.pause);
        let mut taken = 0_u64;
        while times.len() < size.live {
            tokio::select! {
                _ = pace.tick(), if sent.len() + times.len() < size.live => {
                    let id = format!("{name}{}", sent.len() + times.len());
                    sent.insert(id.clone(), Instant::now());
                    let publisher = publisher.clone();
                    let raw = desk.raw(&id, &article(&id));
                    tokio::spawn(async move { publisher.publish(vec![raw]).await });
                }
                delivery = outputs.next() => {
                    let delivery = delivery?;
                    taken += 1;
                    if taken.is_multiple_of(100) {
                        delivery.acker.ack_through().await?;
                    }
                    let input = delivery.properties.correlation_id.unwrap_or_default();
                    times.extend(sent.remove(&input).map(|since| since.elapsed()));
                }
            }
        }
        Ok::<_, BrokerError>({
            times.sort();
            times
        })
    })
}

fn percentiles(times: &[Duration]) -> String {
    let at = |share: f64| times[((times.len() as f64 * share) as usize).min(times.len() - 1)].as_secs_f64() * 1000.0;
    format!("p50 {:.0} ms, p99 {:.0} ms", at(0.5), at(0.99))
}

#[test]
fn live_articles_pass_a_replay_that_fills_its_lane() {
    let full = std::env::var("COPYDESK_BENCH").is_ok_and(|size| size == "full");
    let size = if full { FULL } else { SMALL };
    let node = exclusive();
    let office = Office::open_at(&node.url());
    let desk = &office.desk;
    let lane = desk.topology.replay_queue.clone();
    let empty = || node.ctl(["purge_queue", &lane]);

    let stream = publish(desk, &desk.topology.raw_log_stream, size.archived);
    let alone = publish(desk, &lane, size.archived);
    empty();
    let started = Instant::now();
    let ended = office.run(&["replay", "--force"]);
    let seconds = started.elapsed().as_secs_f64();
    assert!(ended.out.starts_with(&format!("replayed {} of", size.archived)), "{ended:?}");
    let replay = size.archived as f64 / seconds;
    println!("into the stream, publisher alone        {stream:>8.0} articles/s");
    println!("into the lane, publisher alone          {alone:>8.0} articles/s");
    println!("into the lane, copydesk replay          {replay:>8.0} articles/s, its start included");
    empty();

    let mut worker = Worker::start(desk, &[("outputs", "quotes = false\nentities = false")]);
    let (before, _) = worker.usage();
    std::thread::sleep(size.idle);
    let (after, resident) = worker.usage();
    let idle = (after - before) / size.idle.as_secs_f64() * 100.0;
    println!("an idle worker                          {idle:>8.2} % of a core, {} MB", resident / 1_000_000);

    let quiet = live(desk, "quiet", &size);
    println!("live articles without a replay          {}", percentiles(&quiet));
    let mut replaying = office.start(&["replay", "--force"]);
    worker.wait_metric("copydesk_messages_received_total{lane=\"replay", 1.0);
    let busy = live(desk, "busy", &size);
    let replayed = worker.metric("copydesk_messages_settled_total{lane=\"replay");
    println!("live articles while {replayed:>6.0} are replayed    {}", percentiles(&busy));
    assert!(replaying.wait().expect("our child").success());
    assert!(replayed < size.archived as f64 || !full, "the replay was over before the live articles were");
    worker.stop();
}
