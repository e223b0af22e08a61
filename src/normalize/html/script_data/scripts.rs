//! The data in the scripts of a page.

use serde_json::Value;

use super::literal;

/// Most bytes of scripts that are read, in all.
const MOST_BYTES: usize = 4 << 20;

/// Deepest data that is put in place.
const DEEPEST: usize = 60;

/// How the parts of a stream begin that React sends to the browser.
const STREAM: &str = "__next_f.push(";

/// What code reads a string of JSON with.
const PARSE: &str = "JSON.parse(";

/// Least data that may hold an article, in bytes, and how many failures end the search in a script.
const LEAST_BYTES: usize = 300;
const MOST_FAILED: usize = 10;

/// What a value costs that is put in place, besides the bytes of its text.
const LEAST_PRICE: usize = 64;

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
            None => values.extend(of_script(content).into_iter().map(in_place)),
        }
    }
    // Each line of a stream is a number and a value, or a reference to a module.
    let lines = stream.lines().filter_map(|line| line.split_once(':')).map(|(_, value)| value.trim_start());
    values.extend(lines.filter(|value| value.starts_with(['{', '['])).filter_map(value));
    values
}

/// The data of a script: objects and lists, and strings of JSON, whatever code stands around.
fn of_script(script: &str) -> Vec<Value> {
    let (mut values, mut at, mut failed) = (Vec::new(), 0, 0);
    while let Some(start) = beginning(script, at).filter(|_| failed < MOST_FAILED) {
        let rest = &script[start..];
        let found = match rest.strip_prefix(PARSE) {
            Some(quoted) => {
                literal::string(quoted).and_then(|(text, length)| Some((value(&text)?, PARSE.len() + length)))
            }
            None => strict(rest).or_else(|| literal::read(rest)),
        };
        let length = found.as_ref().map_or(1, |(_, length)| *length);
        failed += usize::from(found.is_none());
        values.extend(found.map(|(value, _)| value).filter(|_| length >= LEAST_BYTES));
        at = start + length;
    }
    values
}

/// Where data begins next: a bracket that stands where a value may, in front of what may be in it.
fn beginning(script: &str, from: usize) -> Option<usize> {
    script[from..].match_indices(['{', '[', 'J']).map(|(at, _)| from + at).find(|&at| {
        let (before, rest) = (script[..at].trim_end(), &script[at..]);
        let first = rest[1..].trim_start().chars().next().unwrap_or(' ');
        let is_content = match rest.as_bytes()[0] {
            b'{' => first.is_alphanumeric() || matches!(first, '"' | '\'' | '_' | '$'),
            b'[' => matches!(first, '{' | '[' | '"' | '\'' | '`'),
            _ => return rest.starts_with(PARSE),
        };
        let may_be_value = before.is_empty() || before.ends_with(['=', '(', ',', ':', '?', '|', '&', '>', ';']);
        is_content && (may_be_value || before.ends_with("return"))
    })
}

/// The JSON that a text begins with, and how long it is.
fn strict(text: &str) -> Option<(Value, usize)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter();
    let value = values.next()?.ok()?;
    Some((value, values.byte_offset()))
}

/// The value that a text begins with.
pub fn value(text: &str) -> Option<Value> {
    strict(text).map(|(value, _)| value)
}

/// A list whose first entry names the places of its parts in the list, and these those of theirs, as one value: so
/// systems send data in which things refer to each other (devalue of Nuxt and SvelteKit).
fn in_place(value: Value) -> Value {
    let is_place = |value: &Value| value.is_i64();
    match &value {
        Value::Array(items) if items.len() > 2 => {
            let is_flat = match &items[0] {
                Value::Object(fields) => !fields.is_empty() && fields.values().all(is_place),
                Value::Array(list) => !list.is_empty() && list.iter().skip(1).all(is_place) && !list[0].is_object(),
                _ => false,
            };
            let mut budget = MOST_BYTES;
            if is_flat { placed(items, 0, 0, &mut budget) } else { value }
        }
        _ => value,
    }
}

/// The value at a place of such a list, as long as the budget of bytes lasts.
fn placed(items: &[Value], at: usize, depth: usize, budget: &mut usize) -> Value {
    let Some(item) = items.get(at).filter(|_| depth < DEEPEST) else { return Value::Null };
    // What is empty, or refers to nothing, costs as well.
    let size = match item {
        Value::String(text) => text.len(),
        Value::Array(list) => list.len() * LEAST_PRICE,
        Value::Object(fields) => fields.keys().map(|name| LEAST_PRICE + name.len()).sum(),
        _ => 0,
    };
    let Some(left) = budget.checked_sub(LEAST_PRICE + size) else { return Value::Null };
    *budget = left;
    let mut part = |value: &Value| {
        let at = value.as_u64().and_then(|at| usize::try_from(at).ok());
        at.map_or(Value::Null, |at| placed(items, at, depth + 1, budget))
    };
    match item {
        Value::Object(fields) => Value::Object(fields.iter().map(|(name, at)| (name.clone(), part(at))).collect()),
        // What begins with a name is wrapped in what the name says.
        Value::Array(list) => match list.as_slice() {
            [Value::String(_), only] => part(only),
            list => Value::Array(list.iter().map(part).collect::<Vec<_>>()),
        },
        item => item.clone(),
    }
}
