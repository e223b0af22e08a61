//! Which files are read for the paths on the command line.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};

/// The files to read: each path itself, the articles in each folder in order of their names, or standard input (`-`)
/// when there is no path. With them the sum of their sizes in bytes, as far as it is known.
///
/// Named files are read whatever they are called. Of a folder, only the files with a known suffix are, and nothing
/// whose name begins with a dot.
///
/// # Errors
/// When a path does not exist or a folder holds no article, so that a misspelt name ends a run before it begins.
pub fn list(paths: &[PathBuf]) -> anyhow::Result<(Vec<PathBuf>, Option<u64>)> {
    if paths.is_empty() {
        return Ok((vec![PathBuf::from("-")], None));
    }
    let mut files = Vec::new();
    let mut size = Some(0);
    for path in paths {
        if path.as_os_str() == "-" {
            files.push(path.clone());
            size = None;
            continue;
        }
        let before = files.len();
        add(path, true, &mut files, &mut size)?;
        ensure!(files.len() > before, "no articles in {} (.jsonl, .json, .html, .xml, .txt, .warc)", path.display());
    }
    Ok((files, size))
}

fn add(path: &Path, named: bool, files: &mut Vec<PathBuf>, size: &mut Option<u64>) -> anyhow::Result<()> {
    let context = || format!("cannot read {}", path.display());
    let about = std::fs::metadata(path).with_context(context)?;
    if about.is_dir() {
        // A linked folder could lead back here; a link named on the command line is meant.
        if !named && path.is_symlink() {
            return Ok(());
        }
        let entries = std::fs::read_dir(path).with_context(context)?;
        let mut entries = entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>().with_context(context)?;
        entries.sort();
        let hidden = |p: &PathBuf| p.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"."));
        return entries.iter().filter(|p| !hidden(p)).try_for_each(|p| add(p, false, files, size));
    }
    if named || super::format_of(path).is_some() {
        files.push(path.to_owned());
        // A pipe has no size, and then the whole is not known.
        *size = size.filter(|_| about.is_file()).map(|sum| sum + about.len());
    }
    Ok(())
}
