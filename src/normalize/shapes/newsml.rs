//! NewsML-G2: one or several news items, with their text in line as NITF, XHTML or plain text.

use super::xml::Element;
use super::{nitf, text_or_html};
use crate::article::{RawArticle, RawBody, Rejection, RejectionCode};
use crate::normalize::byline;

/// Reads a news item, or all of a news message.
///
/// # Errors
/// `NoText` when there is no news item.
pub fn read(root: &Element) -> Result<Vec<RawArticle>, Rejection> {
    let items: Vec<&Element> = match root.name.as_str() {
        "newsItem" => vec![root],
        _ => root.all("itemSet").flat_map(|set| set.all("newsItem")).collect(),
    };
    if items.is_empty() {
        return Err(Rejection::new(RejectionCode::NoText, "the message holds no news item"));
    }
    Ok(items.into_iter().map(of_item).collect())
}

fn of_item(item: &Element) -> RawArticle {
    let meta = |name: &str| item.text_at(&["itemMeta", name]);
    let content = |path: &[&str]| item.at(&["contentMeta"]).and_then(|c| c.text_at(path));
    let by = content(&["by"]).map(|by| byline::split(&by)).unwrap_or_default();
    let creators =
        item.at(&["contentMeta"]).map(|c| c.all("creator").filter_map(|c| c.text_at(&["name"])).collect::<Vec<_>>());
    let subjects = item.at(&["contentMeta"]).map(|c| c.all("subject").filter_map(|s| s.text_at(&["name"])).collect());
    let (first, current) = (meta("firstCreated"), meta("versionCreated"));
    let status = item.at(&["itemMeta", "pubStatus"]);
    RawArticle {
        id: item.attribute("guid").map(str::to_owned),
        url: item
            .at(&["itemMeta"])
            .and_then(|m| m.all("link").find_map(|l| l.attribute("href")))
            .filter(|u| u.starts_with("http"))
            .map(str::to_owned),
        title: content(&["headline"]).or_else(|| meta("title")),
        body: body(item),
        authors: if by.is_empty() { creators.unwrap_or_default() } else { by },
        modified_at: current.clone().filter(|c| first.as_ref().is_some_and(|f| f != c)),
        published_at: first.or(current).or_else(|| content(&["contentCreated"])),
        language: item.at(&["contentMeta", "language"]).and_then(|l| l.attribute("tag")).map(str::to_owned),
        source_name: content(&["infoSource", "name"]).or_else(|| meta("provider")),
        tags: subjects.unwrap_or_default(),
        status: status.and_then(|s| s.attribute("qcode").or(s.attribute("uri"))).map(str::to_owned),
        embargoed_until: meta("embargoed"),
        version: item.attribute("version").map(str::to_owned),
        dateline: content(&["dateline"]).and_then(|d| d.split(',').next().map(|place| place.trim().to_owned())),
        ..RawArticle::default()
    }
}

fn body(item: &Element) -> RawBody {
    let Some(set) = item.at(&["contentSet"]) else { return RawBody::Missing };
    if let Some(inline) = set.at(&["inlineXML"]) {
        if let Some(document) = inline.at(&["nitf"]) {
            return nitf::read(document).body;
        }
        let html = inline.at(&["html"]);
        let part = html.and_then(|h| h.at(&["body"])).or(html).unwrap_or(inline);
        return RawBody::Html(part.inner_html(nitf::as_html));
    }
    set.text_at(&["inlineData"]).map_or(RawBody::Missing, text_or_html)
}
