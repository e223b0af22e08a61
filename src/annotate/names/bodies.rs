//! Names whose bearer has what only bodies have: "Kelvin's chief executive", "shares in Brandt", "Voltera, which is listed".
//!
//! Firms are often named after people, and a tagger takes such a name for a person's. What the text says of the bearer
//! tells, in every trade and country. Only words count that no person has ("customers" and a "price" anybody may have), and
//! nobody who is named in full.

use super::reading::NameText;
use crate::annotate::gazetteer::lists;
use crate::document::{EntityType, Mention};
use crate::languages::NameClass;

/// Tokens of what a name has that are looked at.
const REACH: usize = 6;

/// Whether the words around a name may say that a body bears it. Places have chief executives, too.
pub(super) fn is_unsettled(text: NameText, mention: &Mention) -> bool {
    let full = text.begins_with_given(mention.tokens);
    let place = text.phrase(mention.tokens).is_some_and(|entry| entry.is_in(lists::PLACE));
    matches!(mention.label, EntityType::Person | EntityType::Misc) && !full && !place
}

/// "Kelvin's chief executive", "Brandt shareholders": the head of what stands behind the name.
pub(super) fn has(text: NameText, mention: &Mention) -> bool {
    let end = mention.tokens.end;
    let start = if text.is_possessive(end) { end + 1 } else { end };
    let limit = text.sentence(mention.tokens.start).end.min(start + REACH);
    let goes_on = |&token: &usize| {
        let tag = text.doc.syntax.tag(token);
        !text.capital(token) && (tag.is_noun() || tag.is_adjective() || tag.is_gerund() || tag.is_participle())
    };
    let head = (start..limit).take_while(goes_on).last();
    head.is_some_and(|head| text.doc.syntax.tag(head).is_noun() && is_of_body(text, head, start))
}

/// "shares in Brandt", "shareholders of Kelvin"; not "shareholders of Kelvin's rival".
pub(super) fn is_had(text: NameText, mention: &Mention) -> bool {
    let (start, end) = (mention.tokens.start, mention.tokens.end);
    let Some(noun) = start.checked_sub(2).filter(|&noun| text.sentence(start).holds(noun)) else { return false };
    let linked = text.is(start - 1, NameClass::InnerLink) && !text.is_possessive(end);
    // A tagger takes the first word of a headline for a verb now and then: "Shares in Brandt rise".
    linked && (is_of_body(text, noun, noun) || is_of_body(text, start - 1, noun))
}

/// "Kelvin, which is listed": a relative that no person has. It tells people from bodies, but not bodies from other things. Behind
/// an object it may go on with the whole sentence instead: "They dropped Kelvin, which hurt".
pub(super) fn is_a_thing(text: NameText, mention: &Mention) -> bool {
    let (start, end) = (mention.tokens.start, mention.tokens.end);
    let sentence = text.sentence(start);
    let relative = text.text(end) == "," && text.is(end + 1, NameClass::ThingRelative);
    let told = relative && sentence.holds(end + 2) && text.doc.syntax.tag(end + 2).is_finite();
    mention.label == EntityType::Person && start == sentence.start && told
}

/// Whether a word, or it and the one before it, is what only bodies have.
fn is_of_body(text: NameText, head: usize, from: usize) -> bool {
    let pair = || format!("{}-{}", text.text(head - 1), text.text(head));
    text.is(head, NameClass::OfBody) || head > from && text.doc.words().names().is(&pair(), NameClass::OfBody)
}
