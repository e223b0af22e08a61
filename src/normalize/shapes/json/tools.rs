//! The JSON that extraction tools write: news-please, newspaper4k, trafilatura, fundus, Media Cloud.

use serde_json::{Map, Value};

use super::fields::Fields;
use crate::article::{RawArticle, RawBody};
use crate::document::BlockKind;
use crate::normalize::shapes::declared_html;
use crate::normalize::text::clean_line;

/// news-please: `maintext`, `date_publish` without a zone.
pub fn news_please(object: Map<String, Value>) -> RawArticle {
    let mut fields = Fields::new(object);
    let raw = RawArticle {
        url: fields.text(&["url"]),
        title: fields.text(&["title", "title_page", "title_rss"]),
        body: fields.text(&["maintext", "text"]).map_or(RawBody::Missing, declared_html),
        authors: fields.list(&["authors", "author"], &[';']),
        published_at: fields.text(&["date_publish"]),
        modified_at: fields.text(&["date_modify"]),
        language: fields.text(&["language"]),
        source_domain: fields.text(&["source_domain"]),
        image: fields.text(&["image_url"]),
        ..RawArticle::default()
    };
    fields.finish(raw)
}

/// newspaper4k: `text`, `publish_date`, `canonical_link`.
pub fn newspaper(object: Map<String, Value>) -> RawArticle {
    let mut fields = Fields::new(object);
    let raw = RawArticle {
        url: fields.text(&["url", "source_url"]),
        canonical_url: fields.text(&["canonical_link"]),
        title: fields.text(&["title"]),
        body: fields.text(&["text"]).map_or(RawBody::Missing, declared_html),
        authors: fields.list(&["authors"], &[';']),
        published_at: fields.text(&["publish_date"]),
        language: fields.text(&["language", "meta_lang"]),
        source_name: fields.text(&["meta_site_name"]),
        tags: fields.list(&["tags", "keywords", "meta_keywords"], &[',']),
        image: fields.text(&["top_image", "meta_img"]),
        ..RawArticle::default()
    };
    fields.finish(raw)
}

/// trafilatura: authors, tags and categories joined by semicolons, `source` is the address.
pub fn trafilatura(object: Map<String, Value>) -> RawArticle {
    let mut fields = Fields::new(object);
    let raw = RawArticle {
        id: fields.text(&["id"]),
        url: fields.text(&["source", "url"]),
        title: fields.text(&["title"]),
        body: fields.text(&["text", "raw_text", "raw-text"]).map_or(RawBody::Missing, declared_html),
        authors: fields.list(&["author"], &[';']),
        published_at: fields.text(&["date"]),
        language: fields.text(&["language"]),
        // The names say the reverse of what they hold: `source-hostname` is the name of the site.
        source_name: fields.text(&["source-hostname", "sitename"]).filter(|name| !is_host(name)),
        source_domain: fields.text(&["hostname"]),
        tags: fields.list(&["tags", "categories"], &[';', ',']),
        image: fields.text(&["image"]),
        ..RawArticle::default()
    };
    fields.finish(raw)
}

/// Whether a name is that of a host, which is no name of a site.
fn is_host(name: &str) -> bool {
    name.contains('.') && !name.contains(' ') && name == name.to_lowercase()
}

/// fundus: the body told apart into summary and sections, or as plain text.
pub fn fundus(object: Map<String, Value>) -> RawArticle {
    let mut fields = Fields::new(object);
    let mut body = fields.object("body");
    let mut blocks = Vec::new();
    let mut add = |kind: BlockKind, lines: Vec<String>| {
        blocks.extend(lines.iter().map(|line| (kind, clean_line(line))).filter(|(_, line)| !line.is_empty()));
    };
    add(BlockKind::Body, body.list(&["summary"], &['\n']));
    for section in body.array("sections") {
        if let Value::Object(section) = section {
            let mut section = Fields::new(section);
            add(BlockKind::Heading, section.list(&["headline"], &['\n']));
            add(BlockKind::Body, section.list(&["paragraphs"], &['\n']));
        }
    }
    if let Some((kind @ BlockKind::Body, _)) = blocks.first_mut() {
        *kind = BlockKind::Lead;
    }
    let plain = fields.text(&["plaintext", "text", "body"]);
    let mut meta = fields.object("meta");
    let raw = RawArticle {
        url: fields.text(&["url", "requested_url", "responded_url"]),
        title: fields.text(&["title"]),
        body: match plain {
            _ if !blocks.is_empty() => RawBody::Blocks(blocks),
            Some(text) => declared_html(text),
            None => RawBody::Missing,
        },
        authors: fields.list(&["authors"], &[';']),
        published_at: fields.text(&["publishing_date"]),
        language: fields.text(&["lang", "language"]).or_else(|| meta.text(&["lang"])),
        source_name: fields.text(&["publisher"]),
        tags: fields.list(&["topics"], &[',']),
        ..RawArticle::default()
    };
    fields.finish(raw)
}

/// Media Cloud: what was fetched, what was extracted, and the entry of the feed, side by side.
pub fn media_cloud(object: Map<String, Value>) -> RawArticle {
    let mut fields = Fields::new(object);
    let mut content = fields.object("content_metadata");
    let mut http = fields.object("http_metadata");
    let mut entry = fields.object("rss_entry");
    let fetched = http.text(&["final_url"]);
    let body = content.text(&["text_content"]).map(declared_html);
    let raw = RawArticle {
        url: content.text(&["url", "original_url"]).or(fetched).or_else(|| entry.text(&["link"])),
        title: content.text(&["article_title"]).or_else(|| entry.text(&["title"])),
        body: body.or_else(|| fields.text(&["raw_html", "html"]).map(RawBody::Html)).unwrap_or_default(),
        authors: content.list(&["authors"], &[';']),
        published_at: content.text(&["publication_date"]).or_else(|| entry.text(&["pub_date", "published"])),
        language: content.text(&["language", "full_language"]),
        source_domain: content.text(&["canonical_domain"]).or_else(|| entry.text(&["domain"])),
        source_name: entry.text(&["source_name"]),
        ..RawArticle::default()
    };
    fields.finish(raw)
}
