//! Lenient reading of the fields of other tools' JSON.

use serde_json::{Map, Value};

/// The fields of an object; reading one takes it out, so that what is left can be carried through.
pub struct Fields(pub Map<String, Value>);

impl Fields {
    /// The first of several fields that is a string or a number and not blank.
    pub fn text(&mut self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let text = match self.0.get(*name)? {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => return None,
            };
            self.0.shift_remove(*name);
            Some(text).filter(|t| !t.trim().is_empty())
        })
    }

    /// The first of several fields that lists something: strings, objects with a name, or one string with marks
    /// between.
    pub fn list(&mut self, names: &[&str], separators: &[char]) -> Vec<String> {
        for name in names {
            let found: Vec<String> = match self.0.get(*name) {
                Some(Value::String(text)) => text.split(separators).map(|t| t.trim().to_owned()).collect(),
                Some(Value::Array(items)) => items.iter().filter_map(name_of).collect(),
                Some(object @ Value::Object(_)) => name_of(object).into_iter().collect(),
                _ => continue,
            };
            let found: Vec<String> = found.into_iter().filter(|t| !t.is_empty()).collect();
            if !found.is_empty() {
                self.0.shift_remove(*name);
                return found;
            }
        }
        Vec::new()
    }

    /// An object within, taken out.
    pub fn object(&mut self, name: &str) -> Fields {
        match self.0.get_mut(name) {
            Some(Value::Object(object)) => {
                let object = std::mem::take(object);
                self.0.shift_remove(name);
                Fields(object)
            }
            _ => Fields(Map::new()),
        }
    }

    /// A list within, taken out.
    pub fn array(&mut self, name: &str) -> Vec<Value> {
        match self.0.get_mut(name) {
            Some(Value::Array(items)) => {
                let items = std::mem::take(items);
                self.0.shift_remove(name);
                items
            }
            _ => Vec::new(),
        }
    }
}

fn name_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Object(object) => ["name", "literal", "value"]
            .iter()
            .find_map(|key| object.get(*key).and_then(Value::as_str))
            .map(str::to_owned),
        _ => None,
    }
}
