//! The parts of dates, one at a time: month, weekday, year and number of a day, and where a list of days may end.

use super::number;
use super::pieces::{Reader, term};
use crate::languages::Meaning;

/// A month's number and the piece after its name, where it is written as one.
pub(super) fn month_at(r: &Reader, at: usize) -> Option<(i8, usize)> {
    let (month, end) = term!(r, at, Meaning::Month(month) | Meaning::AmbiguousMonth(month) => month)?;
    is_written_as_name(r, at).then_some((month, end))
}

/// Whether a month or weekday has the capital that it should have, or has none.
pub(super) fn is_written_as_name(r: &Reader, at: usize) -> bool {
    let capital = r.is_capitalised(at);
    if r.words.date_rules().lower_case { !capital || at == 0 || !r.is_word(at - 1) } else { capital }
}

/// A weekday, 1 (Monday) to 7, and the piece after it.
pub(super) fn weekday_at(r: &Reader, at: usize) -> Option<(i8, usize)> {
    let (weekday, end) = term!(r, at, Meaning::Weekday(weekday) => weekday)?;
    is_written_as_name(r, at).then_some((weekday, end))
}

/// A year in four digits: 1000 to 2199.
pub(super) fn year_at(r: &Reader, at: usize) -> Option<i16> {
    let text = r.text(at);
    let touches = r.glued(at + 1) && (r.is_word(at + 1) || r.is_digits(at + 1));
    let year = (text.len() == 4 && r.is_digits(at) && !touches).then(|| text.parse().ok())??;
    (1000..2200).contains(&year).then_some(year)
}

/// The year after a day or month, and the piece after it.
pub(super) fn year_after(r: &Reader, end: usize) -> Option<(i16, usize)> {
    let linked = r.skip(end, Meaning::DateLink);
    let at = if linked == end && r.text(end) == "," { end + 1 } else { linked };
    year_at(r, at).map(|year| (year, at + 1))
}

/// A day's number, and the piece after it and what makes it a rank.
pub(super) fn day_number(r: &Reader, at: usize) -> Option<(i8, usize)> {
    if r.is_digits(at) {
        let end = r.has(at + 1, Meaning::OrdinalSuffix).filter(|_| r.glued(at + 1)).unwrap_or(at + 1);
        if r.text(at).len() > 2 || r.glued(end) && (r.is_word(end) || matches!(r.text(end), ":" | "/")) {
            return None;
        }
        let day: i8 = r.text(at).parse().ok()?;
        return (1..=31).contains(&day).then_some((day, end));
    }
    let (rank, end) = number::rank(r, at)?;
    (1..=31).contains(&rank).then_some((rank as i8, end))
}

/// Whether a list of days may end here: before a mark, a year or a function word.
pub(super) fn ends_list(r: &Reader, end: usize) -> bool {
    let Some(piece) = r.pieces.get(end) else { return true };
    !r.is_digits(end) && (!r.is_word(end) || !r.doc.classes[piece.token].is_empty()) || year_at(r, end).is_some()
}

/// Whether a capitalised word that could be a month or weekday stands in a name: "Sunday Adeyemi".
pub(super) fn is_part_of_name(r: &Reader, start: usize, end: usize) -> bool {
    let name = |at: usize| {
        r.is_word(at)
            && r.is_capitalised(at)
            && !r.pieces[at].is_telling()
            && r.doc.classes[r.pieces[at].token].is_empty()
    };
    name(end) && (start == 0 || !r.is_word(start - 1) || r.doc.classes[r.pieces[start - 1].token].is_empty())
}
