//! Weights of the evidence for a pronoun's antecedent, in tenths of the evidence of a known matching gender.
//!
//! Set by hand and adjusted on development data, whole numbers so that sums do not depend on the machine. The kinds of
//! evidence are those of Lappin & Leass (1994) and Durrett & Klein (2013); what is added is who speaks: a pronoun
//! beside a quote mostly is whoever spoke before.

use super::lexicon::Pronoun;
use crate::document::{Gender, Number};

/// By sentences between the two mentions.
pub(super) const SENTENCES: [i32; 9] = [0, -5, -17, -25, -32, -38, -43, -47, -51];
/// The antecedent is the subject of its clause.
pub(super) const SUBJECT: i32 = 7;
/// It is a subject behind another person who is one ("Merkel said that Scholz left").
pub(super) const EMBEDDED_SUBJECT: i32 = 2;
/// It is a possessive ("Merkel's party").
pub(super) const POSSESSIVE: i32 = 3;
/// It stands behind a preposition or deeper.
pub(super) const OBLIQUE: i32 = -1;
/// It only modifies a noun ("the Obama administration").
pub(super) const MODIFIER: i32 = -12;
/// Both are subjects.
pub(super) const PARALLEL: i32 = 5;
/// The antecedent is the speaker of a quote.
pub(super) const SPEAKER: i32 = 3;
/// And so is the pronoun.
pub(super) const SPEAKS_AGAIN: i32 = 7;
/// The antecedent is a pronoun itself: the article is in the middle of speaking of them.
pub(super) const CHAIN: i32 = 6;
/// The antecedent stands within a quote, the pronoun outside.
pub(super) const OUT_OF_QUOTE: i32 = -40;
/// Both stand within one quote.
pub(super) const SAME_QUOTE: i32 = 10;
/// The pronoun stands within the antecedent's own words, where it would be "I".
pub(super) const OWN_WORDS: i32 = -40;
/// A reflexive and the subject of its sentence.
pub(super) const REFLEXIVE: i32 = 30;
/// A possessive and the subject of its sentence ("The country raised its forecast").
pub(super) const OWNER: i32 = 8;
/// The antecedent is named in the headline.
pub(super) const TITLE: i32 = 4;
/// For each mention of it so far, up to six.
pub(super) const SEEN: i32 = 1;
/// It stands in the same paragraph.
pub(super) const SAME_PARAGRAPH: i32 = 5;
/// The antecedent has no name.
pub(super) const UNNAMED: i32 = -5;
/// A pronoun in an opening clause and the subject behind it.
pub(super) const CATAPHORA: i32 = 10;
/// The antecedent was last mentioned beyond the horizon.
pub(super) const BEYOND: i32 = -58;
/// Known gender that agrees.
pub(super) const GENDER: i32 = 10;
/// Gender not known, so that it cannot disagree.
pub(super) const NO_GENDER: i32 = 5;
/// A given name that mostly, but not always, tells another gender.
pub(super) const OTHER_GENDER: i32 = -12;
/// "they" for several people.
pub(super) const PLURAL: i32 = 10;
/// "they" for a company or party.
pub(super) const BODY_AS_THEY: i32 = -20;
/// "they" for a people.
pub(super) const PEOPLE_AS_THEY: i32 = -10;
/// "they" for one person.
pub(super) const PERSON_AS_THEY: i32 = -60;
/// "it" for a company or authority.
pub(super) const BODY_AS_IT: i32 = 6;
/// "it" for a place.
pub(super) const PLACE_AS_IT: i32 = -8;
/// "it" for any other thing with a name.
pub(super) const THING_AS_IT: i32 = 0;

/// The margin over other candidates from which on a pronoun tells the gender against a given name.
pub(super) const TELLS_GENDER: i32 = 15;

/// The least evidence for which a pronoun is resolved at all.
pub(super) fn threshold(form: Pronoun) -> i32 {
    match (form.number, form.gender) {
        // "It" and "they" mostly stand for things without a name.
        (_, Gender::Neuter) => 14,
        (Number::Plural, _) => 6,
        _ => -45,
    }
}
