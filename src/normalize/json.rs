//! JSON as it comes: how deep it is nested, without parsing it, and small damage mended.

use std::borrow::Cow;

use serde_json::Value;

/// Deepest JSON within a page.
const NESTED_DEPTH: usize = 64;

/// A value of JSON that stands within something else, mended where it is only slightly broken.
pub fn lenient(text: &str) -> Option<Value> {
    if depth(text) > NESTED_DEPTH {
        return None;
    }
    serde_json::from_str(text).ok().or_else(|| match mend(text) {
        Cow::Owned(mended) => serde_json::from_str(&mended).ok(),
        Cow::Borrowed(_) => None,
    })
}

/// The deepest nesting of arrays and objects, without recursion and whether or not the JSON is valid.
pub fn depth(body: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    let mut bytes = body.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'"' => break,
                        b'\\' => {
                            bytes.next();
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    deepest
}

/// Escapes control characters inside strings, replaces half surrogate pairs, and drops commas in front of a closing
/// bracket and marks in front of what needs none: what careless writers let through.
pub fn mend(body: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(body.len() + 64);
    let mut changed = false;
    let mut in_string = false;
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        let (taken, replacement) = match c {
            '\\' if in_string => escape(rest),
            ',' if !in_string && rest[1..].trim_start().starts_with(['}', ']']) => (1, Some("")),
            '\n' if in_string => (1, Some("\\n")),
            '\r' if in_string => (1, Some("\\r")),
            '\t' if in_string => (1, Some("\\t")),
            '\0'..='\u{1f}' if in_string => (1, Some(" ")),
            _ => (c.len_utf8(), None),
        };
        in_string ^= c == '"';
        changed |= replacement.is_some();
        out.push_str(replacement.unwrap_or(&rest[..taken]));
        rest = &rest[taken..];
    }
    if changed { Cow::Owned(out) } else { Cow::Borrowed(body) }
}

/// The bytes of the escape that `text` begins with, and what to write instead if it is half a surrogate pair.
fn escape(text: &str) -> (usize, Option<&'static str>) {
    let unit = |at: usize| {
        let hex = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(hex, 16).ok()
    };
    match unit(0) {
        Some(0xd800..=0xdbff) => match unit(6) {
            Some(0xdc00..=0xdfff) => (12, None),
            _ => (6, Some("\\ufffd")),
        },
        Some(0xdc00..=0xdfff) => (6, Some("\\ufffd")),
        Some(_) => (6, None),
        None if text[1..].starts_with(['"', '\\', '/', 'b', 'f', 'n', 'r', 't']) => (2, None),
        // "\'" as JavaScript has it: the mark stays.
        None => (1, Some("")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_strings_do_not_nest() {
        assert_eq!(depth(r#"{"a":["[[[\"[["]}"#), 2);
    }
}
