//! The fields that say what was found in the text: paragraphs, entities, quotes, expressions, keywords.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Field;

/// Half-open range of code points of `text`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Range {
    pub start: usize,
    pub end: usize,
}

/// A paragraph of `text`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Paragraph {
    pub start: usize,
    pub end: usize,
    /// What it is on the page.
    pub kind: ParagraphKind,
    /// Its language (ISO 639-1), where that is surely not the article's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<String>,
}

/// What a paragraph is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum ParagraphKind {
    Lead,
    Body,
    Heading,
    Caption,
    List,
    Blockquote,
}

/// One thing that the article speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// `e1`, `e2`…: unique within the article.
    pub id: String,
    /// What kind of thing.
    #[serde(rename = "type")]
    pub label: EntityType,
    /// The fullest form in the article, or the knowledge base's name where linked.
    pub name: String,
    /// Other names used for it in the article.
    pub aliases: Vec<String>,
    /// Wikidata id, when known and not contradicted by the context.
    pub wikidata: Option<String>,
    /// Titles and roles given to it in the article.
    pub roles: Vec<String>,
    /// Gender of a person, as the article speaks of them; absent when in doubt.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gender: Option<Gender>,
    /// What tells the gender.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gender_by: Option<GenderEvidence>,
    /// Where a place is, when known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub geo: Option<Geo>,
    /// Fields of the matching entry of the user's own gazetteer.
    #[serde(skip_serializing_if = "Map::is_empty", default)]
    pub fields: Map<String, Value>,
    /// How much the article is about it: 0 to 1.
    pub salience: f64,
    /// Where it is mentioned, in text order, title first.
    pub mentions: Vec<Mention>,
}

/// Gender of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Gender {
    Female,
    Male,
}

/// What tells the gender of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GenderEvidence {
    /// "she", "his"
    Pronoun,
    /// "Mrs", "King", "spokeswoman"
    Title,
    /// A given name that nearly all its bearers of one gender have.
    GivenName,
}

/// Where a place is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Geo {
    /// Latitude in degrees; of a country or region the middle of where its people live.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// ISO 3166-1 alpha-2 code of its country, upper case.
    pub country: String,
    /// Number of its GeoNames item, when known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub geonames: Option<u32>,
}

/// What kind of thing an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum EntityType {
    Person,
    Organization,
    Location,
    Nationality,
    Event,
    Work,
    Product,
    Misc,
}

impl EntityType {
    /// The type as it stands in the JSON and in routing keys.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityType::Person => "person",
            EntityType::Organization => "organization",
            EntityType::Location => "location",
            EntityType::Nationality => "nationality",
            EntityType::Event => "event",
            EntityType::Work => "work",
            EntityType::Product => "product",
            EntityType::Misc => "misc",
        }
    }
}

/// A stretch of title or text that refers to an entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// The field that the offsets index.
    #[serde(rename = "in")]
    pub field: Field,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The words there.
    pub text: String,
    /// How it refers.
    pub kind: MentionKind,
    /// 0 to 1.
    pub confidence: f64,
}

/// How a mention refers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum MentionKind {
    Name,
    Nominal,
    Pronoun,
}

/// Words that somebody says according to the article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// `q1`, `q2`…: unique within the article.
    pub id: String,
    /// How the words are given.
    pub kind: QuoteKind,
    /// The field that the offsets index.
    #[serde(rename = "in")]
    pub field: Field,
    /// First code point of the first span.
    pub start: usize,
    /// One past the last code point of the last span.
    pub end: usize,
    /// The content without quotation marks; spans are joined by one space.
    pub text: String,
    /// Its language (ISO 639-1), where that is surely not the article's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<String>,
    /// The content's parts.
    pub spans: Vec<Range>,
    /// The word or phrase that attributes it.
    pub cue: Option<Cue>,
    /// Who says it; null when the text does not say.
    pub speaker: Option<Speaker>,
    /// All who say it together, `speaker` first; left out where one does.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub speakers: Vec<Speaker>,
    /// How sure that this is a quote: 0 to 1.
    pub confidence: f64,
}

/// How a quote's words are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum QuoteKind {
    Direct,
    Mixed,
    Indirect,
}

impl QuoteKind {
    /// The kind as it stands in the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            QuoteKind::Direct => "direct",
            QuoteKind::Mixed => "mixed",
            QuoteKind::Indirect => "indirect",
        }
    }
}

/// The word or phrase that attributes a quote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Cue {
    pub start: usize,
    pub end: usize,
    pub text: String,
    /// Dictionary form, lower case.
    pub lemma: String,
}

/// Who says a quote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Speaker {
    /// First code point of the mention at the quote.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The words there ("she").
    pub text: String,
    /// The name behind them ("Angela Merkel"), when known.
    pub name: Option<String>,
    /// Id in `entities`, when resolved.
    pub entity: Option<String>,
    /// 0 to 1.
    pub confidence: f64,
}

/// A date, time, amount or number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Expression {
    /// What kind.
    #[serde(rename = "type")]
    pub label: ExpressionType,
    /// The field that the offsets index.
    #[serde(rename = "in")]
    pub field: Field,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The words there.
    pub text: String,
    /// The normalised value, when one can be given.
    pub value: Option<String>,
}

/// What kind of expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum ExpressionType {
    Date,
    Time,
    Money,
    Percent,
    Quantity,
    Ordinal,
    Cardinal,
}

impl ExpressionType {
    /// The type as it stands in the JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            ExpressionType::Date => "date",
            ExpressionType::Time => "time",
            ExpressionType::Money => "money",
            ExpressionType::Percent => "percent",
            ExpressionType::Quantity => "quantity",
            ExpressionType::Ordinal => "ordinal",
            ExpressionType::Cardinal => "cardinal",
        }
    }
}

/// A word or phrase that tells what the article is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Keyword {
    pub text: String,
    /// 0 to 1.
    pub score: f64,
}
