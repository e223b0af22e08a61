//! `copydesk train pos`.

use std::path::PathBuf;

use crate::evaluation::tagged;
use crate::train::{Options, pos};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files with gold tags: CoNLL-U or JSON Lines, plain or `.gz`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Further files, with other conventions or more errors: learnt from where they agree with the first ones.
    #[arg(long)]
    agreeing: Vec<PathBuf>,
    /// Where to write the model.
    #[arg(long, short)]
    output: PathBuf,
    /// Passes over the data.
    #[arg(long, default_value_t = 8)]
    epochs: usize,
    /// Seed: the same seed and files give the same model, byte for byte.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let mut sentences = Vec::new();
    for path in &args.files {
        sentences.extend(tagged::read(path)?);
    }
    let mut others = Vec::new();
    for path in &args.agreeing {
        others.extend(tagged::read(path)?);
    }
    let options = Options { epochs: args.epochs, seed: args.seed };
    let model = pos::train(&sentences, others, options, |line| eprintln!("{line}"));
    super::write(&args.output, &model)
}
