//! Training of a linear-chain conditional random field with partial labels: stochastic gradient with per-weight step
//! sizes (AdaGrad; Duchi et al. 2011) on −log of the summed probability of all allowed label sequences.

use crate::annotate::names::label::{LABELS, LANES, OUTSIDE, may_follow};

/// A set of labels, one bit each.
pub type LabelSet = u32;

/// Consecutive candidate words of a sentence, with their features' numbers.
#[derive(Debug, Clone)]
pub struct Island {
    /// Features of each word.
    pub features: Vec<Box<[u32]>>,
    /// What its labels are known to be.
    pub target: Target,
    /// How much it counts.
    pub weight: f32,
    /// Scores of each word that are given and not learnt; empty for none.
    pub given: Vec<Row>,
}

/// What is known of the labels of an island's words.
#[derive(Debug, Clone)]
pub enum Target {
    /// The labels that each word may have.
    Allowed(Vec<LabelSet>),
    /// How probable each label of each word is (distillation; Hinton et al. 2015).
    Believed(Vec<[f32; LABELS]>),
}

/// A row of label weights.
pub type Row = [f32; LANES];

/// The model in training, in nats.
#[derive(Debug)]
pub struct Crf {
    /// Weights of each feature.
    pub weights: Vec<Row>,
    /// Scores of one label behind another.
    pub transitions: [[f32; LABELS]; LABELS],
    /// Whether these are given and not learnt.
    pub transitions_given: bool,
    squares: Vec<Row>,
    transition_squares: [[f32; LABELS]; LABELS],
    legal: [Vec<usize>; LABELS],
    /// Step size.
    pub rate: f32,
    /// Share of a touched weight that is taken off at each step (L2).
    pub decay: f32,
}

#[derive(Debug, Default)]
struct Sums {
    forward: Vec<[f32; LABELS]>,
    backward: Vec<[f32; LABELS]>,
}

impl Crf {
    /// An empty model over this many features.
    pub fn new(features: usize, rate: f32, decay: f32) -> Self {
        Crf {
            weights: vec![[0.0; LANES]; features],
            transitions: [[0.0; LABELS]; LABELS],
            transitions_given: false,
            squares: vec![[1e-1; LANES]; features],
            transition_squares: [[1.0; LABELS]; LABELS],
            legal: std::array::from_fn(|to| (0..LABELS).filter(|&from| may_follow(from, to)).collect()),
            rate,
            decay,
        }
    }

    /// Leaves out all features but these, in ascending order, which get new numbers in this order.
    pub fn keep(&mut self, features: &[usize]) {
        for rows in [&mut self.weights, &mut self.squares] {
            *rows = features.iter().map(|&feature| rows[feature]).collect();
        }
    }

    /// Label scores of each word of an island.
    pub fn scores(&self, island: &Island) -> Vec<Row> {
        island
            .features
            .iter()
            .enumerate()
            .map(|(t, features)| {
                let mut row = island.given.get(t).copied().unwrap_or([0.0; LANES]);
                for &feature in features {
                    for (sum, weight) in row.iter_mut().zip(&self.weights[feature as usize]) {
                        *sum += weight;
                    }
                }
                row
            })
            .collect()
    }

    #[expect(clippy::needless_range_loop, reason = "t runs over the steps between the words, one more than words")]
    /// Learns one island; the step sizes shrink by `scale`. Islands whose labels no legal sequence fits are passed.
    pub fn learn(&mut self, island: &Island, scale: f32) {
        let scores = self.scores(island);
        let top = |row: &Row| row[..LABELS].iter().copied().fold(f32::MIN, f32::max);
        let local: Vec<[f32; LABELS]> =
            scores.iter().map(|row| std::array::from_fn(|l| (row[l] - top(row)).exp())).collect();
        let weight: [[f32; LABELS]; LABELS] =
            std::array::from_fn(|f| std::array::from_fn(|t| self.transitions[f][t].exp()));
        let even = [[1.0; LABELS]; LABELS];
        let (gold, gold_local, gold_weight) = match &island.target {
            Target::Allowed(allowed) => (self.sums(&local, &weight, Some(allowed)), &local, &weight),
            // What label follows what is not told; the words' own probabilities tell most of it.
            Target::Believed(beliefs) => (self.sums(beliefs, &even, None), beliefs, &even),
        };
        let Some(gold) = gold else { return };
        let Some(free) = self.sums(&local, &weight, None) else { return };

        let mut pairs = [[0.0f32; LABELS]; LABELS];
        let n = local.len();
        for (sums, local, weight, sign) in [(&free, &local, &weight, 1.0), (&gold, gold_local, gold_weight, -1.0)] {
            for t in 0..=n {
                let mut total = 0.0;
                let cell = |f: usize, to: usize| {
                    let before = if t == 0 { 1.0 } else { sums.forward[t - 1][f] };
                    let behind = if t == n { 1.0 } else { sums.backward[t][to] * local[t][to] };
                    before * weight[f][to] * behind
                };
                let froms = |to: usize| self.legal[to].iter().copied().filter(move |&f| t > 0 || f == OUTSIDE);
                let tos = 0..if t == n { 1 } else { LABELS };
                for to in tos.clone() {
                    total += froms(to).map(|f| cell(f, to)).sum::<f32>();
                }
                if total > 0.0 {
                    for to in tos {
                        for f in froms(to) {
                            pairs[f][to] += sign * cell(f, to) / total;
                        }
                    }
                }
            }
        }
        for (f, row) in pairs.iter().enumerate() {
            for (to, &gradient) in row.iter().enumerate() {
                if gradient != 0.0 && !self.transitions_given {
                    let g = gradient * island.weight;
                    self.transition_squares[f][to] += g * g;
                    self.transitions[f][to] -= self.rate * scale * g / self.transition_squares[f][to].sqrt();
                }
            }
        }
        for t in 0..n {
            let p = marginal(&free, t);
            let q = match &island.target {
                Target::Allowed(_) => marginal(&gold, t),
                Target::Believed(beliefs) => beliefs[t],
            };
            let gradient: Row = std::array::from_fn(|l| if l < LABELS { (p[l] - q[l]) * island.weight } else { 0.0 });
            if gradient.iter().all(|g| g.abs() < 1e-4) {
                continue;
            }
            let step = self.rate * scale;
            for &feature in &island.features[t] {
                let (weights, squares) = (&mut self.weights[feature as usize], &mut self.squares[feature as usize]);
                for ((weight, square), g) in weights.iter_mut().zip(squares).zip(gradient) {
                    let g = g + self.decay * *weight;
                    *square += g * g;
                    *weight -= step * g / square.sqrt();
                }
            }
        }
    }

    #[expect(clippy::needless_range_loop, reason = "t indexes three tables of the same length")]
    /// Forward and backward sums, each word's scaled to one; allowed labels only. None if nothing is left.
    fn sums(
        &self,
        local: &[[f32; LABELS]],
        weight: &[[f32; LABELS]; LABELS],
        allowed: Option<&[LabelSet]>,
    ) -> Option<Sums> {
        let n = local.len();
        let may = |t: usize, l: usize| allowed.is_none_or(|a| a[t] >> l & 1 == 1);
        let mut sums = Sums { forward: vec![[0.0; LABELS]; n], backward: vec![[0.0; LABELS]; n] };
        for t in 0..n {
            let mut row = [0.0; LABELS];
            for (to, cell) in row.iter_mut().enumerate() {
                if may(t, to) {
                    let before: f32 = match t {
                        0 => {
                            if may_follow(OUTSIDE, to) {
                                weight[OUTSIDE][to]
                            } else {
                                0.0
                            }
                        }
                        _ => self.legal[to].iter().map(|&f| sums.forward[t - 1][f] * weight[f][to]).sum(),
                    };
                    *cell = before * local[t][to];
                }
            }
            scaled(&mut row)?;
            sums.forward[t] = row;
        }
        for t in (0..n).rev() {
            let mut row = [0.0; LABELS];
            if t + 1 == n {
                for (from, cell) in row.iter_mut().enumerate() {
                    *cell = if may(t, from) && may_follow(from, OUTSIDE) { weight[from][OUTSIDE] } else { 0.0 };
                }
            } else {
                for to in 0..LABELS {
                    let behind = local[t + 1][to] * sums.backward[t + 1][to];
                    for &f in &self.legal[to] {
                        if may(t, f) {
                            row[f] += weight[f][to] * behind;
                        }
                    }
                }
            }
            scaled(&mut row)?;
            sums.backward[t] = row;
        }
        let reachable = (0..n).all(|t| (0..LABELS).any(|l| sums.forward[t][l] * sums.backward[t][l] > 0.0));
        reachable.then_some(sums)
    }
}

fn marginal(sums: &Sums, t: usize) -> [f32; LABELS] {
    let mut row: [f32; LABELS] = std::array::from_fn(|l| sums.forward[t][l] * sums.backward[t][l]);
    let total: f32 = row.iter().sum();
    row.iter_mut().for_each(|p| *p /= total);
    row
}

fn scaled(row: &mut [f32; LABELS]) -> Option<()> {
    let total: f32 = row.iter().sum();
    if !(total > 0.0 && total.is_finite()) {
        return None;
    }
    row.iter_mut().for_each(|cell| *cell /= total);
    Some(())
}
