//! `copydesk test`: an operator's own cases, each an input with what its output has to hold.

mod subset;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use indicatif::ProgressBar;
use serde_json::{Value, json};

use super::inputs::{self, Inputs};
use super::print;
use crate::pipeline::Pipeline;
use crate::settings::Settings;

/// What the name of an expectation ends with; in front of it stands the name of the input without its suffix.
const EXPECTED: &str = ".expected.json";

#[derive(Debug, clap::Args)]
#[command(after_help = "A case is two files beside each other: NAME.json (or .html, .txt, …), the raw article, and \
                        NAME.expected.json, the part of the output that matters: fields that are not named are not \
                        compared, the items of a list have to come in this order with any others between them. \
                        {\"$none\": [ITEM…]} means a list without such items, {\"$count\": N} one of N items, \
                        {\"rejected\": CODE} an article that is refused.\n\nExit codes: 0 all as expected, 1 some \
                        not, 2 wrong usage, settings, or no cases.")]
pub struct Args {
    /// Folders of cases, or single expectations.
    #[arg(required = true, value_name = "FOLDER")]
    cases: Vec<PathBuf>,
}

/// An input and what is expected of it.
struct Case {
    input: PathBuf,
    expected: Value,
}

/// Runs all cases through the pipeline with these settings; 1 when some are not as expected.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let mut expectations = Vec::new();
    for place in &args.cases {
        find(place, &mut expectations)?;
    }
    ensure!(!expectations.is_empty(), "no case: there is no file NAME{EXPECTED} in what was given");
    let cases = expectations.iter().map(|path| read(path)).collect::<anyhow::Result<Vec<Case>>>()?;
    let pipeline = Pipeline::load(settings.pipeline()?)?;
    let mut failed = 0;
    for case in &cases {
        let found = enrich(&pipeline, &case.input, settings.normalize.max_body_bytes)?;
        let differences = subset::differences(&case.expected, &found);
        let word = if differences.is_empty() { "ok  " } else { "FAIL" };
        failed += usize::from(!differences.is_empty());
        let lines: String = differences.iter().map(|difference| format!("       {difference}\n")).collect();
        print(&format!("{word} {}\n{lines}", case.input.display()))?;
    }
    print(&format!("{} of {} cases as expected\n", cases.len() - failed, cases.len()))?;
    Ok(ExitCode::from(u8::from(failed > 0)))
}

/// All expectations at a place, in the order of their names.
fn find(place: &Path, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let context = || format!("cannot read {}", place.display());
    if !std::fs::metadata(place).with_context(context)?.is_dir() {
        found.push(place.to_owned());
        return Ok(());
    }
    let entries = std::fs::read_dir(place).with_context(context)?;
    let mut paths =
        entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>().with_context(context)?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            find(&path, found)?;
        } else if path.to_string_lossy().ends_with(EXPECTED) {
            found.push(path);
        }
    }
    Ok(())
}

fn read(expectation: &Path) -> anyhow::Result<Case> {
    let name = expectation.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let Some(name) = name.strip_suffix(EXPECTED) else {
        bail!("{}: an expectation is called NAME{EXPECTED}", expectation.display());
    };
    let text =
        std::fs::read_to_string(expectation).with_context(|| format!("cannot read {}", expectation.display()))?;
    let expected = serde_json::from_str(&text).with_context(|| format!("{} is no JSON", expectation.display()))?;
    let folder = expectation.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let of_this_name = |path: &PathBuf| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        file.strip_prefix(name).is_some_and(|suffix| suffix.starts_with('.') && suffix != EXPECTED)
    };
    let inputs: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    match inputs.into_iter().filter(of_this_name).collect::<Vec<_>>().as_slice() {
        [input] => Ok(Case { input: input.clone(), expected }),
        [] => bail!("{}: there is no input {name}.json, {name}.html or the like beside it", expectation.display()),
        _ => bail!("{}: more than one input is called {name}", expectation.display()),
    }
}

/// The article in a file as published; of several a list; `rejected` and `message` when it is refused.
fn enrich(pipeline: &Pipeline, file: &Path, max_bytes: usize) -> anyhow::Result<Value> {
    let (files, _) = inputs::list(&[file.to_owned()])?;
    let mut found = Vec::new();
    for input in Inputs::new(files, max_bytes, ProgressBar::hidden()) {
        match input.as_input().and_then(|input| pipeline.process(&input)) {
            Ok(articles) => {
                for article in articles {
                    found.push(serde_json::to_value(article)?);
                }
            }
            Err(rejection) => found.push(json!({"rejected": rejection.code.as_str(), "message": rejection.message})),
        }
    }
    Ok(if found.len() == 1 { found.swap_remove(0) } else { Value::Array(found) })
}
