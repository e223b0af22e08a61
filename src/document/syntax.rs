//! Tokens, sentences and the syntax over them.

use super::{Span, Tag, TokenRange};

/// A word, number or punctuation mark; tokens stand in text order and never overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
}

/// A sentence; it never crosses a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// From its first to its last token.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// The index of the block it stands in.
    pub block: usize,
}

/// Universal Dependencies relations (v2), with the subtypes that matter for English news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[rustfmt::skip]
#[allow(missing_docs)] // The names are the scheme's own.
pub enum Relation {
    Root, Acl, AclRelcl, Advcl, Advmod, Amod, Appos, Aux, AuxPass, Case, Cc, Ccomp, Compound, CompoundPrt, Conj, Cop,
    Csubj, CsubjPass, Dep, Det, Discourse, Dislocated, Expl, Fixed, Flat, Goeswith, Iobj, List, Mark, Nmod,
    NmodPoss, NmodUnmarked, Nsubj, NsubjPass, Nummod, Obj, Obl, OblAgent, OblUnmarked, Orphan, Parataxis, Punct,
    Reparandum, Vocative, Xcomp,
    /// A title or description before a name: "President" in "President Obama" (`nmod:desc`).
    NmodDesc,
}

/// The relations in the order of [`Relation`], in the scheme's spelling.
#[rustfmt::skip]
const RELATIONS: [(&str, Relation); Relation::COUNT] = {
    use Relation::*;
    [
        ("root", Root), ("acl", Acl), ("acl:relcl", AclRelcl), ("advcl", Advcl), ("advmod", Advmod), ("amod", Amod),
        ("appos", Appos), ("aux", Aux), ("aux:pass", AuxPass), ("case", Case), ("cc", Cc), ("ccomp", Ccomp),
        ("compound", Compound), ("compound:prt", CompoundPrt), ("conj", Conj), ("cop", Cop), ("csubj", Csubj),
        ("csubj:pass", CsubjPass), ("dep", Dep), ("det", Det), ("discourse", Discourse), ("dislocated", Dislocated),
        ("expl", Expl), ("fixed", Fixed), ("flat", Flat), ("goeswith", Goeswith), ("iobj", Iobj), ("list", List),
        ("mark", Mark), ("nmod", Nmod), ("nmod:poss", NmodPoss), ("nmod:unmarked", NmodUnmarked), ("nsubj", Nsubj),
        ("nsubj:pass", NsubjPass), ("nummod", Nummod), ("obj", Obj), ("obl", Obl), ("obl:agent", OblAgent),
        ("obl:unmarked", OblUnmarked), ("orphan", Orphan), ("parataxis", Parataxis), ("punct", Punct),
        ("reparandum", Reparandum), ("vocative", Vocative), ("xcomp", Xcomp), ("nmod:desc", NmodDesc),
    ]
};

impl Relation {
    /// How many there are; `relation as usize` is below it.
    pub const COUNT: usize = Relation::NmodDesc as usize + 1;

    /// All of them, in order.
    pub fn all() -> impl Iterator<Item = Relation> {
        RELATIONS.iter().map(|&(_, relation)| relation)
    }

    /// The relation of this number, below [`Relation::COUNT`].
    pub fn numbered(number: usize) -> Relation {
        RELATIONS[number].1
    }

    /// The relation in the scheme's spelling: `nsubj:pass`.
    pub fn name(self) -> &'static str {
        RELATIONS[self as usize].0
    }

    /// Reads a relation; an unknown subtype is read as its type, an unknown type as [`Relation::Dep`].
    pub fn from_name(name: &str) -> Relation {
        let find = |name: &str| RELATIONS.iter().find(|(known, _)| *known == name);
        let base = name.split(':').next().unwrap_or(name);
        find(name).or_else(|| find(base)).map_or(Relation::Dep, |&(_, relation)| relation)
    }
}

/// Part of speech and dependencies; the vectors are empty until written, then as long as `Document::tokens`.
#[derive(Debug, Clone, Default)]
pub struct Syntax {
    /// The number of each token's tag in the tagger's model, for the parser (annotate/pos).
    pub tag_numbers: Vec<u8>,
    /// Universal part of speech and features of each token (annotate/pos).
    pub tags: Vec<Tag>,
    /// Index of each token's head; a sentence's root points to itself (annotate/parser).
    pub heads: Vec<u32>,
    /// Relation of each token to its head (annotate/parser).
    pub relations: Vec<Relation>,
}

impl Syntax {
    /// Whether dependencies have been written.
    pub fn is_parsed(&self) -> bool {
        !self.heads.is_empty()
    }

    /// Whether parts of speech have been written.
    pub fn is_tagged(&self) -> bool {
        !self.tags.is_empty()
    }

    /// The tag of a token; one that is nothing where there are no tags.
    pub fn tag(&self, token: usize) -> Tag {
        self.tags.get(token).copied().unwrap_or_default()
    }

    /// The direct dependents of a token within its sentence, in text order.
    pub fn children(&self, head: usize, sentence: TokenRange) -> impl Iterator<Item = usize> + '_ {
        sentence.iter().filter(move |&t| t != head && self.heads[t] as usize == head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_order_of_the_relations() {
        for (at, (name, relation)) in RELATIONS.iter().enumerate() {
            assert_eq!((*relation as usize, Relation::from_name(name)), (at, *relation));
        }
    }
}
