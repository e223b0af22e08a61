//! schema.org articles as JSON-LD, alone or in a graph.

use serde_json::{Map, Value};

use crate::article::{RawArticle, RawBody};
use crate::normalize::identity;
use crate::normalize::json_ld;
use crate::normalize::shapes::declared_html;

/// Reads the article among the objects.
pub fn read(object: Map<String, Value>) -> RawArticle {
    let mut objects = Vec::new();
    json_ld::flatten(Value::Object(object), &mut objects, 0);
    let found = json_ld::describe(&objects, |_| false);
    let article = objects.iter().find(|o| o.contains_key("articleBody") || o.contains_key("headline"));
    let text = |name: &str| article.and_then(|o| o.get(name)).and_then(Value::as_str).map(str::to_owned);
    let address = |value: Option<String>| value.filter(|v| v.starts_with("http"));
    const READ: [&str; 16] = [
        "@context",
        "@type",
        "@id",
        "headline",
        "articleBody",
        "datePublished",
        "dateModified",
        "author",
        "publisher",
        "inLanguage",
        "articleSection",
        "keywords",
        "image",
        "url",
        "dateline",
        "version",
    ];
    let extra = article
        .map(|o| o.iter().filter(|(k, _)| !READ.contains(&k.as_str())).map(|(k, v)| (k.clone(), v.clone())).collect());
    RawArticle {
        id: text("@id").filter(|id| !id.starts_with('#') && !identity::is_front(id)).or_else(|| text("identifier")),
        url: address(text("url")).or_else(|| address(text("mainEntityOfPage"))).or_else(|| address(text("@id"))),
        title: found.headline,
        body: found.body.map_or(RawBody::Missing, declared_html),
        authors: found.authors,
        published_at: found.published,
        modified_at: found.modified,
        language: found.language,
        source_name: found.publisher,
        section: found.section,
        tags: found.keywords,
        image: found.image,
        dateline: text("dateline"),
        version: text("version"),
        extra: extra.unwrap_or_default(),
        ..RawArticle::default()
    }
}
