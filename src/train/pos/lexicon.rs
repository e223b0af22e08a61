//! The tagger's lexicon: which tags a word had in training.

use std::collections::BTreeMap;

use super::{Lesson, share};
use crate::annotate::pos::features::lexicon_key;
use crate::model::word_features::WordFeatures;
use crate::model::{MAX_CODE, write_table};

/// A word goes into the lexicon when it was seen so often.
const LEAST_SEEN: usize = 3;
/// A word gets its tag from the lexicon when it was seen so often…
const LEAST_SEEN_FIXED: usize = 30;
/// …and this share of the time with that tag.
const LEAST_SHARE_FIXED: f64 = 0.997;
/// Tags with a smaller share of a word's uses are taken for errors of the corpus.
const LEAST_SHARE: f64 = 0.02;

/// The lexicon's table: for each word its tags with their shares of 127; 127 alone means that the tag is certain.
pub(super) fn build(sentences: &[Lesson], others: &[Lesson]) -> Vec<u8> {
    let mut words = count(sentences);
    for (form, tags) in count(others) {
        // Only words that the treebanks hardly have: their own tags of a word are the better sample.
        if words.get(&form).is_none_or(|known| known.values().sum::<usize>() < LEAST_SEEN) {
            words.insert(form, tags);
        }
    }
    let mut rows = Vec::new();
    for (form, counts) in words {
        let total: usize = counts.values().sum();
        if total < LEAST_SEEN {
            continue;
        }
        let certain =
            |&(_, &count): &(&u8, &usize)| total >= LEAST_SEEN_FIXED && share(count, total) >= LEAST_SHARE_FIXED;
        let row = match counts.iter().find(certain) {
            Some((&tag, _)) => vec![(tag, MAX_CODE)],
            None => counts
                .iter()
                .filter(|&(_, &count)| share(count, total) >= LEAST_SHARE)
                .map(|(&tag, &count)| (tag, (share(count, total) * 126.0) as i8))
                .collect(),
        };
        rows.push((lexicon_key(form), row));
    }
    write_table(&rows)
}

/// How often each tag was seen with each form; a lower-case form that was never seen stands for all its cases.
fn count(sentences: &[Lesson]) -> BTreeMap<u64, BTreeMap<u8, usize>> {
    let mut exact: BTreeMap<u64, BTreeMap<u8, usize>> = BTreeMap::new();
    let mut lower: BTreeMap<u64, BTreeMap<u8, usize>> = BTreeMap::new();
    for Lesson { words, tags } in sentences {
        for (word, tag) in words.iter().zip(tags) {
            let (form, [tag]) = (WordFeatures::new(word), &tag[..]) else { continue };
            *exact.entry(form.exact).or_default().entry(*tag).or_default() += 1;
            *lower.entry(form.lower).or_default().entry(*tag).or_default() += 1;
        }
    }
    for (form, counts) in lower {
        exact.entry(form).or_insert(counts);
    }
    exact
}
