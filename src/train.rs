//! Building the shipped models: trainers behind `copydesk train`, in builds with the feature `train`. Never reached from
//! `run`.

pub mod gazetteers;
pub mod names;
pub mod parser;
pub mod perceptron;
pub mod pos;
pub mod random;

/// How to train the tagger or the parser.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Passes over the data.
    pub epochs: usize,
    /// Seed of the order and of all that is random: the same seed and data give the same file.
    pub seed: u64,
}
