//! How a language writes dates: the order of their parts (`calendar.txt`), and the sections of `dates.txt` that are no lists of terms.

use super::section::{PackError, Section};

/// How dates are written.
#[derive(Debug, Default)]
pub struct DateRules {
    /// `[month-first-hosts]`: ends of host names of those who write the month first in `03/04/2019`; empty where the day stands
    /// first everywhere.
    pub month_first_hosts: Vec<&'static str>,
    /// `[day-first-regions]`: regions where the day stands first all the same, in lower case.
    pub day_first_regions: Vec<&'static str>,
    /// `[month-before-day]`: whether "March 3" is a date.
    pub month_before_day: bool,
    /// `[lower-case]`: whether months and weekdays are written in lower case, so that capitals within a sentence are names.
    pub lower_case: bool,
    /// `[future-endings]`: endings of verbs in the future tense.
    pub future_endings: Vec<&'static str>,
    /// `[past-endings]`: endings of verbs and participles of the past.
    pub past_endings: Vec<&'static str>,
}

impl DateRules {
    /// Reads the orders of a calendar.
    pub(super) fn read_orders(&mut self, sections: &[Section]) {
        for section in sections {
            match section.name {
                "month-first-hosts" => self.month_first_hosts = section.words().collect(),
                "day-first-regions" => self.day_first_regions = section.words().collect(),
                _ => {}
            }
        }
    }

    /// Reads a section of dates; gives back whether it is one of these.
    ///
    /// # Errors
    /// A value that is not known.
    pub(super) fn read(&mut self, section: &Section) -> Result<bool, PackError> {
        let yes = || match section.lines.first().copied().unwrap_or_default() {
            (_, "yes") => Ok(true),
            (_, "no") => Ok(false),
            (line, _) => Err(section.error_at(line, "a value that this section cannot have")),
        };
        match section.name {
            "month-before-day" => self.month_before_day = yes()?,
            "lower-case" => self.lower_case = yes()?,
            "future-endings" => self.future_endings = section.words().collect(),
            "past-endings" => self.past_endings = section.words().collect(),
            _ => return Ok(false),
        }
        Ok(true)
    }
}
