//! NITF: the news industry's older document format, alone or inside NewsML-G2.

use serde_json::{Map, Value};

use super::xml::{Element, Node};
use crate::article::{RawArticle, RawBody};

/// Reads a document.
pub fn read(nitf: &Element) -> RawArticle {
    let data = nitf.at(&["head", "docdata"]);
    let head = nitf.at(&["body", "body.head"]);
    let fact =
        |path: &[&str], name: &str| data.and_then(|d| d.at(path)).and_then(|e| e.attribute(name)).map(str::to_owned);
    let bylines = head.into_iter().flat_map(|head| head.all("byline")).map(byline_text);
    let publication = nitf.at(&["head", "pubdata"]);
    let content = nitf.at(&["body", "body.content"]);
    let keys = data.and_then(|d| d.at(&["key-list"]));
    RawArticle {
        id: fact(&["doc-id"], "id-string"),
        url: publication.and_then(|p| p.attribute("ex-ref")).filter(|u| u.starts_with("http")).map(str::to_owned),
        title: head.and_then(|h| h.text_at(&["hedline", "hl1"])).or_else(|| nitf.text_at(&["head", "title"])),
        body: content.map_or(RawBody::Missing, |c| RawBody::Html(c.inner_html(as_html))),
        authors: bylines.filter(|by| !by.trim().is_empty()).collect(),
        published_at: fact(&["date.issue"], "norm")
            .or_else(|| publication?.attribute("date.publication").map(str::to_owned)),
        modified_at: fact(&["date.revision"], "norm"),
        language: nitf.attribute("lang").map(str::to_owned),
        source_name: publication.and_then(|p| p.attribute("name")).map(str::to_owned),
        section: publication.and_then(|p| p.attribute("position.section")).map(str::to_owned),
        tags: keys
            .map(|k| k.all("keyword").filter_map(|k| k.attribute("key")).map(str::to_owned).collect())
            .unwrap_or_default(),
        status: data.and_then(|d| d.attribute("management-status")).map(str::to_owned),
        embargoed_until: fact(&["date.release"], "norm")
            .filter(|_| data.and_then(|d| d.attribute("management-status")) == Some("embargoed")),
        version: fact(&["du-key"], "version"),
        dateline: head.and_then(|h| h.text_at(&["dateline", "location"])),
        extra: extra(data),
        ..RawArticle::default()
    }
}

/// A byline as one line: a break parts names, the title of a person is left out, and of persons that are marked as such all
/// else is.
pub fn byline_text(byline: &Element) -> String {
    let people: Vec<String> = byline.all("person").map(|person| person.text().trim().to_owned()).collect();
    if !people.is_empty() {
        return people.join("; ");
    }
    let part = |node: &Node| match node {
        Node::Text(text) => text.clone(),
        Node::Element(element) if matches!(element.name.as_str(), "br" | "byttl") => "; ".to_owned(),
        Node::Element(element) => element.text(),
    };
    byline.children.iter().map(part).collect()
}

/// What the desk says of a document: how urgent it is, and messages to editors.
fn extra(data: Option<&Element>) -> Map<String, Value> {
    let fact = |name: &str, attribute: &str| data?.at(&[name])?.attribute(attribute);
    let facts = [("urgency", fact("urgency", "ed-urg")), ("editor_notes", fact("ed-msg", "info"))];
    let given = facts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), Value::from(value?))));
    given.collect()
}

/// NITF's names for elements that HTML has.
pub fn as_html(name: &str) -> &str {
    match name {
        "hl1" | "hl2" => "h2",
        "block" | "body.content" => "div",
        "bq" => "blockquote",
        "media" => "figure",
        "media-caption" => "figcaption",
        "media-metadata" | "media-producer" | "media-reference" => "template",
        "nitf-table" => "div",
        "person" | "org" | "location" | "chron" | "money" | "num" | "event" | "function" | "city" | "country" => "span",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::shapes::xml;

    #[test]
    fn a_byline_is_one_line_of_names() {
        for (byline, want) in [
            ("By MIA HOLT <byttl>Coast Editor</byttl>", "By MIA HOLT ; "),
            ("Mia Holt<br/>Per Lund", "Mia Holt; Per Lund"),
            ("<person>Mia Holt</person><byttl>Editor</byttl> and <person>Per Lund</person>", "Mia Holt; Per Lund"),
        ] {
            let element = xml::parse(&format!("<byline>{byline}</byline>")).expect("XML");
            assert_eq!(byline_text(&element), want);
        }
    }
}
