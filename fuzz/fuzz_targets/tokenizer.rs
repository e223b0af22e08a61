//! Any text in one block: tokens and sentences stand in order, inside the text, on character boundaries.

#![no_main]

use copydesk::annotate::{sentences, tokenizer};
use copydesk::document::{BlockKind, Document};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut doc = Document::new("", &[(BlockKind::Body, text)], "en", None);
    tokenizer::annotate(&mut doc);
    sentences::annotate(&mut doc);
    let mut end = 0;
    for token in &doc.tokens {
        assert!(end <= token.span.start && token.span.start < token.span.end);
        assert!(!doc.slice(token.span).contains(char::is_whitespace));
        end = token.span.end;
    }
    let mut next = 0;
    for sentence in &doc.sentences {
        assert_eq!(sentence.tokens.start, next);
        assert!(sentence.tokens.start < sentence.tokens.end);
        next = sentence.tokens.end;
    }
    assert_eq!(next, doc.tokens.len());
});
