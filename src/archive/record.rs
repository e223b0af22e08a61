//! The published messages as far as the tables hold them.
//!
//! Read as any other reader of the topics would: a field that is missing or null is unknown, one that is not named here
//! is ignored. So messages of an older and of a newer copydesk are archived alike.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::enriched::CONTEXT;

/// `copydesk.article.v1`.
#[derive(Debug, Deserialize)]
pub struct Article {
    pub id: String,
    pub url: Option<String>,
    pub canonical_url: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub source: Source,
    #[serde(default, deserialize_with = "or_default")]
    pub title: String,
    #[serde(default, deserialize_with = "or_default")]
    pub authors: Vec<String>,
    pub dateline: Option<Dateline>,
    #[serde(default, deserialize_with = "or_default")]
    pub published_at: Moment,
    #[serde(default, deserialize_with = "or_default")]
    pub modified_at: Moment,
    #[serde(default, deserialize_with = "or_default")]
    pub language: Language,
    pub section: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub tags: Vec<String>,
    pub image: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub text: String,
    #[serde(default, deserialize_with = "or_default")]
    pub word_count: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub sentences: Vec<Range>,
    #[serde(default, deserialize_with = "or_default")]
    pub entities: Vec<Entity>,
    #[serde(default, deserialize_with = "or_default")]
    pub quotes: Vec<Quote>,
    #[serde(default, deserialize_with = "or_default")]
    pub keywords: Vec<Keyword>,
    #[serde(default, deserialize_with = "or_default")]
    pub fingerprint: Fingerprint,
    #[serde(default, deserialize_with = "or_default")]
    pub status: Status,
    pub version: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub extra: Value,
    #[serde(default, deserialize_with = "or_default")]
    pub pipeline: Pipeline,
}

/// `copydesk.quote.v1`.
#[derive(Debug, Deserialize)]
pub struct QuotePart {
    pub quote: Quote,
    pub speaker: Option<Entity>,
    #[serde(default, deserialize_with = "or_default")]
    pub context: Context,
    pub article: Reference,
}

/// `copydesk.entity.v1`.
#[derive(Debug, Deserialize)]
pub struct EntityPart {
    pub entity: Entity,
    pub article: Reference,
}

/// What names an article in a message about a part of it.
#[derive(Debug, Deserialize)]
pub struct Reference {
    pub id: String,
    pub url: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub source: Source,
    #[serde(default, deserialize_with = "or_default")]
    pub title: String,
    #[serde(default, deserialize_with = "or_default")]
    pub published_at: Moment,
    #[serde(default, deserialize_with = "or_default")]
    pub language: String,
    #[serde(default, deserialize_with = "or_default")]
    pub status: Status,
}

/// The outlet.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Source {
    pub name: Option<String>,
    pub domain: Option<String>,
    pub country: Option<String>,
}

impl Source {
    /// What names it in all tables: its domain, or its name where there is none.
    pub fn key(&self) -> Option<&str> {
        let given = |text: &'_ Option<String>| text.as_deref().is_some_and(|text| !text.is_empty());
        if given(&self.domain) { self.domain.as_deref() } else { self.name.as_deref().filter(|name| !name.is_empty()) }
    }
}

/// A time as published.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Moment {
    pub value: Option<String>,
    pub precision: Option<String>,
}

impl Moment {
    /// Microseconds since 1970; a day alone counts from its beginning in UTC.
    pub fn microseconds(&self) -> Option<i64> {
        let text = self.value.as_deref()?;
        let moment = match text.parse::<Timestamp>() {
            Ok(moment) => moment,
            Err(_) => TimeZone::UTC.to_timestamp(text.parse::<Date>().ok()?.at(0, 0, 0, 0)).ok()?,
        };
        // Before the year 1 lies no date of an article, and before 4713 BC none that PostgreSQL can hold.
        (moment.as_second() >= -62_135_596_800).then_some(moment.as_microsecond())
    }
}

/// The rest of the published types, as in the schema.
#[derive(Debug, Default, Deserialize)]
pub struct Dateline {
    pub place: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub struct Language {
    pub code: Option<String>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub struct Range {
    pub start: i64,
    pub end: i64,
}

#[derive(Debug, Deserialize)]
pub struct Keyword {
    pub text: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct Fingerprint {
    pub content_sha256: Option<String>,
    pub simhash: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub struct Pipeline {
    pub version: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub models: Value,
    #[serde(default, deserialize_with = "or_default")]
    pub warnings: Vec<String>,
}

/// Whether an article may be used. A word that a newer copydesk adds counts as withheld: not to be shown unseen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    #[default]
    Usable,
    Canceled,
    #[serde(other)]
    Withheld,
}

impl Status {
    /// What stands in the tables.
    pub fn of(text: &str) -> Status {
        match text {
            "usable" => Status::Usable,
            "canceled" => Status::Canceled,
            _ => Status::Withheld,
        }
    }

    /// As it stands in the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Usable => "usable",
            Status::Withheld => "withheld",
            Status::Canceled => "canceled",
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct Entity {
    pub id: String,
    #[serde(default, rename = "type", deserialize_with = "or_default")]
    pub label: String,
    #[serde(default, deserialize_with = "or_default")]
    pub name: String,
    #[serde(default, deserialize_with = "or_default")]
    pub aliases: Vec<String>,
    pub wikidata: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    pub roles: Vec<String>,
    pub gender: Option<String>,
    pub gender_by: Option<String>,
    pub geo: Option<Geo>,
    #[serde(default, deserialize_with = "or_default")]
    pub fields: Map<String, Value>,
    #[serde(default, deserialize_with = "or_default")]
    pub salience: f64,
    #[serde(default, deserialize_with = "or_default")]
    pub mentions: Mentions,
    /// Counted in the message about an entity; an article's entity has none.
    pub quotes: Option<i64>,
}

/// A list in the article, a number in the message about the entity.
#[derive(Debug)]
pub enum Mentions {
    Each(Vec<Mention>),
    Count(i64),
}

// By hand, because a derived one would copy every mention before it looks at it.
impl<'de> Deserialize<'de> for Mentions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Mentions;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("mentions or their number")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Mentions, A::Error> {
                let mut mentions = Vec::new();
                while let Some(mention) = items.next_element()? {
                    mentions.push(mention);
                }
                Ok(Mentions::Each(mentions))
            }
            fn visit_u64<E: serde::de::Error>(self, count: u64) -> Result<Mentions, E> {
                Ok(Mentions::Count(i64::try_from(count).unwrap_or(i64::MAX)))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl Default for Mentions {
    fn default() -> Self {
        Mentions::Each(Vec::new())
    }
}

impl Mentions {
    /// How many.
    pub fn count(&self) -> i64 {
        match self {
            Mentions::Each(mentions) => i64::try_from(mentions.len()).unwrap_or(i64::MAX),
            Mentions::Count(count) => *count,
        }
    }

    /// The mentions themselves, where they are known.
    pub fn each(&self) -> &[Mention] {
        match self {
            Mentions::Each(mentions) => mentions,
            Mentions::Count(_) => &[],
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct Mention {
    #[serde(default, rename = "in", deserialize_with = "or_default")]
    pub field: String,
    pub start: i64,
    pub end: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub text: String,
    #[serde(default, deserialize_with = "or_default")]
    pub kind: String,
    #[serde(default, deserialize_with = "or_default")]
    pub confidence: f64,
}

/// Where a place is.
#[derive(Debug, Clone, Deserialize)]
pub struct Geo {
    pub lat: f64,
    pub lon: f64,
    pub country: Option<String>,
    pub geonames: Option<i64>,
}

#[derive(Debug, Deserialize)]
pub struct Quote {
    pub id: String,
    #[serde(default, deserialize_with = "or_default")]
    pub kind: String,
    #[serde(default, rename = "in", deserialize_with = "or_default")]
    pub field: String,
    #[serde(default, deserialize_with = "or_default")]
    pub start: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub end: i64,
    #[serde(default, deserialize_with = "or_default")]
    pub text: String,
    pub language: Option<String>,
    pub cue: Option<Cue>,
    pub speaker: Option<Speaker>,
    #[serde(default, deserialize_with = "or_default")]
    pub speakers: Vec<Speaker>,
    #[serde(default, deserialize_with = "or_default")]
    pub confidence: f64,
}

#[derive(Debug, Deserialize)]
pub struct Cue {
    pub text: Option<String>,
    pub lemma: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Speaker {
    pub text: Option<String>,
    pub name: Option<String>,
    pub entity: Option<String>,
    pub confidence: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
pub struct Context {
    pub text: Option<String>,
}

/// Null is as good as missing.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

impl Article {
    /// The moment that orders its versions: when it was last changed or published; one without a date counts from when
    /// it was enriched.
    pub fn edition_at(&self, enriched_at: i64) -> i64 {
        let given = [&self.published_at, &self.modified_at].into_iter().filter_map(Moment::microseconds).max();
        given.unwrap_or(enriched_at)
    }
}

/// The sentences around quotes, of one article.
#[derive(Debug)]
pub struct Contexts<'a> {
    article: &'a Article,
    /// Where each character of the text begins, and where the last ends, in bytes.
    bytes: Vec<usize>,
}

impl<'a> Contexts<'a> {
    /// Counts the characters of an article's text.
    pub fn new(article: &'a Article) -> Self {
        let starts = article.text.char_indices().map(|(at, _)| at);
        Contexts { article, bytes: starts.chain([article.text.len()]).collect() }
    }

    /// The sentences that a quote touches, cut where they are very long; the headline for a quote in it, the quote alone
    /// where there are no sentences. The same as in the message about the quote, for articles that anybody may have written.
    pub fn of(&self, quote: &Quote) -> &'a str {
        if quote.field == "title" {
            return &self.article.title;
        }
        let mut touched = self.article.sentences.iter().filter(|s| s.end > quote.start && s.start < quote.end);
        let (start, end) = match touched.next() {
            Some(first) => {
                let most = i64::try_from(CONTEXT).unwrap_or(i64::MAX);
                let end = touched.next_back().unwrap_or(first).end;
                (first.start.max(quote.start.saturating_sub(most)), end.min(quote.end.saturating_add(most)))
            }
            None => (quote.start, quote.end),
        };
        // Offsets that lie outside the text, or the wrong way round, are cut to it.
        let last = self.bytes.len() - 1;
        let byte = |at: i64| self.bytes[usize::try_from(at).unwrap_or(0).min(last)];
        self.article.text.get(byte(start)..byte(end)).unwrap_or_default()
    }
}

impl Entity {
    /// What names the same thing in several articles: its Wikidata id, or its name in small letters. At most 200
    /// characters, because PostgreSQL's indexes take no long ones.
    pub fn key(&self) -> String {
        match &self.wikidata {
            Some(wikidata) => wikidata.clone(),
            None => key(&self.name),
        }
    }
}

/// A name as a key.
pub fn key(name: &str) -> String {
    name.to_lowercase().chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_context_of_a_quote_are_its_sentences_by_characters() {
        let json = r#"{"id":"a","title":"Täglich","text":"Über uns. „Ja“, sagte sie. Ende.",
            "sentences":[{"start":0,"end":9},{"start":10,"end":26},{"start":27,"end":32}]}"#;
        let article: Article = serde_json::from_str(json).expect("an article");
        let contexts = Contexts::new(&article);
        let of = |field: &str, start: i64, end: i64| {
            let quote = format!(r#"{{"id":"q1","in":"{field}","start":{start},"end":{end}}}"#);
            contexts.of(&serde_json::from_str(&quote).expect("a quote")).to_owned()
        };
        assert_eq!(of("text", 11, 13), "„Ja“, sagte sie.");
        assert_eq!(of("text", 5, 13), "Über uns. „Ja“, sagte sie.");
        assert_eq!(of("title", 0, 3), "Täglich");
        assert_eq!([of("text", 50, 60), of("text", -5, -1), of("text", 60, 50)], ["", "", ""]);
    }

    #[test]
    fn the_context_is_that_of_the_message_about_the_quote_where_a_sentence_is_very_long() {
        let fixture = include_str!("../../tests/fixtures/enriched.json");
        let mut enriched: crate::enriched::EnrichedArticle =
            serde_json::from_str(fixture).expect("an enriched article");
        let words = "wörd ".repeat(2000);
        enriched.text = format!("{words}“Yes,” said Ann. {words}");
        enriched.sentences = vec![crate::enriched::Range { start: 0, end: enriched.text.chars().count() }];
        (enriched.quotes[0].start, enriched.quotes[0].end) = (10_001, 10_005);
        let message = crate::enriched::Messages::new(&enriched).quote(&enriched.quotes[0]);
        let article: Article =
            serde_json::from_value(serde_json::to_value(&enriched).expect("JSON")).expect("an article");
        assert_eq!(Contexts::new(&article).of(&article.quotes[0]), message.context.text);
    }

    #[test]
    fn moments_of_every_precision_and_none_that_is_no_date() {
        let of = |value: &str| Moment { value: Some(value.to_owned()), precision: None }.microseconds();
        assert_eq!(of("1970-01-01T01:00:00+01:00"), Some(0));
        assert_eq!(of("1970-01-02"), Some(86_400_000_000));
        assert_eq!([of("-009999-01-01T00:00:00Z"), of("soon"), of("")], [None; 3]);
    }
}
