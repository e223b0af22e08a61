//! What of an article is repeated: its fields stand in every message about one of its quotes and entities, so each has a
//! limit, far above what articles have. What is over it is cut with a warning, or left out where a part would be wrong.

use sha2::{Digest, Sha256};

use crate::article::Article;

/// Bytes of an id. A longer one ends in its own SHA-256, so that two articles never share one.
const ID: usize = 512;
/// Bytes of an address. Browsers and servers take less; a part of one leads nowhere.
const ADDRESS: usize = 8192;
/// Bytes of a host name, by DNS.
const HOST: usize = 253;
/// Bytes of a headline.
const TITLE: usize = 4096;
/// Bytes of a name, a section, a tag, a version, a place, a date as it was written.
const NAME: usize = 512;
/// Authors, and tags. A list of everybody who ever wrote for an outlet is not who wrote the article.
const LIST: usize = 200;
/// Warnings.
const WARNINGS: usize = 100;

/// Keeps every repeated field within its limit.
pub(super) fn keep(article: &mut Article) {
    let mut warnings = Vec::new();
    let mut warn = |what: &str, how: &str| warnings.push(format!("field_{how}:{what}"));
    if article.id.len() > ID {
        let digest: String = Sha256::digest(&article.id).iter().map(|byte| format!("{byte:02x}")).collect();
        cut(&mut article.id, ID - digest.len() - 1);
        article.id.push('-');
        article.id.push_str(&digest);
        warn("id", "cut");
    }
    let addresses = [
        ("url", ADDRESS, &mut article.url),
        ("canonical_url", ADDRESS, &mut article.canonical_url),
        ("image", ADDRESS, &mut article.image),
        ("source_domain", HOST, &mut article.source_domain),
    ];
    for (name, most, field) in addresses {
        if field.as_ref().is_some_and(|text| text.len() > most) {
            *field = None;
            warn(name, "ignored");
        }
    }
    let names = [
        ("source_name", article.source_name.as_mut()),
        ("section", article.section.as_mut()),
        ("version", article.version.as_mut()),
        ("dateline", article.dateline.as_mut()),
        ("published_at", article.published_at.as_mut().map(|moment| &mut moment.raw)),
        ("modified_at", article.modified_at.as_mut().map(|moment| &mut moment.raw)),
    ];
    for (name, field) in names {
        if field.is_some_and(|text| cut(text, NAME)) {
            warn(name, "cut");
        }
    }
    if cut(&mut article.title, TITLE) {
        warn("title", "cut");
    }
    for (name, list) in [("authors", &mut article.authors), ("tags", &mut article.tags)] {
        let is_long = list.len() > LIST;
        list.truncate(LIST);
        let cuts = list.iter_mut().filter_map(|text| cut(text, NAME).then_some(())).count();
        if is_long || cuts > 0 {
            warn(name, "cut");
        }
    }
    article.warnings.truncate(WARNINGS);
    article.warnings.iter_mut().for_each(|warning| _ = cut(warning, NAME));
    article.warnings.extend(warnings);
}

/// Cuts a text that is over the limit, at a character. Says whether it was.
fn cut(text: &mut String, most: usize) -> bool {
    let is_long = text.len() > most;
    if is_long {
        text.truncate(text.floor_char_boundary(most));
        text.truncate(text.trim_end().len());
    }
    is_long
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_article_stays_as_it_is() {
        let mut article = Article {
            id: "a".repeat(ID),
            url: Some("u".repeat(ADDRESS)),
            title: "t".repeat(TITLE),
            authors: vec!["Ada Lund".to_owned(); LIST],
            ..Article::default()
        };
        let before = article.clone();
        keep(&mut article);
        assert_eq!(article, before);
    }

    #[test]
    fn what_is_too_long_is_cut_or_left_out_with_a_warning() {
        let long = |length: usize| "é".repeat(length);
        let mut article = Article {
            id: long(ID),
            url: Some(long(ADDRESS)),
            source_name: Some(long(NAME)),
            source_domain: Some(long(HOST)),
            title: long(TITLE),
            authors: (0..=LIST).map(|n| format!("Ada {n}")).collect(),
            tags: vec![long(NAME)],
            ..Article::default()
        };
        keep(&mut article);
        let expected = [
            "field_cut:id",
            "field_ignored:url",
            "field_ignored:source_domain",
            "field_cut:source_name",
            "field_cut:title",
            "field_cut:authors",
            "field_cut:tags",
        ];
        assert_eq!(article.warnings, expected);
        assert!(article.id.len() <= ID && article.title.len() <= TITLE);
        assert_eq!((article.url, article.source_domain, article.authors.len()), (None, None, LIST));
    }

    #[test]
    fn two_ids_that_begin_alike_stay_two() {
        let id = |end: &str| {
            let mut article = Article { id: "x".repeat(ID) + end, ..Article::default() };
            keep(&mut article);
            article.id
        };
        assert_ne!(id("1"), id("2"));
        assert_eq!(id("1"), id("1"));
    }
}
