//! Attribution: from the noun phrase that speaks ("she", "the ministry's spokesman", "Mr. Rubio") to the entity behind
//! it, with a confidence.
//!
//! Names need only the mention that heads the phrase. Pronouns and descriptions choose among the article's own cast, by a
//! weighted sum of linguistic features (`candidates`); where the choice is not clear enough nobody is named, because
//! no speaker is better than a wrong one.

mod candidates;
mod interview;
mod phrase;

use crate::annotate::quotes::labels::{self, Role};
use crate::document::{Document, EntityType, MentionKind, Pos, Span};
use candidates::Cast;
use phrase::Phrase;

/// Below this a pronoun or description stays without entity.
const CLEAR_ENOUGH: f32 = 0.35;

/// The confidence of a noun phrase that spoke before; what the sentence before names has less.
const CARRIED: f32 = 0.85;

/// Fills entity, name and confidence of the speakers in `Document::quotes`.
pub fn annotate(doc: &mut Document) {
    let mut quotes = std::mem::take(&mut doc.quotes);
    let mut cast = Cast::new(doc, &quotes);
    let mut interviewee = None;
    for quote in &mut quotes {
        let at = quote.spans[0].start;
        let cue = quote.cue.as_ref().map(|(span, _)| *span);
        let Some(speaker) = &mut quote.speaker else { continue };
        // In front of a turn of an interview the label is cue and speaker in one.
        let role = if cue == Some(speaker.span) { labels::role(doc.slice(speaker.span)) } else { Role::Name };
        if role != Role::Name {
            let first = interviewee.get_or_insert_with(|| interview::interviewee(doc, speaker.span.start));
            speaker.entity = first.filter(|_| role == Role::Answer);
            speaker.confidence *= if speaker.entity.is_some() { 0.9 } else { 0.3 };
            continue;
        }
        let phrase = phrase::read(doc, speaker.span);
        let (entity, sure) = match &phrase {
            Phrase::Named(mention) => (doc.mentions[*mention].entity, 1.0),
            Phrase::Pronoun(word) if ["who", "that", "which"].contains(&word.as_str()) => {
                match antecedent(doc, speaker.span) {
                    (None, None) => (None, 0.3),
                    (entity, name) => {
                        speaker.name = name;
                        (entity, 0.9)
                    }
                }
            }
            Phrase::Pronoun(word) => match cast.pronoun(doc, word, speaker.span) {
                Some((entity, sure)) if sure >= CLEAR_ENOUGH => (Some(entity), sure),
                _ => (None, 0.3),
            },
            Phrase::Nominal => {
                let known = appositive(doc, speaker.span).or_else(|| coreferent(doc, speaker.span));
                // What acts in the sentence before is often a thing, and then speaks hardly ever.
                let sure = if speaker.confidence < CARRIED { 0.6 } else { 0.92 };
                (known.or_else(|| cast.description(doc, speaker.span)), sure)
            }
        };
        speaker.entity = entity;
        if entity.is_none() && !matches!(phrase, Phrase::Pronoun(_)) {
            speaker.name = Some(doc.slice(speaker.span).to_owned());
        }
        speaker.confidence *= sure;
        if let Some(entity) = entity {
            cast.spoke(entity, at);
        }
    }
    doc.quotes = quotes;
}

/// The name or the words that "who" stands for: what is written right in front of it.
fn antecedent(doc: &Document, who: Span) -> (Option<usize>, Option<String>) {
    let end = doc.text()[..who.start].trim_end_matches([' ', ',', '(', ')']).len();
    let index = doc.mentions.partition_point(|m| m.span.start < end);
    let near = doc.mentions[index.saturating_sub(3)..index].iter().rev();
    if let Some(mention) = near.filter(|m| m.kind != MentionKind::Pronoun).find(|m| m.span.end.abs_diff(end) <= 2) {
        return (mention.entity, None);
    }
    let last = doc.tokens_in(Span::new(end.saturating_sub(1), end)).start;
    if doc.syntax.pos.is_empty() || last >= doc.tokens.len() {
        return (None, None);
    }
    let nominal = |t: usize| {
        let pos = doc.syntax.pos[t];
        pos.is_noun() || matches!(pos, Pos::JJ | Pos::DT | Pos::CD | Pos::POS | Pos::PRPS | Pos::VBN)
    };
    let start = (last.saturating_sub(8)..=last).rev().take_while(|&t| nominal(t)).last();
    (None, start.map(|start| doc.slice(doc.tokens_span(crate::document::TokenRange::new(start, last + 1))).to_owned()))
}

/// "the group's strategist, Guy Cecil, said": the person named right behind the description.
fn appositive(doc: &Document, span: Span) -> Option<usize> {
    let rest = doc.text()[span.end..].strip_prefix(", ")?;
    let start = doc.text().len() - rest.len();
    let index = doc.mentions.partition_point(|m| m.span.start < start);
    let mention = doc.mentions[index..].iter().take_while(|m| m.span.start <= start + 12).find(|m| {
        m.kind == MentionKind::Name
            && m.label == EntityType::Person
            && doc.text()[start..m.span.start].chars().all(|c| c.is_alphabetic() || c == '.' || c == ' ')
            && doc.text()[start..m.span.start].split_whitespace().all(|w| w.starts_with(char::is_uppercase))
    })?;
    doc.text()[mention.span.end..].starts_with(',').then_some(mention.entity).flatten()
}

/// What coreference made of a description.
fn coreferent(doc: &Document, span: Span) -> Option<usize> {
    let first = doc.mentions.partition_point(|m| m.span.start < span.start);
    doc.mentions[first..]
        .iter()
        .take_while(|m| m.span.start < span.end)
        .find(|m| m.kind == MentionKind::Nominal && span.end.abs_diff(m.span.end) <= 1)
        .and_then(|m| m.entity)
}
