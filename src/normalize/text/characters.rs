//! Characters of a line: composed, without controls, single spaces.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::interrupt;

/// One line in NFC with single spaces; controls and marks without a glyph are dropped.
///
/// Zero-width joiners stay: they belong to the spelling of Persian, of Indic scripts and of emoji.
pub fn clean_line(line: &str) -> String {
    // Every list of names and every paragraph passes here, line by line.
    interrupt::check();
    if line.is_ascii() {
        return clean_ascii(line);
    }
    let line = match is_nfc_quick(line.chars()) {
        IsNormalized::Yes => Cow::Borrowed(line),
        _ => Cow::Owned(line.nfc().collect()),
    };
    let mut out = String::with_capacity(line.len());
    let mut space = false;
    for c in line.chars() {
        if c.is_whitespace() {
            space = true;
        } else if !is_dropped(c) || control_meant(c).is_some() {
            if space && !out.is_empty() {
                out.push(' ');
            }
            space = false;
            out.push(control_meant(c).unwrap_or(c));
        }
    }
    out
}

/// The character that a C1 control was before windows-1252 was read as Latin-1: “ ” ‘ ’ – … and their like.
fn control_meant(c: char) -> Option<char> {
    let byte = u8::try_from(u32::from(c)).ok().filter(|byte| (0x80..=0x9f).contains(byte))?;
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().filter(|meant| !meant.is_control())
}

/// Puts for C1 controls what they were before windows-1252 was read as Latin-1, or `None` when there are none.
///
/// U+0085 is a line end to Unicode and three dots to windows-1252: it is the latter among others of its kind, and within a
/// line.
pub fn mend_controls(text: &str) -> Option<String> {
    // The byte that each of them begins with in UTF-8.
    if !text.as_bytes().contains(&0xc2) {
        return None;
    }
    let others = text.chars().any(|c| c != '\u{85}' && control_meant(c).is_some());
    let within_line = || {
        text.match_indices('\u{85}').any(|(at, dots)| {
            text[..at].ends_with(char::is_alphanumeric)
                && !text[at + dots.len()..].trim_start_matches(' ').starts_with(['\r', '\n', '\u{85}'])
                && !text[at + dots.len()..].starts_with(char::is_uppercase)
        })
    };
    if !(others || text.contains('\u{85}') && within_line()) {
        return None;
    }
    Some(text.chars().map(|c| control_meant(c).unwrap_or(c)).collect())
}

/// The same for ASCII, which most lines are: there is nothing to compose.
fn clean_ascii(line: &str) -> String {
    let is_visible = line.bytes().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'));
    if is_visible && !line.starts_with(' ') && !line.ends_with(' ') && !line.contains("  ") {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len());
    for word in line.split(|c: char| c.is_ascii_whitespace() || c == '\u{b}').filter(|word| !word.is_empty()) {
        let start = out.len();
        if start > 0 {
            out.push(' ');
        }
        match word.bytes().any(|b| b.is_ascii_control()) {
            true => out.extend(word.chars().filter(|c| !c.is_ascii_control())),
            false => out.push_str(word),
        }
        // A word of controls alone leaves no space behind.
        if start > 0 && out.len() == start + 1 {
            out.pop();
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

/// Letters and digits only, lower case, words parted by one space: what two titles or names are compared by.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.extend(c.to_lowercase());
        } else if c != '\'' && c != '\u{2019}' {
            gap = true;
        }
    }
    out
}

/// Replaces the character references of HTML (`&amp;`, `&#8217;`), twice where they were escaped twice.
pub fn unescape(text: &str) -> Cow<'_, str> {
    let once = unescape_once(text);
    match once {
        Cow::Owned(once) => Cow::Owned(unescape_once(&once).into_owned()),
        unchanged => unchanged,
    }
}

fn unescape_once(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(34).position(|b| b == b';');
        match end.and_then(|end| reference(&rest[1..end]).map(|meant| (end, meant))) {
            Some((end, (first, second))) => {
                out.push(first);
                out.extend(second);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The characters that a reference stands for.
fn reference(name: &str) -> Option<(char, Option<char>)> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // Numbers from 128 to 159 mean windows-1252, as in HTML.
        let c = char::from_u32(code).map(|c| control_meant(c).unwrap_or(c));
        return Some((c.filter(|c| *c != '\0')?, None));
    }
    let (first, second) = *html5ever::data::NAMED_ENTITIES.get(format!("{name};").as_str())?;
    Some((char::from_u32(first).filter(|c| *c != '\0')?, char::from_u32(second).filter(|c| *c != '\0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composes_and_keeps_quotes() {
        assert_eq!(clean_line(" Cafe\u{301}\u{a0} “déjà\u{ad}”\u{200d} ﬁn "), "Café “déjà”\u{200d} ﬁn");
        assert_eq!(clean_line("\u{1} a\t\u{1} b\u{b}c\u{7f}d \r\n"), "a b cd");
        assert_eq!(clean_line("\u{1} é\t\u{1} b\u{b}c\u{7f}d \r\n"), "é b cd");
    }

    #[test]
    fn controls_are_the_marks_that_they_were() {
        let given = "\u{93}We won\u{92}t pay,\u{94} she said \u{96} twice.";
        assert_eq!(mend_controls(given).as_deref(), Some("“We won’t pay,” she said – twice."));
        assert_eq!(clean_line(given), "“We won’t pay,” she said – twice.");
        assert_eq!(mend_controls("\u{84}Nein\u{85}\u{93}").as_deref(), Some("„Nein…“"));
        assert_eq!(mend_controls("and so on\u{85} she said").as_deref(), Some("and so on… she said"));
        assert_eq!(mend_controls("One line.\u{85}Another."), None);
        assert_eq!(mend_controls("“Plain” – text…"), None);
    }

    #[test]
    fn folds_to_words() {
        assert_eq!(fold("  It’s — “Über” 2,5!"), "its über 2 5");
    }

    #[test]
    fn unescapes_references() {
        assert_eq!(unescape("R&amp;amp;D &#8217;n&#x27; &eacute; &#150; &nosuch; & Co;"), "R&D ’n' é – &nosuch; & Co;");
    }
}
