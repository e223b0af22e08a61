//! Labels for text that nobody annotated, by a better tagger than the one to be trained: the sum of a linear model with
//! an encoder.
//!
//! The linear part of the sum must not have learnt from the text that it labels, or it would only repeat what it was
//! told. So two models, each learnt from one half of the documents, label the other half.

use std::io::Write;

use anyhow::Result;

use super::aggregation;
use super::corpus::Sentence;
use super::distillation::Line;
use super::fast::Options;
use crate::annotate::names::Names;
use crate::annotate::names::accurate::AccurateModel;
use crate::annotate::names::label::{LABELS, OUTSIDE};
use crate::annotate::names::lexicon::Lexicon;

/// Probabilities below this are taken for none.
const LEAST: f32 = 0.01;
/// A token of this probability to be O is certainly O.
const CERTAIN: f32 = 0.995;
/// Most sentences that are labelled as one document; the encoder reads no texts that are much longer.
const LONGEST: usize = 100;

/// Labels sentences by two sums of a linear model and the encoder, and writes them as JSON lines. The linear models
/// learn from `known`.
///
/// # Errors
/// When the output cannot be written.
pub fn label(
    known: &[(Sentence, f32)],
    unknown: &[Sentence],
    lexicon: &Lexicon,
    options: &Options,
    encoder: &'static AccurateModel,
    mut out: impl Write,
) -> Result<()> {
    let halves = aggregation::halves(known, lexicon, options);
    let rows = aggregation::train(known, &halves, options);
    let taggers = halves.map(|model| Ok(Names::read(&model.file(&rows))?.with_encoder(encoder)));
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
