//! Words in lower case without allocation, for look-ups in word lists.

use std::ops::Deref;

/// An ASCII word in lower case on the stack; empty for longer or other words, which stand in none of the lists.
#[derive(Debug, Clone, Copy)]
pub struct Lower {
    bytes: [u8; 20],
    length: u8,
}

impl Lower {
    /// The lower-case form.
    pub fn new(word: &str) -> Self {
        let mut lower = Lower { bytes: [0; 20], length: 0 };
        if word.len() <= lower.bytes.len() && word.is_ascii() {
            lower.bytes[..word.len()].copy_from_slice(word.as_bytes());
            lower.bytes.make_ascii_lowercase();
            lower.length = word.len() as u8;
        }
        lower
    }
}

impl Deref for Lower {
    type Target = str;

    fn deref(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).expect("ASCII only")
    }
}
