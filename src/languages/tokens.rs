//! Words that are written as one but are two (`tokens.txt`).

use super::section::{PackError, Section};

/// Where a word is split. All entries are in lower case, with a straight apostrophe.
#[derive(Debug, Default)]
pub struct TokenRules {
    /// `[clitic]`: words after an apostrophe that are tokens with it: "'s".
    pub clitics: Vec<&'static str>,
    /// `[negated]`: letters before the apostrophe that go with what follows it: "n't" of "doesn't".
    pub negations: Vec<&'static str>,
    /// `[fused]`: words of two, cut at `|`: "can|not".
    pub fused: Vec<(&'static str, &'static str)>,
    /// `[elision]`: words that have lost their last letter and are tokens with their apostrophe: "l'".
    pub elisions: Vec<&'static str>,
    /// `[enclitic]`: pronouns after a verb's hyphen that are tokens with it: "-il" of "dit-il".
    pub enclitics: Vec<&'static str>,
    /// `[apostrophe-word]`: words that begin with an apostrophe: "'til".
    pub apostrophe_words: Vec<&'static str>,
}

impl TokenRules {
    /// Reads `tokens.txt`.
    ///
    /// # Errors
    /// A section that the file cannot have, a fused word without the place where it is cut.
    pub(super) fn read(&mut self, section: &Section) -> Result<(), PackError> {
        match section.name {
            "clitic" => self.clitics = section.words().collect(),
            "negated" => self.negations = section.words().collect(),
            "elision" => self.elisions = section.words().collect(),
            "enclitic" => self.enclitics = section.words().collect(),
            "apostrophe-word" => self.apostrophe_words = section.words().collect(),
            "fused" => {
                for &(line, text) in &section.lines {
                    for word in text.split_whitespace() {
                        let halves = word.split_once('|');
                        let halves = halves.ok_or_else(|| section.error_at(line, "a fused word is cut at |"))?;
                        self.fused.push(halves);
                    }
                }
            }
            _ => return Err(section.error("unknown kind of token")),
        }
        Ok(())
    }
}
