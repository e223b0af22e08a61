//! Labelled corpora, and how well the annotators do on them: readers and scorers behind `copydesk evaluate`. Never
//! reached from `run`.

pub mod boundaries;
pub mod conllu;
pub mod coref;
pub mod expressions;
mod joined;
pub mod names;
pub mod parser;
pub mod pos;
pub mod score;
pub mod tagged;

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;
use flate2::read::MultiGzDecoder;

/// Reads a text file, inflated if its name ends in `.gz`.
///
/// # Errors
/// When it cannot be opened, inflated, or is not UTF-8; the message names the file.
pub fn read(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    open(path)?.read_to_string(&mut text).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text)
}

/// The lines of a text file, inflated if its name ends in `.gz`.
///
/// # Errors
/// When the file cannot be opened; the message names it.
pub fn lines(path: &Path) -> anyhow::Result<impl Iterator<Item = std::io::Result<String>>> {
    Ok(open(path)?.lines())
}

fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    let file = File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
    Ok(match path.extension().is_some_and(|e| e == "gz") {
        true => Box::new(BufReader::new(MultiGzDecoder::new(file))),
        false => Box::new(BufReader::new(file)),
    })
}
