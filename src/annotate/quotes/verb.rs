//! A reporting verb in its sentence.

use super::context::Cue;
use super::tree::SentenceTree;
use crate::document::{Relation, TokenRange};
use crate::languages::{Class, Frames};

/// A form of a reporting verb, and where it stands.
#[derive(Clone, Copy)]
pub struct ReportingVerb<'a> {
    /// The verb's sentence.
    pub tree: &'a SentenceTree<'a>,
    /// Where the verb stands.
    pub token: usize,
    /// What it is a form of.
    pub cue: Cue,
}

impl ReportingVerb<'_> {
    /// The verb with its particle or preposition.
    pub fn tokens(self) -> TokenRange {
        let Self { tree, token, cue } = self;
        let mut end = token + 1;
        if let Some(particle) = tree.child(token, &[Relation::CompoundPrt]).filter(|&p| p == end) {
            end = particle + 1;
        } else if self.governs(end) && !cue.verb.prepositions.is_empty() {
            end += 1;
        }
        TokenRange::new(token, end)
    }

    /// Whether a token is one of the prepositions that introduce the verb's content.
    pub fn governs(self, token: usize) -> bool {
        self.tree.tokens.holds(token)
            && self.cue.verb.prepositions.iter().any(|p| self.tree.text(token).eq_ignore_ascii_case(p))
    }

    /// "Asked whether …, she said": the participle of a question that somebody else puts.
    pub fn is_asked(self) -> bool {
        let Self { tree, token, cue } = self;
        let tag = tree.tag(token);
        if !cue.has(Frames::ASKS) || !(tag.is_participle() || tag.is_past()) {
            return false;
        }
        if tree.follows_be(token) {
            return true;
        }
        match tree.previous(token) {
            None => true,
            Some(before) if tree.tag(before).is_interrogative() && !tree.is_relative(before) => true,
            // "Ann Roe, the mayor, asked the board whether": whoever asks names the one who is asked.
            Some(before) if tree.tag(before).is_comma() => {
                !tree.tag(token + 1).is_nominal() || tree.is(token + 1, Class::Complementizer)
            }
            Some(_) => false,
        }
    }

    /// The sentence before, in the same paragraph, where what takes it up opens this one and is all that the verb reports.
    pub fn sentence_before(self) -> Option<TokenRange> {
        let Self { tree, token, cue } = self;
        let start = tree.tokens.start;
        let length = tree.cx.phrase(start, Class::TakesUp)?;
        let next = tree.next(start + length, 3).find(|&t| t == token || !tree.is(t, Class::Auxiliary));
        let speech = cue.verb.frames.intersects(Frames::SPEECH.union(Frames::CLAUSE)) && !cue.is_thought();
        if next != Some(token) || !speech {
            return None;
        }
        let at = tree.cx.doc.sentence_at(tree.span(start).start).checked_sub(1)?;
        let [before, this] = tree.cx.doc.sentences.get(at..at + 2)? else { return None };
        let part = before.tokens;
        (before.block == this.block && this.tokens.start == start && part.len() > 3).then_some(part)
    }
}
