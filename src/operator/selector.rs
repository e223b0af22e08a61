//! Which raw messages are meant, and what of them is looked at to know that.

use crate::broker::Delivery;
use crate::normalize::decode;

/// Bytes of a decompressed body that are looked at, at most.
const SEARCHED: usize = 32 << 20;

/// Which raw messages are meant; an empty list means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selector {
    /// Message ids, or the `id` that a JSON body begins with or holds.
    pub ids: Vec<String>,
    /// Sources as in the routing key `raw.<source>`.
    pub sources: Vec<String>,
    /// Words that the body has to hold, in any case.
    pub text: Option<String>,
}

impl Selector {
    /// Whether a message with this id, source and decoded body is meant.
    pub fn matches(&self, id: Option<&str>, source: &str, body: impl FnOnce() -> String) -> bool {
        let source_fits = self.sources.is_empty() || self.sources.iter().any(|s| s == source);
        let id_fits = self.ids.is_empty() || id.is_some_and(|id| self.ids.iter().any(|i| i == id));
        if !source_fits || (id_fits && self.text.is_none()) {
            return source_fits;
        }
        let body = body();
        let text_fits = self.text.as_ref().is_none_or(|text| body.to_lowercase().contains(&text.to_lowercase()));
        text_fits && (id_fits || self.ids.iter().any(|id| holds_id(&body, id)))
    }
}

/// Whether the body is a JSON object with this `id`. The search comes first because parsing is slow.
fn holds_id(body: &str, id: &str) -> bool {
    let Some(value) = body.contains(id).then(|| serde_json::from_str::<serde_json::Value>(body).ok()).flatten() else {
        return false;
    };
    value.get("id").is_some_and(|value| value.as_str() == Some(id) || *value == id)
}

/// The source that a routing key names: `raw.<source>`; what a move set aside counts before the delivery's own.
pub fn source(delivery: &Delivery) -> &str {
    let (_, key) = delivery.origin();
    key.split_once('.').map_or(key, |(_, source)| source)
}

/// The body as text, its compression undone where that works, for searching and showing.
pub fn body_text(delivery: &Delivery) -> String {
    let encoding = delivery.properties.content_encoding.as_deref();
    match decode::decode(&delivery.body, encoding, SEARCHED) {
        Ok(decoded) => String::from_utf8_lossy(&decoded.bytes).into_owned(),
        Err(_) => String::from_utf8_lossy(&delivery.body).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_meant_by_id_source_and_text_together() {
        let body = || r#"{"id":"a1","text":"The Harbour pier"}"#.to_owned();
        let matching = |ids: &[&str], sources: &[&str], text: Option<&str>| Selector {
            ids: ids.iter().map(|s| (*s).to_owned()).collect(),
            sources: sources.iter().map(|s| (*s).to_owned()).collect(),
            text: text.map(str::to_owned),
        };
        assert!(matching(&[], &[], None).matches(None, "x", body));
        assert!(matching(&["m1"], &[], None).matches(Some("m1"), "x", body));
        assert!(matching(&["a1"], &[], None).matches(Some("m1"), "x", body), "the article's own id");
        assert!(!matching(&["a"], &[], None).matches(Some("m1"), "x", body));
        assert!(matching(&[], &["x"], Some("harbour")).matches(None, "x", body));
        assert!(!matching(&[], &["y"], Some("harbour")).matches(None, "x", body));
        assert!(!matching(&["m1"], &[], Some("beach")).matches(Some("m1"), "x", body));
    }
}
