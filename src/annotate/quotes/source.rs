//! Who speaks: the noun phrase beside a marked stretch or in front of a reporting verb.
//!
//! [`by_words`] reads the words beside the marks, in every language; [`by_tree`] asks the dependency tree, where there is
//! one. Who the noun phrase refers to is decided in coreference.

mod attribution;
pub mod beside;
pub mod by_tree;
pub mod by_words;
pub mod colon;
mod inverted;
mod issuer;
mod likelier;
mod noun_phrase;
pub mod subject;
mod unattributed;
pub mod unspaced;

pub use beside::SIGNATURE;
pub use by_tree::OF_VERB;
pub use by_words::{AFTER, BEFORE};
pub use likelier::{IN_PLACE, likelier};
pub use unattributed::{UNATTRIBUTED, left_out, unattributed};
