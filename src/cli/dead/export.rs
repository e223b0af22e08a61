//! Dead letters as files, to be looked at, changed and published again: the body, and beside it what else the message
//! said.

use std::path::{Path, PathBuf};

use crate::broker::{Broker, Delivery};
use crate::cli::inputs::last_coding;
use crate::operator::Sidecar;
use crate::operator::dead_letters::{Filter, Letter, look};

/// Writes the bodies of the letters that are meant into `dir`, one file each with a [`Sidecar`] beside it, and an
/// `index.tsv` with the reasons.
/// Gives the number of files.
///
/// # Errors
/// As the broker or the file system says.
pub async fn export(broker: &Broker, queue: &str, filter: &Filter, dir: &Path) -> anyhow::Result<u64> {
    std::fs::create_dir_all(dir)?;
    let mut count = 0;
    let mut index = String::from("file\tid\tcode\tstage\tsource\tfailed_at\terror\n");
    let mut failure = None;
    look(broker, queue, filter, |letter, delivery| {
        let name = file_name(count, letter, delivery);
        count += 1;
        let columns = [
            Some(name.display().to_string()),
            letter.id.clone(),
            Some(letter.code.clone()),
            letter.stage.clone(),
            Some(letter.source.clone()),
            letter.failed_at.map(|at| at.to_string()),
            letter.error.clone(),
        ];
        let columns = columns.map(|column| column.unwrap_or_default().replace(['\t', '\n', '\r'], " "));
        index.push_str(&(columns.join("\t") + "\n"));
        let path = dir.join(name);
        let written = std::fs::write(&path, &delivery.body).and_then(|()| Sidecar::of(delivery).write(&path));
        failure = written.err();
        failure.is_none()
    })
    .await?;
    if let Some(error) = failure {
        return Err(error.into());
    }
    std::fs::write(dir.join("index.tsv"), index)?;
    Ok(count)
}

/// `0007-no_text-a1.json`: in the order of the queue, with a suffix by which `publish` reads it again.
fn file_name(number: u64, letter: &Letter, delivery: &Delivery) -> PathBuf {
    let word = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' }).take(60).collect()
    };
    let kind = letter.content_type.as_deref().unwrap_or_default();
    let suffix = match kind.split(';').next().unwrap_or_default().trim() {
        "text/html" | "application/xhtml+xml" => "html",
        "text/plain" => "txt",
        "application/xml" | "text/xml" => "xml",
        _ => "json",
    };
    let encoding = delivery.properties.content_encoding.as_deref().unwrap_or_default();
    let compressed = last_coding(encoding).map_or("", |(suffix, _)| suffix);
    let id = word(letter.id.as_deref().unwrap_or("no-id"));
    PathBuf::from(format!("{number:04}-{}-{id}.{suffix}{compressed}", word(&letter.code)))
}
