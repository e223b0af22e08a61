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
fn quotes_and_entities_alone_are_marked_when_their_article_is_withheld_or_canceled() {
    use copydesk::archive::message::{Message, Metadata};
    use copydesk::enriched::{EnrichedArticle, Status};
    use copydesk::publication::{OutputBudget, OutputSettings, publications};
    let postgres = shared();
    let database = postgres.database();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let article: EnrichedArticle =
        serde_json::from_str(include_str!("../../fixtures/enriched.json")).expect("an enriched article");
    let statuses = "select string_agg(distinct status, ' ') || ' ' || count(*) from (select status from articles \
        union all select status from quotes union all select status from entities) s";
    // What a reader of `quote.#` and `entity.#` gets when an article is published, held back, withdrawn, and then, late,
    // the first once more.
    for (second, status, expected) in [
        (2, Status::Usable, "usable 3"),
        (3, Status::Withheld, "withheld 3"),
        (4, Status::Canceled, "canceled 3"),
        (2, Status::Usable, "canceled 3"),
    ] {
        let article = EnrichedArticle { status, ..article.clone() };
        let published = publications(&article, &mut OutputBudget::new(&OutputSettings::default())).expect("small");
        let parts = published.iter().skip(1).map(|part| {
            let metadata =
                Metadata { timestamp: Some(second), content_sha256: Some(&part.content_sha256), ..Metadata::default() };
            Message::read(&part.body, &metadata, 100_000, Default::default()).expect("a message")
        });
        let parts: Vec<Message> = parts.collect();
        runtime.block_on(async {
            let url = postgres.url(&database);
            let store = copydesk::archive::postgres::Postgres::open(&url, &Default::default()).await;
            store.expect("tables").write(&parts.iter().collect::<Vec<_>>()).await.expect("written");
        });
        assert_eq!(postgres.psql(&database, statuses), expected);
    }
}

#[test]
fn an_older_enrichment_from_files_displaces_no_newer_one_in_whatever_order() {
    use copydesk::archive::files::Files;
    use copydesk::archive::message::{Message, Metadata};
    use copydesk::archive::postgres::Postgres;
    let postgres = shared();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    // Of one edition, by an older and by a newer model; and the same without a date.
    let read = |id: &str, published: &str, word: &str, second| {
        let metadata = Metadata { timestamp: Some(second), ..Metadata::default() };
        let json = enriched(id, published, word).to_string();
        Message::read(json.as_bytes(), &metadata, 100_000, Default::default()).expect("a message")
    };
    let version = |word: &str, second| [read("a1", "2026-03-02", word, second), read("a2", "", word, second)];
    let (old, new) = (version("sell", 1_772_442_000), version("restore", 1_772_443_000));
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("old");
    let mut files = Files::open(&root, &Default::default()).expect("a folder");
    files.write(&old.iter().collect::<Vec<_>>()).expect("written");
    files.close().expect("closed");
    let mut ends = Vec::new();
    for import_first in [true, false] {
        let database = postgres.database();
        let url = postgres.url(&database);
        let import = || {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"));
            let output = command.arg("archive").arg(&root).args(["--to", &url]).output().expect("it starts");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        };
        let publish = || {
            runtime.block_on(async {
                let mut store = Postgres::open(&url, &Default::default()).await.expect("tables");
                store.write(&new.iter().collect::<Vec<_>>()).await.expect("written");
            });
        };
        if import_first {
            import();
            publish();
        } else {
            publish();
            import();
        }
        assert_eq!(postgres.psql(&database, "select distinct title from articles"), "Pier: restore");
        ends.push(contents(postgres, &database));
    }
    assert_eq!(ends[0], ends[1]);
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

#[test]
fn an_article_that_was_deleted_stays_away_until_a_new_version_comes() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    let mut archive = start(&desk, &postgres.url(&database));
    let old = enriched("a1", "2026-03-02T08:00:00Z", "rebuild");
    let again = || vec![published(&desk, &old, 1_772_442_000), quote_of(&desk, &old)];
    desk.publish(again());
    wait_settled(&mut archive, 2);
    postgres.psql(&database, "delete from articles where id = 'a1'");
    desk.publish(again());
    wait_settled(&mut archive, 4);
    expect![[r#"
        articles 0
        versions 1
        quotes 0
        entities 0
        mentions 0
        places 0
        sources 1"#]]
    .assert_eq(&counts(postgres, &database));
    desk.publish(vec![published(&desk, &enriched("a1", "2026-03-03T08:00:00Z", "restore"), 1_772_542_000)]);
    wait_for(postgres, &database, "select title from articles", "Pier: restore");
    archive.stop();
}

#[test]
fn the_tables_of_the_first_version_are_brought_up_to_date_with_their_data() {
    let postgres = shared();
    let database = postgres.database();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let settings = copydesk::archive::ArchiveSettings::default();
    let url = postgres.url(&database);
    let first = enriched("a1", "2026-03-02T08:00:00Z", "rebuild");
    let write = |version: Option<i32>, body: &Value| {
        let metadata = copydesk::archive::message::Metadata { timestamp: Some(1), ..Default::default() };
        let json = body.to_string();
        let message =
            copydesk::archive::message::Message::read(json.as_bytes(), &metadata, 100_000, Default::default());
        let message = message.expect("a message");
        runtime.block_on(async {
            use copydesk::archive::postgres::Postgres;
            let mut store = match version {
                Some(version) => Postgres::open_at(&url, &settings, version).await,
                None => Postgres::open(&url, &settings).await,
            }
            .expect("tables");
            store.write(&[&message]).await.expect("written");
        });
    };
    write(Some(1), &first);
    let version = "select max(version) from copydesk_schema";
    let words = "select to_regclass('quotes_words') is not null";
    assert_eq!((postgres.psql(&database, version), postgres.psql(&database, words)), ("1".into(), "f".into()));
    let before = contents(postgres, &database);
    // What the archive does when it starts, with the article once more and a new one.
    write(None, &first);
    assert_eq!((postgres.psql(&database, version), postgres.psql(&database, words)), ("2".into(), "t".into()));
    assert_eq!(contents(postgres, &database), before);
    write(None, &enriched("a2", "2026-03-03T08:00:00Z", "restore"));
    let found = "select article_id from quotes where to_tsvector('simple', left(text, 100000)) @@ \
        websearch_to_tsquery('simple', 'pier -restore')";
    assert_eq!(postgres.psql(&database, found), "a1");
    // The other way round an older copydesk refuses.
    let older = runtime.block_on(copydesk::archive::postgres::Postgres::open_at(&url, &settings, 1));
    assert!(older.expect_err("newer tables").to_string().contains("of version 2"));
    // And without the right to migrate, one that needs newer tables.
    let old = postgres.database();
    let fixed = copydesk::archive::ArchiveSettings { migrate: false, ..settings };
    let refused = runtime.block_on(copydesk::archive::postgres::Postgres::open(&postgres.url(&old), &fixed));
    assert!(refused.expect_err("no tables").to_string().contains("archive.migrate"));
}
