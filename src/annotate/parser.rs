//! Dependencies: a greedy transition parser over arc-hybrid transitions (Kuhlmann, Gómez-Rodríguez and Satta 2011),
//! trained with a dynamic oracle that explores its own mistakes (Goldberg and Nivre 2013), with the rich features
//! of Zhang and Nivre (2011).
//!
//! A sentence of n words takes 2n transitions, so the work is linear. Trees are projective and have one root.

pub(crate) mod features;
pub(crate) mod state;

use crate::annotate::form::Form;
use crate::document::{Document, Pos, Relation};
use crate::model::{ModelError, ModelFile, SCORES, SparseTable};
use state::{State, Transition};

/// Kind of the model file.
pub(crate) const KIND: &str = "parser";
/// Section of the weights.
pub(crate) const WEIGHTS: &str = "wght";

/// Finds each word's head and its relation to it.
#[derive(Debug, Clone)]
pub struct Parser {
    weights: SparseTable<'static>,
}

impl Default for Parser {
    /// The embedded model.
    ///
    /// # Panics
    /// If the embedded file is damaged, which is a fault of the build.
    fn default() -> Self {
        Parser::open(include_bytes!("../../models/parser.bin")).expect("the embedded parser is whole")
    }
}

impl Parser {
    /// Opens a model.
    ///
    /// # Errors
    /// When the bytes are not a whole parser model.
    pub fn open(bytes: &'static [u8]) -> Result<Parser, ModelError> {
        let file = ModelFile::open(bytes, KIND)?;
        Ok(Parser { weights: file.table(WEIGHTS)? })
    }

    /// Writes `Syntax::heads` and `Syntax::relations`; needs `Syntax::pos`.
    pub fn annotate(&self, doc: &mut Document) {
        let mut heads = Vec::with_capacity(doc.tokens.len());
        let mut relations = Vec::with_capacity(doc.tokens.len());
        let mut state = State::default();
        for sentence in &doc.sentences {
            let words = sentence.tokens.iter().map(|t| (Form::new(doc.token_text(t)).lower, doc.syntax.pos[t]));
            self.parse(words, &mut state);
            for (head, relation) in state.arcs() {
                heads.push((sentence.tokens.start + head) as u32);
                relations.push(relation);
            }
        }
        doc.syntax.heads = heads;
        doc.syntax.relations = relations;
    }

    /// The heads (the root's is itself) and relations of the words of a sentence.
    pub fn tree(&self, words: &[(&str, Pos)]) -> Vec<(usize, Relation)> {
        let mut state = State::default();
        self.parse(words.iter().map(|&(word, pos)| (Form::new(word).lower, pos)), &mut state);
        state.arcs().collect()
    }

    fn parse(&self, words: impl Iterator<Item = (u64, Pos)>, state: &mut State) {
        state.begin(words);
        while !state.is_done() {
            let transition = match state.forced() {
                Some(transition) => transition,
                None => {
                    let mut scores = [0; SCORES];
                    features::each(state, |feature| self.weights.add(feature, &mut scores));
                    Transition::best(&scores, state)
                }
            };
            state.apply(transition);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn the_embedded_model_parses_a_report() {
        let words = [
            ("The", Pos::DT),
            ("talks", Pos::NNS),
            ("ended", Pos::VBD),
            (",", Pos::Comma),
            ("President", Pos::NNP),
            ("Merkel", Pos::NNP),
            ("said", Pos::VBD),
            (".", Pos::Stop),
        ];
        let tree = Parser::default().tree(&words);
        let lines = tree
            .iter()
            .zip(words)
            .map(|((head, relation), (word, _))| format!("{word} {} {}", relation.name(), words[*head].0));
        expect![[r#"
            The det talks
            talks nsubj ended
            ended ccomp said
            , punct ended
            President nmod:desc Merkel
            Merkel nsubj said
            said root said
            . punct said"#]]
        .assert_eq(&lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn sentences_of_any_length_get_one_tree() {
        let parser = Parser::default();
        for length in 0..40 {
            let words: Vec<_> = (0..length).map(|at| (["said", ",", "x"][at % 3], Pos::ALL[at % Pos::COUNT])).collect();
            let tree = parser.tree(&words);
            assert_eq!(tree.len(), length);
            let roots = tree.iter().enumerate().filter(|(at, (head, _))| at == head).count();
            assert_eq!(roots, length.min(1));
            for (at, (_, relation)) in tree.iter().enumerate() {
                assert_eq!(*relation == Relation::Root, tree[at].0 == at);
            }
        }
    }
}
