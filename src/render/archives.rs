//! Enriched articles in the shapes that archives and other tools take, each as one line of JSON.
//!
//! These shapes have no place for offsets: they carry less than `copydesk.article.v1` and are made from it.

mod ninjs;
mod quotation_graph;
mod schema_org;

pub use ninjs::ninjs;
pub use quotation_graph::quotation_graph;
pub use schema_org::schema_org;

use serde_json::{Map, Value};

use crate::enriched::Entity;

/// The address of an entity that is linked.
fn wikidata(entity: &Entity) -> Option<String> {
    entity.wikidata.as_ref().map(|id| format!("http://www.wikidata.org/entity/{id}"))
}

/// An object without the fields that are null or empty.
fn compact(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let filled = |(_, value): &(String, Value)| match value {
                Value::Null => false,
                Value::String(text) => !text.is_empty(),
                Value::Array(items) => !items.is_empty(),
                _ => true,
            };
            Value::Object(fields.into_iter().filter(filled).collect::<Map<_, _>>())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::enriched::EnrichedArticle;

    fn check(export: impl Fn(&EnrichedArticle) -> Value, expected: Expect) {
        let fixture = include_str!("../../tests/fixtures/enriched.json");
        let article = serde_json::from_str(fixture).expect("an enriched article");
        expected.assert_eq(&serde_json::to_string_pretty(&export(&article)).expect("JSON"));
    }

    #[test]
    fn as_ninjs() {
        check(
            ninjs,
            expect![[r#"
            {
              "uri": "https://www.example.com/harbour",
              "standard": {
                "name": "ninjs",
                "version": "3.0"
              },
              "type": "text",
              "pubStatus": "usable",
              "versionCreated": "2026-03-02T08:00:00Z",
              "firstCreated": "2026-03-02T08:00:00Z",
              "language": "en",
              "by": "Ada Lund",
              "headlines": [
                {
                  "role": "main",
                  "value": "Council backs harbour plan"
                }
              ],
              "bodies": [
                {
                  "role": "main",
                  "contentType": "text/plain",
                  "wordCount": 19,
                  "value": "Mayor Ines Cobo backed the plan on Monday. “It is a start,” Cobo said. She added that work begins in May."
                }
              ],
              "people": [
                {
                  "name": "Ines Cobo",
                  "rel": "about"
                }
              ],
              "infoSources": [
                {
                  "name": "Example Courier"
                }
              ]
            }"#]],
        );
    }

    #[test]
    fn as_schema_org() {
        check(
            schema_org,
            expect![[r#"
            {
              "@context": "https://schema.org",
              "@type": "NewsArticle",
              "identifier": "harbour-1",
              "url": "https://www.example.com/harbour",
              "headline": "Council backs harbour plan",
              "articleBody": "Mayor Ines Cobo backed the plan on Monday. “It is a start,” Cobo said. She added that work begins in May.",
              "wordCount": 19,
              "inLanguage": "en",
              "datePublished": "2026-03-02T08:00:00Z",
              "author": [
                {
                  "@type": "Person",
                  "name": "Ada Lund"
                }
              ],
              "publisher": {
                "@type": "NewsMediaOrganization",
                "name": "Example Courier",
                "url": "https://example.com/"
              },
              "mentions": [
                {
                  "@type": "Person",
                  "name": "Ines Cobo",
                  "alternateName": [
                    "Cobo"
                  ]
                }
              ],
              "hasPart": [
                {
                  "@type": "Quotation",
                  "text": "It is a start,",
                  "creator": {
                    "@type": "Person",
                    "name": "Ines Cobo",
                    "alternateName": [
                      "Cobo"
                    ]
                  }
                }
              ]
            }"#]],
        );
    }

    #[test]
    fn as_a_line_of_the_quotation_graph() {
        check(
            quotation_graph,
            expect![[r#"
            {
              "date": "2026-03-02T08:00:00Z",
              "url": "https://www.example.com/harbour",
              "title": "Council backs harbour plan",
              "lang": "en",
              "quotes": [
                {
                  "pre": "Mayor Ines Cobo backed the plan on Monday. “",
                  "quote": "It is a start,",
                  "post": "” Cobo said. She added that work begins in May.",
                  "speaker": "Ines Cobo"
                }
              ]
            }"#]],
        );
    }
}
