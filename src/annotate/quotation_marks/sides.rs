//! What a mark does by what stands on both sides of it.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Opens,
    Closes,
    /// A straight mark whose sides do not tell: it closes what is open, else opens.
    Either,
}

pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

pub(super) fn after(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// Whether a character is a quotation mark of any kind; apostrophes look like one.
pub fn is_mark(c: char) -> bool {
    is_double_mark(c) || matches!(c, '‘' | '’' | '‚' | '\'' | '`')
}

/// Whether a character is a quotation mark that cannot be an apostrophe.
pub fn is_double_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '＂' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』')
}

/// Whether a mark here could open: space or an opening sign before it, a word after it.
pub(super) fn may_open(prev: Option<char>, next: Option<char>) -> bool {
    prev.is_none_or(|c| c.is_whitespace() || is_mark(c) || "([{<—–-/:;=…¿¡".contains(c))
        && next.is_some_and(|c| !c.is_whitespace() && !",;:!?".contains(c))
}

/// Whether a mark here could close: a word or stop before it, space or a stop after it.
pub(super) fn may_close(prev: Option<char>, next: Option<char>) -> bool {
    next.is_none_or(|c| c.is_whitespace() || is_mark(c) || ".,;:!?)]}>—–-/…".contains(c))
        && prev.is_some_and(|c| !c.is_whitespace())
}

pub(super) fn by_sides(prev: Option<char>, next: Option<char>) -> Role {
    match (may_open(prev, next), may_close(prev, next)) {
        (true, false) => Role::Opens,
        (false, true) => Role::Closes,
        _ => Role::Either,
    }
}

pub(super) fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5ea}')
}

/// German and Danish books set »so«: the mark at a word's start points to the word.
pub(super) fn guillemets_point_inwards(text: &str) -> bool {
    let mut inwards = 0_i32;
    for (at, mark) in text.match_indices(['»', '«']) {
        let at_word = before(text, at).is_none_or(char::is_whitespace)
            && after(text, at + mark.len()).is_some_and(char::is_alphanumeric);
        if at_word {
            inwards += if mark == "»" { 1 } else { -1 };
        }
    }
    inwards > 0
}
