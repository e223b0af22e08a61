//! What the annotators find: mentions and entities, expressions, quotes, keywords.

use super::{Gender, Number, Span, TokenRange};

/// Index into `Document::mentions`.
pub type MentionId = usize;
/// Index into `Document::entities`.
pub type EntityId = usize;

/// What kind of thing an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityType {
    /// A human being.
    Person,
    /// A company, party, authority, club, band, outlet…
    Organization,
    /// A country, region, city, river, building…
    Location,
    /// A national, religious or political group: "German", "Muslims", "Democrats".
    Nationality,
    /// An election, war, storm, match, festival…
    Event,
    /// A book, film, song, law, newspaper series…
    Work,
    /// A thing that is made and sold: a vehicle, drug, device…
    Product,
    /// A name of any other kind.
    Misc,
}

impl EntityType {
    /// All of them, in order.
    pub const ALL: [EntityType; 8] = [
        EntityType::Person,
        EntityType::Organization,
        EntityType::Location,
        EntityType::Nationality,
        EntityType::Event,
        EntityType::Work,
        EntityType::Product,
        EntityType::Misc,
    ];

    /// The type with the highest weight; `weights` are by `type as usize`. Of equal weights the first type wins, so that
    /// the order of what was added up does not matter.
    pub fn heaviest(weights: &[f32; EntityType::ALL.len()]) -> EntityType {
        let weight = |label: EntityType| weights[label as usize];
        let heaviest = EntityType::ALL.into_iter().rev().max_by(|&a, &b| weight(a).total_cmp(&weight(b)));
        heaviest.expect("there are types")
    }
}

/// How a mention refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// By name: "Angela Merkel".
    Name,
    /// By description: "the German leader".
    Nominal,
    /// By pronoun: "she".
    Pronoun,
}

/// A stretch of text that refers to an entity. Titles, roles, articles and possessive 's stay outside a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where it stands.
    pub span: Span,
    /// Its tokens.
    pub tokens: TokenRange,
    /// How it refers.
    pub kind: MentionKind,
    /// The type that the mention alone suggests; the entity's type is decided over all its mentions.
    pub label: EntityType,
    /// How sure: 0 to 1.
    pub confidence: f32,
    /// The entity it belongs to, once resolved.
    pub entity: Option<EntityId>,
}

impl Mention {
    /// How often mentions of this confidence are right. Of names the confidence is a model's posterior probability, which
    /// is surer than it should be: half its log-odds are what was measured (docs/models.md).
    pub fn calibrated_confidence(&self) -> f32 {
        let posterior = self.confidence.clamp(0.0, 1.0);
        match self.kind {
            MentionKind::Name => posterior.sqrt() / (posterior.sqrt() + (1.0 - posterior).sqrt()),
            MentionKind::Nominal | MentionKind::Pronoun => posterior,
        }
    }
}

/// What tells the gender of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GenderEvidence {
    /// "she", "his".
    Pronoun,
    /// "Mrs", "King", "spokeswoman".
    Title,
    /// A given name that nearly all its bearers of one gender have.
    GivenName,
}

/// Where a place is.
#[derive(Debug, Clone, PartialEq)]
pub struct Geo {
    /// Latitude and longitude in degrees; of a country or region the middle of where its people live.
    pub coordinates: (f64, f64),
    /// ISO 3166-1 alpha-2 code of its country, upper case.
    pub country: String,
    /// The number of its GeoNames item, when known.
    pub geonames: Option<u32>,
}

/// One thing that the article speaks of, with all its mentions.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// What kind of thing.
    pub label: EntityType,
    /// The fullest form in the article, or the knowledge base's name where linked.
    pub name: String,
    /// Other names used for it in the article, titles included ("Chancellor Merkel"), in order of first use.
    pub aliases: Vec<String>,
    /// Titles and roles given to it in the article, in order of first use.
    pub roles: Vec<String>,
    /// Wikidata id (`Q567`), when the gazetteer knows and the context does not contradict.
    pub wikidata: Option<String>,
    /// Fields of the user's own gazetteer entry that matched, as given there.
    pub fields: Vec<(String, String)>,
    /// Gender, for pronouns.
    pub gender: Gender,
    /// What tells the gender for readers of the output; nothing when in doubt.
    pub gender_by: Option<GenderEvidence>,
    /// Where a place is that the gazetteer knows.
    pub geo: Option<Geo>,
    /// Number, for pronouns.
    pub number: Number,
    /// How much the article is about it: 0 to 1.
    pub salience: f32,
    /// Its mentions, in text order.
    pub mentions: Vec<MentionId>,
}

/// What kind of expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExpressionType {
    /// A calendar date or span of dates; value in ISO 8601 / EDTF.
    Date,
    /// A time of day; value in ISO 8601.
    Time,
    /// An amount of money; value as `<amount> <ISO 4217>`.
    Money,
    /// A percentage; value as a decimal number.
    Percent,
    /// A number with a unit; value as `<number> <unit>`.
    Quantity,
    /// A rank; value as an integer.
    Ordinal,
    /// A bare number; value as a decimal number.
    Cardinal,
}

/// A date, time, amount or number.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// Where it stands.
    pub span: Span,
    /// What kind.
    pub label: ExpressionType,
    /// The normalised value, when one can be given.
    pub value: Option<String>,
}

/// How a quote's words are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuoteKind {
    /// All of the content stands within quotation marks.
    Direct,
    /// Part of it does.
    Mixed,
    /// None of it does.
    Indirect,
}

/// Most stretches that are taken from one document: several times those of a book-length interview, so that a text
/// made of quotation marks costs no more than a long article.
pub const MOST_MARKED: usize = 4000;

/// A stretch between quotation marks. Stretches stand in text order and never overlap; marks inside one (a quote
/// within the quote) make no stretch of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkedStretch {
    /// With the marks.
    pub outer: Span,
    /// Without the marks and without space next to them.
    pub inner: Span,
    /// Index of the block it stands in.
    pub block: usize,
    /// Whether it goes on in the next block, which starts with an opening mark while this one is not closed.
    pub continues: bool,
    /// Whether the marks are single ones.
    pub single: bool,
}

/// How a quote's speaker was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// The attribution stands beside the words.
    Beside,
    /// The clause that holds the words names the speaker.
    Clause,
    /// The sentence before names the speaker: `She stressed aid. "We owe it."`
    SentenceBefore,
    /// The speaker of the quote before goes on.
    Carried,
    /// A label in front of the turn says who speaks, or that it is a question or an answer.
    Labelled,
    /// Nothing says who speaks.
    Nothing,
}

/// Who says a quote.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteSpeaker {
    /// The mention at the quote ("she"); may stand in a neighbouring sentence.
    pub span: Span,
    /// The person or body behind it.
    pub entity: Option<EntityId>,
    /// The speaker's name when known without an entity, e.g. the full noun phrase of "a police spokesman".
    pub name: Option<String>,
    /// How sure: 0 to 1.
    pub confidence: f32,
}

/// The word or phrase that attributes a quote: "said", "according to".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteCue {
    /// Where it stands.
    pub span: Span,
    /// Its dictionary form; the words themselves in lower case where it is no verb.
    pub lemma: String,
}

/// Words that somebody says, writes or thinks, according to the article.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    /// How the words are given.
    pub kind: QuoteKind,
    /// The content without quotation marks; more than one where the cue splits it or it runs over paragraphs.
    pub spans: Vec<Span>,
    /// The word or phrase that attributes it.
    pub cue: Option<QuoteCue>,
    /// How the speaker was found.
    pub evidence: Evidence,
    /// Who says it, when the text tells.
    pub speaker: Option<QuoteSpeaker>,
    /// All who say it together, the first of them the speaker; empty where one does.
    pub speakers: Vec<QuoteSpeaker>,
    /// How sure that this is a quote with this content: 0 to 1.
    pub confidence: f32,
}

/// A word or phrase that tells what the article is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Keyword {
    /// As written at its first use.
    pub text: String,
    /// Weight: 0 to 1, the best first.
    pub score: f32,
}
