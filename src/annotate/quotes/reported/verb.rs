//! A reporting verb where it stands: whether it reports there, who speaks, and what.

use super::{Attribution, content, ends, speaker};
use crate::annotate::quotes::clauses::Clauses;
use crate::annotate::quotes::languages::Language;
use crate::annotate::quotes::lexicon::{Cue, Form};
use crate::document::{Document, Pos, Relation};

/// A reporting verb in its sentence.
#[derive(Clone, Copy)]
pub struct Verb<'a> {
    /// The article.
    pub doc: &'a Document,
    /// Its language's closed classes.
    pub language: &'a Language,
    /// The verb's sentence.
    pub clauses: &'a Clauses<'a>,
    /// Where the verb stands.
    pub token: usize,
    /// What it may be built with.
    pub cue: &'a Cue,
    /// The form it is in.
    pub form: Form,
}

impl Verb<'_> {
    /// Who says what by this verb; none where it reports nothing.
    pub fn attribution(self) -> Option<Attribution> {
        if modifies(self.clauses, self.token) || self.is_plural_noun() || self.is_passive() {
            return None;
        }
        if self.relays() || self.is_told() {
            return None;
        }
        let subject = speaker::subject(self.clauses, self.token);
        // "I think", "you know": the writer's or reader's own thoughts, or filling words.
        if self.cue.frames.thought && subject.is_some_and(|subject| self.is_first_or_second_person(subject)) {
            return None;
        }
        let speaker = speaker::of_verb(self, subject);
        let content = content::of_verb(self, speaker)?;
        Some(Attribution {
            cue: content::cue_tokens(self),
            lemma: self.cue.lemma.to_owned(),
            speaker,
            content,
            thought: self.cue.frames.thought,
        })
    }

    /// "that states can pass laws": a plural in front of its verb.
    fn is_plural_noun(self) -> bool {
        let Self { clauses, token, .. } = self;
        self.form == Form::Third
            && clauses.tokens.holds(token + 1)
            && matches!(clauses.pos(token + 1), Pos::MD | Pos::VBP | Pos::VBD)
    }

    /// Whether the subject is the one spoken of: passives, "booed and shouted down by supporters", and the wish "to see".
    fn is_passive(self) -> bool {
        let Self { clauses, token, cue, .. } = self;
        let by_agent = cue.lemma != "ask"
            && matches!(clauses.pos(token), Pos::VBN | Pos::VBD)
            && (clauses.is(token + 1, "by") || clauses.is(token + 2, "by") && clauses.pos(token + 1) == Pos::RP);
        by_agent
            || clauses.is_passive(token)
            || self.form == Form::Base && clauses.is(token.wrapping_sub(1), "to") && cue.frames.thought
    }

    /// "quoted X as saying": the participle reports.
    fn relays(self) -> bool {
        let Self { clauses, token, .. } = self;
        ["quote", "cite"].contains(&self.cue.lemma)
            && (token..clauses.tokens.end.min(token + 12)).any(|t| speaker::says_as(clauses, t))
    }

    /// "Told that …, she said", "Informed of it, …": the one who is told does not speak.
    fn is_told(self) -> bool {
        let Self { clauses, token, .. } = self;
        let opens = token == clauses.tokens.start && matches!(clauses.pos(token), Pos::VBN | Pos::VBD);
        opens
            && self.cue.lemma != "ask"
            && (token..clauses.tokens.end.min(token + 24))
                .any(|t| clauses.pos(t) == Pos::Comma && ends::main_clause_follows(clauses, t + 1))
    }

    fn is_first_or_second_person(self, subject: usize) -> bool {
        self.clauses.pos(subject) == Pos::PRP && ["i", "we", "you"].contains(&self.clauses.lower(subject).as_str())
    }
}

/// Whether a form that is not tagged as a verb reports: "Jane Roe, a consultant, notes that …", `the plan was “weak,”
/// noting that …`.
pub fn is_tagged_otherwise(clauses: &Clauses, token: usize) -> bool {
    let Some(before) = token.checked_sub(1).filter(|&t| clauses.tokens.holds(t)) else { return false };
    match clauses.pos(token) {
        // "the chief orders his men to …"
        Pos::NNS if clauses.tokens.holds(token + 1) && clauses.pos(token + 1) == Pos::PRPS => {
            clauses.pos(before).is_noun()
        }
        Pos::NNS => {
            clauses.is(token + 1, "that") && matches!(clauses.pos(before), Pos::Comma | Pos::NNP)
                || closes_sentence(clauses, token)
        }
        Pos::JJ | Pos::NN => {
            let participle = clauses.text(token).ends_with("ing");
            participle
                && (clauses.pos(before) == Pos::Comma || clauses.in_marks(before) && clauses.is(token + 1, "that"))
        }
        _ => false,
    }
}

/// "…, the suit alleges.": behind the last comma of a sentence a noun phrase and a form in -s make a clause.
fn closes_sentence(clauses: &Clauses, token: usize) -> bool {
    let end = clauses.tokens.end;
    let last = token + 1 == end || token + 2 == end && clauses.pos(token + 1) == Pos::Stop;
    let comma = (clauses.tokens.start.max(token.saturating_sub(6))..token).rev().find(|&t| !clauses.pos(t).is_noun());
    last && comma.is_some_and(|t| {
        let opener = matches!(clauses.pos(t), Pos::DT | Pos::PRPS) && t > clauses.tokens.start;
        let comma = t - usize::from(opener);
        comma + 1 + usize::from(opener) < token && clauses.pos(comma) == Pos::Comma
    })
}

/// Whether a participle only describes a noun: "pledged delegates", "a racially charged argument".
fn modifies(clauses: &Clauses, token: usize) -> bool {
    if !matches!(clauses.pos(token), Pos::VBN | Pos::VBD | Pos::VBG) || !clauses.tokens.holds(token + 1) {
        return false;
    }
    let before = token.checked_sub(1).filter(|&t| clauses.tokens.holds(t)).map(|t| clauses.pos(t));
    let in_phrase = matches!(before, Some(Pos::DT | Pos::JJ | Pos::CD | Pos::POS | Pos::PRPS | Pos::IN));
    let noun = matches!(clauses.pos(token + 1), Pos::NN | Pos::NNS) || in_phrase && clauses.in_marks(token + 1);
    if clauses.is(token, "called") && clauses.is(token.wrapping_sub(1), "so") {
        return true;
    }
    noun && clauses.pos(token) != Pos::VBG && (in_phrase || clauses.relation(token) == Relation::Amod)
}
