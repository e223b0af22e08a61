//! The layers over a document, and their order.
//!
//! An annotator reads earlier layers and writes its own. It cannot fail: it only finds less. Nothing in here
//! knows articles, JSON, files or queues.

pub mod coref;
pub mod expressions;
pub mod gazetteer;
pub mod gender;
pub mod keywords;
pub mod linking;
pub mod models;
pub mod names;
pub mod parser;
pub mod passages;
pub mod pos;
pub mod quotation_marks;
pub mod quotes;
pub mod salience;
pub mod sentences;
pub mod tokenizer;

use std::ops::ControlFlow;

use crate::document::Document;
use crate::model::ModelError;

pub use crate::model::simd::Instructions;
pub use models::{LanguageModels, ModelSettings, Tier};

/// Everything the annotators need at run time: trained models, gazetteers and settings; built once, shared. Models are
/// read when a text in their language first comes.
#[derive(Debug, Default)]
pub struct Annotators {
    tier: Tier,
    instructions: Instructions,
    /// Instead of those of the languages.
    names: Option<names::Names>,
    watchlist: gazetteer::Watchlist,
    without_gender: bool,
}

impl Annotators {
    /// Annotators with the models that the settings name.
    ///
    /// # Errors
    /// A model that is not built in.
    pub fn load(settings: &ModelSettings) -> anyhow::Result<Self> {
        if settings.names == Tier::Accurate && !LanguageModels::all().iter().any(LanguageModels::has_encoder) {
            return Err(ModelError::NotBuiltIn.into());
        }
        Ok(Annotators { tier: settings.names, ..Annotators::default() })
    }

    /// The same with another name tagger, whatever the language.
    pub fn with_names(self, names: names::Names) -> Self {
        Annotators { names: Some(names), ..self }
    }

    /// The same, computed with these instructions, or with narrower ones where the processor has not got them.
    pub fn with_instructions(self, instructions: Instructions) -> Self {
        Annotators { instructions, ..self }
    }

    /// The same, looking for the names of the user's lists too.
    pub fn with_watchlist(self, watchlist: gazetteer::Watchlist) -> Self {
        Annotators { watchlist, ..self }
    }

    /// Writes the layers below quotes, in order.
    pub fn annotate_below_quotes(&self, doc: &mut Document) {
        _ = self.annotate_stepwise(doc, &mut |step| match step {
            "quotes" => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        });
    }

    /// Writes quotes by these rules, and the layers that say who speaks, over those below.
    pub fn annotate_quotes(&self, doc: &mut Document, rules: &quotes::rules::Rules) {
        quotes::annotate(doc, rules);
        coref::annotate(doc, gazetteer::Gazetteer::embedded(), &self.watchlist, &coref::Weights::default());
    }

    /// The same, saying nothing about the gender of people.
    pub fn without_gender(self) -> Self {
        Annotators { without_gender: true, ..self }
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
        if let Some(models) = LanguageModels::of(doc.language()) {
            before("pos")?;
            let forms = pos::forms(doc);
            models.tagger().annotate_forms(doc, &forms);
            before("parser")?;
            models.parser().annotate_forms(doc, &forms, self.instructions);
            before("names")?;
            names::annotate(&self.names(models), doc);
        }
        before("quotation_marks")?;
        quotation_marks::annotate(doc);
        before("quotes")?;
        quotes::annotate(doc, &quotes::rules::Rules::default());
        before("expressions")?;
        expressions::annotate(doc);
        before("coref")?;
        coref::annotate(doc, gazetteer::Gazetteer::embedded(), &self.watchlist, &coref::Weights::default());
        if !self.without_gender {
            before("gender")?;
            gender::annotate(doc, gazetteer::Gazetteer::embedded());
        }
        before("salience")?;
        salience::annotate(doc);
        before("keywords")?;
        keywords::annotate(doc);
        before("passages")?;
        passages::annotate(doc);
        ControlFlow::Continue(())
    }

    /// The name tagger of a language.
    fn names(&self, models: &'static LanguageModels) -> names::Names {
        let names = self.names.unwrap_or_else(|| models.names(self.tier));
        names.with_instructions(self.instructions)
    }

    /// What was done less well than the settings ask for, as a warning for the reader of the article.
    pub fn warning(&self, doc: &Document) -> Option<&'static str> {
        let models = LanguageModels::of(doc.language())?;
        match self.tier {
            Tier::Accurate if !models.has_encoder() => Some("names_fast:no_encoder"),
            Tier::Accurate if self.names(models).is_too_long(doc.tokens.len()) => Some("names_fast:long_text"),
            _ => None,
        }
    }

    /// Version of the models for a language (ISO 639-1); none where text in it gets no full annotation.
    pub fn model_version(&self, language: &str) -> Option<&'static str> {
        LanguageModels::of(language).map(LanguageModels::version)
    }
}
