//! Text of strangers where it could do harm: on terminals, in lines that are read line by line, in HTML.

use std::borrow::Cow;

/// Characters that steer a terminal (escape sequences, C1), turn the direction of what stands around them (bidirectional
/// controls, which hide what a name really is), or break lines where only `\n` should.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}')
}

fn replaced(text: &str, keeps: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(|c| is_harmful(c) && !keeps(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_harmful(c) && !keeps(c) { '\u{fffd}' } else { c }).collect())
}

/// Text of several lines for a terminal; what could steer it becomes U+FFFD.
pub fn lines(text: &str) -> Cow<'_, str> {
    replaced(text, |c| c == '\n' || c == '\t')
}

/// Text that has to stay on one line of a terminal or a log: line ends and tabs become U+FFFD as well.
pub fn line(text: &str) -> Cow<'_, str> {
    replaced(text, |_| false)
}

/// JSON for a terminal: what could steer it is written as `\\u…`, which says the same to whoever reads the JSON. Outside
/// of strings JSON has no such characters but line ends and tabs, which stay.
pub fn json(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| is_harmful(c) && c != '\n' && c != '\t') {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' | '\t' => escaped.push(c),
            c if is_harmful(c) => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

/// Text as HTML text or attribute.
pub fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if is_harmful(c) && c != '\n' && c != '\t' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_a_terminal() {
        let evil = "a\u{1b}[2J\u{9b}31m\u{7}\r\u{7f}\u{202e}b\n\tc";
        assert_eq!(lines(evil), "a\u{fffd}[2J\u{fffd}31m\u{fffd}\u{fffd}\u{fffd}\u{fffd}b\n\tc");
        assert!(!line(evil).contains(['\n', '\t']));
        assert!(matches!(line("Zürich – “a” 日本"), Cow::Borrowed(_)));
    }

    #[test]
    fn json_says_the_same_without_steering() {
        let value = serde_json::json!({"id": "a\u{9b}31m\u{202e}\u{7f}\n"});
        let escaped = json(&value.to_string()).into_owned();
        assert!(escaped.is_ascii(), "{escaped}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).expect("JSON"), value);
    }

    #[test]
    fn nothing_is_markup() {
        assert_eq!(html("<a href='x'>\"&\u{1b}</a>"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;\u{fffd}&lt;/a&gt;");
    }
}
