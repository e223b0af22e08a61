//! Words that report what somebody says: verbs with their constructions, and nouns of speech.

use bitflags::bitflags;
use rustc_hash::FxHashSet;

use super::word_map::WordMap;
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
        /// Denies what others say: "rejected a claim that …".
        const DENIES = 1 << 13;
        /// Replies to what another asked or said: "answered".
        const ANSWERS = 1 << 14;
    }
}

/// The constructions by their names in the packs.
const FRAMES: [(&str, Frames); 15] = [
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
    ("denies", Frames::DENIES),
    ("answers", Frames::ANSWERS),
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
    forms: WordMap<Vec<(usize, VerbForm)>>,
    /// Finite forms that are one word with their particle, as at the end of a clause: "ankündigte".
    joined: WordMap<(usize, VerbForm)>,
    nouns: WordMap<(&'static str, Frames)>,
    mood: ReportedMood,
    unspaced: Option<Unspaced>,
}

/// Strings by which a script without blanks says who speaks, where no word is a token.
#[derive(Debug, Default)]
pub struct Unspaced {
    /// Verbs of speech, in the forms or stems that news uses.
    pub verbs: Vec<&'static str>,
    /// Words that hold a verb's string and are none: "小说".
    pub others: Vec<&'static str>,
    /// Words that end the name of a speaker in front of the verb: times, adverbs, prepositions.
    pub stops: Vec<&'static str>,
    /// Particles that tie the marks to the verb behind them: "と"; none where the verb stands beside the marks.
    pub links: Vec<&'static str>,
    /// Particles behind whoever speaks: "は".
    pub topics: Vec<&'static str>,
}

impl Unspaced {
    fn add(&mut self, what: &str, words: &'static str) -> Result<(), String> {
        let list = match what {
            "verbs" => &mut self.verbs,
            "others" => &mut self.others,
            "stops" => &mut self.stops,
            "links" => &mut self.links,
            "topics" => &mut self.topics,
            _ => return Err(format!("unknown kind of word `{what}`")),
        };
        list.extend(words.split_whitespace());
        Ok(())
    }
}

/// The mood of reported speech: the forms by which a sentence without a reporting word says that somebody else speaks
/// ("Es gebe kein Geld").
#[derive(Debug, Default)]
pub struct ReportedMood {
    /// Forms that are of no other mood, and endings of those which a tagger gives the mood.
    tells: FxHashSet<&'static str>,
    endings: Vec<&'static str>,
    /// Longer endings, which forms of the mood of fact have too: "führte".
    fact: Vec<&'static str>,
    /// Forms of doubt and condition too: they go on with what is reported, and begin nothing.
    goes_on: FxHashSet<&'static str>,
}

/// How surely a verb's form is that of reported speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mood {
    /// It may be as well a doubt or a condition.
    GoesOn,
    /// It is nothing else.
    Tells,
}

impl ReportedMood {
    /// Whether the language has such forms.
    pub fn is_known(&self) -> bool {
        !self.tells.is_empty()
    }

    /// What a finite form in lower case tells; `tagged`: a tagger takes it for the mood.
    pub fn of(&self, form: &str, tagged: bool) -> Option<Mood> {
        let ends_in = |endings: &[&str]| endings.iter().any(|ending| form.ends_with(ending));
        let ends = || ends_in(&self.endings) && !ends_in(&self.fact);
        if self.tells.contains(form) || tagged && !self.goes_on.contains(form) && ends() {
            Some(Mood::Tells)
        } else if self.goes_on.contains(form) || tagged && self.is_known() {
            Some(Mood::GoesOn)
        } else {
            None
        }
    }

    fn add(&mut self, what: &str, forms: &'static str) -> Result<(), String> {
        let forms = forms.split_whitespace();
        match what {
            "tells" => self.tells.extend(forms),
            "ending" => self.endings.extend(forms),
            "fact" => self.fact.extend(forms),
            "goes-on" => self.goes_on.extend(forms),
            _ => return Err(format!("unknown kind of form `{what}`")),
        }
        Ok(())
    }
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
                    ("mood", &[what, forms]) => reporting.mood.add(what, forms),
                    ("unspaced", &[what, words]) => reporting.unspaced.get_or_insert_default().add(what, words),
                    ("verbs" | "nouns" | "mood" | "unspaced", _) => Err(format!("{} columns", columns.len())),
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
        if let Some(particle) = verb.particle {
            let whole =
                forms[0].split_whitespace().map(|form| (format!("{particle}{form}"), (index, VerbForm::Finite)));
            whole.for_each(|(word, form)| self.joined.insert(word, form));
        }
        self.verbs.push(verb);
        for (forms, form) in forms.into_iter().zip([VerbForm::Finite, VerbForm::Participle, VerbForm::Gerund]) {
            for word in forms.split_whitespace() {
                let verbs = self.forms.entry(word);
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
        forms.split_whitespace().for_each(|form| self.nouns.insert(form, (lemma, frames)));
        Ok(())
    }

    /// Whether the language has reporting verbs.
    pub fn is_known(&self) -> bool {
        !self.verbs.is_empty()
    }

    /// Whether a word, in any case, may be a form of a verb: where not, it certainly is none.
    pub fn may_be_verb(&self, word: &str) -> bool {
        self.forms.may_have(word) || self.joined.may_have(word)
    }

    /// The verb that a form in lower case belongs to; `particle` tells whether a particle stands with it.
    pub fn verb(&self, form: &str, particle: impl Fn(&str) -> bool) -> Option<(&Verb, VerbForm)> {
        let Some(verbs) = self.forms.get(form) else {
            return self.joined.get(form).map(|&(verb, form)| (&self.verbs[verb], form));
        };
        // "angekündigt": the particle is part of the form.
        let stands = |with: &str| form.starts_with(with) || particle(with);
        let fits = |&&(verb, _): &&(usize, VerbForm)| self.verbs[verb].particle.is_none_or(stands);
        // Without its particle a verb keeps its other constructions, if it has any.
        let found = verbs.iter().find(fits).or_else(|| verbs.iter().find(|&&(verb, _)| self.has_others(verb)))?;
        Some((&self.verbs[found.0], found.1))
    }

    fn has_others(&self, verb: usize) -> bool {
        !self.verbs[verb].prepositions.is_empty()
    }

    /// The words of a script without blanks; none in other scripts.
    pub fn unspaced(&self) -> Option<&Unspaced> {
        self.unspaced.as_ref()
    }

    /// The mood of reported speech; without forms where the language has none.
    pub fn mood(&self) -> &ReportedMood {
        &self.mood
    }

    /// The lemma and constructions of a noun of speech, in any case.
    pub fn noun(&self, word: &str) -> Option<(&'static str, Frames)> {
        self.nouns.get_lowered(word).copied()
    }
}

fn frame_of(name: &str) -> Result<Frames, String> {
    let found = FRAMES.iter().find(|(known, _)| *known == name);
    found.map(|&(_, frame)| frame).ok_or_else(|| format!("unknown construction `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::{Mood, VerbForm};
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
        let whole = |form| german.verb(form, |_| false).map(|(verb, form)| (verb.lemma, form));
        assert_eq!(whole("zugab"), Some(("zugeben", VerbForm::Finite)));
        assert_eq!(whole("angegeben"), Some(("angeben", VerbForm::Participle)));
        let lemma = |particle: &'static str| german.verb("gab", |p| p == particle).map(|(verb, _)| verb.lemma);
        assert_eq!((lemma("an"), lemma("zu"), lemma("ab")), (Some("angeben"), Some("zugeben"), None));
    }

    #[test]
    fn a_form_tells_of_reported_speech_by_list_or_by_ending_and_tag() {
        let mood = Language::of("de").reporting().mood();
        assert_eq!((mood.of("sei", false), mood.of("sei", true)), (Some(Mood::Tells), Some(Mood::Tells)));
        assert_eq!((mood.of("koche", false), mood.of("koche", true)), (None, Some(Mood::Tells)));
        assert_eq!((mood.of("kochte", true), mood.of("kochte", false)), (Some(Mood::GoesOn), None));
        assert_eq!((mood.of("wäre", true), mood.of("ist", false)), (Some(Mood::GoesOn), None));
        assert_eq!(Language::of("en").reporting().mood().of("be", true), None);
    }

    #[test]
    fn mistakes_are_told_with_file_and_line() {
        let error = |text| Language::read("xx", &[("reporting.txt", text)]).expect_err("wrong").to_string();
        assert_eq!(error("[verbs]\nsay | says\n"), "xx/reporting.txt:2: 2 columns");
        assert_eq!(error("[nouns]\nclaim | loud\n"), "xx/reporting.txt:2: unknown construction `loud`");
    }
}
