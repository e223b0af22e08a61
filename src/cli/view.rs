//! `copydesk view`: an enriched article as one HTML page.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};

use crate::article::Input;
use crate::enriched::{ARTICLE_SCHEMA, EnrichedArticle};
use crate::pipeline::Pipeline;
use crate::render;
use crate::settings::Settings;

#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 the page was written, 2 wrong usage or no such article.")]
pub struct Args {
    /// An enriched article, or JSON Lines of them; a raw article is enriched first. Standard input for `-`.
    file: PathBuf,
    /// Which article of a JSON Lines file, by its id [default: the first]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Write the page here instead of to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Writes the page of one article.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let name = args.file.display().to_string();
    let mut text = String::new();
    if name == "-" {
        std::io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
    } else {
        text = std::fs::read_to_string(&args.file).with_context(|| format!("cannot read {name}"))?;
    }
    let article = find(&text, args.id.as_deref(), settings).with_context(|| format!("{name} cannot be shown"))?;
    let page = render::page(&article);
    match &args.output {
        Some(path) => std::fs::write(path, page).with_context(|| format!("cannot write {}", path.display()))?,
        None => std::io::stdout().write_all(page.as_bytes()).context("cannot write the page")?,
    }
    Ok(ExitCode::SUCCESS)
}

fn find(text: &str, id: Option<&str>, settings: &Settings) -> anyhow::Result<EnrichedArticle> {
    for value in serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>() {
        let value = value.context("it is no JSON")?;
        if id.is_some_and(|id| value.get("id").and_then(|v| v.as_str()) != Some(id)) {
            continue;
        }
        if value.get("schema").and_then(|v| v.as_str()) == Some(ARTICLE_SCHEMA) {
            return serde_json::from_value(value).context("it is no enriched article");
        }
        let body = value.to_string();
        let input = Input { body: body.as_bytes(), content_type: Some("application/json"), ..Input::default() };
        let mut articles = Pipeline::load(settings.pipeline()?)?.process(&input).context("it is no article")?;
        return Ok(articles.swap_remove(0));
    }
    match id {
        Some(id) => bail!("it holds no article with id {id}"),
        None => bail!("it holds no article"),
    }
}
