//! Trains the fast tier: features to numbers, epochs, pruning, quantising, the file.

use std::collections::HashMap;
use std::ops::Range;

use super::corpus::Sentence;
use super::crf::{Crf, Island, Row, Target};
use super::draw::Draw;
use crate::annotate::names::fast::{self, STEPS_PER_NAT};
use crate::annotate::names::features::{self, features};
use crate::annotate::names::label::LABELS;
use crate::annotate::names::lexicon::Lexicon;
use crate::annotate::names::lexicon::look_at;
use crate::annotate::names::weights::{Table, key};
use crate::model::write_model;

/// How the fast tier is trained.
#[derive(Debug, Clone)]
pub struct Options {
    /// Passes over the data.
    pub epochs: usize,
    /// First step size.
    pub rate: f32,
    /// L2 share taken off touched weights per step.
    pub decay: f32,
    /// Share of a word's features that are hidden at each visit, so that no feature is relied on alone.
    pub dropout: f64,
    /// Features seen less often are left out.
    pub min_count: u32,
    /// Most features that the model has. Halfway through the passes all others are left out, and those that stay learn
    /// what these had told.
    pub features: usize,
    /// Weights (nats) below this are dropped at the end.
    pub prune: f32,
    /// Seed of the order of sentences.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            epochs: 10,
            rate: 0.15,
            decay: 0.0,
            dropout: 0.15,
            min_count: 1,
            features: 800_000,
            prune: 0.0,
            seed: 1,
        }
    }
}

impl Options {
    /// Those of the models that only take first looks for others to learn from: smaller and learnt in half the time.
    pub fn of_first_looks(&self) -> Self {
        Options { epochs: 3, min_count: 2, features: usize::MAX, prune: 0.1, ..self.clone() }
    }
}

/// The sections of a model but for the weights of the rest of the document.
#[derive(Debug)]
pub(super) struct WordModel {
    transitions: Vec<u8>,
    lists: Vec<u8>,
    closed: Vec<u8>,
    words: Vec<u8>,
}

impl WordModel {
    /// The model file, given the weights of the rest of the document, sorted by key.
    pub fn file(&self, document: &[(u64, [i8; LABELS])]) -> Vec<u8> {
        let mut rows = Vec::new();
        Table::write(document, &mut rows);
        let WordModel { transitions, lists, closed, words } = self;
        write_model(
            fast::KIND,
            &[
                (fast::TRANSITIONS, transitions),
                (fast::LISTS, lists),
                (fast::CLOSED, closed),
                (fast::WORDS, words),
                (fast::DOCUMENT, &rows),
            ],
        )
    }
}

/// Trains the weights of the words in their sentence.
pub(super) fn train_words(sentences: &[&(Sentence, f32)], lexicon: &Lexicon, options: &Options) -> WordModel {
    let (numbers, mut keys) = number_features(sentences, lexicon, options.min_count);
    let mut islands = Vec::new();
    for_each_island(sentences, lexicon, |words, target, weight| {
        let features = words
            .iter()
            .map(|keys| keys.iter().filter_map(|k| numbers.get(k).copied()).collect::<Box<[u32]>>())
            .collect();
        islands.push(Island { features, target, weight, given: Vec::new() });
    });
    drop(numbers);
    eprintln!("{} features, {} islands", keys.len(), islands.len());
    let mut crf = Crf::new(keys.len(), options.rate, options.decay);
    let mut draw = Draw::new(options.seed);
    let mut learnt = 0;
    if keys.len() > options.features {
        learnt = options.epochs / 2;
        learn(&mut crf, &islands, options, 0..learnt, &mut draw);
        keep_telling(&mut crf, &mut islands, &mut keys, options.features);
    }
    learn(&mut crf, &islands, options, learnt..options.epochs, &mut draw);
    let step = |cell: &f32| (quantised(*cell).clamp(-30_000, 30_000) as i16).to_le_bytes();
    let transitions = crf.transitions.iter().flatten().flat_map(step).collect();
    let mut model = WordModel { transitions, lists: Vec::new(), closed: Vec::new(), words: Vec::new() };
    lexicon.write(&mut model.lists);
    lexicon.closed.write(&mut model.closed);
    let rows = rows(&crf, &keys, options.prune, 1.0 - options.dropout as f32);
    eprintln!("{} features kept", rows.len());
    Table::write(&rows, &mut model.words);
    model
}

/// Passes over islands in random order, with ever smaller steps.
pub(super) fn learn(crf: &mut Crf, islands: &[Island], options: &Options, epochs: Range<usize>, draw: &mut Draw) {
    let mut order: Vec<u32> = (0..islands.len() as u32).collect();
    for epoch in epochs {
        draw.shuffle(&mut order);
        for (i, &island) in order.iter().enumerate() {
            let done = (epoch as f32 + i as f32 / order.len() as f32) / options.epochs as f32;
            let island = hidden_some(&islands[island as usize], options.dropout, draw);
            crf.learn(&island, 1.0 - done);
        }
        eprintln!("epoch {} done", epoch + 1);
    }
}

/// Leaves all but the most telling features out: those whose squared weights, summed over the words that have the
/// feature, are largest. Small weights of features seen once tell a good deal together, so dropping them at the end
/// would cost more than a point; here the others take their part over.
fn keep_telling(crf: &mut Crf, islands: &mut [Island], keys: &mut Vec<u64>, most: usize) {
    let mut telling = vec![0.0f32; keys.len()];
    for &feature in islands.iter().flat_map(|island| &island.features).flatten() {
        telling[feature as usize] += 1.0;
    }
    for (telling, row) in telling.iter_mut().zip(&crf.weights) {
        let shared = shared(row);
        *telling *= row[..LABELS].iter().map(|weight| (weight - shared) * (weight - shared)).sum::<f32>();
    }
    let mut kept: Vec<usize> = (0..keys.len()).collect();
    kept.sort_by(|&a, &b| telling[b].total_cmp(&telling[a]).then(a.cmp(&b)));
    kept.truncate(most);
    kept.sort_unstable();
    let mut numbers = vec![None; keys.len()];
    for (number, &feature) in kept.iter().enumerate() {
        numbers[feature] = Some(number as u32);
    }
    for features in islands.iter_mut().flat_map(|island| &mut island.features) {
        *features = features.iter().filter_map(|&feature| numbers[feature as usize]).collect();
    }
    *keys = kept.iter().map(|&feature| keys[feature]).collect();
    crf.keep(&kept);
    eprintln!("{} features kept", keys.len());
}

/// The island with a share of each word's features hidden.
fn hidden_some(island: &Island, share: f64, draw: &mut Draw) -> Island {
    let features =
        island.features.iter().map(|f| f.iter().copied().filter(|_| !draw.chance(share)).collect()).collect();
    Island { features, target: island.target.clone(), weight: island.weight, given: island.given.clone() }
}

/// Numbers the features that occur often enough, in order of their keys.
fn number_features(sentences: &[&(Sentence, f32)], lexicon: &Lexicon, min_count: u32) -> (HashMap<u64, u32>, Vec<u64>) {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for_each_island(sentences, lexicon, |words, _, _| {
        for key in words.iter().flatten() {
            *counts.entry(*key).or_default() += 1;
        }
    });
    let mut keys: Vec<u64> = counts.into_iter().filter(|(_, n)| *n >= min_count).map(|(k, _)| k).collect();
    keys.sort_unstable();
    (keys.iter().enumerate().map(|(i, k)| (*k, i as u32)).collect(), keys)
}

/// Calls `each` with the feature keys, labels and weight of every island of candidates.
fn for_each_island(sentences: &[&(Sentence, f32)], lexicon: &Lexicon, mut each: impl FnMut(&[Vec<u64>], Target, f32)) {
    let (mut words, mut prepared) = (Vec::new(), features::Sentence::default());
    for (sentence, weight) in sentences {
        let texts = || sentence.words.iter().map(String::as_str);
        look_at(texts(), lexicon, &mut words);
        prepared.prepare(&words);
        prepared.complete(&mut words, texts());
        let mut start = 0;
        while start < words.len() {
            if !prepared.candidate[start] {
                start += 1;
                continue;
            }
            let end = (start..words.len()).find(|&i| !prepared.candidate[i]).unwrap_or(words.len());
            let keys: Vec<Vec<u64>> = (start..end)
                .map(|i| {
                    let mut keys = Vec::with_capacity(64);
                    features(&words, &prepared, i, |feature| keys.push(key(feature)));
                    keys
                })
                .collect();
            each(&keys, sentence.target(start..end), *weight);
            start = end;
        }
    }
}

fn quantised(weight: f32) -> i32 {
    (weight * STEPS_PER_NAT).round() as i32
}

/// The quantised weights of each feature that has any, times the share of features that training saw at once.
pub(super) fn rows(crf: &Crf, keys: &[u64], prune: f32, share: f32) -> Vec<(u64, [i8; LABELS])> {
    keys.iter()
        .zip(&crf.weights)
        .map(|(key, row)| {
            let shared = shared(row);
            let row = std::array::from_fn(|l| {
                let weight = (row[l] - shared) * share;
                if weight.abs() < prune { 0 } else { quantised(weight).clamp(-127, 127) as i8 }
            });
            (*key, row)
        })
        .filter(|(_, row)| row.iter().any(|&w| w != 0))
        .collect()
}

/// The median of a row's weights. What all labels share changes nothing; taking it from all leaves more of them zero or
/// near it.
fn shared(row: &Row) -> f32 {
    let mut labels: [f32; LABELS] = row[..LABELS].try_into().expect("a row holds all labels");
    labels.sort_by(f32::total_cmp);
    labels[LABELS / 2]
}
