//! Bytes to clean articles: decode, recognise the shape, clean.
//!
//! The steps, in order: [`decode`] undoes compression, `charset` turns bytes into characters, `shapes` reads
//! the fields of the shape at hand into `RawArticle`s, and `clean` makes an [`Article`] of each: `text` or
//! `html` give the blocks of the body, then come `date`s, `language`, the dateline and `identity`.

mod byline;
mod charset;
mod clean;
mod date;
pub mod decode;
mod html;
mod identity;
mod json;
mod json_ld;
mod kind;
mod limits;
mod media_type;
mod settings;
mod shapes;
mod sources;
mod text;
mod warc;
mod wording;

pub use settings::{NormalizeSettings, SourceSettings};
pub use warc::{WarcResponse, next_response};

use crate::article::{Article, Input, Rejection, RejectionCode};
use crate::interrupt;
use media_type::MediaType;

/// Most articles in a message; feeds hold a few hundred at most.
const MAX_ARTICLES: usize = 10_000;

/// Reads one message; feeds hold several articles, in their order there.
///
/// # Errors
/// A [`Rejection`] when nothing in it can be used.
pub fn normalize(input: &Input, settings: &NormalizeSettings) -> Result<Vec<Article>, Rejection> {
    let limit = settings.max_body_bytes;
    if input.body.len() > limit {
        let message = format!("the body has {} bytes, the limit is {limit}", input.body.len());
        return Err(Rejection::new(RejectionCode::TooLarge, message));
    }
    let decoded = decode::decode(input.body, input.content_encoding, settings.max_inflated_bytes)?;
    let media = input.content_type.map(MediaType::parse).unwrap_or_default();
    let host = input.url.and_then(identity::domain);
    let charset = media.charset.as_deref().or(decoded.charset.as_deref());
    let mut warnings = Vec::new();
    let body = charset::decode(decoded.bytes, charset, host.as_deref(), &mut warnings)?;
    let raws = shapes::read(body, &media, settings.max_json_depth)?;
    if raws.len() > MAX_ARTICLES {
        let message = format!("{} articles in one message, the limit is {MAX_ARTICLES}", raws.len());
        return Err(Rejection::new(RejectionCode::TooLarge, message));
    }

    let several = raws.len() > 1;
    let mut articles: Vec<Article> = Vec::with_capacity(raws.len());
    let mut rejected = Vec::new();
    for mut raw in raws {
        interrupt::check();
        raw.warnings.splice(0..0, warnings.iter().cloned());
        match clean::clean(raw, input, settings) {
            Ok(article) => articles.push(article),
            Err(rejection) => rejected.push(rejection),
        }
    }
    if articles.is_empty() && !rejected.is_empty() {
        return Err(rejected.remove(0));
    }
    // One message has one fate; what could not be read of it is told by what could.
    for (code, warning) in [(RejectionCode::NoText, "items_without_text"), (RejectionCode::TooLarge, "items_too_large")]
    {
        if several && rejected.iter().any(|rejection| rejection.code == code) {
            articles.iter_mut().for_each(|article| article.warnings.push(warning.to_owned()));
        }
    }
    Ok(articles)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn read(body: &str, content_type: &str) -> Vec<Article> {
        let input = Input { body: body.as_bytes(), content_type: Some(content_type), ..Input::default() };
        normalize(&input, &NormalizeSettings::default()).expect("articles")
    }

    /// Whatever articles of one site name as their canonical address, two of different addresses never get one id.
    #[test]
    fn two_articles_never_share_an_id() {
        let addresses = [
            "https://coast.example/harbour/ferry-runs",
            "https://coast.example/harbour/pier-closed",
            "https://coast.example/harbour/pier-closed/second-pier",
            "https://coast.example/sport/rowing",
            "https://coast.example/2025/02/03/rowing-cup",
            "https://coast.example/show.php?id=1",
            "https://coast.example/show.php?id=2",
            "https://coast.example/?p=11",
            "https://coast.example/?p=12",
            "https://coast.example/app#/boats/1",
            "https://coast.example/app#/boats/2",
        ];
        let named = [
            None,
            Some(""),
            Some("#"),
            Some("#top"),
            Some("undefined"),
            Some("null"),
            Some("/"),
            Some("https://coast.example"),
            Some("https://coast.example/index.html"),
            Some("/harbour"),
            Some("/harbour/"),
            Some("/sport"),
            Some("/show.php"),
            Some("https://other.example/"),
            Some("http://localhost/harbour/x"),
            Some("//coast.example/"),
            Some("{{canonical}}"),
        ];
        for canonical in named {
            let mut seen = BTreeMap::new();
            for address in addresses {
                let link = canonical.map(|href| format!("<link rel=canonical href='{href}'>")).unwrap_or_default();
                let html = format!(
                    "<html><head><title>News</title>{link}</head><p>What the article of {address} says, alone.</p></html>"
                );
                let body = serde_json::json!({"url": address, "html": html}).to_string();
                let id = read(&body, "application/json").remove(0).id;
                let other = seen.insert(id, address);
                assert_eq!(other, None, "{address} with {canonical:?}");
            }
        }
    }

    /// Two feeds number their items alike; some of the items have an address, some share one, some have none.
    #[test]
    fn items_of_two_feeds_never_share_an_id() {
        let mut seen = BTreeMap::new();
        let mut add = |body: &str, content_type: &str| {
            for article in read(body, content_type) {
                let text = article.blocks[0].1.clone();
                let other = seen.insert(article.id.clone(), text.clone());
                assert_eq!(other, None, "{text}: {}", article.id);
            }
        };
        for site in ["coast", "hills"] {
            let home = format!("https://{site}.example/");
            let text = |n: u32, shape: &str| format!("What item {n} of the {shape} feed of {site} says, alone.");
            let item = |n: u32, shape: &str, link: &str, kind: &str| {
                let body = text(n, shape);
                match kind {
                    "rss" => format!(
                        "<item><guid isPermaLink='false'>{n}</guid>{link}<description>{body}</description></item>"
                    ),
                    _ => format!("<entry><id>{n}</id>{link}<summary>{body}</summary></entry>"),
                }
            };
            let rss = |shape: &str, link: fn(&str, u32) -> String| {
                let items: String = (1..4).map(|n| item(n, shape, &link(&home, n), "rss")).collect();
                format!("<rss><channel><title>{site}</title><link>{home}{shape}</link>{items}</channel></rss>")
            };
            add(&rss("linked", |home, n| format!("<link>{home}{n}</link>")), "application/rss+xml");
            add(&rss("shared", |home, _| format!("<link>{home}live</link>")), "application/rss+xml");
            add(&rss("bare", |_, _| String::new()), "application/rss+xml");
            let entries: String =
                (1..4).map(|n| item(n, "atom", &format!("<link href='{home}atom/{n}'/>"), "atom")).collect();
            add(&format!("<feed><link href='{home}'/>{entries}</feed>"), "application/atom+xml");
            let items: Vec<_> = (1..4).map(|n| serde_json::json!({"id": n, "content_text": text(n, "json")})).collect();
            let version = "https://jsonfeed.org/version/1.1";
            let feed = serde_json::json!({"version": version, "home_page_url": format!("{home}json"), "items": items});
            add(&feed.to_string(), "application/feed+json");
        }
        assert_eq!(seen.len(), 2 * 5 * 3);
    }

    #[test]
    fn an_id_of_a_feed_that_is_unique_by_its_form_is_kept_and_others_stay_the_same_over_versions() {
        let id = |guid: &str, text: &str| {
            let item = format!("<guid isPermaLink='false'>{guid}</guid><link>https://coast.example/a</link>");
            read(
                &format!("<rss><channel><item>{item}<description>{text}</description></item></channel></rss>"),
                "text/xml",
            )
            .remove(0)
            .id
        };
        for guid in ["https://coast.example/?p=7", "tag:coast.example,2026:7", "urn:newsml:coast.example:7"] {
            assert_eq!(id(guid, "The ferry runs again."), guid);
        }
        let uuid = "0193a1f0-5c3e-7a11-9d2b-6f0e8c4b2a17";
        assert_eq!(id(uuid, "The ferry runs again."), uuid);
        assert_eq!(id("4711", "The ferry runs again."), id("4711", "The ferry runs late."));
        assert_ne!(id("4711", "The ferry runs again."), id("4712", "The ferry runs again."));
    }

    #[test]
    fn items_that_are_left_out_are_told_by_the_others() {
        let feed = |other: &str| {
            let body = "<rss><channel><item><description>The ferry runs again.</description></item>";
            read(&format!("{body}<item><title>Pier</title>{other}</item></channel></rss>"), "text/xml")
                .remove(0)
                .warnings
        };
        let many = format!("<description>{}</description>", "&lt;p&gt;Pier.&lt;/p&gt;".repeat(50_001));
        assert_eq!(
            (feed(""), feed(&many)),
            (vec!["items_without_text".to_owned()], vec!["items_too_large".to_owned()])
        );
    }

    #[test]
    fn articles_without_an_address_of_their_own_are_told_by_their_text() {
        let page = |text: &str| format!("<html><link rel=canonical href='https://coast.example/'><p>{text}</p></html>");
        let id = |text: &str| read(&page(text), "text/html").remove(0).id;
        assert_ne!(id("The ferry runs again."), id("The pier is closed."));
        assert_eq!(id("The ferry runs again."), id("The ferry runs again."));
    }

    #[test]
    fn lists_of_names_end() {
        let many: Vec<String> =
            (0..60_000).map(|i| format!("Ida Berg{}", "x".repeat(i % 7) + &i.to_string())).collect();
        let body = serde_json::json!({"text": "The ferry runs again.", "authors": many}).to_string();
        let article = read(&body, "application/json").remove(0);
        assert_eq!(article.authors.len(), limits::MOST_AUTHORS);
        assert!(article.warnings.contains(&"field_cut:authors".to_owned()), "{:?}", article.warnings);
    }
}
