//! What comes in: `RawArticle` as the message said it, `Article` as normalised, `Rejection` where neither works.

use jiff::civil::Date;

use crate::document::BlockKind;

/// One message or file to be read: bytes and what the transport said about them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// The body as received, still encoded.
    pub body: &'a [u8],
    /// MIME type, with parameters (`text/html; charset=utf-8`), when given.
    pub content_type: Option<&'a str>,
    /// `gzip`, `zstd`, `deflate`, `br`, when given; several are undone from the last to the first.
    pub content_encoding: Option<&'a str>,
    /// Where the article was found, when the transport says so (header `url`, a WARC record's target).
    pub url: Option<&'a str>,
    /// When it was fetched or published, as the transport gives it (header `date`); never the clock.
    pub date: Option<&'a str>,
}

/// What the message said: every field optional, nothing judged yet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawArticle {
    /// The article's own id.
    pub id: Option<String>,
    /// An id that only its feed promises to be its own.
    pub local_id: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// The address that the article itself names as its own.
    pub canonical_url: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// The body.
    pub body: RawBody,
    /// Names of the authors, as given.
    pub authors: Vec<String>,
    /// As given.
    pub published_at: Option<String>,
    /// As given.
    pub modified_at: Option<String>,
    /// As given.
    pub language: Option<String>,
    /// Name of the outlet.
    pub source_name: Option<String>,
    /// Host name of the outlet.
    pub source_domain: Option<String>,
    /// ISO 3166-1 alpha-2 code of the outlet's country.
    pub source_country: Option<String>,
    /// Section of the outlet.
    pub section: Option<String>,
    /// Tags, as given.
    pub tags: Vec<String>,
    /// ninjs `pubStatus` or its like.
    pub status: Option<String>,
    /// Not to be published before.
    pub embargoed_until: Option<String>,
    /// Version or revision.
    pub version: Option<String>,
    /// Address of the main picture.
    pub image: Option<String>,
    /// Place in front of the text, where the input has a field for it.
    pub dateline: Option<String>,
    /// Unknown fields of the input, unchanged.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// Stable codes of what was guessed or mended while reading.
    pub warnings: Vec<String>,
}

/// The body of a raw article.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum RawBody {
    /// There is none.
    #[default]
    Missing,
    /// Plain text.
    Text(String),
    /// A page or a fragment of HTML.
    Html(String),
    /// Paragraphs that the input told apart by itself.
    Blocks(Vec<(BlockKind, String)>),
}

/// A clean article: title, body, language, dates and source, with a warning for each thing that was guessed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// The given id, else derived from the canonical URL, else from the content. Never empty.
    pub id: String,
    /// As given.
    pub url: Option<String>,
    /// Without tracking parameters, AMP and mobile hosts.
    pub canonical_url: Option<String>,
    /// Name of the outlet.
    pub source_name: Option<String>,
    /// Host name of the outlet.
    pub source_domain: Option<String>,
    /// ISO 3166-1 alpha-2 code of the outlet's country.
    pub source_country: Option<String>,
    /// Clean headline; may be empty.
    pub title: String,
    /// The body in order; no block is empty, none holds a blank line.
    pub blocks: Vec<(BlockKind, String)>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// "WASHINGTON" in front of the text.
    pub dateline: Option<String>,
    /// When it was published.
    pub published_at: Option<Timestamp>,
    /// When it was last changed.
    pub modified_at: Option<Timestamp>,
    /// ISO 639-1 code, `und` when not known.
    pub language: String,
    /// How sure of the language: 0 to 1.
    pub language_confidence: f32,
    /// Section of the outlet.
    pub section: Option<String>,
    /// Tags, as given.
    pub tags: Vec<String>,
    /// Address of the main picture.
    pub image: Option<String>,
    /// Whether it may be used.
    pub status: Status,
    /// Version or revision.
    pub version: Option<String>,
    /// Lower-case hex SHA-256 of title and body.
    pub content_sha256: String,
    /// 64-bit simhash of the body's word shingles.
    pub simhash: u64,
    /// Unknown fields of the input, unchanged.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// Stable codes of what was guessed or left out (`published_at_zone_assumed`), in the order met.
    pub warnings: Vec<String>,
}

/// A moment as normalised, with what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Timestamp {
    /// RFC 3339, or the date alone where that is all that is known.
    pub value: String,
    /// The day in the article's own zone.
    pub date: Date,
    /// As the input gave it.
    pub raw: String,
    /// The smallest unit that was given.
    pub precision: Precision,
    /// Whether the input named the zone.
    pub zone: Zone,
}

/// The smallest unit of time that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// Seconds or finer.
    Second,
    /// Minutes.
    Minute,
    /// The day alone.
    Day,
}

/// Where a timestamp's zone comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// The input names it.
    Given,
    /// UTC was assumed.
    Assumed,
}

/// Whether an article may be used, in the words of ninjs `pubStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// It may.
    #[default]
    Usable,
    /// Not yet.
    Withheld,
    /// Killed by its publisher.
    Canceled,
}

/// Why an article cannot be used. Permanent: the same bytes will be rejected again.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}: {message}", code.as_str())]
pub struct Rejection {
    /// The stable code: header, metric label and log field.
    pub code: RejectionCode,
    /// One sentence for people, lower case, without full stop and without article text.
    pub message: String,
}

impl Rejection {
    /// A rejection with its reason in words.
    pub fn new(code: RejectionCode, message: impl Into<String>) -> Self {
        Rejection { code, message: message.into() }
    }
}

/// The fixed set of reasons for a rejection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RejectionCode {
    /// The body is no JSON, or JSON of the wrong shape.
    InvalidJson,
    /// The body is no well-formed XML of a known kind.
    InvalidXml,
    /// Neither the content type nor the structure is one that we read.
    UnsupportedType,
    /// The content encoding or character set cannot be undone.
    Undecodable,
    /// Over one of the size limits.
    TooLarge,
    /// JSON or markup nested deeper than the limit.
    TooDeep,
    /// There is no text to analyse.
    NoText,
    /// Processing took longer than the time budget.
    Timeout,
    /// Processing panicked: a bug of ours.
    Panic,
    /// An output would be over the broker's message size.
    OutputTooLarge,
    /// It crashed or stalled its worker again and again.
    Suspect,
    /// Transient failures used up all retry tiers.
    RetriesExhausted,
    /// The archive's database refuses it for what it holds.
    Unstorable,
}

impl RejectionCode {
    /// All codes.
    pub const ALL: [RejectionCode; 13] = {
        use RejectionCode::*;
        [
            InvalidJson,
            InvalidXml,
            UnsupportedType,
            Undecodable,
            TooLarge,
            TooDeep,
            NoText,
            Timeout,
            Panic,
            OutputTooLarge,
            Suspect,
            RetriesExhausted,
            Unstorable,
        ]
    };

    /// The code as it stands in headers, metrics and logs.
    pub fn as_str(self) -> &'static str {
        match self {
            RejectionCode::InvalidJson => "invalid_json",
            RejectionCode::InvalidXml => "invalid_xml",
            RejectionCode::UnsupportedType => "unsupported_type",
            RejectionCode::Undecodable => "undecodable",
            RejectionCode::TooLarge => "too_large",
            RejectionCode::TooDeep => "too_deep",
            RejectionCode::NoText => "no_text",
            RejectionCode::Timeout => "timeout",
            RejectionCode::Panic => "panic",
            RejectionCode::OutputTooLarge => "output_too_large",
            RejectionCode::Suspect => "suspect",
            RejectionCode::RetriesExhausted => "retries_exhausted",
            RejectionCode::Unstorable => "unstorable",
        }
    }
}
