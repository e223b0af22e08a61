//! What `copydesk enrich` does with what it cannot enrich: a line for each on standard error or in a file.

use std::borrow::Cow;
use std::fs::File;
use std::io::Write;

use anyhow::Context;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use indicatif::ProgressBar;
use serde::Serialize;

use crate::article::Rejection;
use crate::cli::inputs::FileInput;

/// Counts and reports rejections.
pub struct Rejects {
    file: Option<File>,
    progress: ProgressBar,
    count: u64,
}

/// A line of the file.
#[derive(Serialize)]
struct Line<'a> {
    file: Cow<'a, str>,
    line: Option<u64>,
    code: &'static str,
    message: &'a str,
    /// The input where it is UTF-8 text.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
    /// The input where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
}

impl Rejects {
    /// Reports into `file`, or on standard error without disturbing the progress bar.
    pub fn new(file: Option<File>, progress: &ProgressBar) -> Self {
        Rejects { file, progress: progress.clone(), count: 0 }
    }

    /// Number of rejections so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Reports one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, input: &FileInput, rejection: &Rejection) -> anyhow::Result<()> {
        self.count += 1;
        let Some(file) = &mut self.file else {
            self.progress.suspend(|| complain!("{}: rejected: {rejection}", input.origin));
            return Ok(());
        };
        let text = std::str::from_utf8(&input.body).ok();
        let mut line = serde_json::to_vec(&Line {
            file: input.origin.file.to_string_lossy(),
            line: input.origin.line,
            code: rejection.code.as_str(),
            message: &rejection.message,
            body: text,
            body_base64: text.is_none().then(|| BASE64_STANDARD.encode(&input.body)),
        })?;
        line.push(b'\n');
        file.write_all(&line).context("cannot write the rejects")
    }
}
