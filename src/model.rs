//! Model files: a checked container of named sections, and the hashed sparse weights that linear models keep in one.
//!
//! Layout, all numbers little-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `copydesk` |
//! | 4 | format version |
//! | 8 | kind of model, padded with zeros: `pos`, `parser`… |
//! | 8 | checksum of all that follows |
//! | 4 | number of sections |
//! | 4 + 4 each | name of a section, its length in bytes |
//! | … | the sections, in that order, each at the next multiple of 64, and nothing behind them |
//!
//! Sections are used where they lie: nothing is copied or built when a model is opened, so opening costs one pass
//! for the checksum, and the embedded models, which are part of the program, not even that: their pages are read when
//! they are used. A file cut or changed anywhere gives a [`ModelError`]; the readers of sections check every length
//! again and cannot panic on what passes.

pub mod encoder;
pub mod hash;
pub mod math;
pub mod packed;
pub mod ranked;
pub mod reader;
pub mod simd;
mod sparse_table;
mod weights;
pub mod word_features;

use std::fmt;

pub use hash::Hash;
use reader::Reader;
pub use sparse_table::{MAX_CODE, SCORES, SparseTable, decode, encode, write_table};
pub use weights::Weights;

const MAGIC: [u8; 8] = *b"copydesk";
const VERSION: u32 = 2;
const KIND: usize = 8;
const SECTION_NAME: usize = 4;
/// Magic, version, kind, checksum.
const CHECKED_FROM: usize = 8 + 4 + KIND + 8;
/// A line of the processor's cache. Sections begin with one, so that a reader's rows can be whole lines.
pub const ALIGNMENT: usize = 64;

/// Why bytes are not the model that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// They do not begin like a model file.
    #[error("not a model file")]
    NotAModel,
    /// They were written by another version of the program.
    #[error("model file has format version {0}, this program reads {VERSION}")]
    Version(u32),
    /// It is a model for something else.
    #[error("model file is of kind {found:?}, expected {expected:?}")]
    Kind {
        /// What was asked for.
        expected: String,
        /// What the file says.
        found: String,
    },
    /// They are cut, changed or not as long as they say.
    #[error("model file is damaged")]
    Damaged,
    /// A section that the model needs is missing or malformed.
    #[error("model file has no valid section {0:?}")]
    Section(String),
    /// The program was built without this model.
    #[error("models.names = \"accurate\": this program was built without that model; set \"fast\"")]
    NotBuiltIn,
}

/// What is put into the program so that a model's sections lie as its file has them.
#[derive(Debug)]
#[repr(align(64))]
pub struct Aligned<T: ?Sized>(pub T);

/// An opened model file.
#[derive(Clone)]
pub struct ModelFile<'a> {
    sections: Vec<(&'a [u8], &'a [u8])>,
}

impl<'a> ModelFile<'a> {
    /// Opens a model file of the given kind.
    ///
    /// # Errors
    /// A [`ModelError`] when the bytes are anything but a whole, unchanged model of that kind.
    pub fn open(bytes: &'a [u8], kind: &str) -> Result<Self, ModelError> {
        let file = Self::open_embedded(bytes, kind)?;
        let (head, body) = bytes.split_at(CHECKED_FROM);
        match head.ends_with(&hash::checksum(body).to_le_bytes()) {
            true => Ok(file),
            false => Err(ModelError::Damaged),
        }
    }

    /// Opens a model file that is part of the program and so unchanged: its checksum is not looked at.
    ///
    /// # Errors
    /// A [`ModelError`] when the bytes do not begin like a model of that kind or their lengths contradict each other.
    pub fn open_embedded(bytes: &'a [u8], kind: &str) -> Result<Self, ModelError> {
        let mut input = Input(bytes);
        if input.take(MAGIC.len()) != Some(&MAGIC) {
            return Err(ModelError::NotAModel);
        }
        let version = input.u32()?;
        if version != VERSION {
            return Err(ModelError::Version(version));
        }
        let found = input.take(KIND).ok_or(ModelError::Damaged)?;
        if found != padded::<KIND>(kind) {
            let found = String::from_utf8_lossy(found).trim_end_matches('\0').to_owned();
            return Err(ModelError::Kind { expected: kind.to_owned(), found });
        }
        input.u64()?;
        let count = input.u32()?;
        let mut table = Vec::new();
        for _ in 0..count {
            let name = input.take(SECTION_NAME).ok_or(ModelError::Damaged)?;
            table.push((name, input.u32()? as usize));
        }
        let mut sections = Vec::with_capacity(table.len());
        for (name, length) in table {
            let at = bytes.len() - input.0.len();
            input.take(at.next_multiple_of(ALIGNMENT) - at).ok_or(ModelError::Damaged)?;
            sections.push((name, input.take(length).ok_or(ModelError::Damaged)?));
        }
        if !input.0.is_empty() {
            return Err(ModelError::Damaged);
        }
        Ok(ModelFile { sections })
    }

    /// The bytes of a section; its name has at most four ASCII characters.
    ///
    /// # Errors
    /// [`ModelError::Section`] when there is none of that name.
    pub fn section(&self, name: &str) -> Result<&'a [u8], ModelError> {
        let padded = padded::<SECTION_NAME>(name);
        let found = self.sections.iter().find(|(n, _)| *n == padded);
        found.map(|&(_, bytes)| bytes).ok_or_else(|| ModelError::Section(name.to_owned()))
    }

    /// Reads a whole section.
    ///
    /// # Errors
    /// [`ModelError::Section`] when there is none of that name, it ends too early, has bytes left over, or `read` finds
    /// something wrong in it.
    pub fn read<T>(
        &self,
        name: &str,
        read: impl FnOnce(&mut Reader<'a>) -> Result<T, ModelError>,
    ) -> Result<T, ModelError> {
        let mut reader = Reader::new(self.section(name)?);
        let value = read(&mut reader).and_then(|value| reader.finish().map(|()| value));
        value.map_err(|_| ModelError::Section(name.to_owned()))
    }

    /// A section of sparse weights.
    ///
    /// # Errors
    /// [`ModelError::Section`] when there is none of that name or its lengths contradict each other.
    pub fn table(&self, name: &str) -> Result<SparseTable<'a>, ModelError> {
        SparseTable::new(self.section(name)?).ok_or_else(|| ModelError::Section(name.to_owned()))
    }
}

impl fmt::Debug for ModelFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lengths = self.sections.iter().map(|(name, bytes)| (String::from_utf8_lossy(name), bytes.len()));
        f.debug_map().entries(lengths).finish()
    }
}

/// Writes a model file; names and kind are cut to the layout's lengths.
///
/// # Panics
/// When a section is 4 GiB or longer.
pub fn write_model(kind: &str, sections: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    body.extend((sections.len() as u32).to_le_bytes());
    for (name, bytes) in sections {
        body.extend(padded::<SECTION_NAME>(name));
        body.extend(u32::try_from(bytes.len()).expect("a section is shorter than 4 GiB").to_le_bytes());
    }
    for (_, bytes) in sections {
        body.resize((CHECKED_FROM + body.len()).next_multiple_of(ALIGNMENT) - CHECKED_FROM, 0);
        body.extend_from_slice(bytes);
    }
    let mut file = Vec::with_capacity(CHECKED_FROM + body.len());
    file.extend(MAGIC);
    file.extend(VERSION.to_le_bytes());
    file.extend(padded::<KIND>(kind));
    file.extend(hash::checksum(&body).to_le_bytes());
    file.extend(body);
    file
}

fn padded<const N: usize>(name: &str) -> [u8; N] {
    let mut bytes = [0; N];
    for (to, from) in bytes.iter_mut().zip(name.bytes()) {
        *to = from;
    }
    bytes
}

/// What has not been read yet.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        let bytes = self.take(4).and_then(|b| b.try_into().ok()).ok_or(ModelError::Damaged)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn u64(&mut self) -> Result<u64, ModelError> {
        let bytes = self.take(8).and_then(|b| b.try_into().ok()).ok_or(ModelError::Damaged)?;
        Ok(u64::from_le_bytes(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let rows = [(Hash::new(1).finish(), vec![(0, 5), (7, -3)]), (Hash::new(2).finish(), vec![(1, 127)])];
        write_model("sample", &[("w", &write_table(&rows)), ("note", b"a note")])
    }

    #[test]
    fn a_model_is_read_back_as_it_was_written() {
        let bytes = sample();
        let model = ModelFile::open(&bytes, "sample").expect("whole");
        assert_eq!(model.section("note"), Ok(&b"a note"[..]));
        let mut scores = [0; SCORES];
        Weights::new(model.table("w").expect("a table")).add([1, 3].map(|seed| Hash::new(seed).finish()), &mut scores);
        assert_eq!((scores[0], scores[7], scores[1]), (25, -9, 0));
        assert_eq!(model.section("none"), Err(ModelError::Section("none".into())));
        let other = ModelFile::open(&bytes, "other").expect_err("another kind");
        assert_eq!(other.to_string(), r#"model file is of kind "sample", expected "other""#);
    }

    #[test]
    fn a_cut_anywhere_is_an_error() {
        let bytes = sample();
        for length in 0..bytes.len() {
            assert!(ModelFile::open(&bytes[..length], "sample").is_err(), "cut at {length}");
        }
        let longer = [&bytes[..], &[0]].concat();
        assert!(ModelFile::open(&longer, "sample").is_err());
    }

    #[test]
    fn a_change_anywhere_is_an_error() {
        let bytes = sample();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                assert!(ModelFile::open(&changed, "sample").is_err(), "bit {bit} of byte {at}");
            }
        }
    }

    #[test]
    fn a_table_with_any_content_answers_without_panic() {
        let good = write_table(&[(Hash::new(1).finish(), vec![(0, 5), (255, -3)]), (Hash::new(2).finish(), vec![])]);
        for at in 0..good.len() {
            for value in [0, 1, 127, 255] {
                let mut changed = good.clone();
                changed[at] = value;
                let Some(table) = SparseTable::new(&changed) else { continue };
                let mut scores = [0; SCORES];
                let features: [u64; 64] = std::array::from_fn(|seed| Hash::new(seed as u64).finish());
                Weights::new(table).add(features, &mut scores);
            }
        }
    }
}
