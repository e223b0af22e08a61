//! What a crash left aside: whole frames are kept, half a frame at the end was never acknowledged and goes.

use std::fs::{self, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use super::place;

/// Puts every file aside whose owner is gone at its place, cut behind its last whole frame.
pub fn recover(root: &Path, aside: &Path) -> io::Result<()> {
    let mut paths: Vec<_> = fs::read_dir(aside)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    paths.sort();
    for path in paths {
        let file = match OpenOptions::new().read(true).write(true).open(&path) {
            Ok(file) => file,
            // Another archive was quicker.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => continue,
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let bytes = fs::read(&path)?;
        let whole = whole_frames(&bytes);
        if whole == 0 {
            fs::remove_file(&path)?;
            continue;
        }
        if whole < bytes.len() {
            file.set_len(whole as u64)?;
            file.sync_all()?;
        }
        tracing::info!(file = %path.display(), bytes = whole, cut = bytes.len() - whole, "kept what a crash left");
        place(root, &path)?;
    }
    Ok(())
}

/// Bytes of the frames at the beginning whose checksums are right.
fn whole_frames(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Ok(length @ 1..) = zstd::zstd_safe::find_frame_compressed_size(&bytes[at..]) {
        let Some(frame) = bytes.get(at..at + length) else { break };
        if zstd::stream::copy_decode(frame, io::sink()).is_err() {
            break;
        }
        at += length;
    }
    at
}
