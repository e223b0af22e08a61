//! What the worker publishes, in the tables.

use std::collections::BTreeSet;

use copydesk::enriched::{ARTICLE_SCHEMA, ENTITY_SCHEMA, QUOTE_SCHEMA};
use expect_test::expect;
use serde_json::Value;

use super::node::shared;
use super::{contents, counts, enriched, published, start, wait_for, wait_settled};
use crate::rabbitmq::desk::Desk;
use crate::rabbitmq::worker::Worker;
use crate::rabbitmq::{self};

#[test]
fn what_a_worker_publishes_stands_in_the_tables_once_by_message_id() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    let mut archive = start(&desk, &postgres.url(&database));
    let mut worker = Worker::start(&desk, &[]);
    let ids: Vec<String> = (0..40).map(|n| format!("a{n}")).collect();
    desk.feed(ids.iter().map(String::as_str));
    let account = desk.account_for(ids.iter().map(String::as_str));
    let messages: Vec<(&String, Value)> = account
        .outputs
        .values()
        .flatten()
        .map(|(id, body)| (id, serde_json::from_slice(body).expect("JSON")))
        .collect();
    wait_settled(&mut archive, messages.len());
    for (schema, sql) in [
        (ARTICLE_SCHEMA, "select message_id from articles"),
        (QUOTE_SCHEMA, "select message_id from quotes where kind in ('direct', 'mixed')"),
        (ENTITY_SCHEMA, "select message_id from entities"),
    ] {
        let of_schema = messages.iter().filter(|(_, body)| body["schema"] == schema);
        let published: BTreeSet<String> = of_schema.map(|(id, _)| (*id).clone()).collect();
        assert!(published.len() >= 40, "{schema}: {published:?}");
        let archived: BTreeSet<String> = postgres.psql(&database, sql).lines().map(|id| id.replace('-', "")).collect();
        assert_eq!(archived, published, "{schema}");
    }
    // The context of a quote is the one in the message about it.
    for (id, body) in messages.iter().filter(|(_, body)| body["schema"] == QUOTE_SCHEMA) {
        let sql = format!("select context, speaker_name from quotes where message_id = '{id}'");
        let expected = format!(
            "{}|{}",
            body["context"]["text"].as_str().expect("text"),
            body["quote"]["speaker"]["name"].as_str().unwrap_or_default()
        );
        assert_eq!(postgres.psql(&database, &sql), expected);
    }
    let before = contents(postgres, &database);
    let again: Vec<_> = account.outputs.values().flat_map(|outputs| outputs.values()).collect();
    desk.publish(again.iter().map(|body| published(&desk, &serde_json::from_slice(body).expect("JSON"), 9)).collect());
    wait_settled(&mut archive, 2 * messages.len());
    assert!(contents(postgres, &database) == before, "a second delivery changes nothing");
    worker.stop();
    archive.stop();
}

#[test]
fn everything_that_an_article_says_is_in_the_tables() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    let mut archive = start(&desk, &postgres.url(&database));
    desk.publish(vec![published(&desk, &enriched("a1", "2026-03-02T08:00:00Z", "rebuild"), 1_772_438_500)]);
    wait_settled(&mut archive, 1);
    expect![[r#"
        articles 1
        versions 1
        quotes 1
        entities 2
        mentions 2
        places 1
        sources 1"#]]
    .assert_eq(&counts(postgres, &database));
    let row = |sql: &str| postgres.psql(&database, &format!("set time zone utc; {sql}"));
    expect!["a1|https://courier.example/a1|courier.example|Pier: rebuild|en|{\"A. Writer\"}|{pier}|2026-03-02 08:00:00+00|second|2026-03-02 08:00:00+00|2026-03-02 08:01:40+00|usable|10|-9223372036854775807|{\"desk\": \"city\"}|{\"en\": \"2026.11\"}"].assert_eq(&row(
        "select id, url, source, title, language, authors, keywords, published_at, published_precision, edition_at, \
         enriched_at, status, word_count, simhash, extra, models from articles",
    ));
    expect!["q1|direct|text|1|27|We will rebuild the pier,|said|say|Mayor Anna Brandt|Anna Brandt|anna brandt|person||female|e1|{}|“We will rebuild the pier,” Mayor Anna Brandt said in Hamburg.|courier.example|en|2026-03-02 08:00:00+00|usable"].assert_eq(&row(
        "select quote_id, kind, field, start_at, end_at, text, cue, cue_lemma, speaker, speaker_name, speaker_key, \
         speaker_type, speaker_wikidata, speaker_gender, speaker_entity, speakers, context, source, article_language, \
         published_at, status from quotes",
    ));
    expect![[r#"
        e1|person|Anna Brandt|anna brandt||{Brandt}|{Mayor}|female|title|0.7|1|1|
        e2|location|Hamburg|Q1055|Q1055|{}|{}|||0.2|1|0|{"list": "ports"}"#]]
    .assert_eq(&row(
        "select entity_id, type, name, key, wikidata, aliases, roles, gender, gender_by, salience, mentions, quotes, \
         fields from entities order by entity_id",
    ));
    expect!["Hamburg|53.55|10|DE|2911298"].assert_eq(&row("select name, lat, lon, country, geonames from places"));
    expect![[r#"
        Anna Brandt|1|text|30|41|Anna Brandt|name|0.9
        Hamburg|1|text|50|57|Hamburg|name|0.9"#]]
    .assert_eq(&row("select e.name, n, field, start_at, end_at, text, kind, confidence from mentions m \
         join entities e on e.message_id = m.entity order by e.entity_id, n"));
    archive.stop();
}

#[test]
fn a_quote_of_several_speakers_names_all_of_them() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    let mut archive = start(&desk, &postgres.url(&database));
    let mut article = enriched("a1", "2026-03-02T08:00:00Z", "rebuild");
    article["quotes"][0]["speakers"] =
        serde_json::json!([{"text": "Brandt", "name": "Anna Brandt", "entity": "e1"}, {"text": "Lund", "name": null}]);
    desk.publish(vec![published(&desk, &article, 1)]);
    wait_for(postgres, &database, "select speakers from quotes", "{\"Anna Brandt\",Lund}");
    archive.stop();
}
