//! Tokens, sentences and the syntax over them.

use super::{Span, TokenRange};

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

/// Penn Treebank part-of-speech tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[rustfmt::skip]
#[allow(missing_docs)] // The names are the tag set's own.
pub enum Pos {
    CC, CD, DT, EX, FW, IN, JJ, JJR, JJS, LS, MD, NN, NNP, NNPS, NNS, PDT, POS, PRP, PRPS, RB, RBR, RBS, RP, SYM,
    TO, UH, VB, VBD, VBG, VBN, VBP, VBZ, WDT, WP, WPS, WRB,
    /// `.` sentence-final punctuation.
    Stop,
    /// `,`
    Comma,
    /// `:` colon, semicolon, dash, ellipsis.
    Colon,
    /// Opening quotation mark.
    OpenQuote,
    /// Closing quotation mark.
    CloseQuote,
    /// Opening bracket (`-LRB-`).
    OpenBracket,
    /// Closing bracket (`-RRB-`).
    CloseBracket,
    /// `$` and other currency signs.
    Dollar,
    /// `#`
    Hash,
    /// Hyphen as a token of its own (`HYPH`).
    Hyphen,
    /// `NFP`, `ADD`, `AFX`, `GW`, `XX` and whatever else is no word of the language.
    Other,
}

impl Pos {
    /// Common or proper noun.
    pub fn is_noun(self) -> bool {
        matches!(self, Pos::NN | Pos::NNS | Pos::NNP | Pos::NNPS)
    }

    /// Proper noun.
    pub fn is_proper(self) -> bool {
        matches!(self, Pos::NNP | Pos::NNPS)
    }

    /// Verb in any form, modals apart.
    pub fn is_verb(self) -> bool {
        matches!(self, Pos::VB | Pos::VBD | Pos::VBG | Pos::VBN | Pos::VBP | Pos::VBZ)
    }

    /// Punctuation of any kind.
    pub fn is_punctuation(self) -> bool {
        use Pos::*;
        matches!(self, Stop | Comma | Colon | OpenQuote | CloseQuote | OpenBracket | CloseBracket | Hyphen)
    }
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
}

/// Part of speech and dependencies; the vectors are empty until written, then as long as `Document::tokens`.
#[derive(Debug, Clone, Default)]
pub struct Syntax {
    /// Part of speech of each token (annotate/pos).
    pub pos: Vec<Pos>,
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

    /// The direct dependents of a token within its sentence, in text order.
    pub fn children(&self, head: usize, sentence: TokenRange) -> impl Iterator<Item = usize> + '_ {
        sentence.iter().filter(move |&t| t != head && self.heads[t] as usize == head)
    }
}
