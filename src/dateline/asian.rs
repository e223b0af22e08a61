//! Datelines of agencies that write in Chinese, Japanese and Korean: in brackets, or without any dash.

use super::Dateline;
use crate::document::Span;

/// Signs between place and agency, and blanks of those scripts.
const BETWEEN: [char; 6] = ['=', '＝', ' ', '\u{3000}', '・', '／'];

/// Most characters of a place or an agency.
const LONGEST: usize = 12;

/// Reads the dateline at the beginning of a text.
pub fn read(head: &str) -> Option<Dateline> {
    in_brackets(head).or_else(|| cabled(head))
}

/// "【函館＝共同】", "［函館　４日　ロイター］", "(부산=연합뉴스)": place, perhaps a day, and agency in brackets.
fn in_brackets(head: &str) -> Option<Dateline> {
    let open = head.chars().next().filter(|c| "【［[（(".contains(*c))?;
    let inner = &head[open.len_utf8()..];
    let close = inner.find(['】', '］', ']', '）', ')'])?;
    let parts: Vec<&str> = inner[..close].split(BETWEEN).flat_map(around_day).filter(|part| !part.is_empty()).collect();
    let (first, last) = (*parts.first()?, *parts.last()?);
    let is_day = |part: &&str| part.contains(|c: char| c.is_numeric());
    let is_dateline = (2..=3).contains(&parts.len())
        && is_name(first)
        && is_name(last)
        && parts[1..parts.len() - 1].iter().all(is_day);
    if !is_dateline {
        return None;
    }
    let span = |part: &str| {
        let start = part.as_ptr() as usize - head.as_ptr() as usize;
        Span::new(start, start + part.len())
    };
    Some(dateline(span(first), span(last), open.len_utf8() + close))
}

/// "函館４日共同": the place, the day and the agency, where nothing else parts them.
fn around_day(part: &str) -> [&str; 3] {
    let day = part.find(|c: char| c.is_numeric()).zip(part.rfind('日').map(|at| at + '日'.len_utf8()));
    match day.filter(|(start, end)| 0 < *start && start < end && *end < part.len()) {
        Some((start, end)) => [&part[..start], &part[start..end], &part[end..]],
        None => [part, "", ""],
    }
}

/// "新华社青岛6月4日电": agency, place and day in one, and a sign for a cable.
fn cabled(head: &str) -> Option<Dateline> {
    let agency_end =
        head.find(['社', '网', '網']).map(|at| at + '社'.len_utf8()).filter(|at| head[..*at].chars().count() <= 5)?;
    let day = head[agency_end..].find(|c: char| c.is_numeric())? + agency_end;
    let sign = head[day..].find(['电', '電', '讯', '訊'])? + day;
    let is_day = head[day..sign].chars().all(|c| c.is_numeric() || "月日".contains(c));
    let is_dateline = is_day && is_name(&head[..agency_end]) && is_name(&head[agency_end..day]);
    is_dateline.then(|| dateline(Span::new(agency_end, day), Span::new(0, agency_end), sign))
}

fn dateline(place: Span, agency: Span, end: usize) -> Dateline {
    Dateline { place, rest: Span::new(place.end, end.max(place.end)), agency: Some(agency), capitals: false }
}

/// A name in letters of those scripts alone.
fn is_name(name: &str) -> bool {
    (1..=LONGEST).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphabetic() && c >= '\u{1100}' || c == 'ー')
}
