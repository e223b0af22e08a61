//! The place in front of a news text: "WASHINGTON (AP) — ". One grammar for the article's `dateline` and for the names
//! in it; whether what fits the grammar is a dateline, each of the two judges by what else it knows.

mod asian;

use crate::document::Span;
use crate::languages::{Wording, wording};

/// Most characters that a dateline has, its dash included.
const LONGEST: usize = 110;
/// Most words of a place's name and of an agency's.
const LONGEST_NAME: usize = 4;
/// Most bytes of a small word within a place's name ("de").
const LONGEST_PARTICLE: usize = 3;

/// What may be a dateline, as bytes of the text that it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dateline {
    /// The place.
    pub place: Span,
    /// What stands between the place and the dash, if anything: a region or country, a date, the agency.
    pub rest: Span,
    /// The agency: in brackets, between slashes, or in capitals in front of the dash.
    pub agency: Option<Span>,
    /// Whether the place is written in capitals, as no other beginning of a text is.
    pub capitals: bool,
}

impl Dateline {
    /// Where the text behind the dateline's dash or bracket begins, as a byte of `text`, the text that it was read from.
    pub fn end(&self, text: &str) -> usize {
        let end = self.agency.map_or(0, |agency| agency.end).max(self.rest.end).max(self.place.end);
        let is_mark = |c: char| c.is_whitespace() || ")）】］]-–—_/.:：".contains(c);
        text.len() - text[end..].trim_start_matches(is_mark).len()
    }
}

/// Reads the dateline that a paragraph or line may begin with.
///
/// It is a place and a dash, with a region, a date or an agency between them ("PARIS, Jan 5 (Reuters) -", "Berlin (dpa) –",
/// "NEW YORK —", "Москва. 3 марта. ИНТЕРФАКС -"), a place and a date in figures ("BRUSSELS 1996-08-22"), an agency between
/// slashes or dashes ("OSLO / ACCESSWIRE /", "OSLO--(BUSINESS WIRE)--"), an agency in front ("(ANSA) - ROMA, 3 MAR -"), or
/// what agencies write in Chinese, Japanese and Korean.
pub fn read(text: &str) -> Option<Dateline> {
    // So many bytes are no more characters.
    if begins_sentence(&text[..text.floor_char_boundary(LONGEST)]) {
        return None;
    }
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(i, _)| i);
    let head = &text[..end];
    if begins_sentence(head) {
        return None;
    }
    if let Some(found) = asian::read(head) {
        return Some(found);
    }
    let (in_front, start) = agency_in_front(head);
    let body = &head[start..];
    let (before, agency) = part(body)?;
    let place = &before[..place_end(before)];
    let place = place.trim_end();
    if !is_place(place) {
        return None;
    }
    let shift = |span: Span| Span::new(span.start + start, span.end + start);
    let capitals = place.contains(char::is_uppercase) && !place.contains(char::is_lowercase);
    Some(Dateline {
        place: shift(Span::new(0, place.len())),
        rest: shift(Span::new(place.len(), before.len())),
        agency: agency.map(shift).or(in_front),
        capitals,
    })
}

/// Whether a long word in small letters stands in front of all that could end a place: "The council met on Monday". Most
/// paragraphs begin so, and nothing else has to be looked at.
fn begins_sentence(head: &str) -> bool {
    for word in head.split(' ') {
        let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters > LONGEST_PARTICLE && word.as_bytes()[0].is_ascii_lowercase() {
            return true;
        }
        if letters < word.len() {
            break;
        }
    }
    false
}

/// The agency in brackets that a text begins with, and where what follows its dash begins.
fn agency_in_front(head: &str) -> (Option<Span>, usize) {
    let found = || {
        let close = head.strip_prefix('(')?.find(')')? + 1;
        let after = head[close + 1..].trim_start();
        let body = after.trim_start_matches(['-', '–', '—', ' ']);
        let is_agency = is_agency(&head[1..close]) && body.len() < after.len();
        is_agency.then(|| (Some(Span::new(1, close)), head.len() - body.len()))
    };
    found().unwrap_or((None, 0))
}

/// What stands in front of the mark that ends a dateline, and the agency in it.
fn part(head: &str) -> Option<(&str, Option<Span>)> {
    if let Some(at) = between_dashes(head) {
        return Some(at);
    }
    let slashes = between_slashes(head);
    let end = dash(head);
    match (slashes, end) {
        (Some((agency, after)), end) if end.is_none_or(|end| end >= agency.start) => {
            let end = end.filter(|end| *end >= after && head[after..*end].trim().is_empty());
            Some((head[..end.unwrap_or(after)].trim_end(), Some(agency)))
        }
        (_, Some(end)) => {
            let before = head[..end].trim_end();
            Some((before, in_brackets(before).or_else(|| in_capitals(before))))
        }
        _ => in_stops(head)
            .or_else(|| before_bracket(head))
            .or_else(|| date(head).map(|end| (head[..end].trim_end(), None))),
    }
}

/// "MUMBAI, Feb 4 (PTI) The boat", "PARIS (AFP) The boat": an agency in brackets and no dash, where the place is in capitals
/// and either a date stands behind it or the agency is a known one.
fn before_bracket(head: &str) -> Option<(&str, Option<Span>)> {
    let open = head.find('(')?;
    let close = head[open..].find(')')? + open;
    let (before, agency) = (&head[..open], &head[open + 1..close]);
    let place = &before[..place_end(before)];
    let is_spelled = !agency.contains([' ', '.']) && !agency.contains(char::is_lowercase) && is_agency(agency);
    let is_known = || wording(Wording::NoName).contains(&agency.to_lowercase().as_str());
    let is_dateline = !place.contains(char::is_lowercase)
        && is_spelled
        && (before.contains(|c: char| c.is_ascii_digit()) || is_known())
        && head[close + 1..].starts_with([' ', ':']);
    is_dateline.then(|| (&head[..close + 1], Some(Span::new(open + 1, close))))
}

/// "Київ. 4 березня. УНІАН. Пором": place, day and agency, each with a full stop behind it.
fn in_stops(head: &str) -> Option<(&str, Option<Span>)> {
    let (place, rest) = head.split_once(". ")?;
    let (day, rest) = rest.split_once(". ")?;
    let (agency, _) = rest.split_once(". ")?;
    let is_day = day.starts_with(|c: char| c.is_ascii_digit()) && day.split(' ').count() <= LONGEST_NAME;
    let is_named = agency.chars().count() >= 3 && !agency.contains(char::is_lowercase) && is_agency(agency);
    let start = place.len() + 2 + day.len() + 2;
    (is_day && is_named).then(|| (&head[..start + agency.len()], Some(Span::new(start, start + agency.len()))))
}

/// Where the dash stands: a long one, or a hyphen or underscore with room around it.
fn dash(head: &str) -> Option<usize> {
    let is_dash = |&(i, c): &(usize, char)| match c {
        '—' | '–' => i > 2,
        '_' => head[..i].ends_with(' ') && head[i + 1..].starts_with(' '),
        '-' => {
            let after = head[i..].trim_start_matches('-');
            head[..i].ends_with([' ', ')']) && after.starts_with(' ') || head[..i].ends_with(").") && i + 1 < head.len()
        }
        _ => false,
    };
    head.char_indices().find(is_dash).map(|(i, _)| i)
}

/// "OSLO--(BUSINESS WIRE)--": the agency between dashes right after the place.
fn between_dashes(head: &str) -> Option<(&str, Option<Span>)> {
    let at = head.find("--(")?;
    let close = head[at..].find(')')? + at;
    let agency = Span::new(at + 3, close);
    let is_dateline = is_agency(&head[agency.start..agency.end]) && head[close + 1..].trim_start().starts_with('-');
    is_dateline.then(|| (&head[..at], Some(agency)))
}

/// "/PRNewswire/", "/ ACCESSWIRE /": the agency between slashes, and where these end.
fn between_slashes(head: &str) -> Option<(Span, usize)> {
    let opens = |&at: &usize| head[..at].ends_with(' ') || head[at + 1..].starts_with(' ');
    let open = head.match_indices('/').map(|(at, _)| at).find(opens)?;
    let close = head[open + 1..].find('/')? + open + 1;
    let name = head[open + 1..close].trim();
    let start = open + 1 + head[open + 1..close].find(name)?;
    let is_named = is_agency(name) && name.contains(char::is_uppercase);
    is_named.then(|| (Span::new(start, start + name.len()), close + 1))
}

/// The agency in brackets at the end of what stands in front of the dash.
fn in_brackets(before: &str) -> Option<Span> {
    let before = before.trim_end_matches('.');
    let open = before.strip_suffix(')')?.rfind('(')?;
    Some(Span::new(open + 1, before.len() - 1)).filter(|agency| is_agency(&before[agency.start..agency.end]))
}

/// The agency in capitals after a place in small letters and a date: "Москва. 3 марта. ИНТЕРФАКС".
fn in_capitals(before: &str) -> Option<Span> {
    let start = before.rfind(['.', ','])? + 1;
    let name = before[start..].trim();
    let start = before.len() - name.len();
    let is_name = name.chars().count() >= 3 && name.chars().all(|c| c.is_uppercase() || c == ' ' || c == '-');
    let has_date = before[..start].contains(|c: char| c.is_ascii_digit());
    (is_name && has_date && is_agency(name)).then(|| Span::new(start, before.len()))
}

fn is_agency(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.split_whitespace().count()) && name.contains(char::is_alphabetic)
}

/// Where a date in figures stands after the first words, which are in capitals.
fn date(head: &str) -> Option<usize> {
    let (before, _) = head.split_once(|c: char| c.is_ascii_digit())?;
    let figures = head[before.len()..].split_whitespace().next()?;
    let is = |c: char, form: u8| if form == b'0' { c.is_ascii_digit() } else { c == char::from(form) };
    let is_date = figures.len() == 10 && figures.chars().zip(*b"0000-00-00").all(|(c, form)| is(c, form));
    (is_date && before.ends_with(' ') && !before.contains(char::is_lowercase)).then_some(before.len())
}

/// Where the place ends in what stands in front of the dash: at a comma, a bracket, a slash with room, or a date.
fn place_end(before: &str) -> usize {
    let ends = |&(at, c): &(usize, char)| {
        let rest = &before[at + c.len_utf8()..];
        match c {
            ',' | '(' | '،' => true,
            '.' => rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) || rest.is_empty(),
            '/' => rest.starts_with(' ') || before[..at].ends_with(' '),
            c => c.is_ascii_digit() && before[..at].ends_with(' '),
        }
    };
    before.char_indices().find(ends).map_or(before.len(), |(at, _)| at)
}

/// Up to four words of letters, with capitals but for small ones ("Rio de Janeiro"); letters of some scripts have none.
fn is_place(name: &str) -> bool {
    let letters = |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '/');
    (1..=LONGEST_NAME).contains(&name.split_whitespace().count())
        && name.chars().count() >= 3
        && name.chars().all(letters)
        && name.split_whitespace().all(|word| !word.starts_with(char::is_lowercase) || word.len() <= LONGEST_PARTICLE)
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
            assert_eq!(found(text), want, "{text}");
        }
    }

    #[test]
    fn agencies_write_it_in_many_ways() {
        for (text, want) in [
            ("TACOMA, Wash. (AP) _ Ferries run", ("TACOMA", Some("AP"))),
            ("PUNE, June 4 (ANI): Boats run", ("PUNE", Some("ANI"))),
            ("BERGEN, Norway (AP) Boats run", ("BERGEN", Some("AP"))),
            ("BERGEN--(BUSINESS WIRE)--June 3, 2024--The firm", ("BERGEN", Some("BUSINESS WIRE"))),
            ("BERGEN, Norway, June 3, 2024 /PRNewswire/ -- The firm", ("BERGEN", Some("PRNewswire"))),
            ("BERGEN, NORWAY / ACCESSWIRE / June 3, 2024 / The firm", ("BERGEN", Some("ACCESSWIRE"))),
            ("BERGEN, June 03, 2024 (GLOBE NEWSWIRE) -- The firm", ("BERGEN", Some("GLOBE NEWSWIRE"))),
            ("Kiel/Lübeck (dpa/lno) - Die Fähre", ("Kiel/Lübeck", Some("dpa/lno"))),
            ("BREST, 4 juin (AFP) - Le bateau", ("BREST", Some("AFP"))),
            ("Cádiz, 4 jun (EFE).- El barco", ("Cádiz", Some("EFE"))),
            ("(ANSA) - GENOVA, 04 GIU - Il traghetto", ("GENOVA", Some("ANSA"))),
            ("Gdynia (PAP) - Prom", ("Gdynia", Some("PAP"))),
            ("Мурманск. 4 июня. ИНТЕРФАКС - Паром", ("Мурманск", Some("ИНТЕРФАКС"))),
            ("МУРМАНСК, 4 июня. /ТАСС/. Паром", ("МУРМАНСК", Some("ТАСС"))),
            ("Одеса. 4 червня. УКРІНФОРМ. Пором", ("Одеса", Some("УКРІНФОРМ"))),
            ("МУРМАНСК, 4 июн — РИА Новости. Паром", ("МУРМАНСК", None)),
            ("الإسكندرية (رويترز) - قالت", ("الإسكندرية", Some("رويترز"))),
            ("新华社青岛6月4日电（记者王五）渡轮", ("青岛", Some("新华社"))),
            ("【函館＝共同】フェリー", ("函館", Some("共同"))),
            ("［函館　４日　ロイター］ - フェリー", ("函館", Some("ロイター"))),
            ("（函館４日共同）フェリー", ("函館", Some("共同"))),
            ("(부산=연합뉴스) 김철수 기자 = 여객선", ("부산", Some("연합뉴스"))),
        ] {
            let (place, agency) = found(text).map(|(place, _, agency, _)| (place, agency)).unwrap_or(("", None));
            assert_eq!((place, agency), want, "{text}");
        }
        for text in [
            "Either/or is no place - it is a choice",
            "He said yes (twice) - and left",
            "渡轮 – 青岛",
            "https://example.com/a/b - a page",
            "(Updated) - The boats return",
            "UNESCO (UN) says that boats return",
            "Bergen (AP) is a town, he wrote",
        ] {
            let dateline = read(text).filter(|found| found.capitals || found.agency.is_some());
            assert_eq!(dateline, None, "{text}");
        }
    }

    #[test]
    fn the_text_begins_behind_the_dash() {
        for (text, want) in [
            ("OSLO (AP) — The ferry is late", "The ferry is late"),
            ("OSLO, Nov 28 (Reuters) - The ferry is late", "The ferry is late"),
            ("Kiel (dpa) - Die Fähre kommt", "Die Fähre kommt"),
            ("NEW YORK — “Ferries” run", "“Ferries” run"),
            ("Cádiz, 4 jun (EFE).- El barco", "El barco"),
        ] {
            assert_eq!(read(text).map(|found| &text[found.end(text)..]), Some(want), "{text}");
        }
    }

    fn found(text: &str) -> Option<(&str, &str, Option<&str>, bool)> {
        let slice = |span: Span| &text[span.start..span.end];
        read(text).map(|d| (slice(d.place), slice(d.rest).trim(), d.agency.map(slice), d.capitals))
    }
}
