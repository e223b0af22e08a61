//! The headline as readers see it.

use super::Facts;
use super::outlet::Outlet;
use crate::normalize::html::blocks::Block;
use crate::normalize::html::dom::{Attr, NodeId, Tag};
use crate::normalize::text::{clean_line, fold, unescape};

/// What parts a headline from the name of the outlet.
const SEPARATORS: [&str; 9] = [" | ", " - ", " – ", " — ", " · ", " « ", " » ", " :: ", " • "];

/// How many headings, and how many lines at the top of a page without headings, are compared with its titles.
const MOST_LINES: usize = 60;

/// Fewest words of a heading that is believed because it says what a title says.
const LEAST_WORDS: usize = 3;

/// The `<h1>` that says what the page's other titles say, else the best of these without the outlet's name.
pub fn find(facts: &Facts, site: Option<&str>) -> Option<String> {
    let of = |tag: Tag| {
        let nodes = facts.elements.iter().filter(move |(_, t)| *t == tag);
        nodes.filter(|&&(node, _)| !leads_home(facts, node)).map(|&(node, _)| facts.line(node))
    };
    let page_title = of(Tag::Title).find(|t| !t.is_empty());
    let headline = facts.json_ld.headline.as_deref().map(|t| clean_line(&unescape(t))).filter(|t| !t.is_empty());
    let shared = facts.meta("title");
    let shared = shared.map(|t| clean_line(&unescape(t)));
    let titles = || [&headline, &shared, &page_title].into_iter().flatten();
    let known: Vec<String> = titles().map(|t| fold(&without_site(t, site))).collect();
    let whole: Vec<String> = titles().map(|t| fold(t)).collect();

    let outlet = Outlet::of(facts, site, None);
    let readable = |of: Vec<String>| -> Vec<String> {
        let is_headline = |t: &String| !t.is_empty() && t.chars().count() < 300 && !outlet.is(t);
        of.into_iter().filter(is_headline).take(MOST_LINES).collect()
    };
    let headings = readable(of(Tag::H1).map(|t| without_outlet(&t, &outlet).to_owned()).collect());
    let agreeing = headings.iter().max_by_key(|h| {
        let heading = fold(h);
        // The first of equals: `max_by_key` would take the last.
        let place = headings.iter().position(|other| other == *h).unwrap_or(0);
        (known.iter().map(|title| agreement(&heading, title)).max().unwrap_or(0), usize::MAX - place)
    });
    let says_all = |heading: &String| {
        let heading = fold(heading);
        heading.split(' ').count() >= LEAST_WORDS && known.contains(&heading)
    };
    // A heading of a lower level that is the title, word for word, is surer than one that resembles it.
    if let Some(heading) = agreeing.filter(|heading| !says_all(heading))
        && let Some(whole) = readable([Tag::H2, Tag::H3].into_iter().flat_map(of).collect()).into_iter().find(says_all)
        && !known.iter().any(|title| fold(heading).starts_with(title.as_str()) && !title.is_empty())
    {
        return Some(whole);
    }
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
    // Blogs whose name is the page's first heading set the headline as one of a lower level, others as no heading.
    let may_be = |block: &&Block| block.link_density() < 0.5 && !block.text.ends_with('.');
    let lines = facts.blocks.list.iter().take(MOST_LINES).filter(may_be).map(|b| b.text.clone());
    let lower = readable([Tag::H2, Tag::H3].into_iter().flat_map(of).chain(lines).collect());
    let says_it = |heading: &String| {
        let heading = fold(heading);
        let begins =
            |title: &String| heading.split(' ').take(2).all(|word| title.split(' ').any(|other| other == word));
        // A headline's own end, "… — yet", may look like an outlet.
        known.iter().any(|title| is_part(&heading, title))
            || known.iter().any(begins) && whole.iter().any(|title| is_part(&heading, title))
    };
    if let Some(heading) = lower.into_iter().find(says_it) {
        return Some(heading);
    }
    let named = headline
        .or_else(|| shared.map(|t| without_site(&t, site)))
        .or_else(|| page_title.map(|t| without_site(&t, site)));
    let named = named.map(|title| without_outlet(&title, &outlet).to_owned());
    named.filter(|t| !t.is_empty()).or_else(|| headings.into_iter().next())
}

/// Whether a heading is a link to the outlet's first page, as the name of a blog often is.
fn leads_home(facts: &Facts, heading: NodeId) -> bool {
    let mut inner = std::iter::successors(facts.dom.children(heading).next(), |&node| facts.dom.children(node).next());
    let Some(link) = inner.find(|&node| facts.dom.tag(node) == Some(Tag::A)) else { return false };
    let href = facts.dom.attribute(link, Attr::Href).unwrap_or_default().trim();
    let path = href.split_once("://").map_or(href, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    !href.is_empty() && matches!(path.trim_matches('/'), "" | "." | "index.html" | "index.php")
        || facts.dom.attribute(link, Attr::Rel).is_some_and(|rel| rel.eq_ignore_ascii_case("home"))
}

/// Whether a folded heading of two words or more is the end of a title, or all of it, and not the least part of it.
fn is_part(heading: &str, title: &str) -> bool {
    let is_end = title.strip_suffix(heading).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
    is_end && heading.contains(' ') && heading.len() * 5 > title.len() * 2
}

/// What is left of a title in front of the outlet's own name, whatever stands between them.
fn without_outlet<'a>(title: &'a str, outlet: &Outlet) -> &'a str {
    let at = title.rfind(['|', '-', '–', '—', '·', '«', '»', '•', '_', '｜', '@']);
    let Some((head, tail)) = at.map(|at| title.split_at(at)) else { return title };
    let is_named = !head.trim().is_empty() && outlet.is(tail);
    if is_named { head.trim_end().trim_end_matches([':', '|', '-', '–', '—']).trim_end() } else { title }
}

/// The end of a page's title, where the outlet mostly stands.
pub fn last_part(title: &str) -> Option<&str> {
    let at = SEPARATORS.iter().filter_map(|s| title.rfind(s).map(|at| at + s.len())).max()?;
    Some(title[at..].trim())
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
    // Where a short title ends, the heading goes on: "Bridge closed" and "Bridge closed: town pays".
    if title_words.len() >= 2 && heading.strip_prefix(title).is_some_and(|rest| rest.starts_with(' ')) {
        return 99;
    }
    // Scripts without spaces write a headline as one word.
    if words.len() < 2 && (heading.is_ascii() || heading.chars().count() < 6) {
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

    fn title(page: &str) -> String {
        let dom = Dom::parse(page);
        super::super::of_page(&dom, None).title.unwrap_or_default()
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
            title(
                "<title>Small Kitchen: Soup for two</title><h1><a href=/>Small Kitchen</a></h1><h3>Soup for two</h3>"
            ),
            "Soup for two"
        );
        assert_eq!(title("<title>市议会投票保留旧桥_示例网</title><h1>市议会投票保留旧桥</h1>"), "市议会投票保留旧桥");
        assert_eq!(
            title(
                "<title>The Gazette :: Fire in a store</title><div>NEWS</div><div>Fire in a store</div><p>It burned."
            ),
            "Fire in a store"
        );
        assert_eq!(
            title("<title>Small Kitchen: Soup for two people — again</title><h3>Soup for two people — again</h3>"),
            "Soup for two people — again"
        );
        let site = "<meta property=og:site_name content=Artline>";
        assert_eq!(title(&format!("{site}<h1>Best shows 2025 – Artline</h1>")), "Best shows 2025");
        assert_eq!(
            title("<title>How councils close schools: 2024 guide</title><h1>Two schools that a council may close</h1>"),
            "Two schools that a council may close"
        );
        assert_eq!(
            title(
                "<title>Why boats return | Coast</title><h1>But boats return in summer</h1><h2>Why boats return</h2>"
            ),
            "Why boats return"
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
