//! Attribution: from the noun phrase that speaks ("she", "the ministry's spokesman", "Mr. Rubio") to the entity behind
//! it, with a confidence.
//!
//! Names need only the mention that heads the phrase. Pronouns and descriptions choose among the article's own cast, by a
//! weighted sum of linguistic features (`candidates`); where the choice is not clear enough nobody is named, because
//! no speaker is better than a wrong one.

mod candidates;
mod interview;
mod phrase;
mod traits;

use crate::annotate::coref;
use crate::annotate::quotes::labels::{self, Role};
use crate::document::{
    Document, EntityId, EntityType, Evidence, Mention, MentionId, MentionKind, Pos, QuoteSpeaker, Span, TokenRange,
};
use candidates::{Cast, Voice};
use phrase::Phrase;

/// Below this a pronoun or description stays without entity.
const CLEAR_ENOUGH: f32 = 0.35;

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
        let Resolved { entity, name, sure } = resolve(doc, &cast, speaker, quote.evidence);
        if let Some(entity) = entity {
            cast.spoke(doc, Voice::Entity(entity), at);
        } else if let Some(phrase) = name {
            cast.spoke(doc, Voice::Nameless(phrase), at);
        }
        speaker.entity = entity;
        speaker.name = name.filter(|_| entity.is_none()).map(|phrase| doc.slice(phrase).to_owned());
        speaker.confidence *= sure;
    }
    doc.quotes = quotes;
}

/// Who stands behind a speaker's noun phrase.
struct Resolved {
    entity: Option<EntityId>,
    /// The words that tell most of somebody without a name.
    name: Option<Span>,
    /// How sure, given that the phrase speaks: 0 to 1.
    sure: f32,
}

fn resolve(doc: &Document, cast: &Cast, speaker: &QuoteSpeaker, evidence: Evidence) -> Resolved {
    let span = speaker.span;
    match phrase::read(doc, span) {
        Phrase::Named(mention) if is_countryman(doc, mention) => {
            let entity = cast.description(doc, span);
            Resolved { entity: entity.map(|(entity, _)| entity), name: Some(span), sure: 0.9 }
        }
        Phrase::Named(mention) => Resolved { entity: doc.mentions[mention].entity, name: Some(span), sure: 1.0 },
        Phrase::Pronoun(word) if ["who", "that", "which"].contains(&word.as_str()) => {
            let (entity, name) = antecedent(doc, span);
            let sure = if entity.is_some() || name.is_some() { 0.9 } else { 0.3 };
            Resolved { entity, name, sure }
        }
        Phrase::Pronoun(word) => match cast.pronoun(doc, &word, span) {
            Some((Voice::Entity(entity), sure)) if sure >= CLEAR_ENOUGH => {
                Resolved { entity: Some(entity), name: None, sure }
            }
            Some((Voice::Nameless(phrase), sure)) if sure >= CLEAR_ENOUGH => {
                Resolved { entity: None, name: Some(phrase), sure }
            }
            _ => Resolved { entity: None, name: None, sure: 0.3 },
        },
        Phrase::Nominal => {
            let known = appositive(doc, span).or_else(|| coreferent(doc, span)).map(|entity| (entity, 1.0));
            let known = known.or_else(|| cast.description(doc, span));
            // What acts in the sentence before is often a thing, and then speaks hardly ever.
            let speaks = if evidence == Evidence::SentenceBefore { 0.6 } else { 0.92 };
            let sure = speaks * known.map_or(1.0, |(_, sure)| sure);
            Resolved { entity: known.map(|(entity, _)| entity), name: Some(span), sure }
        }
    }
}

/// Whether what was taken for a name only says where somebody is from: "the Irishman".
fn is_countryman(doc: &Document, mention: MentionId) -> bool {
    let span = doc.mentions[mention].span;
    doc.slice(span).ends_with("man")
        && ["the ", "The "].iter().any(|the| doc.text()[..span.start].ends_with(the))
        && coref::noun_traits(doc, span).is_some()
}

/// The name or the words that "who" stands for: the noun phrase in front of it.
fn antecedent(doc: &Document, who: Span) -> (Option<EntityId>, Option<Span>) {
    let end = doc.text()[..who.start].trim_end_matches([' ', ',', '(', ')']).len();
    let index = doc.mentions.partition_point(|m| m.span.start < end);
    let near = doc.mentions[index.saturating_sub(3)..index].iter().rev();
    let mention = near.filter(|m| m.kind != MentionKind::Pronoun).find(|m| m.span.end.abs_diff(end) <= 2);
    let place = |m: &&Mention| matches!(m.label, EntityType::Location | EntityType::Organization);
    let place = mention.filter(place).filter(|_| doc.slice(who) == "who");
    if let Some(phrase) = place.and_then(|m| headed(doc, m.span)) {
        let entity = match phrase::read(doc, phrase) {
            Phrase::Named(mention) => doc.mentions[mention].entity,
            _ => apposed(doc, phrase),
        };
        return (entity, Some(phrase));
    }
    if let Some(mention) = mention {
        return (mention.entity, None);
    }
    let last = doc.tokens_in(Span::new(end.saturating_sub(1), end)).start;
    if doc.syntax.pos.is_empty() || last >= doc.tokens.len() {
        return (None, None);
    }
    (None, nominal_until(doc, last + 1))
}

/// "the bishop of Ayacucho", "a professor at the University of Oslo": the phrase that ends with a name behind prepositions.
fn headed(doc: &Document, name: Span) -> Option<Span> {
    let mut phrase = name;
    // Few phrases hold more.
    for _ in 0..4 {
        let before = |t: usize| t.checked_sub(1);
        let first = doc.tokens_in(phrase).start;
        let first = before(first).filter(|&t| doc.token_text(t) == "the").unwrap_or(first);
        let link = before(first).filter(|&t| ["of", "at", "for", "in", "from"].contains(&doc.token_text(t)));
        let noun = |t: &usize| doc.syntax.pos.get(*t).is_some_and(|pos| pos.is_noun());
        let Some(link) = link.filter(|&link| before(link).as_ref().is_some_and(noun)) else { break };
        phrase = nominal_until(doc, link)?.cover(phrase);
    }
    (phrase != name).then_some(phrase)
}

/// "Bo Lund, a professor at Oslo": the person whom a phrase describes.
fn apposed(doc: &Document, phrase: Span) -> Option<EntityId> {
    let end = doc.text()[..phrase.start].strip_suffix(", ")?.len();
    let index = doc.mentions.partition_point(|m| m.span.end < end);
    let mention = doc.mentions.get(index).filter(|m| m.span.end == end && m.label == EntityType::Person)?;
    mention.entity
}

/// The words of a noun phrase that end in front of a token.
fn nominal_until(doc: &Document, end: usize) -> Option<Span> {
    let nominal = |t: usize| {
        let pos = doc.syntax.pos[t];
        pos.is_noun() || matches!(pos, Pos::JJ | Pos::DT | Pos::CD | Pos::POS | Pos::PRPS | Pos::VBN)
    };
    let start = (end.saturating_sub(9)..end).rev().take_while(|&t| nominal(t)).last()?;
    Some(doc.tokens_span(TokenRange::new(start, end)))
}

/// "the group's strategist, Guy Cecil, said", "Roe's husband, the novelist Bo Lund, said": the person named right behind
/// the description, or at its end.
fn appositive(doc: &Document, span: Span) -> Option<EntityId> {
    const LONGEST_TITLE: usize = 40;
    let inside = doc.slice(span).find(", ").map(|at| span.start + at);
    let start = inside.unwrap_or(span.end);
    let start = doc.text()[start..].starts_with(", ").then_some(start + 2)?;
    let index = doc.mentions.partition_point(|m| m.span.start < start);
    let mention = doc.mentions[index..]
        .iter()
        .take_while(|m| m.span.start <= start + LONGEST_TITLE)
        .find(|m| m.kind == MentionKind::Name && m.label == EntityType::Person)?;
    let title = &doc.text()[start..mention.span.start];
    let described = ["the ", "his ", "her "].iter().any(|opener| title.starts_with(opener));
    let is_title = title.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | ' ' | '-'))
        && title.split_whitespace().all(|w| described || w.starts_with(char::is_uppercase));
    let behind = &doc.text()[mention.span.end..];
    let closed =
        behind.starts_with(',') || behind.starts_with(" (") || inside.is_some() && mention.span.end == span.end;
    (is_title && closed).then_some(mention.entity).flatten()
}

/// What coreference made of a description.
fn coreferent(doc: &Document, span: Span) -> Option<EntityId> {
    let first = doc.mentions.partition_point(|m| m.span.start < span.start);
    doc.mentions[first..]
        .iter()
        .take_while(|m| m.span.start < span.end)
        .find(|m| m.kind == MentionKind::Nominal && span.end.abs_diff(m.span.end) <= 1)
        .and_then(|m| m.entity)
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::annotate::Annotators;
    use crate::document::{BlockKind, Document};

    /// Paragraphs are separated by `|`; each quote comes back as its speaker's mention and who that is.
    pub(super) fn check(text: &str, expected: Expect) {
        let body: Vec<_> = text.split('|').map(|t| (BlockKind::Body, t.trim())).collect();
        let mut doc = Document::new("", &body, "en", None);
        Annotators::default().annotate(&mut doc);
        let speakers: Vec<_> = doc
            .quotes
            .iter()
            .filter_map(|quote| quote.speaker.as_ref())
            .map(|speaker| {
                let name = speaker.entity.map(|entity| doc.entities[entity].name.as_str()).or(speaker.name.as_deref());
                format!("{}: {}", doc.slice(speaker.span), name.unwrap_or("-"))
            })
            .collect();
        expected.assert_eq(&speakers.join(", "));
    }

    #[test]
    fn a_pronoun_may_stand_for_somebody_without_a_name() {
        check(
            "Mayor Ann Lee opened the harbour office on Monday. | A police officer said the pier was closed. “It is not \
             safe,” he said.",
            expect!["A police officer: A police officer, he: A police officer"],
        );
    }

    #[test]
    fn things_and_places_rarely_answer_to_it_and_they() {
        check(
            "The inspectors told the council in Oslo that the wall was weak. “It will not hold,” they said.",
            expect!["The inspectors: The inspectors, they: The inspectors"],
        );
    }

    #[test]
    fn a_name_in_apposition_tells_who_the_description_is() {
        check(
            "The bill’s author, Senator Ann Lee (D-Oakland) said the pier was closed.",
            expect!["The bill’s author: Ann Lee"],
        );
    }

    #[test]
    fn a_husband_is_not_his_wife() {
        check(
            "Ann Lee opened the harbour office. | Lee’s husband, the novelist Peter Lund, told the Courier that she \
             slept badly. “She worries,” he said.",
            expect!["Lee’s husband: Peter Lund, he: Peter Lund"],
        );
    }

    #[test]
    fn who_stands_for_the_whole_phrase() {
        check(
            "The mass was led by the bishop of Oslo, who told mourners that the sea gives nothing back. | It was seen by \
             Ann Lee, a professor of history at the University of Oslo, who called it moving.",
            expect!["who: the bishop of Oslo, who: Ann Lee"],
        );
    }

    #[test]
    fn a_new_description_is_whoever_is_in_focus() {
        check(
            "Roy Keane left the club on Monday. “I have no regrets,” Keane said. | “It was time to go,” the Irishman said. \
             The midfielder said he would rest.",
            expect!["Keane: Roy Keane, the Irishman: Roy Keane, The midfielder: Roy Keane"],
        );
    }

    #[test]
    fn a_group_is_the_one_whose_name_stands_in_front_of_it() {
        check(
            "Doctors Without Borders left. | The UNICEF aid group, which works in Oslo, said the winter was hard.",
            expect!["The UNICEF aid group: UNICEF"],
        );
    }
}
