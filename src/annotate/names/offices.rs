//! Offices before names: "UK Home Secretary Lund", "Under-Secretary of State for Health Anna Berg".
//!
//! The words of an office are no name and no part of one, but they have capitals, and taggers take them for names.
//! What stays is the person behind the office and the country or body in front of it.

use super::reading::NameText;
use crate::document::{EntityType, Mention, Number, TokenRange};
use crate::languages::{Class, NameClass, NounFlags, NounKind};

/// Words of offices that stand in front of a name.
const OFFICES: &[NameClass] = &[NameClass::TitleNoun, NameClass::PortfolioOffice];
/// Words that belong to an office beside its noun.
const PARTS: &[NameClass] =
    &[NameClass::TitleNoun, NameClass::PortfolioOffice, NameClass::Portfolio, NameClass::TitleModifier];

/// Cuts the words of offices from the names of a text and drops names that are nothing else.
pub(super) fn correct(text: NameText, mentions: &mut Vec<Mention>) {
    let portfolios = portfolios(text);
    let mut kept = Vec::with_capacity(mentions.len());
    for mut mention in mentions.drain(..) {
        if let Some(portfolio) =
            portfolios.iter().find(|p| p.start < mention.tokens.end && mention.tokens.start < p.end)
            && !cut_portfolio(text, *portfolio, &mut mention)
        {
            continue;
        }
        match split(text, mention.tokens, mention.label) {
            Split::Whole => kept.push(mention),
            Split::Parts(before, person) => {
                if let Some((tokens, label)) = before {
                    kept.push(text.mention(tokens, label, mention.confidence));
                }
                if let Some(tokens) = person {
                    kept.push(text.mention(tokens, EntityType::Person, mention.confidence));
                }
            }
        }
    }
    *mentions = kept;
}

/// Offices with what they are for: "Secretary of State for Health", from the office to the last word of the
/// portfolio.
fn portfolios(text: NameText) -> Vec<TokenRange> {
    let links = |token: usize| text.is(token, NameClass::InnerLink);
    let mut found = Vec::new();
    for office in 0..text.doc.tokens.len() {
        if !text.is(office, NameClass::PortfolioOffice) || !links(office + 1) {
            continue;
        }
        let limit = text.sentence(office).end;
        let (mut end, mut token) = (office + 1, office + 1);
        while token < limit {
            // A small word goes on with a portfolio: "Affaires étrangères".
            let goes_on = token == end && end > office + 1;
            if text.is(token, NameClass::Portfolio) && (text.capital(token) || goes_on) {
                end = token + 1;
            } else {
                let joins = text.text(token) == ","
                    || text.doc.is(token, Class::Coordinator)
                    || text.doc.is(token, Class::DefiniteArticle);
                // One joining word may stand between two of a portfolio, a link and an article before its first.
                if !links(token) && !joins || token > end + 1 {
                    break;
                }
            }
            token += 1;
        }
        if end > office + 1 {
            found.push(TokenRange::new(office, end));
        }
    }
    found
}

/// Leaves of a name what lies outside of an office with its portfolio; false where that is nothing.
fn cut_portfolio(text: NameText, office: TokenRange, mention: &mut Mention) -> bool {
    let TokenRange { start, end } = mention.tokens;
    if end > office.end {
        // "State for Health Anna Berg": the person behind the portfolio.
        let person = TokenRange::new(office.end, end);
        text.resize(mention, person);
        let is_name = person.len() <= 3 && person.iter().all(|token| text.capital(token));
        if is_name && text.listed_type(person).is_none() {
            mention.label = EntityType::Person;
        }
        return true;
    }
    if start >= office.start {
        return false;
    }
    // "UK Secretary of State": what stands before the office.
    match before_office(text, TokenRange::new(start, office.start)) {
        Some((tokens, label)) => {
            text.resize(mention, tokens);
            mention.label = label;
            true
        }
        None => false,
    }
}

/// Words that are no part of the person's name after an office.
const NO_NAME: &[NameClass] =
    &[NameClass::BodyHead, NameClass::LegalForm, NameClass::InnerLink, NameClass::Generation, NameClass::PostNominal];

/// What a name is made of.
enum Split {
    /// One name.
    Whole,
    /// The country or body before an office, and the person behind it.
    Parts(Option<(TokenRange, EntityType)>, Option<TokenRange>),
}

fn split(text: NameText, tokens: TokenRange, label: EntityType) -> Split {
    let is_part = |token: usize| text.is_any(token, PARTS);
    // "the Bolga South MP"
    let in_letters = |token: usize| {
        let word = text.text(token);
        word.len() > 1
            && word.chars().all(char::is_uppercase)
            && text.doc.words().noun(word).is_some_and(|noun| noun.is_role())
    };
    let is_office = |token: usize| text.is_any(token, OFFICES) || token + 1 == tokens.end && in_letters(token);
    // "Prime Minister" alone; one word may be a surname or a firm.
    if tokens.len() > 1 && tokens.iter().all(is_part) && tokens.iter().any(is_office) {
        return Split::Parts(None, None);
    }
    // "UK Home" before "Secretary", "Health" before "Minister".
    let followed = text.capital(tokens.end) && text.is_any(tokens.end, OFFICES);
    if followed && text.is(tokens.end - 1, NameClass::Portfolio) && label != EntityType::Person {
        return Split::Parts(before_office(text, tokens), None);
    }
    if matches!(label, EntityType::Person | EntityType::Organization | EntityType::Misc)
        && let Some(person) = behind_occupation(text, tokens, label)
    {
        return Split::Parts(None, Some(person));
    }
    let last_office = (tokens.start..tokens.end).rev().find(|&token| is_office(token));
    let Some(office) = last_office else { return Split::Whole };
    let head = TokenRange::new(tokens.start, office);
    if office + 1 == tokens.end {
        // "the Police Public Relations Officer": no more than a role.
        let article = tokens.start.checked_sub(1).is_some_and(|t| text.doc.is(t, Class::DefiniteArticle));
        if article && label != EntityType::Person && !head.is_empty() && before_office(text, head).is_none() {
            return Split::Parts(None, None);
        }
        // "US Secretary"
        let before = if label == EntityType::Person || head.is_empty() { None } else { before_office(text, head) };
        return before.map_or(Split::Whole, |before| Split::Parts(Some(before), None));
    }
    let person = TokenRange::new(office + 1, tokens.end);
    let is_body = person
        .iter()
        .any(|token| text.is_any(token, NO_NAME) || !text.capital(token) && !text.is(token, NameClass::Particle));
    let before = before_office(text, head);
    let office_alone = head.iter().all(is_part);
    let fits = match label {
        EntityType::Person => before.is_some() || office_alone && !head.is_empty(),
        // "General Mills" begins with an office and is none.
        _ => !head.is_empty() && (before.is_some() || office_alone) && text.is_personal(person.start),
    };
    // A given name in front makes the office a name: "Martin Luther King Smith".
    let is_place = before.is_some_and(|(_, label)| label != EntityType::Organization);
    let given = !head.is_empty() && !is_place && text.given_rank(head.start) > 0;
    if fits && !is_body && !given && person.len() <= 3 { Split::Parts(before, Some(person)) } else { Split::Whole }
}

/// "Nurse Ann Lee", "Plumber Bo Lund": the whole name behind an occupation that nobody is called by.
fn behind_occupation(text: NameText, tokens: TokenRange, label: EntityType) -> Option<TokenRange> {
    let person = TokenRange::new(tokens.start + 1, tokens.end);
    let noun = |token: usize| text.doc.words().noun(text.text(token));
    let described = NounFlags::ROLE | NounFlags::GIVEN;
    let occupation =
        noun(tokens.start).filter(|noun| noun.kind == NounKind::Person && noun.flags.intersects(described))?;
    let called = |token: usize| {
        let small = text.doc.classes[token].is_function_word();
        text.capital(token)
            && !small
            && noun(token).is_none()
            && !text.is_any(token, NO_NAME)
            && !text.is_country(token)
    };
    // "Hoteliers Lee": nobody is called so.
    let shortest = if occupation.number == Number::Plural { 1 } else { 2 };
    let whole = (shortest..=3).contains(&person.len()) && person.iter().all(called);
    // What no list knows is mostly a person's name as well, but bodies begin with such a word, too.
    let known =
        label != EntityType::Organization || text.given_rank(person.start) > 0 || text.is_personal(person.end - 1);
    // "the Emperor Norton Bridge"
    let article = tokens.start.checked_sub(1).is_some_and(|t| text.doc.is(t, Class::DefiniteArticle));
    let known = known && (label == EntityType::Person || !article);
    (whole && known && text.given_rank(tokens.start) == 0).then_some(person)
}

/// The country, people or body in front of an office, without the office's other words.
fn before_office(text: NameText, tokens: TokenRange) -> Option<(TokenRange, EntityType)> {
    let mut end = tokens.end;
    while end > tokens.start && text.is_any(end - 1, PARTS) {
        end -= 1;
    }
    let start = tokens.start + usize::from(end > tokens.start && text.doc.is(tokens.start, Class::DefiniteArticle));
    let rest = TokenRange::new(start, end.max(start));
    // A given name in front of an office is no place: "Bina Shah".
    let given = rest.len() == 1 && text.given_rank(start) > 0 && !text.is_country(start);
    if rest.is_empty() || given { None } else { text.listed_type(rest).map(|label| (rest, label)) }
}
