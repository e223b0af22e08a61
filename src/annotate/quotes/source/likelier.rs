//! Who speaks where what the words show can be nobody.

use crate::annotate::quotes::context::Context;
use crate::annotate::quotes::tree::SentenceTree;
use crate::document::{MentionKind, Span};
use crate::languages::Class;

/// The tree's subject of the verb `cue`, where the words in front of it are a number or a time: "22" in "on Friday, July 22, 2022
/// Vice President Lee said".
pub fn likelier(cx: &Context, cue: Span, speaker: Span) -> Option<Span> {
    if may_speak(cx, speaker) {
        return None;
    }
    let verb = cx.tokens(cue).iter().next()?;
    let tree = SentenceTree::new(cx, cx.sentence(cue.start)?)?;
    let subject = tree.noun_phrase(tree.subject(verb)?);
    let phrase = cx.doc.tokens_span(subject);
    (!tree.in_marks(subject.start) && !subject.holds(verb) && may_speak(cx, phrase)).then_some(phrase)
}

/// Whether a phrase holds a name, a pronoun, or a noun that is no time.
fn may_speak(cx: &Context, phrase: Span) -> bool {
    let mentions = &cx.doc.mentions;
    let first = mentions.partition_point(|m| m.span.end <= phrase.start);
    let named = mentions.get(first).is_some_and(|m| m.kind == MentionKind::Name && m.span.overlaps(phrase));
    let speaks = |t: usize| {
        let time = cx.doc.classes[t].contains_any(&[Class::Time, Class::TimeUnit]);
        cx.doc.classes[t].contains_any(&[Class::Pronoun, Class::Relative]) || cx.tag(t).is_noun() && !time
    };
    named || !cx.is_tagged() || cx.tokens(phrase).iter().any(speaks)
}
