//! Two peoples or countries in one word: "Franco-German relations", "US-China trade".

use super::reading::NameText;
use crate::annotate::gazetteer::{Gazetteer, lists};
use crate::document::{EntityType, Mention, Span};
use crate::languages::NameClass;

/// What a half of the word names.
#[derive(Clone, Copy, PartialEq)]
enum Half {
    /// "German", "Franco".
    People,
    /// "China".
    Country,
}

/// Makes two peoples in one word a nationality, and names two countries apart.
pub(super) fn correct(text: NameText, mentions: &mut Vec<Mention>) {
    let gazetteer = Gazetteer::embedded();
    let half = |word: &str| {
        if text.doc.words().names().is(word, NameClass::CombiningPeople) {
            return Some(Half::People);
        }
        let entry = gazetteer.get(word)?;
        if entry.is_in(lists::DEMONYM) {
            return Some(Half::People);
        }
        entry.is_in(lists::COUNTRY).then_some(Half::Country)
    };
    let mut kept = Vec::with_capacity(mentions.len());
    let mut known = std::mem::take(mentions).into_iter().peekable();
    for token in 0..text.doc.tokens.len() {
        let word = text.text(token);
        // A word with a capital in both halves; most words end here.
        if !text.capital(token) {
            continue;
        }
        let halves = word
            .split_once(['-', '–'])
            .filter(|(_, second)| second.starts_with(char::is_uppercase) && !second.contains(['-', '–']));
        let Some((first, second)) = halves else { continue };
        let (Some(first_half), Some(second_half)) = (half(first), half(second)) else { continue };
        while let Some(mention) = known.next_if(|mention| mention.tokens.end <= token) {
            kept.push(mention);
        }
        let covered = known.peek().filter(|mention| mention.tokens.start <= token);
        if covered.is_some_and(|mention| mention.tokens.len() > 1) || gazetteer.get(word).is_some() {
            continue;
        }
        let confidence = known.next_if(|mention| mention.tokens.start <= token).map_or(0.9, |m| m.confidence.max(0.9));
        let tokens = crate::document::TokenRange::new(token, token + 1);
        let whole = text.mention(tokens, EntityType::Nationality, confidence);
        if (first_half, second_half) == (Half::Country, Half::Country) {
            let Span { start, end } = whole.span;
            for span in [Span::new(start, start + first.len()), Span::new(end - second.len(), end)] {
                kept.push(Mention { span, label: EntityType::Location, ..whole.clone() });
            }
        } else {
            kept.push(whole);
        }
    }
    kept.extend(known);
    *mentions = kept;
}
