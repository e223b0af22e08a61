//! Who wrote the article. An invented author is worse than a missing one.

use super::Facts;
use crate::normalize::html::dom::NodeId;
use crate::normalize::html::page::Form;
use crate::normalize::html::tag::Tag;
use crate::normalize::text::{clean_line, fold, unescape};

/// Words before a name.
const BY: [&str; 16] = [
    "by",
    "written by",
    "posted by",
    "words by",
    "story by",
    "text by",
    "reported by",
    "author:",
    "author",
    "von",
    "par",
    "por",
    "di",
    "door",
    "af",
    "av",
];

/// Words that no person is called by.
const NO_NAME: &str = " admin administrator editor editors editorial staff team desk newsroom news reporter correspondent \
    guest contributor contributors contributing writer author authors press agency agencies wire bureau reuters afp ap dpa \
    associated bloomberg magazine times post daily journal tribune online media group company inc llc ltd gmbh university \
    institute department office network podcast blog web webmaster support info contact redaktion redaktor rédaction \
    redacción redazione redactie service services published updated read minutes min ago share follow views comments the \
    of in for with about our your this that and com photo photography image getty images marketing content board \
    council association foundation center centre health medical clinic hospital school college insurance ";

/// Small words within names.
const PARTICLES: &str = " de del della di da dos van von der den ten ter la le el al bin ibn abu y e i und ben st ";

/// Names of the authors, from the surest place that has any.
pub fn find(facts: &Facts, site: Option<&str>) -> Vec<String> {
    let site = site.map(fold).unwrap_or_default();
    let names = |raw: &[String]| {
        let mut found: Vec<String> = Vec::new();
        for name in raw.iter().flat_map(|raw| split(raw)).filter(|name| is_name(name, &site)) {
            if !found.iter().any(|known| fold(known) == fold(&name)) {
                found.push(name);
            }
        }
        found
    };
    let by_json = names(&facts.json_ld.authors);
    if !by_json.is_empty() {
        return by_json;
    }
    const META: [&str; 9] = [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "byl",
        "citation_author",
        "dcterms.creator",
        "article:author_name",
    ];
    for name in META {
        let given: Vec<String> =
            facts.meta.iter().filter(|(known, _)| known == name).map(|(_, value)| (*value).to_owned()).collect();
        let found = names(&given);
        if !found.is_empty() {
            return found;
        }
    }
    by_elements(facts, &names)
}

/// Microdata, `rel=author`, and classes that say "author" or "byline", near the headline; then a line "By …".
fn by_elements(facts: &Facts, names: &dyn Fn(&[String]) -> Vec<String>) -> Vec<String> {
    let attribute = |node: NodeId, name: &str| facts.dom.attribute(node, name).unwrap_or_default();
    let has_word = |value: &str, word: &str| value.split([' ', '-', '_']).any(|w| w.eq_ignore_ascii_case(word));
    let tests: [&dyn Fn(NodeId, Tag) -> bool; 4] = [
        &|node, _| has_word(attribute(node, "itemprop"), "author"),
        &|node, tag| tag == Tag::A && has_word(attribute(node, "rel"), "author"),
        &|node, _| {
            let class = attribute(node, "class").to_ascii_lowercase();
            [
                "author-name",
                "author__name",
                "authorname",
                "byline-name",
                "byline__name",
                "fn",
                "post-author",
                "entry-author",
                "article-author",
                "author_name",
            ]
            .iter()
            .any(|name| class.split(' ').any(|c| c == *name || c.ends_with(name)))
        },
        &|node, _| {
            let class = attribute(node, "class");
            class.split(' ').any(|c| has_word(c, "byline") || c.eq_ignore_ascii_case("author"))
        },
    ];
    for test in tests {
        let mut found = Vec::new();
        for &(node, tag) in &facts.elements {
            if !test(node, tag) || is_elsewhere(facts, node) {
                continue;
            }
            let text = facts.line(node);
            if text.chars().count() < 120 {
                found = names(&[text]);
            }
            if !found.is_empty() {
                return found;
            }
        }
    }
    by_line(facts, names)
}

/// Whether an element belongs to a comment, a teaser or a side column.
fn is_elsewhere(facts: &Facts, node: NodeId) -> bool {
    use crate::normalize::html::marks::Marks;
    let range = facts.page.range(node);
    let elsewhere = Marks::COMMENTS.with(Marks::RELATED).with(Marks::ASIDE);
    facts.page.blocks.get(range.start).is_some_and(|block| block.marks.any(elsewhere))
}

/// A short line near the headline that begins with "By".
fn by_line(facts: &Facts, names: &dyn Fn(&[String]) -> Vec<String>) -> Vec<String> {
    let blocks = &facts.page.blocks;
    let headline = blocks.iter().position(|b| b.form == Form::Heading(1)).unwrap_or(0);
    for block in blocks.iter().skip(headline.saturating_sub(4)).take(16) {
        let lower = block.text.to_lowercase();
        let begins = BY[..9].iter().any(|by| lower.strip_prefix(by).is_some_and(|rest| rest.starts_with([' ', ':'])));
        if begins && block.chars < 80 {
            let found = names(std::slice::from_ref(&block.text));
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// The names in a byline: "By Ann Lee and Bob Ray, Staff Writers" → "Ann Lee", "Bob Ray".
pub fn split(raw: &str) -> Vec<String> {
    let text = clean_line(&unescape(raw));
    let mut text = text.as_str();
    let lower = text.to_lowercase();
    for by in BY {
        if lower.len() == text.len()
            && lower
                .strip_prefix(by)
                .is_some_and(|rest| rest.starts_with([' ', ':', '\u{a0}']) && !rest.trim().is_empty())
        {
            text = text[by.len()..].trim_start_matches([' ', ':']);
            break;
        }
    }
    let text = text
        .replace(" and ", ";")
        .replace(" und ", ";")
        .replace(" & ", ";")
        .replace(" et ", ";")
        .replace(" with ", ";");
    text.split([';', ',', '|', '/', '•', '·', '–', '—', '(', '\n'])
        .map(|part| part.trim().trim_end_matches('.').trim_start_matches("By ").trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Two to five words that look like a person's name.
fn is_name(name: &str, site: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let is_word = |word: &&str| {
        let lower = word.to_lowercase();
        PARTICLES.contains(&format!(" {lower} "))
            || word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase())
    };
    let letters = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '‐'));
    let folded = fold(name);
    (2..=5).contains(&words.len())
        && letters
        && words.iter().all(is_word)
        && !words.iter().any(|w| NO_NAME.contains(&format!(" {} ", w.to_lowercase())))
        && (site.is_empty() || folded != site && !site.contains(&folded))
        && name.chars().count() <= 60
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::html::dom::Dom;
    use crate::normalize::html::page::Page;

    fn authors(page: &str) -> Vec<String> {
        let dom = Dom::parse(page);
        super::super::read(&dom, &Page::read(&dom), None).authors
    }

    #[test]
    fn names_and_nothing_else() {
        assert_eq!(
            authors("<meta name=author content='By Ann Lee and Bob de la Ray, Staff Writers'>"),
            ["Ann Lee", "Bob de la Ray"]
        );
        assert_eq!(authors("<meta name=author content=admin><h1>Vote</h1><p>By Ann Lee"), ["Ann Lee"]);
        assert_eq!(authors("<meta name=author content='Example News Team'>"), Vec::<String>::new());
        assert_eq!(
            authors("<meta property=og:site_name content='Ann Lee'><meta name=author content='Ann Lee'>"),
            Vec::<String>::new()
        );
        assert_eq!(authors("<h1>Vote</h1><a rel=author href=/x>Ann Lee</a>"), ["Ann Lee"]);
        assert_eq!(
            authors("<h1>Vote</h1><div id=comments><span class=author-name>Some Reader</span></div>"),
            Vec::<String>::new()
        );
    }
}
