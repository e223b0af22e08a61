//! Where a further attribution, or a clause beside the reporting one, ends what is reported.

use super::open::{Extent, Open};
use crate::annotate::quotes::tree::SentenceTree;
use crate::document::Relation;
use crate::languages::{Class, Frames, VerbForm};

/// Whether two verbs are in the same form and tense: "suggested A, called her B".
fn agree(tree: &SentenceTree, a: usize, b: usize) -> bool {
    let (x, y) = (tree.tag(a), tree.tag(b));
    let form = |t: usize| tree.cue(t).map(|cue| cue.form);
    form(a).is_some() && form(a) == form(b) && (x.is_present() == y.is_present() || x.is_infinitive())
}

/// ", saying …", ", according to …", ", as he put it", ", with one calling it …", ", while Cruz said".
pub fn reports_again(open: &Open, next: usize) -> bool {
    let Open { tree, cue: verb, .. } = *open;
    if tree.is(next, Class::AccordingTo)
        || tree.cx.phrase(next, Class::AccordingTo).is_some()
        || comments_on(tree, next)
    {
        return true;
    }
    let skips = |t: usize| tree.tag(t).is_adverb() || tree.tag(t).is_coordinator();
    let at = tree.next(next, 4).find(|&t| !skips(t) || t == next + 3).unwrap_or(next);
    // Taggers take "noting" behind closing marks for an adjective.
    let is_gerund = |t: usize| tree.cue(t).is_some_and(|cue| cue.form == VerbForm::Gerund && !cue.is_thought());
    let finite = |t: usize| tree.tag(t).is_verb() && tree.cue(t).is_some_and(|cue| !cue.is_thought());
    // "He suggested A, called her B and left."
    let same = |t: usize| finite(t) && agree(tree, t, verb) && !tree.tag(verb).is_infinitive();
    if is_gerund(at) || at == next && same(at) {
        return true;
    }
    // ", while Cruz said": a clause of somebody else's.
    if tree.is(next, Class::Concession) && speaks_too(open, next) || says_next(open, next) {
        return true;
    }
    // "and said" behind a comma is seen at the conjunction, "but she said" too.
    if tree.tag(next).is_coordinator() {
        return coordinates(open, next);
    }
    tree.is(next, Class::Comitative) && tree.next(next, 9).any(is_gerund)
}

/// ", on Tuesday she said", ", she did say": a main clause with a speech verb behind a subordinate one.
fn says_next(open: &Open, next: usize) -> bool {
    let tree = open.tree;
    if !open.is_subordinate() && !tree.tag(next).is_adposition() {
        return false;
    }
    let Some(first) = tree.next(next + 1, 9).find(|&t| tree.is_finite(t)) else { return false };
    let speech = |t: usize| tree.cue(t).is_some_and(|cue| cue.has(Frames::SPEECH));
    let subject = tree.tag(first - 1).is_personal_pronoun() || tree.tag(first - 1).is_proper();
    subject
        && (speech(first) || tree.is(first, Class::Auxiliary) && !tree.is(first, Class::Copula) && speech(first + 1))
}

/// Whether a clause has a speech verb of the same tense as its first finite verb.
fn speaks_too(open: &Open, start: usize) -> bool {
    let Open { tree, cue: verb, .. } = *open;
    let first = tree.next(start + 1, 9).find(|&t| tree.is_finite(t));
    first.is_some_and(|t| tree.cue(t).is_some_and(|cue| cue.has(Frames::SPEECH)) && agree(tree, t, verb))
}

/// "A woman who has accused the owner of fraud said …": a noun phrase as content of a relative clause ends where the
/// main verb stands.
pub fn leaves_relative_clause(open: &Open, token: usize) -> bool {
    let Open { tree, cue: verb, start, .. } = *open;
    let opens = |t: usize| tree.is_relative(t);
    tree.last_before(verb, 3, opens).is_some()
        && !(start..token).any(|t| opens(t) || tree.is(t, Class::Complementizer) || tree.tag(t).is_comma())
}

/// A conjunction that joins something to the reporting verb itself, or to a new attribution.
pub fn coordinates(open: &Open, token: usize) -> bool {
    let Open { tree, cue: verb, extent, .. } = *open;
    let finite = |t: usize| {
        let tag = tree.tag(t);
        tag.is_finite() || tag.is_participle() && tree.cue(t).is_some()
    };
    // "telling him that … and questioning how …": a participle beside a participle.
    let beside = tree.tag(verb).is_gerund() && tree.tag(token + 1).is_gerund();
    if (extent != Extent::Clause || beside) && verb_follows(tree, token + 1) {
        return true;
    }
    let stop = |&t: &usize| tree.in_marks(t) || tree.tag(t).is_comma() || finite(t);
    let Some(next) = tree.next(token + 1, 11).find(stop).filter(|&t| !tree.in_marks(t) && finite(t)) else {
        return false;
    };
    let has_subject = (token + 1..next).any(|t| tree.tag(t).is_nominal());
    let cue = tree.cue(next).filter(|cue| !cue.is_thought());
    if has_subject {
        // "the procedure sometimes called X": a participle reports nothing.
        let reports = cue.is_some_and(|c| c.has(Frames::SPEECH) || tree.tag(next - 1).is_personal_pronoun());
        return !tree.tag(next).is_participle() && reports && agree(tree, next, verb);
    }
    let gerund = tree.cue(verb).is_some_and(|cue| cue.form == VerbForm::Gerund);
    extent != Extent::Clause
        || cue.is_some_and(|c| c.has(Frames::SPEECH)) && (agree(tree, next, verb) || gerund)
        || tree.relation(next) == Relation::Conj && tree.head(next) == verb
}

/// ", whom he described as …", ", which Roe called …": a relative clause that somebody else says something in.
fn comments_on(tree: &SentenceTree, next: usize) -> bool {
    let verb = tree.next(next + 1, 5).find(|&t| tree.is_finite(t));
    tree.is_relative(next)
        && verb.is_some_and(|verb| verb > next + 1 && tree.cue(verb).is_some_and(|cue| !cue.is_thought()))
}

/// Whether a verb stands at a token, behind adverbs at most ("and later dismissed her").
fn verb_follows(tree: &SentenceTree, from: usize) -> bool {
    tree.next(from, 4).find(|&t| !tree.tag(t).is_adverb()).is_some_and(|t| {
        // "rapists and convicted criminals": a participle before a noun is none.
        let next = tree.tag(t + 1);
        let modifies = tree.tag(t).is_participle() && (next.is_common_noun() || next.is_adjective());
        tree.tag(t).is_verb() && !tree.in_marks(t) && !modifies
    })
}
