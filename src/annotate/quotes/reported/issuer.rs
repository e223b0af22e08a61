//! Documents that "say" something: whether they speak for themselves, as polls do, or whoever issues them speaks.

use crate::annotate::quotes::clauses::Clauses;
use crate::document::{Pos, Relation, TokenRange};

/// The starts of verbs whose subject says what their object says ("released a video saying …"); with any other verb the
/// thing speaks for itself ("held placards calling for …").
const ISSUES: [&str; 22] = [
    "issu", "releas", "sent", "send", "post", "publish", "made", "mak", "wrote", "writ", "gave", "giv", "deliver",
    "launch", "plac", "filed", "filing", "tweet", "ran", "running", "air", "unveil",
];

/// Whether a token is a verb that issues its object.
fn issues(clauses: &Clauses, token: usize) -> bool {
    let verb = clauses.lower(token);
    clauses.pos(token).is_verb() && ISSUES.iter().any(|start| verb.starts_with(start))
}

/// "X issued a statement saying": the one who issues what says it.
pub fn issuer(clauses: &Clauses, verb: usize, document: usize) -> Option<usize> {
    let issuing = clauses.head(document);
    let object = matches!(clauses.relation(document), Relation::Obj | Relation::Obl);
    let participle = clauses.relation(verb) == Relation::Acl && clauses.pos(verb) == Pos::VBG;
    let issued = issues(clauses, issuing);
    let itself = SOURCES.contains(&clauses.lower(document).as_str()) && !issued;
    (!itself && participle && object && !clauses.is_passive(issuing)).then(|| clauses.subject(issuing)).flatten()
}

/// "X released an ad that urges …": the one who issues what the relative pronoun in front of the verb stands for.
pub fn relative_issuer(clauses: &Clauses, verb: usize) -> Option<TokenRange> {
    let adverb = |t: &usize| matches!(clauses.pos(*t), Pos::RB | Pos::MD);
    let pronoun = (clauses.tokens.start..verb).rev().find(|t| !adverb(t))?;
    let document = pronoun.checked_sub(1).filter(|&t| clauses.tokens.holds(t) && clauses.pos(t).is_noun())?;
    if !["that", "which"].iter().any(|w| clauses.is(pronoun, w)) {
        return None;
    }
    let issuing = (clauses.tokens.start.max(document.saturating_sub(7))..document)
        .rev()
        .find(|&t| clauses.pos(t).is_verb() || clauses.pos(t) == Pos::IN)
        .filter(|&t| issues(clauses, t) && !clauses.is_passive(t))?;
    clauses.subject(issuing).map(|subject| clauses.noun_phrase(subject)).filter(|phrase| phrase.end <= issuing)
}

/// Things that say something by themselves, whoever holds or reads them.
const SOURCES: [&str; 30] = [
    "poll",
    "polls",
    "survey",
    "surveys",
    "study",
    "studies",
    "evidence",
    "data",
    "research",
    "report",
    "reports",
    "item",
    "call",
    "calls",
    "sign",
    "signs",
    "placard",
    "placards",
    "banner",
    "banners",
    "paperwork",
    "document",
    "documents",
    "ledgers",
    "pages",
    "booklets",
    "rumors",
    "rumours",
    "editorial",
    "transcript",
];

/// "polls indicating that …", "an item suggesting …": the source right in front of the participle.
pub fn described(clauses: &Clauses, verb: usize) -> Option<TokenRange> {
    let noun =
        verb.checked_sub(1).filter(|&t| clauses.tokens.holds(t) && matches!(clauses.pos(t), Pos::NN | Pos::NNS))?;
    let issued = (clauses.tokens.start.max(noun.saturating_sub(6))..noun).any(|t| issues(clauses, t));
    (!issued && SOURCES.contains(&clauses.lower(noun).as_str())).then(|| clauses.noun_phrase(noun))
}
