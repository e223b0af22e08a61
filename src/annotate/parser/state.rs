//! The parser's state: a stack, what is left of the sentence, and the arcs so far.

use super::lexicon;
use crate::document::Relation;

/// What a step does to the words. `s0` is the top of the stack, `s1` the one below, `b0` the next word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Action {
    /// `b0` goes onto the stack.
    Shift,
    /// `b0` becomes the head of `s0`, which leaves the stack.
    Left,
    /// `s1` becomes the head of `s0`, which leaves the stack.
    Right,
}

impl Action {
    /// All of them; the first of equals wins.
    pub const ALL: [Action; 3] = [Action::Shift, Action::Left, Action::Right];
}

/// A word of the sentence as the parser sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Its number in the lexicon; its class's if it has none.
    pub word: u32,
    /// Its class's number.
    pub class: u32,
    /// Its tag's number among the parser's own.
    pub tag: u8,
}

/// A word with its part of the tree so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    /// See [`Word::word`].
    pub word: u32,
    /// See [`Word::class`].
    pub class: u32,
    /// Number of the tag plus one; 0 for no word, the number of all tags plus one for the root.
    pub tag: u8,
    /// Relation to the head plus one; 0 while there is none.
    pub label: u8,
    /// How many dependents it has on each side, at most 7.
    pub left_count: u8,
    /// See `left_count`.
    pub right_count: u8,
    head: u32,
    /// The outermost dependent on each side and the one that was outermost before it; 0 when there is none.
    pub left: [u32; 2],
    /// See `left`.
    pub right: [u32; 2],
}

impl Node {
    fn new(word: u32, class: u32, tag: u8) -> Node {
        Node { word, class, tag, label: 0, left_count: 0, right_count: 0, head: 0, left: [0; 2], right: [0; 2] }
    }
}

/// Node 0 is "no word", 1 to n are the words, n + 1 is the root, which stands behind the last word.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    /// The root's tag.
    root_tag: u8,
    nodes: Vec<Node>,
    stack: Vec<u32>,
    next: u32,
}

impl State {
    /// Room for sentences of words with so many different tags.
    pub fn new(tags: u8) -> State {
        State { root_tag: tags + 1, ..State::default() }
    }

    /// Begins a sentence.
    pub fn begin(&mut self, words: impl Iterator<Item = Word>) {
        self.nodes.clear();
        self.nodes.push(Node::new(lexicon::NONE, lexicon::NONE, 0));
        self.nodes.extend(words.map(|w| Node::new(w.word, w.class, w.tag + 1)));
        self.nodes.push(Node::new(lexicon::ROOT, lexicon::ROOT, self.root_tag));
        self.stack.clear();
        self.next = 1;
    }

    /// Index of the root node.
    pub fn root(&self) -> u32 {
        self.nodes.len() as u32 - 1
    }

    /// The numbers of the sentence's words ([`Word::word`]).
    pub fn words(&self) -> impl Iterator<Item = u32> {
        self.nodes[1..self.nodes.len() - 1].iter().map(|node| node.word)
    }

    pub fn is_done(&self) -> bool {
        self.next == self.root() && self.stack.is_empty()
    }

    /// Whether an action is possible.
    #[inline]
    pub fn may(&self, action: Action) -> bool {
        match action {
            Action::Shift => self.next < self.root(),
            Action::Left => !self.stack.is_empty() && (self.next < self.root() || self.stack.len() == 1),
            Action::Right => self.stack.len() > 1,
        }
    }

    /// The action that alone is possible.
    pub fn forced(&self) -> Option<Action> {
        match self.stack.len() {
            0 => Some(Action::Shift),
            1 if self.next == self.root() => Some(Action::Left),
            _ => None,
        }
    }

    /// Takes a step, which must be possible; the relation is that of the new arc, if there is one.
    pub fn apply(&mut self, action: Action, relation: Relation) {
        match action {
            Action::Shift => {
                self.stack.push(self.next);
                self.next += 1;
            }
            Action::Left => {
                if let Some(child) = self.stack.pop() {
                    self.attach(child, self.next, relation);
                    let head = &mut self.nodes[self.next as usize];
                    head.left = [child, head.left[0]];
                    head.left_count = (head.left_count + 1).min(7);
                }
            }
            Action::Right => {
                if let Some(child) = self.stack.pop() {
                    let head = self.stack(0);
                    self.attach(child, head, relation);
                    let head = &mut self.nodes[head as usize];
                    head.right = [child, head.right[0]];
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
    #[cfg(any(test, feature = "train"))]
    pub fn stacked(&self) -> &[u32] {
        &self.stack
    }

    /// The node to be read next.
    #[inline]
    pub fn next(&self) -> u32 {
        self.next
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

    /// Head (the root's is itself) and relation of each word, once done.
    pub fn arcs(&self) -> impl Iterator<Item = (usize, Relation)> + '_ {
        let root = self.root();
        self.nodes[1..root as usize].iter().enumerate().map(move |(at, node)| {
            let relation = Relation::numbered(usize::from(node.label.max(1)) - 1);
            (if node.head == root { at } else { node.head as usize - 1 }, relation)
        })
    }
}
