//! How a language writes numbers in digits and words (`numbers.txt`, the sections that are no lists of terms).

use super::section::{PackError, Section};

/// How numbers are written.
#[derive(Debug, Default)]
pub struct NumberRules {
    /// `[decimal]`: the mark before decimals, where the language has one.
    pub decimal: Option<char>,
    /// `[group]`: marks between groups of three digits.
    pub groups: Vec<char>,
    /// `blank` under `[group]`: whether white space stands between groups.
    pub blank_groups: bool,
    /// `[unsure]`: marks after which three digits may be decimals or a group, since countries of the language differ.
    pub unsure: Vec<char>,
    /// `[tens-with-teens]`: tens to which ten to nineteen are added: "soixante" + "douze".
    pub tens_with_teens: Vec<u64>,
    /// `[fused]`: numbers are written as one word, with these words between units and tens ("einundzwanzig").
    pub fused: Option<Vec<&'static str>>,
}

impl NumberRules {
    /// Reads a section; gives back whether it is one of these.
    ///
    /// # Errors
    /// A line that is no single mark.
    pub(super) fn read(&mut self, section: &Section) -> Result<bool, PackError> {
        let words = || section.lines.iter().flat_map(|(line, text)| text.split_whitespace().map(|w| (*line, w)));
        let mark = |(line, word): (usize, &str)| {
            let mut chars = word.chars();
            match (chars.next(), chars.next()) {
                (Some(mark), None) => Ok(mark),
                _ => Err(section.error_at(line, "a separator is one character, or `blank`")),
            }
        };
        match section.name {
            "decimal" => self.decimal = words().next().map(mark).transpose()?,
            "group" => {
                self.blank_groups = words().any(|(_, word)| word == "blank");
                self.groups = words().filter(|(_, word)| *word != "blank").map(mark).collect::<Result<_, _>>()?;
            }
            "unsure" => self.unsure = words().map(mark).collect::<Result<_, _>>()?,
            "tens-with-teens" => {
                let number =
                    |(line, word): (usize, &str)| word.parse().map_err(|_| section.error_at(line, "no number of tens"));
                self.tens_with_teens = words().map(number).collect::<Result<_, _>>()?;
            }
            "fused" => self.fused = Some(words().map(|(_, word)| word).filter(|word| *word != "-").collect()),
            _ => return Ok(false),
        }
        Ok(true)
    }
}
