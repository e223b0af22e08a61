//! Interviews and transcripts: turns of speech with the speaker's label in front ("Q: …", "A. …", "LUND: …").
//!
//! A label counts only where the article goes on with labels, so that "UPDATE: …" makes no speaker. Who answers behind
//! "A:" is known where the entities are, in [`crate::annotate::attribution`].

use super::draft::Draft;
use crate::document::Evidence;
use crate::document::{BlockKind, Document, Span};

/// Labels of questions and of answers, in the languages that have a table.
const QUESTIONS: [&str; 4] = ["Q", "P", "F", "D"];
const ANSWERS: [&str; 2] = ["A", "R"];
/// What a turn's label says of its speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Whoever asks.
    Question,
    /// Whoever is interviewed.
    Answer,
    /// The one who is named.
    Name,
}

/// Reads a label, without its colon.
pub fn role(label: &str) -> Role {
    match label {
        _ if QUESTIONS.contains(&label) => Role::Question,
        _ if ANSWERS.contains(&label) => Role::Answer,
        _ => Role::Name,
    }
}

/// Longest name in a label, in words.
const LONGEST_NAME: usize = 4;
/// Most paragraphs without label that go on with a turn.
const LONGEST_TURN: usize = 8;

/// A paragraph with a label in front.
struct Labelled<'a> {
    block: usize,
    label: &'a str,
    span: Span,
    /// What is said, without the label.
    content: Span,
}

/// The turns of a transcript; none in any other article.
pub fn find(doc: &Document) -> Vec<Draft> {
    let labelled: Vec<Labelled> = (0..doc.blocks().len()).filter_map(|block| labelled(doc, block)).collect();
    let some = |wanted: Role| labelled.iter().any(|l| role(l.label) == wanted);
    let interview = some(Role::Question) && some(Role::Answer);
    let turns: Vec<&Labelled> = labelled
        .iter()
        .filter(|l| if role(l.label) != Role::Name { interview } else { recurs(&labelled, l) })
        .collect();
    if turns.len() < 3 {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    for (i, turn) in turns.iter().enumerate() {
        // Paragraphs between two labels go on with the turn; behind the last one the writer may speak again.
        let next = turns.get(i + 1).map_or(turn.block + 1, |next| next.block.min(turn.block + LONGEST_TURN));
        let rest = doc.blocks()[turn.block + 1..next].iter();
        let rest = rest.filter(|b| b.kind != BlockKind::Heading && b.kind != BlockKind::Caption).map(|b| b.span);
        let spans: Vec<Span> =
            std::iter::once(turn.content).chain(rest).map(|s| trimmed(doc, s)).filter(|s| !s.is_empty()).collect();
        if spans.is_empty() {
            continue;
        }
        drafts.push(Draft {
            spans,
            cue: Some((turn.span, turn.label.to_owned())),
            speaker: Some(turn.span),
            evidence: Evidence::Labelled,
            attribution: Some(turn.span),
            block: turn.block,
        });
    }
    drafts
}

fn labelled(doc: &Document, block: usize) -> Option<Labelled<'_>> {
    let whole = &doc.blocks()[block];
    if whole.kind == BlockKind::Title {
        return None;
    }
    let text = doc.slice(whole.span);
    let end = text.find([':', '.'])?;
    let label = &text[..end];
    let letter = role(label) != Role::Name;
    let words = label.split(' ').count();
    let name = text[end..].starts_with(": ")
        && words <= LONGEST_NAME
        && label
            .split(' ')
            .all(|w| w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || "-'’".contains(c)));
    let rest = &text[end + 1..];
    (name || letter && rest.starts_with(' ')).then(|| Labelled {
        block,
        label,
        span: Span::new(whole.span.start, whole.span.start + end),
        content: Span::new(whole.span.start + end + 1, whole.span.end),
    })
}

/// Whether a name labels more than one turn beside those of others, or a turn between two of the same speaker.
fn recurs(labelled: &[Labelled], this: &Labelled) -> bool {
    let same = labelled.iter().filter(|l| l.label == this.label).count();
    let between = |other: &&Labelled| {
        other.block < this.block && labelled.iter().any(|l| l.block > this.block && l.label == other.label)
    };
    labelled.iter().filter(|l| l.label != this.label).any(|other| same >= 2 || between(&other))
}

/// Without space at the ends.
fn trimmed(doc: &Document, span: Span) -> Span {
    let text = doc.slice(span);
    let start = span.start + text.len() - text.trim_start().len();
    Span::new(start, start + text.trim().len())
}
