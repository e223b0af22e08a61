//! How fast: rows into the tables by the archive, from the queue and from files, beside plain COPY of the same rows.
//!
//! The ordinary test run does it with a few articles, to see that everything arrives. `make bench` uses the articles of
//! the shared corpora.

use std::io::Write;
use std::process::Command;
use std::time::Instant;

use super::node::Postgres;
use super::{launch, published};
use crate::rabbitmq::desk::{Desk, article};
use crate::rabbitmq::exclusive;
use crate::soak::polnear;

const TABLES: [&str; 7] = ["sources", "articles", "versions", "quotes", "entities", "mentions", "places"];

#[test]
fn rows_per_second_beside_copy() {
    let full = std::env::var("COPYDESK_BENCH").is_ok_and(|size| size == "full");
    let node = exclusive();
    let desk = Desk::new(&node.url());
    let postgres = Postgres::start();
    let raw = desk.file("raw.jsonl");
    let mut file = std::fs::File::create(&raw).expect("writable");
    let texts = if full { polnear() } else { None };
    let texts = texts.unwrap_or_else(|| (0..50).map(|n| (format!("a{n}"), article(&format!("a{n}")))).collect());
    for (_, body) in &texts {
        file.write_all(body).and_then(|()| file.write_all(b"\n")).expect("written");
    }
    let (lines, folder) = (desk.file("enriched.jsonl"), desk.file("files"));
    let copydesk = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
        let output = command.args(arguments).env("COPYDESK__MODELS__NAMES", "fast").output().expect("it starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let path = |path: &std::path::Path| path.display().to_string();
    let began = Instant::now();
    copydesk(&["enrich", &path(&raw), "--output", &path(&lines)]);
    let enriching = began.elapsed().as_secs_f64();

    // From a file, which is the archive's own work alone: reading, deciding, writing.
    let from_file = postgres.database();
    let began = Instant::now();
    copydesk(&["archive", &path(&lines), "--to", &postgres.url(&from_file)]);
    let filing = began.elapsed().as_secs_f64();
    let began = Instant::now();
    copydesk(&["archive", &path(&lines), "--to", &path(&folder)]);
    let to_files = began.elapsed().as_secs_f64();
    let rows: u64 = TABLES.iter().map(|table| count(&postgres, &from_file, table)).sum();

    // From the queue, filled before.
    let from_queue = postgres.database();
    let mut archive = launch(&desk, &desk.url, &postgres.url(&from_queue), &[]);
    archive.wait_ready();
    archive.stop();
    let text = std::fs::read_to_string(&lines).expect("written above");
    let articles: Vec<_> =
        text.lines().map(|line| published(&desk, &serde_json::from_str(line).expect("JSON"), 1_772_442_000)).collect();
    articles.chunks(100).for_each(|chunk| desk.publish(chunk.to_vec()));
    let mut archive = launch(&desk, &desk.url, &postgres.url(&from_queue), &[]);
    let began = Instant::now();
    archive.until("all articles are archived", |archive| {
        archive.metric("copydesk_messages_settled_total{accepted") >= articles.len() as f64
    });
    let queueing = began.elapsed().as_secs_f64();
    let peak = archive.peak_bytes();
    archive.stop();

    // The same rows by psql, into the same tables with the same indexes.
    let copied = postgres.database();
    let nothing = desk.file("nothing.jsonl");
    std::fs::write(&nothing, "").expect("writable");
    copydesk(&["archive", &path(&nothing), "--to", &postgres.url(&copied)]);
    for table in TABLES {
        let file = desk.file(&format!("{table}.copy"));
        postgres.psql(&from_file, &format!("\\copy {table} to '{}' (format binary)", file.display()));
    }
    let copies: String = TABLES
        .iter()
        .map(|table| {
            format!("\\copy {table} from '{}' (format binary)\n", desk.file(&format!("{table}.copy")).display())
        })
        .collect();
    let script = desk.file("copy.sql");
    std::fs::write(&script, format!("begin;\n{copies}commit;\n")).expect("writable");
    let began = Instant::now();
    let output =
        postgres.client(&copied).args(["-qX", "-v", "ON_ERROR_STOP=1", "-f"]).arg(&script).output().expect("psql");
    let copying = began.elapsed().as_secs_f64();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for table in TABLES {
        let counts = [&from_file, &from_queue, &copied].map(|database| count(&postgres, database, table));
        assert!(counts.iter().all(|n| *n == counts[0]), "{table}: {counts:?}");
    }
    let rate = |seconds: f64| rows as f64 / seconds;
    println!("{} articles, {rows} rows", articles.len());
    for (name, seconds) in [
        ("psql, COPY in one transaction", copying),
        ("archive, from a file", filing),
        ("archive, from the queue", queueing),
        ("archive, from a file into files", to_files),
        ("enrich alone", enriching),
    ] {
        let share = 100.0 * copying / seconds;
        println!(
            "{name:<34} {:>9.0} rows/s {share:>5.0} % of COPY {:>7.0} articles/s",
            rate(seconds),
            articles.len() as f64 / seconds
        );
    }
    println!("the archive from the queue: {} MB resident at most", peak / 1_000_000);
}

fn count(postgres: &Postgres, database: &str, table: &str) -> u64 {
    postgres.psql(database, &format!("select count(*) from {table}")).parse().expect("a number")
}
