//! When the article was published. The date of a change never counts.

mod address;
mod lines;

use super::Facts;
use crate::interrupt;
use crate::normalize::date::{self, DayOrder};
use crate::normalize::html::blocks::Block;
use crate::normalize::html::dom::{Attr, NodeId, Tag};
use crate::normalize::html::labels::Boilerplate;
use crate::normalize::wording::{class_names, meta_names};
use lines::{Says, of_publication};

/// Parts of a page whose dates are not of the article.
const ELSEWHERE: Boilerplate = Boilerplate::COMMENTS.union(Boilerplate::RELATED);

/// Longest text around a `<time>` that says what its date is, in bytes.
const LONGEST_AROUND: usize = 120;

/// Longest dateline that is searched for a day, in characters.
const LONGEST_DATELINE: usize = 80;

/// How far from the headline a date may stand to say more than one that is further away, in elements.
const FAR: usize = 400;

/// How many elements are looked into for a date.
const MOST_TRIED: usize = 300;

/// The date as the page gives it; `title` is its headline.
pub fn find(facts: &Facts, title: Option<&str>) -> Option<String> {
    let stated = facts.json_ld.published.as_deref().filter(|raw| usable(raw));
    // Site builders write the day on which the site was last built as prose; one that readers see is surer.
    let (by_script, built) = match stated {
        Some(raw) if raw.starts_with(|c: char| c.is_ascii_alphabetic()) => (None, Some(raw)),
        stated => (stated, None),
    };
    let by_meta = || {
        meta_names("published").iter().find_map(|name| {
            facts.meta.iter().find(|(known, content)| known == name && usable(content)).map(|(_, content)| *content)
        })
    };
    if let Some(raw) = by_script.or_else(by_meta) {
        // Where the dates of publication and of the last change are one, the system keeps only the latter.
        let is_changed = facts.json_ld.modified.as_deref() == Some(raw);
        let seen = by_time_element(facts, Says::Published).filter(|seen| is_changed && is_earlier(seen, raw));
        return seen.or_else(|| Some(raw.to_owned()));
    }
    by_property(facts)
        .or_else(|| by_time_element(facts, Says::Nothing))
        .or_else(|| facts.url.and_then(address::day).filter(|raw| usable(raw)))
        .or_else(|| lines::near(facts, title).filter(|raw| usable(raw)))
        .or_else(|| by_stamp(facts))
        .or_else(|| built.map(str::to_owned))
        .or_else(|| lines::anywhere(facts).filter(|raw| usable(raw)))
        .or_else(|| by_dateline(facts).filter(|raw| usable(raw)))
}

fn usable(raw: &str) -> bool {
    date::parse(raw, DayOrder::MonthFirst).is_some_and(|t| t.date.year() >= 1990)
}

fn is_earlier(one: &str, other: &str) -> bool {
    let day = |raw: &str| date::parse(raw, DayOrder::MonthFirst).map(|t| t.date);
    day(one).zip(day(other)).is_some_and(|(one, other)| one < other)
}

fn attribute<'a>(facts: &'a Facts, node: NodeId, name: Attr) -> Option<&'a str> {
    facts.dom.attribute(node, name)
}

fn has_word(facts: &Facts, node: NodeId, name: Attr, word: &str) -> bool {
    attribute(facts, node, name).is_some_and(|value| value.split(' ').any(|part| part == word))
}

/// Microdata, and the microformat hAtom, which gives the date as a title.
fn by_property(facts: &Facts) -> Option<String> {
    facts.elements.iter().find_map(|&(node, _)| {
        interrupt::check();
        let is_atom = has_word(facts, node, Attr::Class, "published") && attribute(facts, node, Attr::Title).is_some();
        if !has_word(facts, node, Attr::ItemProp, "datePublished") && !is_atom || facts.is_in(node, ELSEWHERE) {
            return None;
        }
        let given = [Attr::DateTime, Attr::Content, Attr::Title];
        let value = given.into_iter().find_map(|name| attribute(facts, node, name));
        value.map(str::to_owned).or_else(|| Some(facts.line(node))).filter(|raw| usable(raw))
    })
}

/// The `<time>` that is said to be that of publication, by its class or the words in front of it, else the first after the
/// headline, else the first of all; never one that is said to be that of a change.
/// Those that say less than `least` do not count.
fn by_time_element(facts: &Facts, least: Says) -> Option<String> {
    let headline = facts.elements.iter().position(|&(_, tag)| tag == Tag::H1).unwrap_or(0);
    let times = facts
        .elements
        .iter()
        .enumerate()
        .filter(|(_, (node, tag))| *tag == Tag::Time && !facts.is_in(*node, ELSEWHERE));
    let mut found: Option<((bool, i32), String)> = None;
    for (at, &(node, _)) in times.take(MOST_TRIED) {
        let Some((says, raw)) = of_time(facts, node).filter(|(says, _)| least != Says::Published || *says == least)
        else {
            continue;
        };
        let distance = i32::try_from(at.abs_diff(headline).min(FAR)).unwrap_or_default();
        // One after the headline is likelier than one as far in front of it.
        let rank = (says == Says::Published, if at > headline { 50 } else { 0 } - distance);
        if found.as_ref().is_none_or(|(best, _)| rank > *best) {
            found = Some((rank, raw));
        }
    }
    found.map(|(_, raw)| raw)
}

/// What a `<time>` says, unless it is the time of a change.
fn of_time(facts: &Facts, node: NodeId) -> Option<(Says, String)> {
    let own = facts.line(node);
    let stated = [Attr::DateTime, Attr::Stamp, Attr::Title]
        .into_iter()
        .find_map(|name| attribute(facts, node, name).filter(|raw| usable(raw)));
    // Both dates may stand in one element, whose attribute is then the later one.
    match of_publication(&own) {
        (Says::Published, part) if usable(part) => {
            let day = |raw: &str| date::parse(raw, DayOrder::MonthFirst).map(|t| t.date);
            let raw = stated.filter(|stated| day(stated) == day(part)).unwrap_or(part);
            return Some((Says::Published, raw.to_owned()));
        }
        (Says::Changed, _) => return None,
        _ => {}
    }
    let says = match () {
        _ if is_classed(facts, node, "on.published") => Says::Published,
        _ if is_called_change(facts, node) => return None,
        _ => around(facts, node, &own),
    };
    if says == Says::Changed {
        return None;
    }
    let raw = stated.map(str::to_owned).unwrap_or(own);
    usable(&raw).then_some((says, raw))
}

/// Whether a class of an element holds a name of a section of `class-names.txt`.
fn is_classed(facts: &Facts, node: NodeId, section: &str) -> bool {
    let names = attribute(facts, node, Attr::Class).unwrap_or_default().to_ascii_lowercase();
    class_names(section).iter().any(|part| names.contains(part))
}

/// Whether an element is called the time of a change.
fn is_called_change(facts: &Facts, node: NodeId) -> bool {
    is_classed(facts, node, "on.changed") || has_word(facts, node, Attr::ItemProp, "dateModified")
}

/// What the words in front of an element's text say in the line that holds it.
fn around(facts: &Facts, node: NodeId, own: &str) -> Says {
    let line = facts.dom.parent(node).map(|parent| facts.line(parent)).filter(|line| line.len() < LONGEST_AROUND);
    let Some(line) = line else { return Says::Nothing };
    let end = line.find(own).filter(|_| !own.is_empty()).map_or(line.len(), |at| at + own.len());
    lines::last_said(&line[..end])
}

/// The moment from which a script or a server made a relative date ("3 hours ago"), which readers see as a tooltip or not
/// at all.
fn by_stamp(facts: &Facts) -> Option<String> {
    let headline = facts.elements.iter().position(|&(_, tag)| tag == Tag::H1).unwrap_or(0);
    let near = facts.elements.iter().skip(headline.saturating_sub(FAR / 4)).take(FAR);
    let is_stamped = |node| {
        [Attr::Stamp, Attr::Title, Attr::DateTime].into_iter().any(|name| attribute(facts, node, name).is_some())
    };
    near.filter(|(node, tag)| !tag.is_block() && is_stamped(*node) || attribute(facts, *node, Attr::Stamp).is_some())
        .filter(|(node, _)| !facts.is_in(*node, ELSEWHERE))
        .take(MOST_TRIED)
        .find_map(|&(node, _)| {
            let given = [Attr::Stamp, Attr::DateTime, Attr::Title];
            let stated = given.into_iter().find_map(|name| attribute(facts, node, name).filter(|raw| usable(raw)))?;
            let own = facts.line(node);
            let is_relative = own.is_empty() || lines::is_relative(&own);
            let is_change = || is_called_change(facts, node) || around(facts, node, &own) == Says::Changed;
            (is_relative && !is_change()).then(|| stated.to_owned())
        })
}

/// What the first paragraph begins with, where it begins with a place and a day: "NORTHTOWN, 3 May 2016 – ".
fn by_dateline(facts: &Facts) -> Option<String> {
    let is_text = |b: &&Block| b.is_prose() && !b.boilerplate.intersects(Boilerplate::AROUND);
    let first = facts.blocks.list.iter().find(is_text)?;
    let (dateline, _) = first
        .text
        .split_once(['–', '—'])
        .or_else(|| first.text.split_once(" - "))
        .or_else(|| first.text.split_once("--"))?;
    (dateline.chars().count() <= LONGEST_DATELINE).then(|| dateline.trim().to_owned())
}

#[cfg(test)]
mod tests;
