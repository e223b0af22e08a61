//! Scores the part-of-speech tagger.

use std::collections::BTreeMap;

use super::tagged::{Gold, Tagged};
use crate::annotate::pos::Tagger;
use crate::annotate::pos::tag_set::part_of_speech;

/// What is no tag of a Penn treebank's set counts as this one.
const OTHER: &str = "XX";

/// Counts of a comparison of tags.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Accuracy {
    /// Words.
    pub words: usize,
    /// Words with the right tag, features included.
    pub tags: usize,
    /// Words with the right part of speech.
    pub parts_of_speech: usize,
}

impl Accuracy {
    /// Adds another comparison's counts.
    pub fn add(&mut self, other: Accuracy) {
        self.words += other.words;
        self.tags += other.tags;
        self.parts_of_speech += other.parts_of_speech;
    }
}

/// Scores a tagger on gold words, by genre; `report` gets each word with another part of speech as (sentence, index, tag).
pub fn score(
    tagger: &Tagger,
    sentences: &[Tagged],
    mut report: impl FnMut(&Tagged, usize, &str),
) -> BTreeMap<String, Accuracy> {
    let set = tagger.tag_set();
    let mut scores = BTreeMap::<_, Accuracy>::new();
    for sentence in sentences {
        let words: Vec<_> = sentence.words.iter().map(String::as_str).collect();
        let counts = scores.entry(sentence.genre.clone()).or_default();
        for (at, (tag, gold)) in tagger.tags(&words).into_iter().zip(&sentence.tags).enumerate() {
            let tag = set.name(tag);
            let whole = match gold {
                Gold::Unknown => "",
                Gold::Tag(name) | Gold::PartOfSpeech(name) if set.number(OTHER).is_none() => name,
                Gold::Tag(name) | Gold::PartOfSpeech(name) => set.number(name).map_or(OTHER, |_| name),
            };
            counts.words += 1;
            counts.tags += usize::from(tag == whole);
            if part_of_speech(tag) == part_of_speech(whole) {
                counts.parts_of_speech += 1;
            } else {
                report(sentence, at, tag);
            }
        }
    }
    scores
}
