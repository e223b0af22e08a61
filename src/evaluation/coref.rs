//! Scores coreference on running text against the entity layer of a treebank (`Entity=` in CoNLL-U, as GUM has it).
//!
//! People, organizations and places that are mentioned at least twice count, on both sides. The treebank marks whole
//! noun phrases and we mark names without titles and descriptions up to their noun, so a mention of ours is that of the
//! smallest noun phrase around it whose head it holds.

mod metrics;

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::conllu::{Sentence, running_text};
use crate::annotate::coref::{Feature, Weights};
use crate::annotate::gazetteer::{Gazetteer, Watchlist};
use crate::annotate::{Annotators, coref};
use crate::document::{Document, EntityType, Span};

pub use metrics::{Measures, Sums};

/// A mention of the treebank.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Gold {
    entity: String,
    span: Span,
    head: Span,
}

/// Annotates the running text of each document and compares; gives back the genre of each with its measures.
pub fn score(annotators: &Annotators, treebank: &[Sentence]) -> Vec<(String, Measures)> {
    let documents = treebank.chunk_by(|a, b| a.document == b.document);
    documents
        .map(|sentences| {
            let (mut doc, offsets) = running_text(sentences, "en", true);
            annotators.annotate(&mut doc);
            let gold = mentions(sentences, &offsets);
            (sentences[0].genre().to_owned(), compare(&doc, &gold))
        })
        .collect()
}

/// What each feature of the evidence earns: the measures of all documents with all features, then without each.
/// Only the resolution itself is run again.
pub fn ablate(annotators: &Annotators, treebank: &[Sentence]) -> Vec<(Option<Feature>, Measures)> {
    let documents = treebank.chunk_by(|a, b| a.document == b.document);
    let read: Vec<_> = documents
        .map(|sentences| {
            let (mut doc, offsets) = running_text(sentences, "en", true);
            let before_coref = &mut |layer| match layer {
                "coref" => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            };
            _ = annotators.annotate_stepwise(&mut doc, before_coref);
            (doc, mentions(sentences, &offsets))
        })
        .collect();
    let measure = |weights: &Weights| {
        let mut all = Measures::default();
        for (doc, gold) in &read {
            let mut doc = doc.clone();
            coref::annotate(&mut doc, Gazetteer::embedded(), &Watchlist::default(), weights);
            all.add(compare(&doc, gold));
        }
        all
    };
    let without = Feature::ALL.iter().map(|&feature| (Some(feature), measure(&Weights::default().without(feature))));
    std::iter::once((None, measure(&Weights::default()))).chain(without).collect()
}

/// The treebank's mentions of people, organizations and places.
fn mentions(sentences: &[Sentence], offsets: &[usize]) -> Vec<Gold> {
    let mut found = Vec::new();
    for (sentence, offset) in sentences.iter().zip(offsets) {
        let mut open: Vec<(String, usize, &str)> = Vec::new();
        let mut close = |entity: &str, last: usize, open: &mut Vec<(String, usize, &str)>| {
            let Some(at) = open.iter().rposition(|(id, ..)| id == entity) else { return };
            let (entity, first, fields) = open.remove(at);
            let fields: Vec<&str> = fields.split('-').collect();
            if !matches!(fields.get(1), Some(&("person" | "organization" | "place"))) {
                return;
            }
            let span = |from: usize, to: usize| {
                Span::new(sentence.words[from].span.start + offset, sentence.words[to].span.end + offset)
            };
            // The head's words, counted from one within the mention.
            let head: Vec<usize> =
                fields.get(5).into_iter().flat_map(|f| f.split(',')).filter_map(|n| n.parse().ok()).collect();
            let at = |n: &usize| (first + n - 1).min(last);
            let (from, to) = (head.iter().map(at).min().unwrap_or(first), head.iter().map(at).max().unwrap_or(last));
            found.push(Gold { entity, span: span(first, last), head: span(from, to) });
        };
        for (index, word) in sentence.words.iter().enumerate() {
            let mut rest = word.entity.as_str();
            while !rest.is_empty() {
                if let Some(opening) = rest.strip_prefix('(') {
                    let end = opening.find(['(', ')']).unwrap_or(opening.len());
                    let (fields, behind) = opening.split_at(end);
                    let id = fields.split('-').next().unwrap_or_default().to_owned();
                    open.push((id.clone(), index, fields));
                    rest = behind;
                    if let Some(behind) = rest.strip_prefix(')') {
                        close(&id, index, &mut open);
                        rest = behind;
                    }
                } else {
                    let end = rest.find(')').unwrap_or(rest.len());
                    close(&rest[..end], index, &mut open);
                    rest = rest.get(end + 1..).unwrap_or_default();
                }
            }
        }
    }
    found.sort_by_key(|m| (m.span.len(), m.span.start));
    found
}

fn compare(doc: &Document, gold: &[Gold]) -> Measures {
    let mut by_entity: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, mention) in gold.iter().enumerate() {
        by_entity.entry(&mention.entity).or_default().push(index);
    }
    let mut taken = vec![false; gold.len()];
    let mut number = |mention: usize| {
        let span = doc.mentions[mention].span;
        let fits = |g: &Gold| g.span.start <= span.start && span.end <= g.span.end && span.overlaps(g.head);
        match (0..gold.len()).find(|&g| !taken[g] && fits(&gold[g])) {
            Some(same) => {
                taken[same] = true;
                same
            }
            None => gold.len() + mention,
        }
    };
    let counted = |mention: &usize| {
        matches!(doc.mentions[*mention].label, EntityType::Person | EntityType::Organization | EntityType::Location)
    };
    let mut described: HashMap<usize, Vec<usize>> = HashMap::new();
    for &(mention, first) in &doc.described {
        described.entry(first).or_default().push(mention);
    }
    let mut chains: Vec<Vec<usize>> = doc.entities.iter().map(|e| e.mentions.clone()).collect();
    chains.extend(described.into_values());
    chains.sort();
    let found: Vec<Vec<usize>> =
        chains.iter().map(|chain| chain.iter().copied().filter(counted).map(&mut number).collect()).collect();
    let several =
        |clusters: Vec<Vec<usize>>| clusters.into_iter().filter(|c: &Vec<usize>| c.len() > 1).collect::<Vec<_>>();
    let mut wanted: Vec<Vec<usize>> = by_entity.into_values().collect();
    wanted.sort();
    Measures::of(&several(found), &several(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::conllu;

    #[test]
    fn nested_mentions_are_read_with_their_heads() {
        let line = |id: usize, form: &str, entity: &str| {
            format!("{id}\t{form}\t{form}\t_\tNN\t_\t{}\tdep\t_\tEntity={entity}\n", usize::from(id > 1))
        };
        let text = String::from("# newdoc id = GUM_news_x\n# text = The mayor of Oslo left .\n")
            + &line(1, "The", "(1-person-new-n-cf1-2-coref")
            + &line(2, "mayor", "_")
            + &line(3, "of", "_")
            + &line(4, "Oslo", "(2-place-new-n-cf2-1-coref)1)")
            + &line(5, "left", "(3-event-new-n-cf2-1-sgl)")
            + &line(6, ".", "_");
        let treebank = conllu::parse(&text).expect("CoNLL-U");
        let (doc, offsets) = running_text(&treebank, "en", true);
        let read: Vec<_> = mentions(&treebank, &offsets)
            .iter()
            .map(|m| format!("{} {} / {}", m.entity, doc.slice(m.span), doc.slice(m.head)))
            .collect();
        assert_eq!(read, ["2 Oslo / Oslo", "1 The mayor of Oslo / mayor"]);
    }
}
