//! The sections of the gazetteer's model file.

use super::record::RECORD_LEN;
use crate::model::{ModelError, ModelFile, write_model};

/// Kind of the model file.
const KIND: &str = "entities";
const NAMES: &str = "name";
const LOCAL_NAMES: &str = "loca";
const RECORDS: &str = "reco";
const STRINGS: &str = "text";

/// The four sections.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// Finite-state map from folded names to packed entries.
    pub names: &'a [u8],
    /// The same for names in one language; a key is the language, a zero byte and the folded name.
    pub local_names: &'a [u8],
    /// Fixed-size records.
    pub records: &'a [u8],
    /// Strings that the records point to: length in two bytes, UTF-8.
    pub strings: &'a [u8],
}

/// Writes a file.
pub fn join(parts: Parts) -> Vec<u8> {
    write_model(
        KIND,
        &[(NAMES, parts.names), (LOCAL_NAMES, parts.local_names), (RECORDS, parts.records), (STRINGS, parts.strings)],
    )
}

/// How hard Zstandard packs: what follows takes more time and no less room.
#[cfg(feature = "train")]
const LEVEL: i32 = 19;

/// Packs a file as the program holds it.
#[cfg(feature = "train")]
pub fn pack(file: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(file, LEVEL).expect("memory takes it")
}

/// Undoes [`pack`].
///
/// # Panics
/// When the packed file is damaged; that of the program is not, as a test sees.
pub fn unpack(packed: &[u8]) -> Vec<u8> {
    zstd::bulk::decompress(packed, usize::MAX).expect("the packed gazetteer is whole")
}

/// Splits a file into its sections, having checked that they are whole.
///
/// # Errors
/// When it is no gazetteer, of another version, cut short or damaged.
pub fn split(bytes: &[u8]) -> Result<Parts<'_>, ModelError> {
    of(&ModelFile::open(bytes, KIND)?)
}

/// The sections of a file that is part of the program and so unchanged.
///
/// # Errors
/// When it is no gazetteer or of another version.
pub fn split_embedded(bytes: &[u8]) -> Result<Parts<'_>, ModelError> {
    of(&ModelFile::open_embedded(bytes, KIND)?)
}

fn of<'a>(file: &ModelFile<'a>) -> Result<Parts<'a>, ModelError> {
    let section = |name| file.section(name);
    let parts = Parts {
        names: section(NAMES)?,
        local_names: section(LOCAL_NAMES)?,
        records: section(RECORDS)?,
        strings: section(STRINGS)?,
    };
    match parts.records.len().is_multiple_of(RECORD_LEN) {
        true => Ok(parts),
        false => Err(ModelError::Section(RECORDS.to_owned())),
    }
}
