//! Feature hash to a few weights: the sparse rows of a linear model.
//!
//! Layout: 1 byte `bits`, then `2^bits + 1` offsets of 4 bytes, then the rows. The upper bits of a feature's hash
//! choose a bucket; the offsets say where its rows begin and end. A row is 2 bytes of the hash to tell it from the
//! others, 1 byte with the number of its cells, and its cells of class and code of the weight, 1 byte each. With about one row
//! per bucket a look-up reads two places in memory; a row that is not there is taken for another once in some
//! 65,000 look-ups, which training sees and corrects for no more than chance does.

/// How many scores a sum of rows has: one for each value of a byte, so that no class can be out of range.
pub const SCORES: usize = 256;

/// The largest code of a weight.
pub const MAX_CODE: i8 = i8::MAX;

/// What a code adds to a score: its square, with its sign. A few weights are hundreds of times larger than most,
/// so the steps between codes grow with the weight.
#[inline]
pub const fn decode(code: i8) -> i32 {
    code as i32 * (code as i32).abs()
}

/// The code that is nearest to a weight; weights beyond ±127² get the outermost ones.
pub fn encode(weight: f64) -> i8 {
    let code = weight.abs().sqrt();
    // Between two codes the middle of their squares decides.
    let (below, above) = (code.floor(), code.ceil());
    let nearest = if weight.abs() * 2.0 < below * below + above * above { below } else { above };
    (nearest.min(f64::from(MAX_CODE)) as i8) * if weight < 0.0 { -1 } else { 1 }
}

/// A look-up table from feature hashes to rows of weights, used where it lies.
#[derive(Debug, Clone, Copy)]
pub struct SparseTable<'a> {
    shift: u32,
    offsets: &'a [[u8; 4]],
    rows: &'a [u8],
}

impl<'a> SparseTable<'a> {
    /// Reads a table; none when the lengths contradict each other.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let (&bits, rest) = bytes.split_first()?;
        if !(1..=28).contains(&bits) {
            return None;
        }
        let (offsets, rows) = rest.split_at_checked(4 * ((1 << bits) + 1))?;
        Some(SparseTable { shift: 64 - u32::from(bits), offsets: offsets.as_chunks().0, rows })
    }

    /// The cells of a feature, as pairs of class and code; empty for one without a row.
    #[inline]
    pub fn row(&self, feature: u64) -> &'a [[u8; 2]] {
        Self::row_in(self.bucket(feature), feature)
    }

    /// The cells of a feature's row in its bucket.
    #[inline]
    pub(super) fn row_in(mut bucket: &[u8], feature: u64) -> &[[u8; 2]] {
        let wanted = (feature as u16).to_le_bytes();
        while let Some((check, cells, next)) = first_row(bucket) {
            if check == wanted {
                return cells;
            }
            bucket = next;
        }
        &[]
    }

    /// The rows of so many cells and more, with the part of their features that the table knows them by ([`SparseTable::key`]).
    pub fn long_rows(&self, fewest: usize) -> Vec<(u64, &'a [[u8; 2]])> {
        let (mut found, mut rest) = (Vec::new(), self.rows);
        while let Some((check, cells, next)) = first_row(rest) {
            if cells.len() >= fewest {
                let begins = self.rows.len() - rest.len();
                let starts = self.offsets.partition_point(|offset| u32::from_le_bytes(*offset) as usize <= begins);
                found.push(((starts as u64).saturating_sub(1) << 16 | u64::from(u16::from_le_bytes(check)), cells));
            }
            rest = next;
        }
        found
    }

    /// A feature with this key.
    pub fn feature(&self, key: u64) -> u64 {
        key >> 16 << self.shift | u64::from(key as u16)
    }

    /// The part of a feature that the table knows it by.
    #[inline]
    pub fn key(&self, feature: u64) -> u64 {
        feature >> self.shift << 16 | u64::from(feature as u16)
    }

    /// The rows among which a feature's is, if it has one.
    #[inline]
    pub(super) fn bucket(&self, feature: u64) -> &'a [u8] {
        let bucket = (feature >> self.shift) as usize;
        let Some([begin, end]) = self.offsets.get(bucket..).and_then(|offsets| offsets.first_chunk()) else {
            return &[];
        };
        let at = |offset: &[u8; 4]| u32::from_le_bytes(*offset) as usize;
        self.rows.get(at(begin)..at(end)).unwrap_or_default()
    }
}

/// A row's bytes of the hash and cells, and what follows it.
#[inline]
fn first_row(bucket: &[u8]) -> Option<([u8; 2], &[[u8; 2]], &[u8])> {
    let [first, second, count, tail @ ..] = bucket else { return None };
    let (cells, next) = tail.split_at_checked(2 * usize::from(*count))?;
    Some(([*first, *second], cells.as_chunks().0, next))
}

/// Writes a table of rows: feature hash, then class and code of each cell. The order of the rows does not matter;
/// of two rows that the table cannot tell apart, the first one counts.
///
/// # Panics
/// When a row has more than 255 cells or the rows take 4 GiB.
pub fn write_table(rows: &[(u64, Vec<(u8, i8)>)]) -> Vec<u8> {
    let bits = rows.len().next_power_of_two().trailing_zeros().clamp(1, 28);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&row| (rows[row].0, row));
    let mut offsets = Vec::with_capacity(4 * ((1 << bits) + 1));
    let mut bytes: Vec<u8> = Vec::new();
    let mut next = order.iter().peekable();
    for bucket in 0..(1_u64 << bits) {
        offsets.extend(u32::try_from(bytes.len()).expect("rows take less than 4 GiB").to_le_bytes());
        while let Some(&&row) = next.peek().filter(|&&&row| rows[row].0 >> (64 - bits) == bucket) {
            let (feature, cells) = &rows[row];
            bytes.extend((*feature as u16).to_le_bytes());
            bytes.push(u8::try_from(cells.len()).expect("a row has at most 255 cells"));
            bytes.extend(cells.iter().flat_map(|&(class, code)| [class, code as u8]));
            next.next();
        }
    }
    offsets.extend(u32::try_from(bytes.len()).expect("rows take less than 4 GiB").to_le_bytes());
    [&[bits as u8][..], &offsets, &bytes].concat()
}
