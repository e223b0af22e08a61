//! Countries whose names hold a conjunction or a preposition: "Saint Kitts and Nevis", "United Kingdom of Great Britain and
//! Northern Ireland". Taggers cut them in two.

use super::reading::NameText;
use crate::annotate::gazetteer::{Gazetteer, lists};
use crate::document::{EntityType, Mention, Span};
use crate::languages::{Class, NameClass};

/// Makes one name of the parts of a country's.
pub(super) fn correct(text: NameText, mentions: &mut Vec<Mention>) {
    for mention in mentions.iter_mut().filter(|mention| mention.label == EntityType::Nationality) {
        // "the Philippines": the name of a country is not that of its people.
        let demonym = text.phrase(mention.tokens).is_some_and(|entry| entry.is_in(lists::DEMONYM));
        if text.is_only_country(mention.tokens) && !demonym {
            mention.label = EntityType::Location;
        }
    }
    let gazetteer = Gazetteer::embedded();
    let mut index = 0;
    while index < mentions.len() {
        let (start, end) = (mentions[index].span.start, mentions[index].tokens.end);
        index += 1;
        let joins = text.text(end) == "&"
            || text.is(end, NameClass::InnerLink)
            || text.doc.tokens.len() > end && text.doc.is(end, Class::Coordinator);
        if !joins || !text.capital(end + 1) && !text.capital(end + 2) {
            continue;
        }
        let longest = gazetteer.longest(&text.doc.text()[start..]).filter(|(_, entry)| entry.is_in(lists::COUNTRY));
        let Some((length, _)) = longest else { continue };
        let span = Span::new(start, start + length);
        if span.end <= mentions[index - 1].span.end {
            continue;
        }
        let last = index + mentions[index..].iter().take_while(|mention| mention.span.start < span.end).count();
        let confidence = mentions[index - 1].confidence;
        let whole = text.mention(text.doc.tokens_in(span), EntityType::Location, confidence);
        mentions.splice(index - 1..last, [whole]);
    }
}
