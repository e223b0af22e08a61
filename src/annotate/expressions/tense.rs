//! Which way a date without a year lies, "in May" or "on Friday": as the verb that it belongs to is in past or future.

use super::calendar::Direction;
use super::reader::Reader;
use crate::document::{Pos, Relation};

/// Words around a date that are looked at where the syntax does not tell.
const CONTEXT: usize = 10;
/// How far up the tree the verb may be.
const STEPS: usize = 8;

/// Verbs and adjectives whose "to" looks ahead, and participles of what is still to come.
const AHEAD: &str = "plan plans planned planning expect expects expected expecting due set scheduled slated going want \
    wants wanted hope hopes hoping aim aims intend intends intended agreed agrees agree vow vows vowed promise promises \
    promised pledge pledges pledged ready likely poised projected forecast prepare prepares preparing proposed bound \
    willing seek seeks seeking earmarked tipped";
/// What a timetable says in the present tense.
const TIMETABLE: &str = "begins begin starts start opens open expires expire ends end closes close comes come returns \
    return kicks kick faces face takes take is are meets meet falls fall runs run votes vote goes go airs air";

fn holds(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}

/// Which way the date at these tokens lies.
pub(super) fn direction(reader: &Reader, start: usize, end: usize) -> Direction {
    if reader.doc.syntax.is_parsed()
        && let Some(direction) = governed(reader, start)
    {
        return direction;
    }
    nearby(reader, start, end)
}

/// What the verbs above a date tell, the nearest first; none where they tell nothing.
fn governed(reader: &Reader, date: usize) -> Option<Direction> {
    let syntax = &reader.doc.syntax;
    let mut token = date;
    for _ in 0..STEPS {
        let head = syntax.heads[token] as usize;
        if head == token || !reader.sentence.holds(head) {
            break;
        }
        token = head;
        if let Some(direction) = tense(reader, token) {
            return Some(direction);
        }
    }
    None
}

/// The tense of a predicate by its form, its auxiliaries and what it depends on.
fn tense(reader: &Reader, token: usize) -> Option<Direction> {
    use Direction::{Future, Past};
    let syntax = &reader.doc.syntax;
    let word = reader.lower(token);
    let helpers = || {
        (syntax.children(token, reader.sentence))
            .filter(|&t| matches!(syntax.relations[t], Relation::Aux | Relation::AuxPass | Relation::Cop))
            .map(|t| reader.lower(t))
    };
    let has = |list: &str| helpers().any(|helper| holds(list, &helper));
    if has("will 'll ’ll wo shall may might could can should must would ca") {
        return Some(if has("have") { Past } else { Future });
    }
    let present = has("is are am 's ’s 're ’re be");
    if present && (syntax.pos[token] == Pos::VBG || holds(AHEAD, &word)) {
        return Some(Future);
    }
    if has("was were had has have did been 've ’ve 'd ’d") {
        return Some(Past);
    }
    if syntax.pos[token] == Pos::VB && reader.is(token.wrapping_sub(1), "to") {
        let head = syntax.heads[token] as usize;
        return holds(AHEAD, &reader.lower(head)).then_some(Future);
    }
    match syntax.pos[token] {
        Pos::VBN | Pos::JJ | Pos::VBD if holds(AHEAD, &word) && !word.ends_with("ed") => Some(Future),
        Pos::VBN if holds(AHEAD, &word) => Some(Future),
        Pos::VBD | Pos::VBN => Some(Past),
        Pos::VBZ | Pos::VBP if holds(TIMETABLE, &word) => Some(Future),
        _ if present && !syntax.pos[token].is_verb() => Some(Future),
        _ => None,
    }
}

/// Which way the nearest telling word in the sentence points.
fn nearby(reader: &Reader, start: usize, end: usize) -> Direction {
    let from = start.saturating_sub(CONTEXT).max(reader.sentence.start);
    let to = (end + CONTEXT / 2).min(reader.sentence.end);
    let told = |token: usize| {
        let lower = reader.lower(token);
        // "will be held": the participle tells nothing.
        if token > from && reader.is(token - 1, "be") {
            return None;
        }
        match &*lower {
            "will" | "'ll" | "’ll" | "upcoming" | "scheduled" | "due" | "set" | "expected" | "plans" | "planned"
            | "until" | "starting" | "going" | "shall" => Some(Direction::Future),
            "was" | "were" | "had" | "said" | "did" | "told" | "since" | "came" | "went" | "took" | "began" | "won"
            | "met" | "last" | "ago" | "held" | "made" | "left" | "died" | "became" => Some(Direction::Past),
            // "expected" and "planned" are caught above.
            word if word.len() > 4 && word.ends_with("ed") => Some(Direction::Past),
            _ => None,
        }
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
