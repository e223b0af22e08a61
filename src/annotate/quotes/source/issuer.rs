//! Documents that "say" something: whether they speak for themselves, as polls do, or whoever issues them speaks.

use crate::annotate::quotes::tree::SentenceTree;
use crate::document::{Relation, TokenRange};
use crate::languages::Class;

/// Whether a token is a verb that issues its object.
fn issues(tree: &SentenceTree, token: usize) -> bool {
    tree.tag(token).is_verb() && tree.is(token, Class::IssuingVerb)
}

/// "X issued a statement saying": the one who issues what says it.
pub fn issuer(tree: &SentenceTree, verb: usize, document: usize) -> Option<usize> {
    let issuing = tree.head(document);
    let object = matches!(tree.relation(document), Relation::Obj | Relation::Obl);
    let participle = tree.relation(verb) == Relation::Acl && tree.tag(verb).is_gerund();
    let itself = tree.is(document, Class::SourceNoun) && !issues(tree, issuing);
    (!itself && participle && object && !tree.is_passive(issuing)).then(|| tree.subject(issuing)).flatten()
}

/// "polls indicating that …", "an item suggesting …": the source right in front of the participle.
pub fn described(tree: &SentenceTree, verb: usize) -> Option<TokenRange> {
    let noun = tree.previous(verb).filter(|&t| tree.tag(t).is_common_noun() && tree.is(t, Class::SourceNoun))?;
    let issued = tree.last_before(noun, 6, |t| issues(tree, t)).is_some();
    (!issued).then(|| tree.noun_phrase(noun))
}
