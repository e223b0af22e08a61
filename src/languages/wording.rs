//! What pages of all languages say around articles, and how all languages write dates.
//!
//! A page's language is not known before its text is, and content systems of one language serve pages of another: so the
//! phrases of all packs hold for all pages, and are read into one list for each kind.

use std::sync::LazyLock;

use super::section::{PackError, Section};

/// The table of kinds: each with the file and the section that holds its phrases.
macro_rules! wordings {
    ($($(#[doc = $doc:literal])+ $kind:ident = $file:literal $section:literal,)+) => {
        /// A kind of phrases, in lower case.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Wording {
            $($(#[doc = $doc])+ $kind,)+
        }

        /// The kinds in the order of [`Wording`], by file and section.
        const KINDS: &[(&str, &str)] = &[$(($file, $section),)+];
    };
}

wordings! {
    /// Words in front of who wrote an article: "by", "story by".
    By = "page.txt" "by",
    /// The same where they stand in the middle of a line.
    WrittenBy = "page.txt" "written-by",
    /// Words between the names of two authors: "and", "with".
    Joint = "page.txt" "joint",
    /// Words between an author's name and a place: "in".
    InPlace = "page.txt" "in-place",
    /// Small words within names: "van", "de".
    Particle = "page.txt" "particle",
    /// What may follow a name and belongs to it: "Jr.".
    Suffix = "page.txt" "suffix",
    /// What may follow a name and does not: "MD".
    Degree = "page.txt" "degree",
    /// Words that are no part of a person's name, whatever stands beside them: of roles, outlets, sections and buttons.
    NoName = "page.txt" "no-name",
    /// Words of roles that follow the name of a person: "reporter".
    PersonRole = "page.txt" "person-role",
    /// Parts of an outlet that sign without a name: "newsroom".
    Department = "page.txt" "department",
    /// What accounts are called that are no author: "admin".
    Account = "page.txt" "account",
    /// Parts of the addresses of pages about authors.
    AuthorPage = "page.txt" "author-page",
    /// Words that say that a date is that of publication.
    Published = "page.txt" "published",
    /// Words that say that a date is that of a change.
    Updated = "page.txt" "updated",
    /// Words that say since when somebody writes in a forum.
    Joined = "page.txt" "joined",
    /// Words of dates that are told from now: "ago", "yesterday".
    RelativeDate = "page.txt" "relative-date",
    /// Beginnings of lines that say when.
    DateLine = "page.txt" "date-line",
    /// Ends of lines that say how long an article takes to read.
    ReadingTime = "page.txt" "reading-time",
    /// Beginnings of lines that point elsewhere, whatever follows.
    Pointer = "page.txt" "pointer",
    /// Whole lines that are buttons.
    Button = "page.txt" "button",
    /// Words of a line that invites to a newsletter or the like by a link.
    Invitation = "page.txt" "invitation",
    /// Words of a picture's text in front of who took it.
    PictureBy = "page.txt" "picture-by",
    /// Words of lines about rights.
    Copyright = "page.txt" "copyright",
    /// Whole lines about the pages of an article; `9` stands for any number.
    Pager = "page.txt" "pager",
    /// Lines below the items of feeds about where they come from: how they begin and, after `*`, what follows in them.
    FeedTail = "page.txt" "feed-tail",
    /// Beginnings of the headings of what follows an article.
    Tail = "page.txt" "tail",
    /// Beginnings of headings that stand within articles as well as after them.
    LikelyTail = "page.txt" "likely-tail",
    /// What stands where the rest of an article is for subscribers.
    PayWall = "page.txt" "pay-wall",
    /// Words of the headlines of live blogs.
    Live = "page.txt" "live",
    /// Beginnings of the headlines of galleries.
    Gallery = "page.txt" "gallery",
    /// Beginnings of the headlines of videos.
    Video = "page.txt" "video",
    /// Words of the walls that ask for consent.
    Consent = "page.txt" "consent",
    /// Words of the checks that keep robots out.
    BotCheck = "page.txt" "bot-check",
    /// Words of the titles of error pages.
    ErrorPage = "page.txt" "error-page",
    /// Letters that are words by themselves.
    OneLetterWord = "page.txt" "one-letter-word",
    /// Names of the days of the week.
    Weekday = "calendar.txt" "weekdays",
    /// Words between the parts of a date that say nothing: "19th of June".
    DateFiller = "calendar.txt" "filler",
    /// A year's sign after its number.
    YearUnit = "calendar.txt" "year-unit",
    /// A month's sign after its number.
    MonthUnit = "calendar.txt" "month-unit",
    /// A word for "month" between day and number.
    MonthWord = "calendar.txt" "month-word",
    /// A word after an hour without minutes.
    Hour = "calendar.txt" "hour",
    /// A sign between hour and minutes.
    HourSign = "calendar.txt" "hour-sign",
    /// A sign after the minutes.
    Minute = "calendar.txt" "minute",
    /// "a.m." after the time.
    Morning = "calendar.txt" "morning",
    /// "p.m." after the time.
    Afternoon = "calendar.txt" "afternoon",
    /// The first half of the day in front of the time.
    MorningBefore = "calendar.txt" "morning-before",
    /// The second half of the day in front of the time.
    AfternoonBefore = "calendar.txt" "afternoon-before",
    /// Signs of units that follow a number without a blank, each a word by itself.
    DateUnit = "calendar.txt" "units",
    /// Words between a time and its zone.
    BeforeZone = "calendar.txt" "before-zone",
}

/// The files of packs that are read here.
pub(super) const FILES: &[&str] =
    &["calendar.txt", "class-names.txt", "identify.txt", "meta-names.txt", "page.txt", "zones.txt"];

/// How the name of a month begins, whether that is all of it, and the month, 1 to 12.
pub type MonthName = (&'static str, bool, u32);

/// What all packs say, together.
#[derive(Debug, Default)]
struct All {
    phrases: Vec<Vec<&'static str>>,
    months: Vec<MonthName>,
}

static ALL: LazyLock<All> =
    LazyLock::new(|| All::read(super::PACKS).unwrap_or_else(|error| panic!("languages/{error}")));

impl All {
    fn read(packs: &[(&str, &[(&'static str, &'static str)])]) -> Result<All, PackError> {
        let mut all = All { phrases: vec![Vec::new(); KINDS.len()], months: Vec::new() };
        for (code, files) in packs {
            for &(name, text) in files.iter().filter(|(name, _)| matches!(*name, "page.txt" | "calendar.txt")) {
                for section in super::section::read(code, name, text)? {
                    all.add(name, &section)?;
                }
            }
        }
        Ok(all)
    }

    fn add(&mut self, file: &str, section: &Section) -> Result<(), PackError> {
        match KINDS.iter().position(|kind| *kind == (file, section.name)) {
            Some(kind) => {
                let phrases = section.lines.iter().flat_map(|(_, line)| parts(file, line));
                let (known, phrases) = (&mut self.phrases[kind], phrases.collect::<Vec<_>>());
                phrases.into_iter().for_each(|phrase| {
                    if !known.contains(&phrase) {
                        known.push(phrase);
                    }
                });
                Ok(())
            }
            None if (file, section.name) == ("calendar.txt", "months") => {
                for &(number, line) in &section.lines {
                    let mut words = line.split_whitespace();
                    let month =
                        words.next().and_then(|month| month.parse().ok()).filter(|month| (1..=12).contains(month));
                    let month = month.ok_or_else(|| section.error_at(number, "a month is a number from 1 to 12"))?;
                    self.months.extend(words.map(|name| match name.strip_suffix('*') {
                        Some(beginning) => (beginning, false, month),
                        None => (name, true, month),
                    }));
                }
                Ok(())
            }
            // The conventions of one language are read with its pack.
            None if matches!((file, section.name), ("calendar.txt", "month-first-hosts" | "day-first-regions")) => {
                Ok(())
            }
            None => Err(section.error("no section of this file has the name")),
        }
    }
}

/// The phrases of a line: parted by bars in `page.txt`, by spaces elsewhere.
fn parts(file: &str, line: &'static str) -> Vec<&'static str> {
    if file == "page.txt" { line.split('|').map(with_blanks).collect() } else { line.split_whitespace().collect() }
}

/// A phrase with the blanks at its ends, which are written `_` there since lines are trimmed.
fn with_blanks(phrase: &'static str) -> &'static str {
    // The packs are read once, so what is kept for good is bounded.
    if phrase.starts_with('_') || phrase.ends_with('_') { phrase.replace('_', " ").leak() } else { phrase }
}

/// The phrases of a kind in all languages; a blank at the beginning or end of one is written `_` there.
///
/// # Panics
/// When a built-in pack is wrong, which a test finds first.
pub fn wording(kind: Wording) -> &'static [&'static str] {
    &ALL.phrases[kind as usize]
}

/// The names of the months in all languages.
///
/// # Panics
/// When a built-in pack is wrong, which a test finds first.
pub fn months() -> &'static [MonthName] {
    &ALL.months
}

/// The lines of a section of a file under `languages/any/`, which holds what is of no language; empty where there is none.
///
/// # Panics
/// When the file is wrong, which a test finds first.
pub fn lines(file: &str, section: &str) -> Vec<&'static str> {
    read_section("any", file, section).unwrap_or_else(|error| panic!("languages/{error}"))
}

/// All sections of a file under `languages/any/` with their lines.
///
/// # Panics
/// When the file is wrong, which a test finds first.
pub fn sections(file: &str) -> Vec<(&'static str, Vec<&'static str>)> {
    let sections = read_file("any", file).unwrap_or_else(|error| panic!("languages/{error}"));
    sections.into_iter().map(|s| (s.name, s.lines.into_iter().map(|(_, line)| line).collect())).collect()
}

/// The words of a section of a file of a pack, in all its lines; empty where there is none.
///
/// # Panics
/// When the file is wrong, which a test finds first.
pub fn words(code: &str, file: &str, section: &str) -> Vec<&'static str> {
    let lines = read_section(code, file, section).unwrap_or_else(|error| panic!("languages/{error}"));
    lines.into_iter().flat_map(|line| parts(file, line)).collect()
}

/// The codes of the packs that have a file.
pub fn with_file(file: &str) -> impl Iterator<Item = &'static str> {
    super::PACKS.iter().filter(move |(_, files)| files.iter().any(|(name, _)| *name == file)).map(|(code, _)| *code)
}

fn read_section(code: &str, file: &str, section: &str) -> Result<Vec<&'static str>, PackError> {
    let found = read_file(code, file)?.into_iter().filter(|found| found.name == section);
    Ok(found.flat_map(|found| found.lines).map(|(_, line)| line).collect())
}

fn read_file(code: &str, file: &str) -> Result<Vec<Section>, PackError> {
    let files = super::PACKS.iter().find(|(known, _)| *known == code).map_or(&[][..], |(_, files)| files);
    match files.iter().find(|(name, _)| *name == file) {
        Some((name, text)) => super::section::read(code, name, text),
        None => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_phrases_in_lower_case() {
        for (kind, (file, section)) in KINDS.iter().enumerate() {
            let phrases = &ALL.phrases[kind];
            assert!(!phrases.is_empty(), "{file} [{section}] has no phrases in any language");
            for phrase in phrases {
                assert_eq!(phrase.to_lowercase(), **phrase, "{file} [{section}]");
                assert!(!phrase.is_empty(), "an empty phrase in {file} [{section}]");
            }
        }
        assert!(ALL.months.iter().any(|&(name, whole, month)| (name, whole, month) == ("may", true, 5)));
    }

    #[test]
    fn mistakes_are_told_with_file_and_line() {
        let error = |name, text| All::read(&[("xx", &[(name, text)])]).expect_err("wrong").to_string();
        assert_eq!(error("page.txt", "[bye]\nso long\n"), "xx/page.txt:1: no section of this file has the name `bye`");
        assert_eq!(error("calendar.txt", "[months]\nmay 5\n"), "xx/calendar.txt:2: a month is a number from 1 to 12");
    }
}
