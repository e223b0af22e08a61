//! Who wrote the article. An invented author is worse than a missing one.

use super::outlet::Outlet;
use super::{Facts, title};
use crate::languages::{Wording, wording};
use crate::normalize::byline::{
    after_by, before_date, distinct, in_order, is_given_name, is_label, is_name, signed, split, stated, with_degrees,
    without_department,
};
use crate::normalize::date::{self, DayOrder};
use crate::normalize::html::blocks::{Block, Form};
use crate::normalize::html::dom::{Attr, NodeId, Tag};
use crate::normalize::html::labels::Boilerplate;
use crate::normalize::text::fold;
use crate::normalize::wording::{class_names, meta_names};

/// Parts of a page whose names are not of the article's authors.
const ELSEWHERE: Boilerplate = Boilerplate::COMMENTS.union(Boilerplate::RELATED).union(Boilerplate::ASIDE);

/// Longest text that names authors, in characters.
const LONGEST: usize = 120;

/// How many elements of a kind are looked into for a name.
const MOST_TRIED: usize = 100;

/// Names of the authors, from the surest place that has any; `site` is the outlet.
///
/// Many systems state the outlet for the author: then a person whom readers see signing it counts, and else the outlet,
/// whose staff's article it may be.
pub fn find(facts: &Facts, headline: Option<&str>, site: Option<&str>) -> Vec<String> {
    let page_title = facts.page_title();
    let outlet = Outlet::of(facts, site, page_title.as_deref().and_then(title::last_part));
    let site = site.map(fold).unwrap_or_default();
    let publisher = facts.json_ld.publisher.as_deref().map(fold).unwrap_or_default();
    let mut by_json = stated(facts.json_ld.authors.iter().map(String::as_str));
    by_json.retain(|name| ![&site, &publisher].contains(&&fold(name)));
    let label = facts.meta.iter().find(|(known, _)| known == "twitter:label1").map(|(_, label)| label.to_lowercase());
    let written_by = label.is_some_and(|label| wording(Wording::WrittenBy).iter().any(|words| words.trim() == label));
    let names = meta_names("author").iter().copied().chain(written_by.then_some("twitter:data1"));
    let by_meta = names.map(|name| {
        let values = facts.meta.iter().filter(|(known, _)| known == name).map(|(_, value)| *value);
        if meta_names("author.family-first").contains(&name) {
            stated(values.map(in_order).collect::<Vec<_>>().iter().map(String::as_str))
        } else {
            stated(values)
        }
    });
    let mut desk = Vec::new();
    // A word in small letters is what an account is called.
    let is_account = |name: &str| !name.contains(' ') && name.starts_with(char::is_lowercase);
    let stated = std::iter::once((by_json, facts.json_ld.is_by_body)).chain(by_meta.map(|names| (names, false)));
    for (names, is_body) in stated.filter(|(names, _)| !names.is_empty()) {
        if !is_body && names.iter().any(|name| !outlet.is_called(name) && !is_account(name)) {
            return names;
        }
        desk = if desk.is_empty() { names } else { desk };
    }
    let is_open = desk.is_empty();
    let given = |line: &str| split(line).into_iter().take_while(|name| is_given_name(name)).collect::<Vec<_>>();
    let most = if is_open { 4 } else { 3 };
    let found = [
        &|| by_elements(facts, most, |line| seen(line, &site)) as Vec<String>,
        &|| by_lines(facts, headline, &site, is_open),
        &|| by_elements(facts, 3, given),
        &|| if is_open { by_elements(facts, most, |line| own_desk(line, &outlet)) } else { Vec::new() },
    ] as [&dyn Fn() -> Vec<String>; 4];
    found.iter().map(|look| look()).find(|names| !names.is_empty()).unwrap_or(desk)
}

/// A desk of the outlet that signs with its name: "The Example Team".
fn own_desk(line: &str, outlet: &Outlet) -> Vec<String> {
    let is_own = |name: &String| without_department(name).is_some_and(|rest| outlet.is_called(&rest));
    match split(line).as_slice() {
        [name] if is_own(name) => vec![name.clone()],
        _ => Vec::new(),
    }
}

/// Names of persons in a text that readers see.
fn seen(text: &str, site: &str) -> Vec<String> {
    if text.chars().count() > LONGEST {
        return Vec::new();
    }
    let parts = split(text);
    match by_word(&parts) {
        Some(name) => vec![name],
        None => distinct(parts.iter().map(|part| before_date(part)).filter(|name| is_name(name, site))),
    }
}

/// "3 June 2008 | by Ann": a name of one word needs the word in front.
fn by_word(parts: &[String]) -> Option<String> {
    parts.iter().find_map(|part| after_by(part)).filter(|name| is_given_name(name)).map(str::to_owned)
}

/// Microdata, `rel=author`, and classes that say "author" or "byline".
fn by_elements(facts: &Facts, most: usize, read: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    let attribute = |node: NodeId, name: Attr| facts.dom.attribute(node, name).unwrap_or_default();
    let has_word = |value: &str, word: &str| value.split([' ', '-', '_']).any(|w| w.eq_ignore_ascii_case(word));
    let tests: [&dyn Fn(NodeId, Tag) -> bool; 4] = [
        &|node, _| has_word(attribute(node, Attr::ItemProp), "author"),
        &|node, tag| tag == Tag::A && has_word(attribute(node, Attr::Rel), "author"),
        &|node, _| {
            attribute(node, Attr::Class).split(' ').any(|class| {
                holds(class, "author") && (holds(class, "name") || ends(class, "author"))
                    || class_names("by.name").iter().any(|name| class.eq_ignore_ascii_case(name))
                    || class_names("by.name-with-date").iter().any(|name| class.eq_ignore_ascii_case(name))
                        && stands_with_date(facts, node)
            })
        },
        &|node, tag| {
            let class = attribute(node, Attr::Class);
            class_names("by.line").iter().any(|part| holds(class, part))
                || tag == Tag::A
                    && wording(Wording::AuthorPage).iter().any(|part| attribute(node, Attr::Href).contains(part))
        },
    ];
    for test in tests.into_iter().take(most) {
        let (mut tried, mut names, mut parent) = (0, Vec::new(), None);
        for &(node, tag) in facts.elements {
            // Several authors stand side by side, each in an element of the kind.
            let is_beside = || parent.is_none() || facts.dom.parent(node) == parent;
            if tried < MOST_TRIED && test(node, tag) && is_beside() && !facts.is_in(node, ELSEWHERE) {
                tried += 1;
                // A box about the author begins with the name.
                let first = facts.blocks.list.get(facts.blocks.range(node).start).filter(|block| block.chars < 40);
                let first = first.filter(|block| !matches!(block.form, Form::Heading(1 | 2)));
                let lines = std::iter::once(facts.line(node)).chain(first.map(|block| block.text.clone()));
                let found = lines.map(|line| read(&line)).find(|names| !names.is_empty()).unwrap_or_default();
                if !found.is_empty() {
                    parent = facts.dom.parent(node);
                    names.extend(found);
                }
            }
        }
        if !names.is_empty() {
            return distinct(names.into_iter());
        }
    }
    Vec::new()
}

/// Whether an element and a date are all of the element around them.
fn stands_with_date(facts: &Facts, node: NodeId) -> bool {
    let line = facts.dom.parent(node).map(|parent| facts.line(parent)).unwrap_or_default();
    line.len() < 80 && date::parse(&line, DayOrder::MonthFirst).is_some()
}

/// Whether a name contains a lower-case word, in any case.
fn holds(name: &str, word: &str) -> bool {
    name.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether a name ends in a lower-case word, in any case.
fn ends(name: &str, word: &str) -> bool {
    name.len().checked_sub(word.len()).is_some_and(|at| name.as_bytes()[at..].eq_ignore_ascii_case(word.as_bytes()))
}

/// Lines near the headline: one that begins with "By", the one below "Author", persons with their degrees; then a line
/// that says "written by". A name beside a date is a place, a section or a headline as often as a person.
fn by_lines(facts: &Facts, title: Option<&str>, site: &str, guesses: bool) -> Vec<String> {
    let blocks = &facts.blocks.list;
    let is_titled = |b: &Block| title.is_some_and(|title| fold(title) == fold(&b.text));
    let titled = blocks.iter().position(|b| matches!(b.form, Form::Heading(_)) && is_titled(b));
    let headline = titled.or_else(|| blocks.iter().position(|b| b.form == Form::Heading(1))).unwrap_or(0);
    let near = headline.saturating_sub(4)..(headline + 14).min(blocks.len());
    let says_by = |block: &&Block| block.chars < 80;
    let after_by_word =
        blocks[near.clone()].iter().filter(says_by).filter_map(|block| Some(signed(byline_in(&block.text)?)));
    // "3 June 2008 | by Ann": a first name alone signs beside a date.
    let with_date = |block: &&Block| block.chars < 60 && date::parse(&block.text, DayOrder::MonthFirst).is_some();
    let first_names = blocks[near.clone()].iter().filter(with_date);
    let first_names = first_names.map(|block| by_word(&split(&block.text)).into_iter().collect());
    // "Author" and the name in the line below; "Ann Lee, MD, PhD".
    let below_label = |label: usize| {
        let name = blocks.get(label + 1).filter(|_| is_label(&blocks[label].text)).filter(says_by);
        name.map(|name| seen(&name.text, site)).unwrap_or_default()
    };
    let labelled = near.clone().map(below_label);
    let learned =
        blocks[near.clone()].iter().filter(|block| block.chars < 200).map(|block| with_degrees(&block.text, site));
    if let Some(found) = after_by_word.chain(first_names).chain(labelled).chain(learned).find(|names| !names.is_empty())
    {
        return found;
    }
    // A box below or beside the text says it too.
    let others = Boilerplate::COMMENTS.union(Boilerplate::RELATED);
    let is_here = |block: &usize| guesses && !blocks[*block].boilerplate.intersects(others);
    let mut boxes = (0..blocks.len()).filter(is_here).map(below_label);
    if let Some(found) = boxes.find(|names| !names.is_empty()) {
        return found;
    }
    for block in blocks.iter().filter(|b| guesses && b.chars < 200) {
        let lower = block.text.to_lowercase();
        let written_by = wording(Wording::WrittenBy).iter().find_map(|words| Some(lower.find(words)? + words.len()));
        if let Some(at) = written_by.filter(|_| lower.len() == block.text.len()) {
            let found = seen(block.text[at..].split([',', '.', ';']).next().unwrap_or_default(), site);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// The part of a line that begins with words for who wrote it: all of it, or what follows a date or a mark.
fn byline_in(line: &str) -> Option<&str> {
    let ends_date = |before: &str| before.ends_with(|c: char| c.is_ascii_digit() || "|·•–—-,/".contains(c));
    let parts = line.match_indices(' ').filter(|(at, _)| ends_date(&line[..*at])).map(|(at, _)| &line[at + 1..]);
    std::iter::once(line).chain(parts).find(|part| after_by(part).is_some())
}

#[cfg(test)]
mod tests {
    use crate::normalize::html::dom::Dom;

    fn authors(page: &str) -> Vec<String> {
        let dom = Dom::parse(page);
        super::super::of_page(&dom, None).authors
    }

    #[test]
    fn names_and_nothing_else() {
        assert_eq!(
            authors("<meta name=author content='By Ann Lee and Bob de la Ray, Staff Writers'>"),
            ["Ann Lee", "Bob de la Ray"]
        );
        assert_eq!(authors("<meta name=author content=admin><h1>Vote</h1><p>By Ann Lee"), ["Ann Lee"]);
        assert_eq!(authors("<meta name=author content='Example News Team'>"), ["Example News Team"]);
        assert_eq!(authors("<h1>Vote</h1><a rel=author href=/x>Ann Lee</a>"), ["Ann Lee"]);
        assert_eq!(authors("<h1>Voto</h1><a href='/autor/ana-lago/'>Ana Lago</a>"), ["Ana Lago"]);
        assert_eq!(authors("<h1>Vote</h1><p>By Ann Lee December 2, 2025"), ["Ann Lee"]);
        assert_eq!(authors("<h1>Vote</h1><p>by Dr. Ann Lee Senior Editor"), ["Dr. Ann Lee"]);
        assert_eq!(authors("<meta property=og:site_name content='Ann Lee'><h1>Vote</h1><p>By Ann Lee"), ["Ann Lee"]);
        assert_eq!(authors("<h1>Vote</h1><p>By the river"), Vec::<String>::new());
        assert_eq!(authors("<h1>Vote</h1><p>Par Ann Lee avec AFP"), ["Ann Lee"]);
        assert_eq!(authors("<h1>Vote</h1><p>Interview: Ann Lee | 4. August 2015"), ["Ann Lee"]);
        assert_eq!(authors("<h1>Vote</h1><p>Frau Lee, stimmen Sie zu?<p>4. August 2015"), Vec::<String>::new());
        assert_eq!(authors("<div><a>首页</a> <a>新闻</a></div><h1>投票</h1><p>2019-03-05"), Vec::<String>::new());
        assert_eq!(
            authors("<h1>Vote</h1><span class='author vcard'>Eingestellt von <i class=fn>Lena</i></span>"),
            ["Lena"]
        );
        assert_eq!(authors("<h1>Vote</h1><p>3. Juni 2008, 21:14 | von Ann"), ["Ann"]);
        assert_eq!(authors("<div>Local Paper</div><h1>Vote</h1><p>By Ann Lee, 4 May 2013"), ["Ann Lee"]);
        assert_eq!(authors("<meta name=author content='Ann and Bob'>"), ["Ann", "Bob"]);
        assert_eq!(authors("<meta name=citation_author content='Lee, Ann'>"), ["Ann Lee"]);
        assert_eq!(authors("<meta name=author content='Ann Lee alee@example.com'>"), ["Ann Lee"]);
        assert_eq!(authors("<meta name=author content=annlee><h1>Vote</h1><p>14. Mai 2019 von Ann Lee"), ["Ann Lee"]);
        assert_eq!(
            authors("<h1>Vote</h1><div class=author-box><h4>Ann Lee</h4><p>Ann Lee writes of towns.</div>"),
            ["Ann Lee"]
        );
        assert_eq!(authors("<h1>Vote</h1><a rel=author>Ann Lee Ann Lee</a>"), ["Ann Lee"]);
        let outlet = "<title>Vote - The Example</title><meta name=author content='The Example'><h1>Vote</h1>";
        assert_eq!(authors(&format!("{outlet}<p>By Ann Lee")), ["Ann Lee"]);
        assert_eq!(authors(outlet), ["The Example"]);
        let team = format!("{outlet}<span class=author-name>The Example Team</span>").replace("name=author", "name=x");
        assert_eq!(authors(&team), ["The Example Team"]);
        assert_eq!(
            authors("<h1>Vote</h1><div id=comments><span class=author-name>Some Reader</span></div>"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn lines_around_the_headline_say_who_in_many_ways() {
        assert_eq!(authors("<h1>Vote</h1><h4>Author</h4><p>Ann Lee</p>"), ["Ann Lee"]);
        let below = format!("<h1>Vote</h1>{}<div>Written by</div><div>Ann Lee</div>", "<p>The town votes.".repeat(20));
        assert_eq!(authors(&below), ["Ann Lee"]);
        let beside = "<h1>Vote</h1><p>The town votes.</p><aside><h3>Author</h3><p>Ann M. Lee</p></aside>";
        assert_eq!(authors(beside), ["Ann M. Lee"]);
        assert_eq!(authors("<h1>Vote</h1><p>Contributors: Ann Lee</p>"), ["Ann Lee"]);
        assert_eq!(authors("<h1>Vote</h1><p>Ann Lee, MD, FACR; Bob Ray, DVM</p>"), ["Ann Lee", "Bob Ray"]);
        assert_eq!(authors("<h1>Voto</h1><div>Enviado por Ana Lago el Jue, 08/02/2024 - 09:30</div>"), ["Ana Lago"]);
        let side_by_side = "<h1>Vote</h1><p>by <span class='author vcard'>Ann Lee</span> and <span class='author vcard'>Bob Ray</span>";
        assert_eq!(authors(side_by_side), ["Ann Lee", "Bob Ray"]);
    }

    #[test]
    fn a_name_beside_a_date_signs_nothing() {
        assert_eq!(authors("<h1>Vote</h1><div>Harbour Office</div><div>4 May 2013</div>"), Vec::<String>::new());
    }
}
