//! What kind of noun phrase speaks, and which name heads it.

use crate::document::{Document, MentionId, MentionKind, Span};

/// A speaker's noun phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phrase {
    /// Headed by a name: "Kremlin spokesman Dmitry Peskov".
    Named(MentionId),
    /// A pronoun, in lower case.
    Pronoun(String),
    /// A description: "Clinton's campaign", "a spokesman for the ministry".
    Nominal,
}

const PRONOUNS: [&str; 32] = [
    "that", "which", "he", "she", "they", "it", "i", "we", "you", "who", "him", "her", "them", "his", "their", "él",
    "ella", "ellos", "ellas", "il", "elle", "ils", "elles", "er", "sie", "lui", "lei", "ele", "ela", "eles", "elas",
    "himself",
];

/// Prepositions and the like that start a phrase's complement.
const COMPLEMENT: [&str; 15] =
    ["of", "for", "at", "from", "in", "with", "on", "to", "de", "von", "di", "who", "including", "like", "such"];

/// Reads the noun phrase in a span.
pub fn read(doc: &Document, span: Span) -> Phrase {
    let text = doc.slice(span);
    let lower = text.to_lowercase();
    if PRONOUNS.contains(&lower.as_str()) {
        return Phrase::Pronoun(lower);
    }
    let names: Vec<MentionId> = overlapping(doc, span);
    let in_name = |at: usize| names.iter().any(|&m| doc.mentions[m].span.start <= at && at < doc.mentions[m].span.end);
    let mut head = Span::new(span.start, span.end);
    let mut at = span.start;
    for (i, word) in text.split(' ').enumerate() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if i > 0 && (COMPLEMENT.contains(&bare) || word.starts_with('(')) && !in_name(at) {
            head.end = at;
            break;
        }
        let ends = at + word.len();
        let possessive = ["'s", "’s", "s'", "s’"].iter().any(|p| word.ends_with(p));
        if possessive
            && ends < span.end
            && !names.iter().any(|&m| doc.mentions[m].span.start < at && ends < doc.mentions[m].span.end)
        {
            head.start = ends;
        }
        if word.ends_with(',') && i > 0 && !in_name(ends) {
            head.end = ends;
            break;
        }
        at = ends + 1;
    }
    let end = doc.text()[..head.end].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.').len();
    names
        .into_iter()
        .rev()
        .find(|&m| {
            let name = doc.mentions[m].span;
            name.start >= head.start && name.end.abs_diff(end) <= 1
        })
        .map_or(Phrase::Nominal, Phrase::Named)
}

fn overlapping(doc: &Document, span: Span) -> Vec<MentionId> {
    // A name is no longer than this many mentions before the span could reach into it.
    let first = doc.mentions.partition_point(|m| m.span.start < span.start).saturating_sub(2);
    (first..doc.mentions.len())
        .take_while(|&m| doc.mentions[m].span.start < span.end)
        .filter(|&m| doc.mentions[m].kind == MentionKind::Name && doc.mentions[m].span.overlaps(span))
        .collect()
}
