//! Words that report what somebody says: verbs with their constructions, and nouns of speech.

use bitflags::bitflags;
use rustc_hash::FxHashMap;

use super::{PackError, Section};

bitflags! {
    /// The constructions that a reporting word may have.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct Frames: u16 {
        /// Direct speech: `"…," she said`.
        const SPEECH = 1;
        /// A finite clause: "said that …".
        const CLAUSE = 1 << 1;
        /// A question clause: "asked whether …".
        const QUESTION = 1 << 2;
        /// An infinitive whose subject is the speaker: "vowed to …".
        const INFINITIVE = 1 << 3;
        /// An object and an infinitive or clause: "urged the town to …".
        const OBJECT = 1 << 4;
        /// A noun phrase as content: "criticised the plan".
        const NOUN = 1 << 5;
        /// An object and a predicate: "called it a mistake".
        const PREDICATE = 1 << 6;
        /// Thought, wish or feeling rather than speech.
        const THOUGHT = 1 << 7;
        /// Said of documents and events that show something: "a poll found …".
        const SHOWS = 1 << 8;
        /// The object is who is told, and no part of what is said.
        const HEARER = 1 << 9;
        /// Whoever is asked does not speak: "she was asked …".
        const ASKS = 1 << 10;
        /// Relays what another says: "quoted the minister as saying …".
        const RELAYS = 1 << 11;
        /// Gives a name: "dubbed".
        const NAMES = 1 << 12;
    }
}

/// The constructions by their names in the packs.
const FRAMES: [(&str, Frames); 13] = [
    ("speech", Frames::SPEECH),
    ("clause", Frames::CLAUSE),
    ("question", Frames::QUESTION),
    ("infinitive", Frames::INFINITIVE),
    ("object", Frames::OBJECT),
    ("noun", Frames::NOUN),
    ("predicate", Frames::PREDICATE),
    ("thought", Frames::THOUGHT),
    ("shows", Frames::SHOWS),
    ("hearer", Frames::HEARER),
    ("asks", Frames::ASKS),
    ("relays", Frames::RELAYS),
    ("names", Frames::NAMES),
];

/// A reporting verb.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct Verb {
    /// Dictionary form.
    pub lemma: &'static str,
    /// Its constructions.
    pub frames: Frames,
    /// Prepositions and particles that introduce its content: "of", "for".
    pub prepositions: Vec<&'static str>,
    /// The particle without which it goes with no direct speech: "out" of "pointed out".
    pub particle: Option<&'static str>,
}

impl Verb {
    /// Whether it has all of these constructions.
    pub fn has(&self, frames: Frames) -> bool {
        self.frames.contains(frames)
    }

    /// Whether it tells of words: it goes with direct speech, or with a clause and is neither a thought nor said of documents.
    pub fn tells_of_speech(&self) -> bool {
        self.has(Frames::SPEECH)
            || self.has(Frames::CLAUSE) && !self.frames.intersects(Frames::THOUGHT.union(Frames::SHOWS))
    }
}

/// What form of a verb a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerbForm {
    /// "say", "says", "said": finite, or the infinitive where it looks the same.
    Finite,
    /// "spoken", where it differs from every finite form.
    Participle,
    /// "saying".
    Gerund,
}

/// The reporting words of a language.
#[derive(Debug, Default)]
pub struct Reporting {
    verbs: Vec<Verb>,
    /// The verbs that a form belongs to, those that need a particle first.
    forms: FxHashMap<&'static str, Vec<(usize, VerbForm)>>,
    nouns: FxHashMap<&'static str, (&'static str, Frames)>,
}

impl Reporting {
    /// Reads `reporting.txt`.
    ///
    /// # Errors
    /// An unknown section or construction, or a line without all of its columns.
    pub(super) fn read(sections: &[Section]) -> Result<Reporting, PackError> {
        let mut reporting = Reporting::default();
        for section in sections {
            for &(number, line) in &section.lines {
                let columns: Vec<&str> = line.split('|').map(str::trim).collect();
                let added = match (section.name, &columns[..]) {
                    ("verbs", &[lemma, finite, participle, gerund, frames]) => {
                        reporting.add_verb(lemma, [finite, participle, gerund], frames)
                    }
                    ("nouns", &[forms, frames]) => reporting.add_noun(forms, frames),
                    ("verbs" | "nouns", _) => Err(format!("{} columns", columns.len())),
                    _ => return Err(section.error("unknown section")),
                };
                added.map_err(|what| section.error_at(number, what))?;
            }
        }
        for verbs in reporting.forms.values_mut() {
            verbs.sort_by_key(|&(verb, _)| reporting.verbs[verb].particle.is_none());
        }
        Ok(reporting)
    }

    fn add_verb(&mut self, lemma: &'static str, forms: [&'static str; 3], frames: &'static str) -> Result<(), String> {
        let mut verb = Verb { lemma, ..Verb::default() };
        for frame in frames.split_whitespace() {
            match frame.split_once(':') {
                Some(("with", prepositions)) => verb.prepositions.extend(prepositions.split(',')),
                Some(("speech", particle)) => {
                    verb.frames |= Frames::SPEECH;
                    verb.particle = Some(particle);
                }
                _ => verb.frames |= frame_of(frame)?,
            }
        }
        let index = self.verbs.len();
        self.verbs.push(verb);
        for (forms, form) in forms.into_iter().zip([VerbForm::Finite, VerbForm::Participle, VerbForm::Gerund]) {
            for word in forms.split_whitespace() {
                let verbs = self.forms.entry(word).or_default();
                if verbs.iter().all(|&(verb, _)| verb != index) {
                    verbs.push((index, form));
                }
            }
        }
        Ok(())
    }

    fn add_noun(&mut self, forms: &'static str, frames: &'static str) -> Result<(), String> {
        let frames = frames.split_whitespace().map(frame_of).collect::<Result<Vec<_>, _>>()?;
        let frames = frames.into_iter().fold(Frames::default(), Frames::union);
        let lemma = forms.split_whitespace().next().ok_or("a line without a noun")?;
        self.nouns.extend(forms.split_whitespace().map(|form| (form, (lemma, frames))));
        Ok(())
    }

    /// Whether the language has reporting verbs.
    pub fn is_known(&self) -> bool {
        !self.verbs.is_empty()
    }

    /// The verb that a form in lower case belongs to; `particle` tells whether a particle stands with it.
    pub fn verb(&self, form: &str, particle: impl Fn(&str) -> bool) -> Option<(&Verb, VerbForm)> {
        let verbs = self.forms.get(form)?;
        let fits = |&&(verb, _): &&(usize, VerbForm)| self.verbs[verb].particle.is_none_or(&particle);
        // Without its particle a verb keeps its other constructions, if it has any.
        let found = verbs.iter().find(fits).or_else(|| verbs.iter().find(|&&(verb, _)| self.has_others(verb)))?;
        Some((&self.verbs[found.0], found.1))
    }

    fn has_others(&self, verb: usize) -> bool {
        !self.verbs[verb].prepositions.is_empty()
    }

    /// The lemma and constructions of a noun of speech, in lower case.
    pub fn noun(&self, word: &str) -> Option<(&'static str, Frames)> {
        self.nouns.get(word).copied()
    }
}

fn frame_of(name: &str) -> Result<Frames, String> {
    let found = FRAMES.iter().find(|(known, _)| *known == name);
    found.map(|&(_, frame)| frame).ok_or_else(|| format!("unknown construction `{name}`"))
}

#[cfg(test)]
mod tests {
    use crate::languages::Language;

    #[test]
    fn forms_lead_to_their_verb() {
        let english = Language::of("en").reporting();
        for (form, lemma) in [("said", "say"), ("denies", "deny"), ("admitting", "admit"), ("written", "write")] {
            assert_eq!(english.verb(form, |_| false).map(|(verb, _)| verb.lemma), Some(lemma), "{form}");
        }
        assert!(english.verb("chair", |_| true).is_none());
    }

    #[test]
    fn a_particle_tells_verbs_of_one_form_apart() {
        let german = Language::of("de").reporting();
        let lemma = |particle: &'static str| german.verb("gab", |p| p == particle).map(|(verb, _)| verb.lemma);
        assert_eq!((lemma("an"), lemma("zu"), lemma("ab")), (Some("angeben"), Some("zugeben"), None));
    }

    #[test]
    fn mistakes_are_told_with_file_and_line() {
        let error = |text| Language::read("xx", &[("reporting.txt", text)]).expect_err("wrong").to_string();
        assert_eq!(error("[verbs]\nsay | says\n"), "xx/reporting.txt:2: 2 columns");
        assert_eq!(error("[nouns]\nclaim | loud\n"), "xx/reporting.txt:2: unknown construction `loud`");
    }
}
