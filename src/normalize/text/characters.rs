//! Characters of a line: composed, without controls, single spaces.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// One line in NFC with single spaces; controls and marks without a glyph are dropped.
///
/// Zero-width joiners stay: they belong to the spelling of Persian, of Indic scripts and of emoji.
pub fn clean_line(line: &str) -> String {
    let line = match is_nfc_quick(line.chars()) {
        IsNormalized::Yes => Cow::Borrowed(line),
        _ => Cow::Owned(line.nfc().collect()),
    };
    let mut out = String::with_capacity(line.len());
    let mut space = false;
    for c in line.chars() {
        if c.is_whitespace() {
            space = true;
        } else if !is_dropped(c) {
            if space && !out.is_empty() {
                out.push(' ');
            }
            space = false;
            out.push(c);
        }
    }
    out
}

/// Controls; soft hyphen, zero-width space, word joiner, byte order mark; marks that only steer the writing
/// direction; interlinear annotation marks.
fn is_dropped(c: char) -> bool {
    match c {
        ' '..='~' => false,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' => true,
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composes_and_keeps_quotes() {
        assert_eq!(clean_line(" Cafe\u{301}\u{a0} “déjà\u{ad}”\u{200d} ﬁn "), "Café “déjà”\u{200d} ﬁn");
    }
}
