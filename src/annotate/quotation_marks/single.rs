//! Single quotation marks, which look like apostrophes: only pairs count, at word boundaries.

use super::{Pair, after, before};
use crate::document::Span;
use crate::languages::{Class, Language};

/// Longest stretch between single marks, in bytes; beyond it the closing mark is more likely an apostrophe.
const SINGLE_MAX: usize = 600;

/// Marks that a block of single marks begins with.
pub(super) const OPENING: [char; 2] = ['‘', '\''];

#[derive(Debug, Clone, Copy)]
struct Mark {
    at: usize,
    len: usize,
    opens: bool,
    closes: bool,
    /// Behind an s or n and before a lower-case word: as likely a possessive ("the states' rights") or a lost letter ("goin'").
    possessive: bool,
}

/// Adds the stretches between single marks to those between double ones. A single pair around double ones
/// (British style) takes their place; a single pair inside double ones is a quote within the quote.
/// `opens_next`: whether the next block begins with a single mark, so that this one may be left open.
pub(super) fn add(language: &Language, text: &str, doubles: Vec<Pair>, opens_next: bool) -> Vec<Pair> {
    let marks = single_marks(language, text, &doubles);
    let ends_speech = |mark: &Mark| mark.closes && before(text, mark.at).is_some_and(|c| ",.!?…".contains(c));
    if let Some(opening) = marks.first().filter(|m| m.at == 0 && m.opens && opens_next && doubles.is_empty())
        && !marks.iter().any(ends_speech)
    {
        let (outer, inner) = (Span::new(0, text.len()), Span::new(opening.len, text.len()));
        return vec![Pair { outer, inner, continues: true, single: true }];
    }
    let mut singles: Vec<Pair> = Vec::new();
    let mut i = 0;
    while i < marks.len() {
        let opening = marks[i];
        i += 1;
        if !opening.opens {
            continue;
        }
        let near = marks[i..].iter().take_while(|m| m.at < opening.at + SINGLE_MAX);
        let mut closing = None;
        for (k, mark) in near.enumerate() {
            if mark.closes {
                closing = Some((k, *mark));
                if !mark.possessive {
                    break;
                }
            } else if closing.is_some() {
                break;
            }
        }
        let Some((k, mark)) = closing else { continue };
        let outer = Span::new(opening.at, mark.at + mark.len);
        // The opening mark stands outside every double pair, so only the last pair that it reaches can cross.
        let reached = doubles.partition_point(|d| d.outer.start < outer.end);
        let crosses = reached > 0 && doubles[reached - 1].outer.end > outer.end;
        if !crosses {
            singles.push(Pair {
                outer,
                inner: Span::new(opening.at + opening.len, mark.at),
                continues: false,
                single: true,
            });
            i += k + 1;
        }
    }
    if singles.is_empty() {
        return doubles;
    }
    let mut all: Vec<Pair> = Vec::with_capacity(singles.len() + doubles.len());
    let mut wrapping = singles.iter().peekable();
    for double in doubles {
        while wrapping.peek().is_some_and(|s| s.outer.end <= double.outer.start) {
            all.extend(wrapping.next());
        }
        if wrapping.peek().is_none_or(|s| !s.outer.contains(double.outer)) {
            all.push(double);
        }
    }
    all.extend(wrapping);
    all
}

fn single_marks(language: &Language, text: &str, doubles: &[Pair]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut next_double = doubles.iter().peekable();
    for (at, c) in text.char_indices() {
        if !matches!(c, '\'' | '‘' | '’' | '‚' | '`') {
            continue;
        }
        while next_double.peek().is_some_and(|d| d.outer.end <= at) {
            next_double.next();
        }
        if next_double.peek().is_some_and(|d| d.outer.start <= at) {
            continue;
        }
        let len = c.len_utf8();
        let (prev, next) = (before(text, at), after(text, at + len));
        let at_word_start = prev.is_none_or(|c| c.is_whitespace() || "([{—–-:/\"“".contains(c))
            && next.is_some_and(|c| c.is_alphanumeric() || "[$…“\"¿¡".contains(c));
        let at_word_end =
            next.is_none_or(|c| !c.is_alphanumeric()) && prev.is_some_and(|c| !c.is_whitespace() && c != '\'');
        let opens = at_word_start
            && match c {
                '‘' | '‚' => true,
                '’' => false,
                _ => !is_elision(language, &text[at + len..]),
            };
        let closes = at_word_end && matches!(c, '\'' | '’' | '‘');
        if opens || closes {
            let mut rest = text[at + len..].chars();
            let possessive = prev.is_some_and(|c| matches!(c, 's' | 'S' | 'n'))
                && rest.next() == Some(' ')
                && rest.next().is_some_and(char::is_lowercase);
            marks.push(Mark { at, len, opens, closes, possessive });
        }
    }
    marks
}

/// Whether an apostrophe stands for the first letters of a word ("'em") or figures of a year ("'90s").
fn is_elision(language: &Language, rest: &str) -> bool {
    let word = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
    word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 3 || language.classes(word).contains(Class::Elided)
}
