//! Limits on the fields of an article that are repeated in every message about it.

use sha2::{Digest, Sha256};

use super::NormalizeSettings;
use crate::article::RawArticle;

/// Most tags that are kept.
const MOST_TAGS: usize = 200;

/// Cuts what is over its limit, with the warning `field_cut:<name>` for each field. What would mean another thing when it
/// is cut is not: an id gives way to its hash, an address is left out.
pub fn bound(raw: &mut RawArticle, settings: &NormalizeSettings, warnings: &mut Vec<String>) {
    let limit = settings.max_field_bytes;
    let mut cut_fields = Vec::new();
    if let Some(id) = raw.id.as_mut().filter(|id| id.len() > limit) {
        *id = Sha256::digest(id.as_bytes())[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        cut_fields.push("id");
    }
    for (name, field) in [("url", &mut raw.url), ("canonical_url", &mut raw.canonical_url), ("image", &mut raw.image)] {
        if field.take_if(|address| address.len() > limit).is_some() {
            cut_fields.push(name);
        }
    }
    for (name, field) in [
        ("title", &mut raw.title),
        ("published_at", &mut raw.published_at),
        ("modified_at", &mut raw.modified_at),
        ("language", &mut raw.language),
        ("source.name", &mut raw.source_name),
        ("source.domain", &mut raw.source_domain),
        ("section", &mut raw.section),
        ("version", &mut raw.version),
        ("dateline", &mut raw.dateline),
    ] {
        if field.as_mut().is_some_and(|text| cut(text, limit)) {
            cut_fields.push(name);
        }
    }
    if raw.tags.len() > MOST_TAGS || raw.tags.iter().any(|tag| tag.len() > limit) {
        raw.tags.truncate(MOST_TAGS);
        raw.tags.iter_mut().for_each(|tag| _ = cut(tag, limit));
        cut_fields.push("tags");
    }
    if bound_extra(raw, settings.max_extra_bytes) {
        cut_fields.push("extra");
    }
    warnings.extend(cut_fields.into_iter().map(|name| format!("field_cut:{name}")));
}

/// Cuts a text to so many bytes, at a character.
fn cut(text: &mut String, limit: usize) -> bool {
    let is_over = text.len() > limit;
    text.truncate(text.floor_char_boundary(limit));
    is_over
}

/// Drops the unknown fields, from the first that is over the limit of all together.
fn bound_extra(raw: &mut RawArticle, limit: usize) -> bool {
    let mut left = limit;
    let all = raw.extra.len();
    raw.extra.retain(|name, value| {
        let size = name.len() + size_of(value, left);
        let fits = size <= left;
        left -= if fits { size } else { 0 };
        fits
    });
    raw.extra.len() < all
}

/// About how many bytes a value has as JSON, counted up to a limit.
fn size_of(value: &serde_json::Value, limit: usize) -> usize {
    use serde_json::Value;
    let mut open = vec![value];
    let mut size = 0;
    while let Some(value) = open.pop().filter(|_| size <= limit) {
        size += match value {
            Value::String(text) => text.len() + 3,
            Value::Array(items) => {
                open.extend(items);
                2
            }
            Value::Object(object) => {
                open.extend(object.values());
                2 + object.keys().map(|name| name.len() + 4).sum::<usize>()
            }
            _ => 5,
        };
    }
    size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_its_limit_is_cut_and_named() {
        let settings = NormalizeSettings { max_field_bytes: 8, max_extra_bytes: 30, ..NormalizeSettings::default() };
        let mut raw = RawArticle {
            id: Some("a".repeat(9)),
            url: Some("https://coast.example/".to_owned()),
            section: Some("Sea größer".to_owned()),
            tags: vec!["boats".to_owned(); 300],
            ..RawArticle::default()
        };
        raw.extra.insert("small".to_owned(), serde_json::json!([1]));
        raw.extra.insert("large".to_owned(), serde_json::json!("x".repeat(40)));
        let mut warnings = Vec::new();
        bound(&mut raw, &settings, &mut warnings);
        assert_eq!(raw.id.as_deref().map(str::len), Some(32));
        assert_eq!((raw.url, raw.section.as_deref(), raw.tags.len()), (None, Some("Sea grö"), 200));
        assert_eq!(raw.extra.keys().collect::<Vec<_>>(), ["small"]);
        assert_eq!(
            warnings,
            ["field_cut:id", "field_cut:url", "field_cut:section", "field_cut:tags", "field_cut:extra"]
        );
    }

    #[test]
    fn two_long_ids_stay_apart() {
        let id = |id: String| {
            let mut raw = RawArticle { id: Some(id), ..RawArticle::default() };
            bound(&mut raw, &NormalizeSettings::default(), &mut Vec::new());
            raw.id
        };
        assert_ne!(id("a".repeat(100_000) + "1"), id("a".repeat(100_000) + "2"));
    }
}
