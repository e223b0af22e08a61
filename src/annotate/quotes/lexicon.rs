//! English words that attribute: each inflected form with its lemma and the constructions it goes with.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a reporting word may be built with; see the head of `cues.txt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frames {
    /// Direct speech.
    pub speech: bool,
    /// A finite clause.
    pub clause: bool,
    /// A question clause.
    pub question: bool,
    /// An infinitive whose subject is the speaker.
    pub infinitive: bool,
    /// An object and an infinitive or clause.
    pub object: bool,
    /// A noun phrase as content.
    pub noun: bool,
    /// An object and a predicate ("called it a mistake").
    pub predicate: bool,
    /// Thought, wish or feeling rather than speech.
    pub thought: bool,
    /// Said of documents and events that show something.
    pub document: bool,
}

/// One reporting verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// Dictionary form.
    pub lemma: &'static str,
    /// Its constructions.
    pub frames: Frames,
    /// Prepositions that introduce its content.
    pub prepositions: Vec<&'static str>,
}

/// What an inflected form may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// "say": infinitive or present plural.
    Base,
    /// "says".
    Third,
    /// "said": past, and participle unless that has a form of its own.
    Past,
    /// "spoken", where it differs from the past.
    Participle,
    /// "saying".
    Ing,
}

/// Words that open when, where or how something was said, in front of an attribution: "On Monday, she said, …".
const OCCASIONS: [&str; 6] = ["at", "during", "in", "on", "still", "to"];

/// Whether a sentence that starts with this word, in whatever case, starts with the occasion of what is said in it.
pub fn opens_occasion(word: &str) -> bool {
    OCCASIONS.iter().any(|w| word.eq_ignore_ascii_case(w))
}

struct Lexicon {
    cues: Vec<Cue>,
    forms: HashMap<String, (usize, Form)>,
}

static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| read(include_str!("cues.txt")));

/// The verb that a lower-case form belongs to.
pub fn verb(form: &str) -> Option<(&'static Cue, Form)> {
    ENGLISH.forms.get(form).map(|&(index, form)| (&ENGLISH.cues[index], form))
}

fn read(table: &'static str) -> Lexicon {
    let mut lexicon = Lexicon { cues: Vec::new(), forms: HashMap::new() };
    for line in table.lines().filter(|l| !l.starts_with('#')) {
        let (regular, irregular) = line.split_once('|').unwrap_or((line, ""));
        let mut words = regular.split_whitespace();
        let Some(word) = words.next() else { continue };
        let lemma = word.trim_end_matches('+');
        let doubles = word.ends_with('+');
        let mut cue = Cue { lemma, frames: Frames::default(), prepositions: Vec::new() };
        for frame in words {
            let frames = &mut cue.frames;
            match frame {
                "s" => frames.speech = true,
                "c" => frames.clause = true,
                "w" => frames.question = true,
                "i" => frames.infinitive = true,
                "o" => frames.object = true,
                "n" => frames.noun = true,
                "a" => frames.predicate = true,
                "t" => frames.thought = true,
                "d" => frames.document = true,
                _ => cue.prepositions.extend(frame.trim_start_matches("p:").split(',')),
            }
        }
        let index = lexicon.cues.len();
        lexicon.cues.push(cue);
        let mut irregular = irregular.split_whitespace();
        let past = irregular.next().map_or_else(|| suffixed(lemma, "ed", doubles), str::to_owned);
        let participle = irregular.next().map_or_else(|| past.clone(), str::to_owned);
        for (text, form) in [
            (lemma.to_owned(), Form::Base),
            (third_person(lemma), Form::Third),
            (past, Form::Past),
            (participle, Form::Participle),
            (suffixed(lemma, "ing", doubles), Form::Ing),
        ] {
            lexicon.forms.entry(text).or_insert((index, form));
        }
    }
    lexicon
}

fn third_person(lemma: &str) -> String {
    if let Some(stem) = consonant_y(lemma) {
        return format!("{stem}ies");
    }
    let hisses = ["s", "sh", "ch", "x", "z", "o"].iter().any(|end| lemma.ends_with(end));
    format!("{lemma}{}", if hisses { "es" } else { "s" })
}

fn suffixed(lemma: &str, suffix: &str, doubles: bool) -> String {
    if doubles {
        let last = &lemma[lemma.len() - 1..];
        return format!("{lemma}{last}{suffix}");
    }
    if suffix == "ed"
        && let Some(stem) = consonant_y(lemma)
    {
        return format!("{stem}ied");
    }
    let drops_e = lemma.ends_with('e') && !(suffix == "ing" && lemma.ends_with("ee"));
    format!("{}{suffix}", if drops_e { &lemma[..lemma.len() - 1] } else { lemma })
}

fn consonant_y(lemma: &str) -> Option<&str> {
    lemma.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_their_lemma() {
        for (form, lemma) in [
            ("said", "say"),
            ("says", "say"),
            ("denied", "deny"),
            ("denies", "deny"),
            ("admitting", "admit"),
            ("urging", "urge"),
            ("wrote", "write"),
            ("written", "write"),
            ("stresses", "stress"),
            ("agreeing", "agree"),
            ("agreed", "agree"),
            ("quipped", "quip"),
            ("foresees", "foresee"),
        ] {
            assert_eq!(verb(form).map(|(cue, _)| cue.lemma), Some(lemma), "{form}");
        }
        assert_eq!(verb("table"), None);
    }

    #[test]
    fn no_frame_letter_is_a_typing_mistake() {
        for cue in &ENGLISH.cues {
            assert!(
                cue.prepositions.iter().all(|p| p.len() > 1 && p.bytes().all(|b| b.is_ascii_lowercase())),
                "{}: {:?}",
                cue.lemma,
                cue.prepositions
            );
        }
    }
}
