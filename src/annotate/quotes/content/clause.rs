//! Where the clause or infinitive starts that a reporting verb governs.

use super::parted;
use crate::annotate::quotes::verb::ReportingVerb;
use crate::document::{Relation, TokenRange};
use crate::languages::{Class, Frames};

/// How far behind the verb a clause may start, in tokens.
const REACH: usize = 24;

/// Where the finite clause starts that a verb governs to its right, behind `after`.
pub fn start(verb: &ReportingVerb, after: usize) -> Option<usize> {
    let cue = verb.cue;
    opener(verb, after, cue.has(Frames::QUESTION))
        .or_else(|| cue.has(Frames::CLAUSE).then(|| bare_start(verb, after)).flatten())
}

/// Where a clause without an opening word starts: with its subject, in front of its first finite verb.
pub fn bare_start(verb: &ReportingVerb, after: usize) -> Option<usize> {
    let ReportingVerb { tree, cue, .. } = *verb;
    if tree.cx.parts_clauses {
        return parted::start(
            tree,
            after,
            cue.verb.frames.intersection(Frames::CLAUSE | Frames::QUESTION | Frames::SPEECH),
        );
    }
    let first_finite = tree.next(after, REACH).find(|&t| tree.is_finite(t)).filter(|&t| t > after)?;
    let start = behind_adjuncts(verb, after, first_finite);
    let has_subject = (start..first_finite).any(|t| tree.tag(t).is_nominal() || tree.tag(t).is_gerund());
    let comma = tree.tag(after).is_comma() && (start..first_finite).any(|t| tree.tag(t).is_comma());
    (has_subject && !comma).then_some(start)
}

/// The word that opens a clause ("that", "whether", "why") before any other verb.
pub fn opener(verb: &ReportingVerb, after: usize, question: bool) -> Option<usize> {
    let tree = verb.tree;
    for token in tree.next(after, REACH) {
        // A title may stand in between: 'said on “Today” that …'.
        if tree.in_marks(token) {
            continue;
        }
        let tag = tree.tag(token);
        let opens = if tag.is_interrogative() && !tree.is(token, Class::Complementizer) {
            // "said Lee, who was ill, would go": a comma opens a relative clause.
            let relative = token > after && tree.is_relative(token) && tree.tag(token - 1).is_comma();
            question && token <= after + 6 && tree.relation(token) != Relation::Case && !relative
        } else if tag.is_adposition() || tag.is_determiner() || tag.is_interrogative() {
            tree.is(token, Class::Complementizer) || question && tree.is(token, Class::Interrogative)
        } else {
            false
        };
        // "ruled that out"
        let particle = tree.is(token + 1, Class::Particle) && tree.tag(token + 2).is_punctuation();
        if opens && !particle && token + 1 < tree.tokens.end && !tree.tag(token + 1).is_stop() {
            return Some(token);
        }
        if tag.is_verb() || tag.is_modal() {
            break;
        }
    }
    None
}

/// Where the clause starts behind what hangs on the reporting verb in front of it: hearer, time and place.
fn behind_adjuncts(verb: &ReportingVerb, after: usize, first_finite: usize) -> usize {
    let ReportingVerb { tree, token, cue } = *verb;
    let hears = cue.has(Frames::HEARER);
    // "tells the crowd he was": whatever the tree makes of the hearer, a pronoun as subject opens the clause.
    if hears {
        let subject = (after + 1..first_finite).rev().find(|&t| tree.tag(t).is_personal_pronoun());
        if let Some(subject) = subject.filter(|&subject| (after..subject).all(|t| tree.tag(t).is_nominal())) {
            return subject;
        }
        // "told Reuters the talks had failed"
        let name_end = (after..first_finite).find(|&t| !tree.tag(t).is_proper()).unwrap_or(first_finite);
        if name_end > after && tree.tag(name_end).opens_subject() {
            return name_end;
        }
    }
    let mut start = after;
    for child in tree.children(token).filter(|&c| c >= after && c < first_finite) {
        let object = matches!(tree.relation(child), Relation::Obj | Relation::Iobj);
        // "tells the crowd he was": whatever hangs on the hearer, the clause starts right behind.
        let extent = match object {
            true if tree.tag(child + 1).opens_subject() => TokenRange::new(tree.noun_phrase(child).start, child + 1),
            true => tree.noun_phrase(child),
            false => tree.extent(child),
        };
        let skipped = match tree.relation(child) {
            Relation::Obl | Relation::OblUnmarked | Relation::Advmod => extent.len() <= 8,
            _ => object && hears,
        };
        if skipped && extent.start <= start && extent.end <= first_finite {
            start = start.max(extent.end);
        }
    }
    start
}

/// Where the infinitive starts ("to win"), or the object in front of it ("Congress to act").
pub fn infinitive_start(verb: &ReportingVerb, after: usize) -> Option<usize> {
    let ReportingVerb { tree, token, cue } = *verb;
    let governs = cue.verb.frames.intersects(Frames::INFINITIVE | Frames::OBJECT);
    if tree.cx.parts_clauses {
        return governs.then(|| parted::start(tree, after, Frames::INFINITIVE)).flatten();
    }
    if !(governs || after > token + 1 && verb.governs(after - 1)) || tree.tag(after).is_comma() {
        return None;
    }
    // The marks may start within it: 'to “bomb” them'. A marked word is often tagged as a noun.
    let marker = |t: usize| tree.is(t, Class::InfinitiveMarker);
    let into_marks = |t: usize| marker(t) && tree.in_marks(t + 1) && !tree.in_marks(t);
    let first_verb = |t: usize| tree.tag(t).is_infinitive_marker() || tree.tag(t).is_verb() || into_marks(t);
    let to = tree.next(after, 14).find(|&t| first_verb(t)).filter(|&t| marker(t))?;
    let first = to + 1 + usize::from(tree.tag(to + 1).is_punctuation());
    let tag = tree.tag(first);
    let may_be_verb = tag.is_infinitive()
        || into_marks(to) && (tag.is_common_noun() && !tag.is_plural_noun() || tag.is_adjective() || tag.is_adverb());
    if !may_be_verb || !tree.text(first).starts_with(char::is_lowercase) {
        return None;
    }
    let object = (after..to).any(|t| tree.tag(t).is_noun() || tree.tag(t).is_personal_pronoun());
    let to = to - usize::from(to > after && tree.is(to - 1, Class::Negation));
    if object {
        let hearer = cue.has(Frames::HEARER) && !cue.has(Frames::OBJECT);
        return (cue.has(Frames::OBJECT) || after > token + 1).then_some(if hearer { to } else { after });
    }
    governs.then_some(to)
}
