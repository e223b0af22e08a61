//! Numbers of which a few are frequent, written short: each distinct one once, the most frequent first, and then places
//! among these.

use std::collections::HashMap;

use super::ModelError;
use super::reader::{Reader, write_count, write_varint};

/// The distinct numbers with their places.
#[derive(Debug)]
pub struct Ranked {
    values: Vec<u64>,
    places: HashMap<u64, u64>,
}

impl Ranked {
    /// Ranks numbers by how often they come, equals by their size.
    pub fn new(values: impl Iterator<Item = u64>) -> Self {
        let mut counts = HashMap::<u64, usize>::new();
        values.for_each(|value| *counts.entry(value).or_default() += 1);
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|&(value, count)| (std::cmp::Reverse(count), value));
        let values: Vec<u64> = counts.into_iter().map(|(value, _)| value).collect();
        let places = values.iter().zip(0..).map(|(&value, place)| (value, place)).collect();
        Ranked { values, places }
    }

    /// Appends the distinct numbers.
    pub fn write(&self, out: &mut Vec<u8>) {
        write_count(out, self.values.len());
        self.values.iter().for_each(|&value| write_varint(out, value));
    }

    /// Appends the place of one of the numbers.
    ///
    /// # Panics
    /// When it was not among those that were ranked.
    pub fn write_place(&self, value: u64, out: &mut Vec<u8>) {
        write_varint(out, self.places[&value]);
    }
}

/// Reads the distinct numbers.
///
/// # Errors
/// [`ModelError::Damaged`] at the end of the section.
pub fn read(reader: &mut Reader<'_>) -> Result<Vec<u64>, ModelError> {
    let count = reader.count(1)?;
    (0..count).map(|_| reader.varint()).collect()
}

/// Reads the place of a number and gives the number.
///
/// # Errors
/// [`ModelError::Damaged`] at the end of the section or when there is none at that place.
#[inline]
pub fn read_one(values: &[u64], reader: &mut Reader<'_>) -> Result<u64, ModelError> {
    let place = usize::try_from(reader.varint()?).map_err(|_| ModelError::Damaged)?;
    values.get(place).copied().ok_or(ModelError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_frequent_is_short_and_reads_back() {
        let numbers: Vec<u64> = (0..1000).map(|i| if i % 3 == 0 { 1 << 40 | i } else { 7 }).collect();
        let ranked = Ranked::new(numbers.iter().copied());
        let (mut head, mut out) = (Vec::new(), Vec::new());
        ranked.write(&mut head);
        numbers.iter().for_each(|&number| ranked.write_place(number, &mut out));
        assert!(out.len() < 2 * numbers.len());
        let values = read(&mut Reader::new(&head)).expect("whole");
        let mut reader = Reader::new(&out);
        assert!(numbers.iter().all(|&number| read_one(&values, &mut reader) == Ok(number)));
        assert_eq!(read_one(&values, &mut reader), Err(ModelError::Damaged));
        assert_eq!(read_one(&values, &mut Reader::new(&[0xFF, 0x7F])), Err(ModelError::Damaged));
    }
}
