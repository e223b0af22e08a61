//! Words to the pieces of a vocabulary in which each has a probability: of all ways to piece a word together the
//! likeliest, found by dynamic programming (the unigram model; Kudo 2018). Case and accents stay.

use unicode_normalization::UnicodeNormalization;

use super::piece_table::{Piece, PieceTable};
use super::word_pieces::UNKNOWN;
use crate::model::ModelError;
use crate::model::hash::hash_bytes;
use crate::model::reader::Reader;

/// No word gives more pieces than this; the rest of a longer one is not looked at.
const MAX_PIECES: usize = 12;
/// Characters of a word that are looked at.
const MAX_WORD: usize = 64;
/// Longest piece in the vocabulary, in bytes.
const MAX_PIECE: usize = 48;
/// Stands before the first letter of a word, in pieces that begin one.
const BEGIN: char = '\u{2581}';
/// By how much a character that is no piece is less likely than the least likely piece, in steps: ten nats.
const UNKNOWN_COST: i32 = 10 * 1024;

/// The known pieces with their probabilities.
#[derive(Debug)]
pub struct Unigram {
    table: PieceTable,
    /// The logarithms of the probabilities of the pieces, by number, in 1024ths of a nat.
    scores: Vec<i16>,
    /// That of a character that is no piece.
    unknown: i32,
}

/// The likeliest way to piece together a word up to some byte.
#[derive(Debug, Clone, Copy)]
struct Way {
    score: i32,
    piece: Piece,
    /// Where the last piece begins.
    start: usize,
}

/// No way leads here.
const NONE: Way = Way { score: i32::MIN, piece: UNKNOWN, start: 0 };

/// Room for a word, kept between words.
#[derive(Debug, Default)]
pub struct Workspace {
    ways: Vec<Way>,
}

impl Unigram {
    /// Reads the vocabulary: texts in the order of their numbers, and the logarithms of their probabilities. The first
    /// three are start, stop and unknown, which no text gives.
    ///
    /// # Errors
    /// When the file is cut short or damaged.
    pub fn read(texts: &mut Reader<'_>, scores: &mut Reader<'_>, count: usize) -> Result<Self, ModelError> {
        let table = PieceTable::new(count, |number| {
            let [length] = texts.array()?;
            let text = texts.bytes(length as usize)?;
            // A byte that no text has keeps the first three apart from pieces that are spelt like them.
            Ok(if number > UNKNOWN as usize { hash_bytes(text) } else { hash_bytes(&[0xFF, number as u8]) })
        })?;
        let scores: Vec<_> = scores.bytes(2 * count)?.as_chunks().0.iter().map(|&b| i16::from_le_bytes(b)).collect();
        let least = scores.iter().skip(UNKNOWN as usize + 1).min().map_or(0, |&score| i32::from(score));
        Ok(Unigram { table, scores, unknown: least - UNKNOWN_COST })
    }

    /// Appends the pieces of a word, at least one and at most `MAX_PIECES`.
    pub fn split(&self, word: &str, buffer: &mut String, room: &mut Workspace, pieces: &mut Vec<Piece>) {
        let begin = pieces.len();
        let is_plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_graphic()) && word.len() <= MAX_WORD;
        buffer.clear();
        if is_plain {
            buffer.push(BEGIN);
            buffer.push_str(word);
        } else {
            let chars = word.chars().take(MAX_WORD).filter(|c| !is_control(*c));
            let normal = chars.map(|c| if is_blank(c) { ' ' } else { c }).nfkc().collect::<String>();
            for part in normal.split_whitespace() {
                buffer.push(BEGIN);
                buffer.push_str(part);
            }
        }
        self.find_ways(buffer, &mut room.ways);
        let mut end = buffer.len();
        while end > 0 {
            let way = room.ways[end];
            // Characters beside each other that are no pieces are one unknown piece.
            if way.piece != UNKNOWN || pieces.len() == begin || pieces.last() != Some(&UNKNOWN) {
                pieces.push(way.piece);
            }
            end = way.start;
        }
        pieces[begin..].reverse();
        pieces.truncate(begin + MAX_PIECES);
        if pieces.len() == begin {
            pieces.push(UNKNOWN);
        }
    }

    /// The likeliest way to each byte of a text that ends a character.
    fn find_ways(&self, text: &str, ways: &mut Vec<Way>) {
        ways.clear();
        ways.resize(text.len() + 1, NONE);
        ways[0].score = 0;
        for (start, first) in text.char_indices() {
            let so_far = ways[start].score;
            let longest = text.len().min(start + MAX_PIECE);
            let mut is_piece = false;
            for end in (start + 1..=longest).filter(|&end| text.is_char_boundary(end)) {
                if let Some(piece) = self.table.get(hash_bytes(&text.as_bytes()[start..end])) {
                    is_piece |= end == start + first.len_utf8();
                    let score = so_far + i32::from(self.scores[piece as usize]);
                    if score > ways[end].score {
                        ways[end] = Way { score, piece, start };
                    }
                }
            }
            let (end, score) = (start + first.len_utf8(), so_far + self.unknown);
            if !is_piece && score > ways[end].score {
                ways[end] = Way { score, piece: UNKNOWN, start };
            }
        }
    }
}

/// Characters that the vocabulary was made without.
fn is_control(c: char) -> bool {
    matches!(c, '\u{1}'..='\u{8}' | '\u{B}' | '\u{E}'..='\u{1F}' | '\u{7F}' | '\u{8F}' | '\u{9F}')
}

/// Characters that count as blanks though Unicode does not say so, or decompose to none.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | BEGIN | '\u{FEFF}' | '\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers 0 to 2 are start, stop and unknown.
    const VOCABULARY: [(&str, i16); 12] = [
        ("<s>", 0),
        ("</s>", 0),
        ("<unk>", 0),
        ("\u{2581}", -3000),
        ("\u{2581}Haupt", -9000),
        ("stadt", -9000),
        ("\u{2581}Hauptsta", -9500),
        ("dt", -9000),
        ("\u{2581}H", -5000),
        ("a", -2500),
        ("ü", -4000),
        ("u", -3000),
    ];

    fn split(word: &str) -> Vec<Piece> {
        let texts: Vec<u8> =
            VOCABULARY.iter().flat_map(|(text, _)| [&[text.len() as u8], text.as_bytes()].concat()).collect();
        let scores: Vec<u8> = VOCABULARY.iter().flat_map(|(_, score)| score.to_le_bytes()).collect();
        let vocabulary = Unigram::read(&mut Reader::new(&texts), &mut Reader::new(&scores), VOCABULARY.len());
        let mut pieces = Vec::new();
        vocabulary.expect("whole").split(word, &mut String::new(), &mut Workspace::default(), &mut pieces);
        pieces
    }

    #[test]
    fn the_likeliest_way_wins_and_not_the_longest_piece() {
        assert_eq!(split("Hauptstadt"), [4, 5]);
        assert_eq!(split("Haa"), [8, 9, 9]);
    }

    #[test]
    fn text_is_normalised_and_blanks_begin_words() {
        assert_eq!(split("Hu\u{308}"), [8, 10]);
        assert_eq!(split("Ha\u{A0}a"), [8, 9, 3, 9]);
        assert_eq!(split("a\u{1}a"), [3, 9, 9]);
    }

    #[test]
    fn what_is_no_piece_is_unknown_once() {
        assert_eq!(split("Hxyza"), [8, 2, 9]);
        assert_eq!(split("</s>"), [3, 2]);
        assert_eq!(split(""), [2]);
        assert_eq!(split(&"a".repeat(100_000)).len(), MAX_PIECES);
    }
}
