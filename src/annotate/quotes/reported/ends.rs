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

/// One past the last token of the content that starts at `start` and is governed by `verb`.
pub fn end_of(clauses: &Clauses, verb: usize, start: usize, extent: Extent) -> usize {
    let end = clauses.tokens.end;
    for token in start + 1..end {
        if clauses.in_marks(token) {
            if ends_at_mark(clauses, verb, start, token, extent) {
                return token + 1;
            }
            // American typesetting puts the comma inside the marks: `“…,” suggesting that …`.
            let comma =
                !clauses.in_marks(token + 1) && clauses.pos(token - 1) == Pos::Comma && clauses.tokens.holds(token + 1);
            if comma && comma_cuts(clauses, verb, token, extent) {
                return token + 1;
            }
        } else if cuts(clauses, verb, start, token, extent) {
            return token;
        }
    }
    end
}

/// Whether the content ends in front of a token.
fn cuts(clauses: &Clauses, verb: usize, start: usize, token: usize, extent: Extent) -> bool {
    let next = token + 1;
    if !clauses.tokens.holds(next) {
        return false;
    }
    let said = clauses.marked_between(start, token) > 0 && !marks_ahead(clauses, token);
    if said && (goes_aside(clauses, verb, token) || extent == Extent::Predicate && is_adverbial(clauses, token)) {
        return true;
    }
    match clauses.pos(token) {
        Pos::Comma => {
            let goes_on =
                extent != Extent::Clause && clauses.marked_between(start, token) == 0 && leads_to_marks(clauses, next);
            !goes_on && comma_cuts(clauses, verb, token, extent)
        }
        Pos::Colon => clauses.is(token, ";") || clauses.is(token, ":") && start + 2 < token,
        Pos::CC if said && clauses.is(token, "but") => !clauses.is(next, "rather") && !clauses.is(next, "also"),
        Pos::WRB if said && clauses.is(token, "when") => true,
        Pos::IN if said && clauses.is(token, "as") => matches!(clauses.pos(next), Pos::PRP),
        Pos::IN if said && clauses.is(token, "before") => clauses.pos(next) == Pos::VBG,
        Pos::CC => coordinates(clauses, verb, token, extent),
        Pos::IN if extent != Extent::Clause => clauses.is(token, "after") || clauses.is(token, "while"),
        _ => false,
    }
}

/// Whether marked words stand between a token and the end of the sentence.
fn marks_ahead(clauses: &Clauses, token: usize) -> bool {
    clauses.marked_between(token, clauses.tokens.end) > 0
}

/// Whether what follows a comma or dash behind the last marked words of a sentence is no longer said: the writer's
/// own remark ("…, a charge that Lund denied", "… - but he went on") or the main clause ("While she said …, he left").
fn goes_aside(clauses: &Clauses, verb: usize, token: usize) -> bool {
    let dash = matches!(clauses.text(token), "-" | "–" | "—" | "--");
    (dash || clauses.pos(token) == Pos::Comma)
        && clauses.tokens.holds(token + 1)
        && is_aside(clauses, verb, token + 1, dash)
}

/// Whether the words from `next` on, behind a comma or dash, are no longer said.
fn is_aside(clauses: &Clauses, verb: usize, next: usize, dash: bool) -> bool {
    let is = |words: &[&str]| words.iter().any(|w| clauses.is(next, w));
    match clauses.pos(next) {
        Pos::WDT | Pos::VBG | Pos::VBD | Pos::VBN => true,
        Pos::CC => dash || !is(&["or", "nor"]),
        Pos::DT => dash || is(&["a", "an"]) && remarks(clauses, next) || leads_in(clauses, verb),
        Pos::PRP | Pos::PRPS | Pos::NNP | Pos::EX => leads_in(clauses, verb) && main_clause_follows(clauses, next),
        Pos::IN | Pos::RB | Pos::WRB => is(&["while", "though", "although", "despite"]) || dash && is(&["except"]),
        _ => false,
    }
}

/// Whether the reporting clause is a subordinate one at the start of its sentence.
fn leads_in(clauses: &Clauses, verb: usize) -> bool {
    const OPENERS: [&str; 9] = ["while", "although", "though", "when", "as", "after", "if", "since", "because"];
    let first = clauses.tokens.start;
    verb > first && OPENERS.iter().any(|w| clauses.is(first, w)) && !(first..verb).any(|t| clauses.pos(t) == Pos::Comma)
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

/// Whether the content ends with the marks that close at a token, because a comma stands in front of the closing mark.
fn ends_at_mark(clauses: &Clauses, verb: usize, start: usize, token: usize, extent: Extent) -> bool {
    let next = token + 1;
    let closes = clauses.tokens.holds(next)
        && !clauses.in_marks(next)
        && clauses.pos(token - 1) == Pos::Comma
        && token > start + 1
        && !marks_ahead(clauses, next);
    match extent {
        _ if !closes => false,
        Extent::Clause => is_aside(clauses, verb, next, false),
        Extent::Predicate => !matches!(clauses.pos(next), Pos::IN | Pos::WRB | Pos::CD),
        Extent::Phrase => false,
    }
}

/// Whether the content ends at a comma, or at a closing mark with a comma inside.
fn comma_cuts(clauses: &Clauses, verb: usize, token: usize, extent: Extent) -> bool {
    let next = token + 1;
    match extent {
        Extent::Phrase | Extent::Predicate => !clauses.in_marks(next) && !in_list(clauses, token),
        // "Asked what had changed, he pointed to …": the main clause.
        Extent::Clause if leads_sentence(clauses, verb) && main_clause_follows(clauses, next) => true,
        Extent::Clause => {
            reports_again(clauses, verb, next) || beside(clauses, verb, next) || resumes(clauses, verb, next)
        }
    }
}

/// "Asked what …", "When asked what …": a reporting participle at the start of its sentence.
fn leads_sentence(clauses: &Clauses, verb: usize) -> bool {
    let first = clauses.tokens.start;
    verb == first || verb == first + 1 && clauses.pos(first) == Pos::WRB
}

/// Whether a subject and its finite verb stand behind a comma.
pub fn main_clause_follows(clauses: &Clauses, next: usize) -> bool {
    let finite = |t: usize| matches!(clauses.pos(t), Pos::VBD | Pos::VBZ | Pos::VBP | Pos::MD);
    matches!(clauses.pos(next), Pos::PRP | Pos::NNP | Pos::DT | Pos::PRPS)
        && (next..clauses.tokens.end.min(next + 12)).any(finite)
}

/// Whether what stands behind a comma leads to marked words without a clause of its own, as in "called the director,
/// Ann Roe, “brilliant”", "noted the attacks, her work for “those who came”".
fn leads_to_marks(clauses: &Clauses, next: usize) -> bool {
    let limit = clauses.tokens.end.min(next + 36);
    let Some(mark) = (next..limit).find(|&t| clauses.in_marks(t)) else { return false };
    let relative = matches!(clauses.pos(next), Pos::WP | Pos::WDT | Pos::WPS);
    let finite = (next..mark).filter(|&t| matches!(clauses.pos(t), Pos::VBD | Pos::VBZ | Pos::VBP | Pos::MD)).count();
    let reports = (next..mark).any(|t| {
        clauses.pos(t).is_verb() && lexicon::verb(&clauses.lower(t)).is_some_and(|(cue, _)| !cue.frames.thought)
    });
    !reports && finite <= usize::from(relative)
}

/// ", saying …", ", according to …", ", as he put it", ", with one calling it …".
fn reports_again(clauses: &Clauses, verb: usize, next: usize) -> bool {
    if clauses.is(next, "according") {
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
    if ["while", "though", "although", "whereas"].iter().any(|w| clauses.is(next, w)) && speaks_too(clauses, verb, next)
    {
        return true;
    }
    if says_next(clauses, verb, next) {
        return true;
    }
    // "and said" behind a comma is seen at the conjunction, "but she said" too.
    if clauses.pos(next) == Pos::CC {
        return coordinates(clauses, verb, next, Extent::Clause);
    }
    clauses.is(next, "with") && (next..clauses.tokens.end.min(next + 9)).any(|t| is_cue(t, Form::Ing))
}

/// ", on Tuesday she said", ", she did say": a main clause with a speech verb behind a subordinate one.
fn says_next(clauses: &Clauses, verb: usize, next: usize) -> bool {
    if !leads_in(clauses, verb) && !matches!(clauses.pos(next), Pos::IN) {
        return false;
    }
    let limit = clauses.tokens.end.min(next + 10);
    let finite = |t: &usize| matches!(clauses.pos(*t), Pos::VBD | Pos::VBZ | Pos::VBP | Pos::MD);
    let Some(first) = (next + 1..limit).find(finite) else { return false };
    let speech = |t: usize| {
        clauses.tokens.holds(t) && lexicon::verb(&clauses.lower(t)).is_some_and(|(cue, _)| cue.frames.speech)
    };
    let subject = clauses.pos(first - 1) == Pos::PRP || clauses.pos(first - 1).is_proper();
    let auxiliary = ["did", "does", "has", "had"].iter().any(|w| clauses.is(first, w));
    subject && (speech(first) || auxiliary && speech(first + 1))
}

/// Whether a clause has a speech verb of the same tense as its first finite verb.
fn speaks_too(clauses: &Clauses, verb: usize, start: usize) -> bool {
    let limit = clauses.tokens.end.min(start + 10);
    let finite = |t: &usize| matches!(clauses.pos(*t), Pos::VBD | Pos::VBZ | Pos::VBP | Pos::MD);
    let Some(first) = (start + 1..limit).find(finite) else { return false };
    let form = |t: usize| lexicon::verb(&clauses.lower(t)).filter(|(cue, _)| cue.frames.speech).map(|(_, form)| form);
    form(first).is_some() && form(first) == form(verb)
}

/// "Graham, who says …, tweeted that …": the sentence resumes behind a relative clause that reports.
fn resumes(clauses: &Clauses, verb: usize, next: usize) -> bool {
    let first = clauses.tokens.start.max(verb.saturating_sub(3));
    let relative = (first..verb).any(|t| clauses.pos(t) == Pos::WP);
    relative && matches!(clauses.pos(next), Pos::VBD | Pos::VBZ | Pos::VBP | Pos::MD)
}

/// A clause beside the reporting one and not in the content: ", while others …", ", after meeting him".
fn beside(clauses: &Clauses, verb: usize, next: usize) -> bool {
    let opener = ["while", "after", "when", "as", "before", "even"].iter().any(|w| clauses.is(next, w));
    if !opener {
        return false;
    }
    // The tree says whom the clause hangs on.
    (next..clauses.tokens.end.min(next + 14)).any(|t| clauses.relation(t) == Relation::Advcl && clauses.head(t) == verb)
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

/// A conjunction that joins something to the reporting verb itself, or to a new attribution.
fn coordinates(clauses: &Clauses, verb: usize, token: usize, extent: Extent) -> bool {
    let limit = clauses.tokens.end.min(token + 12);
    let finite = |t: usize| {
        matches!(clauses.pos(t), Pos::VBD | Pos::VBZ | Pos::VBP | Pos::VBN | Pos::MD)
            && !(clauses.pos(t) == Pos::VBN && lexicon::verb(&clauses.lower(t)).is_none())
    };
    // "telling him that … and questioning how …": a participle beside a participle.
    let beside = clauses.pos(verb) == Pos::VBG && clauses.tokens.holds(token + 1) && clauses.pos(token + 1) == Pos::VBG;
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
        return clauses.pos(next) != Pos::VBN && cue.is_some_and(|(cue, f)| cue.frames.speech && Some(f) == form);
    }
    extent != Extent::Clause
        || cue.is_some_and(|(cue, f)| cue.frames.speech && (Some(f) == form || form == Some(Form::Ing)))
        || clauses.relation(next) == Relation::Conj && clauses.head(next) == verb
}

/// Whether a comma separates the items of a list ("a, b and c").
fn in_list(clauses: &Clauses, comma: usize) -> bool {
    // ", and he went on": a clause of its own.
    if clauses.tokens.holds(comma + 2) && clauses.pos(comma + 1) == Pos::CC && clauses.pos(comma + 2) == Pos::PRP {
        return false;
    }
    let limit = clauses.tokens.end.min(comma + 8);
    let stop = (comma + 1..limit).find(|&t| {
        matches!(clauses.pos(t), Pos::CC | Pos::Comma) || clauses.pos(t).is_verb() || clauses.pos(t) == Pos::IN
    });
    stop.is_some_and(|t| clauses.pos(t) == Pos::CC)
}
