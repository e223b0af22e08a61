//! Dependencies: a greedy transition parser over arc-hybrid transitions (Kuhlmann, Gómez-Rodríguez and Satta 2011)
//! whose steps a small neural network chooses (after Chen and Manning 2014), trained with a dynamic oracle that
//! explores its own mistakes (Goldberg and Nivre 2013).
//!
//! A sentence of n words takes 2n steps, so the work is linear. Trees are projective and have one root.

mod arithmetic;
pub(crate) mod features;
pub(crate) mod lexicon;
pub(crate) mod network;
pub(crate) mod state;

use crate::annotate::pos;
use crate::annotate::pos::tag_set::{TAGS, TagSet, coarse, part_of_speech};
use crate::document::{Document, Relation};
use crate::interrupt;
use crate::model::simd::{Instructions, Simd};
use crate::model::word_features::WordFeatures;
use crate::model::{ModelError, ModelFile};
use arithmetic::{Arithmetic, Plain};
use network::{HIDDEN, Network};
#[cfg(target_arch = "x86_64")]
use pulp::NullaryFnOnce;
use state::{Action, State, Word};

/// Kind of the model file.
pub(crate) const KIND: &str = "parser";

/// Finds each word's head and its relation to it.
#[derive(Debug, Clone)]
pub struct Parser {
    network: Network,
    /// For each tag of the tagger, which of the parser's own it counts as.
    tags: Vec<u8>,
    /// How many tags of its own the parser has.
    own_tags: u8,
}

impl Parser {
    /// Opens a model, to be given a tagger's tags.
    ///
    /// # Errors
    /// When the bytes are not a whole parser model.
    pub fn open(bytes: &'static [u8], tags: &TagSet) -> Result<Parser, ModelError> {
        Parser::read(&ModelFile::open(bytes, KIND)?, tags)
    }

    pub(crate) fn read(file: &ModelFile<'static>, tags: &TagSet) -> Result<Parser, ModelError> {
        let own = TagSet::read(file)?;
        // Below the numbers that features have room for, "no word" and the root left out.
        if own.len() + 2 > features::TAGS as usize {
            return Err(ModelError::Section(TAGS.to_owned()));
        }
        let number = |name: &str| own.number(&coarse(name)).or_else(|| own.number(part_of_speech(name)));
        let tags = tags.names().map(|name| number(name).unwrap_or(own.len() as u8 - 1)).collect();
        let network = Network::read(file)?;
        Ok(Parser { network, tags, own_tags: own.len() as u8 })
    }

    /// Writes `Syntax::heads` and `Syntax::relations`; needs `Syntax::tag_numbers`.
    pub fn annotate(&self, doc: &mut Document) {
        let forms = pos::forms(doc);
        self.annotate_forms(doc, &forms, Instructions::default());
    }

    /// The same, given the [`pos::forms`] of the words, computed with these instructions, or with narrower ones where the
    /// processor has not got them.
    pub(crate) fn annotate_forms(&self, doc: &mut Document, forms: &[WordFeatures], instructions: Instructions) {
        let mut heads = Vec::with_capacity(doc.tokens.len());
        let mut relations = Vec::with_capacity(doc.tokens.len());
        let mut state = State::new(self.own_tags);
        for sentence in &doc.sentences {
            state.begin(sentence.tokens.iter().map(|t| self.word(&forms[t], doc.syntax.tag_numbers[t])));
            self.parse(&mut state, instructions);
            for (head, relation) in state.arcs() {
                heads.push((sentence.tokens.start + head) as u32);
                relations.push(relation);
            }
        }
        doc.syntax.heads = heads;
        doc.syntax.relations = relations;
    }

    /// The heads (the root's is itself) and relations of the words of a sentence, each with its tagger's tag.
    pub fn tree(&self, words: &[(&str, u8)], instructions: Instructions) -> Vec<(usize, Relation)> {
        let mut state = State::new(self.own_tags);
        state.begin(words.iter().map(|&(word, tag)| self.word(&WordFeatures::new(word), tag)));
        self.parse(&mut state, instructions);
        state.arcs().collect()
    }

    fn word(&self, form: &WordFeatures, tag: u8) -> Word {
        let tag = self.tags.get(usize::from(tag)).copied().unwrap_or_default();
        let class = lexicon::class(form);
        Word { word: self.network.lexicon.number(form.lower).unwrap_or(class), class, tag }
    }

    /// Takes all steps from the beginning of a sentence to its end.
    fn parse(&self, state: &mut State, instructions: Instructions) {
        match instructions.simd() {
            Simd::Plain => self.take_steps(state, Plain),
            #[cfg(target_arch = "x86_64")]
            Simd::Avx2(simd) => simd.vectorize(Steps(self, state, simd)),
            // A row is two of AVX2's registers: wider ones would not be filled.
            #[cfg(target_arch = "x86_64")]
            Simd::Avx512(simd) => simd.vectorize(Steps(self, state, *simd)),
        }
    }

    /// Inlined, as is all that it calls to sum weights: only so is it compiled anew for each set of instructions.
    #[inline(always)]
    fn take_steps(&self, state: &mut State, arithmetic: impl Arithmetic) {
        self.network.ask_for(state.words().flat_map(|word| self.network.layout.each_of_word(word)));
        let mut rows = self.network.room();
        let (mut ahead, mut ahead_of) = ([0; HIDDEN], None);
        while !state.is_done() {
            interrupt::check();
            if let Some(action) = state.forced() {
                state.apply(action, Relation::Root);
                continue;
            }
            if ahead_of != Some(state.next()) {
                ahead = self.network.ahead(state, &mut rows, arithmetic);
                ahead_of = Some(state.next());
            }
            let hidden = self.network.hidden(state, &ahead, &mut rows, arithmetic);
            let mut best = (i32::MIN, Action::Shift);
            for action in Action::ALL {
                if !state.may(action) {
                    continue;
                }
                let score = self.network.action(&hidden, action, arithmetic);
                if score > best.0 {
                    best = (score, action);
                }
            }
            state.apply(best.1, self.network.relation(&hidden, best.1, arithmetic));
        }
    }
}

/// The steps through a sentence, to be compiled for some instructions.
#[cfg(target_arch = "x86_64")]
struct Steps<'a, A>(&'a Parser, &'a mut State, A);

#[cfg(target_arch = "x86_64")]
impl<A: Arithmetic> NullaryFnOnce for Steps<'_, A> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.0.take_steps(self.1, self.2);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;
    use crate::annotate::LanguageModels;

    fn tags(names: &str) -> Vec<u8> {
        let tagger = LanguageModels::english().tagger();
        names.split(' ').map(|name| tagger.tag_set().number(name).expect("a Penn tag")).collect()
    }

    #[test]
    fn all_instructions_give_the_same_trees() {
        let words: Vec<_> = ["He", "said", "that", "the", "talks", "in", "Rome", "had", "ended", "."]
            .into_iter()
            .zip(tags("PRP VBD IN DT NNS IN NNP VBD VBN ."))
            .collect();
        let tree = |instructions| LanguageModels::english().parser().tree(&words, instructions);
        let plain = tree(Instructions::Plain);
        assert_eq!(tree(Instructions::Avx2), plain);
        assert_eq!(tree(Instructions::Avx512), plain);
    }

    #[test]
    fn the_embedded_model_parses_a_report() {
        let words: Vec<_> = ["The", "talks", "ended", ",", "President", "Merkel", "said", "."]
            .into_iter()
            .zip(tags("DT NNS VBD , NNP NNP VBD ."))
            .collect();
        let tree = LanguageModels::english().parser().tree(&words, Instructions::default());
        let lines = tree
            .iter()
            .zip(&words)
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
        let parser = LanguageModels::english().parser();
        for length in 0..40 {
            let words: Vec<_> = (0..length).map(|at| (["said", ",", "x"][at % 3], (at % 47) as u8)).collect();
            let tree = parser.tree(&words, Instructions::default());
            assert_eq!(tree.len(), length);
            let roots = tree.iter().enumerate().filter(|(at, (head, _))| at == head).count();
            assert_eq!(roots, length.min(1));
            for (at, (_, relation)) in tree.iter().enumerate() {
                assert_eq!(*relation == Relation::Root, tree[at].0 == at);
            }
        }
    }
}
