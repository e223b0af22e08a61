//! Which dead letters are meant.

use std::time::Duration;

use jiff::Timestamp;

use super::Letter;
use crate::broker::Delivery;
use crate::operator::{Selector, body_text};

/// All conditions have to hold; an empty one always does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// One of these codes.
    pub codes: Vec<String>,
    /// One of these stages.
    pub stages: Vec<String>,
    /// Failed at least so long ago.
    pub older_than: Option<Duration>,
    /// Failed at most so long ago.
    pub newer_than: Option<Duration>,
    /// Ids, sources, text.
    pub matching: Selector,
}

impl Filter {
    /// Whether this letter is meant.
    pub fn matches(&self, letter: &Letter, delivery: &Delivery, now: Timestamp) -> bool {
        let one_of = |wanted: &[String], is: Option<&str>| {
            wanted.is_empty() || is.is_some_and(|is| wanted.iter().any(|w| w == is))
        };
        let age = letter.age(now);
        one_of(&self.codes, Some(&letter.code))
            && one_of(&self.stages, letter.stage.as_deref())
            && self.older_than.is_none_or(|limit| age >= limit)
            && self.newer_than.is_none_or(|limit| age <= limit)
            && self.matching.matches(letter.id.as_deref(), &letter.source, || body_text(delivery))
    }
}
