//! How a language writes dates (`dates.txt`, the sections that are no lists of terms).

use super::section::{PackError, Section};

/// How dates are written.
#[derive(Debug, Default)]
pub struct DateRules {
    /// `[numeric-order]`: whether the day stands first in `03/04/2019`; none where countries of the language differ.
    pub day_first: Option<bool>,
    /// `[month-first]`: whether "March 3" is a date.
    pub month_first: bool,
    /// `[lower-case]`: whether months and weekdays are written in lower case, so that capitals within a sentence are names.
    pub lower_case: bool,
    /// `[future-endings]`: endings of verbs in the future tense.
    pub future_endings: Vec<&'static str>,
    /// `[past-endings]`: endings of verbs and participles of the past.
    pub past_endings: Vec<&'static str>,
}

impl DateRules {
    /// Reads a section; gives back whether it is one of these.
    ///
    /// # Errors
    /// A value that is not known.
    pub(super) fn read(&mut self, section: &Section) -> Result<bool, PackError> {
        let words = || section.lines.iter().flat_map(|(_, text)| text.split_whitespace());
        let choice = |known: &[(&str, Option<bool>)]| {
            let (line, text) = section.lines.first().copied().unwrap_or_default();
            let found = known.iter().find(|(name, _)| *name == text);
            found
                .map(|(_, value)| *value)
                .ok_or_else(|| section.error_at(line, "a value that this section cannot have"))
        };
        let yes = || choice(&[("yes", Some(true)), ("no", Some(false))]).map(|value| value == Some(true));
        match section.name {
            "numeric-order" => {
                self.day_first = choice(&[("day-month", Some(true)), ("month-day", Some(false)), ("unsure", None)])?;
            }
            "month-first" => self.month_first = yes()?,
            "lower-case" => self.lower_case = yes()?,
            "future-endings" => self.future_endings = words().collect(),
            "past-endings" => self.past_endings = words().collect(),
            _ => return Ok(false),
        }
        Ok(true)
    }
}
