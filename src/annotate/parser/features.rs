//! The parser's features, the same for training and for use.
//!
//! `s0`, `s1`, `s2` stand on the stack, `b0`, `b1`, `b2` are ahead; a following `l` or `r` is the outermost
//! dependent on that side. Of each node the word (`w`), tag (`p`), relation and number of dependents are used.

use super::state::{Node, State};
use crate::model::Hash;

/// Tag and relation take 6 bits each, counts 3.
fn pack(fields: &[u8]) -> u64 {
    fields.iter().fold(0, |packed, &field| packed << 6 | u64::from(field))
}

/// How far two nodes stand apart, in steps that grow: below 8.
fn distance(left: u32, right: u32) -> u8 {
    if left == 0 || right == 0 {
        return 0;
    }
    match right - left {
        n @ 0..=4 => n as u8,
        5..=7 => 5,
        8..=12 => 6,
        _ => 7,
    }
}

/// Gives the features of a state one by one.
#[inline]
pub(crate) fn each(state: &State, mut add: impl FnMut(u64)) {
    let (s0i, s1i, s2i) = (state.stack(0), state.stack(1), state.stack(2));
    let (b0i, b1i, b2i) = (state.ahead(0), state.ahead(1), state.ahead(2));
    let node = |at: u32| -> &Node { state.node(at) };
    let (s0, s1, s2) = (node(s0i), node(s1i), node(s2i));
    let (b0, b1, b2) = (node(b0i), node(b1i), node(b2i));
    let (s0l, s0r) = (node(state.leftmost(s0i)), node(state.rightmost(s0i)));
    let (s1l, s1r) = (node(state.leftmost(s1i)), node(state.rightmost(s1i)));
    let b0l = node(state.leftmost(b0i));
    // The words that stand directly behind and before s0, attached or not.
    let after_s0 = node(if s0i == 0 { 0 } else { (s0i + 1).min(state.root()) });
    let before_s0 = node(s0i.saturating_sub(1));
    let (near, far) = (distance(s0i, b0i), distance(s1i, s0i));

    let mut kind = 100;
    let mut tags = |fields: &[u8]| {
        add(Hash::new(kind).with(pack(fields)).finish());
        kind += 1;
    };
    tags(&[s0.pos, b0.pos]);
    tags(&[s1.pos, s0.pos]);
    tags(&[s1.pos, b0.pos]);
    tags(&[b0.pos, b1.pos]);
    tags(&[s0.pos, b0.pos, b1.pos]);
    tags(&[s1.pos, s0.pos, b0.pos]);
    tags(&[s2.pos, s1.pos, s0.pos]);
    tags(&[b0.pos, b1.pos, b2.pos]);
    tags(&[s1.pos, s0.pos, b0.pos, b1.pos]);
    tags(&[s2.pos, s1.pos, s0.pos, b0.pos]);
    tags(&[s0.pos, s0l.pos, b0.pos]);
    tags(&[s0.pos, s0r.pos, b0.pos]);
    tags(&[s0.pos, b0.pos, b0l.pos]);
    tags(&[s1.pos, s1r.pos, s0.pos]);
    tags(&[s1.pos, s1l.pos, s0.pos]);
    tags(&[s1.pos, s0.pos, s0l.pos]);
    tags(&[s1.pos, s0.pos, s0r.pos]);
    tags(&[s1.pos, s1r.pos, s0.pos, b0.pos]);
    tags(&[s0.pos, after_s0.pos, b0.pos, before_s0.pos]);
    tags(&[s0.pos, b0.pos, near, b0.left_count]);
    tags(&[s1.pos, s0.pos, far, s0.left_count]);
    tags(&[s0.pos, s0l.label, s0r.label, b0.pos]);
    tags(&[s1.pos, s1l.label, s1r.label, s0.pos]);
    tags(&[s0.pos, b0.pos, b0l.label]);
    tags(&[s0.pos, s0.left_count, s0.right_count, b0.pos]);
    tags(&[s1.pos, s1.right_count, s1.left_count, s0.pos]);

    let mut word = |word: u64, fields: &[u8]| {
        add(Hash::new(kind).with(word).with(pack(fields)).finish());
        kind += 1;
    };
    word(s0.word, &[s0.pos]);
    word(s1.word, &[s1.pos]);
    word(s2.word, &[]);
    word(b0.word, &[b0.pos]);
    word(b1.word, &[b1.pos]);
    word(b2.word, &[]);
    word(s0.word, &[b0.pos]);
    word(b0.word, &[s0.pos]);
    word(s0.word, &[s1.pos]);
    word(s1.word, &[s0.pos]);
    word(s1.word, &[b0.pos]);
    word(b0.word, &[s1.pos]);
    word(b1.word, &[s0.pos, b0.pos]);
    word(s0.word, &[near]);
    word(b0.word, &[near, s0.pos]);
    word(s1.word, &[far, s0.pos]);
    word(s0.word, &[far, s1.pos]);
    word(s0.word, &[s0.left_count, s0.right_count]);
    word(s1.word, &[s1.left_count, s1.right_count]);
    word(b0.word, &[b0.left_count]);
    word(s0.word, &[s0r.label, s0l.label]);
    word(s1.word, &[s1r.label, s1l.label]);
    word(b0.word, &[b0l.label]);
    word(s0.word, &[s1.pos, b0.pos]);
    word(s1.word, &[s0.pos, b0.pos]);
    word(b0.word, &[s1.pos, s0.pos]);
    word(s0r.word, &[s0.pos]);
    word(s0l.word, &[s0.pos, b0.pos]);
    word(s1r.word, &[s1.pos, s0.pos]);
    word(s1l.word, &[s1.pos]);
    word(b0l.word, &[b0.pos, s0.pos]);
    word(after_s0.word, &[s0.pos, b0.pos]);

    let mut words = |left: u64, right: u64, fields: &[u8]| {
        add(Hash::new(kind).with(left).with(right).with(pack(fields)).finish());
        kind += 1;
    };
    words(s0.word, b0.word, &[]);
    words(s1.word, s0.word, &[]);
    words(s1.word, b0.word, &[s0.pos]);
    words(s0.word, s0r.word, &[b0.pos]);
    words(s1.word, s1r.word, &[s0.pos]);
    words(s0l.word, s0.word, &[s1.pos]);
    words(s1.word, s0l.word, &[s0.pos]);
}
