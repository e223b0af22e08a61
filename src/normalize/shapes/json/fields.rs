//! Lenient reading of the fields of other tools' JSON.

use serde_json::{Map, Value};

use crate::article::RawArticle;

/// The fields of an object; reading one takes it out, so that what is left can be carried through.
#[derive(Debug, Default)]
pub struct Fields {
    left: Map<String, Value>,
    /// Names of fields of the wrong type, which say nothing.
    ignored: Vec<String>,
}

impl Fields {
    /// All fields of an object.
    pub fn new(object: Map<String, Value>) -> Self {
        Fields { left: object, ignored: Vec::new() }
    }

    /// The article that was read from the fields, with those that nobody asked for, and a warning for each ignored one.
    pub fn finish(self, mut raw: RawArticle) -> RawArticle {
        raw.extra.extend(self.left);
        raw.warnings.extend(self.ignored.iter().map(|name| format!("field_ignored:{name}")));
        raw
    }

    /// A field as it is, which stays.
    pub fn peek(&self, name: &str) -> Option<&Value> {
        self.left.get(name)
    }

    /// The names of the fields that are left.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.left.keys().map(String::as_str)
    }

    /// Puts what is left of an object that was taken out into its place, unless nothing is.
    pub fn put_back(&mut self, name: &str, object: Fields) {
        if !object.left.is_empty() {
            self.left.insert(name.to_owned(), Value::Object(object.left));
        }
    }

    /// Drops a field of the wrong type, and says so.
    pub fn ignore(&mut self, name: &str) {
        self.left.shift_remove(name);
        self.ignored.push(name.to_owned());
    }

    /// The first of several fields that is a string or a number and not blank; a list of strings is a text of as many
    /// paragraphs.
    pub fn text(&mut self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let text = match self.left.get(*name)? {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                Value::Null => return None,
                Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_string) => {
                    items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n")
                }
                // It may be another tool's field of the same name.
                _ => return None,
            };
            self.left.shift_remove(*name);
            Some(text).filter(|t| !t.trim().is_empty())
        })
    }

    /// The same of the one field that may have the name: another type is a mistake.
    pub fn own_text(&mut self, name: &str) -> Option<String> {
        let text = self.text(&[name]);
        if self.left.get(name).is_some_and(|value| !value.is_null()) {
            self.ignore(name);
        }
        self.left.shift_remove(name);
        text
    }

    /// The first of several fields that lists something: strings, objects with a name, or one string with marks
    /// between.
    pub fn list(&mut self, names: &[&str], separators: &[char]) -> Vec<String> {
        for name in names {
            let found: Vec<String> = match self.left.get(*name) {
                Some(Value::String(text)) => text.split(separators).map(|t| t.trim().to_owned()).collect(),
                Some(Value::Array(items)) => items.iter().filter_map(name_of).collect(),
                Some(object @ Value::Object(_)) => name_of(object).into_iter().collect(),
                _ => continue,
            };
            let found: Vec<String> = found.into_iter().filter(|t| !t.is_empty()).collect();
            if !found.is_empty() {
                self.left.shift_remove(*name);
                return found;
            }
        }
        Vec::new()
    }

    /// The same of the one field that may have the name: another type is a mistake.
    pub fn own_list(&mut self, name: &str, separators: &[char]) -> Vec<String> {
        let found = self.list(&[name], separators);
        let is_empty = |value: &Value| match value {
            Value::Null => true,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if self.left.get(name).is_some_and(|value| !is_empty(value)) {
            self.ignore(name);
        }
        self.left.shift_remove(name);
        found
    }

    /// An object within, taken out.
    pub fn object(&mut self, name: &str) -> Fields {
        match self.left.get_mut(name) {
            Some(Value::Object(object)) => {
                let object = std::mem::take(object);
                self.left.shift_remove(name);
                Fields::new(object)
            }
            _ => Fields::default(),
        }
    }

    /// A list within, taken out.
    pub fn array(&mut self, name: &str) -> Vec<Value> {
        match self.left.get_mut(name) {
            Some(Value::Array(items)) => {
                let items = std::mem::take(items);
                self.left.shift_remove(name);
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
