//! What pages are read by: the names that they give their parts and their facts, and the phrases that they say around
//! articles.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::languages::{self, Wording, wording};

/// Names by section.
type Sections = HashMap<&'static str, Vec<&'static str>>;

static CLASS_NAMES: LazyLock<Sections> = LazyLock::new(|| read("class-names.txt"));
static META_NAMES: LazyLock<Sections> = LazyLock::new(|| read("meta-names.txt"));

fn read(file: &str) -> Sections {
    let sections = languages::sections(file).into_iter();
    sections.map(|(name, lines)| (name, lines.into_iter().flat_map(str::split_whitespace).collect())).collect()
}

/// The names of a section of `languages/any/class-names.txt`: of classes and ids.
///
/// # Panics
/// When there is no such section, which a test finds first.
pub fn class_names(section: &str) -> &'static [&'static str] {
    CLASS_NAMES.get(section).unwrap_or_else(|| panic!("class-names.txt has no section [{section}]"))
}

/// The names of a section of `languages/any/meta-names.txt`: of `<meta>` elements, the surest first.
///
/// # Panics
/// When there is no such section, which a test finds first.
pub fn meta_names(section: &str) -> &'static [&'static str] {
    META_NAMES.get(section).unwrap_or_else(|| panic!("meta-names.txt has no section [{section}]"))
}

/// Phrases by their first byte, so that a line is compared with few of them.
pub struct Phrases(Vec<Vec<&'static str>>);

impl Phrases {
    /// The phrases of some kinds.
    pub fn new(kinds: &[Wording]) -> Self {
        let mut by_first = vec![Vec::new(); 256];
        for phrase in kinds.iter().flat_map(|kind| wording(*kind)) {
            by_first[usize::from(phrase.as_bytes()[0])].push(*phrase);
        }
        Phrases(by_first)
    }

    /// Whether a lower-case text begins with one of them.
    pub fn begin(&self, text: &str) -> bool {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !"👉»▶►➡©".contains(c));
        let first = text.bytes().next().map(usize::from);
        first.is_some_and(|first| self.0[first].iter().any(|phrase| text.starts_with(phrase)))
    }

    /// Whether one of them stands in a lower-case text.
    pub fn are_in(&self, text: &str) -> bool {
        self.ends(text).next().is_some()
    }

    /// Where in a lower-case text one of them ends, of those that begin where a word does.
    pub fn ends<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.found(text).map(|found| found.end)
    }

    /// Where in a lower-case text they stand, of those that begin where a word does.
    pub fn found<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        let bytes = text.as_bytes();
        let begins_word =
            move |&at: &usize| at == 0 || bytes[at - 1].is_ascii() && !bytes[at - 1].is_ascii_alphanumeric();
        (0..bytes.len()).filter(begins_word).flat_map(move |at| {
            let found =
                self.0[usize::from(bytes[at])].iter().filter(move |phrase| bytes[at..].starts_with(phrase.as_bytes()));
            found.map(move |phrase| at..at + phrase.len())
        })
    }
}
