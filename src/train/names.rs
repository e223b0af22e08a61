//! Training of the name taggers.

pub mod aggregation;
pub mod corpus;
pub mod crf;
pub mod distillation;
pub mod draw;
pub mod fast;
pub mod gazetteers;
pub mod labelling;
pub mod of_language;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::annotate::names::Names;
use crate::annotate::names::label::NameType;
use crate::annotate::names::lexicon::Lexicon;
use crate::annotate::names::word::Closed;
use crate::evaluation::names::{self as evaluation, WordsOf};
use corpus::{Sentence, Source};

/// The files that designs are chosen by.
pub const DEV: [&str; 4] = ["gum", "uner_ewt", "redocred", "crossner"];

/// The corpora with the teacher's labels, and what their sentences count.
const RELABELLED: [(&str, f32); 6] =
    [("gmb", 1.0), ("pos_masc", 1.0), ("pos_ud_ewt", 0.7), ("btc", 0.3), ("wnut17", 0.3), ("multiner_gov", 0.5)];

/// Which labels stand in for those that nobody gave by hand.
#[derive(Debug, Clone, Copy)]
pub enum Further<'a> {
    /// None.
    None,
    /// The teacher's.
    Teacher,
    /// The probabilities in a file that `copydesk train names-labels` wrote.
    Believed(&'a Path),
}

/// The closed classes of English that the tagger knows; the shipped model holds hashes of them.
pub fn english() -> Closed {
    const FUNCTION: &str = "a an the this that these those he she it they we i you his her its their our my your him \
        them us me who whom whose which what when where why how there here and but or nor so yet if as at by for from in \
        into of off on onto out over to under up with without after before about against among between during since \
        until while than then not no is are was were be been being has have had do does did will would can could may \
        might shall should must also more most many some any all both each every other such only even still just now \
        however because although though despite";
    const LINKS: &str = "of for de del della da das do dos di du des la le les los las el al von van der den bin ibn \
        y e et & st. 's";
    Closed::new(FUNCTION.split_whitespace(), LINKS.split_whitespace())
}

/// Trains on weighted sentences and returns the model file. What the rest of a document tells is learnt from the
/// documents of `told`: labels that a tagger gave with its own second look agree more within a document than any text.
pub fn train_fast(
    sentences: &[(Sentence, f32)],
    told: &[(Sentence, f32)],
    lexicon: &Lexicon,
    options: &fast::Options,
) -> Vec<u8> {
    let all: Vec<&(Sentence, f32)> = sentences.iter().collect();
    let words = fast::train_words(&all, lexicon, options);
    let halves = aggregation::halves(told, lexicon, options);
    let rows = aggregation::train(told, &halves, options);
    eprintln!("{} features of the rest of the document", rows.len());
    words.file(&rows)
}

/// The corpora annotated by hand, with `extra` files.
pub fn by_hand(shared: &Path, extra: &[PathBuf]) -> Vec<Source> {
    let folder = shared.join("corpora/ner");
    let gold = ["wikigold", "gum", "redocred", "uner_ewt", "crossner", "re3d"].map(|name| Source {
        name: name.to_owned(),
        path: folder.join(format!("{name}.train.jsonl")),
        relabelled: false,
        weight: 1.0,
    });
    let extra = extra.iter().map(|path| Source {
        name: path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default(),
        path: path.clone(),
        relabelled: false,
        weight: 0.5,
    });
    gold.into_iter().chain(extra).collect()
}

/// The corpora annotated by hand for other aims or in haste, with their own labels.
fn less_exact(shared: &Path) -> Vec<Source> {
    [("btc", 0.5, ""), ("wnut17", 0.5, ""), ("multiner_gov", 0.3, ""), ("gmb", 0.3, ".gz")]
        .map(|(name, weight, packed)| Source {
            name: name.to_owned(),
            path: shared.join(format!("corpora/ner/{name}.train.jsonl{packed}")),
            relabelled: false,
            weight,
        })
        .to_vec()
}

/// The corpora with the teacher's labels.
pub fn relabelled(shared: &Path) -> Vec<Source> {
    RELABELLED
        .map(|(name, weight)| Source {
            name: name.to_owned(),
            path: shared.join(format!("corpora/ner/relabelled/{name}.jsonl.gz")),
            relabelled: true,
            weight,
        })
        .to_vec()
}

/// All sentences to train on, with what each counts, but for the corpora left out.
///
/// # Errors
/// When a file cannot be read.
pub fn sentences(
    shared: &Path,
    further: Further<'_>,
    extra: &[PathBuf],
    leave_out: &[String],
) -> Result<Vec<(Sentence, f32)>> {
    let mut sources = by_hand(shared, extra);
    match further {
        Further::None => sources.extend(less_exact(shared)),
        Further::Teacher => sources.extend(relabelled(shared)),
        Further::Believed(_) => {}
    }
    sources.retain(|source| !leave_out.contains(&source.name));
    let mut sentences = read(shared, &sources)?;
    if let Further::Believed(path) = further {
        sentences.extend(distillation::read(path, leave_out)?.into_iter().map(|sentence| {
            let weight =
                RELABELLED.iter().find(|(name, _)| *name == sentence.corpus).map_or(1.0, |(_, weight)| *weight);
            (sentence, weight)
        }));
    }
    Ok(sentences)
}

/// Reads all sources; sentences that are also in a dev file are left out.
///
/// # Errors
/// When a file cannot be read.
pub fn read(shared: &Path, sources: &[Source]) -> Result<Vec<(Sentence, f32)>> {
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

/// Text that has no labels yet: all of the corpora that [`relabelled`] labels, as far as they are.
///
/// # Errors
/// When a file cannot be read.
pub fn unlabelled(shared: &Path, known: &[(Sentence, f32)]) -> Result<Vec<Sentence>> {
    let seen: std::collections::HashSet<&Vec<String>> =
        known.iter().map(|(sentence, _)| &sentence.gold_words).collect();
    let masc = Source {
        name: "pos_masc".to_owned(),
        path: shared.join("corpora/ner/pos_masc.train.jsonl.gz"),
        relabelled: true,
        weight: 1.0,
    };
    let read = read(shared, &[masc])?;
    Ok(read.into_iter().map(|(sentence, _)| sentence).filter(|s| !seen.contains(&s.gold_words)).collect())
}

/// Adds a copy of every twentieth sentence in capitals, and of another twentieth in the capitals of a headline where the
/// language sets headlines so.
pub fn add_headlines(sentences: &mut Vec<(Sentence, f32)>, in_title_case: bool) {
    let headlines: Vec<_> = (sentences.iter().enumerate())
        .filter_map(|(i, (sentence, weight))| {
            let write = match i % 20 {
                6 => str::to_uppercase,
                13 if in_title_case => titled,
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

/// One line per dev file and their mean, in percent.
///
/// # Errors
/// When a dev file cannot be read.
pub fn report(names: &Names, shared: &Path) -> Result<String> {
    let mut text = String::new();
    let (mut typed, mut organizations) = (0.0, 0.0);
    for name in DEV {
        let path = shared.join(format!("corpora/ner/{name}.dev.jsonl"));
        let scores = evaluation::evaluate(names, "en", &path, WordsOf::Tokenizer)?;
        typed += 100.0 * scores.typed.f1() / DEV.len() as f64;
        organizations += 100.0 * scores.f1_of(NameType::Organization) / DEV.len() as f64;
        text += &format!("{name:<10} {scores}\n");
    }
    Ok(text + &format!("mean       typed {typed:.2} organization {organizations:.2}\n"))
}
