//! How fast: through the broker without any work (the ceiling), the real worker, and `copydesk enrich`, side by side
//! on the same articles.
//!
//! The ordinary test run does it with a few articles, to see that everything comes out. `make bench` sets
//! `COPYDESK_BENCH=full`, builds with optimisation and uses the articles of the shared corpora.

use std::fmt::Write;
use std::num::NonZeroU16;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use copydesk::broker::{Broker, BrokerError, BrokerSettings, Consume, Publication, PublishOutcome};
use tokio::task::JoinSet;

use crate::rabbitmq::desk::{Desk, Sections, article};
use crate::rabbitmq::exclusive;
use crate::rabbitmq::node::Node;
use crate::rabbitmq::worker::{Worker, usage};
use crate::soak::polnear;

/// One row of the table.
struct Row {
    name: &'static str,
    articles: usize,
    seconds: f64,
    /// CPU seconds of the program under test.
    own: f64,
    /// CPU seconds of the broker meanwhile.
    broker: f64,
    resident: u64,
}

impl Row {
    fn rate(&self) -> f64 {
        self.articles as f64 / self.seconds
    }

    fn own_ms(&self) -> f64 {
        self.own * 1000.0 / self.articles as f64
    }

    fn broker_ms(&self) -> f64 {
        self.broker * 1000.0 / self.articles as f64
    }
}

#[test]
fn the_worker_keeps_up_with_enrich_on_the_cores_that_the_broker_leaves() {
    let full = std::env::var("COPYDESK_BENCH").is_ok_and(|size| size == "full");
    let node = exclusive();
    let bodies = if full { polnear() } else { None };
    let bodies = bodies.unwrap_or_else(|| (0..100).map(|i| (format!("a{i}"), article(&format!("a{i}")))).collect());

    let rows = [
        enrich(&node, &bodies),
        pass_through(&node, &bodies),
        worker("worker, article alone", &node, &bodies, &[("outputs", "quotes = false\nentities = false")]),
        worker("worker, all outputs", &node, &bodies, &[]),
    ];
    let mut table = format!(
        "{:<24}{:>11}{:>13}{:>16}{:>11}{:>9}\n",
        "", "articles/s", "own ms each", "broker ms each", "own cores", "MB"
    );
    for row in &rows {
        let cores = row.own / row.seconds;
        let (rate, own, broker) = (row.rate(), row.own_ms(), row.broker_ms());
        let resident = row.resident / 1_000_000;
        writeln!(table, "{:<24}{rate:>11.1}{own:>13.2}{broker:>16.2}{cores:>11.2}{resident:>9}", row.name)
            .expect("memory");
    }
    // By CPU time, so that neighbours on the machine change nothing: what the worker spends beyond the pipeline.
    let [enrich, _, alone, all] = &rows;
    let share = |row: &Row| enrich.own_ms() / row.own_ms() * 100.0;
    writeln!(
        table,
        "on the cores that the broker leaves, the worker does {:.0} % of what enrich does ({:.0} % with the article \
         alone)",
        share(all),
        share(alone)
    )
    .expect("memory");
    println!("{table}");
}

/// `copydesk enrich` over a file of all articles.
fn enrich(node: &Node, bodies: &[(String, Vec<u8>)]) -> Row {
    let desk = Desk::new(&node.url());
    let file = desk.file("articles.jsonl");
    let lines: Vec<&[u8]> = bodies.iter().map(|(_, body)| body.as_slice()).collect();
    std::fs::write(&file, lines.join(&b"\n"[..])).expect("a writable folder");
    let before = children();
    let started = Instant::now();
    let output = desk.file("enriched.jsonl");
    let status = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args([Path::new("enrich"), &file, Path::new("--output"), &output])
        // As the workers of these tests have it.
        .env("COPYDESK__MODELS__NAMES", "fast")
        .stderr(Stdio::null())
        .status()
        .expect("the binary runs");
    let seconds = started.elapsed().as_secs_f64();
    assert!(status.success(), "{status}");
    let lines = std::fs::read_to_string(&output).expect("written").lines().count();
    assert_eq!(lines, bodies.len());
    Row { name: "enrich", articles: bodies.len(), seconds, own: children() - before, broker: 0.0, resident: 0 }
}

/// CPU seconds of all children of this process that have ended.
fn children() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(13) + ticks(14)) / 100.0
}

/// Queues of one row, and the articles for them. RabbitMQ may forget the last acknowledgements when a connection closes
/// right behind them: in shared queues those articles would come to every later row again, until they are suspects.
fn opened(node: &Node, bodies: &[(String, Vec<u8>)]) -> (Desk, Vec<Publication>) {
    let desk = Desk::new(&node.url());
    let inputs = bodies.iter().map(|(id, body)| desk.raw(id, body)).collect();
    (desk, inputs)
}

/// Consumes, publishes the same bytes, waits for the confirm, acknowledges: what the transport alone can do.
fn pass_through(node: &Node, bodies: &[(String, Vec<u8>)]) -> Row {
    let (desk, inputs) = opened(node, bodies);
    desk.publish(inputs.clone());
    let (own, (broker, _)) = (usage("self").0, node.usage());
    let started = Instant::now();
    desk.with_broker(async |consuming| {
        let settings = BrokerSettings { url: desk.url.as_str().into(), ..BrokerSettings::default() };
        let publishing = Broker::connect(&settings, "bench").await?;
        let publisher = publishing.publisher().await?;
        let prefetch = NonZeroU16::new(256).expect("not zero");
        let what = Consume { queue: desk.topology.input_queue.clone(), prefetch, offset: None };
        let mut consumer = consuming.consume(&what).await?;
        let mut tasks: JoinSet<Result<(), BrokerError>> = JoinSet::new();
        for _ in 0..inputs.len() {
            let delivery = consumer.next().await?;
            let publisher = publisher.clone();
            let exchange = desk.topology.enriched_exchange.clone();
            tasks.spawn(async move {
                let same = delivery.moved_to(&exchange, "article.en.test");
                assert_eq!(publisher.publish(vec![same]).await, [PublishOutcome::Confirmed]);
                delivery.acker.ack().await
            });
        }
        while let Some(end) = tasks.join_next().await {
            end.expect("confirmed")?;
        }
        Ok(())
    });
    let seconds = started.elapsed().as_secs_f64();
    let row = Row {
        name: "pass-through",
        articles: inputs.len(),
        seconds,
        own: usage("self").0 - own,
        broker: node.usage().0 - broker,
        resident: usage("self").1,
    };
    desk.take(&desk.out, inputs.len());
    row
}

/// The real worker, from the moment that it is ready until everything is acknowledged.
fn worker(name: &'static str, node: &Node, bodies: &[(String, Vec<u8>)], sections: Sections) -> Row {
    let (desk, inputs) = opened(node, bodies);
    let mut worker = Worker::launch(&desk, &desk.url, sections);
    let launched = Instant::now();
    worker.wait_ready();
    println!("{name}: consuming {} ms after the start", launched.elapsed().as_millis());
    let (own, _) = worker.usage();
    let (broker, _) = node.usage();
    let started = Instant::now();
    // Published while it works, as in life; the confirms of this side are part of the broker's share.
    desk.publish(inputs.clone());
    worker.wait_metric("copydesk_messages_settled_total", inputs.len() as f64);
    let seconds = started.elapsed().as_secs_f64();
    let row = Row {
        name,
        articles: inputs.len(),
        seconds,
        own: worker.usage().0 - own,
        broker: node.usage().0 - broker,
        resident: worker.peak_bytes(),
    };
    assert!(worker.metric("copydesk_messages_settled_total{accepted") >= inputs.len() as f64);
    let published = worker.metric("copydesk_publications_confirmed_total");
    worker.stop();
    assert_eq!(desk.take(&desk.out, published as usize).len(), published as usize);
    row
}
