//! Reads the lists of names that the settings name.

use std::path::Path;

use anyhow::Context;

use crate::annotate::gazetteer::{EntitySettings, Watchlist, read_csv, read_jsonl};

/// Reads the lists; files whose name ends in `.jsonl` or `.json` hold JSON Lines, all others CSV.
///
/// # Errors
/// A file that cannot be read, or a line of it that is no entry; the message names both.
pub fn read(settings: &EntitySettings) -> anyhow::Result<Watchlist> {
    let mut entries = Vec::new();
    for path in &settings.gazetteers {
        let name = path.display();
        let text = std::fs::read_to_string(path).with_context(|| format!("entities.gazetteers: cannot read {name}"))?;
        let read = if is_json(path) { read_jsonl(&text) } else { read_csv(&text) };
        entries.extend(read.with_context(|| format!("entities.gazetteers: {name}"))?);
    }
    Ok(Watchlist::new(entries))
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "jsonl" || extension == "json")
}
