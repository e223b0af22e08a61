//! The archive in files, read with a tool that people have.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{enriched, launch, published, wait_settled};
use crate::rabbitmq;
use crate::rabbitmq::desk::Desk;
use crate::tidy::{root, skipped};

/// The complete files of a schema.
fn complete(folder: &Path, schema: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for day in std::fs::read_dir(folder.join(schema)).into_iter().flatten().flatten() {
        assert!(day.file_name().to_string_lossy().starts_with("date="), "{day:?}");
        files.extend(std::fs::read_dir(day.path()).expect("a folder").flatten().map(|entry| entry.path()));
    }
    files
}

/// Every file of an archive, those that still grow among them.
pub fn files_under(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files_under(&path) } else { vec![path] }).collect()
}

/// Their lines.
fn lines(folder: &Path, schema: &str) -> Vec<String> {
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).expect("a file");
        String::from_utf8(zstd::decode_all(&bytes[..]).expect("whole frames")).expect("UTF-8")
    };
    complete(folder, schema)
        .into_iter()
        .map(read)
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

#[test]
fn nothing_that_was_acknowledged_is_lost_when_the_archive_is_killed() {
    let desk = Desk::new(rabbitmq::shared());
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().join("archive").display().to_string();
    let to = to.as_str();
    let sections = [("archive", "batch_messages = 5\nfile_bytes = 4000")];
    let mut settled = 0.0;
    for round in 0..4 {
        let mut archive = launch(&desk, &desk.url, to, &sections);
        archive.wait_ready();
        let articles = (0..60).map(|n| enriched(&format!("a{round}-{n}"), "2026-03-02T08:00:00Z", "rebuild"));
        desk.publish(articles.map(|article| published(&desk, &article, 1_772_442_000)).collect());
        archive.wait_metric("copydesk_messages_settled_total", 20.0);
        settled += archive.metric("copydesk_messages_settled_total");
        archive.kill();
        for file in complete(Path::new(to), "copydesk.article.v1") {
            zstd::decode_all(&std::fs::read(&file).expect("a file")[..])
                .expect("no partial file among the complete ones");
        }
    }
    let mut archive = launch(&desk, &desk.url, to, &sections);
    archive.wait_ready();
    crate::rabbitmq::until("the queue is empty", || {
        let depth = desk.with_broker(async |broker| broker.queue_depth(&super::queue(&desk)).await);
        (depth == Some(0) && archive.metric("copydesk_in_flight_messages") == 0.0).then_some(())
    });
    archive.stop();
    assert!(settled >= 80.0, "{settled}");
    let lines = lines(Path::new(to), "copydesk.article.v1");
    let ids: std::collections::BTreeSet<String> = lines
        .iter()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["id"].as_str().expect("an id").to_owned()
        })
        .collect();
    assert_eq!(ids.len(), 240, "of {} lines", lines.len());
    let aside = Path::new(to).join(".open");
    assert_eq!(std::fs::read_dir(aside).expect("a folder").count(), 0);
}

#[test]
fn an_archive_of_files_is_closed_by_age_and_by_day() {
    let desk = Desk::new(rabbitmq::shared());
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().display().to_string();
    let mut archive = launch(&desk, &desk.url, &to, &[("archive", "file_age = \"200ms\"")]);
    archive.wait_ready();
    let article = enriched("a1", "2026-03-02T08:00:00Z", "rebuild");
    desk.publish(vec![published(&desk, &article, 1_772_442_000), published(&desk, &article, 1_772_542_000)]);
    wait_settled(&mut archive, 2);
    crate::rabbitmq::until("both are at their place", || {
        let mut days: Vec<String> = complete(folder.path(), "copydesk.article.v1")
            .iter()
            .map(|path| path.parent().and_then(Path::file_name).expect("a day").to_string_lossy().into_owned())
            .collect();
        days.sort();
        (days == ["date=2026-03-02", "date=2026-03-03"]).then_some(())
    });
    archive.stop();
}

/// Runs the program that the documents show over an archive of files.
pub fn python(program: &str, archive: &Path) -> Option<String> {
    let output = Command::new("python3").args(["-c", program]).current_dir(archive).output().expect("python3");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    if error.contains("ModuleNotFoundError") {
        skipped(&format!("the documents' {} (pip install duckdb polars)", error.lines().last().unwrap_or_default()));
        return None;
    }
    assert!(output.status.success(), "{program}\n{error}");
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

#[test]
fn enriched_files_are_read_by_duckdb_and_polars() {
    let folder = tempfile::tempdir().expect("a folder");
    let archive = folder.path().join("archive");
    for _ in 0..2 {
        let output = Command::new(env!("CARGO_BIN_EXE_copydesk"))
            .args(["enrich", "samples/politics-harbour.json", "samples/briefs.jsonl", "--to"])
            .arg(&archive)
            .env("COPYDESK__MODELS__NAMES", "fast")
            .current_dir(root())
            .output()
            .expect("it starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    for schema in ["copydesk.article.v1", "copydesk.quote.v1", "copydesk.entity.v1"] {
        assert_eq!(complete(&archive, schema).len(), 2, "{schema}: a file for each run");
    }
    let duckdb = "import duckdb\nprint(duckdb.sql(\"\"\"select count(*), count(distinct id), count(distinct date) \
        from read_json('copydesk.article.v1/*/*.jsonl.zst', hive_partitioning = true)\"\"\").fetchall())";
    if let Some(answer) = python(duckdb, &archive) {
        assert_eq!(answer, "[(6, 3, 1)]");
    }
    let polars = "import polars as pl\nframe = pl.concat([pl.read_ndjson(f) for f in __import__('glob').glob(\
        'copydesk.quote.v1/*/*.jsonl.zst')])\nprint(frame['article'].struct.field('id').n_unique())";
    let quoted: std::collections::BTreeSet<String> = lines(&archive, "copydesk.quote.v1")
        .iter()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["article"]["id"].to_string())
        .collect();
    assert!(!quoted.is_empty());
    if let Some(answer) = python(polars, &archive) {
        assert_eq!(answer, quoted.len().to_string());
    }
}
