//! Sentences that a better tagger labelled, with the probabilities that the linear model learns from (distillation;
//! Hinton et al. 2015). `copydesk train names-labels` writes them.

use std::path::Path;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::corpus::{self, Belief, Sentence};
use crate::evaluation::lines;

/// A labelled sentence in the file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) corpus: String,
    pub(super) document: String,
    pub(super) tokens: Vec<String>,
    /// Token, label and its probability, for tokens that are not certainly O.
    pub(super) labels: Vec<(usize, u8, f32)>,
}

/// Reads labels with probabilities, but for the corpora left out.
///
/// # Errors
/// When the file cannot be read or a line is no labelled sentence.
pub fn read(path: &Path, leave_out: &[String]) -> Result<Vec<Sentence>> {
    let mut sentences = Vec::new();
    for (number, line) in lines(path)?.enumerate() {
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
    use crate::annotate::names::label::OUTSIDE;

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
