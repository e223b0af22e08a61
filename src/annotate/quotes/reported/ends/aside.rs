//! Where the writer speaks again behind what is reported.

use super::{Governed, main_clause_follows, marks_ahead};
use crate::annotate::quotes::clauses::Clauses;
use crate::document::Pos;

impl Governed<'_> {
    /// Whether what follows a comma or dash behind the last marked words of a sentence is no longer said: the writer's
    /// own remark ("…, a charge that Lund denied", "… - but he went on") or the main clause ("While she said …, he left").
    pub(super) fn goes_aside(self, token: usize) -> bool {
        let clauses = self.clauses;
        let dash = matches!(clauses.text(token), "-" | "–" | "—" | "--");
        (dash || clauses.pos(token) == Pos::Comma) && clauses.tokens.holds(token + 1) && self.is_aside(token + 1, dash)
    }

    /// Whether the words from `next` on, behind a comma or dash, are no longer said.
    pub(super) fn is_aside(self, next: usize, dash: bool) -> bool {
        let clauses = self.clauses;
        let is = |words: &[&str]| words.iter().any(|w| clauses.is(next, w));
        match clauses.pos(next) {
            Pos::WDT | Pos::VBG | Pos::VBD | Pos::VBN => true,
            Pos::CC => dash || !is(&["or", "nor"]) && !contrasts(clauses, next),
            Pos::DT => dash || is(&["a", "an"]) && remarks(clauses, next) || self.leads_in(),
            Pos::PRP | Pos::PRPS | Pos::NNP | Pos::EX => self.leads_in() && main_clause_follows(clauses, next),
            Pos::IN | Pos::RB | Pos::WRB => is(&["while", "though", "although", "despite"]) || dash && is(&["except"]),
            _ => false,
        }
    }

    /// Whether the writer's own words stand behind a comma, in a sentence where nothing more is in marks: ", but he has …",
    /// ", throwing a wrench into …", ", an approach that …", ", although …".
    pub(super) fn writer_goes_on(self, comma: usize) -> bool {
        let clauses = self.clauses;
        let next = comma + 1;
        if marks_ahead(clauses, next) || clauses.in_marks(comma) {
            return false;
        }
        let finite_soon = |from: usize| (from..clauses.tokens.end.min(from + 6)).any(|t| clauses.is_finite(t));
        match clauses.pos(next) {
            Pos::CC if clauses.is(next, "but") || clauses.is(next, "and") => {
                let subject = next + 1;
                clauses.tokens.holds(subject)
                    && (clauses.pos(subject) == Pos::PRP || clauses.is(next, "but") && clauses.pos(subject).is_proper())
                    && finite_soon(subject)
            }
            Pos::VBG => !["including", "according"].iter().any(|w| clauses.is(next, w)),
            Pos::WDT => clauses.is(next, "which"),
            Pos::DT => ["a", "an"].iter().any(|w| clauses.is(next, w)) && remarks(clauses, next),
            Pos::IN | Pos::WRB | Pos::NN => ["although", "where", "something"].iter().any(|w| clauses.is(next, w)),
            _ => false,
        }
    }
}

/// ", a charge that …", ", a nod to …": a noun phrase that speaks of what was said.
fn remarks(clauses: &Clauses, article: usize) -> bool {
    let noun =
        (article + 1..clauses.tokens.end.min(article + 5)).find(|&t| matches!(clauses.pos(t), Pos::NN | Pos::NNS));
    noun.is_some_and(|noun| {
        clauses.tokens.holds(noun + 1)
            && matches!(clauses.pos(noun + 1), Pos::IN | Pos::TO | Pos::WDT | Pos::PRP | Pos::JJ)
    })
}

/// "but also", "but rather": the second half of what is said, and no remark on it.
pub(super) fn contrasts(clauses: &Clauses, conjunction: usize) -> bool {
    ["also", "rather", "instead"].iter().any(|w| clauses.is(conjunction + 1, w))
}
