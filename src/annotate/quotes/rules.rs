//! Rules with names: each an entry of an ordered list, with an example, which can be switched off to see what it earns.
//!
//! The lists stand where they are used; [`super::all_rules`] gathers them.

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
