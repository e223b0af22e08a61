//! The dynamic oracle of arc-hybrid parsing (Goldberg and Nivre 2013): what a step costs in any state, even one that
//! the gold tree does not lead to.

use crate::annotate::parser::state::{Action, State};
use crate::document::Relation;

/// A gold tree. Nodes count as in the parser's state: words from 1, the root behind the last.
#[derive(Debug, Clone)]
pub(super) struct Oracle {
    heads: Vec<u32>,
    relations: Vec<Relation>,
}

/// How many gold arcs each action makes unreachable; `None` where it is not possible.
pub(super) struct Costs([Option<usize>; Action::ALL.len()]);

impl Costs {
    /// Whether no possible action costs less.
    pub fn is_optimal(&self, action: Action) -> bool {
        self.0[action as usize].is_some() && self.0[action as usize] == self.0.iter().flatten().min().copied()
    }
}

impl Oracle {
    /// The oracle of a tree: for each word its head (the root's is itself) and its relation.
    pub fn new(tree: impl Iterator<Item = (usize, Relation)>) -> Oracle {
        let (mut heads, mut relations) = (vec![0], vec![Relation::Root]);
        for (at, (head, relation)) in tree.enumerate() {
            // 0 for the root, whose number is known only at the end.
            heads.push(if head == at { 0 } else { head as u32 + 1 });
            relations.push(relation);
        }
        let root = heads.len() as u32;
        heads[1..].iter_mut().filter(|head| **head == 0).for_each(|head| *head = root);
        Oracle { heads, relations }
    }

    /// What the steps cost in a state with a word on the stack.
    pub fn costs(&self, state: &State) -> Costs {
        let (s0, s1, b0, root) = (state.stack(0), state.stack(1), state.ahead(0), state.root());
        let head = self.heads[s0 as usize];
        let lost_children = (b0..root).filter(|&d| self.heads[d as usize] == s0).count();
        let left = state
            .may(Action::Left)
            .then(|| lost_children + usize::from(head == s1 && s1 != 0) + usize::from(head > b0));
        let right = state.may(Action::Right).then(|| lost_children + usize::from(head >= b0));
        let shift = state.may(Action::Shift).then(|| {
            let stack = state.stacked();
            let children = stack.iter().filter(|&&d| self.heads[d as usize] == b0).count();
            let heads = stack[..stack.len() - 1].iter().filter(|&&h| self.heads[b0 as usize] == h).count();
            children + heads
        });
        Costs([shift, left, right])
    }

    /// The relation of the arc that an action makes, if the gold tree has the arc.
    pub fn relation(&self, state: &State, action: Action) -> Option<Relation> {
        let s0 = state.stack(0) as usize;
        let head = match action {
            Action::Shift => return None,
            Action::Left => state.ahead(0),
            Action::Right => state.stack(1),
        };
        (self.heads[s0] == head).then_some(self.relations[s0])
    }
}
