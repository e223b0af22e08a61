//! Where reported content ends.

mod aside;
mod further;

use crate::annotate::quotes::clauses::Clauses;
use crate::annotate::quotes::lexicon;
use crate::document::Pos;
use aside::contrasts;

/// What kind of content ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// A clause or infinitive: commas belong to it.
    Clause,
    /// A noun phrase with what hangs on it: a comma ends it, unless marks go on behind.
    Phrase,
    /// A noun phrase and what it is called ("the plan a “disaster”"): as a phrase, and adverbials behind the marks do not
    /// belong to it either.
    Predicate,
}

/// Content whose start is known and whose end is looked for.
#[derive(Clone, Copy)]
pub struct Governed<'a> {
    /// The sentence.
    pub clauses: &'a Clauses<'a>,
    /// The reporting verb or noun that governs it.
    pub cue: usize,
    /// Its first token.
    pub start: usize,
    /// What kind of content it is.
    pub extent: Extent,
}

impl Governed<'_> {
    /// One past the last token.
    pub fn end(self) -> usize {
        let clauses = self.clauses;
        for token in self.start + 1..clauses.tokens.end {
            if clauses.in_marks(token) {
                if self.ends_at_mark(token) {
                    return token + 1;
                }
                // American typesetting puts the comma inside the marks: `“…,” suggesting that …`.
                let comma = !clauses.in_marks(token + 1)
                    && clauses.pos(token - 1) == Pos::Comma
                    && clauses.tokens.holds(token + 1);
                if comma && self.comma_cuts(token) {
                    return token + 1;
                }
            } else if self.cuts(token) {
                return token;
            }
        }
        clauses.tokens.end
    }

    /// Whether the content ends in front of a token.
    fn cuts(self, token: usize) -> bool {
        let Self { clauses, start, extent, .. } = self;
        let next = token + 1;
        if !clauses.tokens.holds(next) {
            return false;
        }
        let said = clauses.marked_between(start, token) > 0 && !marks_ahead(clauses, token);
        if said && (self.goes_aside(token) || extent == Extent::Predicate && is_adverbial(clauses, token)) {
            return true;
        }
        match clauses.pos(token) {
            Pos::IN if names_occasion(clauses, token) => true,
            pos if pos.is_finite() && extent != Extent::Clause => self.leaves_relative_clause(token),
            Pos::Comma => {
                let goes_on = extent != Extent::Clause
                    && clauses.marked_between(start, token) == 0
                    && leads_to_marks(clauses, next);
                !goes_on && self.comma_cuts(token)
            }
            // "said that it was simple: “…”", "said it was simple: “…”": the marked words go on with the clause.
            Pos::Colon => {
                clauses.is(token, ";")
                    || clauses.is(token, ":")
                        && start + 2 < token
                        && !(clauses.in_marks(next)
                            && (clauses.is(start, "that") || matches!(clauses.pos(start), Pos::PRP | Pos::EX)))
            }
            Pos::CC if said && clauses.is(token, "but") => !contrasts(clauses, token),
            Pos::WRB if said && clauses.is(token, "when") => true,
            Pos::IN if said && clauses.is(token, "as") => matches!(clauses.pos(next), Pos::PRP),
            Pos::IN if said && clauses.is(token, "before") => clauses.pos(next) == Pos::VBG,
            Pos::CC => self.coordinates(token, extent),
            Pos::IN if extent != Extent::Clause => clauses.is(token, "after") || clauses.is(token, "while"),
            _ => false,
        }
    }

    /// Whether the reporting clause is a subordinate one at the start of its sentence ("While she said …", "After
    /// announcing …"), so that the main clause is still to come.
    fn leads_in(self) -> bool {
        let Self { clauses, cue: verb, .. } = self;
        const OPENERS: [&str; 10] =
            ["while", "although", "though", "when", "as", "after", "if", "since", "because", "before"];
        let first = clauses.tokens.start;
        let commas = (first..verb).any(|t| clauses.pos(t) == Pos::Comma);
        let finite = (first..=verb).any(|t| clauses.is_finite(t));
        verb > first
            && (!commas && OPENERS.iter().any(|w| clauses.is(first, w)) || !finite && clauses.pos(verb).is_verb())
    }

    /// Whether the content ends with the marks that close at a token, because a comma stands in front of the closing mark.
    fn ends_at_mark(self, token: usize) -> bool {
        let Self { clauses, start, extent, .. } = self;
        let next = token + 1;
        let closes = clauses.tokens.holds(next)
            && !clauses.in_marks(next)
            && clauses.pos(token - 1) == Pos::Comma
            && token > start + 1
            && !marks_ahead(clauses, next);
        match extent {
            _ if !closes => false,
            Extent::Clause => self.is_aside(next, false),
            Extent::Predicate => !matches!(clauses.pos(next), Pos::IN | Pos::WRB | Pos::CD),
            Extent::Phrase => false,
        }
    }

    /// Whether the content ends at a comma, or at a closing mark with a comma inside.
    fn comma_cuts(self, token: usize) -> bool {
        let Self { clauses, extent, .. } = self;
        let next = token + 1;
        match extent {
            _ if self.leads_in() && main_clause_follows(clauses, next) => true,
            Extent::Phrase | Extent::Predicate => !clauses.in_marks(next) && !in_list(clauses, token),
            // "Asked what had changed, he pointed to …": the main clause.
            Extent::Clause if self.leads_sentence() && main_clause_follows(clauses, next) => true,
            Extent::Clause => {
                self.reports_again(next) || self.beside(next) || self.resumes(next) || self.writer_goes_on(token)
            }
        }
    }

    /// "Asked what …", "When asked what …": a reporting participle at the start of its sentence.
    fn leads_sentence(self) -> bool {
        let Self { clauses, cue: verb, .. } = self;
        let first = clauses.tokens.start;
        verb == first || verb == first + 1 && clauses.pos(first) == Pos::WRB
    }
}

/// Occasions and channels of speech.
const OCCASIONS: [&str; 34] = [
    "address",
    "appearance",
    "appearances",
    "article",
    "blog",
    "briefing",
    "broadcast",
    "column",
    "conference",
    "debate",
    "editorial",
    "email",
    "emails",
    "essay",
    "facebook",
    "filing",
    "hearing",
    "interview",
    "interviews",
    "letter",
    "memo",
    "message",
    "op-ed",
    "podcast",
    "post",
    "program",
    "rally",
    "release",
    "show",
    "speech",
    "statement",
    "testimony",
    "tweet",
    "twitter",
];

/// Whether the sentence ends with the occasion of the reporting itself: "… on Monday's broadcast of “Today”",
/// "… in a statement".
fn names_occasion(clauses: &Clauses, token: usize) -> bool {
    if !["in", "on", "at", "during"].iter().any(|w| clauses.is(token, w)) {
        return false;
    }
    let end = clauses.tokens.end;
    let open = |t: usize| {
        clauses.is_finite(t) || matches!(clauses.pos(t), Pos::Comma | Pos::Colon | Pos::TO | Pos::WDT | Pos::WP)
    };
    let occasion = (token + 1..end.min(token + 9))
        .take_while(|&t| !open(t) && clauses.pos(t) != Pos::IN)
        .any(|t| OCCASIONS.iter().any(|w| clauses.is(t, w)));
    occasion && end - token <= 16 && !(token..end).any(open)
}

/// Whether marked words stand between a token and the end of the sentence.
fn marks_ahead(clauses: &Clauses, token: usize) -> bool {
    clauses.marked_between(token, clauses.tokens.end) > 0
}

/// Whether a subject and its finite verb stand behind a comma.
pub fn main_clause_follows(clauses: &Clauses, next: usize) -> bool {
    matches!(clauses.pos(next), Pos::PRP | Pos::NNP | Pos::DT | Pos::PRPS)
        && (next..clauses.tokens.end.min(next + 12)).any(|t| clauses.is_finite(t))
}

/// Whether what stands behind a comma leads to marked words without a clause of its own, as in "called the director,
/// Ann Roe, “brilliant”", "noted the attacks, her work for “those who came”".
fn leads_to_marks(clauses: &Clauses, next: usize) -> bool {
    let limit = clauses.tokens.end.min(next + 36);
    let Some(mark) = (next..limit).find(|&t| clauses.in_marks(t)) else { return false };
    let relative = matches!(clauses.pos(next), Pos::WP | Pos::WDT | Pos::WPS);
    let finite = (next..mark).filter(|&t| clauses.is_finite(t)).count();
    let reports = (next..mark).any(|t| {
        clauses.pos(t).is_verb() && lexicon::verb(&clauses.lower(t)).is_some_and(|(cue, _)| !cue.frames.thought)
    });
    !reports && finite <= usize::from(relative)
}

/// Words behind a predicate that tell when, where and by whom it was said: `“weak” in a tweet`, `“rude” when she left`.
fn is_adverbial(clauses: &Clauses, token: usize) -> bool {
    const OPENERS: [&str; 11] =
        ["in", "on", "during", "by", "when", "while", "instead", "after", "before", "last", "at"];
    !clauses.in_marks(token)
        && clauses.in_marks(token - 1)
        && (OPENERS.iter().any(|w| clauses.is(token, w)) || clauses.pos(token) == Pos::OpenBracket)
}

/// Whether a comma separates the items of a list ("a, b and c").
fn in_list(clauses: &Clauses, comma: usize) -> bool {
    // ", and he went on": a clause of its own.
    if clauses.tokens.holds(comma + 2) && clauses.pos(comma + 1) == Pos::CC && clauses.pos(comma + 2) == Pos::PRP {
        return false;
    }
    // "a protracted, three-way fight", "enemies, including the press"
    let adjectives = matches!(clauses.pos(comma - 1), Pos::JJ | Pos::JJR | Pos::JJS)
        && clauses.tokens.holds(comma + 1)
        && matches!(clauses.pos(comma + 1), Pos::JJ | Pos::CD);
    let examples = ["including", "like", "such", "especially", "not"].iter().any(|w| clauses.is(comma + 1, w));
    if adjectives || examples {
        return true;
    }
    let limit = clauses.tokens.end.min(comma + 8);
    let stop = (comma + 1..limit).find(|&t| {
        matches!(clauses.pos(t), Pos::CC | Pos::Comma) || clauses.pos(t).is_verb() || clauses.pos(t) == Pos::IN
    });
    stop.is_some_and(|t| clauses.pos(t) == Pos::CC)
}
