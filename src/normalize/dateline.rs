//! The place in front of a news text: "WASHINGTON (AP) — ".

/// Most characters that a dateline has, its dash included.
const LONGEST: usize = 90;

/// The place that the first paragraph begins with, as it is written there ("WASHINGTON").
///
/// A dateline is a place, in capitals unless an agency or a date follows it, and a dash: "PARIS, Jan 5 (Reuters) -",
/// "Berlin (dpa) –", "NEW YORK —".
pub fn dateline(lead: &str) -> Option<&str> {
    let head: usize = lead.char_indices().nth(LONGEST).map_or(lead.len(), |(i, _)| i);
    let head = &lead[..head];
    let dash = head.char_indices().find(|&(i, c)| {
        matches!(c, '—' | '–') && i > 2 || c == '-' && head[..i].ends_with([' ', ')']) && head[i + 1..].starts_with(' ')
    })?;
    let before = head[..dash.0].trim_end();
    let (place, rest) = match before.find([',', '(']) {
        Some(at) => (before[..at].trim_end(), before[at..].trim()),
        None => (before, ""),
    };
    let words = place.split_whitespace().count();
    let letters = place.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '/'));
    if words == 0 || words > 4 || !letters || place.chars().count() < 3 {
        return None;
    }
    let capitals = !place.chars().any(char::is_lowercase);
    let titled = place.split_whitespace().all(|w| w.starts_with(char::is_uppercase) || w.len() <= 3);
    let has_agency = rest.ends_with(')') && rest.contains('(');
    (capitals || titled && has_agency).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_place() {
        for (lead, want) in [
            ("WASHINGTON (AP) — The president said", Some("WASHINGTON")),
            ("PARIS, Jan 5 (Reuters) - France will", Some("PARIS")),
            ("NEW YORK — Stocks rose", Some("NEW YORK")),
            ("Berlin (dpa) – Der Minister", Some("Berlin")),
            ("ST. LOUIS, Mo. (AP) — A judge", Some("ST. LOUIS")),
            ("The president — who had been ill — said", None),
            ("NATO-Generalsekretär", None),
            ("Well-known people", None),
            ("1,000 — that is the number", None),
            ("", None),
        ] {
            assert_eq!(dateline(lead), want, "{lead}");
        }
    }
}
