//! Interviews and transcripts: turns of speech with the speaker's label in front ("Q: …", "A. …", "LUND: …").
//!
//! A label counts only where the article goes on with labels, so that "UPDATE: …" makes no speaker. Who answers behind
//! "A:" is known where the entities are, in [`crate::annotate::coref`]. Other speakers before colons: `source::colon`.

use super::candidate::{Candidate, Claimed};
use crate::document::{BlockKind, Document, Evidence, QuoteCue, Span};
use crate::languages::{Class, Language};

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
pub fn role(language: &Language, label: &str) -> Role {
    let classes = language.classes(label);
    if classes.contains(Class::QuestionLabel) {
        Role::Question
    } else if classes.contains(Class::AnswerLabel) {
        Role::Answer
    } else {
        Role::Name
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
pub fn find(doc: &Document) -> Vec<Candidate> {
    let labelled: Vec<Labelled> = (0..doc.blocks().len()).filter_map(|block| labelled(doc, block)).collect();
    let some = |wanted: Role| labelled.iter().any(|l| role(doc.words(), l.label) == wanted);
    let interview = some(Role::Question) && some(Role::Answer);
    let turns: Vec<&Labelled> = labelled
        .iter()
        .filter(|l| if role(doc.words(), l.label) != Role::Name { interview } else { recurs(&labelled, l) })
        .collect();
    if turns.len() < 3 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (i, turn) in turns.iter().enumerate() {
        // Paragraphs between two labels go on with the turn; behind the last one the writer may speak again.
        let next = turns.get(i + 1).map_or(turn.block + 1, |next| next.block.min(turn.block + LONGEST_TURN));
        let rest = doc.blocks()[turn.block + 1..next].iter();
        let rest = rest.filter(|b| b.kind != BlockKind::Heading && b.kind != BlockKind::Caption).map(|b| b.span);
        let spans: Vec<Span> = std::iter::once(turn.content)
            .chain(rest)
            .map(|s| s.trimmed(doc.text()))
            .filter(|s| !s.is_empty())
            .collect();
        if spans.is_empty() {
            continue;
        }
        found.push(Candidate {
            spans,
            cue: Some(QuoteCue { span: turn.span, lemma: turn.label.to_owned() }),
            speaker: Some(turn.span),
            evidence: Evidence::Labelled,
            attribution: Some(turn.span),
            block: turn.block,
        });
    }
    found
}

fn labelled(doc: &Document, block: usize) -> Option<Labelled<'_>> {
    let whole = &doc.blocks()[block];
    if whole.kind == BlockKind::Title {
        return None;
    }
    let text = doc.slice(whole.span);
    let end = text.find([':', '.'])?;
    let label = &text[..end];
    let letter = role(doc.words(), label) != Role::Name;
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

/// Replaces the quotes that share words with a turn by the turns.
pub fn replace_by(turns: Vec<Candidate>, candidates: &mut Vec<Candidate>) {
    let spoken = Claimed::new(turns.iter().flat_map(|turn| turn.spans.iter().copied()));
    candidates.retain(|candidate| candidate.spans.iter().all(|&span| spoken.is_free(span)));
    candidates.extend(turns);
}
