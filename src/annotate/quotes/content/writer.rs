//! Where the writer speaks again behind what is reported.

use super::open::{Open, is_dash};
use crate::annotate::quotes::tree::SentenceTree;
use crate::languages::Class;

/// Whether what follows a comma or dash behind the last marked words of a sentence is no longer said: the writer's
/// own remark ("…, a charge that Lund denied", "… - but he went on") or the main clause ("While she said …, he left").
pub fn writer_resumes_behind_marks(open: &Open, token: usize) -> bool {
    let tree = open.tree;
    let dash = is_dash(tree.text(token));
    let next = token + 1;
    let tag = tree.tag(next);
    if tag.is_coordinator() {
        return dash || !tree.is(next, Class::Alternative) && !contrasts(tree, next);
    }
    if tag.is_determiner() {
        return dash || tree.is(next, Class::IndefiniteArticle) && remarks(tree, next) || open.is_subordinate();
    }
    if tag.opens_subject() {
        return open.is_subordinate() && tree.main_clause_follows(next);
    }
    let which = tree.is_relative(next) && !tree.is(next, Class::Pronoun) && !tag.is_personal_pronoun();
    which || tag.is_gerund() || tag.is_participle() || tag.is_past() || tree.is(next, Class::Concession)
}

/// ", a charge that …", ", a nod to …": a noun phrase that speaks of what was said.
fn remarks(tree: &SentenceTree, article: usize) -> bool {
    let noun = tree.next(article + 1, 4).find(|&t| tree.tag(t).is_common_noun());
    noun.map(|noun| tree.tag(noun + 1)).is_some_and(|next| {
        next.is_adposition()
            || next.is_infinitive_marker()
            || next.is_interrogative()
            || next.is_personal_pronoun()
            || next.is_adjective()
    })
}

/// "but also", "but rather": the second half of what is said, and no remark on it.
pub fn contrasts(tree: &SentenceTree, conjunction: usize) -> bool {
    tree.is(conjunction + 1, Class::Contrast)
}
