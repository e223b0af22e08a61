//! Trains the weights of what the rest of a document tells (annotate/names/aggregation.rs).
//!
//! The first look at a training document must be as wrong as it will be in use, so it is taken by a model that has not
//! learnt from that document: two models, each from one half of the documents, look at the other half.

use std::collections::BTreeMap;

use super::corpus::Sentence;
use super::crf::{Crf, Island, Row};
use super::draw::Draw;
use super::fast::{Options, WordModel, learn, rows, train_words};
use crate::annotate::names::aggregation::{Aggregation, FirstLook};
use crate::annotate::names::decode;
use crate::annotate::names::fast::{FastModel, KIND, STEPS_PER_NAT};
use crate::annotate::names::label::LABELS;
use crate::annotate::names::lattice;
use crate::annotate::names::lexicon::Lexicon;
use crate::annotate::names::weights::key;
use crate::model::ModelFile;
use crate::model::hash::hash_bytes;

type Weighted = (Sentence, f32);

/// Documents of more sentences than this are corpora whose documents are not known.
const LONGEST: usize = 300;

/// The sentences of each document, in the order of its name; corpora whose documents are not known are left out.
pub fn documents(sentences: &[Weighted]) -> BTreeMap<&str, Vec<&Weighted>> {
    let mut documents: BTreeMap<&str, Vec<&Weighted>> = BTreeMap::new();
    for sentence in sentences {
        documents.entry(&sentence.0.document).or_default().push(sentence);
    }
    documents.retain(|_, sentences| (2..=LONGEST).contains(&sentences.len()));
    documents
}

/// Two models without a second look, each learnt from the documents that are the other's: [`side`] tells which has not
/// learnt from a sentence.
pub(super) fn halves(sentences: &[Weighted], lexicon: &Lexicon, options: &Options) -> [WordModel; 2] {
    let documents = documents(sentences);
    [0, 1].map(|half| {
        let other: Vec<&Weighted> = sentences.iter().filter(|s| side(&s.0, &documents) != half).collect();
        train_words(&other, lexicon, &options.of_first_looks())
    })
}

/// Which of the two halves a sentence is in; those of no known document are halved one by one.
pub fn side(sentence: &Sentence, documents: &BTreeMap<&str, Vec<&Weighted>>) -> usize {
    let hash = match documents.contains_key(sentence.document.as_str()) {
        true => hash_bytes(sentence.document.as_bytes()),
        false => hash_bytes(sentence.words.concat().as_bytes()),
    };
    (hash >> 32 & 1) as usize
}

/// The weights of the features, by key, given [`halves`].
pub(super) fn train(sentences: &[Weighted], halves: &[WordModel; 2], options: &Options) -> Vec<(u64, [i8; LABELS])> {
    let documents = documents(sentences);
    // Those of GMB are cut every ten sentences, across its articles.
    let whole = |document: &&Vec<&Weighted>| document[0].0.corpus != "gmb";
    let mut numbers: BTreeMap<u64, u32> = BTreeMap::new();
    let mut islands = Vec::new();
    let mut transitions = [[0.0; LABELS]; LABELS];
    for (half, model) in halves.iter().enumerate() {
        let bytes = model.file(&[]);
        let file = ModelFile::open(&bytes, KIND).expect("a model just written");
        let model = FastModel::read(&file).expect("a model just written");
        transitions = model.transitions.nats();
        for document in documents.values().filter(|d| side(&d[0].0, &documents) == half).filter(whole) {
            islands.extend(look(&model, document, &mut numbers));
        }
    }
    eprintln!("{} documents, {} islands with evidence", documents.len(), islands.len());
    let options = Options { epochs: 4, rate: 0.1, dropout: 0.1, ..options.clone() };
    let mut crf = Crf::new(numbers.len(), options.rate, options.decay);
    (crf.transitions, crf.transitions_given) = (transitions, true);
    learn(&mut crf, &islands, &options, 0..options.epochs, &mut Draw::new(options.seed));
    let mut keys = vec![0; numbers.len()];
    for (key, number) in numbers {
        keys[number as usize] = key;
    }
    let mut rows = rows(&crf, &keys, 0.03, 0.9);
    rows.sort_unstable_by_key(|row| row.0);
    rows
}

/// The islands of a document of which other mentions tell something, with the first look's scores.
fn look(model: &FastModel, document: &[&Weighted], numbers: &mut BTreeMap<u64, u32>) -> Vec<Island> {
    let texts: Vec<Vec<&str>> = document.iter().map(|s| s.0.words.iter().map(String::as_str).collect()).collect();
    let scored = model.score(&texts);
    let mut room = lattice::Workspace::default();
    let found: Vec<_> = scored.iter().map(|s| decode(&model.transitions, &s.scores, &mut room)).collect();
    let looks = || scored.iter().zip(&found).map(|(s, names)| FirstLook { words: &s.words, names });
    let tallies = Aggregation::new(looks());
    let mut islands = Vec::new();
    for ((look, scored), (sentence, weight)) in looks().zip(&scored).zip(document) {
        let mut features: Vec<Vec<u32>> = vec![Vec::new(); scored.words.len()];
        tallies.features(look, |word, feature| {
            let next = numbers.len() as u32;
            features[word].push(*numbers.entry(key(feature)).or_insert(next));
        });
        let mut start = 0;
        for island in scored.scores.chunk_by(|a, b| a.is_some() == b.is_some()) {
            let range = start..start + island.len();
            start = range.end;
            if island[0].is_none() || features[range.clone()].iter().all(Vec::is_empty) {
                continue;
            }
            let nats = |row: &[i16; 24]| -> Row { row.map(|score| f32::from(score) / STEPS_PER_NAT) };
            islands.push(Island {
                features: features[range.clone()].iter().map(|f| f.as_slice().into()).collect(),
                target: sentence.target(range),
                weight: *weight,
                given: island.iter().flatten().map(nats).collect(),
            });
        }
    }
    islands
}
