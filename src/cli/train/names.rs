//! `copydesk train names-fast`: the fast name tagger.

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

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
    /// Weights below this are dropped
    #[arg(long, default_value_t = Options::default().prune)]
    prune: f32,
}

/// What both commands need.
#[derive(Debug, clap::Args)]
struct Common {
    /// Folder with corpora/ and gazetteers/
    #[arg(long, env = "COPYDESK_SHARED", default_value = "../shared")]
    shared: PathBuf,
    /// The project's own list of organizations
    #[arg(long, default_value = "models/gazetteers/organizations.tsv")]
    organizations: PathBuf,
    /// File to write to
    #[arg(long)]
    out: PathBuf,
    /// Leave this corpus out, in all its forms (repeatable)
    #[arg(long)]
    leave_out: Vec<String>,
    /// A further labelled file (repeatable)
    #[arg(long)]
    extra: Vec<PathBuf>,
    /// Seed
    #[arg(long, default_value_t = Options::default().seed)]
    seed: u64,
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
        prune: args.prune,
        seed: common.seed,
    };
    let bytes = names::fast::train(&sentences, teachers.as_ref().unwrap_or(&sentences), &lexicon, &options);
    std::fs::write(&common.out, &bytes).with_context(|| format!("cannot write {}", common.out.display()))?;
    print!("{}", names::report(&Names::read(&bytes)?, &common.shared)?);
    Ok(())
}

/// `copydesk train names-labels`.
#[cfg(feature = "accurate")]
#[derive(Debug, clap::Args)]
pub struct NamesLabels {
    #[command(flatten)]
    common: Common,
    /// The encoder's model file; the shipped one where none is given
    #[arg(long)]
    encoder: Option<PathBuf>,
}

/// Labels the text without labels by hand.
#[cfg(feature = "accurate")]
pub fn label(args: &NamesLabels) -> Result<()> {
    let common = &args.common;
    let encoder = args.encoder.as_ref().map(|path| std::fs::read(path).with_context(|| path.display().to_string()));
    let mut known = names::sentences(&common.shared, Further::Teacher, &common.extra, &common.leave_out)?;
    let mut unknown = names::read(&common.shared, &names::relabelled(&common.shared))?;
    unknown.retain(|(sentence, _)| !common.leave_out.contains(&sentence.corpus));
    let mut unknown: Vec<_> = unknown.into_iter().map(|(sentence, _)| sentence).collect();
    unknown.extend(names::unlabelled(&common.shared, &known)?);
    names::add_headlines(&mut known);
    let lexicon = names::gazetteers::lexicon(&common.shared.join("gazetteers"), &common.organizations)?;
    let options = Options { seed: common.seed, ..Options::default() };
    let out = File::create(&common.out).with_context(|| format!("cannot write {}", common.out.display()))?;
    let mut out = BufWriter::new(GzEncoder::new(out, Compression::default()));
    names::distillation::label(&known, &unknown, &lexicon, &options, encoder.transpose()?, &mut out)?;
    out.into_inner().map_err(std::io::IntoInnerError::into_error)?.finish()?;
    Ok(())
}
