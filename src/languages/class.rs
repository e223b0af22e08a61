//! Closed classes of words, and sets of them.

classes! {
    /// A closed class of words, by the name of its section in `words.txt`. A word may belong to several.
    Class:

    /// Personal pronouns that can speak: "she", "they".
    Pronoun = "pronoun",
    /// Personal pronouns in other cases: "him", "them".
    ObjectPronoun = "object-pronoun",
    /// Possessive determiners: "her", "their".
    Possessive = "possessive",
    /// Articles, demonstratives and quantifiers that open a noun phrase: "the", "these", "several".
    Determiner = "determiner",
    /// The definite article.
    DefiniteArticle = "definite-article",
    /// The indefinite article.
    IndefiniteArticle = "indefinite-article",
    /// Auxiliary and modal verbs in all forms: "has", "would".
    Auxiliary = "auxiliary",
    /// Forms of the verb that makes passives and links predicates: "is", "been".
    Copula = "copula",
    /// Prepositions: "of", "in", "during".
    Preposition = "preposition",
    /// Prepositions that tie a noun to a noun: "of", "for".
    NounLink = "noun-link",
    /// Prepositions of where something comes from: "from".
    Origin = "origin",
    /// Words that join equals: "and", "or", "but".
    Coordinator = "coordinator",
    /// Words that open a subordinate clause: "because", "while".
    Subordinator = "subordinator",
    /// The word that opens a content clause: "that".
    Complementizer = "complementizer",
    /// Words that open a relative clause: "who", "which".
    Relative = "relative",
    /// Words that open a question, in the main clause or governed: "why", "whether".
    Interrogative = "interrogative",
    /// Negations: "not", "never".
    Negation = "negation",
    /// The word that introduces an infinitive: "to".
    InfinitiveMarker = "infinitive-marker",
    /// Possessive markers that stand as tokens of their own: "'s".
    PossessiveMarker = "possessive-marker",
    /// Determiners that point: "this".
    Demonstrative = "demonstrative",
    /// Words that count or measure in front of a noun: "several", "two".
    Quantifier = "quantifier",
    /// Other words that no noun phrase runs across: "than", "also".
    FunctionWord = "function-word",
    /// Words that open a phrase or clause in front of the main clause: "after", "despite".
    LeadingClause = "leading-clause",
    /// Words between a determiner and a title or occupation that are neither names nor nouns of the list: "former".
    RoleModifier = "role-modifier",
    /// Words of politics that are no office: "Democrat".
    Political = "political",
    /// Words that open or close so many names of bodies that alone they name none: "National".
    NameModifier = "name-modifier",
    /// Words behind a noun that give examples of it: "including".
    Inclusion = "inclusion",
    /// Verbs of which an empty subject is the usual one: "it seems".
    ExpletiveVerb = "expletive-verb",
    /// Words that an empty subject or object leads to: "it is likely that", "made it clear".
    ExpletivePredicate = "expletive-predicate",
    /// Words that tell of a talk: "interview".
    Talk = "talk",
    /// Modal verbs: "will", "could".
    Modal = "modal",
    /// Pronouns of the first and second person: "we", "you".
    SpeakerOrHearer = "speaker-or-hearer",
    /// Pronouns that stand for no person, or as well for a thing: "it".
    Impersonal = "impersonal",
    /// The coordinator that joins nouns: "and".
    Addition = "addition",
    /// Coordinators that oppose: "but".
    Adversative = "adversative",
    /// Coordinators that give a choice: "or".
    Alternative = "alternative",
    /// Adverbs that may stand between a subject and its verb: "also", "at last".
    MidAdverb = "mid-adverb",
    /// Words that tell when or where by themselves: "Monday", "yesterday", "here".
    Time = "time",
    /// Units of time, parts of the day included: "week", "years".
    TimeUnit = "time-unit",
    /// Words in front of a unit that make a time of it: "last", "next".
    TimeModifier = "time-modifier",
    /// The word that counts time backwards: "ago".
    Ago = "ago",
    /// Words in front of an amount: "nearly", "less than".
    AboutAmount = "about-amount",
    /// Prepositions that name a source: "according to".
    AccordingTo = "according-to",
    /// The preposition of roles: "as".
    RoleMarker = "role-marker",
    /// The preposition of company: "with".
    Comitative = "comitative",
    /// The preposition of a passive's agent: "by".
    AgentMarker = "agent-marker",
    /// Particles of verbs: "back", "out".
    Particle = "particle",
    /// Words that open when, where or how something was said: "On Monday, she said, …".
    OccasionOpener = "occasion-opener",
    /// Occasions and channels of speech: "interview".
    OccasionNoun = "occasion-noun",
    /// Things that say something by themselves: "survey", "placard".
    SourceNoun = "source-noun",
    /// Verbs whose subject says what their object says, in all forms: "released".
    IssuingVerb = "issuing-verb",
    /// Nouns for what somebody says or thinks, behind their owner: "in the mayor's words".
    WordsNoun = "words-noun",
    /// Words in front of a name or label: "so-called", "known as".
    NamingWord = "naming-word",
    /// Nouns for words as such: "the phrase “…”".
    LabelNoun = "label-noun",
    /// Words that open a concession: "although".
    Concession = "concession",
    /// Adverbs behind "but" that keep what follows in the clause before: "but also".
    Contrast = "contrast",
    /// The first halves of paired conjunctions: "both", "either".
    Correlative = "correlative",
    /// Forms of the auxiliary of the perfect: "have".
    PerfectAuxiliary = "perfect-auxiliary",
    /// Words for speaking without a name: "anonymity", "asked not to be identified".
    Anonymity = "anonymity",
    /// Words behind a comma that open examples: "including".
    ExampleOpener = "example-opener",
    /// Words that tell somebody's own name behind them: "gave her name as", "identified himself as".
    OwnName = "own-name",
    /// What takes up the first of two: "the former".
    FirstOfTwo = "first-of-two",
    /// What takes up the second of two: "the latter".
    SecondOfTwo = "second-of-two",
    /// Words in front of a role that is held no longer: "former". No packs but those that list them tell.
    PastRole = "past-role",
    /// Ranks that tell one of a kind from another: "the second witness".
    Rank = "rank",
    /// Labels of questions in an interview, without punctuation.
    QuestionLabel = "question-label",
    /// Labels of answers in an interview, without punctuation.
    AnswerLabel = "answer-label",
    /// Signs that part every subordinate clause from the clause around it, in languages that always set one: ",".
    ClauseMark = "clause-mark",
    /// Words that open a clause which names the source of the main clause, wherever its verb stands: "wie" in "wie er sagte".
    Comparison = "comparison",
    /// Words that name a source only behind a comma and with nothing but its noun phrase: "so" in "…, so die Polizei".
    SourceAside = "source-aside",
    /// Words that name a source and stand behind it: "zufolge".
    SourceBefore = "source-before",
    /// Prepositions that name a source in front of a noun of [`Class::AccountNoun`] alone: "nach" in "nach Polizeiangaben".
    SourceOpener = "source-opener",
    /// Nouns of what a source says or thinks: "Angaben", "Bericht".
    AccountNoun = "account-noun",
    /// Words in front of such a noun by which the source is whom the sentence is about: "eigenen" in "nach eigenen Angaben".
    SourceOwn = "source-own",
    /// What opens a sentence that says who said the one before it: "dies" in "Dies bestätigte der Rat", "así lo".
    TakesUp = "takes-up",
    /// Determiners in cases that no subject has: "dem".
    Oblique = "oblique",
    /// Words whose first letters an apostrophe replaces: "'em".
    Elided = "elided",
}

/// The grammatical classes: no noun phrase runs across their words.
const FUNCTION_WORDS: [Class; 17] = [
    Class::Pronoun,
    Class::ObjectPronoun,
    Class::Possessive,
    Class::Determiner,
    Class::DefiniteArticle,
    Class::IndefiniteArticle,
    Class::Demonstrative,
    Class::Auxiliary,
    Class::Copula,
    Class::Preposition,
    Class::Coordinator,
    Class::Subordinator,
    Class::Complementizer,
    Class::Relative,
    Class::Interrogative,
    Class::Negation,
    Class::FunctionWord,
];

/// How many words of 64 bits a set has.
const WORDS: usize = 3;
const _: () = assert!(Class::COUNT <= WORDS * 64, "a set of classes is too small");

/// A set of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes([u64; WORDS]);

impl Classes {
    /// Adds a class.
    pub fn insert(&mut self, class: Class) {
        self.0[class as usize / 64] |= 1 << (class as usize % 64);
    }

    /// Whether a class is in the set.
    pub fn contains(self, class: Class) -> bool {
        self.0[class as usize / 64] >> (class as usize % 64) & 1 == 1
    }

    /// Whether any of these classes is in the set.
    pub fn contains_any(self, classes: &[Class]) -> bool {
        classes.iter().any(|&class| self.contains(class))
    }

    /// Whether the word only builds sentences, so that no noun phrase runs across it.
    pub fn is_function_word(self) -> bool {
        self.contains_any(&FUNCTION_WORDS)
    }

    /// Whether the set is empty: the word is in no closed class.
    pub fn is_empty(self) -> bool {
        self.0 == [0; WORDS]
    }
}
