//! The accurate tier: the encoder's scores added to the linear model's, a product of two experts (Hinton 2002).
//!
//! The two err differently: the encoder knows words from its pretraining, the linear model knows capitals, lists and
//! the run that a word stands in. Only words that the linear model looks at can be in a name, and where it is sure of a
//! whole sentence the encoder is not asked at all; both save time.

use super::accurate::{self, AccurateModel, Text};
use super::fast::{FastModel, STEPS_PER_NAT, Scored};
use super::label::LABELS;
use super::lattice::{self, Scores, Transitions};
use super::{Name, decode_document, for_each_island};
use crate::model::simd::Instructions;

/// Both models, and how their sum is decoded.
#[derive(Debug)]
pub struct Joint {
    fast: &'static FastModel,
    encoder: &'static AccurateModel,
    /// The decoder's scores of label pairs.
    pub transitions: Transitions,
}

/// Longest text, in tokens, that the encoder reads. It needs a fifth of a millisecond a token on a slow processor, and
/// an article has two seconds for everything.
pub const LONGEST: usize = 5_000;

/// What a step of the linear model's scores counts in the sum: half of what it says, in the encoder's finer steps.
const FAST_FACTOR: i16 = (0.5 * accurate::STEPS_PER_NAT / STEPS_PER_NAT + 0.5) as i16;
/// What the encoder's scores count in the sum, in 256ths.
const ENCODER_FACTOR: i32 = 154;
/// The linear model is sure of a sentence when its best labels are this probable.
const SURE: f32 = 0.93;

impl Joint {
    /// Puts the two together.
    pub fn new(fast: &'static FastModel, encoder: &'static AccurateModel) -> Self {
        let transitions = fast.transitions.scaled(i32::from(FAST_FACTOR), accurate::STEPS_PER_NAT);
        Joint { fast, encoder, transitions }
    }

    /// The names in each sentence, given the linear model's scores of its words; those of the sum take their place.
    pub fn find(&self, sentences: &[Vec<&str>], scored: &mut [Scored], instructions: Instructions) -> Vec<Vec<Name>> {
        let mut room = lattice::Workspace::default();
        let sure: Vec<bool> = scored.iter().map(|sentence| self.is_sure(&sentence.scores, &mut room)).collect();
        let texts: Vec<Text<'_>> = (sentences.iter().zip(&*scored).zip(&sure))
            .filter(|(_, sure)| !**sure)
            .map(|((words, scored), _)| Text { words, wanted: scored.scores.iter().map(Option::is_some).collect() })
            .collect();
        let mut encoder_room = accurate::Workspace::new(instructions);
        let mut encoded = self.encoder.score(&texts, &mut encoder_room).into_iter().peekable();
        for (sentence, sure) in scored.iter_mut().zip(sure) {
            for scores in sentence.scores.iter_mut().flatten() {
                scores.iter_mut().for_each(|score| *score = score.saturating_mul(FAST_FACTOR));
                if let Some(encoded) = encoded.next_if(|_| !sure) {
                    add(scores, &encoded);
                }
            }
        }
        decode_document(&self.transitions, &self.fast.aggregation, FAST_FACTOR, scored)
    }

    /// Whether the linear model is sure of all labels of a sentence.
    fn is_sure(&self, scores: &[Option<Scores>], room: &mut lattice::Workspace) -> bool {
        let transitions = &self.fast.transitions;
        let mut certainty = 1.0;
        for_each_island(scores, |_, island| {
            let path = transitions.best_path(island, room).to_vec();
            transitions.sum(island, room);
            certainty *= transitions.certainty(&path, room);
        });
        certainty >= SURE
    }
}

/// Adds the encoder's scores of a word.
fn add(scores: &mut Scores, encoded: &Scores) {
    for (score, &encoded) in scores[..LABELS].iter_mut().zip(encoded) {
        *score = score.saturating_add(((i32::from(encoded) * ENCODER_FACTOR) >> 8) as i16);
    }
}
