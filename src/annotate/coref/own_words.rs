//! Whom the words of a quote name: who speaks hardly ever names themselves, and whom they speak to is somebody else.

use std::collections::HashMap;

use super::context::MentionContext;
use super::mentions::{Item, What};
use super::roles;
use crate::document::{Document, TokenRange};

/// For an item that speaks the people whom its words name, and whether they are spoken to.
pub(super) type NamedInWords = HashMap<usize, Vec<(usize, bool)>>;

/// Whether a name in somebody's words is that of whom they speak to: "Sit down, Mr Roe."
fn is_addressed(doc: &Document, name: TokenRange) -> bool {
    let text = |t: usize| if t < doc.tokens.len() { doc.token_text(t) } else { "" };
    let mut start = name.start;
    while start > 0 && (text(start - 1) == "." || roles::honorific(doc.words(), text(start - 1)).is_some()) {
        start -= 1;
    }
    let before = if start > 0 { text(start - 1) } else { "" };
    let opens = before != "," && !before.contains(char::is_alphanumeric);
    let after = text(name.end);
    before == "," && matches!(after, "," | "." | "!" | "?") || opens && after == ","
}

/// For each item that speaks the people whom its words name.
pub(super) fn named(context: &MentionContext, items: &[Item], speakers: &[Option<usize>]) -> NamedInWords {
    let mut named = NamedInWords::new();
    for item in items {
        let What::Name(referent) = item.what else { continue };
        let stretch = context.stretch_at(item.span.start);
        let Some(speaker) = stretch.and_then(|stretch| speakers.get(stretch).copied().flatten()) else { continue };
        let addressed = is_addressed(context.doc, item.tokens);
        let known = named.entry(speaker).or_default();
        match known.iter_mut().find(|(known, _)| *known == referent) {
            Some((_, known)) => *known |= addressed,
            None => known.push((referent, addressed)),
        }
    }
    named
}
