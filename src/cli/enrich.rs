//! `copydesk enrich`: the worker's pipeline with no broker, files in and JSON Lines out.

mod in_order;
mod rejects;

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::archived::{self, Archived};
use super::inputs::{self, FileInput, Inputs, Listed};
use super::pretty;
use crate::archive::Destination;
use crate::archive::message::Message;
use crate::article::Rejection;
use crate::enriched::{EnrichedArticle, OffsetUnit};
use crate::pipeline::Pipeline;
use crate::publication::{Compression, Envelope, OutputBudget, OutputSettings};
use crate::render::archives;
use crate::settings::Settings;
use rejects::Rejects;

#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 all enriched, 1 some rejected or not readable, 2 wrong usage.")]
pub struct Args {
    /// Files or folders of raw articles: .jsonl, .json, .html, .xml, .txt, .warc, each also .gz or .zst; standard input
    /// when none is given.
    files: Vec<PathBuf>,
    /// Write the enriched articles here instead of to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write them into an archive instead, as `copydesk archive` does: postgres://user:password@host/database or a
    /// folder.
    #[arg(long, value_name = "ARCHIVE", conflicts_with_all = ["output", "shape", "offsets"])]
    to: Option<String>,
    /// Write what is rejected here, one JSON object a line with file, line, code, message and body.
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Shape of the output.
    #[arg(long = "as", value_name = "SHAPE", default_value = "json")]
    shape: Shape,
    /// What the offsets count.
    #[arg(long, value_name = "UNIT", default_value = "codepoints")]
    offsets: Unit,
    /// Articles worked on at the same time; the order of the output stays that of the input [default: cores]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Shape {
    /// copydesk.article.v1, one article a line.
    Json,
    /// A few lines for people.
    Text,
    /// ninjs 3.0, one item a line.
    Ninjs,
    /// schema.org NewsArticle (JSON-LD), one article a line.
    Schemaorg,
    /// GDELT Global Quotation Graph, one article's quotes a line.
    Gqg,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Unit {
    /// Unicode code points (Python).
    Codepoints,
    /// UTF-16 code units (JavaScript, Java, C#).
    Utf16,
    /// Bytes of UTF-8 (Rust, Go).
    Bytes,
}

/// What became of one input.
struct Enriched {
    input: FileInput,
    /// The articles in the shape of the output, or why there are none.
    output: Result<Output, Rejection>,
    articles: u64,
    words: u64,
}

/// Articles ready to be written.
enum Output {
    Bytes(Vec<u8>),
    Messages(Vec<Message>),
}

/// Enriches all inputs; 1 when some were rejected.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let (files, size) = inputs::list(&args.files)?;
    for target in [&args.output, &args.rejects].into_iter().flatten() {
        ensure!(!is_one_of(target, &files), "{} is an input: it would be overwritten", target.display());
    }
    let progress = progress_bar(size);
    let destination = args.to.as_deref().map(Destination::parse).transpose().map_err(anyhow::Error::msg)?;
    let open = |to: &Destination| Archived::open(to, &settings.archive, &progress);
    let mut archive = destination.as_ref().map(open).transpose()?;
    let mut out: Box<dyn Write> = match &args.output {
        Some(path) => Box::new(create(path)?),
        None => Box::new(io::stdout().lock()),
    };
    let mut rejects = Rejects::new(args.rejects.as_deref().map(create).transpose()?, &progress);
    let pipeline = Pipeline::load(settings.pipeline()?)?;
    let jobs = args.jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
    let (mut articles, mut words) = (0, 0);
    let inputs = Inputs::new(files, settings.normalize.max_body_bytes, progress.clone());
    let done = in_order::map(
        inputs,
        jobs,
        |input| enrich(&pipeline, input, args, &settings.outputs),
        |outcome: Enriched| {
            articles += outcome.articles;
            words += outcome.words;
            match outcome.output {
                Ok(Output::Bytes(output)) => out.write_all(&output).context("cannot write the output")?,
                Ok(Output::Messages(messages)) => archive.as_mut().expect("opened for them").add(messages)?,
                Err(rejection) => rejects.add(&outcome.input, &rejection)?,
            }
            progress.set_message(format!("{articles} enriched, {} rejected", rejects.count()));
            Ok(())
        },
    );
    // Whoever reads the output may have seen enough, as `head` has.
    match done {
        Err(error) if is_broken_pipe(&error) => return Ok(ExitCode::SUCCESS),
        done => done?,
    }
    out.flush().context("cannot write the output")?;
    let refused = archive.map(Archived::finish).transpose()?.unwrap_or(0);
    let seconds = progress.elapsed().as_secs_f64();
    progress.finish_and_clear();
    let rejected = rejects.count() + refused;
    if rejected > 0 || io::stderr().is_terminal() {
        complain!(
            "{articles} enriched, {rejected} rejected, {words} words in {seconds:.1} s ({:.0} articles/s)",
            (articles + rejected) as f64 / seconds
        );
    }
    Ok(ExitCode::from(u8::from(rejected > 0)))
}

fn enrich(pipeline: &Pipeline, input: FileInput, args: &Args, outputs: &OutputSettings) -> Enriched {
    let (mut articles, mut words) = (0, 0);
    // Neither an archive nor a file of lines has a use for envelopes and compression.
    let plain = OutputSettings { envelope: Envelope::None, compression: Compression::None, ..*outputs };
    let mut output = if args.to.is_some() { Output::Messages(Vec::new()) } else { Output::Bytes(Vec::new()) };
    let mut budget = OutputBudget::new(&plain);
    let result = input.as_input().and_then(|input| {
        pipeline.process_each(&input, &mut |_| ControlFlow::Continue(()), &mut |article| {
            articles += 1;
            words += article.word_count as u64;
            match &mut output {
                Output::Messages(messages) => messages.extend(archived::messages(&article, &mut budget)?),
                Output::Bytes(bytes) => {
                    let line = shaped(article, args);
                    budget.take(line.len())?;
                    bytes.extend(line);
                }
            }
            Ok(())
        })
    });
    if result.is_err() {
        (articles, words) = (0, 0);
    }
    Enriched { input, output: result.map(|()| output), articles, words }
}

fn shaped(article: EnrichedArticle, args: &Args) -> Vec<u8> {
    match args.shape {
        Shape::Json => {
            let unit = match args.offsets {
                Unit::Codepoints => OffsetUnit::CodePoints,
                Unit::Utf16 => OffsetUnit::Utf16,
                Unit::Bytes => OffsetUnit::Bytes,
            };
            line(&article.with_offsets(unit))
        }
        Shape::Text => pretty::article(&article).into_bytes(),
        Shape::Ninjs => line(&archives::ninjs(&article)),
        Shape::Schemaorg => line(&archives::schema_org(&article)),
        Shape::Gqg => line(&archives::quotation_graph(&article)),
    }
}

fn line(value: &impl Serialize) -> Vec<u8> {
    let mut line = serde_json::to_vec(value).expect("published types always serialise");
    line.push(b'\n');
    line
}

/// A bar over the bytes of the files on a terminal, where their size is known; else a count; elsewhere nothing.
fn progress_bar(size: Option<u64>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr_with_hz(10));
    let template = match size {
        Some(_) => "{bar:30} {percent}% {msg}, {eta} left",
        None => "{spinner} {msg}, {elapsed}",
    };
    bar.with_style(ProgressStyle::with_template(template).expect("a template that is written here"))
}

fn create(path: &Path) -> anyhow::Result<File> {
    File::create(path).with_context(|| format!("cannot write {}", path.display()))
}

fn is_one_of(target: &Path, files: &[Listed]) -> bool {
    target.canonicalize().is_ok_and(|target| files.iter().any(|f| f.path.canonicalize().is_ok_and(|f| f == target)))
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
