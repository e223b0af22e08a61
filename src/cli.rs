//! The commands; one file each, a thin reading of its arguments.

mod enrich;
mod evaluate;
mod inputs;
mod pretty;
mod run;
mod schema;
mod train;
mod view;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::settings::{Loaded, Settings};

#[derive(Debug, Parser)]
#[command(name = "copydesk", version, about)]
struct Cli {
    /// Settings file (TOML); the last one given wins, and COPYDESK__SECTION__KEY in the environment over all files.
    #[arg(long, global = true, value_name = "FILE")]
    config: Vec<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Enrich files or standard input, with no broker.
    Enrich(enrich::Args),
    /// Print the JSON Schema of raw articles or of what is published.
    Schema(schema::Args),
    /// Score the annotators on labelled files.
    Evaluate(evaluate::Args),
    /// Show an enriched article as one self-contained HTML page.
    View(view::Args),
    /// Take articles from the broker, enrich and publish them, until told to stop.
    Run(run::Args),
    /// Make the models and the gazetteer from corpora and lists.
    Train(train::Args),
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    // The default hook would print the panic's message, which may quote an article.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        eprintln!("copydesk: internal error at {place}; please report it");
    }));
    let cli = Cli::parse();
    let settings = || load(&cli.config);
    let result = match cli.command {
        Command::Enrich(args) => settings().and_then(|loaded| enrich::run(&args, &loaded.settings)),
        Command::Schema(args) => schema::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::View(args) => settings().and_then(|loaded| view::run(&args, &loaded.settings)),
        Command::Run(args) => settings().and_then(|loaded| run::run(&args, &loaded.settings)),
        Command::Train(args) => train::run(&args),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("copydesk: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn load(files: &[PathBuf]) -> anyhow::Result<Loaded> {
    let environment =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Ok(Settings::load(files, environment)?)
}

/// Prints to standard output; that its reader has seen enough, as `head` has, is no error.
fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
