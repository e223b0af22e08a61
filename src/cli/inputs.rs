//! Raw articles from files: `.jsonl`, `.json`, `.html`, `.xml`, `.txt` and `.warc`, each also as `.gz` or `.zst`,
//! folders walked, standard input.
//!
//! What a file holds is told by its suffix and, where that says nothing, by its first bytes; whether it is
//! compressed is told by its first bytes alone. One article is in memory at a time, and none larger than the limit.

mod compressed;
mod listing;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;

use crate::article::{Input, Rejection, RejectionCode};
use crate::normalize::{WarcResponse, next_response};
pub use compressed::last_coding;
pub use listing::{Listed, list};

/// Where an article was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file as named on the command line; `-` is standard input.
    pub file: PathBuf,
    /// Line of a JSON Lines file, or response in a WARC file, from 1.
    pub line: Option<u64>,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file.display()),
            None => write!(f, "{}", self.file.display()),
        }
    }
}

/// One raw article as it lies in a file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileInput {
    /// Where it was read.
    pub origin: Origin,
    /// MIME type that the file's format implies, or that a stored response has; empty where it has none.
    pub content_type: Cow<'static, str>,
    /// Content encoding of a stored response.
    pub content_encoding: Option<String>,
    /// Address of a stored response.
    pub url: Option<String>,
    /// Its bytes, those of a file decompressed; empty where reading it failed.
    pub body: Vec<u8>,
    /// Why it could not be read, with code `too_large` or `undecodable`.
    pub failure: Option<Rejection>,
}

impl FileInput {
    /// A whole file that cannot be read.
    fn unread(file: PathBuf, reason: &str) -> Self {
        FileInput {
            origin: Origin { file, line: None },
            content_type: Cow::Borrowed(""),
            content_encoding: None,
            url: None,
            body: Vec::new(),
            failure: Some(Rejection::new(RejectionCode::Undecodable, format!("cannot be read: {reason}"))),
        }
    }

    /// The article as the pipeline takes it.
    ///
    /// # Errors
    /// The [`Rejection`] that reading it ended in.
    pub fn as_input(&self) -> Result<Input<'_>, Rejection> {
        match &self.failure {
            Some(rejection) => Err(rejection.clone()),
            None => Ok(Input {
                body: &self.body,
                content_type: Some(&self.content_type),
                content_encoding: self.content_encoding.as_deref(),
                url: self.url.as_deref(),
                date: None,
            }),
        }
    }
}

/// How articles lie in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    /// One article as a JSON object in each line.
    Lines,
    /// The responses in a WARC file are one message each.
    Warc,
    /// The whole file is one message of this MIME type.
    Whole(&'static str),
}

/// Reads the articles of many files, in order.
#[derive(Debug)]
pub struct Inputs {
    files: std::vec::IntoIter<Listed>,
    max_bytes: usize,
    progress: ProgressBar,
    current: Option<Reading>,
}

/// A file that is being read.
struct Reading {
    path: PathBuf,
    format: Format,
    reader: Box<dyn BufRead + Send>,
    line: u64,
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").field("path", &self.path).field("line", &self.line).finish_non_exhaustive()
    }
}

impl Inputs {
    /// Prepares to read `files` as [`list`] gives them.
    ///
    /// An article of more than `max_bytes` bytes is not read but reported as `too_large`. `progress` is moved on by
    /// the bytes taken from the files, before decompression.
    pub fn new(files: Vec<Listed>, max_bytes: usize, progress: ProgressBar) -> Self {
        Inputs { files: files.into_iter(), max_bytes, progress, current: None }
    }

    fn open(&self, path: &Path) -> io::Result<Reading> {
        let source: Box<dyn Read + Send> =
            if path.as_os_str() == "-" { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
        let mut reader = compressed::reader(BufReader::new(self.progress.wrap_read(source)))?;
        let format = match format_of(path) {
            Some(format) => format,
            // An unreadable beginning is reported with the article that it belongs to.
            None => reader.fill_buf().map_or(Format::Whole("text/plain"), guess),
        };
        Ok(Reading { path: path.to_owned(), format, reader, line: 0 })
    }
}

impl Iterator for Inputs {
    type Item = FileInput;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.current.is_none() {
                let Listed { path, problem } = self.files.next()?;
                let opened = match problem {
                    Some(problem) => Err(problem),
                    None => self.open(&path).map_err(|error| error.to_string()),
                };
                match opened {
                    Ok(reading) => self.current = Some(reading),
                    Err(reason) => return Some(FileInput::unread(path, &reason)),
                }
            }
            let (input, ended) = self.current.as_mut()?.next(self.max_bytes);
            if ended {
                self.current = None;
            }
            if let Some(input) = input {
                return Some(input);
            }
        }
    }
}

impl Reading {
    /// The next article, and whether the file ends with it.
    fn next(&mut self, max_bytes: usize) -> (Option<FileInput>, bool) {
        match self.format {
            Format::Whole(content_type) => {
                let mut body = Vec::new();
                let read = (&mut self.reader).take(max_bytes as u64 + 1).read_to_end(&mut body);
                (Some(self.input(content_type, body, read.err(), max_bytes)), true)
            }
            Format::Warc => {
                self.line += 1;
                match next_response(&mut self.reader, max_bytes) {
                    None => (None, true),
                    Some(Ok(response)) => (Some(self.stored(response)), false),
                    Some(Err(rejection)) => {
                        let ended = rejection.code != RejectionCode::TooLarge;
                        let failed = FileInput { failure: Some(rejection), ..self.stored(WarcResponse::default()) };
                        (Some(failed), ended)
                    }
                }
            }
            Format::Lines => loop {
                self.line += 1;
                let Some((body, failure)) = line(&mut self.reader, max_bytes) else { return (None, true) };
                if failure.is_some() || !body.trim_ascii().is_empty() {
                    let ended = failure.is_some();
                    return (Some(self.input("application/json", body, failure, max_bytes)), ended);
                }
            },
        }
    }

    fn input(
        &self,
        content_type: &'static str,
        mut body: Vec<u8>,
        failure: Option<io::Error>,
        max_bytes: usize,
    ) -> FileInput {
        let failure = match failure {
            Some(error) => Some(Rejection::new(RejectionCode::Undecodable, format!("cannot be read: {error}"))),
            None if body.len() > max_bytes => {
                Some(Rejection::new(RejectionCode::TooLarge, format!("larger than {max_bytes} bytes")))
            }
            None => None,
        };
        if failure.is_some() {
            body = Vec::new();
        }
        let content_type = Cow::Borrowed(content_type);
        FileInput { origin: self.origin(), content_type, content_encoding: None, url: None, body, failure }
    }

    fn stored(&self, response: WarcResponse) -> FileInput {
        FileInput {
            origin: self.origin(),
            content_type: Cow::Owned(response.content_type.unwrap_or_default()),
            content_encoding: response.content_encoding,
            url: response.url,
            body: response.body,
            failure: None,
        }
    }

    fn origin(&self) -> Origin {
        let line = (!matches!(self.format, Format::Whole(_))).then_some(self.line);
        Origin { file: self.path.clone(), line }
    }
}

/// The next line without its line feed, and what its reading failed with; nothing at the end.
///
/// Of a line over `max_bytes` the first `max_bytes + 1` bytes are given and the rest is skipped, so that the line
/// behind it can be read.
fn line(reader: &mut dyn BufRead, max_bytes: usize) -> Option<(Vec<u8>, Option<io::Error>)> {
    let mut body = Vec::new();
    let mut failure = reader.take(max_bytes as u64 + 1).read_until(b'\n', &mut body).err();
    if body.is_empty() && failure.is_none() {
        return None;
    }
    if body.last() == Some(&b'\n') {
        body.pop();
    } else if body.len() > max_bytes && failure.is_none() {
        failure = reader.skip_until(b'\n').err();
    }
    Some((body, failure))
}

/// The format that a file's name tells, its compression suffix aside.
fn format_of(path: &Path) -> Option<Format> {
    // Suffixes are ASCII; the rest of a name may be anything.
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    match name.rsplit_once('.')?.1 {
        "jsonl" | "ndjson" => Some(Format::Lines),
        "warc" => Some(Format::Warc),
        "json" => Some(Format::Whole("application/json")),
        "html" | "htm" | "xhtml" => Some(Format::Whole("text/html")),
        "xml" => Some(Format::Whole("application/xml")),
        "txt" => Some(Format::Whole("text/plain")),
        _ => None,
    }
}

/// The format that the first bytes suggest: markup, JSON in one or in many lines, else plain text.
fn guess(start: &[u8]) -> Format {
    if start.starts_with(b"WARC/") {
        return Format::Warc;
    }
    let start = start.trim_ascii_start();
    let first_line = start.split(|&b| b == b'\n').next().unwrap_or_default().trim_ascii_end();
    match start.first() {
        Some(b'<') => Format::Whole("text/html"),
        // A line that is longer than the buffer is certainly not the first of a document set over many lines.
        Some(b'{') if first_line.ends_with(b"}") || first_line.len() == start.len() => Format::Lines,
        Some(b'{' | b'[') => Format::Whole("application/json"),
        _ => Format::Whole("text/plain"),
    }
}

#[cfg(test)]
mod tests;
