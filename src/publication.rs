//! What is published for an enriched article: routing keys, message ids and bodies, all derived from its content
//! alone, so that redelivery and replay publish the same messages again.

mod packing;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::article::{Rejection, RejectionCode};
use crate::digest;
use crate::enriched::{ARTICLE_SCHEMA, ENTITY_SCHEMA, EnrichedArticle, Messages, QUOTE_SCHEMA};
use crate::interrupt;

pub use packing::{Compression, Envelope};

/// The longest routing key that AMQP 0-9-1 can carry, in bytes.
const ROUTING_KEY_MAX: usize = 255;

/// Which messages are published beside the article itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct OutputSettings {
    /// One `copydesk.quote.v1` message per direct or mixed quote.
    pub quotes: bool,
    /// One `copydesk.entity.v1` message per entity.
    pub entities: bool,
    /// The gender of people (`gender`, `gender_by`), as the article speaks of them.
    pub gender: bool,
    /// The CloudEvents envelope: `none`, `cloudevents_binary` (attributes as headers `cloudEvents_…`) or
    /// `cloudevents_structured` (attributes and message as one JSON object).
    pub envelope: Envelope,
    /// The compression of bodies, named in the message property `content_encoding`: `none`, `gzip` or `zstd`.
    pub compression: Compression,
    /// Smaller bodies, in bytes, stay uncompressed.
    pub compress_from_bytes: usize,
    /// Most messages that one raw message may become, be it an article or a feed; one that would become more is rejected
    /// as `output_too_large`.
    pub max_messages: usize,
    /// The same for the sum of their bodies, in bytes. Each thread holds so many at most.
    pub max_bytes: usize,
}

impl Default for OutputSettings {
    fn default() -> Self {
        OutputSettings {
            quotes: true,
            entities: true,
            gender: true,
            envelope: Envelope::None,
            compression: Compression::None,
            compress_from_bytes: 1024,
            max_messages: 50_000,
            max_bytes: 64 << 20,
        }
    }
}

/// What the outputs of one raw message may still take.
#[derive(Debug, Clone)]
pub struct OutputBudget {
    settings: OutputSettings,
    messages: usize,
    bytes: usize,
}

impl OutputBudget {
    /// All of what the settings allow.
    pub fn new(settings: &OutputSettings) -> Self {
        OutputBudget { settings: *settings, messages: settings.max_messages, bytes: settings.max_bytes }
    }

    /// Takes one output of so many bytes out of it.
    ///
    /// # Errors
    /// A [`Rejection`] with code `output_too_large` when it does not hold that much.
    pub fn take(&mut self, bytes: usize) -> Result<(), Rejection> {
        let over = |setting: &str, limit: usize| {
            let message = format!("the outputs are over outputs.{setting} ({limit})");
            Rejection::new(RejectionCode::OutputTooLarge, message)
        };
        self.messages = self.messages.checked_sub(1).ok_or_else(|| over("max_messages", self.settings.max_messages))?;
        self.bytes = self.bytes.checked_sub(bytes).ok_or_else(|| over("max_bytes", self.settings.max_bytes))?;
        Ok(())
    }
}

/// One message for the topic exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputMessage {
    /// `article.<lang>.<source>`, `quote.<lang>.<source>` or `entity.<lang>.<type>`; at most 255 bytes.
    pub routing_key: String,
    /// 32 hex digits, the same for the same article id, content, schema and place in the article.
    pub message_id: String,
    /// The schema, for the message property `type`.
    pub schema: &'static str,
    /// Lower-case hex SHA-256 of the article's title and text, for `x-copydesk-content-sha256`.
    pub content_sha256: String,
    /// Fingerprint of the article's text, 16 hex digits, for `x-copydesk-simhash`.
    pub simhash: String,
    /// UTF-8 JSON, compressed where `content_encoding` says so.
    pub body: Vec<u8>,
    /// MIME type of the body.
    pub content_type: &'static str,
    /// Compression of the body.
    pub content_encoding: Option<&'static str>,
    /// Headers of the envelope, with their values.
    pub headers: Vec<(&'static str, String)>,
}

/// The messages for one article: the article first, then its quotes and entities in their order there.
///
/// # Errors
/// A [`Rejection`] with code `output_too_large` when the budget does not hold them.
///
/// # Panics
/// Never: the published types have string keys only and no fallible serialisers.
pub fn publications(article: &EnrichedArticle, budget: &mut OutputBudget) -> Result<Vec<OutputMessage>, Rejection> {
    let settings = budget.settings;
    let language = &article.language.code;
    let source = article.source.domain.as_deref().or(article.source.name.as_deref()).unwrap_or_default();
    let mut out = Vec::new();
    let mut put = |mut message: OutputMessage| {
        interrupt::check();
        packing::pack(&mut message, &article.id, &settings);
        budget.take(message.body.len())?;
        out.push(message);
        Ok(())
    };
    put(publication(article, ["article", language, source], ARTICLE_SCHEMA, "", article))?;
    let messages = Messages::new(article);
    if settings.quotes {
        for quote in article.quotes.iter().filter(|quote| quote.is_marked()) {
            let words = ["quote", language, source];
            put(publication(article, words, QUOTE_SCHEMA, &quote.id, &messages.quote(quote)))?;
        }
    }
    if settings.entities {
        for entity in &article.entities {
            let words = ["entity", language, entity.label.as_str()];
            put(publication(article, words, ENTITY_SCHEMA, &entity.id, &messages.entity(entity)))?;
        }
    }
    Ok(out)
}

fn publication(
    article: &EnrichedArticle,
    words: [&str; 3],
    schema: &'static str,
    part: &str,
    body: &impl Serialize,
) -> OutputMessage {
    let content_sha256 = article.fingerprint.content_sha256.clone();
    OutputMessage {
        routing_key: routing_key(words),
        message_id: message_id([schema, &article.id, &content_sha256, part]),
        schema,
        content_sha256,
        simhash: article.fingerprint.simhash.clone(),
        body: serde_json::to_vec(body).expect("published types always serialise"),
        content_type: "application/json",
        content_encoding: None,
        headers: Vec::new(),
    }
}

/// The message id of schema, article id, content hash and place in the article (empty for the article itself): the
/// first half of the SHA-256 over the parts, each behind its length so that no two lists read alike.
pub fn message_id(parts: [&str; 4]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    digest::hex(&hash.finalize()[..16])
}

fn routing_key(words: [&str; 3]) -> String {
    let mut key = words.map(word).join(".");
    key.truncate(key.floor_char_boundary(ROUTING_KEY_MAX));
    key
}

/// A word of a routing key: lower-case letters and digits; everything between them becomes one `-`. An empty
/// word would match no pattern of its readers, so it becomes `unknown`.
pub fn word(text: &str) -> String {
    let mut word = String::new();
    for part in text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        if !word.is_empty() {
            word.push('-');
        }
        word.extend(part.chars().flat_map(char::to_lowercase));
    }
    if word.is_empty() { "unknown".to_owned() } else { word }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn messages(article: &EnrichedArticle, settings: &OutputSettings) -> Vec<OutputMessage> {
        publications(article, &mut OutputBudget::new(settings)).expect("within the budget")
    }

    fn article() -> EnrichedArticle {
        let body = include_str!("../tests/fixtures/enriched.json");
        serde_json::from_str(body).expect("the fixture is an enriched article")
    }

    #[test]
    fn an_article_comes_first_then_its_marked_quotes_then_its_entities() {
        let lines: Vec<_> = messages(&article(), &OutputSettings::default())
            .iter()
            .map(|p| format!("{} {} {}", p.message_id, p.routing_key, p.schema))
            .collect();
        expect![[r#"
            f4fc29d1ecdd611e9054a65a588b0564 article.en.example-com copydesk.article.v1
            e8b2dac49438fd2c38443b1e77041b2e quote.en.example-com copydesk.quote.v1
            78808cff78a4fc2430e86dcbe9dadd7e entity.en.person copydesk.entity.v1"#]]
        .assert_eq(&lines.join("\n"));
    }

    #[test]
    fn a_quote_message_is_complete_without_its_article() {
        let quote = &messages(&article(), &OutputSettings::default())[1];
        let value: serde_json::Value = serde_json::from_slice(&quote.body).expect("JSON");
        expect![[r#"
            {
              "schema": "copydesk.quote.v1",
              "quote": {
                "id": "q1",
                "kind": "direct",
                "in": "text",
                "start": 44,
                "end": 58,
                "text": "It is a start,",
                "spans": [
                  {
                    "start": 44,
                    "end": 58
                  }
                ],
                "cue": {
                  "start": 65,
                  "end": 69,
                  "text": "said",
                  "lemma": "say"
                },
                "speaker": {
                  "start": 60,
                  "end": 64,
                  "text": "Cobo",
                  "name": "Ines Cobo",
                  "entity": "e1",
                  "confidence": 0.95
                },
                "confidence": 0.97
              },
              "speaker": {
                "id": "e1",
                "type": "person",
                "name": "Ines Cobo",
                "wikidata": null,
                "roles": [
                  "Mayor"
                ]
              },
              "context": {
                "start": 43,
                "end": 70,
                "text": "“It is a start,” Cobo said."
              },
              "article": {
                "id": "harbour-1",
                "url": "https://www.example.com/harbour?utm_source=feed",
                "source": {
                  "name": "Example Courier",
                  "domain": "example.com"
                },
                "title": "Council backs harbour plan",
                "published_at": {
                  "value": "2026-03-02T08:00:00Z",
                  "raw": "2026-03-02T08:00:00Z",
                  "precision": "second",
                  "zone": "given"
                },
                "language": "en"
              }
            }"#]]
        .assert_eq(&serde_json::to_string_pretty(&value).expect("JSON"));
    }

    #[test]
    fn the_parts_of_an_article_that_must_not_be_used_say_so() {
        let withheld = EnrichedArticle { status: crate::enriched::Status::Withheld, ..article() };
        let statuses = |article: &EnrichedArticle| -> Vec<_> {
            let parts = messages(article, &OutputSettings::default()).into_iter().skip(1);
            let values = parts.map(|part| serde_json::from_slice::<serde_json::Value>(&part.body).expect("JSON"));
            values.map(|value| value["article"]["status"].clone()).collect()
        };
        assert_eq!(statuses(&withheld), ["withheld", "withheld"]);
        assert_eq!(statuses(&article()), [serde_json::Value::Null, serde_json::Value::Null]);
    }

    #[test]
    fn an_entity_message_counts_mentions_and_quotes() {
        let messages = messages(&article(), &OutputSettings { quotes: false, ..OutputSettings::default() });
        let value: serde_json::Value = serde_json::from_slice(&messages[1].body).expect("JSON");
        expect![[r#"{"id":"e1","type":"person","name":"Ines Cobo","aliases":["Cobo"],"wikidata":null,"roles":["Mayor"],"salience":0.8,"mentions":3,"quotes":1}"#]].assert_eq(&value["entity"].to_string());
    }

    #[test]
    fn outputs_are_bounded_in_number_and_in_bytes() {
        let all = messages(&article(), &OutputSettings::default());
        let bytes = all.iter().map(|message| message.body.len()).sum();
        let settings =
            |max_messages, max_bytes| OutputSettings { max_messages, max_bytes, ..OutputSettings::default() };
        assert_eq!(messages(&article(), &settings(all.len(), bytes)), all);
        for (small, named) in
            [(settings(all.len() - 1, bytes), "max_messages"), (settings(all.len(), bytes - 1), "max_bytes")]
        {
            let rejection = publications(&article(), &mut OutputBudget::new(&small)).expect_err("too much");
            assert_eq!(rejection.code, RejectionCode::OutputTooLarge);
            assert!(rejection.message.contains(named), "{rejection}");
        }
    }

    #[test]
    fn switched_off_outputs_are_not_published() {
        let none = OutputSettings { quotes: false, entities: false, ..OutputSettings::default() };
        assert_eq!(messages(&article(), &none).len(), 1);
    }

    #[test]
    fn another_content_or_place_gives_another_message_id() {
        let first = article();
        let mut second = first.clone();
        second.fingerprint.content_sha256 = "0".repeat(64);
        let ids = [first, second].map(|a| messages(&a, &OutputSettings::default())).concat();
        let distinct: std::collections::BTreeSet<_> = ids.iter().map(|p| &p.message_id).collect();
        assert_eq!(distinct.len(), ids.len());
    }

    #[test]
    fn routing_keys_are_lower_case_words_of_at_most_255_bytes() {
        let keys = [
            routing_key(["article", "en", "www.The-Guardian.co.uk"]),
            routing_key(["article", "zh-Hant", "Süddeutsche  Zeitung*#"]),
            routing_key(["quote", "", "..."]),
        ];
        expect![[r#"
            article.en.www-the-guardian-co-uk
            article.zh-hant.süddeutsche-zeitung
            quote.unknown.unknown"#]]
        .assert_eq(&keys.join("\n"));
        assert_eq!(routing_key(["article", "e", &"ά".repeat(200)]).len(), 254);
    }
}
