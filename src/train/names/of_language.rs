//! What a tagger of another language than English is learnt from: labelled corpora with a table of their types, labels of
//! a teacher, and the language's own closed classes and lists.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::corpus::{ANY, Sentence, Source, name_set, read_labelled};
use super::crf::LabelSet;
use super::distillation;
use crate::annotate::names::label::{NameType, OUTSIDE};
use crate::annotate::names::word::Closed;
use crate::evaluation::conllu;
use crate::evaluation::names::type_of;

/// A file to learn from and what its sentences count, given as `NAME=FILE`, `FILE@0.5` or `NAME=FILE@0.5`.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighted {
    /// Its name in the table of types; empty where none is given.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// What a sentence of it counts.
    pub weight: f32,
}

impl FromStr for Weighted {
    type Err = std::num::ParseFloatError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, rest) = text.split_once('=').unwrap_or(("", text));
        let (path, weight) = rest.rsplit_once('@').unwrap_or((rest, "1"));
        Ok(Weighted { name: name.to_owned(), path: path.into(), weight: weight.parse()? })
    }
}

/// What a corpus's own types mean (`types.json` beside it).
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Types {
    /// Own type to ours; `ignore` for what may be anything. `*-part` stands for all that end so.
    map: HashMap<String, String>,
    /// Ours that nobody annotated there: a word in none of the others may be one of these.
    #[serde(default)]
    mask: Vec<String>,
    /// Ours that were annotated as another one.
    #[serde(default, rename = "in")]
    within: HashMap<String, String>,
}

impl Types {
    fn of(&self, own: &str) -> Option<&str> {
        let wildcard = || self.map.iter().find(|(key, _)| key.strip_prefix('*').is_some_and(|end| own.ends_with(end)));
        self.map.get(own).or_else(|| wildcard().map(|(_, ours)| ours)).map(String::as_str)
    }

    /// The labels that each word may have.
    pub fn allowed(&self, words: &[String], tags: &[String]) -> Vec<LabelSet> {
        let masked = self.mask.iter().filter_map(|name| name_type(name));
        let masked: Vec<_> = masked.collect();
        let outside = 1 << OUTSIDE | name_set(&masked, true) | name_set(&masked, false);
        let mut previous = "";
        let mut sets = Vec::with_capacity(tags.len());
        for (word, tag) in words.iter().zip(tags) {
            let own = tag.get(2..).unwrap_or("");
            let begins = tag.starts_with('B') || own != previous;
            previous = own;
            let ours = if own.is_empty() { None } else { self.of(own) };
            sets.push(match ours {
                Some("ignore") => ANY,
                Some(ours) => match name_type(ours) {
                    // Adjectives of peoples that are written small are no names.
                    Some(NameType::Nationality) if !word.chars().any(char::is_uppercase) => outside,
                    Some(kind) => {
                        let mut kinds = vec![kind];
                        let inner = self.within.iter().filter(|(_, outer)| *outer == ours);
                        kinds.extend(inner.filter_map(|(inner, _)| name_type(inner)));
                        name_set(&kinds, begins)
                    }
                    None => outside,
                },
                None => outside,
            });
        }
        sets
    }
}

/// The type of one of our names of types; none for what is no name.
fn name_type(ours: &str) -> Option<NameType> {
    match ours {
        "PER" | "ORG" | "LOC" | "NORP" | "MISC" | "EVENT" => Some(type_of(ours)),
        _ => None,
    }
}

/// Sentences of labelled corpora, then those that a teacher labelled, with what each counts.
///
/// # Errors
/// When a file cannot be read, or the table of types does not name a corpus.
pub fn sentences(corpora: &[Weighted], labels: &[Weighted], language: &str) -> Result<Vec<(Sentence, f32)>> {
    let mut all = Vec::new();
    for corpus in corpora {
        let types = types_of(corpus)?;
        let Weighted { name, path, weight } = corpus.clone();
        let source = Source { name, path, relabelled: false, weight };
        let read = read_labelled(&source, language, |words, tags| types.allowed(words, tags))?;
        all.extend(read.into_iter().map(|sentence| (sentence, weight)));
    }
    for file in labels {
        all.extend(distillation::read(&file.path, &[])?.into_iter().map(|sentence| (sentence, file.weight)));
    }
    Ok(all)
}

fn types_of(corpus: &Weighted) -> Result<Types> {
    let path = corpus.path.with_file_name("types.json");
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut table: HashMap<String, Types> = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
    table.remove(&corpus.name).with_context(|| format!("{} has no corpus {:?}", path.display(), corpus.name))
}

/// A word of the closed classes was seen so often…
const LEAST_SEEN: usize = 3;
/// …and this share of the time in them.
const LEAST_SHARE: f64 = 0.9;

/// The closed classes of treebanks: words that are hardly ever anything else than articles, pronouns, prepositions,
/// conjunctions, auxiliaries and particles; `links` are those that may stand inside a name.
///
/// # Errors
/// When a treebank cannot be read.
pub fn closed_classes(treebanks: &[PathBuf], language: &str, links: &str) -> Result<Closed> {
    const CLASSES: [&str; 7] = ["ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "SCONJ"];
    let mut seen = BTreeMap::<String, (usize, usize)>::new();
    for path in treebanks {
        for sentence in conllu::read(Path::new(path))? {
            for word in sentence.joined(language).words {
                let counts = seen.entry(word.form.to_lowercase().replace('’', "'")).or_default();
                counts.0 += usize::from(CLASSES.contains(&word.universal_tag.split('|').next().unwrap_or_default()));
                counts.1 += 1;
            }
        }
    }
    let closed =
        seen.iter().filter(|(_, (inside, all))| *inside >= LEAST_SEEN && *inside as f64 >= LEAST_SHARE * *all as f64);
    Ok(Closed::new(closed.map(|(word, _)| word.as_str()), links.split_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::names::label::{Position, label};

    #[test]
    fn files_have_names_and_weights() {
        let file: Weighted = "de.x=a/b.jsonl@0.5".parse().expect("name, file and weight");
        assert_eq!(file, Weighted { name: "de.x".into(), path: "a/b.jsonl".into(), weight: 0.5 });
        let file: Weighted = "b.jsonl".parse().expect("a file");
        assert_eq!((file.name.as_str(), file.weight), ("", 1.0));
    }

    #[test]
    fn what_nobody_annotated_stays_open() {
        let types: Types = serde_json::from_str(
            r#"{"map": {"PER": "PER", "LOCderiv": "NORP", "*part": "ignore"}, "mask": ["MISC", "DATE"]}"#,
        )
        .expect("a table");
        let words = ["Ada", "deutsche", "SPD-Chef", "und"].map(str::to_owned);
        let tags = ["B-PER", "B-LOCderiv", "B-ORGpart", "O"].map(str::to_owned);
        let sets = types.allowed(&words, &tags);
        let open = 1 << OUTSIDE | name_set(&[NameType::Misc], true) | name_set(&[NameType::Misc], false);
        assert_eq!(sets[1..], [open, ANY, open]);
        assert_eq!(sets[0] >> label(NameType::Person, Position::Single) & 1, 1);
    }
}
