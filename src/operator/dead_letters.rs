//! The dead letters: looking at them, sending them back to their lane, dropping them.
//!
//! Looking is done by taking messages without acknowledging them; they return to the queue when the look is over.
//! A letter leaves the queue only after the broker confirmed it elsewhere, or because dropping was asked for.

mod act;
mod filter;
mod letter;

pub use act::{Action, Moved, act, look};
pub use filter::Filter;
pub use letter::Letter;
