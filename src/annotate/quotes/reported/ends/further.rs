//! Where a further attribution, or a clause beside the reporting one, ends what is reported.

use super::{Extent, Governed};
use crate::annotate::quotes::clauses::Clauses;
use crate::annotate::quotes::lexicon::{self, Form};
use crate::document::{Pos, Relation};

impl Governed<'_> {
    /// ", saying …", ", according to …", ", as he put it", ", with one calling it …".
    pub(super) fn reports_again(self, next: usize) -> bool {
        let Self { clauses, cue: verb, .. } = self;
        if clauses.is(next, "according") || comments_on(clauses, next) {
            return true;
        }
        let mut at = next;
        while clauses.tokens.holds(at) && (clauses.pos(at) == Pos::RB || clauses.pos(at) == Pos::CC) && at < next + 3 {
            at += 1;
        }
        if !clauses.tokens.holds(at) {
            return false;
        }
        // Taggers take "noting" behind closing marks for an adjective.
        let is_cue = |t: usize, form: Form| {
            (clauses.pos(t).is_verb() || form == Form::Ing && matches!(clauses.pos(t), Pos::JJ | Pos::NN))
                && lexicon::verb(&clauses.lower(t)).is_some_and(|(cue, f)| f == form && !cue.frames.thought)
        };
        // "He suggested A, called her B and left."
        let same = lexicon::verb(&clauses.lower(verb)).map(|(_, form)| form).filter(|form| *form != Form::Base);
        if is_cue(at, Form::Ing) || at == next && same.is_some_and(|form| is_cue(at, form)) {
            return true;
        }
        // ", while Cruz said": a clause of somebody else's.
        if ["while", "though", "although", "whereas"].iter().any(|w| clauses.is(next, w)) && self.speaks_too(next) {
            return true;
        }
        if self.says_next(next) {
            return true;
        }
        // "and said" behind a comma is seen at the conjunction, "but she said" too.
        if clauses.pos(next) == Pos::CC {
            return self.coordinates(next, Extent::Clause);
        }
        clauses.is(next, "with") && (next..clauses.tokens.end.min(next + 9)).any(|t| is_cue(t, Form::Ing))
    }

    /// ", on Tuesday she said", ", she did say": a main clause with a speech verb behind a subordinate one.
    fn says_next(self, next: usize) -> bool {
        let clauses = self.clauses;
        if !self.leads_in() && !matches!(clauses.pos(next), Pos::IN) {
            return false;
        }
        let limit = clauses.tokens.end.min(next + 10);
        let Some(first) = (next + 1..limit).find(|&t| clauses.is_finite(t)) else { return false };
        let speech = |t: usize| {
            clauses.tokens.holds(t) && lexicon::verb(&clauses.lower(t)).is_some_and(|(cue, _)| cue.frames.speech)
        };
        let subject = clauses.pos(first - 1) == Pos::PRP || clauses.pos(first - 1).is_proper();
        let auxiliary = ["did", "does", "has", "had"].iter().any(|w| clauses.is(first, w));
        subject && (speech(first) || auxiliary && speech(first + 1))
    }

    /// Whether a clause has a speech verb of the same tense as its first finite verb.
    fn speaks_too(self, start: usize) -> bool {
        let Self { clauses, cue: verb, .. } = self;
        let limit = clauses.tokens.end.min(start + 10);
        let Some(first) = (start + 1..limit).find(|&t| clauses.is_finite(t)) else { return false };
        let form =
            |t: usize| lexicon::verb(&clauses.lower(t)).filter(|(cue, _)| cue.frames.speech).map(|(_, form)| form);
        form(first).is_some() && form(first) == form(verb)
    }

    /// "Graham, who says …, tweeted that …": the sentence resumes behind a relative clause that reports.
    pub(super) fn resumes(self, next: usize) -> bool {
        let Self { clauses, cue: verb, .. } = self;
        let first = clauses.tokens.start.max(verb.saturating_sub(3));
        let relative = (first..verb).any(|t| clauses.pos(t) == Pos::WP);
        relative && clauses.is_finite(next)
    }

    /// "A woman who has accused the owner of fraud said …": a noun phrase as content of a relative clause ends where the
    /// main verb stands.
    pub(super) fn leaves_relative_clause(self, token: usize) -> bool {
        let Self { clauses, cue: verb, start, .. } = self;
        let opens = |t: usize| matches!(clauses.pos(t), Pos::WP | Pos::WDT);
        let first = clauses.tokens.start.max(verb.saturating_sub(3));
        (first..verb).any(opens)
            && !(start..token).any(|t| opens(t) || clauses.is(t, "that") || clauses.pos(t) == Pos::Comma)
    }

    /// A clause beside the reporting one and not in the content: ", while others …", ", after meeting him".
    pub(super) fn beside(self, next: usize) -> bool {
        let Self { clauses, cue: verb, .. } = self;
        let opener = ["while", "after", "when", "as", "before", "even"].iter().any(|w| clauses.is(next, w));
        if !opener {
            return false;
        }
        // The tree says whom the clause hangs on.
        (next..clauses.tokens.end.min(next + 14))
            .any(|t| clauses.relation(t) == Relation::Advcl && clauses.head(t) == verb)
    }

    /// A conjunction that joins something to the reporting verb itself, or to a new attribution.
    pub(super) fn coordinates(self, token: usize, extent: Extent) -> bool {
        let Self { clauses, cue: verb, .. } = self;
        let limit = clauses.tokens.end.min(token + 12);
        let finite = |t: usize| {
            matches!(clauses.pos(t), Pos::VBD | Pos::VBZ | Pos::VBP | Pos::VBN | Pos::MD)
                && !(clauses.pos(t) == Pos::VBN && lexicon::verb(&clauses.lower(t)).is_none())
        };
        // "telling him that … and questioning how …": a participle beside a participle.
        let beside =
            clauses.pos(verb) == Pos::VBG && clauses.tokens.holds(token + 1) && clauses.pos(token + 1) == Pos::VBG;
        if (extent != Extent::Clause || beside) && verb_follows(clauses, token + 1) {
            return true;
        }
        let Some(next) = (token + 1..limit).find(|&t| clauses.in_marks(t) || clauses.pos(t) == Pos::Comma || finite(t))
        else {
            return false;
        };
        if clauses.in_marks(next) || !finite(next) {
            return false;
        }
        let has_subject = (token + 1..next)
            .any(|t| clauses.pos(t).is_noun() || matches!(clauses.pos(t), Pos::PRP | Pos::DT | Pos::CD | Pos::EX));
        let cue = lexicon::verb(&clauses.lower(next)).filter(|(cue, _)| !cue.frames.thought);
        let form = lexicon::verb(&clauses.lower(verb)).map(|(_, form)| form);
        if has_subject {
            // "the procedure sometimes called X": a participle reports nothing.
            let reports = |cue: &lexicon::Cue| cue.frames.speech || clauses.pos(next - 1) == Pos::PRP;
            return clauses.pos(next) != Pos::VBN && cue.is_some_and(|(cue, f)| reports(cue) && Some(f) == form);
        }
        extent != Extent::Clause
            || cue.is_some_and(|(cue, f)| cue.frames.speech && (Some(f) == form || form == Some(Form::Ing)))
            || clauses.relation(next) == Relation::Conj && clauses.head(next) == verb
    }
}

/// ", whom he described as …", ", which Roe called …": a relative clause that somebody else says something in.
fn comments_on(clauses: &Clauses, next: usize) -> bool {
    let relative = matches!(clauses.pos(next), Pos::WDT | Pos::WP);
    let verb = (next + 1..clauses.tokens.end.min(next + 6)).find(|&t| clauses.is_finite(t));
    relative
        && verb.is_some_and(|verb| {
            verb > next + 1 && lexicon::verb(&clauses.lower(verb)).is_some_and(|(cue, _)| !cue.frames.thought)
        })
}

/// Whether a verb stands at a token, behind adverbs at most ("and later dismissed her").
fn verb_follows(clauses: &Clauses, from: usize) -> bool {
    let at = (from..clauses.tokens.end.min(from + 4)).find(|&t| clauses.pos(t) != Pos::RB);
    at.is_some_and(|t| {
        // "rapists and convicted criminals": a participle before a noun is none.
        let modifies = clauses.pos(t) == Pos::VBN
            && clauses.tokens.holds(t + 1)
            && matches!(clauses.pos(t + 1), Pos::NN | Pos::NNS | Pos::JJ);
        clauses.pos(t).is_verb() && !clauses.in_marks(t) && !modifies
    })
}
