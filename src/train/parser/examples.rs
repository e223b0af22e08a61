//! What the parser learns from: sentences with automatic tags and a tree.

use std::collections::BTreeMap;

use super::oracle::Oracle;
use crate::annotate::parser::lexicon::{self, Lexicon};
use crate::annotate::parser::state::{State, Word};
use crate::annotate::pos::Tagger;
use crate::annotate::pos::tag_set::coarse;
use crate::document::Relation;
use crate::evaluation::conllu::Sentence;
use crate::evaluation::tagged::{Scheme, Tagged};
use crate::model::word_features::WordFeatures;
use crate::train::Options;
use crate::train::pos;

/// Parts into which the data is split to tag each with a tagger that has not seen it.
const FOLDS: usize = 5;
/// Passes over the data for those taggers.
const FOLD_EPOCHS: usize = 4;

/// A sentence to learn from: words as the parser sees them, and the tree.
#[derive(Debug, Clone)]
pub(super) struct Example {
    pub words: Vec<(WordFeatures, u8)>,
    pub oracle: Oracle,
}

impl Example {
    /// A sentence with its tags, and for each word its head (the root's is itself) and its relation.
    pub fn new<'a>(
        words: impl Iterator<Item = &'a str>,
        tags: &[u8],
        tree: impl Iterator<Item = (usize, Relation)>,
    ) -> Example {
        Example { words: words.map(WordFeatures::new).zip(tags.iter().copied()).collect(), oracle: Oracle::new(tree) }
    }
}

/// The frequent words of the data.
#[derive(Debug)]
pub(super) struct Words {
    pub lexicon: Lexicon,
    /// Hashes of their lower-case forms, the most frequent first.
    pub hashes: Vec<u64>,
    /// How often each was seen.
    seen: Vec<usize>,
}

impl Words {
    /// The words that were seen `least` times or more.
    pub fn new(examples: &[Example], least: usize) -> Words {
        let mut counts = BTreeMap::<u64, usize>::new();
        for (form, _) in examples.iter().flat_map(|e| &e.words) {
            *counts.entry(form.lower).or_default() += 1;
        }
        let mut frequent: Vec<_> = counts.into_iter().filter(|&(_, seen)| seen >= least).collect();
        frequent.sort_by_key(|&(hash, seen)| (std::cmp::Reverse(seen), hash));
        let (hashes, seen): (Vec<_>, Vec<_>) = frequent.into_iter().unzip();
        Words { lexicon: Lexicon::new(hashes.iter().copied()), hashes, seen }
    }

    /// Begins a sentence; `hide` says whether to see a word of a frequency as its class.
    pub fn begin(&self, example: &Example, state: &mut State, mut hide: impl FnMut(usize) -> bool) {
        state.begin(example.words.iter().map(|(form, tag)| {
            let class = lexicon::class(form);
            let number = self.lexicon.number(form.lower);
            let number = number.filter(|n| !hide(self.seen[(n - lexicon::FIRST_WORD) as usize]));
            Word { word: number.unwrap_or(class), class, tag: *tag }
        }));
    }
}

/// The tags of the treebank's words as the parser sees them, each sentence's by a tagger that has not seen it.
pub(super) fn tag(joined: &[Sentence], scheme: Scheme, seed: u64, report: &mut impl FnMut(&str)) -> Vec<Vec<String>> {
    let tagged: Vec<_> = joined.iter().map(|sentence| Tagged::new(sentence, scheme)).collect();
    let mut tags = Vec::with_capacity(joined.len());
    for fold in 0..FOLDS {
        // Whole stretches of the treebank, so that a document falls into one fold.
        let held = joined.len() * fold / FOLDS..joined.len() * (fold + 1) / FOLDS;
        let seen = tagged[..held.start].iter().chain(&tagged[held.end..]);
        let options = Options { epochs: FOLD_EPOCHS, seed };
        let model = pos::train(&seen.cloned().collect::<Vec<_>>(), Vec::new(), options, 1, |_| ());
        // A tagger keeps its model for good; a few of them are affordable in a training run.
        let tagger = Tagger::open(model.leak()).expect("just written");
        for sentence in &joined[held] {
            let words: Vec<_> = sentence.words.iter().map(|w| w.form.as_str()).collect();
            tags.push(coarse_tags(&tagger, &words));
        }
        report(&format!("tagged part {} of {FOLDS}", fold + 1));
    }
    tags
}

/// The tags of some words as the parser sees them.
pub(super) fn coarse_tags(tagger: &Tagger, words: &[&str]) -> Vec<String> {
    tagger.tags(words).into_iter().map(|tag| coarse(tagger.tag_set().name(tag))).collect()
}
