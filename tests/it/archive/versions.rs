//! An article that comes again.

use expect_test::expect;
use serde_json::Value;

use super::node::shared;
use super::{contents, counts, enriched, launch, published, start, wait_for, wait_settled};
use crate::rabbitmq;
use crate::rabbitmq::desk::Desk;

#[test]
fn a_later_publication_replaces_all_rows_and_an_earlier_one_none() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    let mut archive = start(&desk, &postgres.url(&database));
    let mut later = enriched("a1", "2026-03-02T09:00:00Z", "restore");
    later["entities"].as_array_mut().expect("a list").truncate(1);
    let send = |body: &Value| desk.publish(vec![published(&desk, body, 1_772_442_000)]);
    send(&enriched("a1", "2026-03-02T08:00:00Z", "rebuild"));
    wait_settled(&mut archive, 1);
    send(&later);
    wait_settled(&mut archive, 2);
    send(&enriched("a1", "2026-03-01T08:00:00Z", "sell"));
    wait_settled(&mut archive, 3);
    expect![[r#"
        articles 1
        versions 3
        quotes 1
        entities 1
        mentions 1
        places 0
        sources 1"#]]
    .assert_eq(&counts(postgres, &database));
    let text = |sql: &str| postgres.psql(&database, sql);
    expect!["Pier: restore|We will restore the pier,"]
        .assert_eq(&text("select a.title, q.text from articles a join quotes q on q.article_id = a.id"));
    expect![[r#"
        Pier: sell|“We will sell the pier,”
        Pier: rebuild|“We will rebuild the pier,”
        Pier: restore|"#]]
    .assert_eq(&text("select title, substring(text from '^“[^”]*”') from versions order by edition_at"));
    archive.stop();
}

#[test]
fn what_is_made_of_the_same_version_again_takes_its_place() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    let mut archive = start(&desk, &postgres.url(&database));
    let old = enriched("a1", "2026-03-02T08:00:00Z", "rebuild");
    let mut new = old.clone();
    new["quotes"] = serde_json::json!([]);
    // Within one second, as a test or a fast replay does; then the first of them late, from another queue.
    for (number, body) in [&old, &new, &old].into_iter().enumerate() {
        desk.publish(vec![published(&desk, body, 1_772_442_000)]);
        wait_settled(&mut archive, number + 1);
    }
    assert_eq!(postgres.psql(&database, "select count(*) from quotes"), "0");
    assert_eq!(postgres.psql(&database, "select count(*) from versions"), "2");
    archive.stop();
}

#[test]
fn withheld_and_canceled_articles_are_marked_with_all_their_rows() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    let mut archive = start(&desk, &postgres.url(&database));
    for (number, status) in ["usable", "withheld", "canceled"].into_iter().enumerate() {
        let mut article = enriched("a1", "2026-03-02T08:00:00Z", "rebuild");
        article["status"] = status.into();
        desk.publish(vec![published(&desk, &article, 1_772_442_000)]);
        wait_settled(&mut archive, number + 1);
        let marked = "select string_agg(distinct status, ' ') from (select status from articles union all \
            select status from quotes union all select status from entities union all select status from places) s";
        wait_for(postgres, &database, marked, status);
    }
    archive.stop();
}

#[test]
fn the_tables_end_up_the_same_in_whatever_order_messages_come() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let first = enriched("a1", "2026-03-02T08:00:00Z", "rebuild");
    let messages = [
        published(&desk, &first, 100),
        published(&desk, &enriched("a1", "2026-03-02T09:00:00Z", "restore"), 200),
        published(&desk, &enriched("a1", "2026-03-01T09:00:00Z", "sell"), 300),
        quote_of(&desk, &first),
    ];
    let mut ends = Vec::new();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        for batch in ["1", "100"] {
            let database = postgres.database();
            let sections = [("archive", &*format!("batch_messages = {batch}"))];
            let mut archive = launch(&desk, &desk.url, &postgres.url(&database), &sections);
            archive.wait_ready();
            desk.publish(order.iter().map(|&index| messages[index].clone()).collect());
            wait_settled(&mut archive, order.len());
            archive.stop();
            ends.push(contents(postgres, &database));
        }
    }
    assert!(ends[0].contains("restore"), "{}", ends[0]);
    for end in &ends {
        assert_eq!(*end, ends[0]);
    }
}

/// The message about an article's first quote.
fn quote_of(desk: &Desk, article: &Value) -> copydesk::broker::Publication {
    let message = serde_json::json!({
        "schema": "copydesk.quote.v1", "quote": article["quotes"][0],
        "speaker": {"id": "e1", "type": "person", "name": "Anna Brandt", "wikidata": null, "roles": []},
        "context": {"start": 0, "end": 5, "text": "“We will rebuild the pier,” Mayor Anna Brandt said."},
        "article": {"id": article["id"], "url": article["url"], "source": article["source"], "title": article["title"],
                    "published_at": article["published_at"], "language": "en"}
    });
    let mut publication = published(desk, &message, 100);
    let hash = article["fingerprint"]["content_sha256"].as_str().expect("a hash");
    publication.properties.headers.insert("x-copydesk-content-sha256", hash);
    publication
}

#[test]
fn a_quote_without_its_article_is_archived_until_the_article_comes() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    let mut archive = start(&desk, &postgres.url(&database));
    let article = enriched("a1", "2026-03-02T08:00:00Z", "rebuild");
    desk.publish(vec![quote_of(&desk, &article)]);
    wait_settled(&mut archive, 1);
    let rows = "select q.message_id, q.speaker_name, a.title, a.text is null from quotes q join articles a on a.id = q.article_id";
    let alone = postgres.psql(&database, rows);
    assert!(alone.ends_with("|Anna Brandt|Pier: rebuild|t"), "{alone}");
    desk.publish(vec![published(&desk, &article, 101)]);
    wait_settled(&mut archive, 2);
    let whole = postgres.psql(&database, rows);
    assert_eq!(whole, alone.replace("|t", "|f"), "the same row by its message id");
    archive.stop();
}
