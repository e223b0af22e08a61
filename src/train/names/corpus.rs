//! Labelled sentences for the name taggers: the words, and which labels the corpus leaves possible for each.
//!
//! A corpus that does not annotate a type says nothing about it: its O stays open for that type, and the model is
//! free to find one there (partial labels; Tsuboi et al. 2008).

use std::collections::HashSet;
use std::ops::Range;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::crf::{LabelSet, Target};
use crate::annotate::names::label::{LABELS, NameType, OUTSIDE, Position, label, parts};
use crate::evaluation::lines;
use crate::evaluation::names::layout::Laid;
use crate::evaluation::names::type_of;

/// Every label.
pub const ANY: LabelSet = (1 << LABELS) - 1;

/// One sentence with what its corpus says about it.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// The words as the corpus has them.
    pub gold_words: Vec<String>,
    /// Our tokens.
    pub words: Vec<String>,
    /// The labels that each token may have.
    pub allowed: Vec<LabelSet>,
    /// How probable a tagger holds the labels of each token, where it was labelled so: none for a token that is
    /// certainly O. Empty for sentences that `allowed` speaks for.
    pub believed: Vec<Belief>,
    /// Which document of the corpus it is from.
    pub document: String,
    /// The corpus's short name.
    pub corpus: String,
}

/// The labels that a token may have and their probabilities.
pub type Belief = Box<[(u8, f32)]>;

impl Sentence {
    /// What is known of the labels of these tokens.
    pub fn target(&self, tokens: Range<usize>) -> Target {
        match self.believed.get(tokens.clone()) {
            Some(beliefs) if !beliefs.is_empty() => Target::Believed(beliefs.iter().map(spread).collect()),
            _ => Target::Allowed(self.allowed[tokens].to_vec()),
        }
    }
}

fn spread(belief: &Belief) -> [f32; LABELS] {
    let mut row = [0.0; LABELS];
    if belief.is_empty() {
        row[OUTSIDE] = 1.0;
    }
    for &(label, probability) in belief {
        row[label as usize] = probability;
    }
    row
}

/// A corpus file: where it is, how it is read, what it is worth.
#[derive(Debug, Clone)]
pub struct Source {
    /// Short name, as in the file's name.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Labels by the teacher rather than by hand.
    pub relabelled: bool,
    /// How much a sentence counts; 1 is a hand-annotated one.
    pub weight: f32,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    tokens: Vec<String>,
    ner: Option<Vec<String>>,
    doc: Option<String>,
    genre: Option<String>,
    text: Option<String>,
    /// Words that the teacher was unsure of, and how sure it was.
    #[serde(default)]
    unsure: Vec<(usize, f32)>,
    /// What these words may be, where that is known.
    #[serde(default)]
    possible: Vec<(usize, Vec<String>)>,
}

/// Corpora that annotate no nationalities and no other names.
const NO_NATIONALITY_NO_MISC: [&str; 4] = ["uner_ewt", "btc", "wnut17", "multiner_gov"];
/// Corpora whose "misc" includes nationalities.
const NATIONALITY_IN_MISC: [&str; 2] = ["wikigold", "crossner"];
/// Types that are no names.
const EXPRESSIONS: [&str; 7] = ["DATE", "TIME", "NUM", "Temporal", "Quantity", "Money", "tim"];

/// Reads an English corpus.
///
/// # Errors
/// When the file cannot be read or a line is not a labelled sentence.
pub fn read(source: &Source, nationalities: &HashSet<String>) -> Result<Vec<Sentence>> {
    read_labelled(source, "en", |words, tags| {
        allowed_labels(&source.name, source.relabelled, words, tags, nationalities)
    })
}

/// Reads a corpus of a language; `allowed` gives the labels that words with the corpus's tags may have.
///
/// # Errors
/// When the file cannot be read or a line is not a labelled sentence.
pub fn read_labelled(
    source: &Source,
    language: &str,
    allowed: impl Fn(&[String], &[String]) -> Vec<LabelSet>,
) -> Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    for (number, line) in lines(&source.path)?.enumerate() {
        let place = || format!("{} line {}", source.path.display(), number + 1);
        let line: Line = serde_json::from_str(&line.with_context(place)?).with_context(place)?;
        if let Some(ner) = &line.ner
            && ner.len() != line.tokens.len()
        {
            anyhow::bail!("{}: {} tokens but {} labels", place(), line.tokens.len(), ner.len());
        }
        if source.name == "btc" && !source.relabelled && line.genre.as_deref() != Some("twitter-news") {
            continue;
        }
        let mut allowed = match &line.ner {
            Some(ner) => allowed(&line.tokens, ner),
            None => vec![ANY; line.tokens.len()],
        };
        for &(word, probability) in &line.unsure {
            if probability < 0.9 && word < allowed.len() {
                allowed[word] = ANY;
            }
        }
        for (word, tags) in &line.possible {
            if let Some(set) = allowed.get_mut(*word) {
                *set = tags.iter().fold(0, |set, tag| set | set_of(tag));
            }
        }
        let laid = Laid::new(&line.tokens, line.text.as_deref());
        let (words, allowed) = carry(&laid, language, &allowed);
        let document = line.doc.unwrap_or_else(|| document_of(&line.id));
        sentences.push(Sentence {
            gold_words: line.tokens,
            words,
            allowed,
            believed: Vec::new(),
            document,
            corpus: source.name.clone(),
        });
    }
    Ok(sentences)
}

/// The document prefix of a sentence's id: all but the running number. GMB numbers its sentences through, article
/// after article; every ten of them are taken for one document.
fn document_of(id: &str) -> String {
    match id.rsplit_once('-') {
        Some(("gmb", number)) => format!("gmb-{}", number.parse::<u32>().unwrap_or(0) / 10),
        Some((document, _)) => document.to_owned(),
        None => id.to_owned(),
    }
}

/// The labels of a teacher's tag.
fn set_of(tag: &str) -> LabelSet {
    match tag.get(2..) {
        Some(kind) => name_set(&[type_of(kind)], tag.starts_with('B')),
        None => 1 << OUTSIDE,
    }
}

/// Labels that begin names of these types, or go on with them.
pub(super) fn name_set(kinds: &[NameType], begins: bool) -> LabelSet {
    let positions = if begins { [Position::Begin, Position::Single] } else { [Position::Inside, Position::End] };
    kinds.iter().flat_map(|&k| positions.map(|p| 1 << label(k, p))).sum()
}

fn allowed_labels(
    corpus: &str,
    relabelled: bool,
    words: &[String],
    ner: &[String],
    nationalities: &HashSet<String>,
) -> Vec<LabelSet> {
    let partial = !relabelled && NO_NATIONALITY_NO_MISC.contains(&corpus);
    let hidden = [NameType::Nationality, NameType::Misc];
    let outside = match partial {
        true => 1 << OUTSIDE | name_set(&hidden, true) | name_set(&hidden, false),
        false => 1 << OUTSIDE,
    };
    let mut previous = "";
    let mut result = Vec::with_capacity(ner.len());
    for (word, tag) in words.iter().zip(ner) {
        let kind = tag.get(2..).unwrap_or("");
        // An inside with nothing to be inside of begins.
        let begins = tag.starts_with('B') || kind != previous;
        previous = kind;
        result.push(if kind.is_empty() || EXPRESSIONS.contains(&kind) {
            outside
        } else {
            match type_of(kind) {
                k if partial && hidden.contains(&k) => outside,
                NameType::Misc if !relabelled && NATIONALITY_IN_MISC.contains(&corpus) => {
                    let national = nationalities.contains(word.as_str())
                        || word.strip_suffix('s').is_some_and(|stem| nationalities.contains(stem));
                    match national {
                        true => name_set(&[NameType::Nationality], begins),
                        false => name_set(&hidden, begins),
                    }
                }
                k => name_set(&[k], begins),
            }
        });
    }
    result
}

/// The labels of our tokens, given those of the words. A token over words in and out of a name is left open.
fn carry(laid: &Laid, language: &str, allowed: &[LabelSet]) -> (Vec<String>, Vec<LabelSet>) {
    let mut texts = Vec::new();
    let mut sets: Vec<LabelSet> = Vec::new();
    for token in laid.tokens(language) {
        let start = laid.words.partition_point(|w| w.end <= token.start);
        let end = laid.words.partition_point(|w| w.start < token.end);
        let covered = &allowed[start..end.max(start)];
        let set = match covered {
            [] => ANY,
            [one] if laid.words[start].start == token.start => *one,
            // A later part of a word that begins a name goes on with it.
            [one] => going_on(*one),
            [first, rest @ ..] if rest.iter().all(|&r| r == going_on(*first) || r == *first) => *first,
            _ => ANY,
        };
        texts.push(laid.text[token.start..token.end].to_owned());
        sets.push(set);
    }
    (texts, sets)
}

/// The labels of the second part of something with these labels.
fn going_on(set: LabelSet) -> LabelSet {
    let kinds = (0..LABELS).filter(|l| set >> l & 1 == 1).filter_map(parts).map(|(kind, _)| kind);
    let mut result = set & (1 << OUTSIDE);
    for kind in kinds {
        result |= inside(kind);
    }
    result
}

fn inside(kind: NameType) -> LabelSet {
    1 << label(kind, Position::Inside) | 1 << label(kind, Position::End)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_over_words_in_and_out_of_a_name_is_left_open() {
        let words = ["Chicago", "-", "based"].map(str::to_owned);
        let laid = Laid::new(&words, Some("Chicago-based"));
        let place = name_set(&[NameType::Location], true);
        assert_eq!(carry(&laid, "en", &[place, 1, 1]), (vec!["Chicago-based".to_owned()], vec![ANY]));
    }
}
