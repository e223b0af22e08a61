//! The real job with everything going wrong: two workers, articles and pages, workers killed, the broker killed.
//!
//! In the ordinary test run this is a small one over the samples: three kills of workers and one of the broker.
//! `COPYDESK_SOAK=full` (`make soak`) makes it the large one: all articles and pages of the shared corpora, ten kills of
//! workers and three of the broker.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use copydesk::broker::Publication;

use crate::rabbitmq::desk::{Desk, article};
use crate::rabbitmq::pristine;
use crate::rabbitmq::worker::Worker;

/// How much of it.
struct Size {
    worker_kills: usize,
    broker_kills: usize,
}

#[test]
fn nothing_is_lost_when_workers_and_broker_are_killed() {
    let full = std::env::var("COPYDESK_SOAK").is_ok_and(|size| size == "full");
    let size =
        if full { Size { worker_kills: 10, broker_kills: 3 } } else { Size { worker_kills: 3, broker_kills: 1 } };
    let mut node = pristine();
    let desk = Desk::new(&node.url());
    node.keep_queues();
    let inputs = if full { corpora(&desk) } else { samples(&desk) };
    let ids: Vec<String> = inputs.iter().filter_map(|input| input.properties.message_id.clone()).collect();
    let settings = [
        ("broker", "reconnect_min = \"100ms\"\nreconnect_max = \"1s\""),
        // A kill takes the articles in hand back to the queue; most of these should be done by then.
        ("worker", "prefetch = 16\nbreaker_window = 0"),
    ];
    let started = Instant::now();
    let mut workers = [Worker::start(&desk, &settings), Worker::start(&desk, &settings)];
    let total = inputs.len();
    let rounds = size.worker_kills + size.broker_kills;
    let mut inputs = inputs.into_iter();
    let mut fed = 0;
    for round in 0..rounds {
        // Each kill comes in the middle of its share of the articles.
        let share: Vec<Publication> = inputs.by_ref().take(total.div_ceil(rounds)).collect();
        fed += share.len();
        for chunk in share.chunks(100) {
            desk.publish(chunk.to_vec());
        }
        let every = rounds / size.broker_kills;
        if round % every == every - 1 && round / every < size.broker_kills {
            node.kill();
            node.launch();
            workers.iter_mut().for_each(Worker::wait_ready);
        } else {
            let worker = &mut workers[round % 2];
            let seen = worker.metric("copydesk_messages_received_total");
            if seen < fed as f64 / rounds as f64 {
                worker.wait_metric("copydesk_messages_received_total", 1.0);
            }
            worker.kill();
            *worker = Worker::start(&desk, &settings);
        }
    }
    let account = desk.account_for(ids.iter().map(String::as_str));
    account.check(ids.iter().map(String::as_str));
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    account.dead.values().for_each(|code| *codes.entry(code).or_default() += 1);
    println!(
        "{total} articles in {:.0} s, {} worker kills, {} broker kills: {} enriched, dead {codes:?}, {} duplicates, \
         all equal; resident {} and {} MB",
        started.elapsed().as_secs_f64(),
        size.worker_kills,
        size.broker_kills,
        account.outputs.len(),
        account.duplicates,
        workers[0].peak_bytes() / 1_000_000,
        workers[1].peak_bytes() / 1_000_000,
    );
    assert!(!codes.contains_key("by the broker"), "an article was given up for the crashes of others");
    workers.iter_mut().for_each(Worker::stop);
}

/// A few hundred small articles and every sample of the repository.
fn samples(desk: &Desk) -> Vec<Publication> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut inputs: Vec<Publication> =
        (0..400).map(|i| format!("a{i:03}")).map(|id| desk.raw(&id, &article(&id))).collect();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("samples").filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    for file in files {
        let name = file.file_name().expect("a file").to_string_lossy().into_owned();
        let content_type = match file.extension().and_then(|e| e.to_str()) {
            Some("json") => "application/json",
            Some("html") => "text/html",
            Some("txt") => "text/plain",
            _ => continue,
        };
        let mut input = desk.raw(&name, &std::fs::read(&file).expect("a sample"));
        input.properties.content_type = Some(content_type.to_owned());
        inputs.push(input);
    }
    inputs
}

/// The folder of the corpora, which are no part of the repository.
fn corpora_folder() -> PathBuf {
    let shared = std::env::var("COPYDESK_SHARED");
    let shared = shared.map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    shared.join("corpora")
}

/// Id and raw article of each text in the PolNeAR corpus, when it is there.
pub fn polnear() -> Option<Vec<(String, Vec<u8>)>> {
    let path = corpora_folder().join("quotes/polnear.jsonl.gz");
    let Ok(file) = std::fs::File::open(&path) else {
        crate::tidy::skipped(&format!("{} is not there; small articles are used instead", path.display()));
        return None;
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).expect("gzip of UTF-8");
    let raw = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let id = line["id"].as_str().expect("an id").to_owned();
        let raw = serde_json::json!({"id": id, "title": line["title"], "text": line["text"],
            "source": line["publisher"], "published_at": line["date"]});
        (id, raw.to_string().into_bytes())
    };
    Some(text.lines().map(raw).collect())
}

/// Every article and page of the corpora.
fn corpora(desk: &Desk) -> Vec<Publication> {
    let Some(articles) = polnear() else { return samples(desk) };
    let mut inputs: Vec<Publication> = articles.iter().map(|(id, body)| desk.raw(id, body)).collect();
    for folder in ["wcxb_dev_articles", "mozilla"] {
        let pages = corpora_folder().join("html").join(folder).join("html");
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(pages).expect("pages").filter_map(|entry| Some(entry.ok()?.path())).collect();
        files.sort();
        for file in files {
            let id = format!("{folder}/{}", file.file_name().expect("a file").to_string_lossy());
            let mut input = desk.raw(&id, &std::fs::read(&file).expect("a page"));
            input.properties.content_type = Some("text/html".to_owned());
            input.properties.content_encoding = Some("gzip".to_owned());
            inputs.push(input);
        }
    }
    inputs
}
