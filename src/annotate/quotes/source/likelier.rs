//! Who speaks where what the words show can be nobody.

use crate::annotate::quotes::context::Context;
use crate::annotate::quotes::rules::Rule;
use crate::annotate::quotes::tree::SentenceTree;
use crate::document::Span;
use crate::languages::Class;

/// Ways to find somebody in place of a speaker who can be nobody, by the cue and that speaker; the first that answers decides.
pub const IN_PLACE: &[Rule<fn(&Context, Span, Span) -> Option<Span>>] = &[Rule {
    name: "no-number-speaks",
    example: "Speaking at the pier on Friday, July 22, 2022 Mayor <Ann Lee> said [the wall was “older than the town itself”].",
    run: |cx, cue, speaker| if may_speak(cx, speaker) { None } else { subject(cx, cue) },
}];

/// The speaker of a cue, or somebody in place of one who can be nobody.
pub fn likelier(cx: &Context, cue: Span, speaker: Span) -> Span {
    cx.rules.of(IN_PLACE).find_map(|rule| (rule.run)(cx, cue, speaker)).unwrap_or(speaker)
}

/// The tree's subject of the verb in a cue.
fn subject(cx: &Context, cue: Span) -> Option<Span> {
    let verb = cx.tokens(cue).iter().next()?;
    let tree = SentenceTree::new(cx, cx.sentence(cue.start)?)?;
    let subject = tree.noun_phrase(tree.subject(verb)?);
    let phrase = cx.doc.tokens_span(subject);
    (!tree.in_marks(subject.start) && !subject.holds(verb) && may_speak(cx, phrase)).then_some(phrase)
}

/// Whether a phrase holds a name, a pronoun, or a noun that is no time.
fn may_speak(cx: &Context, phrase: Span) -> bool {
    let speaks = |t: usize| {
        let time = cx.doc.classes[t].contains_any(&[Class::Time, Class::TimeUnit]);
        cx.doc.classes[t].contains_any(&[Class::Pronoun, Class::Relative]) || cx.tag(t).is_noun() && !time
    };
    cx.is_named(phrase) || !cx.is_tagged() || cx.tokens(phrase).iter().any(speaks)
}
