//! The whole road with everything going wrong: two workers, an archive, the broker and the database, each killed in the
//! middle of its work. In the end the tables hold what `copydesk enrich --to` makes of the same articles.
//!
//! In the ordinary test run some hundred small articles and one kill each. `COPYDESK_SOAK=full` (`make soak`): 5,000
//! articles, those of the shared corpora where they are there, and three kills each.

use std::io::Write;
use std::process::Command;
use std::time::Instant;

use copydesk::broker::Publication;

use super::node::Postgres;
use super::{launch, queue};
use crate::rabbitmq::desk::{Desk, article};
use crate::rabbitmq::worker::Worker;
use crate::rabbitmq::{patience, pristine};
use crate::soak::polnear;

/// What is killed, in turn.
#[derive(Debug, Clone, Copy)]
enum Victim {
    Worker,
    Archive,
    Broker,
    Database,
}

#[test]
fn every_row_is_there_once_whatever_is_killed() {
    let full = std::env::var("COPYDESK_SOAK").is_ok_and(|size| size == "full");
    let (articles, kills) = if full { (5000, 3) } else { (200, 1) };
    let mut node = pristine();
    let desk = Desk::new(&node.url());
    node.keep_queues();
    let mut postgres = Postgres::start();
    let database = postgres.database();
    let url = postgres.url(&database);
    let inputs = inputs(&desk, articles, full);
    let expected = desk.file("raw.jsonl");
    let mut file = std::fs::File::create(&expected).expect("a writable folder");
    for input in &inputs {
        file.write_all(&input.body).and_then(|()| file.write_all(b"\n")).expect("written");
    }
    let started = Instant::now();
    let quick = ("broker", "reconnect_min = \"100ms\"\nreconnect_max = \"1s\"");
    let settings = [quick, ("worker", "prefetch = 16\nbreaker_window = 0")];
    let small = [("archive", "batch_messages = 200")];
    let mut archive = launch(&desk, &desk.url, &url, &small);
    archive.wait_ready();
    let mut workers = [Worker::start(&desk, &settings), Worker::start(&desk, &settings)];
    let rounds = kills * 4;
    let mut shares = inputs.chunks(articles.div_ceil(rounds));
    let mut peak = 0;
    for round in 0..rounds {
        let share = shares.next().unwrap_or_default();
        share.chunks(100).for_each(|chunk| desk.publish(chunk.to_vec()));
        let victim = [Victim::Worker, Victim::Archive, Victim::Database, Victim::Broker][round % 4];
        // In the middle of their work: something has been done, and something has not.
        let settled = postgres.psql(&database, "select count(*) from versions").parse::<usize>().expect("a number");
        let enough = (settled + share.len() / 4).min(articles / rounds * round + share.len() / 4);
        wait_for_articles(&postgres, &database, enough, &archive);
        match victim {
            Victim::Worker => {
                workers[round % 2].kill();
                workers[round % 2] = Worker::start(&desk, &settings);
            }
            Victim::Archive => {
                peak = peak.max(archive.peak_bytes());
                archive.kill();
                archive = launch(&desk, &desk.url, &url, &small);
            }
            Victim::Database => {
                postgres.kill();
                postgres.launch();
            }
            Victim::Broker => {
                node.kill();
                node.launch();
            }
        }
    }
    wait_for_articles(&postgres, &database, articles, &archive);
    workers.iter_mut().for_each(Worker::wait_ready);
    archive.wait_ready();
    crate::rabbitmq::until("the archive's queue is empty", || {
        let depth = desk.with_broker(async |broker| broker.queue_depth(&queue(&desk)).await);
        (depth == Some(0) && archive.metric("copydesk_in_flight_messages") == 0.0).then_some(())
    });
    let took = started.elapsed();
    peak = peak.max(archive.peak_bytes());
    postgres.psql(&database, "create schema expected");
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["enrich", "--to", &format!("{url}?options=-csearch_path%3Dexpected")])
        .arg(&expected)
        .env("COPYDESK__MODELS__NAMES", "fast")
        .output()
        .expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut rows = Vec::new();
    for table in ["sources", "articles", "versions", "quotes", "entities", "mentions", "places"] {
        let (wrong, count) = compare(&postgres, &database, table);
        assert_eq!(wrong, "0", "{table}: rows that are not what enrich makes of the same articles");
        rows.push(format!("{count} {table}"));
    }
    assert_eq!(postgres.psql(&database, "select count(*) from articles"), articles.to_string());
    println!(
        "{articles} articles in {:.0} s with {kills} kills each of worker, archive, database and broker: {}, all as \
         enrich makes them; the archive {} MB resident at most",
        took.as_secs_f64(),
        rows.join(", "),
        peak / 1_000_000
    );
    workers.iter_mut().for_each(Worker::stop);
    archive.stop();
}

/// Rows that only one of the two schemas has, and rows in all.
fn compare(postgres: &Postgres, database: &str, table: &str) -> (String, String) {
    // When something was done is the only thing that may differ.
    let columns = format!(
        "select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns \
         where table_schema = 'public' and table_name = '{table}' and column_name not in ('archived_at', 'enriched_at', \
         'edition_at')"
    );
    let columns = postgres.psql(database, &columns);
    let both = |one: &str, other: &str| {
        format!("(select {columns} from {one}.{table} except all select {columns} from {other}.{table})")
    };
    let (missing, extra) = (both("expected", "public"), both("public", "expected"));
    let wrong = format!("select count(*) from ({missing} union all {extra}) differing");
    (postgres.psql(database, &wrong), postgres.psql(database, &format!("select count(*) from public.{table}")))
}

#[track_caller]
fn wait_for_articles(postgres: &Postgres, database: &str, count: usize, archive: &Worker) {
    let mut last = (0, Instant::now());
    loop {
        let (ok, text) = postgres.try_psql(database, "select count(*) from articles where digest is not null");
        let now: usize = if ok { text.trim().parse().expect("a number") } else { last.0 };
        if now >= count {
            return;
        }
        if now > last.0 {
            last = (now, Instant::now());
        }
        let log = archive.log();
        assert!(last.1.elapsed() < patience() * 3, "{now} of {count} articles, and no more come:\n{log}");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
}

/// So many articles, each with an id of its own and some with a date.
fn inputs(desk: &Desk, count: usize, full: bool) -> Vec<Publication> {
    let texts = if full { polnear() } else { None };
    let texts: Vec<Vec<u8>> = match texts {
        Some(texts) => texts.into_iter().map(|(_, body)| body).collect(),
        None => vec![article("a"), article("b")],
    };
    let input = |n: usize| {
        let mut body: serde_json::Value = serde_json::from_slice(&texts[n % texts.len()]).expect("JSON");
        let id = format!("n{n}");
        body["id"] = id.as_str().into();
        if body["published_at"].is_null() {
            body["published_at"] = format!("2026-03-{:02}", 1 + n % 28).into();
        }
        desk.raw(&id, body.to_string().as_bytes())
    };
    (0..count).map(input).collect()
}
