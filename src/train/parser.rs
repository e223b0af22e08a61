//! Trains and scores the dependency parser.

mod oracle;

use std::collections::BTreeMap;

use super::conllu::Sentence;
use super::perceptron::Perceptron;
use super::pos;
use super::random::Random;
use super::score::share;
use super::tagged::Tagged;
use crate::annotate::form::Form;
use crate::annotate::parser::state::{State, Transition};
use crate::annotate::parser::{KIND, Parser, WEIGHTS, features};
use crate::annotate::pos::Tagger;
use crate::document::{Pos, Relation};
use crate::model::{write_model, write_table};
use oracle::Oracle;

/// How to train.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Passes over the data.
    pub epochs: usize,
    /// Seed of the order and of exploration.
    pub seed: u64,
}

/// From the second pass on, the share of steps at which the parser follows its own choice even when it is wrong.
const EXPLORE: f64 = 0.9;
/// A feature counts from this number of updates on.
const LEAST_UPDATES: u32 = 6;
/// Parts into which the data is split to tag each with a tagger that has not seen it.
const FOLDS: usize = 5;
/// Passes over the data for those taggers.
const FOLD_EPOCHS: usize = 4;

/// A sentence to learn from: words as the parser sees them, and the tree.
struct Example {
    words: Vec<(u64, Pos)>,
    oracle: Oracle,
}

/// Trains a parser and gives its model file.
///
/// Tags are those that a tagger gives which has not seen the sentence, since a parser that learns from gold tags
/// trusts tags too much. `more_tagged` helps those taggers.
pub fn train(treebank: &[Sentence], more_tagged: &[Tagged], options: Options, mut report: impl FnMut(&str)) -> Vec<u8> {
    let mut examples = examples(treebank, more_tagged, options.seed, &mut report);
    let mut perceptron = Perceptron::new(LEAST_UPDATES);
    let mut random = Random::new(options.seed);
    for epoch in 1..=options.epochs {
        random.shuffle(&mut examples);
        let explore = if epoch == 1 { 0.0 } else { EXPLORE };
        let (mut right, mut steps) = (0, 0);
        for example in &examples {
            let (r, s) = learn(example, &mut perceptron, explore, &mut random);
            right += r;
            steps += s;
        }
        report(&format!("epoch {epoch}: {:.2} % of {steps} steps right while learning", 100.0 * share(right, steps)));
    }
    let weights = write_table(&perceptron.quantised(1));
    write_model(KIND, &[(WEIGHTS, &weights)])
}

/// Goes through one sentence; gives the steps decided rightly and all that were decided.
fn learn(example: &Example, perceptron: &mut Perceptron, explore: f64, random: &mut Random) -> (usize, usize) {
    let mut state = State::default();
    let mut features = Vec::new();
    let (mut right, mut steps) = (0, 0);
    state.begin(example.words.iter().copied());
    while !state.is_done() {
        if let Some(transition) = state.forced() {
            state.apply(transition);
            continue;
        }
        features.clear();
        features::each(&state, |feature| features.push(feature));
        let scores = perceptron.scores(&features);
        let guess = Transition::best(&scores, &state);
        let costs = example.oracle.costs(&state);
        let is_optimal = |transition| example.oracle.is_optimal(transition, &costs, &state);
        perceptron.tick();
        steps += 1;
        let mut step = guess;
        if is_optimal(guess) {
            right += 1;
        } else if let Some(gold) = Transition::best_of(&scores, &state, is_optimal) {
            perceptron.update(&features, gold.class() as u8, guess.class() as u8);
            if !random.chance(explore) {
                step = gold;
            }
        }
        state.apply(step);
    }
    (right, steps)
}

/// The treebank with automatic tags.
fn examples(treebank: &[Sentence], more: &[Tagged], seed: u64, report: &mut impl FnMut(&str)) -> Vec<Example> {
    let joined: Vec<_> = treebank.iter().map(Sentence::joined).collect();
    let tagged: Vec<_> = joined.iter().map(Tagged::from).collect();
    let mut examples = Vec::with_capacity(joined.len());
    for fold in 0..FOLDS {
        // Whole stretches of the treebank, so that a document falls into one fold.
        let held = joined.len() * fold / FOLDS..joined.len() * (fold + 1) / FOLDS;
        let seen = tagged[..held.start].iter().chain(&tagged[held.end..]).chain(more);
        let options = pos::Options { epochs: FOLD_EPOCHS, seed };
        let model = pos::train(&seen.cloned().collect::<Vec<_>>(), Vec::new(), options, |_| ());
        // A tagger keeps its model for good; a few of them are affordable in a training run.
        let tagger = Tagger::open(model.leak()).expect("just written");
        let (mut correct, mut total) = (0, 0);
        for sentence in &joined[held] {
            let words: Vec<_> = sentence.words.iter().map(|w| w.form.as_str()).collect();
            let tags = tagger.tags(&words);
            correct += tags.iter().zip(&sentence.words).filter(|(tag, word)| **tag == word.pos).count();
            total += tags.len();
            let words = words.iter().zip(&tags).map(|(word, &tag)| (Form::new(word).lower, tag)).collect();
            examples.push(Example { words, oracle: Oracle::new(sentence) });
        }
        report(&format!("tagged part {} of {FOLDS}: {:.2} % right", fold + 1, 100.0 * share(correct, total)));
    }
    examples
}

/// Counts of a comparison of trees, over words that are no punctuation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Words.
    pub words: usize,
    /// Words with the right head.
    pub heads: usize,
    /// Words with the right head and relation.
    pub labelled: usize,
}

impl Attachment {
    /// Adds another comparison's counts.
    pub fn add(&mut self, other: Attachment) {
        self.words += other.words;
        self.heads += other.heads;
        self.labelled += other.labelled;
    }
}

/// Scores a tagger and parser on gold words, by genre; `report` gets each wrong word as (sentence, index, head,
/// relation).
pub fn score(
    tagger: &Tagger,
    parser: &Parser,
    treebank: &[Sentence],
    mut report: impl FnMut(&Sentence, usize, usize, Relation),
) -> BTreeMap<String, Attachment> {
    let mut scores = BTreeMap::<_, Attachment>::new();
    for sentence in treebank {
        let sentence = sentence.joined();
        let words: Vec<_> = sentence.words.iter().map(|w| w.form.as_str()).collect();
        let tags = tagger.tags(&words);
        let tagged: Vec<_> = words.into_iter().zip(tags).collect();
        let mut counts = Attachment::default();
        for (at, (head, relation)) in parser.tree(&tagged).into_iter().enumerate() {
            let gold = &sentence.words[at];
            if gold.relation == Relation::Punct {
                continue;
            }
            counts.words += 1;
            counts.heads += usize::from(head == gold.head);
            counts.labelled += usize::from(head == gold.head && relation == gold.relation);
            if head != gold.head || relation != gold.relation {
                report(&sentence, at, head, relation);
            }
        }
        scores.entry(sentence.genre().to_owned()).or_default().add(counts);
    }
    scores
}
