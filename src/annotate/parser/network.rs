//! The network that scores the parser's steps: one hidden layer over sparse features, in whole numbers, so that every
//! processor gives the same trees.
//!
//! Chen and Manning (2014) multiply embeddings with the first layer ahead of time for the most frequent features; here
//! the products themselves are what is learnt: each feature has a row that is added to the hidden layer's sums.

use super::features::{Layout, MOST};
use super::lexicon::Lexicon;
use super::state::Action;
use crate::document::Relation;
use crate::model::{ModelError, ModelFile};

/// Units of the hidden layer.
pub(crate) const HIDDEN: usize = 128;
/// What 1.0 is in the rows and so in the hidden layer.
pub(crate) const ONE: f32 = 64.0;
/// What 1.0 is in the weights of the output layer.
pub(crate) const ONE_IN_OUTPUTS: f32 = 256.0;
/// The largest value of a hidden unit…
const LARGEST_UNIT: i16 = 4095;
/// …and of a weight of the output layer: sums of their products fit 32 bits.
pub(crate) const LARGEST_WEIGHT: i16 = 2047;
/// Outputs: the actions, then the relations of arcs to the left, then those of arcs to the right.
pub(crate) const OUTPUTS: usize = Action::ALL.len() + 2 * Relation::COUNT;

/// Section of the lexicon: hashes of the words, 8 bytes each.
pub(crate) const WORDS: &str = "word";
/// Section of the features that have rows: their numbers in 4 bytes each.
pub(crate) const FEATURES: &str = "feat";
/// Section of the rows, a byte for each weight: first the row of zeros of all features that have none, then theirs, those
/// that are used most first, so that the processor's cache holds them side by side.
pub(crate) const ROWS: &str = "rows";
/// Section of the output layer: for each output the weights, then its bias in 4 bytes.
pub(crate) const OUTPUT: &str = "outp";

/// A feature's share in the sums of the hidden layer: signed bytes. Two lines of the processor's cache.
pub(crate) type Row = [u8; HIDDEN];

/// The hidden layer, or an output's weights.
pub(crate) type Units = [i16; HIDDEN];

/// The network with the lexicon that its features need.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub lexicon: Lexicon,
    pub layout: Layout,
    /// For each feature the number of its row.
    index: Vec<u32>,
    rows: &'static [Row],
    outputs: Vec<(Units, i32)>,
}

impl Network {
    /// Reads the sections of a model file.
    pub fn read(file: &ModelFile<'static>) -> Result<Network, ModelError> {
        let malformed = |name: &str| ModelError::Section(name.to_owned());
        let words = file.section(WORDS)?.as_chunks().0.iter().map(|&b| u64::from_le_bytes(b));
        let lexicon = Lexicon::new(words);
        let layout = Layout::new(lexicon.numbers());
        let mut index = vec![0; layout.size() as usize];
        let rows = file.section(ROWS)?.as_chunks().0;
        let features = file.section(FEATURES)?.as_chunks().0;
        if rows.len() != features.len() + 1 {
            return Err(malformed(ROWS));
        }
        for (&feature, row) in features.iter().zip(1..) {
            *index.get_mut(u32::from_le_bytes(feature) as usize).ok_or_else(|| malformed(FEATURES))? = row;
        }
        let mut outputs = Vec::with_capacity(OUTPUTS);
        for bytes in file.section(OUTPUT)?.chunks_exact(2 * HIDDEN + 4) {
            let (weights, bias) = bytes.split_at(2 * HIDDEN);
            let bias = bias.try_into().map_or(0, i32::from_le_bytes);
            outputs.push((
                units(weights).map(|w| w.clamp(-LARGEST_WEIGHT, LARGEST_WEIGHT)),
                bias.clamp(-(1 << 28), 1 << 28),
            ));
        }
        if outputs.len() != OUTPUTS {
            return Err(malformed(OUTPUT));
        }
        Ok(Network { lexicon, layout, index, rows, outputs })
    }

    /// The hidden layer for some features.
    #[inline(always)]
    pub fn hidden(&self, features: &[u32]) -> Units {
        /// Units that are summed at once: eight registers of the smallest kind hold them.
        const AT_ONCE: usize = 64;
        // No sum can leave its 16 bits.
        const { assert!(MOST * (i8::MAX as usize + 1) <= i16::MAX as usize) };
        let mut hidden = [0; HIDDEN];
        for (block, sums) in hidden.as_chunks_mut::<AT_ONCE>().0.iter_mut().enumerate() {
            let mut open = [0_i16; AT_ONCE];
            for &feature in features {
                let row = &self.rows[self.index[feature as usize] as usize].as_chunks::<AT_ONCE>().0[block];
                for (sum, weight) in open.iter_mut().zip(row) {
                    *sum += i16::from(*weight as i8);
                }
            }
            *sums = open.map(|sum| sum.clamp(0, LARGEST_UNIT));
        }
        hidden
    }

    /// The score of an action.
    #[inline(always)]
    pub fn action(&self, hidden: &Units, action: Action) -> i32 {
        self.output(hidden, action as usize)
    }

    /// The best relation for the arc that an action makes; a shift makes none and gets the root's.
    #[inline(always)]
    pub fn relation(&self, hidden: &Units, action: Action) -> Relation {
        let first = match action {
            Action::Shift => return Relation::Root,
            Action::Left => Action::ALL.len(),
            Action::Right => Action::ALL.len() + Relation::COUNT,
        };
        // The root's relation, which no word gets from another, is the first one.
        let mut best = (i32::MIN, Relation::Dep);
        for &relation in &Relation::ALL[1..] {
            let score = self.output(hidden, first + relation as usize);
            if score > best.0 {
                best = (score, relation);
            }
        }
        best.1
    }

    #[inline(always)]
    fn output(&self, hidden: &Units, output: usize) -> i32 {
        let (weights, bias) = &self.outputs[output];
        hidden.iter().zip(weights).map(|(&h, &w)| i32::from(h) * i32::from(w)).sum::<i32>() + bias
    }
}

fn units(bytes: &[u8]) -> Units {
    let mut units = [0; HIDDEN];
    units.iter_mut().zip(bytes.as_chunks().0).for_each(|(weight, &number)| *weight = i16::from_le_bytes(number));
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::parser::{KIND, Parser};
    use crate::model::write_model;

    #[test]
    fn a_malformed_section_is_named() {
        let whole = |feature: u32, rows: usize, outputs: usize| {
            let (rows, outputs) = (vec![200; rows * HIDDEN], vec![1; outputs * (2 * HIDDEN + 4)]);
            let feature = feature.to_le_bytes();
            write_model(KIND, &[(WORDS, &[7; 16]), (FEATURES, &feature), (ROWS, &rows), (OUTPUT, &outputs)])
        };
        let open = |bytes: Vec<u8>| Parser::open(bytes.leak()).map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(open(whole(5, 2, OUTPUTS)), Ok(()));
        let invalid = |section: &str| Err(format!("model file has no valid section {section:?}"));
        assert_eq!(open(whole(u32::MAX, 2, OUTPUTS)), invalid("feat"));
        assert_eq!(open(whole(5, 1, OUTPUTS)), invalid("rows"));
        assert_eq!(open(whole(5, 2, OUTPUTS - 1)), invalid("outp"));
        assert_eq!(open(write_model(KIND, &[])), invalid("word"));
    }

    #[test]
    fn the_largest_weights_overflow_nothing() {
        let layout = Layout::new(Lexicon::new([].into_iter()).numbers());
        let features: Vec<u8> = (0..layout.size()).flat_map(u32::to_le_bytes).collect();
        let rows = vec![127; (layout.size() as usize + 1) * HIDDEN];
        let outputs = vec![127; OUTPUTS * (2 * HIDDEN + 4)];
        let model = write_model(KIND, &[(WORDS, &[]), (FEATURES, &features), (ROWS, &rows), (OUTPUT, &outputs)]);
        let parser = Parser::open(model.leak()).expect("a whole model");
        let words: Vec<_> = (0..20).map(|_| ("word", crate::document::Pos::NN)).collect();
        assert_eq!(parser.tree(&words).len(), 20);
    }
}
