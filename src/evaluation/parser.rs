//! Scores trees.

use std::collections::BTreeMap;

use super::conllu::Sentence;
use crate::annotate::parser::Parser;
use crate::annotate::pos::Tagger;
use crate::document::Relation;
use crate::model::simd::Instructions;

/// Counts of a comparison of trees, over words that are no punctuation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Words.
    pub words: usize,
    /// Words with the right head.
    pub heads: usize,
    /// Words with the right head and relation.
    pub labelled: usize,
}

impl Attachment {
    /// Adds another comparison's counts.
    pub fn add(&mut self, other: Attachment) {
        self.words += other.words;
        self.heads += other.heads;
        self.labelled += other.labelled;
    }
}

/// Scores a tagger and parser of a language on gold words, by genre; `report` gets each wrong word as (sentence, index, head,
/// relation).
pub fn score(
    tagger: &Tagger,
    parser: &Parser,
    treebank: &[Sentence],
    language: &str,
    mut report: impl FnMut(&Sentence, usize, usize, Relation),
) -> BTreeMap<String, Attachment> {
    let mut scores = BTreeMap::<_, Attachment>::new();
    for sentence in treebank {
        let sentence = sentence.joined(language);
        let words: Vec<_> = sentence.words.iter().map(|w| w.form.as_str()).collect();
        let tags = tagger.tags(&words);
        let tagged: Vec<_> = words.into_iter().zip(tags).collect();
        let mut counts = Attachment::default();
        for (at, (head, relation)) in parser.tree(&tagged, Instructions::default()).into_iter().enumerate() {
            let gold = &sentence.words[at];
            if gold.relation == Relation::Punct {
                continue;
            }
            counts.words += 1;
            counts.heads += usize::from(head == gold.head);
            counts.labelled += usize::from(head == gold.head && relation == gold.relation);
            if head != gold.head || relation != gold.relation {
                report(&sentence, at, head, relation);
            }
        }
        scores.entry(sentence.genre().to_owned()).or_default().add(counts);
    }
    scores
}
