//! The fast tier: a linear-chain conditional random field (Lafferty et al. 2001) over hashed features, with integer
//! weights, so that its scores are the same on every processor.

use super::features::{Sentence, features};
use super::label::{LABELS, LANES};
use super::lattice::{Scores, Transitions};
use super::lexicon::Lexicon;
use super::reader::{ModelError, Reader};
use super::table::Table;
use super::word::{Word, look_at};

/// The first bytes of a model file of the fast tier.
pub const MAGIC: &str = "CDFASTN1";

/// Steps of the quantised weights that make one nat.
pub const STEPS_PER_NAT: f32 = 32.0;

/// The model of the fast tier.
#[derive(Debug)]
pub struct FastModel {
    lexicon: Lexicon,
    table: Table,
    /// The decoder's scores of label pairs.
    pub transitions: Transitions,
}

/// Room for one sentence, kept between sentences.
#[derive(Debug, Default)]
pub struct Workspace {
    words: Vec<Word>,
    sentence: Sentence,
}

impl FastModel {
    /// Reads a model file.
    ///
    /// # Errors
    /// When it is not one, is cut short or damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut reader = Reader::new(bytes, MAGIC)?;
        let mut scores = [[0i32; LABELS]; LABELS];
        for cell in scores.iter_mut().flatten() {
            *cell = i32::from(i16::from_le_bytes(reader.array()?));
        }
        let lexicon = Lexicon::read(&mut reader)?;
        let table = Table::read(&mut reader)?;
        reader.finish()?;
        Ok(FastModel { lexicon, table, transitions: Transitions::new(scores, STEPS_PER_NAT) })
    }

    /// Scores the words of a sentence. Words that cannot be in a name get no scores and count as O.
    pub fn score<'a>(
        &self,
        texts: impl Iterator<Item = &'a str>,
        room: &mut Workspace,
        mut each: impl FnMut(Option<Scores>),
    ) {
        look_at(texts, &self.lexicon, &mut room.words);
        room.sentence.prepare(&room.words);
        for i in 0..room.words.len() {
            if !room.sentence.candidate[i] {
                each(None);
                continue;
            }
            let mut sums = [0i16; LANES];
            features(&room.words, &room.sentence, i, |feature| self.table.add(feature, &mut sums));
            each(Some(sums));
        }
    }
}
