//! What is said: where reported content starts, by the construction of its reporting word, and where it ends.
//!
//! A parser attaches what follows a long clause here or there, and quotation marks disturb it. So the tree is asked
//! only for what it knows well (objects, subjects, what hangs on the verb itself); the end of the content is found from the
//! surface: it runs to the end of the sentence unless one of the [`STOPS`] cuts it off.

mod clause;
pub mod denied;
mod further;
mod open;
mod parenthesis;
pub mod parted;
mod stops;
mod writer;

use super::rules::Rule;
use super::tree::SentenceTree;
use super::verb::ReportingVerb;
use crate::document::{Relation, TokenRange};
use crate::languages::{Class, Frames};

pub use open::Extent;
pub use stops::{STOPS, end_of};

/// Constructions of a reporting verb, in the order in which they are tried; the first that fits gives the content.
pub const CONTENT: &[Rule<fn(&ReportingVerb, Option<TokenRange>) -> Option<Content>>] = &[
    Rule {
        name: "sentence-before",
        example: "de: [Die Brücke bleibt bis Mai gesperrt.] Dies bestätigte <das Bauamt> am Montag.",
        run: |verb, speaker| {
            let content = |part| speaker.map_or(Content::Nothing, |_| Content::Is(vec![part]));
            verb.sentence_before().map(content)
        },
    },
    Rule {
        name: "around-attribution",
        example: "[The houses on the northern shore], <he> added, [are “just too old].”",
        run: |verb, speaker| {
            let speech = verb.cue.verb.frames.intersects(Frames::SPEECH.union(Frames::CLAUSE));
            speech.then(|| parenthesis::around(*verb, speaker)).flatten().map(Content::Is)
        },
    },
    Rule {
        name: "claim-of-others",
        example: "Ann Lee rejected a claim that the ferry was unsafe.",
        run: |verb, _| denied::denies_claim(verb).then_some(Content::Nothing),
    },
    Rule {
        name: "clause",
        example: "<Ann Lee> said [that the pier would close].",
        run: |verb, _| {
            let frames = Frames::CLAUSE | Frames::QUESTION | Frames::OBJECT | Frames::SPEECH;
            let start =
                verb.cue.verb.frames.intersects(frames).then(|| clause::start(verb, verb.tokens().end)).flatten()?;
            Some(governed(verb, start, Extent::Clause))
        },
    },
    Rule {
        name: "no-phrase-of-thought",
        example: "The mayor fears the sea.",
        run: |verb, _| verb.cue.is_thought().then_some(Content::Nothing),
    },
    Rule {
        name: "anonymity-is-not-said",
        example: "A clerk in Oslo asked not to be named.",
        run: |verb, _| {
            let (tree, end) = (verb.tree, verb.tokens().end);
            // "asked not to be named", "spoke on condition of anonymity": a condition of speaking.
            let phrase = || Some(end).filter(|&end| verb.governs(end - 1));
            let start = clause::infinitive_start(verb, end).or_else(phrase)?;
            tree.next(start, 4).any(|t| tree.is(t, Class::Anonymity)).then_some(Content::Nothing)
        },
    },
    Rule {
        name: "infinitive",
        example: "<Ann Lee> vowed [to stay in the town].",
        run: |verb, _| {
            let start = clause::infinitive_start(verb, verb.tokens().end)?;
            Some(governed(verb, start, Extent::Clause))
        },
    },
    Rule {
        name: "unreal-verb",
        example: "The council will discuss the fees on Monday.",
        run: |verb, _| is_unreal(verb.tree, verb.token).then_some(Content::Nothing),
    },
    Rule {
        name: "prepositional-phrase",
        example: "<She> pointed to [the weather].",
        run: |verb, _| {
            let after = verb.tokens().end;
            let governs = after > verb.token + 1 && verb.governs(after - 1) && verb.tree.tokens.holds(after);
            // "speaking on Monday"
            let next = verb.tree.tag(after + 1);
            let when = verb.tree.is(after, Class::Time) && !next.is_possessive_marker() && !next.is_noun();
            (governs && !when).then(|| governed(verb, after, Extent::Phrase))
        },
    },
    Rule {
        name: "predicate",
        example: "<Ann Lee> called [the talks “useless].”",
        run: |verb, _| {
            let (after, marked) = (verb.tokens().end, reaches_marks(verb.tree, verb.tokens().end));
            let object = object(verb);
            let follows = object.map_or(marked, |object| predicate_follows(verb.tree, verb.token, object));
            // "called him a “clown”": the parser takes the second of two objects for the object.
            let start = object.filter(|_| !marked).map_or(after, |o| verb.tree.extent(o).start.max(after));
            (verb.cue.has(Frames::PREDICATE) && follows).then(|| governed(verb, start, Extent::Phrase))
        },
    },
    Rule {
        name: "noun-phrase",
        example: "<Bo Lund> criticised [the plan].",
        run: |verb, _| {
            let after = verb.tokens().end;
            let start = match object(verb) {
                Some(object) => verb.tree.extent(object).start.max(after),
                None => Some(after).filter(|&after| reaches_marks(verb.tree, after))?,
            };
            verb.cue.has(Frames::NOUN).then(|| governed(verb, start, Extent::Phrase))
        },
    },
];

/// What a construction tells of the content.
#[derive(Debug, PartialEq, Eq)]
pub enum Content {
    /// Its parts, in order.
    Is(Vec<TokenRange>),
    /// There is none: the verb reports nothing here.
    Nothing,
}

/// The content that a reporting verb governs; none where the verb reports nothing here.
pub fn of_verb(verb: &ReportingVerb, speaker: Option<TokenRange>) -> Option<Vec<TokenRange>> {
    let content = verb.tree.cx.rules.of(CONTENT).find_map(|rule| (rule.run)(verb, speaker))?;
    match content {
        Content::Is(parts) => Some(parts),
        Content::Nothing => None,
    }
}

/// The content from `start` to where it ends.
fn governed(verb: &ReportingVerb, start: usize, extent: Extent) -> Content {
    let end = end_of(verb.tree, verb.token, start, extent);
    if start < end { Content::Is(vec![TokenRange::new(start, end)]) } else { Content::Nothing }
}

/// The object behind a verb.
fn object(verb: &ReportingVerb) -> Option<usize> {
    verb.tree.children(verb.token).find(|&c| c > verb.token && verb.tree.relation(c) == Relation::Obj)
}

/// Whether nothing but a noun phrase stands between a verb and marked words.
fn reaches_marks(tree: &SentenceTree, after: usize) -> bool {
    let nominal = |t: usize| {
        let tag = tree.tag(t);
        tag.is_nominal() || tag.is_adposition() || tag.is_hyphen()
    };
    let opens_phrase = |t: usize| t == after && tree.tag(t).is_adposition();
    let mark = tree.next(after, 14).find(|&t| tree.in_marks(t) || !nominal(t) || opens_phrase(t));
    mark.is_some_and(|t| tree.in_marks(t))
}

/// Whether a verb is future, possible, denied or an infinitive, so that it reports no speech of its own.
fn is_unreal(tree: &SentenceTree, verb: usize) -> bool {
    let first = tree.tokens.start.max(verb.saturating_sub(4));
    for token in (first..verb).rev() {
        let tag = tree.tag(token);
        if tag.is_infinitive() && tree.is(token, Class::PerfectAuxiliary) {
            // "is said to have called": a perfect infinitive tells of what was said.
            return false;
        }
        if tag.is_modal() || tag.is_infinitive_marker() || tree.is(token, Class::Negation) {
            return true;
        }
        if !(tag.is_adverb() || tag.is_finite_verb() || tag.is_infinitive() || tag.is_participle()) {
            return false;
        }
    }
    false
}

/// "called it a mistake", "described the plan as a mistake", "called the talks “useless”".
fn predicate_follows(tree: &SentenceTree, verb: usize, object: usize) -> bool {
    let end = tree.extent(object).end;
    tree.next(object, 20).any(|t| tree.in_marks(t))
        || tree.is(end, Class::RoleMarker)
        || tree.children(verb).any(|c| c > object && tree.relation(c) == Relation::Xcomp)
}
