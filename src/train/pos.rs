//! Trains the part-of-speech tagger.

mod lexicon;

use std::collections::BTreeMap;

use super::Options;
use super::perceptron::Perceptron;
use super::random::Random;
use crate::annotate::pos::features::{Context, Word};
use crate::annotate::pos::tag_set::{TAGS, TagSet, part_of_speech};
use crate::annotate::pos::{KIND, LEXICON, Tagger, WEIGHTS, best};
use crate::evaluation::score::share;
use crate::evaluation::tagged::{Gold, Tagged};
use crate::model::word_features::WordFeatures;
use crate::model::{SparseTable, write_model, write_table};

/// Share of the sentences that are seen in capitals, and as many with all words capitalised, since headlines are
/// written so.
const IN_CAPITALS: f64 = 0.04;
/// A feature counts from this number of updates on.
const LEAST_UPDATES: u32 = 2;
/// A tag is learnt when it was seen so often.
const LEAST_SEEN_TAG: usize = 5;
/// A word of other files that was seen so often…
const LEAST_SEEN_AGREEING: usize = 20;
/// …must have the tagger's tag in this share of its uses to be learnt from.
const LEAST_AGREEMENT: f64 = 0.85;

/// Trains a tagger and gives its model file.
///
/// `others` are files with other conventions or more errors. A tagger trained on `sentences` alone is asked first,
/// and of the others only the words are learnt from on which it agrees with them.
///
/// Weights whose code is below `least_code` are left out; 1 keeps all that are not 0.
pub fn train(
    sentences: &[Tagged],
    others: Vec<Tagged>,
    options: Options,
    least_code: i8,
    mut report: impl FnMut(&str),
) -> Vec<u8> {
    let set = tag_set(sentences);
    let sentences: Vec<_> = sentences.iter().map(|sentence| Lesson::new(sentence, &set)).collect();
    let lexicon_bytes = lexicon::build(&sentences, &[]);
    if others.is_empty() {
        return fit(sentences.iter().collect(), &set, &lexicon_bytes, options, least_code, report);
    }
    let first = fit(sentences.iter().collect(), &set, &lexicon_bytes, options, least_code, &mut report);
    // A tagger keeps its model for good; one more is affordable in a training run.
    let first = Tagger::open(first.leak()).expect("just written");
    let mut others: Vec<_> = others.iter().map(|sentence| Lesson::new(sentence, &set)).collect();
    keep_agreed(&first, &mut others, &mut report);
    let lexicon_bytes = lexicon::build(&sentences, &others);
    fit(sentences.iter().chain(&others).collect(), &set, &lexicon_bytes, options, least_code, report)
}

/// A sentence to learn from.
#[derive(Debug)]
struct Lesson<'a> {
    words: &'a [String],
    /// For each word the tags that it may have; none where nothing is known.
    tags: Vec<Box<[u8]>>,
}

impl Lesson<'_> {
    fn new<'a>(sentence: &'a Tagged, set: &TagSet) -> Lesson<'a> {
        let of_part = |name: &str| {
            let part = part_of_speech(name);
            (0..set.len() as u8).filter(|&tag| part_of_speech(set.name(tag)) == part).collect()
        };
        let tags = sentence.tags.iter().map(|gold| match gold {
            Gold::Unknown => Box::default(),
            // A tag too rare to be learnt says what part of speech the word is.
            Gold::Tag(name) => set.number(name).map_or_else(|| of_part(name), |tag| Box::new([tag]) as Box<[u8]>),
            Gold::PartOfSpeech(name) => of_part(name),
        });
        Lesson { words: &sentence.words, tags: tags.collect() }
    }
}

/// The tags that were seen often enough, in the order of their names.
fn tag_set(sentences: &[Tagged]) -> TagSet {
    let mut seen = BTreeMap::<&str, usize>::new();
    for gold in sentences.iter().flat_map(|sentence| &sentence.tags) {
        if let Gold::Tag(name) = gold {
            *seen.entry(name).or_default() += 1;
        }
    }
    let mut names: Vec<_> = seen.into_iter().filter(|&(_, count)| count >= LEAST_SEEN_TAG).collect();
    names.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
    names.truncate(TagSet::MOST);
    let mut names: Vec<_> = names.into_iter().map(|(name, _)| name.to_owned()).collect();
    names.sort_unstable();
    TagSet::new(names)
}

/// Runs the perceptron over the sentences.
fn fit(
    mut sentences: Vec<&Lesson>,
    set: &TagSet,
    lexicon_bytes: &[u8],
    options: Options,
    least_code: i8,
    mut report: impl FnMut(&str),
) -> Vec<u8> {
    let lexicon = SparseTable::new(lexicon_bytes).expect("just written");
    let mut perceptron = Perceptron::new(LEAST_UPDATES);
    let mut random = Random::new(options.seed);
    for epoch in 1..=options.epochs {
        random.shuffle(&mut sentences);
        let (mut correct, mut total) = (0, 0);
        for Lesson { words, tags } in &sentences {
            let words = recased(words, &mut random);
            let words: Vec<_> = words.iter().map(|w| Word::new(WordFeatures::new(w), &lexicon)).collect();
            let mut context = Context::new(&words);
            for (word, gold) in words.iter().zip(tags) {
                let tag = word.fixed.unwrap_or_else(|| {
                    let features = context.features();
                    let scores = perceptron.scores(&features);
                    let guess = best(&scores[..set.len()]) as u8;
                    perceptron.tick();
                    let likeliest = gold.iter().copied().reduce(|best, tag| {
                        if scores[usize::from(tag)] > scores[usize::from(best)] { tag } else { best }
                    });
                    match likeliest {
                        Some(likeliest) if !gold.contains(&guess) => perceptron.update(&features, likeliest, guess),
                        _ => {}
                    }
                    guess
                });
                correct += usize::from(gold.contains(&tag));
                total += usize::from(!gold.is_empty());
                context.push(tag);
            }
        }
        report(&format!("epoch {epoch}: {:.2} % of {total} words right while learning", 100.0 * share(correct, total)));
    }
    let weights = write_table(&perceptron.quantised(least_code));
    write_model(KIND, &[(TAGS, &set.section()), (LEXICON, lexicon_bytes), (WEIGHTS, &weights)])
}

/// Takes back the tags that the tagger disagrees with, and all tags of words on which the two often disagree: of
/// such a word the rest would be a skewed sample.
fn keep_agreed(tagger: &Tagger, others: &mut [Lesson], report: &mut impl FnMut(&str)) {
    let mut words = BTreeMap::<String, (usize, usize)>::new();
    for sentence in &mut *others {
        let guesses = tagger.tags(&sentence.words.iter().map(String::as_str).collect::<Vec<_>>());
        for ((word, tag), guess) in sentence.words.iter().zip(&mut sentence.tags).zip(guesses) {
            let counts = words.entry(word.to_lowercase()).or_default();
            counts.1 += 1;
            match tag.contains(&guess) {
                true => counts.0 += 1,
                false => *tag = Box::default(),
            }
        }
    }
    for sentence in &mut *others {
        for (word, tag) in sentence.words.iter().zip(&mut sentence.tags) {
            let (agreed, seen) = words[&word.to_lowercase()];
            if seen >= LEAST_SEEN_AGREEING && share(agreed, seen) < LEAST_AGREEMENT {
                *tag = Box::default();
            }
        }
    }
    let kept = others.iter().flat_map(|s| &s.tags).filter(|t| !t.is_empty()).count();
    let all = others.iter().map(|s| s.tags.len()).sum();
    report(&format!("agrees with {:.2} % of {all} words of the other files", 100.0 * share(kept, all)));
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
