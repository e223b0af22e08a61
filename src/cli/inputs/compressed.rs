//! Undoes gzip and Zstandard, told by their first bytes.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
/// The first four bytes of a skippable Zstandard frame, with which parallel compressors begin, less the low nibble.
const ZSTD_SKIPPABLE: &[u8] = &[0x2a, 0x4d, 0x18];

/// Of a content encoding, where the compression that was applied last is one that [`reader`] undoes: the suffix that files of
/// it have, and what had been applied before it (empty for nothing).
pub fn last_coding(encoding: &str) -> Option<(&'static str, &str)> {
    let (before, last) = encoding.rsplit_once(',').unwrap_or(("", encoding));
    let suffix = match last.trim().to_ascii_lowercase().as_str() {
        "gzip" | "x-gzip" => ".gz",
        "zstd" => ".zst",
        _ => return None,
    };
    Some((suffix, before.trim()))
}

/// The content of `source`, decompressed where it is compressed.
///
/// # Errors
/// When the first bytes cannot be read.
pub fn reader(mut source: impl BufRead + Send + 'static) -> io::Result<Box<dyn BufRead + Send>> {
    let start = source.fill_buf()?;
    Ok(if start.starts_with(GZIP) {
        Box::new(BufReader::new(MultiGzDecoder::new(source)))
    } else if start.starts_with(ZSTD) || start.get(1..4) == Some(ZSTD_SKIPPABLE) {
        Box::new(BufReader::new(ZstdFrames { source, frame: FrameDecoder::new(), inside: false }))
    } else {
        Box::new(source)
    })
}

/// Reads the frames of a Zstandard file as one content; the decoder itself ends with the first.
struct ZstdFrames<R> {
    source: R,
    frame: FrameDecoder,
    /// Whether a frame has begun that is not decoded to its end.
    inside: bool,
}

impl<R: BufRead> Read for ZstdFrames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.frame.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            if self.inside {
                let enough = BlockDecodingStrategy::UptoBytes(buffer.len());
                self.inside = !self.frame.decode_blocks(&mut self.source, enough).map_err(io::Error::other)?;
            } else if self.source.fill_buf()?.is_empty() {
                return Ok(0);
            } else {
                self.begin_frame()?;
            }
        }
    }
}

impl<R: BufRead> ZstdFrames<R> {
    fn begin_frame(&mut self) -> io::Result<()> {
        match self.frame.reset(&mut self.source) {
            Ok(()) => self.inside = true,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                io::copy(&mut (&mut self.source).take(length.into()), &mut io::sink())?;
            }
            Err(error) => return Err(io::Error::other(error)),
        }
        Ok(())
    }
}
