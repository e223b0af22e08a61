//! `copydesk train`: makes the shipped models and the gazetteer.

mod names;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;

use crate::train::gazetteers;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The fast name tagger, from labelled sentences.
    NamesFast(names::NamesFast),
    /// The gazetteer, from lists of names.
    Gazetteers {
        /// Folder of the lists (first_names.tsv, places.tsv.gz…).
        #[arg(long, value_name = "FOLDER")]
        lists: PathBuf,
        /// The project's own list of well-known names with their ids.
        #[arg(long, value_name = "FILE", default_value = "models/gazetteers/known.tsv")]
        known: PathBuf,
        /// Where the gazetteer goes.
        #[arg(long, value_name = "FILE", default_value = "models/gazetteers/gazetteer.bin")]
        output: PathBuf,
    },
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.what {
        What::NamesFast(args) => names::run(args)?,
        What::Gazetteers { lists, known, output } => {
            let bytes = gazetteers::build(lists, known)?;
            std::fs::write(output, &bytes).with_context(|| format!("cannot write {}", output.display()))?;
            eprintln!("wrote {} ({} bytes)", output.display(), bytes.len());
        }
    }
    Ok(ExitCode::SUCCESS)
}
