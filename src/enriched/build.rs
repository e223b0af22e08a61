//! Puts an article and the findings over its document into the published shape.

use std::collections::BTreeMap;

use serde_json::Value;

use super::*;
use crate::article::{self, Article};
use crate::document::{self, Document, Span};

/// Rounds to three decimals, so that the bytes do not depend on how a sum was ordered.
fn round(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0
}

impl EnrichedArticle {
    /// Puts an article and the findings over its document into the published shape.
    ///
    /// `models` are the versions of the models that made the findings, by language.
    pub fn new(article: Article, doc: &Document, models: BTreeMap<String, String>) -> Self {
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
                models,
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
            kind(block.kind).map(|kind| Paragraph { start, end, kind, language: None })
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
            confidence: round(mention.calibrated_confidence()),
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
        language: None,
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
