//! The accurate tier: the encoder's scores added to the linear model's, a product of two experts (Hinton 2002).
//!
//! The two err differently: the encoder knows words from its pretraining, the linear model knows capitals, lists and
//! the run that a word stands in. Only words that the linear model looks at can be in a name, and the encoder is asked
//! only where the linear model is unsure of them, with some words to either side; both save time.

use std::ops::Range;

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
/// The linear model is sure of a run of words when its best labels are this probable.
const SURE: f32 = 0.93;
/// Words to either side of an unsure run that the encoder reads with it. With fewer its scores get worse; those further
/// away tell little.
const REACH: usize = 11;

impl Joint {
    /// Puts the two together.
    pub fn new(fast: &'static FastModel, encoder: &'static AccurateModel) -> Self {
        let transitions = fast.transitions.scaled(i32::from(FAST_FACTOR), accurate::STEPS_PER_NAT);
        Joint { fast, encoder, transitions }
    }

    /// The names in each sentence, given the linear model's scores of its words; those of the sum take their place.
    pub fn find(&self, sentences: &[Vec<&str>], scored: &mut [Scored], instructions: Instructions) -> Vec<Vec<Name>> {
        let mut room = lattice::Workspace::default();
        let windows: Vec<Vec<Range<usize>>> =
            scored.iter().map(|sentence| self.windows(&sentence.scores, &mut room)).collect();
        let texts: Vec<Text<'_>> = (sentences.iter().zip(&*scored).zip(&windows))
            .flat_map(|((words, scored), windows)| {
                windows.iter().map(|window| Text {
                    words: &words[window.clone()],
                    wanted: scored.scores[window.clone()].iter().map(Option::is_some).collect(),
                })
            })
            .collect();
        let mut encoder_room = accurate::Workspace::new(instructions);
        let mut encoded = self.encoder.score(&texts, &mut encoder_room).into_iter();
        for (sentence, windows) in scored.iter_mut().zip(windows) {
            for scores in sentence.scores.iter_mut().flatten() {
                scores.iter_mut().for_each(|score| *score = score.saturating_mul(FAST_FACTOR));
            }
            for window in windows {
                for (scores, encoded) in sentence.scores[window].iter_mut().flatten().zip(&mut encoded) {
                    add(scores, &encoded);
                }
            }
        }
        decode_document(&self.transitions, &self.fast.aggregation, FAST_FACTOR, scored)
    }

    /// The windows of a sentence that the encoder reads: runs of words whose labels the linear model is unsure of, and the
    /// words around them. Windows that meet are one.
    fn windows(&self, scores: &[Option<Scores>], room: &mut lattice::Workspace) -> Vec<Range<usize>> {
        let transitions = &self.fast.transitions;
        let mut windows: Vec<Range<usize>> = Vec::new();
        for_each_island(scores, |start, island| {
            let path = transitions.best_path(island, room).to_vec();
            transitions.sum(island, room);
            if transitions.certainty(&path, room) >= SURE {
                return;
            }
            let window = start.saturating_sub(REACH)..(start + island.len() + REACH).min(scores.len());
            match windows.last_mut() {
                Some(last) if window.start <= last.end => last.end = window.end,
                _ => windows.push(window),
            }
        });
        windows
    }
}

/// Adds the encoder's scores of a word.
fn add(scores: &mut Scores, encoded: &Scores) {
    for (score, &encoded) in scores[..LABELS].iter_mut().zip(encoded) {
        *score = score.saturating_add(((i32::from(encoded) * ENCODER_FACTOR) >> 8) as i16);
    }
}
