//! Text that another parser has parsed: JSON Lines of `{"tokens": […], "heads": […], "relations": […]}`, heads counted
//! from 1 and 0 for the root.

use std::path::Path;

use anyhow::{Context, ensure};
use serde::Deserialize;

use crate::document::Relation;

/// A parsed sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// Its words.
    pub words: Vec<String>,
    /// For each its head (the root's is itself) and its relation.
    pub tree: Vec<(usize, Relation)>,
}

#[derive(Deserialize)]
struct Line {
    tokens: Vec<String>,
    heads: Vec<usize>,
    relations: Vec<String>,
}

/// Reads a file of parsed sentences, also `.gz`.
///
/// # Errors
/// When the file cannot be read or a line is malformed; the message names file and line.
pub fn read(path: &Path) -> anyhow::Result<Vec<Parsed>> {
    let mut sentences = Vec::new();
    for (number, line) in crate::evaluation::read(path)?.lines().enumerate() {
        let context = || format!("{}, line {}", path.display(), number + 1);
        let Line { tokens, heads, relations } = serde_json::from_str(line).with_context(context)?;
        let count = tokens.len();
        ensure!(heads.len() == count && relations.len() == count, "{}: lists of different length", context());
        ensure!(heads.iter().all(|&head| head <= count), "{}: a head outside of the sentence", context());
        let arc = |(at, (head, relation)): (usize, (usize, &String))| {
            (head.checked_sub(1).unwrap_or(at), Relation::from_name(relation))
        };
        let tree = heads.into_iter().zip(&relations).enumerate().map(arc).collect();
        sentences.push(Parsed { words: tokens, tree });
    }
    Ok(sentences)
}
