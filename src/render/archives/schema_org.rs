//! schema.org `NewsArticle` as JSON-LD.

use serde_json::{Value, json};

use super::{compact, wikidata};
use crate::enriched::{EnrichedArticle, Entity, EntityType, Quote};

/// The article with what it mentions and its quotes as `Quotation` parts.
pub fn schema_org(article: &EnrichedArticle) -> Value {
    let people =
        |names: &[String]| names.iter().map(|name| json!({"@type": "Person", "name": name})).collect::<Vec<_>>();
    let publisher = compact(json!({
        "@type": "NewsMediaOrganization",
        "name": article.source.name.as_ref().or(article.source.domain.as_ref()),
        "url": article.source.domain.as_ref().map(|domain| format!("https://{domain}/")),
    }));
    let keywords: Vec<_> = article.keywords.iter().map(|k| k.text.as_str()).collect();
    compact(json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "identifier": article.id,
        "url": article.canonical_url.as_ref().or(article.url.as_ref()),
        "headline": article.title,
        "articleBody": article.text,
        "articleSection": article.section,
        "wordCount": article.word_count,
        "inLanguage": article.language.code,
        "datePublished": article.published_at.as_ref().map(|t| &t.value),
        "dateModified": article.modified_at.as_ref().map(|t| &t.value),
        "author": people(&article.authors),
        "publisher": if publisher.get("name").is_some() { publisher } else { Value::Null },
        "dateline": article.dateline.as_ref().map(|d| &d.place),
        "keywords": keywords,
        "mentions": article.entities.iter().map(thing).collect::<Vec<_>>(),
        "hasPart": article.quotes.iter().filter(|q| q.is_marked()).map(|q| quotation(article, q)).collect::<Vec<_>>(),
    }))
}

fn thing(entity: &Entity) -> Value {
    let kind = match entity.label {
        EntityType::Person => "Person",
        EntityType::Organization => "Organization",
        EntityType::Location => "Place",
        EntityType::Event => "Event",
        EntityType::Work => "CreativeWork",
        EntityType::Product => "Product",
        EntityType::Nationality | EntityType::Misc => "Thing",
    };
    compact(json!({
        "@type": kind, "name": entity.name, "alternateName": entity.aliases, "sameAs": wikidata(entity),
    }))
}

fn quotation(article: &EnrichedArticle, quote: &Quote) -> Value {
    let speaker = quote.speaker.as_ref();
    let entity = article.speaking(quote);
    let creator = match (entity, speaker.and_then(|s| s.name.as_ref())) {
        (Some(entity), _) => thing(entity),
        (None, Some(name)) => json!({"@type": "Thing", "name": name}),
        (None, None) => Value::Null,
    };
    compact(json!({"@type": "Quotation", "text": quote.text, "creator": creator}))
}
