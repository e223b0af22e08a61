//! Bytes to clean articles: decode, recognise the shape, clean.

use crate::article::{Article, Input, RawArticle, RawBody, Rejection, RejectionCode};
use crate::document::BlockKind;

/// Reads one message; feeds may hold several articles.
///
/// # Errors
/// A [`Rejection`] when nothing in it can be used.
pub fn normalize(input: &Input) -> Result<Vec<Article>, Rejection> {
    let raw = read(input)?;
    let text = match raw.body {
        RawBody::Text(text) => text,
        RawBody::Html(_) | RawBody::Missing => return Err(Rejection::new(RejectionCode::NoText, "there is no text")),
    };
    let blocks: Vec<(BlockKind, String)> = text
        .split('\n')
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .enumerate()
        .map(|(i, line)| (if i == 0 { BlockKind::Lead } else { BlockKind::Body }, line.to_owned()))
        .collect();
    if blocks.is_empty() {
        return Err(Rejection::new(RejectionCode::NoText, "there is no text"));
    }
    Ok(vec![Article {
        id: raw.id.unwrap_or_default(),
        title: raw.title.unwrap_or_default(),
        blocks,
        language: "en".to_owned(),
        ..Article::default()
    }])
}

fn read(input: &Input) -> Result<RawArticle, Rejection> {
    let value: serde_json::Value =
        serde_json::from_slice(input.body).map_err(|e| Rejection::new(RejectionCode::InvalidJson, e.to_string()))?;
    let field = |name: &str| value.get(name).and_then(|v| v.as_str()).map(str::to_owned);
    Ok(RawArticle {
        id: field("id"),
        title: field("title"),
        body: field("text").map_or(RawBody::Missing, RawBody::Text),
        ..RawArticle::default()
    })
}
