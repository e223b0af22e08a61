//! Which article this is: canonical address, id, content hash, near-duplicate fingerprint.

mod address;
mod canonical;
mod simhash;

pub use address::{canonical, domain, resolve};
pub use canonical::{believed, is_front};
pub use simhash::simhash;

use sha2::{Digest, Sha256};

use crate::digest;

/// Lower-case hex SHA-256 of title and body, over the text as published.
pub fn content_sha256<'a>(title: &str, blocks: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    hash.update(title.as_bytes());
    for block in blocks {
        hash.update(b"\n\n");
        hash.update(block.as_bytes());
    }
    digest::hex(&hash.finalize())
}

/// Whether an id is one thing's in the whole world: an address, a URI that is made to be that (RFC 4151, RFC 8141), a UUID
/// or a hash.
pub fn is_global(id: &str) -> bool {
    let is_scheme = |scheme: &str| id.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let is_random = || id.len() >= 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit() || b"-{}".contains(&byte));
    id.contains("://") || is_scheme("urn:") || is_scheme("tag:") || is_random()
}

/// An id for an article that has none: from its canonical address without the scheme, else from its content.
pub fn derived_id(canonical_url: Option<&str>, content_sha256: &str) -> String {
    match canonical_url {
        Some(url) => {
            let address = url.split_once("://").map_or(url, |(_, rest)| rest);
            digest::id(address)
        }
        None => content_sha256[..32].to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_does_not_depend_on_the_scheme() {
        let id = |url| derived_id(Some(url), "");
        assert_eq!(id("http://example.com/a"), id("https://example.com/a"));
        assert_ne!(id("http://example.com/a"), id("https://example.com/b"));
        assert_eq!(id("http://example.com/a").len(), 32);
    }

    #[test]
    fn the_hash_knows_title_from_body() {
        assert_ne!(content_sha256("a", ["b"].into_iter()), content_sha256("", ["a", "b"].into_iter()));
        assert_eq!(
            content_sha256("", std::iter::empty()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }
}
