//! An enriched article for other eyes: as a page for people, and in the shapes that archives take.

pub mod archives;
mod page;

pub use page::page;
