//! The pieces of a vocabulary by the hash of their text.

use crate::model::ModelError;

/// Number of a piece.
pub type Piece = u16;

/// An open-addressing table from hash to number.
#[derive(Debug)]
pub(super) struct PieceTable {
    hashes: Vec<u64>,
    pieces: Vec<Piece>,
    mask: usize,
}

const FREE: Piece = Piece::MAX;

impl PieceTable {
    /// The pieces in the order of their numbers.
    ///
    /// # Errors
    /// When they are more than a [`Piece`] can count, or one of the hashes cannot be had.
    pub fn new(count: usize, mut hash: impl FnMut(usize) -> Result<u64, ModelError>) -> Result<PieceTable, ModelError> {
        if count >= FREE as usize {
            return Err(ModelError::Damaged);
        }
        let size = (count * 2).next_power_of_two();
        let mut table = PieceTable { hashes: vec![0; size], pieces: vec![FREE; size], mask: size - 1 };
        for number in 0..count {
            let hash = hash(number)?;
            let mut slot = hash as usize & table.mask;
            while table.pieces[slot] != FREE {
                slot = (slot + 1) & table.mask;
            }
            (table.hashes[slot], table.pieces[slot]) = (hash, number as Piece);
        }
        Ok(table)
    }

    /// The piece with this hash.
    pub fn get(&self, hash: u64) -> Option<Piece> {
        let mut slot = hash as usize & self.mask;
        while self.pieces[slot] != FREE {
            if self.hashes[slot] == hash {
                return Some(self.pieces[slot]);
            }
            slot = (slot + 1) & self.mask;
        }
        None
    }
}
