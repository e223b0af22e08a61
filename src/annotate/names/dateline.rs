//! The place and the agency in front of a news text are what they stand for there, whatever a tagger makes of words
//! in capitals: "HAMBURG (Reuters) - ", "ST. LOUIS, Mo. (AP) — ", and on a line of its own "BRUSSELS 1996-08-22".

use crate::document::EntityType::{self, Location, Organization};
use crate::document::{Document, Mention, MentionKind, TokenRange};

/// Sentences of the body that may begin with a dateline: bylines and agencies' own lines stand before it.
const FIRST_SENTENCES: usize = 5;
/// Most tokens from a dateline's first one to its dash.
const LONGEST: usize = 16;
/// Most tokens of a place's name and of an agency's.
const LONGEST_NAME: usize = 4;

/// A dateline's place, and the agency in brackets behind it.
#[derive(Debug, PartialEq, Eq)]
struct Dateline {
    place: TokenRange,
    agency: Option<TokenRange>,
}

/// Sets the types of the names in the datelines of a document, where names are what stands there.
pub fn correct(doc: &Document, mentions: &mut Vec<Mention>) {
    let body = doc.body().start;
    let sentences = doc.sentences.iter().filter(|s| s.span.start >= body).take(FIRST_SENTENCES);
    for Dateline { place, agency } in sentences.filter_map(|s| find(doc, s.tokens.start)) {
        let within = |m: &&Mention| m.tokens.start >= place.start && m.tokens.end <= place.end;
        let found = mentions.iter().find(within);
        // Words in capitals may be anything ("BREAKING —"), unless an agency stands behind them or they are a name;
        // others ("Berlin (dpa) –") may be the name of a player and his country.
        let is_place = match doc.slice(doc.tokens_span(place)).contains(char::is_lowercase) {
            true => agency.is_some() && found.is_some_and(|m| m.label == Location),
            false => agency.is_some() || found.is_some(),
        };
        if is_place {
            set(doc, mentions, place, Location);
            if let Some(agency) = agency {
                set(doc, mentions, agency, Organization);
            }
        }
    }
}

/// Replaces whatever was found in these tokens by one name.
fn set(doc: &Document, mentions: &mut Vec<Mention>, tokens: TokenRange, label: EntityType) {
    let first = mentions.partition_point(|m| m.tokens.end <= tokens.start);
    let behind = mentions.partition_point(|m| m.tokens.start < tokens.end);
    let sure = |m: &Mention| if m.label == label { m.confidence } else { 0.0 };
    // A dateline is no guess; what a tagger says of words in capitals is.
    let confidence = mentions[first..behind].iter().map(sure).fold(0.9, f32::max);
    let mention =
        Mention { span: doc.tokens_span(tokens), tokens, kind: MentionKind::Name, label, confidence, entity: None };
    mentions.splice(first..behind, [mention]);
}

/// The dateline that begins at a token.
fn find(doc: &Document, start: usize) -> Option<Dateline> {
    let end = doc.tokens.len().min(start + LONGEST);
    let text = |token: usize| doc.token_text(token);
    let after = (start..end).find(|&t| !is_of_place(text(t)))?;
    let place = TokenRange::new(start, after);
    if place.is_empty() || place.len() > LONGEST_NAME || doc.tokens_span(place).len() < 3 {
        return None;
    }
    if is_iso_date(text(after)) {
        return Some(Dateline { place, agency: None });
    }
    let dash = (after..end).find(|&t| matches!(text(t), "-" | "–" | "—" | "--"))?;
    let agency = match text(dash - 1) {
        ")" => (after..dash).rev().find(|&t| text(t) == "(").map(|open| TokenRange::new(open + 1, dash - 1)),
        _ => None,
    };
    let agency = agency.filter(|agency| (1..=LONGEST_NAME).contains(&agency.len()));
    let begins = matches!(text(after), "," | "(") || after == dash;
    begins.then_some(Dateline { place, agency })
}

fn is_of_place(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
}

fn is_iso_date(word: &str) -> bool {
    let is = |c: char, form: u8| if form == b'0' { c.is_ascii_digit() } else { c == char::from(form) };
    word.len() == 10 && word.chars().zip(*b"0000-00-00").all(|(c, form)| is(c, form))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::{sentences, tokenizer};
    use crate::document::{BlockKind, Span};

    /// The names of a text after a tagger has taken `word` for a name of this type.
    fn corrected(text: &str, word: &str, label: EntityType) -> String {
        let mut doc = Document::new("", &[(BlockKind::Body, text)], "en", None);
        tokenizer::annotate(&mut doc);
        sentences::annotate(&mut doc);
        let span = text.find(word).filter(|_| !word.is_empty()).map(|at| Span::new(at, at + word.len()));
        let mention = |span: Span| {
            let tokens = doc.tokens_in(span);
            Mention { span, tokens, kind: MentionKind::Name, label, confidence: 0.5, entity: None }
        };
        let mut mentions: Vec<Mention> = span.into_iter().map(mention).collect();
        correct(&doc, &mut mentions);
        let name = |m: &Mention| format!("{} {:?}", doc.slice(m.span), m.label);
        mentions.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn datelines_are_places_and_agencies() {
        for (text, word, label, want) in [
            ("HAMBURG (Reuters) - The yard closed.", "HAMBURG", Organization, "HAMBURG Location, Reuters Organization"),
            ("HAMBURG (Reuters) - The yard closed.", "", Location, "HAMBURG Location, Reuters Organization"),
            ("ST. LOUIS, Mo. (AP) — A judge spoke.", "ST", Organization, "ST. LOUIS Location, AP Organization"),
            (
                "PARIS, Jan 5 (Reuters) - France won.",
                "PARIS",
                EntityType::Person,
                "PARIS Location, Reuters Organization",
            ),
            ("NEW YORK — Stocks rose.", "YORK", Organization, "NEW YORK Location"),
            ("BRUSSELS 1996-08-22 The council met.", "BRUSSELS", Organization, "BRUSSELS Location"),
            ("Berlin (dpa) – The council met.", "Berlin", Location, "Berlin Location, dpa Organization"),
            ("Lund (Norway) - 62 points.", "Lund", EntityType::Person, "Lund Person"),
            ("BREAKING — The council met.", "", Location, ""),
            ("NATO said that the council met.", "NATO", Organization, "NATO Organization"),
        ] {
            assert_eq!(corrected(text, word, label), want, "{text}");
        }
    }
}
