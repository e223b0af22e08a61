//! Where the clause or infinitive starts that a reporting word governs, in languages that part every subordinate clause by a
//! comma: "Er sagte gestern in Bonn, es gebe kein Geld."
//!
//! The stretches between commas are looked at in order. Appositions, relative clauses and clauses of time are passed over; the
//! first that a reporting word may govern is the content.

use crate::annotate::quotes::tree::SentenceTree;
use crate::document::TokenRange;
use crate::languages::{Class, Frames};

/// How many stretches may stand between a reporting word and what it governs.
const MOST_BETWEEN: usize = 4;

/// What a stretch between commas is.
enum Stretch {
    /// What a word of speech may govern.
    Governed,
    /// Something that only describes.
    Aside,
    /// A clause that ends the search.
    Main,
}

/// Where the content starts that a word in front of `after` governs.
pub fn start(tree: &SentenceTree, after: usize, frames: Frames) -> Option<usize> {
    let mut mark = clause_mark(tree, after)?;
    if acts_again(tree, after, mark) {
        return None;
    }
    for between in 0..=MOST_BETWEEN {
        let end = clause_mark(tree, mark + 1).unwrap_or(tree.tokens.end);
        match stretch(tree, TokenRange::new(mark + 1, end), frames, between == 0) {
            Stretch::Governed => return Some(mark + 1),
            Stretch::Main => return None,
            Stretch::Aside => mark = Some(end).filter(|&end| tree.tokens.holds(end))?,
        }
    }
    None
}

/// The next sign from a token on that parts clauses, outside marks.
pub fn clause_mark(tree: &SentenceTree, from: usize) -> Option<usize> {
    (from..tree.tokens.end).find(|&t| tree.is(t, Class::ClauseMark) && !tree.in_marks(t))
}

/// Whether another verb stands between a reporting word and the comma behind it: "sagte er und ging". An auxiliary right behind a
/// participle belongs to it.
fn acts_again(tree: &SentenceTree, after: usize, mark: usize) -> bool {
    let own = tree.is(after, Class::Auxiliary);
    (after + usize::from(own)..mark).any(|t| tree.is_finite(t) && !tree.in_marks(t))
}

fn stretch(tree: &SentenceTree, words: TokenRange, frames: Frames, first: bool) -> Stretch {
    let clause = frames.intersects(Frames::CLAUSE);
    let Some(opener) = words.iter().find(|&t| !tree.tag(t).is_quote()) else { return Stretch::Aside };
    if tree.is(opener, Class::Complementizer) {
        return if clause { Stretch::Governed } else { Stretch::Aside };
    }
    let Some(finite) = words.iter().find(|&t| tree.is_finite(t)) else {
        let governs = frames.intersects(Frames::INFINITIVE.union(Frames::OBJECT));
        return if governs && is_infinitive(tree, words) { Stretch::Governed } else { Stretch::Aside };
    };
    let reported = (finite..words.end).find_map(|t| tree.cx.mood(t)).is_some();
    let closes = !(finite + 1..words.end).any(|t| !tree.is_finite(t) && !tree.tag(t).is_punctuation());
    let pronoun = tree.is(opener, Class::Relative) || tree.is_relative(opener);
    let behind_preposition = tree.tag(opener).is_adposition() && tree.is(opener + 1, Class::Relative);
    if closes && (pronoun || behind_preposition && tree.is_relative(opener + 1)) {
        if frames.contains(Frames::QUESTION) && first && tree.is(opener, Class::Interrogative) {
            return Stretch::Governed;
        }
        // "der Zug komme": an article opens a clause of its own in the mood of reported speech.
        let article = tree.is(opener, Class::DefiniteArticle) && finite > opener + 1;
        return if reported && article && clause { Stretch::Governed } else { Stretch::Aside };
    }
    if frames.contains(Frames::QUESTION) && tree.is(opener, Class::Interrogative) {
        return Stretch::Governed;
    }
    if tree.is(opener, Class::Subordinator) {
        // "sobald er zusage, werde der Druck wachsen": the main clause follows.
        let next = words.end + 1;
        let main = tree.is(words.end, Class::ClauseMark) && tree.is_finite(next) && tree.cx.mood(next).is_some();
        return if main && clause { Stretch::Governed } else { Stretch::Aside };
    }
    if tree.tag(opener).is_coordinator() || finite == opener {
        return Stretch::Main;
    }
    // A clause without its conjunction has its verb second; in the mood of fact it stands right behind the reporting clause.
    let subject = tree.tag(opener).is_personal_pronoun()
        || tree.tag(opener).is_determiner()
        || tree.tag(opener).is_noun()
        || tree.tag(opener).is_possessive_determiner();
    if clause && (reported || first && subject && frames.contains(Frames::SPEECH)) {
        Stretch::Governed
    } else {
        Stretch::Main
    }
}

/// Whether a stretch without a finite verb is an infinitive with its marker: "nach Bonn zu fahren".
fn is_infinitive(tree: &SentenceTree, words: TokenRange) -> bool {
    let marker = |t: usize| tree.tag(t).is_infinitive_marker() || tree.is(t, Class::InfinitiveMarker);
    words.iter().any(|t| marker(t) && tree.tag(t + 1).is_verb())
        // "einzuhalten": the marker within the verb.
        || words.iter().rev().find(|&t| !tree.tag(t).is_punctuation()).is_some_and(|t| tree.tag(t).is_infinitive())
}
