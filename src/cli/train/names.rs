//! `copydesk train names-fast`: the fast name tagger.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::annotate::names::Names;
use crate::train::names;

#[derive(Debug, clap::Args)]
pub struct NamesFast {
    /// Folder with corpora/ and gazetteers/
    #[arg(long, env = "COPYDESK_SHARED", default_value = "../shared")]
    shared: PathBuf,
    /// File to write the model to
    #[arg(long)]
    out: PathBuf,
    /// Use the hand-annotated files alone, no labels by another model
    #[arg(long)]
    by_hand_only: bool,
    /// Leave this corpus out, in all its forms (repeatable)
    #[arg(long)]
    leave_out: Vec<String>,
    /// A further labelled file (repeatable)
    #[arg(long)]
    extra: Vec<PathBuf>,
    /// A further file with labels by the teacher, and what its sentences count: FILE=WEIGHT (repeatable)
    #[arg(long, value_parser = weighted)]
    relabelled: Vec<(PathBuf, f32)>,
    /// Passes over the data
    #[arg(long, default_value_t = names::fast::Options::default().epochs)]
    epochs: usize,
    /// First step size
    #[arg(long, default_value_t = names::fast::Options::default().rate)]
    rate: f32,
    /// L2 share taken off touched weights per step
    #[arg(long, default_value_t = names::fast::Options::default().decay)]
    decay: f32,
    /// Share of a word's features hidden at each visit
    #[arg(long, default_value_t = names::fast::Options::default().dropout)]
    dropout: f64,
    /// Features seen less often are left out
    #[arg(long, default_value_t = names::fast::Options::default().min_count)]
    min_count: u32,
    /// Weights below this are dropped
    #[arg(long, default_value_t = names::fast::Options::default().prune)]
    prune: f32,
    /// Seed
    #[arg(long, default_value_t = names::fast::Options::default().seed)]
    seed: u64,
}

pub fn run(args: &NamesFast) -> Result<()> {
    let mut sources = names::sources(&args.shared, args.by_hand_only, &args.extra, &args.relabelled);
    sources.retain(|s| !args.leave_out.contains(&s.name));
    let mut sentences = names::sentences(&args.shared, &sources)?;
    names::add_headlines(&mut sentences);
    let lexicon = names::gazetteers::lexicon(&args.shared.join("gazetteers"))?;
    let options = names::fast::Options {
        epochs: args.epochs,
        rate: args.rate,
        decay: args.decay,
        dropout: args.dropout,
        min_count: args.min_count,
        prune: args.prune,
        seed: args.seed,
    };
    let bytes = names::fast::train(&sentences, &lexicon, &options);
    std::fs::write(&args.out, &bytes).with_context(|| format!("cannot write {}", args.out.display()))?;
    print!("{}", names::report(&Names::read(&bytes)?, &args.shared)?);
    Ok(())
}

/// Reads "FILE=WEIGHT".
fn weighted(text: &str) -> Result<(PathBuf, f32), String> {
    let (path, weight) = text.rsplit_once('=').ok_or("give FILE=WEIGHT")?;
    Ok((path.into(), weight.parse().map_err(|_| format!("{weight} is no number"))?))
}
