//! `copydesk train names-labels`: labels for text without labels by hand.

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::names::Common;
use crate::annotate::LanguageModels;
use crate::annotate::names::accurate::AccurateModel;
use crate::train::names::fast::Options;
use crate::train::names::{self, Further};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    common: Common,
    /// The encoder's model file; the shipped one where none is given
    #[arg(long)]
    encoder: Option<PathBuf>,
}

pub fn run(args: &Args) -> Result<()> {
    let common = &args.common;
    let encoder = match &args.encoder {
        Some(path) => {
            let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
            AccurateModel::open(bytes.leak())?
        }
        None => LanguageModels::english().encoder().context("the English encoder is not built in")?,
    };
    let mut known = names::sentences(&common.shared, Further::Teacher, &common.extra, &common.leave_out)?;
    let mut unknown = names::read(&common.shared, &names::relabelled(&common.shared))?;
    unknown.retain(|(sentence, _)| !common.leave_out.contains(&sentence.corpus));
    let mut unknown: Vec<_> = unknown.into_iter().map(|(sentence, _)| sentence).collect();
    unknown.extend(names::unlabelled(&common.shared, &known)?);
    names::add_headlines(&mut known, true);
    let lexicon =
        names::gazetteers::lexicon(&common.shared.join("gazetteers"), &common.organizations, names::english(), None)?;
    let options = Options { seed: common.seed, ..Options::default() };
    let out = File::create(&common.out).with_context(|| format!("cannot write {}", common.out.display()))?;
    let mut out = BufWriter::new(GzEncoder::new(out, Compression::default()));
    names::labelling::label(&known, &unknown, &lexicon, &options, encoder, &mut out)?;
    out.into_inner().map_err(std::io::IntoInnerError::into_error)?.finish()?;
    Ok(())
}
