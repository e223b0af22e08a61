//! Trains the dependency parser.

mod examples;
mod fit;
mod network;
mod oracle;
pub mod parsed;

use super::Options;
use crate::annotate::parser::KIND;
use crate::annotate::pos::Tagger;
use crate::evaluation::conllu::Sentence;
use crate::model::write_model;
use examples::Example;
use fit::{Fitted, Thresholds};
use parsed::Parsed;

/// What counts when learning from treebanks.
const OF_TREEBANKS: Thresholds = Thresholds { words: 3, features: 20 };
/// What counts when learning from parsed text too, which is several times as much.
const OF_ALL: Thresholds = Thresholds { words: 5, features: 30 };

/// Trains a parser and gives its model file.
///
/// Tags are those that a tagger gives which has not seen the sentence, since a parser that learns from gold tags
/// trusts tags too much. `parsed` is text that a better parser has parsed, with the tags of our own tagger.
pub fn train(
    treebank: &[Sentence],
    parsed: &[Parsed],
    tagger: &Tagger,
    options: Options,
    mut report: impl FnMut(&str),
) -> Vec<u8> {
    let joined: Vec<_> = treebank.iter().map(Sentence::joined).collect();
    let tags = examples::tag(&joined, options.seed, &mut report);
    let mut examples = Vec::with_capacity(joined.len() + parsed.len());
    for (sentence, tags) in joined.iter().zip(tags) {
        let words = sentence.words.iter().map(|w| w.form.as_str());
        examples.push(Example::new(words, &tags, sentence.words.iter().map(|w| (w.head, w.relation))));
    }
    for sentence in parsed {
        let words: Vec<_> = sentence.words.iter().map(String::as_str).collect();
        let tags = tagger.tags(&words);
        examples.push(Example::new(words.into_iter(), &tags, sentence.tree.iter().copied()));
    }
    let thresholds = if parsed.is_empty() { OF_TREEBANKS } else { OF_ALL };
    let fitted = Fitted::new(&mut examples, options.epochs, thresholds, options.seed, report);
    let sections = fitted.sections();
    write_model(KIND, &sections.each_ref().map(|(name, bytes)| (*name, &bytes[..])))
}
