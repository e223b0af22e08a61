//! What was said about messages beside their bodies, so that a file gives it to the tables as the queue would have: when
//! they were enriched, which orders versions, and the content hash, from which message ids follow.
//!
//! Behind each frame of messages stands a skippable frame (RFC 8878, 3.1.2), which every decompressor passes over. It holds
//! one JSON object for each of the messages, in their order, one a line, compressed.

use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::archive::message::{Message, Metadata};

/// The first four bytes of the skippable frame.
const MAGIC: [u8; 4] = 0x184D_2A50_u32.to_le_bytes();

/// What is kept about one message.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Noted {
    /// Microseconds since 1970.
    enriched_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate_of: Option<String>,
}

/// The frame about messages that were written just before it.
pub(super) fn frame(messages: &[&Message], level: i32) -> io::Result<Vec<u8>> {
    let mut lines = Vec::new();
    for message in messages {
        let noted = Noted {
            enriched_at: message.enriched_at,
            content_sha256: message.content_sha256.clone(),
            duplicate_of: message.duplicate_of.clone(),
        };
        serde_json::to_writer(&mut lines, &noted)?;
        lines.push(b'\n');
    }
    let content = zstd::encode_all(&lines[..], level)?;
    let length = u32::try_from(content.len()).map_err(io::Error::other)?;
    Ok([&MAGIC[..], &length.to_le_bytes(), &content].concat())
}

/// What a file tells about the messages in it.
#[derive(Debug)]
pub struct FileMetadata {
    noted: Vec<Noted>,
    otherwise: Timestamp,
}

impl FileMetadata {
    /// Reads them. A file of an archive has them, or else stands in the folder of a day (`date=2026-03-02`), from whose
    /// beginning its messages count, so that they never displace what is known to be newer; those of any other file were
    /// enriched when it was written.
    pub fn of(path: &Path) -> FileMetadata {
        let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
        let day = folder.strip_prefix("date=").and_then(|day| day.parse::<Date>().ok());
        if let Some(day) = day.and_then(|day| TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()) {
            return FileMetadata {
                noted: fs::read(path).map(|bytes| noted(&bytes)).unwrap_or_default(),
                otherwise: day,
            };
        }
        let written = fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
        let written = written.and_then(|written| Timestamp::try_from(written).ok());
        FileMetadata { noted: Vec::new(), otherwise: written.unwrap_or_else(Timestamp::now) }
    }

    /// What is known about the message in a line, from 1, and when it was enriched.
    pub fn line(&self, line: u64) -> (Metadata<'_>, Timestamp) {
        let index = usize::try_from(line).ok().and_then(|line| line.checked_sub(1));
        let Some(noted) = index.and_then(|index| self.noted.get(index)) else {
            return (Metadata::default(), self.otherwise);
        };
        let (content_sha256, duplicate_of) = (noted.content_sha256.as_deref(), noted.duplicate_of.as_deref());
        let enriched_at = Timestamp::from_microsecond(noted.enriched_at).unwrap_or(self.otherwise);
        (Metadata { content_sha256, duplicate_of, ..Metadata::default() }, enriched_at)
    }
}

/// All that stands in a file; nothing where that is not one object for each line.
fn noted(mut bytes: &[u8]) -> Vec<Noted> {
    let (mut all, mut lines) = (Vec::new(), 0);
    while let Ok(length @ 1..) = zstd::zstd_safe::find_frame_compressed_size(bytes) {
        let Some((frame, rest)) = bytes.split_at_checked(length) else { break };
        bytes = rest;
        if let Some(content) = frame.strip_prefix(&MAGIC).and_then(|frame| frame.get(4..)) {
            let text = zstd::decode_all(content).unwrap_or_default();
            all.extend(text.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()));
            if all.len() != lines {
                return Vec::new();
            }
        } else {
            let mut count = Lines(0);
            _ = zstd::stream::copy_decode(frame, &mut count);
            lines += count.0;
        }
    }
    all
}

/// Counts the lines that are written to it.
struct Lines(usize);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += memchr::memchr_iter(b'\n', bytes).count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
