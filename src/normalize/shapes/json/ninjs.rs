//! IPTC ninjs: 1.x (lower-case names, `body_text`), 2.x and 3.x (camel case, lists of headlines and bodies).

use serde_json::{Map, Value};

use super::fields::Fields;
use crate::article::{RawArticle, RawBody};
use crate::normalize::byline;
use crate::normalize::shapes::declared_html;

/// Reads a news item of any version.
pub fn read(object: Map<String, Value>) -> RawArticle {
    let mut fields = Fields::new(object);
    let headline =
        fields.text(&["headline", "title"]).or_else(|| valued(fields.array("headlines"), &["main", "headline"]));
    let embargo = ["embargoedUntil", "embargoeduntil", "embargoed"].iter().find_map(|name| fields.peek(name)?.as_str());
    let embargoed_until = embargo.map(str::to_owned);
    let first = fields.text(&["firstCreated", "firstcreated"]);
    let current = fields.text(&["versionCreated", "versioncreated", "contentCreated", "contentcreated"]);
    let raw = RawArticle {
        id: fields.text(&["uri"]),
        url: fields.text(&["url", "link"]).or_else(|| reference(&fields)),
        title: headline,
        body: body(&mut fields),
        authors: fields.text(&["by", "byline"]).map(|by| byline::split(&by)).unwrap_or_default(),
        modified_at: current.clone().filter(|c| first.as_ref().is_some_and(|f| f != c)),
        published_at: first.or(current),
        language: fields.text(&["language"]),
        source_name: fields.list(&["infoSources", "infosource"], &[';']).into_iter().next(),
        section: fields.text(&["genre"]),
        tags: subjects(&fields),
        status: fields.text(&["pubStatus", "pubstatus"]),
        embargoed_until,
        version: fields.text(&["version"]),
        dateline: fields.text(&["located"]),
        ..RawArticle::default()
    };
    fields.finish(raw)
}

/// An address of the web, where the item's identifier is one.
fn reference(fields: &Fields) -> Option<String> {
    fields.peek("uri").and_then(Value::as_str).filter(|uri| uri.starts_with("http")).map(str::to_owned)
}

fn body(fields: &mut Fields) -> RawBody {
    let mut best: Option<(u8, String, bool)> = None;
    for item in fields.array("bodies") {
        if let Value::Object(item) = item {
            let mut item = Fields::new(item);
            let kind = item.text(&["contentType", "contenttype"]).unwrap_or_default();
            let role = item.text(&["role"]).unwrap_or_default();
            let is_html = kind.contains("html");
            let rank = u8::from(role.is_empty() || role == "main") * 2 + u8::from(is_html);
            if let Some(text) = item.text(&["value"])
                && best.as_ref().is_none_or(|(highest, ..)| rank > *highest)
            {
                best = Some((rank, text, is_html));
            }
        }
    }
    if let Some((_, text, is_html)) = best {
        return if is_html { RawBody::Html(text) } else { declared_html(text) };
    }
    if let Some(html) = fields.text(&["body_xhtml", "body_html", "body_html5"]) {
        return RawBody::Html(html);
    }
    let other = fields.names().find(|k| k.starts_with("body_") && *k != "body_text").map(str::to_owned);
    let text = fields.text(&["body_text", "body", "text"]).or_else(|| other.and_then(|name| fields.text(&[&name])));
    text.map_or(RawBody::Missing, declared_html)
}

/// The value of the item with the best role, else of the first.
fn valued(items: Vec<Value>, roles: &[&str]) -> Option<String> {
    let role = |item: &Value| item.get("role").and_then(Value::as_str).unwrap_or_default().to_owned();
    let best = items.iter().find(|item| roles.contains(&role(item).as_str())).or_else(|| items.first())?;
    best.get("value").and_then(Value::as_str).map(str::to_owned)
}

fn subjects(fields: &Fields) -> Vec<String> {
    let subjects = ["subjects", "subject"].iter().find_map(|name| fields.peek(name)?.as_array());
    let name = |subject: &Value| subject.get("name").and_then(Value::as_str).map(str::to_owned);
    subjects.map(|items| items.iter().filter_map(name).collect()).unwrap_or_default()
}
