//! When the article was published.

use super::Facts;
use crate::normalize::date::{self, DayOrder};
use crate::normalize::html::attribute::Attr;
use crate::normalize::html::page::Form;
use crate::normalize::html::tag::Tag;

/// Names of `<meta>` elements that hold the date of publication, the surest first.
const META: [&str; 26] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publish_date",
    "publication_date",
    "published_date",
    "published-date",
    "pubdate",
    "pub_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "date",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "rnews:datepublished",
    "citation_publication_date",
    "originalpublicationdate",
];

/// How many lines before and behind the headline are searched for a date that readers see.
const BEFORE: usize = 12;
const BEHIND: usize = 14;

/// The date as the page gives it.
pub fn published(facts: &Facts) -> Option<String> {
    let usable = |raw: &str| date::parse(raw, DayOrder::MonthFirst).is_some_and(|t| t.date.year() >= 1990);
    if let Some(raw) = facts.json_ld.published.as_deref().filter(|raw| usable(raw)) {
        return Some(raw.to_owned());
    }
    let meta = META.iter().find_map(|name| {
        facts.meta.iter().find(|(known, content)| known == name && usable(content)).map(|(_, content)| *content)
    });
    if let Some(raw) = meta {
        return Some(raw.to_owned());
    }
    let by_property = facts.elements.iter().find_map(|&(node, _)| {
        let property = facts.dom.attribute(node, Attr::ItemProp)?;
        if !property.split(' ').any(|p| p == "datePublished") {
            return None;
        }
        let value = [Attr::DateTime, Attr::Content].into_iter().find_map(|name| facts.dom.attribute(node, name));
        value.map(str::to_owned).or_else(|| Some(facts.line(node))).filter(|raw| usable(raw))
    });
    by_property
        .or_else(|| by_time_element(facts).filter(|raw| usable(raw)))
        .or_else(|| facts.url.and_then(of_address).filter(|raw| usable(raw)))
        .or_else(|| by_line(facts).filter(|raw| usable(raw)))
}

/// The `<time>` that says so by its class, else the first behind the headline, else the first of all.
fn by_time_element(facts: &Facts) -> Option<String> {
    let headline = facts.elements.iter().position(|&(_, tag)| tag == Tag::H1).unwrap_or(0);
    let mut found: Option<(i32, String)> = None;
    for (at, &(node, tag)) in facts.elements.iter().enumerate() {
        if tag != Tag::Time {
            continue;
        }
        let raw = facts.dom.attribute(node, Attr::DateTime).map(str::to_owned).unwrap_or_else(|| facts.line(node));
        if date::parse(&raw, DayOrder::MonthFirst).is_none() {
            continue;
        }
        let names = facts.dom.attribute(node, Attr::Class).unwrap_or_default().to_ascii_lowercase();
        let around = facts.dom.parent(node).map(|p| facts.line(p).to_lowercase()).unwrap_or_default();
        let is_changed = names.contains("updated") && !names.contains("published")
            || names.contains("modified")
            || around.len() < 80
                && (around.contains("updated") || around.contains("modified"))
                && !around.contains("published");
        let distance = (at as i32 - headline as i32).abs().min(400);
        let score = if names.contains("publish") || names.contains("entry-date") { 500 } else { 0 }
            - if is_changed { 300 } else { 0 }
            - distance
            + if at > headline { 50 } else { 0 };
        if found.as_ref().is_none_or(|(best, _)| score > *best) {
            found = Some((score, raw));
        }
    }
    found.filter(|(score, _)| *score > -340).map(|(_, raw)| raw)
}

/// `/2019/06/19/`, `/2019-06-19-`, `/20190619/` in an address.
fn of_address(url: &str) -> Option<String> {
    let path = url.split_once("://")?.1.split_once('/')?.1;
    let path = path.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split(['/', '-', '_', '.', '+']).collect();
    for window in parts.windows(3) {
        let digits =
            |part: &str, lengths: &[usize]| lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if digits(window[0], &[4]) && digits(window[1], &[1, 2]) && digits(window[2], &[1, 2]) {
            return Some(format!("{}-{:0>2}-{:0>2}", window[0], window[1], window[2]));
        }
    }
    parts
        .iter()
        .find(|p| p.len() == 8 && p.bytes().all(|b| b.is_ascii_digit()) && p.starts_with("20"))
        .map(|p| (*p).to_owned())
}

/// A short line near the headline that holds a date; one that says "published" before any other, and "updated" last.
fn by_line(facts: &Facts) -> Option<String> {
    let blocks = &facts.page.blocks;
    let headline = blocks.iter().position(|b| b.form == Form::Heading(1));
    let (from, to) = match headline {
        Some(at) => (at.saturating_sub(BEFORE), (at + BEHIND).min(blocks.len())),
        None => (0, blocks.len().min(60)),
    };
    let mut found: Option<(u8, &str)> = None;
    for block in &blocks[from..to] {
        if block.chars > 110 || date::parse(&block.text, DayOrder::MonthFirst).is_none() {
            continue;
        }
        let text = block.text.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|w| text.contains(w));
        let rank = match () {
            _ if says(&["publish", "posted", "veröffentlicht", "publié", "publicado", "pubblicato"]) => 3,
            _ if says(&["updat", "modif", "review", "aktualisiert", "mis à jour", "actualizado"]) => 1,
            _ => 2,
        };
        if found.is_none_or(|(best, _)| rank > best) {
            found = Some((rank, &block.text));
        }
    }
    found.map(|(_, text)| text.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::normalize::html::dom::Dom;
    use crate::normalize::html::page::Page;

    fn check(page: &str, url: &str, want: Option<&str>) {
        let dom = Dom::parse(page);
        assert_eq!(super::super::read(&dom, &Page::read(&dom), Some(url)).published.as_deref(), want, "{page}");
    }

    #[test]
    fn the_surest_date_wins() {
        let url = "https://example.com/news/2019/06/18/vote";
        check(
            "<meta property='article:published_time' content='2019-06-19T08:00:00Z'><time datetime=2020-01-01>",
            url,
            Some("2019-06-19T08:00:00Z"),
        );
        check("<h1>Vote</h1><time datetime=2019-06-17>", url, Some("2019-06-17"));
        check("<h1>Vote</h1>", url, Some("2019-06-18"));
        check(
            "<h1>Vote</h1><p>Updated 3 May 2020<p>Published 2 May 2020",
            "https://example.com/vote",
            Some("Published 2 May 2020"),
        );
        check("<h1>Vote</h1><p>No date", "https://example.com/2019", None);
    }
}
