//! From byte spans of a document to code points of the published fields.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Range;
use crate::document::{Document, Span};

/// The published field that offsets index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The headline.
    Title,
    /// The body.
    Text,
}

/// Counts code points once, so that each look-up is a table read and a short scan.
#[derive(Debug)]
pub struct Offsets<'a> {
    text: &'a str,
    /// Code points in front of byte `64 * i`; empty for ASCII text, where bytes are code points.
    blocks: Vec<usize>,
    body: usize,
    body_chars: usize,
}

const BLOCK: usize = 64;

impl<'a> Offsets<'a> {
    /// Prepares the look-up.
    pub fn new(doc: &'a Document) -> Self {
        let text = doc.text();
        let mut blocks = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in text.as_bytes().chunks(BLOCK) {
                blocks.push(count);
                count += block.iter().filter(|&&b| !is_continuation(b)).count();
            }
        }
        let mut offsets = Offsets { text, blocks, body: doc.body().start, body_chars: 0 };
        offsets.body_chars = offsets.chars_before(offsets.body);
        offsets
    }

    /// The field that a span stands in, and its code points there.
    pub fn range(&self, span: Span) -> (Field, Range) {
        let (start, end) = (self.chars_before(span.start), self.chars_before(span.end));
        if span.start < self.body {
            (Field::Title, Range { start, end })
        } else {
            (Field::Text, Range { start: start - self.body_chars, end: end - self.body_chars })
        }
    }

    fn chars_before(&self, byte: usize) -> usize {
        let Some(last) = self.blocks.len().checked_sub(1) else { return byte };
        let block = (byte / BLOCK).min(last);
        let tail = &self.text.as_bytes()[block * BLOCK..byte];
        self.blocks[block] + tail.iter().filter(|&&b| !is_continuation(b)).count()
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}
