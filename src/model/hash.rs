//! Hashes of features and of files: fixed for all versions and machines, since model files hold them.

/// Odd, without pattern: 2^64 divided by the golden ratio.
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// A hash in the making: multiply and rotate, eight bytes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hash(u64);

impl Hash {
    /// Begins with a number that tells one kind of feature from another.
    #[inline]
    pub const fn new(seed: u64) -> Self {
        Hash((seed ^ 0x243f_6a88_85a3_08d3).wrapping_mul(MULTIPLIER))
    }

    /// Takes in a number.
    #[inline]
    #[must_use]
    pub const fn with(self, value: u64) -> Self {
        Hash((self.0.rotate_left(23) ^ value).wrapping_mul(MULTIPLIER))
    }

    /// Takes in bytes and their length.
    #[inline]
    #[must_use]
    pub fn with_bytes(self, bytes: &[u8]) -> Self {
        let mut hash = self.with(bytes.len() as u64);
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            hash = hash.with(u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
        }
        hash.with(few(chunks.remainder()))
    }

    /// The hash: all bits depend on all input.
    #[inline]
    pub const fn finish(self) -> u64 {
        (self.0 ^ (self.0 >> 29)).wrapping_mul(MULTIPLIER)
    }
}

/// Hash of bytes as the features of names have it, eight bytes a step (the scheme of FxHash).
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = MULTIPLIER ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        hash = mix(hash, u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
    }
    mix(hash, few(chunks.remainder()))
}

/// Fewer than eight bytes as a number, the first one lowest: the first and the last of them, where they overlap the same.
#[inline]
fn few(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let behind = 8 * (bytes.len() - last.len());
        return u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << behind;
    }
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// One hash of two values, order mattering, as the features of names have it.
#[inline]
pub const fn mix(a: u64, b: u64) -> u64 {
    let product = (a.rotate_left(23) ^ b).wrapping_mul(0xF135_7AEA_2E62_A9C5);
    product ^ (product >> 29)
}

/// Checksum of a file: four lanes, so that a core reads several gigabytes a second. Against accidents only.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut lanes = [Hash::new(1), Hash::new(2), Hash::new(3), Hash::new(4)];
    let mut chunks = bytes.chunks_exact(32);
    for chunk in &mut chunks {
        for (lane, word) in lanes.iter_mut().zip(chunk.chunks_exact(8)) {
            *lane = lane.with(u64::from_le_bytes(word.try_into().unwrap_or_default()));
        }
    }
    let mut sum = Hash::new(bytes.len() as u64).with_bytes(chunks.remainder());
    for lane in lanes {
        sum = sum.with(lane.finish());
    }
    sum.finish()
}
