//! `copydesk train parser`.

use std::path::PathBuf;

use crate::train::{conllu, parser, tagged};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Treebanks in CoNLL-U, plain or `.gz`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Further files with gold tags, for the tagger that tags the treebanks.
    #[arg(long)]
    tagged: Vec<PathBuf>,
    /// Where to write the model.
    #[arg(long, short)]
    output: PathBuf,
    /// Passes over the data.
    #[arg(long, default_value_t = 12)]
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
    let mut more = Vec::new();
    for path in &args.tagged {
        more.extend(tagged::read(path)?);
    }
    let options = parser::Options { epochs: args.epochs, seed: args.seed };
    let model = parser::train(&treebank, &more, options, |line| eprintln!("{line}"));
    super::write(&args.output, &model)
}
