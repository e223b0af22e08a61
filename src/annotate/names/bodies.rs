//! Names whose bearer has what only bodies have: "Kelvin's chief executive", "shares in Brandt", "Voltera, which is listed".
//!
//! Firms are often named after people, and a tagger takes such a name for a person's. What the text says of the bearer
//! tells, in every trade and country: nobody has shareholders of his own.

use super::reading::NameText;
use crate::annotate::gazetteer::lists;
use crate::document::{EntityType, Mention, Upos};
use crate::languages::NameClass;

/// Tokens of what a name has that are looked at.
const REACH: usize = 6;

/// Whether the words around a name may say that a body bears it. Places that the lists know have chairmen and shareholders, too.
pub(super) fn is_unsettled(text: NameText, mention: &Mention) -> bool {
    match mention.label {
        EntityType::Person | EntityType::Misc => true,
        EntityType::Location => text.phrase(mention.tokens).is_none_or(|entry| !entry.is_in(lists::PLACE)),
        _ => false,
    }
}

/// "Kelvin's chief executive", "Brandt shares": the head of what stands behind the name.
pub(super) fn has(text: NameText, mention: &Mention) -> bool {
    let end = mention.tokens.end;
    let start = if text.is_possessive(end) { end + 1 } else { end };
    let limit = text.sentence(mention.tokens.start).end.min(start + REACH);
    let goes_on = |&token: &usize| {
        let tag = text.doc.syntax.tag(token);
        !text.capital(token) && (tag.is_noun() || tag.is_adjective() || tag.is_gerund() || tag.is_participle())
    };
    let head = (start..limit).take_while(goes_on).last();
    head.is_some_and(|head| text.is(head, NameClass::OfBody) && text.doc.syntax.tag(head).is_noun())
}

/// "shares in Brandt", "the chief executive of Kelvin".
pub(super) fn is_had(text: NameText, mention: &Mention) -> bool {
    let start = mention.tokens.start;
    let Some(noun) = start.checked_sub(2).filter(|&noun| text.sentence(start).holds(noun)) else { return false };
    // A tagger takes the first word of a headline for a verb now and then: "Shares in Brandt rise".
    text.doc.syntax.tag(start - 1).upos == Upos::Adp && text.is(noun, NameClass::OfBody)
}

/// "Kelvin, which is listed": a relative that no person has. It tells people from bodies, but not bodies from other things. Behind
/// a full name it goes on with the whole sentence instead.
pub(super) fn is_a_thing(text: NameText, mention: &Mention) -> bool {
    let end = mention.tokens.end;
    let full = mention.tokens.len() > 1 && text.given_rank(mention.tokens.start) > 0;
    let relative = text.text(end) == "," && text.is(end + 1, NameClass::ThingRelative);
    mention.label == EntityType::Person
        && relative
        && !full
        && text.sentence(end).holds(end + 2)
        && text.doc.syntax.tag(end + 2).is_finite()
}
