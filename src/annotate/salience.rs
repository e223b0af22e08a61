//! How much an article is about each of its entities.
//!
//! Every mention counts by its kind, three times as much in the headline and twice in the first paragraph; every quote of a
//! speaker counts like a name. An entity's salience is its share of all the counts, so the saliences of an article
//! add up to at most 1. The sums are whole numbers: the result is the same on every machine.

use crate::document::{BlockKind, Document, MentionKind, Span};

/// What a mention counts.
fn weight(kind: MentionKind) -> u64 {
    match kind {
        MentionKind::Name => 4,
        MentionKind::Nominal => 3,
        MentionKind::Pronoun => 2,
    }
}

/// Fills `Entity::salience`.
pub fn annotate(doc: &mut Document) {
    let title = doc.title();
    let lead = doc.blocks().iter().find(|block| block.kind != BlockKind::Title).map(|block| block.span);
    let within = |place: Option<Span>, span: Span| place.is_some_and(|place| place.contains(span));
    let mut counts: Vec<u64> = doc
        .entities
        .iter()
        .map(|entity| {
            let mentions = entity.mentions.iter().map(|&mention| &doc.mentions[mention]);
            mentions
                .map(|mention| {
                    let place = if within(title, mention.span) {
                        3
                    } else if within(lead, mention.span) {
                        2
                    } else {
                        1
                    };
                    weight(mention.kind) * place
                })
                .sum()
        })
        .collect();
    for speaker in doc.quotes.iter().filter_map(|quote| quote.speaker.as_ref()?.entity) {
        counts[speaker] += weight(MentionKind::Name);
    }
    let all: u64 = counts.iter().sum::<u64>().max(1);
    for (entity, count) in doc.entities.iter_mut().zip(counts) {
        entity.salience = (count * 1000 / all) as f32 / 1000.0;
    }
}
