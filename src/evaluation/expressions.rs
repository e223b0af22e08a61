//! Scores of dates, times and money in running text, on files that label them.

use std::path::Path;

use anyhow::Result;

use super::names::{Labelled, documents_of};
use super::score::Counts;
use crate::annotate::Annotators;
use crate::document::{BlockKind, Document, ExpressionType};

/// The scores of one file: exact spans, articles and outer marks apart.
#[derive(Debug, Default)]
pub struct Scores {
    /// Dates, spans of time and times of day.
    pub dates: Counts,
    /// Amounts of money.
    pub money: Counts,
}

/// The corpora's names of what is scored.
fn kind(tag: &str) -> Option<ExpressionType> {
    match tag {
        "DATE" | "TIME" | "Temporal" | "tim" => Some(ExpressionType::Date),
        "MONEY" | "Money" => Some(ExpressionType::Money),
        _ => None,
    }
}

/// Scores the annotators on a labelled file, handing each error to `error`: what was missed or made up, and the text.
///
/// # Errors
/// When the file cannot be read.
pub fn evaluate(annotators: &Annotators, path: &Path, mut error: impl FnMut(&str, &str)) -> Result<Scores> {
    let mut scores = Scores::default();
    for document in documents_of(path, kind)? {
        let labelled = Labelled::joined(&document);
        let mut doc = Document::new("", &[(BlockKind::Body, &labelled.laid.text)], "en", None);
        annotators.annotate(&mut doc);
        let found: Vec<_> = (doc.expressions.iter())
            .filter_map(|expression| match expression.label {
                ExpressionType::Date | ExpressionType::Time => Some((expression.span, ExpressionType::Date)),
                ExpressionType::Money => Some((expression.span, ExpressionType::Money)),
                _ => None,
            })
            .map(|(span, kind)| (labelled.range(span), kind))
            .collect();
        let gold = labelled.gold();
        let text = |range: (usize, usize)| labelled.words[range.0..range.1].join(" ");
        gold.iter().filter(|g| !found.contains(g)).for_each(|g| error("missed", &text(g.0)));
        found.iter().filter(|f| !gold.contains(f)).for_each(|f| error("wrong", &text(f.0)));
        for (counts, kind) in [(&mut scores.dates, ExpressionType::Date), (&mut scores.money, ExpressionType::Money)] {
            counts.add(Counts {
                correct: found.iter().filter(|f| f.1 == kind && gold.contains(f)).count(),
                found: found.iter().filter(|f| f.1 == kind).count(),
                gold: gold.iter().filter(|g| g.1 == kind).count(),
            });
        }
    }
    Ok(scores)
}
