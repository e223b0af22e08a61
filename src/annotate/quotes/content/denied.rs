//! Verbs that report what is not said: answers that are withheld, and claims of others that are denied.

use super::{clause, object};
use crate::annotate::quotes::tree::SentenceTree;
use crate::annotate::quotes::verb::ReportingVerb;
use crate::languages::{Class, Frames};

/// How far behind the noun of a claim what is claimed may begin, in tokens: "la acusación de que".
const REACH: usize = 3;
/// How far in front of a verb what denies it may stand, in tokens.
const BEFORE: usize = 4;

/// "would not say how much", "has not said why": a question that a denied verb of speech governs is not answered. What somebody does
/// not know or think is a thought of theirs all the same.
pub fn withholds(verb: &ReportingVerb) -> bool {
    let tree = verb.tree;
    let start = clause::start(verb, verb.tokens().end);
    let asks = |start: usize| tree.is(start, Class::Interrogative) && !tree.is(start, Class::Complementizer);
    !verb.cue.is_thought() && start.is_some_and(|start| asks(start) && is_denied(tree, verb.token, start))
}

/// Whether a word of negation stands with a verb: in front of it, auxiliaries and adverbs aside, or between it and what it governs.
fn is_denied(tree: &SentenceTree, verb: usize, start: usize) -> bool {
    let helps = |&t: &usize| {
        let tag = tree.tag(t);
        tag.is_adverb() || tag.is_modal() || tag.is_verb() || tree.is_any(t, &[Class::Auxiliary, Class::Negation])
    };
    let first = tree.tokens.start.max(verb.saturating_sub(BEFORE));
    let before = (first..verb).rev().take_while(helps).any(|t| tree.is(t, Class::Negation));
    before || (verb + 1..start).any(|t| tree.is(t, Class::Negation) && tree.head(t) == verb)
}

/// "declined to comment", "refused to say whether": the infinitive of a verb of speech that is refused.
pub fn refuses_to_speak(verb: &ReportingVerb) -> bool {
    let tree = verb.tree;
    let after = verb.tokens().end;
    let speaks = |t: usize| {
        let speech = Frames::SPEECH | Frames::CLAUSE | Frames::QUESTION;
        tree.cue(t).is_some_and(|cue| !cue.is_thought() && cue.verb.frames.intersects(speech))
    };
    verb.cue.has(Frames::REFUSES) && tree.next(after, REACH).find(|&t| tree.tag(t).is_infinitive()).is_some_and(speaks)
}

/// Whether an infinitive is that of what somebody refuses to do: with no more than its marker and a negation in between.
pub fn is_refused(tree: &SentenceTree, token: usize) -> bool {
    let links = |t: usize| tree.tag(t).is_adposition() || tree.is_any(t, &[Class::InfinitiveMarker, Class::Negation]);
    let refusal = tree.last_before(token, REACH, |t| !links(t)).and_then(|t| tree.cue(t));
    tree.tag(token).is_infinitive() && refusal.is_some_and(|cue| cue.has(Frames::REFUSES))
}

/// "rejected a claim that …": what a claim holds is said by others than whoever denies it.
pub fn denies_claim(verb: &ReportingVerb) -> bool {
    let tree = verb.tree;
    let Some(noun) = object(verb).filter(|_| verb.cue.has(Frames::DENIES)) else { return false };
    let text = tree.text(noun).to_lowercase();
    let claims = tree.cx.language.reporting().noun(&text).is_some() || tree.is(noun, Class::AccountNoun);
    let opens = |t: usize| tree.is(t, Class::Complementizer);
    let adjoins =
        |t: usize| opens(t) || tree.tag(t).is_particle() || tree.tag(t).is_adposition() || tree.tag(t).is_comma();
    claims && tree.next(noun + 1, REACH).take_while(|&t| adjoins(t)).any(opens)
}
