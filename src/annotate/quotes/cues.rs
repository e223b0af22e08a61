//! The cues of a sentence outside its marks: reporting verbs, "according to", nouns of speech, a headline's colon, and
//! words that name.

mod according;
mod naming;
mod nouns;

use super::candidate::Reported;
use super::content::{self, parted::clause_mark};
use super::context::Cue;
use super::rules::Rule;
use super::source::by_tree;
use super::tree::SentenceTree;
use super::verb::ReportingVerb;
use crate::document::{Relation, TokenRange};
use crate::languages::{Class, Frames, Mood, VerbForm};

pub use naming::attributions as naming;

/// When a form of a reporting verb reports nothing.
pub const NO_CUE: &[Rule<fn(&ReportingVerb) -> bool>] = &[
    Rule {
        name: "modifier",
        example: "Three pledged delegates from the north stayed away.",
        run: |verb| modifies(verb.tree, verb.token),
    },
    Rule {
        name: "passive",
        example: "Bo Lund, told by the owners that the pier was safe, left the hall.",
        run: |verb| {
            let ReportingVerb { tree, token, cue } = *verb;
            let tag = tree.tag(token);
            let by = tree.is(token + 1, Class::AgentMarker)
                || tree.is(token + 2, Class::AgentMarker) && tree.tag(token + 1).is_particle();
            tree.is_passive(token) || !cue.has(Frames::ASKS) && (tag.is_participle() || tag.is_past()) && by
        },
    },
    Rule {
        name: "own-thought",
        example: "I think that the pier is safe.",
        // "I think", "you know": the writer's or reader's own thoughts, or filling words.
        run: |verb| {
            let subject = by_tree::speaking_head(verb.tree, verb.token);
            verb.cue.is_thought() && subject.is_some_and(|subject| verb.tree.is(subject, Class::SpeakerOrHearer))
        },
    },
    Rule {
        name: "asked-to-speak",
        example: "Asked to comment on the plan, the mayor left the hall.",
        // Whoever is asked to say something has not said it.
        run: |verb| {
            let ReportingVerb { tree, token, .. } = *verb;
            let marker = tree.previous(token).filter(|&t| tree.is(t, Class::InfinitiveMarker));
            let request = marker.and_then(|t| tree.previous(t)).and_then(|t| tree.cue(t));
            tree.tag(token).is_infinitive() && request.is_some_and(|cue| cue.has(Frames::ASKS))
        },
    },
    Rule {
        name: "describing-participle",
        example: "The camper, dubbed “old Greta” by the town, stood on the quay.",
        run: |verb| {
            let ReportingVerb { tree, token, cue } = *verb;
            let describes = tree.tag(token).is_participle() && tree.relation(token) == Relation::Acl;
            describes && cue.verb.frames.intersects(Frames::THOUGHT.union(Frames::NAMES))
        },
    },
    Rule {
        name: "relay",
        example: "State television quoted <the minister> as saying [that talks had failed].",
        // The participle behind "as" reports.
        run: |verb| {
            let ReportingVerb { tree, token, cue } = *verb;
            cue.has(Frames::RELAYS) && tree.next(token, 12).any(|t| tree.says_as(t))
        },
    },
    Rule {
        name: "itself-reported",
        example: "de: <Die Ministerin> sagte, es gebe kein Geld. [Sie wisse auch nicht, was die Reise koste.]",
        run: |verb| {
            let ReportingVerb { tree, token, .. } = *verb;
            // What somebody is reported to say or know is part of what is reported.
            tree.cx.mood(token) == Some(Mood::Tells)
        },
    },
    Rule {
        name: "part-of-name",
        example: "The owners of the IT Rules 2009 require the crews to wait.",
        run: |verb| {
            let ReportingVerb { tree, token, .. } = *verb;
            let capital = |t: usize| tree.text(t).starts_with(char::is_uppercase);
            let next = tree.tokens.holds(token + 1) && (capital(token + 1) || tree.tag(token + 1).is_number());
            tree.previous(token).is_some_and(capital) && capital(token) && next && has_small_words(tree)
        },
    },
    Rule {
        name: "told",
        example: "Informed that the pier had burned, the mayor left the hall.",
        // The one who is told or asked to speak does not speak.
        run: |verb| {
            let ReportingVerb { tree, token, cue } = *verb;
            let tag = tree.tag(token);
            if !(tag.is_participle() || tag.is_past()) {
                return false;
            }
            if cue.has(Frames::ASKS) {
                let bare = tree.previous(token).is_none_or(|t| !tree.tag(t).is_noun());
                return bare && tree.is(token + 1, Class::InfinitiveMarker) && verb.is_asked();
            }
            let comma = |t: usize| tree.tag(t).is_comma() && tree.main_clause_follows(t + 1);
            token == tree.tokens.start && tree.next(token, 24).any(comma)
        },
    },
];

impl ReportingVerb<'_> {
    /// Who says what by this verb; none where it reports nothing.
    fn reported(self) -> Option<Reported> {
        if let Some(content) = self.compared_with() {
            let speaker = by_tree::of_verb(&self, by_tree::speaking_head(self.tree, self.token))?;
            let lemma = self.cue.verb.lemma.to_owned();
            return Some(Reported { cue: self.tokens(), lemma, speaker: Some(speaker), content, thought: false });
        }
        if self.is_compared() || self.tree.cx.rules.of(NO_CUE).any(|rule| (rule.run)(&self)) {
            return None;
        }
        let speaker = by_tree::of_verb(&self, by_tree::speaking_head(self.tree, self.token));
        let content = content::of_verb(&self, speaker)?;
        let thought = self.cue.is_thought();
        Some(Reported { cue: self.tokens(), lemma: self.cue.verb.lemma.to_owned(), speaker, content, thought })
    }

    /// "Wie das Amt am Abend mitteilte, ist die Brücke gesperrt": what stands around a clause of comparison, whose verb ends it.
    fn compared_with(self) -> Option<Vec<TokenRange>> {
        let ReportingVerb { tree, token, .. } = self;
        let sentence = tree.tokens;
        let mark = tree.last_before(token, token, |t| tree.is(t, Class::ClauseMark) && !tree.in_marks(t));
        let opener = mark.map_or(sentence.start, |t| t + 1);
        let end = clause_mark(tree, token).unwrap_or(sentence.end);
        let ends = !(token + 1..end).any(|t| tree.tag(t).is_noun() || tree.cue(t).is_some());
        if !tree.cx.parts_clauses || !tree.is(opener, Class::Comparison) || opener == token || !ends {
            return None;
        }
        let before = mark.map(|mark| TokenRange::new(sentence.start, mark));
        let behind = Some(TokenRange::new(sentence.end.min(end + 1), sentence.end)).filter(|part| part.len() > 1);
        let parts: Vec<_> = before.into_iter().chain(behind).collect();
        (!parts.is_empty()).then_some(parts)
    }

    /// "Como recordó el alcalde, …", "según explicó": the finite verb of a comparison has its content outside its clause. A
    /// form that is not finite is no comparison: "quoted as saying".
    fn is_compared(self) -> bool {
        let ReportingVerb { tree, token, .. } = self;
        let helps = |t: usize| tree.is_any(t, &[Class::Auxiliary, Class::ObjectPronoun]);
        let Some(before) = (tree.tokens.start..token).rev().find(|&t| !helps(t)) else { return false };
        let first = (before + 1..token).find(|&t| tree.is(t, Class::Auxiliary)).unwrap_or(token);
        tree.tag(first).is_finite() && tree.is_any(before, &[Class::RoleMarker, Class::AccordingTo])
    }
}

/// The attribution that the word at a token makes.
pub fn reported(tree: &SentenceTree, token: usize) -> Option<Reported> {
    if let Some(length) = tree.cx.phrase(token, Class::AccordingTo).filter(|&n| tree.tokens.holds(token + n)) {
        return according::attribution(tree, TokenRange::new(token, token + length));
    }
    if tree.is(token, Class::SourceBefore) {
        return according::behind(tree, token);
    }
    if tree.is(token, Class::SourceOpener)
        && let Some(found) = according::by_noun(tree, token)
    {
        return Some(found);
    }
    match tree.cue(token) {
        Some(cue) if tree.tag(token).is_verb() || is_tagged_otherwise(tree, token, cue) => {
            ReportingVerb { tree, token, cue }.reported()
        }
        _ => nouns::attribution(tree, token),
    }
}

/// Whether a form that is not tagged as a verb reports: "Jane Roe, a consultant, notes that …", `the plan was “weak,”
/// noting that …`.
fn is_tagged_otherwise(tree: &SentenceTree, token: usize, cue: Cue) -> bool {
    let Some(before) = tree.previous(token) else { return false };
    let (tag, previous) = (tree.tag(token), tree.tag(before));
    if tag.is_plural_noun() && !tag.is_proper() {
        // "the chief orders his men to …"
        return tree.tag(token + 1).is_possessive_determiner() && previous.is_noun()
            || tree.is(token + 1, Class::Complementizer) && (previous.is_comma() || previous.is_proper())
            || closes_sentence(tree, token);
    }
    let gerund = cue.form == VerbForm::Gerund && (tag.is_adjective() || tag.is_common_noun());
    gerund && (previous.is_comma() || tree.in_marks(before) && tree.is(token + 1, Class::Complementizer))
}

/// "…, the suit alleges.": behind the last comma of a sentence a noun phrase and a form in -s make a clause.
fn closes_sentence(tree: &SentenceTree, token: usize) -> bool {
    let end = tree.tokens.end;
    let last = token + 1 == end || token + 2 == end && tree.tag(token + 1).is_stop();
    let opener = tree.last_before(token, 6, |t| !tree.tag(t).is_noun());
    last && opener.is_some_and(|t| {
        let tag = tree.tag(t);
        let determiner = (tag.is_determiner() || tag.is_possessive_determiner()) && t > tree.tokens.start;
        let comma = t - usize::from(determiner);
        comma + 1 + usize::from(determiner) < token && tree.tag(comma).is_comma()
    })
}

/// Whether most words of a sentence stand in small letters, as they do not in many headlines.
fn has_small_words(tree: &SentenceTree) -> bool {
    let small = tree.tokens.iter().filter(|&t| tree.text(t).starts_with(char::is_lowercase)).count();
    2 * small > tree.tokens.len()
}

/// Whether a participle only describes a noun: "pledged delegates", "a racially charged argument".
fn modifies(tree: &SentenceTree, token: usize) -> bool {
    let tag = tree.tag(token);
    if tree.previous(token).and_then(|t| tree.cx.phrase(t, Class::NamingWord)).is_some_and(|n| n > 1) {
        return true;
    }
    if !(tag.is_participle() || tag.is_past()) || !tree.tokens.holds(token + 1) {
        return false;
    }
    let in_phrase = tree
        .previous(token)
        .map(|t| tree.tag(t))
        .is_some_and(|before| before.is_modifier() || before.is_possessive_marker() || before.is_adposition());
    let next = tree.tag(token + 1);
    let noun = next.is_common_noun() || in_phrase && tree.in_marks(token + 1);
    noun && (in_phrase || tree.relation(token) == Relation::Amod)
}
