//! What the program knows of languages: one folder each under `languages/`, read here and nowhere else.
//!
//! A [`Language`] is a folder of word lists. Code asks for the [`Class`] of a word and never names a word, so a language
//! is added by adding a folder; `build.rs` finds it. What a folder does not have, that language goes without.
//!
//! The files of a folder, all but the first optional:
//!
//! * `words.txt`: closed classes, each once ([`Class`]).
//! * `names.txt`: words in and around names ([`NameWords`]).
//! * `nouns.txt`: nouns that describe people, bodies and places ([`Noun`]).
//! * `pronouns.txt`: personal pronouns with case, gender, number and person ([`Pronoun`]).
//! * `page.txt`: what pages say around articles, `calendar.txt`: names of days and months ([`Wording`]).
//! * `identify.txt`: small words by which the language of a text is told.
//! * `tokens.txt`: words that are written as one but are two ([`TokenRules`]).
//! * `abbreviations.txt`: abbreviations with a full stop ([`Abbreviations`]).
//! * `sentences.txt`: words that tell where sentences begin ([`SentenceWords`]).
//! * `numbers.txt`: numbers, units and currencies ([`NumberRules`], [`Meaning`]).
//! * `dates.txt`: dates and times in running text ([`DateRules`], [`Meaning`], [`TenseSign`]).
//! * `reporting.txt`: verbs and nouns of speech ([`Reporting`]).
//! * `stopwords.txt`: words that are never keywords.
//!
//! `any/` holds what is of no language: signs, units and codes, and the names that pages give their parts
//! (`class-names.txt`, `meta-names.txt`).
//!
//! All files are lists of [`Section`]s; a mistake in one is a [`PackError`] with its file and line.

/// A table of classes of words: an enum with the name of each class's section.
macro_rules! classes {
    ($(#[doc = $about:literal])+ $of:ident: $($(#[doc = $doc:literal])+ $class:ident = $name:literal,)+) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $of {
            $($(#[doc = $doc])+ $class,)+
        }

        impl $of {
            /// How many classes there are.
            const COUNT: usize = [$($name),+].len();

            /// Reads the name of a section.
            pub fn from_name(name: &str) -> Option<$of> {
                match name {
                    $($name => Some($of::$class),)+
                    _ => None,
                }
            }
        }
    };
}

mod abbreviations;
mod class;
mod dates;
mod grammar;
mod letters;
mod names;
mod nouns;
mod numbers;
mod pieces;
mod pronouns;
mod reporting;
mod section;
mod stopwords;
mod terms;
mod tokens;
mod word_map;
mod wording;

use std::sync::{LazyLock, OnceLock};

pub use abbreviations::{Abbreviation, Abbreviations, SentenceWords};
pub use class::{Class, Classes};
pub use dates::DateRules;
pub use grammar::{Gender, Number};
pub use letters::{is_han, is_ideograph, is_kana, is_wide};
pub use names::{NameClass, NameClasses, NameWords};
use nouns::Nouns;
pub use nouns::{Noun, NounFlags, NounKind};
pub use numbers::NumberRules;
pub use pieces::{PieceKind, pieces};
use pronouns::Pronouns;
pub use pronouns::{Case, Person, Pronoun};
pub use reporting::{Frames, Mood, ReportedMood, Reporting, Unspaced, Verb, VerbForm};
pub use section::{PackError, Section};
pub use stopwords::Stopwords;
pub use terms::{CalendarUnit, Meaning, PatternPart, RelativePattern, TenseSign, Term, Terms};
pub use tokens::TokenRules;
use word_map::WordMap;
pub use wording::{MonthName, Wording, lines, months, sections, with_file, wording, words};

/// The folders under `languages/` with their files, as they were when the program was built.
static PACKS: &[(&str, &[(&str, &str)])] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// What a message about a mistake in a built-in pack begins with.
pub const FOLDER: &str = "languages/";

/// The most words in a phrase of a closed class.
const LONGEST_PHRASE: usize = 6;

/// One language's words.
#[derive(Debug, Default)]
pub struct Language {
    code: String,
    words: WordMap<Classes>,
    /// Phrases of more than one word by their first word, longest first.
    phrases: WordMap<Vec<(Vec<&'static str>, Class)>>,
    names: NameWords,
    tokens: TokenRules,
    abbreviations: Abbreviations,
    sentences: SentenceWords,
    numbers: NumberRules,
    dates: DateRules,
    terms: Terms,
    stopwords: Stopwords,
    nouns: Nouns,
    pronouns: Pronouns,
    reporting: Reporting,
}

/// The packs in the order of [`PACKS`], each read when it is first asked for: most articles need a single one. Room for all of them
/// would be 2 MB of the program.
static LANGUAGES: [OnceLock<Box<Language>>; PACKS.len()] = [const { OnceLock::new() }; PACKS.len()];

static WITHOUT_WORDS: LazyLock<Language> = LazyLock::new(Language::default);

impl Default for &'static Language {
    /// The pack of a language of which nothing is known.
    fn default() -> Self {
        &WITHOUT_WORDS
    }
}

impl Language {
    /// The built-in pack of a language by ISO 639-1 code; an empty one where there is none.
    ///
    /// # Panics
    /// When a built-in pack is wrong, which a test finds first.
    pub fn of(code: &str) -> &'static Language {
        PACKS.iter().position(|(known, _)| *known == code).map_or(&WITHOUT_WORDS, Language::built_in)
    }

    /// All built-in packs, by code.
    ///
    /// # Panics
    /// As [`Language::of`].
    pub fn all() -> impl Iterator<Item = &'static Language> {
        (0..PACKS.len()).map(Language::built_in)
    }

    fn built_in(index: usize) -> &'static Language {
        let (code, files) = PACKS[index];
        let read = || Language::read(code, files).unwrap_or_else(|error| panic!("{FOLDER}{error}"));
        LANGUAGES[index].get_or_init(|| Box::new(read()))
    }

    /// Reads a pack from the contents of its files, given by name (`words.txt`).
    ///
    /// # Errors
    /// The first mistake, with file and line; a file that no pack has.
    pub fn read(code: &str, files: &[(&'static str, &'static str)]) -> Result<Language, PackError> {
        let mut language = Language { code: code.to_owned(), ..Language::default() };
        for &(name, text) in files {
            let sections = section::read(code, name, text)?;
            match name {
                "words.txt" => language.read_words(&sections)?,
                "names.txt" => language.names = NameWords::read(&sections)?,
                "reporting.txt" => language.reporting = Reporting::read(&sections)?,
                "tokens.txt" => sections.iter().try_for_each(|section| language.tokens.read(section))?,
                "abbreviations.txt" => sections.iter().try_for_each(|s| language.abbreviations.read(s))?,
                "sentences.txt" => sections.iter().try_for_each(|section| language.sentences.read(section))?,
                "numbers.txt" | "dates.txt" => {
                    sections.iter().try_for_each(|section| language.read_numbers_or_dates(section))?;
                }
                "calendar.txt" => language.dates.read_orders(&sections),
                "stopwords.txt" => sections.iter().try_for_each(|section| language.stopwords.read(section))?,
                "nouns.txt" => language.nouns = Nouns::read(&sections)?,
                "pronouns.txt" => language.pronouns = Pronouns::read(&sections)?,
                // Read for all languages together.
                _ if wording::FILES.contains(&name) => {}
                _ => return Err(PackError::new(code, name, 0, "no file of a language pack has this name")),
            }
        }
        if let Some(joiners) = language.numbers.fused.clone() {
            language.terms.fuse(joiners.into_iter());
        }
        Ok(language)
    }

    fn read_numbers_or_dates(&mut self, section: &Section) -> Result<(), PackError> {
        if self.numbers.read(section)? || self.dates.read(section)? || self.terms.read(section)? {
            return Ok(());
        }
        Err(section.error("unknown section of numbers or dates"))
    }

    /// What is the same in all languages.
    pub fn any() -> &'static Language {
        Language::of("any")
    }

    /// Where words are split.
    pub fn token_rules(&self) -> &TokenRules {
        &self.tokens
    }

    /// Abbreviations with a full stop.
    pub fn abbreviations(&self) -> &Abbreviations {
        &self.abbreviations
    }

    /// Words that tell where sentences begin.
    pub fn sentence_words(&self) -> &SentenceWords {
        &self.sentences
    }

    /// How numbers are written.
    pub fn number_rules(&self) -> &NumberRules {
        &self.numbers
    }

    /// How dates are written.
    pub fn date_rules(&self) -> &DateRules {
        &self.dates
    }

    /// The words of numbers, amounts, dates and times.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// The number words that a word is written together from: "einundzwanzig"; none where it is not.
    pub fn unfused(&self, word: &str) -> Option<Vec<Meaning>> {
        /// Shorter ones are listed.
        const SHORTEST: usize = 6;
        self.numbers.fused.as_ref()?;
        if word.len() < SHORTEST { None } else { self.terms.unfused(&word.to_lowercase()) }
    }

    /// Words that are never keywords.
    pub fn stopwords(&self) -> &Stopwords {
        &self.stopwords
    }

    fn read_words(&mut self, sections: &[Section]) -> Result<(), PackError> {
        for section in sections {
            let class = Class::from_name(section.name).ok_or_else(|| section.error("unknown class of words"))?;
            for (line, text) in &section.lines {
                for entry in text.split_whitespace() {
                    let words: Vec<&'static str> = entry.split('_').collect();
                    if entry.chars().any(char::is_uppercase) {
                        return Err(section.error_at(*line, "words of a class are written in lower case"));
                    }
                    match words[..] {
                        [word] => self.words.entry(word).insert(class),
                        [first, ..] if words.len() <= LONGEST_PHRASE => {
                            self.phrases.entry(first).push((words, class));
                        }
                        _ => return Err(section.error_at(*line, "a phrase of too many words")),
                    }
                }
            }
        }
        for phrases in self.phrases.values_mut() {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Ok(())
    }

    /// ISO 639-1 code, lower case; empty for a language without a pack.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Words in and around names.
    pub fn names(&self) -> &NameWords {
        &self.names
    }

    /// Whether the language has a pack.
    pub fn is_known(&self) -> bool {
        !self.code.is_empty()
    }

    /// Its verbs and nouns of speech; empty where there are none.
    pub fn reporting(&self) -> &Reporting {
        &self.reporting
    }

    /// The closed classes that a word belongs to, in any case.
    pub fn classes(&self, word: &str) -> Classes {
        self.words.get_lowered(word).copied().unwrap_or_default()
    }

    /// Whether it has words of a class.
    pub fn has(&self, class: Class) -> bool {
        self.words.values().any(|classes| classes.contains(class))
    }

    /// The describing noun that a word is a form of, in any case.
    pub fn noun(&self, word: &str) -> Option<Noun> {
        self.nouns.get(word)
    }

    /// Whether the first noun holds for what the second names ("lawmaker" for a "senator"), or is the same; by lemma.
    pub fn includes(&self, wide: &str, narrow: &str) -> bool {
        wide == narrow || self.nouns.includes(wide, narrow)
    }

    /// The readings of a personal pronoun. A capital tells forms apart ("Sie"), but not where it opens a sentence.
    pub fn pronoun(&self, word: &str, opens_sentence: bool) -> &[Pronoun] {
        let word = without_hyphens(word);
        if self.pronouns.may_have(word) {
            let as_written = if opens_sentence { &[] } else { self.pronouns.get(word) };
            let whole = if as_written.is_empty() { self.pronouns.get_lowered(word) } else { as_written };
            if !whole.is_empty() {
                return whole;
            }
        }
        // "dit-il", "-t-il": a pronoun that is tied to its verb.
        memchr::memrchr(b'-', word.as_bytes()).map_or(&[], |hyphen| self.pronouns.get(&word[hyphen + 1..]))
    }

    /// The readings of a subject that is left out, with its verb in the singular or plural ("dijo"); none in languages that
    /// leave out none.
    pub fn dropped_pronoun(&self, plural: bool) -> &[Pronoun] {
        self.pronouns.dropped(plural)
    }

    /// Whether readings are those of a subject that is left out.
    pub fn is_dropped(&self, readings: &[Pronoun]) -> bool {
        [false, true].into_iter().any(|plural| std::ptr::eq(self.dropped_pronoun(plural), readings))
            && !readings.is_empty()
    }

    /// How many words the longest phrase of a class has that the words begin with; `words` gives the text's words in order.
    pub fn phrase<'a>(&self, class: Class, words: impl Iterator<Item = &'a str> + Clone) -> Option<usize> {
        let first = words.clone().next()?;
        let phrases = match first.is_ascii() {
            true => self.phrases.get_lowered(first)?,
            false => self.phrases.get(first.to_lowercase().as_str())?,
        };
        let is = |word: &str, part: &str| match word.is_ascii() {
            true => word.eq_ignore_ascii_case(part),
            false => word.to_lowercase() == part,
        };
        let matches = |phrase: &[&str]| {
            let mut words = words.clone();
            phrase.iter().all(|part| words.next().is_some_and(|word| is(word, part)))
        };
        phrases.iter().find(|(phrase, of)| *of == class && matches(phrase)).map(|(phrase, _)| phrase.len())
    }
}

/// An enclitic without what ties it to its verb: "il" of "-t-il"; any other word as it is.
pub fn without_hyphens(word: &str) -> &str {
    word.strip_prefix('-').and_then(|rest| rest.rsplit('-').next()).filter(|rest| !rest.is_empty()).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_packs_are_right() {
        assert!(Language::all().any(|language| language.code() == "en"), "no English");
    }

    #[test]
    fn words_are_found_in_any_case_and_with_either_apostrophe() {
        let pack = Language::read("xx", &[("words.txt", "# comment\n[negation]\nnot n't\n[preposition]\nof as_to\n")]);
        let language = pack.expect("a right pack");
        assert!(language.classes("NOT").contains(Class::Negation));
        assert!(language.classes("n’t").contains(Class::Negation));
        assert!(!language.classes("of").contains(Class::Negation));
        assert_eq!(language.phrase(Class::Preposition, ["As", "to", "that"].into_iter()), Some(2));
        assert_eq!(language.phrase(Class::Preposition, ["as", "that"].into_iter()), None);
    }

    #[test]
    fn mistakes_are_told_with_file_and_line() {
        let error = |text| Language::read("xx", &[("words.txt", text)]).expect_err("wrong").to_string();
        assert_eq!(error("[negation]\nnot\nNot\n"), "xx/words.txt:3: words of a class are written in lower case");
        assert_eq!(error("\n[nonsense]\nnot\n"), "xx/words.txt:2: unknown class of words `nonsense`");
        assert_eq!(error("not\n"), "xx/words.txt:1: a line before the first [section]");
    }
}
