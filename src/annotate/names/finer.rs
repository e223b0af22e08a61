//! Events, works and products among the other names, by the words in and around them.
//!
//! The corpora that tell these apart hold few of them, nearly all from encyclopedia pages, so the sequence models
//! learn them as one type; what is left without a telling word stays `Misc`.

use crate::document::{Document, EntityType, TokenRange, Upos};
use crate::languages::NameClass;

/// The type of a name that is no person, organization, place or nationality.
pub fn finer(doc: &Document, tokens: TokenRange) -> EntityType {
    let words = doc.words().names();
    let text = |token: usize| if token < doc.tokens.len() { doc.token_text(token) } else { "" };
    let before = |n: usize| tokens.start.checked_sub(n).map_or("", text);
    let (first, after) = (text(tokens.start), text(tokens.end));
    let head = text(head(doc, tokens));
    let quoted =
        matches!(before(1), "\"" | "“" | "‘" | "'" | "«") && matches!(after, "\"" | "”" | "’" | "'" | "»" | "," | ".");
    let called = if matches!(before(1), "\"" | "“" | "‘" | "'" | "," | ":") { before(2) } else { before(1) };
    if words.is(called, NameClass::WorkBefore) {
        return EntityType::Work;
    }
    if words.is(head, NameClass::EventHead)
        || words.is(first, NameClass::EventFirst)
        || words.is(after, NameClass::EventAfter)
    {
        return EntityType::Event;
    }
    if words.is(head, NameClass::WorkHead) || quoted {
        return EntityType::Work;
    }
    let mut inside = tokens.iter().map(text);
    if inside.any(|word| is_model_number(word) || words.is(word, NameClass::Product))
        || words.is(after, NameClass::ProductAfter)
    {
        return EntityType::Product;
    }
    EntityType::Misc
}

/// The word that says what a name is of: "Battle of the Somme" and "2012 Olympics in London" have it inside, "World
/// War II" before a number.
fn head(doc: &Document, tokens: TokenRange) -> usize {
    let words = doc.words().names();
    let is_number = |&token: &usize| {
        doc.syntax.tag(token).upos == Upos::Num || words.is(doc.token_text(token), NameClass::Generation)
    };
    let inner = (tokens.start + 1..tokens.end).find(|&token| words.is(doc.token_text(token), NameClass::InnerLink));
    let end = inner.unwrap_or(tokens.end);
    (tokens.start..end).rev().find(|token| !is_number(token)).unwrap_or(end - 1)
}

/// "F-16", "MiG-29", "S-400": up to three letters, a hyphen, digits.
fn is_model_number(word: &str) -> bool {
    word.split_once('-').is_some_and(|(letters, digits)| {
        (1..=3).contains(&letters.len())
            && letters.bytes().all(|b| b.is_ascii_alphabetic())
            && letters.starts_with(|c: char| c.is_ascii_uppercase())
            && !digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit())
    })
}
