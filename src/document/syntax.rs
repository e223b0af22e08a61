//! Tokens, sentences and the syntax over them.

use super::{Features, Span, Tag, TokenRange, Upos};

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

/// The tags in the order of [`Pos`], in the treebanks' spelling.
#[rustfmt::skip]
const POS_NAMES: [&str; Pos::COUNT] = [
    "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNP", "NNPS", "NNS", "PDT", "POS", "PRP",
    "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$",
    "WRB", ".", ",", ":", "``", "''", "-LRB-", "-RRB-", "$", "#", "HYPH", "XX",
];

impl Pos {
    /// How many there are; `pos as usize` is below it.
    pub const COUNT: usize = Pos::Other as usize + 1;

    /// All of them, in order.
    #[rustfmt::skip]
    pub const ALL: [Pos; Pos::COUNT] = {
        use Pos::*;
        [
            CC, CD, DT, EX, FW, IN, JJ, JJR, JJS, LS, MD, NN, NNP, NNPS, NNS, PDT, POS, PRP, PRPS, RB, RBR, RBS, RP,
            SYM, TO, UH, VB, VBD, VBG, VBN, VBP, VBZ, WDT, WP, WPS, WRB, Stop, Comma, Colon, OpenQuote, CloseQuote,
            OpenBracket, CloseBracket, Dollar, Hash, Hyphen, Other,
        ]
    };

    /// The tag in the treebanks' spelling: `NNP`, `PRP$`, `-LRB-`; `XX` for [`Pos::Other`].
    pub fn name(self) -> &'static str {
        POS_NAMES[self as usize]
    }

    /// Reads a treebank's tag; what is no tag of the set is [`Pos::Other`].
    pub fn from_name(name: &str) -> Pos {
        match name {
            "(" => Pos::OpenBracket,
            ")" => Pos::CloseBracket,
            _ => POS_NAMES.iter().position(|&n| n == name).map_or(Pos::Other, |at| Pos::ALL[at]),
        }
    }

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

    /// Finite verb or modal.
    pub fn is_finite(self) -> bool {
        matches!(self, Pos::VBD | Pos::VBZ | Pos::VBP | Pos::MD)
    }

    /// The universal tag and the features that the Penn tag stands for. `IN` is read as an adposition and `TO` as the
    /// marker of the infinitive, since the tag set does not tell them from subordinators and prepositions.
    pub const fn tag(self) -> Tag {
        use Features as F;
        use Pos::*;
        let finite = F::FINITE;
        match self {
            CC => Tag::new(Upos::Cconj),
            CD => Tag::new(Upos::Num),
            DT | PDT => Tag::new(Upos::Det),
            EX => Tag::with(Upos::Pron, F::EXISTENTIAL),
            FW | LS | Other => Tag::new(Upos::X),
            IN => Tag::new(Upos::Adp),
            JJ => Tag::new(Upos::Adj),
            JJR => Tag::with(Upos::Adj, F::COMPARATIVE),
            JJS => Tag::with(Upos::Adj, F::SUPERLATIVE),
            MD => Tag::with(Upos::Aux, finite.union(F::MODAL)),
            NN => Tag::with(Upos::Noun, F::SINGULAR),
            NNS => Tag::with(Upos::Noun, F::PLURAL),
            NNP => Tag::with(Upos::Propn, F::SINGULAR),
            NNPS => Tag::with(Upos::Propn, F::PLURAL),
            POS => Tag::with(Upos::Part, F::POSSESSIVE),
            PRP => Tag::with(Upos::Pron, F::PERSONAL),
            PRPS => Tag::with(Upos::Pron, F::PERSONAL.union(F::POSSESSIVE)),
            RB => Tag::new(Upos::Adv),
            RBR => Tag::with(Upos::Adv, F::COMPARATIVE),
            RBS => Tag::with(Upos::Adv, F::SUPERLATIVE),
            RP => Tag::with(Upos::Adp, F::PARTICLE),
            SYM | Dollar | Hash => Tag::new(Upos::Sym),
            TO => Tag::with(Upos::Part, F::INFINITIVE),
            UH => Tag::new(Upos::Intj),
            VB => Tag::with(Upos::Verb, F::INFINITIVE),
            VBD => Tag::with(Upos::Verb, finite.union(F::PAST)),
            VBG => Tag::with(Upos::Verb, F::GERUND),
            VBN => Tag::with(Upos::Verb, F::PARTICIPLE),
            VBP => Tag::with(Upos::Verb, finite.union(F::PRESENT)),
            VBZ => Tag::with(Upos::Verb, finite.union(F::PRESENT).union(F::THIRD_PERSON).union(F::SINGULAR)),
            WDT => Tag::with(Upos::Det, F::INTERROGATIVE),
            WP => Tag::with(Upos::Pron, F::INTERROGATIVE),
            WPS => Tag::with(Upos::Pron, F::INTERROGATIVE.union(F::POSSESSIVE)),
            WRB => Tag::with(Upos::Adv, F::INTERROGATIVE),
            Stop => Tag::with(Upos::Punct, F::STOP),
            Comma => Tag::with(Upos::Punct, F::COMMA),
            Colon => Tag::with(Upos::Punct, F::COLON),
            OpenQuote => Tag::with(Upos::Punct, F::QUOTE.union(F::OPENS)),
            CloseQuote => Tag::with(Upos::Punct, F::QUOTE),
            OpenBracket => Tag::with(Upos::Punct, F::BRACKET.union(F::OPENS)),
            CloseBracket => Tag::with(Upos::Punct, F::BRACKET),
            Hyphen => Tag::with(Upos::Punct, F::HYPHEN),
        }
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
    /// A title or description before a name: "President" in "President Obama" (`nmod:desc`).
    NmodDesc,
}

/// The relations in the order of [`Relation`], in the scheme's spelling.
#[rustfmt::skip]
const RELATION_NAMES: [&str; Relation::COUNT] = [
    "root", "acl", "acl:relcl", "advcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "ccomp",
    "compound", "compound:prt", "conj", "cop", "csubj", "csubj:pass", "dep", "det", "discourse", "dislocated", "expl",
    "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:pass",
    "nummod", "obj", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct", "reparandum", "vocative",
    "xcomp", "nmod:desc",
];

impl Relation {
    /// How many there are; `relation as usize` is below it.
    pub const COUNT: usize = Relation::NmodDesc as usize + 1;

    /// All of them, in order.
    #[rustfmt::skip]
    pub const ALL: [Relation; Relation::COUNT] = {
        use Relation::*;
        [
            Root, Acl, AclRelcl, Advcl, Advmod, Amod, Appos, Aux, AuxPass, Case, Cc, Ccomp, Compound, CompoundPrt, Conj,
            Cop, Csubj, CsubjPass, Dep, Det, Discourse, Dislocated, Expl, Fixed, Flat, Goeswith, Iobj, List, Mark, Nmod,
            NmodPoss, NmodUnmarked, Nsubj, NsubjPass, Nummod, Obj, Obl, OblAgent, OblUnmarked, Orphan, Parataxis, Punct,
            Reparandum, Vocative, Xcomp, NmodDesc,
        ]
    };

    /// The relation in the scheme's spelling: `nsubj:pass`.
    pub fn name(self) -> &'static str {
        RELATION_NAMES[self as usize]
    }

    /// Reads a relation; an unknown subtype is read as its type, an unknown type as [`Relation::Dep`].
    pub fn from_name(name: &str) -> Relation {
        let find = |name: &str| RELATION_NAMES.iter().position(|&n| n == name);
        let base = name.split(':').next().unwrap_or(name);
        find(name).or_else(|| find(base)).map_or(Relation::Dep, |at| Relation::ALL[at])
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
