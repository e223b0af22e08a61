//! `copydesk train parser`.

use std::path::PathBuf;

use crate::annotate::pos::Tagger;
use crate::evaluation::conllu;
use crate::train::{Options, parser};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Treebanks in CoNLL-U, plain or `.gz`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Files of text that a better parser has parsed: JSON Lines of `{"tokens": […], "heads": […], "relations": […]}`,
    /// plain or `.gz`.
    #[arg(long)]
    parsed: Vec<PathBuf>,
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
    for path in &args.files {
        treebank.extend(conllu::read(path)?);
    }
    let mut parsed = Vec::new();
    for path in &args.parsed {
        parsed.extend(parser::parsed::read(path)?);
    }
    let options = Options { epochs: args.epochs, seed: args.seed };
    let model = parser::train(&treebank, &parsed, &Tagger::default(), options, |line| eprintln!("{line}"));
    super::write(&args.output, &model)
}
