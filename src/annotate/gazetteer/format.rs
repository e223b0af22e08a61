//! The gazetteer file: magic, version, three sections.
//!
//! ```text
//! "CDGZ"  u32 version  u64 length of names  u64 length of records  u64 length of strings  u64 checksum
//! names (finite-state map)  records (RECORD_LEN bytes each)  strings (u16 length, UTF-8)
//! ```
//! Numbers are little-endian. The checksum is FNV-1a over records and strings; the map carries its own.

use super::record::RECORD_LEN;

const MAGIC: &[u8; 4] = b"CDGZ";
const VERSION: u32 = 1;
const HEADER: usize = 40;

/// Why a file is no usable gazetteer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// It does not start as one.
    #[error("not a gazetteer file")]
    NotAGazetteer,
    /// Written by another version.
    #[error("gazetteer file of version {0}, this program reads version {VERSION}")]
    Version(u32),
    /// Its sections do not add up, or a checksum does not match.
    #[error("gazetteer file is cut short or damaged")]
    Damaged,
}

/// The three sections.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// Finite-state map from folded names to packed entries.
    pub names: &'a [u8],
    /// Fixed-size records.
    pub records: &'a [u8],
    /// Strings that the records point to.
    pub strings: &'a [u8],
}

/// Writes a file.
pub fn join(parts: Parts) -> Vec<u8> {
    let mut out = Vec::with_capacity(HEADER + parts.names.len() + parts.records.len() + parts.strings.len());
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&VERSION.to_le_bytes());
    for section in [parts.names, parts.records, parts.strings] {
        out.extend_from_slice(&(section.len() as u64).to_le_bytes());
    }
    out.extend_from_slice(&checksum(parts).to_le_bytes());
    for section in [parts.names, parts.records, parts.strings] {
        out.extend_from_slice(section);
    }
    out
}

/// Splits a file into its sections, having checked that they are whole.
///
/// # Errors
/// See [`FormatError`].
pub fn split(bytes: &[u8]) -> Result<Parts<'_>, FormatError> {
    let header = bytes.get(..HEADER).ok_or(FormatError::NotAGazetteer)?;
    if &header[..4] != MAGIC {
        return Err(FormatError::NotAGazetteer);
    }
    let version = u32::from_le_bytes(header[4..8].try_into().expect("four bytes"));
    if version != VERSION {
        return Err(FormatError::Version(version));
    }
    let number = |at: usize| u64::from_le_bytes(header[at..at + 8].try_into().expect("eight bytes"));
    let mut rest = &bytes[HEADER..];
    let mut section = |at: usize| {
        let length = usize::try_from(number(at)).map_err(|_| FormatError::Damaged)?;
        let (section, tail) = rest.split_at_checked(length).ok_or(FormatError::Damaged)?;
        rest = tail;
        Ok(section)
    };
    let parts = Parts { names: section(8)?, records: section(16)?, strings: section(24)? };
    if !rest.is_empty() || !parts.records.len().is_multiple_of(RECORD_LEN) || checksum(parts) != number(32) {
        return Err(FormatError::Damaged);
    }
    Ok(parts)
}

fn checksum(parts: Parts) -> u64 {
    parts
        .records
        .iter()
        .chain(parts.strings)
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
