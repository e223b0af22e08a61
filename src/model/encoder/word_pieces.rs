//! Words to the pieces of the encoder's vocabulary: lower case, accents off, then the longest known piece from the
//! left, again and again (WordPiece; Wu et al. 2016).

use unicode_normalization::UnicodeNormalization;

use super::piece_table::{Piece, PieceTable};
use crate::model::ModelError;
use crate::model::hash::hash_bytes;
use crate::model::reader::Reader;

/// Stands before the first word.
pub const START: Piece = 0;
/// Stands behind the last.
pub const STOP: Piece = 1;
/// A word of which some part is no known piece.
pub const UNKNOWN: Piece = 2;

/// No word gives more pieces than this; the rest of a longer one is not looked at.
pub const MAX_PIECES: usize = 8;
/// Longest part of a word, in bytes, that is looked up.
const MAX_PART: usize = 64;
/// Longest piece in the vocabulary, in bytes.
const MAX_PIECE: usize = 24;

/// The known pieces.
#[derive(Debug)]
pub struct WordPieces(PieceTable);

/// Set in the hash of pieces that go on with a word.
const GOES_ON: u64 = 0xA5A5_5A5A_1234_8765;

impl WordPieces {
    /// Reads the vocabulary: texts in the order of their numbers, "##" before those that go on with a word.
    ///
    /// # Errors
    /// When the file is cut short or damaged.
    pub fn read(reader: &mut Reader<'_>, count: usize) -> Result<Self, ModelError> {
        let table = PieceTable::new(count, |_| {
            let [length] = reader.array()?;
            let text = reader.bytes(length as usize)?;
            Ok(match text.strip_prefix(b"##") {
                Some(rest) if !rest.is_empty() => hash_bytes(rest) ^ GOES_ON,
                _ => hash_bytes(text),
            })
        })?;
        Ok(WordPieces(table))
    }

    /// Appends the pieces of a word, at least one and at most [`MAX_PIECES`].
    pub fn split(&self, word: &str, buffer: &mut String, pieces: &mut Vec<Piece>) {
        buffer.clear();
        let begin = pieces.len();
        if word.is_ascii() {
            buffer.extend(word.chars().take(MAX_PART * 4).map(|c| c.to_ascii_lowercase()));
        } else {
            buffer
                .extend(word.chars().take(MAX_PART * 4).flat_map(char::to_lowercase).nfd().filter(|c| !is_accent(*c)));
        }
        let mut start = 0;
        for (at, c) in buffer.char_indices() {
            if is_mark(c) {
                self.split_part(&buffer[start..at], pieces);
                start = at + c.len_utf8();
                self.split_part(&buffer[at..start], pieces);
            }
        }
        self.split_part(&buffer[start..], pieces);
        pieces.truncate(begin + MAX_PIECES);
        if pieces.len() == begin {
            pieces.push(UNKNOWN);
        }
    }

    fn split_part(&self, part: &str, pieces: &mut Vec<Piece>) {
        let begin = pieces.len();
        if part.len() > MAX_PART {
            pieces.push(UNKNOWN);
            return;
        }
        let mut start = 0;
        while start < part.len() {
            let goes_on = if start == 0 { 0 } else { GOES_ON };
            let longest = part.len().min(start + MAX_PIECE);
            let found = (start + 1..=longest).rev().filter(|&end| part.is_char_boundary(end)).find_map(|end| {
                let piece = self.0.get(hash_bytes(&part.as_bytes()[start..end]) ^ goes_on)?;
                Some((piece, end))
            });
            let Some((piece, end)) = found else {
                pieces.truncate(begin);
                pieces.push(UNKNOWN);
                return;
            };
            pieces.push(piece);
            start = end;
        }
    }
}

/// Combining marks that the decomposition of accented letters leaves.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{20D0}'..='\u{20FF}' | '\u{200B}'..='\u{200F}' | '\u{FE0F}')
}

/// Punctuation and symbols that stand as pieces of their own.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{4E00}'..='\u{9FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(word: &str) -> Vec<Piece> {
        let vocabulary = ["[CLS]", "[SEP]", "[UNK]", "ber", "##lin", "##er", "berlin", "zurich", "-", "u", "."];
        let bytes: Vec<u8> =
            vocabulary.iter().flat_map(|text| [&[text.len() as u8], text.as_bytes()].concat()).collect();
        let table = WordPieces::read(&mut Reader::new(&bytes), vocabulary.len()).expect("whole");
        let mut pieces = Vec::new();
        table.split(word, &mut String::new(), &mut pieces);
        pieces
    }

    #[test]
    fn the_longest_piece_wins_and_accents_do_not_count() {
        assert_eq!(split("Berlin"), [6]);
        assert_eq!(split("Berliner"), [6, 5]);
        assert_eq!(split("Zürich-Berlin"), [7, 8, 6]);
        assert_eq!(split("U.U."), [9, 10, 9, 10]);
    }

    #[test]
    fn what_cannot_be_pieced_together_is_unknown() {
        assert_eq!(split("Berlix"), [2]);
        assert_eq!(split("\u{200B}"), [2]);
        assert_eq!(split(&"a".repeat(100_000)), [2]);
    }
}
