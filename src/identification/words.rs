//! Small words by which languages are told that the n-gram model does not know.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use whichlang::LANGUAGES;

use super::scripts;
use crate::languages;

/// The file of a pack that holds them.
const FILE: &str = "identify.txt";

/// A language with its small words, lower case.
struct Known {
    code: &'static str,
    words: Vec<&'static str>,
    /// Whether the n-gram model knows it.
    is_in_model: bool,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let in_model: Vec<&str> = LANGUAGES.iter().filter_map(|lang| scripts::code_of(lang.three_letter_code())).collect();
    let known = languages::with_file(FILE).map(|code| Known {
        code,
        words: languages::words(code, FILE, "words"),
        is_in_model: in_model.contains(&code),
    });
    known.filter(|language| !language.words.is_empty()).collect()
});

/// Of each small word the languages that have it, as bits in the order of [`KNOWN`].
static LANGUAGES_OF: LazyLock<FxHashMap<&'static str, u64>> = LazyLock::new(|| {
    assert!(KNOWN.len() <= 64, "more languages with small words than bits");
    let mut languages = FxHashMap::default();
    for (i, language) in KNOWN.iter().enumerate() {
        language.words.iter().for_each(|&word| *languages.entry(word).or_insert(0) |= 1 << i);
    }
    languages
});

/// How many words of a text are small words of which language.
pub struct Counts {
    /// How many words there are.
    pub all: usize,
    /// In the order of [`KNOWN`].
    small: [usize; 64],
}

impl Counts {
    /// Counts words. Those that tell languages apart are in lower case; names are not worth folding.
    pub fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut counts = Counts { all: 0, small: [0; 64] };
        for word in words {
            counts.all += 1;
            let Languages(mut languages) = languages_of(word);
            while languages != 0 {
                counts.small[languages.trailing_zeros() as usize] += 1;
                languages &= languages - 1;
            }
        }
        counts
    }

    /// Those of a language; 0 for the empty set.
    pub fn of(&self, language: Languages) -> usize {
        self.small.get(language.0.trailing_zeros() as usize).copied().unwrap_or(0)
    }

    /// Those of all languages, one by one.
    pub fn each(&self) -> impl Iterator<Item = usize> {
        self.small.iter().copied()
    }
}

/// A language that the model does not know, when its small words clearly outnumber those of all others.
pub fn by_function_words(text: &str) -> Option<&'static str> {
    let counts = Counts::new(text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()));
    let (mut best, mut count, mut rival) = ("", 0, 0);
    for (language, found) in KNOWN.iter().zip(counts.each()) {
        if language.is_in_model {
            rival = rival.max(found);
        } else if found > count {
            (best, count) = (language.code, found);
        }
    }
    (count >= 2 && count * 12 >= counts.all && count * 2 > rival * 3).then_some(best)
}

/// The languages that have a word, in lower case, among their small words.
#[inline]
pub fn languages_of(word: &str) -> Languages {
    Languages(LANGUAGES_OF.get(word).copied().unwrap_or(0))
}

/// A language as a set of its own; the empty set where no small words are known, as of languages in scripts of their own.
pub fn language(code: &str) -> Languages {
    Languages(KNOWN.iter().position(|language| language.code == code).map_or(0, |i| 1 << i))
}

/// A set of languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Languages(u64);

impl Languages {
    /// Whether the two have a language in common.
    pub fn meets(self, other: Languages) -> bool {
        self.0 & other.0 != 0
    }
}
