//! `copydesk evaluate --speed`: words per second of every step, on one core.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::ensure;

use crate::annotate::{Annotators, Instructions};
use crate::document::{BlockKind, Document};
use crate::evaluation;

/// The values of `--instructions`.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub enum Choice {
    /// Those of every processor.
    Plain,
    /// AVX2.
    Avx2,
    /// AVX-512.
    Avx512,
}

/// The annotators, computed with the instructions that were chosen.
///
/// # Errors
/// When this processor has not got them.
pub fn with_instructions(annotators: Annotators, choice: Option<Choice>) -> anyhow::Result<Annotators> {
    let instructions = match choice {
        None => return Ok(annotators),
        Some(Choice::Plain) => Instructions::Plain,
        Some(Choice::Avx2) => Instructions::Avx2,
        Some(Choice::Avx512) => Instructions::Avx512,
    };
    ensure!(instructions <= Instructions::default(), "this processor has not got these instructions");
    Ok(annotators.with_instructions(instructions))
}

/// Annotates the text files (paragraphs apart by blank lines) as English, with the annotators that `load` gives, and
/// prints the time of each step.
pub fn run(files: &[PathBuf], load: impl FnOnce() -> anyhow::Result<Annotators>) -> anyhow::Result<()> {
    let mut documents = Vec::new();
    for path in files {
        let text = evaluation::read(path)?;
        let paragraphs = text.split("\n\n").map(str::trim).filter(|p| !p.is_empty());
        let body: Vec<_> = paragraphs.map(|p| (BlockKind::Body, p)).collect();
        documents.push(Document::new("", &body, "en", None));
    }
    let words: usize = documents.iter().map(|d| d.text().split_whitespace().count()).sum();
    ensure!(words > 0, "there are no words in these files");

    let start = clock();
    let annotators = load()?;
    println!("loading the models {:>8.1} ms", 1000.0 * (clock() - start).as_secs_f64());
    // The first run fills the caches and builds what is built on first use.
    documents.iter().for_each(|doc| annotators.annotate(&mut doc.clone()));

    let mut steps: Vec<(&'static str, Duration)> = Vec::new();
    let mut total = Duration::ZERO;
    for mut doc in documents {
        let start = clock();
        let mut open: Option<(&'static str, Duration)> = None;
        let mut close = |open: Option<(&'static str, Duration)>, now: Duration| {
            let Some((name, since)) = open else { return };
            match steps.iter_mut().find(|(step, _)| *step == name) {
                Some((_, time)) => *time += now - since,
                None => steps.push((name, now - since)),
            }
        };
        _ = annotators.annotate_stepwise(&mut doc, &mut |name| {
            let now = clock();
            close(open.replace((name, now)), now);
            ControlFlow::Continue(())
        });
        let end = clock();
        close(open, end);
        total += end - start;
    }
    for (name, time) in steps.into_iter().chain([("all steps", total)]) {
        println!("{name:18} {:>10.0} words/s", words as f64 / time.as_secs_f64().max(1e-9));
    }
    println!("{words} words, one thread, processor time where the system tells it");
    Ok(())
}

/// Processor time of this thread, so that a busy machine does not count.
#[cfg(unix)]
fn clock() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}

/// The time that passed.
#[cfg(not(unix))]
fn clock() -> Duration {
    static BEGIN: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    BEGIN.elapsed()
}
