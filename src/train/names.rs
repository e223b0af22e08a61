//! Training of the name taggers.

pub mod aggregation;
pub mod corpus;
pub mod crf;
pub mod draw;
pub mod evaluation;
pub mod fast;
pub mod gazetteers;
pub mod layout;
pub mod running;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::annotate::names::Names;
use crate::annotate::names::label::NameType;
use corpus::{Sentence, Source};

/// The files that designs are chosen by.
pub const DEV: [&str; 4] = ["gum", "uner_ewt", "redocred", "crossner"];

/// The corpora of the fast tier: hand-annotated, and with the teacher's labels.
pub fn sources(shared: &Path, by_hand_only: bool, extra: &[PathBuf], relabelled: &[(PathBuf, f32)]) -> Vec<Source> {
    let folder = shared.join("corpora/ner");
    let gold = |name: &str, weight: f32| Source {
        name: name.to_owned(),
        path: folder.join(format!("{name}.train.jsonl")),
        relabelled: false,
        weight,
    };
    let mut sources: Vec<Source> =
        ["wikigold", "gum", "redocred", "uner_ewt", "crossner", "re3d"].map(|name| gold(name, 1.0)).to_vec();
    if by_hand_only {
        sources.push(gold("btc", 0.5));
        sources.push(gold("wnut17", 0.5));
        sources.push(gold("multiner_gov", 0.3));
        sources.push(Source { path: folder.join("gmb.train.jsonl.gz"), ..gold("gmb", 0.3) });
    } else {
        for (name, weight) in
            [("gmb", 1.0), ("pos_masc", 1.0), ("pos_ud_ewt", 0.7), ("btc", 0.3), ("wnut17", 0.3), ("multiner_gov", 0.5)]
        {
            let path = folder.join(format!("relabelled/{name}.jsonl.gz"));
            sources.push(Source { name: name.to_owned(), path, relabelled: true, weight });
        }
    }
    sources.extend(extra.iter().map(|path| Source {
        name: path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default(),
        path: path.clone(),
        relabelled: false,
        weight: 0.5,
    }));
    sources.extend(relabelled.iter().map(|(path, weight)| Source {
        name: path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default(),
        path: path.clone(),
        relabelled: true,
        weight: *weight,
    }));
    sources
}

/// Reads all sources; sentences that are also in a dev file are left out.
///
/// # Errors
/// When a file cannot be read.
pub fn sentences(shared: &Path, sources: &[Source]) -> Result<Vec<(Sentence, f32)>> {
    let nationalities = gazetteers::nationalities(&shared.join("gazetteers"))?;
    let mut dev = std::collections::HashSet::new();
    for name in DEV {
        for document in evaluation::documents(&shared.join(format!("corpora/ner/{name}.dev.jsonl")))? {
            dev.extend(document.into_iter().map(|sentence| sentence.words));
        }
    }
    let mut all = Vec::new();
    for source in sources {
        let read = corpus::read(source, &nationalities)?;
        all.extend(read.into_iter().filter(|s| !dev.contains(&s.gold_words)).map(|s| (s, source.weight)));
    }
    Ok(all)
}

/// Adds a copy of every twentieth sentence in capitals, and of another twentieth in the capitals of a headline.
pub fn add_headlines(sentences: &mut Vec<(Sentence, f32)>) {
    let headlines: Vec<_> = (sentences.iter().enumerate())
        .filter_map(|(i, (sentence, weight))| {
            let write = match i % 20 {
                6 => str::to_uppercase,
                13 => titled,
                _ => return None,
            };
            let words = sentence.words.iter().map(|word| write(word)).collect();
            // A copy is no sentence of its document.
            Some((Sentence { words, document: String::new(), ..sentence.clone() }, *weight))
        })
        .collect();
    sentences.extend(headlines);
}

/// A word as in a headline: with a capital, unless it is one of the small ones.
fn titled(word: &str) -> String {
    const SMALL: [&str; 17] =
        ["a", "an", "the", "of", "in", "on", "to", "for", "and", "or", "at", "by", "with", "from", "as", "'s", "n't"];
    let mut chars = word.chars();
    match chars.next() {
        Some(first) if !SMALL.contains(&word) => first.to_uppercase().chain(chars).collect(),
        _ => word.to_owned(),
    }
}

/// One line per dev file and their mean.
///
/// # Errors
/// When a dev file cannot be read.
pub fn report(names: &Names, shared: &Path) -> Result<String> {
    let mut text = String::new();
    let (mut typed, mut organizations) = (0.0, 0.0);
    for name in DEV {
        let scores = evaluation::evaluate(names, &shared.join(format!("corpora/ner/{name}.dev.jsonl")))?;
        let of = |kind| scores.f1_of(kind);
        typed += scores.typed.f1() / DEV.len() as f64;
        organizations += of(NameType::Organization) / DEV.len() as f64;
        text += &format!(
            "{name:<10} typed {:.1} untyped {:.1}  person {:.1} organization {:.1} location {:.1} nationality {:.1} misc {:.1}\n",
            scores.typed.f1(),
            scores.untyped.f1(),
            of(NameType::Person),
            of(NameType::Organization),
            of(NameType::Location),
            of(NameType::Nationality),
            of(NameType::Misc),
        );
    }
    Ok(text + &format!("mean       typed {typed:.2} organization {organizations:.2}\n"))
}
