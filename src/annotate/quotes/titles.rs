//! Titles of works, names and terms in quotation marks: words that nobody says.

use super::direct::words_in;
use crate::document::Document;
use crate::document::QuotedSpan;

/// Words before a mark that announce a title, name or term.
const ANNOUNCES: [&str; 44] = [
    "album",
    "anthem",
    "article",
    "ballad",
    "book",
    "called",
    "cartoon",
    "column",
    "comedy",
    "documentary",
    "drama",
    "dubbed",
    "editorial",
    "entitled",
    "episode",
    "essay",
    "film",
    "hit",
    "magazine",
    "memoir",
    "movie",
    "musical",
    "named",
    "nicknamed",
    "novel",
    "on",
    "painting",
    "play",
    "podcast",
    "program",
    "series",
    "show",
    "single",
    "sitcom",
    "so-called",
    "song",
    "special",
    "star",
    "starred",
    "story",
    "thriller",
    "titled",
    "track",
    "video",
];

/// Words that a title in marks may follow, and words that somebody says hardly ever do.
const LEADS: [&str; 20] = [
    "a", "an", "and", "at", "by", "for", "from", "her", "his", "in", "its", "like", "of", "on", "or", "the", "their",
    "to", "via", "with",
];

/// The longest word in front of a mark that is read, in bytes.
const LONGEST_WORD: usize = 48;

/// Whether a stretch names a work, a person or a term: capitals throughout, or a word before it that says so.
pub fn is_title(doc: &Document, marked: &QuotedSpan) -> bool {
    const SMALL: [&str; 22] = [
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "with", "from", "by", "de", "la", "le",
        "el", "und", "der", "du", "y",
    ];
    let words = words_in(doc, marked.inner);
    let inner = doc.slice(marked.inner);
    let capitals = inner.split_whitespace().all(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.is_empty() || SMALL.contains(&word) || word.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
    });
    // The word in front is looked for no further back than a word is long.
    let block = doc.blocks()[marked.block].span;
    let mut from = marked.outer.start.saturating_sub(LONGEST_WORD).max(block.start);
    while !doc.text().is_char_boundary(from) {
        from += 1;
    }
    let before = doc.text()[from..marked.outer.start].trim_end();
    let last = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let word = last.trim_end_matches(',').to_lowercase();
    let announced = ANNOUNCES.contains(&word.as_str());
    if !capitals {
        return announced && words < 4;
    }
    // American typesetting puts the comma and the full stop of the sentence inside the marks.
    let possessed = last.ends_with("'s") || last.ends_with("’s");
    let led = possessed || last.ends_with(['”', '"', '’']) || LEADS.contains(&last);
    announced
        || (2..=8).contains(&words) && !inner.ends_with(['!', '?']) && (led || !inner.ends_with(['.', ',']))
        || possessed && words == 1
}
