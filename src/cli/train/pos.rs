//! `copydesk train pos`.

use std::path::PathBuf;

use super::Treebanks;
use crate::evaluation::tagged::{self, Gold};
use crate::train::{Options, pos};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    treebanks: Treebanks,
    /// Further files of which the parts of speech count and no features, since these are incomplete there.
    #[arg(long)]
    without_features: Vec<PathBuf>,
    /// Further files, with other conventions or more errors: learnt from where they agree with the first ones.
    #[arg(long)]
    agreeing: Vec<PathBuf>,
    /// Weights with a smaller code, in steps that grow with the weight up to 127, are left out.
    #[arg(long, default_value_t = 1)]
    least_code: i8,
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
    let Treebanks { files, language, .. } = &args.treebanks;
    let read = |path: &PathBuf| tagged::read(path, language, args.treebanks.scheme());
    for path in files {
        sentences.extend(read(path)?);
    }
    for path in &args.without_features {
        let mut read = read(path)?;
        for gold in read.iter_mut().flat_map(|sentence| &mut sentence.tags) {
            if let Gold::Tag(name) = gold {
                *gold = Gold::PartOfSpeech(std::mem::take(name));
            }
        }
        sentences.extend(read);
    }
    let mut others = Vec::new();
    for path in &args.agreeing {
        others.extend(read(path)?);
    }
    let options = Options { epochs: args.epochs, seed: args.seed };
    let model = pos::train(&sentences, others, options, args.least_code, |line| eprintln!("{line}"));
    super::write(&args.output, &model)
}
