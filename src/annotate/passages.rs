//! The language of blocks and quotes that are in another than the article.

use crate::document::Document;
use crate::identification::foreign;
use crate::interrupt;

/// Writes `Document::block_languages` and `Document::quote_languages`.
pub fn annotate(doc: &mut Document) {
    let language = doc.language();
    let blocks = doc.blocks().iter().map(|block| {
        interrupt::check();
        foreign(doc.slice(block.span), language)
    });
    let blocks = blocks.collect();
    let quotes = doc.quotes.iter().map(|quote| {
        interrupt::check();
        let parts: Vec<&str> = quote.spans.iter().map(|span| doc.slice(*span)).collect();
        foreign(&parts.join(" "), language)
    });
    let quotes = quotes.collect();
    (doc.block_languages, doc.quote_languages) = (blocks, quotes);
}
