//! Personal names: their parts, and when two may name the same person.

use crate::languages::{NameClass, NameWords};

/// Shorter names that differ by a letter are two names: Chan and Chang.
const SHORTEST_MISSPELT: usize = 6;

/// A personal name in folded words, without titles and generational suffix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PersonName {
    words: Vec<String>,
    /// "jr", "ii"…: father and son share everything else.
    suffix: Option<String>,
}

impl PersonName {
    /// Reads a folded name; nothing when it holds no word.
    pub(super) fn read(folded: &str, names: &NameWords) -> Option<Self> {
        let mut words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
        let mut suffix = None;
        if words.len() > 1 && words.last().is_some_and(|word| names.is(word, NameClass::Generation)) {
            suffix = words.pop();
        }
        words.first().is_some_and(|w| !w.is_empty()).then_some(PersonName { words, suffix })
    }

    /// The whole name, folded.
    pub(super) fn folded(&self) -> String {
        self.words.iter().chain(&self.suffix).map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// What tells the bearer from a relative of the same name: "jr".
    pub(super) fn suffix(&self) -> Option<&str> {
        self.suffix.as_deref()
    }

    /// First word: the given name, or the surname where that comes first.
    pub(super) fn first(&self) -> &str {
        &self.words[0]
    }

    /// Last word: the surname, or part of the given name where the surname comes first.
    pub(super) fn last(&self) -> &str {
        &self.words[self.words.len() - 1]
    }

    /// The words between the first and the last.
    pub(super) fn middle(&self) -> &[String] {
        self.words.get(1..self.words.len() - 1).unwrap_or_default()
    }

    /// Number of words.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether two full names may name one person: the same surname and given names that agree, or the same words
    /// with the surname first in one of them.
    pub(super) fn agrees(&self, other: &PersonName, names: &NameWords) -> bool {
        if self.suffix != other.suffix {
            return false;
        }
        let same_last = self.last() == other.last();
        let swapped = self.len() == other.len()
            && self.first() == other.last()
            && self.last() == other.first()
            && self.words.iter().all(|word| other.words.contains(word));
        swapped
            || same_last && given_names_agree(self.first(), other.first(), names)
            || self.first() == other.first() && is_misspelling(self.last(), other.last())
            // Middle and second surnames come and go: "Gabriel García Márquez", "García Márquez".
            || self.is_part_of(other)
            || other.is_part_of(self)
    }

    /// Whether these words stand side by side at the start or end of the other name.
    pub(super) fn is_part_of(&self, full: &PersonName) -> bool {
        self.len() < full.len() && (full.words.ends_with(&self.words) || full.words.starts_with(&self.words))
    }
}

/// Whether two folded words of some length are one word with a letter left out or two letters swapped. Other letters make
/// other names (Jensen and Jansen), as does an s at the end.
pub(super) fn is_misspelling(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < SHORTEST_MISSPELT {
        return false;
    }
    let Some(at) = short.iter().zip(&long).position(|(a, b)| a != b) else {
        return long.len() == short.len() + 1 && long.last() != Some(&'s');
    };
    let swapped = || short.get(at + 1) == Some(&long[at]) && long.get(at + 1) == Some(&short[at]);
    match long.len() - short.len() {
        0 => swapped() && short[at + 2..] == long[at + 2..],
        1 => short[at..] == long[at + 1..],
        _ => false,
    }
}

fn given_names_agree(a: &str, b: &str, names: &NameWords) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    match short.chars().count() {
        1 => long.starts_with(short),
        2 => short == long || names.is_nickname(short, long),
        _ => long.starts_with(short) || names.is_nickname(a, b) || names.is_nickname(b, a),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::languages::Language;

    fn agree(a: &str, b: &str) -> bool {
        let names = Language::of("en").names();
        let name = |text| PersonName::read(text, names).expect("a name");
        assert_eq!(name(a).agrees(&name(b), names), name(b).agrees(&name(a), names), "{a} / {b}");
        name(a).agrees(&name(b), names)
    }

    #[test]
    fn words_of_two_scripts_are_no_misspellings() {
        assert!(!is_misspelling("abramovich", "иванова") && !is_misspelling("иванова", "abramovich"));
        assert!(is_misspelling("иванова", "ивнова") && is_misspelling("schroder", "schrodre"));
    }

    #[test]
    fn one_person_under_two_names() {
        for (a, b) in [
            ("bernie sanders", "bernard sanders"),
            ("j k rowling", "joanne rowling"),
            ("shinzo abe", "abe shinzo"),
            ("john f kennedy", "john kennedy"),
            ("gabriel garcia marquez", "garcia marquez"),
            ("mohammed bin salman", "mohammed bin salman al saud"),
            ("ana velasquez", "ana velazsquez"),
            ("ana velasquez", "ana velsaquez"),
        ] {
            assert!(agree(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn relatives_stay_apart() {
        for (a, b) in [
            ("bill clinton", "hillary clinton"),
            ("donald trump", "donald trump jr"),
            ("kim jong il", "kim jong un"),
            ("ida jensen", "ida jansen"),
        ] {
            assert!(!agree(a, b), "{a} / {b}");
        }
    }
}
