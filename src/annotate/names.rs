//! Names in the text: people, organizations, places, nationalities and other names, each with a type and a
//! confidence.
//!
//! A tagger scores the labels of each word (`fast`: a linear model over hand-made features), a lattice finds the best
//! legal sequence and its posterior. Reading order: [`label`], [`word`] and [`lexicon`] (what is seen of a word),
//! [`features`], [`table`] (weights), [`fast`] (the tier), [`lattice`] (decoding).

pub mod fast;
pub mod features;
pub mod label;
pub mod lattice;
pub mod lexicon;
pub mod math;
pub mod reader;
pub mod table;
pub mod word;

use fast::FastModel;
use label::{NameType, OUTSIDE};
use lattice::{Found, Scores, Transitions};
use reader::ModelError;

use crate::document::{Document, Mention, MentionKind, TokenRange};

/// The embedded model of the fast tier.
static FAST: &[u8] = include_bytes!("../../models/names-fast.bin");

/// The name tagger: a loaded model, shared read-only.
#[derive(Debug)]
pub struct Names {
    fast: FastModel,
}

impl Default for Names {
    /// The embedded model.
    ///
    /// # Panics
    /// If the embedded file is damaged, which is a fault of the build.
    fn default() -> Self {
        Self::load().expect("the embedded model of the name tagger is whole")
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
    /// Reads the embedded model.
    ///
    /// # Errors
    /// When the embedded file is damaged, which is a fault of the build.
    pub fn load() -> Result<Self, ModelError> {
        Ok(Names { fast: FastModel::read(FAST)? })
    }

    /// Uses this model.
    pub fn with_fast(fast: FastModel) -> Self {
        Names { fast }
    }

    /// The names in each sentence of one document, given as words.
    pub fn find<'a>(&self, sentences: impl Iterator<Item = &'a [&'a str]>) -> Vec<Vec<Name>> {
        let mut room = fast::Workspace::default();
        let mut lattice_room = lattice::Workspace::default();
        let mut scores = Vec::new();
        sentences
            .map(|words| {
                scores.clear();
                self.fast.score(words.iter().copied(), &mut room, |s| scores.push(s));
                decode(&self.fast.transitions, &scores, &mut lattice_room)
            })
            .collect()
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
    let found = names.find(texts.iter().map(Vec::as_slice));
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
