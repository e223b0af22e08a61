//! Content whose end is looked for, and what tells where it may be.

use crate::annotate::quotes::tree::SentenceTree;
use crate::languages::Class;

/// What kind of content ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// A clause or infinitive: commas belong to it.
    Clause,
    /// A noun phrase with what hangs on it: a comma ends it, unless marks go on behind.
    Phrase,
}

/// Content whose start is known and whose end is looked for.
#[derive(Clone, Copy)]
pub struct Open<'a> {
    /// The sentence.
    pub tree: &'a SentenceTree<'a>,
    /// The reporting verb or noun that governs it.
    pub cue: usize,
    /// Its first token.
    pub start: usize,
    /// What kind of content it is.
    pub extent: Extent,
}

/// A place where content may end.
#[derive(Clone, Copy)]
pub struct Place {
    /// The token in front of which content would end; a closing mark with a comma inside counts as a comma.
    pub token: usize,
    /// Whether it is a comma, outside or just inside of closing marks.
    pub comma: bool,
    /// Whether it is a comma or dash that sets off what follows.
    pub sets_off: bool,
    /// Whether marked words were said and none are to come.
    pub marks_are_past: bool,
}

impl Open<'_> {
    /// Whether the reporting clause is a subordinate one at the start of its sentence ("While she said …", "After
    /// announcing …"), so that the main clause is still to come.
    pub fn is_subordinate(&self) -> bool {
        let Self { tree, cue: verb, .. } = *self;
        let first = tree.tokens.start;
        let commas = (first..verb).any(|t| tree.tag(t).is_comma());
        let finite = (first..=verb).any(|t| tree.is_finite(t));
        let opener = tree.is_any(first, &[Class::Subordinator, Class::Concession]);
        verb > first && (!commas && opener || !finite && tree.tag(verb).is_verb())
    }

    /// "Asked what …", "When asked what …": a reporting participle at the start of its sentence.
    pub fn opens_sentence(&self) -> bool {
        let first = self.tree.tokens.start;
        self.cue == first || self.cue == first + 1 && self.tree.tag(first).is_interrogative()
    }
}

/// Whether a token is a dash.
pub fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "–" | "—" | "--")
}
