//! The published JSON: `copydesk.article.v1` and the messages derived from it, `copydesk.quote.v1` and
//! `copydesk.entity.v1`. Nothing else knows its field names.
//!
//! Byte spans of the [`Document`](crate::document::Document) become code-point offsets here, into `title` or
//! `text`, next to the field they index.

mod build;
mod findings;
mod messages;
mod offsets;
mod origin;
mod units;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use findings::{
    Cue, Entity, EntityType, Expression, ExpressionType, Gender, GenderEvidence, Geo, Keyword, Mention, MentionKind,
    Paragraph, ParagraphKind, Quote, QuoteKind, Range, Speaker,
};
pub use messages::{
    ArticleReference, CONTEXT, Context, ENTITY_SCHEMA, EntityMessage, EntitySummary, Messages, QUOTE_SCHEMA,
    QuoteMessage, SpeakerEntity,
};
pub use offsets::{Field, Offsets};
pub use origin::{Dateline, Fingerprint, Language, PipelineInfo, Precision, Source, Status, Timestamp, Zone};
pub use units::OffsetUnit;

/// The schema of [`EnrichedArticle`].
pub const ARTICLE_SCHEMA: &str = "copydesk.article.v1";

/// An enriched article as it is published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EnrichedArticle {
    /// Always `copydesk.article.v1`.
    #[schemars(extend("const" = ARTICLE_SCHEMA))]
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
    /// Address of the main picture.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub image: Option<String>,
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
