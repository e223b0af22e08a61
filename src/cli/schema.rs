//! `copydesk schema`: JSON Schemas of what goes in and comes out.

use std::process::ExitCode;

use anyhow::Context;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::enriched::{EnrichedArticle, EntityMessage, QuoteMessage};
use crate::settings::Settings;

/// Written by hand: raw articles are read leniently, field by field, and not through a type.
const RAW: &str = include_str!("schema/raw.json");

#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to describe.
    #[arg(default_value = "article")]
    of: Subject,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Subject {
    /// A raw article in copydesk's own shape.
    Raw,
    /// An enriched article, copydesk.article.v1.
    Article,
    /// A quote of its own, copydesk.quote.v1.
    Quote,
    /// An entity of its own, copydesk.entity.v1.
    Entity,
    /// The settings file.
    Config,
}

/// Prints one schema.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let schema = match args.of {
        Subject::Raw => serde_json::from_str(RAW).context("the schema of raw articles is no JSON")?,
        Subject::Article => published::<EnrichedArticle>(),
        Subject::Quote => published::<QuoteMessage>(),
        Subject::Entity => published::<EntityMessage>(),
        Subject::Config => Settings::schema(),
    };
    super::print_json(&format!("{}\n", serde_json::to_string_pretty(&schema)?))?;
    Ok(ExitCode::SUCCESS)
}

/// The schema of what is written: a field that is always there, be it null, is required.
fn published<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>().into()
}
