//! Trains the part-of-speech tagger.

mod lexicon;

use std::collections::BTreeMap;

use super::Options;
use super::perceptron::Perceptron;
use super::random::Random;
use crate::annotate::pos::features::{Context, Word};
use crate::annotate::pos::{KIND, LEXICON, Tagger, WEIGHTS, best};
use crate::document::Pos;
use crate::evaluation::score::share;
use crate::evaluation::tagged::Tagged;
use crate::model::word_features::WordFeatures;
use crate::model::{SparseTable, write_model, write_table};

/// Share of the sentences that are seen in capitals, and as many with all words capitalised, since headlines are
/// written so.
const IN_CAPITALS: f64 = 0.04;
/// A feature counts from this number of updates on.
const LEAST_UPDATES: u32 = 2;
/// A word of other files that was seen so often…
const LEAST_SEEN_AGREEING: usize = 20;
/// …must have the tagger's tag in this share of its uses to be learnt from.
const LEAST_AGREEMENT: f64 = 0.85;

/// Trains a tagger and gives its model file.
///
/// `others` are files with other conventions or more errors. A tagger trained on `sentences` alone is asked first,
/// and of the others only the words are learnt from on which it agrees with them.
pub fn train(sentences: &[Tagged], others: Vec<Tagged>, options: Options, mut report: impl FnMut(&str)) -> Vec<u8> {
    let lexicon_bytes = lexicon::build(sentences, &[]);
    if others.is_empty() {
        return fit(sentences.iter().collect(), &lexicon_bytes, options, report);
    }
    let first = fit(sentences.iter().collect(), &lexicon_bytes, options, &mut report);
    // A tagger keeps its model for good; one more is affordable in a training run.
    let first = Tagger::open(first.leak()).expect("just written");
    let others = agreed(&first, others, &mut report);
    let lexicon_bytes = lexicon::build(sentences, &others);
    fit(sentences.iter().chain(&others).collect(), &lexicon_bytes, options, report)
}

/// Runs the perceptron over the sentences.
fn fit(mut sentences: Vec<&Tagged>, lexicon_bytes: &[u8], options: Options, mut report: impl FnMut(&str)) -> Vec<u8> {
    let lexicon = SparseTable::new(lexicon_bytes).expect("just written");
    let mut perceptron = Perceptron::new(LEAST_UPDATES);
    let mut random = Random::new(options.seed);
    let mut features = Vec::new();
    for epoch in 1..=options.epochs {
        random.shuffle(&mut sentences);
        let (mut correct, mut total) = (0, 0);
        for Tagged { words, tags, .. } in &sentences {
            let words = recased(words, &mut random);
            let words: Vec<_> = words.iter().map(|w| Word::new(WordFeatures::new(w), &lexicon)).collect();
            let mut context = Context::new(&words);
            for (word, &gold) in words.iter().zip(tags) {
                let tag = word.fixed.unwrap_or_else(|| {
                    features.clear();
                    context.features(|feature| features.push(feature));
                    let guess = best(&perceptron.scores(&features)[..Pos::COUNT]);
                    perceptron.tick();
                    match gold {
                        Some(gold) if guess != gold as usize => perceptron.update(&features, gold as u8, guess as u8),
                        _ => {}
                    }
                    Pos::ALL[guess]
                });
                correct += usize::from(gold == Some(tag));
                total += usize::from(gold.is_some());
                context.push(tag);
            }
        }
        report(&format!("epoch {epoch}: {:.2} % of {total} words right while learning", 100.0 * share(correct, total)));
    }
    let weights = write_table(&perceptron.quantised(1));
    write_model(KIND, &[(LEXICON, lexicon_bytes), (WEIGHTS, &weights)])
}

/// Takes back the tags that the tagger disagrees with, and all tags of words on which the two often disagree: of
/// such a word the rest would be a skewed sample.
fn agreed(tagger: &Tagger, mut others: Vec<Tagged>, report: &mut impl FnMut(&str)) -> Vec<Tagged> {
    let mut words = BTreeMap::<String, (usize, usize)>::new();
    for sentence in &mut others {
        let guesses = tagger.tags(&sentence.words.iter().map(String::as_str).collect::<Vec<_>>());
        for ((word, tag), guess) in sentence.words.iter().zip(&mut sentence.tags).zip(guesses) {
            let counts = words.entry(word.to_lowercase()).or_default();
            counts.1 += 1;
            match *tag == Some(guess) {
                true => counts.0 += 1,
                false => *tag = None,
            }
        }
    }
    for sentence in &mut others {
        for (word, tag) in sentence.words.iter().zip(&mut sentence.tags) {
            let (agreed, seen) = words[&word.to_lowercase()];
            if seen >= LEAST_SEEN_AGREEING && share(agreed, seen) < LEAST_AGREEMENT {
                *tag = None;
            }
        }
    }
    let kept = others.iter().flat_map(|s| &s.tags).filter(|t| t.is_some()).count();
    let all = others.iter().map(|s| s.tags.len()).sum();
    report(&format!("agrees with {:.2} % of {all} words of the other files", 100.0 * share(kept, all)));
    others
}

/// The words as they are, or now and then in capitals or with capitals.
pub(super) fn recased(words: &[String], random: &mut Random) -> Vec<String> {
    if random.chance(IN_CAPITALS) {
        return words.iter().map(|w| w.to_uppercase()).collect();
    }
    if random.chance(IN_CAPITALS) {
        let capitalise = |word: &String| {
            let mut chars = word.chars();
            chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
        };
        return words.iter().map(capitalise).collect();
    }
    words.to_vec()
}
