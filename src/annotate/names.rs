//! Names in the text.

use crate::document::Document;

/// Writes the name mentions of `Document::mentions`.
pub fn annotate(_doc: &mut Document) {}
