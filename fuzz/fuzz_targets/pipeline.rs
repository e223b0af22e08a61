//! Any message body through the whole pipeline: enriched or refused, never a panic, and twice the same.

#![no_main]

use std::sync::LazyLock;

use copydesk::article::{Input, RejectionCode};
use copydesk::pipeline::Pipeline;
use libfuzzer_sys::fuzz_target;

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(Pipeline::default);

/// What a body may claim to be; its first byte chooses.
const TYPES: [Option<&str>; 5] =
    [None, Some("text/plain; charset=utf-8"), Some("text/html"), Some("application/json"), Some("application/xml")];

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, body)) = bytes.split_first() else { return };
    let content_type = TYPES[usize::from(first) % TYPES.len()];
    let input = Input { body, content_type, ..Input::default() };
    let bodies = || match PIPELINE.process(&input) {
        Ok(articles) => articles.iter().map(|a| serde_json::to_string(a).expect("JSON")).collect::<Vec<_>>(),
        Err(rejection) => {
            assert_ne!(rejection.code, RejectionCode::Panic, "{rejection}");
            Vec::new()
        }
    };
    assert_eq!(bodies(), bodies());
});
