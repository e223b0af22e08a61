//! Finds the descriptions and pronouns that may refer to somebody or something.

use super::lexicon::{self, Case, Noun, NounClass, Pronoun};
use super::roles::is_function_word;
use crate::annotate::lower::Lower;
use crate::document::{Document, EntityType, Gender, Number, Pos, TokenRange};

/// The most words between a determiner and its noun.
const LONGEST_PHRASE: usize = 7;

/// What opens a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// "the", "this", "that": known to the reader.
    Definite,
    /// "a", "another": new.
    Indefinite,
    /// "his", "Germany's": known through somebody else.
    Possessive,
    /// A bare plural: "officials".
    Bare,
}

/// A description: "the German leader".
#[derive(Debug, Clone, Copy)]
pub(super) struct Nominal {
    /// From the determiner to the noun.
    pub(super) tokens: TokenRange,
    /// The noun's token.
    pub(super) head: usize,
    /// What it says.
    pub(super) noun: Noun,
    /// What opens it.
    pub(super) opening: Opening,
}

/// A pronoun of the third person.
#[derive(Debug, Clone, Copy)]
pub(super) struct PronounMention {
    /// Its token.
    pub(super) token: usize,
    /// Its form, with the case that the context shows.
    pub(super) form: Pronoun,
}

impl Nominal {
    /// The type of entity that it suggests.
    pub(super) fn label(&self) -> EntityType {
        self.noun.class.label()
    }
}

/// Finds descriptions and pronouns in text order, leaving out what stands within names.
pub(super) fn find(doc: &Document) -> (Vec<Nominal>, Vec<PronounMention>) {
    let (mut nominals, mut pronouns) = (Vec::new(), Vec::new());
    let mut names = doc.mentions.iter().map(|mention| mention.tokens).peekable();
    for sentence in &doc.sentences {
        let mut token = sentence.tokens.start;
        while token < sentence.tokens.end {
            while names.peek().is_some_and(|name| name.end <= token) {
                names.next();
            }
            if names.peek().is_some_and(|name| name.holds(token)) {
                token += 1;
                continue;
            }
            let lower = Lower::new(doc.token_text(token));
            if let Some(form) = lexicon::pronoun(&lower) {
                if let Some(form) = in_context(doc, token, sentence.tokens, form) {
                    pronouns.push(PronounMention { token, form });
                }
                // "his lawyer" opens a description too.
                if form.case != Case::Possessive {
                    token += 1;
                    continue;
                }
            }
            match nominal(doc, token, sentence.tokens, &lower) {
                Some(found) => {
                    nominals.push(found);
                    token = found.tokens.end;
                }
                None => token += 1,
            }
        }
    }
    (nominals, pronouns)
}

fn opening(lower: &str) -> Option<Opening> {
    Some(match lower {
        "the" | "this" | "that" | "these" | "those" => Opening::Definite,
        "a" | "an" | "another" | "some" | "one" | "two" | "three" | "four" | "five" | "several" | "many" => {
            Opening::Indefinite
        }
        "his" | "her" | "its" | "their" | "my" | "our" | "'s" | "’s" => Opening::Possessive,
        _ => return None,
    })
}

fn in_name(doc: &Document, token: usize) -> bool {
    let index = doc.mentions.partition_point(|mention| mention.tokens.end <= token);
    doc.mentions.get(index).is_some_and(|mention| mention.tokens.holds(token))
}

fn nominal(doc: &Document, start: usize, sentence: TokenRange, lower: &str) -> Option<Nominal> {
    let (opening, first) = match opening(lower) {
        Some(opening) => (opening, start + 1),
        None => {
            let noun = lexicon::noun(lower)?;
            let bare = noun.number == Number::Plural || lower == "police";
            if !bare || noun.class != NounClass::Person && lower != "police" {
                return None;
            }
            (Opening::Bare, start)
        }
    };
    let mut head = None;
    for token in first..(first + LONGEST_PHRASE).min(sentence.end) {
        let text = doc.token_text(token);
        let word = Lower::new(text);
        if text.starts_with(char::is_uppercase) && in_name(doc, token) {
            // "the Trump campaign" goes on behind the name, "the World Bank" is one.
            if head.is_some() {
                break;
            }
            continue;
        }
        if let Some(noun) = lexicon::noun(&word) {
            head = Some((token, noun));
            continue;
        }
        let goes_on = match doc.syntax.pos.get(token) {
            Some(pos) if head.is_some() => matches!(pos, Pos::NN | Pos::NNS),
            Some(pos) => {
                matches!(
                    pos,
                    Pos::JJ | Pos::JJR | Pos::JJS | Pos::NN | Pos::NNP | Pos::VBN | Pos::VBG | Pos::CD | Pos::Hyphen
                )
            }
            None => head.is_none() && !is_function_word(&word) && text.chars().all(|c| c.is_alphanumeric() || c == '-'),
        };
        if !goes_on {
            break;
        }
        // "the company car": the noun that follows is the head, and none of ours.
        if head.is_some() {
            return None;
        }
    }
    let (head, noun) = head?;
    // "the German chancellor Angela Merkel": a title, seen from the name.
    let titles_a_name = noun.role
        && noun.number == Number::Singular
        && doc.tokens.get(head + 1).is_some_and(|next| {
            doc.mentions.binary_search_by_key(&next.span.start, |mention| mention.span.start).is_ok()
        });
    (!titles_a_name).then_some(Nominal { tokens: TokenRange::new(start, head + 1), head, noun, opening })
}

/// The pronoun with its case as used, or nothing where "it" stands for nothing.
fn in_context(doc: &Document, token: usize, sentence: TokenRange, mut form: Pronoun) -> Option<Pronoun> {
    let text = |at: usize| Lower::new(if at < sentence.end { doc.token_text(at) } else { "" });
    let next = text(token + 1);
    let pos = |at: usize| doc.syntax.pos.get(at).copied().filter(|_| at < sentence.end);
    match (form.gender, form.case) {
        (Gender::Female, Case::Possessive) => {
            // "told her that": followed by no noun phrase, it is an object.
            let object = match pos(token) {
                Some(own) => own == Pos::PRP,
                None => next.is_empty() || is_function_word(&next) || !next.bytes().all(|b| b.is_ascii_alphanumeric()),
            };
            if object {
                form.case = Case::Object;
            }
        }
        (Gender::Neuter, Case::Subject) => {
            if is_expletive(doc, token, sentence) {
                return None;
            }
            let follows_verb = token > sentence.start && pos(token - 1).is_some_and(Pos::is_verb);
            let preposition = token > sentence.start && matches!(pos(token - 1), Some(Pos::IN | Pos::TO));
            let finite = pos(token + 1).is_some_and(Pos::is_finite);
            if (follows_verb || preposition) && !finite {
                form.case = Case::Object;
            }
        }
        _ => {}
    }
    Some(form)
}

/// "It is likely that", "it seems", "it rained": no referent.
fn is_expletive(doc: &Document, token: usize, sentence: TokenRange) -> bool {
    let text = |at: usize| Lower::new(if at < sentence.end { doc.token_text(at) } else { "" });
    let mut at = token + 1;
    let verb = text(at);
    if matches!(
        &*verb,
        "seems"
            | "seemed"
            | "appears"
            | "appeared"
            | "turns"
            | "turned"
            | "takes"
            | "took"
            | "rained"
            | "snowed"
            | "happens"
            | "happened"
    ) {
        return true;
    }
    // "made it clear", "find it hard"
    if matches!(
        &*verb,
        "clear"
            | "hard"
            | "difficult"
            | "easy"
            | "easier"
            | "harder"
            | "possible"
            | "impossible"
            | "necessary"
            | "illegal"
    ) {
        return true;
    }
    if matches!(&*verb, "will" | "would" | "may" | "might" | "could" | "should" | "has" | "had") {
        at += 1;
        if matches!(&*text(at), "be" | "been") {
            at += 1;
        } else {
            return false;
        }
    } else if matches!(&*verb, "is" | "was" | "'s" | "’s" | "'d" | "’d") {
        at += 1;
    } else {
        return false;
    }
    // A copula with an adjective or participle, and a clause behind it.
    let limit = (at + 5).min(sentence.end);
    let time = matches!(
        &*text(at),
        "time" | "up" | "about" | "not" | "n't" | "unclear" | "unlikely" | "likely" | "clear" | "true" | "possible"
    );
    time || (at..limit).any(|later| matches!(&*text(later), "that" | "to" | "whether" | "who" | "how" | "when"))
}
