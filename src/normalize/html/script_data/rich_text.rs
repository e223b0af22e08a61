//! Trees of rich text, as headless content systems keep them: Contentful documents, Sanity's portable text, ProseMirror and
//! Tiptap, Draft.js, Slate, Lexical, Editor.js.
//!
//! They differ in names and agree in structure. A leaf holds text; leaves side by side are parts of one paragraph, spread over
//! them by marks and links; what holds leaves is a paragraph, and what holds paragraphs is a list, a quotation, or all.

use serde_json::{Map, Value};

use super::is_article;
use crate::document::BlockKind;

/// Where a node keeps what it holds.
const CHILDREN: [&str; 6] = ["content", "children", "nodes", "spans", "blocks", "items"];

/// Where a block keeps what it holds one level deeper.
const NESTED: [&str; 4] = ["data", "props", "attributes", "fields"];

/// Where a leaf, or a paragraph without leaves, keeps its text.
const TEXTS: [&str; 5] = ["text", "content", "html", "value", "body"];

/// Fewest leaves that may be paragraphs in themselves.
const LEAST_WHOLE: usize = 3;

/// Deepest tree that is read, and how deep the parts of a paragraph may be.
const DEEPEST: usize = 10;

/// The paragraphs of a list of nodes; other articles, which have headlines of their own, are none.
pub fn paragraphs(items: &[Value]) -> Vec<(BlockKind, String)> {
    let mut found = Vec::new();
    // Leaves without a paragraph around them are its parts, and no list of paragraphs.
    if !items.iter().all(is_leaf) || items.iter().all(Value::is_string) || are_whole(items) {
        items.iter().for_each(|item| read(item, BlockKind::Body, 0, &mut found));
    }
    found
}

fn read(item: &Value, kind: BlockKind, depth: usize, found: &mut Vec<(BlockKind, String)>) {
    let object = match item {
        Value::String(text) => return push(text, kind, found),
        Value::Object(object) if depth < DEEPEST && !is_article(object) => object,
        _ => return,
    };
    let kind = kind_of(object).unwrap_or(kind);
    if let Some(nodes) = children(object) {
        match parts(nodes, depth) {
            Some(text) => push(&text, kind, found),
            None => nodes.iter().for_each(|node| read(node, kind, depth + 1, found)),
        }
        return;
    }
    // Editor.js and its like keep what a block holds one level deeper.
    let nested = NESTED.iter().find_map(|key| object.get(*key)?.as_object().filter(|data| !data.is_empty()));
    let nested = nested.unwrap_or(object);
    match children(nested) {
        Some(nodes) if !std::ptr::eq(nested, object) => {
            nodes.iter().for_each(|node| read(node, kind, depth + 1, found))
        }
        _ => {
            let text = TEXTS.iter().find_map(|key| nested.get(*key)?.as_str());
            text.into_iter().for_each(|text| push(text, kind, found));
        }
    }
}

fn push(text: &str, kind: BlockKind, found: &mut Vec<(BlockKind, String)>) {
    // A word alone is a name, a key or a class more often than a paragraph; a heading may be one.
    if text.trim().contains(' ') || kind == BlockKind::Heading && !text.trim().is_empty() {
        found.push((kind, text.trim().to_owned()));
    }
}

fn children(object: &Map<String, Value>) -> Option<&Vec<Value>> {
    CHILDREN.iter().find_map(|key| object.get(*key)?.as_array())
}

/// What a node calls itself.
fn name(object: &Map<String, Value>) -> &str {
    ["nodeType", "_type", "type", "style", "__typename"]
        .iter()
        .find_map(|key| object.get(*key)?.as_str())
        .unwrap_or_default()
}

fn kind_of(object: &Map<String, Value>) -> Option<BlockKind> {
    let style = object.get("style").and_then(Value::as_str).unwrap_or_default();
    let names = [name(object).to_ascii_lowercase(), style.to_ascii_lowercase()];
    let is = |test: &dyn Fn(&str) -> bool| names.iter().any(|name| test(name));
    let is_level = |name: &str| matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
    match () {
        _ if is(&|name| name.starts_with("head") || is_level(name)) => Some(BlockKind::Heading),
        _ if is(&|name| name.contains("quote")) => Some(BlockKind::Blockquote),
        _ if is(&|name| name.contains("list") && !name.contains("node")) || object.contains_key("listItem") => {
            Some(BlockKind::List)
        }
        _ => None,
    }
}

/// Whether a node is a part of a paragraph: text with its marks, and nothing that is called a block.
fn is_leaf(node: &Value) -> bool {
    let Value::Object(object) = node else { return node.is_string() };
    let has_text = ["text", "value"].iter().any(|key| object.get(*key).is_some_and(Value::is_string));
    let is_called = matches!(name(object), "text" | "span" | "leaf" | "inline" | "string" | "");
    has_text && children(object).is_none() && is_called && (!name(object).is_empty() || object.len() <= 6)
}

/// Whether leaves that do not say what they are are paragraphs in themselves: most end a sentence.
fn are_whole(nodes: &[Value]) -> bool {
    let ends = |node: &&Value| {
        leaf_text(node).trim_end_matches(['"', '”', '»', '’', ')', ' ']).ends_with(['.', '!', '?', '。'])
    };
    let are_named = nodes.iter().any(|node| node.as_object().is_some_and(|object| !name(object).is_empty()));
    nodes.len() >= LEAST_WHOLE && !are_named && nodes.iter().filter(ends).count() * 4 > nodes.len() * 3
}

fn leaf_text(node: &Value) -> &str {
    let leaf = node.as_str().or_else(|| ["text", "value"].iter().find_map(|key| node.get(*key)?.as_str()));
    leaf.unwrap_or_default()
}

/// The text of nodes that are all parts of one paragraph: leaves, breaks, and links and marks that hold such.
fn parts(nodes: &[Value], depth: usize) -> Option<String> {
    if are_whole(nodes) {
        return None;
    }
    let mut text = String::new();
    let mut has_leaf = false;
    for node in nodes {
        if is_leaf(node) {
            has_leaf = true;
            text.push_str(leaf_text(node));
            continue;
        }
        let Value::Object(object) = node else { return None };
        let called = name(object).to_ascii_lowercase();
        match children(object) {
            _ if called.contains("break") => text.push(' '),
            Some(inner) if depth < DEEPEST && is_inline(&called) => {
                text.push_str(&parts(inner, depth + 1)?);
                has_leaf = true;
            }
            // A picture or a footnote within a paragraph says nothing.
            None if is_inline(&called) => {}
            _ => return None,
        }
    }
    has_leaf.then_some(text)
}

/// Whether the name of a node that is no leaf is one of what stands in a line.
fn is_inline(called: &str) -> bool {
    ["link", "inline", "mention", "emoji", "mark", "strong", "bold", "em", "italic", "code", "footnote"]
        .iter()
        .any(|name| called.contains(name))
}
