//! JSON Feed 1.0 and 1.1 (jsonfeed.org): each item is an article.

use serde_json::{Map, Value};

use super::Fields;
use crate::article::{RawArticle, RawBody};
use crate::interrupt;
use crate::normalize::shapes::{declared_html, fuller, identified};
use crate::normalize::{identity, limits};

/// Whether an object is such a feed.
pub fn is(object: &Map<String, Value>) -> bool {
    let is_version =
        object.get("version").and_then(Value::as_str).is_some_and(|version| version.contains("jsonfeed.org"));
    is_version && object.get("items").is_some_and(Value::is_array)
}

/// Reads the items of a feed.
pub fn read(feed: Map<String, Value>) -> Vec<RawArticle> {
    let mut feed = Fields::new(feed);
    let bounded = |text: Option<String>| text.filter(|text| text.len() <= limits::MOST_SHARED_BYTES);
    let title = bounded(feed.text(&["title"]));
    let language = bounded(feed.text(&["language"]));
    let base = feed.text(&["home_page_url", "feed_url"]).filter(|base| base.len() <= limits::MOST_BASE_BYTES);
    let authors = limits::shared_authors(feed.list(&["authors", "author"], &[]));
    let items = feed.array("items").into_iter().filter_map(|item| match item {
        Value::Object(item) => Some(item),
        _ => None,
    });
    items
        .map(|item| {
            interrupt::check();
            let mut item = Fields::new(item);
            let text = item.text(&["content_text"]).map(RawBody::Text);
            let html = item.text(&["content_html"]).map(declared_html);
            let summary = item.text(&["summary"]).map(RawBody::Text);
            let address = |address: Option<String>| {
                let resolve = |address: String| identity::resolve(&address, base.as_deref()?).or(Some(address));
                address.and_then(resolve)
            };
            let (url, external) = (item.text(&["url"]), item.text(&["external_url"]));
            let given = item.list(&["authors", "author"], &[]);
            let raw = RawArticle {
                url: address(url.clone()).or(url).or(external),
                title: item.text(&["title"]),
                body: fuller([html, text, summary].into_iter().flatten()),
                authors: if given.is_empty() { authors.clone() } else { given },
                published_at: item.text(&["date_published"]),
                modified_at: item.text(&["date_modified"]),
                language: item.text(&["language"]).or_else(|| language.clone()),
                source_name: title.clone(),
                tags: item.list(&["tags"], &[]),
                image: item.text(&["image", "banner_image"]),
                ..RawArticle::default()
            };
            let id = item.text(&["id"]);
            item.finish(identified(raw, id, base.as_deref()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_articles_with_what_the_feed_says_of_all() {
        let feed = serde_json::json!({
            "version": "https://jsonfeed.org/version/1.1", "title": "Coast Post", "home_page_url": "https://coast.example/",
            "author": {"name": "Ida Berg"},
            "items": [
                {"id": 7, "url": "/boats", "title": "Boats", "content_html": "<p>More boats.", "date_published": "2025-02-03"},
                {"id": "8", "url": "https://coast.example/piers", "content_text": "A pier < two.", "authors": [{"name": "Per Lund"}]}
            ]
        });
        let Value::Object(feed) = feed else { unreachable!("an object") };
        assert!(is(&feed));
        let raws = read(feed);
        assert_eq!(raws.iter().map(|raw| raw.local_id.as_deref()).collect::<Vec<_>>(), [Some("7"), Some("8")]);
        assert_eq!(raws[0].url.as_deref(), Some("https://coast.example/boats"));
        assert_eq!(raws[0].body, RawBody::Html("<p>More boats.".to_owned()));
        assert_eq!(raws[1].body, RawBody::Text("A pier < two.".to_owned()));
        assert_eq!(
            (&raws[0].authors[..], &raws[1].authors[..]),
            (&["Ida Berg".to_owned()][..], &["Per Lund".to_owned()][..])
        );
        assert_eq!(raws[0].source_name.as_deref(), Some("Coast Post"));
    }
}
