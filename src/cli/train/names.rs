//! `copydesk train names-fast`: the fast name tagger.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::annotate::names::Names;
use crate::train::names::fast::Options;
use crate::train::names::{self, Further};

#[derive(Debug, clap::Args)]
pub struct NamesFast {
    #[command(flatten)]
    common: Common,
    /// Use the hand-annotated files alone, no labels by another model
    #[arg(long, conflicts_with = "labels")]
    by_hand_only: bool,
    /// Labels of `train names-labels` instead of the teacher's
    #[arg(long)]
    labels: Option<PathBuf>,
    /// Passes over the data
    #[arg(long, default_value_t = Options::default().epochs)]
    epochs: usize,
    /// First step size
    #[arg(long, default_value_t = Options::default().rate)]
    rate: f32,
    /// L2 share taken off touched weights per step
    #[arg(long, default_value_t = Options::default().decay)]
    decay: f32,
    /// Share of a word's features hidden at each visit
    #[arg(long, default_value_t = Options::default().dropout)]
    dropout: f64,
    /// Features seen less often are left out
    #[arg(long, default_value_t = Options::default().min_count)]
    min_count: u32,
    /// Most features of the model
    #[arg(long, default_value_t = Options::default().features)]
    features: usize,
    /// Weights below this are dropped
    #[arg(long, default_value_t = Options::default().prune)]
    prune: f32,
}

/// What `names-labels` needs too.
#[derive(Debug, clap::Args)]
pub struct Common {
    /// Folder with corpora/ and gazetteers/
    #[arg(long, env = "COPYDESK_SHARED", default_value = "../shared")]
    pub shared: PathBuf,
    /// The project's own list of organizations
    #[arg(long, default_value = "models/gazetteers/organizations.tsv")]
    pub organizations: PathBuf,
    /// File to write to
    #[arg(long)]
    pub out: PathBuf,
    /// Leave this corpus out, in all its forms (repeatable)
    #[arg(long)]
    pub leave_out: Vec<String>,
    /// A further labelled file (repeatable)
    #[arg(long)]
    pub extra: Vec<PathBuf>,
    /// Seed
    #[arg(long, default_value_t = Options::default().seed)]
    pub seed: u64,
}

pub fn run(args: &NamesFast) -> Result<()> {
    let common = &args.common;
    let further = match &args.labels {
        Some(labels) => Further::Believed(labels),
        None if args.by_hand_only => Further::None,
        None => Further::Teacher,
    };
    let read = |further| {
        let mut sentences = names::sentences(&common.shared, further, &common.extra, &common.leave_out)?;
        names::add_headlines(&mut sentences);
        anyhow::Ok(sentences)
    };
    let sentences = read(further)?;
    let teachers = args.labels.is_some().then(|| read(Further::Teacher)).transpose()?;
    let lexicon = names::gazetteers::lexicon(&common.shared.join("gazetteers"), &common.organizations)?;
    let options = Options {
        epochs: args.epochs,
        rate: args.rate,
        decay: args.decay,
        dropout: args.dropout,
        min_count: args.min_count,
        features: args.features,
        prune: args.prune,
        seed: common.seed,
    };
    let bytes = names::fast::train(&sentences, teachers.as_ref().unwrap_or(&sentences), &lexicon, &options);
    std::fs::write(&common.out, &bytes).with_context(|| format!("cannot write {}", common.out.display()))?;
    print!("{}", names::report(&Names::read(&bytes)?, &common.shared)?);
    Ok(())
}
