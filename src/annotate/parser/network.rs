//! The network that scores the parser's steps: one hidden layer over sparse features, in whole numbers, so that every
//! processor gives the same trees.
//!
//! Chen and Manning (2014) multiply embeddings with the first layer ahead of time for the most frequent features; here
//! the products themselves are what is learnt: each feature has a row that is added to the hidden layer's sums.

use std::hint::black_box;

use super::arithmetic::{Arithmetic, HALF};
pub(crate) use super::arithmetic::{HIDDEN, Row, Units};
use super::features::{AHEAD, COUNT, Layout, Places, places};
use super::lexicon::Lexicon;
use super::state::{Action, State};
use crate::document::Relation;
use crate::model::{ModelError, ModelFile};

/// What 1.0 is in the rows and so in the hidden layer.
#[cfg(any(test, feature = "train"))]
pub(crate) const ONE: f32 = 64.0;
/// What 1.0 is in the weights of the output layer.
#[cfg(any(test, feature = "train"))]
pub(crate) const ONE_IN_OUTPUTS: f32 = 256.0;
/// The largest value of a hidden unit…
const LARGEST_UNIT: i16 = 4095;
/// …and of a weight of the output layer: sums of their products fit 32 bits.
pub(crate) const LARGEST_WEIGHT: i16 = 2047;
/// Outputs: the actions, then the relations of arcs to the left, then those of arcs to the right.
pub(crate) const OUTPUTS: usize = Action::ALL.len() + 2 * Relation::COUNT;

/// Section of the lexicon: hashes of the words, 8 bytes each.
pub(crate) const WORDS: &str = "word";
/// Section of the features that have rows: their numbers in 4 bytes each, of which the highest bits are the scale of the
/// row.
pub(crate) const FEATURES: &str = "feat";
/// Section of the rows: first the row of zeros of all features that have none, then theirs, those that are used most
/// first, so that the processor's cache holds them side by side.
pub(crate) const ROWS: &str = "rows";
/// Section of the output layer: for each output the weights, then its bias in 4 bytes.
pub(crate) const OUTPUT: &str = "outp";

/// How a weight of 0 is written in a row.
const ZERO: i16 = 8;
/// The largest weight in a row, in units of the row's scale.
#[cfg(any(test, feature = "train"))]
const LARGEST_IN_ROW: i16 = 7;
/// Where the scale of a row begins in the number beside it.
const SCALE_AT: u32 = 27;
const LARGEST_SCALE: i16 = (1 << (32 - SCALE_AT)) - 1;

/// How many places a set of empty ones is of.
const PLACES_IN_SET: usize = 8;

/// The row of some weights, and its scale above the bits of a number.
#[cfg(any(test, feature = "train"))]
pub(crate) fn row(weights: &[i8; HIDDEN]) -> (Row, u32) {
    let largest = weights.iter().map(|w| i16::from(w.unsigned_abs())).max().unwrap_or(0);
    let scale = (largest + LARGEST_IN_ROW - 1) / LARGEST_IN_ROW;
    let rounded = weights.map(|w| {
        let (weight, scale) = (i16::from(w), scale.max(1));
        // Halves to even numbers: with small scales they are many, and all upwards would shift the sums.
        let steps = (2 * weight.abs() + scale) / (2 * scale);
        let is_half = (2 * weight.abs() + scale) % (2 * scale) == 0;
        let steps = if is_half { steps & !1 } else { steps };
        (steps * weight.signum() + ZERO) as u8
    });
    (std::array::from_fn(|at| rounded[at] | rounded[at + HALF] << 4), (scale as u32) << SCALE_AT)
}

/// Room for the rows of a state's features and for their scales.
pub(crate) type Rows = ([&'static Row; COUNT], [u8; COUNT]);

/// The rows of some features, being looked up.
struct Found<'a> {
    network: &'a Network,
    room: &'a mut Rows,
    count: usize,
    /// The sum of the scales.
    scales: i16,
    read: u8,
}

impl<'a> Found<'a> {
    #[inline(always)]
    fn new(network: &'a Network, room: &'a mut Rows) -> Self {
        Found { network, room, count: 0, scales: 0, read: 0 }
    }

    /// Looks up a feature. A byte of each row is read before the first is used, so that memory is waited for once.
    #[inline(always)]
    fn add(&mut self, feature: u32) {
        let (row, scale) = self.network.row(feature);
        self.read ^= row[0];
        self.room.0[self.count % COUNT] = row;
        self.room.1[self.count % COUNT] = scale as u8;
        self.scales += scale;
        self.count += 1;
    }

    /// What the rows, and sums of others, add to the hidden layer.
    #[inline(always)]
    fn sum<'u>(self, summed: impl Iterator<Item = &'u Units>, arithmetic: impl Arithmetic) -> Units {
        // No sum can leave its 16 bits.
        const { assert!(COUNT * (2 * ZERO * LARGEST_SCALE) as usize <= i16::MAX as usize) };
        black_box(self.read);
        let (rows, scales) = (&self.room.0[..self.count], &self.room.1[..self.count]);
        arithmetic.sum(rows, scales, summed).map(|sum| sum - ZERO * self.scales)
    }
}

/// The network with the lexicon that its features need.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub lexicon: Lexicon,
    pub layout: Layout,
    /// For each feature the number of its row, and the row's scale.
    index: Vec<u32>,
    rows: &'static [Row],
    /// What places without a word add to the sums of the hidden layer: for each set of those among the first eight places, and
    /// among the others.
    empty: [Vec<Units>; 2],
    /// The weights of each output and its bias.
    outputs: Vec<Units>,
    /// See `outputs`.
    biases: Vec<i32>,
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
        if rows.len() > 1 << SCALE_AT {
            return Err(malformed(ROWS));
        }
        for (&feature, row) in features.iter().zip(1..) {
            let (feature, scale) = split(u32::from_le_bytes(feature));
            *index.get_mut(feature).ok_or_else(|| malformed(FEATURES))? = row | (scale as u32) << SCALE_AT;
        }
        let (mut outputs, mut biases) = (Vec::with_capacity(OUTPUTS), Vec::with_capacity(OUTPUTS));
        for bytes in file.section(OUTPUT)?.chunks_exact(2 * HIDDEN + 4) {
            let (weights, bias) = bytes.split_at(2 * HIDDEN);
            let bias = bias.try_into().map_or(0, i32::from_le_bytes);
            outputs.push(units(weights).map(|w| w.clamp(-LARGEST_WEIGHT, LARGEST_WEIGHT)));
            biases.push(bias.clamp(-(1 << 28), 1 << 28));
        }
        if outputs.len() != OUTPUTS {
            return Err(malformed(OUTPUT));
        }
        let mut network = Network { lexicon, layout, index, rows, empty: Default::default(), outputs, biases };
        network.empty = [0, PLACES_IN_SET].map(|first| network.sums_of_empty(first));
        Ok(network)
    }

    /// The sums of each set of empty places, from place `first` on; a set is a number with a bit for each.
    fn sums_of_empty(&self, first: usize) -> Vec<Units> {
        let mut sums = vec![[0; HIDDEN]];
        for slot in first..first + PLACES_IN_SET {
            let rows = self.layout.of_empty(slot).map(|feature| self.row(feature));
            let of_slot = rows.fold([0; HIDDEN], |sums, (row, scale)| plus(&sums, &weights(row, scale)));
            sums.extend_from_within(..);
            let half = sums.len() / 2;
            sums[half..].iter_mut().for_each(|with| *with = plus(with, &of_slot));
        }
        sums
    }

    /// What those places add that are in this set and empty.
    #[inline(always)]
    fn empty(&self, places: &Places, set: u16) -> impl Iterator<Item = &Units> {
        let bit = |(slot, at): (usize, &u32)| u16::from(*at == 0) << slot;
        let [first, others] =
            (places.iter().enumerate().fold(0, |empty, place| empty | bit(place)) & set).to_le_bytes();
        [&self.empty[0][usize::from(first)], &self.empty[1][usize::from(others)]].into_iter()
    }

    /// The row of a feature, and its scale.
    #[inline(always)]
    pub fn row(&self, feature: u32) -> (&'static Row, i16) {
        let (row, scale) = split(self.index[feature as usize]);
        (&self.rows[row], scale)
    }

    /// Asks for the rows of features long before they are used.
    #[inline(always)]
    pub fn ask_for(&self, features: impl Iterator<Item = u32>) {
        black_box(features.fold(0, |all, feature| all ^ self.row(feature).0[0]));
    }

    /// The hidden layer of a state; `ahead` is what [`Network::ahead`] gives for it, `room` is scratch room.
    #[inline(always)]
    pub fn hidden(&self, state: &State, ahead: &Units, room: &mut Rows, arithmetic: impl Arithmetic) -> Units {
        let places = places(state);
        let mut found = Found::new(self, room);
        self.layout.each(state, &places, |feature| found.add(feature));
        let sums = found.sum(self.empty(&places, !AHEAD).chain([ahead]), arithmetic);
        sums.map(|sum| sum.clamp(0, LARGEST_UNIT))
    }

    /// What the words ahead add to the sums of the hidden layer, while they stay the same; `room` is scratch room.
    #[inline(always)]
    pub fn ahead(&self, state: &State, room: &mut Rows, arithmetic: impl Arithmetic) -> Units {
        let places = places(state);
        let mut found = Found::new(self, room);
        self.layout.each_ahead(state, &places, |feature| found.add(feature));
        found.sum(self.empty(&places, AHEAD), arithmetic)
    }

    /// Room for the rows of a state.
    #[inline(always)]
    pub fn room(&self) -> Rows {
        ([&self.rows[0]; COUNT], [0; COUNT])
    }

    /// The score of an action.
    #[inline(always)]
    pub fn action(&self, hidden: &Units, action: Action, arithmetic: impl Arithmetic) -> i32 {
        arithmetic.product(hidden, &self.outputs[action as usize]) + self.biases[action as usize]
    }

    /// The best relation for the arc that an action makes; a shift makes none and gets the root's.
    #[inline(always)]
    pub fn relation(&self, hidden: &Units, action: Action, arithmetic: impl Arithmetic) -> Relation {
        let first = match action {
            Action::Shift => return Relation::Root,
            Action::Left => Action::ALL.len(),
            Action::Right => Action::ALL.len() + Relation::COUNT,
        };
        // The root's relation, which no word gets from another, is the first one.
        let outputs = first + 1..first + Relation::COUNT;
        let mut scores = [0; Relation::COUNT - 1];
        scores.copy_from_slice(&self.biases[outputs.clone()]);
        let (of_scores, last_scores) = scores.as_chunks_mut::<4>();
        let (of_outputs, last_outputs) = self.outputs[outputs].as_chunks::<4>();
        for (scores, outputs) in of_scores.iter_mut().zip(of_outputs) {
            let products = arithmetic.products(hidden, outputs);
            scores.iter_mut().zip(products).for_each(|(score, product)| *score += product);
        }
        for (score, output) in last_scores.iter_mut().zip(last_outputs) {
            *score += arithmetic.product(hidden, output);
        }
        let highest = scores.iter().copied().fold(i32::MIN, i32::max);
        Relation::numbered(1 + scores.iter().position(|&score| score == highest).unwrap_or(0))
    }
}

/// The weights that a row stands for, given its scale.
pub(crate) fn weights(row: &Row, scale: i16) -> Units {
    std::array::from_fn(|at| {
        let bits = if at < HALF { row[at] & 15 } else { row[at - HALF] >> 4 };
        (i16::from(bits) - ZERO) * scale
    })
}

fn plus(left: &Units, right: &Units) -> Units {
    std::array::from_fn(|at| left[at] + right[at])
}

/// A number and the scale above it.
#[inline(always)]
pub(crate) fn split(number: u32) -> (usize, i16) {
    ((number & ((1 << SCALE_AT) - 1)) as usize, (number >> SCALE_AT) as i16)
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
    use crate::annotate::pos::tag_set::{TAGS, TagSet};
    use crate::model::simd::Instructions;
    use crate::model::write_model;

    #[test]
    fn a_malformed_section_is_named() {
        let whole = |feature: u32, rows: usize, outputs: usize| {
            let (rows, outputs) = (vec![200; rows * HALF], vec![1; outputs * (2 * HIDDEN + 4)]);
            let feature = feature.to_le_bytes();
            write_model(
                KIND,
                &[(TAGS, b"NOUN"), (WORDS, &[7; 16]), (FEATURES, &feature), (ROWS, &rows), (OUTPUT, &outputs)],
            )
        };
        let tags = TagSet::new(vec!["NOUN".to_owned()]);
        let open = |bytes: Vec<u8>| Parser::open(bytes.leak(), &tags).map(|_| ()).map_err(|error| error.to_string());
        assert_eq!(open(whole(5, 2, OUTPUTS)), Ok(()));
        let invalid = |section: &str| Err(format!("model file has no valid section {section:?}"));
        assert_eq!(open(whole(u32::MAX, 2, OUTPUTS)), invalid("feat"));
        assert_eq!(open(whole(5, 1, OUTPUTS)), invalid("rows"));
        assert_eq!(open(whole(5, 2, OUTPUTS - 1)), invalid("outp"));
        assert_eq!(open(write_model(KIND, &[])), invalid("tags"));
    }

    #[test]
    fn a_row_holds_its_weights_in_steps_of_its_scale() {
        for largest in [0, 1, 7, 8, 60, 127] {
            let weights: [i8; HIDDEN] = std::array::from_fn(|at| (largest * (at as i16 - 64) / 64) as i8);
            let (row, scale) = row(&weights);
            let steps = split(scale).1;
            for (read, weight) in super::weights(&row, steps).into_iter().zip(weights) {
                assert!((2 * (read - i16::from(weight))).abs() <= steps, "{weight} of {largest} is read as {read}");
            }
        }
    }

    #[test]
    fn the_largest_weights_overflow_nothing() {
        let layout = Layout::new(Lexicon::new([].into_iter()).numbers());
        let features: Vec<u8> = (0..layout.size()).flat_map(|f| (f | u32::MAX << SCALE_AT).to_le_bytes()).collect();
        let rows = vec![255; (layout.size() as usize + 1) * HALF];
        let outputs = vec![127; OUTPUTS * (2 * HIDDEN + 4)];
        let sections: [(&str, &[u8]); 5] =
            [(TAGS, b"NOUN"), (WORDS, &[]), (FEATURES, &features), (ROWS, &rows), (OUTPUT, &outputs)];
        let parser = Parser::open(write_model(KIND, &sections).leak(), &TagSet::new(vec!["NOUN".to_owned()]))
            .expect("a whole model");
        let words: Vec<_> = (0..20).map(|_| ("word", 0)).collect();
        assert_eq!(parser.tree(&words, Instructions::Plain).len(), 20);
    }
}
