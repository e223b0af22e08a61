//! The small messages that dashboards count: one per quote, one per entity, each complete without the article.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{EnrichedArticle, Entity, EntityType, Field, Quote, QuoteKind, Range, Source, Timestamp};

/// The schema of [`QuoteMessage`].
pub const QUOTE_SCHEMA: &str = "copydesk.quote.v1";

/// The schema of [`EntityMessage`].
pub const ENTITY_SCHEMA: &str = "copydesk.entity.v1";

/// One direct or mixed quote with what is needed to show and count it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteMessage {
    /// Always `copydesk.quote.v1`.
    #[schemars(extend("const" = QUOTE_SCHEMA))]
    pub schema: String,
    /// The quote as it stands in the article.
    pub quote: Quote,
    /// The entity that speaks; null when the text does not say or it is nobody with a name.
    pub speaker: Option<SpeakerEntity>,
    /// The sentences around the quote; its offsets index the same field as the quote's.
    pub context: Context,
    /// The article it stands in.
    pub article: ArticleReference,
}

/// One entity of one article, with how much the article is about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntityMessage {
    /// Always `copydesk.entity.v1`.
    #[schemars(extend("const" = ENTITY_SCHEMA))]
    pub schema: String,
    /// The entity.
    pub entity: EntitySummary,
    /// The article that speaks of it.
    pub article: ArticleReference,
}

/// Who speaks, without its mentions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SpeakerEntity {
    /// Id in the article's `entities`.
    pub id: String,
    /// What kind of thing.
    #[serde(rename = "type")]
    pub label: EntityType,
    /// The fullest form in the article, or the knowledge base's name where linked.
    pub name: String,
    /// Wikidata id, when known.
    pub wikidata: Option<String>,
    /// Titles and roles given to it in the article.
    pub roles: Vec<String>,
}

/// An entity, its mentions counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntitySummary {
    /// Id in the article's `entities`.
    pub id: String,
    /// What kind of thing.
    #[serde(rename = "type")]
    pub label: EntityType,
    /// The fullest form in the article, or the knowledge base's name where linked.
    pub name: String,
    /// Other names used for it in the article.
    pub aliases: Vec<String>,
    /// Wikidata id, when known.
    pub wikidata: Option<String>,
    /// Titles and roles given to it in the article.
    pub roles: Vec<String>,
    /// Fields of the matching entry of the user's own gazetteer.
    #[serde(skip_serializing_if = "Map::is_empty", default)]
    pub fields: Map<String, Value>,
    /// How much the article is about it: 0 to 1.
    pub salience: f64,
    /// Number of its mentions, title included.
    pub mentions: usize,
    /// Number of the article's direct and mixed quotes that it speaks.
    pub quotes: usize,
}

/// The sentences around a quote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Context {
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The words there.
    pub text: String,
}

/// What names an article in a message about one part of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleReference {
    /// The article's id.
    pub id: String,
    /// Address as given.
    pub url: Option<String>,
    /// The outlet.
    pub source: Source,
    /// Clean headline; may be empty.
    pub title: String,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// ISO 639-1 code of the body's language, `und` when not known.
    pub language: String,
}

impl Quote {
    /// Whether the quote is published as a message of its own: somebody's words in quotation marks.
    pub fn is_marked(&self) -> bool {
        matches!(self.kind, QuoteKind::Direct | QuoteKind::Mixed)
    }
}

impl QuoteMessage {
    /// The message about one quote of an article.
    pub fn new(article: &EnrichedArticle, quote: &Quote) -> Self {
        let speaker = quote.speaker.as_ref().and_then(|s| s.entity.as_deref());
        QuoteMessage {
            schema: QUOTE_SCHEMA.to_owned(),
            quote: quote.clone(),
            speaker: speaker.and_then(|id| article.entities.iter().find(|e| e.id == id)).map(|entity| SpeakerEntity {
                id: entity.id.clone(),
                label: entity.label,
                name: entity.name.clone(),
                wikidata: entity.wikidata.clone(),
                roles: entity.roles.clone(),
            }),
            context: context(article, quote),
            article: ArticleReference::new(article),
        }
    }
}

impl EntityMessage {
    /// The message about one entity of an article.
    pub fn new(article: &EnrichedArticle, entity: &Entity) -> Self {
        let speaks = |quote: &&Quote| {
            quote.is_marked() && quote.speaker.as_ref().and_then(|s| s.entity.as_ref()) == Some(&entity.id)
        };
        EntityMessage {
            schema: ENTITY_SCHEMA.to_owned(),
            entity: EntitySummary {
                id: entity.id.clone(),
                label: entity.label,
                name: entity.name.clone(),
                aliases: entity.aliases.clone(),
                wikidata: entity.wikidata.clone(),
                roles: entity.roles.clone(),
                fields: entity.fields.clone(),
                salience: entity.salience,
                mentions: entity.mentions.len(),
                quotes: article.quotes.iter().filter(speaks).count(),
            },
            article: ArticleReference::new(article),
        }
    }
}

impl ArticleReference {
    fn new(article: &EnrichedArticle) -> Self {
        ArticleReference {
            id: article.id.clone(),
            url: article.url.clone(),
            source: article.source.clone(),
            title: article.title.clone(),
            published_at: article.published_at.clone(),
            language: article.language.code.clone(),
        }
    }
}

/// The sentences that a quote touches; the whole headline for a quote in it, the quote alone where there are no
/// sentences.
fn context(article: &EnrichedArticle, quote: &Quote) -> Context {
    let (field, range) = match quote.field {
        Field::Title => (&article.title, Range { start: 0, end: article.title.chars().count() }),
        Field::Text => {
            let mut touched = article.sentences.iter().filter(|s| s.end > quote.start && s.start < quote.end);
            let first = touched.next().copied().unwrap_or(Range { start: quote.start, end: quote.end });
            (&article.text, Range { start: first.start, end: touched.next_back().unwrap_or(&first).end })
        }
    };
    let text = field.chars().skip(range.start).take(range.end - range.start).collect();
    Context { start: range.start, end: range.end, text }
}
