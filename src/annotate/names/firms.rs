//! Firms with a founder's name in the possessive ("Kellogg's", "Lloyd's of London") and with their form behind it ("plc").

use std::collections::HashSet;

use super::reading::NameText;
use crate::annotate::gazetteer::lists;
use crate::document::{EntityType, Features, Mention, TokenRange, Upos};
use crate::languages::{Class, NameClass};

/// Longer forms of companies in small letters are words of another kind: "limited".
const LONGEST_SMALL_FORM: usize = 4;

/// Draws out the names of firms to the mark of the possessive and to the form of company, where these belong to them.
pub(super) fn correct(text: NameText, mentions: &mut Vec<Mention>) {
    let people: HashSet<&str> = mentions
        .iter()
        .filter(|m| m.label == EntityType::Person && m.tokens.len() > 1)
        .flat_map(|m| [text.text(m.tokens.start), text.text(m.tokens.end - 1)])
        .collect();
    let founders: HashSet<&str> = mentions
        .iter()
        .filter(|m| m.tokens.len() == 1 && text.is_possessive(m.tokens.end))
        .filter(|m| !people.contains(text.text(m.tokens.start)) && is_firm(text, m.tokens))
        .map(|m| text.text(m.tokens.start))
        .collect();
    let mut index = 0;
    while index < mentions.len() {
        let TokenRange { start, end } = mentions[index].tokens;
        let mut firm = end;
        // A tagger may have taken the mark in by itself.
        let with_mark = end == start + 2 && text.is_possessive(start + 1);
        if with_mark && mentions[index].label == EntityType::Organization {
            firm = with_place(text, end);
        } else if end == start + 1 && text.is_possessive(end) && founders.contains(text.text(start)) {
            firm = with_place(text, end + 1);
        }
        firm = with_trade(text, mentions[index].tokens, firm);
        firm = with_form(text, firm);
        if firm > end {
            // A place within the firm's name is no name of its own.
            let last = index + 1 + mentions[index + 1..].iter().take_while(|m| m.tokens.start < firm).count();
            let confidence = mentions[index].confidence;
            let whole = text.mention(TokenRange::new(start, firm), EntityType::Organization, confidence);
            mentions.splice(index..last, [whole]);
        }
        index += 1;
    }
}

/// Whether what stands behind a name in the possessive is nothing that anybody could have: a verb, a mark, a preposition.
/// Several in a row ("McDonald's and Sainsbury's said") are judged by what stands behind the last.
fn is_firm(text: NameText, name: TokenRange) -> bool {
    let possessive = name.end;
    let listed = text.phrase(TokenRange::new(name.start, possessive + 1));
    if listed.is_some_and(|entry| entry.is_in(lists::COMPANY | lists::OUTLET)) {
        return true;
    }
    let place = text.phrase(name).is_some_and(|entry| entry.is_in(lists::COUNTRY | lists::REGION | lists::DEMONYM));
    let sentence = text.sentence(name.start);
    // "a friend of Mary's": the possessive stands for itself.
    let stands_for_itself = name.start > sentence.start + 2
        && text.is(name.start - 1, NameClass::InnerLink)
        && text.doc.is(name.start - 3, Class::IndefiniteArticle);
    if place || stands_for_itself {
        return false;
    }
    let mut next = possessive + 1;
    loop {
        let joined = text.text(next) == "," || text.doc.tokens.len() > next && text.doc.is(next, Class::Coordinator);
        let goes_on = joined && text.capital(next + 1) && text.is_possessive(next + 2);
        if !goes_on || next + 2 >= sentence.end {
            break;
        }
        next += 3;
    }
    if next >= sentence.end {
        return true;
    }
    let tag = text.doc.syntax.tag(next);
    let stops = matches!(tag.upos, Upos::Adp | Upos::Punct | Upos::Cconj | Upos::Sconj);
    // What looks like a participle may be the verb of a firm that is listed without the mark, or one of speech: "Kellogg's said".
    let listed = text.phrase(name).is_some_and(|entry| entry.is_in(lists::COMPANY) && !entry.is_in(lists::GIVEN));
    let speaks = || text.doc.words().reporting().verb(&text.text(next).to_lowercase(), |_| false).is_some();
    tag.is_finite() || tag.is_participle() && (listed || speaks()) || stops && !tag.has(Features::BRACKET)
}

/// Where a firm's name ends that goes on with a place: "Lloyd's of London".
fn with_place(text: NameText, end: usize) -> usize {
    let place = TokenRange::new(end + 1, end + 2);
    let goes_on = text.is(end, NameClass::InnerLink)
        && text.capital(end + 1)
        && text.sentence(end).holds(end + 1)
        && text.phrase(place).is_some_and(|entry| entry.is_in(lists::CITY));
    if goes_on { end + 2 } else { end }
}

/// Where a founder's name ends that goes on with what the firm is: "Dunne's Bakeries".
fn with_trade(text: NameText, founder: TokenRange, end: usize) -> usize {
    let trade = founder.end + 1;
    let place = text.phrase(founder).is_some_and(|entry| entry.is_in(lists::PLACE | lists::DEMONYM));
    let goes_on = !place
        && founder.len() <= 2
        && text.is_possessive(founder.end)
        && text.capital(trade)
        && text.is(trade, NameClass::Trade)
        && text.sentence(founder.start).holds(trade)
        && !text.capital(trade + 1);
    if goes_on { trade + 1 } else { end }
}

/// Where a name ends with the form of company behind it: "plc", ", Inc."
fn with_form(text: NameText, end: usize) -> usize {
    let form = if text.text(end) == "," { end + 1 } else { end };
    let is_form = text.is(form, NameClass::LegalForm)
        && (text.capital(form) || form == end && text.text(form).len() <= LONGEST_SMALL_FORM)
        && text.sentence(form).holds(end.saturating_sub(1));
    if is_form { form + 1 } else { end }
}
