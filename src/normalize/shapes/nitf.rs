//! NITF: the news industry's older document format, alone or inside NewsML-G2.

use super::xml::Element;
use crate::article::{RawArticle, RawBody};
use crate::normalize::byline;

/// Reads a document.
pub fn read(nitf: &Element) -> RawArticle {
    let data = nitf.at(&["head", "docdata"]);
    let head = nitf.at(&["body", "body.head"]);
    let fact =
        |path: &[&str], name: &str| data.and_then(|d| d.at(path)).and_then(|e| e.attribute(name)).map(str::to_owned);
    let byline = head.and_then(|h| h.at(&["byline"]));
    let people: Vec<String> =
        byline.map(|b| b.all("person").map(|p| p.text().trim().to_owned()).collect()).unwrap_or_default();
    let publication = nitf.at(&["head", "pubdata"]);
    let content = nitf.at(&["body", "body.content"]);
    let keys = data.and_then(|d| d.at(&["key-list"]));
    RawArticle {
        id: fact(&["doc-id"], "id-string"),
        url: publication.and_then(|p| p.attribute("ex-ref")).filter(|u| u.starts_with("http")).map(str::to_owned),
        title: head.and_then(|h| h.text_at(&["hedline", "hl1"])).or_else(|| nitf.text_at(&["head", "title"])),
        body: content.map_or(RawBody::Missing, |c| RawBody::Html(c.inner_html(as_html))),
        authors: match people.is_empty() {
            false => people,
            true => byline.map(|b| byline::split(b.text().trim())).unwrap_or_default(),
        },
        published_at: fact(&["date.issue"], "norm")
            .or_else(|| publication?.attribute("date.publication").map(str::to_owned)),
        modified_at: fact(&["date.revision"], "norm"),
        language: nitf.attribute("lang").map(str::to_owned),
        source_name: publication.and_then(|p| p.attribute("name")).map(str::to_owned),
        section: publication.and_then(|p| p.attribute("position.section")).map(str::to_owned),
        tags: keys
            .map(|k| k.all("keyword").filter_map(|k| k.attribute("key")).map(str::to_owned).collect())
            .unwrap_or_default(),
        status: data.and_then(|d| d.attribute("management-status")).map(str::to_owned),
        embargoed_until: fact(&["date.release"], "norm")
            .filter(|_| data.and_then(|d| d.attribute("management-status")) == Some("embargoed")),
        version: fact(&["du-key"], "version"),
        dateline: head.and_then(|h| h.text_at(&["dateline", "location"])),
        ..RawArticle::default()
    }
}

/// NITF's names for elements that HTML has.
pub fn as_html(name: &str) -> &str {
    match name {
        "hl1" | "hl2" => "h2",
        "block" | "body.content" => "div",
        "bq" => "blockquote",
        "media" => "figure",
        "media-caption" => "figcaption",
        "media-metadata" | "media-producer" | "media-reference" => "template",
        "person" | "org" | "location" | "chron" | "money" | "num" | "event" | "function" | "city" | "country" => "span",
        other => other,
    }
}
