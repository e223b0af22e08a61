//! copydesk's own shape of a raw article.

use serde_json::{Map, Value};

use super::fields::Fields;
use crate::article::{RawArticle, RawBody};

/// Reads the known fields; all others go to `extra`, unchanged. A known field of the wrong type is left out, with a
/// warning.
pub fn read(object: Map<String, Value>) -> RawArticle {
    let mut fields = Fields::new(object);
    let text = fields.own_text("text");
    let html = fields.own_text("html");
    let (source_name, source_domain) = source(&mut fields);
    let raw = RawArticle {
        id: fields.own_text("id"),
        url: fields.own_text("url"),
        title: fields.own_text("title"),
        body: text.map(RawBody::Text).or(html.map(RawBody::Html)).unwrap_or_default(),
        authors: fields.own_list("authors", &[]),
        published_at: fields.own_text("published_at"),
        modified_at: fields.own_text("modified_at"),
        language: fields.own_text("language"),
        source_name,
        source_domain,
        section: fields.own_text("section"),
        tags: fields.own_list("tags", &[',', ';']),
        ..RawArticle::default()
    };
    fields.finish(raw)
}

/// Name and domain of the outlet: one string, or an object with both.
fn source(fields: &mut Fields) -> (Option<String>, Option<String>) {
    if !fields.peek("source").is_some_and(Value::is_object) {
        return match fields.own_text("source") {
            Some(value) if looks_like_domain(&value) => (None, Some(value)),
            name => (name, None),
        };
    }
    let mut source = fields.object("source");
    let found = (source.text(&["name"]), source.text(&["domain"]));
    if found == (None, None) {
        fields.ignore("source");
    }
    found
}

fn looks_like_domain(value: &str) -> bool {
    value.contains('.')
        && !value.contains(char::is_whitespace)
        && value.rsplit('.').next().is_some_and(|t| t.len() >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(json: &str) -> RawArticle {
        read(serde_json::from_str(json).expect("JSON"))
    }

    #[test]
    fn unknown_fields_are_kept_in_order() {
        let raw = from(r#"{"zebra":1,"text":"a","authors":"A. Writer","apple":{"b":[2]},"source":"example.com"}"#);
        assert_eq!(serde_json::to_string(&raw.extra).expect("JSON"), r#"{"zebra":1,"apple":{"b":[2]}}"#);
        assert_eq!(raw.authors, ["A. Writer"]);
        assert_eq!(raw.source_domain.as_deref(), Some("example.com"));
    }

    #[test]
    fn html_is_read_where_there_is_no_text() {
        assert_eq!(from(r#"{"text":" ","html":"<p>a"}"#).body, RawBody::Html("<p>a".to_owned()));
        assert_eq!(from(r#"{"text":"a","html":"<p>b"}"#).body, RawBody::Text("a".to_owned()));
        assert_eq!(from(r#"{"title":"a"}"#).body, RawBody::Missing);
    }

    #[test]
    fn a_known_field_of_the_wrong_type_is_left_out_and_named() {
        let raw = from(r#"{"text":"a","tags":{"x":1},"section":[1],"url":true,"source":{"x":1},"language":null}"#);
        assert_eq!(raw.body, RawBody::Text("a".to_owned()));
        assert_eq!(
            raw.warnings,
            ["field_ignored:source", "field_ignored:url", "field_ignored:section", "field_ignored:tags"]
        );
        assert!(raw.extra.is_empty(), "{:?}", raw.extra);
    }

    #[test]
    fn what_is_plainly_meant_is_taken() {
        let raw = from(r#"{"text":["One.","Two."],"authors":{"name":"Ida Berg"},"tags":"sea, boats","id":7}"#);
        assert_eq!(raw.body, RawBody::Text("One.\n\nTwo.".to_owned()));
        assert_eq!((raw.authors, raw.tags), (vec!["Ida Berg".to_owned()], vec!["sea".to_owned(), "boats".to_owned()]));
        assert_eq!((raw.id.as_deref(), raw.warnings.len()), (Some("7"), 0));
    }
}
