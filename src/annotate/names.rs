//! Names in the text: people, organizations, places, nationalities and other names, each with a type and a
//! confidence.
//!
//! A tagger scores the labels of each word (`fast`: a linear model over hand-made features), a lattice finds the best
//! legal sequence and its posterior. Reading order: [`label`], [`word`] and [`lexicon`] (what is seen of a word),
//! [`features`], [`table`] (weights), [`fast`] (the tier), [`lattice`] (decoding).

#[cfg(feature = "accurate")]
pub mod accurate;
#[cfg(feature = "accurate")]
pub mod encoder;
pub mod fast;
pub mod features;
pub mod label;
pub mod lattice;
pub mod lexicon;
pub mod math;
#[cfg(feature = "accurate")]
pub mod matmul;
pub mod reader;
pub mod table;
pub mod word;
#[cfg(feature = "accurate")]
pub mod word_pieces;

use std::sync::OnceLock;

#[cfg(feature = "accurate")]
use accurate::AccurateModel;
use fast::FastModel;
use label::{NameType, OUTSIDE};
use lattice::{Found, Scores, Transitions};
use reader::ModelError;

use super::Tier;
use crate::document::{Document, Mention, MentionKind, TokenRange};

/// The embedded model of the fast tier.
static FAST: &[u8] = include_bytes!("../../models/names-fast.bin");

/// The embedded model of the accurate tier.
#[cfg(feature = "accurate")]
static ACCURATE: &[u8] = include_bytes!("../../models/names-accurate.bin");

/// The name tagger: a loaded model, shared read-only.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    model: &'static Model,
}

#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there are one or two per process")]
enum Model {
    Fast(FastModel),
    #[cfg(feature = "accurate")]
    Accurate(AccurateModel),
}

impl Model {
    fn read(bytes: &'static [u8]) -> Result<Self, ModelError> {
        #[cfg(feature = "accurate")]
        if bytes.starts_with(accurate::MAGIC.as_bytes()) {
            return Ok(Model::Accurate(AccurateModel::read(bytes)?));
        }
        Ok(Model::Fast(FastModel::read(bytes)?))
    }
}

impl Default for Names {
    /// The embedded model of the default tier.
    ///
    /// # Panics
    /// If the embedded file is damaged, which is a fault of the build.
    fn default() -> Self {
        Self::load(Tier::default()).expect("the embedded model of the name tagger is whole")
    }
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
    /// The embedded model of a tier, read at the first call.
    ///
    /// # Errors
    /// When the tier is not built in, or its file is damaged, which is a fault of the build.
    pub fn load(tier: Tier) -> Result<Self, ModelError> {
        type Loaded = OnceLock<Result<Model, ModelError>>;
        static LOADED_FAST: Loaded = OnceLock::new();
        #[cfg(feature = "accurate")]
        static LOADED_ACCURATE: Loaded = OnceLock::new();
        let loaded = match tier {
            Tier::Fast => LOADED_FAST.get_or_init(|| Model::read(FAST)),
            #[cfg(feature = "accurate")]
            Tier::Accurate => LOADED_ACCURATE.get_or_init(|| Model::read(ACCURATE)),
            #[cfg(not(feature = "accurate"))]
            Tier::Accurate => return Err(ModelError::NotBuiltIn),
        };
        Ok(Names { model: loaded.as_ref().map_err(Clone::clone)? })
    }

    /// Reads a model file of either tier. It stays in memory until the program ends, as the embedded ones do.
    ///
    /// # Errors
    /// When it is neither, is cut short or damaged.
    pub fn read(bytes: Vec<u8>) -> Result<Self, ModelError> {
        Ok(Names { model: Box::leak(Box::new(Model::read(bytes.leak())?)) })
    }

    /// The names in each sentence of one document, given as words.
    pub fn find(&self, sentences: &[Vec<&str>]) -> Vec<Vec<Name>> {
        let mut scores = self.score(sentences).into_iter();
        let transitions = match self.model {
            Model::Fast(model) => &model.transitions,
            #[cfg(feature = "accurate")]
            Model::Accurate(model) => &model.transitions,
        };
        let mut room = lattice::Workspace::default();
        sentences
            .iter()
            .map(|words| {
                let scores: Vec<Option<Scores>> = scores.by_ref().take(words.len()).collect();
                decode(transitions, &scores, &mut room)
            })
            .collect()
    }

    /// Label scores of each word, sentence after sentence; none where it cannot be in a name.
    fn score(&self, sentences: &[Vec<&str>]) -> Vec<Option<Scores>> {
        match self.model {
            Model::Fast(model) => {
                let mut room = fast::Workspace::default();
                let mut scores = Vec::with_capacity(sentences.iter().map(Vec::len).sum());
                for words in sentences {
                    model.score(words.iter().copied(), &mut room, |s| scores.push(s));
                }
                scores
            }
            #[cfg(feature = "accurate")]
            Model::Accurate(model) => {
                let scores = model.score(sentences, &mut accurate::Workspace::default());
                scores.into_iter().map(Some).collect()
            }
        }
    }
}

/// The best names for a sentence of scored words; words without scores are O, and what lies between them is decoded
/// on its own.
fn decode(transitions: &Transitions, scores: &[Option<Scores>], room: &mut lattice::Workspace) -> Vec<Name> {
    let mut found = Vec::new();
    let mut island: Vec<Scores> = Vec::new();
    let mut t = 0;
    while t < scores.len() {
        island.clear();
        island.extend(scores[t..].iter().map_while(|s| *s));
        if island.is_empty() {
            t += 1;
            continue;
        }
        let path = transitions.best_path(&island, room).to_vec();
        if path.iter().any(|&l| l as usize != OUTSIDE) {
            transitions.sum(&island, room);
            found.extend(lattice::names(&path).into_iter().map(|name| {
                let Found { start, end, kind } = name;
                Name { start: t + start, end: t + end, kind, confidence: transitions.posterior(name, &path, room) }
            }));
        }
        t += island.len();
    }
    found
}

/// Writes the name mentions of `Document::mentions`.
pub fn annotate(names: &Names, doc: &mut Document) {
    let texts: Vec<Vec<&str>> =
        doc.sentences.iter().map(|s| (s.tokens.start..s.tokens.end).map(|i| doc.token_text(i)).collect()).collect();
    let found = names.find(&texts);
    let mut mentions = Vec::new();
    for (sentence, names) in doc.sentences.iter().zip(found) {
        for name in names {
            let tokens = TokenRange::new(sentence.tokens.start + name.start, sentence.tokens.start + name.end);
            mentions.push(Mention {
                span: doc.tokens_span(tokens),
                tokens,
                kind: MentionKind::Name,
                label: name.kind.entity_type(),
                confidence: name.confidence,
                entity: None,
            });
        }
    }
    doc.mentions = mentions;
}
