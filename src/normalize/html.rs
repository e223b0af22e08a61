//! An HTML page or fragment to the article's text and facts.
//!
//! The page is parsed once. Its text becomes a list of blocks ([`page`]); several methods propose which of them
//! are the article ([`candidates`]), the proposal that the others agree with most is taken, and what is no part of
//! an article's text is dropped from it line by line ([`filter`]).

mod candidates;
mod dom;
mod filter;
mod guard;
mod json_ld;
mod marks;
mod metadata;
mod page;
mod tag;

use crate::document::BlockKind;
use dom::Dom;
use marks::Marks;
pub use metadata::Metadata;
use page::{Form, Page};

/// What a page says.
#[derive(Debug, Default)]
pub struct Extracted {
    /// The article's paragraphs in order.
    pub blocks: Vec<(BlockKind, String)>,
    /// Its facts.
    pub metadata: Metadata,
}

/// Reads a page or a fragment; `url` is where it was found.
pub fn extract(html: &str, url: Option<&str>) -> Extracted {
    let dom = Dom::parse(html);
    let page = Page::read(&dom);
    let metadata = metadata::read(&dom, &page, url);
    let kept = candidates::best(&dom, &page);
    let mut blocks: Vec<(BlockKind, String)> =
        kept.into_iter().map(|i| (kind(&page.blocks[i]), page.blocks[i].text.clone())).collect();
    if let Some((kind, _)) = blocks.iter_mut().find(|(kind, _)| *kind == BlockKind::Body) {
        *kind = BlockKind::Lead;
    }
    Extracted { blocks, metadata }
}

fn kind(block: &page::Block) -> BlockKind {
    match block.form {
        Form::Heading(_) => BlockKind::Heading,
        _ if block.marks.any(Marks::CAPTION) => BlockKind::Caption,
        Form::Item => BlockKind::List,
        _ if block.marks.any(Marks::QUOTE) => BlockKind::Blockquote,
        _ => BlockKind::Body,
    }
}
