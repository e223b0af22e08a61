//! Raw articles from the stream once more: read in order, put into the replay lane, confirmed, position kept.
//!
//! The broker keeps no position of an AMQP reader, so it is ours to keep: a file says which offset was the last one
//! confirmed, and is written after the confirm and never before. A crash therefore repeats a few articles, which is
//! harmless because outputs are deterministic, and skips none. Offsets grow but are not dense.

mod position;
mod range;
mod run;
mod settings;

pub use position::{Lock, Position, PositionError};
pub use range::{OffsetRange, Selection};
pub use run::{Event, ReplayError, ReplayPlan, Report, run};
pub use settings::ReplaySettings;
