//! RSS 0.9x, 1.0 and 2.0 and Atom: each item is an article.

use super::text_or_html;
use super::xml::Element;
use crate::article::{RawArticle, RawBody, Rejection, RejectionCode};

/// Reads the items of a feed, or a lone item.
///
/// # Errors
/// `NoText` when there is no item.
pub fn read(root: &Element) -> Result<Vec<RawArticle>, Rejection> {
    let articles: Vec<RawArticle> = match root.name.as_str() {
        "feed" => {
            let feed = Feed::of_atom(root);
            root.all("entry").map(|entry| of_entry(entry, &feed)).collect()
        }
        "entry" => vec![of_entry(root, &Feed::default())],
        "item" => vec![of_item(root, &Feed::default())],
        _ => {
            let channel = if root.name == "channel" { Some(root) } else { root.at(&["channel"]) };
            // RSS 1.0 puts the items beside the channel.
            let feed = channel.map(Feed::of_rss).unwrap_or_default();
            channel.into_iter().chain([root]).flat_map(|e| e.all("item")).map(|item| of_item(item, &feed)).collect()
        }
    };
    if articles.is_empty() {
        return Err(Rejection::new(RejectionCode::NoText, "the feed has no items"));
    }
    Ok(articles)
}

/// What a feed says of all its items.
#[derive(Debug, Default)]
struct Feed {
    title: Option<String>,
    language: Option<String>,
    authors: Vec<String>,
}

impl Feed {
    fn of_rss(channel: &Element) -> Self {
        Feed { title: channel.text_at(&["title"]), language: channel.text_at(&["language"]), authors: Vec::new() }
    }

    fn of_atom(feed: &Element) -> Self {
        let language = feed.attribute("lang").map(str::to_owned);
        Feed { title: feed.text_at(&["title"]), language, authors: authors(feed) }
    }
}

/// The names in the `author` elements of Atom.
fn authors(element: &Element) -> Vec<String> {
    element.all("author").filter_map(|author| author.text_at(&["name"])).collect()
}

fn of_item(item: &Element, feed: &Feed) -> RawArticle {
    let text = |name: &str| item.text_at(&[name]);
    let guid = item.at(&["guid"]);
    let permalink = guid.filter(|g| g.attribute("isPermaLink") != Some("false")).map(|g| g.text().trim().to_owned());
    let creators: Vec<String> =
        item.all("creator").map(|c| c.text().trim().to_owned()).filter(|c| !c.is_empty()).collect();
    let picture =
        item.all("content").chain(item.all("enclosure")).chain(item.all("thumbnail")).find_map(|e| e.attribute("url"));
    let body = text("encoded").or_else(|| text("description")).or_else(|| text("summary"));
    RawArticle {
        id: guid.map(|g| g.text().trim().to_owned()),
        url: text("link").or(permalink).filter(|u| u.starts_with("http")),
        title: text("title"),
        body: body.map_or(RawBody::Missing, text_or_html),
        authors: if creators.is_empty() {
            text("author").map(|a| name_of_author(&a)).into_iter().collect()
        } else {
            creators
        },
        published_at: text("pubDate").or_else(|| text("date")).or_else(|| text("published")),
        language: text("language").or_else(|| feed.language.clone()),
        source_name: text("source").or_else(|| feed.title.clone()),
        tags: item.all("category").map(|c| c.text().trim().to_owned()).filter(|c| !c.is_empty()).collect(),
        image: picture.map(str::to_owned),
        ..RawArticle::default()
    }
}

/// "ann@example.com (Ann Lee)" → "Ann Lee".
fn name_of_author(author: &str) -> String {
    let inner = author.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(name, _)| name);
    inner.unwrap_or(author).trim().to_owned()
}

fn of_entry(entry: &Element, feed: &Feed) -> RawArticle {
    let text = |name: &str| entry.text_at(&[name]);
    let links = || entry.all("link");
    let own = links().find(|l| matches!(l.attribute("rel"), None | Some("alternate"))).or_else(|| links().next());
    let body = ["content", "summary"].iter().find_map(|name| entry.at(&[name])).map(|content| {
        match content.attribute("type") {
            Some("xhtml") => RawBody::Html(content.inner_html(|name| name)),
            _ => text_or_html(content.text()),
        }
    });
    let given = authors(entry);
    RawArticle {
        id: text("id"),
        url: own.and_then(|l| l.attribute("href")).map(str::to_owned),
        title: text("title"),
        body: body.unwrap_or_default(),
        authors: if given.is_empty() { feed.authors.clone() } else { given },
        published_at: text("published").or_else(|| text("issued")).or_else(|| text("updated")),
        modified_at: text("updated").filter(|u| text("published").is_some_and(|p| p != *u)),
        language: entry.attribute("lang").map(str::to_owned).or_else(|| feed.language.clone()),
        source_name: feed.title.clone(),
        tags: entry
            .all("category")
            .filter_map(|c| c.attribute("label").or(c.attribute("term")))
            .map(str::to_owned)
            .collect(),
        ..RawArticle::default()
    }
}
