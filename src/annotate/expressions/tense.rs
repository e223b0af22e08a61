//! Which way a date without a year lies, "in May" or "on Friday": as its preposition says, or the verb that it belongs to is in
//! past or future.

use super::calendar::Direction;
use super::date_parts::{month_at, weekday_at};
use super::pieces::Reader;
use crate::document::{Relation, Tag, TokenRange};
use crate::languages::{Meaning, TenseSign};

/// Tokens around a date that are looked at where the syntax does not tell.
const CONTEXT: usize = 10;
/// How far up the tree the verb may be.
const STEPS: usize = 8;
/// Words of a noun phrase behind a possessive date that are looked at.
const PHRASE: usize = 3;
/// The shortest word whose ending tells a tense.
const SHORTEST_VERB: usize = 5;

/// Which way the date in these pieces lies.
pub(super) fn direction(r: &Reader, start: usize, end: usize) -> Direction {
    if is_put_off(r, start) {
        return Direction::Future;
    }
    if r.comes_after(start, Meaning::Since) {
        return Direction::Past;
    }
    let tokens = r.tokens(start, end);
    if is_of_something_past(r, tokens) {
        return Direction::Past;
    }
    let told = r.doc.syntax.is_parsed().then(|| governed(r, tokens.start)).flatten();
    told.unwrap_or_else(|| nearby(r, tokens.start, tokens.end))
}

/// Whether a day is the end of a wait: "until Monday", "delayed to Tuesday".
pub(super) fn is_put_off(r: &Reader, start: usize) -> bool {
    r.comes_after(start, Meaning::Until) || is_moved_to(r, start)
}

/// "delayed to Tuesday": to a day, and not from one to another.
fn is_moved_to(r: &Reader, start: usize) -> bool {
    let Some(to) = start.checked_sub(1).filter(|&to| r.is_word(to) && r.has(to, Meaning::To) == Some(start)) else {
        return false;
    };
    if weekday_at(r, start).is_none() && month_at(r, start).is_none() {
        return false;
    }
    let day = |at: usize| weekday_at(r, at).is_some() || month_at(r, at).is_some();
    to > 0 && r.is_word(to - 1) && !day(to - 1) && r.has(to - 1, Meaning::PartOfDay).is_none()
}

fn is(r: &Reader, token: usize, sign: TenseSign) -> bool {
    r.words.terms().tense(&lower(r, token)).contains(&sign)
}

fn lower(r: &Reader, token: usize) -> String {
    r.doc.token_text(token).to_lowercase().replace('’', "'")
}

/// Whether a date dates a noun for what is over whenever it is spoken of: "the closing price on Friday", "Friday's defeat".
fn is_of_something_past(r: &Reader, date: TokenRange) -> bool {
    let syntax = &r.doc.syntax;
    let tag = |token: usize| if r.sentence.holds(token) { syntax.tag(token) } else { Tag::default() };
    let nominal = |token: usize| tag(token).is_noun() || tag(token).is_adjective() || tag(token).is_gerund();
    let is_over = |token: usize| nominal(token) && is(r, token, TenseSign::PastNoun);
    // The noun's phrase ends in front of the preposition: a word that describes it may be what tells.
    let phrase_before =
        |end: usize| end > 0 && tag(end - 1).is_common_noun() && (is_over(end - 1) || end > 1 && is_over(end - 2));
    let preposition = date.start.checked_sub(1).filter(|&t| tag(t).is_adposition());
    let possessed = || {
        let phrase = date.end + 1..date.end + 1 + PHRASE;
        tag(date.end).is_possessive_marker() && phrase.take_while(|&t| nominal(t)).any(is_over)
    };
    preposition.is_some_and(phrase_before) || possessed()
}

/// What the verbs above a date tell, the nearest first; none where they tell nothing.
fn governed(r: &Reader, date: usize) -> Option<Direction> {
    let syntax = &r.doc.syntax;
    let mut token = date;
    let mut of_noun = false;
    for _ in 0..STEPS {
        let head = syntax.heads[token] as usize;
        if head == token || !r.sentence.holds(head) {
            break;
        }
        token = head;
        if let Some(direction) = tense(r, token, of_noun) {
            return Some(direction);
        }
        of_noun |= syntax.tag(token).is_common_noun();
    }
    None
}

/// The tense of a predicate by its form, its auxiliaries and what it depends on; `of_noun`: the date belongs to a noun below it, whose
/// time may be another one.
fn tense(r: &Reader, token: usize, of_noun: bool) -> Option<Direction> {
    use Direction::{Either, Future, Past};
    use TenseSign::{
        FutureAuxiliary, LooksAhead, PastAuxiliary, PerfectAuxiliary, PresentAuxiliary, Timetable, UnrealAuxiliary,
    };
    let syntax = &r.doc.syntax;
    let is_helper = |t: usize| matches!(syntax.relations[t], Relation::Aux | Relation::AuxPass | Relation::Cop);
    let has = |sign| syntax.children(token, r.sentence).any(|t| is_helper(t) && is(r, t, sign));
    if has(FutureAuxiliary) {
        // "would have begun on Monday": of what was planned, and mostly still lay ahead when it was called off; "would have been
        // eighty on Monday" may be either.
        return Some(match (has(PerfectAuxiliary), has(UnrealAuxiliary)) {
            (false, _) => Future,
            (true, true) if is_event(r, token) => Future,
            (true, true) => Either,
            (true, false) => Past,
        });
    }
    // "estará cerrado", "ouvrira": where the ending of the verb or of its auxiliary is that of the future.
    let helpers_to_come = syntax.children(token, r.sentence).any(|t| is_helper(t) && has_future_ending(r, t));
    if helpers_to_come || has_future_ending(r, token) {
        return Some(Future);
    }
    let tag = syntax.tag(token);
    let ahead = is(r, token, LooksAhead);
    let present = has(PresentAuxiliary);
    if present && (tag.is_gerund() || ahead) {
        return Some(Future);
    }
    if has(PastAuxiliary) || has(PerfectAuxiliary) {
        // "was due on Sunday": the plan is past, its day may still come.
        return Some(if ahead && !tag.is_infinitive() { Either } else { Past });
    }
    if tag.is_infinitive() && token > r.sentence.start && syntax.tag(token - 1).is_infinitive_marker() {
        let head = syntax.heads[token] as usize;
        return is(r, head, LooksAhead).then_some(Future);
    }
    let is_past_form = |tag: Tag| tag.is_past() || tag.is_participle();
    // "set", "due" and "planned" look ahead, "agreed" and "hoped" did so then.
    if ahead && (tag.is_participle() || (tag.is_adjective() || tag.is_past()) && !has_past_ending(r, token)) {
        return Some(Future);
    }
    if is_past_form(tag) {
        return Some(Past);
    }
    if tag.is_present() && is(r, token, Timetable) || present && !tag.is_verb() && !of_noun {
        return Some(Future);
    }
    None
}

/// Whether a predicate is a verb, and not what somebody is or has.
fn is_event(r: &Reader, token: usize) -> bool {
    let tag = r.doc.syntax.tag(token);
    tag.is_verb() && !r.doc.syntax.children(token, r.sentence).any(|t| r.doc.syntax.relations[t] == Relation::Cop)
}

fn has_past_ending(r: &Reader, token: usize) -> bool {
    let word = lower(r, token);
    word.len() >= SHORTEST_VERB && r.words.date_rules().past_endings.iter().any(|ending| word.ends_with(ending))
}

fn has_future_ending(r: &Reader, token: usize) -> bool {
    let word = lower(r, token);
    word.len() >= SHORTEST_VERB && r.words.date_rules().future_endings.iter().any(|ending| word.ends_with(ending))
}

/// Which way the nearest telling word in the sentence points.
fn nearby(r: &Reader, start: usize, end: usize) -> Direction {
    let from = start.saturating_sub(CONTEXT).max(r.sentence.start);
    let to = (end + CONTEXT / 2).min(r.sentence.end);
    let told = |token: usize| {
        // "will be held": the participle tells nothing.
        if token > from && is(r, token - 1, TenseSign::NoSignAfter) {
            return None;
        }
        if is(r, token, TenseSign::FutureSign) || has_future_ending(r, token) {
            return Some(Direction::Future);
        }
        let past = is(r, token, TenseSign::PastSign) || has_past_ending(r, token);
        past.then_some(Direction::Past)
    };
    let before = (from..start).rev().find_map(|token| told(token).map(|d| (start - token, d)));
    let after = (end..to).find_map(|token| told(token).map(|d| (token + 1 - end, d)));
    match (before, after) {
        (Some((near, direction)), Some((far, other))) => {
            if far < near {
                other
            } else {
                direction
            }
        }
        (Some((_, direction)), None) | (None, Some((_, direction))) => direction,
        (None, None) => Direction::Unknown,
    }
}
