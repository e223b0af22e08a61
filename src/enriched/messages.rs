//! The small messages that dashboards count: one per quote, one per entity, each complete without the article.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    EnrichedArticle, Entity, EntityType, Field, Gender, GenderEvidence, Geo, Quote, QuoteKind, Range, Source, Status,
    Timestamp,
};

/// The schema of [`QuoteMessage`].
pub const QUOTE_SCHEMA: &str = "copydesk.quote.v1";

/// The schema of [`EntityMessage`].
pub const ENTITY_SCHEMA: &str = "copydesk.entity.v1";

/// Code points of context on each side of a quote, at most.
pub const CONTEXT: usize = 1000;

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
    /// Gender of a person, as the article speaks of them; absent when in doubt.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gender: Option<Gender>,
    /// What tells the gender.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gender_by: Option<GenderEvidence>,
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
    /// `withheld` or `canceled`; absent when the article may be used.
    #[serde(skip_serializing_if = "Status::is_usable", default)]
    pub status: Status,
}

impl EnrichedArticle {
    /// The entity that speaks a quote of this article.
    pub fn speaking(&self, quote: &Quote) -> Option<&Entity> {
        let id = quote.speaker.as_ref()?.entity.as_ref()?;
        self.entities.iter().find(|entity| entity.id == *id)
    }
}

impl Quote {
    /// Whether the quote is published as a message of its own: somebody's words in quotation marks.
    pub fn is_marked(&self) -> bool {
        matches!(self.kind, QuoteKind::Direct | QuoteKind::Mixed)
    }
}

/// Makes the messages about the parts of one article. What each needs of the whole is found once, so that many parts of a
/// long article take no longer than their own length.
#[derive(Debug)]
pub struct Messages<'a> {
    article: &'a EnrichedArticle,
    entities: HashMap<&'a str, &'a Entity>,
    /// Marked quotes by the id of the entity that speaks them.
    quotes: HashMap<&'a str, usize>,
    reference: ArticleReference,
    title: CharIndex<'a>,
    text: CharIndex<'a>,
}

impl<'a> Messages<'a> {
    /// Over one article.
    pub fn new(article: &'a EnrichedArticle) -> Self {
        let mut quotes = HashMap::new();
        let marked = article.quotes.iter().filter(|quote| quote.is_marked());
        for id in marked.filter_map(|quote| quote.speaker.as_ref()?.entity.as_deref()) {
            *quotes.entry(id).or_insert(0) += 1;
        }
        Messages {
            article,
            entities: article.entities.iter().map(|entity| (entity.id.as_str(), entity)).collect(),
            quotes,
            reference: ArticleReference::new(article),
            title: CharIndex::new(&article.title),
            text: CharIndex::new(&article.text),
        }
    }

    /// The message about one of its quotes.
    pub fn quote(&self, quote: &Quote) -> QuoteMessage {
        let speaker = quote.speaker.as_ref().and_then(|s| s.entity.as_deref());
        QuoteMessage {
            schema: QUOTE_SCHEMA.to_owned(),
            quote: quote.clone(),
            speaker: speaker.and_then(|id| self.entities.get(id)).map(|entity| SpeakerEntity {
                id: entity.id.clone(),
                label: entity.label,
                name: entity.name.clone(),
                wikidata: entity.wikidata.clone(),
                roles: entity.roles.clone(),
                gender: entity.gender,
                gender_by: entity.gender_by,
            }),
            context: self.context(quote),
            article: self.reference.clone(),
        }
    }

    /// The message about one of its entities.
    pub fn entity(&self, entity: &Entity) -> EntityMessage {
        EntityMessage {
            schema: ENTITY_SCHEMA.to_owned(),
            entity: EntitySummary {
                id: entity.id.clone(),
                label: entity.label,
                name: entity.name.clone(),
                aliases: entity.aliases.clone(),
                wikidata: entity.wikidata.clone(),
                roles: entity.roles.clone(),
                gender: entity.gender,
                gender_by: entity.gender_by,
                geo: entity.geo.clone(),
                fields: entity.fields.clone(),
                salience: entity.salience,
                mentions: entity.mentions.len(),
                quotes: self.quotes.get(entity.id.as_str()).copied().unwrap_or(0),
            },
            article: self.reference.clone(),
        }
    }

    /// The sentences that a quote touches, cut where they are very long; the whole headline for a quote in it, the quote
    /// alone where there are no sentences.
    fn context(&self, quote: &Quote) -> Context {
        let (index, range) = match quote.field {
            Field::Title => (&self.title, Range { start: 0, end: self.title.chars }),
            Field::Text => {
                // Sentences stand in order and do not overlap.
                let sentences = &self.article.sentences;
                let first = sentences.partition_point(|sentence| sentence.end <= quote.start);
                let behind = sentences.partition_point(|sentence| sentence.start < quote.end);
                let touched = sentences.get(first..behind).unwrap_or_default();
                let whole = Range { start: quote.start, end: quote.end };
                let (first, last) = (touched.first().unwrap_or(&whole), touched.last().unwrap_or(&whole));
                let start = first.start.max(quote.start.saturating_sub(CONTEXT));
                (&self.text, Range { start, end: last.end.min(quote.end + CONTEXT) })
            }
        };
        Context { start: range.start, end: range.end, text: index.slice(range.start, range.end).to_owned() }
    }
}

/// A text that is cut at code points: knows the byte of every so many of them.
#[derive(Debug)]
struct CharIndex<'a> {
    text: &'a str,
    chars: usize,
    /// Byte of the code points 0, [`CharIndex::STEP`], twice that….
    bytes: Vec<usize>,
}

impl<'a> CharIndex<'a> {
    const STEP: usize = 256;

    fn new(text: &'a str) -> Self {
        let (mut chars, mut bytes) = (0, Vec::with_capacity(text.len() / Self::STEP + 1));
        for (byte, _) in text.char_indices() {
            if chars % Self::STEP == 0 {
                bytes.push(byte);
            }
            chars += 1;
        }
        CharIndex { text, chars, bytes }
    }

    fn byte(&self, char: usize) -> usize {
        let Some(&start) = self.bytes.get(char / Self::STEP) else { return self.text.len() };
        let mut rest = self.text[start..].char_indices();
        rest.nth(char % Self::STEP).map_or(self.text.len(), |(byte, _)| start + byte)
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        &self.text[self.byte(start)..self.byte(end.max(start))]
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
            status: article.status,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_code_points() {
        let text: String = (0..2000).map(|n| if n % 3 == 0 { 'é' } else { 'x' }).collect();
        let index = CharIndex::new(&text);
        assert_eq!(index.chars, 2000);
        for (start, end) in [(0, 0), (0, 2000), (255, 257), (511, 1025), (1999, 2000), (2000, 2000)] {
            let expected: String = text.chars().skip(start).take(end - start).collect();
            assert_eq!(index.slice(start, end), expected);
        }
        assert_eq!(CharIndex::new("").slice(0, 0), "");
    }

    #[test]
    fn the_sentence_around_a_quote_is_cut_when_it_is_very_long() {
        let fixture = include_str!("../../tests/fixtures/enriched.json");
        let mut article: EnrichedArticle = serde_json::from_str(fixture).expect("an enriched article");
        let words = "word ".repeat(2000);
        article.text = format!("{words}“Yes,” said Ann. {words}");
        article.sentences = vec![Range { start: 0, end: article.text.chars().count() }];
        let quote = Quote { start: 10_001, end: 10_005, ..article.quotes[0].clone() };
        let context = Messages::new(&article).quote(&quote).context;
        assert_eq!((context.start, context.end), (10_001 - CONTEXT, 10_005 + CONTEXT));
        assert!(context.text.contains("“Yes,” said Ann."));
    }
}
