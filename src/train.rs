//! Building and scoring the shipped models: corpus readers, trainers, scorers. Never reached from `run`.

pub mod boundaries;
pub mod conllu;
pub mod coref;
pub mod expressions;
pub mod gazetteers;
mod joined;
pub mod names;
pub mod parser;
pub mod perceptron;
pub mod pos;
pub mod random;
pub mod score;
pub mod tagged;

use std::io::Read;
use std::path::Path;

use anyhow::Context;

/// How to train the tagger or the parser.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Passes over the data.
    pub epochs: usize,
    /// Seed of the order and of all that is random: the same seed and data give the same file.
    pub seed: u64,
}

/// Reads a text file, inflated if its name ends in `.gz`.
///
/// # Errors
/// When it cannot be opened, inflated, or is not UTF-8; the message names the file.
pub fn read(path: &Path) -> anyhow::Result<String> {
    let file = std::fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    let mut text = String::new();
    let result = if path.extension().is_some_and(|e| e == "gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text)
    } else {
        std::io::BufReader::new(file).read_to_string(&mut text)
    };
    result.with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text)
}
