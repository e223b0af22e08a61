//! Rules with names: each an entry of an ordered list, with an example, which can be switched off to see what it earns.
//!
//! The lists stand where they are used; [`all`] gathers them for `copydesk evaluate quotes --ablate` and for the test that
//! every example fails without its rule.

use super::{content, cues, filter, merge, source};

/// One entry of an ordered list.
#[derive(Debug)]
pub struct Rule<F: 'static> {
    /// What it does, in a few words joined by hyphens; unique among all rules.
    pub name: &'static str,
    /// A text that comes out right with it and changes without it: content in `[brackets]`, speaker in `<angles>`, paragraphs parted
    /// by `|`; without brackets nothing is said in it. English, unless a language's code and a colon begin it.
    pub example: &'static str,
    /// What it decides by.
    pub run: F,
}

/// Which rules are used: all but those that are switched off.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    off: Vec<&'static str>,
}

impl Rules {
    /// All rules but one.
    pub fn without(name: &'static str) -> Rules {
        Rules { off: vec![name] }
    }

    /// Whether a rule is used.
    pub fn uses(&self, name: &str) -> bool {
        self.off.is_empty() || !self.off.contains(&name)
    }

    /// The rules of a list that are used, in order.
    pub fn of<'a, F>(&'a self, list: &'static [Rule<F>]) -> impl Iterator<Item = &'static Rule<F>> + 'a {
        list.iter().filter(|rule| self.uses(rule.name))
    }
}

/// A rule without what it does.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The list it stands in.
    pub list: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its example.
    pub example: &'static str,
}

/// All rules, list by list, in the order in which they are asked.
pub fn all() -> Vec<Entry> {
    fn entries<F>(name: &'static str, list: &'static [Rule<F>]) -> impl Iterator<Item = Entry> {
        list.iter().map(move |rule| Entry { list: name, name: rule.name, example: rule.example })
    }
    entries("no cue", cues::NO_CUE)
        .chain(entries("source behind the marks", source::AFTER))
        .chain(entries("source before the marks", source::BEFORE))
        .chain(entries("signature", source::SIGNATURE))
        .chain(entries("source without attribution", source::UNATTRIBUTED))
        .chain(entries("source of a verb", source::OF_VERB))
        .chain(entries("content", content::CONTENT))
        .chain(entries("end of content", content::STOPS))
        .chain(entries("not said", filter::NOT_SAID))
        .chain(entries("fragment not said", filter::NOT_SAID_FRAGMENT))
        .chain(entries("part of a clause", filter::PART_OF_CLAUSE))
        .chain(entries("merge", merge::MERGES))
        .chain(entries("merge", merge::STEPS))
        .collect()
}
