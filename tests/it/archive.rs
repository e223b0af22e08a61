//! `copydesk archive`: everything that is published stands in the tables once, whatever happens, and in the files.

mod bench;
mod files;
mod messages;
mod node;
mod outages;
mod queries;
mod soak;
mod tables;
mod tls;
mod versions;

use copydesk::broker::{Headers, Properties, Publication};
use serde_json::{Value, json};

use crate::rabbitmq::desk::{Desk, Sections};
use crate::rabbitmq::until;
use crate::rabbitmq::worker::Worker;
use node::Postgres;

/// Sessions that are rebuilt at once, and batches that do not wait.
const QUICK: (&str, &str) = ("broker", "reconnect_min = \"50ms\"\nreconnect_max = \"200ms\"");

/// The queue of a desk's archive.
fn queue(desk: &Desk) -> String {
    desk.out.replace(".out", ".archive.queue")
}

/// Starts an archive for a desk.
fn launch(desk: &Desk, url: &str, to: &str, sections: Sections) -> Worker {
    let own = format!("queue = \"{}\"\nbatch_age = \"100ms\"\nlock_timeout = \"300ms\"", queue(desk));
    let sections = [sections, &[("archive", own.as_str()), QUICK]].concat();
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_copydesk"));
    Worker::launch_command(program, &["archive", "--to", to], &desk.settings(url, &sections), desk)
}

/// Starts one and waits until it is ready.
#[track_caller]
fn start(desk: &Desk, to: &str) -> Worker {
    let mut archive = launch(desk, &desk.url, to, &[]);
    archive.wait_ready();
    archive
}

/// Waits until so many messages were settled by an archive.
#[track_caller]
fn wait_settled(archive: &mut Worker, messages: usize) {
    let settled = |archive: &Worker| {
        let of = |outcome: &str| archive.metric(&format!("copydesk_messages_settled_total{{{outcome}"));
        of("accepted") + of("skipped") + of("dead")
    };
    archive.until(&format!("{messages} messages are settled"), |archive| settled(archive) >= messages as f64);
}

/// A message as a worker publishes it, at this second of 1970.
fn published(desk: &Desk, body: &Value, second: u64) -> Publication {
    let schema = body["schema"].as_str().unwrap_or_default();
    let kind = schema.split('.').nth(1).unwrap_or("article");
    let mut headers = Headers::default();
    if let Some(hash) = body["fingerprint"]["content_sha256"].as_str() {
        headers.insert("x-copydesk-content-sha256", hash);
    }
    Publication {
        exchange: desk.topology.enriched_exchange.clone(),
        routing_key: format!("{kind}.en.test"),
        body: body.to_string().into_bytes(),
        properties: Properties {
            content_type: Some("application/json".to_owned()),
            kind: Some(schema.to_owned()),
            timestamp: Some(second),
            headers,
            ..Properties::default()
        },
        republished: true,
    }
}

/// An enriched article with a person, a place and a quote.
fn enriched(id: &str, published: &str, word: &str) -> Value {
    let text = format!("“We will {word} the pier,” Mayor Anna Brandt said in Hamburg.");
    let mention = |start: usize, name: &str| {
        json!({"in": "text", "start": start, "end": start + name.chars().count(), "text": name, "kind": "name",
               "confidence": 0.9})
    };
    json!({
        "schema": "copydesk.article.v1", "id": id, "url": format!("https://courier.example/{id}"),
        "canonical_url": null, "source": {"name": "Courier", "domain": "courier.example", "country": "DE"},
        "title": format!("Pier: {word}"), "authors": ["A. Writer"], "dateline": null,
        "published_at": {"value": published, "raw": published, "precision": "second", "zone": "given"},
        "modified_at": null, "language": {"code": "en", "confidence": 0.99}, "text": text, "word_count": 10,
        "paragraphs": [], "sentences": [{"start": 0, "end": text.chars().count()}],
        "entities": [
            {"id": "e1", "type": "person", "name": "Anna Brandt", "aliases": ["Brandt"], "wikidata": null,
             "roles": ["Mayor"], "gender": "female", "gender_by": "title", "salience": 0.7,
             "mentions": [mention(30, "Anna Brandt")]},
            {"id": "e2", "type": "location", "name": "Hamburg", "aliases": [], "wikidata": "Q1055", "roles": [],
             "geo": {"lat": 53.55, "lon": 10.0, "country": "DE", "geonames": 2_911_298}, "salience": 0.2,
             "fields": {"list": "ports"}, "mentions": [mention(50, "Hamburg")]},
        ],
        "quotes": [{"id": "q1", "kind": "direct", "in": "text", "start": 1, "end": 20 + word.len(),
            "text": format!("We will {word} the pier,"), "spans": [{"start": 1, "end": 20 + word.len()}],
            "cue": {"start": 40, "end": 44, "text": "said", "lemma": "say"},
            "speaker": {"start": 30, "end": 41, "text": "Mayor Anna Brandt", "name": "Anna Brandt", "entity": "e1",
                        "confidence": 0.9},
            "confidence": 0.95}],
        "expressions": [], "keywords": [{"text": "pier", "score": 0.5}],
        "fingerprint": {"content_sha256": format!("{:0>64}", word.len()), "simhash": "8000000000000001"},
        "status": "usable", "version": null, "extra": {"desk": "city"},
        "pipeline": {"version": "0.1.0", "models": {"en": "2026.11"}, "warnings": []}
    })
}

/// Everything in the tables that does not say when it was archived.
fn contents(postgres: &Postgres, database: &str) -> String {
    let tables = [
        ("sources", "t"),
        ("articles", "to_jsonb(t) - 'archived_at' - 'enriched_at'"),
        ("versions", "to_jsonb(t) - 'archived_at' - 'enriched_at'"),
        ("quotes", "t"),
        ("entities", "t"),
        ("mentions", "t"),
        ("places", "t"),
    ];
    let table = |(table, row): &(&str, &str)| {
        let sql = format!("select '{table} ' || row from (select ({row})::text as row from {table} t) r order by 1");
        postgres.psql(database, &sql)
    };
    tables.iter().map(table).collect::<Vec<_>>().join("\n")
}

/// Rows of each table.
fn counts(postgres: &Postgres, database: &str) -> String {
    let tables = ["articles", "versions", "quotes", "entities", "mentions", "places", "sources"];
    let count = |table: &&str| format!("select '{table} ' || count(*) from {table}");
    postgres.psql(database, &tables.iter().map(count).collect::<Vec<_>>().join(" union all "))
}

/// Waits until a query prints this.
#[track_caller]
fn wait_for(postgres: &Postgres, database: &str, sql: &str, expected: &str) {
    until(&format!("{sql} = {expected}"), || {
        let (ok, text) = postgres.try_psql(database, sql);
        (ok && text.trim_end() == expected).then_some(())
    });
}
