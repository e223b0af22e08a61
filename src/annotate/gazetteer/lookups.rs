//! Entries of the names of one document.

use std::cell::RefCell;
use std::ops::Deref;

use rustc_hash::FxHashMap;

use super::{Entry, Gazetteer};

/// A gazetteer that remembers what was asked: a document's names are asked for by one rule after another.
#[derive(Debug)]
pub struct Lookups {
    gazetteer: &'static Gazetteer,
    entries: RefCell<FxHashMap<Box<str>, Option<Entry>>>,
}

impl Lookups {
    /// Remembers nothing yet.
    pub fn new(gazetteer: &'static Gazetteer) -> Self {
        Lookups { gazetteer, entries: RefCell::default() }
    }

    /// The entry of a whole name in any spelling that folds to it.
    pub fn get(&self, name: &str) -> Option<Entry> {
        if let Some(&entry) = self.entries.borrow().get(name) {
            return entry;
        }
        let entry = self.gazetteer.get(name);
        self.entries.borrow_mut().insert(name.into(), entry);
        entry
    }
}

impl Deref for Lookups {
    type Target = Gazetteer;

    fn deref(&self) -> &Gazetteer {
        self.gazetteer
    }
}
