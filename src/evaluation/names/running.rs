//! Names in running text, as the program publishes them: all annotators at work, documents as one text each.

use std::path::Path;

use anyhow::Result;

use super::{Labelled, Scored, Scores, THREE, documents};
use crate::annotate::Annotators;
use crate::annotate::names::label::NameType;
use crate::document::{BlockKind, Document, EntityType, MentionKind, Span};

/// How well confidences say what is right: names, right ones and the sum of confidences, by tenths of confidence.
pub type Calibration = [(usize, usize, f64); 10];

/// The scores of one file.
#[derive(Debug, Default)]
pub struct Running {
    /// Names right, found and to be found, with the types of the entities.
    pub scores: Scores,
    /// The same with the types that the tagger gave the mentions.
    pub by_mention: Scores,
    /// Confidence against truth over the three types.
    pub calibration: Calibration,
}

/// Scores the annotators on a labelled file of a language, handing each error to `error`: what was missed or made up, and its
/// surroundings.
///
/// # Errors
/// When the file cannot be read.
pub fn evaluate(
    annotators: &Annotators,
    language: &str,
    path: &Path,
    mut error: impl FnMut(&str, NameType, &str),
) -> Result<Running> {
    let mut running = Running::default();
    for document in documents(path)? {
        let labelled = Labelled::joined(&document);
        let gold = labelled.gold();
        let mut doc = Document::new("", &[(BlockKind::Body, &labelled.laid.text)], language, None);
        annotators.annotate(&mut doc);
        let (mut found, mut by_mention): (Vec<Scored>, Vec<Scored>) = (Vec::new(), Vec::new());
        for mention in doc.mentions.iter().filter(|m| m.kind == MentionKind::Name) {
            let label = mention.entity.map_or(mention.label, |id| doc.entities[id].label);
            let range = labelled.range(mention.span);
            by_mention.push((range, name_type(mention.label)));
            let name = (range, name_type(label));
            if THREE.contains(&name.1) {
                let confidence = mention.calibrated_confidence();
                let (all, right, sum) = &mut running.calibration[((confidence * 10.0) as usize).min(9)];
                *all += 1;
                *right += usize::from(gold.contains(&name));
                *sum += f64::from(confidence);
            }
            found.push(name);
        }
        let around = |&((start, end), _): &Scored| {
            let words = &labelled.laid.words;
            let span = |from: usize, to: usize| Span::new(words[from].start, words[to - 1].end);
            let wide = span(start.saturating_sub(6), (end + 6).min(words.len()));
            let (text, name) = (&labelled.laid.text, span(start, end));
            format!("{}[{}]{}", &text[wide.start..name.start], &text[name.start..name.end], &text[name.end..wide.end])
        };
        gold.iter().filter(|g| !found.contains(g)).for_each(|name| error("missed", name.1, &around(name)));
        found.iter().filter(|f| !gold.contains(f)).for_each(|name| error("wrong", name.1, &around(name)));
        running.scores.count(&gold, &found);
        running.by_mention.count(&gold, &by_mention);
    }
    Ok(running)
}

/// The sequence models' type of a published one.
fn name_type(label: EntityType) -> NameType {
    match label {
        EntityType::Person => NameType::Person,
        EntityType::Organization => NameType::Organization,
        EntityType::Location => NameType::Location,
        EntityType::Nationality => NameType::Nationality,
        _ => NameType::Misc,
    }
}
