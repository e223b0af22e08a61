//! Dependencies: a greedy transition parser over arc-hybrid transitions (Kuhlmann, Gómez-Rodríguez and Satta 2011)
//! whose steps a small neural network chooses (after Chen and Manning 2014), trained with a dynamic oracle that
//! explores its own mistakes (Goldberg and Nivre 2013).
//!
//! A sentence of n words takes 2n steps, so the work is linear. Trees are projective and have one root.

pub(crate) mod features;
pub(crate) mod lexicon;
pub(crate) mod network;
pub(crate) mod state;

use crate::document::{Document, Pos, Relation};
use crate::model::simd::Instructions;
use crate::model::word_features::WordFeatures;
use crate::model::{Aligned, ModelError, ModelFile};
use network::Network;
use pulp::NullaryFnOnce;
use state::{Action, State, Word};

/// Kind of the model file.
pub(crate) const KIND: &str = "parser";

static EMBEDDED: &Aligned<[u8]> = &Aligned(*include_bytes!("../../models/en/parser.bin"));

/// Finds each word's head and its relation to it.
#[derive(Debug, Clone)]
pub struct Parser {
    network: Network,
    instructions: Instructions,
}

impl Default for Parser {
    /// The embedded model.
    ///
    /// # Panics
    /// If the embedded file is damaged, which is a fault of the build.
    fn default() -> Self {
        let file = ModelFile::open_embedded(&EMBEDDED.0, KIND);
        file.and_then(|file| Parser::read(&file)).expect("the embedded parser is whole")
    }
}

impl Parser {
    /// Opens a model.
    ///
    /// # Errors
    /// When the bytes are not a whole parser model.
    pub fn open(bytes: &'static [u8]) -> Result<Parser, ModelError> {
        Parser::read(&ModelFile::open(bytes, KIND)?)
    }

    fn read(file: &ModelFile<'static>) -> Result<Parser, ModelError> {
        Ok(Parser { network: Network::read(file)?, instructions: Instructions::default() })
    }

    /// The same, computed with these instructions, or with narrower ones where the processor has not got them.
    pub fn with_instructions(self, instructions: Instructions) -> Parser {
        Parser { instructions, ..self }
    }

    /// Writes `Syntax::heads` and `Syntax::relations`; needs `Syntax::pos`.
    pub fn annotate(&self, doc: &mut Document) {
        let mut heads = Vec::with_capacity(doc.tokens.len());
        let mut relations = Vec::with_capacity(doc.tokens.len());
        let mut state = State::default();
        for sentence in &doc.sentences {
            state.begin(sentence.tokens.iter().map(|t| self.word(doc.token_text(t), doc.syntax.pos[t])));
            self.parse(&mut state);
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
        state.begin(words.iter().map(|&(word, pos)| self.word(word, pos)));
        self.parse(&mut state);
        state.arcs().collect()
    }

    fn word(&self, word: &str, pos: Pos) -> Word {
        let form = WordFeatures::new(word);
        let class = lexicon::class(&form);
        Word { word: self.network.lexicon.number(form.lower).unwrap_or(class), class, pos }
    }

    /// Takes all steps from the beginning of a sentence to its end.
    fn parse(&self, state: &mut State) {
        struct Steps<'a>(&'a Parser, &'a mut State);
        impl NullaryFnOnce for Steps<'_> {
            type Output = ();

            #[inline(always)]
            fn call(self) {
                self.0.take_steps(self.1);
            }
        }
        self.instructions.run(Steps(self, state));
    }

    /// Inlined, as is all that it calls to sum weights: only so is it compiled anew for each set of instructions.
    #[inline(always)]
    fn take_steps(&self, state: &mut State) {
        self.network.ask_for(state.words().flat_map(|word| self.network.layout.each_of_word(word)));
        let mut features = Vec::with_capacity(features::MOST);
        while !state.is_done() {
            if let Some(action) = state.forced() {
                state.apply(action, Relation::Root);
                continue;
            }
            features.clear();
            self.network.layout.each(state, |feature| features.push(feature));
            let hidden = self.network.hidden(&features);
            let mut best = (i32::MIN, Action::Shift);
            for action in Action::ALL {
                let score = self.network.action(&hidden, action);
                if state.may(action) && score > best.0 {
                    best = (score, action);
                }
            }
            state.apply(best.1, self.network.relation(&hidden, best.1));
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn the_embedded_model_is_unchanged() {
        Parser::open(&EMBEDDED.0).expect("its checksum, which nobody looks at while the program runs");
    }

    #[test]
    fn all_instructions_give_the_same_trees() {
        let words: Vec<_> = ["He", "said", "that", "the", "talks", "in", "Rome", "had", "ended", "."]
            .into_iter()
            .zip([Pos::PRP, Pos::VBD, Pos::IN, Pos::DT, Pos::NNS, Pos::IN, Pos::NNP, Pos::VBD, Pos::VBN, Pos::Stop])
            .collect();
        let tree = |instructions| Parser::default().with_instructions(instructions).tree(&words);
        let plain = tree(Instructions::Plain);
        assert_eq!(tree(Instructions::Avx2), plain);
        assert_eq!(tree(Instructions::Avx512), plain);
    }

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
            ended advcl said
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
