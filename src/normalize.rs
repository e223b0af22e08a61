//! Bytes to clean articles: decode, recognise the shape, clean.
//!
//! The steps, in order: [`decode`] undoes compression, `charset` turns bytes into characters, `shapes` reads
//! the fields of the shape at hand into `RawArticle`s, and `clean` makes an [`Article`] of each: `text` or
//! `html` give the blocks of the body, then come `date`s, `language`, the dateline and `identity`.

mod byline;
mod charset;
mod clean;
mod date;
pub mod decode;
mod html;
mod identity;
mod json;
mod json_ld;
mod kind;
mod limits;
mod media_type;
mod settings;
mod shapes;
mod sources;
mod text;
mod warc;
mod wording;

pub use settings::{NormalizeSettings, SourceSettings};
pub use warc::{WarcResponse, next_response};

use crate::article::{Article, Input, Rejection, RejectionCode};
use media_type::MediaType;

/// Most articles in a message; feeds hold a few hundred at most.
const MAX_ARTICLES: usize = 10_000;

/// Reads one message; feeds hold several articles, in their order there.
///
/// # Errors
/// A [`Rejection`] when nothing in it can be used.
pub fn normalize(input: &Input, settings: &NormalizeSettings) -> Result<Vec<Article>, Rejection> {
    let limit = settings.max_body_bytes;
    if input.body.len() > limit {
        let message = format!("the body has {} bytes, the limit is {limit}", input.body.len());
        return Err(Rejection::new(RejectionCode::TooLarge, message));
    }
    let decoded = decode::decode(input.body, input.content_encoding, settings.max_inflated_bytes)?;
    let media = input.content_type.map(MediaType::parse).unwrap_or_default();
    let host = input.url.and_then(identity::domain);
    let charset = media.charset.as_deref().or(decoded.charset.as_deref());
    let mut warnings = Vec::new();
    let body = charset::decode(decoded.bytes, charset, host.as_deref(), &mut warnings)?;
    let raws = shapes::read(body, &media, settings.max_json_depth)?;
    if raws.len() > MAX_ARTICLES {
        let message = format!("{} articles in one message, the limit is {MAX_ARTICLES}", raws.len());
        return Err(Rejection::new(RejectionCode::TooLarge, message));
    }

    let several = raws.len() > 1;
    let mut articles: Vec<Article> = Vec::with_capacity(raws.len());
    let mut rejected = Vec::new();
    for mut raw in raws {
        raw.warnings.splice(0..0, warnings.iter().cloned());
        match clean::clean(raw, input, settings) {
            Ok(article) => articles.push(article),
            Err(rejection) => rejected.push(rejection),
        }
    }
    match rejected.into_iter().next() {
        Some(rejection) if articles.is_empty() => return Err(rejection),
        // One message has one fate; what could not be read of it is told by what could.
        Some(_) if several => articles.iter_mut().for_each(|a| a.warnings.push("items_without_text".to_owned())),
        _ => {}
    }
    Ok(articles)
}
