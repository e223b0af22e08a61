//! Titles, occupations and forms of address beside a person's name.
//!
//! "Kremlin spokesman Dmitry Peskov", "Merkel, the German chancellor,", "Jane Roe, 54, head of the agency,".

use super::lexicon::{self, Noun};
use crate::annotate::lower::Lower;
use crate::document::{Document, Gender, Pos, TokenRange};

/// The most words of a title in front of a name.
const LONGEST_TITLE: usize = 8;
/// The most words of a description behind a name.
const LONGEST_DESCRIPTION: usize = 14;

/// A role of a person, as the text gives it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Role {
    /// The words of the role, without determiner.
    pub(super) tokens: TokenRange,
    /// The describing noun among them.
    pub(super) head: usize,
    /// What that noun says.
    pub(super) noun: Noun,
}

/// The gender of the form of address directly in front of a name ("Mrs. May").
pub(super) fn form_of_address(doc: &Document, name: TokenRange, sentence: TokenRange) -> Gender {
    let Some(token) = name.start.checked_sub(1).filter(|&t| t >= sentence.start) else { return Gender::Unknown };
    lexicon::honorific(&Lower::new(doc.token_text(token))).unwrap_or_default()
}

/// The title or occupation directly in front of a name.
pub(super) fn before(doc: &Document, name: TokenRange, sentence: TokenRange) -> Option<Role> {
    let mut end = name.start;
    while end > sentence.start && lexicon::honorific(&Lower::new(doc.token_text(end - 1))).is_some() {
        end -= 1;
    }
    let (head, noun) = title_head(doc, end, sentence)?;
    let mut start = head;
    while start > sentence.start && end - start < LONGEST_TITLE && belongs_to_title(doc, start - 1, sentence) {
        start -= 1;
    }
    // A possessive mark belongs to the word before it.
    if is_possessive(doc, start) {
        start += 1;
    }
    Some(Role { tokens: TokenRange::new(start, end), head, noun })
}

/// The title's noun: the last word in front of the name, or "secretary" in "secretary of state".
fn title_head(doc: &Document, end: usize, sentence: TokenRange) -> Option<(usize, Noun)> {
    let last = end.checked_sub(1).filter(|&t| t >= sentence.start)?;
    let word = Lower::new(doc.token_text(last));
    if let Some(noun) = lexicon::noun(&word).filter(|noun| noun.role && noun.number != crate::document::Number::Plural)
    {
        return Some((last, noun));
    }
    if lexicon::title_abbreviation(&word) {
        return lexicon::noun("official").map(|noun| (last, noun));
    }
    let head = end.checked_sub(3).filter(|&t| t >= sentence.start)?;
    if &*Lower::new(doc.token_text(head + 1)) != "of" {
        return None;
    }
    lexicon::noun(&Lower::new(doc.token_text(head))).filter(|noun| noun.role).map(|noun| (head, noun))
}

/// "the mayor, Tom Lee,": the description in front of a name in commas.
pub(super) fn before_comma(doc: &Document, name: TokenRange, sentence: TokenRange) -> Option<Role> {
    let comma = name.start.checked_sub(1).filter(|&t| t > sentence.start && doc.token_text(t) == ",")?;
    let closed = name.end >= sentence.end || matches!(doc.token_text(name.end), "," | "." | ")");
    let (head, noun) = title_head(doc, comma, sentence).filter(|_| closed)?;
    let mut start = head;
    while start > sentence.start && comma - start < LONGEST_TITLE && belongs_to_title(doc, start - 1, sentence) {
        start -= 1;
    }
    let opener = start.checked_sub(1).filter(|&t| t >= sentence.start).map(|t| Lower::new(doc.token_text(t)))?;
    matches!(&*opener, "the" | "a" | "an" | "his" | "her" | "its" | "their").then_some(Role {
        tokens: TokenRange::new(start, comma),
        head,
        noun,
    })
}

pub(super) fn is_possessive(doc: &Document, token: usize) -> bool {
    matches!(doc.token_text(token), "'s" | "’s" | "'" | "’")
}

/// The words of a role behind those of whom it is held for: "chief economist" in "the bank's chief economist".
pub(super) fn without_possessor(doc: &Document, role: TokenRange) -> TokenRange {
    let start = role.iter().rev().find(|&t| is_possessive(doc, t)).map_or(role.start, |t| t + 1);
    if start < role.end { TokenRange::new(start, role.end) } else { role }
}

fn belongs_to_title(doc: &Document, token: usize, sentence: TokenRange) -> bool {
    let text = doc.token_text(token);
    let lower = Lower::new(text);
    if lexicon::role_modifier(&lower) || lexicon::noun(&lower).is_some_and(|noun| noun.role) {
        return true;
    }
    if is_function_word(&lower) {
        return false;
    }
    let capitalised = text.chars().next().is_some_and(char::is_uppercase);
    match doc.syntax.pos.get(token) {
        None => capitalised || is_possessive(doc, token),
        Some(pos) => {
            matches!(pos, Pos::JJ | Pos::NN | Pos::NNP | Pos::NNPS | Pos::Hyphen)
                || (is_possessive(doc, token) && token > sentence.start)
        }
    }
}

/// The description in commas behind a name, with the token at which the phrase ends.
pub(super) fn after(doc: &Document, name: TokenRange, sentence: TokenRange) -> Option<Role> {
    let word = |token: usize| Lower::new(if token < sentence.end { doc.token_text(token) } else { "" });
    let mut start = name.end;
    if &*word(start) != "," {
        return None;
    }
    start += 1;
    if word(start).bytes().all(|b| b.is_ascii_digit()) && &*word(start + 1) == "," {
        start += 2;
    }
    if matches!(&*word(start), "the" | "a" | "an" | "his" | "her" | "its" | "their" | "who" | "then") {
        if &*word(start) == "who" {
            return None;
        }
        start += 1;
    }
    let mut head = None;
    for token in start..(start + 7).min(sentence.end) {
        let lower = word(token);
        match lexicon::noun(&lower).filter(|noun| noun.class == lexicon::NounClass::Person) {
            Some(noun) => head = Some((token, noun)),
            None if head.is_some() || !belongs_to_title(doc, token, sentence) => break,
            None => {}
        }
    }
    let (head, noun) = head?;
    let mut end = head + 1;
    if matches!(&*word(end), "of" | "for" | "at" | "in" | "with" | "from" | "on" | "to") {
        let limit = (head + LONGEST_DESCRIPTION).min(sentence.end);
        let stops = |token: usize| {
            let lower = word(token);
            matches!(&*lower, "," | "." | ";" | ":" | ")" | "(" | "—" | "–" | "who" | "which" | "that" | "”" | "\"")
                || doc.syntax.pos.get(token).is_some_and(|pos| pos.is_finite())
        };
        if let Some(stop) = (end..limit).find(|&token| stops(token)) {
            end = stop;
        }
    }
    // "Merkel, the chancellor said, will go": a clause, not a description.
    let next = word(end);
    let closed = matches!(&*next, "," | "." | ";" | ":" | ")" | "(" | "—" | "–" | "" | "and" | "who" | "”" | "\"");
    closed.then_some(Role { tokens: TokenRange::new(start, end), head, noun })
}

/// Words that no noun phrase runs across.
pub(super) fn is_function_word(lower: &str) -> bool {
    matches!(
        lower,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "his"
            | "her"
            | "its"
            | "their"
            | "my"
            | "our"
            | "your"
            | "of"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "with"
            | "to"
            | "as"
            | "into"
            | "over"
            | "under"
            | "after"
            | "before"
            | "about"
            | "against"
            | "between"
            | "during"
            | "through"
            | "and"
            | "or"
            | "but"
            | "nor"
            | "so"
            | "yet"
            | "if"
            | "when"
            | "while"
            | "because"
            | "who"
            | "whom"
            | "whose"
            | "which"
            | "what"
            | "where"
            | "why"
            | "how"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "being"
            | "has"
            | "have"
            | "had"
            | "do"
            | "does"
            | "did"
            | "will"
            | "would"
            | "can"
            | "could"
            | "may"
            | "might"
            | "must"
            | "shall"
            | "should"
            | "said"
            | "says"
            | "told"
            | "not"
            | "n't"
            | "he"
            | "she"
            | "it"
            | "they"
            | "we"
            | "i"
            | "you"
            | "him"
            | "them"
            | "us"
            | "me"
            | "than"
            | "then"
            | "there"
            | "here"
            | "also"
            | "just"
            | "only"
            | "like"
            | "per"
            | "via"
            | "such"
            | "both"
            | "some"
            | "any"
            | "all"
            | "many"
            | "most"
            | "other"
            | "no"
    )
}
