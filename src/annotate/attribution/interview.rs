//! Who answers in an interview: the one that the words before the first label say is spoken with.

use crate::document::{Document, EntityId, EntityType, MentionKind};

/// Words that tell of a talk.
const TALKS: [&str; 9] =
    ["interview", "spoke", "talked", "sat down", "conversation", "asked", "chat", "speaks", "talks"];

/// The person who answers in the turns that start at byte `first`: who stands behind "with" or "to" in a sentence that tells
/// of the talk, else the only person that is named before. None where neither is clear.
pub fn interviewee(doc: &Document, first: usize) -> Option<EntityId> {
    let people: Vec<_> = doc
        .mentions
        .iter()
        .take_while(|m| m.span.end <= first)
        .filter(|m| m.kind == MentionKind::Name && m.label == EntityType::Person)
        .filter_map(|m| Some((m.span, m.entity?)))
        .collect();
    let spoken_with = people.iter().find(|(span, _)| {
        let sentence = doc.sentences.get(doc.sentence_at(span.start)).map_or("", |s| doc.slice(s.span)).to_lowercase();
        let before = doc.text()[..span.start].trim_end();
        TALKS.iter().any(|word| sentence.contains(word)) && (before.ends_with(" with") || before.ends_with(" to"))
    });
    let only = people.first().filter(|(_, entity)| people.iter().all(|(_, other)| other == entity));
    spoken_with.or(only).map(|(_, entity)| *entity)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::annotate::attribution::tests::check;

    #[test]
    fn whom_the_introduction_names_answers() {
        check(
            "Harbour mayor Ann Lee spoke with Bo Lund on Monday. | Q: Will the pier close? | A: No. | Q: When? | A: Never.",
            expect!["Q: -, A: Bo Lund, Q: -, A: Bo Lund"],
        );
        check(
            "Ann Lee and Bo Lund met at the harbour. | Q: Will the pier close? | A: No. | Q: When? | A: Never.",
            expect!["Q: -, A: -, Q: -, A: -"],
        );
    }
}
