//! The measures that coreference is scored with: MUC (Vilain et al. 1995), B³ (Bagga & Baldwin 1998), CEAFe (Luo 2005),
//! their mean F1 (the CoNLL score, Pradhan et al. 2012) and LEA (Moosavi & Strube 2016).
//!
//! A mention is a number; a cluster lists its mentions. A mention that only one side has gets a number that the other
//! side does not use.

use std::collections::HashMap;

/// Sums of a measure's numerators and denominators over documents.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sums {
    precision: (f64, f64),
    recall: (f64, f64),
}

impl Sums {
    /// Precision, recall and F1, 0 to 1.
    pub fn scores(self) -> (f64, f64, f64) {
        let share = |(part, whole): (f64, f64)| if whole == 0.0 { 0.0 } else { part / whole };
        let (p, r) = (share(self.precision), share(self.recall));
        (p, r, if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) })
    }

    /// Adds another document's sums.
    pub fn add(&mut self, other: Sums) {
        self.precision = (self.precision.0 + other.precision.0, self.precision.1 + other.precision.1);
        self.recall = (self.recall.0 + other.recall.0, self.recall.1 + other.recall.1);
    }
}

/// One side of a measure: how much of the first side's clusters is in the second's, and of how much.
type Half = fn(&[Vec<usize>], &[Vec<usize>]) -> (f64, f64);

/// The four measures.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// Links.
    pub muc: Sums,
    /// Mentions.
    pub b_cubed: Sums,
    /// Entities.
    pub ceaf: Sums,
    /// Links, weighted by the size of their entity.
    pub lea: Sums,
}

impl Measures {
    /// Compares one document's clusters, each of two mentions or more.
    pub fn of(found: &[Vec<usize>], gold: &[Vec<usize>]) -> Self {
        let both = |half: Half| Sums { precision: half(found, gold), recall: half(gold, found) };
        let shared = best_alignment(found, gold);
        Measures {
            muc: both(muc),
            b_cubed: both(b_cubed),
            ceaf: Sums { precision: (shared, found.len() as f64), recall: (shared, gold.len() as f64) },
            lea: both(lea),
        }
    }

    /// Adds another document's.
    pub fn add(&mut self, other: Measures) {
        self.muc.add(other.muc);
        self.b_cubed.add(other.b_cubed);
        self.ceaf.add(other.ceaf);
        self.lea.add(other.lea);
    }

    /// The mean F1 of MUC, B³ and CEAFe.
    pub fn conll(self) -> f64 {
        (self.muc.scores().2 + self.b_cubed.scores().2 + self.ceaf.scores().2) / 3.0
    }
}

fn cluster_of(clusters: &[Vec<usize>]) -> HashMap<usize, usize> {
    clusters.iter().enumerate().flat_map(|(i, cluster)| cluster.iter().map(move |&m| (m, i))).collect()
}

/// How many mentions of a cluster fall into each cluster of the other side, and how many into none.
fn parts(cluster: &[usize], other: &HashMap<usize, usize>) -> (Vec<usize>, usize) {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    let mut alone = 0;
    for mention in cluster {
        match other.get(mention) {
            Some(&c) => *counts.entry(c).or_default() += 1,
            None => alone += 1,
        }
    }
    let mut counts: Vec<usize> = counts.into_values().collect();
    counts.sort_unstable();
    (counts, alone)
}

/// Sums over these clusters what `of` gives for one: by the sizes of its parts in the other clusters, how many of its mentions
/// stand in none, and its size.
fn summed(
    these: &[Vec<usize>],
    others: &[Vec<usize>],
    of: impl Fn(&[usize], usize, usize) -> (f64, f64),
) -> (f64, f64) {
    let other = cluster_of(others);
    these.iter().fold((0.0, 0.0), |sum, cluster| {
        let (counts, alone) = parts(cluster, &other);
        let (hits, all) = of(&counts, alone, cluster.len());
        (sum.0 + hits, sum.1 + all)
    })
}

fn muc(these: &[Vec<usize>], others: &[Vec<usize>]) -> (f64, f64) {
    summed(these, others, |counts, alone, size| ((size - counts.len() - alone) as f64, (size - 1) as f64))
}

fn b_cubed(these: &[Vec<usize>], others: &[Vec<usize>]) -> (f64, f64) {
    let squares = |counts: &[usize]| counts.iter().map(|n| n * n).sum::<usize>() as f64;
    summed(these, others, |counts, _, size| (squares(counts) / size as f64, size as f64))
}

fn lea(these: &[Vec<usize>], others: &[Vec<usize>]) -> (f64, f64) {
    let links = |n: usize| (n * n.saturating_sub(1) / 2) as f64;
    let resolved = |counts: &[usize]| counts.iter().map(|&n| links(n)).sum::<f64>();
    summed(these, others, |counts, _, size| (size as f64 * resolved(counts) / links(size), size as f64))
}

/// The greatest sum of similarities (2 |a ∩ b| / (|a| + |b|)) over one-to-one pairs of clusters.
fn best_alignment(found: &[Vec<usize>], gold: &[Vec<usize>]) -> f64 {
    let (rows, columns) = if found.len() <= gold.len() { (found, gold) } else { (gold, found) };
    let of = cluster_of(columns);
    let mut similarity = vec![vec![0.0; columns.len()]; rows.len()];
    for (row, cluster) in rows.iter().enumerate() {
        for column in cluster.iter().filter_map(|m| of.get(m)) {
            similarity[row][*column] += 2.0 / (cluster.len() + columns[*column].len()) as f64;
        }
    }
    assign(&similarity)
}

/// The greatest total of a one-to-one assignment of rows to columns (no fewer than rows), by shortest augmenting paths
/// (Kuhn 1955, Munkres 1957).
fn assign(value: &[Vec<f64>]) -> f64 {
    let (rows, columns) = (value.len(), value.first().map_or(0, Vec::len));
    let mut row_price = vec![0.0; rows + 1];
    let mut column_price = vec![0.0; columns + 1];
    // For each column its row, counted from one; column 0 holds the row that is being placed.
    let mut row_of = vec![0; columns + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let mut column = 0;
        let mut slack = vec![f64::INFINITY; columns + 1];
        let mut previous = vec![0; columns + 1];
        let mut done = vec![false; columns + 1];
        while row_of[column] != 0 {
            done[column] = true;
            let at = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for c in (1..=columns).filter(|&c| !done[c]) {
                let cost = -value[at - 1][c - 1] - row_price[at] - column_price[c];
                if cost < slack[c] {
                    slack[c] = cost;
                    previous[c] = column;
                }
                if slack[c] < step {
                    step = slack[c];
                    next = c;
                }
            }
            for c in 0..=columns {
                if done[c] {
                    row_price[row_of[c]] += step;
                    column_price[c] -= step;
                } else {
                    slack[c] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[previous[column]];
            column = previous[column];
        }
    }
    (1..=columns).filter(|&c| row_of[c] != 0).map(|c| value[row_of[c] - 1][c - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_clusters_score_one() {
        let clusters = [vec![1, 2, 3], vec![4, 5]];
        let measures = Measures::of(&clusters, &clusters);
        assert!((measures.conll() - 1.0).abs() < 1e-9);
        assert!((measures.lea.scores().2 - 1.0).abs() < 1e-9);
    }

    /// The worked example of the scorer's paper: gold {a b c} {d e f g}, found {a b} {c d} {f g h i}.
    #[test]
    fn the_worked_example_of_the_reference_scorer() {
        let gold = [vec![1, 2, 3], vec![4, 5, 6, 7]];
        let found = [vec![1, 2], vec![3, 4], vec![6, 7, 8, 9]];
        let measures = Measures::of(&found, &gold);
        let rounded = |s: Sums| {
            let (p, r, _) = s.scores();
            ((p * 1000.0).round() / 1000.0, (r * 1000.0).round() / 1000.0)
        };
        assert_eq!(rounded(measures.muc), (0.4, 0.4));
        assert_eq!(rounded(measures.b_cubed), (0.5, 0.417));
        assert_eq!(rounded(measures.ceaf), (0.433, 0.65));
    }

    #[test]
    fn the_best_assignment_is_not_the_greedy_one() {
        assert!((assign(&[vec![0.9, 0.8], vec![0.8, 0.0]]) - 1.6).abs() < 1e-9);
        assert!(assign(&[]).abs() < 1e-9);
    }
}
