//! Bytes to characters: byte order mark, strict UTF-8, what was declared, what the page says, a guess.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memmem;

use crate::article::{Rejection, RejectionCode};

/// How far into a page its own declaration of the character set is looked for, in bytes.
const DECLARATION_WINDOW: usize = 4096;

/// What a guess is based on, in bytes; more changes nothing.
const GUESS_WINDOW: usize = 128 * 1024;

/// Decodes a body. `declared` is what the transport says, `host` gives the guess its country.
///
/// Strict UTF-8 wins over every declaration, since hardly any text in another encoding happens to be valid UTF-8.
///
/// # Errors
/// `Undecodable` when most of it is no text in any encoding.
pub fn decode(
    bytes: Vec<u8>,
    declared: Option<&str>,
    host: Option<&str>,
    warnings: &mut Vec<String>,
) -> Result<String, Rejection> {
    if let Some((encoding, skip)) = Encoding::for_bom(&bytes) {
        return Ok(decode_as(encoding, &bytes[skip..], warnings));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !looks_binary(text.as_bytes()) => return Ok(text),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    if let Some(encoding) = utf_16_without_mark(&bytes) {
        return Ok(decode_as(encoding, &bytes, warnings));
    }
    if looks_binary(&bytes) {
        return Err(Rejection::new(RejectionCode::Undecodable, "the body is binary, not text"));
    }
    if mostly_utf_8(&bytes) {
        return Ok(decode_as(UTF_8, &bytes, warnings));
    }
    let label = |name: &str| Encoding::for_label(name.trim().as_bytes());
    // What says so in ASCII-compatible bytes cannot be UTF-16.
    let is_possible = |encoding: &&'static Encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding);
    let said = declared.and_then(label).filter(is_possible);
    let own = in_page(&bytes).and_then(|name| label(&name)).filter(is_possible);
    let reads = |encoding: &'static Encoding| !encoding.decode_without_bom_handling(&bytes).1;
    match (said, own) {
        // Servers say Latin-1 of whatever they send, and it reads any bytes: that proves nothing.
        (Some(encoding), Some(own)) if encoding == WINDOWS_1252 && own != encoding && reads(own) => {
            Ok(decode_as(own, &bytes, warnings))
        }
        _ => {
            let stated = [said, own].into_iter().flatten();
            if let Some(encoding) = stated.clone().find(|encoding| reads(encoding)) {
                return Ok(decode_as(encoding, &bytes, warnings));
            }
            // A charset that cannot read the bytes is refuted, unless the guess reads no more of them.
            let guess = guess(&bytes, host);
            match stated
                .min_by_key(|encoding| lost(encoding, &bytes))
                .filter(|said| lost(said, &bytes) <= lost(guess, &bytes))
            {
                Some(encoding) => Ok(decode_as(encoding, &bytes, warnings)),
                None => {
                    warnings.push("charset_guessed".to_owned());
                    Ok(decode_as(guess, &bytes, warnings))
                }
            }
        }
    }
}

/// How many characters an encoding loses of the bytes.
fn lost(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    memmem::find_iter(text.as_bytes(), "\u{fffd}").count()
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], warnings: &mut Vec<String>) -> String {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        warnings.push("undecodable_bytes_replaced".to_owned());
    }
    text.into_owned()
}

fn guess(bytes: &[u8], host: Option<&str>) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(GUESS_WINDOW)], true);
    let tld = host.and_then(|h| h.rsplit('.').next()).map(str::to_ascii_lowercase);
    // The detector refuses a top-level domain that is not lower-case letters or punycode.
    let tld = tld.filter(|t| t.len() >= 2 && t.bytes().all(|b| b.is_ascii_lowercase()));
    let encoding = detector.guess(tld.as_deref().map(str::as_bytes), chardetng::Utf8Detection::Deny);
    if encoding == UTF_8 { WINDOWS_1252 } else { encoding }
}

/// Whether fewer than one in twenty of the multi-byte sequences is broken: a few bytes lost on the way, not
/// another encoding.
fn mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad * 20 < good
}

/// UTF-16 without a mark: in text of any alphabet with spaces and line ends, one of the two bytes is often zero.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1024) & !1];
    if sample.len() < 8 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |offset| sample.iter().skip(offset).step_by(2).filter(|&&b| b == 0).count() * 2;
    match (zeros(0), zeros(1)) {
        (high, low) if high * 10 >= sample.len() * 3 && low == 0 => Some(UTF_16BE),
        (high, low) if low * 10 >= sample.len() * 3 && high == 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// Whether more than one in ten of the first bytes is a control character that no text uses.
fn looks_binary(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(4096)];
    // Escape begins the shift sequences of ISO-2022-JP.
    let control = |b: &&u8| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b);
    sample.iter().filter(control).count() * 10 > sample.len()
}

/// The character set that an HTML page or an XML document names near its beginning.
fn in_page(bytes: &[u8]) -> Option<String> {
    let head = bytes[..bytes.len().min(DECLARATION_WINDOW)].to_ascii_lowercase();
    let xml = head.starts_with(b"<?xml").then(|| value_after(&head[..memchr::memchr(b'>', &head)?], b"encoding"));
    xml.flatten().or_else(|| {
        memmem::find_iter(&head, b"<meta").find_map(|at| {
            let tag = &head[at..];
            value_after(&tag[..memchr::memchr(b'>', tag)?], b"charset")
        })
    })
}

fn value_after(tag: &[u8], name: &[u8]) -> Option<String> {
    let rest = &tag[memmem::find(tag, name)? + name.len()..];
    let value = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value).trim_ascii_start();
    let end = value.iter().position(|b| b.is_ascii_whitespace() || b"\"';/>".contains(b)).unwrap_or(value.len());
    (end > 0).then(|| String::from_utf8_lossy(&value[..end]).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], declared: Option<&str>, want: &str, warned: &[&str]) {
        let mut warnings = Vec::new();
        let got = decode(bytes.to_vec(), declared, Some("example.de"), &mut warnings).expect("text");
        assert_eq!(got, want);
        assert_eq!(warnings, warned);
    }

    #[test]
    fn a_byte_order_mark_decides() {
        check(b"\xef\xbb\xbfna\xc3\xafve", Some("windows-1252"), "naïve", &[]);
        check(b"\xff\xfeh\0\xe4\0", None, "hä", &[]);
    }

    #[test]
    fn valid_utf_8_wins_over_a_declaration() {
        check("Zürich – “genau”".as_bytes(), Some("iso-8859-1"), "Zürich – “genau”", &[]);
    }

    #[test]
    fn latin_1_means_windows_1252() {
        check(b"\x93Ja\x94, sagte M\xfcller", Some("ISO-8859-1"), "“Ja”, sagte Müller", &[]);
    }

    #[test]
    fn a_page_says_its_encoding() {
        let page = b"<html><head><META http-equiv=Content-Type content=\"text/html; charset=koi8-r\"></head>\xf7\xc1";
        let mut warnings = Vec::new();
        let got = decode(page.to_vec(), Some("utf-8-not"), None, &mut warnings).expect("text");
        assert!(got.ends_with("Ва"), "{got}");
    }

    #[test]
    fn a_charset_that_cannot_read_the_bytes_gives_way() {
        let page = |declared: &str, text: &str, encoding: &'static Encoding| {
            let page = format!("<html><meta charset={declared}><p>{text}");
            encoding.encode(&page).0.into_owned()
        };
        let read = |bytes: Vec<u8>, declared: &str| decode(bytes, Some(declared), None, &mut Vec::new()).expect("text");
        let russian = page("koi8-r", "Паром снова ходит через залив", encoding_rs::KOI8_R);
        assert!(read(russian, "iso-8859-1").ends_with("Паром снова ходит через залив"));
        let shift = page("shift_jis", "フェリーは夏に二倍運航する", encoding_rs::SHIFT_JIS);
        assert!(read(shift, "euc-kr").ends_with("フェリーは夏に二倍運航する"));
        let greek = page("windows-1253", "Το πλοίο επιστρέφει", encoding_rs::WINDOWS_1253);
        assert!(read(greek, "utf-8").ends_with("Το πλοίο επιστρέφει"));
    }

    #[test]
    fn a_few_lost_bytes_leave_utf_8() {
        let mut bytes = "äöü ".repeat(20).into_bytes();
        bytes.push(0xe2);
        check(&bytes, Some("utf-8"), &("äöü ".repeat(20) + "\u{fffd}"), &["undecodable_bytes_replaced"]);
    }

    #[test]
    fn undeclared_bytes_are_guessed() {
        let text = "Der Bürgermeister erklärte, die Änderung sei für alle Straßen gültig.";
        let (bytes, _, _) = WINDOWS_1252.encode(text);
        check(&bytes, None, text, &["charset_guessed"]);
    }

    #[test]
    fn utf_16_needs_no_mark() {
        let bytes: Vec<u8> = "{\"text\":\"Hello there\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        check(&bytes, None, "{\"text\":\"Hello there\"}", &[]);
    }

    #[test]
    fn an_image_is_no_text() {
        let bytes: Vec<u8> = (0..=255).cycle().take(5000).map(|b: u8| b.wrapping_mul(37) & 0x9f).collect();
        let error = decode(bytes, None, None, &mut Vec::new()).expect_err("binary");
        assert_eq!(error.code, RejectionCode::Undecodable);
    }
}
