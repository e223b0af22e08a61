//! The words of numbers, amounts, dates and times (`numbers.txt`, `dates.txt`), by what they can mean.
//!
//! Each section of these files is a [`Meaning`]. Lines of most sections begin with a value: `1000 thousand`, `3 march mar`.
//! `_` joins the words of a phrase. An entry in lower case stands for the word in any case; one with a capital only for itself,
//! so that "C" is a degree and "c" is not.

use rustc_hash::FxHashMap;

use super::pieces::pieces;
use super::section::{PackError, Section};
use super::word_map::WordMap;

/// A span of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarUnit {
    /// A second of time.
    Second,
    /// Sixty seconds.
    Minute,
    /// Sixty minutes.
    Hour,
    /// A day.
    Day,
    /// Seven days; the calendar's begin on Monday.
    Week,
    /// Saturday and Sunday.
    Weekend,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Six months.
    HalfYear,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
}

impl CalendarUnit {
    /// Its name in English, as the values of ages have it.
    pub fn name(self) -> &'static str {
        match self {
            CalendarUnit::Second => "second",
            CalendarUnit::Minute => "minute",
            CalendarUnit::Hour => "hour",
            CalendarUnit::Day => "day",
            CalendarUnit::Week => "week",
            CalendarUnit::Weekend => "weekend",
            CalendarUnit::Month => "month",
            CalendarUnit::Quarter => "quarter",
            CalendarUnit::HalfYear => "half-year",
            CalendarUnit::Year => "year",
            CalendarUnit::Decade => "decade",
            CalendarUnit::Century => "century",
        }
    }
}

/// What a word or phrase can be in a number, an amount, a date or a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// `[cardinal]`: a number that is added to others: "five", "doscientos".
    Cardinal(u64),
    /// `[decimal-number]`: a number with decimals, as written with a point: "anderthalb" is 1.5.
    Mixed(&'static str),
    /// `[scale]`: a number that others are multiplied by: "million", "dozen".
    Scale(u64),
    /// `[scale-alone]`: the same, which means one of it where no number stands before it: "hundert", "mille".
    ScaleAlone(u64),
    /// `[scale-glued]`: the same, only where it touches digits: "m" in "20m".
    ScaleGlued(u64),
    /// `[scale-plural]`: an unknown number of it: "millions".
    ScalePlural(u64),
    /// `[ordinal]`: a rank.
    Ordinal(u64),
    /// `[ordinal-suffix]`: makes digits a rank: "th".
    OrdinalSuffix,
    /// `[fraction]`: a part of one, as numerator and denominator: "half".
    Fraction(u8, u8),
    /// `[article]`: means one before a scale or a span: "a".
    Article,
    /// `[and]`: joins the parts of a number: "two hundred and six".
    And,
    /// `[or]`: between two numbers of which either may hold.
    Or,
    /// `[to]`: between the ends of a range.
    To,
    /// `[between]`: before the ends of a range that "and" joins.
    Between,
    /// `[about]`: before a number that is not exact.
    About,
    /// `[vague]`: a number that is not told: "several".
    Vague,
    /// `[of]`: between a scale and what is counted: "millions of".
    Of,
    /// `[percent]`
    Percent,
    /// `[unit]`: a unit of measure by its symbol.
    Unit(&'static str),
    /// `[power]`: before a unit: "square" is 2.
    Power(&'static str),
    /// `[power-after]`: after a unit: "carrés".
    PowerAfter(&'static str),
    /// `[age]`: after a number of years: "old".
    Age,
    /// `[currency]`: a coin by its ISO 4217 code, `-` where several countries have it.
    Currency(&'static str),
    /// `[currency-after-scale]`: the same, of words that are something else without "million" before them: "won".
    CurrencyAfterScale(&'static str),
    /// `[hundredth]`: the hundredth part of a coin.
    Hundredth(&'static str),
    /// `[sign]`: a sign beside the number.
    Sign(&'static str),
    /// `[letter-sign]`: letters that touch the digits of an amount of thousands or more: "R500 million".
    LetterSign(&'static str),
    /// `[month]`: 1 to 12.
    Month(i8),
    /// `[month-ambiguous]`: a month that is another word too, by number; a date only where more speaks for it.
    AmbiguousMonth(i8),
    /// `[weekday]`: 1 (Monday) to 7.
    Weekday(i8),
    /// `[weekdays]`: every one of a day of the week: "Mondays".
    EveryWeekday,
    /// `[season]`: by its EDTF code, 21 (spring) to 24 (winter).
    Season(u8),
    /// `[span]`
    Span(CalendarUnit),
    /// `[spans]`: the same in the plural.
    Spans(CalendarUnit),
    /// `[day]`: days from today.
    Day(i64),
    /// `[which]`: before a span, a weekday, a month or a season: -1 last, 0 this, 1 next.
    Which(i64),
    /// `[which-after]`: the same after it: "prochain".
    WhichAfter(i64),
    /// `[part]`: 0 early, 1 middle, 2 late.
    Part(u8),
    /// `[part-of-day]`: "morning", "por la tarde".
    PartOfDay,
    /// `[noon]`: an hour with a name.
    Noon(u8),
    /// `[hour-mark]`: after an hour, before minutes: "Uhr", "h".
    HourMark,
    /// `[hour-word]`: the same, of words that count hours too: "heures".
    HourWord,
    /// `[clock]`: before a time of day: "at", "um".
    ClockPreposition,
    /// `[am]`
    BeforeNoon,
    /// `[pm]`
    AfterNoon,
    /// `[zone]`: a time zone; `Z` is UTC (true), `-` any other.
    Zone(bool),
    /// `[century]`: after its rank.
    Century,
    /// `[century-before]`: before its number in Roman digits.
    CenturyBefore,
    /// `[decade-before]`: before the years of a decade: "années" 1990.
    DecadeBefore,
    /// `[decade-after]`: touches the years of a decade: "s" in "1990s".
    DecadeAfter,
    /// `[decade-years]`: the years of a decade by name: "nineties".
    DecadeNamed(u8),
    /// `[business]`: what is counted by quarters of a year: "sales".
    Business,
    /// `[quarter]`: touches the number of a quarter: "Q".
    QuarterLetter,
    /// `[date-link]`: between day, month and year: "of".
    DateLink,
    /// `[before-month]`: a preposition of months.
    BeforeMonth,
    /// `[before-year]`: a preposition of years.
    BeforeYear,
    /// `[before-duration]`: after which "a year" is a span of time and no rate.
    BeforeDuration,
    /// `[until]`: before a day to come.
    Until,
    /// `[since]`: before a day that was.
    Since,
    /// `[the]`: the definite article, prepositions that are one word with it included.
    The,
    /// The first word of a phrase under `[past]` or `[future]`.
    PatternStart,
    /// `[clock-hour]`: before an hour that stands alone: "alle 9".
    ClockHour,
    /// `[later]`: after a span that is counted from another day: "later".
    Later,
}

/// One word or phrase with what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its pieces; the first is the key that it is found by.
    pub pieces: Vec<&'static str>,
    /// What it means.
    pub meaning: Meaning,
}

/// A phrase with slots for a number and a span of time: "N SPAN ago".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelativePattern {
    /// Its parts, in order.
    pub parts: Vec<PatternPart>,
    /// -1 for spans before today, 1 for spans after it.
    pub side: i64,
}

/// A part of a [`RelativePattern`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternPart {
    /// `N`: a number, an article, or a word for a number that is not told.
    Number,
    /// `SPAN`: a span of the calendar.
    Span,
    /// This word, in any case.
    Word(&'static str),
}

/// What a word tells of the side on which a date without a year lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TenseSign {
    /// `[looks-ahead]`: verbs and adjectives whose infinitive is still to come, and participles of what is planned: "due".
    LooksAhead,
    /// `[timetable]`: what a timetable says in the present tense: "begins".
    Timetable,
    /// `[future-auxiliary]`: "will".
    FutureAuxiliary,
    /// `[perfect-auxiliary]`: makes a past of what follows it: "have".
    PerfectAuxiliary,
    /// `[present-auxiliary]`: "is".
    PresentAuxiliary,
    /// `[past-auxiliary]`: "was", "did".
    PastAuxiliary,
    /// `[unreal-auxiliary]`: among the auxiliaries of the future, of what was only planned: "would".
    UnrealAuxiliary,
    /// `[past-nouns]`: for what is over whenever it is spoken of, and words that make a noun one: "defeat", "closing".
    PastNoun,
    /// `[future-sign]`: tells of what is to come, where there is no syntax.
    FutureSign,
    /// `[past-sign]`: tells of what was, where there is no syntax.
    PastSign,
    /// `[no-sign-after]`: after which a participle tells nothing: "be".
    NoSignAfter,
}

/// The words of numbers and dates of one language.
#[derive(Debug, Default)]
pub struct Terms {
    by_first: WordMap<Vec<Term>>,
    tense: FxHashMap<&'static str, Vec<TenseSign>>,
    patterns: Vec<RelativePattern>,
    /// Number words that others are written together with, longest first; empty where numbers are not fused.
    fused: Vec<(&'static str, Meaning)>,
}

impl Terms {
    /// The terms whose first piece is this one, in any case; an abbreviation's stop counts only where the entry has one.
    pub fn starting_with(&self, piece: &str) -> &[Term] {
        let first = self.by_first.get_lowered(piece);
        first.or_else(|| self.by_first.get_lowered(piece.strip_suffix('.')?)).map_or(&[], Vec::as_slice)
    }

    /// Whether a word, in lower case, has this meaning by itself.
    pub fn is(&self, word: &str, meaning: Meaning) -> bool {
        self.starting_with(word).iter().any(|term| term.meaning == meaning && term.pieces.len() == 1)
    }

    /// What a word, in lower case, tells of the side on which a date lies.
    pub fn tense(&self, word: &str) -> &[TenseSign] {
        self.tense.get(word).map_or(&[], Vec::as_slice)
    }

    /// Phrases that count spans from today.
    pub fn patterns(&self) -> &[RelativePattern] {
        &self.patterns
    }

    /// The number words that a word, in lower case, is written together from; none where it is not.
    pub(super) fn unfused(&self, lower: &str) -> Option<Vec<Meaning>> {
        /// The most number words in one word.
        const MOST: usize = 12;
        let mut parts = Vec::new();
        let mut rest = lower;
        while !rest.is_empty() {
            let found = self.fused.iter().filter(|(word, _)| rest.starts_with(word));
            // The longest word is right but where it leaves a rest that is none: "ein" + "und", not "eine".
            let (word, meaning) = found.max_by_key(|(word, _)| {
                let after = &rest[word.len()..];
                let goes_on = after.is_empty() || self.fused.iter().any(|(next, _)| after.starts_with(next));
                (goes_on, word.len())
            })?;
            parts.push(*meaning);
            rest = &rest[word.len()..];
            if parts.len() > MOST {
                return None;
            }
        }
        (parts.len() > 1).then_some(parts)
    }

    /// Reads the sections of `numbers.txt` and `dates.txt` that are lists of terms; gives back whether it was one.
    ///
    /// # Errors
    /// A value that the section cannot have.
    pub(super) fn read(&mut self, section: &Section) -> Result<bool, PackError> {
        if let Some(sign) = tense_sign(section.name) {
            for word in section.words() {
                self.tense.entry(word).or_default().push(sign);
            }
            return Ok(true);
        }
        let side = match section.name {
            "past" => -1,
            "future" => 1,
            _ => 0,
        };
        for &(line, text) in &section.lines {
            let wrong = |what: &str| section.error_at(line, what);
            if side != 0 {
                let part = |word| match word {
                    "N" => PatternPart::Number,
                    "SPAN" => PatternPart::Span,
                    word => PatternPart::Word(word),
                };
                let parts: Vec<_> = text.split_whitespace().map(part).collect();
                if !parts.contains(&PatternPart::Number) || !parts.contains(&PatternPart::Span) {
                    return Err(wrong("a pattern needs N and SPAN"));
                }
                if let Some(PatternPart::Word(first)) = parts.first() {
                    self.add(first, Meaning::PatternStart);
                }
                self.patterns.push(RelativePattern { parts, side });
                continue;
            }
            let mut words = text.split_whitespace();
            let meaning = match plain(section.name) {
                Some(meaning) => meaning,
                None => {
                    let Some(value) = words.next() else { return Err(wrong("a line without a value")) };
                    match valued(section.name, value) {
                        Some(Some(meaning)) => meaning,
                        Some(None) => return Err(wrong("a value that this section cannot have")),
                        None => return Ok(false),
                    }
                }
            };
            for word in words {
                self.add(word, meaning);
            }
        }
        Ok(side != 0 || plain(section.name).is_some() || valued(section.name, "1").is_some())
    }

    fn add(&mut self, entry: &'static str, meaning: Meaning) {
        let pieces: Vec<&'static str> =
            entry.split('_').flat_map(|word| pieces(word).map(move |(_, start, end)| &word[start..end])).collect();
        let Some(first) = pieces.first() else { return };
        self.by_first.entry(first.to_lowercase()).push(Term { pieces, meaning });
    }

    /// Makes the numbers of this language words that may be written together, with these words between their parts.
    pub(super) fn fuse(&mut self, joiners: impl Iterator<Item = &'static str>) {
        let mut fused: Vec<_> = joiners.map(|joiner| (joiner, Meaning::And)).collect();
        for term in self.by_first.values().flatten() {
            let fuses = match term.meaning {
                Meaning::Cardinal(_) | Meaning::ScaleAlone(_) => true,
                Meaning::Scale(factor) => factor <= 1000,
                _ => false,
            };
            if let (true, [word]) = (fuses, &term.pieces[..]) {
                fused.push((*word, term.meaning));
            }
        }
        // The order decides between words of one length, and that of a hash map is not the same everywhere.
        fused.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.0.cmp(b.0)));
        self.fused = fused;
    }
}

fn tense_sign(section: &str) -> Option<TenseSign> {
    Some(match section {
        "looks-ahead" => TenseSign::LooksAhead,
        "timetable" => TenseSign::Timetable,
        "future-auxiliary" => TenseSign::FutureAuxiliary,
        "perfect-auxiliary" => TenseSign::PerfectAuxiliary,
        "present-auxiliary" => TenseSign::PresentAuxiliary,
        "past-auxiliary" => TenseSign::PastAuxiliary,
        "unreal-auxiliary" => TenseSign::UnrealAuxiliary,
        "past-nouns" => TenseSign::PastNoun,
        "future-sign" => TenseSign::FutureSign,
        "past-sign" => TenseSign::PastSign,
        "no-sign-after" => TenseSign::NoSignAfter,
        _ => return None,
    })
}

/// Sections whose lines are words alone.
fn plain(section: &str) -> Option<Meaning> {
    Some(match section {
        "ordinal-suffix" => Meaning::OrdinalSuffix,
        "article" => Meaning::Article,
        "and" => Meaning::And,
        "or" => Meaning::Or,
        "to" => Meaning::To,
        "between" => Meaning::Between,
        "about" => Meaning::About,
        "vague" => Meaning::Vague,
        "of" => Meaning::Of,
        "percent" => Meaning::Percent,
        "age" => Meaning::Age,
        "weekdays" => Meaning::EveryWeekday,
        "part-of-day" => Meaning::PartOfDay,
        "hour-mark" => Meaning::HourMark,
        "hour-word" => Meaning::HourWord,
        "clock" => Meaning::ClockPreposition,
        "clock-hour" => Meaning::ClockHour,
        "am" => Meaning::BeforeNoon,
        "pm" => Meaning::AfterNoon,
        "century" => Meaning::Century,
        "century-before" => Meaning::CenturyBefore,
        "decade-before" => Meaning::DecadeBefore,
        "decade-after" => Meaning::DecadeAfter,
        "business" => Meaning::Business,
        "quarter" => Meaning::QuarterLetter,
        "date-link" => Meaning::DateLink,
        "before-month" => Meaning::BeforeMonth,
        "before-year" => Meaning::BeforeYear,
        "before-duration" => Meaning::BeforeDuration,
        "until" => Meaning::Until,
        "since" => Meaning::Since,
        "later" => Meaning::Later,
        "the" => Meaning::The,
        _ => return None,
    })
}

/// Sections whose lines begin with a value: none for another section, `Some(None)` for a wrong value.
fn valued(section: &str, value: &'static str) -> Option<Option<Meaning>> {
    fn number<T: std::str::FromStr>(value: &str) -> Option<T> {
        value.parse().ok()
    }
    let within = |low: u8, high: u8| number::<u8>(value).filter(|n| (low..=high).contains(n));
    let direction = || number::<i64>(value).filter(|n| (-1..=1).contains(n));
    Some(match section {
        "cardinal" => number(value).map(Meaning::Cardinal),
        "decimal-number" => number::<f64>(value).map(|_| Meaning::Mixed(value)),
        "scale" => number(value).map(Meaning::Scale),
        "scale-alone" => number(value).map(Meaning::ScaleAlone),
        "scale-glued" => number(value).map(Meaning::ScaleGlued),
        "scale-plural" => number(value).map(Meaning::ScalePlural),
        "ordinal" => number(value).map(Meaning::Ordinal),
        "fraction" => value.split_once('/').and_then(|(n, d)| Some(Meaning::Fraction(number(n)?, number(d)?))),
        "unit" => Some(Meaning::Unit(value)),
        "power" => Some(Meaning::Power(value)),
        "power-after" => Some(Meaning::PowerAfter(value)),
        "currency" => code(value).map(Meaning::Currency),
        "currency-after-scale" => code(value).map(Meaning::CurrencyAfterScale),
        "hundredth" => code(value).map(Meaning::Hundredth),
        "sign" => code(value).map(Meaning::Sign),
        "letter-sign" => code(value).map(Meaning::LetterSign),
        "month" => within(1, 12).map(|n| Meaning::Month(n as i8)),
        "month-ambiguous" => within(1, 12).map(|n| Meaning::AmbiguousMonth(n as i8)),
        "weekday" => within(1, 7).map(|n| Meaning::Weekday(n as i8)),
        "season" => within(21, 24).map(Meaning::Season),
        "span" => span(value).map(Meaning::Span),
        "spans" => span(value).map(Meaning::Spans),
        "day" => number(value).map(Meaning::Day),
        "which" => direction().map(Meaning::Which),
        "which-after" => direction().map(Meaning::WhichAfter),
        "part" => within(0, 2).map(Meaning::Part),
        "noon" => within(0, 23).map(Meaning::Noon),
        "zone" => matches!(value, "Z" | "-").then_some(Meaning::Zone(value == "Z")),
        "decade-years" => within(0, 9).map(Meaning::DecadeNamed),
        _ => return None,
    })
}

/// An ISO 4217 code, or `-`.
fn code(value: &'static str) -> Option<&'static str> {
    (value == "-" || value.len() == 3 && value.bytes().all(|b| b.is_ascii_uppercase())).then_some(value)
}

fn span(value: &str) -> Option<CalendarUnit> {
    use CalendarUnit::{Century, Day, Decade, HalfYear, Hour, Minute, Month, Quarter, Second, Week, Weekend, Year};
    let all = [Second, Minute, Hour, Day, Week, Weekend, Month, Quarter, HalfYear, Year, Decade, Century];
    all.into_iter().find(|unit| unit.name() == value)
}
