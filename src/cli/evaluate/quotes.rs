//! `copydesk evaluate quotes`.

mod ablation;
mod score;
mod segments;

use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::annotate::quotes::rules::Rules;
use crate::article::Input;
use crate::document::Quote;
use crate::enriched::EnrichedArticle;
use crate::evaluation;
use crate::pipeline::{Pipeline, Prepared};
use score::Score;
use segments::Segments;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Labelled articles, one JSON object a line with `id`, `text` and `quotes`, or with `stretches` and `labels`; also `.gz`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Switch each rule off in turn and print what it earns in each file.
    #[arg(long)]
    ablate: bool,
}

pub fn run(args: &Args, pipeline: &Pipeline) -> anyhow::Result<()> {
    let corpora = args.files.iter().map(|path| Corpus::read(path, pipeline)).collect::<anyhow::Result<Vec<_>>>()?;
    if args.ablate {
        print!("{}", ablation::table(&corpora, pipeline));
        return Ok(());
    }
    for corpus in &corpora {
        print!("{}\n{}", corpus.name, corpus.score(pipeline, &Rules::default()));
    }
    Ok(())
}

/// A file of labelled articles, with the layers below quotes.
struct Corpus {
    name: String,
    articles: Vec<(Label, Vec<Finished>)>,
}

/// An article with what all rules find in it.
struct Finished {
    prepared: Prepared,
    quotes: Vec<Quote>,
    enriched: EnrichedArticle,
}

/// What is known to be right in an article.
enum Label {
    Quotes(score::Labelled),
    Segments(segments::Labelled),
}

/// The figures of a file.
enum Figures {
    Quotes(Box<Score>),
    Segments(Segments),
}

impl Corpus {
    fn read(path: &Path, pipeline: &Pipeline) -> anyhow::Result<Corpus> {
        let name = path.display().to_string();
        let text = evaluation::read(path)?;
        let mut articles = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let place = || format!("{name}:{}: not a labelled article", index + 1);
            let fields: serde_json::Value = serde_json::from_str(line).with_context(place)?;
            let label = match fields.get("stretches") {
                Some(_) => Label::Segments(serde_json::from_value(fields.clone()).with_context(place)?),
                None => Label::Quotes(serde_json::from_value(fields.clone()).with_context(place)?),
            };
            let body = match &label {
                Label::Segments(_) => line.to_owned(),
                Label::Quotes(labelled) => serde_json::json!({ "id": labelled.id, "text": labelled.text }).to_string(),
            };
            let input = Input { body: body.as_bytes(), content_type: Some("application/json"), ..Input::default() };
            let prepared = pipeline.prepare(&input).with_context(|| format!("{name}:{}", index + 1))?;
            let finish = |prepared: Prepared| {
                let rules = Rules::default();
                let quotes = pipeline.quotes(&prepared, &rules);
                Finished { enriched: pipeline.finish(&prepared, &rules), prepared, quotes }
            };
            articles.push((label, prepared.into_iter().map(finish).collect()));
        }
        Ok(Corpus { name, articles })
    }

    /// The file's name without folders and ending.
    fn stem(&self) -> &str {
        Path::new(&self.name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(&self.name)
    }

    fn score(&self, pipeline: &Pipeline, rules: &Rules) -> Figures {
        let segments = self.articles.first().is_some_and(|(label, _)| matches!(label, Label::Segments(_)));
        let mut figures =
            if segments { Figures::Segments(Segments::default()) } else { Figures::Quotes(Box::default()) };
        for (label, prepared) in &self.articles {
            for article in prepared {
                // Most rules change nothing in most articles.
                if pipeline.quotes(&article.prepared, rules) == article.quotes {
                    figures.add(label, &article.enriched);
                } else {
                    figures.add(label, &pipeline.finish(&article.prepared, rules));
                }
            }
        }
        figures
    }
}

impl Figures {
    /// Adds an article; a file holds one kind of label.
    fn add(&mut self, label: &Label, article: &EnrichedArticle) {
        match (self, label) {
            (Figures::Quotes(score), Label::Quotes(labelled)) => score.add(labelled, article),
            (Figures::Segments(segments), Label::Segments(labelled)) => segments.add(labelled, article),
            _ => {}
        }
    }

    /// The figures that a rule may move, by name, in per cent.
    fn summary(&self) -> Vec<(&'static str, f64)> {
        match self {
            Figures::Quotes(score) => score.summary(),
            Figures::Segments(segments) => segments.summary(),
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Figures::Quotes(score) => score.fmt(f),
            Figures::Segments(segments) => segments.fmt(f),
        }
    }
}
