//! The JSON in the scripts of a page.

use serde_json::Value;

use crate::normalize::json::depth;

/// Most bytes of scripts that are read, in all.
const MOST_BYTES: usize = 4 << 20;

/// Deepest data that is read.
const DEEPEST: usize = 100;

/// How the parts of a stream begin that React sends to the browser.
const STREAM: &str = "__next_f.push(";

/// The values in the scripts of a page, in order; what a stream sends in parts is put together.
pub fn data(page: &str) -> Vec<Value> {
    let mut budget = MOST_BYTES;
    let mut values = Vec::new();
    let mut stream = String::new();
    for script in page.split("<script").skip(1) {
        let Some((_, content)) = script.split_once('>') else { continue };
        let content = content.split("</script").next().unwrap_or_default();
        let Some(left) = budget.checked_sub(content.len()) else { break };
        budget = left;
        match content.find(STREAM) {
            Some(at) => {
                if let Some(Value::Array(parts)) = value(&content[at + STREAM.len()..]) {
                    parts.iter().filter_map(Value::as_str).for_each(|part| stream.push_str(part));
                }
            }
            None => values.extend(of_script(content)),
        }
    }
    // Each line of a stream is a number and a value, or a reference to a module.
    let lines = stream.lines().filter_map(|line| line.split_once(':')).map(|(_, value)| value.trim_start());
    values.extend(lines.filter(|value| value.starts_with(['{', '['])).filter_map(value));
    values
}

/// The data of a script: all of it, or the first object in it, whatever code stands around, or a string of JSON.
fn of_script(script: &str) -> Option<Value> {
    let script = script.trim();
    if script.starts_with('[') {
        return value(script);
    }
    let object = script.find('{').filter(|&at| script[at + 1..].trim_start().starts_with('"'));
    let quoted = script.find("JSON.parse(").map(|at| at + "JSON.parse(".len());
    match (object, quoted) {
        (object, Some(at)) if object.is_none_or(|object| at < object) => match value(script[at..].trim_start())? {
            Value::String(text) => value(&text),
            _ => None,
        },
        (Some(at), _) => value(&script[at..]),
        _ => None,
    }
}

/// The value that a text begins with.
pub fn value(text: &str) -> Option<Value> {
    if depth(text) > DEEPEST {
        return None;
    }
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}
