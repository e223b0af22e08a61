//! Attributions in the middle or at the end of what they attribute: "The talks, he said, had failed."

use super::content::{HEARER, clause_start};
use super::verb::Verb;
use crate::annotate::quotes::clauses::Clauses;
use crate::annotate::quotes::lexicon::{self, Cue, Frames};
use crate::document::{Pos, Relation, TokenRange};
use std::sync::LazyLock;

/// "The talks, he said, had failed", "the talks had failed, he said": everything around the attribution.
pub fn around(verb: Verb, speaker: Option<TokenRange>) -> Option<Vec<TokenRange>> {
    let Verb { clauses, token, .. } = verb;
    // "…, who vowed to go": a relative clause.
    let speaker = speaker.filter(|s| !matches!(clauses.pos(s.start), Pos::WP | Pos::WDT))?;
    let start = parenthesis_start(verb, speaker);
    let end = speaker.end.max(token + 1);
    let before = start.checked_sub(1).filter(|&t| clauses.tokens.holds(t) && t > clauses.tokens.start)?;
    if !is_set_off(verb, speaker, before) {
        return None;
    }
    // "…, the pope showed his skill": what follows is the verb's own object, and nobody's hearing.
    let object = clauses
        .children(token)
        .any(|c| c > token && clauses.relation(c) == Relation::Obj && !clauses.in_marks(c) && !speaker.holds(c));
    if object && !HEARER.contains(&verb.cue.lemma) {
        return None;
    }
    if token >= speaker.end && governs_right(verb, before, end) {
        return None;
    }
    // "Asked what had changed, he pointed to …": the question leads in and is nobody's answer.
    let first = clauses.tokens.start + usize::from(clauses.pos(clauses.tokens.start) == Pos::WRB);
    if ["asked", "told", "pressed"].iter().any(|w| clauses.is(first, w)) && !clauses.in_marks(first) {
        return None;
    }
    let left = TokenRange::new(clauses.tokens.start, before);
    let finite = |t: usize| clauses.is_finite(t);
    let right =
        resumption(clauses, end, left.iter().any(finite)).map(|start| TokenRange::new(start, clauses.tokens.end));
    // What was said must be a clause, which needs its verb on one side; words in marks are said wherever they are closed by
    // an attribution that ends the sentence.
    let subject_breaks_off = right.is_some_and(|r| finite(r.start) && left.iter().any(|t| clauses.pos(t).is_noun()));
    let closes = clauses.marked_between(left.start, left.end) > 0
        && (!clauses.tokens.holds(end) || clauses.pos(end) == Pos::Stop);
    let clausal = left.iter().any(finite)
        || right.is_some_and(|r| left.len() <= 12 && r.iter().any(finite))
        || subject_breaks_off
        || closes;
    // "On Monday, she said, …": when it was said.
    let occasion = !left.iter().any(finite) && lexicon::opens_occasion(clauses.text(left.start));
    let left = Some(left).filter(|_| right.is_none() || !occasion);
    clausal.then(|| left.into_iter().chain(right).collect())
}

/// Where an attribution of speaker and verb starts, auxiliaries included.
fn parenthesis_start(verb: Verb, speaker: TokenRange) -> usize {
    let Verb { clauses, token, .. } = verb;
    let mut start = speaker.start.min(token);
    while start > clauses.tokens.start
        && clauses.head(start - 1) == token
        && clauses.relation(start - 1) == Relation::Aux
    {
        start -= 1;
    }
    start
}

/// Whether the token in front of an attribution parts it from what was said: a comma, or marks with a stop.
fn is_set_off(verb: Verb, speaker: TokenRange, before: usize) -> bool {
    let Verb { clauses, token, .. } = verb;
    if !clauses.in_marks(before) {
        // "Lee says …; others beg to differ": a semicolon parts two sentences.
        return matches!(clauses.pos(before), Pos::Comma | Pos::CloseQuote | Pos::Colon) && !clauses.is(before, ";");
    }
    // `the “sharing economy” reflects …`: marks without a stop are part of the clause.
    let stopped = |t: usize| {
        matches!(clauses.pos(t), Pos::Comma | Pos::Stop) || matches!(clauses.text(t), "?" | "!" | "…" | "...")
    };
    let within = speaker.start < token && speaker.end >= token;
    within || stopped(before) || stopped(before - 1)
}

/// Whether a clause to the right belongs to the verb ("In May, he said that …") and not what stands before the attribution,
/// which ends in front of `end`.
fn governs_right(verb: Verb, before: usize, end: usize) -> bool {
    let clauses = verb.clauses;
    let follows = clauses.tokens.holds(end)
        && !matches!(clauses.pos(end), Pos::Comma | Pos::Stop | Pos::Colon | Pos::OpenQuote | Pos::CloseQuote);
    // "It failed, he said on Monday in Oslo, noting that …": a clause behind a comma is another attribution's.
    let comma = (end..clauses.tokens.end).find(|&t| clauses.pos(t) == Pos::Comma).unwrap_or(clauses.tokens.end);
    let relative = |t: usize| matches!(clauses.pos(t - 1), Pos::WP | Pos::WDT);
    let left_is_clause = (clauses.tokens.start + 1..before).any(|t| clauses.is_finite(t) && !relative(t));
    let clause_ahead = (end..comma).any(|t| clauses.is_finite(t) || clauses.is(t, "that") || clauses.in_marks(t));
    follows && (!left_is_clause || clause_ahead) && clause_start(Verb { cue: &SAY, ..verb }, end).is_some()
}

/// Where the content resumes behind an attribution that ends at `end`; `whole`: a finite verb stands before it.
fn resumption(clauses: &Clauses, end: usize, whole: bool) -> Option<usize> {
    let follows =
        |end: usize| clauses.tokens.holds(end) && clauses.pos(end) == Pos::Comma && end + 3 < clauses.tokens.end;
    let start = follows(end).then_some(end + 1)?;
    match clauses.pos(start) {
        // ", Roe said, adding that …": what follows is another attribution.
        Pos::VBG => None,
        // "said Roe, an expert on trade, …": an apposition to the speaker.
        Pos::DT | Pos::JJ | Pos::NN | Pos::NNP | Pos::WP | Pos::RB => {
            let comma = (start..clauses.tokens.end).find(|&t| clauses.pos(t) == Pos::Comma);
            let close = comma.unwrap_or(clauses.tokens.end);
            let relative = clauses.pos(start) == Pos::WP;
            if !relative && (start..close).any(|t| clauses.is_finite(t)) {
                return Some(start);
            }
            comma.filter(|&comma| follows(comma) && !whole).map(|comma| comma + 1)
        }
        _ => Some(start),
    }
}

/// What "say" may be built with: asks for a finite clause behind any verb.
static SAY: LazyLock<Cue> = LazyLock::new(|| Cue {
    lemma: "say",
    frames: Frames { clause: true, speech: true, ..Frames::default() },
    prepositions: Vec::new(),
});
