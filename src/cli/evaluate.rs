//! `copydesk evaluate`: precision, recall and F1 of the annotators on labelled files.

mod tokens;

use std::process::ExitCode;

use clap::Subcommand;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Token and sentence boundaries, on the running text of CoNLL-U files.
    Tokens(tokens::Args),
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.what {
        What::Tokens(args) => tokens::run(args)?,
    }
    Ok(ExitCode::SUCCESS)
}
