//! Elements of React in the data that a server sends to the browser: `["$", "p", null, {"children": …}]`.

use html5ever::LocalName;
use serde_json::Value;

use crate::document::BlockKind;
use crate::normalize::html::dom::Tag;

/// How an element begins, and what stands in front of what it refers to.
const SIGN: &str = "$";

/// Where an element keeps what it holds.
const CHILDREN: &str = "children";

/// The paragraphs, headings and items of the elements in a value, in order; the headline of the page is none.
pub fn paragraphs(value: &Value) -> Vec<(BlockKind, String)> {
    let mut found = Vec::new();
    read(value, &mut found);
    found
}

fn read(value: &Value, found: &mut Vec<(BlockKind, String)>) {
    match value {
        Value::Array(items) => match (kind(items), items.get(3)) {
            (Some(kind), Some(properties)) => {
                let mut text = String::new();
                gather(&properties[CHILDREN], &mut text);
                if !text.trim().is_empty() {
                    found.push((kind, text.trim().to_owned()));
                }
            }
            _ => items.iter().for_each(|item| read(item, found)),
        },
        Value::Object(object) => object.values().for_each(|item| read(item, found)),
        _ => {}
    }
}

/// What kind of paragraph an element is.
fn kind(items: &[Value]) -> Option<BlockKind> {
    let is_element = items.len() >= 4 && items[0].as_str() == Some(SIGN);
    let tag = Tag::of(&LocalName::from(items.get(1).filter(|_| is_element)?.as_str()?));
    match tag {
        Tag::P => Some(BlockKind::Body),
        Tag::Item => Some(BlockKind::List),
        Tag::Blockquote => Some(BlockKind::Blockquote),
        tag => tag.heading().filter(|level| *level > 1).map(|_| BlockKind::Heading),
    }
}

/// The text that an element holds, that of the elements in it put together.
fn gather(value: &Value, text: &mut String) {
    match value {
        Value::String(part) if !part.starts_with(SIGN) => text.push_str(part),
        Value::Array(items) if items.first().and_then(Value::as_str) == Some(SIGN) => {
            items.get(3).into_iter().for_each(|properties| gather(&properties[CHILDREN], text));
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, text)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn elements_within_a_paragraph_are_part_of_it() {
        let element = |tag: &str, children: Value| json!(["$", tag, null, {"children": children}]);
        let link = json!(["$", "a", "1", {"href": "/x", "children": "the pier"}]);
        let page = element(
            "main",
            json!([
                element("h1", json!("Boats return")),
                element("p", json!(["They land at ", link, " again.", "$L7"])),
                element("h2", json!("Costs")),
                element("ul", json!([element("li", json!("None so far"))])),
            ]),
        );
        let want = [
            (BlockKind::Body, "They land at the pier again."),
            (BlockKind::Heading, "Costs"),
            (BlockKind::List, "None so far"),
        ];
        assert_eq!(paragraphs(&page), want.map(|(kind, text)| (kind, text.to_owned())));
    }
}
