//! The headline as readers see it.

use super::Facts;
use crate::normalize::html::tag::Tag;
use crate::normalize::text::{clean_line, fold, unescape};

/// What parts a headline from the name of the outlet.
const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " · ", " « ", " » ", " :: ", " • "];

/// The `<h1>` that says what the page's other titles say, else the best of these without the outlet's name.
pub fn find(facts: &Facts, site: Option<&str>) -> Option<String> {
    let of = |tag: Tag| facts.elements.iter().filter(move |(_, t)| *t == tag).map(|&(node, _)| facts.line(node));
    let page_title = of(Tag::Title).find(|t| !t.is_empty());
    let headline = facts.json_ld.headline.as_deref().map(|t| clean_line(&unescape(t))).filter(|t| !t.is_empty());
    let shared = facts.meta(&["og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "headline"]);
    let shared = shared.map(|t| clean_line(&unescape(t)));
    let known: Vec<String> =
        [&headline, &shared, &page_title].into_iter().flatten().map(|t| fold(&without_site(t, site))).collect();

    let is_site = |heading: &str| site.is_some_and(|site| fold(site) == fold(heading));
    let headings: Vec<String> =
        of(Tag::H1).filter(|t| !t.is_empty() && t.chars().count() < 300 && !is_site(t)).take(20).collect();
    let agreeing = headings.iter().max_by_key(|h| {
        let heading = fold(h);
        // The first of equals: `max_by_key` would take the last.
        let place = headings.iter().position(|other| other == *h).unwrap_or(0);
        (known.iter().map(|title| agreement(&heading, title)).max().unwrap_or(0), usize::MAX - place)
    });
    let agrees = |h: &&String| known.iter().any(|title| agreement(&fold(h), title) >= 60);
    if let Some(heading) = agreeing.filter(agrees) {
        return Some(heading.clone());
    }
    // Titles for search engines say the same in other words; a page's only heading is what readers see.
    if let Some(heading) = headings.first()
        && headings.iter().all(|other| other == heading)
        && known.iter().any(|title| is_retold(&fold(heading), title))
    {
        return Some(heading.clone());
    }
    let named = headline
        .or_else(|| shared.map(|t| without_site(&t, site)))
        .or_else(|| page_title.map(|t| without_site(&t, site)));
    named.filter(|t| !t.is_empty()).or_else(|| headings.into_iter().next())
}

/// How much of the longer of two folded titles the shorter covers, in percent; 0 for headings of one word such as
/// a section's name, unless both are the same.
fn agreement(heading: &str, title: &str) -> usize {
    if heading.is_empty() || title.is_empty() {
        return 0;
    }
    if heading == title {
        return 100;
    }
    let title_words: Vec<&str> = title.split(' ').collect();
    let words: Vec<&str> = heading.split(' ').collect();
    if words.len() < 2 {
        return 0;
    }
    let found = words.iter().filter(|w| title_words.contains(w)).count();
    let covered = found * 100 / words.len();
    // A heading much shorter than the title ("About us") covers nothing of it.
    if words.len() * 5 < title_words.len() * 2 { covered / 2 } else { covered }
}

/// Whether a folded heading of three words or more shares two telling ones with a title.
fn is_retold(heading: &str, title: &str) -> bool {
    let title_words: Vec<&str> = title.split(' ').collect();
    let words: Vec<&str> = heading.split(' ').collect();
    let shared = words.iter().filter(|w| w.chars().count() >= 4 && title_words.contains(w)).count();
    words.len() >= 3 && shared >= 2
}

/// Cuts the outlet's name off the end or the beginning of a title.
pub fn without_site(title: &str, site: Option<&str>) -> String {
    let site = site.map(fold).unwrap_or_default();
    let is_site = |part: &str| {
        let part = fold(part);
        !site.is_empty() && (part == site || part.starts_with(&site) || site.starts_with(&part) && !part.is_empty())
    };
    let last = SEPARATORS.iter().filter_map(|s| title.rfind(s).map(|at| (at, s.len()))).max();
    if let Some((at, length)) = last {
        let (head, tail) = (title[..at].trim(), title[at + length..].trim());
        let words = |part: &str| part.split_whitespace().count();
        if is_site(tail) || words(tail) <= 4 && words(head) >= 3 && words(head) > words(tail) {
            return without_site(head, Some(&site).filter(|s| !s.is_empty()).map(String::as_str));
        }
        let first = SEPARATORS.iter().filter_map(|s| title.find(s).map(|at| (at, s.len()))).min();
        if let Some((at, length)) = first
            && is_site(&title[..at])
        {
            return title[at + length..].trim().to_owned();
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::html::dom::Dom;
    use crate::normalize::html::page::Page;

    fn title(page: &str) -> String {
        let dom = Dom::parse(page);
        super::super::read(&dom, &Page::read(&dom), None).title.unwrap_or_default()
    }

    #[test]
    fn the_heading_that_agrees_is_the_headline() {
        assert_eq!(
            title(
                "<title>Council votes to close two schools | The Example</title><h1>The Example</h1><h1>Council votes to close two schools</h1>"
            ),
            "Council votes to close two schools"
        );
        assert_eq!(
            title("<title>Council votes to close schools - Example</title><h1>News</h1>"),
            "Council votes to close schools"
        );
        assert_eq!(title("<h1>Only a heading</h1>"), "Only a heading");
        assert_eq!(
            title("<title>How councils close schools: 2024 guide</title><h1>Two schools that a council may close</h1>"),
            "Two schools that a council may close"
        );
        assert_eq!(
            title("<title>How councils close schools | World News Blog</title><h1>Latest World News</h1>"),
            "How councils close schools"
        );
    }

    #[test]
    fn the_outlet_is_no_part_of_the_title() {
        for (given, site, want) in [
            ("Vote – what now? – The Example", Some("The Example"), "Vote – what now?"),
            ("The Example | Council votes to close", Some("The Example"), "Council votes to close"),
            ("A long headline of the day | News | Example", None, "A long headline of the day"),
            ("Half-time", None, "Half-time"),
            ("Win - win", None, "Win - win"),
        ] {
            assert_eq!(without_site(given, site), want);
        }
    }
}
