//! An encoder of words in their sentence: a small BERT (Devlin et al. 2019) with quantised weights.
//!
//! Matrix products are taken in whole numbers; everything between them in plain 32-bit floats, added up in a fixed
//! order, so the same text gives the same numbers on every processor.

mod matmul;
mod piece_table;
pub mod unigram;
pub mod word_pieces;

use std::ops::Range;

use pulp::NullaryFnOnce;

use super::ModelError;
use super::math::{exp, gelu, nearest};
use super::reader::Reader;
use super::simd::Instructions;
use matmul::{LANE, Lane, products};
pub use piece_table::Piece;

/// A quantised matrix with the bias that is added behind it: one row of weights per output.
#[derive(Debug)]
pub struct Matrix {
    weights: Vec<Lane>,
    scales: Vec<f32>,
    bias: Vec<f32>,
    /// Lanes per row.
    lanes: usize,
}

/// Gain and offset behind a normalisation to mean 0 and variance 1.
#[derive(Debug)]
pub struct Norm {
    gain: Vec<f32>,
    offset: Vec<f32>,
}

/// Attention and feed-forward block.
#[derive(Debug)]
pub struct Layer {
    query: Matrix,
    key_value: Matrix,
    attended: Matrix,
    attended_norm: Norm,
    inner: Matrix,
    outer: Matrix,
    outer_norm: Norm,
}

/// Rows of activations quantised for a product: about 12 bits, each row with its own scale.
#[derive(Debug, Default)]
struct Quantised {
    lanes: Vec<Lane>,
    scales: Vec<f32>,
}

/// Room for activations, kept between batches.
#[derive(Debug)]
pub struct Workspace {
    quantised: Quantised,
    products: Products,
    queries: Vec<f32>,
    keys_values: Vec<f32>,
    context: Vec<f32>,
    inner: Vec<f32>,
    transposed: Vec<f32>,
    attention: Vec<f32>,
}

/// How products are taken, and where they go.
#[derive(Debug)]
struct Products {
    instructions: Instructions,
    sums: Vec<i32>,
}

impl Workspace {
    /// Empty room; products are taken with these instructions.
    pub fn new(instructions: Instructions) -> Self {
        Workspace {
            quantised: Quantised::default(),
            products: Products { instructions, sums: Vec::new() },
            queries: Vec::new(),
            keys_values: Vec::new(),
            context: Vec::new(),
            inner: Vec::new(),
            transposed: Vec::new(),
            attention: Vec::new(),
        }
    }
}

/// How a file has weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// A byte each.
    Bytes,
    /// Four bits each, in groups of [`GROUP`].
    Groups,
}

/// Weights of a group.
pub const GROUP: usize = LANE;
/// Bytes of a group: what its weights are multiplied by, then two weights a byte, the first half of them in the low bits.
pub const GROUP_BYTES: usize = 1 + GROUP / 2;
/// Largest multiplier of a group in a matrix, so that a weight is no larger than one of 8 bits.
const LARGEST_MULTIPLIER: u8 = 15;

/// The weights of a group: 0 to 15 less 8, times the group's multiplier.
pub fn group(bytes: &[u8; GROUP_BYTES]) -> [i16; GROUP] {
    let [multiplier, bytes @ ..] = bytes;
    std::array::from_fn(|at| {
        let bits = if at < GROUP / 2 { bytes[at] & 15 } else { bytes[at - GROUP / 2] >> 4 };
        (i16::from(bits) - 8) * i16::from(*multiplier)
    })
}

/// Largest quantised activation. With weights up to 127 and rows up to 4096 long, sums stay inside 32 bits.
const TOP: f32 = 2047.0;

impl Matrix {
    /// Reads `rows` rows of `columns` weights, their scales and biases.
    ///
    /// # Errors
    /// When the file is cut short or damaged, or the columns are no whole number of lanes.
    pub fn read(reader: &mut Reader<'_>, rows: usize, columns: usize, packing: Packing) -> Result<Self, ModelError> {
        if !columns.is_multiple_of(LANE) || columns == 0 || columns > 4096 {
            return Err(ModelError::Damaged);
        }
        let lanes = rows.saturating_mul(columns / LANE);
        let weights = match packing {
            Packing::Bytes => {
                let bytes = reader.bytes(lanes.saturating_mul(LANE))?;
                bytes.as_chunks::<LANE>().0.iter().map(|lane| Lane(lane.map(|byte| i16::from(byte as i8)))).collect()
            }
            Packing::Groups => {
                let groups = reader.bytes(lanes.saturating_mul(GROUP_BYTES))?.as_chunks::<GROUP_BYTES>().0;
                if groups.iter().any(|group| group[0] > LARGEST_MULTIPLIER) {
                    return Err(ModelError::Damaged);
                }
                groups.iter().map(|bytes| Lane(group(bytes))).collect()
            }
        };
        Ok(Matrix { weights, scales: reader.floats(rows)?, bias: reader.floats(rows)?, lanes: columns / LANE })
    }

    /// Outputs for each row of `input`, in place of what `out` holds.
    #[inline(always)]
    fn apply(&self, input: &Quantised, room: &mut Products, out: &mut Vec<f32>) {
        let Products { instructions, sums } = room;
        sums.resize(input.scales.len() * self.scales.len(), 0);
        products(*instructions, &input.lanes, &self.weights, self.lanes, sums);
        out.resize(sums.len(), 0.0);
        let width = self.scales.len();
        for ((row, &scale), out) in sums.chunks_exact(width).zip(&input.scales).zip(out.chunks_exact_mut(width)) {
            for (((out, &sum), s), bias) in out.iter_mut().zip(row).zip(&self.scales).zip(&self.bias) {
                *out = sum as f32 * (s * scale) + bias;
            }
        }
    }

    /// Outputs for each row of plain floats, in place of what `out` holds.
    pub fn apply_to(&self, rows: &[f32], room: &mut Workspace, out: &mut Vec<f32>) {
        room.quantised.take(rows, self.lanes * LANE);
        self.apply(&room.quantised, &mut room.products, out);
    }
}

impl Quantised {
    /// Quantises rows of `width` numbers.
    #[inline(always)]
    fn take(&mut self, rows: &[f32], width: usize) {
        self.lanes.resize(rows.len() / LANE, Lane([0; LANE]));
        self.scales.resize(rows.len() / width, 0.0);
        let places = self.lanes.chunks_exact_mut(width / LANE).zip(&mut self.scales);
        for (row, (lanes, scale)) in rows.chunks_exact(width).zip(places) {
            // Eight partial maxima, which the compiler keeps in vectors.
            let mut tops = [1e-9f32; 8];
            for chunk in row.chunks_exact(8) {
                for (top, x) in tops.iter_mut().zip(chunk) {
                    let size = x.abs();
                    *top = if size > *top { size } else { *top };
                }
            }
            let top = tops.iter().copied().fold(0.0, f32::max);
            let gain = TOP / top;
            *scale = top / TOP;
            for (lane, chunk) in lanes.iter_mut().zip(row.chunks_exact(LANE)) {
                for (to, x) in lane.0.iter_mut().zip(chunk) {
                    *to = nearest(x * gain) as i16;
                }
            }
        }
    }
}

impl Norm {
    /// Reads gain and offset.
    ///
    /// # Errors
    /// When the file is cut short or damaged.
    pub fn read(reader: &mut Reader<'_>, width: usize) -> Result<Self, ModelError> {
        Ok(Norm { gain: reader.floats(width)?, offset: reader.floats(width)? })
    }

    /// Normalises a row in place.
    #[inline(always)]
    pub fn apply(&self, row: &mut [f32]) {
        let n = row.len() as f32;
        let mean = sum(row, |x| x) / n;
        let variance = sum(row, |x| (x - mean) * (x - mean)) / n;
        let gain = 1.0 / (variance + 1e-12).sqrt();
        for ((x, g), offset) in row.iter_mut().zip(&self.gain).zip(&self.offset) {
            *x = (*x - mean) * gain * g + offset;
        }
    }
}

/// Sums f over a row in eight strands, so that the order of additions is fixed and still fits vectors.
#[inline(always)]
fn sum(row: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut strands = [0.0f32; 8];
    let chunks = row.chunks_exact(8);
    let rest: f32 = chunks.remainder().iter().map(|&x| f(x)).sum();
    for chunk in chunks {
        for (strand, &x) in strands.iter_mut().zip(chunk) {
            *strand += f(x);
        }
    }
    strands.iter().sum::<f32>() + rest
}

impl Layer {
    /// Reads a layer of this width with so many inner units.
    ///
    /// # Errors
    /// When the file is cut short or damaged.
    pub fn read(reader: &mut Reader<'_>, width: usize, inner: usize, packing: Packing) -> Result<Self, ModelError> {
        Ok(Layer {
            query: Matrix::read(reader, width, width, packing)?,
            key_value: Matrix::read(reader, 2 * width, width, packing)?,
            attended: Matrix::read(reader, width, width, packing)?,
            attended_norm: Norm::read(reader, width)?,
            inner: Matrix::read(reader, inner, width, packing)?,
            outer: Matrix::read(reader, width, inner, packing)?,
            outer_norm: Norm::read(reader, width)?,
        })
    }

    /// Passes rows through the layer. Each of `texts` is a range of rows that attend to each other; only the rows in
    /// `wanted` (ascending) come out, in that order.
    pub fn apply(
        &self,
        rows: &[f32],
        texts: &[Range<usize>],
        wanted: &[usize],
        heads: usize,
        room: &mut Workspace,
    ) -> Vec<f32> {
        room.products.instructions.run(Pass { layer: self, rows, texts, wanted, heads, room })
    }
}

/// Rows on their way through a layer, to be compiled for some instructions. The numbers stay the same: each is the outcome
/// of the same operations in the same order.
struct Pass<'a> {
    layer: &'a Layer,
    rows: &'a [f32],
    texts: &'a [Range<usize>],
    wanted: &'a [usize],
    heads: usize,
    room: &'a mut Workspace,
}

impl NullaryFnOnce for Pass<'_> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn call(self) -> Vec<f32> {
        let Pass { layer, rows, texts, wanted, heads, room } = self;
        let width = layer.attended_norm.gain.len();
        let mut chosen = Vec::with_capacity(wanted.len() * width);
        for &row in wanted {
            chosen.extend_from_slice(&rows[row * width..][..width]);
        }
        room.quantised.take(rows, width);
        layer.key_value.apply(&room.quantised, &mut room.products, &mut room.keys_values);
        room.quantised.take(&chosen, width);
        layer.query.apply(&room.quantised, &mut room.products, &mut room.queries);

        attend(texts, wanted, width, heads, room);
        room.quantised.take(&room.context, width);
        layer.attended.apply(&room.quantised, &mut room.products, &mut room.queries);
        add(&mut chosen, &room.queries);
        for row in chosen.chunks_exact_mut(width) {
            layer.attended_norm.apply(row);
        }

        room.quantised.take(&chosen, width);
        layer.inner.apply(&room.quantised, &mut room.products, &mut room.inner);
        for x in &mut room.inner {
            *x = gelu(*x);
        }
        room.quantised.take(&room.inner, layer.outer.lanes * LANE);
        layer.outer.apply(&room.quantised, &mut room.products, &mut room.queries);
        add(&mut chosen, &room.queries);
        for row in chosen.chunks_exact_mut(width) {
            layer.outer_norm.apply(row);
        }
        chosen
    }
}

#[inline(always)]
fn add(rows: &mut [f32], more: &[f32]) {
    for (x, y) in rows.iter_mut().zip(more) {
        *x += y;
    }
}

/// Scaled dot-product attention of the wanted rows to their text's rows; the result goes to `room.context`.
#[inline(always)]
fn attend(texts: &[Range<usize>], wanted: &[usize], width: usize, heads: usize, room: &mut Workspace) {
    let part = width / heads;
    let scale = 1.0 / (part as f32).sqrt();
    let Workspace { queries, keys_values, context, transposed, attention, .. } = room;
    context.clear();
    context.resize(wanted.len() * width, 0.0);
    for text in texts {
        let first = wanted.partition_point(|&row| row < text.start);
        let last = wanted.partition_point(|&row| row < text.end);
        if first == last {
            continue;
        }
        let length = text.len();
        for head in 0..heads {
            // Keys with one row per dimension, so that the scores of one query are sums of whole rows.
            transposed.resize(part * length, 0.0);
            for (t, row) in text.clone().enumerate() {
                let keys = &keys_values[row * 2 * width + head * part..][..part];
                for (d, &key) in keys.iter().enumerate() {
                    transposed[d * length + t] = key;
                }
            }
            for at in first..last {
                let query = &queries[at * width + head * part..][..part];
                attention.clear();
                attention.resize(length, 0.0);
                for (keys, &q) in transposed.chunks_exact(length).zip(query) {
                    let q = q * scale;
                    for (score, key) in attention.iter_mut().zip(keys) {
                        *score += q * key;
                    }
                }
                softmax(attention);
                let out = &mut context[at * width + head * part..][..part];
                for (row, &weight) in text.clone().zip(attention.iter()) {
                    let values = &keys_values[row * 2 * width + width + head * part..][..part];
                    for (x, value) in out.iter_mut().zip(values) {
                        *x += weight * value;
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn softmax(scores: &mut [f32]) {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    for score in &mut *scores {
        *score = exp(*score - top);
    }
    let total = 1.0 / sum(scores, |x| x);
    for score in scores {
        *score *= total;
    }
}
