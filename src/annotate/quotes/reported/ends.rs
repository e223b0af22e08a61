//! Where reported content ends.

use crate::annotate::quotes::clauses::Clauses;
use crate::annotate::quotes::lexicon::{self, Form};
use crate::document::{Pos, Relation};

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

    /// Whether what follows a comma or dash behind the last marked words of a sentence is no longer said: the writer's
    /// own remark ("…, a charge that Lund denied", "… - but he went on") or the main clause ("While she said …, he left").
    fn goes_aside(self, token: usize) -> bool {
        let clauses = self.clauses;
        let dash = matches!(clauses.text(token), "-" | "–" | "—" | "--");
        (dash || clauses.pos(token) == Pos::Comma) && clauses.tokens.holds(token + 1) && self.is_aside(token + 1, dash)
    }

    /// Whether the words from `next` on, behind a comma or dash, are no longer said.
    fn is_aside(self, next: usize, dash: bool) -> bool {
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

    /// Whether the writer's own words stand behind a comma, in a sentence where nothing more is in marks: ", but he has …",
    /// ", throwing a wrench into …", ", an approach that …", ", although …".
    fn writer_goes_on(self, comma: usize) -> bool {
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

    /// "Asked what …", "When asked what …": a reporting participle at the start of its sentence.
    fn leads_sentence(self) -> bool {
        let Self { clauses, cue: verb, .. } = self;
        let first = clauses.tokens.start;
        verb == first || verb == first + 1 && clauses.pos(first) == Pos::WRB
    }

    /// ", saying …", ", according to …", ", as he put it", ", with one calling it …".
    fn reports_again(self, next: usize) -> bool {
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
    fn resumes(self, next: usize) -> bool {
        let Self { clauses, cue: verb, .. } = self;
        let first = clauses.tokens.start.max(verb.saturating_sub(3));
        let relative = (first..verb).any(|t| clauses.pos(t) == Pos::WP);
        relative && clauses.is_finite(next)
    }

    /// "A woman who has accused the owner of fraud said …": a noun phrase as content of a relative clause ends where the
    /// main verb stands.
    fn leaves_relative_clause(self, token: usize) -> bool {
        let Self { clauses, cue: verb, start, .. } = self;
        let opens = |t: usize| matches!(clauses.pos(t), Pos::WP | Pos::WDT);
        let first = clauses.tokens.start.max(verb.saturating_sub(3));
        (first..verb).any(opens)
            && !(start..token).any(|t| opens(t) || clauses.is(t, "that") || clauses.pos(t) == Pos::Comma)
    }

    /// A clause beside the reporting one and not in the content: ", while others …", ", after meeting him".
    fn beside(self, next: usize) -> bool {
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
    fn coordinates(self, token: usize, extent: Extent) -> bool {
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

/// "but also", "but rather": the second half of what is said, and no remark on it.
fn contrasts(clauses: &Clauses, conjunction: usize) -> bool {
    ["also", "rather", "instead"].iter().any(|w| clauses.is(conjunction + 1, w))
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

/// ", a charge that …", ", a nod to …": a noun phrase that speaks of what was said.
fn remarks(clauses: &Clauses, article: usize) -> bool {
    let noun =
        (article + 1..clauses.tokens.end.min(article + 5)).find(|&t| matches!(clauses.pos(t), Pos::NN | Pos::NNS));
    noun.is_some_and(|noun| {
        clauses.tokens.holds(noun + 1)
            && matches!(clauses.pos(noun + 1), Pos::IN | Pos::TO | Pos::WDT | Pos::PRP | Pos::JJ)
    })
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
