//! Undoes UTF-8 that was read as windows-1252 or Latin-1 ("donâ€™t"), only where that is what happened beyond doubt.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// The text as it was meant, or `None` when it is not provably garbled.
///
/// A sequence is proof when its characters, as single bytes, are a valid multi-byte sequence of UTF-8: in no
/// language do such letters and signs follow each other. There must be several, and hardly any other character
/// beyond ASCII.
pub fn repair(text: &str) -> Option<String> {
    if !["Ã", "â", "Â", "Ð", "Ñ"].iter().any(|lead| text.contains(lead)) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let (mut proofs, mut others) = (0usize, 0usize);
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| !b.is_ascii()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match sequence(rest) {
            Some((meant, count)) => {
                out.push(meant);
                // Three bytes cannot be chance; of two, there must be more.
                proofs += count - 1;
                rest = rest.char_indices().nth(count).map_or("", |(end, _)| &rest[end..]);
            }
            None => {
                others += 1;
                let first = rest.chars().next()?;
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out.push_str(rest);
    (proofs >= 2 && others * 10 <= proofs).then_some(out)
}

/// The character that the text begins with when its first characters are taken as bytes of UTF-8, and how many
/// these are.
fn sequence(text: &str) -> Option<(char, usize)> {
    let first = byte(text.chars().next()?)?;
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let bytes: Vec<u8> = text.chars().take(length).map_while(byte).collect();
    let meant = std::str::from_utf8(&bytes).ok().filter(|_| bytes.len() == length)?;
    meant.chars().next().map(|c| (c, length))
}

/// The byte that a character beyond ASCII is in windows-1252, or in Latin-1 where that has none.
fn byte(c: char) -> Option<u8> {
    if c.is_ascii() {
        return None;
    }
    if let Ok(byte) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    match WINDOWS_1252.encode(c.encode_utf8(&mut buffer)) {
        (Cow::Owned(bytes), _, false) if bytes.len() == 1 => Some(bytes[0]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_what_is_proved() {
        for meant in ["“Don’t,” she said – twice.", "Müller grüßt Zoë", "Привет, мир"] {
            let (garbled, _, _) = WINDOWS_1252.decode(meant.as_bytes());
            assert_eq!(repair(&garbled).as_deref(), Some(meant), "{garbled}");
            let latin: String = meant.bytes().map(char::from).collect();
            assert_eq!(repair(&latin).as_deref(), Some(meant), "{latin}");
        }
    }

    #[test]
    fn leaves_what_may_be_meant() {
        for text in ["Ângela não está", "“Don’t,” she said", "CHÂTEAU «Â»", "Ñandú", "plain", "Ã©"] {
            assert_eq!(repair(text), None, "{text}");
        }
    }
}
