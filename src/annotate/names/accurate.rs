//! The encoder of the accurate tier, distilled from a larger one (docs/models.md): per word the scores of its labels.

use std::ops::Range;

use super::label::{LANES, NameType, OUTSIDE, Position, label};
use super::lattice::Scores;
use crate::interrupt;
use crate::model::encoder::unigram::{self, Unigram};
use crate::model::encoder::word_pieces::{START, STOP, WordPieces};
use crate::model::encoder::{GROUP, GROUP_BYTES, Layer, Matrix, Norm, Packing, Piece, Workspace as EncoderRoom, group};
use crate::model::math::nearest;
use crate::model::reader::Reader;
use crate::model::simd::Instructions;
use crate::model::{ModelError, ModelFile};

/// Kind of the model file.
pub const KIND: &str = "encoder";

/// Steps of the scores that make one nat.
pub const STEPS_PER_NAT: f32 = 256.0;
/// Labels of the encoder: O, then B and I of each type.
const OUTPUTS: usize = 11;
/// Output rows: one set of labels for a word's first piece, one for its last, each padded.
const OUTPUT_ROWS: usize = 24;
/// Ways a word may be written, first and later pieces, and the marks around the text.
const CASES: usize = 20;
/// Pieces of one text that attend to each other; longer sentences are cut.
const WINDOW: usize = 128;
/// Rows of activations that are passed through the layers at once: enough to use each weight often while it is in
/// the cache, few enough to keep the activations small.
const BATCH: usize = 256;

/// The model of the accurate tier. Word embeddings stay in the model file's bytes.
#[derive(Debug)]
pub struct AccurateModel {
    pieces: Vocabulary,
    embeddings: &'static [u8],
    packing: Packing,
    embedding_scales: Vec<f32>,
    positions: Vec<f32>,
    cases: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    out: Matrix,
    case_out: Vec<f32>,
    width: usize,
    heads: usize,
}

/// How words come apart into pieces.
#[derive(Debug)]
enum Vocabulary {
    /// Small letters without accents; how a word is written is told beside its pieces.
    WordPieces(WordPieces),
    /// Pieces of several languages, as they are written.
    Unigram(Unigram),
}

/// A text to score: its words, and which of them are asked for.
#[derive(Debug)]
pub struct Text<'a> {
    /// All words; they are the context of each other.
    pub words: &'a [&'a str],
    /// For each word, whether its scores are wanted.
    pub wanted: Vec<bool>,
}

/// Room for a batch, kept between batches.
#[derive(Debug)]
pub struct Workspace {
    encoder: EncoderRoom,
    batch: Batch,
    buffer: String,
    ways: unigram::Workspace,
}

impl Workspace {
    /// Empty room; products are taken with these instructions.
    pub fn new(instructions: Instructions) -> Self {
        let encoder = EncoderRoom::new(instructions);
        Workspace { encoder, batch: Batch::default(), buffer: String::new(), ways: unigram::Workspace::default() }
    }
}

/// Texts waiting to be passed through the layers together.
#[derive(Debug, Default)]
struct Batch {
    pieces: Vec<Piece>,
    cases: Vec<u8>,
    texts: Vec<Range<usize>>,
    /// For each wanted word: its place in the result, its first and last row, its case.
    words: Vec<(usize, usize, usize, u8)>,
}

impl AccurateModel {
    /// Opens a model file's bytes. The model stays in memory until the program ends.
    ///
    /// # Errors
    /// When they are no such file, or cut short or damaged.
    pub fn open(bytes: &'static [u8]) -> Result<&'static Self, ModelError> {
        Ok(Box::leak(Box::new(Self::read(&ModelFile::open(bytes, KIND)?)?)))
    }

    /// Reads a model file. Its vocabulary is a unigram model if it has the pieces' probabilities; its weights take four
    /// bits where their section's name ends in 4.
    ///
    /// # Errors
    /// When a section is missing or malformed.
    pub fn read(file: &ModelFile<'static>) -> Result<Self, ModelError> {
        let shape = |reader: &mut Reader<'_>| {
            let mut numbers = [0; 5];
            for number in &mut numbers {
                *number = reader.count(0)?;
            }
            Ok(numbers)
        };
        let [width, heads, layers, inner, pieces] = file.read("shap", shape)?;
        if heads == 0 || width % heads != 0 || layers > 24 {
            return Err(ModelError::Section("shap".to_owned()));
        }
        let floats = |name: &str, count: usize| file.read(name, |reader| reader.floats(count));
        let layers = |packing: Packing| {
            move |reader: &mut Reader<'_>| (0..layers).map(|_| Layer::read(reader, width, inner, packing)).collect()
        };
        let has = |name: &str| file.section(name).is_ok();
        let packing = if has("emb4") { Packing::Groups } else { Packing::Bytes };
        let embeddings =
            |name: &str, row: usize| file.read(name, |reader| reader.bytes(usize::saturating_mul(pieces, row)));
        Ok(AccurateModel {
            pieces: if has("prob") {
                let probabilities = file.section("prob")?;
                let read = |reader: &mut Reader<'_>| Unigram::read(reader, &mut Reader::new(probabilities), pieces);
                Vocabulary::Unigram(file.read("voca", read)?)
            } else {
                Vocabulary::WordPieces(file.read("voca", |reader| WordPieces::read(reader, pieces))?)
            },
            embeddings: match packing {
                Packing::Bytes => embeddings("embe", width)?,
                Packing::Groups => embeddings("emb4", width / GROUP * GROUP_BYTES)?,
            },
            packing,
            embedding_scales: floats("scal", pieces)?,
            positions: floats("posi", WINDOW * width)?,
            cases: floats("case", CASES * width)?,
            case_out: floats("bias", CASES * OUTPUTS)?,
            norm: file.read("norm", |reader| Norm::read(reader, width))?,
            layers: match has("lay4") {
                true => file.read("lay4", layers(Packing::Groups))?,
                false => file.read("layr", layers(Packing::Bytes))?,
            },
            out: file.read("outp", |reader| Matrix::read(reader, OUTPUT_ROWS, width, Packing::Bytes))?,
            width,
            heads,
        })
    }

    /// Scores the wanted words, text after text.
    pub fn score(&self, texts: &[Text<'_>], room: &mut Workspace) -> Vec<Scores> {
        let count = texts.iter().flat_map(|text| &text.wanted).filter(|wanted| **wanted).count();
        let mut scores = vec![[0; LANES]; count];
        let mut start = 0;
        for text in texts {
            interrupt::check();
            start = self.take(text, start, room, &mut scores);
        }
        self.flush(room, &mut scores);
        scores
    }

    /// Adds a text to the batch, in windows, passing the batch on whenever it is full. The scores of its first wanted
    /// word go to `start`; returns where those of the next text go.
    fn take(&self, text: &Text<'_>, start: usize, room: &mut Workspace, scores: &mut [Scores]) -> usize {
        let (mut at, mut place) = (0, start);
        while at < text.words.len() {
            interrupt::check();
            if room.batch.pieces.len() + WINDOW > BATCH {
                self.flush(room, scores);
            }
            let Workspace { batch, buffer, ways, .. } = &mut *room;
            let begin = batch.pieces.len();
            batch.push(START, 0);
            while at < text.words.len() {
                interrupt::check();
                let first = batch.pieces.len();
                match &self.pieces {
                    Vocabulary::WordPieces(pieces) => pieces.split(text.words[at], buffer, &mut batch.pieces),
                    Vocabulary::Unigram(pieces) => pieces.split(text.words[at], buffer, ways, &mut batch.pieces),
                }
                if batch.pieces.len() + 1 - begin > WINDOW {
                    batch.pieces.truncate(first);
                    break;
                }
                let case = case_class(text.words[at]);
                batch.cases.push(case);
                batch.cases.resize(batch.pieces.len(), case + 9);
                if text.wanted[at] {
                    batch.words.push((place, first, batch.pieces.len() - 1, case));
                    place += 1;
                }
                at += 1;
            }
            batch.push(STOP, 0);
            batch.texts.push(begin..batch.pieces.len());
        }
        place
    }

    /// Passes the batch through the layers and empties it.
    fn flush(&self, room: &mut Workspace, scores: &mut [Scores]) {
        let Workspace { encoder, batch, .. } = room;
        if !batch.words.is_empty() {
            self.pass(encoder, batch, scores);
        }
        batch.pieces.clear();
        batch.cases.clear();
        batch.texts.clear();
        batch.words.clear();
    }

    fn pass(&self, encoder: &mut EncoderRoom, batch: &Batch, scores: &mut [Scores]) {
        let mut rows = self.embed(batch);
        let all: Vec<usize> = (0..batch.pieces.len()).collect();
        // The last layer is asked only for the pieces that the labels are read from.
        let mut wanted: Vec<usize> = batch.words.iter().flat_map(|&(_, first, last, _)| [first, last]).collect();
        wanted.dedup();
        for (i, layer) in self.layers.iter().enumerate() {
            interrupt::check();
            let wanted = if i + 1 == self.layers.len() { &wanted } else { &all };
            rows = layer.apply(&rows, &batch.texts, wanted, self.heads, encoder);
        }
        let mut out = Vec::new();
        self.out.apply_to(&rows, encoder, &mut out);
        let mut at = 0;
        for &(word, first, last, case) in &batch.words {
            let begin = &out[at * OUTPUT_ROWS..][..OUTPUTS];
            at += usize::from(first != last);
            let end = &out[at * OUTPUT_ROWS + OUTPUTS..][..OUTPUTS];
            at += 1;
            let by_case = &self.case_out[case as usize * OUTPUTS..][..OUTPUTS];
            let logits: [f32; OUTPUTS] = std::array::from_fn(|l| begin[l] + end[l] + by_case[l]);
            scores[word] = spread(&logits);
        }
    }

    fn embed(&self, batch: &Batch) -> Vec<f32> {
        let width = self.width;
        let mut rows = vec![0.0; batch.pieces.len() * width];
        for text in &batch.texts {
            for (position, at) in text.clone().enumerate() {
                let row = &mut rows[at * width..][..width];
                self.embed_piece(batch.pieces[at] as usize, row);
                let place = &self.positions[position * width..][..width];
                let case = &self.cases[batch.cases[at] as usize * width..][..width];
                row.iter_mut().zip(place).zip(case).for_each(|((x, p), c)| *x = *x + p + c);
                self.norm.apply(row);
            }
        }
        rows
    }

    /// The embedding of a piece.
    fn embed_piece(&self, piece: usize, row: &mut [f32]) {
        let scale = self.embedding_scales[piece];
        match self.packing {
            Packing::Bytes => {
                let weights = &self.embeddings[piece * row.len()..][..row.len()];
                row.iter_mut().zip(weights).for_each(|(x, &w)| *x = f32::from(w as i8) * scale);
            }
            Packing::Groups => {
                let bytes = row.len() / GROUP * GROUP_BYTES;
                let groups = self.embeddings[piece * bytes..][..bytes].as_chunks().0;
                for (part, bytes) in row.chunks_exact_mut(GROUP).zip(groups) {
                    part.iter_mut().zip(group(bytes)).for_each(|(x, w)| *x = f32::from(w) * scale);
                }
            }
        }
    }
}

impl Batch {
    fn push(&mut self, piece: Piece, case: u8) {
        self.pieces.push(piece);
        self.cases.push(case);
    }
}

/// The encoder's labels spread over ours: a begin also stands for a single, an inside for an end.
fn spread(logits: &[f32; OUTPUTS]) -> Scores {
    let steps = logits.map(|logit| nearest((logit * STEPS_PER_NAT).clamp(-30_000.0, 30_000.0)) as i16);
    let mut scores = [0; LANES];
    scores[OUTSIDE] = steps[0];
    for (i, kind) in NameType::ALL.into_iter().enumerate() {
        let (begin, inside) = (steps[1 + 2 * i], steps[2 + 2 * i]);
        scores[label(kind, Position::Begin)] = begin;
        scores[label(kind, Position::Single)] = begin;
        scores[label(kind, Position::Inside)] = inside;
        scores[label(kind, Position::End)] = inside;
    }
    scores
}

/// How a word is written, as the encoder was taught: 1 small, 2 initial capital, 3 capitals, 4 one capital letter,
/// 5 mixed, 6 digits, 7 marks, 8 digits and letters.
fn case_class(word: &str) -> u8 {
    let letters = word.chars().any(char::is_alphabetic);
    let digits = word.chars().any(char::is_numeric);
    let mut chars = word.chars();
    let capital = chars.next().is_some_and(char::is_uppercase);
    let rest = chars.as_str();
    let upper = |text: &str| text.chars().any(char::is_uppercase);
    let lower = |text: &str| text.chars().any(char::is_lowercase);
    match (digits, letters) {
        (true, true) => 8,
        (true, false) => 6,
        (false, false) => 7,
        _ if !upper(word) => 1,
        _ if !lower(word) && rest.is_empty() => 4,
        _ if !lower(word) => 3,
        _ if capital && !upper(rest) => 2,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_classed_as_they_are_written() {
        let classes = ["house", "House", "HOUSE", "A", "McCoy", "1998", "--", "G20", "U.S.", "'Tis"].map(case_class);
        assert_eq!(classes, [1, 2, 3, 4, 5, 6, 7, 8, 3, 5]);
    }
}
