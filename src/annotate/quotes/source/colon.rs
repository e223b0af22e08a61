//! A speaker before a colon, `Roe: “We go on.”`, wherever it stands: in front of marks ([`name`], [`announced`]), in a headline
//! with marks ([`headline_beside`], [`in_headline`]) and in one without ([`headline`]).
//!
//! The turns of transcripts ("LUND: …") are found paragraph by paragraph, in [`crate::annotate::quotes::labels`].

use super::attribution::by_phrase;
use super::noun_phrase::{noun_phrase, phrase_at, span_of};
use super::subject::{behind_stamp, main_clause};
use crate::annotate::quotes::candidate::{Attribution, Reported};
use crate::annotate::quotes::context::Context;
use crate::annotate::quotes::tree::SentenceTree;
use crate::annotate::quotes::words::{Role, Word};
use crate::document::{EntityType, MarkedStretch, MentionKind, Span, TokenRange};
use crate::languages::{Class, NounKind};

/// The colon right behind the last word.
pub fn behind(cx: &Context, words: &[Word]) -> Option<Span> {
    let end = words.last()?.span.end;
    let rest = &cx.doc.text()[end..];
    let at =
        end + rest.find(':').filter(|&at| rest[..at].chars().all(|c| c.is_whitespace() || "”\"’)]".contains(c)))?;
    Some(Span::new(at, at + 1))
}

/// `X: "…"`, `X, 34, teacher: "…"`: the colon is the cue; no more than a few words or a description stand behind the name.
pub fn name(cx: &Context, words: &[Word]) -> Option<Attribution> {
    let cue = behind(cx, words)?;
    let acts = |w: &Word| w.is_finite() || w.reports();
    // "9.40am: Lund", "14:12 Lund"
    let stamp = cx.doc.slice(words[0].span);
    let hour = stamp.contains([':', '.']) && stamp.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'));
    let opening = behind_stamp(words).max(usize::from(hour && words.get(1).is_some_and(|w| w.capital)));
    let name = |start: usize| {
        let end = noun_phrase(words, start).filter(|&end| words[start].capital && words[end - 1].capital)?;
        let described = start == opening && words.len() <= 12 && words.get(end).is_some_and(|w| w.breaks);
        let close = words.len() - end <= 4 || described && !words.iter().any(|w| w.role == Role::Auxiliary);
        (close && !words[start..].iter().any(acts)).then(|| span_of(words, start, end))
    };
    let last = (0..words.len()).rev().find(|&i| i == 0 || words[i].breaks)?;
    // "Un homme : « … »" on a line of its own.
    let person = |w: &Word| cx.language.noun(cx.doc.slice(w.span)).is_some_and(|noun| noun.kind == NounKind::Person);
    let described = || {
        let end = noun_phrase(words, 0).filter(|&end| end == words.len() && words[0].role == Role::Determiner)?;
        person(&words[end - 1]).then(|| span_of(words, 0, end))
    };
    let speaker = name(opening).or_else(|| name(last)).or_else(described)?;
    Some(by_phrase(cx, cue, speaker))
}

/// "X released the following statement:": the colon is the cue, the subject of the sentence speaks.
pub fn announced(cx: &Context, words: &[Word]) -> Option<Attribution> {
    let cue = behind(cx, words)?;
    // "From the report:"
    let from = usize::from(words[0].is(Class::Coordinator));
    let opens = words.get(from).is_some_and(|w| w.is(Class::NounLink)) && !words.iter().any(Word::is_finite);
    let source =
        opens.then(|| phrase_at(words, from + 1)).flatten().map(|phrase| cx.person_in(phrase).unwrap_or(phrase));
    // "And then came a question from the baker, Bo Lund:"
    let sender = || {
        let link = (0..words.len()).rev().find(|&i| words[i].is(Class::Origin))?;
        let rest = words[link + 1..].first()?.span.cover(words.last()?.span);
        cx.person_in(rest).filter(|_| !words[link + 1..].iter().any(|w| w.is_finite() || w.reports()))
    };
    let main = || words.iter().any(Word::is_finite).then(|| main_clause(words, words.len())).flatten();
    let speaker = source.or_else(sender).or_else(|| main().and_then(|start| phrase_at(words, start)))?;
    Some(Attribution { span: cue, ..by_phrase(cx, cue, speaker) })
}

/// `Roe scolds voters: ‘Be serious’`: the first name of a headline speaks what stands behind its colon.
pub fn headline_beside(cx: &Context, index: usize) -> Option<Attribution> {
    let (doc, this) = (cx.doc, &cx.marked[index]);
    let block = doc.blocks()[this.block].span;
    let lead = doc.text()[block.start..this.outer.start].trim_end();
    if !cx.is_headline(this.block) || !lead.ends_with([':', '—']) {
        return None;
    }
    let colon = lead.chars().next_back().map_or(0, char::len_utf8);
    let cue = Span::new(block.start + lead.len() - colon, block.start + lead.len());
    let first = doc.mentions.iter().find(|m| m.span.start >= block.start);
    let first = first.filter(|m| m.kind == MentionKind::Name && m.span.end <= cue.start)?;
    let leads = doc.text()[block.start..first.span.start].split_whitespace().count() <= 2;
    leads.then(|| by_phrase(cx, cue, first.span))
}

/// Whether a stretch is part of what a headline gives as somebody's words: "Roe: ‘No Plan’ To Resign".
pub fn in_headline(cx: &Context, marked: &MarkedStretch) -> bool {
    let block = cx.doc.blocks()[marked.block].span;
    let head = &cx.doc.text()[block.start..marked.outer.start];
    let Some((name, words)) = head.split_once(": ").filter(|_| cx.is_headline(marked.block)) else { return false };
    name.split_whitespace().count() <= 6 && words.chars().any(char::is_alphanumeric)
}

/// "Harris: we will win": the attribution of a headline by its colon.
pub fn headline(tree: &SentenceTree) -> Option<Reported> {
    let tokens = tree.tokens;
    let colon = tokens.iter().take(8).find(|&t| tree.text(t) == ":" && !tree.in_marks(t))?;
    let name = TokenRange::new(tokens.start, colon);
    let content = TokenRange::new(colon + 1, tokens.end);
    let nominal = |t: usize| {
        let tag = tree.tag(t);
        tag.is_noun()
            || tag.is_possessive_marker()
            || tag.is_coordinator()
            || tag.is_determiner()
            || tag.is_adposition()
    };
    // "KUALA LUMPUR: The fund": a dateline.
    let in_capitals = |t: usize| !tree.text(t).contains(char::is_lowercase);
    let place = tree.cx.doc.mentions.iter().find(|m| m.tokens.end > name.start);
    let place = place.is_some_and(|m| m.label == EntityType::Location && m.tokens == name);
    let dateline = place && name.iter().all(in_capitals);
    let fits = (1..=6).contains(&name.len())
        && !dateline
        && name.iter().all(nominal)
        && name.iter().any(|t| tree.tag(t).is_noun() && tree.text(t).starts_with(char::is_alphabetic))
        && content.len() >= 3;
    fits.then(|| Reported {
        cue: TokenRange::new(colon, colon + 1),
        lemma: ":".to_owned(),
        speaker: Some(name),
        content: vec![content],
        thought: false,
    })
}
