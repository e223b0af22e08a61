//! Precision, recall and F1 over counts.

use std::fmt;

/// Counts of a comparison of found things with true ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found and true.
    pub correct: usize,
    /// Found.
    pub found: usize,
    /// True.
    pub gold: usize,
}

impl Counts {
    /// Share of the found things that are true: 0 to 1, 0 when nothing was found.
    pub fn precision(self) -> f64 {
        share(self.correct, self.found)
    }

    /// Share of the true things that were found: 0 to 1, 0 when there are none.
    pub fn recall(self) -> f64 {
        share(self.correct, self.gold)
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        share(2 * self.correct, self.found + self.gold)
    }

    /// Adds another comparison's counts.
    pub fn add(&mut self, other: Counts) {
        self.correct += other.correct;
        self.found += other.found;
        self.gold += other.gold;
    }

    /// Counts the things that two lists in ascending order share.
    pub fn of_sorted<T: Ord>(found: &[T], gold: &[T]) -> Counts {
        let (mut f, mut g, mut correct) = (0, 0, 0);
        while f < found.len() && g < gold.len() {
            match found[f].cmp(&gold[g]) {
                std::cmp::Ordering::Less => f += 1,
                std::cmp::Ordering::Greater => g += 1,
                std::cmp::Ordering::Equal => {
                    correct += 1;
                    f += 1;
                    g += 1;
                }
            }
        }
        Counts { correct, found: found.len(), gold: gold.len() }
    }
}

/// `P 97.51 R 97.20 F1 97.35 (3611 of 3715)`
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (p, r, f1) = (100.0 * self.precision(), 100.0 * self.recall(), 100.0 * self.f1());
        write!(f, "P {p:6.2}  R {r:6.2}  F1 {f1:6.2}  ({} of {})", self.correct, self.gold)
    }
}

/// `part` of `whole`: 0 to 1, 0 for an empty whole.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
