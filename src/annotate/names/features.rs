//! The features of the fast tagger (after Ratinov & Roth 2009): a word, its affixes, shape and lists, its
//! neighbours, and the run of capitalised words it stands in. Training and tagging call the same function.

use std::ops::Range;

use super::word::{Case, MAX_BYTES, Word};
use crate::model::hash::mix;

/// What is known of a sentence before its words are looked at one by one; kept between sentences for its room.
#[derive(Debug, Default)]
pub struct Sentence {
    /// For each word, whether it can be part of a name at all; all others are O without being looked at.
    pub candidate: Vec<bool>,
    /// For each word, the run of capitalised words and links over it (empty outside of runs).
    runs: Vec<Range<usize>>,
    /// Written in capitals throughout, as some headlines are.
    capitals: bool,
    /// Every word but the small ones has a capital, as in other headlines.
    titled: bool,
    scores: bool,
}

impl Sentence {
    /// Finds candidates and runs.
    ///
    /// Candidates are the words with a capital, their neighbours (marks only where they stand between two), and up to
    /// three words between two capitals.
    pub fn prepare(&mut self, words: &[Word]) {
        let n = words.len();
        let lowered = words.iter().filter(|w| w.case == Case::Lower && !w.link).count();
        let raised = words.iter().filter(|w| w.case == Case::Upper).count();
        self.capitals = lowered == 0 && raised >= 2;
        let initial = words.iter().filter(|w| w.case == Case::Initial).count();
        self.titled = initial >= 4 && words.iter().all(|w| w.case != Case::Lower || w.function || w.link);
        let numbers = words.iter().filter(|w| w.case == Case::Digits).count();
        self.scores = words.iter().any(|w| w.score) || (numbers >= 2 && numbers * 3 >= n);
        self.candidate.clear();
        self.candidate.resize(n, false);
        self.runs.clear();
        self.runs.resize(n, 0..0);
        let mut last: Option<usize> = None;
        for i in 0..n {
            if !words[i].capital && (!words[i].function || words[i].case == Case::Lower) {
                continue;
            }
            self.candidate[i] = true;
            if i > 0 && words[i - 1].case != Case::Mark {
                self.candidate[i - 1] = true;
            }
            if i + 1 < n && words[i + 1].case != Case::Mark {
                self.candidate[i + 1] = true;
            }
            if let Some(last) = last.filter(|l| i - l <= 4) {
                self.candidate[last..i].fill(true);
            }
            last = Some(i);
        }
        self.find_runs(words);
    }

    /// Completes the words that can be part of a name, whose texts these are: most of what they are written like is asked of no
    /// others.
    pub fn complete<'a>(&self, words: &mut [Word], texts: impl Iterator<Item = &'a str>) {
        let mut room = String::with_capacity(MAX_BYTES);
        for ((word, text), _) in words.iter_mut().zip(texts).zip(&self.candidate).filter(|(_, candidate)| **candidate) {
            word.look_at_affixes(text, &mut room);
        }
    }

    /// How the whole sentence is written, in the two highest bits. Where all words have capitals, capitals and lists
    /// say something else than in plain text: features of them stand apart, while those of the words are shared.
    fn written(&self) -> u64 {
        u64::from(self.capitals) << 62 | u64::from(self.titled) << 63
    }

    fn find_runs(&mut self, words: &[Word]) {
        let mut start = 0;
        while start < words.len() {
            if !words[start].capital {
                start += 1;
                continue;
            }
            let mut end = start + 1;
            loop {
                let mut next = end;
                while next < words.len() && next < end + 2 && words[next].link {
                    next += 1;
                }
                if next < words.len() && words[next].capital {
                    end = next + 1;
                } else {
                    break;
                }
            }
            self.runs[start..end].fill(start..end);
            start = end;
        }
    }
}

/// Stands for the word before the first and after the last.
const EDGE: u64 = 0x51_7C_C1_B7;
/// Odd constants that keep the features of different templates apart.
const TEMPLATE: u64 = 0xD6E8_FEB8_6659_FD93;
const LIST: u64 = 0xA076_1D64_78BD_642F;
const AROUND: u64 = 0x8EBC_6AF0_9C88_C6E3;
const WITHIN: u64 = 0x5897_89E6_A5C6_D2F1;

/// Calls `push` with the hash of each feature of word `i`, always in the same order.
#[inline(always)]
pub fn features(words: &[Word], sentence: &Sentence, i: usize, mut push: impl FnMut(u64)) {
    let mut template = 0u64;
    let mut add = |a: u64, b: u64| {
        template = template.wrapping_add(TEMPLATE);
        push(mix(template ^ a.rotate_left(17), b));
    };
    let written = sentence.written();
    let at = |offset: isize| i.checked_add_signed(offset).and_then(|j| words.get(j));
    let lower = |offset: isize| at(offset).map_or(EDGE, |w| w.lower);
    let shape = |offset: isize| at(offset).map_or(EDGE, |w| w.shape) ^ written;
    let lists = |offset: isize| at(offset).map_or(0, list_key) | written;
    let word = &words[i];

    let (w2l, w1l, w0, w1r, w2r) = (lower(-2), lower(-1), word.lower, lower(1), lower(2));
    let (s1l, s0, s1r) = (shape(-1), shape(0), shape(1));
    let (l1l, l0, l1r) = (lists(-1), lists(0), lists(1));
    let first = u64::from(i == 0) | written;
    let case = word.case as u64 | written;

    add(written, 0);
    add(w0, 0);
    add(w0, s0);
    add(w1l, 0);
    add(w1r, 0);
    add(w2l, 0);
    add(w2r, 0);
    add(w1l, w0);
    add(w0, w1r);
    add(w2l, w1l);
    add(w1r, w2r);
    add(w1l, s0);
    add(s0, w1r);
    add(w1l, w1r);
    for affix in word.prefixes.into_iter().chain(word.suffixes) {
        add(affix, case);
    }
    add(s0, first);
    add(s1l, s0);
    add(s0, s1r);
    add(mix(s1l, s0), s1r);
    add(mix(shape(-2), s1l), s0);
    add(s0, mix(s1r, shape(2)));
    add(w0, first);
    add(w0, written);
    add(l0, case);
    add(l0, w1l);
    add(l0, w1r);
    add(l1l, l0);
    add(l0, l1r);
    add(mix(l1l, l0), l1r);
    add(l0, mix(s1l, s1r));
    add(l0, first);
    add(u64::from(word.lists.position), case);
    add(u64::from(sentence.scores), mix(l0, s0));
    add(u64::from(sentence.scores), mix(s0, s1r));
    add(u64::from(sentence.scores), mix(s1l, s0));

    run_features(words, sentence, i, &mut add);

    // Words up to four to either side, whatever their distance.
    for offset in 1..=4 {
        push(mix(AROUND, lower(-offset)));
        push(mix(AROUND.rotate_left(32), lower(offset)));
    }

    // All words of the run, whatever their place.
    for word in words[sentence.runs[i].clone()].iter().take(6) {
        push(mix(WITHIN, word.lower));
    }

    // Each list on its own, besides all of them together above.
    for (bits, kind) in [(word.lists.single, 0), (word.lists.phrase, 1 + u64::from(word.lists.position))] {
        let mut rest = bits;
        while rest != 0 {
            let list = u64::from(rest.trailing_zeros());
            push(mix(mix(LIST.wrapping_mul(list + 1), kind), case));
            rest &= rest - 1;
        }
    }
}

/// What the whole run of capitalised words tells about each of its words: its first and last word, its head before
/// "of", its length, and the words around it.
#[inline(always)]
fn run_features(words: &[Word], sentence: &Sentence, i: usize, mut add: impl FnMut(u64, u64)) {
    let run = sentence.runs[i].clone();
    if run.is_empty() {
        return;
    }
    let length = run.len().min(5) as u64;
    let written = sentence.written();
    let place = written
        | match (i == run.start, i + 1 == run.end) {
            (true, true) => 0,
            (true, false) => 1,
            (false, false) => 2,
            (false, true) => 3,
        };
    let before = |n: usize| run.start.checked_sub(n).map_or(EDGE, |j| words[j].lower);
    let after = |n: usize| words.get(run.end - 1 + n).map_or(EDGE, |w| w.lower);
    let (head, last) = (&words[run.start], &words[run.end - 1]);
    let link = (run.start + 1..run.end).find(|&j| words[j].link);
    let stem = link.map_or(EDGE, |j| words[j - 1].lower);
    let side = link.map_or(0, |j| 1 + u64::from(i > j) + u64::from(i == j) * 2);
    add(last.lower, place);
    add(last.suffixes[1], place);
    add(head.lower, place);
    add(stem, side);
    add(mix(length, place), side);
    add(before(1), place);
    add(after(1), place);
    add(mix(before(2), before(1)), length);
    add(mix(after(1), after(2)), length);
    add(mix(before(1), after(1)), length);
    add(mix(list_key(head), list_key(last)), mix(length, place));
    add(mix(list_key(last), after(1)), place);
    add(before(2), length);
    add(after(2), length);
    let whole = words[run.clone()].iter().take(6).fold(0, |hash, word| mix(hash, word.lower));
    add(whole, place);
    if run.len() > 1 {
        add(mix(words[run.end - 2].lower, last.lower), place);
    }
    // A short form in brackets and the name that it is short for: "the World Bank (WB)".
    let opens = |j: usize| words.get(j).is_some_and(|w| w.opens_bracket);
    if opens(run.end) {
        add(words.get(run.end + 1).map_or(EDGE, |w| w.case as u64), length);
    } else if let Some(full) = run.start.checked_sub(2).filter(|_| opens(run.start - 1)).map(|j| &words[j]) {
        add(full.lower, length);
        add(list_key(full), length);
    }
}

/// A word's lists as one value.
#[inline]
fn list_key(word: &Word) -> u64 {
    u64::from(word.lists.single) | u64::from(word.lists.phrase) << 16 | u64::from(word.lists.position) << 32
}
