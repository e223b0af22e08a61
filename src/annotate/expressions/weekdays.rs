//! Which day a weekday means: the next, the last, or the nearest with that number.

use super::calendar;
use super::date_parts::{day_number, ends_list};
use super::pieces::{Found, Reader, term};
use super::tense::{direction, is_put_off};
use crate::languages::Meaning;

/// A weekday that ends at `end`, with what stands after it; `which` stands before it.
pub(super) fn day_of_week(r: &Reader, start: usize, weekday: i8, end: usize, which: Option<i64>) -> Found {
    let reference = r.doc.reference_date();
    let after = term!(r, end, Meaning::WhichAfter(which) => which);
    let (which, end) = after.map_or((which, end), |(which, end)| (Some(which), end));
    // "Monday 21" without a month is the nearest Monday that is a 21st.
    if which.is_none()
        && let Some((number, day_end)) = day_number(r, end).filter(|_| !r.glued(end) && r.is_digits(end))
        && ends_list(r, day_end)
        && let Some(reference) = reference
        && let Some(date) = calendar::weekday_of_month(reference, weekday, number, direction(r, start, day_end))
    {
        return Found::date(start, day_end, calendar::day(date));
    }
    let end = r.skip(end, Meaning::PartOfDay);
    // On a Wednesday nothing is put off "until Wednesday" but to the next one.
    let which = which.filter(|which| *which != 0).or_else(|| is_put_off(r, start).then_some(1));
    Found::date(start, end, calendar::weekday(reference, weekday, which, direction(r, start, end)))
}
