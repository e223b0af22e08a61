//! WARC files (ISO 28500): the responses in them, each to be read as one message.

use std::io::{self, BufRead, Read};

use super::media_type::{Family, MediaType};
use crate::article::{Input, Rejection, RejectionCode};

/// Longest head of a record, in bytes.
const LONGEST_HEAD: usize = 64 * 1024;

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

/// The next response of a WARC file that may hold articles; `None` at its end.
///
/// Only successful responses that are pages, feeds, JSON or plain text are given: what a crawler stores beside them
/// (pictures, scripts, requests) is passed over. The records are read one by one, so a file of any size can be.
///
/// # Errors
/// `TooLarge` for a response of more than `max_bytes`, behind which reading can go on; `Undecodable` where the file is
/// damaged or cut off, behind which nothing can be read.
pub fn next_response(warc: &mut dyn BufRead, max_bytes: usize) -> Option<Result<WarcResponse, Rejection>> {
    loop {
        let head = match record_head(warc) {
            Ok(Some(head)) => head,
            Ok(None) => return None,
            Err(error) => return Some(Err(damaged(&error))),
        };
        let Some(length) = field(&head, "content-length").and_then(|v| v.parse::<u64>().ok()) else {
            return Some(Err(damaged(&"a record without its length")));
        };
        let is_response = field(&head, "warc-type").is_some_and(|kind| kind == "response");
        if !is_response || length > max_bytes as u64 {
            match io::copy(&mut warc.take(length), &mut io::sink()) {
                Ok(read) if read == length && !is_response => continue,
                Ok(read) if read == length => {
                    let message = format!("a response of {length} bytes, the limit is {max_bytes}");
                    return Some(Err(Rejection::new(RejectionCode::TooLarge, message)));
                }
                Ok(_) => return Some(Err(damaged(&"the last record is cut off"))),
                Err(error) => return Some(Err(damaged(&error))),
            }
        }
        let mut block = Vec::with_capacity(length as usize);
        match warc.take(length).read_to_end(&mut block) {
            Ok(read) if read as u64 == length => {}
            Ok(_) => return Some(Err(damaged(&"the last record is cut off"))),
            Err(error) => return Some(Err(damaged(&error))),
        }
        if let Some(response) = response(&head, &block) {
            return Some(Ok(response));
        }
    }
}

fn damaged(reason: &dyn std::fmt::Display) -> Rejection {
    Rejection::new(RejectionCode::Undecodable, format!("WARC: {reason}"))
}

/// The head of the next record, without the blank line behind it.
fn record_head(warc: &mut dyn BufRead) -> io::Result<Option<String>> {
    let mut head = Vec::new();
    loop {
        let before = head.len();
        warc.take((LONGEST_HEAD - before) as u64).read_until(b'\n', &mut head)?;
        let line = head[before..].trim_ascii();
        match (before, line.is_empty()) {
            // Two blank lines end each record.
            (0, true) if head.is_empty() => return Ok(None),
            (0, true) => head.clear(),
            (0, false) if !line.starts_with(b"WARC/") => {
                return Err(io::Error::other("no record where one should begin"));
            }
            (_, true) if head.ends_with(b"\n") && head.len() > before => break,
            (_, true) => return Err(io::Error::other("a record without end of its head")),
            (_, false) => {}
        }
    }
    Ok(Some(String::from_utf8_lossy(&head).into_owned()))
}

/// A record of type `response`, when it holds a successful HTTP response with something to read.
fn response(record: &str, block: &[u8]) -> Option<WarcResponse> {
    let (head, body) = split_head(block)?;
    let status = head.lines().next()?.split(' ').nth(1)?;
    let content_type = field(&head, "content-type");
    let family = content_type.map(MediaType::parse).unwrap_or_default().family;
    let may_be_read = match family {
        Family::Html | Family::Xml | Family::Json | Family::Text => true,
        Family::Unknown => content_type.is_none(),
        Family::Other => false,
    };
    if !status.starts_with('2') || body.is_empty() || !may_be_read {
        return None;
    }
    let chunked = field(&head, "transfer-encoding").is_some_and(|v| v.eq_ignore_ascii_case("chunked"));
    let body = if chunked { unchunk(body).unwrap_or_else(|| body.to_vec()) } else { body.to_vec() };
    // Some crawlers undo the compression and keep the header.
    let is_packed = |encoding: &&str| !encoding.contains("gzip") || body.starts_with(&[0x1f, 0x8b]);
    Some(WarcResponse {
        url: field(record, "warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned()),
        date: field(record, "warc-date").map(str::to_owned),
        content_type: content_type.map(str::to_owned),
        content_encoding: field(&head, "content-encoding").filter(is_packed).map(str::to_owned),
        body,
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

    fn all(mut file: &[u8], limit: usize) -> Vec<Result<WarcResponse, RejectionCode>> {
        let mut found = Vec::new();
        while let Some(next) = next_response(&mut file, limit) {
            let ended = next.as_ref().is_err_and(|e| e.code == RejectionCode::Undecodable);
            found.push(next.map_err(|e| e.code));
            if ended {
                break;
            }
        }
        found
    }

    #[test]
    fn gives_successful_responses() {
        let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<p>a\r\n2\r\nbc\r\n0\r\n\r\n";
        let missing = "HTTP/1.1 404 Not Found\r\n\r\nnothing";
        let picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG";
        let unpacked = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n<p>d";
        let file = record("warcinfo", "software: x")
            + &[page, missing, picture, unpacked].map(|block| record("response", block)).concat();
        let found: Vec<WarcResponse> = all(file.as_bytes(), 1 << 20).into_iter().map(|r| r.expect("whole")).collect();
        let bodies: Vec<_> = found.iter().map(|r| String::from_utf8_lossy(&r.body)).collect();
        assert_eq!(bodies, ["<p>abc", "<p>d"]);
        assert_eq!(found[0].url.as_deref(), Some("https://example.com/a"));
        assert_eq!(found[0].input().content_type, Some("text/html"));
        assert_eq!(found[1].content_encoding, None);
    }

    #[test]
    fn a_response_over_the_limit_is_told_and_the_next_is_read() {
        let response = |body: &str| record("response", &format!("HTTP/1.1 200 OK\r\n\r\n{body}"));
        let found = all((response(&"x".repeat(200)) + &response("<p>a")).as_bytes(), 100);
        assert_eq!(found[0], Err(RejectionCode::TooLarge));
        assert_eq!(found[1].as_ref().map(|r| r.body.as_slice()), Ok(b"<p>a".as_slice()));
    }

    #[test]
    fn a_cut_file_is_undecodable() {
        let file = record("response", "HTTP/1.1 200 OK\r\n\r\nbody");
        for bytes in [&file.as_bytes()[..file.len() - 10], b"<html>".as_slice(), b"WARC/1.0\r\nWARC-Type: response"] {
            assert_eq!(all(bytes, 1 << 20), [Err(RejectionCode::Undecodable)]);
        }
        assert_eq!(all(b"", 1 << 20), []);
        assert_eq!(all(b"\r\n\r\n", 1 << 20), []);
    }
}
