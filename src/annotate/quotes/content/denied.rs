//! Verbs that deny what others say.

use super::object;
use crate::annotate::quotes::verb::ReportingVerb;
use crate::languages::{Class, Frames};

/// How far behind the noun of a claim what is claimed may begin, in tokens: "la acusación de que".
const REACH: usize = 3;

/// "rejected a claim that …": what a claim holds is said by others than whoever denies it.
pub fn denies_claim(verb: &ReportingVerb) -> bool {
    let tree = verb.tree;
    let Some(noun) = object(verb).filter(|_| verb.cue.has(Frames::DENIES)) else { return false };
    let claims = tree.cx.language.reporting().noun(tree.text(noun)).is_some() || tree.is(noun, Class::AccountNoun);
    let opens = |t: usize| tree.is(t, Class::Complementizer);
    let adjoins =
        |t: usize| opens(t) || tree.tag(t).is_particle() || tree.tag(t).is_adposition() || tree.tag(t).is_comma();
    claims && tree.next(noun + 1, REACH).take_while(|&t| adjoins(t)).any(opens)
}
