//! Where sentences end: abbreviations that are written with a full stop (`abbreviations.txt`), by what may follow them, and
//! words that begin sentences (`sentences.txt`).

use rustc_hash::FxHashSet;

use super::section::{PackError, Section};
use super::word_map::WordMap;

/// How an abbreviation behaves at the end of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abbreviation {
    /// `[before-name]`: stands before a name or number and so never ends a sentence: "Mr.", "vs.".
    BeforeName,
    /// `[before-number]`: is one only before a number: "No. 10", "p. 4".
    BeforeNumber,
    /// `[free]`: may end a sentence: "Inc.", "Jr.", "etc.".
    Free,
}

/// The abbreviations of a language. An entry with a capital is one only with it: "Sen", not "sen".
#[derive(Debug, Default)]
pub struct Abbreviations {
    by_lower: WordMap<Vec<(bool, Abbreviation)>>,
    /// `[prefix]`: what may stand before one: the party of a politician, "R-" in "R-Fla.".
    prefixes: Vec<&'static str>,
    /// `[single]`: letters in lower case that are abbreviations before a number: "p. 4".
    single: Vec<char>,
    /// `[ordinal-stop]`: whether a stop after digits makes them a rank: "3. Mai".
    ordinal_stop: bool,
}

impl Abbreviations {
    /// Looks up a word, given without its last stop.
    pub fn find(&self, word: &str) -> Option<Abbreviation> {
        /// Longer words are no abbreviations and need no look.
        const LONGEST: usize = 24;
        let word = self.prefixes.iter().find_map(|prefix| word.strip_prefix(prefix)).unwrap_or(word);
        if word.len() > LONGEST {
            return None;
        }
        let capital = word.starts_with(char::is_uppercase);
        let found = if self.by_lower.may_have(word) { self.by_lower.get(&word.to_lowercase())? } else { return None };
        found.iter().find(|(needs_capital, _)| capital || !needs_capital).map(|&(_, kind)| kind)
    }

    /// Whether a letter in lower case is an abbreviation before a number.
    pub fn is_single(&self, letter: char) -> bool {
        self.single.contains(&letter)
    }

    /// Whether digits with a stop are a rank.
    pub fn has_ordinal_stop(&self) -> bool {
        self.ordinal_stop
    }

    /// Reads `abbreviations.txt`.
    ///
    /// # Errors
    /// A section that the file cannot have.
    pub(super) fn read(&mut self, section: &Section) -> Result<(), PackError> {
        let kind = match section.name {
            "before-name" => Abbreviation::BeforeName,
            "before-number" => Abbreviation::BeforeNumber,
            "free" => Abbreviation::Free,
            "prefix" => {
                self.prefixes = section.words().collect();
                return Ok(());
            }
            "single" => {
                self.single = section.words().filter_map(|word| word.chars().next()).collect();
                return Ok(());
            }
            "ordinal-stop" => {
                self.ordinal_stop = section.words().next() == Some("yes");
                return Ok(());
            }
            _ => return Err(section.error("unknown kind of abbreviations")),
        };
        for word in section.words() {
            let capital = word.starts_with(char::is_uppercase);
            self.by_lower.entry(word.to_lowercase()).push((capital, kind));
        }
        Ok(())
    }
}

/// Words that tell where sentences begin (`sentences.txt`).
#[derive(Debug, Default)]
pub struct SentenceWords {
    starters: FxHashSet<&'static str>,
    reporting: FxHashSet<&'static str>,
}

impl SentenceWords {
    /// `[starter]`: words that begin sentences far more often than names after an abbreviation, as they are written there.
    pub fn is_starter(&self, word: &str) -> bool {
        self.starters.contains(word)
    }

    /// `[reporting]`: verbs that report the exclamation or question before them.
    pub fn is_reporting(&self, word: &str) -> bool {
        self.reporting.contains(word)
    }

    /// Reads `sentences.txt`.
    ///
    /// # Errors
    /// A section that the file cannot have.
    pub(super) fn read(&mut self, section: &Section) -> Result<(), PackError> {
        match section.name {
            "starter" => self.starters = section.words().collect(),
            "reporting" => self.reporting = section.words().collect(),
            _ => return Err(section.error("unknown kind of words of sentences")),
        }
        Ok(())
    }
}
