//! Labels for text that nobody annotated, by a better tagger than the one to be trained: the linear model learns from
//! the probabilities of its sum with an encoder (distillation; Hinton et al. 2015).
//!
//! The linear part of the sum must not have learnt from the text that it labels, or it would only repeat what it was
//! told. So two models, each learnt from one half of the documents, label the other half.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::aggregation;
use super::corpus::{self, Belief, Sentence};
use super::fast::Options;
use crate::annotate::names::Names;
use crate::annotate::names::label::{LABELS, OUTSIDE};
use crate::annotate::names::lexicon::Lexicon;
use crate::annotate::names::table::Table;

/// Probabilities below this are taken for none.
const LEAST: f32 = 0.01;
/// A token of this probability to be O is certainly O.
const CERTAIN: f32 = 0.995;
/// Most sentences that are labelled as one document; the encoder reads no texts that are much longer.
const LONGEST: usize = 100;

/// A labelled sentence in the file.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    corpus: String,
    document: String,
    tokens: Vec<String>,
    /// Token, label and its probability, for tokens that are not certainly O.
    labels: Vec<(usize, u8, f32)>,
}

/// Labels sentences by two sums of a linear model and the encoder, and writes them as JSON lines. The linear models
/// learn from `known`.
///
/// # Errors
/// When the encoder is no model file or the output cannot be written.
pub fn label(
    known: &[(Sentence, f32)],
    unknown: &[Sentence],
    lexicon: &Lexicon,
    options: &Options,
    encoder: Option<Vec<u8>>,
    mut out: impl Write,
) -> Result<()> {
    let halves = aggregation::halves(known, lexicon, options);
    let rows = aggregation::train(known, &halves, options);
    let taggers = halves.map(|mut bytes| {
        Table::write(&rows, &mut bytes);
        Ok(Names::read(&bytes)?.with_encoder(encoder.clone())?)
    });
    let [first, second]: [Result<Names>; 2] = taggers;
    let taggers = [first?, second?];
    let documents = aggregation::documents(known);
    let same = |a: &Sentence, b: &Sentence| a.document == b.document && documents.contains_key(&*a.document);
    for document in unknown.chunk_by(same).flat_map(|document| document.chunks(LONGEST)) {
        let tagger = &taggers[aggregation::side(&document[0], &documents)];
        write_labels(tagger, document, &mut out)?;
    }
    Ok(())
}

fn write_labels(tagger: &Names, document: &[Sentence], out: &mut impl Write) -> Result<()> {
    let texts: Vec<Vec<&str>> = document.iter().map(|s| s.words.iter().map(String::as_str).collect()).collect();
    for (sentence, rows) in document.iter().zip(tagger.probabilities(&texts)) {
        let labels = (rows.iter().enumerate())
            .filter_map(|(word, row)| row.filter(|row| row[OUTSIDE] < CERTAIN).map(|row| (word, row)))
            .flat_map(|(word, row)| (0..LABELS).map(move |label| (word, label as u8, row[label])))
            .filter(|cell| cell.2 >= LEAST)
            .map(|(word, label, probability)| (word, label, (probability * 1000.0).round() / 1000.0))
            .collect();
        let line = Line {
            corpus: sentence.corpus.clone(),
            document: sentence.document.clone(),
            tokens: sentence.words.clone(),
            labels,
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Reads what [`label`] wrote, but for the corpora left out.
///
/// # Errors
/// When the file cannot be read or a line is no labelled sentence.
pub fn read(path: &Path, leave_out: &[String]) -> Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    for (number, line) in corpus::lines(path)?.enumerate() {
        let place = || format!("{} line {}", path.display(), number + 1);
        let line: Line = serde_json::from_str(&line.with_context(place)?).with_context(place)?;
        if leave_out.contains(&line.corpus) {
            continue;
        }
        let mut rows: Vec<Vec<(u8, f32)>> = vec![Vec::new(); line.tokens.len()];
        for (word, label, probability) in line.labels {
            rows.get_mut(word).with_context(place)?.push((label, probability));
        }
        let believed = rows.into_iter().map(normalised).collect();
        sentences.push(Sentence {
            gold_words: Vec::new(),
            allowed: vec![corpus::ANY; line.tokens.len()],
            words: line.tokens,
            believed,
            document: line.document,
            corpus: line.corpus,
        });
    }
    Ok(sentences)
}

fn normalised(row: Vec<(u8, f32)>) -> Belief {
    let total: f32 = row.iter().map(|cell| cell.1).sum();
    row.into_iter().map(|(label, probability)| (label, probability / total)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::crf::Target;
    use super::*;

    #[test]
    fn labels_are_read_as_probabilities_that_sum_to_one() {
        let path = std::env::temp_dir().join(format!("copydesk-labels-{}.jsonl", std::process::id()));
        let lines = r#"{"corpus":"a","document":"a-1","tokens":["Ada","spoke"],"labels":[[0,4,0.9],[0,0,0.06]]}
{"corpus":"b","document":"b-1","tokens":["No"],"labels":[]}"#;
        std::fs::write(&path, lines).expect("a folder for temporary files");
        let sentences = read(&path, &["b".to_owned()]);
        std::fs::remove_file(&path).expect("the file just written");
        let sentences = sentences.expect("a file of labels");
        assert_eq!(sentences.len(), 1);
        let Target::Believed(rows) = sentences[0].target(0..2) else { panic!("labels are beliefs") };
        assert!((rows[0][4] - 0.9375).abs() < 1e-6 && (rows[0][OUTSIDE] - 0.0625).abs() < 1e-6, "{rows:?}");
        assert_eq!(rows[1][OUTSIDE], 1.0);
    }
}
