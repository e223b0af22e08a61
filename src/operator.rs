//! Messages moved by hand: what `copydesk publish`, `replay` and `dead` do.
//!
//! A move is always publish, confirm, then let go of the original; a crash in between leaves a message in two places
//! and never in none. [`Conveyor`] does the first two for all of them, [`Selector`] says which messages are meant,
//! [`RateLimit`] how fast.

mod conveyor;
pub mod dead_letters;
mod rate_limit;
pub mod replay;
mod selector;
mod sidecar;

pub use conveyor::{Conveyor, reason};
pub use rate_limit::RateLimit;
pub use selector::{Selector, body_text, source};
pub use sidecar::Sidecar;
