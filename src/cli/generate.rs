//! `copydesk generate`: what packages install beside the binary, made from the definition of the command line.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::CommandFactory;
use clap_complete::Shell;

use super::Cli;

#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 written, 2 wrong usage or a folder that cannot be written.")]
pub struct Args {
    /// The folder; man pages go to man/ and completions to completions/ in it.
    folder: PathBuf,
}

/// Writes a man page for each command and completions for the shells that distributions have a place for.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let [man, completions] = ["man", "completions"].map(|name| args.folder.join(name));
    for folder in [&man, &completions] {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    // `copydesk.1`, `copydesk-run.1`, `copydesk-dead-list.1`…
    clap_mangen::generate_to(Cli::command(), &man).with_context(|| format!("cannot write to {}", man.display()))?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(shell, &mut Cli::command(), "copydesk", &completions)
            .with_context(|| format!("cannot write to {}", completions.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}
