//! copydesk's own shape of a raw article.

use serde_json::{Map, Value};

use crate::article::{RawArticle, RawBody, Rejection, RejectionCode};
use crate::normalize::byline;

/// Reads the known fields; all others go to `extra`, unchanged.
///
/// # Errors
/// `InvalidJson` when a known field has a value of the wrong kind.
pub fn read(mut object: Map<String, Value>) -> Result<RawArticle, Rejection> {
    let mut fields = Fields(&mut object);
    let text = fields.string("text")?;
    let html = fields.string("html")?;
    let body = match (text, html) {
        (Some(text), html) if html.is_none() || !text.trim().is_empty() => RawBody::Text(text),
        (_, Some(html)) => RawBody::Html(html),
        (_, None) => RawBody::Missing,
    };
    let (source_name, source_domain) = fields.source()?;
    Ok(RawArticle {
        id: fields.string("id")?,
        url: fields.string("url")?,
        title: fields.string("title")?,
        body,
        authors: fields.names("authors")?,
        published_at: fields.string("published_at")?,
        modified_at: fields.string("modified_at")?,
        language: fields.string("language")?,
        source_name,
        source_domain,
        section: fields.string("section")?,
        tags: fields.names("tags")?,
        extra: object,
        ..RawArticle::default()
    })
}

/// The fields not yet read.
struct Fields<'a>(&'a mut Map<String, Value>);

impl Fields<'_> {
    /// A string; numbers are taken as they are written.
    fn string(&mut self, name: &str) -> Result<Option<String>, Rejection> {
        match self.0.shift_remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(value)) => Ok(Some(value)),
            Some(Value::Number(value)) => Ok(Some(value.to_string())),
            Some(_) => Err(wrong(name, "a string")),
        }
    }

    /// A list of strings or of objects with a `name`, or one string.
    fn names(&mut self, name: &str) -> Result<Vec<String>, Rejection> {
        match self.0.shift_remove(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::String(value)) if name == "authors" => Ok(byline::split(&value)),
            Some(Value::String(value)) => Ok(value.split([',', ';']).map(|v| v.trim().to_owned()).collect()),
            Some(Value::Array(values)) => values
                .into_iter()
                .map(|value| match value {
                    Value::String(value) => Ok(value),
                    Value::Object(mut object) => match object.shift_remove("name") {
                        Some(Value::String(value)) => Ok(value),
                        _ => Err(wrong(name, "a list of names")),
                    },
                    _ => Err(wrong(name, "a list of names")),
                })
                .collect(),
            Some(_) => Err(wrong(name, "a string or a list")),
        }
    }

    /// Name and domain of the outlet.
    fn source(&mut self) -> Result<(Option<String>, Option<String>), Rejection> {
        match self.0.shift_remove("source") {
            None | Some(Value::Null) => Ok((None, None)),
            Some(Value::String(value)) if looks_like_domain(&value) => Ok((None, Some(value))),
            Some(Value::String(value)) => Ok((Some(value), None)),
            Some(Value::Object(mut source)) => {
                let mut part = |name| match source.shift_remove(name) {
                    None | Some(Value::Null) => Ok(None),
                    Some(Value::String(value)) => Ok(Some(value)),
                    Some(_) => Err(wrong("source", "a string or an object with name and domain")),
                };
                Ok((part("name")?, part("domain")?))
            }
            Some(_) => Err(wrong("source", "a string or an object with name and domain")),
        }
    }
}

fn looks_like_domain(value: &str) -> bool {
    value.contains('.')
        && !value.contains(char::is_whitespace)
        && value.rsplit('.').next().is_some_and(|t| t.len() >= 2)
}

fn wrong(field: &str, kind: &str) -> Rejection {
    Rejection::new(RejectionCode::InvalidJson, format!("field {field} is not {kind}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(json: &str) -> Result<RawArticle, Rejection> {
        read(serde_json::from_str(json).expect("JSON"))
    }

    #[test]
    fn unknown_fields_are_kept_in_order() {
        let raw = from(r#"{"zebra":1,"text":"a","authors":"A. Writer","apple":{"b":[2]},"source":"example.com"}"#);
        let raw = raw.expect("read");
        assert_eq!(serde_json::to_string(&raw.extra).expect("JSON"), r#"{"zebra":1,"apple":{"b":[2]}}"#);
        assert_eq!(raw.authors, ["A. Writer"]);
        assert_eq!(raw.source_domain.as_deref(), Some("example.com"));
    }

    #[test]
    fn html_is_read_where_there_is_no_text() {
        assert_eq!(from(r#"{"text":" ","html":"<p>a"}"#).expect("read").body, RawBody::Html("<p>a".to_owned()));
        assert_eq!(from(r#"{"text":"a","html":"<p>b"}"#).expect("read").body, RawBody::Text("a".to_owned()));
        assert_eq!(from(r#"{"title":"a"}"#).expect("read").body, RawBody::Missing);
    }

    #[test]
    fn a_known_field_of_the_wrong_kind_is_named() {
        assert_eq!(
            from(r#"{"text":"a","tags":{"x":1}}"#).expect_err("wrong").message,
            "field tags is not a string or a list"
        );
    }
}
