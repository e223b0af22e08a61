//! The one format of all files of a pack: `[section]` headings, lines under them, `#` comments.

use std::fmt;

/// A mistake in a language pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PackError {
    file: String,
    line: usize,
    what: String,
}

impl PackError {
    /// A mistake in a file of a pack, given by its code, its name and the line, from 1 on; 0 for the whole file.
    pub fn new(code: &str, name: &str, line: usize, what: impl Into<String>) -> Self {
        PackError { file: format!("{code}/{name}"), line, what: what.into() }
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.what),
            line => write!(f, "{}:{line}: {}", self.file, self.what),
        }
    }
}

/// The lines under one heading.
#[derive(Debug, Clone)]
pub struct Section {
    /// What stands between the brackets of the heading.
    pub name: &'static str,
    /// Lines with their numbers, from 1 on; without comments and empty lines.
    pub lines: Vec<(usize, &'static str)>,
    file: String,
    line: usize,
}

impl Section {
    /// The words of all its lines, which blanks part.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.lines.iter().flat_map(|(_, text)| text.split_whitespace())
    }

    /// A mistake in the heading.
    pub fn error(&self, what: &str) -> PackError {
        PackError { file: self.file.clone(), line: self.line, what: format!("{what} `{}`", self.name) }
    }

    /// A mistake in a line of the section.
    pub fn error_at(&self, line: usize, what: impl Into<String>) -> PackError {
        PackError { file: self.file.clone(), line, what: what.into() }
    }
}

/// Reads the sections of a file.
///
/// # Errors
/// A line before the first heading, or a heading that is not closed.
pub(super) fn read(code: &str, name: &str, text: &'static str) -> Result<Vec<Section>, PackError> {
    let mut sections: Vec<Section> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        // A comment begins at the start of a line or after a blank, so that `#` may stand in a word.
        let line = line.split(" #").next().unwrap_or_default().trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(heading) = line.strip_prefix('[') {
            let heading = heading.strip_suffix(']');
            let name_of = heading.ok_or_else(|| PackError::new(code, name, number, "a heading without ]"))?;
            sections.push(Section {
                name: name_of.trim(),
                lines: Vec::new(),
                file: format!("{code}/{name}"),
                line: number,
            });
            continue;
        }
        match sections.last_mut() {
            Some(section) => section.lines.push((number, line)),
            None => return Err(PackError::new(code, name, number, "a line before the first [section]")),
        }
    }
    Ok(sections)
}
