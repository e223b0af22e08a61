//! The article that a page keeps as data for its scripts (`__NEXT_DATA__`, `window.__PRELOADED_STATE__ = {…}`, streams of
//! React), where nothing of it stands in the page itself.

mod elements;
mod literal;
mod rich_text;
mod scripts;

use serde_json::{Map, Value};

use crate::document::BlockKind;
use crate::interrupt;
use crate::normalize::text;

/// Fewest words of a body.
const LEAST_WORDS: usize = 60;

/// Fewest paragraphs of a body that is a list of them.
const LEAST_PARAGRAPHS: usize = 2;

/// The body of an article as the data gives it.
#[derive(Debug, Clone, PartialEq)]
pub enum ScriptBody {
    /// HTML.
    Html(String),
    /// Plain text.
    Text(String),
    /// Paragraphs.
    Paragraphs(Vec<(BlockKind, String)>),
}

/// The longest prose in the data of a page's scripts.
pub fn body(page: &str) -> Option<ScriptBody> {
    let mut best: Option<(usize, ScriptBody)> = None;
    for data in scripts::data(page) {
        search(&data, &mut best);
        propose_elements(&data, &mut best);
    }
    best.map(|(_, body)| body)
}

/// Proposes the paragraphs of React's elements.
fn propose_elements(data: &Value, best: &mut Option<(usize, ScriptBody)>) {
    let paragraphs = elements::paragraphs(data);
    let words = paragraphs.iter().map(|(_, text)| text.split_whitespace().count()).sum();
    let is_more = words >= LEAST_WORDS && best.as_ref().is_none_or(|(most, _)| words > *most);
    if paragraphs.len() >= LEAST_PARAGRAPHS && is_more {
        *best = Some((words, ScriptBody::Paragraphs(paragraphs)));
    }
}

/// Looks for the longest prose: a text, a list of paragraphs, or a tree of rich text.
fn search(value: &Value, best: &mut Option<(usize, ScriptBody)>) {
    interrupt::check();
    let mut propose = |words: usize, body: &mut dyn FnMut() -> ScriptBody| {
        if words >= LEAST_WORDS && best.as_ref().is_none_or(|(most, _)| words > *most) {
            *best = Some((words, body()));
        }
    };
    match value {
        // Content systems keep a document as a string of JSON within JSON.
        Value::String(text) if text.starts_with(['{', '[']) && text.ends_with(['}', ']']) => {
            scripts::value(text).into_iter().for_each(|inner| search(&inner, best));
        }
        Value::String(text) => {
            let mut body = || match text::has_markup(text) {
                true => ScriptBody::Html(text.clone()),
                false => ScriptBody::Text(text.clone()),
            };
            propose(text.split_whitespace().count(), &mut body);
        }
        Value::Array(items) => {
            let paragraphs = rich_text::paragraphs(items);
            let words = paragraphs.iter().map(|(_, text)| text.split_whitespace().count()).sum();
            if paragraphs.len() >= LEAST_PARAGRAPHS {
                propose(words, &mut || of_paragraphs(&paragraphs));
            }
            items.iter().for_each(|item| search(item, best));
        }
        Value::Object(object) => object.values().for_each(|item| search(item, best)),
        _ => {}
    }
}

/// Paragraphs that may be HTML each.
fn of_paragraphs(paragraphs: &[(BlockKind, String)]) -> ScriptBody {
    if !paragraphs.iter().any(|(_, text)| text::has_markup(text)) {
        let clean = |text: &str| text::clean_line(&text::unescape(text));
        let kept = paragraphs.iter().map(|(kind, text)| (*kind, clean(text))).filter(|(_, text)| !text.is_empty());
        return ScriptBody::Paragraphs(kept.collect());
    }
    let element = |kind: &BlockKind| match kind {
        BlockKind::Heading => "h2",
        BlockKind::List => "li",
        BlockKind::Blockquote => "blockquote",
        _ => "p",
    };
    let html = |(kind, text): &(BlockKind, String)| format!("<{0}>{text}</{0}>", element(kind));
    ScriptBody::Html(paragraphs.iter().map(html).collect())
}

/// Whether an object is an article of its own, so that it is no paragraph of another.
fn is_article(object: &Map<String, Value>) -> bool {
    ["headline", "headlines", "title", "url", "slug"].iter().any(|key| object.contains_key(*key))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SENTENCE: &str =
        "The ferry company will run twice as many boats in summer, and it will pay for the new pier itself. ";

    fn read(script: &str) -> Option<ScriptBody> {
        body(&format!("<p>Loading<script>{script}</script><script>var a = {{}};</script>"))
    }

    fn shown(script: &str) -> Vec<String> {
        match read(script).expect("a body") {
            ScriptBody::Paragraphs(paragraphs) => {
                paragraphs.into_iter().map(|(kind, text)| format!("{kind:?}: {text}")).collect()
            }
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn the_longest_prose_of_the_data_is_the_body() {
        let text = SENTENCE.repeat(5);
        let script = format!("window.state = {{\"post\": {{\"body\": \"{text}\"}}}}; start();");
        assert_eq!(read(&script), Some(ScriptBody::Text(text.clone())));
        let html = format!("<p>{SENTENCE}</p>").repeat(5);
        assert_eq!(read(&format!("{{\"post\": {{\"body\": \"{html}\"}}}}")), Some(ScriptBody::Html(html)));
        let blocks = format!("{{\"type\": \"text\", \"content\": \"<b>{SENTENCE}</b>\"}},").repeat(5);
        assert_eq!(
            read(&format!("{{\"elements\": [{blocks} {{\"type\": \"image\"}}]}}")),
            Some(ScriptBody::Html(format!("<p><b>{SENTENCE}</b></p>").repeat(5)))
        );
        let teasers = format!("{{\"title\": \"A vote\", \"text\": \"{SENTENCE}\"}},").repeat(5);
        assert_eq!(read(&format!("{{\"more\": [{teasers} 1]}}")), None);
        assert_eq!(read("function start() { return 1; }"), None);
    }

    #[test]
    fn rich_text_of_each_system_keeps_its_paragraphs() {
        let (head, tail) = SENTENCE.trim_end().split_at(40);
        let want = |paragraph: &str| {
            let one = format!("Body: {}", SENTENCE.trim_end());
            vec![one.clone(), one.clone(), format!("Heading: {paragraph}"), one]
        };
        let contentful = |kind: &str| {
            json!({"nodeType": kind, "content": [
                {"nodeType": "text", "value": head, "marks": []},
                {"nodeType": "hyperlink", "data": {"uri": "x"}, "content": [{"nodeType": "text", "value": tail, "marks": []}]}]})
        };
        let contentful_heading = json!({"nodeType": "heading-3", "content": [{"nodeType": "text", "value": "Costs"}]});
        let document = json!({"body": {"nodeType": "document", "content":
            [contentful("paragraph"), contentful("paragraph"), contentful_heading, contentful("paragraph")]}});
        assert_eq!(shown(&document.to_string()), want("Costs"), "Contentful");

        let sanity = |style: &str, texts: &[&str]| {
            let spans: Vec<Value> =
                texts.iter().map(|text| json!({"_type": "span", "text": text, "marks": []})).collect();
            json!({"_type": "block", "style": style, "children": spans, "markDefs": []})
        };
        let image = json!({"_type": "image", "asset": {"_ref": "x"}});
        let blocks = json!([
            sanity("normal", &[head, tail]),
            image,
            sanity("normal", &[head, tail]),
            sanity("h2", &["Costs"]),
            sanity("normal", &[head, tail])
        ]);
        assert_eq!(shown(&json!({"page": {"body": blocks}}).to_string()), want("Costs"), "Sanity");

        let prose = |kind: &str, texts: &[&str]| {
            let nodes: Vec<Value> = texts.iter().map(|text| json!({"type": "text", "text": text})).collect();
            json!({"type": kind, "content": nodes})
        };
        let doc = json!({"content": {"type": "doc", "content":
            [prose("paragraph", &[head, tail]), prose("paragraph", &[head, tail]), prose("heading", &["Costs"]), prose("paragraph", &[head, tail])]}});
        assert_eq!(shown(&doc.to_string()), want("Costs"), "ProseMirror");

        let draft = |kind: &str, text: &str| json!({"key": "a", "text": text, "type": kind, "inlineStyleRanges": []});
        let raw = json!({"raw": {"entityMap": {}, "blocks":
            [draft("unstyled", SENTENCE), draft("unstyled", SENTENCE), draft("header-two", "Costs"), draft("unstyled", SENTENCE)]}});
        assert_eq!(shown(&raw.to_string()), want("Costs"), "Draft.js");

        let lexical = |kind: &str, texts: &[&str]| {
            let nodes: Vec<Value> =
                texts.iter().map(|text| json!({"type": "text", "text": text, "format": 0})).collect();
            json!({"type": kind, "children": nodes})
        };
        let root = json!({"root": {"type": "root", "children":
            [lexical("paragraph", &[head, tail]), lexical("paragraph", &[head, tail]), lexical("heading", &["Costs"]), lexical("paragraph", &[head, tail])]}});
        assert_eq!(shown(&root.to_string()), want("Costs"), "Lexical");
    }

    #[test]
    fn lists_and_quotes_of_rich_text_stay_what_they_are() {
        let text = |text: &str| json!([{"type": "text", "text": text}]);
        let item =
            |text_: &str| json!({"type": "listItem", "content": [{"type": "paragraph", "content": text(text_)}]});
        let doc = json!({"doc": {"type": "doc", "content": [
            {"type": "paragraph", "content": text(SENTENCE)},
            {"type": "bulletList", "content": [item(SENTENCE), item(SENTENCE)]},
            {"type": "blockquote", "content": [{"type": "paragraph", "content": text(SENTENCE)}]}]}});
        let kinds: Vec<String> =
            shown(&doc.to_string()).iter().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect();
        assert_eq!(kinds, ["Body", "List", "List", "Blockquote"]);
    }

    #[test]
    fn a_stream_of_react_is_put_together() {
        let data = json!({"post": {"paragraphs": vec![SENTENCE; 4]}}).to_string();
        let line = format!("4:{data}\n");
        let (one, two) = line.split_at(90);
        let push = |part: &str| format!("<script>self.__next_f.push({})</script>", json!([1, part]));
        let page = format!("<p>Loading{}{}", push(one), push(two));
        let want = (0..4).map(|_| (BlockKind::Body, SENTENCE.trim_end().to_owned())).collect();
        assert_eq!(body(&page), Some(ScriptBody::Paragraphs(want)));
    }

    #[test]
    fn a_document_may_be_a_string_within_the_data() {
        let block = |text: &str| json!({"key": "a", "text": text, "type": "unstyled"});
        let raw =
            json!({"blocks": [block(SENTENCE), block(SENTENCE), block(SENTENCE), block(SENTENCE)], "entityMap": {}});
        assert_eq!(shown(&json!({"post": {"raw": raw.to_string()}}).to_string()).len(), 4);
    }

    #[test]
    fn elements_of_react_are_paragraphs() {
        let elements: Vec<Value> = (0..4).map(|_| json!(["$", "p", null, {"children": SENTENCE}])).collect();
        let push = json!([1, format!("3:{}\n", json!(["$", "main", null, {"children": elements}]))]);
        assert_eq!(shown(&format!("self.__next_f.push({push})")).len(), 4);
    }

    #[test]
    fn data_is_found_wherever_it_stands_in_code() {
        let data = json!({"post": {"paragraphs": vec![SENTENCE; 4]}}).to_string();
        let literal =
            format!("{{post:{{isFree:!0,by:a,paragraphs:[{}]}}}}", vec![format!("'{SENTENCE}'"); 4].join(","));
        for script in [
            format!("window.__STATE__ = JSON.parse({});", Value::String(data.clone())),
            format!("window.__STATE__ = JSON.parse('{data}');"),
            format!("App = window.App || {{}}; App.content = {data}; App.start({{}});"),
            format!("window.__STATE__={literal};"),
            format!("window.__STATE__=(function(a,b){{return {literal}}}(\"x\",{{}}));"),
        ] {
            assert_eq!(shown(&script).len(), 4, "{script}");
        }
    }

    #[test]
    fn data_may_name_the_places_of_its_parts() {
        let list = json!([["Reactive", 1], {"post": 2}, {"paragraphs": 3, "none": -1}, [4, 5, 6, 7], SENTENCE, SENTENCE, SENTENCE, SENTENCE]);
        assert_eq!(shown(&list.to_string()).len(), 4);
        let round = json!([{"a": 0, "b": 1}, [0, 0, 1], SENTENCE.repeat(3)]);
        assert!(read(&round.to_string()).is_none());
        // Lists of lists of what is not there: each place is paid for, so that this ends at once.
        let nowhere = json!([{"a": 1, "b": 2}, vec![2; 50_000], vec![9_999_999; 50_000], 0]);
        assert!(read(&nowhere.to_string()).is_none());
    }

    #[test]
    fn blocks_of_objects_without_names_are_paragraphs_where_they_end_sentences() {
        let whole = vec![json!({"__typename": "Part", "text": SENTENCE}); 4];
        assert_eq!(shown(&json!({"post": {"parts": whole}}).to_string()).len(), 4);
        let parts = vec![json!({"component": "text", "props": {"html": format!("<p>{SENTENCE}</p>")}}); 4];
        assert!(read(&json!({"page": {"parts": parts}}).to_string()).is_some());
        let draft = vec![json!({"key": "a", "text": SENTENCE, "type": "unstyled", "data": {}}); 4];
        assert_eq!(shown(&json!({"raw": {"blocks": draft, "entityMap": {}}}).to_string()).len(), 4);
    }
}
