//! What somebody or something is called, in marks: "the plan is known as “Lifeline”", "an option seen by many as a
//! “mistake”", and any verb that has an object and "as" in front of them ("heralded the deal as a “breakthrough”").

use crate::annotate::quotes::candidate::{Claimed, Reported};
use crate::annotate::quotes::content::{Extent, end_of};
use crate::annotate::quotes::stretch;
use crate::annotate::quotes::tree::SentenceTree;
use crate::document::{Relation, TokenRange};
use crate::languages::{Class, Frames};

/// Attributions of the marked words that neither `found` nor direct speech (`claimed`) holds.
pub fn attributions(tree: &SentenceTree, found: &[Reported], claimed: &Claimed) -> Vec<Reported> {
    let held =
        |t: usize| !claimed.is_free(tree.span(t)) || found.iter().any(|a| a.content.iter().any(|range| range.holds(t)));
    let opens = |&t: &usize| t > tree.tokens.start && tree.in_marks(t) && !tree.in_marks(t - 1) && !held(t);
    tree.tokens.iter().filter(opens).filter_map(|mark| attribution(tree, mark)).collect()
}

fn attribution(tree: &SentenceTree, mark: usize) -> Option<Reported> {
    let modifies = |t: usize| tree.tag(t).is_modifier() || tree.tag(t).is_adverb() || tree.is(t, Class::AboutAmount);
    let link = tree.last_before(mark, 5, |t| !modifies(t))?;
    let is_as = tree.is(link, Class::RoleMarker);
    // "films such as “The Late Tide”": an example.
    if is_as && tree.is(link.wrapping_sub(1), Class::ExampleOpener) {
        return None;
    }
    let verb = if is_as {
        tree.last_before(link, 14, |t| tree.tag(t).is_verb())?
    } else {
        let tag = tree.tag(link);
        Some(link)
            .filter(|&t| tree.cue(t).is_some_and(|c| c.has(Frames::NAMES)) && (tag.is_participle() || tag.is_past()))?
    };
    let start = if is_as { link } else { link + 1 };
    let phrase = TokenRange::new(start, end_of(tree, verb, start, Extent::Phrase));
    let object = (verb + 1..link).any(|t| tree.tag(t).is_noun() || tree.tag(t).is_personal_pronoun());
    let by = (verb + 1..link).find(|&t| tree.is(t, Class::AgentMarker));
    let describes = tree.tag(verb).is_participle() && tree.relation(verb) == Relation::Acl;
    let passive = tree.follows_be(verb) || is_as && describes && (by.is_some() || !object);
    let (speaker, content) = if passive {
        (by.and_then(|by| agent(tree, verb, by)), vec![named(tree, verb)?, phrase])
    } else if object {
        let speaker = tree.subject(verb).map(|s| tree.noun_phrase(s)).filter(|s| s.end <= verb);
        (speaker, vec![TokenRange::new(verb + 1, phrase.end)])
    } else {
        return None;
    };
    // What is "known as" something is a name, unless the sentence says whose word it is.
    let cue = TokenRange::new(verb, verb + 1);
    let next = tree.cx.marked.partition_point(|m| m.inner.end <= tree.span(mark).start);
    let title = tree.cx.marked.get(next).is_some_and(|m| stretch::is_capitalised(tree.cx.doc, m));
    (speaker.is_some() && !(passive && title)).then(|| Reported {
        cue,
        lemma: tree.text(verb).to_lowercase(),
        speaker,
        content,
        thought: false,
    })
}

/// What a passive or a participle names: its subject, or the noun that it describes.
fn named(tree: &SentenceTree, verb: usize) -> Option<TokenRange> {
    let described = Some(tree.head(verb)).filter(|&head| head < verb && tree.relation(verb) == Relation::Acl);
    let noun = described.or_else(|| tree.subject(verb)).filter(|&noun| noun < verb)?;
    let phrase = tree.noun_phrase(noun);
    (phrase.end <= verb).then_some(phrase)
}

/// By whom: "seen by organisers as a “lifeboat”".
fn agent(tree: &SentenceTree, verb: usize, by: usize) -> Option<TokenRange> {
    let agent = tree.child(verb, &[Relation::OblAgent, Relation::Obl]).filter(|&agent| agent > by)?;
    let phrase = tree.noun_phrase(agent);
    Some(TokenRange::new(phrase.start.max(by + 1), phrase.end))
}
