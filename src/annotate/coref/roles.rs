//! Titles, occupations and forms of address beside a person's name.
//!
//! "Kremlin spokesman Dmitry Peskov", "Merkel, the German chancellor,", "Jane Roe, 54, head of the agency,".

use crate::document::{Document, Number, TokenRange};
use crate::languages::{Class, Gender, Language, NameClass, Noun, NounFlags, NounKind};

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
    /// What that noun says; nothing for a short form of a title ("Sen.").
    pub(super) noun: Option<Noun>,
}

impl Role {
    /// Gender that the noun tells.
    pub(super) fn gender(&self) -> Gender {
        self.noun.map_or(Gender::Unknown, |noun| noun.gender)
    }
}

/// The gender that a form of address tells; `Unknown` for "Dr." and its like, nothing for a word that is none.
pub(super) fn honorific(words: &Language, word: &str) -> Option<Gender> {
    let names = words.names();
    let is = |class| names.is(word, class);
    match names.is_honorific(word) {
        true if is(NameClass::MaleHonorific) => Some(Gender::Male),
        true if is(NameClass::FemaleHonorific) => Some(Gender::Female),
        true => Some(Gender::Unknown),
        false => None,
    }
}

/// The gender of the form of address directly in front of a name ("Mrs. May").
pub(super) fn form_of_address(doc: &Document, name: TokenRange, sentence: TokenRange) -> Gender {
    let Some(token) = name.start.checked_sub(1).filter(|&t| t >= sentence.start) else { return Gender::Unknown };
    honorific(doc.words(), doc.token_text(token)).unwrap_or_default()
}

/// The gender that a noun beside a name tells that is no office: "their daughter Celeste", "his widow, Ann Lee,".
pub(super) fn relation(doc: &Document, name: TokenRange, sentence: TokenRange) -> Gender {
    let mut end = name.start;
    while end > sentence.start && honorific(doc.words(), doc.token_text(end - 1)).is_some() {
        end -= 1;
    }
    let comma = end > sentence.start && doc.token_text(end - 1) == ",";
    let closed = name.end >= sentence.end || matches!(doc.token_text(name.end), "," | "." | ")" | "(");
    if comma && !closed || end < sentence.start + 1 + usize::from(comma) {
        return Gender::Unknown;
    }
    let noun = doc.words().noun(doc.token_text(end - 1 - usize::from(comma)));
    let relation = noun.filter(|noun| noun.kind == NounKind::Person && noun.number == Number::Singular);
    relation.filter(|noun| !noun.is_role()).map_or(Gender::Unknown, |noun| noun.gender)
}

/// The number that a word begins with where the pack knows its ending: 34 of "34-year-old".
pub(super) fn age_in(doc: &Document, token: usize) -> Option<u32> {
    let text = doc.token_text(token);
    doc.words().noun(text).filter(|noun| noun.is_ending() && noun.kind == NounKind::Person)?;
    text.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// The age that stands beside a name: "Jane Roe, 54,", "Jane Roe (54)", "54-year-old Jane Roe".
pub(super) fn age(doc: &Document, name: TokenRange, sentence: TokenRange) -> Option<u32> {
    const OLDEST: u32 = 125;
    if let Some(age) = name.start.checked_sub(1).filter(|&t| t >= sentence.start).and_then(|t| age_in(doc, t)) {
        return Some(age);
    }
    let text = |token: usize| if token < sentence.end { doc.token_text(token) } else { "" };
    let age: u32 = text(name.end + 1).parse().ok()?;
    let set_off = match text(name.end) {
        "," => matches!(text(name.end + 2), "," | "." | ";" | ":"),
        "(" => text(name.end + 2) == ")",
        _ => false,
    };
    (set_off && age <= OLDEST).then_some(age)
}

/// The title or occupation directly in front of a name.
pub(super) fn before(doc: &Document, name: TokenRange, sentence: TokenRange) -> Option<Role> {
    let mut end = name.start;
    while end > sentence.start && honorific(doc.words(), doc.token_text(end - 1)).is_some() {
        // "First Lady Ann Lee": with a rank in front a form of address is an office.
        let noun = doc.words().noun(doc.token_text(end - 1)).filter(|_| end == name.start);
        if end > sentence.start + 1 && doc.is(end - 2, Class::Rank) && noun.is_some() {
            return Some(Role { tokens: TokenRange::new(end - 2, end), head: end - 1, noun });
        }
        end -= 1;
    }
    // "Chief Election Commissioner (CEC) Ann Lee"
    if end > sentence.start + 3 && doc.token_text(end - 1) == ")" && doc.token_text(end - 3) == "(" {
        end -= 3;
    }
    let (head, noun) = title_head(doc, end, sentence)?;
    let mut start = title_start(doc, head, end, sentence);
    // A possessive mark belongs to the word before it.
    if is_possessive(doc, start) {
        start += 1;
    }
    Some(Role { tokens: TokenRange::new(start, end), head, noun })
}

fn title_start(doc: &Document, head: usize, end: usize, sentence: TokenRange) -> usize {
    let mut start = head;
    while start > sentence.start && end - start < LONGEST_TITLE && belongs_to_title(doc, start - 1, sentence) {
        start -= 1;
    }
    start
}

/// The title's noun: the last word in front of the name, or "secretary" in "secretary of state".
fn title_head(doc: &Document, end: usize, sentence: TokenRange) -> Option<(usize, Option<Noun>)> {
    let noun = |token: usize| doc.words().noun(doc.token_text(token));
    let last = end.checked_sub(1).filter(|&t| t >= sentence.start)?;
    // "ministro de Defensa": what the office is for may be an occupation too.
    let names = doc.words().names();
    let office = end.checked_sub(3).filter(|&t| t >= sentence.start && doc.is(t + 1, Class::NounLink));
    let office = office.filter(|&t| names.is(doc.token_text(t), NameClass::PortfolioOffice));
    if let Some(office) = office.filter(|_| names.is(doc.token_text(last), NameClass::Portfolio)) {
        return Some((office, noun(office)));
    }
    if let Some(noun) = noun(last).filter(|noun| noun.is_role() && noun.number != Number::Plural) {
        return Some((last, Some(noun)));
    }
    if doc.words().names().is(doc.token_text(last), NameClass::Title) {
        return Some((last, None));
    }
    // "Owner Ann Lee", "Bus driver Bo Lund": what opens a sentence without an article stands as a title.
    let title = |noun: &Noun| {
        noun.kind == NounKind::Person && noun.gender == Gender::Unknown && noun.number == Number::Singular
    };
    // "the Frenchman Bo Lund"
    let given = |noun: &Noun| noun.flags.contains(NounFlags::GIVEN) && noun.number == Number::Singular;
    let article = last > sentence.start && doc.is(last - 1, Class::DefiniteArticle);
    if let Some(noun) = noun(last).filter(given).filter(|_| article) {
        return Some((last, Some(noun)));
    }
    let opens = |t: usize| doc.token_text(t).starts_with(char::is_uppercase) && !doc.classes[t].is_function_word();
    if let Some(noun) = noun(last).filter(title)
        && opens(sentence.start)
        && last - sentence.start < LONGEST_TITLE
        && (sentence.start..last).all(|t| belongs_to_title(doc, t, sentence))
    {
        return Some((last, Some(noun)));
    }
    let head = end.checked_sub(3).filter(|&t| t >= sentence.start)?;
    let linked = doc.is(head + 1, Class::NounLink);
    noun(head).filter(|noun| linked && noun.is_role()).map(|noun| (head, Some(noun)))
}

/// "the mayor, Tom Lee,": the description in front of a name in commas.
pub(super) fn before_comma(doc: &Document, name: TokenRange, sentence: TokenRange) -> Option<Role> {
    let mut first = name.start;
    while first > sentence.start && is_title(doc, first - 1) {
        first -= 1;
    }
    let comma = first.checked_sub(1).filter(|&t| t > sentence.start && doc.token_text(t) == ",")?;
    let closed = name.end >= sentence.end || matches!(doc.token_text(name.end), "," | "." | ")");
    // "the head of the agency, Ann Lee,": what completes the description stands before the comma.
    let complement = || {
        let from = comma.saturating_sub(LONGEST_DESCRIPTION).max(sentence.start + 1);
        let ends = |t: usize| doc.token_text(t) == "," || doc.syntax.tag(t).is_finite();
        let links = |&t: &usize| doc.is(t, Class::Preposition);
        let unbroken = (from..comma).rev().take_while(|&t| !ends(t));
        unbroken.filter(links).find_map(|link| Some((title_head(doc, link, sentence)?, link)))
    };
    let plain = title_head(doc, comma, sentence).map(|found| (found, comma));
    let ((head, noun), end) = plain.or_else(complement).filter(|_| closed)?;
    let start = title_start(doc, head, end, sentence);
    let opener = start.checked_sub(1).filter(|&t| t >= sentence.start)?;
    opens_description(doc, opener).then_some(Role { tokens: TokenRange::new(start, comma), head, noun })
}

/// A form of address or rank in front of a name.
fn is_title(doc: &Document, token: usize) -> bool {
    let text = doc.token_text(token);
    honorific(doc.words(), text).is_some()
        || doc.words().names().is_any(text, &[NameClass::Title, NameClass::RankAcronym])
            && text.starts_with(char::is_uppercase)
}

/// An article or possessive determiner.
fn opens_description(doc: &Document, token: usize) -> bool {
    doc.classes[token].contains_any(&[Class::DefiniteArticle, Class::IndefiniteArticle, Class::Possessive])
        && !doc.is(token, Class::Relative)
}

/// Whether a token is a possessive marker: "'s".
pub(super) fn is_possessive(doc: &Document, token: usize) -> bool {
    doc.is(token, Class::PossessiveMarker)
}

/// The words of a role behind those of whom it is held for: "chief economist" in "the bank's chief economist".
pub(super) fn without_possessor(doc: &Document, role: TokenRange) -> TokenRange {
    let start = role.iter().rev().find(|&t| is_possessive(doc, t)).map_or(role.start, |t| t + 1);
    if start < role.end { TokenRange::new(start, role.end) } else { role }
}

fn belongs_to_title(doc: &Document, token: usize, sentence: TokenRange) -> bool {
    let text = doc.token_text(token);
    if doc.is(token, Class::RoleModifier) || doc.words().noun(text).is_some_and(Noun::is_role) {
        return true;
    }
    if is_possessive(doc, token) {
        return token > sentence.start;
    }
    if doc.classes[token].is_function_word() {
        return false;
    }
    // A hyphen within a word; with a blank before it, it parts the title from a dateline or from another clause.
    let is_hyphen = || text == "-" && token > 0 && doc.tokens[token].span.start == doc.tokens[token - 1].span.end;
    match doc.syntax.tags.get(token) {
        None => text.starts_with(char::is_uppercase),
        Some(tag) => tag.is_adjective() || tag.is_noun() && (tag.is_proper() || !tag.is_plural_noun()) || is_hyphen(),
    }
}

/// The description in commas behind a name, with the token at which the phrase ends.
pub(super) fn after(doc: &Document, name: TokenRange, sentence: TokenRange) -> Option<Role> {
    let inside = |token: usize| token < sentence.end;
    let is_sign = |token: usize, sign: &str| inside(token) && doc.token_text(token) == sign;
    let is = |token: usize, class: Class| inside(token) && doc.is(token, class);
    let mut start = name.end;
    // "Ann Lee MP"
    if inside(start) && doc.token_text(start).chars().all(char::is_uppercase) {
        let noun = doc.words().noun(doc.token_text(start)).filter(|noun| noun.is_role());
        return noun.map(|noun| Role { tokens: TokenRange::new(start, start + 1), head: start, noun: Some(noun) });
    }
    if !is_sign(start, ",") {
        return None;
    }
    start += 1;
    // "Jane Roe, 54, head of the agency,": the age.
    if inside(start) && doc.token_text(start).bytes().all(|b| b.is_ascii_digit()) && is_sign(start + 1, ",") {
        start += 2;
    }
    if is(start, Class::Relative) {
        return None;
    }
    start += usize::from(inside(start) && opens_description(doc, start));
    let mut head = None;
    for token in start..(start + LONGEST_TITLE - 1).min(sentence.end) {
        match doc.words().noun(doc.token_text(token)).filter(|noun| noun.kind == NounKind::Person) {
            Some(noun) => head = Some((token, noun)),
            // "a 38-year-old farm worker": the age is not yet the role.
            None if head.is_some_and(|(_, noun): (usize, Noun)| !noun.is_ending())
                || !belongs_to_title(doc, token, sentence) =>
            {
                break;
            }
            None => {}
        }
    }
    let (head, noun) = head?;
    let closes = |token: usize| {
        !inside(token)
            || is(token, Class::Relative)
            || doc.token_text(token).chars().all(|c| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '-'))
    };
    let mut end = head + 1;
    if is(end, Class::Preposition) {
        let limit = (head + LONGEST_DESCRIPTION).min(sentence.end);
        if let Some(stop) = (end..limit).find(|&token| closes(token) || doc.syntax.tag(token).is_finite()) {
            end = stop;
        }
    }
    // "Merkel, the chancellor said, will go": a clause, not a description.
    let closed = closes(end) || is(end, Class::Coordinator);
    closed.then_some(Role { tokens: TokenRange::new(start, end), head, noun: Some(noun) })
}
