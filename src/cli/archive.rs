//! `copydesk archive`: what is published, into PostgreSQL or files, until it is told to stop; or what stands in files.

use std::path::PathBuf;
use std::process::ExitCode;

use indicatif::ProgressBar;

use super::archived::Archived;
use super::inputs::{self, Inputs};
use super::run::serve;
use crate::archive::files::FileMetadata;
use crate::archive::message::Message;
use crate::archive::{self, Destination, Setup};
use crate::settings::{Loaded, Settings};

/// Takes articles, quotes and entities from a durable queue of its own, which begins with the first start, and
/// acknowledges them once they are archived. A database or broker that is away ends nothing: nothing is taken meanwhile
/// and `/readyz` says why. With files, archives what stands in them and ends.
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 after SIGTERM or SIGINT, or all files archived; 1 at a second signal, or some \
                        messages rejected; 2 a setting cannot be used, or the tables were made by a newer copydesk.")]
pub struct Args {
    /// Files or folders of published messages, as `enrich`, `tap` and an archive of files write them: .jsonl, also .gz
    /// or .zst.
    files: Vec<PathBuf>,
    /// Where to: postgres://user:password@host/database or a folder [default: archive.to]
    #[arg(long, value_name = "ARCHIVE")]
    to: Option<String>,
}

/// Runs the archive.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<ExitCode> {
    let settings = &loaded.settings;
    settings.check()?;
    let to = args.to.as_deref().unwrap_or(settings.archive.to.reveal());
    let destination = Destination::parse(to).map_err(anyhow::Error::msg)?;
    if !args.files.is_empty() {
        return import(args, &destination, settings);
    }
    let setup = Setup {
        broker: settings.broker.clone(),
        topology: settings.topology.clone(),
        archive: settings.archive.clone(),
        destination,
        drain_timeout: settings.worker.drain_timeout,
    };
    let queue = &settings.archive.queue;
    serve(loaded, queue, async |ops, shutdown| archive::run(setup, ops, shutdown).await.map_err(anyhow::Error::msg))
}

/// Archives the lines of files; 1 when some were rejected.
fn import(args: &Args, destination: &Destination, settings: &Settings) -> anyhow::Result<ExitCode> {
    let (files, _) = inputs::list(&args.files)?;
    let mut archive = Archived::open(destination, &settings.archive, &ProgressBar::hidden())?;
    let limit = settings.archive.max_message_bytes;
    let (mut messages, mut rejected) = (0_u64, 0_u64);
    let mut file: Option<(PathBuf, FileMetadata)> = None;
    for input in Inputs::new(files, limit, ProgressBar::hidden()) {
        let path = &input.origin.file;
        let known = file.take().filter(|(known, _)| known == path);
        let (_, metadata) = file.insert(known.unwrap_or_else(|| (path.clone(), FileMetadata::of(path))));
        let (metadata, enriched_at) = metadata.line(input.origin.line.unwrap_or(1));
        let read = match &input.failure {
            Some(rejection) => Err(rejection.clone()),
            None => Message::read(&input.body, &metadata, limit, enriched_at),
        };
        match read {
            Ok(message) => {
                messages += 1;
                archive.add(vec![message])?;
            }
            Err(rejection) => {
                rejected += 1;
                complain!("{}: rejected: {rejection}", input.origin);
            }
        }
    }
    let refused = archive.finish()?;
    complain!("{} of {} messages archived", messages - refused, messages + rejected);
    rejected += refused;
    Ok(ExitCode::from(u8::from(rejected > 0)))
}
