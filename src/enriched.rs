//! The published JSON, `copydesk.article.v1`, and the messages derived from it. Nothing else knows its field names.
//!
//! Byte spans of the [`Document`] become code-point offsets here, into `title` or `text`, next to the field
//! they index.

mod offsets;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::article::{self, Article};
use crate::document::{self, Document, Span};
pub use offsets::{Field, Offsets};

/// The schema of [`EnrichedArticle`].
pub const ARTICLE_SCHEMA: &str = "copydesk.article.v1";

/// An enriched article as it is published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EnrichedArticle {
    /// Always `copydesk.article.v1`.
    pub schema: String,
    /// The given id, else derived from the canonical URL, else from the content.
    pub id: String,
    /// Address as given.
    pub url: Option<String>,
    /// Address without tracking parameters, AMP and mobile hosts.
    pub canonical_url: Option<String>,
    /// The outlet.
    pub source: Source,
    /// Clean headline; may be empty.
    pub title: String,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// The place in front of the text ("WASHINGTON —").
    pub dateline: Option<Dateline>,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// When it was last changed.
    pub modified_at: Option<Timestamp>,
    /// Language of the body.
    pub language: Language,
    /// Section of the outlet.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub section: Option<String>,
    /// Tags, as given.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub tags: Vec<String>,
    /// The clean body: NFC, one blank line between paragraphs.
    pub text: String,
    /// Words in `text`.
    pub word_count: usize,
    /// Paragraphs of `text`.
    pub paragraphs: Vec<Paragraph>,
    /// Sentences of `text`.
    pub sentences: Vec<Range>,
    /// Who and what the article speaks of, in order of first mention.
    pub entities: Vec<Entity>,
    /// Who said what, in text order.
    pub quotes: Vec<Quote>,
    /// Dates, money, quantities…, in text order.
    pub expressions: Vec<Expression>,
    /// What the article is about, best first.
    pub keywords: Vec<Keyword>,
    /// Hashes to recognise the same or nearly the same text.
    pub fingerprint: Fingerprint,
    /// `usable`, `withheld` or `canceled`.
    pub status: Status,
    /// Version or revision, as given.
    pub version: Option<String>,
    /// Unknown fields of the input, unchanged.
    pub extra: Map<String, Value>,
    /// What made this document.
    pub pipeline: PipelineInfo,
}

/// The outlet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// Its name.
    pub name: Option<String>,
    /// Its host name.
    pub domain: Option<String>,
    /// ISO 3166-1 alpha-2 code of its country.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub country: Option<String>,
}

/// The place in front of the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Dateline {
    /// As written.
    pub place: String,
    /// Id of the location in `entities`, when it is one.
    pub entity: Option<String>,
}

/// A moment, with what is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Timestamp {
    /// RFC 3339, or the date alone (`YYYY-MM-DD`) where that is all that is known.
    pub value: String,
    /// As the input gave it.
    pub raw: String,
    /// The smallest unit that was given.
    pub precision: Precision,
    /// Whether the input named the zone.
    pub zone: Zone,
}

/// The smallest unit of time that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Precision {
    Second,
    Minute,
    Day,
}

/// Where a timestamp's zone comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Zone {
    Given,
    Assumed,
}

/// Language of the body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Language {
    /// ISO 639-1 code, `und` when not known.
    pub code: String,
    /// 0 to 1.
    pub confidence: f64,
}

/// Whether an article may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Status {
    Usable,
    Withheld,
    Canceled,
}

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
    /// Fields of the matching entry of the user's own gazetteer.
    #[serde(skip_serializing_if = "Map::is_empty", default)]
    pub fields: Map<String, Value>,
    /// How much the article is about it: 0 to 1.
    pub salience: f64,
    /// Where it is mentioned, in text order, title first.
    pub mentions: Vec<Mention>,
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
    /// The content's parts.
    pub spans: Vec<Range>,
    /// The word or phrase that attributes it.
    pub cue: Option<Cue>,
    /// Who says it; null when the text does not say.
    pub speaker: Option<Speaker>,
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

/// A word or phrase that tells what the article is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Keyword {
    pub text: String,
    /// 0 to 1.
    pub score: f64,
}

/// Hashes to recognise the same or nearly the same text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fingerprint {
    /// Lower-case hex SHA-256 of title and text.
    pub content_sha256: String,
    /// 64-bit simhash over word shingles, 16 hex digits; near-duplicates differ in few bits.
    pub simhash: String,
}

/// What made a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PipelineInfo {
    /// Version of copydesk.
    pub version: String,
    /// Version of the models used, by language.
    pub models: std::collections::BTreeMap<String, String>,
    /// Stable codes of what was guessed, missing or left out.
    pub warnings: Vec<String>,
}

/// Rounds to three decimals, so that the bytes do not depend on how a sum was ordered.
fn round(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0
}

impl EnrichedArticle {
    /// Puts an article and the findings over its document into the published shape.
    pub fn new(article: Article, doc: &Document) -> Self {
        let offsets = Offsets::new(doc);
        let entity_id = |id: usize| format!("e{}", id + 1);
        let dateline = article.dateline.map(|place| {
            let entity = doc.entities.iter().position(|e| {
                e.label == document::EntityType::Location
                    && e.mentions.iter().any(|&m| doc.slice(doc.mentions[m].span) == place)
            });
            Dateline { place, entity: entity.map(entity_id) }
        });
        let text = doc.slice(doc.body()).to_owned();
        EnrichedArticle {
            schema: ARTICLE_SCHEMA.to_owned(),
            id: article.id,
            url: article.url,
            canonical_url: article.canonical_url,
            source: Source {
                name: article.source_name,
                domain: article.source_domain,
                country: article.source_country,
            },
            title: article.title,
            authors: article.authors,
            dateline,
            published_at: article.published_at.map(Timestamp::from),
            modified_at: article.modified_at.map(Timestamp::from),
            language: Language { code: article.language, confidence: round(article.language_confidence) },
            section: article.section,
            tags: article.tags,
            word_count: doc
                .tokens_in(doc.body())
                .iter()
                .filter(|&t| doc.token_text(t).chars().any(char::is_alphanumeric))
                .count(),
            paragraphs: paragraphs(doc, &offsets),
            sentences: doc
                .sentences
                .iter()
                .filter(|s| doc.body().contains(s.span))
                .map(|s| offsets.range(s.span).1)
                .collect(),
            entities: doc.entities.iter().enumerate().map(|(id, e)| entity(doc, &offsets, entity_id(id), e)).collect(),
            quotes: doc.quotes.iter().enumerate().map(|(id, q)| quote(doc, &offsets, id, q, entity_id)).collect(),
            expressions: doc.expressions.iter().map(|e| expression(doc, &offsets, e)).collect(),
            keywords: doc.keywords.iter().map(|k| Keyword { text: k.text.clone(), score: round(k.score) }).collect(),
            fingerprint: Fingerprint {
                content_sha256: article.content_sha256,
                simhash: format!("{:016x}", article.simhash),
            },
            status: article.status.into(),
            version: article.version,
            extra: article.extra,
            pipeline: PipelineInfo {
                version: env!("CARGO_PKG_VERSION").to_owned(),
                models: std::collections::BTreeMap::new(),
                warnings: article.warnings,
            },
            text,
        }
    }
}

fn paragraphs(doc: &Document, offsets: &Offsets) -> Vec<Paragraph> {
    let kind = |kind| match kind {
        document::BlockKind::Title => None,
        document::BlockKind::Lead => Some(ParagraphKind::Lead),
        document::BlockKind::Body => Some(ParagraphKind::Body),
        document::BlockKind::Heading => Some(ParagraphKind::Heading),
        document::BlockKind::Caption => Some(ParagraphKind::Caption),
        document::BlockKind::List => Some(ParagraphKind::List),
        document::BlockKind::Blockquote => Some(ParagraphKind::Blockquote),
    };
    doc.blocks()
        .iter()
        .filter_map(|block| {
            let (_, Range { start, end }) = offsets.range(block.span);
            kind(block.kind).map(|kind| Paragraph { start, end, kind })
        })
        .collect()
}

fn entity(doc: &Document, offsets: &Offsets, id: String, entity: &document::Entity) -> Entity {
    let mention = |&m: &usize| {
        let mention = &doc.mentions[m];
        let (field, Range { start, end }) = offsets.range(mention.span);
        Mention {
            field,
            start,
            end,
            text: doc.slice(mention.span).to_owned(),
            kind: mention.kind.into(),
            confidence: round(mention.confidence),
        }
    };
    Entity {
        id,
        label: entity.label.into(),
        name: entity.name.clone(),
        aliases: entity.aliases.clone(),
        wikidata: entity.wikidata.clone(),
        roles: entity.roles.clone(),
        fields: entity.fields.iter().map(|(k, v)| (k.clone(), Value::String(v.clone()))).collect(),
        salience: round(entity.salience),
        mentions: entity.mentions.iter().map(mention).collect(),
    }
}

fn quote(
    doc: &Document,
    offsets: &Offsets,
    id: usize,
    quote: &document::Quote,
    entity_id: impl Fn(usize) -> String,
) -> Quote {
    let whole = quote.spans.iter().copied().reduce(Span::cover).unwrap_or_default();
    let (field, Range { start, end }) = offsets.range(whole);
    let cue = quote.cue.as_ref().map(|(span, lemma)| {
        let (_, Range { start, end }) = offsets.range(*span);
        Cue { start, end, text: doc.slice(*span).to_owned(), lemma: lemma.clone() }
    });
    let speaker = quote.speaker.as_ref().map(|speaker| {
        let (_, Range { start, end }) = offsets.range(speaker.span);
        Speaker {
            start,
            end,
            text: doc.slice(speaker.span).to_owned(),
            name: speaker.entity.map(|e| doc.entities[e].name.clone()).or_else(|| speaker.name.clone()),
            entity: speaker.entity.map(entity_id),
            confidence: round(speaker.confidence),
        }
    });
    let parts: Vec<&str> = quote.spans.iter().map(|s| doc.slice(*s)).collect();
    Quote {
        id: format!("q{}", id + 1),
        kind: quote.kind.into(),
        field,
        start,
        end,
        text: parts.join(" "),
        spans: quote.spans.iter().map(|s| offsets.range(*s).1).collect(),
        cue,
        speaker,
        confidence: round(quote.confidence),
    }
}

fn expression(doc: &Document, offsets: &Offsets, expression: &document::Expression) -> Expression {
    let (field, Range { start, end }) = offsets.range(expression.span);
    Expression {
        label: expression.label.into(),
        field,
        start,
        end,
        text: doc.slice(expression.span).to_owned(),
        value: expression.value.clone(),
    }
}

impl From<article::Timestamp> for Timestamp {
    fn from(t: article::Timestamp) -> Self {
        let precision = match t.precision {
            article::Precision::Second => Precision::Second,
            article::Precision::Minute => Precision::Minute,
            article::Precision::Day => Precision::Day,
        };
        let zone = match t.zone {
            article::Zone::Given => Zone::Given,
            article::Zone::Assumed => Zone::Assumed,
        };
        Timestamp { value: t.value, raw: t.raw, precision, zone }
    }
}

/// One `From` per enum whose variants carry the same names inside and outside.
macro_rules! same_variants {
    ($inner:ty => $outer:ident: $($variant:ident),+) => {
        impl From<$inner> for $outer {
            fn from(value: $inner) -> Self {
                match value { $(<$inner>::$variant => $outer::$variant),+ }
            }
        }
    };
}
same_variants!(article::Status => Status: Usable, Withheld, Canceled);
same_variants!(document::EntityType => EntityType: Person, Organization, Location, Nationality, Event, Work, Product, Misc);
same_variants!(document::MentionKind => MentionKind: Name, Nominal, Pronoun);
same_variants!(document::QuoteKind => QuoteKind: Direct, Mixed, Indirect);
same_variants!(document::ExpressionType => ExpressionType: Date, Time, Money, Percent, Quantity, Ordinal, Cardinal);
