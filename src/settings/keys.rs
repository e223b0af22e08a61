//! The keys that exist, and the nearest one to a key that does not.

use config::{Map, ValueKind};
use serde_json::Value;

/// All keys with their defaults, as `section.key`, in the order of the code.
pub(super) fn all(defaults: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    collect("", defaults, &mut found);
    found
}

fn collect<'a>(prefix: &str, value: &'a Value, found: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                collect(&join(prefix, name), value, found);
            }
        }
        _ => found.push((prefix.to_owned(), value)),
    }
}

/// The keys that a file sets, with their values; a table that it leaves empty sets nothing.
pub(super) fn leaves(table: Map<String, config::Value>) -> Vec<(String, ValueKind)> {
    fn walk(prefix: &str, table: Map<String, config::Value>, found: &mut Vec<(String, ValueKind)>) {
        for (name, value) in table {
            match value.kind {
                ValueKind::Table(inner) => walk(&join(prefix, &name), inner, found),
                kind => found.push((join(prefix, &name), kind)),
            }
        }
    }
    let mut found = Vec::new();
    walk("", table, &mut found);
    // The library's tables have no order of their own; the first wrong key should be the same every time.
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// What to do about a key that does not exist, or `None` when it does.
pub(super) fn unknown(key: &str, defaults: &Value) -> Option<String> {
    let known = all(defaults);
    // A setting whose default is an empty table takes keys of the operator's choice.
    let free = |(name, value): &(String, &Value)| value.is_object() && key.starts_with(&format!("{name}."));
    if known.iter().any(|entry| entry.0 == key || free(entry)) {
        return None;
    }
    let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
    let distance = |name: &str| {
        // The right name in the wrong section is nearer than a name with a few other letters.
        if last(name) == last(key) { 1 } else { edits(name, key) }
    };
    let (name, distance) =
        known.iter().map(|(name, _)| (name, distance(name))).min_by_key(|(_, distance)| *distance)?;
    Some(if distance <= 4 {
        format!("did you mean {name}?")
    } else {
        "`copydesk config show` lists all settings".to_owned()
    })
}

/// The key that has the letters of these words; a name for its file counts as its own. Two letters may differ where there are
/// many, or where the two underscores show that a setting was meant.
pub(super) fn spelt_like(words: &str, defaults: &Value) -> Option<String> {
    let letters = |text: &str| text.replace(['_', '.'], "");
    let distance = |name: &str, suffix: &str| edits(&(letters(name) + suffix), &letters(words));
    let nearest = all(defaults)
        .into_iter()
        .flat_map(|(name, _)| [(distance(&name, ""), name.clone()), (distance(&name, "file"), name + "_file")])
        .min_by_key(|(distance, _)| *distance);
    const MANY: usize = 12;
    let most = if words.contains("__") || letters(words).len() >= MANY { 2 } else { 0 };
    nearest.filter(|(distance, _)| *distance <= most).map(|(_, name)| name)
}

fn join(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") }
}

/// Levenshtein distance in characters.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
