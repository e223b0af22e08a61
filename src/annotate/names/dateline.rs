//! The place and the agency in front of a news text are what they stand for there, whatever a tagger makes of words
//! in capitals: "HAMBURG (Reuters) - ", "ST. LOUIS, Mo. (AP) — ", and on a line of its own "BRUSSELS 1996-08-22".

use crate::dateline::{self, Dateline};
use crate::document::EntityType::{self, Location, Organization};
use crate::document::{Document, Mention, MentionKind, Sentence, Span, TokenRange};

/// Sentences of the body that may begin with a dateline: bylines and agencies' own lines stand before it.
const FIRST_SENTENCES: usize = 5;

/// Sets the types of the names in the datelines of a document, where names are what stands there.
pub fn correct(doc: &Document, mentions: &mut Vec<Mention>) {
    let body = doc.body().start;
    for sentence in doc.sentences.iter().filter(|s| s.span.start >= body).take(FIRST_SENTENCES) {
        let Some(Dateline { place, rest, agency, capitals }) = read(doc, sentence) else { continue };
        let found = mentions.iter().find(|m| place.contains(m.span));
        // Words in capitals may be anything ("BREAKING —"), unless an agency or a place stands behind them or they are a
        // name; others ("Berlin (dpa) –") may be the name of a player and his country.
        let is_place = match capitals {
            true => {
                let place_behind = |m: &Mention| m.label == Location && rest.contains(m.span);
                agency.is_some()
                    || found.is_some()
                    || mentions.iter().any(place_behind)
                    || is_place(doc, place, mentions)
            }
            false => agency.is_some() && found.is_some_and(|m| m.label == Location),
        };
        if is_place {
            set(doc, mentions, doc.tokens_in(place), Location);
            if let Some(agency) = agency {
                set(doc, mentions, doc.tokens_in(agency), Organization);
            }
        }
    }
}

/// Whether the text names a place by these words elsewhere.
fn is_place(doc: &Document, words: Span, mentions: &[Mention]) -> bool {
    let words = doc.slice(words);
    mentions
        .iter()
        .any(|m| m.label == Location && m.span.len() == words.len() && doc.slice(m.span).to_uppercase() == words)
}

/// The dateline that begins a sentence; it may reach into the next one, as a period may end a part of it.
fn read(doc: &Document, sentence: &Sentence) -> Option<Dateline> {
    let start = sentence.span.start;
    let within = |span: Span| Span::new(start + span.start, start + span.end);
    let Dateline { place, rest, agency, capitals } =
        dateline::read(doc.slice(Span::new(start, doc.blocks()[sentence.block].span.end)))?;
    Some(Dateline { place: within(place), rest: within(rest), agency: agency.map(within), capitals })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::{sentences, tokenizer};
    use crate::document::BlockKind;

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
            ("STAVIK, Norway — The yard closed.", "Norway", Location, "STAVIK Location, Norway Location"),
            ("STAVIK — The yard in Stavik closed.", "Stavik", Location, "STAVIK Location, Stavik Location"),
            ("NATO said that the council met.", "NATO", Organization, "NATO Organization"),
        ] {
            assert_eq!(corrected(text, word, label), want, "{text}");
        }
    }
}
