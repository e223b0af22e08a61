//! `copydesk train` in builds without the feature `train`, as the packages are.

use std::process::ExitCode;

use anyhow::bail;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to train; this build has no trainers.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    what: Vec<String>,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let what = args.what.first().map_or("anything", String::as_str);
    bail!(
        "this build cannot train {what}: build copydesk from its source, where `cargo build --release` has the trainers"
    )
}
