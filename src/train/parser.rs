//! Trains the dependency parser.

mod examples;
mod fit;
mod network;
mod oracle;
pub mod parsed;

use std::collections::BTreeSet;

use super::Options;
use crate::annotate::parser::KIND;
use crate::annotate::pos::Tagger;
use crate::annotate::pos::tag_set::{TAGS, TagSet};
use crate::evaluation::conllu::Sentence;
use crate::evaluation::tagged::Scheme;
use crate::model::write_model;
use examples::Example;
use fit::{Fitted, Thresholds};
use parsed::Parsed;

/// What counts when learning from treebanks.
const OF_TREEBANKS: Thresholds = Thresholds { words: 3, features: 20 };
/// What counts when learning from parsed text too, which is several times as much.
const OF_ALL: Thresholds = Thresholds { words: 5, features: 30 };

/// What a parser is learnt from.
#[derive(Debug)]
pub struct Data<'a> {
    /// Sentences with gold trees.
    pub treebank: &'a [Sentence],
    /// How often each of them is learnt from in a pass.
    pub times: usize,
    /// Sentences of related languages with gold trees, learnt from once in a pass.
    pub related: &'a [Sentence],
    /// Their language.
    pub language: &'a str,
    /// Which of their tags count.
    pub scheme: Scheme,
    /// Text that a better parser has parsed…
    pub parsed: &'a [Parsed],
    /// …with the tags of this tagger.
    pub tagger: &'a Tagger,
    /// A feature has a row when it is seen so often; as much as suits the amount of text where none is given.
    pub least_seen: Option<u32>,
}

/// Trains a parser and gives its model file.
///
/// Tags are those that a tagger gives which has not seen the sentence, since a parser that learns from gold tags
/// trusts tags too much.
pub fn train(data: &Data, options: Options, mut report: impl FnMut(&str)) -> Vec<u8> {
    let all = data.treebank.iter().chain(data.related);
    let joined: Vec<_> = all.map(|sentence| sentence.joined(data.language)).collect();
    let of_treebank = examples::tag(&joined, data.scheme, options.seed, &mut report);
    let of_parsed = data.parsed.iter().map(|sentence| {
        let words: Vec<_> = sentence.words.iter().map(String::as_str).collect();
        examples::coarse_tags(data.tagger, &words)
    });
    let tags: Vec<Vec<String>> = of_treebank.into_iter().chain(of_parsed).collect();
    let names: BTreeSet<&String> = tags.iter().flatten().collect();
    let set = TagSet::new(names.into_iter().cloned().collect());
    let numbers = |tags: &[String]| -> Vec<u8> { tags.iter().filter_map(|name| set.number(name)).collect() };
    let mut examples = Vec::with_capacity(tags.len());
    for (sentence, tags) in joined.iter().zip(&tags) {
        let words = sentence.words.iter().map(|w| w.form.as_str());
        examples.push(Example::new(words, &numbers(tags), sentence.words.iter().map(|w| (w.head, w.relation))));
    }
    for (sentence, tags) in data.parsed.iter().zip(&tags[joined.len()..]) {
        let words = sentence.words.iter().map(String::as_str);
        examples.push(Example::new(words, &numbers(tags), sentence.tree.iter().copied()));
    }
    for _ in 1..data.times {
        examples.extend_from_within(..data.treebank.len());
    }
    let mut thresholds = if data.parsed.is_empty() { OF_TREEBANKS } else { OF_ALL };
    thresholds.features = data.least_seen.unwrap_or(thresholds.features);
    let fitted = Fitted::new(&mut examples, set.len() as u8, options.epochs, thresholds, options.seed, report);
    let sections = fitted.sections();
    let tags = set.section();
    let sections = sections.iter().map(|(name, bytes)| (*name, &bytes[..]));
    write_model(KIND, &[(TAGS, &tags[..])].into_iter().chain(sections).collect::<Vec<_>>())
}
