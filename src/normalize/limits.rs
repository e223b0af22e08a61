//! Limits on the fields of an article. They stand in every message about one of its quotes and entities, so what is long
//! there is long a thousand times. The limits are far above what articles have.

use super::NormalizeSettings;
use crate::article::Article;
use crate::digest;

/// Bytes of an id, a name, a section, a tag, a version, a place, a date as it was written. Databases index no more.
const NAME: usize = 512;
/// Bytes of a host name, by DNS.
const HOST: usize = 253;
/// Most authors: more is a list of something else.
pub const MOST_AUTHORS: usize = 100;
/// Most tags.
const MOST_TAGS: usize = 200;
/// Most bytes of what a feed says of all its items (its title, the name of an author), and most authors of a feed: each item
/// repeats them.
pub const MOST_SHARED_BYTES: usize = 300;
pub const MOST_SHARED_AUTHORS: usize = 10;
/// Most bytes of the address that those of all items are relative to: it is read for each of them.
pub const MOST_BASE_BYTES: usize = 8192;
/// Most warnings.
const MOST_WARNINGS: usize = 100;

/// Cuts what is over its limit, with the warning `field_cut:<name>` for each field. What would mean another thing when it
/// is cut is not: an id ends in the hash of all of it, so that two articles never share one, and an address is left out.
pub fn keep(article: &mut Article, settings: &NormalizeSettings) {
    let long = settings.max_field_bytes;
    let short = long.min(NAME);
    let mut over = Vec::new();
    if article.id.len() > short {
        let digest = digest::id(&article.id);
        cut(&mut article.id, short - digest.len() - 1);
        article.id = format!("{}-{digest}", article.id);
        over.push("id");
    }
    for (name, limit, field) in [
        ("url", long, &mut article.url),
        ("canonical_url", long, &mut article.canonical_url),
        ("image", long, &mut article.image),
        ("source.domain", HOST, &mut article.source_domain),
    ] {
        if field.take_if(|address| address.len() > limit).is_some() {
            over.push(name);
        }
    }
    if cut(&mut article.title, long) {
        over.push("title");
    }
    for (name, field) in [
        ("source.name", article.source_name.as_mut()),
        ("section", article.section.as_mut()),
        ("version", article.version.as_mut()),
        ("dateline", article.dateline.as_mut()),
        ("published_at", article.published_at.as_mut().map(|moment| &mut moment.raw)),
        ("modified_at", article.modified_at.as_mut().map(|moment| &mut moment.raw)),
    ] {
        if field.is_some_and(|text| cut(text, short)) {
            over.push(name);
        }
    }
    for (name, most, list) in [("authors", MOST_AUTHORS, &mut article.authors), ("tags", MOST_TAGS, &mut article.tags)]
    {
        let is_long = list.len() > most;
        list.truncate(most);
        let cuts = list.iter_mut().filter_map(|text| cut(text, short).then_some(())).count();
        if is_long || cuts > 0 {
            over.push(name);
        }
    }
    if bound_extra(article, settings.max_extra_bytes) {
        over.push("extra");
    }
    article.warnings.truncate(MOST_WARNINGS);
    article.warnings.iter_mut().for_each(|warning| _ = cut(warning, NAME));
    article.warnings.extend(over.into_iter().map(|name| format!("field_cut:{name}")));
}

/// The authors of a feed that its items repeat.
pub fn shared_authors(names: impl IntoIterator<Item = String>) -> Vec<String> {
    names.into_iter().take(MOST_SHARED_AUTHORS).filter(|name| name.len() <= MOST_SHARED_BYTES).collect()
}

/// Cuts a text to so many bytes, at a character, without blanks at the new end. Says whether it was longer.
fn cut(text: &mut String, limit: usize) -> bool {
    let is_over = text.len() > limit;
    if is_over {
        text.truncate(text.floor_char_boundary(limit));
        text.truncate(text.trim_end().len());
    }
    is_over
}

/// Drops each unknown field that does not fit beside those in front of it into the limit of all together.
fn bound_extra(article: &mut Article, limit: usize) -> bool {
    let mut left = limit;
    let all = article.extra.len();
    article.extra.retain(|name, value| {
        let size = name.len() + size_of(value, left);
        let fits = size <= left;
        left -= if fits { size } else { 0 };
        fits
    });
    article.extra.len() < all
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

    fn kept(mut article: Article) -> Article {
        keep(&mut article, &NormalizeSettings::default());
        article
    }

    #[test]
    fn an_ordinary_article_stays_as_it_is() {
        let long = NormalizeSettings::default().max_field_bytes;
        let article = Article {
            id: "a".repeat(NAME),
            url: Some("u".repeat(long)),
            title: "t".repeat(long),
            authors: vec!["Ada Lund".to_owned(); MOST_AUTHORS],
            tags: vec!["boats".to_owned(); MOST_TAGS],
            ..Article::default()
        };
        assert_eq!(kept(article.clone()), article);
    }

    #[test]
    fn what_is_over_its_limit_is_cut_and_named() {
        let mut extra = serde_json::Map::new();
        extra.insert("large".to_owned(), "x".repeat(1 << 20).into());
        extra.insert("small".to_owned(), serde_json::json!([1]));
        let long = |length: usize| "é".repeat(length);
        let article = kept(Article {
            id: long(NAME),
            url: Some(long(4096)),
            canonical_url: Some(long(4096)),
            image: Some(long(4096)),
            source_domain: Some(long(HOST)),
            title: format!("Sea {}", long(4096)),
            source_name: Some(long(NAME)),
            section: Some(format!("{} {}", "s".repeat(NAME - 1), long(2))),
            version: Some(long(NAME)),
            dateline: Some(long(NAME)),
            authors: (0..=MOST_AUTHORS).map(|n| format!("Ada {n}")).collect(),
            tags: vec![long(NAME)],
            extra,
            ..Article::default()
        });
        let expected = [
            "id",
            "url",
            "canonical_url",
            "image",
            "source.domain",
            "title",
            "source.name",
            "section",
            "version",
            "dateline",
            "authors",
            "tags",
            "extra",
        ];
        assert_eq!(article.warnings, expected.map(|name| format!("field_cut:{name}")));
        assert!(
            article.id.len() <= NAME && article.title.len() <= 4096,
            "{} {}",
            article.id.len(),
            article.title.len()
        );
        assert_eq!(
            (article.url, article.canonical_url, article.image, article.source_domain),
            (None, None, None, None)
        );
        assert_eq!(article.section.as_deref(), Some("s".repeat(NAME - 1).as_str()));
        assert_eq!((article.authors.len(), article.tags[0].len()), (MOST_AUTHORS, NAME));
        assert_eq!(article.extra.keys().collect::<Vec<_>>(), ["small"]);
    }

    #[test]
    fn two_ids_that_begin_alike_stay_two() {
        let id = |end: &str| kept(Article { id: "x".repeat(100_000) + end, ..Article::default() }).id;
        assert_ne!(id("1"), id("2"));
        assert_eq!(id("1"), id("1"));
    }
}
