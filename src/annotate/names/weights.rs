//! The weights of the fast tagger: one row of label weights per feature, found by the feature's hash.

use std::hint::black_box;

use super::label::{LABELS, LANES};
use crate::model::ModelError;
use crate::model::ranked;
use crate::model::reader::{Reader, write_count, write_varint};

/// Bits of a feature's hash that are kept.
const HASH_BITS: u32 = 40;

/// Bits of a slot's mark that tell the feature; the rest is the scale of its weights.
const TAG_BITS: u32 = 27;

/// How a weight of 0 is written in a row.
const ZERO: i16 = 8;

/// Weights are kept as whole numbers up to this times the row's scale.
const LARGEST: i8 = 7;

/// Scales of rows are smaller than this: weights of 8 bits need no larger ones, and a mark has no room for them.
const LARGEST_SCALE: u64 = 1 << (32 - TAG_BITS);

/// Bytes of a slot's mark.
const MARK: usize = 4;

/// One slot of 16 bytes: its mark, which has the low bits of the feature's hash to know it by and the scale of its
/// weights; then the weights in four bits each, those of the first half of the labels in the low ones. Four slots lie in
/// a cache line, and rounding to the row's own scale costs no accuracy that can be measured.
#[derive(Debug, Clone, Copy)]
#[repr(C, align(16))]
struct Row([u8; MARK + LANES / 2]);

const EMPTY: Row = Row([0; MARK + LANES / 2]);

/// Weights in steps of a scale of their own.
#[derive(Debug, Clone, Copy)]
struct Steps {
    scale: u8,
    /// Up to [`LARGEST`] to either side.
    steps: [i16; LANES],
}

impl Steps {
    fn of(weights: &[i8; LABELS]) -> Self {
        let largest = weights.iter().map(|w| w.unsigned_abs()).max().unwrap_or(0);
        let scale = largest.div_ceil(LARGEST as u8).max(1);
        let mut steps = [0i16; LANES];
        for (to, &weight) in steps.iter_mut().zip(weights) {
            let (weight, scale) = (i16::from(weight), i16::from(scale));
            *to = (weight + scale / 2 * weight.signum()) / scale;
        }
        Steps { scale, steps }
    }

    /// Which labels have a weight, and the scale less one above them.
    fn shape(&self) -> u64 {
        let used = (0..LABELS).filter(|&l| self.steps[l] != 0).fold(0u64, |bits, l| bits | 1 << l);
        used | u64::from(self.scale - 1) << LABELS
    }

    fn row(&self, tag: u32) -> Row {
        let mut weights = ZEROS;
        for (label, step) in (0..LABELS).zip(self.steps) {
            weights[places(1 << label).trailing_zeros() as usize] = (step + ZERO) as u8;
        }
        Row::new(tag, self.scale, &weights)
    }

    fn write(&self, out: &mut Vec<u8>) {
        let used: Vec<_> = self.steps.iter().filter(|&&step| step != 0).map(|step| (step + ZERO) as u8).collect();
        out.extend(used.chunks(2).map(|pair| pair[0] | pair.get(1).copied().unwrap_or(0) << 4));
    }
}

/// A row before two weights are put into each byte: those for the low bits of its bytes, then those for the high ones. What
/// stands where its mark will be does not count.
type Unpacked = [u8; 2 * size_of::<Row>()];

const ZEROS: Unpacked = [ZERO as u8; 2 * size_of::<Row>()];

/// The places of labels in an unpacked row, both as bits.
#[inline]
fn places(labels: u32) -> u32 {
    const LOW: u32 = (1 << (LANES / 2)) - 1;
    (labels & LOW) << MARK | (labels & !LOW) << (size_of::<Row>() + MARK - LANES / 2)
}

/// Reads the weights of a row that has some for these labels, lowest first, two in a byte. The room for them is the caller's:
/// given back, they would be copied for each row.
#[inline]
fn unpack(labels: u32, reader: &mut Reader<'_>, weights: &mut Unpacked) -> Result<(), ModelError> {
    *weights = ZEROS;
    let mut left = places(labels);
    while left != 0 {
        let [byte] = reader.array()?;
        weights[left.trailing_zeros() as usize] = byte & 15;
        left &= left - 1;
        if left != 0 {
            weights[left.trailing_zeros() as usize] = byte >> 4;
            left &= left - 1;
        }
    }
    Ok(())
}

impl Row {
    #[inline]
    fn new(tag: u32, scale: u8, weights: &Unpacked) -> Self {
        let (low, high) = weights.split_at(size_of::<Row>());
        let mut row = Row(std::array::from_fn(|at| low[at] | high[at] << 4));
        row.0[..MARK].copy_from_slice(&(tag | u32::from(scale) << TAG_BITS).to_le_bytes());
        row
    }

    #[inline]
    fn mark(&self) -> u32 {
        self.0.first_chunk().map_or(0, |mark| u32::from_le_bytes(*mark))
    }

    #[inline]
    fn tag(&self) -> u32 {
        self.mark() & ((1 << TAG_BITS) - 1)
    }

    #[inline]
    fn scale(&self) -> i16 {
        (self.mark() >> TAG_BITS) as i16
    }
}

/// Sums of rows, over their marks too: whole rows of 16 bytes are added at once, where twelve bytes would be added one
/// by one. Sums that leave their 16 bits come back, since a word's scores fit.
#[derive(Default)]
struct Sums {
    low: [i16; MARK + LANES / 2],
    high: [i16; MARK + LANES / 2],
    /// What all weights are too large by, since a row has them as numbers from 0 on.
    zero: i16,
}

impl Sums {
    #[inline]
    fn add(&mut self, row: &Row) {
        let scale = row.scale();
        for ((low, high), &pair) in self.low.iter_mut().zip(&mut self.high).zip(&row.0) {
            *low = low.wrapping_add(i16::from(pair & 15) * scale);
            *high = high.wrapping_add(i16::from(pair >> 4) * scale);
        }
        self.zero = self.zero.wrapping_add(ZERO * scale);
    }
}

/// Four slots: one line of the processor's cache. A feature's search begins at the first of its line, so that it seldom
/// waits for a second one.
#[derive(Debug, Clone, Copy)]
#[repr(C, align(64))]
struct Line([Row; 4]);

const SLOTS: usize = size_of::<Line>() / size_of::<Row>();

/// Feature weights in steps of the model's scale, in an open-addressing table.
#[derive(Debug)]
pub struct Table {
    lines: Vec<Line>,
}

/// The part of a feature's hash that the table knows it by.
pub fn key(feature: u64) -> u64 {
    feature >> (64 - HASH_BITS)
}

fn tag(key: u64) -> u32 {
    (key as u32 & ((1 << TAG_BITS) - 1)).max(1)
}

impl Table {
    /// A table of rows by key; of two with one key the first stands.
    pub fn new(rows: &[(u64, [i8; LABELS])]) -> Self {
        let mut table = Table::with_room_for(rows.len());
        for (key, weights) in rows {
            table.insert(*key, Steps::of(weights).row(tag(*key)));
        }
        table
    }

    fn with_room_for(rows: usize) -> Self {
        Table { lines: vec![Line([EMPTY; SLOTS]); (rows * 4 / 3).div_ceil(SLOTS) + 1] }
    }

    fn insert(&mut self, key: u64, row: Row) {
        let mut line = self.home(key);
        loop {
            if let Some(slot) = self.lines[line].0.iter_mut().find(|slot| slot.mark() == 0) {
                *slot = row;
                return;
            }
            line = self.after(line);
        }
    }

    /// The key's first line: its high bits scaled to the table, so that the size need not be a power of two.
    #[inline]
    fn home(&self, key: u64) -> usize {
        ((key as u128 * self.lines.len() as u128) >> HASH_BITS) as usize
    }

    /// Where the search goes on behind a full line.
    #[inline]
    fn after(&self, line: usize) -> usize {
        if line + 1 == self.lines.len() { 0 } else { line + 1 }
    }

    /// Adds the weights of features to the scores of the labels; an unknown feature adds nothing.
    #[inline]
    pub fn add(&self, features: &[u64], scores: &mut [i16; LANES]) {
        // All lines are asked for before the first is used, so that memory is waited for once.
        black_box(features.iter().fold(0, |all, &feature| all ^ self.lines[self.home(key(feature))].0[0].0[0]));
        let mut sums = Sums::default();
        for row in features.iter().filter_map(|&feature| self.row(feature)) {
            sums.add(row);
        }
        let summed = sums.low[MARK..].iter().chain(&sums.high[MARK..]);
        for (score, sum) in scores.iter_mut().zip(summed) {
            *score = score.wrapping_add(sum.wrapping_sub(sums.zero));
        }
    }

    #[inline]
    fn row(&self, feature: u64) -> Option<&Row> {
        let key = key(feature);
        let tag = tag(key);
        let mut line = self.home(key);
        loop {
            for row in &self.lines[line].0 {
                if row.tag() == tag {
                    return Some(row);
                }
                if row.mark() == 0 {
                    return None;
                }
            }
            line = self.after(line);
        }
    }

    /// Appends rows, sorted by key, to a model file: the step to the next key, the place of the row's shape (which labels
    /// have a weight, and the scale), the weights in four bits each.
    pub fn write(rows: &[(u64, [i8; LABELS])], out: &mut Vec<u8>) {
        let shapes = ranked::Ranked::new(rows.iter().map(|(_, weights)| Steps::of(weights).shape()));
        shapes.write(out);
        write_count(out, rows.len());
        let mut last = 0;
        for (key, weights) in rows {
            write_varint(out, key - last);
            last = *key;
            let steps = Steps::of(weights);
            shapes.write_place(steps.shape(), out);
            steps.write(out);
        }
    }

    /// Reads rows from a model file.
    ///
    /// # Errors
    /// When the file is cut short or damaged.
    pub fn read(reader: &mut Reader<'_>) -> Result<Self, ModelError> {
        let shapes = ranked::read(reader)?;
        let count = reader.count(2)?;
        // Row by row: a list of all of them beside the table would stay with the process for good.
        let mut table = Table::with_room_for(count);
        let mut key = 0u64;
        // One of its own stays in the registers.
        let mut rows = reader.clone();
        let mut weights = ZEROS;
        for _ in 0..count {
            key = key.checked_add(rows.varint()?).ok_or(ModelError::Damaged)?;
            if key >> HASH_BITS != 0 {
                return Err(ModelError::Damaged);
            }
            let shape = ranked::read_one(&shapes, &mut rows)?;
            let scale = (shape >> LABELS) + 1;
            if scale >= LARGEST_SCALE {
                return Err(ModelError::Damaged);
            }
            unpack(shape as u32 & ((1 << LABELS) - 1), &mut rows, &mut weights)?;
            table.insert(key, Row::new(tag(key), scale as u8, &weights));
        }
        *reader = rows;
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_features_add_their_weights_and_others_nothing() {
        let mut rows: Vec<(u64, [i8; LABELS])> =
            (0..1000u64).map(|i| (key(i.wrapping_mul(0x9E37_79B9_7F4A_7C15)), [(i % 15) as i8 - 7; LABELS])).collect();
        rows.sort_unstable();
        let mut bytes = Vec::new();
        Table::write(&rows, &mut bytes);
        let table = Table::read(&mut Reader::new(&bytes)).expect("whole");
        for i in 0..2000u64 {
            let mut scores = [0; LANES];
            table.add(&[i.wrapping_mul(0x9E37_79B9_7F4A_7C15)], &mut scores);
            assert_eq!(scores[3], if i < 1000 { (i % 15) as i16 - 7 } else { 0 });
        }
    }

    #[test]
    fn weights_are_rounded_to_the_scale_of_their_row() {
        for largest in 1..=127_i16 {
            let weights: [i8; LABELS] = std::array::from_fn(|l| (largest * (l as i16 - 10) / 10) as i8);
            let mut scores = [0; LANES];
            let table = Table::new(&[(7, weights)]);
            table.add(&[7 << (64 - HASH_BITS)], &mut scores);
            for (score, weight) in scores.iter().zip(weights) {
                assert!((score - i16::from(weight)).abs() <= largest / 14 + 1, "{weight} of {largest} became {score}");
            }
            assert_eq!(scores[LABELS..], [0; LANES - LABELS]);
        }
    }
}
