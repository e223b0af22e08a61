//! Text to tokens: runs of letters and digits, and single marks.

use crate::document::{Document, Sentence, Span, Token, TokenRange};

/// Writes `Document::tokens` and one sentence per block.
pub fn annotate(doc: &mut Document) {
    let mut tokens = Vec::with_capacity(doc.text().len() / 5);
    let mut sentences = Vec::new();
    for (index, block) in doc.blocks().iter().enumerate() {
        let first = tokens.len();
        let mut word: Option<usize> = None;
        for (offset, c) in doc.slice(block.span).char_indices() {
            let at = block.span.start + offset;
            if c.is_alphanumeric() {
                word.get_or_insert(at);
                continue;
            }
            if let Some(start) = word.take() {
                tokens.push(Token { span: Span::new(start, at) });
            }
            if !c.is_whitespace() {
                tokens.push(Token { span: Span::new(at, at + c.len_utf8()) });
            }
        }
        if let Some(start) = word {
            tokens.push(Token { span: Span::new(start, block.span.end) });
        }
        if first < tokens.len() {
            sentences.push(Sentence {
                span: Span::new(tokens[first].span.start, tokens[tokens.len() - 1].span.end),
                tokens: TokenRange::new(first, tokens.len()),
                block: index,
            });
        }
    }
    doc.tokens = tokens;
    doc.sentences = sentences;
}
