//! The averaged perceptron (Freund and Schapire 1999; Collins 2002) over sparse hashed features.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::model::{MAX_CODE, SCORES, decode, encode};

/// A weight of one feature for one class.
#[derive(Debug, Clone, Copy)]
struct Cell {
    class: u8,
    weight: i32,
    /// Sum of each change times the step at which it was made.
    dated: i64,
}

/// The weights of one feature.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<Cell>,
    /// How often it took part in an update.
    updates: u32,
}

/// Weights in training. Whole numbers throughout, so that the result does not depend on the machine.
///
/// A feature counts only from its `least_updates`-th update on (Goldberg and Elhadad 2011): most features are seen
/// once, and a model without them is a fraction of the size and no worse.
#[derive(Debug)]
pub struct Perceptron {
    rows: HashMap<u64, Row, BuildHasherDefault<Identity>>,
    least_updates: u32,
    step: i64,
}

/// Features are hashes already.
#[derive(Debug, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("features are hashed as u64");
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

impl Perceptron {
    /// A perceptron that knows nothing.
    pub fn new(least_updates: u32) -> Self {
        Perceptron { rows: HashMap::default(), least_updates, step: 0 }
    }

    fn counting(&self, row: &Row) -> bool {
        row.updates >= self.least_updates
    }

    /// The scores of the classes.
    pub fn scores(&self, features: &[u64]) -> [i32; SCORES] {
        let mut scores = [0; SCORES];
        for feature in features {
            let Some(row) = self.rows.get(feature).filter(|row| self.counting(row)) else { continue };
            for cell in &row.cells {
                scores[usize::from(cell.class)] += cell.weight;
            }
        }
        scores
    }

    /// Counts a decision; changes between two calls have the same weight in the average.
    pub fn tick(&mut self) {
        self.step += 1;
    }

    /// Learns from a wrong decision: `gold` should have won over `wrong`.
    pub fn update(&mut self, features: &[u64], gold: u8, wrong: u8) {
        for &feature in features {
            let row = self.rows.entry(feature).or_default();
            row.updates += 1;
            for (class, change) in [(gold, 1), (wrong, -1)] {
                match row.cells.iter_mut().find(|cell| cell.class == class) {
                    Some(cell) => {
                        cell.weight += change;
                        cell.dated += i64::from(change) * self.step;
                    }
                    None => row.cells.push(Cell { class, weight: change, dated: i64::from(change) * self.step }),
                }
            }
        }
    }

    /// The averaged weights as codes, in order of the features.
    ///
    /// The scale is such that the largest weight has the largest code; weights whose code is below `least` are left
    /// out.
    pub fn quantised(&self, least: i8) -> Vec<(u64, Vec<(u8, i8)>)> {
        let average = |cell: &Cell| (i64::from(cell.weight) * (self.step + 1) - cell.dated) as f64;
        let largest = self.rows.values().flat_map(|row| &row.cells).map(|cell| average(cell).abs()).fold(1.0, f64::max);
        let scale = f64::from(decode(MAX_CODE)) / largest;
        let mut rows: Vec<(u64, Vec<(u8, i8)>)> = Vec::new();
        for (&feature, row) in self.rows.iter().filter(|(_, row)| self.counting(row)) {
            let codes = row.cells.iter().map(|cell| (cell.class, encode(average(cell) * scale)));
            let mut row: Vec<(u8, i8)> = codes.filter(|(_, code)| code.abs() >= least).collect();
            row.sort_unstable();
            if !row.is_empty() {
                rows.push((feature, row));
            }
        }
        rows.sort_unstable_by_key(|(feature, _)| *feature);
        rows
    }
}
