//! `copydesk archive`: what is published, into PostgreSQL or files, until it is told to stop.

use std::process::ExitCode;

use super::run::serve;
use crate::archive::{self, Destination, Setup};
use crate::settings::Settings;

/// Takes articles, quotes and entities from a durable queue of its own, which begins with the first start, and
/// acknowledges them once they are archived. A database or broker that is away ends nothing: nothing is taken meanwhile
/// and `/readyz` says why.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 after SIGTERM or SIGINT, 1 at a second signal, 2 a setting cannot be used, or the \
                        tables were made by a newer copydesk."
)]
pub struct Args {
    /// Where to: postgres://user:password@host/database or a folder [default: archive.to]
    #[arg(long, value_name = "ARCHIVE")]
    to: Option<String>,
}

/// Runs the archive.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    settings.check()?;
    let to = args.to.as_deref().unwrap_or(&settings.archive.to);
    let destination = Destination::parse(to).map_err(anyhow::Error::msg)?;
    let setup = Setup {
        broker: settings.broker.clone(),
        topology: settings.topology.clone(),
        archive: settings.archive.clone(),
        destination,
        drain_timeout: settings.worker.drain_timeout,
    };
    serve(settings, async |ops, shutdown| archive::run(setup, ops, shutdown).await.map_err(anyhow::Error::msg))
}
