//! Text to tokens, in the manner of the Penn Treebank.
//!
//! Contractions and possessives are split ("do|n't", "Merkel|'s"), hyphens stay inside a word ("well-known",
//! "Jean-Claude"), en and em dashes, slashes between letters, quotation marks of any shape, brackets, currency and
//! percent signs stand alone; abbreviations keep their full stop; numbers, times, fractions, web and mail
//! addresses, @names and #tags are one token each. A run of stops or of `!?` is one token.
//!
//! Every step looks ahead a bounded number of bytes or consumes what it looked at, so the work is linear in the
//! text whatever it holds.

mod address;
mod clitics;
mod marks;
mod word;

use crate::document::{Document, Span, Token};
use crate::interrupt;
use crate::languages::{Language, is_ideograph};

/// Writes `Document::tokens` and `Document::classes`. What is written as one word and is two, contractions, elided articles
/// and pronouns after a hyphen, is split as the language's pack says.
pub fn annotate(doc: &mut Document) {
    let mut tokens = Vec::with_capacity(doc.text().len() / 5);
    for block in doc.blocks() {
        split(doc.text(), block.span, doc.words(), &mut tokens);
    }
    let text = doc.text();
    doc.classes = tokens.iter().map(|token| doc.words().classes(&text[token.span.start..token.span.end])).collect();
    doc.tokens = tokens;
}

/// Byte classes of the scan for the end of a chunk: what a chunk holds decides how closely it is looked at.
const LETTER: u8 = 1;
const SPACE: u8 = 2;
const OTHER: u8 = 4;
/// `@`, `:` and `/`, without which a chunk holds no address but a bare domain.
const ADDRESS: u8 = 8;
const DOT: u8 = 16;

static CLASS: [u8; 256] = {
    let mut class = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        if b.is_ascii_alphabetic() {
            class[byte] = LETTER;
        } else if b.is_ascii_whitespace() || b == 0x0b {
            class[byte] = SPACE;
        } else if matches!(b, b'@' | b':' | b'/') {
            class[byte] = OTHER | ADDRESS;
        } else if b == b'.' {
            class[byte] = OTHER | DOT;
        }
        byte += 1;
    }
    class
};

/// Appends the tokens of `span` to `tokens`.
fn split(text: &str, span: Span, words: &'static Language, tokens: &mut Vec<Token>) {
    let bytes = &text.as_bytes()[..span.end];
    let mut at = span.start;
    while at < span.end {
        interrupt::check();
        if CLASS[bytes[at] as usize] == SPACE {
            at += 1;
            continue;
        }
        let start = at;
        let mut seen = 0;
        while at < span.end {
            interrupt::check();
            let class = CLASS[bytes[at] as usize];
            if class == SPACE {
                break;
            }
            seen |= class;
            at += 1;
        }
        if seen == LETTER {
            clitics::push_word(text, start, at, words.token_rules(), tokens);
        } else {
            Chunk { text, end: at, block_end: span.end, words, seen }.split(start, tokens);
        }
    }
}

fn push(tokens: &mut Vec<Token>, start: usize, end: usize) {
    tokens.push(Token { span: Span::new(start, end) });
}

/// A stretch of text without ASCII white space that is not a plain word.
struct Chunk<'a> {
    text: &'a str,
    end: usize,
    block_end: usize,
    words: &'static Language,
    seen: u8,
}

impl Chunk<'_> {
    fn split(&self, start: usize, tokens: &mut Vec<Token>) {
        let mut at = start;
        while let Some(c) = self.char_at(at) {
            let next = at + c.len_utf8();
            if marks::is_blank(c) {
                at = next;
                continue;
            }
            if let Some(end) = self.address_end(at, c) {
                push(tokens, at, end);
                at = end;
            } else if is_ideograph(c) {
                push(tokens, at, next);
                at = next;
            } else if marks::is_word(c) {
                let mut end = word::end(self, at);
                // "l' homme": an elided word keeps its apostrophe where a blank stands after it.
                if let Some(c) = self.char_at(end).filter(|&c| marks::is_apostrophe(c))
                    && clitics::is_elided(&self.text[at..end], self.words.token_rules())
                {
                    end += c.len_utf8();
                }
                clitics::push_word(self.text, at, end, self.words.token_rules(), tokens);
                at = end;
            } else {
                let end = marks::end(self, at, c);
                push(tokens, at, end);
                at = end;
            }
        }
    }

    fn address_end(&self, at: usize, c: char) -> Option<usize> {
        if (self.seen & ADDRESS != 0 || c == '#')
            && let Some(end) = address::end(&self.text[at..self.end])
        {
            return Some(at + end);
        }
        if self.seen & DOT != 0 && c.is_ascii_alphanumeric() {
            return address::bare_domain_end(&self.text[at..self.end]).map(|end| at + end);
        }
        None
    }

    /// The character at a byte position within the chunk.
    fn char_at(&self, at: usize) -> Option<char> {
        self.text[at..self.end].chars().next()
    }
}

#[cfg(test)]
mod tests;
