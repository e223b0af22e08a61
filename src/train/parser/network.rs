//! The parser's network in training: 32-bit floats, learnt step by step.
//!
//! All arithmetic is plain and in a fixed order, so that the same data and seed give the same file on every machine.

use crate::annotate::parser::features::Layout;
use crate::annotate::parser::network::{
    self, FEATURES, HIDDEN, LARGEST_WEIGHT, ONE, ONE_IN_OUTPUTS, OUTPUT, OUTPUTS, ROWS, row,
};
use crate::annotate::parser::state::Action;
use crate::document::Relation;
use crate::train::random::Random;

/// Step size of AdaGrad at the beginning; it falls to a twentieth.
const STEP_SIZE: f32 = 0.03;
/// Share of the hidden units that are on at a step of training (Srivastava et al. 2014).
const KEPT: f32 = 0.9;
/// No row.
const NO_ROW: u32 = u32::MAX;

/// Weights with the sum of their squared gradients, one for the whole row: AdaGrad (Duchi, Hazan and Singer 2011) by
/// rows takes a fraction of the time and is no worse here.
#[derive(Debug, Clone)]
struct Row {
    weights: [f32; HIDDEN],
    squares: f32,
}

impl Row {
    fn new() -> Row {
        Row { weights: [0.0; HIDDEN], squares: 0.0 }
    }

    fn random(random: &mut Random, size: f32) -> Row {
        Row { weights: std::array::from_fn(|_| size * uniform(random)), squares: 0.0 }
    }

    /// Goes down the gradient `factor * direction`.
    fn descend(&mut self, direction: &[f32; HIDDEN], factor: f32, mean_square: f32, step_size: f32) {
        self.squares += factor * factor * mean_square;
        if self.squares > 0.0 {
            let step = step_size * factor / self.squares.sqrt();
            for (weight, d) in self.weights.iter_mut().zip(direction) {
                *weight -= step * d;
            }
        }
    }
}

/// The network in training.
#[derive(Debug, Clone)]
pub(super) struct Network {
    /// For each feature its row.
    index: Vec<u32>,
    /// For each row its feature, the one that is seen most first.
    features: Vec<u32>,
    rows: Vec<Row>,
    /// The rows' weights as the model file will have them, once learning goes on with those.
    rounded: Vec<[f32; HIDDEN]>,
    outputs: Vec<(Row, f32, f32)>,
    pub step_size: f32,
}

/// What a step is learnt from.
pub(super) struct Lesson<'a> {
    pub features: &'a [u32],
    /// Which actions are possible.
    pub possible: [bool; 3],
    /// Which of them are right.
    pub right: [bool; 3],
    /// An arc of the gold tree that can be made now, and its relation.
    pub arc: Option<(Action, Relation)>,
}

impl Network {
    /// A network that has learnt nothing; `seen` says how often training will see each feature, and one that it sees
    /// less often than `least_seen` has no row.
    pub fn new(layout: Layout, seen: &[u32], least_seen: u32, random: &mut Random) -> Network {
        let mut features: Vec<_> = (0..layout.size()).filter(|&f| seen[f as usize] >= least_seen).collect();
        features.sort_by_key(|&feature| (std::cmp::Reverse(seen[feature as usize]), feature));
        let mut index = vec![NO_ROW; layout.size() as usize];
        let mut rows = Vec::with_capacity(features.len());
        for &feature in &features {
            index[feature as usize] = rows.len() as u32;
            // Rows of words and combinations begin at zero: most are seen too seldom to unlearn a random start.
            rows.push(if layout.is_dense(feature) { Row::random(random, 0.1) } else { Row::new() });
        }
        let outputs = (0..OUTPUTS).map(|_| (Row::random(random, 0.3), 0.0, 0.0)).collect();
        Network { index, features, rows, rounded: Vec::new(), outputs, step_size: STEP_SIZE }
    }

    /// From now on, what is decided and what its error teaches rest on the rows as the model file will have them; what is
    /// learnt is kept unrounded (Hubara et al. 2018).
    pub fn round_rows(&mut self) {
        self.rounded = self.rows.iter().map(|row| rounded(&row.weights)).collect();
    }

    /// The sums of the hidden layer.
    fn sums(&self, features: &[u32]) -> [f32; HIDDEN] {
        // Each place always has a tag, so a bias of the units would add nothing.
        let mut sums = [0.0; HIDDEN];
        for &feature in features {
            let at = self.index[feature as usize] as usize;
            let weights = self.rounded.get(at).or_else(|| self.rows.get(at).map(|row| &row.weights));
            for (sum, weight) in sums.iter_mut().zip(weights.into_iter().flatten()) {
                *sum += weight;
            }
        }
        sums
    }

    /// The score of an output.
    fn score(&self, hidden: &[f32; HIDDEN], output: usize) -> f32 {
        let (row, bias, _) = &self.outputs[output];
        let mut lanes = [0.0; 8];
        for (hidden, weights) in hidden.as_chunks::<8>().0.iter().zip(row.weights.as_chunks::<8>().0) {
            for lane in 0..8 {
                lanes[lane] += hidden[lane] * weights[lane];
            }
        }
        lanes.iter().sum::<f32>() + bias
    }

    /// The hidden layer for some features, all units on.
    pub fn hidden(&self, features: &[u32]) -> [f32; HIDDEN] {
        self.sums(features).map(|sum| sum.max(0.0))
    }

    /// The scores of the actions.
    pub fn actions(&self, hidden: &[f32; HIDDEN]) -> [f32; Action::ALL.len()] {
        Action::ALL.map(|action| self.score(hidden, action as usize))
    }

    /// The scores of the relations for the arc that an action makes; none for a shift, which makes none.
    pub fn relations(&self, hidden: &[f32; HIDDEN], action: Action) -> [f32; Relation::COUNT] {
        let Some(first) = first_relation(action) else { return [0.0; Relation::COUNT] };
        std::array::from_fn(|at| self.score(hidden, first + at))
    }

    /// Learns from one step.
    pub fn learn(&mut self, lesson: &Lesson, random: &mut Random) {
        let sums = self.sums(lesson.features);
        let mut kept = [0.0; HIDDEN];
        for eight in kept.as_chunks_mut::<8>().0 {
            for (keep, byte) in eight.iter_mut().zip(random.next_u64().to_le_bytes()) {
                *keep = if f32::from(byte) < 256.0 * KEPT { 1.0 / KEPT } else { 0.0 };
            }
        }
        let mut hidden = [0.0; HIDDEN];
        for unit in 0..HIDDEN {
            hidden[unit] = sums[unit].max(0.0) * kept[unit];
        }
        let mean_square = mean_square(&hidden);
        let mut back = [0.0; HIDDEN];

        let scores = self.actions(&hidden);
        let all = softmax(&scores, |at| lesson.possible[at]);
        let right = softmax(&scores, |at| lesson.right[at]);
        for at in 0..Action::ALL.len() {
            self.correct(at, all[at] - right[at], &hidden, mean_square, &mut back);
        }
        if let Some((action, gold)) = lesson.arc
            && let Some(first) = first_relation(action)
        {
            let scores = self.relations(&hidden, action);
            for (at, share) in softmax(&scores, |at| at != 0).into_iter().enumerate() {
                let gold = if at == gold as usize { 1.0 } else { 0.0 };
                self.correct(first + at, share - gold, &hidden, mean_square, &mut back);
            }
        }
        for unit in 0..HIDDEN {
            back[unit] *= if sums[unit] > 0.0 { kept[unit] } else { 0.0 };
        }
        let mean_square = self::mean_square(&back);
        for &feature in lesson.features {
            let at = self.index[feature as usize] as usize;
            if let Some(row) = self.rows.get_mut(at) {
                row.descend(&back, 1.0, mean_square, self.step_size);
                if let Some(rounded) = self.rounded.get_mut(at) {
                    *rounded = self::rounded(&row.weights);
                }
            }
        }
    }

    /// Corrects an output by its error and adds its part to what goes back to the hidden layer.
    fn correct(
        &mut self,
        output: usize,
        error: f32,
        hidden: &[f32; HIDDEN],
        mean_square: f32,
        back: &mut [f32; HIDDEN],
    ) {
        // A thousandth of a wrong share teaches nothing.
        if error.abs() < 1e-3 {
            return;
        }
        let (row, bias, squares) = &mut self.outputs[output];
        for (back, weight) in back.iter_mut().zip(&row.weights) {
            *back += error * weight;
        }
        row.descend(hidden, error, mean_square, self.step_size);
        *squares += error * error;
        *bias -= self.step_size * error / squares.sqrt();
    }

    /// The sections of the model file: rows and outputs in whole numbers.
    pub fn quantised(&self) -> [(&'static str, Vec<u8>); 3] {
        let mut features = Vec::new();
        let mut rows = row(&[0; HIDDEN]).0.to_vec();
        for (feature, Row { weights, .. }) in self.features.iter().zip(&self.rows) {
            let weights = whole_row(weights);
            if weights != [0; HIDDEN] {
                let (row, scale) = row(&weights);
                features.extend((feature | scale).to_le_bytes());
                rows.extend(row);
            }
        }
        let mut outputs = Vec::new();
        for (row, bias, _) in &self.outputs {
            outputs
                .extend(row.weights.into_iter().flat_map(|w| whole(w, ONE_IN_OUTPUTS, LARGEST_WEIGHT).to_le_bytes()));
            outputs.extend(((bias * ONE * ONE_IN_OUTPUTS).round() as i32).to_le_bytes());
        }
        [(FEATURES, features), (ROWS, rows), (OUTPUT, outputs)]
    }
}

fn whole_row(weights: &[f32; HIDDEN]) -> [i8; HIDDEN] {
    weights.map(|w| whole(w, ONE, i8::MAX.into()) as i8)
}

fn rounded(weights: &[f32; HIDDEN]) -> [f32; HIDDEN] {
    let (row, scale) = row(&whole_row(weights));
    network::weights(&row, network::split(scale).1).map(|w| f32::from(w) / ONE)
}

/// A weight in steps of 1 / `one`, at most `largest` of them.
fn whole(weight: f32, one: f32, largest: i16) -> i16 {
    (weight * one).round().clamp(-f32::from(largest), f32::from(largest)) as i16
}

/// Number of the first relation among the outputs.
fn first_relation(action: Action) -> Option<usize> {
    match action {
        Action::Shift => None,
        Action::Left => Some(Action::ALL.len()),
        Action::Right => Some(Action::ALL.len() + Relation::COUNT),
    }
}

/// The relation with the highest score; not the root's, which no word gets from another.
pub(super) fn best_relation(scores: &[f32; Relation::COUNT]) -> Relation {
    let better = |a: Relation, b: Relation| if scores[b as usize] > scores[a as usize] { b } else { a };
    Relation::all().skip(1).reduce(better).unwrap_or(Relation::Dep)
}

fn mean_square(values: &[f32; HIDDEN]) -> f32 {
    let mut lanes = [0.0; 8];
    for values in values.as_chunks::<8>().0 {
        for lane in 0..8 {
            lanes[lane] += values[lane] * values[lane];
        }
    }
    lanes.iter().sum::<f32>() / HIDDEN as f32
}

/// Shares that sum to 1 over those scores that count.
fn softmax(scores: &[f32], counts: impl Fn(usize) -> bool) -> Vec<f32> {
    let largest = (0..scores.len()).filter(|&at| counts(at)).map(|at| scores[at]).fold(f32::MIN, f32::max);
    let powers: Vec<f32> =
        (0..scores.len()).map(|at| if counts(at) { exp(scores[at] - largest) } else { 0.0 }).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

/// e to the power of a number that is not positive, by (1 + x/1024) to the power of 1024: the standard library's may
/// differ in the last bit between machines.
fn exp(x: f32) -> f32 {
    let mut power = (1.0 + x / 1024.0).max(0.0);
    for _ in 0..10 {
        power *= power;
    }
    power
}

/// A random number from -1 to 1.
fn uniform(random: &mut Random) -> f32 {
    (random.next_u64() >> 40) as f32 / (1_u32 << 23) as f32 - 1.0
}
