//! `copydesk train parser`.

use std::path::PathBuf;

use super::Treebanks;
use crate::evaluation::conllu;
use crate::train::Options;
use crate::train::parser::{self, Data};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    treebanks: Treebanks,
    /// Model file of the tagger for the parsed text instead of the shipped one.
    #[arg(long)]
    pos: Option<PathBuf>,
    /// How often each sentence of these is learnt from in a pass.
    #[arg(long, default_value_t = 1)]
    times: usize,
    /// Treebanks of related languages, which tell what the words of small ones leave open.
    #[arg(long)]
    related: Vec<PathBuf>,
    /// Files of text that a better parser has parsed: JSON Lines of `{"tokens": […], "heads": […], "relations": […]}`,
    /// plain or `.gz`.
    #[arg(long)]
    parsed: Vec<PathBuf>,
    /// A feature has a row in the model when it is seen so often.
    #[arg(long)]
    least_seen: Option<u32>,
    /// Where to write the model.
    #[arg(long, short)]
    output: PathBuf,
    /// Passes over the data.
    #[arg(long, default_value_t = 6)]
    epochs: usize,
    /// Seed: the same seed and files give the same model, byte for byte.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let mut treebank = Vec::new();
    let Treebanks { files, language, .. } = &args.treebanks;
    for path in files {
        treebank.extend(conllu::read(path)?);
    }
    let mut related = Vec::new();
    for path in &args.related {
        related.extend(conllu::read(path)?);
    }
    let mut parsed = Vec::new();
    for path in &args.parsed {
        parsed.extend(parser::parsed::read(path)?);
    }
    let options = Options { epochs: args.epochs, seed: args.seed };
    let tagger = crate::cli::evaluate::tagger(language, args.pos.as_deref())?;
    let scheme = args.treebanks.scheme();
    let data = Data {
        treebank: &treebank,
        times: args.times,
        related: &related,
        language,
        scheme,
        parsed: &parsed,
        tagger: &tagger,
        least_seen: args.least_seen,
    };
    let model = parser::train(&data, options, |line| eprintln!("{line}"));
    super::write(&args.output, &model)
}
