//! `copydesk evaluate`: precision, recall and F1 of the annotators on labelled files.

mod coref;
mod expressions;
mod names;
mod parser;
mod pos;
mod quotes;
mod speed;
mod tokens;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;

use crate::annotate::parser::Parser;
use crate::annotate::pos::Tagger;
use crate::annotate::{Annotators, LanguageModels};
use crate::evaluation::tagged::Scheme;
use crate::pipeline::Pipeline;
use crate::settings::Settings;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Measure the speed of every step on these text files.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    speed: Vec<PathBuf>,
    /// The instructions that the models are computed with, to see what another processor would do; the widest that this
    /// one has where none are given.
    #[arg(long, value_enum, requires = "speed")]
    instructions: Option<speed::Choice>,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Token and sentence boundaries, on the running text of CoNLL-U files.
    Tokens(tokens::Args),
    /// Parts of speech, on gold words.
    Pos(pos::Args),
    /// Dependencies, on gold words with automatic tags.
    Parser(parser::Args),
    /// Names of people, organizations and places, in running text.
    Names(names::Args),
    /// Dates, times and amounts of money, in running text.
    Expressions(expressions::Args),
    /// Which mentions mean the same, on the running text of CoNLL-U files with entities.
    Coref(coref::Args),
    /// Quotes, their speakers, and how well confidences say what is right.
    Quotes(quotes::Args),
}

pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    if !args.speed.is_empty() {
        speed::run(&args.speed, || speed::with_instructions(Annotators::load(&settings.models)?, args.instructions))?;
    }
    match &args.what {
        None if args.speed.is_empty() => {
            bail!("say what to evaluate: tokens, pos, parser, names, expressions, coref, quotes or --speed FILE")
        }
        None => {}
        Some(What::Tokens(args)) => tokens::run(args)?,
        Some(What::Pos(args)) => pos::run(args)?,
        Some(What::Parser(args)) => parser::run(args)?,
        Some(What::Names(args)) => names::run(args, &settings.models)?,
        Some(What::Expressions(args)) => expressions::run(args, &Annotators::load(&settings.models)?)?,
        Some(What::Coref(args)) => coref::run(args, &Annotators::load(&settings.models)?)?,
        Some(What::Quotes(args)) => quotes::run(args, &Pipeline::load(settings.pipeline()?)?)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The shipped tagger of a language or the one in a file.
pub fn tagger(language: &str, path: Option<&Path>) -> anyhow::Result<Tagger> {
    match path {
        None => Ok(models(language)?.tagger().clone()),
        Some(path) => Tagger::open(read(path)?).with_context(|| path.display().to_string()),
    }
}

/// The shipped parser of a language or the one in a file.
fn parser(language: &str, path: Option<&Path>, tagger: &Tagger) -> anyhow::Result<Parser> {
    match path {
        None => Ok(models(language)?.parser().clone()),
        Some(path) => Parser::open(read(path)?, tagger.tag_set()).with_context(|| path.display().to_string()),
    }
}

/// Which tags of a treebank a tagger gives.
fn scheme(tagger: &Tagger) -> Scheme {
    if tagger.tag_set().is_universal() { Scheme::Universal } else { Scheme::Own }
}

/// The shipped models of a language.
fn models(language: &str) -> anyhow::Result<&'static LanguageModels> {
    LanguageModels::of(language).with_context(|| format!("there are no models for the language {language:?}"))
}

/// A model file: models are used where they lie, for as long as the program runs.
fn read(path: &Path) -> anyhow::Result<&'static [u8]> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(bytes.leak())
}
