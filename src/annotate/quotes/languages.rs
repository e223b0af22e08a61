//! What a language needs for quotes beside its marks: reporting verbs and the closed classes that bound a noun
//! phrase. A further language is a file in `languages/` and a line in [`of`].

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lexicon;

/// What a word does around a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A reporting verb, with its lemma.
    Verb(&'static str),
    /// A pronoun that can speak.
    Pronoun,
    /// Starts a noun phrase.
    Determiner,
    /// Stands between subject and verb, or before a participle.
    Auxiliary,
    /// Continues a noun phrase ("of", "and").
    Link,
    /// Ends a noun phrase.
    Stop,
    /// "according to" and its like.
    According,
    /// Any other word.
    Other,
}

/// The small table of one language.
#[derive(Debug)]
pub struct Language {
    words: HashMap<&'static str, Class>,
    english_verbs: bool,
    /// Whether words are split at hyphens and apostrophes ("dit-il", "l'ancien").
    pub splits: bool,
}

macro_rules! table {
    ($name:ident, $file:literal, $english:expr, $splits:expr) => {
        static $name: LazyLock<Language> = LazyLock::new(|| read(include_str!($file), $english, $splits));
    };
}
table!(ENGLISH, "languages/en.txt", true, false);
table!(SPANISH, "languages/es.txt", false, false);
table!(FRENCH, "languages/fr.txt", false, true);
table!(GERMAN, "languages/de.txt", false, false);
table!(ITALIAN, "languages/it.txt", false, true);
table!(PORTUGUESE, "languages/pt.txt", false, false);

/// The table of a language, by ISO 639-1 code.
pub fn of(code: &str) -> Option<&'static Language> {
    Some(match code {
        "en" => &ENGLISH,
        "es" => &SPANISH,
        "fr" => &FRENCH,
        "de" => &GERMAN,
        "it" => &ITALIAN,
        "pt" => &PORTUGUESE,
        _ => return None,
    })
}

impl Language {
    /// The class of a word, given in lower case.
    pub fn class(&self, lower: &str) -> Class {
        if let Some(&class) = self.words.get(lower) {
            return class;
        }
        let direct = |cue: &lexicon::Cue| {
            let frames = cue.frames;
            frames.speech || frames.clause && !frames.thought && !frames.document
        };
        if self.english_verbs
            && let Some((cue, _)) = lexicon::verb(lower).filter(|(cue, _)| direct(cue))
        {
            return Class::Verb(cue.lemma);
        }
        Class::Other
    }
}

fn read(table: &'static str, english_verbs: bool, splits: bool) -> Language {
    let mut words = HashMap::new();
    for line in table.lines().filter(|l| !l.starts_with('#')) {
        let mut entries = line.split_whitespace();
        let class = match entries.next() {
            Some("verb") => Class::Verb(entries.next().unwrap_or_default()),
            Some("pronoun") => Class::Pronoun,
            Some("determiner") => Class::Determiner,
            Some("auxiliary") => Class::Auxiliary,
            Some("link") => Class::Link,
            Some("stop") => Class::Stop,
            Some("according") => Class::According,
            _ => continue,
        };
        for word in entries {
            // Where a form is in two classes the first line counts, verbs first.
            words.entry(word).or_insert(class);
        }
    }
    Language { words, english_verbs, splits }
}
