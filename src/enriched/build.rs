//! Puts an article and the findings over its document into the published shape.

use std::collections::BTreeMap;

use serde_json::Value;

use super::*;
use crate::article::{self, Article};
use crate::document::{self, Document, Span};
use crate::interrupt;

/// Most entities, and most quotes, of an article: a novel has some thousands. Each is a message of its own.
const MAX_ENTITIES: usize = 10_000;
const MAX_QUOTES: usize = 10_000;
/// Most mentions of one entity.
const MAX_MENTIONS: usize = 10_000;
/// Most expressions; a table of a whole stock market has some thousands.
const MAX_EXPRESSIONS: usize = 20_000;
/// Most aliases, and most roles, of an entity. The roles of a speaker stand in every message about its quotes.
const MAX_NAMES: usize = 50;
/// Bytes of a name, an alias or a role. Longer ones are text that was taken for a name.
const MAX_NAME_BYTES: usize = 512;

/// The first so many, and whether there were more.
fn first<T>(all: &[T], most: usize) -> (&[T], bool) {
    (&all[..all.len().min(most)], all.len() > most)
}

/// A name, cut at a character where it is none any more.
fn name(text: &str) -> String {
    text[..text.floor_char_boundary(MAX_NAME_BYTES)].to_owned()
}

/// Rounds to three decimals, so that the bytes do not depend on how a sum was ordered.
fn round(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0
}

impl EnrichedArticle {
    /// Puts an article and the findings over its document into the published shape.
    ///
    /// `models` are the versions of the models that made the findings, by language. Lists that are longer than articles
    /// have them are cut, with a warning.
    pub fn new(article: Article, doc: &Document, models: BTreeMap<String, String>) -> Self {
        let offsets = Offsets::new(doc);
        let mut warnings = article.warnings;
        let (entities, entities_cut) = first(&doc.entities, MAX_ENTITIES);
        let (quotes, quotes_cut) = first(&doc.quotes, MAX_QUOTES);
        let (expressions, expressions_cut) = first(&doc.expressions, MAX_EXPRESSIONS);
        let mentions_cut = entities.iter().any(|entity| entity.mentions.len() > MAX_MENTIONS);
        let names_cut =
            entities.iter().any(|entity| entity.aliases.len() > MAX_NAMES || entity.roles.len() > MAX_NAMES);
        for (cut, list) in [
            (entities_cut, "entities"),
            (mentions_cut, "mentions"),
            (names_cut, "names"),
            (quotes_cut || doc.marked.len() >= document::MOST_MARKED, "quotes"),
            (expressions_cut, "expressions"),
        ] {
            warnings.extend(cut.then(|| format!("field_cut:{list}")));
        }
        // What was cut off is nobody's speaker.
        let entity_id = |id: usize| (id < MAX_ENTITIES).then(|| format!("e{}", id + 1));
        let dateline = article.dateline.map(|place| {
            let entity = doc.entities.iter().position(|e| {
                e.label == document::EntityType::Location
                    && e.mentions.iter().any(|&m| doc.slice(doc.mentions[m].span) == place)
            });
            Dateline { place, entity: entity.and_then(entity_id) }
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
            image: article.image,
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
            entities: entities
                .iter()
                .enumerate()
                .map(|(id, e)| entity(doc, &offsets, format!("e{}", id + 1), e))
                .collect(),
            quotes: quotes.iter().enumerate().map(|(id, q)| quote(doc, &offsets, id, q, entity_id)).collect(),
            expressions: expressions.iter().map(|e| expression(doc, &offsets, e)).collect(),
            keywords: doc.keywords.iter().map(|k| Keyword { text: k.text.clone(), score: round(k.score) }).collect(),
            fingerprint: Fingerprint {
                content_sha256: article.content_sha256,
                simhash: format!("{:016x}", article.simhash),
            },
            status: article.status.into(),
            version: article.version,
            extra: article.extra,
            pipeline: PipelineInfo { version: env!("CARGO_PKG_VERSION").to_owned(), models, warnings },
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
        .enumerate()
        .filter_map(|(index, block)| {
            let (_, Range { start, end }) = offsets.range(block.span);
            let language = language_of(&doc.block_languages, index);
            kind(block.kind).map(|kind| Paragraph { start, end, kind, language })
        })
        .collect()
}

fn entity(doc: &Document, offsets: &Offsets, id: String, entity: &document::Entity) -> Entity {
    interrupt::check();
    let mention = |&m: &usize| {
        let mention = &doc.mentions[m];
        let (field, Range { start, end }) = offsets.range(mention.span);
        Mention {
            field,
            start,
            end,
            text: doc.slice(mention.span).to_owned(),
            kind: mention.kind.into(),
            confidence: round(mention.calibrated_confidence()),
        }
    };
    Entity {
        id,
        label: entity.label.into(),
        name: name(&entity.name),
        aliases: first(&entity.aliases, MAX_NAMES).0.iter().map(|alias| name(alias)).collect(),
        wikidata: entity.wikidata.clone(),
        roles: first(&entity.roles, MAX_NAMES).0.iter().map(|role| name(role)).collect(),
        gender: entity.gender_by.and(match entity.gender {
            document::Gender::Female => Some(Gender::Female),
            document::Gender::Male => Some(Gender::Male),
            document::Gender::Neuter | document::Gender::Unknown => None,
        }),
        gender_by: entity.gender_by.map(GenderEvidence::from),
        geo: entity.geo.as_ref().map(|geo| Geo {
            lat: geo.coordinates.0,
            lon: geo.coordinates.1,
            country: geo.country.clone(),
            geonames: geo.geonames,
        }),
        fields: entity.fields.iter().map(|(k, v)| (k.clone(), Value::String(v.clone()))).collect(),
        salience: round(entity.salience),
        mentions: first(&entity.mentions, MAX_MENTIONS).0.iter().map(mention).collect(),
    }
}

fn quote(
    doc: &Document,
    offsets: &Offsets,
    id: usize,
    quote: &document::Quote,
    entity_id: impl Fn(usize) -> Option<String>,
) -> Quote {
    interrupt::check();
    let whole = quote.spans.iter().copied().reduce(Span::cover).unwrap_or_default();
    let (field, Range { start, end }) = offsets.range(whole);
    let cue = quote.cue.as_ref().map(|document::QuoteCue { span, lemma }| {
        let (_, Range { start, end }) = offsets.range(*span);
        Cue { start, end, text: doc.slice(*span).to_owned(), lemma: lemma.clone() }
    });
    let speaker = |speaker: &document::QuoteSpeaker| {
        let (_, Range { start, end }) = offsets.range(speaker.span);
        Speaker {
            start,
            end,
            text: doc.slice(speaker.span).to_owned(),
            name: speaker.entity.map(|e| name(&doc.entities[e].name)).or_else(|| speaker.name.as_deref().map(name)),
            entity: speaker.entity.and_then(&entity_id),
            confidence: round(speaker.confidence),
        }
    };
    let parts: Vec<&str> = quote.spans.iter().map(|s| doc.slice(*s)).collect();
    Quote {
        id: format!("q{}", id + 1),
        kind: quote.kind.into(),
        field,
        start,
        end,
        text: parts.join(" "),
        language: language_of(&doc.quote_languages, id),
        spans: quote.spans.iter().map(|s| offsets.range(*s).1).collect(),
        cue,
        speaker: quote.speaker.as_ref().map(speaker),
        speakers: quote.speakers.iter().map(speaker).collect(),
        confidence: round(quote.confidence),
    }
}

/// The language of a block or quote, where it has been found to be another than the article's.
fn language_of(languages: &[Option<&'static str>], index: usize) -> Option<String> {
    languages.get(index).copied().flatten().map(str::to_owned)
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
same_variants!(document::GenderEvidence => GenderEvidence: Pronoun, Title, GivenName);
same_variants!(document::MentionKind => MentionKind: Name, Nominal, Pronoun);
same_variants!(document::QuoteKind => QuoteKind: Direct, Mixed, Indirect);
same_variants!(document::ExpressionType => ExpressionType: Date, Time, Money, Percent, Quantity, Ordinal, Cardinal);
