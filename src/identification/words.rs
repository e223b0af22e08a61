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

/// A language that the model does not know, when its small words clearly outnumber those of all others.
pub fn by_function_words(text: &str) -> Option<&'static str> {
    // The words that tell these languages apart are in lower case; names are not worth folding.
    let mut counts = [0usize; 64];
    let mut total = 0usize;
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        total += 1;
        if word.len() > 10 {
            continue;
        }
        let mut languages = LANGUAGES_OF.get(word).copied().unwrap_or(0);
        while languages != 0 {
            counts[languages.trailing_zeros() as usize] += 1;
            languages &= languages - 1;
        }
    }
    let (mut best, mut count, mut rival) = ("", 0, 0);
    for (language, &found) in KNOWN.iter().zip(&counts) {
        if language.is_in_model {
            rival = rival.max(found);
        } else if found > count {
            (best, count) = (language.code, found);
        }
    }
    (count >= 2 && count * 12 >= total && count * 2 > rival * 3).then_some(best)
}

/// The languages that have a word, in lower case, among their small words.
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
