//! Typed exact-span scores of a name tagger on the text of labelled sentences.

pub mod layout;
pub mod running;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::Result;
use layout::Laid;
use serde::Deserialize;

use super::lines;
use super::score::Counts;
use crate::annotate::names::label::NameType;
use crate::annotate::names::{Name, Names};
use crate::document::Span;

/// The label of a corpus's own type name.
pub fn type_of(tag: &str) -> NameType {
    match tag {
        "PER" | "person" | "politician" | "writer" | "scientist" | "musicalartist" | "researcher" | "Person"
        | "per" => NameType::Person,
        "ORG" | "organisation" | "politicalparty" | "university" | "band" | "Organisation" | "org" | "corporation"
        | "group" => NameType::Organization,
        "LOC" | "location" | "country" | "Location" | "geo" | "gpe" => NameType::Location,
        "NORP" | "Nationality" => NameType::Nationality,
        _ => NameType::Misc,
    }
}

/// The scores on one file.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    /// Person, organization and location together.
    pub typed: Counts,
    /// The same whatever the type.
    pub untyped: Counts,
    /// Each type.
    pub by_type: BTreeMap<NameType, Counts>,
}

/// In percent, on one line.
impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Scores { typed, untyped, .. } = self;
        let [precision, recall] = [typed.precision(), typed.recall()].map(|share| 100.0 * share);
        write!(f, "typed {:.1} (precision {precision:.1}, recall {recall:.1})", 100.0 * typed.f1())?;
        write!(f, ", untyped {:.1}", 100.0 * untyped.f1())?;
        let of = |kind| 100.0 * self.f1_of(kind);
        write!(f, "; person {:.1}, organization {:.1}", of(NameType::Person), of(NameType::Organization))?;
        write!(f, ", location {:.1}, nationality {:.1}", of(NameType::Location), of(NameType::Nationality))?;
        write!(f, ", misc {:.1}", of(NameType::Misc))
    }
}

impl Scores {
    /// F1 of one type: 0 to 1, 0 where there is none.
    pub fn f1_of(&self, kind: NameType) -> f64 {
        self.by_type.get(&kind).copied().unwrap_or_default().f1()
    }

    /// Adds another file's counts.
    pub fn add(&mut self, other: &Scores) {
        self.typed.add(other.typed);
        self.untyped.add(other.untyped);
        for (kind, counts) in &other.by_type {
            self.by_type.entry(*kind).or_default().add(*counts);
        }
    }
}

#[derive(Deserialize)]
struct Line {
    tokens: Vec<String>,
    ner: Vec<String>,
    /// Sentences as ranges of tokens, where a line is a whole document.
    #[serde(default)]
    sents: Vec<(usize, usize)>,
    doc: Option<String>,
    text: Option<String>,
}

/// A sentence with its names, or whatever else is labelled, in gold words.
#[derive(Debug)]
pub struct Labelled<Kind = NameType> {
    /// The words as the corpus has them.
    pub words: Vec<String>,
    /// The same as text.
    pub laid: Laid,
    /// Names: first word, one past the last, type.
    pub names: Vec<(usize, usize, Kind)>,
}

/// A range of words and a type.
pub type Scored = ((usize, usize), NameType);

/// Reads a labelled file as documents; sentences with no document named are one each.
///
/// # Errors
/// When the file cannot be read.
pub fn documents(path: &Path) -> Result<Vec<Vec<Labelled>>> {
    documents_of(path, |tag| Some(type_of(tag)))
}

/// The same with what `kind` makes of the corpus's type names; none for those that do not matter.
///
/// # Errors
/// When the file cannot be read.
pub fn documents_of<Kind: Copy>(path: &Path, kind: impl Fn(&str) -> Option<Kind>) -> Result<Vec<Vec<Labelled<Kind>>>> {
    let mut documents: Vec<(Option<String>, Vec<Labelled<Kind>>)> = Vec::new();
    for line in lines(path)? {
        let line: Line = serde_json::from_str(&line?)?;
        let laid = Laid::new(&line.tokens, line.text.as_deref());
        let sentence = Labelled { laid, names: spans(&line.ner, &kind), words: line.tokens };
        if !line.sents.is_empty() {
            let parts = line.sents.iter().map(|&(start, end)| sentence.part(start, end));
            documents.push((None, parts.collect()));
            continue;
        }
        match documents.last_mut() {
            Some((Some(name), sentences)) if line.doc.as_ref() == Some(name) => sentences.push(sentence),
            _ => documents.push((line.doc, vec![sentence])),
        }
    }
    Ok(documents.into_iter().map(|(_, sentences)| sentences).collect())
}

fn spans<Kind>(tags: &[String], type_of: impl Fn(&str) -> Option<Kind>) -> Vec<(usize, usize, Kind)> {
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    let mut previous = "";
    for (i, tag) in tags.iter().enumerate() {
        let kind = tag.get(2..).unwrap_or("");
        if !kind.is_empty() {
            match found.last_mut() {
                Some(last) if last.1 == i && kind == previous && tag.starts_with('I') => last.1 = i + 1,
                _ => found.push((i, i + 1, kind)),
            }
        }
        previous = kind;
    }
    found.into_iter().filter_map(|(start, end, kind)| Some((start, end, type_of(kind)?))).collect()
}

impl<Kind: Copy> Labelled<Kind> {
    /// Some of its words with the names in them.
    fn part(&self, start: usize, end: usize) -> Self {
        let spans = &self.laid.words[start..end];
        let from = spans.first().map_or(0, |word| word.start);
        let to = spans.last().map_or(from, |word| word.end);
        let words = spans.iter().map(|word| Span::new(word.start - from, word.end - from)).collect();
        let names = self.names.iter().filter(|name| start <= name.0 && name.1 <= end);
        Labelled {
            words: self.words[start..end].to_vec(),
            laid: Laid { text: self.laid.text[from..to].to_owned(), words },
            names: names.map(|&(first, last, kind)| (first - start, last - start, kind)).collect(),
        }
    }

    /// The sentences of a document as one running text.
    pub fn joined(document: &[Self]) -> Self {
        let mut all = Labelled { words: Vec::new(), laid: Laid::default(), names: Vec::new() };
        for sentence in document {
            if !all.laid.text.is_empty() {
                all.laid.text.push(' ');
            }
            let (bytes, words) = (all.laid.text.len(), all.words.len());
            all.laid.text += &sentence.laid.text;
            all.laid.words.extend(sentence.laid.words.iter().map(|w| Span::new(w.start + bytes, w.end + bytes)));
            all.words.extend_from_slice(&sentence.words);
            all.names.extend(sentence.names.iter().map(|&(start, end, kind)| (start + words, end + words, kind)));
        }
        all
    }

    /// The names, as ranges of words that scores compare.
    pub fn gold(&self) -> Vec<((usize, usize), Kind)> {
        self.names.iter().map(|&(start, end, kind)| (self.trim(start, end), kind)).collect()
    }

    /// The range of words that scores compare for a name at these bytes of the text.
    pub fn range(&self, span: Span) -> (usize, usize) {
        let start = self.laid.words.partition_point(|word| word.end <= span.start);
        let end = self.laid.words.partition_point(|word| word.start < span.end);
        self.trim(start.min(end.saturating_sub(1)), end)
    }

    /// Leaves articles, possessives and outer marks out, on which corpora differ.
    fn trim(&self, mut start: usize, mut end: usize) -> (usize, usize) {
        let mark = |word: &str| !word.chars().any(char::is_alphanumeric);
        let outer =
            |i: usize| matches!(self.words[i].to_lowercase().as_str(), "the" | "a" | "an") || mark(&self.words[i]);
        let behind = |i: usize| matches!(self.words[i].as_str(), "'s" | "’s") || mark(&self.words[i]);
        while start + 1 < end && outer(start) {
            start += 1;
        }
        while start + 1 < end && behind(end - 1) {
            end -= 1;
        }
        (start, end)
    }
}

/// The types that typed scores are over.
pub const THREE: [NameType; 3] = [NameType::Person, NameType::Organization, NameType::Location];

/// Which words a tagger is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordsOf {
    /// Those of the corpus.
    Corpus,
    /// The tokenizer's.
    Tokenizer,
}

/// Scores a tagger on a labelled file of a language, its sentences as they are.
///
/// # Errors
/// When the file cannot be read.
pub fn evaluate(names: &Names, language: &str, path: &Path, words: WordsOf) -> Result<Scores> {
    let mut scores = Scores::default();
    for document in documents(path)? {
        let tokens_of = |sentence: &Labelled| match words {
            WordsOf::Corpus => sentence.laid.words.clone(),
            WordsOf::Tokenizer => sentence.laid.tokens(language),
        };
        let tokens: Vec<_> = document.iter().map(tokens_of).collect();
        let texts: Vec<Vec<&str>> = document
            .iter()
            .zip(&tokens)
            .map(|(s, t)| t.iter().map(|t| &s.laid.text[t.start..t.end]).collect())
            .collect();
        let found = names.find(&texts);
        for ((sentence, tokens), found) in document.iter().zip(&tokens).zip(found) {
            let span = |n: &Name| Span::new(tokens[n.start].start, tokens[n.end - 1].end);
            let found: Vec<Scored> = found.iter().map(|n| (sentence.range(span(n)), n.kind)).collect();
            scores.count(&sentence.gold(), &found);
        }
    }
    Ok(scores)
}

impl Scores {
    /// Counts the names of a text.
    pub fn count(&mut self, gold: &[Scored], found: &[Scored]) {
        for kind in NameType::ALL {
            let counts = self.by_type.entry(kind).or_default();
            counts.gold += gold.iter().filter(|g| g.1 == kind).count();
            counts.found += found.iter().filter(|f| f.1 == kind).count();
            counts.correct += found.iter().filter(|f| f.1 == kind && gold.contains(f)).count();
        }
        let three =
            |list: &[Scored]| -> Vec<Scored> { list.iter().copied().filter(|x| THREE.contains(&x.1)).collect() };
        let (gold, found) = (three(gold), three(found));
        for counts in [&mut self.typed, &mut self.untyped] {
            counts.gold += gold.len();
            counts.found += found.len();
        }
        self.typed.correct += found.iter().filter(|f| gold.contains(f)).count();
        self.untyped.correct += found.iter().filter(|f| gold.iter().any(|g| g.0 == f.0)).count();
    }
}
