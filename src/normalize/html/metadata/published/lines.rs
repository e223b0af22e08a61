//! Lines that readers see, and what they say of the dates in them.

use std::sync::LazyLock;

use crate::languages::{Wording, wording};
use crate::normalize::date::{self, DayOrder};
use crate::normalize::html::blocks::{Block, Form};
use crate::normalize::html::labels::Boilerplate;
use crate::normalize::html::metadata::Facts;
use crate::normalize::wording::Phrases;

/// How many lines before and after the headline are searched for a date.
const BEFORE: usize = 12;
const AFTER: usize = 14;

/// Longest line that is searched, in visible characters, and the longest that holds a relative date.
const LONGEST: usize = 110;
const LONGEST_RELATIVE: usize = 40;

/// What words say of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// That something was published then.
    Published,
    /// Nothing.
    Nothing,
    /// That something was changed then.
    Changed,
}

/// A word in a line that says what the date after it is.
#[derive(Debug, Clone, Copy)]
struct Sign {
    at: usize,
    is_change: bool,
}

static PUBLISHED: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[Wording::Published]));
static UPDATED: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&[Wording::Updated]));

/// The words of a line that say what its dates are, in order. Letters whose small forms have another length do not
/// stand in such words.
fn signs(line: &str) -> Vec<Sign> {
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return Vec::new();
    }
    let of = |phrases: &Phrases, is_change: bool| {
        let found = phrases.found(&lower).map(|found| Sign { at: found.start, is_change });
        found.collect::<Vec<_>>()
    };
    let mut signs = [of(&PUBLISHED, false), of(&UPDATED, true)].concat();
    signs.sort_by_key(|sign| (sign.at, sign.is_change));
    signs
}

/// The part of a line that may hold the date of publication, and what the line says of it: what follows "published", else
/// what stands in front of "updated"; where all of it is about a change, all of it.
pub fn of_publication(line: &str) -> (Says, &str) {
    let signs = signs(line);
    let published = signs.iter().position(|sign| !sign.is_change);
    let (says, from) = match published {
        Some(at) => (Says::Published, signs[at].at),
        None => (Says::Nothing, 0),
    };
    let end = signs.iter().find(|sign| sign.is_change && sign.at >= from).map_or(line.len(), |sign| sign.at);
    let part = line[from..end].trim_end_matches([' ', '|', '·', '•', ',', ';', '(', '-', '–', '/']).trim_start();
    let holds_date = |part: &str| date::parse(part, DayOrder::MonthFirst).is_some();
    match published {
        // "5 May, published" may mean what stands in front.
        Some(_) if !holds_date(part) && !signs.iter().any(|sign| sign.is_change) => (says, line),
        None if signs.iter().any(|sign| sign.is_change) && !holds_date(part) => (Says::Changed, line),
        _ => (says, part),
    }
}

/// What the last word says that stands in a text.
pub fn last_said(text: &str) -> Says {
    signs(text).last().map_or(Says::Nothing, |sign| if sign.is_change { Says::Changed } else { Says::Published })
}

/// Whether a text is a date told from now, "3 hours ago".
pub fn is_relative(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.chars().count() <= LONGEST_RELATIVE && wording(Wording::RelativeDate).iter().any(|words| lower.contains(words))
}

/// A short line near the headline that holds a date: one that says "published" before any other, and one that says
/// "updated" only where that is all that readers see.
pub fn near(facts: &Facts, title: Option<&str>) -> Option<String> {
    let blocks = &facts.blocks.list;
    let is_heading = |b: &Block| b.form == Form::Heading(1);
    let titled = blocks.iter().position(|b| is_heading(b) && Some(b.text.as_str()) == title);
    let is_text = |b: &Block| b.chars >= 150 && b.is_prose() && !b.boilerplate.intersects(Boilerplate::AROUND);
    let text = || blocks.iter().position(is_text);
    let (from, to) = match titled.or_else(|| blocks.iter().position(is_heading)).or_else(text) {
        Some(at) => (at.saturating_sub(BEFORE), (at + AFTER).min(blocks.len())),
        None => (0, blocks.len().min(60)),
    };
    let says_joined = |block: &Block| {
        let lower = block.text.to_lowercase();
        wording(Wording::Joined).iter().any(|words| lower.contains(words))
    };
    best(blocks[from..to].iter().filter(|block| !says_joined(block)), |says| match says {
        Says::Published => Some(2),
        Says::Nothing => Some(1),
        Says::Changed => Some(0),
    })
}

/// A line anywhere else that says "published".
pub fn anywhere(facts: &Facts) -> Option<String> {
    let blocks = facts.blocks.list.iter();
    let own = blocks.filter(|b| !b.boilerplate.intersects(Boilerplate::COMMENTS | Boilerplate::RELATED));
    let begins = |block: &&Block| PUBLISHED.begin(&block.text.to_lowercase());
    best(
        own.filter(|block| block.chars <= LONGEST && block.text.contains(|c: char| c.is_numeric())).filter(begins),
        |says| (says == Says::Published).then_some(2),
    )
}

/// The date of the first line of the highest rank among the short ones that hold one.
fn best<'a>(blocks: impl Iterator<Item = &'a Block>, rank: impl Fn(Says) -> Option<u8>) -> Option<String> {
    let mut found: Option<(u8, &str)> = None;
    for block in blocks.filter(|b| b.chars <= LONGEST && b.text.contains(|c: char| c.is_numeric())) {
        let (says, part) = of_publication(&block.text);
        if let Some(rank) = rank(says)
            && found.is_none_or(|(best, _)| rank > best)
            && date::parse(part, DayOrder::MonthFirst).is_some()
        {
            found = Some((rank, part));
        }
    }
    found.map(|(_, text)| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_never_the_date_of_publication() {
        for (line, want) in [
            ("Published 2 May 2020 | Updated 3 May 2020", Some("Published 2 May 2020")),
            ("Updated 3 May 2020, published 2 May 2020", Some("published 2 May 2020")),
            ("2 May 2020 Updated 3 May 2020", Some("2 May 2020")),
            ("Last updated: 3 May 2020", None),
            ("Zuletzt aktualisiert am 3. Mai 2020", None),
            ("Mis à jour le 3 mai 2020", None),
            ("Actualizado: 3 de mayo de 2020", None),
            ("Aggiornato il 3 maggio 2020", None),
            ("Обновлено 3 мая 2020", None),
            ("2 May 2020", Some("2 May 2020")),
        ] {
            let (says, part) = of_publication(line);
            assert_eq!((says != Says::Changed).then_some(part), want, "{line}");
        }
    }
}
