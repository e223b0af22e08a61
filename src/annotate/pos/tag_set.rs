//! The tags that a tagger gives, by their numbers in its model.
//!
//! A model of a Universal Dependencies treebank has tags as the treebank writes parts of speech and features:
//! `NOUN|Gender=Fem|Number=Plur`. The English one has Penn tags.

use crate::document::Tag;
use crate::model::{ModelError, ModelFile};

/// Section of the tags: their names, a line each.
pub(crate) const TAGS: &str = "tags";

/// The tags of a model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TagSet {
    names: Vec<String>,
    tags: Vec<Tag>,
}

impl TagSet {
    /// The most tags that a model can have.
    pub const MOST: usize = 255;

    /// Tags by name, in the order of their numbers.
    ///
    /// # Panics
    /// When there are more than [`TagSet::MOST`].
    pub fn new(names: Vec<String>) -> TagSet {
        assert!(names.len() <= TagSet::MOST, "{} tags", names.len());
        let tags = names.iter().map(|name| Tag::from_universal(name).unwrap_or_else(|| Tag::from_penn(name)));
        TagSet { tags: tags.collect(), names }
    }

    /// Reads the section of a model file.
    ///
    /// # Errors
    /// When there is none, or it has too many tags or none.
    pub(crate) fn read(file: &ModelFile) -> Result<TagSet, ModelError> {
        let malformed = || ModelError::Section(TAGS.to_owned());
        let text = std::str::from_utf8(file.section(TAGS)?).map_err(|_| malformed())?;
        let names: Vec<_> = text.lines().map(str::to_owned).collect();
        match names.len() {
            1..=TagSet::MOST => Ok(TagSet::new(names)),
            _ => Err(malformed()),
        }
    }

    /// The section that [`TagSet::read`] reads.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn section(&self) -> Vec<u8> {
        self.names.join("\n").into_bytes()
    }

    /// Whether the tags are universal ones; else they are Penn tags.
    pub fn is_universal(&self) -> bool {
        self.names.iter().any(|name| name.contains('|'))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The name of a tag; empty for a number that is none.
    pub fn name(&self, tag: u8) -> &str {
        self.names.get(usize::from(tag)).map_or("", String::as_str)
    }

    /// What a tag means; nothing for a number that is none.
    pub fn tag(&self, tag: u8) -> Tag {
        self.tags.get(usize::from(tag)).copied().unwrap_or_default()
    }

    /// All names, in the order of their numbers.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The number of a tag.
    pub fn number(&self, name: &str) -> Option<u8> {
        self.names.iter().position(|n| n == name).map(|at| at as u8)
    }
}

/// The part of speech in a tag's name: `NOUN` of `NOUN|Number=Plur`; a Penn tag whole.
pub fn part_of_speech(name: &str) -> &str {
    name.split('|').next().unwrap_or(name)
}

/// What the parser sees of a tag: the part of speech, the form of a verb, the kind of a mark; a Penn tag whole.
pub fn coarse(name: &str) -> String {
    let mut parts = name.split('|');
    let first = parts.next().unwrap_or_default().to_owned();
    let kept = parts.filter(|feature| feature.starts_with("VerbForm=") || feature.starts_with("PunctType="));
    kept.fold(first, |all, feature| all + "|" + feature)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parser_sees_less_of_a_tag() {
        assert_eq!(coarse("VERB|Mood=Ind|Number=Sing|VerbForm=Fin"), "VERB|VerbForm=Fin");
        assert_eq!(coarse("NOUN|Gender=Fem|Number=Plur"), "NOUN");
        assert_eq!(coarse("PRP$"), "PRP$");
    }
}
