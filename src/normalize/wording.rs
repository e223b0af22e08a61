//! The words and names that pages are read by, from the language packs.

use std::collections::HashMap;
use std::sync::LazyLock;

static CLASS_NAMES: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut sections: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut section = "";
    for line in include_str!("../../languages/any/class-names.txt").lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix('[') {
            Some(name) => section = name.trim_end_matches(']'),
            None => sections.entry(section).or_default().extend(line.split_whitespace()),
        }
    }
    sections
});

/// The names of a section of `any/class-names.txt`.
pub fn class_names(section: &str) -> &'static [&'static str] {
    CLASS_NAMES.get(section).map_or(&[], Vec::as_slice)
}
