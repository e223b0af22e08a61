//! The tagger's features, the same for training and for use.

use crate::model::word_features::WordFeatures;
use crate::model::{Hash, MAX_CODE, SparseTable};

/// How many features a word has.
pub(crate) const COUNT: usize = 31;

/// A word with what the lexicon knows of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    form: WordFeatures,
    /// Which tags the lexicon has for it, as one number; 0 for an unknown word.
    class: u64,
    /// Its tag, where the word is frequent and has only one.
    pub fixed: Option<u8>,
}

impl Word {
    pub fn new(form: WordFeatures, lexicon: &SparseTable) -> Word {
        let row = lexicon.row(lexicon_key(form.exact));
        if let [[tag, code]] = row
            && *code == MAX_CODE as u8
        {
            let class = Hash::new(1).with(u64::from(*tag)).finish();
            return Word { form, class, fixed: Some(*tag) };
        }
        let row = if row.is_empty() { lexicon.row(lexicon_key(form.lower)) } else { row };
        let class = match row {
            [] => 0,
            _ => row.iter().fold(Hash::new(1), |hash, [tag, _]| hash.with(u64::from(*tag))).finish(),
        };
        Word { form, class, fixed: None }
    }

    /// The word before the first and behind the last of a sentence.
    const EDGE: Word = Word {
        form: WordFeatures { exact: 1, lower: 1, tail: 0, head: 0, shape: crate::model::word_features::Shape(0) },
        class: 1,
        fixed: None,
    };
}

/// The lexicon's key of a word, given the hash of its form.
pub(crate) fn lexicon_key(form: u64) -> u64 {
    Hash::new(0).with(form).finish()
}

/// The word to be tagged next among its neighbours.
pub(crate) struct Context<'a> {
    words: &'a [Word],
    at: usize,
    /// Tags of the word before and of the one before that, plus one; 0 at the edge.
    before: [u64; 2],
}

impl<'a> Context<'a> {
    pub fn new(words: &'a [Word]) -> Self {
        Context { words, at: 0, before: [0; 2] }
    }

    /// Goes on to the next word.
    pub fn push(&mut self, tag: u8) {
        self.before = [u64::from(tag) + 1, self.before[0]];
        self.at += 1;
    }

    /// The features of the word to be tagged.
    #[inline]
    pub fn features(&self) -> [u64; COUNT] {
        let word =
            |offset: isize| self.at.checked_add_signed(offset).and_then(|at| self.words.get(at)).unwrap_or(&Word::EDGE);
        let (w2b, w1b, w, w1, w2) = (word(-2), word(-1), word(0), word(1), word(2));
        let [t1, t2] = self.before;
        let shape = u64::from(w.form.shape.0);
        let first = u64::from(self.at == 0);
        let one = |kind: u64, value: u64| Hash::new(kind).with(value).finish();
        let two = |kind: u64, left: u64, right: u64| Hash::new(kind).with(left).with(right).finish();
        [
            one(10, w.form.exact),
            one(11, w.form.lower),
            one(12, w.form.suffix(1)),
            one(13, w.form.suffix(2)),
            one(14, w.form.suffix(3)),
            one(15, w.form.suffix(4)),
            one(16, w.form.prefix(1)),
            one(17, w.form.prefix(2)),
            one(18, w.form.prefix(3)),
            one(19, shape | first << 8),
            one(20, w.class),
            one(21, t1),
            one(22, t1 | t2 << 8),
            one(23, w1b.form.lower),
            one(24, w1.form.lower),
            one(25, w2b.form.lower),
            one(26, w2.form.lower),
            one(27, u64::from(w1.form.shape.0) | u64::from(w1b.form.shape.0) << 8 | shape << 16),
            one(28, w1.form.suffix(3)),
            one(29, w1b.form.suffix(3)),
            two(30, w.form.lower, t1),
            two(31, w.form.lower, w1.form.lower),
            two(32, w.form.lower, w1b.form.lower),
            two(33, w.class, t1 | t2 << 8),
            two(34, w.class, w1.class),
            two(35, w1.class, t1),
            two(36, w1.class, w2.class),
            two(37, w.form.suffix(3), t1),
            two(38, w.form.suffix(3), w1.class),
            two(39, w.form.lower, w1.class),
            two(40, w.form.suffix(3), shape | first << 8),
        ]
    }
}
