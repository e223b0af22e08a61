//! ninjs 3.0, the JSON of the International Press Telecommunications Council.

use serde_json::{Value, json};

use super::{compact, wikidata};
use crate::enriched::{EnrichedArticle, EntityType, Status};

/// An entity with at least this salience is what the article is about; the others it mentions.
const ABOUT: f64 = 0.2;

/// The article as a ninjs 3.0 text item, people, organisations, places and events named as such. Quotes have no place
/// in it.
pub fn ninjs(article: &EnrichedArticle) -> Value {
    let named = |label: EntityType| -> Vec<Value> {
        let entities = article.entities.iter().filter(|entity| entity.label == label);
        entities
            .map(|entity| {
                let rel = if entity.salience >= ABOUT { "about" } else { "mentions" };
                compact(json!({"name": entity.name, "rel": rel, "uri": wikidata(entity)}))
            })
            .collect()
    };
    let status = match article.status {
        Status::Usable => "usable",
        Status::Withheld => "withheld",
        Status::Canceled => "canceled",
    };
    let main = |value: &str| json!([{"role": "main", "value": value}]);
    compact(json!({
        "uri": article.canonical_url.as_ref().or(article.url.as_ref()).unwrap_or(&article.id),
        "standard": {"name": "ninjs", "version": "3.0"},
        "type": "text",
        "pubStatus": status,
        "version": article.version,
        "versionCreated": article.modified_at.as_ref().or(article.published_at.as_ref()).map(|t| &t.value),
        "firstCreated": article.published_at.as_ref().map(|t| &t.value),
        "language": article.language.code,
        "by": article.authors.join(", "),
        "located": article.dateline.as_ref().map(|d| &d.place),
        "headlines": if article.title.is_empty() { json!([]) } else { main(&article.title) },
        "bodies": [{
            "role": "main", "contentType": "text/plain", "wordCount": article.word_count, "value": article.text,
        }],
        "people": named(EntityType::Person),
        "organisations": named(EntityType::Organization),
        "places": named(EntityType::Location),
        "events": named(EntityType::Event),
        "infoSources": article.source.name.iter().map(|name| json!({"name": name})).collect::<Vec<_>>(),
    }))
}
