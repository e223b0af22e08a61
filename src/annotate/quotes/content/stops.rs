//! Where reported content ends: an ordered list of named stops.

use super::further::{coordinates, leaves_relative_clause, reports_again};
use super::open::{Extent, Open, Place, is_dash};
use super::writer::{contrasts, writer_resumes_behind_marks};
use crate::annotate::quotes::rules::Rule;
use crate::annotate::quotes::tree::SentenceTree;
use crate::languages::Class;

/// Stops, in the order in which they are asked at every token behind the start of the content.
pub const STOPS: &[Rule<fn(&Open, &Place) -> bool>] = &[
    Rule {
        name: "writer-behind-marks",
        example: "<Lund> said [the plan was “unwise],” which cost him the office.",
        run: |open, place| place.marks_are_past && place.sets_off && writer_resumes_behind_marks(open, place.token),
    },
    Rule {
        name: "occasion",
        example: "<Ann Lee> said [the pier was safe] in an interview on Monday.",
        run: |open, place| names_occasion(open.tree, place.token),
    },
    Rule {
        name: "verb-behind-relative",
        example: "A woman <who> has accused [the senator of fraud] said nothing at all.",
        run: |open, place| {
            let phrase = open.extent == Extent::Phrase;
            phrase && open.tree.is_finite(place.token) && leaves_relative_clause(open, place.token)
        },
    },
    Rule {
        name: "main-clause-behind-comma",
        example: "While <Ann Lee> said [that the port could not wait], the owners seem to be in no hurry.",
        run: |open, place| {
            place.comma
                && (open.is_subordinate() || open.extent == Extent::Clause && open.opens_sentence())
                && open.tree.main_clause_follows(place.token + 1)
        },
    },
    Rule {
        name: "comma-behind-phrase",
        example: "<The minister> rejected [the plan], which cost her the office.",
        run: |open, place| {
            let next = place.token + 1;
            let tree = open.tree;
            let said = tree.marked_between(open.start, place.token) > 0;
            let goes_on = !said && !tree.in_marks(place.token) && reaches_marks(tree, next);
            place.comma
                && open.extent != Extent::Clause
                && !goes_on
                && !tree.in_marks(next)
                && !in_list(tree, place.token)
        },
    },
    Rule {
        name: "reports-again",
        example: "<Ann Lee> said [that the pier was safe], adding that it was “a joy to walk on.”",
        run: |open, place| place.comma && open.extent == Extent::Clause && reports_again(open, place.token + 1),
    },
    Rule {
        name: "semicolon",
        example: "<Ann Lee> said [the pier was safe]; the harbour office closed it.",
        run: |open, place| !place.comma && open.tree.text(place.token) == ";",
    },
    Rule {
        name: "but-behind-marks",
        example: "<Lee> posted [that the claims were “a joke]” but that took a long time.",
        run: |open, place| {
            let tree = open.tree;
            place.marks_are_past && tree.is(place.token, Class::Adversative) && !contrasts(tree, place.token)
        },
    },
    Rule {
        name: "coordinate",
        example: "<Judge Holt> ruled [that the farmers “failed to heed the law]” and chided their lawyers for “wasting our time.”",
        run: |open, place| open.tree.tag(place.token).is_coordinator() && coordinates(open, place.token),
    },
];

/// One past the last token of content that starts at `start` and is governed by the word at `cue`.
pub fn end_of(tree: &SentenceTree, cue: usize, start: usize, extent: Extent) -> usize {
    let open = Open { tree, cue, start, extent };
    for token in start + 1..tree.tokens.end {
        if let Some(end) = open.ends(token) {
            return end;
        }
    }
    tree.tokens.end
}

impl Open<'_> {
    /// Where the content ends if it ends at a token.
    fn ends(&self, token: usize) -> Option<usize> {
        let Self { tree, start, .. } = *self;
        let next = token + 1;
        if !tree.tokens.holds(next) {
            return None;
        }
        let marks_are_past = tree.marked_between(start, token) > 0 && !marks_ahead(tree, next);
        if tree.in_marks(token) {
            // American typesetting puts the comma inside the marks: `“…,” suggesting that …`.
            let closes = !tree.in_marks(next) && tree.tag(token - 1).is_comma() && token > start + 1;
            let place = Place { token, comma: true, sets_off: true, marks_are_past };
            return (closes && self.stops_at(&place)).then_some(next);
        }
        let comma = tree.tag(token).is_comma();
        let sets_off = comma || is_dash(tree.text(token));
        let marks_are_past = marks_are_past && !tree.in_marks(next);
        self.stops_at(&Place { token, comma, sets_off, marks_are_past }).then_some(token)
    }

    fn stops_at(&self, place: &Place) -> bool {
        self.tree.cx.rules.of(STOPS).any(|rule| (rule.run)(self, place))
    }
}

/// Whether marked words stand between a token and the end of the sentence.
pub fn marks_ahead(tree: &SentenceTree, token: usize) -> bool {
    tree.marked_between(token, tree.tokens.end) > 0
}

/// Whether the sentence ends with the occasion of the reporting itself: "… on Monday's broadcast of “Today”",
/// "… in a statement".
fn names_occasion(tree: &SentenceTree, token: usize) -> bool {
    if !tree.is(token, Class::OccasionOpener) || !tree.tag(token).is_adposition() {
        return false;
    }
    let end = tree.tokens.end;
    let open = |t: usize| {
        let tag = tree.tag(t);
        tree.is_finite(t) || tag.is_comma() || tag.is_colon() || tag.is_infinitive_marker() || tree.is_relative(t)
    };
    let occasion = tree
        .next(token + 1, 8)
        .take_while(|&t| !open(t) && !tree.tag(t).is_adposition())
        .any(|t| tree.is(t, Class::OccasionNoun));
    occasion && end - token <= 16 && !(token..end).any(open)
}

/// Whether what stands behind a comma leads to marked words without a clause of its own, as in "called the director,
/// Ann Roe, “brilliant”", "noted the attacks, her work for “those who came”".
fn reaches_marks(tree: &SentenceTree, next: usize) -> bool {
    let Some(mark) = tree.next(next, 36).find(|&t| tree.in_marks(t)) else { return false };
    let finite = (next..mark).filter(|&t| tree.is_finite(t)).count();
    let reports = (next..mark).any(|t| tree.tag(t).is_verb() && tree.cue(t).is_some_and(|cue| !cue.is_thought()));
    !reports && finite <= usize::from(tree.is_relative(next))
}

/// Whether a comma separates the items of a list ("a, b and c").
fn in_list(tree: &SentenceTree, comma: usize) -> bool {
    if tree.in_marks(comma) {
        return false;
    }
    let next = tree.tag(comma + 1);
    // ", and he went on": a clause of its own.
    if next.is_coordinator() && tree.tag(comma + 2).is_personal_pronoun() {
        return false;
    }
    // "a protracted, three-way fight", "enemies, including the press"
    let adjectives = tree.tag(comma - 1).is_adjective() && (next.is_adjective() || next.is_number());
    if adjectives || tree.is(comma + 1, Class::ExampleOpener) {
        return true;
    }
    let stop = tree.next(comma + 1, 7).find(|&t| {
        let tag = tree.tag(t);
        tag.is_coordinator() || tag.is_comma() || tag.is_verb() || tag.is_adposition()
    });
    stop.is_some_and(|t| tree.tag(t).is_coordinator())
}
