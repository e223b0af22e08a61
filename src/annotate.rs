//! The layers over a document, and their order.
//!
//! An annotator reads earlier layers and writes its own. It cannot fail: it only finds less. Nothing in here
//! knows articles, JSON, files or queues.

pub mod names;
pub mod tokenizer;

use crate::document::Document;

/// Everything the annotators need at run time: trained models, gazetteers and settings; built once, shared.
#[derive(Debug, Default)]
pub struct Annotators {}

impl Annotators {
    /// Writes all layers, in order.
    pub fn annotate(&self, doc: &mut Document) {
        tokenizer::annotate(doc);
        if doc.language() == "en" {
            names::annotate(doc);
        }
    }
}
