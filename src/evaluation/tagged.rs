//! Sentences with gold tags: treebanks in CoNLL-U and JSON Lines of `{"tokens": […], "pos": […]}`.

use std::path::Path;

use anyhow::{Context, ensure};
use serde::Deserialize;

use super::conllu;
use crate::document::Pos;

/// A sentence whose tags are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tagged {
    /// What kind of text it comes from: "news", "weblog"…; empty if not known.
    pub genre: String,
    /// Its words.
    pub words: Vec<String>,
    /// Their tags; none where the tag is in doubt.
    pub tags: Vec<Option<Pos>>,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    genre: String,
    tokens: Vec<String>,
    #[serde(default)]
    pos: Vec<String>,
}

/// Reads a file of tagged sentences; the format is told by the name (`.conllu`, `.jsonl`, also with `.gz`).
///
/// # Errors
/// When the file cannot be read or a line is malformed; the message names the file.
pub fn read(path: &Path) -> anyhow::Result<Vec<Tagged>> {
    if path.to_string_lossy().contains(".conllu") {
        return Ok(conllu::read(path)?.iter().map(|s| Tagged::from(&s.joined())).collect());
    }
    let mut sentences = Vec::new();
    for (number, line) in super::read(path)?.lines().enumerate() {
        let context = || format!("{}, line {}", path.display(), number + 1);
        let Line { genre, tokens, pos } = serde_json::from_str(line).with_context(context)?;
        ensure!(tokens.len() == pos.len(), "{}: {} tokens, {} tags", context(), tokens.len(), pos.len());
        let tags = pos.iter().map(|p| Some(Pos::from_name(p))).collect();
        sentences.push(Tagged { genre, words: tokens, tags });
    }
    Ok(sentences)
}

impl From<&conllu::Sentence> for Tagged {
    fn from(sentence: &conllu::Sentence) -> Tagged {
        Tagged {
            genre: sentence.genre().to_owned(),
            words: sentence.words.iter().map(|w| w.form.clone()).collect(),
            tags: sentence.words.iter().map(|w| Some(w.pos)).collect(),
        }
    }
}
