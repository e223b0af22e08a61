//! Reads and writes what lies in a section of a model file: little-endian numbers, every length checked.

use super::ModelError;

/// A position in the bytes of a section.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts at the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader { rest: bytes }
    }

    /// The next `count` bytes.
    ///
    /// # Errors
    /// [`ModelError::Damaged`] when there are fewer.
    #[inline]
    pub fn bytes(&mut self, count: usize) -> Result<&'a [u8], ModelError> {
        let (head, rest) = self.rest.split_at_checked(count).ok_or(ModelError::Damaged)?;
        self.rest = rest;
        Ok(head)
    }

    /// The next `N` bytes.
    ///
    /// # Errors
    /// [`ModelError::Damaged`] when there are fewer.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        Ok(self.bytes(N)?.try_into().expect("as many bytes as asked for"))
    }

    /// A 32-bit number that counts things still to come, each of at least `size` bytes.
    ///
    /// # Errors
    /// [`ModelError::Damaged`] when the section cannot hold so many.
    pub fn count(&mut self, size: usize) -> Result<usize, ModelError> {
        let count = u32::from_le_bytes(self.array()?) as usize;
        if count.saturating_mul(size) > self.rest.len() {
            return Err(ModelError::Damaged);
        }
        Ok(count)
    }

    /// A number in seven-bit groups, the lowest first (LEB128).
    ///
    /// # Errors
    /// [`ModelError::Damaged`] at the end of the section or over 64 bits.
    #[inline]
    pub fn varint(&mut self) -> Result<u64, ModelError> {
        // Most numbers take one to three bytes.
        let few = match *self.rest {
            [a, ..] if a < 0x80 => Some((1, u64::from(a))),
            [a, b, ..] if b < 0x80 => Some((2, u64::from(a & 0x7F) | u64::from(b) << 7)),
            [a, b, c, ..] if c < 0x80 => Some((3, u64::from(a & 0x7F) | u64::from(b & 0x7F) << 7 | u64::from(c) << 14)),
            _ => None,
        };
        if let Some((length, value)) = few {
            self.rest = &self.rest[length..];
            return Ok(value);
        }
        let (mut value, mut shift) = (0, 0);
        while let [byte, rest @ ..] = self.rest
            && shift < u64::BITS
        {
            self.rest = rest;
            value |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
            shift += 7;
        }
        Err(ModelError::Damaged)
    }

    /// So many finite 32-bit floats.
    ///
    /// # Errors
    /// [`ModelError::Damaged`] at the end of the section or when one is not finite.
    pub fn floats(&mut self, count: usize) -> Result<Vec<f32>, ModelError> {
        let mut values = Vec::with_capacity(count.min(self.rest.len() / 4));
        for bytes in self.bytes(count.saturating_mul(4))?.chunks_exact(4) {
            let value = f32::from_le_bytes(bytes.try_into().expect("four bytes"));
            if !value.is_finite() {
                return Err(ModelError::Damaged);
            }
            values.push(value);
        }
        Ok(values)
    }

    /// Nothing may be left.
    ///
    /// # Errors
    /// [`ModelError::Damaged`] when bytes are left.
    pub fn finish(self) -> Result<(), ModelError> {
        if self.rest.is_empty() { Ok(()) } else { Err(ModelError::Damaged) }
    }
}

/// Appends a number in seven-bit groups, the lowest first (LEB128).
pub fn write_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value as u8) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a 32-bit count.
///
/// # Panics
/// Over 2³² − 1, which no model comes near.
pub fn write_count(out: &mut Vec<u8>, count: usize) {
    out.extend_from_slice(&u32::try_from(count).expect("a model part has under 2^32 items").to_le_bytes());
}
