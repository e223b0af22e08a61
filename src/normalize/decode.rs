//! Undoes `content_encoding`, within a limit on what comes out.

use std::io::Read;

use crate::article::{Rejection, RejectionCode};

/// Magic numbers of the two compressions that files carry without saying so.
const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];
const ZSTD_MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// A body with its content encodings undone, and the character set that was named among them.
#[derive(Debug)]
pub struct Decoded {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Some producers put the character set into `content_encoding` (`utf-8`); it is not lost.
    pub charset: Option<String>,
}

/// Undoes the encodings from the last to the first; a compressed body that nobody declared is recognised by its
/// magic number.
///
/// # Errors
/// `Undecodable` for an unknown encoding, a damaged or truncated stream; `TooLarge` when more than `limit` bytes
/// come out.
pub fn decode(body: &[u8], content_encoding: Option<&str>, limit: usize) -> Result<Decoded, Rejection> {
    let mut decoded = Decoded { bytes: Vec::new(), charset: None };
    let mut undone = false;
    let names = content_encoding.unwrap_or_default().to_ascii_lowercase();
    for name in names.split(',').rev().map(str::trim).filter(|n| !n.is_empty() && *n != "identity") {
        if encoding_rs::Encoding::for_label(name.as_bytes()).is_some() {
            decoded.charset = Some(name.to_owned());
            continue;
        }
        let input = if undone { decoded.bytes.as_slice() } else { body };
        decoded.bytes = inflate(name, input, limit)?;
        undone = true;
    }
    if !undone {
        let name = match body {
            _ if body.starts_with(GZIP_MAGIC) => "gzip",
            _ if body.starts_with(ZSTD_MAGIC) => "zstd",
            _ => {
                decoded.bytes = body.to_vec();
                return Ok(decoded);
            }
        };
        decoded.bytes = inflate(name, body, limit)?;
    }
    Ok(decoded)
}

fn inflate(name: &str, input: &[u8], limit: usize) -> Result<Vec<u8>, Rejection> {
    match name {
        "gzip" | "x-gzip" => read_all(name, flate2::read::MultiGzDecoder::new(input), limit),
        "deflate" => match read_all(name, flate2::read::ZlibDecoder::new(input), limit) {
            // RFC 9110 means zlib, but many senders leave out its frame.
            Err(e) if e.code == RejectionCode::Undecodable => {
                read_all(name, flate2::read::DeflateDecoder::new(input), limit)
            }
            result => result,
        },
        "br" => read_all(name, brotli::Decompressor::new(input, 4096), limit),
        "zstd" => zstd(input, limit),
        _ => Err(Rejection::new(RejectionCode::Undecodable, "content encoding is none of gzip, deflate, br, zstd")),
    }
}

/// A zstd stream may be several frames, one behind the other.
fn zstd(mut input: &[u8], limit: usize) -> Result<Vec<u8>, Rejection> {
    let mut out = Vec::new();
    while !input.is_empty() || out.is_empty() {
        let mut decoder = ruzstd::decoding::FrameDecoder::new();
        // A frame may ask for a window of any size; more than the whole output can never be needed.
        decoder.set_max_window_size(limit as u64);
        let frame = ruzstd::decoding::StreamingDecoder::new_with_decoder(&mut input, decoder)
            .map_err(|e| Rejection::new(RejectionCode::Undecodable, format!("zstd: {e}")))?;
        let part = read_all("zstd", frame, limit - out.len())?;
        out.extend_from_slice(&part);
    }
    Ok(out)
}

fn read_all(name: &str, reader: impl Read, limit: usize) -> Result<Vec<u8>, Rejection> {
    let mut out = Vec::new();
    reader
        .take(limit as u64 + 1)
        .read_to_end(&mut out)
        .map_err(|e| Rejection::new(RejectionCode::Undecodable, format!("{name}: {e}")))?;
    if out.len() > limit {
        return Err(Rejection::new(RejectionCode::TooLarge, format!("{name}: more than {limit} bytes when inflated")));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(data).expect("to memory");
        encoder.finish().expect("to memory")
    }

    fn code(body: &[u8], encoding: &str) -> RejectionCode {
        decode(body, Some(encoding), 1 << 20).expect_err("rejected").code
    }

    #[test]
    fn undoes_each_encoding() {
        let text = b"What the paper says, says the paper.".repeat(20);
        let deflate = |raw: bool| {
            let level = flate2::Compression::default();
            if raw {
                let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), level);
                encoder.write_all(&text).expect("to memory");
                encoder.finish().expect("to memory")
            } else {
                let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), level);
                encoder.write_all(&text).expect("to memory");
                encoder.finish().expect("to memory")
            }
        };
        let zstd =
            ruzstd::encoding::compress_to_vec(text.as_slice(), ruzstd::encoding::CompressionLevel::Fastest).repeat(2);
        let mut brotli = Vec::new();
        brotli::CompressorWriter::new(&mut brotli, 4096, 5, 20).write_all(&text).expect("to memory");
        let check = |body: &[u8], encoding: &str, want: &[u8]| {
            let got = decode(body, Some(encoding), 1 << 20).expect(encoding);
            assert_eq!(got.bytes, want, "{encoding}");
        };
        check(&gzip(&text), "gzip", &text);
        check(&gzip(&text), "", &text);
        check(&gzip(&gzip(&text)), "gzip, GZIP", &text);
        check(&deflate(false), "deflate", &text);
        check(&deflate(true), "deflate", &text);
        check(&brotli, "br", &text);
        check(&zstd, "zstd", &text.repeat(2));
        check(&text, "identity", &text);
        assert_eq!(decode(&text, Some("utf-8"), 1 << 20).expect("utf-8").charset.as_deref(), Some("utf-8"));
    }

    #[test]
    fn damaged_streams_are_undecodable() {
        let whole = gzip(b"What the paper says");
        assert_eq!(code(&whole[..whole.len() - 6], "gzip"), RejectionCode::Undecodable);
        assert_eq!(code(b"no gzip", "gzip"), RejectionCode::Undecodable);
        assert_eq!(code(b"", "gzip"), RejectionCode::Undecodable);
        assert_eq!(code(b"", "zstd"), RejectionCode::Undecodable);
        assert_eq!(code(b"text", "rot13"), RejectionCode::Undecodable);
    }

    #[test]
    fn a_bomb_is_too_large() {
        assert_eq!(code(&gzip(&vec![0; 4 << 20]), "gzip"), RejectionCode::TooLarge);
    }
}
