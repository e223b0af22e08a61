//! Web and mail addresses, @names and #tags.

/// How far a mail address is looked for; longer local parts exist only in attacks.
const MAX_LOCAL_PART: usize = 64;

/// Endings of bare domains ("example.com") that news text mentions.
const TOP_LEVEL: [&str; 26] = [
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "ai", "tv", "co", "uk", "au", "ca", "de",
    "fr", "eu", "us", "in", "nz", "ie", "za", "ru", "app",
];

/// The length of the address at the start of `text`, which runs to the next white space.
pub(super) fn end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes[0] {
        b'@' | b'#' => tag_end(bytes),
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => url_end(text).or_else(|| mail_end(text)),
        _ => None,
    }
}

/// "@name" or "#tag": a letter first, then letters, digits and underscores.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let body = bytes[1..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
    let letters = bytes[1..=body].iter().any(u8::is_ascii_alphabetic);
    let starts = body > 0 && (bytes[1].is_ascii_alphabetic() || bytes[1] == b'_');
    (letters && (starts || bytes[0] == b'@')).then_some(body + 1)
}

fn url_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let scheme = bytes.iter().take(10).take_while(|b| b.is_ascii_alphabetic()).count();
    let rest = &text[scheme..];
    let known = ["http", "https", "ftp"].iter().any(|s| text[..scheme].eq_ignore_ascii_case(s));
    if (known && rest.starts_with("://")) || (text[..scheme].eq_ignore_ascii_case("www") && rest.starts_with('.')) {
        return Some(trimmed(text, scheme + 1));
    }
    None
}

/// The end of an address that runs to white space, quotation marks or angle brackets, without the punctuation that
/// closes the sentence around it.
fn trimmed(text: &str, least: usize) -> usize {
    let stop = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '\u{201c}' | '\u{201d}' | '\u{2019}');
    let url = &text[..text.find(stop).unwrap_or(text.len())];
    let closing = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ')' | ']' | '}' | '\u{2026}');
    let mut end = url.trim_end_matches(closing).len();
    // "…/wiki/Mercury_(planet)" keeps its bracket.
    if url[end..].starts_with(')') && url[..end].contains('(') {
        end += 1;
    }
    end.max(least.min(text.len()))
}

fn mail_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let local = bytes
        .iter()
        .take(MAX_LOCAL_PART + 1)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+'))
        .count();
    if local > MAX_LOCAL_PART || bytes.get(local) != Some(&b'@') {
        return None;
    }
    let domain = domain_length(&bytes[local + 1..])?;
    Some(local + 1 + domain)
}

/// The length of a dotted domain at the start of `bytes`, without a closing dot; at most 253 bytes.
fn domain_length(bytes: &[u8]) -> Option<usize> {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let mut end = bytes.iter().take(254).take_while(|b| part(b)).count();
    while end > 0 && !bytes[end - 1].is_ascii_alphanumeric() {
        end -= 1;
    }
    bytes[..end].contains(&b'.').then_some(end)
}

/// The length of a domain such as "example.co.uk" (and the path behind it) at the start of `text`.
pub(super) fn bare_domain_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let end = domain_length(bytes)?;
    let last = bytes[..end].iter().rposition(|&b| b == b'.')?;
    let name = bytes[..last].rsplit(|&b| b == b'.').next()?;
    let known = TOP_LEVEL.iter().any(|t| text[last + 1..end].eq_ignore_ascii_case(t));
    // "fell.In" is two sentences without a space, "B.C." an abbreviation.
    let lower = text[last + 1..end].bytes().all(|b| b.is_ascii_lowercase()) && text[end..].bytes().next() != Some(b'.')
        || text[..end].bytes().all(|b| !b.is_ascii_lowercase());
    if !known || !lower || name.len() < 2 || bytes[end..].first() == Some(&b'@') {
        return None;
    }
    match text.as_bytes().get(end) {
        Some(b'/') => Some(trimmed(text, end)),
        _ => Some(end),
    }
}
