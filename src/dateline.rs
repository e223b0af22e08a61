//! The place in front of a news text: "WASHINGTON (AP) — ". One grammar for the article's `dateline` and for the names
//! in it; whether what fits the grammar is a dateline, each of the two judges by what else it knows.

use crate::document::Span;

/// Most characters that a dateline has, its dash included.
const LONGEST: usize = 90;
/// Most words of a place's name and of an agency's.
const LONGEST_NAME: usize = 4;

/// What may be a dateline, as bytes of the text that it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dateline {
    /// The place.
    pub place: Span,
    /// What stands between the place and the dash, if anything: a region or country, a date, the agency.
    pub rest: Span,
    /// The agency in brackets.
    pub agency: Option<Span>,
    /// Whether the place is written in capitals, as no other beginning of a text is.
    pub capitals: bool,
}

/// Reads the dateline that a paragraph or line may begin with.
///
/// It is a place and a dash, with a region, a date or an agency between them ("PARIS, Jan 5 (Reuters) -",
/// "Berlin (dpa) –", "NEW YORK —"), or a place and a date in figures ("BRUSSELS 1996-08-22").
pub fn read(text: &str) -> Option<Dateline> {
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(i, _)| i);
    let head = &text[..end];
    let behind = dash(head).or_else(|| date(head))?;
    let before = head[..behind].trim_end();
    let place = before.find([',', '(']).map_or(before, |at| &before[..at]).trim_end();
    let rest = Span::new(place.len(), before.len());
    let capitals = !place.contains(char::is_lowercase);
    let agency = before[rest.start..]
        .strip_suffix(')')
        .and_then(|rest| rest.rfind('('))
        .map(|open| Span::new(rest.start + open + 1, before.len() - 1));
    let agency = agency.filter(|agency| {
        let words = before[agency.start..agency.end].split_whitespace().count();
        (1..=LONGEST_NAME).contains(&words)
    });
    is_place(place).then_some(Dateline { place: Span::new(0, place.len()), rest, agency, capitals })
}

/// Where the dash stands: a long one, or a hyphen with room around it.
fn dash(head: &str) -> Option<usize> {
    let is_dash = |&(i, c): &(usize, char)| match c {
        '—' | '–' => i > 2,
        '-' => {
            let behind = head[i..].trim_start_matches('-');
            head[..i].ends_with([' ', ')']) && behind.starts_with(' ')
        }
        _ => false,
    };
    head.char_indices().find(is_dash).map(|(i, _)| i)
}

/// Where a date in figures stands behind the first words, which are in capitals.
fn date(head: &str) -> Option<usize> {
    let (before, _) = head.split_once(|c: char| c.is_ascii_digit())?;
    let figures = head[before.len()..].split_whitespace().next()?;
    let is = |c: char, form: u8| if form == b'0' { c.is_ascii_digit() } else { c == char::from(form) };
    let is_date = figures.len() == 10 && figures.chars().zip(*b"0000-00-00").all(|(c, form)| is(c, form));
    (is_date && before.ends_with(' ') && !before.contains(char::is_lowercase)).then_some(before.len())
}

/// Up to four words of letters, with capitals but for small ones ("Rio de Janeiro").
fn is_place(name: &str) -> bool {
    let letters = |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '/');
    (1..=LONGEST_NAME).contains(&name.split_whitespace().count())
        && name.chars().count() >= 3
        && name.chars().all(letters)
        && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_place_and_the_agency() {
        for (text, want) in [
            ("WASHINGTON (AP) — The president said", Some(("WASHINGTON", "(AP)", Some("AP"), true))),
            ("PARIS, Jan 5 (Reuters) - France will", Some(("PARIS", ", Jan 5 (Reuters)", Some("Reuters"), true))),
            ("NEW YORK — Stocks rose", Some(("NEW YORK", "", None, true))),
            ("OSLO, Norway -- Fish", Some(("OSLO", ", Norway", None, true))),
            ("Berlin (dpa) – Der Minister", Some(("Berlin", "(dpa)", Some("dpa"), false))),
            ("Rio de Janeiro (AFP) - Rain", Some(("Rio de Janeiro", "(AFP)", Some("AFP"), false))),
            ("ST. LOUIS, Mo. (AP) — A judge", Some(("ST. LOUIS", ", Mo. (AP)", Some("AP"), true))),
            ("BRUSSELS 1996-08-22 The council", Some(("BRUSSELS", "", None, true))),
            ("The council met on 1996-08-22", None),
            ("The president — who had been ill — said", None),
            ("NATO-Generalsekretär", None),
            ("Well-known people", None),
            ("1,000 — that is the number", None),
            ("", None),
        ] {
            let slice = |span: Span| &text[span.start..span.end];
            let found = read(text).map(|d| (slice(d.place), slice(d.rest).trim(), d.agency.map(slice), d.capitals));
            assert_eq!(found, want, "{text}");
        }
    }
}
