//! Names in the text: people, organizations, places, nationalities and other names, each with a type and a
//! confidence.
//!
//! A tagger scores the labels of each word, a lattice finds the best legal sequence and its posterior. The tier `fast`
//! is a linear model over hand-made features; `accurate` adds the scores of a small encoder to it wherever the linear
//! model is not sure by itself. Reading order: [`label`], [`word`] and [`lexicon`] (what is seen of a word),
//! [`features`], [`weights`], [`fast`] (the linear model), [`lattice`] (decoding), then [`accurate`] and
//! [`joint`].
//!
//! Rules then bring its names into the grammar of names: `offices`, `personal` names, `firms`, `countries`, `peoples` in one word,
//! types by `descriptions`, places and agencies in a `dateline`. Their words stand in `languages/<code>/names.txt`.

pub mod accurate;
pub mod aggregation;
mod bodies;
mod countries;
mod dateline;
mod descriptions;
pub mod fast;
pub mod features;
mod finer;
mod firms;
pub mod joint;
pub mod label;
pub mod lattice;
pub mod lexicon;
mod offices;
mod peoples;
mod personal;
mod reading;
pub mod weights;
pub mod word;

use accurate::AccurateModel;
use aggregation::{Aggregation, FirstLook};
use fast::{FastModel, Scored};
use joint::Joint;
use label::{LABELS, LANES, NameType, OUTSIDE};
use lattice::{Found, Scores, Transitions};
use reading::NameText;
use weights::Table;

use crate::annotate::gazetteer::{Gazetteer, Lookups};
use crate::document::{Document, Mention, MentionKind, TokenRange};
use crate::interrupt;
use crate::model::simd::Instructions;
use crate::model::{ModelError, ModelFile};

/// The name tagger: loaded models, shared read-only.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    fast: &'static FastModel,
    joint: Option<&'static Joint>,
    instructions: Instructions,
}

/// A name in a sentence: words `start..end`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Name {
    /// First word.
    pub start: usize,
    /// One past the last word.
    pub end: usize,
    /// Its type.
    pub kind: NameType,
    /// Probability that these very words are a name of this type: 0 to 1.
    pub confidence: f32,
}

impl Names {
    /// The linear model alone.
    pub fn fast(fast: &'static FastModel) -> Self {
        Names { fast, joint: None, instructions: Instructions::default() }
    }

    /// Both models.
    pub fn accurate(fast: &'static FastModel, joint: Option<&'static Joint>) -> Self {
        Names { joint, ..Self::fast(fast) }
    }

    /// Reads a model file of the linear model. It stays in memory until the program ends, as the embedded ones do.
    ///
    /// # Errors
    /// When it is no such file, is cut short or damaged.
    pub fn read(fast: &[u8]) -> Result<Self, ModelError> {
        Ok(Self::fast(Box::leak(Box::new(FastModel::read(&ModelFile::open(fast, fast::KIND)?)?))))
    }

    /// The same linear model with an encoder beside it.
    #[must_use]
    pub fn with_encoder(self, encoder: &'static AccurateModel) -> Self {
        Names { joint: Some(Box::leak(Box::new(Joint::new(self.fast, encoder)))), ..self }
    }

    /// The same, computed with these instructions, or with narrower ones where the processor has not got them.
    pub fn with_instructions(self, instructions: Instructions) -> Self {
        Names { instructions, ..self }
    }

    /// Whether a text of so many tokens is left to the linear model though the encoder was asked for.
    pub fn is_too_long(&self, tokens: usize) -> bool {
        self.joint.is_some() && tokens > joint::LONGEST
    }

    /// The names in each sentence of one document, given as words.
    pub fn find(&self, sentences: &[Vec<&str>]) -> Vec<Vec<Name>> {
        self.look(sentences, &mut self.fast.score(sentences)).0
    }

    /// The probability of each label of each word in each sentence of one document; none where a word is certainly O.
    pub fn probabilities(&self, sentences: &[Vec<&str>]) -> Vec<Vec<Option<[f32; LABELS]>>> {
        let mut scored = self.fast.score(sentences);
        let transitions = self.look(sentences, &mut scored).1;
        let mut room = lattice::Workspace::default();
        (scored.iter())
            .map(|sentence| {
                let mut rows = vec![None; sentence.scores.len()];
                for_each_island(&sentence.scores, |first, island| {
                    transitions.sum(island, &mut room);
                    for (t, row) in rows[first..first + island.len()].iter_mut().enumerate() {
                        *row = Some(lattice::marginal(&room, t));
                    }
                });
                rows
            })
            .collect()
    }

    /// Both looks at a document: the names, and how labels follow each other; the scores become those of the second.
    fn look(&self, sentences: &[Vec<&str>], scored: &mut [Scored]) -> (Vec<Vec<Name>>, &Transitions) {
        if let Some(joint) = self.joint
            && !self.is_too_long(sentences.iter().map(Vec::len).sum())
        {
            return (joint.find(sentences, scored, self.instructions), &joint.transitions);
        }
        (decode_document(&self.fast.transitions, &self.fast.aggregation, 1, scored), &self.fast.transitions)
    }
}

/// Decodes the sentences of a document, and once more those in which other mentions tell something about a word; a
/// step of the weights in `aggregation` counts `factor` steps of the scores.
fn decode_document(
    transitions: &Transitions,
    aggregation: &Table,
    factor: i16,
    sentences: &mut [Scored],
) -> Vec<Vec<Name>> {
    let mut room = lattice::Workspace::default();
    let first: Vec<Vec<Name>> = sentences.iter().map(|s| decode(transitions, &s.scores, &mut room)).collect();
    let tallies = Aggregation::new(sentences.iter().zip(&first).map(|(s, names)| FirstLook { words: &s.words, names }));
    let mut told = Vec::new();
    let mut second: Vec<Vec<Name>> = (sentences.iter_mut().zip(first))
        .map(|(sentence, names)| {
            told.clear();
            told.resize(sentence.words.len(), [0i16; LANES]);
            tallies.features(FirstLook { words: &sentence.words, names: &names }, |word, feature| {
                aggregation.add(&[feature], &mut told[word]);
            });
            if told.iter().flatten().all(|&score| score == 0) {
                return names;
            }
            for (scores, told) in sentence.scores.iter_mut().zip(&told) {
                for (score, told) in scores.iter_mut().flatten().zip(told) {
                    *score = score.saturating_add(told.saturating_mul(factor));
                }
            }
            let mut found = Vec::new();
            for_each_island(&sentence.scores, |first, island| {
                let words = first..first + island.len();
                if told[words.clone()].iter().flatten().any(|&score| score != 0) {
                    decode_island(transitions, first, island, &mut room, &mut found);
                } else {
                    found.extend(names.iter().filter(|name| words.contains(&name.start)));
                }
            });
            found
        })
        .collect();
    // Corpora that call peoples of two words places ("South African") have taught the models to.
    for (names, sentence) in second.iter_mut().zip(&*sentences) {
        for name in names.iter_mut().filter(|name| name.kind == NameType::Location) {
            if sentence.peoples.contains(&(name.start, name.end)) {
                name.kind = NameType::Nationality;
            }
        }
    }
    second
}

/// The best names for a sentence of scored words; words without scores are O, and what lies between them is decoded
/// on its own.
pub(crate) fn decode(transitions: &Transitions, scores: &[Option<Scores>], room: &mut lattice::Workspace) -> Vec<Name> {
    let mut found = Vec::new();
    for_each_island(scores, |first, island| decode_island(transitions, first, island, room, &mut found));
    found
}

/// Adds the best names for an island of scored words that starts at word `first`.
fn decode_island(
    transitions: &Transitions,
    first: usize,
    island: &[Scores],
    room: &mut lattice::Workspace,
    found: &mut Vec<Name>,
) {
    let path = transitions.best_path(island, room).to_vec();
    if path.iter().any(|&l| l as usize != OUTSIDE) {
        transitions.sum(island, room);
        found.extend(lattice::names(&path).into_iter().map(|name| {
            let Found { start, end, kind } = name;
            let confidence = transitions.posterior(name, &path, room);
            Name { start: first + start, end: first + end, kind, confidence }
        }));
    }
}

/// Calls `each` with every run of scored words, and where it starts.
fn for_each_island(scores: &[Option<Scores>], mut each: impl FnMut(usize, &[Scores])) {
    let mut island: Vec<Scores> = Vec::new();
    let mut t = 0;
    while t < scores.len() {
        island.clear();
        island.extend(scores[t..].iter().map_while(|s| *s));
        if island.is_empty() {
            t += 1;
            continue;
        }
        each(t, &island);
        t += island.len();
    }
}

/// Writes the name mentions of `Document::mentions`.
pub fn annotate(names: &Names, doc: &mut Document) {
    let texts: Vec<Vec<&str>> =
        doc.sentences.iter().map(|s| (s.tokens.start..s.tokens.end).map(|i| doc.token_text(i)).collect()).collect();
    let found = names.find(&texts);
    let mut mentions = Vec::new();
    for (sentence, names) in doc.sentences.iter().zip(found) {
        interrupt::check();
        for name in names {
            let tokens = TokenRange::new(sentence.tokens.start + name.start, sentence.tokens.start + name.end);
            mentions.push(Mention {
                span: doc.tokens_span(tokens),
                tokens,
                kind: MentionKind::Name,
                label: match name.kind {
                    NameType::Misc => finer::finer(doc, tokens),
                    kind => kind.entity_type(),
                },
                confidence: name.confidence,
                entity: None,
            });
        }
    }
    correct(doc, &mut mentions);
    doc.mentions = mentions;
}

/// Brings the tagger's names into the grammar of names, in text order.
fn correct(doc: &Document, mentions: &mut Vec<Mention>) {
    let classes = reading::classes(doc);
    let gazetteer = Lookups::new(Gazetteer::embedded());
    let text = NameText::new(doc, &classes, &gazetteer);
    offices::correct(text, mentions);
    personal::correct(text, mentions);
    firms::correct(text, mentions);
    countries::correct(text, mentions);
    peoples::correct(text, mentions);
    descriptions::correct(text, mentions);
    dateline::correct(doc, mentions);
}

#[cfg(test)]
mod tests;
