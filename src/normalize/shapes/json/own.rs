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
    let (source_name, source_domain, source_country) = source(&mut fields);
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
        source_country,
        section: fields.own_text("section"),
        tags: fields.own_list("tags", &[',', ';']),
        ..RawArticle::default()
    };
    fields.finish(raw)
}

/// Name, domain and country of the outlet: one string, or an object with them, whose other fields stay.
fn source(fields: &mut Fields) -> (Option<String>, Option<String>, Option<String>) {
    if !fields.peek("source").is_some_and(Value::is_object) {
        return match fields.own_text("source") {
            Some(value) if looks_like_domain(&value) => (None, Some(value), None),
            name => (name, None, None),
        };
    }
    let mut source = fields.object("source");
    let is_code = source.peek("country").and_then(Value::as_str).is_some_and(is_country_code);
    let country = is_code.then(|| source.text(&["country"])).flatten().map(|code| code.to_ascii_uppercase());
    let (name, domain) = (source.text(&["name"]), source.text(&["domain"]));
    if (&name, &domain, &country) == (&None, &None, &None) {
        fields.ignore("source");
    } else {
        fields.put_back("source", source);
    }
    (name, domain, country)
}

/// Whether a text has the form of an ISO 3166-1 alpha-2 code.
fn is_country_code(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
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
    fn an_outlet_has_a_country_and_keeps_what_nobody_asked_for() {
        let raw = from(r#"{"text":"a","source":{"name":"A","domain":"a.example","country":"gb","desk":"home"}}"#);
        assert_eq!((raw.source_name.as_deref(), raw.source_country.as_deref()), (Some("A"), Some("GB")));
        assert_eq!(serde_json::to_string(&raw.extra).expect("JSON"), r#"{"source":{"desk":"home"}}"#);
        let raw = from(r#"{"text":"a","source":{"name":"A","country":"Great Britain"}}"#);
        assert_eq!(raw.source_country, None);
        assert_eq!(serde_json::to_string(&raw.extra).expect("JSON"), r#"{"source":{"country":"Great Britain"}}"#);
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
