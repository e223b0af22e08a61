//! Whether a JSON value holds all of another, and what it lacks in words.

use serde_json::{Map, Value};

/// Characters of a value that are shown.
const SHOWN: usize = 120;

/// One line for each thing that was expected and is not so.
pub fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    compare("", expected, found, &mut lines);
    lines
}

fn compare(path: &str, expected: &Value, found: &Value, lines: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(rules), Value::Array(found)) if is_rules(rules) => follow(path, rules, found, lines),
        (Value::Object(expected), Value::Object(found)) => {
            for (name, expected) in expected {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                match found.get(name) {
                    Some(found) => compare(&path, expected, found, lines),
                    None => lines.push(format!("{path}: expected {}, found nothing", shown(expected))),
                }
            }
        }
        (Value::Array(expected), Value::Array(found)) => in_order(path, expected, found, lines),
        _ if expected == found => {}
        // A number is the same however it is written.
        _ if expected.as_f64().is_some() && expected.as_f64() == found.as_f64() => {}
        _ => lines.push(format!("{}: expected {}, found {}", name(path), shown(expected), shown(found))),
    }
}

/// Each expected item has to be found behind the one before it. The first that fits is taken: if a later one would
/// do for the rest, so does this one.
fn in_order(path: &str, expected: &[Value], found: &[Value], lines: &mut Vec<String>) {
    let mut from = 0;
    for item in expected {
        match found[from..].iter().position(|candidate| differences(item, candidate).is_empty()) {
            Some(at) => from += at + 1,
            None => {
                let nearest = found.iter().enumerate().map(|(at, candidate)| (at, differences(item, candidate)));
                let nearest = nearest.min_by_key(|(_, differences)| differences.len());
                let hint = match nearest {
                    None => "the list is empty".to_owned(),
                    Some((at, differences)) if differences.is_empty() => format!("it is [{at}], before another one"),
                    Some((at, differences)) => format!("nearest is [{at}]: {}", differences.join("; ")),
                };
                lines.push(format!("{}: expected {}; {hint}", name(path), shown(item)));
            }
        }
    }
}

fn is_rules(object: &Map<String, Value>) -> bool {
    !object.is_empty() && object.keys().all(|key| key.starts_with('$'))
}

fn follow(path: &str, rules: &Map<String, Value>, found: &[Value], lines: &mut Vec<String>) {
    for (rule, value) in rules {
        match (rule.as_str(), value) {
            ("$none", Value::Array(unwanted)) => {
                for item in unwanted {
                    if let Some(at) = found.iter().position(|candidate| differences(item, candidate).is_empty()) {
                        lines.push(format!("{}: expected nothing like {}, found [{at}]", name(path), shown(item)));
                    }
                }
            }
            ("$count", Value::Number(_)) => {
                if value.as_u64() != Some(found.len() as u64) {
                    lines.push(format!("{}: expected {value} items, found {}", name(path), found.len()));
                }
            }
            ("$some", Value::Array(expected)) => in_order(path, expected, found, lines),
            _ => lines.push(format!(
                "{}: {rule} is no rule; there are $some and $none with a list, $count with a number",
                name(path)
            )),
        }
    }
}

fn name(path: &str) -> &str {
    if path.is_empty() { "the article" } else { path }
}

/// The value on one line, shortened.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use serde_json::json;

    use super::*;

    fn check(expected: Value, lines: Expect) {
        let found = json!({
            "id": "a", "word_count": 12, "salience": 0.5,
            "source": {"name": "Courier", "domain": null},
            "entities": [
                {"id": "e1", "type": "person", "name": "Ines Cobo"},
                {"id": "e2", "type": "organization", "name": "Harbour Board"},
            ],
            "quotes": [],
        });
        lines.assert_eq(&differences(&expected, &found).join("\n"));
    }

    #[test]
    fn what_is_not_named_is_not_compared() {
        check(json!({}), expect![""]);
        check(
            json!({"word_count": 12.0, "source": {"domain": null}, "entities": [{"name": "Ines Cobo"}]}),
            expect![""],
        );
    }

    #[test]
    fn a_difference_is_named_with_its_path() {
        check(
            json!({"id": "b", "source": {"name": "Post"}, "dateline": null}),
            expect![[r#"
                id: expected "b", found "a"
                source.name: expected "Post", found "Courier"
                dateline: expected null, found nothing"#]],
        );
        check(
            json!([]),
            expect![[
                r#"the article: expected [], found {"id":"a","word_count":12,"salience":0.5,"source":{"name":"Courier","domain":null},"entities":[{"id":"e1","type":"person…"#
            ]],
        );
    }

    #[test]
    fn items_of_a_list_come_in_order_with_others_between_them() {
        check(json!({"entities": [{"type": "organization"}]}), expect![""]);
        check(
            json!({"entities": [{"type": "organization"}, {"type": "person"}]}),
            expect![[r#"entities: expected {"type":"person"}; it is [0], before another one"#]],
        );
        check(
            json!({"entities": [{"type": "person", "name": "Cobo"}], "quotes": [{"kind": "direct"}]}),
            expect![[r#"
                entities: expected {"type":"person","name":"Cobo"}; nearest is [0]: name: expected "Cobo", found "Ines Cobo"
                quotes: expected {"kind":"direct"}; the list is empty"#]],
        );
    }

    #[test]
    fn rules_say_what_a_list_must_not_hold_and_how_long_it_is() {
        check(json!({"entities": {"$some": [{"id": "e2"}], "$none": [{"name": "Cobo"}], "$count": 2}}), expect![""]);
        check(
            json!({"entities": {"$none": [{"type": "person"}], "$count": 0, "$any": []}}),
            expect![[r#"
                entities: expected nothing like {"type":"person"}, found [0]
                entities: expected 0 items, found 2
                entities: $any is no rule; there are $some and $none with a list, $count with a number"#]],
        );
    }
}
