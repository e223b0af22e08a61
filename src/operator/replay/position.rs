//! The position of a replay on disk.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::digest;

/// Where a replay stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The run that goes on: in the header `x-copydesk-replay` of everything it puts into the lane.
    pub run: String,
    /// Where to read next: the last confirmed offset and one.
    pub next_offset: u64,
    /// The last offset of the run.
    pub end_offset: u64,
    /// Articles confirmed so far.
    pub published: u64,
}

/// Holds a position for one process: the same replay twice at once would put every article into the lane twice, and each
/// would overwrite how far the other is. Ends with its value, and with the process however that ends.
#[derive(Debug)]
pub struct Lock {
    _file: std::fs::File,
}

/// A position that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason} (setting replay.state_dir)", path.display())]
pub struct PositionError {
    path: PathBuf,
    reason: String,
}

impl Position {
    /// The file for a command, given as the words of its selection: the same words go on with the same file. Not the
    /// selection itself, in which `2h` ago is another moment each time.
    pub fn file(state_dir: &Path, stream: &str, command: &str) -> PathBuf {
        let id = digest::id(command);
        let stream = stream.replace(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-', "_");
        state_dir.join(format!("replay-{stream}-{}.json", &id[..12]))
    }

    /// Takes the position for this process, and sees on the way that its folder can be written.
    ///
    /// # Errors
    /// When another process holds it, or the folder cannot be made or written.
    pub fn lock(path: &Path) -> Result<Lock, PositionError> {
        use std::fs::TryLockError;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // Stays where it is: removing it could take it from under another process that has just opened it.
        let lock = path.with_file_name(format!(".{name}.lock"));
        let open = || {
            if let Some(dir) = path.parent() {
                std::fs::create_dir_all(dir)?;
            }
            std::fs::File::create(&lock)
        };
        let file = open().map_err(|error| error_at(&lock, error))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => {
                Err(error_at(&lock, "the same replay is under way in another process; wait for its end"))
            }
            Err(TryLockError::Error(error)) => Err(error_at(&lock, error)),
        }
    }

    /// What an unfinished replay left, if there is one.
    ///
    /// # Errors
    /// When the file is there and cannot be understood.
    pub fn read(path: &Path) -> Result<Option<Position>, PositionError> {
        match std::fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(|error| error_at(path, format!("no position: {error}; delete the file to begin anew"))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error_at(path, error)),
        }
    }

    /// Stores it so that a crash of the machine leaves the old or the new one.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), PositionError> {
        let write = || -> std::io::Result<()> {
            if let Some(dir) = path.parent() {
                std::fs::create_dir_all(dir)?;
            }
            let new = path.with_extension("new");
            let mut file = std::fs::File::create(&new)?;
            file.write_all(&serde_json::to_vec(self)?)?;
            file.sync_all()?;
            std::fs::rename(&new, path)
        };
        write().map_err(|error| error_at(path, error))
    }

    /// The run is complete: the same command begins a new one.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn remove(path: &Path) -> Result<(), PositionError> {
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error_at(path, error)),
            _ => Ok(()),
        }
    }
}

fn error_at(path: &Path, reason: impl ToString) -> PositionError {
    PositionError { path: path.to_owned(), reason: reason.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_read_as_it_was_written() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let file = Position::file(&dir.path().join("new"), "news.raw.log", "--since 2h");
        assert_eq!(Position::read(&file).expect("none yet"), None);
        let position = Position { run: "r1".into(), next_offset: 7, end_offset: 9, published: 3 };
        position.write(&file).expect("written");
        assert_eq!(Position::read(&file).expect("readable"), Some(position));
        std::fs::write(&file, "{").expect("written");
        assert!(Position::read(&file).expect_err("broken").to_string().contains("delete the file"));
        Position::remove(&file).expect("removed");
        assert_eq!(Position::read(&file).expect("gone"), None);
    }

    #[test]
    fn a_position_is_held_by_one_at_a_time() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let file = Position::file(&dir.path().join("new"), "news.raw.log", "--since 2h");
        let first = Position::lock(&file).expect("free");
        let error = Position::lock(&file).expect_err("held").to_string();
        assert!(error.contains("the same replay is under way"), "{error}");
        drop(first);
        Position::lock(&file).expect("free again");
        std::fs::write(dir.path().join("file"), "").expect("written");
        Position::lock(&Position::file(&dir.path().join("file"), "s", "x")).expect_err("no folder can be made there");
    }

    #[test]
    fn another_command_has_another_file() {
        let file = |command| Position::file(Path::new("d"), "s", command);
        assert_ne!(file("--since 2h"), file("--since 3h"));
        assert_eq!(file("--since 2h"), file("--since 2h"));
    }
}
