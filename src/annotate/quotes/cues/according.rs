//! "according to X": the rest of the sentence.

use crate::annotate::quotes::candidate::Reported;
use crate::annotate::quotes::tree::SentenceTree;
use crate::document::TokenRange;
use crate::languages::Class;

/// The attribution by a phrase like "according to" at `cue`.
pub fn attribution(tree: &SentenceTree, cue: TokenRange) -> Option<Reported> {
    let (token, first) = (cue.start, cue.end);
    let noun = tree.next(first, 12).find(|&t| {
        let tag = tree.tag(t);
        tag.is_noun() || tag.is_personal_pronoun() || tag.is_number()
    })?;
    // The phrase's head: as long as the head is to the right and a noun.
    let mut head = noun;
    while tree.head(head) > head && tree.tag(tree.head(head)).is_noun() {
        head = tree.head(head);
    }
    let phrase = tree.noun_phrase(head);
    let speaker = TokenRange::new(first.min(phrase.start), phrase.end.max(head + 1));
    let sentence = tree.tokens;
    let mut content = Vec::new();
    if token <= sentence.start + 1 {
        // Leading: the content starts behind the comma.
        let start = (speaker.end..sentence.end).find(|&t| tree.tag(t).is_comma()).map_or(speaker.end, |t| t + 1);
        if start < sentence.end {
            content.push(TokenRange::new(start, sentence.end));
        }
    } else if tree.is(token - 1, Class::Complementizer) {
        // "said that according to the report, …": part of what is said.
        return None;
    } else {
        content.push(TokenRange::new(sentence.start, token));
        let after = tree.extent(head).end.max(speaker.end);
        if after + 3 < sentence.end && tree.tag(after).is_comma() && tree.tag(token - 1).is_comma() {
            content.push(TokenRange::new(after + 1, sentence.end));
        }
    }
    let lemma = tree.cx.doc.slice(tree.cx.doc.tokens_span(cue)).to_lowercase();
    (!content.is_empty()).then_some(Reported { cue, lemma, speaker: Some(speaker), content, thought: false })
}
