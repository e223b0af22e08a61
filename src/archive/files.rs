//! The archive in files: `<schema>/date=<day>/<name>.jsonl.zst`, the day on which it was enriched.
//!
//! A file grows aside, in the folder `.open`, one zstd frame for each batch, and what the broker said about it. A batch counts as archived once its frame is
//! synced; a file is renamed to its place when it is large or old enough, or when the archive stops. What a crash leaves
//! in `.open` is put right by the next archive that opens the folder: whole frames are kept, and nothing that was
//! acknowledged stands in another.

mod metadata;
mod recovery;

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::message::Message;
use super::postgres::StoreError;
use super::settings::ArchiveSettings;
use super::{ArchivedRows, Written};
pub use metadata::FileMetadata;

/// Where files grow.
const ASIDE: &str = ".open";

/// The ending of every file.
const ENDING: &str = ".jsonl.zst";

/// A folder of files.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    file_bytes: u64,
    file_age: Duration,
    level: i32,
    growing: BTreeMap<(&'static str, String), Growing>,
}

/// A file that is not at its place yet. The lock on it tells other archives that its owner lives.
#[derive(Debug)]
struct Growing {
    file: File,
    path: PathBuf,
    /// Synced so far.
    bytes: u64,
    since: Instant,
}

impl Files {
    /// Opens a folder, makes it where it is missing, and puts right what a crash left.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where nothing may be written, else [`StoreError::Away`].
    pub fn open(root: &Path, settings: &ArchiveSettings) -> Result<Files, StoreError> {
        let aside = root.join(ASIDE);
        fs::create_dir_all(&aside).map_err(|error| unusable(&aside, &error))?;
        recovery::recover(root, &aside).map_err(|error| unusable(&aside, &error))?;
        Ok(Files {
            root: root.to_owned(),
            file_bytes: settings.file_bytes,
            file_age: settings.file_age,
            level: settings.compression_level,
            growing: BTreeMap::new(),
        })
    }

    /// Writes a batch; all of it is on disk when this returns. After an error some of it may be, and stands there twice
    /// when it is written again.
    ///
    /// # Errors
    /// [`StoreError::Away`].
    pub fn write(&mut self, messages: &[&Message]) -> Result<Written, StoreError> {
        let mut groups: BTreeMap<(&'static str, String), Vec<&Message>> = BTreeMap::new();
        for message in messages {
            groups.entry((message.schema(), message.day())).or_default().push(message);
        }
        let mut rows = ArchivedRows::new();
        for (group, messages) in groups {
            rows.push((group.0, messages.len() as u64));
            let path = self.root.join(group.0);
            self.append(group, &messages).map_err(|error| away(&path, &error))?;
        }
        self.close_due()?;
        Ok(Written { rows, skipped: 0 })
    }

    /// Adds a frame to the group's file, and syncs it.
    fn append(&mut self, group: (&'static str, String), messages: &[&Message]) -> io::Result<()> {
        let mut encoder = zstd::stream::Encoder::new(Vec::new(), self.level)?;
        encoder.include_checksum(true)?;
        for message in messages {
            encoder.write_all(&message.json)?;
            encoder.write_all(b"\n")?;
        }
        let mut frame = encoder.finish()?;
        frame.append(&mut metadata::frame(messages, self.level)?);
        if !self.growing.contains_key(&group) {
            let growing = Growing::begin(&self.root.join(ASIDE), &group)?;
            self.growing.insert(group.clone(), growing);
        }
        let growing = self.growing.get_mut(&group).expect("begun above");
        match growing.file.write_all(&frame).and_then(|()| growing.file.sync_data()) {
            Ok(()) => {
                growing.bytes += frame.len() as u64;
                Ok(())
            }
            Err(error) => {
                // Half a frame must not stand before the next one. What cannot be taken back is put right later.
                let growing = self.growing.remove(&group).expect("grown above");
                growing.file.set_len(growing.bytes)?;
                Err(error)
            }
        }
    }

    /// Puts files that are large or old enough at their place.
    ///
    /// # Errors
    /// [`StoreError::Away`].
    pub fn close_due(&mut self) -> Result<(), StoreError> {
        let (bytes, age) = (self.file_bytes, self.file_age);
        self.close_those(|growing| growing.bytes >= bytes || growing.since.elapsed() >= age)
    }

    /// Puts all files at their place.
    ///
    /// # Errors
    /// [`StoreError::Away`].
    pub fn close(&mut self) -> Result<(), StoreError> {
        self.close_those(|_| true)
    }

    fn close_those(&mut self, is_due: impl Fn(&Growing) -> bool) -> Result<(), StoreError> {
        let due: Vec<_> =
            self.growing.iter().filter(|(_, growing)| is_due(growing)).map(|(group, _)| group.clone()).collect();
        for group in due {
            let growing = self.growing.remove(&group).expect("listed above");
            place(&self.root, &growing.path).map_err(|error| away(&growing.path, &error))?;
        }
        Ok(())
    }

    /// Time until a file is old enough to be closed.
    pub fn due_in(&self) -> Option<Duration> {
        self.growing.values().map(|growing| self.file_age.saturating_sub(growing.since.elapsed())).min()
    }
}

impl Growing {
    fn begin(aside: &Path, (schema, day): &(&'static str, String)) -> io::Result<Growing> {
        let stamp = Timestamp::now().strftime("%Y%m%dT%H%M%SZ");
        let name = format!("{schema}={day}={stamp}-{:016x}{ENDING}", fastrand::u64(..));
        let path = aside.join(name);
        let file = OpenOptions::new().create_new(true).append(true).open(&path)?;
        file.try_lock()?;
        // An archive that opened the folder just now may have taken the new file for a dead one's, and removed it.
        if fs::metadata(&path)?.ino() != file.metadata()?.ino() {
            return Err(io::Error::other("it was removed by another archive; it will be tried again"));
        }
        sync_folder(aside)?;
        Ok(Growing { file, path, bytes: 0, since: Instant::now() })
    }
}

/// Moves a file from aside to where its name says, and makes sure that it stays there.
fn place(root: &Path, aside: &Path) -> io::Result<()> {
    let name = aside.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let parts: Vec<&str> = name.splitn(3, '=').collect();
    let [schema, day, name] = parts[..] else {
        return Err(io::Error::other("its name tells neither schema nor day"));
    };
    let folder = root.join(schema).join(format!("date={day}"));
    fs::create_dir_all(&folder)?;
    fs::rename(aside, folder.join(name))?;
    for folder in [&folder, &root.join(schema), root] {
        sync_folder(folder)?;
    }
    Ok(())
}

/// A new name in a folder survives a crash once the folder is synced.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn away(path: &Path, error: &io::Error) -> StoreError {
    StoreError::Away(format!("{}: {error}", path.display()))
}

fn unusable(path: &Path, error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            StoreError::Refused(format!("{}: {error}; give a folder that may be written", path.display()))
        }
        _ => away(path, error),
    }
}

#[cfg(test)]
mod tests;
