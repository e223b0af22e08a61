//! The way from examples to weights.

use super::examples::{Example, Words};
use super::network::{Lesson, Network, best_relation};
use crate::annotate::parser::features::Layout;
use crate::annotate::parser::network::WORDS;
use crate::annotate::parser::state::{Action, State};
use crate::document::Relation;
use crate::evaluation::score::share;
use crate::train::random::Random;

/// From the second pass on, the share of steps at which the parser follows its own choice even when it is wrong.
const EXPLORE: f64 = 0.9;
/// A word that was seen n times is seen as its class with a chance of 1 to n by this number.
const HIDE_WORDS: f64 = 0.5;
/// By which the step size falls in the course of training.
const FALL: f32 = 0.95;

/// Words and weights that belong together.
#[derive(Debug)]
pub(super) struct Fitted {
    pub words: Words,
    pub layout: Layout,
    pub network: Network,
    /// How many tags there are.
    tags: u8,
}

/// How to fit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Thresholds {
    /// A word is in the lexicon when it was seen so often.
    pub words: usize,
    /// A feature has a row when it is seen so often.
    pub features: u32,
}

impl Fitted {
    /// Learns from examples, and puts them in another order.
    pub fn new(
        examples: &mut [Example],
        tags: u8,
        epochs: usize,
        thresholds: Thresholds,
        seed: u64,
        mut report: impl FnMut(&str),
    ) -> Fitted {
        let words = Words::new(examples, thresholds.words);
        let layout = Layout::new(words.lexicon.numbers());
        let mut random = Random::new(seed);
        let network = Network::new(layout, &count(examples, tags, &words, layout), thresholds.features, &mut random);
        let step_size = network.step_size;
        let mut fitted = Fitted { words, layout, network, tags };
        for epoch in 1..=epochs {
            if epoch == epochs {
                fitted.network.round_rows();
            }
            random.shuffle(examples);
            let explore = if epoch == 1 { 0.0 } else { EXPLORE };
            let (mut right, mut steps) = (0, 0);
            for (at, example) in examples.iter().enumerate() {
                let done = ((epoch - 1) as f32 + at as f32 / examples.len() as f32) / epochs as f32;
                fitted.network.step_size = step_size * (1.0 - FALL * done);
                let (r, s) = fitted.learn(example, explore, &mut random);
                right += r;
                steps += s;
            }
            report(&format!(
                "epoch {epoch}: {:.2} % of {steps} steps right while learning",
                100.0 * share(right, steps)
            ));
        }
        fitted
    }

    /// The sections of the model file.
    pub fn sections(&self) -> [(&'static str, Vec<u8>); 4] {
        let hashes = self.words.hashes.iter().flat_map(|h| h.to_le_bytes()).collect();
        let [features, rows, outputs] = self.network.quantised();
        [(WORDS, hashes), features, rows, outputs]
    }

    /// Goes through one sentence; gives the steps decided rightly and all that were decided.
    fn learn(&mut self, example: &Example, explore: f64, random: &mut Random) -> (usize, usize) {
        let Fitted { words, layout, network, tags } = self;
        let mut state = State::new(*tags);
        let (mut right, mut steps) = (0, 0);
        words.begin(example, &mut state, |seen| random.chance(HIDE_WORDS / (HIDE_WORDS + seen as f64)));
        while !state.is_done() {
            if let Some(action) = state.forced() {
                state.apply(action, Relation::Root);
                continue;
            }
            let features = layout.all(&state);
            let costs = example.oracle.costs(&state);
            let hidden = network.hidden(&features);
            let scores = network.actions(&hidden);
            let best = |accept: &dyn Fn(Action) -> bool| {
                let accepted = Action::ALL.into_iter().filter(|&action| accept(action));
                accepted
                    .reduce(|best, action| if scores[action as usize] > scores[best as usize] { action } else { best })
            };
            let guess = best(&|action| state.may(action)).unwrap_or(Action::Shift);
            let gold = best(&|action| costs.is_optimal(action)).unwrap_or(guess);
            let step = if guess == gold || random.chance(explore) { guess } else { gold };
            let relation = best_relation(&network.relations(&hidden, step));
            steps += 1;
            right += usize::from(guess == gold);
            let lesson = Lesson {
                features: &features,
                possible: Action::ALL.map(|action| state.may(action)),
                right: Action::ALL.map(|action| costs.is_optimal(action)),
                arc: [guess, gold].into_iter().find_map(|a| example.oracle.relation(&state, a).map(|r| (a, r))),
            };
            network.learn(&lesson, random);
            state.apply(step, relation);
        }
        (right, steps)
    }
}

/// How often each feature is seen on the way to the gold trees.
fn count(examples: &[Example], tags: u8, words: &Words, layout: Layout) -> Vec<u32> {
    let mut seen = vec![0; layout.size() as usize];
    let mut state = State::new(tags);
    for (number, example) in examples.iter().enumerate() {
        // Every fourth sentence in classes alone, so that classes of frequent words have rows too.
        words.begin(example, &mut state, |_| number % 4 == 0);
        while !state.is_done() {
            let action = state.forced().unwrap_or_else(|| {
                layout.all(&state).into_iter().for_each(|feature| seen[feature as usize] += 1);
                let costs = example.oracle.costs(&state);
                Action::ALL.into_iter().find(|&action| costs.is_optimal(action)).unwrap_or(Action::Shift)
            });
            let relation = example.oracle.relation(&state, action);
            state.apply(action, relation.unwrap_or(Relation::Root));
        }
    }
    seen
}
