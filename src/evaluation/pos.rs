//! Scores the part-of-speech tagger.

use std::collections::BTreeMap;

use super::tagged::Tagged;
use crate::annotate::pos::Tagger;
use crate::document::Pos;

/// Words tagged rightly and words, by genre.
pub type Accuracy = BTreeMap<String, (usize, usize)>;

/// Scores a tagger on gold words; `report` gets each wrong word as (sentence, index, tag).
pub fn score(tagger: &Tagger, sentences: &[Tagged], mut report: impl FnMut(&Tagged, usize, Pos)) -> Accuracy {
    let mut accuracy = Accuracy::new();
    for sentence in sentences {
        let words: Vec<_> = sentence.words.iter().map(String::as_str).collect();
        let counts = accuracy.entry(sentence.genre.clone()).or_default();
        for (at, (tag, gold)) in tagger.tags(&words).into_iter().zip(&sentence.tags).enumerate() {
            counts.1 += 1;
            if Some(tag) == *gold {
                counts.0 += 1;
            } else {
                report(sentence, at, tag);
            }
        }
    }
    accuracy
}
