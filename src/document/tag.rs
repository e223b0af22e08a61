//! Parts of speech that hold in every language: a universal tag with the features that layers ask for.

/// Universal part-of-speech tags (Universal Dependencies v2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[repr(u8)]
#[rustfmt::skip]
#[allow(missing_docs)] // The names are the scheme's own.
pub enum Upos {
    Adj, Adp, Adv, Aux, Cconj, Det, Intj, Noun, Num, Part, Pron, Propn, Punct, Sconj, Sym, Verb,
    #[default]
    X,
}

/// The tags in the order of [`Upos`], in the scheme's spelling.
#[rustfmt::skip]
const NAMES: [(&str, Upos); 17] = {
    use Upos::*;
    [
        ("ADJ", Adj), ("ADP", Adp), ("ADV", Adv), ("AUX", Aux), ("CCONJ", Cconj), ("DET", Det), ("INTJ", Intj),
        ("NOUN", Noun), ("NUM", Num), ("PART", Part), ("PRON", Pron), ("PROPN", Propn), ("PUNCT", Punct),
        ("SCONJ", Sconj), ("SYM", Sym), ("VERB", Verb), ("X", X),
    ]
};

impl Upos {
    /// The tag in the scheme's spelling: `PROPN`.
    pub fn name(self) -> &'static str {
        NAMES[self as usize].0
    }

    /// Reads a tag in the scheme's spelling.
    pub fn from_name(name: &str) -> Option<Upos> {
        NAMES.iter().find(|(known, _)| *known == name).map(|&(_, upos)| upos)
    }
}

bitflags::bitflags! {
    /// Features of a word, after those of Universal Dependencies; only what some layer asks for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
    pub struct Features: u32 {
        /// `Number=Sing`
        const SINGULAR = 1;
        /// `Number=Plur`
        const PLURAL = 1 << 1;
        /// `Gender=Fem`
        const FEMININE = 1 << 2;
        /// `Gender=Masc`
        const MASCULINE = 1 << 3;
        /// `Gender=Neut`
        const NEUTER = 1 << 4;
        /// `Person=1` or `Person=2`
        const SPEAKER_OR_HEARER = 1 << 5;
        /// `Person=3`
        const THIRD_PERSON = 1 << 6;
        /// `VerbForm=Fin`
        const FINITE = 1 << 7;
        /// `VerbForm=Inf`; on a particle the marker of the infinitive.
        const INFINITIVE = 1 << 8;
        /// `VerbForm=Part` in the past or passive: "said", "gesagt".
        const PARTICIPLE = 1 << 9;
        /// `VerbForm=Ger` or the present participle: "saying", "diciendo".
        const GERUND = 1 << 10;
        /// `Tense=Past`, `Imp`
        const PAST = 1 << 11;
        /// `Tense=Pres`
        const PRESENT = 1 << 12;
        /// `Mood=Sub`: the subjunctive, in German also that of reported speech.
        const SUBJUNCTIVE = 1 << 13;
        /// `Mood=Cnd`
        const CONDITIONAL = 1 << 14;
        /// A modal auxiliary.
        const MODAL = 1 << 15;
        /// `Poss=Yes`: a possessive determiner or pronoun, or a possessive marker of its own.
        const POSSESSIVE = 1 << 16;
        /// `PronType=Int,Rel`: "who", "which", "where".
        const INTERROGATIVE = 1 << 17;
        /// `PronType=Prs`: a personal pronoun.
        const PERSONAL = 1 << 18;
        /// `Degree=Cmp`
        const COMPARATIVE = 1 << 19;
        /// `Degree=Sup`
        const SUPERLATIVE = 1 << 20;
        /// Punctuation that ends a sentence.
        const STOP = 1 << 21;
        /// A comma.
        const COMMA = 1 << 22;
        /// A colon, semicolon, dash or ellipsis.
        const COLON = 1 << 23;
        /// A quotation mark.
        const QUOTE = 1 << 24;
        /// A bracket.
        const BRACKET = 1 << 25;
        /// With [`Features::QUOTE`] or [`Features::BRACKET`]: it opens.
        const OPENS = 1 << 26;
        /// A word of a particle verb: "up" in "gave up".
        const PARTICLE = 1 << 27;
        /// An existential: "there" in "there is".
        const EXISTENTIAL = 1 << 28;
        /// A hyphen that stands as a token of its own.
        const HYPHEN = 1 << 29;
    }
}

impl Features {
    /// What a feature of a treebank, given with its value, stands for; nothing for one that no layer asks for.
    fn of((name, value): (&str, &str)) -> Features {
        match (name, value) {
            ("Number", "Sing") => Features::SINGULAR,
            ("Number", "Plur") => Features::PLURAL,
            ("Gender", "Fem") => Features::FEMININE,
            ("Gender", "Masc") => Features::MASCULINE,
            ("Gender", "Neut") => Features::NEUTER,
            ("Person", "1" | "2") => Features::SPEAKER_OR_HEARER,
            ("Person", "3") => Features::THIRD_PERSON,
            ("VerbForm", "Fin") => Features::FINITE,
            ("VerbForm", "Inf") => Features::INFINITIVE,
            ("VerbForm", "Part") => Features::PARTICIPLE,
            ("VerbForm", "Ger") => Features::GERUND,
            ("Tense", "Past" | "Imp" | "Pqp") => Features::PAST,
            ("Tense", "Pres") => Features::PRESENT,
            ("Mood", "Sub") => Features::SUBJUNCTIVE,
            ("Mood", "Cnd") => Features::CONDITIONAL,
            ("Poss", "Yes") => Features::POSSESSIVE,
            ("PronType", "Int" | "Rel") => Features::INTERROGATIVE,
            ("PronType", "Prs") => Features::PERSONAL,
            ("Degree", "Cmp") => Features::COMPARATIVE,
            ("Degree", "Sup") => Features::SUPERLATIVE,
            ("PunctType", "Peri") => Features::STOP,
            ("PunctType", "Comm") => Features::COMMA,
            ("PunctType", "Colo") => Features::COLON,
            ("PunctType", "Dash") => Features::HYPHEN,
            ("PunctType", "Quot") => Features::QUOTE,
            ("PunctType", "Brck") => Features::BRACKET,
            ("PunctSide", "Ini") => Features::OPENS,
            _ => Features::empty(),
        }
    }
}

/// Part of speech and features of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Tag {
    /// The universal part of speech.
    pub upos: Upos,
    /// Its features.
    pub features: Features,
}

impl Tag {
    /// A tag with features.
    pub const fn with(upos: Upos, features: Features) -> Tag {
        Tag { upos, features }
    }

    /// Reads a part of speech and features as treebanks write them, `VERB|Mood=Ind|VerbForm=Fin`; features that no layer
    /// asks for are passed over. None where the part of speech is no universal one.
    pub fn from_universal(text: &str) -> Option<Tag> {
        let mut parts = text.split('|');
        let upos = Upos::from_name(parts.next()?)?;
        let features = parts.map(|part| part.split_once('=').map_or(Features::empty(), Features::of));
        Some(Tag::with(upos, features.fold(Features::empty(), Features::union)))
    }

    /// Whether all of these features are there.
    pub fn has(self, features: Features) -> bool {
        self.features.contains(features)
    }

    /// The universal tag and the features that a tag of the Penn Treebank stands for; what is none is [`Upos::X`]. `IN` is
    /// read as an adposition and `TO` as the marker of the infinitive, since the tag set does not tell them from
    /// subordinators and prepositions.
    pub fn from_penn(name: &str) -> Tag {
        use Features as F;
        let (upos, features) = match name {
            "CC" => (Upos::Cconj, F::empty()),
            "CD" => (Upos::Num, F::empty()),
            "DT" | "PDT" => (Upos::Det, F::empty()),
            "EX" => (Upos::Pron, F::EXISTENTIAL),
            "IN" => (Upos::Adp, F::empty()),
            "JJ" => (Upos::Adj, F::empty()),
            "JJR" => (Upos::Adj, F::COMPARATIVE),
            "JJS" => (Upos::Adj, F::SUPERLATIVE),
            "MD" => (Upos::Aux, F::FINITE | F::MODAL),
            "NN" => (Upos::Noun, F::SINGULAR),
            "NNS" => (Upos::Noun, F::PLURAL),
            "NNP" => (Upos::Propn, F::SINGULAR),
            "NNPS" => (Upos::Propn, F::PLURAL),
            "POS" => (Upos::Part, F::POSSESSIVE),
            "PRP" => (Upos::Pron, F::PERSONAL),
            "PRP$" => (Upos::Pron, F::PERSONAL | F::POSSESSIVE),
            "RB" => (Upos::Adv, F::empty()),
            "RBR" => (Upos::Adv, F::COMPARATIVE),
            "RBS" => (Upos::Adv, F::SUPERLATIVE),
            "RP" => (Upos::Adp, F::PARTICLE),
            "SYM" | "$" | "#" => (Upos::Sym, F::empty()),
            "TO" => (Upos::Part, F::INFINITIVE),
            "UH" => (Upos::Intj, F::empty()),
            "VB" => (Upos::Verb, F::INFINITIVE),
            "VBD" => (Upos::Verb, F::FINITE | F::PAST),
            "VBG" => (Upos::Verb, F::GERUND),
            "VBN" => (Upos::Verb, F::PARTICIPLE),
            "VBP" => (Upos::Verb, F::FINITE | F::PRESENT),
            "VBZ" => (Upos::Verb, F::FINITE | F::PRESENT | F::THIRD_PERSON | F::SINGULAR),
            "WDT" => (Upos::Det, F::INTERROGATIVE),
            "WP" => (Upos::Pron, F::INTERROGATIVE),
            "WP$" => (Upos::Pron, F::INTERROGATIVE | F::POSSESSIVE),
            "WRB" => (Upos::Adv, F::INTERROGATIVE),
            "." => (Upos::Punct, F::STOP),
            "," => (Upos::Punct, F::COMMA),
            ":" => (Upos::Punct, F::COLON),
            "``" => (Upos::Punct, F::QUOTE | F::OPENS),
            "''" => (Upos::Punct, F::QUOTE),
            "-LRB-" | "(" => (Upos::Punct, F::BRACKET | F::OPENS),
            "-RRB-" | ")" => (Upos::Punct, F::BRACKET),
            "HYPH" => (Upos::Punct, F::HYPHEN),
            _ => (Upos::X, F::empty()),
        };
        Tag::with(upos, features)
    }

    /// Common or proper noun.
    pub fn is_noun(self) -> bool {
        matches!(self.upos, Upos::Noun | Upos::Propn)
    }

    /// Common noun.
    pub fn is_common_noun(self) -> bool {
        self.upos == Upos::Noun
    }

    /// Proper noun.
    pub fn is_proper(self) -> bool {
        self.upos == Upos::Propn
    }

    /// Noun in the plural.
    pub fn is_plural_noun(self) -> bool {
        self.is_noun() && self.has(Features::PLURAL)
    }

    /// Verb in any form, modals apart.
    pub fn is_verb(self) -> bool {
        matches!(self.upos, Upos::Verb | Upos::Aux) && !self.has(Features::MODAL)
    }

    /// Finite verb or modal.
    pub fn is_finite(self) -> bool {
        self.has(Features::FINITE)
    }

    /// Finite verb, not a modal.
    pub fn is_finite_verb(self) -> bool {
        self.is_finite() && self.is_verb()
    }

    /// Finite verb in the past tense.
    pub fn is_past(self) -> bool {
        self.has(Features::FINITE.union(Features::PAST))
    }

    /// Finite verb in the present tense, not a modal.
    pub fn is_present(self) -> bool {
        self.is_finite_verb() && self.has(Features::PRESENT)
    }

    /// Verb in the infinitive, or a bare form that cannot be told from it.
    pub fn is_infinitive(self) -> bool {
        self.is_verb() && self.has(Features::INFINITIVE)
    }

    /// Past participle.
    pub fn is_participle(self) -> bool {
        self.has(Features::PARTICIPLE)
    }

    /// Gerund or present participle.
    pub fn is_gerund(self) -> bool {
        self.has(Features::GERUND)
    }

    /// Modal auxiliary.
    pub fn is_modal(self) -> bool {
        self.has(Features::MODAL)
    }

    /// Adjective in any degree.
    pub fn is_adjective(self) -> bool {
        self.upos == Upos::Adj
    }

    /// Adverb in any degree, question words apart.
    pub fn is_adverb(self) -> bool {
        self.upos == Upos::Adv && !self.has(Features::INTERROGATIVE)
    }

    /// Preposition; with taggers that do not tell them apart, or a subordinating conjunction.
    pub fn is_adposition(self) -> bool {
        matches!(self.upos, Upos::Adp | Upos::Sconj) && !self.has(Features::PARTICLE)
    }

    /// Determiner, possessives and question words apart.
    pub fn is_determiner(self) -> bool {
        self.upos == Upos::Det && !self.features.intersects(Features::POSSESSIVE.union(Features::INTERROGATIVE))
    }

    /// Personal pronoun that is not possessive.
    pub fn is_personal_pronoun(self) -> bool {
        self.upos == Upos::Pron && self.has(Features::PERSONAL) && !self.has(Features::POSSESSIVE)
    }

    /// Possessive determiner: "her".
    pub fn is_possessive_determiner(self) -> bool {
        matches!(self.upos, Upos::Pron | Upos::Det)
            && self.has(Features::POSSESSIVE)
            && !self.has(Features::INTERROGATIVE)
    }

    /// Possessive marker that stands as a token of its own: "'s".
    pub fn is_possessive_marker(self) -> bool {
        self.upos == Upos::Part && self.has(Features::POSSESSIVE)
    }

    /// Number in digits or words.
    pub fn is_number(self) -> bool {
        self.upos == Upos::Num
    }

    /// Coordinating conjunction.
    pub fn is_coordinator(self) -> bool {
        self.upos == Upos::Cconj
    }

    /// Marker of the infinitive: "to"; in English also the preposition, which taggers do not tell apart.
    pub fn is_infinitive_marker(self) -> bool {
        self.upos == Upos::Part && self.has(Features::INFINITIVE)
    }

    /// Word of a particle verb: "up" in "gave up".
    pub fn is_particle(self) -> bool {
        self.has(Features::PARTICLE)
    }

    /// Word that stands in front of a noun and belongs to it: determiner, possessive, adjective or number.
    pub fn is_modifier(self) -> bool {
        self.is_determiner() || self.is_possessive_determiner() || self.is_adjective() || self.is_number()
    }

    /// Word that a noun phrase may be made of: noun, personal pronoun, modifier or possessive marker.
    pub fn is_nominal(self) -> bool {
        self.is_noun()
            || self.is_personal_pronoun()
            || self.is_modifier()
            || self.is_possessive_marker()
            || self.is_existential()
    }

    /// Word that a subject mostly begins with, and an object seldom does where a clause may stand: pronoun, determiner or name.
    pub fn opens_subject(self) -> bool {
        self.is_personal_pronoun()
            || self.is_determiner()
            || self.is_possessive_determiner()
            || self.is_proper()
            || self.is_existential()
    }

    /// Question word or relative pronoun, of any part of speech.
    pub fn is_interrogative(self) -> bool {
        self.has(Features::INTERROGATIVE)
    }

    /// Punctuation of any kind.
    pub fn is_punctuation(self) -> bool {
        self.upos == Upos::Punct
    }

    /// Punctuation that ends a sentence.
    pub fn is_stop(self) -> bool {
        self.has(Features::STOP)
    }

    /// Comma.
    pub fn is_comma(self) -> bool {
        self.has(Features::COMMA)
    }

    /// Colon, semicolon, dash or ellipsis.
    pub fn is_colon(self) -> bool {
        self.has(Features::COLON)
    }

    /// Quotation mark.
    pub fn is_quote(self) -> bool {
        self.has(Features::QUOTE)
    }

    /// Hyphen that stands as a token of its own.
    pub fn is_hyphen(self) -> bool {
        self.has(Features::HYPHEN)
    }

    /// Existential: "there" in "there is".
    pub fn is_existential(self) -> bool {
        self.has(Features::EXISTENTIAL)
    }

    /// Opening bracket.
    pub fn is_open_bracket(self) -> bool {
        self.has(Features::BRACKET.union(Features::OPENS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_of_treebanks_are_read() {
        let tag = Tag::from_universal("VERB|Mood=Sub|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin|Voice=Act");
        let features = [Features::SUBJUNCTIVE, Features::SINGULAR, Features::THIRD_PERSON, Features::PRESENT];
        let all = features.into_iter().fold(Features::FINITE, Features::union);
        assert_eq!(tag, Some(Tag::with(Upos::Verb, all)));
        assert_eq!(Tag::from_universal("NNP"), None);
    }

    #[test]
    fn names_are_in_the_order_of_the_tags() {
        for (at, (name, upos)) in NAMES.iter().enumerate() {
            assert_eq!((*upos as usize, Upos::from_name(name)), (at, Some(*upos)));
        }
    }
}
