//! The lines of the GDELT Global Quotation Graph: each quote with the text around it, extended by who says it.

use serde_json::{Value, json};

use super::compact;
use crate::enriched::{EnrichedArticle, Field, Quote};

/// Code points of context on each side of a quote.
const CONTEXT: usize = 100;

/// The article's marked quotes as one line. `speaker` and `wikidata` are ours: the graph leaves it to its reader to
/// find the speaker in the context.
pub fn quotation_graph(article: &EnrichedArticle) -> Value {
    let (title, text): (Vec<char>, Vec<char>) = (article.title.chars().collect(), article.text.chars().collect());
    let quotes = article.quotes.iter().filter(|quote| quote.is_marked());
    let quotes = quotes.map(|quote| match quote.field {
        Field::Title => line(article, quote, &title),
        Field::Text => line(article, quote, &text),
    });
    json!({
        "date": article.published_at.as_ref().map(|t| &t.value),
        "url": article.canonical_url.as_ref().or(article.url.as_ref()),
        "title": article.title,
        "lang": article.language.code,
        "quotes": quotes.collect::<Vec<_>>(),
    })
}

fn line(article: &EnrichedArticle, quote: &Quote, field: &[char]) -> Value {
    let around = |range: std::ops::Range<usize>| field[range].iter().collect::<String>();
    let speaker = quote.speaker.as_ref();
    let entity = article.speaking(quote);
    compact(json!({
        "pre": around(quote.start.saturating_sub(CONTEXT)..quote.start),
        "quote": quote.text,
        "post": around(quote.end..field.len().min(quote.end + CONTEXT)),
        "speaker": speaker.map(|s| s.name.as_ref().unwrap_or(&s.text)),
        "wikidata": entity.and_then(|e| e.wikidata.as_ref()),
    }))
}
