//! The sums of a linear model: rows of a [`SparseTable`] added up.

use std::hint::black_box;

use super::sparse_table::{SCORES, SparseTable, decode};

/// How many classes a whole row has room for.
const WHOLE: usize = 48;
/// How many cells a row has that is worth its room as a whole one: half of the classes.
const FEWEST: usize = WHOLE / 2;

/// What each byte as a code adds to a score.
static DECODED: [i32; 256] = {
    let mut decoded = [0; 256];
    let mut byte = 0;
    while byte < decoded.len() {
        decoded[byte] = decode(byte as u8 as i8);
        byte += 1;
    }
    decoded
};

/// A row with the weights of all classes.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Whole([i32; WHOLE]);

/// A table of weights. Few rows have weights for most classes, but those of frequent features are among them: they are
/// unpacked when the table is opened, and added class beside class instead of cell by cell.
#[derive(Debug, Clone)]
pub struct Weights<'a> {
    table: SparseTable<'a>,
    whole: Vec<Whole>,
    /// Keys of the whole rows and their numbers, in open addressing; the number of a free place is [`FREE`].
    places: Vec<(u64, u32)>,
}

const FREE: u32 = u32::MAX;

impl<'a> Weights<'a> {
    /// The weights of a table.
    pub fn new(table: SparseTable<'a>) -> Self {
        let is_whole = |cells: &[[u8; 2]]| cells.iter().all(|&[class, _]| usize::from(class) < WHOLE);
        let mut rows = table.long_rows(FEWEST);
        // Of two rows with one key the table gives the first.
        rows.retain(|&(key, cells)| is_whole(cells) && table.row(table.feature(key)) == cells);
        let mut weights = Weights {
            table,
            whole: Vec::with_capacity(rows.len()),
            places: vec![(0, FREE); (2 * rows.len()).next_power_of_two()],
        };
        for (key, cells) in rows {
            let mut at = weights.place(key);
            while weights.places[at].1 != FREE {
                at = (at + 1) % weights.places.len();
            }
            weights.places[at] = (key, weights.whole.len() as u32);
            let mut whole = [0; WHOLE];
            for &[class, code] in cells {
                whole[usize::from(class)] += DECODED[usize::from(code)];
            }
            weights.whole.push(Whole(whole));
        }
        weights
    }

    /// Adds the weights of features to the scores of the classes.
    #[inline]
    pub fn add<const COUNT: usize>(&self, features: [u64; COUNT], scores: &mut [i32; SCORES]) {
        // All rows are asked for before the first is used, so that memory is waited for once.
        let mut buckets = [&[][..]; COUNT];
        for (bucket, feature) in buckets.iter_mut().zip(features) {
            *bucket = self.table.bucket(feature);
        }
        black_box(buckets.iter().fold(0, |all, bucket| all ^ bucket.first().copied().unwrap_or_default()));
        let mut sums = [0; WHOLE];
        for (bucket, feature) in buckets.iter().zip(features) {
            let cells = SparseTable::row_in(bucket, feature);
            if cells.len() >= FEWEST
                && let Some(Whole(row)) = self.whole(self.table.key(feature))
            {
                sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
                continue;
            }
            for &[class, code] in cells {
                scores[usize::from(class)] += DECODED[usize::from(code)];
            }
        }
        scores.iter_mut().zip(sums).for_each(|(score, sum)| *score += sum);
    }

    /// The whole row of a key, where it has one.
    #[inline]
    fn whole(&self, key: u64) -> Option<&Whole> {
        let mut at = self.place(key);
        loop {
            match self.places[at] {
                (_, FREE) => return None,
                (known, number) if known == key => return Some(&self.whole[number as usize]),
                _ => at = (at + 1) % self.places.len(),
            }
        }
    }

    #[inline]
    fn place(&self, key: u64) -> usize {
        key as usize & (self.places.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::write_table;
    use super::*;

    #[test]
    fn whole_rows_add_what_their_cells_say() {
        let cells = |count: u8| (0..count).map(|class| (class, (class as i8).wrapping_sub(9))).collect::<Vec<_>>();
        let feature = |number: u64| (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let counts = [0, 1, 23, 24, 40, 48, 49, 200];
        let rows: Vec<_> = counts.iter().enumerate().map(|(i, &count)| (feature(i as u64), cells(count))).collect();
        let bytes = write_table(&rows);
        let weights = Weights::new(SparseTable::new(&bytes).expect("a table"));
        assert_eq!(weights.whole.len(), 3);
        let mut scores = [0; SCORES];
        weights.add(std::array::from_fn::<_, 9, _>(|i| feature(i as u64)), &mut scores);
        for (class, &score) in scores.iter().enumerate() {
            let having = counts.iter().filter(|&&count| usize::from(count) > class).count() as i32;
            assert_eq!(score, having * decode((class as i8).wrapping_sub(9)), "{class}");
        }
    }
}
