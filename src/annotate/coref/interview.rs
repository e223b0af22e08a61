//! Who answers in an interview: the one that the words before the first label say is spoken with.

use crate::document::{Document, EntityId, EntityType, MentionKind};
use crate::languages::Class;

/// The person who answers in the turns that start at byte `first`: who stands behind a preposition in a sentence that tells
/// of the talk ("spoke with"), else the only person that is named before. None where neither is clear.
pub(super) fn interviewee(doc: &Document, first: usize) -> Option<EntityId> {
    let people: Vec<_> = doc
        .mentions
        .iter()
        .take_while(|m| m.span.end <= first)
        .filter(|m| m.kind == MentionKind::Name && m.label == EntityType::Person)
        .filter_map(|m| Some((m, m.entity?)))
        .collect();
    let spoken_with = people.iter().find(|(mention, _)| {
        let sentence = doc.sentences.get(doc.sentence_at(mention.span.start));
        let tells = sentence.is_some_and(|s| s.tokens.iter().any(|t| doc.phrase(t, Class::Talk).is_some()));
        let before = mention.tokens.start.checked_sub(1);
        tells && before.is_some_and(|t| doc.is(t, Class::Preposition))
    });
    let only = people.first().filter(|(_, entity)| people.iter().all(|(_, other)| other == entity));
    spoken_with.or(only).map(|(_, entity)| *entity)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::annotate::coref::speaker_tests::check;

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
