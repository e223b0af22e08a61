//! Words that are never keywords (`stopwords.txt`).

use super::section::{PackError, Section};
use super::word_map::WordMap;

/// A language's words that tell nothing of what an article is about.
#[derive(Debug, Default)]
pub struct Stopwords {
    words: WordMap<()>,
    /// `[plural-ending]`: endings that a noun has in the plural alone.
    plural_endings: Vec<&'static str>,
}

impl Stopwords {
    /// Whether a word, in any case, is one.
    pub fn contains(&self, word: &str) -> bool {
        self.words.get_lowered(word).is_some()
    }

    /// Whether there is no list.
    pub fn is_empty(&self) -> bool {
        self.words.values().next().is_none()
    }

    /// Endings that a noun has in the plural alone.
    pub fn plural_endings(&self) -> &[&'static str] {
        &self.plural_endings
    }

    /// Reads `stopwords.txt`.
    ///
    /// # Errors
    /// A section that the file cannot have.
    pub(super) fn read(&mut self, section: &Section) -> Result<(), PackError> {
        match section.name {
            "stopword" => section.words().for_each(|word| self.words.insert(word, ())),
            "plural-ending" => self.plural_endings = section.words().collect(),
            _ => return Err(section.error("unknown kind of stopwords")),
        }
        Ok(())
    }
}
