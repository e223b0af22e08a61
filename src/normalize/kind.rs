//! What is no article, though it has a title and text: walls that ask for consent, checks that keep robots out, error pages.

use crate::document::BlockKind;
use crate::languages::{Wording, wording};

/// A longer text is an article, whatever stands above or below it, in bytes.
const LONGEST_WALL: usize = 8000;
const LONGEST_CHECK: usize = 1200;

/// Most words of the title of an error page, without the name of the site.
const TITLE_WORDS: usize = 9;

/// Most words on a button.
const BUTTON_WORDS: usize = 4;

/// Fewest different words about consent, and how much of the text the paragraphs with such words are, of ten parts.
const LEAST_CONSENT: usize = 3;
const CONSENT_SHARE: usize = 6;

/// The warning for such a text.
pub fn of(title: &str, blocks: &[(BlockKind, String)]) -> Option<&'static str> {
    let size: usize = blocks.iter().map(|(_, text)| text.len()).sum();
    if size > LONGEST_WALL {
        return None;
    }
    // An article about consent names and quotes people; a wall speaks to its reader.
    let quotes = blocks.iter().any(|(_, text)| quotes(text));
    if quotes && size > LONGEST_CHECK {
        return None;
    }
    let texts: Vec<String> = blocks.iter().map(|(_, text)| text.to_lowercase()).collect();
    let title = title.to_lowercase();
    let heading = blocks.first().filter(|(kind, _)| *kind == BlockKind::Heading || title.is_empty());
    let heading = heading.and(texts.first()).map(String::as_str);
    match () {
        _ if size <= LONGEST_CHECK && is_check(&title, &texts) => Some("kind:bot_check"),
        _ if is_error_page(size, [title.as_str()].into_iter().chain(heading)) => Some(ERROR_PAGE),
        _ if !quotes && is_consent(&title, &texts, size) => Some("kind:consent"),
        _ => None,
    }
}

fn holds(text: &str, kind: Wording) -> bool {
    wording(kind).iter().any(|words| text.contains(words))
}

fn is_check(title: &str, texts: &[String]) -> bool {
    let found = |text: &str| wording(Wording::BotCheck).iter().filter(|words| text.contains(**words)).count();
    let in_text = found(&texts.join(" "));
    found(title) > 0 && texts.len() <= 8 || in_text >= 2
}

/// The warning for a page that stands for one that was not found or failed.
pub const ERROR_PAGE: &str = "kind:error_page";

/// Whether a text of this size is short, and a title or heading above it says that something was not found or went wrong.
pub fn is_error_page<'a>(size: usize, mut headings: impl Iterator<Item = &'a str>) -> bool {
    size <= LONGEST_CHECK && headings.any(|heading| says_error(&heading.to_lowercase()))
}

fn says_error(line: &str) -> bool {
    let head = line.split([':', '|', '–', '—']).find(|part| holds(part, Wording::ErrorPage)).unwrap_or_default();
    !head.is_empty() && line.split_whitespace().count() <= TITLE_WORDS
}

fn is_consent(title: &str, texts: &[String], size: usize) -> bool {
    // The first paragraphs of an article mostly tell that it is no wall.
    let mut about: usize = texts.iter().map(String::len).sum();
    for text in texts.iter().filter(|text| !holds(text, Wording::Consent)) {
        about -= text.len();
        if about * 10 < size * CONSENT_SHARE {
            return false;
        }
    }
    let all = texts.join(" ") + " " + title;
    wording(Wording::Consent).iter().filter(|words| all.contains(**words)).count() >= LEAST_CONSENT
}

/// Whether somebody is quoted: what stands in marks is longer than the name of a button.
fn quotes(text: &str) -> bool {
    let opening = if text.contains('„') { '„' } else { '“' };
    let quoted = text.split(['«', opening]).skip(1).map(|rest| rest.split(['”', '“', '»']).next().unwrap_or_default());
    quoted.map(|quoted| quoted.split_whitespace().count()).any(|words| words > BUTTON_WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(title: &str, texts: &[&str], want: Option<&str>) {
        let blocks: Vec<_> = texts.iter().map(|text| (BlockKind::Body, (*text).to_owned())).collect();
        assert_eq!(of(title, &blocks), want, "{title}");
    }

    #[test]
    fn walls_and_errors_say_what_they_are() {
        check(
            "Welcome to the Coast Post",
            &[
                "We and our partners use cookies to store and access information on a device.",
                "Manage your choices, or accept all to go on.",
            ],
            Some("kind:consent"),
        );
        check(
            "Küstenbote",
            &[
                "Mit Ihrer Einwilligung verwenden wir und unsere Partner Cookies und ähnliche Techniken auf Ihrem Gerät.",
                "Alle akzeptieren",
            ],
            Some("kind:consent"),
        );
        check(
            "Le Courrier",
            &[
                "Avec votre accord, nous et nos partenaires utilisons des cookies pour mesurer l’audience.",
                "Vous pouvez retirer votre consentement en cliquant sur « Tout refuser ».",
            ],
            Some("kind:consent"),
        );
        check("Just a moment…", &["Checking your browser before you go on."], Some("kind:bot_check"));
        check("Seite nicht gefunden | Küstenbote", &["Die Adresse gibt es nicht mehr."], Some("kind:error_page"));
        check("404", &["Nothing here."], Some("kind:error_page"));
    }

    #[test]
    fn articles_about_them_are_articles() {
        let long = "The regulator said that the firm had asked nobody for consent to share what its cookies told it. "
            .repeat(4);
        let story = "The ferry company said on Monday that it would run twice as many boats in summer, as it did before the war. ".repeat(6);
        check("Firm fined over cookies", &[&long, &story], None);
        check("Boats return", &[&story, "We use cookies."], None);
        check("Missing hikers not found after a week of searching in the hills above the town", &[&story], None);
    }
}
