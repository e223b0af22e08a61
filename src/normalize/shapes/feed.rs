//! RSS 0.9x, 1.0 and 2.0 and Atom: each item is an article.

use super::xml::Element;
use super::{declared_html, fuller, identified, of_declared};
use crate::article::{RawArticle, RawBody, Rejection, RejectionCode};
use crate::interrupt;
use crate::normalize::text::plain_title;
use crate::normalize::{identity, limits};

/// Bytes of a language tag, which is looked at for every item.
const LONGEST_TAG: usize = 64;

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
            let feed = channel.map(|channel| Feed::of_rss(channel, root)).unwrap_or_default();
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
    /// What relative addresses are relative to.
    base: Option<String>,
}

impl Feed {
    fn of_rss(channel: &Element, root: &Element) -> Self {
        let base = channel.attribute("base").or_else(|| root.attribute("base")).map(str::to_owned);
        Feed {
            title: title_of(channel),
            language: channel
                .text_at(&["language"])
                .or_else(|| language_of(channel))
                .or_else(|| language_of(root))
                .filter(|tag| tag.len() <= LONGEST_TAG),
            authors: Vec::new(),
            base: base.or_else(|| link_of(channel)).filter(|base| base.len() <= limits::MOST_BASE_BYTES),
        }
    }

    fn of_atom(feed: &Element) -> Self {
        Feed {
            title: title_of(feed),
            language: language_of(feed).filter(|tag| tag.len() <= LONGEST_TAG),
            authors: limits::shared_authors(authors(feed)),
            base: feed
                .attribute("base")
                .map(str::to_owned)
                .or_else(|| link_of(feed))
                .or_else(|| feed.all("link").find_map(|link| link.attribute("href")).map(str::to_owned))
                .filter(|base| base.len() <= limits::MOST_BASE_BYTES),
        }
    }
}

fn language_of(element: &Element) -> Option<String> {
    element.attribute("lang").map(str::to_owned)
}

/// The title of a feed, cut where it is no title any more.
fn title_of(element: &Element) -> Option<String> {
    let mut title = element.text_at(&["title"]).map(|title| plain_title(&title))?;
    title.truncate(title.floor_char_boundary(limits::MOST_SHARED_BYTES));
    Some(title)
}

/// The address of a feed, an item or an entry: the text of `link`, else the `href` of one that leads to the page itself.
fn link_of(element: &Element) -> Option<String> {
    let links = || element.all("link");
    let text = links().map(|link| link.text().trim().to_owned()).find(|text| !text.is_empty());
    let is_page = |link: &&Element| matches!(link.attribute("rel"), None | Some("alternate"));
    let own = || links().find(is_page).or_else(|| links().find(|link| link.attribute("rel") != Some("self")));
    let address = text.or_else(|| own().and_then(|link| link.attribute("href")).map(str::to_owned));
    address.map(|address| resolved(&address, element.attribute("base")))
}

/// An address relative to a base, where there is one.
fn resolved(address: &str, base: Option<&str>) -> String {
    base.and_then(|base| identity::resolve(address, base)).unwrap_or_else(|| address.trim().to_owned())
}

/// The names in the `author` elements, each the text of its `name` or all of its text.
fn authors(element: &Element) -> Vec<String> {
    let name = |author: &Element| author.text_at(&["name"]).or_else(|| Some(author.text().trim().to_owned()));
    element.all("author").filter_map(name).filter(|name| !name.is_empty()).collect()
}

/// What an item gives as its body, from the one that is meant to be whole to the one that is meant to be short.
fn body_of(item: &Element, read: impl Fn(&Element) -> RawBody) -> RawBody {
    let given = ["encoded", "content", "body", "full-text", "fulltext", "description", "summary"]
        .iter()
        .flat_map(|name| item.all(name));
    // What a feed calls `content` may be a picture, or lie elsewhere.
    fuller(given.filter(|content| content.attribute("url").is_none()).map(read))
}

fn of_item(item: &Element, feed: &Feed) -> RawArticle {
    interrupt::check();
    let text = |name: &str| item.text_at(&[name]);
    let base = item.attribute("base").map(|base| resolved(base, feed.base.as_deref())).or_else(|| feed.base.clone());
    let guid =
        item.at(&["guid"]).map(|guid| (guid, guid.text().trim().to_owned())).filter(|(_, text)| !text.is_empty());
    let permalink =
        guid.as_ref().filter(|(guid, text)| guid.attribute("isPermaLink") != Some("false") && text.contains("://"));
    let creators: Vec<String> =
        item.all("creator").map(|c| c.text().trim().to_owned()).filter(|c| !c.is_empty()).collect();
    let picture =
        item.all("content").chain(item.all("enclosure")).chain(item.all("thumbnail")).find_map(|e| e.attribute("url"));
    let raw = RawArticle {
        url: link_of(item)
            .or_else(|| permalink.map(|(_, text)| text.clone()))
            .map(|address| resolved(&address, base.as_deref())),
        canonical_url: text("origLink"),
        title: text("title").map(|title| plain_title(&title)),
        // Markup may stand in an item as elements, too.
        body: body_of(item, |content| match (content.attribute("type"), content.elements().next()) {
            (Some("xhtml"), _) | (_, Some(_)) => RawBody::Html(content.inner_html(|name| name)),
            (kind, None) => of_declared(content.text(), kind.unwrap_or("html")),
        }),
        authors: if creators.is_empty() { authors(item) } else { creators },
        published_at: text("pubDate").or_else(|| text("date")).or_else(|| text("published")),
        modified_at: text("modified").or_else(|| text("updated")),
        language: text("language").or_else(|| language_of(item)).or_else(|| feed.language.clone()),
        source_name: text("source").or_else(|| feed.title.clone()),
        tags: item.all("category").map(|c| c.text().trim().to_owned()).filter(|c| !c.is_empty()).collect(),
        image: picture.map(|address| resolved(address, base.as_deref())),
        ..RawArticle::default()
    };
    identified(raw, guid.map(|(_, guid)| guid), feed.base.as_deref())
}

fn of_entry(entry: &Element, feed: &Feed) -> RawArticle {
    interrupt::check();
    let text = |name: &str| entry.text_at(&[name]);
    let base = entry.attribute("base").map(|base| resolved(base, feed.base.as_deref())).or_else(|| feed.base.clone());
    let given = authors(entry);
    // RFC 4287, 3.1: what says nothing of its type is text; feeds that forget to say it write HTML.
    let read = |content: &Element| match content.attribute("type") {
        Some("xhtml" | "application/xhtml+xml") => RawBody::Html(content.inner_html(|name| name)),
        None if content.elements().next().is_some() => RawBody::Html(content.inner_html(|name| name)),
        None => declared_html(content.text()),
        Some(kind) => of_declared(content.text(), kind),
    };
    let title = entry.at(&["title"]).map(|title| match title.attribute("type") {
        Some("text") => title.text().trim().to_owned(),
        _ => plain_title(title.text().trim()),
    });
    let raw = RawArticle {
        url: link_of(entry).map(|address| resolved(&address, base.as_deref())),
        title: title.filter(|title| !title.is_empty()),
        body: body_of(entry, read),
        authors: if given.is_empty() { feed.authors.clone() } else { given },
        published_at: text("published").or_else(|| text("issued")).or_else(|| text("updated")),
        modified_at: text("updated").filter(|u| text("published").is_some_and(|p| p != *u)),
        language: language_of(entry).or_else(|| feed.language.clone()),
        source_name: feed.title.clone(),
        tags: entry
            .all("category")
            .filter_map(|c| c.attribute("label").or(c.attribute("term")))
            .map(str::to_owned)
            .collect(),
        ..RawArticle::default()
    };
    identified(raw, text("id"), feed.base.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::shapes::xml;

    fn first(feed: &str) -> RawArticle {
        read(&xml::parse(feed).expect("XML")).expect("items").remove(0)
    }

    #[test]
    fn the_fuller_of_several_bodies_is_taken() {
        let long = "The ferry company said that it would run twice as many boats in summer.";
        for (item, want) in [
            (
                format!("<description>Short.</description><content type='html'>&lt;p&gt;{long}&lt;/p&gt;</content>"),
                format!("<p>{long}</p>"),
            ),
            (
                format!(
                    "<encoded>&lt;img src='a.png'&gt;</encoded><description>&lt;p&gt;{long}&lt;/p&gt;</description>"
                ),
                format!("<p>{long}</p>"),
            ),
            (format!("<content url='a.png'/><summary>&lt;i&gt;{long}&lt;/i&gt;</summary>"), format!("<i>{long}</i>")),
        ] {
            let raw = first(&format!("<rss><channel><item>{item}</item></channel></rss>"));
            assert_eq!(raw.body, RawBody::Html(want));
        }
        let entry = format!("<feed><entry><content src='b.html'/><summary>{long}</summary></entry></feed>");
        assert_eq!(first(&entry).body, RawBody::Text(long.to_owned()));
    }

    #[test]
    fn only_what_says_so_is_plain_text() {
        let entry = |kind: &str| {
            let text = "Write &lt;em&gt; for stress.";
            first(&format!("<feed><entry><content{kind}>{text}</content></entry></feed>")).body
        };
        assert_eq!(entry(" type='text'"), RawBody::Text("Write <em> for stress.".to_owned()));
        assert_eq!(entry(" type='html'"), RawBody::Html("Write <em> for stress.".to_owned()));
    }

    #[test]
    fn addresses_are_resolved_against_the_nearest_base() {
        let entry = "<entry xml:base='ferries/'><link rel='self' href='x.xml'/><link href='boat.html'/></entry>";
        let feed = format!("<feed xml:base='https://coast.example/news/'>{entry}</feed>");
        assert_eq!(first(&feed).url.as_deref(), Some("https://coast.example/news/ferries/boat.html"));
        let item = "<link>/boat</link><title>&lt;b&gt;Boats&lt;/b&gt; run</title>";
        let feed = format!("<rss><channel><link>https://coast.example/</link><item>{item}</item></channel></rss>");
        let raw = first(&feed);
        assert_eq!((raw.url.as_deref(), raw.title.as_deref()), (Some("https://coast.example/boat"), Some("Boats run")));
    }

    #[test]
    fn the_name_of_an_author_is_taken_without_the_address() {
        let author = "<author><name>Ida Berg</name><email>ida@coast.example</email></author>";
        let feed = format!("<rss><channel><item>{author}</item></channel></rss>");
        assert_eq!(first(&feed).authors, ["Ida Berg"]);
    }
}
