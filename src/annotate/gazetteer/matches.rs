//! Names that stand in a list, as mentions.

use super::{Gazetteer, Watchlist, lists};
use crate::document::{Document, EntityType, Mention, MentionKind, Span};

/// Adds a mention for each match of the user's lists, in place of shorter names there; a longer name around a match
/// stays what it is ("Apple" is not found in "Apple Records"). Gives the entry of each mention that has one, by the
/// mention's place in `Document::mentions`.
pub fn add_watched(doc: &mut Document, watchlist: &Watchlist) -> Vec<Option<usize>> {
    if watchlist.is_empty() {
        return vec![None; doc.mentions.len()];
    }
    let found =
        find(doc, |rest| watchlist.longest(rest).map(|(end, entry)| (end, watchlist.entry(entry).label, entry)));
    merge(doc, found)
}

/// Adds mentions of well-known names, for languages without a model: countries and capitals, people in office, bodies.
pub fn add_listed(doc: &mut Document, gazetteer: &Gazetteer) {
    let language = doc.language().to_owned();
    let found = find(doc, |rest| {
        if !rest.starts_with(char::is_uppercase) {
            return None;
        }
        let everywhere = gazetteer.longest(rest);
        let local = gazetteer.longest_local(&language, rest);
        let (end, entry) = everywhere.into_iter().chain(local).max_by_key(|(end, _)| *end)?;
        let words = rest[..end].split(' ').count();
        let label = if entry.is_in(lists::PERSON) {
            EntityType::Person
        } else if entry.is_in(lists::COUNTRY) || entry.is_in(lists::CITY) && entry.city_rank() >= 8 && end > 4 {
            EntityType::Location
        } else if entry.is_in(lists::ORGANIZATION)
            && (words > 1 || rest[..end].chars().all(char::is_uppercase))
            && end > 2
        {
            EntityType::Organization
        } else {
            return None;
        };
        Some((end, label, 0))
    });
    merge(doc, found);
}

/// Matches from left to right, the longest first, none within another.
fn find(doc: &Document, longest: impl Fn(&str) -> Option<(usize, EntityType, usize)>) -> Vec<(Mention, usize)> {
    let mut found = Vec::new();
    let mut end = 0;
    for token in &doc.tokens {
        if token.span.start < end {
            continue;
        }
        let Some((length, label, entry)) = longest(&doc.text()[token.span.start..]) else { continue };
        let span = Span::new(token.span.start, token.span.start + length);
        end = span.end;
        let tokens = doc.tokens_in(span);
        let mention = Mention { span, tokens, kind: MentionKind::Name, label, confidence: 1.0, entity: None };
        found.push((mention, entry));
    }
    found
}

/// Puts new mentions among those of the document, which are in text order like them.
fn merge(doc: &mut Document, found: Vec<(Mention, usize)>) -> Vec<Option<usize>> {
    let old = std::mem::take(&mut doc.mentions);
    let mut old = old.into_iter().peekable();
    let mut entries = Vec::new();
    let mut keep = |mention: Mention, entry: Option<usize>| {
        doc.mentions.push(mention);
        entries.push(entry);
    };
    for (mention, entry) in found {
        let mut longer = false;
        while let Some(other) = old.next_if(|other| other.span.start < mention.span.end) {
            let within = mention.span.contains(other.span);
            longer |= other.span.overlaps(mention.span) && !within;
            if !within {
                keep(other, None);
            }
        }
        if !longer {
            keep(mention, Some(entry));
        }
    }
    old.for_each(|mention| keep(mention, None));
    entries
}
