//! The parser's features, the same for training and for use.
//!
//! `s0`, `s1`, `s2` stand on the stack, `b0`, `b1`, `b2` are ahead; a following `l` or `r` is the outermost
//! dependent on that side, `ll` or `rr` the one before it. Of each node the word, the tag, the relation and the number
//! of dependents are used.
//!
//! Each feature is a number below [`Layout::size`]: first those of tags, relations and counts, then those of words.

use super::lexicon::FIRST_WORD;
use super::state::{Node, State};
use crate::model::Hash;

/// Tags with "no word" and the root.
pub(crate) const TAGS: u32 = 64;
/// Bits of the number of a combination of more than two tags; combinations that share one are not told apart.
const COMBINED_BITS: u32 = 14;

const NODES: u32 = 16;
const LABELS: u32 = 10;
const PAIRS: u32 = 8;
const COMBINED: u32 = 10;
const COUNTS: u32 = 4;

const LABELS_AT: u32 = NODES * TAGS;
const PAIRS_AT: u32 = LABELS_AT + LABELS * TAGS;
const COUNTS_AT: u32 = PAIRS_AT + PAIRS * TAGS * TAGS;
const COMBINED_AT: u32 = COUNTS_AT + COUNTS * TAGS;
/// The first feature that is about words.
const WORDS_AT: u32 = COMBINED_AT + (COMBINED << COMBINED_BITS);
/// Places at which every word of the lexicon counts; at the others the frequent ones and classes do.
const MAIN_NODES: u32 = 6;
/// How many words count at the other places.
const FREQUENT: u32 = 1500;

/// Features of a state.
pub(crate) const COUNT: usize = (2 * NODES + LABELS + PAIRS + COUNTS + COMBINED) as usize;

/// Where the features of words stand, which depends on the size of the lexicon.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Layout {
    numbers: u32,
}

/// How far two nodes stand apart, in steps that grow: below 8.
fn distance(left: u32, right: u32) -> u32 {
    if left == 0 || right == 0 {
        return 0;
    }
    match right - left {
        n @ 0..=4 => n,
        5..=7 => 5,
        8..=12 => 6,
        _ => 7,
    }
}

impl Layout {
    /// The layout for a lexicon with so many numbers.
    pub fn new(numbers: u32) -> Layout {
        Layout { numbers }
    }

    /// How many features there are.
    pub fn size(&self) -> u32 {
        WORDS_AT + MAIN_NODES * self.numbers + (NODES - MAIN_NODES) * (FIRST_WORD + FREQUENT)
    }

    /// Whether a feature is of the few that are about a single tag, relation or count.
    #[cfg(any(test, feature = "train"))]
    pub fn is_dense(&self, feature: u32) -> bool {
        feature < PAIRS_AT || (COUNTS_AT..COMBINED_AT).contains(&feature)
    }

    /// Gives the features that a word will have in the main places, where every word of the lexicon counts.
    #[inline(always)]
    pub fn each_of_word(&self, word: u32) -> impl Iterator<Item = u32> {
        let numbers = self.numbers;
        (0..MAIN_NODES).map(move |slot| WORDS_AT + slot * numbers + word)
    }

    /// Gives the features of a state one by one.
    #[inline(always)]
    pub fn each(&self, state: &State, mut add: impl FnMut(u32)) {
        let node = |at: u32| -> &Node { state.node(at) };
        let (s0i, s1i, s2i) = (state.stack(0), state.stack(1), state.stack(2));
        let (b0i, b1i, b2i) = (state.ahead(0), state.ahead(1), state.ahead(2));
        let (s0, s1, b0, b1) = (node(s0i), node(s1i), node(b0i), node(b1i));
        let (s2, b2) = (node(s2i), node(b2i));
        // The word that stands directly behind s0, attached or not.
        let after = node(if s0i == 0 { 0 } else { (s0i + 1).min(state.root()) });
        let (s0l, s0r) = (node(s0.left[0]), node(s0.right[0]));
        let (s1l, s1r) = (node(s1.left[0]), node(s1.right[0]));
        let b0l = node(b0.left[0]);
        let nodes: [&Node; NODES as usize] = [
            s0,
            s1,
            b0,
            b1,
            s2,
            b2,
            after,
            s0l,
            s0r,
            s1l,
            s1r,
            b0l,
            node(s0.left[1]),
            node(s0.right[1]),
            node(s1.right[1]),
            node(b0.left[1]),
        ];
        for (slot, node) in (0..).zip(nodes) {
            add(slot * TAGS + u32::from(node.tag));
        }
        for (slot, node) in (0..).zip(&nodes[16 - LABELS as usize..]) {
            add(LABELS_AT + slot * TAGS + u32::from(node.label));
        }
        let (near, far) = (distance(s0i, b0i), distance(s1i, s0i));
        add(COUNTS_AT + near);
        add(COUNTS_AT + TAGS + far);
        add(COUNTS_AT + 2 * TAGS + u32::from(s0.left_count) * 8 + u32::from(s0.right_count));
        add(COUNTS_AT + 3 * TAGS + u32::from(s1.right_count) * 8 + u32::from(b0.left_count));
        let pairs = [
            (s0.tag, b0.tag),
            (s1.tag, s0.tag),
            (s1.tag, b0.tag),
            (b0.tag, b1.tag),
            (s2.tag, s1.tag),
            (b1.tag, b2.tag),
            (s0.tag, s0r.tag),
            (b0.tag, b0l.tag),
        ];
        for (slot, (left, right)) in (0..).zip(pairs) {
            add(PAIRS_AT + (slot * TAGS + u32::from(left)) * TAGS + u32::from(right));
        }
        let mut slot = 0;
        let mut combined = |tags: [u8; 4]| {
            let hash = Hash::new(u64::from(slot)).with(u64::from(u32::from_le_bytes(tags))).finish();
            add(COMBINED_AT + (slot << COMBINED_BITS) + (hash >> (64 - COMBINED_BITS)) as u32);
            slot += 1;
        };
        combined([s0.tag, b0.tag, b1.tag, 0]);
        combined([s1.tag, s0.tag, b0.tag, 0]);
        combined([s2.tag, s1.tag, s0.tag, 0]);
        combined([b0.tag, b1.tag, b2.tag, 0]);
        combined([s1.tag, s0.tag, b0.tag, b1.tag]);
        combined([s1.tag, s1r.tag, s0.tag, b0.tag]);
        combined([s0.tag, s0l.tag, b0.tag, 0]);
        combined([s0.tag, s0r.tag, b0.tag, 0]);
        combined([s0.tag, b0.tag, b0l.tag, 0]);
        combined([s0.tag, b0.tag, near as u8, after.tag]);

        for (slot, node) in (0..).zip(&nodes[..MAIN_NODES as usize]) {
            add(WORDS_AT + slot * self.numbers + node.word);
        }
        let others = WORDS_AT + MAIN_NODES * self.numbers;
        for (slot, node) in (0..).zip(&nodes[MAIN_NODES as usize..]) {
            let word = if node.word < FIRST_WORD + FREQUENT { node.word } else { node.class };
            add(others + slot * (FIRST_WORD + FREQUENT) + word);
        }
    }
}
