//! JSON messages: depth checked before the parser recurses, small damage mended, then the shape's reader.

mod feed;
mod fields;
mod ninjs;
mod own;
mod schema_org;
mod tools;

use std::borrow::Cow;

use serde_json::{Map, Value};

pub use fields::Fields;

use crate::article::{RawArticle, Rejection, RejectionCode};
use crate::normalize::json::{depth, mend};

/// Reads a JSON object, or an array of them.
///
/// # Errors
/// `TooDeep` beyond `max_depth`; `InvalidJson` when it is none or not of the shape of an article.
pub fn read(body: String, max_depth: usize) -> Result<Vec<RawArticle>, Rejection> {
    if depth(&body) > max_depth {
        let message = format!("JSON is nested more than {max_depth} deep");
        return Err(Rejection::new(RejectionCode::TooDeep, message));
    }
    let (value, mended) = match serde_json::from_str::<Value>(&body) {
        Ok(value) => (value, false),
        Err(error) => match mend(&body) {
            Cow::Owned(mended) => (serde_json::from_str(&mended).map_err(|_| invalid(&error))?, true),
            Cow::Borrowed(_) => return Err(invalid(&error)),
        },
    };
    let objects = match value {
        Value::Object(object) => vec![object],
        Value::Array(items) => items
            .into_iter()
            .map(|item| match item {
                Value::Object(object) => Ok(object),
                _ => Err(Rejection::new(RejectionCode::InvalidJson, "an item of the list is not an object")),
            })
            .collect::<Result<_, _>>()?,
        _ => return Err(Rejection::new(RejectionCode::InvalidJson, "JSON is neither an object nor a list of them")),
    };
    if objects.is_empty() {
        return Err(Rejection::new(RejectionCode::NoText, "the list is empty"));
    }
    let mut raws = Vec::with_capacity(objects.len());
    for object in objects {
        match feed::is(&object) {
            true => raws.extend(feed::read(object)),
            false => raws.push(read_object(object)),
        }
    }
    if raws.is_empty() {
        return Err(Rejection::new(RejectionCode::NoText, "the feed has no items"));
    }
    if mended {
        raws.iter_mut().for_each(|raw| raw.warnings.push("json_mended".to_owned()));
    }
    Ok(raws)
}

/// A shape: how it is told, and how it is read.
struct Shape {
    /// Whether an object is of this shape.
    is: fn(&Map<String, Value>) -> bool,
    /// Its reader.
    read: fn(Map<String, Value>) -> RawArticle,
}

/// All shapes but our own, which is what is left; the most telling first.
const SHAPES: [Shape; 7] = [
    Shape {
        is: |o| {
            let marks =
                ["pubstatus", "pubStatus", "versioncreated", "versionCreated", "headlines", "bodies", "body_text"];
            o.contains_key("uri") && (has(o, &marks) || has(o, &["body_html", "body_xhtml", "standard"]))
        },
        read: ninjs::read,
    },
    Shape {
        is: |o| o.contains_key("@graph") || has(o, &["@context", "@type"]) && has(o, &["articleBody", "headline"]),
        read: schema_org::read,
    },
    Shape { is: |o| has(o, &["content_metadata", "http_metadata"]), read: tools::media_cloud },
    Shape { is: |o| o.contains_key("maintext"), read: tools::news_please },
    Shape {
        is: |o| {
            has(o, &["raw_text", "raw-text", "source-hostname"])
                || o.contains_key("hostname") && has(o, &["fingerprint"])
        },
        read: tools::trafilatura,
    },
    Shape {
        is: |o| {
            has(o, &["publishing_date", "free_access"]) || o.get("body").is_some_and(|b| b.get("sections").is_some())
        },
        read: tools::fundus,
    },
    Shape {
        is: |o| o.contains_key("text") && has(o, &["publish_date", "canonical_link", "meta_lang", "top_image"]),
        read: tools::newspaper,
    },
];

fn has(object: &Map<String, Value>, names: &[&str]) -> bool {
    names.iter().any(|name| object.contains_key(*name))
}

fn read_object(object: Map<String, Value>) -> RawArticle {
    let shape = SHAPES.iter().find(|shape| (shape.is)(&object));
    shape.map_or(own::read as fn(_) -> _, |shape| shape.read)(object)
}

/// The parser's message without the text it stumbled over.
fn invalid(error: &serde_json::Error) -> Rejection {
    Rejection::new(RejectionCode::InvalidJson, format!("no JSON: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::RawBody;

    fn code(body: &str) -> RejectionCode {
        read(body.to_owned(), 64).expect_err(body).code
    }

    #[test]
    fn depth_is_checked_before_parsing() {
        assert_eq!(code(&"[".repeat(100_000)), RejectionCode::TooDeep);
        assert_eq!(code(&format!("{{\"text\":{}", "{\"a\":".repeat(64))), RejectionCode::TooDeep);
    }

    #[test]
    fn what_is_no_article_is_invalid() {
        for body in ["{", "12", "null", "\"text\"", "{\"text\":1e999}", "[1]", "{\"text\":\"a\"} x"] {
            assert_eq!(code(body), RejectionCode::InvalidJson, "{body}");
        }
        assert_eq!(code("[]"), RejectionCode::NoText);
    }

    #[test]
    fn small_damage_is_mended_and_told() {
        let raw = read("{\"text\":\"one\ntwo \\ud83d and \\ud83d\\ude00\"}".to_owned(), 64).expect("mended").remove(0);
        assert_eq!(raw.body, RawBody::Text("one\ntwo \u{fffd} and 😀".to_owned()));
        assert_eq!(raw.warnings, ["json_mended"]);
    }

    #[test]
    fn a_list_is_several_articles() {
        assert_eq!(read(r#"[{"text":"a"},{"text":"b"}]"#.to_owned(), 64).expect("a list").len(), 2);
    }
}
