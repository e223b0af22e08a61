//! The parser's state: a stack, what is left of the sentence, and the arcs so far.

use crate::document::{Pos, Relation};
use crate::model::SCORES;

/// A step of the parser. `s0` is the top of the stack, `s1` the one below, `b0` the next word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transition {
    /// `b0` goes onto the stack.
    Shift,
    /// `b0` becomes the head of `s0`, which leaves the stack.
    Left(Relation),
    /// `s1` becomes the head of `s0`, which leaves the stack.
    Right(Relation),
}

impl Transition {
    /// How many there are.
    pub const COUNT: usize = 1 + 2 * Relation::COUNT;

    /// Its class in the model.
    pub fn class(self) -> usize {
        match self {
            Transition::Shift => 0,
            Transition::Left(relation) => 1 + relation as usize,
            Transition::Right(relation) => 1 + Relation::COUNT + relation as usize,
        }
    }

    /// The transition of a class below [`Transition::COUNT`].
    pub fn of_class(class: usize) -> Transition {
        match class {
            0 => Transition::Shift,
            _ if class <= Relation::COUNT => Transition::Left(Relation::ALL[class - 1]),
            _ => Transition::Right(Relation::ALL[class - 1 - Relation::COUNT]),
        }
    }

    /// The legal transition with the highest score; the lowest class of equals.
    pub fn best(scores: &[i32; SCORES], state: &State) -> Transition {
        Transition::best_of(scores, state, |_| true).unwrap_or(Transition::Shift)
    }

    /// The same among those that `accept` lets pass.
    pub fn best_of(scores: &[i32; SCORES], state: &State, accept: impl Fn(Transition) -> bool) -> Option<Transition> {
        let (left, right) = (state.may_left(), state.may_right());
        let ranges = [
            (0, usize::from(state.may_shift())),
            // Relation 0 is the root's, which no word gets from another.
            if left { (2, 1 + Relation::COUNT) } else { (0, 0) },
            if right { (2 + Relation::COUNT, Transition::COUNT) } else { (0, 0) },
        ];
        let mut best: Option<usize> = None;
        for class in ranges.into_iter().flat_map(|(start, end)| start..end) {
            if best.is_none_or(|b| scores[class] > scores[b]) && accept(Transition::of_class(class)) {
                best = Some(class);
            }
        }
        best.map(Transition::of_class)
    }
}

/// A word with its part of the tree so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    /// Hash of the form in lower case.
    pub word: u64,
    /// Part of speech plus one; 0 for no word, [`State::ROOT_POS`] for the root.
    pub pos: u8,
    /// Relation to the head plus one; 0 while there is none.
    pub label: u8,
    /// How many dependents it has on each side, at most 7.
    pub left_count: u8,
    /// See `left_count`.
    pub right_count: u8,
    head: u32,
    left: u32,
    right: u32,
}

impl Node {
    fn new(word: u64, pos: u8) -> Node {
        Node { word, pos, label: 0, left_count: 0, right_count: 0, head: 0, left: 0, right: 0 }
    }
}

/// Node 0 is "no word", 1 to n are the words, n + 1 is the root, which stands behind the last word.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    nodes: Vec<Node>,
    stack: Vec<u32>,
    next: u32,
}

impl State {
    /// The part of speech of the root.
    pub const ROOT_POS: u8 = Pos::COUNT as u8 + 1;

    /// Begins a sentence of words (hash of the lower-case form, part of speech).
    pub fn begin(&mut self, words: impl Iterator<Item = (u64, Pos)>) {
        self.nodes.clear();
        self.nodes.push(Node::new(0, 0));
        self.nodes.extend(words.map(|(word, pos)| Node::new(word, pos as u8 + 1)));
        self.nodes.push(Node::new(1, State::ROOT_POS));
        self.stack.clear();
        self.next = 1;
    }

    /// Index of the root node.
    pub fn root(&self) -> u32 {
        self.nodes.len() as u32 - 1
    }

    pub fn is_done(&self) -> bool {
        self.next == self.root() && self.stack.is_empty()
    }

    pub fn may_shift(&self) -> bool {
        self.next < self.root()
    }

    pub fn may_left(&self) -> bool {
        !self.stack.is_empty() && (self.next < self.root() || self.stack.len() == 1)
    }

    pub fn may_right(&self) -> bool {
        self.stack.len() > 1
    }

    /// The transition that alone is possible.
    pub fn forced(&self) -> Option<Transition> {
        match self.stack.len() {
            0 => Some(Transition::Shift),
            1 if self.next == self.root() => Some(Transition::Left(Relation::Root)),
            _ => None,
        }
    }

    /// Takes a step, which must be legal.
    pub fn apply(&mut self, transition: Transition) {
        match transition {
            Transition::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Transition::Left(relation) => {
                if let Some(child) = self.stack.pop() {
                    self.attach(child, self.next, relation);
                    let head = &mut self.nodes[self.next as usize];
                    head.left = child;
                    head.left_count = (head.left_count + 1).min(7);
                }
            }
            Transition::Right(relation) => {
                if let Some(child) = self.stack.pop() {
                    let head = self.stack(0);
                    self.attach(child, head, relation);
                    let head = &mut self.nodes[head as usize];
                    head.right = child;
                    head.right_count = (head.right_count + 1).min(7);
                }
            }
        }
    }

    fn attach(&mut self, child: u32, head: u32, relation: Relation) {
        let child = &mut self.nodes[child as usize];
        child.head = head;
        child.label = relation as u8 + 1;
    }

    /// Node on the stack, counted from the top; 0 when there is none.
    #[inline]
    pub fn stack(&self, depth: usize) -> u32 {
        self.stack.len().checked_sub(depth + 1).map_or(0, |at| self.stack[at])
    }

    /// The nodes on the stack, the top last.
    pub fn stacked(&self) -> &[u32] {
        &self.stack
    }

    /// Node not yet read, counted from the next one; 0 behind the root.
    #[inline]
    pub fn ahead(&self, distance: u32) -> u32 {
        let at = self.next + distance;
        if at <= self.root() { at } else { 0 }
    }

    #[inline]
    pub fn node(&self, at: u32) -> &Node {
        &self.nodes[at as usize]
    }

    /// The outermost dependent on the left so far; 0 when there is none.
    #[inline]
    pub fn leftmost(&self, at: u32) -> u32 {
        self.nodes[at as usize].left
    }

    /// The outermost dependent on the right so far; 0 when there is none.
    #[inline]
    pub fn rightmost(&self, at: u32) -> u32 {
        self.nodes[at as usize].right
    }

    /// Head (the root's is itself) and relation of each word, once done.
    pub fn arcs(&self) -> impl Iterator<Item = (usize, Relation)> + '_ {
        let root = self.root();
        self.nodes[1..root as usize].iter().enumerate().map(move |(at, node)| {
            let relation = Relation::ALL[usize::from(node.label.max(1)) - 1];
            (if node.head == root { at } else { node.head as usize - 1 }, relation)
        })
    }
}
