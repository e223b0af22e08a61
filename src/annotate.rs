//! The layers over a document, and their order.
//!
//! An annotator reads earlier layers and writes its own. It cannot fail: it only finds less. Nothing in here
//! knows articles, JSON, files or queues.

mod abbreviations;
pub mod attribution;
pub mod coref;
pub mod expressions;
pub mod gazetteer;
pub mod keywords;
pub mod linking;
mod lower;
mod models;
pub mod names;
pub mod parser;
pub mod pos;
pub mod quotation_marks;
pub mod quotes;
pub mod salience;
pub mod sentences;
pub mod tokenizer;

use std::ops::ControlFlow;

use crate::document::Document;

pub use crate::model::simd::Instructions;
pub use models::{ModelSettings, Tier};

/// Version of the shipped English models: raised with every change of one of them, so that consumers can tell
/// which articles to replay.
const ENGLISH_MODELS: &str = "2026.11.3";

/// Everything the annotators need at run time: trained models, gazetteers and settings; built once, shared.
#[derive(Debug, Default)]
pub struct Annotators {
    tagger: pos::Tagger,
    parser: parser::Parser,
    names: names::Names,
    watchlist: gazetteer::Watchlist,
}

impl Annotators {
    /// Reads the models that the settings name.
    ///
    /// # Errors
    /// A model that is not built in, or a damaged one.
    pub fn load(settings: &ModelSettings) -> anyhow::Result<Self> {
        Ok(Annotators {
            tagger: pos::Tagger::default(),
            parser: parser::Parser::default(),
            names: names::Names::load(settings.names)?,
            watchlist: gazetteer::Watchlist::default(),
        })
    }

    /// The same with another name tagger.
    pub fn with_names(self, names: names::Names) -> Self {
        Annotators { names, ..self }
    }

    /// The same, computed with these instructions, or with narrower ones where the processor has not got them.
    pub fn with_instructions(mut self, instructions: Instructions) -> Self {
        self.parser = self.parser.with_instructions(instructions);
        #[cfg(feature = "accurate")]
        {
            self.names = self.names.with_instructions(instructions);
        }
        self
    }

    /// The same, looking for the names of the user's lists too.
    pub fn with_watchlist(self, watchlist: gazetteer::Watchlist) -> Self {
        Annotators { watchlist, ..self }
    }

    /// Writes all layers, in order.
    pub fn annotate(&self, doc: &mut Document) {
        _ = self.annotate_stepwise(doc, &mut |_| ControlFlow::Continue(()));
    }

    /// Writes all layers, in order, asking `before` whether to go on before each; breaks where it breaks.
    pub fn annotate_stepwise(
        &self,
        doc: &mut Document,
        before: &mut dyn FnMut(&'static str) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        before("tokenizer")?;
        tokenizer::annotate(doc);
        before("sentences")?;
        sentences::annotate(doc);
        if doc.language() == "en" {
            before("pos")?;
            self.tagger.annotate(doc);
            before("parser")?;
            self.parser.annotate(doc);
            before("names")?;
            names::annotate(&self.names, doc);
        }
        before("quotation_marks")?;
        quotation_marks::annotate(doc);
        before("quotes")?;
        quotes::annotate(doc);
        before("expressions")?;
        expressions::annotate(doc);
        before("coref")?;
        coref::annotate(doc, gazetteer::Gazetteer::embedded(), &self.watchlist);
        before("attribution")?;
        attribution::annotate(doc);
        before("salience")?;
        salience::annotate(doc);
        before("keywords")?;
        keywords::annotate(doc);
        ControlFlow::Continue(())
    }

    /// What was done less well than the settings ask for, as a warning for the reader of the article.
    pub fn warning(&self, doc: &Document) -> Option<&'static str> {
        (doc.language() == "en" && self.names.is_too_long(doc.tokens.len())).then_some("names_fast:long_text")
    }

    /// Version of the models for a language (ISO 639-1); none where text in it gets no full annotation.
    pub fn model_version(&self, language: &str) -> Option<&str> {
        (language == "en").then_some(ENGLISH_MODELS)
    }
}
