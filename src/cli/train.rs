//! `copydesk train`: makes the shipped models and the gazetteer.

mod labels;
mod names;
mod parser;
mod pos;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Subcommand;

use crate::evaluation::tagged::Scheme;
use crate::train::gazetteers;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The part-of-speech tagger.
    Pos(pos::Args),
    /// The dependency parser.
    Parser(parser::Args),
    /// The fast name tagger, from labelled sentences.
    NamesFast(names::NamesFast),
    /// Labels for text without labels by hand, for the fast name tagger to learn from.
    NamesLabels(labels::Args),
    /// The gazetteer, from lists of names.
    Gazetteers {
        /// Folder of the lists (first_names.tsv, places.tsv.gz…).
        #[arg(long, value_name = "FOLDER")]
        lists: PathBuf,
        /// The project's own list of well-known names with their ids.
        #[arg(long, value_name = "FILE", default_value = "models/gazetteers/known.tsv")]
        known: PathBuf,
        /// Where the gazetteer goes.
        #[arg(long, value_name = "FILE", default_value = "models/gazetteers/gazetteer.bin.zst")]
        output: PathBuf,
    },
}

/// Treebanks of a language.
#[derive(Debug, clap::Args)]
struct Treebanks {
    /// Treebanks in CoNLL-U, for the tagger also JSON Lines of tokens and tags; plain or `.gz`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Their language.
    #[arg(long, default_value = "en")]
    language: String,
    /// Learn the treebanks' own tags (`XPOS`), as the English models do, instead of universal ones with features.
    #[arg(long)]
    own_tags: bool,
}

impl Treebanks {
    fn scheme(&self) -> Scheme {
        if self.own_tags { Scheme::Own } else { Scheme::Universal }
    }
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.what {
        What::Pos(args) => pos::run(args)?,
        What::Parser(args) => parser::run(args)?,
        What::NamesFast(args) => names::run(args)?,
        What::NamesLabels(args) => labels::run(args)?,
        What::Gazetteers { lists, known, output } => {
            let bytes = gazetteers::build(lists, known)?;
            write(output, &bytes)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes a model file and says so.
fn write(path: &Path, model: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, model).with_context(|| format!("cannot write {}", path.display()))?;
    eprintln!("wrote {} ({} bytes)", path.display(), model.len());
    Ok(())
}
