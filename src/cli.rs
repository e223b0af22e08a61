//! The commands; one file each, a thin reading of its arguments.

mod enrich;
mod evaluate;
mod inputs;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "copydesk", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Enrich files or standard input, with no broker.
    Enrich(enrich::Args),
    /// Score the annotators on labelled files.
    Evaluate(evaluate::Args),
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    // The default hook would print the panic's message, which may quote an article.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        eprintln!("copydesk: internal error at {place}; please report it");
    }));
    let result = match Cli::parse().command {
        Command::Enrich(args) => enrich::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("copydesk: {error:#}");
            ExitCode::from(2)
        }
    }
}
