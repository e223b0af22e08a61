//! Dialogue set with dashes: a paragraph that begins with one, whose words end where a reporting verb leads to who says them.
//!
//! "—No subiremos —dijo Roe—. Ya veremos." (Spanish, Portuguese, Slavic), "— Vous viendrez ? demanda Roe." (French), "– Nej, sade
//! Roe." (Scandinavian). Without such a verb a dash is the sign of a list, and nothing is taken.

use super::verb::leads_to_verb;
use super::{Pair, before};
use crate::document::Span;
use crate::languages::Language;

/// The stretches of a paragraph without quotation marks that is set as dialogue.
pub(super) fn find(language: &Language, text: &str) -> Vec<Pair> {
    let mut found = Vec::new();
    if !language.reporting().is_known() {
        return found;
    }
    let Some(mut start) = opening(text) else { return found };
    let mut outer = 0;
    while let Some(end) = end_of_speech(language, text, start) {
        found.push(pair(outer, start, end));
        // The dash behind the attribution leads back to the words said.
        let Some(dash) = text[end + 1..].char_indices().skip(1).find(|&(_, c)| is_dash(c)) else { return found };
        outer = end + 1 + dash.0;
        if before(text, outer) == Some('-') || text[outer..].chars().nth(1).is_some_and(char::is_alphabetic) {
            return found;
        }
        let rest = text[outer..].trim_start_matches(|c: char| is_dash(c) || ".,;: ".contains(c));
        start = text.len() - rest.len();
    }
    if !found.is_empty() && start < text.len() {
        found.push(pair(outer, start, text.len()));
    }
    found
}

fn pair(outer: usize, start: usize, end: usize) -> Pair {
    Pair { outer: Span::new(outer, end), inner: Span::new(start, end), continues: false, single: false }
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―')
}

/// Where the words begin behind a dash at the start.
fn opening(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(is_dash).or_else(|| text.strip_prefix("- "))?.trim_start();
    rest.starts_with(|c: char| c.is_alphanumeric() || "¿¡…".contains(c)).then(|| text.len() - rest.len())
}

/// Where the speech that begins at `start` ends, in front of a dash or behind a comma, question mark or the like.
fn end_of_speech(language: &Language, text: &str, start: usize) -> Option<usize> {
    text[start..].char_indices().map(|(at, c)| (start + at, c)).find_map(|(at, c)| {
        let behind = &text[at + c.len_utf8()..];
        let dashed = is_dash(c) && before(text, at) == Some(' ');
        let stopped = ",!?…".contains(c) && behind.starts_with([' ', '\u{a0}']);
        // A stop in front of the dash belongs to the words: ", —".
        let leads = (dashed || stopped) && leads_to_verb(language, behind.trim_start(), dashed);
        leads.then(|| match dashed {
            true => text[..at].trim_end().len(),
            false if c == ',' => at,
            false => at + c.len_utf8(),
        })
    })
}
