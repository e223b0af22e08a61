//! Best label sequence (Viterbi) and posteriors (forward-backward) over one island of words between two O's.

use super::label::Position;
use super::label::{LABELS, LANES, NameType, OUTSIDE, is_open, may_follow, parts};
use crate::interrupt;
use crate::model::math::exp;

/// Scores of the labels of one word, in steps of the model's scale.
pub type Scores = [i16; LANES];

/// Scores of one label following another; legal pairs only.
#[derive(Debug, Clone)]
pub struct Transitions {
    score: [[i32; LABELS]; LABELS],
    /// The same as factors; 0 for illegal pairs.
    weight: [[f32; LABELS]; LABELS],
    /// The factors by the second label, so that those of all first ones lie side by side.
    weight_before: [[f32; LABELS]; LABELS],
    /// How many steps make one nat.
    steps_per_nat: f32,
    /// For each label, the labels that may stand before it.
    before: [Vec<u8>; LABELS],
    /// For each label the most that the labels around it can add to a path, compared with O all along.
    most_around: [i32; LABELS],
}

/// A name that the decoder found: words `start..end` of the island.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// First word.
    pub start: usize,
    /// One past the last word.
    pub end: usize,
    /// Its type.
    pub kind: NameType,
}

/// Room for the lattice, kept between islands.
#[derive(Debug, Default)]
pub struct Workspace {
    back: Vec<[u8; LABELS]>,
    forward: Vec<[f32; LABELS]>,
    backward: Vec<[f32; LABELS]>,
    local: Vec<[f32; LABELS]>,
    path: Vec<u8>,
}

const NEVER: i32 = i32::MIN / 4;

impl Transitions {
    /// Takes the score of each label (column) behind each other (row), in steps of which `steps_per_nat` make one
    /// nat. Scores of illegal pairs are ignored.
    pub fn new(score: [[i32; LABELS]; LABELS], steps_per_nat: f32) -> Self {
        let mut weight = [[0.0; LABELS]; LABELS];
        for (from, row) in weight.iter_mut().enumerate() {
            for (to, cell) in row.iter_mut().enumerate() {
                if may_follow(from, to) {
                    *cell = exp(score[from][to] as f32 / steps_per_nat);
                }
            }
        }
        let before =
            std::array::from_fn(|to| (0..LABELS).filter(|&from| may_follow(from, to)).map(|l| l as u8).collect());
        let weight_before = std::array::from_fn(|to| std::array::from_fn(|from| weight[from][to]));
        let most_around = std::array::from_fn(|label| most_around(label, &score));
        Transitions { score, weight, weight_before, steps_per_nat, before, most_around }
    }

    /// The scores in nats.
    pub fn nats(&self) -> [[f32; LABELS]; LABELS] {
        self.score.map(|row| row.map(|score| score as f32 / self.steps_per_nat))
    }

    /// The same scores times `factor`, in steps of which `steps_per_nat` make one nat.
    pub fn scaled(&self, factor: i32, steps_per_nat: f32) -> Self {
        Self::new(self.score.map(|row| row.map(|score| score.saturating_mul(factor))), steps_per_nat)
    }

    /// The best label sequence for words with these scores, between two O's; ties go to the lower label.
    pub fn best_path<'a>(&self, words: &[Scores], room: &'a mut Workspace) -> &'a [u8] {
        room.path.clear();
        room.back.clear();
        if words.iter().all(|word| self.is_outside(word)) {
            room.path.resize(words.len(), OUTSIDE as u8);
        }
        let Some(first) = words.first().filter(|_| room.path.is_empty()) else { return &room.path };
        let mut best = [NEVER; LABELS];
        for (to, cell) in best.iter_mut().enumerate() {
            if may_follow(OUTSIDE, to) {
                *cell = self.score[OUTSIDE][to] + i32::from(first[to]);
            }
        }
        for word in &words[1..] {
            interrupt::check();
            let mut next = [NEVER; LABELS];
            let mut origin = [0u8; LABELS];
            for to in 0..LABELS {
                let (mut top, mut from) = (NEVER, 0u8);
                for &f in &self.before[to] {
                    let score = best[f as usize] + self.score[f as usize][to];
                    if score > top {
                        (top, from) = (score, f);
                    }
                }
                next[to] = top.max(NEVER) + i32::from(word[to]);
                origin[to] = from;
            }
            best = next;
            room.back.push(origin);
        }
        let last = (0..LABELS)
            .filter(|&l| !is_open(l))
            .max_by_key(|&l| (best[l] + self.score[l][OUTSIDE], std::cmp::Reverse(l)))
            .unwrap_or(OUTSIDE);
        room.path.push(last as u8);
        for origin in room.back.iter().rev() {
            let label = room.path[room.path.len() - 1];
            room.path.push(origin[label as usize]);
        }
        room.path.reverse();
        &room.path
    }

    /// Whether no label but O can pay off for a word, whatever stands around it. Where that holds for all words of an island, as
    /// where a capital only opens a sentence, O all along is the best path.
    fn is_outside(&self, word: &Scores) -> bool {
        let outside = i32::from(word[OUTSIDE]);
        let others = word.iter().zip(&self.most_around).skip(OUTSIDE + 1);
        // All are looked at side by side.
        !others.fold(false, |pays, (&score, most)| pays | (i32::from(score) + most >= outside))
    }

    /// Prepares [`Transitions::posterior`] for an island: the forward and backward sums, scaled per word.
    pub fn sum(&self, words: &[Scores], room: &mut Workspace) {
        let n = words.len();
        room.local.clear();
        room.local.extend(words.iter().map(|word| {
            let top = word[..LABELS].iter().copied().max().unwrap_or(0);
            std::array::from_fn(|l| exp((i32::from(word[l]) - i32::from(top)) as f32 / self.steps_per_nat))
        }));
        room.forward.clear();
        room.forward.resize(n, [0.0; LABELS]);
        room.backward.clear();
        room.backward.resize(n, [0.0; LABELS]);
        for t in 0..n {
            interrupt::check();
            let mut row = [0.0f32; LABELS];
            match t.checked_sub(1) {
                None => row = self.weight[OUTSIDE],
                Some(last) => add_up(&mut row, &room.forward[last], &self.weight),
            }
            row.iter_mut().zip(&room.local[t]).for_each(|(cell, local)| *cell *= local);
            scale(&mut row);
            room.forward[t] = row;
        }
        for t in (0..n).rev() {
            interrupt::check();
            let mut row = [0.0f32; LABELS];
            if t + 1 == n {
                for (from, cell) in row.iter_mut().enumerate() {
                    *cell = self.weight[from][OUTSIDE];
                }
            } else {
                let behind = std::array::from_fn(|to| room.local[t + 1][to] * room.backward[t + 1][to]);
                add_up(&mut row, &behind, &self.weight_before);
            }
            scale(&mut row);
            room.backward[t] = row;
        }
    }

    /// The probability of a whole label sequence of the island last summed: 0 to 1.
    pub fn certainty(&self, path: &[u8], room: &Workspace) -> f32 {
        self.posterior(Found { start: 0, end: path.len(), kind: NameType::Misc }, path, room)
    }

    /// The posterior probability of a name found on the island last summed: 0 to 1. It is the product of the
    /// probability that its first word begins it and of each next word to go on with it, given the one before.
    pub fn posterior(&self, found: Found, path: &[u8], room: &Workspace) -> f32 {
        let at = |t: usize, l: usize| room.forward[t][l] * room.backward[t][l];
        let total: f32 = (0..LABELS).map(|l| at(found.start, l)).sum();
        let mut p = at(found.start, path[found.start] as usize) / total.max(f32::MIN_POSITIVE);
        for t in found.start..found.end - 1 {
            let from = path[t] as usize;
            let onward = |to: usize| self.weight[from][to] * room.local[t + 1][to] * room.backward[t + 1][to];
            let total: f32 = (0..LABELS).map(onward).sum();
            p *= onward(path[t + 1] as usize) / total.max(f32::MIN_POSITIVE);
        }
        p.clamp(0.0, 1.0)
    }
}

/// The most that entering a label adds to a path, and leaving it for O: each pair of labels but O behind O is one of the two for
/// a single word of the path.
fn most_around(label: usize, score: &[[i32; LABELS]; LABELS]) -> i32 {
    let more = |from: usize, to: usize| score[from][to] - score[OUTSIDE][OUTSIDE];
    let entered = (0..LABELS).filter(|&from| may_follow(from, label)).map(|from| more(from, label)).max();
    let left = if may_follow(label, OUTSIDE) { more(label, OUTSIDE).max(0) } else { 0 };
    entered.unwrap_or(NEVER) + left
}

/// The probability of each label of word `t` of the island last summed.
pub fn marginal(room: &Workspace, t: usize) -> [f32; LABELS] {
    let mut row = std::array::from_fn(|l| room.forward[t][l] * room.backward[t][l]);
    scale(&mut row);
    row
}

/// Adds the rows of a matrix, each times its factor, in their order. Illegal pairs add nothing: to go over all labels side
/// by side is quicker than to pick the legal ones.
fn add_up(sums: &mut [f32; LABELS], factors: &[f32; LABELS], rows: &[[f32; LABELS]; LABELS]) {
    for (factor, row) in factors.iter().zip(rows) {
        sums.iter_mut().zip(row).for_each(|(sum, cell)| *sum += factor * cell);
    }
}

fn scale(row: &mut [f32; LABELS]) {
    let total: f32 = row.iter().sum();
    if total > 0.0 {
        for cell in row {
            *cell /= total;
        }
    }
}

/// The names in a label sequence.
pub fn names(path: &[u8]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut start = 0;
    for (t, &label) in path.iter().enumerate() {
        let Some((kind, position)) = parts(label as usize) else { continue };
        if matches!(position, Position::Begin | Position::Single) {
            start = t;
        }
        if matches!(position, Position::End | Position::Single) {
            found.push(Found { start, end: t + 1, kind });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::label::label;
    use super::*;

    fn flat() -> Transitions {
        Transitions::new([[0; LABELS]; LABELS], 32.0)
    }

    fn word(scores: &[(usize, i16)]) -> Scores {
        let mut row = [0; LANES];
        for &(label, score) in scores {
            row[label] = score;
        }
        row
    }

    #[test]
    fn the_best_sequence_is_legal_even_where_the_best_labels_are_not() {
        let begin = label(NameType::Person, Position::Begin);
        let end = label(NameType::Location, Position::End);
        let words = [word(&[(begin, 50)]), word(&[(end, 60)])];
        let mut room = Workspace::default();
        let path = flat().best_path(&words, &mut room).to_vec();
        assert_eq!(names(&path), [Found { start: 0, end: 2, kind: NameType::Location }]);
    }

    #[test]
    fn posteriors_of_a_certain_name_are_near_one_and_of_a_tie_near_half() {
        let single = label(NameType::Person, Position::Single);
        let other = label(NameType::Location, Position::Single);
        let mut room = Workspace::default();
        for (words, low, high) in
            [([word(&[(single, 400)])], 0.99, 1.0), ([word(&[(single, 400), (other, 400)])], 0.45, 0.55)]
        {
            let transitions = flat();
            let path = transitions.best_path(&words, &mut room).to_vec();
            transitions.sum(&words, &mut room);
            let p = transitions.posterior(names(&path)[0], &path, &room);
            assert!((low..=high).contains(&p), "{p}");
        }
    }
}
