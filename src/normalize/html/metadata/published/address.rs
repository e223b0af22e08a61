//! The day that stands in an address.

use crate::normalize::date::{self, DayOrder};

/// `/2019/06/19/`, `/2019-06-19-`, `/2019/jun/19/`, `/20190619/` in an address.
pub fn day(url: &str) -> Option<String> {
    let path = url.split_once("://")?.1.split_once('/')?.1;
    let path = path.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split(['/', '-', '_', '.', '+']).collect();
    for window in parts.windows(3) {
        let digits =
            |part: &str, lengths: &[usize]| lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(window[0], &[4]) || !digits(window[2], &[1, 2]) {
            continue;
        }
        let date = match digits(window[1], &[1, 2]) {
            true => format!("{}-{:0>2}-{:0>2}", window[0], window[1], window[2]),
            false => format!("{} {} {}", window[2], window[1], window[0]),
        };
        if date::parse(&date, DayOrder::DayFirst).is_some_and(|moment| moment.date.year() >= 1990) {
            return Some(date);
        }
    }
    parts
        .iter()
        .find(|p| p.len() == 8 && p.bytes().all(|b| b.is_ascii_digit()) && p.starts_with("20"))
        .map(|p| (*p).to_owned())
}
