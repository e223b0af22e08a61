//! `copydesk evaluate expressions`.

use std::path::PathBuf;

use crate::annotate::Annotators;
use crate::evaluation::expressions;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Labelled files: JSON Lines with tokens and their BIO labels, plain or `.gz`; scored as running text.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print every error.
    #[arg(long)]
    errors: bool,
}

pub fn run(args: &Args, annotators: &Annotators) -> anyhow::Result<()> {
    for path in &args.files {
        let scores = expressions::evaluate(annotators, path, |what, text| {
            if args.errors {
                println!("{what}: {text}");
            }
        })?;
        println!("{}", path.display());
        println!("  dates and times   {}", scores.dates);
        println!("  money             {}", scores.money);
    }
    Ok(())
}
