//! Bytes to enriched articles: one pure function, the same for the worker and for `copydesk enrich`.

use crate::annotate::Annotators;
use crate::article::{Input, Rejection};
use crate::document::Document;
use crate::enriched::EnrichedArticle;
use crate::normalize;

/// Owns what the steps need; built once, shared read-only.
#[derive(Debug, Default)]
pub struct Pipeline {
    annotators: Annotators,
}

impl Pipeline {
    /// Reads one message and enriches the articles in it, in their order there.
    ///
    /// # Errors
    /// A [`Rejection`] when nothing in the message can be used.
    pub fn process(&self, input: &Input) -> Result<Vec<EnrichedArticle>, Rejection> {
        let articles = normalize::normalize(input)?;
        Ok(articles
            .into_iter()
            .map(|article| {
                let body: Vec<_> = article.blocks.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
                let reference = article.published_at.as_ref().map(|t| t.date);
                let mut doc = Document::new(&article.title, &body, &article.language, reference);
                self.annotators.annotate(&mut doc);
                EnrichedArticle::new(article, &doc)
            })
            .collect())
    }
}
