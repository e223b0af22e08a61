//! Bytes to enriched articles: one pure function, the same for the worker and for `copydesk enrich`.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::annotate::gazetteer::Watchlist;
use crate::annotate::quotes::{self, rules::Rules};
use crate::annotate::{Annotators, ModelSettings};
use crate::article::{Article, Input, Rejection, RejectionCode};
use crate::document::{Document, Quote};
use crate::enriched::EnrichedArticle;
use crate::interrupt::{self, Interrupted};
use crate::normalize::{self, NormalizeSettings};

/// Called with the name of each step before it begins; what it breaks off there becomes a [`Rejection`] with
/// code `timeout`.
///
/// The pipeline reads no clock: whoever has one keeps the deadline here, and times a step from its call to the
/// next.
pub type BeforeStep<'a> = dyn FnMut(&'static str) -> ControlFlow<()> + 'a;

/// What a pipeline is built from: the settings of its steps.
#[derive(Debug, Default)]
pub struct PipelineSettings {
    /// Limits on what is read, and what is known of the outlets.
    pub normalize: NormalizeSettings,
    /// Whom and what to look for beside what the models find.
    pub watchlist: Watchlist,
    /// Which models are used.
    pub models: ModelSettings,
    /// Says nothing about the gender of people.
    pub without_gender: bool,
}

/// Owns what the steps need; built once, shared read-only. The default has the default settings.
#[derive(Debug, Default)]
pub struct Pipeline {
    normalize: NormalizeSettings,
    annotators: Annotators,
}

impl Pipeline {
    /// Builds the steps.
    ///
    /// # Errors
    /// When the settings name models that are not built in.
    pub fn load(settings: PipelineSettings) -> anyhow::Result<Self> {
        let annotators = Annotators::load(&settings.models)?.with_watchlist(settings.watchlist);
        let annotators = if settings.without_gender { annotators.without_gender() } else { annotators };
        Ok(Pipeline { normalize: settings.normalize, annotators })
    }

    /// Reads the models that articles like this one need; other models are read when the first article needs them.
    ///
    /// # Panics
    /// If the article is rejected: it is one of the program's own.
    pub fn warm_up(&self, article: &str) {
        let input = Input { body: article.as_bytes(), content_type: Some("application/json"), ..Input::default() };
        self.process(&input).expect("an article of the program's own");
    }

    /// Reads one message and enriches the articles in it, in their order there.
    ///
    /// # Errors
    /// A [`Rejection`] when nothing in the message can be used, or when a step panics.
    pub fn process(&self, input: &Input) -> Result<Vec<EnrichedArticle>, Rejection> {
        self.process_stepwise(input, &mut |_| ControlFlow::Continue(()))
    }

    /// As [`Pipeline::process`], asking `before` whether to go on before each step.
    ///
    /// # Errors
    /// A [`Rejection`] when nothing in the message can be used, when a step panics, or with code `timeout` when
    /// `before` breaks. Articles that were finished before that are not given: it is all of a message or nothing.
    pub fn process_stepwise(&self, input: &Input, before: &mut BeforeStep) -> Result<Vec<EnrichedArticle>, Rejection> {
        let mut articles = Vec::new();
        self.process_each(input, before, &mut |article| {
            articles.push(article);
            Ok(())
        })?;
        Ok(articles)
    }

    /// As [`Pipeline::process_stepwise`], giving each article away as soon as it is made, so that those of a long feed
    /// are never all in memory.
    ///
    /// The work looks at the [`Interrupt`](crate::interrupt::Interrupt) of its thread wherever it may take long; raised, it
    /// is a rejection with code `timeout`.
    ///
    /// # Errors
    /// As [`Pipeline::process_stepwise`], or what `each` says. What `each` was given before that is void.
    pub fn process_each(
        &self,
        input: &Input,
        before: &mut BeforeStep,
        each: &mut dyn FnMut(EnrichedArticle) -> Result<(), Rejection>,
    ) -> Result<(), Rejection> {
        let step = Cell::new("start");
        let mut before = |name| {
            step.set(name);
            before(name)
        };
        // The pipeline is read-only and a half-made document is dropped, so nothing broken outlives a panic.
        catch_unwind(AssertUnwindSafe(|| self.steps(input, &mut before, each))).unwrap_or_else(|payload| {
            if payload.is::<Interrupted>() {
                return Err(timeout());
            }
            // The panic's own message stays out of it: it may quote the article.
            Err(Rejection::new(RejectionCode::Panic, format!("step {} panicked", step.get())))
        })
    }

    /// Reads one message and writes the layers below quotes, so that its articles can be finished with one set of rules after
    /// another.
    ///
    /// # Errors
    /// A [`Rejection`] when nothing in the message can be used.
    pub fn prepare(&self, input: &Input) -> Result<Vec<Prepared>, Rejection> {
        let prepare = |article: Article| {
            let mut doc = document(&article);
            self.annotators.annotate_below_quotes(&mut doc);
            Prepared { article, doc }
        };
        Ok(normalize::normalize(input, &self.normalize)?.into_iter().map(prepare).collect())
    }

    /// The quotes that these rules find, before it is decided who their speakers are.
    pub fn quotes(&self, prepared: &Prepared, rules: &Rules) -> Vec<Quote> {
        quotes::find(&prepared.doc, rules)
    }

    /// Finds quotes and their speakers with these rules, and nothing else above them.
    pub fn finish(&self, prepared: &Prepared, rules: &Rules) -> EnrichedArticle {
        let mut doc = prepared.doc.clone();
        self.annotators.annotate_quotes(&mut doc, rules);
        EnrichedArticle::new(prepared.article.clone(), &doc, BTreeMap::new())
    }

    fn steps(
        &self,
        input: &Input,
        before: &mut BeforeStep,
        each: &mut dyn FnMut(EnrichedArticle) -> Result<(), Rejection>,
    ) -> Result<(), Rejection> {
        go_on(before("normalize"))?;
        for article in normalize::normalize(input, &self.normalize)? {
            interrupt::check();
            each(self.enrich(article, before)?)?;
        }
        Ok(())
    }

    fn enrich(&self, mut article: Article, before: &mut BeforeStep) -> Result<EnrichedArticle, Rejection> {
        let mut doc = document(&article);
        go_on(self.annotators.annotate_stepwise(&mut doc, before))?;
        go_on(before("enriched"))?;
        article.warnings.extend(self.annotators.warning(&doc).map(str::to_owned));
        let mut models = BTreeMap::new();
        match self.annotators.model_version(&article.language) {
            Some(version) => _ = models.insert(article.language.clone(), version.to_owned()),
            None => article.warnings.push(format!("no_model:{}", article.language)),
        }
        Ok(EnrichedArticle::new(article, &doc, models))
    }
}

/// An article with the layers below quotes.
#[derive(Debug, Clone)]
pub struct Prepared {
    article: Article,
    doc: Document,
}

/// Lays out an article.
fn document(article: &Article) -> Document {
    let body: Vec<_> = article.blocks.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
    let reference = article.published_at.as_ref().map(|t| t.date);
    Document::new(&article.title, &body, &article.language, reference)
}

fn go_on(flow: ControlFlow<()>) -> Result<(), Rejection> {
    match flow {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(timeout()),
    }
}

fn timeout() -> Rejection {
    Rejection::new(RejectionCode::Timeout, "processing took longer than its time budget")
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    const BODY: &[u8] = br#"{"id":"a1","title":"A headline","text":"One paragraph."}"#;

    fn input() -> Input<'static> {
        Input { body: BODY, content_type: Some("application/json"), ..Input::default() }
    }

    #[test]
    fn steps_are_named_in_order() {
        let mut names = Vec::new();
        let result = Pipeline::default().process_stepwise(&input(), &mut |name| {
            names.push(name);
            ControlFlow::Continue(())
        });
        assert_eq!(result.expect("accepted").len(), 1);
        expect!["normalize tokenizer sentences pos parser names quotation_marks quotes expressions coref gender salience keywords passages enriched"]
            .assert_eq(&names.join(" "));
    }

    #[test]
    fn breaking_off_before_any_step_is_a_timeout() {
        let pipeline = Pipeline::default();
        let mut steps = 0;
        pipeline
            .process_stepwise(&input(), &mut |_| {
                steps += 1;
                ControlFlow::Continue(())
            })
            .expect("accepted");
        for last in 0..steps {
            let mut left = last;
            let result = pipeline.process_stepwise(&input(), &mut |_| {
                if left == 0 {
                    return ControlFlow::Break(());
                }
                left -= 1;
                ControlFlow::Continue(())
            });
            assert_eq!(result.expect_err("broken off").code, RejectionCode::Timeout, "before step {last}");
        }
    }

    #[test]
    fn raising_the_interrupt_is_a_timeout() {
        let interrupt = crate::interrupt::Interrupt::default();
        interrupt.raise();
        let result = interrupt.run(|| Pipeline::default().process(&input()));
        assert_eq!(result.expect("caught within").expect_err("interrupted").code, RejectionCode::Timeout);
    }

    #[test]
    fn a_panic_is_a_rejection_and_the_pipeline_lives_on() {
        let pipeline = Pipeline::default();
        let result = pipeline.process_stepwise(&input(), &mut |_| panic!("a bug"));
        expect!["panic: step normalize panicked"].assert_eq(&result.expect_err("rejected").to_string());
        pipeline.process(&input()).expect("accepted");
    }

    #[test]
    fn foreign_quotes_and_paragraphs_say_their_language() {
        let text = "The town council met on Tuesday to speak about the bridge and the money for it.\n\n\
            “Wir haben das nicht gewusst, und es ist zu spät,” said Anna Weber, who lives by the river. “We will pay,” \
            she said.\n\nLa ville ne paiera pas pour le pont cette année, et les habitants le savent.";
        let body = serde_json::json!({"title": "Bridge", "text": text}).to_string();
        let input = Input { body: body.as_bytes(), content_type: Some("application/json"), ..Input::default() };
        let article = Pipeline::default().process(&input).expect("accepted").remove(0);
        let paragraphs: Vec<_> = article.paragraphs.iter().map(|p| p.language.as_deref()).collect();
        assert_eq!((article.language.code.as_str(), paragraphs), ("en", vec![None, None, Some("fr")]));
        let quotes: Vec<_> = article.quotes.iter().map(|q| (q.text.as_str(), q.language.as_deref())).collect();
        assert_eq!(quotes, [("Wir haben das nicht gewusst, und es ist zu spät,", Some("de")), ("We will pay,", None)]);
    }
    #[test]
    fn marks_over_their_limit_are_a_warning() {
        let text = "“Yes.” ".repeat(crate::document::MOST_MARKED + 1);
        let body = serde_json::json!({"title": "Bridge", "text": text, "language": "en"}).to_string();
        let input = Input { body: body.as_bytes(), content_type: Some("application/json"), ..Input::default() };
        let article = Pipeline::default().process(&input).expect("accepted").remove(0);
        assert!(article.pipeline.warnings.contains(&"field_cut:quotes".to_owned()), "{:?}", article.pipeline.warnings);
    }
}
