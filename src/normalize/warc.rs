//! WARC files (ISO 28500): the responses in them, each to be read as one message.

use std::io::Read;

use crate::article::{Input, Rejection, RejectionCode};

/// An HTTP response that a crawler stored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WarcResponse {
    /// The address that was fetched.
    pub url: Option<String>,
    /// When it was fetched.
    pub date: Option<String>,
    /// The response's content type.
    pub content_type: Option<String>,
    /// The response's content encoding; not undone.
    pub content_encoding: Option<String>,
    /// The body, its chunks joined.
    pub body: Vec<u8>,
}

impl WarcResponse {
    /// The response as input of [`super::normalize`]. When it was fetched is not when it was published, so the
    /// date is left out.
    pub fn input(&self) -> Input<'_> {
        Input {
            body: &self.body,
            content_type: self.content_type.as_deref(),
            content_encoding: self.content_encoding.as_deref(),
            url: self.url.as_deref(),
            date: None,
        }
    }
}

/// The successful responses in a WARC file, in order; a gzipped file is inflated, up to `limit` bytes.
///
/// # Errors
/// `Undecodable` when the file is no WARC or is cut off; `TooLarge` beyond the limit.
pub fn split_warc(file: &[u8], limit: usize) -> Result<Vec<WarcResponse>, Rejection> {
    let mut inflated = Vec::new();
    let mut rest = file;
    if file.starts_with(&[0x1f, 0x8b]) {
        let mut reader = flate2::read::MultiGzDecoder::new(file).take(limit as u64 + 1);
        reader
            .read_to_end(&mut inflated)
            .map_err(|e| Rejection::new(RejectionCode::Undecodable, format!("gzip: {e}")))?;
        if inflated.len() > limit {
            return Err(Rejection::new(RejectionCode::TooLarge, format!("more than {limit} bytes when inflated")));
        }
        rest = &inflated;
    }
    let damaged = || Rejection::new(RejectionCode::Undecodable, "no WARC record where one should begin");
    let mut found = Vec::new();
    while let Some(start) = rest.iter().position(|b| !b.is_ascii_whitespace()) {
        rest = &rest[start..];
        if !rest.starts_with(b"WARC/") {
            return Err(damaged());
        }
        let (head, after) = split_head(rest).ok_or_else(damaged)?;
        let length: usize = field(&head, "content-length").and_then(|v| v.parse().ok()).ok_or_else(damaged)?;
        let block = after.get(..length).ok_or_else(damaged)?;
        rest = &after[length..];
        if field(&head, "warc-type").is_some_and(|kind| kind == "response") {
            found.extend(response(&head, block));
        }
    }
    Ok(found)
}

/// A record of type `response`, when it holds a successful HTTP response.
fn response(record: &str, block: &[u8]) -> Option<WarcResponse> {
    let (head, body) = split_head(block)?;
    let status = head.lines().next()?.split(' ').nth(1)?;
    if !status.starts_with('2') {
        return None;
    }
    let chunked = field(&head, "transfer-encoding").is_some_and(|v| v.eq_ignore_ascii_case("chunked"));
    Some(WarcResponse {
        url: field(record, "warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned()),
        date: field(record, "warc-date").map(str::to_owned),
        content_type: field(&head, "content-type").map(str::to_owned),
        content_encoding: field(&head, "content-encoding").map(str::to_owned),
        body: if chunked { unchunk(body).unwrap_or_else(|| body.to_vec()) } else { body.to_vec() },
    })
}

/// The lines up to the first blank one, and what follows it.
fn split_head(bytes: &[u8]) -> Option<(String, &[u8])> {
    let (at, length) = match memchr::memmem::find(bytes, b"\r\n\r\n") {
        Some(at) => (at, 4),
        None => (memchr::memmem::find(bytes, b"\n\n")?, 2),
    };
    Some((String::from_utf8_lossy(&bytes[..at]).into_owned(), &bytes[at + length..]))
}

/// The value of a header, by its name in any case.
fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(n, _)| n.trim().eq_ignore_ascii_case(name))
        .map(|(_, v)| v.trim())
}

/// Joins the chunks of HTTP/1.1; crawlers often keep the header but store the body without chunks.
fn unchunk(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let end = memchr::memmem::find(body, b"\r\n")?;
        let size = std::str::from_utf8(&body[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        body = &body[end + 2..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(body.get(..size)?);
        body = body.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, block: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <https://example.com/a>\r\nWARC-Date: 2024-05-14T08:30:00Z\r\n\
             Content-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    #[test]
    fn gives_successful_responses() {
        let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<p>a\r\n2\r\nbc\r\n0\r\n\r\n";
        let missing = "HTTP/1.1 404 Not Found\r\n\r\nnothing";
        let file = record("warcinfo", "software: x") + &record("response", page) + &record("response", missing);
        let found = split_warc(file.as_bytes(), 1 << 20).expect("a WARC");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].body, b"<p>abc");
        assert_eq!(found[0].url.as_deref(), Some("https://example.com/a"));
        assert_eq!(found[0].input().content_type, Some("text/html"));
    }

    #[test]
    fn a_cut_file_is_undecodable() {
        let file = record("response", "HTTP/1.1 200 OK\r\n\r\nbody");
        for bytes in [&file.as_bytes()[..file.len() - 10], b"<html>".as_slice()] {
            assert_eq!(split_warc(bytes, 1 << 20).expect_err("damaged").code, RejectionCode::Undecodable);
        }
        assert_eq!(split_warc(b"", 1 << 20).expect("empty"), []);
    }
}
