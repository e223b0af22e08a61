//! Part of speech: a greedy tagger, left to right, with an averaged perceptron (Collins 2002).
//!
//! Frequent words that have one tag in practice get it from the lexicon; the others are scored with features of
//! the word, its neighbours, the tags before it and the tags that the lexicon knows for the words behind it.

pub(crate) mod features;

use crate::document::{Document, Pos};
use crate::model::word_features::WordFeatures;
use crate::model::{Aligned, ModelError, ModelFile, SCORES, SparseTable};
use features::{Context, Word};

/// Kind of the model file.
pub(crate) const KIND: &str = "pos";
/// Section of the lexicon: word to the tags that training saw.
pub(crate) const LEXICON: &str = "lexi";
/// Section of the weights.
pub(crate) const WEIGHTS: &str = "wght";

static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/en/pos.bin"));

/// Assigns Penn tags.
#[derive(Debug, Clone)]
pub struct Tagger {
    lexicon: SparseTable<'static>,
    weights: SparseTable<'static>,
}

impl Default for Tagger {
    /// The embedded model.
    ///
    /// # Panics
    /// If the embedded file is damaged, which is a fault of the build.
    fn default() -> Self {
        let file = ModelFile::open_embedded(&EMBEDDED.0, KIND);
        file.and_then(|file| Tagger::read(&file)).expect("the embedded tagger is whole")
    }
}

impl Tagger {
    /// Opens a model.
    ///
    /// # Errors
    /// When the bytes are not a whole tagger model.
    pub fn open(bytes: &'static [u8]) -> Result<Tagger, ModelError> {
        Tagger::read(&ModelFile::open(bytes, KIND)?)
    }

    fn read(file: &ModelFile<'static>) -> Result<Tagger, ModelError> {
        Ok(Tagger { lexicon: file.table(LEXICON)?, weights: file.table(WEIGHTS)? })
    }

    /// Writes `Syntax::tags`.
    pub fn annotate(&self, doc: &mut Document) {
        let mut pos = Vec::with_capacity(doc.tokens.len());
        let mut words = Vec::new();
        for sentence in &doc.sentences {
            words.clear();
            words
                .extend(sentence.tokens.iter().map(|t| Word::new(WordFeatures::new(doc.token_text(t)), &self.lexicon)));
            self.tag(&words, &mut pos);
        }
        doc.syntax.tags = pos.iter().map(|pos: &Pos| pos.tag()).collect();
        doc.syntax.pos = pos;
    }

    /// The tags of the words of a sentence.
    pub fn tags(&self, words: &[&str]) -> Vec<Pos> {
        let words: Vec<_> = words.iter().map(|w| Word::new(WordFeatures::new(w), &self.lexicon)).collect();
        let mut tags = Vec::with_capacity(words.len());
        self.tag(&words, &mut tags);
        tags
    }

    /// Appends the tags of a sentence.
    fn tag(&self, words: &[Word], tags: &mut Vec<Pos>) {
        let mut context = Context::new(words);
        let mut features = Vec::new();
        for word in words {
            let tag = word.fixed.unwrap_or_else(|| {
                features.clear();
                context.features(|feature| features.push(feature));
                let mut scores = [0; SCORES];
                self.weights.add(&features, &mut scores);
                Pos::ALL[best(&scores[..Pos::COUNT])]
            });
            context.push(tag);
            tags.push(tag);
        }
    }
}

/// The index of the highest score; the lowest one of equals.
pub(crate) fn best(scores: &[i32]) -> usize {
    let mut best = 0;
    for (at, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = at;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn the_embedded_model_is_unchanged() {
        Tagger::open(&EMBEDDED.0).expect("its checksum, which nobody looks at while the program runs");
    }

    #[test]
    fn the_embedded_model_tags_news() {
        let words = ["Merkel", "said", "on", "Friday", "that", "the", "talks", "had", "n't", "ended", "."];
        let tags: Vec<_> = Tagger::default().tags(&words).into_iter().map(Pos::name).collect();
        expect![["NNP VBD IN NNP IN DT NNS VBD RB VBN ."]].assert_eq(&tags.join(" "));
    }
}
