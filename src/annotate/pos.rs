//! Part of speech: a greedy tagger, left to right, with an averaged perceptron (Collins 2002).
//!
//! Frequent words that have one tag in practice get it from the lexicon; the others are scored with features of
//! the word, its neighbours, the tags before it and the tags that the lexicon knows for the words behind it.

pub(crate) mod features;
pub mod tag_set;

use crate::document::Document;
use crate::interrupt;
use crate::model::word_features::WordFeatures;
use crate::model::{ModelError, ModelFile, SCORES, SparseTable, Weights};
use features::{Context, Word};
use tag_set::TagSet;

/// Kind of the model file.
pub(crate) const KIND: &str = "pos";
/// Section of the lexicon: word to the tags that training saw.
pub(crate) const LEXICON: &str = "lexi";
/// Section of the weights.
pub(crate) const WEIGHTS: &str = "wght";

/// Assigns the tags of a model.
#[derive(Debug, Clone)]
pub struct Tagger {
    tags: TagSet,
    lexicon: SparseTable<'static>,
    weights: Weights<'static>,
}

impl Tagger {
    /// Opens a model.
    ///
    /// # Errors
    /// When the bytes are not a whole tagger model.
    pub fn open(bytes: &'static [u8]) -> Result<Tagger, ModelError> {
        Tagger::read(&ModelFile::open(bytes, KIND)?)
    }

    pub(crate) fn read(file: &ModelFile<'static>) -> Result<Tagger, ModelError> {
        Ok(Tagger {
            tags: TagSet::read(file)?,
            lexicon: file.table(LEXICON)?,
            weights: Weights::new(file.table(WEIGHTS)?),
        })
    }

    /// The tags that it gives.
    pub fn tag_set(&self) -> &TagSet {
        &self.tags
    }

    /// Writes `Syntax::tags` and `Syntax::tag_numbers`.
    pub fn annotate(&self, doc: &mut Document) {
        let forms = forms(doc);
        self.annotate_forms(doc, &forms);
    }

    /// The same, given the [`forms`] of the words.
    pub(crate) fn annotate_forms(&self, doc: &mut Document, forms: &[WordFeatures]) {
        let mut tags = Vec::with_capacity(doc.tokens.len());
        let mut words = Vec::new();
        for sentence in &doc.sentences {
            words.clear();
            words.extend(forms[sentence.tokens.iter()].iter().map(|&form| Word::new(form, &self.lexicon)));
            self.tag(&words, &mut tags);
        }
        doc.syntax.tags = tags.iter().map(|&tag| self.tags.tag(tag)).collect();
        doc.syntax.tag_numbers = tags;
    }

    /// The numbers of the tags of the words of a sentence.
    pub fn tags(&self, words: &[&str]) -> Vec<u8> {
        let words: Vec<_> = words.iter().map(|w| Word::new(WordFeatures::new(w), &self.lexicon)).collect();
        let mut tags = Vec::with_capacity(words.len());
        self.tag(&words, &mut tags);
        tags
    }

    /// Appends the tags of a sentence.
    fn tag(&self, words: &[Word], tags: &mut Vec<u8>) {
        let mut context = Context::new(words);
        for word in words {
            interrupt::check();
            let tag = word.fixed.unwrap_or_else(|| {
                let mut scores = [0; SCORES];
                self.weights.add(context.features(), &mut scores);
                best(&scores[..self.tags.len()]) as u8
            });
            context.push(tag);
            tags.push(tag);
        }
    }
}

/// What the linear models see of each word of a document.
pub(crate) fn forms(doc: &Document) -> Vec<WordFeatures> {
    let form = |token: usize| {
        interrupt::check();
        WordFeatures::new(doc.token_text(token))
    };
    (0..doc.tokens.len()).map(form).collect()
}

/// The index of the highest score; the lowest one of equals.
pub(crate) fn best(scores: &[i32]) -> usize {
    let highest = scores.iter().copied().fold(i32::MIN, i32::max);
    scores.iter().position(|&score| score == highest).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::annotate::LanguageModels;

    #[test]
    fn the_embedded_model_tags_news() {
        let words = ["Merkel", "said", "on", "Friday", "that", "the", "talks", "had", "n't", "ended", "."];
        let tagger = LanguageModels::english().tagger();
        let tags: Vec<_> = tagger.tags(&words).into_iter().map(|tag| tagger.tag_set().name(tag)).collect();
        expect![["NNP VBD IN NNP IN DT NNS VBD RB VBN ."]].assert_eq(&tags.join(" "));
    }
}
