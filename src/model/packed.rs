//! Files that the program holds packed.

use std::fmt;
use std::io::Read as _;

use super::ALIGNMENT;

/// Bytes that are unpacked in one step.
const AT_ONCE: usize = 64 * 1024;

/// A file in the program, packed by Brotli when it was built (`build.rs`), so that what is not used costs less room.
pub struct Packed {
    bytes: &'static [u8],
    length: usize,
}

impl Packed {
    /// Packed bytes, and the length of the file in bytes.
    pub const fn new(bytes: &'static [u8], length: usize) -> Self {
        Packed { bytes, length }
    }

    /// The file, in memory that stays for as long as the program runs: called once for each file.
    ///
    /// # Panics
    /// If the packed bytes are damaged, which is a fault of the build; as below.
    pub fn unpack(&self) -> &'static [u8] {
        let (room, begin) = self.unpacked();
        &room.leak()[begin..]
    }

    /// What is made of the file, whose memory is free again afterwards.
    pub fn with<T>(&self, make: impl FnOnce(&[u8]) -> T) -> T {
        let (room, begin) = self.unpacked();
        make(&room[begin..])
    }

    /// The file, and where it begins in its memory so that it is aligned.
    fn unpacked(&self) -> (Vec<u8>, usize) {
        let mut room = Vec::<u8>::with_capacity(self.length + ALIGNMENT);
        let begin = room.as_ptr().align_offset(ALIGNMENT);
        room.resize(begin, 0);
        let read = brotli::Decompressor::new(self.bytes, AT_ONCE).read_to_end(&mut room);
        assert_eq!(read.ok(), Some(self.length), "a file in the program is damaged");
        (room, begin)
    }
}

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes, packed {}", self.length, self.bytes.len())
    }
}
