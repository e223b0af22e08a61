//! The dynamic oracle of arc-hybrid parsing (Goldberg and Nivre 2013): what a step costs in any state, even one that
//! the gold tree does not lead to.

use crate::annotate::parser::state::{State, Transition};
use crate::document::Relation;
use crate::train::conllu::Sentence;

/// A gold tree. Nodes count as in the parser's state: words from 1, the root behind the last.
pub(super) struct Oracle {
    heads: Vec<u32>,
    relations: Vec<Relation>,
}

/// How many gold arcs each kind of step makes unreachable; `None` where the step is not legal.
pub(super) struct Costs {
    shift: Option<usize>,
    left: Option<usize>,
    right: Option<usize>,
    least: usize,
}

impl Oracle {
    pub fn new(sentence: &Sentence) -> Oracle {
        let root = sentence.words.len() as u32 + 1;
        let mut heads = vec![0];
        let mut relations = vec![Relation::Root];
        for (at, word) in sentence.words.iter().enumerate() {
            heads.push(if word.head == at { root } else { word.head as u32 + 1 });
            relations.push(word.relation);
        }
        Oracle { heads, relations }
    }

    /// What the steps cost in a state with a word on the stack.
    pub fn costs(&self, state: &State) -> Costs {
        let (s0, s1, b0, root) = (state.stack(0), state.stack(1), state.ahead(0), state.root());
        let head = self.heads[s0 as usize];
        let lost_children = (b0..root).filter(|&d| self.heads[d as usize] == s0).count();
        let left =
            state.may_left().then(|| lost_children + usize::from(head == s1 && s1 != 0) + usize::from(head > b0));
        let right = state.may_right().then(|| lost_children + usize::from(head >= b0));
        let shift = state.may_shift().then(|| {
            let stack = state.stacked();
            let children = stack.iter().filter(|&&d| self.heads[d as usize] == b0).count();
            let heads = stack[..stack.len() - 1].iter().filter(|&&h| self.heads[b0 as usize] == h).count();
            children + heads
        });
        let least = [shift, left, right].into_iter().flatten().min().unwrap_or(0);
        Costs { shift, left, right, least }
    }

    /// Whether no step costs less, and an arc that is in the gold tree gets its relation.
    pub fn is_optimal(&self, transition: Transition, costs: &Costs, state: &State) -> bool {
        let s0 = state.stack(0) as usize;
        let (cost, head, relation) = match transition {
            Transition::Shift => return costs.shift == Some(costs.least),
            Transition::Left(relation) => (costs.left, state.ahead(0), relation),
            Transition::Right(relation) => (costs.right, state.stack(1), relation),
        };
        cost == Some(costs.least) && (self.heads[s0] != head || self.relations[s0] == relation)
    }
}
