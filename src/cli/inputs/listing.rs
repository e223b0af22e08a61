//! Which files are read for the paths on the command line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

/// A file to be read, or one that cannot be, with the reason: it is counted and named like an article that is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Where it is; `-` is standard input.
    pub path: PathBuf,
    /// Why it is not read.
    pub problem: Option<String>,
}

/// The files to read: each path itself, the articles in each folder in order of their names, or standard input (`-`)
/// when there is no path. With them the sum of their sizes in bytes, as far as it is known.
///
/// Named files are read whatever they are called. Of a folder, only the files with a known suffix are, and nothing
/// whose name begins with a dot; the others are counted on standard error. What a folder holds and cannot be read is given
/// with the reason.
///
/// # Errors
/// When a path does not exist or a folder holds no article, so that a misspelt name ends a run before it begins.
pub fn list(paths: &[PathBuf]) -> anyhow::Result<(Vec<Listed>, Option<u64>)> {
    if paths.is_empty() {
        return Ok((vec![Listed { path: PathBuf::from("-"), problem: None }], None));
    }
    let mut files = Vec::new();
    let mut size = Some(0);
    let mut left_out = BTreeMap::new();
    for path in paths {
        if path.as_os_str() == "-" {
            files.push(Listed { path: path.clone(), problem: None });
            size = None;
            continue;
        }
        let before = files.len();
        add(path, true, &mut files, &mut size, &mut left_out)?;
        ensure!(
            files.len() > before,
            "nothing to read in {} (.jsonl, .json, .html, .xml, .txt, .warc)",
            path.display()
        );
    }
    if !left_out.is_empty() {
        let counted: Vec<String> = left_out.iter().map(|(suffix, files)| format!("{files} {suffix}")).collect();
        complain!("files of other kinds are left out: {}; name those that are meant", counted.join(", "));
    }
    Ok((files, size))
}

fn add(
    path: &Path,
    named: bool,
    files: &mut Vec<Listed>,
    size: &mut Option<u64>,
    left_out: &mut BTreeMap<String, usize>,
) -> anyhow::Result<()> {
    let mut unread = |problem: String| files.push(Listed { path: path.to_owned(), problem: Some(problem) });
    let about = match std::fs::metadata(path) {
        Ok(about) => about,
        Err(error) if named => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        // A link that leads nowhere, or a folder that may not be searched.
        Err(error) => {
            if super::format_of(path).is_some() {
                unread(error.to_string());
            }
            return Ok(());
        }
    };
    if about.is_dir() {
        // A linked folder could lead back here; a link named on the command line is meant.
        if !named && path.is_symlink() {
            return Ok(());
        }
        let entries = std::fs::read_dir(path).and_then(|entries| entries.map(|e| e.map(|e| e.path())).collect());
        let mut entries: Vec<PathBuf> = match entries {
            Ok(entries) => entries,
            Err(error) if named => return Err(error).with_context(|| format!("cannot read {}", path.display())),
            Err(error) => {
                unread(error.to_string());
                return Ok(());
            }
        };
        entries.sort();
        let hidden = |p: &PathBuf| p.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"."));
        return entries.iter().filter(|p| !hidden(p)).try_for_each(|p| add(p, false, files, size, left_out));
    }
    if !named && super::format_of(path).is_none() {
        // What a folder says of itself.
        if path.file_stem().is_some_and(|stem| stem == "README") {
            return Ok(());
        }
        let suffix = path.extension().map_or("without a suffix".to_owned(), |s| format!(".{}", s.to_string_lossy()));
        *left_out.entry(suffix).or_default() += 1;
        return Ok(());
    }
    if !named && !about.is_file() {
        // Opening a pipe waits for somebody to write into it. One that is named is meant.
        unread("it is no regular file".to_owned());
        return Ok(());
    }
    files.push(Listed { path: path.to_owned(), problem: None });
    // A pipe has no size, and then the whole is not known.
    *size = size.filter(|_| about.is_file()).map(|sum| sum + about.len());
    Ok(())
}
