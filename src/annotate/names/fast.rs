//! The fast tier: a linear-chain conditional random field (Lafferty et al. 2001) over hashed features, with integer
//! weights, so that its scores are the same on every processor.

use super::features::{Sentence, features};
use super::label::{LABELS, LANES};
use super::lattice::{Scores, Transitions};
use super::lexicon::Lexicon;
use super::lexicon::look_at;
use super::weights::Table;
use super::word::{Closed, Word};
use crate::interrupt;
use crate::model::{ModelError, ModelFile};

/// Kind of the model file.
pub const KIND: &str = "names";
/// Section of the scores of label pairs, two bytes each.
pub const TRANSITIONS: &str = "tran";
/// Section of the lists that words are looked up in.
pub const LISTS: &str = "phra";
/// Section of the closed classes of words.
pub const CLOSED: &str = "clos";
/// Section of the weights of a word in its sentence.
pub const WORDS: &str = "feat";
/// Section of the weights of what the rest of the document tells.
pub const DOCUMENT: &str = "docu";

/// Steps of the quantised weights that make one nat.
pub const STEPS_PER_NAT: f32 = 32.0;

/// The model of the fast tier.
#[derive(Debug)]
pub struct FastModel {
    lexicon: Lexicon,
    table: Table,
    /// Weights of what the rest of the document tells.
    pub aggregation: Table,
    /// The decoder's scores of label pairs.
    pub transitions: Transitions,
}

/// A sentence with the label scores of its words.
#[derive(Debug, Clone)]
pub struct Scored {
    /// Scores of each word; none where it cannot be in a name and counts as O.
    pub scores: Vec<Option<Scores>>,
    /// For each word, the hash of its lower-case form; 0 where it has no capital.
    pub words: Vec<u64>,
    /// Listed names of peoples that are no places, as ranges of words.
    pub peoples: Vec<(usize, usize)>,
}

/// Room for one sentence, kept between sentences.
#[derive(Debug, Default)]
struct Workspace {
    words: Vec<Word>,
    sentence: Sentence,
    features: Vec<u64>,
}

impl FastModel {
    /// Reads a model file.
    ///
    /// # Errors
    /// When a section is missing or malformed.
    pub fn read(file: &ModelFile<'_>) -> Result<Self, ModelError> {
        let mut scores = [[0i32; LABELS]; LABELS];
        file.read(TRANSITIONS, |reader| {
            for cell in scores.iter_mut().flatten() {
                *cell = i32::from(i16::from_le_bytes(reader.array()?));
            }
            Ok(())
        })?;
        let closed = file.read(CLOSED, Closed::read)?;
        Ok(FastModel {
            lexicon: file.read(LISTS, |reader| Lexicon::read(reader, closed))?,
            table: file.read(WORDS, Table::read)?,
            aggregation: file.read(DOCUMENT, Table::read)?,
            transitions: Transitions::new(scores, STEPS_PER_NAT),
        })
    }

    /// Scores the words of each sentence.
    pub fn score(&self, sentences: &[Vec<&str>]) -> Vec<Scored> {
        let mut room = Workspace::default();
        sentences.iter().map(|words| self.score_one(words, &mut room)).collect()
    }

    fn score_one(&self, texts: &[&str], room: &mut Workspace) -> Scored {
        look_at(texts.iter().copied(), &self.lexicon, &mut room.words);
        room.sentence.prepare(&room.words);
        room.sentence.complete(&mut room.words, texts.iter().copied());
        let scores = (0..room.words.len())
            .map(|i| {
                room.sentence.candidate[i].then(|| {
                    room.features.clear();
                    features(&room.words, &room.sentence, i, |feature| room.features.push(feature));
                    let mut sums = [0i16; LANES];
                    self.table.add(&room.features, &mut sums);
                    sums
                })
            })
            .collect();
        let words = room.words.iter().map(|word| if word.capital { word.lower } else { 0 }).collect();
        Scored { scores, words, peoples: peoples(&room.words) }
    }
}

/// "South African", "Sri Lankan".
fn peoples(words: &[Word]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (i, word) in words.iter().enumerate() {
        interrupt::check();
        match word.lists.position {
            1 => start = i,
            3 if word.lists.is_people() => found.push((start, i + 1)),
            _ => {}
        }
    }
    found
}
