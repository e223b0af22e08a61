//! When the article was published.

use super::Facts;
use crate::normalize::date::{self, DayOrder};
use crate::normalize::html::labels::Boilerplate;
use crate::normalize::html::blocks::{Block, Form};
use crate::normalize::html::dom::{Attr, Tag};

/// Names of `<meta>` elements that hold the date of publication, the surest first.
const META: [&str; 29] = [
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
    "published",
    "published_at",
    "date_published",
];

/// How many lines before and behind the headline are searched for a date that readers see.
const BEFORE: usize = 12;
const BEHIND: usize = 14;

/// Longest dateline that is searched for a day, in characters.
const LONGEST_DATELINE: usize = 80;

/// The date as the page gives it; `title` is its headline.
pub fn find(facts: &Facts, title: Option<&str>) -> Option<String> {
    let stated = facts.json_ld.published.as_deref().filter(|raw| usable(raw));
    // Site builders write the day on which the site was last built as prose; one that readers see is surer.
    let (by_script, built) = match stated {
        Some(raw) if raw.starts_with(|c: char| c.is_ascii_alphabetic()) => (None, Some(raw)),
        stated => (stated, None),
    };
    let by_meta = || {
        META.iter().find_map(|name| {
            facts.meta.iter().find(|(known, content)| known == name && usable(content)).map(|(_, content)| *content)
        })
    };
    if let Some(raw) = by_script.or_else(by_meta) {
        return Some(raw.to_owned());
    }
    let by_property = facts.elements.iter().find_map(|&(node, _)| {
        let has =
            |name: Attr, word: &str| facts.dom.attribute(node, name).is_some_and(|v| v.split(' ').any(|p| p == word));
        // The microformat hAtom gives the date as a title.
        let is_atom = has(Attr::Class, "published") && facts.dom.attribute(node, Attr::Title).is_some();
        if !has(Attr::ItemProp, "datePublished") && !is_atom || facts.is_in(node, Boilerplate::COMMENTS | Boilerplate::RELATED)
        {
            return None;
        }
        let given = [Attr::DateTime, Attr::Content, Attr::Title];
        let value = given.into_iter().find_map(|name| facts.dom.attribute(node, name));
        value.map(str::to_owned).or_else(|| Some(facts.line(node))).filter(|raw| usable(raw))
    });
    by_property
        .or_else(|| by_time_element(facts).filter(|raw| usable(raw)))
        .or_else(|| facts.url.and_then(of_address).filter(|raw| usable(raw)))
        .or_else(|| by_line(facts, title).filter(|raw| usable(raw)))
        .or_else(|| built.map(str::to_owned))
        .or_else(|| by_distant_line(facts).filter(|raw| usable(raw)))
        .or_else(|| by_dateline(facts).filter(|raw| usable(raw)))
}

fn usable(raw: &str) -> bool {
    date::parse(raw, DayOrder::MonthFirst).is_some_and(|t| t.date.year() >= 1990)
}

/// The `<time>` that says so by its class, else the first behind the headline, else the first of all.
fn by_time_element(facts: &Facts) -> Option<String> {
    let headline = facts.elements.iter().position(|&(_, tag)| tag == Tag::H1).unwrap_or(0);
    let mut found: Option<(i32, String)> = None;
    for (at, &(node, tag)) in facts.elements.iter().enumerate() {
        if tag != Tag::Time || facts.is_in(node, Boilerplate::COMMENTS | Boilerplate::RELATED) {
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
        let says_published = around.len() < 80 && around.contains("publish");
        let score = if names.contains("publish") || names.contains("entry-date") { 500 } else { 0 }
            + if says_published { 100 } else { 0 }
            - if is_changed { 300 } else { 0 }
            - distance
            + if at > headline { 50 } else { 0 };
        if found.as_ref().is_none_or(|(best, _)| score > *best) {
            found = Some((score, raw));
        }
    }
    found.filter(|(score, _)| *score > -340).map(|(_, raw)| raw)
}

/// `/2019/06/19/`, `/2019-06-19-`, `/2019/jun/19/`, `/20190619/` in an address.
fn of_address(url: &str) -> Option<String> {
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
        if usable(&date) {
            return Some(date);
        }
    }
    parts
        .iter()
        .find(|p| p.len() == 8 && p.bytes().all(|b| b.is_ascii_digit()) && p.starts_with("20"))
        .map(|p| (*p).to_owned())
}

/// A short line near the headline that holds a date; one that says "published" before any other, and "updated" last.
fn by_line(facts: &Facts, title: Option<&str>) -> Option<String> {
    let blocks = &facts.blocks.list;
    let is_heading = |b: &Block| b.form == Form::Heading(1);
    let titled = blocks.iter().position(|b| is_heading(b) && Some(b.text.as_str()) == title);
    let is_text = |b: &Block| b.chars >= 150 && b.is_prose() && !b.boilerplate.intersects(Boilerplate::AROUND);
    let text = || blocks.iter().position(is_text);
    let (from, to) = match titled.or_else(|| blocks.iter().position(is_heading)).or_else(text) {
        Some(at) => (at.saturating_sub(BEFORE), (at + BEHIND).min(blocks.len())),
        None => (0, blocks.len().min(60)),
    };
    best_line(&blocks[from..to], |block| match () {
        _ if says(block, &JOINED) => None,
        _ if says(block, &PUBLISHED) => Some(3),
        _ if says(block, &UPDATED) => Some(1),
        _ => Some(2),
    })
}

/// A line anywhere else that begins with "published", "posted" or, failing these, "last updated".
fn by_distant_line(facts: &Facts) -> Option<String> {
    best_line(&facts.blocks.list, |block| {
        let begins =
            |words: &[&str]| words.iter().any(|w| block.text.get(..w.len()).is_some_and(|t| t.eq_ignore_ascii_case(w)));
        match () {
            _ if block.boilerplate.intersects(Boilerplate::COMMENTS | Boilerplate::RELATED) => None,
            _ if begins(&["published", "posted"]) => Some(3),
            _ if begins(&["last updated", "last reviewed", "last modified"]) => Some(1),
            _ => None,
        }
    })
}

/// What the first paragraph begins with, where it begins with a place and a day: "NORTHTOWN, 3 May 2016 – ".
fn by_dateline(facts: &Facts) -> Option<String> {
    let first = facts.blocks.list.iter().find(|b| b.is_prose() && !b.boilerplate.intersects(Boilerplate::AROUND))?;
    let (dateline, _) = first
        .text
        .split_once(['–', '—'])
        .or_else(|| first.text.split_once(" - "))
        .or_else(|| first.text.split_once("--"))?;
    (dateline.chars().count() <= LONGEST_DATELINE).then(|| dateline.trim().to_owned())
}

/// Words that a line says the date of publication or of a change with.
const PUBLISHED: [&str; 6] = ["publish", "posted", "veröffentlicht", "publié", "publicado", "pubblicato"];
const UPDATED: [&str; 6] = ["updat", "modif", "review", "aktualisiert", "mis à jour", "actualizado"];

/// Words that a line says with since when somebody writes in a forum.
const JOINED: [&str; 7] =
    ["joined", "join date", "registered", "member since", "registriert", "mitglied seit", "inscrit"];

fn says(block: &Block, words: &[&str]) -> bool {
    let text = block.text.to_lowercase();
    words.iter().any(|word| text.contains(word))
}

/// The first line of the highest rank among the short ones that hold a date.
fn best_line(blocks: &[Block], rank: impl Fn(&Block) -> Option<u8>) -> Option<String> {
    let mut found: Option<(u8, &str)> = None;
    for block in blocks.iter().filter(|b| b.chars <= 110) {
        if let Some(rank) = rank(block)
            && found.is_none_or(|(best, _)| rank > best)
            && date::parse(&block.text, DayOrder::MonthFirst).is_some()
        {
            found = Some((rank, &block.text));
        }
    }
    found.map(|(_, text)| text.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::normalize::html::dom::Dom;

    fn check(page: &str, url: &str, want: Option<&str>) {
        let dom = Dom::parse(page);
        assert_eq!(super::super::of_page(&dom, Some(url)).published.as_deref(), want, "{page}");
    }

    #[test]
    fn the_surest_date_wins() {
        let url = "https://example.com/news/2019/06/18/vote";
        check(
            "<meta property='article:published_time' content='2019-06-19T08:00:00+02:00'><time datetime=2020-01-01>",
            url,
            Some("2019-06-19T08:00:00+02:00"),
        );
        check("<meta name=date content='2019-06-19T02:00:00Z'>", url, Some("2019-06-19T02:00:00Z"));
        check("<meta name=date content='2019-06-18T22:00:00Z'>", url, Some("2019-06-18T22:00:00Z"));
        check("<h1>Vote</h1><time datetime=2019-06-17>", url, Some("2019-06-17"));
        check("<h1>Vote</h1>", url, Some("2019-06-18"));
        check("<h1>Vote</h1>", "https://example.com/news/2019/jun/18/vote", Some("18 jun 2019"));
        check(
            "<h1>Vote</h1><p>Updated 3 May 2020<p>Published 2 May 2020",
            "https://example.com/vote",
            Some("Published 2 May 2020"),
        );
        check("<h1>Vote</h1><p>No date", "https://example.com/2019", None);
        check(
            "<h1>Vote</h1><p>NORTHTOWN, 3 May 2016 – The council of the town voted on the bridge, which will now be kept, and \
             on the school, which will not, after a debate that went on for longer than any other of this year so far.",
            "https://example.com/vote",
            Some("NORTHTOWN, 3 May 2016"),
        );
        let built =
            "<script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"Nov 05, 2025\"}</script>";
        check(&format!("{built}<h1>Vote</h1><p>May 2, 2020"), "https://example.com/vote", Some("May 2, 2020"));
        check(&format!("{built}<h1>Vote</h1>"), "https://example.com/vote", Some("Nov 05, 2025"));
        let far = "<p>One line of text.".repeat(40);
        check(
            &format!("<h1>Vote</h1>{far}<p>Posted on 2 May 2020"),
            "https://example.com/vote",
            Some("Posted on 2 May 2020"),
        );
    }
}
