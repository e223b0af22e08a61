//! The JSON of a script: with what content systems put around it, and what careless ones break in it.

use serde_json::{Map, Value, json as value};

use crate::normalize::json;
use crate::normalize::text::unescape;

/// How far behind `"author"` a name is looked for in JSON that cannot be read, in bytes.
const AUTHOR_REACH: usize = 300;

/// The values in a script; of JSON that cannot be read the facts that can be found in it.
pub fn values(script: &str) -> Vec<Value> {
    let text = json_in(script);
    // Some systems escape their JSON as if it stood in an attribute.
    let unescaped = (text.contains("&quot;") && !text.contains('"')).then(|| unescape(text));
    let text = unescaped.as_deref().unwrap_or(text);
    if let Some(value) = json::lenient(text) {
        return vec![value];
    }
    let several: Vec<Value> = serde_json::Deserializer::from_str(text).into_iter().map_while(Result::ok).collect();
    match several.is_empty() {
        true => salvaged(text).map(Value::Object).into_iter().collect(),
        false => several,
    }
}

/// The part of a script that is JSON: comments and CDATA marks stand around some.
fn json_in(script: &str) -> &str {
    let Some(brace) = script.find('{') else { return "" };
    let before = script[..brace].trim_end();
    let is_list = before.ends_with('[') && !before.ends_with("CDATA[");
    let start = if is_list { before.len() - 1 } else { brace };
    let end = script.rfind('}').map_or(script.len(), |at| at + 1).max(start);
    let behind = &script[end..];
    let end = match is_list && behind.trim_start().starts_with(']') {
        true => end + behind.find(']').map_or(0, |at| at + 1),
        false => end,
    };
    &script[start..end]
}

/// An article's facts by their names alone: quotation marks within a headline break the JSON around it.
fn salvaged(text: &str) -> Option<Map<String, Value>> {
    if !["Article\"", "BlogPosting\""].iter().any(|name| text.contains(name)) {
        return None;
    }
    let mut article = Map::new();
    article.insert("@type".to_owned(), value!("Article"));
    for name in ["headline", "datePublished", "dateModified"] {
        if let Some(value) = string_named(text, name) {
            article.insert(name.to_owned(), value!(value));
        }
    }
    let author = text.find("\"author\"").map(|at| &text[at..text.floor_char_boundary(at + AUTHOR_REACH)]);
    if let Some(name) = author.and_then(|near| string_named(near, "author").or_else(|| string_named(near, "name"))) {
        article.insert("author".to_owned(), value!(name));
    }
    Some(article)
}

/// The string behind a name; it ends where a quotation mark stands in front of a comma or bracket.
fn string_named<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, behind) = text.split_once(&format!("\"{name}\""))?;
    let value = behind.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let ends = |(at, _): &(usize, &str)| value[at + 1..].trim_start().starts_with([',', '}', ']']);
    let (end, _) = value.match_indices('"').find(ends)?;
    Some(&value[..end]).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_the_json_and_what_is_broken_in_it() {
        let one = r#"{"@type":"NewsArticle","headline":"Vote"}"#;
        for script in [
            format!("<!-- {one} -->"),
            format!("//<![CDATA[\n{one}\n//]]>"),
            format!("\n/*<![CDATA[*/{one}/*]]>*/"),
            format!("{one};"),
            r#"{"@type":"NewsArticle","headline":"Vote",}"#.to_owned(),
            one.replace('"', "&quot;"),
        ] {
            let want: Value = serde_json::from_str(one).expect("JSON");
            assert_eq!(values(&script), [want], "{script}");
        }
        assert_eq!(values(&format!("[{one},{one}]")).len(), 1);
        assert_eq!(values(&format!("{one}\n{one}")).len(), 2);
        assert_eq!(
            values(
                r#"{"@type":"NewsArticle","headline":"The "old" vote","datePublished":"2019-05-14","author":{"name":"Ann Lee"}}"#
            ),
            [value!({"@type":"Article","headline":"The \"old\" vote","datePublished":"2019-05-14","author":"Ann Lee"})]
        );
        assert_eq!(values("{ broken: true, \"datePublished\": \"2019-05-14\" }"), Vec::<Value>::new());
        assert_eq!(values("}{"), Vec::<Value>::new());
    }
}
