//! Attributions in the middle or at the end of what they attribute: "The talks, he said, had failed."

use super::clause;
use crate::annotate::quotes::tree::SentenceTree;
use crate::annotate::quotes::verb::ReportingVerb;
use crate::document::{Relation, TokenRange};
use crate::languages::{Class, Frames};

/// "The talks, he said, had failed", "the talks had failed, he said": everything around the attribution.
pub fn around(verb: ReportingVerb, speaker: Option<TokenRange>) -> Option<Vec<TokenRange>> {
    let ReportingVerb { tree, token, cue } = verb;
    // "…, who vowed to go": a relative clause.
    let speaker = speaker.filter(|s| !tree.is_relative(s.start))?;
    let start = parenthesis_start(verb, speaker);
    let end = speaker.end.max(token + 1);
    let before = tree.previous(start).filter(|&t| t > tree.tokens.start)?;
    if !is_set_off(verb, speaker, before) {
        return None;
    }
    if tree.cx.parts_clauses && !is_second(tree, start) {
        return None;
    }
    // "…, the pope showed his skill": the verb has an object of its own, and reports nothing that stands before it.
    let object = tree
        .children(token)
        .any(|c| c > token && tree.relation(c) == Relation::Obj && !tree.in_marks(c) && !speaker.holds(c));
    if object && !cue.has(Frames::HEARER) {
        return None;
    }
    if token >= speaker.end && governs_right(verb, before, end) {
        return None;
    }
    // "Asked what had changed, he pointed to …": the question leads in and is nobody's answer.
    let first = tree.tokens.start + usize::from(tree.tag(tree.tokens.start).is_interrogative());
    let told = tree.cue(first).is_some_and(|cue| cue.has(Frames::HEARER)) && !tree.tag(first).is_gerund();
    if told && !tree.in_marks(first) {
        return None;
    }
    let left = TokenRange::new(tree.tokens.start, before);
    let finite = |t: usize| tree.is_finite(t);
    let right = resumption(tree, end, left.iter().any(finite)).map(|start| TokenRange::new(start, tree.tokens.end));
    // What was said must be a clause, which needs its verb on one side; words in marks are said wherever they are closed by
    // an attribution that ends the sentence.
    let subject_breaks_off = right.is_some_and(|r| finite(r.start) && left.iter().any(|t| tree.tag(t).is_noun()));
    let closes = tree.marked_between(left.start, left.end) > 0 && (!tree.tokens.holds(end) || tree.tag(end).is_stop());
    let clausal = left.iter().any(finite)
        || right.is_some_and(|r| left.len() <= 12 && r.iter().any(finite))
        || subject_breaks_off
        || closes;
    // "On Monday, she said, …": when it was said.
    let occasion = !left.iter().any(finite) && tree.is(left.start, Class::OccasionOpener);
    let left = Some(left).filter(|_| right.is_none() || !occasion);
    clausal.then(|| left.into_iter().chain(right).collect())
}

/// Where every clause is parted by a comma and the verb stands second in the main one: whether the finite verb at `start` opens an
/// attribution of what stands before it. Behind a clause of time, reason or comparison it opens the main clause.
fn is_second(tree: &SentenceTree, start: usize) -> bool {
    let first = tree.tokens.start;
    let leading = [Class::Subordinator, Class::Interrogative, Class::Comparison, Class::Concession];
    let asks = tree.tokens.iter().any(|t| tree.text(t) == "?");
    let leads = tree.is_any(first, &leading) && !tree.is(first, Class::Complementizer) && !asks;
    let clauses = (first..start).filter(|&t| tree.is(t, Class::ClauseMark)).count();
    tree.is_finite(start) && !(leads && clauses < 2)
}

/// Where an attribution of speaker and verb starts, auxiliaries included.
fn parenthesis_start(verb: ReportingVerb, speaker: TokenRange) -> usize {
    let ReportingVerb { tree, token, .. } = verb;
    let mut start = speaker.start.min(token);
    while start > tree.tokens.start && tree.head(start - 1) == token && tree.relation(start - 1) == Relation::Aux {
        start -= 1;
    }
    start
}

/// Whether the token in front of an attribution parts it from what was said: a comma, or marks with a stop.
fn is_set_off(verb: ReportingVerb, speaker: TokenRange, before: usize) -> bool {
    let ReportingVerb { tree, token, .. } = verb;
    let tag = tree.tag(before);
    if !tree.in_marks(before) {
        // "Lee says …; others beg to differ": a semicolon parts two sentences.
        let closing_mark = tag.is_quote() && !tag.has(crate::document::Features::OPENS);
        return (tag.is_comma() || closing_mark || tag.is_colon()) && tree.text(before) != ";";
    }
    // `the “sharing economy” reflects …`: marks without a stop are part of the clause.
    let stopped = |t: usize| {
        let tag = tree.tag(t);
        tag.is_comma() || tag.is_stop() || matches!(tree.text(t), "?" | "!" | "…" | "...")
    };
    let within = speaker.start < token && speaker.end >= token;
    within || stopped(before) || stopped(before - 1)
}

/// Whether a clause to the right belongs to the verb ("In May, he said that …") and not what stands before the attribution,
/// which ends in front of `end`.
fn governs_right(verb: ReportingVerb, before: usize, end: usize) -> bool {
    let tree = verb.tree;
    let next = tree.tag(end);
    let follows = tree.tokens.holds(end) && !(next.is_comma() || next.is_stop() || next.is_colon() || next.is_quote());
    // "It failed, he said on Monday in Oslo, noting that …": a clause behind a comma is another attribution's.
    let comma = (end..tree.tokens.end).find(|&t| tree.tag(t).is_comma()).unwrap_or(tree.tokens.end);
    let relative = |t: usize| tree.is_relative(t - 1);
    let left_is_clause = (tree.tokens.start + 1..before).any(|t| tree.is_finite(t) && !relative(t));
    let opens = |t: usize| tree.is_finite(t) || tree.is(t, Class::Complementizer) || tree.in_marks(t);
    follows
        && (!left_is_clause || (end..comma).any(opens))
        && clause::opener(&verb, end, false).or_else(|| clause::bare_start(&verb, end)).is_some()
}

/// Where the content resumes behind an attribution that ends at `end`; `whole`: a finite verb stands before it.
fn resumption(tree: &SentenceTree, end: usize, whole: bool) -> Option<usize> {
    let follows = |end: usize| tree.tag(end).is_comma() && end + 3 < tree.tokens.end;
    let start = follows(end).then_some(end + 1)?;
    let tag = tree.tag(start);
    // ", Roe said, adding that …": what follows is another attribution.
    if tag.is_gerund() {
        return None;
    }
    // "said Roe, an expert on trade, …": an apposition to the speaker.
    let relative = tree.is_relative(start);
    let singular = tag.is_noun() && !tag.is_plural_noun();
    if !(tag.is_determiner() || tag.is_adjective() || singular || relative || tag.is_adverb()) {
        return Some(start);
    }
    let comma = (start..tree.tokens.end).find(|&t| tree.tag(t).is_comma());
    let close = comma.unwrap_or(tree.tokens.end);
    if !relative && (start..close).any(|t| tree.is_finite(t)) {
        return Some(start);
    }
    comma.filter(|&comma| follows(comma) && !whole).map(|comma| comma + 1)
}
