//! The article that a page keeps as data for its scripts (`__NEXT_DATA__`, `window.__PRELOADED_STATE__ = {…}`), where
//! nothing of it stands in the page itself.

use serde_json::{Map, Value};

/// Most bytes of scripts that are read, in all.
const MOST_BYTES: usize = 4 << 20;

/// Fewest words of a body.
const LEAST_WORDS: usize = 60;

/// Fewest paragraphs of a body that is a list of them.
const LEAST_PARAGRAPHS: usize = 3;

/// The longest prose in the data of a page's scripts, as text or HTML.
pub fn body(page: &str) -> Option<String> {
    let mut budget = MOST_BYTES;
    let mut best: Option<(usize, String)> = None;
    for script in page.split("<script").skip(1) {
        let Some((_, content)) = script.split_once('>') else { continue };
        let content = content.split("</script").next().unwrap_or_default();
        let Some(left) = budget.checked_sub(content.len()) else { break };
        budget = left;
        if let Some(data) = data(content) {
            search(&data, &mut best);
        }
    }
    best.map(|(_, body)| body)
}

/// The first object of a script, whatever code stands around it.
fn data(script: &str) -> Option<Value> {
    let start = script.find('{').filter(|&at| script[at + 1..].trim_start().starts_with('"'))?;
    serde_json::Deserializer::from_str(&script[start..]).into_iter().next()?.ok()
}

/// Looks for the longest prose: a text, or a list of paragraphs.
fn search(value: &Value, best: &mut Option<(usize, String)>) {
    let mut propose = |body: String| {
        let words = body.split_whitespace().count();
        if words >= LEAST_WORDS && best.as_ref().is_none_or(|(most, _)| words > *most) {
            *best = Some((words, body));
        }
    };
    match value {
        Value::String(text) => propose(text.clone()),
        Value::Array(items) => {
            let paragraphs: Vec<String> = items.iter().filter_map(paragraph).collect();
            if paragraphs.len() >= LEAST_PARAGRAPHS {
                propose(paragraphs.concat());
            }
            items.iter().for_each(|item| search(item, best));
        }
        Value::Object(object) => object.values().for_each(|item| search(item, best)),
        _ => {}
    }
}

/// A part of an article as editors keep it; other articles, which have headlines of their own, are none.
fn paragraph(item: &Value) -> Option<String> {
    let text = match item {
        Value::String(text) => text,
        Value::Object(object) if !is_article(object) => {
            let nested = object.get("data").and_then(Value::as_object).unwrap_or(object);
            ["text", "content", "html", "value", "body"].iter().find_map(|key| nested.get(*key)?.as_str())?
        }
        _ => return None,
    };
    text.contains(' ').then(|| format!("<p>{text}</p>"))
}

fn is_article(object: &Map<String, Value>) -> bool {
    ["headline", "headlines", "title", "url", "slug"].iter().any(|key| object.contains_key(*key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prose_of_the_data_is_the_body() {
        let sentence = "The council voted on Tuesday to keep the old bridge open, and will pay for it. ";
        let text = sentence.repeat(5);
        let read = |script: &str| body(&format!("<p>Loading<script>{script}</script><script>var a = {{}};</script>"));
        assert_eq!(
            read(&format!("window.state = {{\"post\": {{\"body\": \"{text}\"}}}}; start();")),
            Some(text.clone())
        );
        let blocks = format!("{{\"type\": \"text\", \"content\": \"{sentence}\"}},").repeat(5);
        assert_eq!(
            read(&format!("{{\"elements\": [{blocks} {{\"type\": \"image\"}}]}}")),
            Some(format!("<p>{sentence}</p>").repeat(5))
        );
        let teasers = format!("{{\"title\": \"A vote\", \"text\": \"{sentence}\"}},").repeat(5);
        assert_eq!(read(&format!("{{\"more\": [{teasers} 1]}}")), None);
        assert_eq!(read("function start() { return 1; }"), None);
    }
}
