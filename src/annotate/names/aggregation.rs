//! The second look at a document: what the other mentions of a word were taken for (two-stage aggregation; Krishnan &
//! Manning 2006, Ratinov & Roth 2009).
//!
//! "Merkel" alone says little, but a document that also has "Angela Merkel" settles it. The first look's names are
//! tallied by word and by whole name; what the tallies say of a word, its own mention left out, are features that add to
//! its scores, and sentences in which any do are decoded once more.

use rustc_hash::FxHashMap;

use super::Name;
use super::label::NameType;
use crate::model::hash::mix;

/// What the mentions of a word, or of a whole name, were taken for, in sixteenths of a certain mention.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    /// By type.
    kinds: [u32; NameType::ALL.len()],
    /// The same in names of two words and more.
    longer: [u32; NameType::ALL.len()],
    /// Not taken for a name, though written with a capital within a sentence.
    outside: u32,
}

/// A sentence at the second look: which words count, and what the first look found.
#[derive(Debug, Clone, Copy)]
pub struct FirstLook<'a> {
    /// For each word, the hash of its lower-case form; 0 where it has no capital.
    pub words: &'a [u64],
    /// The names found.
    pub names: &'a [Name],
}

/// All tallies of a document.
#[derive(Debug, Default)]
pub struct Aggregation {
    words: FxHashMap<u64, Tally>,
    names: FxHashMap<u64, Tally>,
}

const CERTAIN: f32 = 16.0;

fn weight(name: &Name) -> u32 {
    (name.confidence * CERTAIN) as u32
}

fn whole(look: FirstLook<'_>, name: &Name) -> u64 {
    look.words[name.start..name.end].iter().fold(1, |hash, &word| mix(hash, word))
}

impl Aggregation {
    /// Tallies the first look's names.
    pub fn new<'a>(sentences: impl Iterator<Item = FirstLook<'a>>) -> Self {
        let mut tallies = Aggregation::default();
        for look in sentences {
            let mut covered = 0;
            for name in look.names {
                tallies.outside(look, covered, name.start);
                covered = name.end;
                let weight = weight(name);
                let kind = name.kind as usize;
                tallies.names.entry(whole(look, name)).or_default().kinds[kind] += weight;
                for &word in look.words[name.start..name.end].iter().filter(|w| **w != 0) {
                    let tally = tallies.words.entry(word).or_default();
                    tally.kinds[kind] += weight;
                    if name.end - name.start > 1 {
                        tally.longer[kind] += weight;
                    }
                }
            }
            tallies.outside(look, covered, look.words.len());
        }
        tallies
    }

    /// Counts capitalised words in no name; the first of a sentence has its capital from standing there.
    fn outside(&mut self, look: FirstLook<'_>, start: usize, end: usize) {
        for &word in look.words[start.max(1).min(end)..end].iter().filter(|w| **w != 0) {
            self.words.entry(word).or_default().outside += CERTAIN as u32;
        }
    }

    /// Calls `push` with the word's number and the hash of each feature that the other mentions give it.
    pub fn features(&self, look: FirstLook<'_>, mut push: impl FnMut(usize, u64)) {
        let mut names = look.names.iter().peekable();
        for (i, &word) in look.words.iter().enumerate() {
            while names.next_if(|name| name.end <= i).is_some() {}
            let own = names.peek().filter(|name| name.start <= i).copied();
            if word == 0 {
                continue;
            }
            let Some(tally) = self.words.get(&word) else { continue };
            let tally = tally.without(own, own.is_some_and(|name| name.end - name.start > 1), i > 0);
            let Some((best, strength, share)) = tally.summary() else { continue };
            let own_kind = own.map_or(NameType::ALL.len(), |name| name.kind as usize) as u64;
            let alone = u64::from(own.is_none_or(|name| name.end - name.start == 1));
            let longer = Tally { kinds: tally.longer, ..Tally::default() }.summary();
            let mut add = |template: u64, a: u64, b: u64| push(i, mix(mix(template, a), b));
            add(1, best, strength << 8 | share);
            add(2, best, own_kind << 8 | share);
            if let Some((best, strength, share)) = longer {
                add(3, best, strength << 8 | alone);
                add(4, best, own_kind << 8 | share << 1 | alone);
            }
            if let Some(name) = own
                && let Some(tally) = self.names.get(&whole(look, name))
                && let Some((best, strength, share)) = tally.without(own, false, false).summary()
            {
                add(5, best, strength << 8 | share);
                add(6, best, own_kind << 8 | alone);
            }
        }
    }
}

impl Tally {
    /// The tally without the mention that asks.
    fn without(mut self, own: Option<&Name>, longer: bool, counted: bool) -> Self {
        match own {
            Some(name) => {
                let (kind, weight) = (name.kind as usize, weight(name));
                self.kinds[kind] = self.kinds[kind].saturating_sub(weight);
                if longer {
                    self.longer[kind] = self.longer[kind].saturating_sub(weight);
                }
            }
            None if counted => self.outside = self.outside.saturating_sub(CERTAIN as u32),
            None => {}
        }
        self
    }

    /// What most mentions say (a type, or 5 for no name), how many there are (0 to 3), how much they agree (1 to 4).
    fn summary(self) -> Option<(u64, u64, u64)> {
        let counts = self.kinds.into_iter().chain([self.outside]);
        let total: u32 = counts.clone().sum();
        if total == 0 {
            return None;
        }
        let (best, count) = counts.enumerate().max_by_key(|&(kind, count)| (count, std::cmp::Reverse(kind)))?;
        let strength = match total {
            0..12 => 0,
            12..28 => 1,
            28..80 => 2,
            _ => 3,
        };
        Some((best as u64, strength, u64::from(count * 4 / total)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(start: usize, end: usize, kind: NameType) -> Name {
        Name { start, end, kind, confidence: 1.0 }
    }

    fn count(sentences: &[FirstLook<'_>], asked: FirstLook<'_>) -> Vec<usize> {
        let mut words = Vec::new();
        Aggregation::new(sentences.iter().copied()).features(asked, |word, _| words.push(word));
        words
    }

    #[test]
    fn a_mention_says_nothing_about_itself() {
        let look = FirstLook { words: &[7, 8], names: &[name(0, 2, NameType::Person)] };
        assert!(count(&[look], look).is_empty());
    }

    #[test]
    fn a_longer_mention_speaks_for_the_short_one() {
        let long = FirstLook { words: &[7, 8], names: &[name(0, 2, NameType::Person)] };
        let short = FirstLook { words: &[0, 8], names: &[] };
        assert_eq!(count(&[long, short], short), [1, 1, 1, 1]);
    }
}
