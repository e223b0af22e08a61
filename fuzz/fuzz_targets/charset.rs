//! Any bytes in any character set, declared or not, compressed or not: text or refused.

#![no_main]

use copydesk::article::Input;
use copydesk::normalize::{NormalizeSettings, normalize};
use libfuzzer_sys::fuzz_target;

/// What a message may claim; its first byte chooses.
const TYPES: [Option<&str>; 8] = [
    None,
    Some("text/plain"),
    Some("text/plain; charset=utf-8"),
    Some("text/plain; charset=iso-8859-1"),
    Some("text/plain; charset=iso-2022-jp"),
    Some("text/html; charset=gb18030"),
    Some("text/plain; charset=utf-16"),
    Some("text/plain; charset=nonsense"),
];
const ENCODINGS: [Option<&str>; 6] = [None, Some("gzip"), Some("deflate"), Some("br"), Some("zstd"), Some("koi8-r")];

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, body)) = bytes.split_first() else { return };
    let (kind, encoding) = (usize::from(first) % TYPES.len(), usize::from(first) / TYPES.len() % ENCODINGS.len());
    let input = Input {
        body,
        content_type: TYPES[kind],
        content_encoding: ENCODINGS[encoding],
        url: Some("https://example.ru/a"),
        ..Input::default()
    };
    let settings = NormalizeSettings { max_inflated_bytes: 1 << 20, ..NormalizeSettings::default() };
    if let Ok(articles) = normalize(&input, &settings) {
        assert!(articles.iter().all(|article| !article.blocks.is_empty()));
    }
});
