//! Digests as they are written: in lower-case hex.

use sha2::{Digest, Sha256};

/// The digits of these bytes.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What stands for these bytes where a name has to be short: the first 32 digits of their SHA-256.
pub fn id(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes)[..16])
}
