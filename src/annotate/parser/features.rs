//! The parser's features, the same for training and for use.
//!
//! `s0`, `s1`, `s2` stand on the stack, `b0`, `b1`, `b2` are ahead; a following `l` or `r` is the outermost
//! dependent on that side, `ll` or `rr` the one before it. Of each node the word, the tag, the relation and the number
//! of dependents are used.
//!
//! Each feature is a number below [`Layout::size`]: first those of tags, relations and counts, then those of words.

use super::lexicon::{FIRST_WORD, NONE};
use super::state::{Node, State};
use crate::model::Hash;

/// Tags with "no word" and the root.
pub(crate) const TAGS: u32 = 64;
/// Bits of the number of a combination of more than two tags; combinations that share one are not told apart.
const COMBINED_BITS: u32 = 14;

/// Places.
const NODES: u32 = 16;
/// The relation counts at the places that are not main ones.
const LABELS: u32 = NODES - MAIN_NODES;
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

/// The nodes that features look at, each in its place; 0 where there is no word.
pub(crate) type Places = [u32; NODES as usize];

/// The places of a state.
#[inline(always)]
pub(crate) fn places(state: &State) -> Places {
    let (s0i, s1i) = (state.stack(0), state.stack(1));
    let (b0i, b1i, b2i) = (state.ahead(0), state.ahead(1), state.ahead(2));
    let (s0, s1, b0) = (state.node(s0i), state.node(s1i), state.node(b0i));
    // The word that stands directly behind s0, attached or not.
    let after = if s0i == 0 { 0 } else { (s0i + 1).min(state.root()) };
    let ([s0l, s0ll], [s0r, s0rr], [s1l, _], [s1r, s1rr]) = (s0.left, s0.right, s1.left, s1.right);
    let [b0l, b0ll] = b0.left;
    [s0i, s1i, b0i, b1i, state.stack(2), b2i, after, s0l, s0r, s1l, s1r, b0l, s0ll, s0rr, s1rr, b0ll]
}

/// The places of words ahead, a bit for each.
pub(crate) const AHEAD: u16 = 1 << 2 | 1 << 3 | 1 << 5;

fn is_ahead(slot: usize) -> bool {
    AHEAD >> slot & 1 == 1
}

/// The feature of two tags.
#[inline(always)]
fn pair(slot: u32, left: u8, right: u8) -> u32 {
    PAIRS_AT + (slot * TAGS + u32::from(left)) * TAGS + u32::from(right)
}

/// The feature of more than two tags.
#[inline(always)]
fn combined(slot: u32, tags: [u8; 4]) -> u32 {
    let hash = Hash::new(u64::from(slot)).with(u64::from(u32::from_le_bytes(tags))).finish();
    COMBINED_AT + (slot << COMBINED_BITS) + (hash >> (64 - COMBINED_BITS)) as u32
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

    /// The features of a place where there is no word: the same ones in every state.
    pub fn of_empty(&self, slot: usize) -> impl Iterator<Item = u32> {
        let slot = slot as u32;
        let label = slot.checked_sub(MAIN_NODES).map(|slot| LABELS_AT + slot * TAGS);
        let word = match slot.checked_sub(MAIN_NODES) {
            None => WORDS_AT + slot * self.numbers + NONE,
            Some(slot) => self.others_at(slot) + NONE,
        };
        [slot * TAGS, word].into_iter().chain(label)
    }

    /// Where the words of a place begin that is none of the main ones.
    #[inline(always)]
    fn others_at(&self, slot: u32) -> u32 {
        WORDS_AT + MAIN_NODES * self.numbers + slot * (FIRST_WORD + FREQUENT)
    }

    /// Gives the features of a state one by one, but those of empty places ([`Layout::of_empty`]) and those that are about words
    /// ahead alone ([`Layout::each_ahead`]).
    #[inline(always)]
    pub fn each(&self, state: &State, places: &Places, mut add: impl FnMut(u32)) {
        let [s0i, s1i, b0i, b1, s2, _, after, s0l, s0r, _, s1r, b0l, ..] = *places;
        for slot in (0..places.len()).filter(|&slot| places[slot] != 0 && !is_ahead(slot)) {
            self.each_of_node(slot, state.node(places[slot]), &mut add);
        }
        let (s0, s1, s2, after) = (state.node(s0i), state.node(s1i), state.node(s2), state.node(after));
        let (b0, b1, b0l) = (state.node(b0i), state.node(b1), state.node(b0l));
        let (s0l, s0r, s1r) = (state.node(s0l), state.node(s0r), state.node(s1r));
        let (near, far) = (distance(s0i, b0i), distance(s1i, s0i));
        add(COUNTS_AT + near);
        add(COUNTS_AT + TAGS + far);
        add(COUNTS_AT + 2 * TAGS + u32::from(s0.left_count) * 8 + u32::from(s0.right_count));
        add(COUNTS_AT + 3 * TAGS + u32::from(s1.right_count) * 8 + u32::from(b0.left_count));
        add(pair(0, s0.tag, b0.tag));
        add(pair(1, s1.tag, s0.tag));
        add(pair(2, s1.tag, b0.tag));
        add(pair(4, s2.tag, s1.tag));
        add(pair(6, s0.tag, s0r.tag));
        add(pair(7, b0.tag, b0l.tag));
        add(combined(0, [s0.tag, b0.tag, b1.tag, 0]));
        add(combined(1, [s1.tag, s0.tag, b0.tag, 0]));
        add(combined(2, [s2.tag, s1.tag, s0.tag, 0]));
        add(combined(4, [s1.tag, s0.tag, b0.tag, b1.tag]));
        add(combined(5, [s1.tag, s1r.tag, s0.tag, b0.tag]));
        add(combined(6, [s0.tag, s0l.tag, b0.tag, 0]));
        add(combined(7, [s0.tag, s0r.tag, b0.tag, 0]));
        add(combined(8, [s0.tag, b0.tag, b0l.tag, 0]));
        add(combined(9, [s0.tag, b0.tag, near as u8, after.tag]));
    }

    /// Gives the features that are about words ahead alone, so that they stay the same until one goes onto the stack; but those
    /// of empty places.
    #[inline(always)]
    pub fn each_ahead(&self, state: &State, places: &Places, mut add: impl FnMut(u32)) {
        for slot in (0..places.len()).filter(|&slot| places[slot] != 0 && is_ahead(slot)) {
            self.each_of_node(slot, state.node(places[slot]), &mut add);
        }
        let [_, _, b0, b1, _, b2, ..] = *places;
        let (b0, b1, b2) = (state.node(b0), state.node(b1), state.node(b2));
        add(pair(3, b0.tag, b1.tag));
        add(pair(5, b1.tag, b2.tag));
        add(combined(3, [b0.tag, b1.tag, b2.tag, 0]));
    }

    /// Gives the features of the node in a place.
    #[inline(always)]
    fn each_of_node(&self, slot: usize, node: &Node, add: &mut impl FnMut(u32)) {
        let slot = slot as u32;
        add(slot * TAGS + u32::from(node.tag));
        match slot.checked_sub(MAIN_NODES) {
            None => add(WORDS_AT + slot * self.numbers + node.word),
            Some(slot) => {
                add(LABELS_AT + slot * TAGS + u32::from(node.label));
                add(self.others_at(slot) + if node.word < FIRST_WORD + FREQUENT { node.word } else { node.class });
            }
        }
    }

    /// All features of a state, those of empty places too, in the order in which they are learnt from: sums of floats depend on
    /// it.
    #[cfg(any(test, feature = "train"))]
    pub fn all(&self, state: &State) -> Vec<u32> {
        let places = places(state);
        let mut features = Vec::with_capacity(COUNT);
        self.each(state, &places, |feature| features.push(feature));
        self.each_ahead(state, &places, |feature| features.push(feature));
        features.extend((0..places.len()).filter(|&slot| places[slot] == 0).flat_map(|slot| self.of_empty(slot)));
        // By number, but for counts, which come before pairs.
        features.sort_unstable_by_key(|&feature| match feature {
            COUNTS_AT..COMBINED_AT => feature - (COUNTS_AT - PAIRS_AT),
            PAIRS_AT..COUNTS_AT => feature + (COMBINED_AT - COUNTS_AT),
            feature => feature,
        });
        features
    }
}

#[cfg(test)]
mod tests {
    use super::super::state::{Action, Word};
    use super::*;
    use crate::document::Relation;

    #[test]
    fn every_state_has_all_features_in_one_order() {
        let layout = Layout::new(FIRST_WORD + 2 * FREQUENT);
        let mut state = State::new(9);
        state.begin((0..6).map(|n| Word { word: FIRST_WORD + n * 500, class: 2 + n, tag: n as u8 }));
        let mut steps = [Action::Shift, Action::Shift, Action::Left, Action::Shift, Action::Right].into_iter().cycle();
        while !state.is_done() {
            let features = layout.all(&state);
            assert_eq!(features.len(), COUNT);
            // One tag for each place, then the labels, counts, pairs…
            let slots: Vec<_> = features[..NODES as usize].iter().map(|feature| feature / TAGS).collect();
            assert_eq!(slots, (0..NODES).collect::<Vec<_>>());
            let begins = |at: u32| features.partition_point(|&f| f < LABELS_AT) as u32 + at;
            assert!((COUNTS_AT..COMBINED_AT).contains(&features[begins(LABELS) as usize]));
            assert!((PAIRS_AT..COUNTS_AT).contains(&features[begins(LABELS + COUNTS) as usize]));
            let words = &features[COUNT - NODES as usize..];
            assert!(words[0] >= WORDS_AT && words.is_sorted());
            let action = state.forced().or_else(|| steps.find(|&action| state.may(action)));
            state.apply(action.expect("an action is always possible"), Relation::Dep);
        }
    }
}
