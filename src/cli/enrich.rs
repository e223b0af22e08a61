//! `copydesk enrich`: JSON Lines in, JSON Lines out.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use crate::article::Input;
use crate::pipeline::Pipeline;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files of raw articles; standard input when none is given.
    files: Vec<PathBuf>,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let pipeline = Pipeline::default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut rejected = false;
    let mut each = |reader: &mut dyn BufRead| -> anyhow::Result<()> {
        for line in reader.lines() {
            let line = line?;
            let input = Input { body: line.as_bytes(), content_type: Some("application/json"), ..Input::default() };
            match pipeline.process(&input) {
                Ok(articles) => {
                    for article in articles {
                        serde_json::to_writer(&mut out, &article)?;
                        out.write_all(b"\n")?;
                    }
                }
                Err(rejection) => {
                    rejected = true;
                    eprintln!("copydesk: rejected: {rejection}");
                }
            }
        }
        Ok(())
    };
    if args.files.is_empty() {
        each(&mut std::io::stdin().lock())?;
    }
    for path in &args.files {
        let file = std::fs::File::open(path).with_context(|| format!("cannot open {}", path.display()))?;
        each(&mut BufReader::new(file))?;
    }
    out.flush()?;
    Ok(ExitCode::from(u8::from(rejected)))
}
