//! Sentences with gold tags: treebanks in CoNLL-U and JSON Lines of `{"tokens": […], "pos": […]}`.

use std::path::Path;

use anyhow::{Context, ensure};
use serde::Deserialize;

use super::conllu;

/// A sentence whose tags are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tagged {
    /// What kind of text it comes from: "news", "weblog"…; empty if not known.
    pub genre: String,
    /// Its words.
    pub words: Vec<String>,
    /// Their tags.
    pub tags: Vec<Gold>,
}

/// What is known of a word's tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Gold {
    /// Nothing: it is in doubt.
    #[default]
    Unknown,
    /// All of it.
    Tag(String),
    /// The part of speech, not its features.
    PartOfSpeech(String),
}

/// Which tags of a treebank count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Its own (`XPOS`): Penn tags in English ones.
    Own,
    /// Universal parts of speech with features.
    Universal,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    genre: String,
    tokens: Vec<String>,
    #[serde(default)]
    pos: Vec<String>,
}

/// Reads a file of tagged sentences of a language; the format is told by the name (`.conllu`, `.jsonl`, also with `.gz`).
///
/// # Errors
/// When the file cannot be read or a line is malformed; the message names the file.
pub fn read(path: &Path, language: &str, scheme: Scheme) -> anyhow::Result<Vec<Tagged>> {
    if path.to_string_lossy().contains(".conllu") {
        let sentences = conllu::read(path)?;
        return Ok(sentences.iter().map(|s| Tagged::new(&s.joined(language), scheme)).collect());
    }
    let mut sentences = Vec::new();
    for (number, line) in super::read(path)?.lines().enumerate() {
        let context = || format!("{}, line {}", path.display(), number + 1);
        let Line { genre, tokens, pos } = serde_json::from_str(line).with_context(context)?;
        ensure!(tokens.len() == pos.len(), "{}: {} tokens, {} tags", context(), tokens.len(), pos.len());
        sentences.push(Tagged { genre, words: tokens, tags: pos.into_iter().map(Gold::Tag).collect() });
    }
    Ok(sentences)
}

impl Tagged {
    /// The words and tags of a treebank's sentence.
    pub fn new(sentence: &conllu::Sentence, scheme: Scheme) -> Tagged {
        let tag = |word: &conllu::Word| match scheme {
            Scheme::Own => word.own_tag.clone(),
            Scheme::Universal => word.universal_tag.clone(),
        };
        Tagged {
            genre: sentence.genre().to_owned(),
            words: sentence.words.iter().map(|w| w.form.clone()).collect(),
            tags: sentence.words.iter().map(|w| Gold::Tag(tag(w))).collect(),
        }
    }
}
