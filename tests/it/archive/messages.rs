//! Messages that cannot be archived go to the dead letters, with a code, and hold up no other.

use copydesk::broker::Publication;
use serde_json::json;

use super::node::shared;
use super::{enriched, published, queue, start, wait_settled};
use crate::rabbitmq;
use crate::rabbitmq::desk::Desk;

/// A message with this body.
fn raw(desk: &Desk, id: &str, body: &[u8]) -> Publication {
    let mut publication = published(desk, &json!({"schema": "copydesk.article.v1"}), 1);
    publication.properties.message_id = Some(id.to_owned());
    publication.body = body.to_vec();
    publication
}

#[test]
fn poison_goes_to_the_dead_letters_and_the_rest_is_archived() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    let mut archive = start(&desk, &postgres.url(&database));
    let article = |id: &str| enriched(id, "2026-03-02T08:00:00Z", "rebuild");
    // An index of PostgreSQL takes no key of this length.
    let mut unstorable = article("x");
    let random: String = (0..3000_u32).map(|n| format!("{:x}", n.wrapping_mul(2_654_435_761))).collect();
    unstorable["id"] = random.into();
    let mut twice = article("twice");
    let quote = twice["quotes"][0].clone();
    twice["quotes"].as_array_mut().expect("a list").push(quote);
    let mut encoded = raw(&desk, "undecodable", b"not gzip");
    encoded.properties.content_encoding = Some("gzip".to_owned());
    let poison = [
        (raw(&desk, "broken", b"{\"schema\":\"copydesk.article.v1\",\"id\":"), "invalid_json"),
        (raw(&desk, "foreign", b"{\"schema\":\"somebody.else.v1\"}"), "unsupported_type"),
        (raw(&desk, "shape", b"{\"schema\":\"copydesk.article.v1\",\"id\":\"a\",\"quotes\":7}"), "invalid_json"),
        (raw(&desk, "text", b"hello"), "invalid_json"),
        (raw(&desk, "deep", "[".repeat(100_000).as_bytes()), "invalid_json"),
        (encoded, "undecodable"),
        (raw(&desk, "long", unstorable.to_string().as_bytes()), "unstorable"),
        (raw(&desk, "double", twice.to_string().as_bytes()), "unstorable"),
    ];
    let total = poison.len() * 4;
    let mut all = Vec::new();
    for (number, (publication, _)) in poison.iter().enumerate() {
        all.push(publication.clone());
        all.extend((0..3).map(|n| published(&desk, &article(&format!("a{number}-{n}")), 1)));
    }
    desk.publish(all);
    wait_settled(&mut archive, total);
    assert_eq!(postgres.psql(&database, "select count(*) from articles"), (poison.len() * 3).to_string());
    let letters = desk.take(&desk.topology.dead_queue, poison.len());
    for (publication, code) in &poison {
        let id = &publication.properties.message_id;
        let letter = letters.iter().find(|letter| letter.properties.message_id == *id).expect("a letter");
        assert_eq!(letter.properties.headers.text("x-copydesk-error-code"), Some(*code), "{id:?}");
        assert_eq!(letter.properties.headers.text("x-copydesk-origin-queue"), Some(&*queue(&desk)));
        assert_eq!(letter.body, publication.body);
    }
    archive.wait_ready();
    archive.stop();
}

#[test]
fn letters_that_are_sent_back_after_the_repair_are_archived_and_reach_no_other_reader() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    let to = postgres.url(&database);
    let mut archive = super::launch(&desk, &desk.url, &to, &[("archive", "max_message_bytes = 3000")]);
    archive.wait_ready();
    // Somebody's own rule in the database, and a limit that was set too low.
    postgres.psql(&database, "alter table quotes add constraint polite check (text not like '%damn%')");
    let mut large = enriched("large", "2026-03-02T08:00:00Z", "rebuild");
    large["extra"] = json!({"padding": "x".repeat(4000)});
    let rude = enriched("rude", "2026-03-02T08:00:00Z", "damn");
    let fine = enriched("fine", "2026-03-02T08:00:00Z", "rebuild");
    desk.publish([&large, &rude, &fine].map(|body| published(&desk, body, 1)).to_vec());
    wait_settled(&mut archive, 3);
    let archived = "select string_agg(id, ' ' order by id) from articles";
    assert_eq!(postgres.psql(&database, archived), "fine");
    archive.stop();
    postgres.psql(&database, "alter table quotes drop constraint polite");
    let mut archive = start(&desk, &to);
    let settings = desk.settings(&desk.url, &[]);
    for code in ["too_large", "unstorable"] {
        let mut redrive = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"));
        redrive.args(["dead", "redrive", "--code", code, "--yes", "--config"]).arg(&settings);
        let output = redrive.output().expect("it starts");
        let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains('1'), "{code}: {said}");
    }
    super::wait_for(postgres, &database, archived, "fine large rude");
    assert_eq!(desk.take_all(&desk.topology.dead_queue).len(), 0);
    assert_eq!(desk.take_all(&desk.out).len(), 3, "other readers had each once, when it was published");
    archive.stop();
}

#[test]
fn hostile_values_are_stored_as_far_as_the_database_can() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    let database = postgres.database();
    let mut archive = start(&desk, &postgres.url(&database));
    let mut article = enriched("a\u{0}1", "2026-03-02T08:00:00Z", "re\u{0}build");
    article["extra"] = json!({"a\u{0}": ["\u{0}", {"b": 1e308}]});
    article["authors"] = json!(["'); drop table articles; --", "\u{0}"]);
    article["entities"][0]["name"] = "n".repeat(100_000).into();
    article["word_count"] = json!(i64::MAX);
    article["published_at"]["value"] = "-009999-01-01T00:00:00Z".into();
    article["modified_at"] = json!({"value": "not a date"});
    article["status"] = "some newer word".into();
    article["title"] = serde_json::Value::Null;
    article["some_newer_field"] = json!({"of": "a later version"});
    desk.publish(vec![published(&desk, &article, 1)]);
    wait_settled(&mut archive, 1);
    let row = "select id, title, authors[1], a.published_at, word_count, a.status, extra, length(key) \
        from articles a join entities e on e.article_id = a.id and e.entity_id = 'e1'";
    assert_eq!(
        postgres.psql(&database, row),
        "a\u{fffd}1||'); drop table articles; --||2147483647|withheld|{\"a\u{fffd}\": [\"\u{fffd}\", {\"b\": 1e308}]}|200"
            .replace("1e308", &format!("1{}", "0".repeat(308)))
    );
    archive.stop();
}

#[test]
fn compressed_and_wrapped_messages_are_read() {
    let desk = Desk::new(rabbitmq::shared());
    let postgres = shared();
    for (number, outputs) in [
        "compression = \"gzip\"\ncompress_from_bytes = 0",
        "compression = \"zstd\"\ncompress_from_bytes = 0\nenvelope = \"cloudevents_structured\"",
        "envelope = \"cloudevents_binary\"",
    ]
    .into_iter()
    .enumerate()
    {
        let database = postgres.database();
        let mut archive = start(&desk, &postgres.url(&database));
        let mut worker = rabbitmq::worker::Worker::start(&desk, &[("outputs", outputs)]);
        let id = format!("w{number}");
        desk.feed([id.as_str()]);
        // The one before may come again: RabbitMQ may forget an acknowledgement when its connection closes right behind it.
        super::wait_for(postgres, &database, &format!("select id from articles where id = '{id}'"), &id);
        worker.stop();
        archive.stop();
    }
}
