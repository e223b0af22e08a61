//! The queries of the document and of the dashboard, run as they are written.
//!
//! `UPDATE_EXPECT=1` rewrites the outputs in the document.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::{Value, json};

use super::node::{Postgres, shared};
use crate::tidy::root;

/// A database with the articles that the document speaks of, loaded as it says.
fn loaded(postgres: &Postgres) -> String {
    let database = postgres.database();
    archive(&["archive", "examples/week.jsonl", "--to", &postgres.url(&database)]);
    database
}

fn archive(arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    let command = command.args(arguments).env("COPYDESK__MODELS__NAMES", "fast").current_dir(root());
    let output = command.output().expect("it starts");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    // One of the samples is broken on purpose.
    assert!(output.status.success() || error.contains("1 rejected"), "{arguments:?}: {error}");
}

/// What people see in `psql`.
fn shown(postgres: &Postgres, database: &str, sql: &str) -> String {
    let mut command = postgres.client(database);
    let arguments = ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-P", "footer=off", "-c", "set time zone utc", "-c", sql];
    let output = command.args(arguments).output().expect("psql");
    assert!(output.status.success(), "{sql}\n{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>().trim_end().to_owned() + "\n"
}

#[test]
fn the_queries_of_the_document_print_what_it_shows() {
    let postgres = shared();
    let database = loaded(postgres);
    let path = root().join("docs/archive.md");
    let document = std::fs::read_to_string(&path).expect("the document");
    let mut parts = document.split("```sql\n");
    let mut now = parts.next().expect("a beginning").to_owned();
    let mut queries = 0;
    for part in parts {
        let (sql, rest) = part.split_once("```\n").expect("a fence that ends");
        // What it printed last time makes room for what it prints now.
        let rest = match rest.strip_prefix("\n```text\n") {
            Some(old) => old.split_once("```\n").expect("a fence that ends").1,
            None => rest,
        };
        let output = shown(postgres, &database, sql);
        assert!(output.lines().count() > 2, "{sql} prints no row");
        now.push_str(&format!("```sql\n{sql}```\n\n```text\n{output}```\n{rest}"));
        queries += 1;
    }
    assert_eq!(queries, 20);
    if std::env::var_os("UPDATE_EXPECT").is_some() && now != document {
        std::fs::write(&path, &now).expect("the document can be written");
    } else {
        assert!(now == document, "docs/archive.md shows other output: UPDATE_EXPECT=1 writes this\n{now}");
    }
}

#[test]
fn the_queries_of_the_document_use_an_index_where_they_look_for_little() {
    let postgres = shared();
    let database = loaded(postgres);
    for (sql, index) in [
        ("select * from quotes where speaker_key = 'x' and published_at > now()", "quotes_speaker"),
        ("select * from entities where key = 'x' order by published_at limit 1", "entities_key"),
        ("select * from quotes where published_at >= now()", "quotes_published"),
        (
            "select * from quotes where to_tsvector('simple', left(text, 100000)) @@ websearch_to_tsquery('simple', 'x')",
            "quotes_words",
        ),
        (
            "select * from articles where simhash_bands(simhash) && simhash_bands(7) and word_count >= 50",
            "articles_simhash",
        ),
    ] {
        let plan = postgres.psql(&database, &format!("set enable_seqscan = off; explain {sql}"));
        assert!(plan.contains(index), "{sql}\n{plan}");
    }
}

#[test]
fn the_examples_for_files_in_the_document_read_each_article_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = folder.path().display().to_string();
    for _ in 0..2 {
        archive(&["archive", "examples/week.jsonl", "--to", &to]);
    }
    // Other articles have other fields.
    archive(&["enrich", "samples", "--to", &to]);
    let document = std::fs::read_to_string(root().join("docs/archive.md")).expect("the document");
    let example = |fence: &str| {
        let (_, rest) = document.split_once(&format!("```{fence}\n")).expect(fence);
        rest.split_once("```\n").expect("a fence that ends").0.to_owned()
    };
    let duckdb = |sql: &str| format!("import duckdb\nfor row in duckdb.sql('''{sql}''').fetchall(): print(*row)");
    let shown = example("sql duckdb");
    if let Some(answer) = super::files::python(&duckdb(&shown), folder.path()) {
        let first = "storm-1119 Storm cuts off Point Lewis as bridge gives way 2025-11-20 01:30:00";
        assert!(answer.starts_with(first) && answer.lines().count() == 3, "{answer}");
        let all = super::files::python(&duckdb(&shown.replace("limit 3", "")), folder.path()).expect("as above");
        assert_eq!(all.lines().count(), 36, "{all}");
    }
    if let Some(answer) = super::files::python(&example("python"), folder.path()) {
        assert!(answer.starts_with("36 articles"), "{answer}");
    }
}

/// A panel's query as Grafana sends it: its macros replaced as its documentation says.
fn as_sent(sql: &str) -> String {
    let (from, to) = ("'2026-03-01T00:00:00Z'", "'2026-03-31T00:00:00Z'");
    let mut sent = String::new();
    let mut rest = sql;
    while let Some((before, behind)) = rest.split_once("$__timeFilter(") {
        let (column, behind) = behind.split_once(')').expect("a macro that ends");
        sent.push_str(&format!("{before}{column} BETWEEN {from} AND {to}"));
        rest = behind;
    }
    sent.push_str(rest);
    sent.replace(
        "${source:sqlstring}",
        "'stavik-courier.example','tidemark.example','kilmoran-ledger.example','alpine-standard.example'",
    )
}

#[test]
fn every_panel_of_the_dashboard_shows_something() {
    let postgres = shared();
    let database = loaded(postgres);
    let text = std::fs::read_to_string(root().join("deploy/grafana/dashboards/content.json")).expect("the dashboard");
    let dashboard: Value = serde_json::from_str(&text).expect("JSON");
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&dashboard).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let panels = dashboard["panels"].as_array().expect("checked above");
    let ids: BTreeSet<u64> = panels.iter().filter_map(|panel| panel["id"].as_u64()).collect();
    assert_eq!(ids.len(), panels.len(), "each panel has an id of its own");
    let mut cells = BTreeSet::new();
    for panel in panels {
        let of = |name: &str| panel["gridPos"][name].as_u64().expect("checked above");
        assert!(of("x") + of("w") <= 24, "{}", panel["title"]);
        for (x, y) in (of("x")..of("x") + of("w")).flat_map(|x| (of("y")..of("y") + of("h")).map(move |y| (x, y))) {
            assert!(cells.insert((x, y)), "{} lies over another panel", panel["title"]);
        }
        for target in panel["targets"].as_array().expect("checked above") {
            let sql = as_sent(target["rawSql"].as_str().expect("checked above"));
            assert!(!sql.contains('$'), "an unknown macro in {sql}");
            let rows = postgres.psql(&database, &sql);
            assert!(!rows.is_empty() && rows != "0", "{}: {rows}", panel["title"]);
            if target["format"] == "time_series" {
                let columns = shown(postgres, &database, &sql);
                let head = columns.lines().next().unwrap_or_default();
                assert!(head.contains("time") && head.contains("metric"), "{head}");
            }
        }
    }
    let variables = dashboard["templating"]["list"].as_array().expect("a list");
    let query = variables.iter().find(|variable| variable["name"] == "source").expect("the outlets")["query"].as_str();
    assert_eq!(postgres.psql(&database, query.expect("a query")).lines().count(), 4);
}

/// What Grafana reads of a dashboard with SQL panels.
fn schema() -> Value {
    let datasource = json!({"type": "object", "required": ["type", "uid"], "properties": {
        "type": {"const": "grafana-postgresql-datasource"}, "uid": {"const": "${datasource}"}}});
    let position = json!({"type": "object", "required": ["x", "y", "w", "h"], "additionalProperties": {
        "type": "integer", "minimum": 0}});
    let target = json!({"type": "object", "required": ["refId", "datasource", "format", "rawQuery", "rawSql"],
        "properties": {"datasource": datasource, "format": {"enum": ["table", "time_series"]},
                       "rawQuery": {"const": true}, "rawSql": {"type": "string", "minLength": 10}}});
    let kinds = json!(["stat", "barchart", "timeseries", "piechart", "geomap", "table"]);
    let panel = json!({"type": "object",
        "required": ["id", "title", "type", "datasource", "gridPos", "targets", "fieldConfig", "options"],
        "properties": {"id": {"type": "integer"}, "title": {"type": "string", "minLength": 1}, "type": {"enum": kinds},
                       "gridPos": position, "datasource": datasource,
                       "targets": {"type": "array", "minItems": 1, "items": target},
                       "fieldConfig": {"type": "object", "required": ["defaults", "overrides"]}}});
    json!({"type": "object", "required": ["title", "uid", "schemaVersion", "time", "templating", "panels"],
        "properties": {"uid": {"type": "string", "maxLength": 40}, "schemaVersion": {"type": "integer"},
                       "time": {"type": "object", "required": ["from", "to"]},
                       "panels": {"type": "array", "minItems": 5, "items": panel}}})
}

#[test]
fn the_compose_file_and_the_provisioning_name_the_same_things() {
    let read =
        |path: &str| std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let compose = read("docker-compose.yml");
    let source = read("deploy/grafana/provisioning/datasources/archive.yml");
    let reader = read("deploy/postgres/reader.sql");
    assert!(
        compose.contains("POSTGRES_DB: news") && source.contains("database: news") && reader.contains("database news")
    );
    assert!(source.contains("user: reader") && reader.contains("create role reader login password 'reader'"));
    assert!(source.contains("url: postgres:5432") && compose.contains("\n  postgres:\n"));
}

#[test]
fn whoever_looks_at_the_tables_reads_and_changes_nothing() {
    let postgres = Postgres::start();
    postgres.psql("postgres", "create database news");
    let sql = std::fs::read_to_string(root().join("deploy/postgres/reader.sql")).expect("the role");
    postgres.psql("news", &sql);
    archive(&["archive", "examples/week.jsonl", "--to", &postgres.url("news")]);
    assert_eq!(postgres.psql("news", "set role reader; select count(*) > 10 from quotes"), "t");
    let (changed, error) = postgres.try_psql("news", "set role reader; delete from quotes");
    assert!(!changed && error.contains("permission denied"), "{error}");
}
