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
        "feed" => root.all("entry").map(|entry| of_entry(entry, Some(root))).collect(),
        "entry" => vec![of_entry(root, None)],
        "item" => vec![of_item(root, None)],
        _ => {
            let channel = if root.name == "channel" { Some(root) } else { root.at(&["channel"]) };
            // RSS 1.0 puts the items beside the channel.
            channel.into_iter().chain([root]).flat_map(|e| e.all("item")).map(|item| of_item(item, channel)).collect()
        }
    };
    if articles.is_empty() {
        return Err(Rejection::new(RejectionCode::NoText, "the feed has no items"));
    }
    Ok(articles)
}

fn of_item(item: &Element, channel: Option<&Element>) -> RawArticle {
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
        language: text("language").or_else(|| channel?.text_at(&["language"])),
        source_name: text("source").or_else(|| channel?.text_at(&["title"])),
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

fn of_entry(entry: &Element, feed: Option<&Element>) -> RawArticle {
    let text = |name: &str| entry.text_at(&[name]);
    let links = || entry.all("link");
    let own = links().find(|l| matches!(l.attribute("rel"), None | Some("alternate"))).or_else(|| links().next());
    let body = ["content", "summary"].iter().find_map(|name| entry.at(&[name])).map(|content| {
        match content.attribute("type") {
            Some("xhtml") => RawBody::Html(content.inner_html(|name| name)),
            _ => text_or_html(content.text()),
        }
    });
    let authors = |e: &Element| e.all("author").filter_map(|a| a.text_at(&["name"])).collect::<Vec<_>>();
    let given = authors(entry);
    RawArticle {
        id: text("id"),
        url: own.and_then(|l| l.attribute("href")).map(str::to_owned),
        title: text("title"),
        body: body.unwrap_or_default(),
        authors: if given.is_empty() { feed.map(authors).unwrap_or_default() } else { given },
        published_at: text("published").or_else(|| text("issued")).or_else(|| text("updated")),
        modified_at: text("updated").filter(|u| text("published").is_some_and(|p| p != *u)),
        language: entry.attribute("lang").or_else(|| feed?.attribute("lang")).map(str::to_owned),
        source_name: feed.and_then(|f| f.text_at(&["title"])),
        tags: entry
            .all("category")
            .filter_map(|c| c.attribute("label").or(c.attribute("term")))
            .map(str::to_owned)
            .collect(),
        ..RawArticle::default()
    }
}
