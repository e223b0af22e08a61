//! Who wrote the article. An invented author is worse than a missing one.

use super::outlet::Outlet;
use super::{Facts, title};
use crate::normalize::date::{self, DayOrder};
use crate::normalize::html::attribute::Attr;
use crate::normalize::html::dom::NodeId;
use crate::normalize::html::marks::Marks;
use crate::normalize::html::page::{Block, Form};
use crate::normalize::html::tag::Tag;
use crate::normalize::text::{clean_line, fold, unescape};

/// Words before a name, by language.
const BY: [(&str, &str); 12] = [
    ("en", "by|written by|posted by|published by|words by|story by|text by|reported by|author:|author"),
    (
        "de",
        "von|von:|ein beitrag von|ein artikel von|ein gastbeitrag von|ein kommentar von|eine analyse von|geschrieben von|\
         verfasst von|erstellt von|veröffentlicht von|eingestellt von|gepostet von|autor:|autorin:|autoren:|autor|\
         interview:|text:|interview von|text von|aus der redaktion von",
    ),
    ("fr", "par|publié par|écrit par|rédigé par|posté par|propos recueillis par|auteur :|auteur:|auteur"),
    ("es", "por|por:|escrito por|publicado por|redactado por|autor:|autora:|texto:"),
    ("it", "di|scritto da|pubblicato da|a cura di|inviato da|autore:|testo di"),
    ("pt", "por|escrito por|publicado por|postado por|texto de|autor:"),
    ("nl", "door|door:|geschreven door|geplaatst door|gepubliceerd door|auteur:"),
    ("sv da no", "av|af|av:|af:|skriven av|publicerad av|skrevet af|skrevet av|tekst:"),
    ("pl cs", "autor:|opublikowane przez|napisane przez|text:|napsal"),
    ("ru uk", "автор:|текст:|автор|авторы:"),
    ("tr el", "yazan:|yazar:|haber:|συντάκτης:|του|της"),
    ("zh ja", "作者：|作者:|作者|记者|文：|文:|文/|撰文：|著者：|文＝"),
];

/// Words that no person is called by.
const NO_NAME: &str = " admin administrator editor editors editorial staff team desk newsroom news reporter correspondent \
    guest contributor contributors contributing writer author authors press agency agencies wire bureau reuters afp ap dpa \
    associated bloomberg magazine times post daily journal tribune online media group company inc llc ltd gmbh university \
    institute department office network podcast blog web webmaster support info contact redaktion redaktor rédaction \
    redacción redazione redactie service services published updated read minutes min ago share follow views comments the \
    of in for with about our your this that and com photo photography image getty images marketing content board \
    council more articles written download learn view posted \
    expert experts senior lead chief director manager founder executive research licensed linkedin twitter facebook \
    instagram pinterest youtube email united states top human living community association foundation center centre health medical clinic hospital school college insurance ";

/// Small words within names.
const PARTICLES: &str = " de del della di da dos van von v. der den ten ter la le el al bin ibn abu y e i und ben st ";

/// What accounts are called that are no author.
const ACCOUNTS: &str = " admin administrator root super user superuser author webmaster webteam editor staff null none undefined default guest ";

/// Parts of a page whose names are not of the article's authors.
const ELSEWHERE: Marks = Marks::COMMENTS.with(Marks::RELATED).with(Marks::ASIDE);

/// How many elements of a kind are looked into for a name.
const MOST_TRIED: usize = 100;

/// What addresses of the pages about authors contain.
const AUTHORS_PAGES: [&str; 8] =
    ["/author/", "/authors/", "/autor/", "/autores/", "/auteur/", "/auteurs/", "/autore/", "/autori/"];

/// `<meta>` elements that name an author, the surest first.
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
    let written_by = facts.meta(&["twitter:label1"]).is_some_and(|label| label.eq_ignore_ascii_case("written by"));
    let by_meta = META.into_iter().chain(written_by.then_some("twitter:data1")).map(|name| {
        let values = facts.meta.iter().filter(|(known, _)| known == name).map(|(_, value)| *value);
        if name == "citation_author" {
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
    let found = [
        &|| by_elements(facts, if is_open { 4 } else { 3 }, |line| seen(line, &site)) as Vec<String>,
        &|| by_lines(facts, headline, &site, is_open),
        &|| by_elements(facts, 3, given),
    ] as [&dyn Fn() -> Vec<String>; 3];
    found.iter().map(|look| look()).find(|names| !names.is_empty()).unwrap_or(desk)
}

/// Names that the page states for machines: taken as they are, since desks and pseudonyms sign articles too.
fn stated<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    let is_usable = |name: &String| {
        let lower = name.to_lowercase();
        name.split(' ').count() <= 5
            && name.chars().count() <= 60
            && name.chars().any(char::is_alphabetic)
            && !name.contains(['@', '{', '<', '_', '[', '='])
            && !lower.contains("http")
            && !lower.contains("www.")
            && (name.contains(' ') || name.matches('.').count() < 2)
            && !ACCOUNTS.contains(&format!(" {lower} "))
    };
    // What follows the first name is another name, or a role.
    let usable_parts = |value: &str| {
        let parts = split(value);
        let are_given_names = !value.contains(',') && parts.iter().all(|part| is_given_name(part));
        parts.into_iter().enumerate().filter(move |(i, part)| *i == 0 || are_given_names || is_name(part, ""))
    };
    distinct(values.flat_map(usable_parts).map(|(_, name)| name).filter(is_usable))
}

/// "Lee, Ann" as libraries write it → "Ann Lee".
fn in_order(name: &str) -> String {
    match name.split_once(',') {
        Some((last, first)) if !first.contains(',') => format!("{} {}", first.trim(), last.trim()),
        _ => name.to_owned(),
    }
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        if !found.iter().any(|known| fold(known) == fold(&name)) {
            found.push(name);
        }
    }
    found
}

/// Names of persons in a text that readers see.
fn seen(text: &str, site: &str) -> Vec<String> {
    if text.chars().count() > 120 {
        return Vec::new();
    }
    let parts = split(text);
    // "3 June 2008 | by Ann": a name of one word needs the word in front.
    let by_word = parts.iter().find_map(|part| behind_by(part)).filter(|name| is_given_name(name)).map(str::to_owned);
    match by_word {
        Some(name) => vec![name],
        None => distinct(parts.into_iter().filter(|name| is_name(name, site))),
    }
}

/// Names of persons in a line that begins with "By", whatever follows each.
pub fn signed(text: &str) -> Vec<String> {
    // Who signs on a site of the same name is its author.
    let site = "";
    distinct(split(text).into_iter().filter_map(|part| leading_name(&part)).filter(|name| is_name(name, site)))
}

/// The words in front of the first that is no part of a name: "Ann Lee December 2, 2025" → "Ann Lee".
fn leading_name(part: &str) -> Option<String> {
    let words: Vec<&str> = part.split(' ').collect();
    let ends_name = |word: &&str| {
        let lower = word.trim_end_matches([',', ':']).to_lowercase();
        !word.starts_with(char::is_alphabetic) || word.ends_with(':') || NO_NAME.contains(&format!(" {lower} "))
    };
    let end = words.iter().position(ends_name).unwrap_or(words.len());
    let name = match words[..end].split_last() {
        Some((last, before)) if end < words.len() && date::month_named(&last.to_lowercase()).is_some() => before,
        _ => &words[..end],
    };
    (!name.is_empty()).then(|| name.join(" "))
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
                    || class.eq_ignore_ascii_case("fn")
            })
        },
        &|node, tag| {
            let class = attribute(node, Attr::Class);
            holds(class, "byline")
                || holds(class, "author")
                || tag == Tag::A && AUTHORS_PAGES.iter().any(|part| attribute(node, Attr::Href).contains(part))
        },
    ];
    for test in tests.into_iter().take(most) {
        let mut tried = 0;
        for &(node, tag) in facts.elements {
            if tried < MOST_TRIED && test(node, tag) && !facts.is_in(node, ELSEWHERE) {
                tried += 1;
                // A box about the author begins with the name.
                let first = facts.page.blocks.get(facts.page.range(node).start).filter(|block| block.chars < 40);
                let first = first.filter(|block| !matches!(block.form, Form::Heading(1 | 2)));
                let lines = std::iter::once(facts.line(node)).chain(first.map(|block| block.text.clone()));
                let found = lines.map(|line| read(&line)).find(|names| !names.is_empty()).unwrap_or_default();
                if !found.is_empty() {
                    return found;
                }
            }
        }
    }
    Vec::new()
}

/// Whether a name contains a lower-case word, in any case.
fn holds(name: &str, word: &str) -> bool {
    name.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// Whether a name ends in a lower-case word, in any case.
fn ends(name: &str, word: &str) -> bool {
    name.len().checked_sub(word.len()).is_some_and(|at| name.as_bytes()[at..].eq_ignore_ascii_case(word.as_bytes()))
}

/// Lines near the headline: one that begins with "By", or a name beside the date; then a line that says
/// "written by".
fn by_lines(facts: &Facts, title: Option<&str>, site: &str, guesses: bool) -> Vec<String> {
    let blocks = &facts.page.blocks;
    let is_titled = |b: &Block| title.is_some_and(|title| fold(title) == fold(&b.text));
    let titled = blocks.iter().position(|b| matches!(b.form, Form::Heading(_)) && is_titled(b));
    let headline = titled.or_else(|| blocks.iter().position(|b| b.form == Form::Heading(1))).unwrap_or(0);
    let near = headline.saturating_sub(4)..(headline + 14).min(blocks.len());
    let says_when = |i: usize| {
        let text = &blocks[i].text;
        blocks[i].chars < 60
            && (text.to_lowercase().contains("min read") || date::parse(text, DayOrder::MonthFirst).is_some())
    };
    let says_by = |block: &&Block| block.chars < 80;
    let by_word = blocks[near.clone()].iter().filter(says_by).filter_map(|block| Some(signed(byline_in(&block.text)?)));
    let beside_date = near.filter(|_| guesses).map(|i| {
        let block = &blocks[i];
        let is_alone = block.chars < 40
            && block.form != Form::Heading(1)
            && !block.text.ends_with(['.', '?', '!', ':', '…'])
            && block.text.chars().any(char::is_lowercase)
            && (i.saturating_sub(2)..(i + 3).min(blocks.len())).any(says_when);
        if is_alone { seen(&block.text, site) } else { Vec::new() }
    });
    if let Some(found) = by_word.chain(beside_date).find(|names| !names.is_empty()) {
        return found;
    }
    for block in blocks.iter().filter(|b| guesses && b.chars < 200) {
        let lower = block.text.to_lowercase();
        if let Some(at) = lower.find("written by ").filter(|_| lower.len() == block.text.len()) {
            let after = &block.text[at + "written by ".len()..];
            let found = seen(after.split([',', '.', ';']).next().unwrap_or_default(), site);
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
    std::iter::once(line).chain(parts).find(|part| behind_by(part).is_some())
}

/// What stands behind the words for who wrote it that a line begins with; the longest such words count.
pub fn behind_by(line: &str) -> Option<&str> {
    let lower = line.to_lowercase();
    // Letters whose small forms are longer do not stand in these words.
    if lower.len() != line.len() {
        return None;
    }
    let words = BY.iter().flat_map(|(_, words)| words.split('|'));
    let matching = words.filter(|by| {
        lower.strip_prefix(by).is_some_and(|rest| {
            rest.starts_with([' ', ':', '：', '\u{a0}'])
                || by.ends_with([':', '：', '/', '＝'])
                || is_cjk(by) && rest.starts_with(is_han)
        })
    });
    let rest = &line[matching.map(str::len).max()?..];
    Some(rest.trim_start_matches([' ', ':', '：', '\u{a0}'])).filter(|rest| !rest.is_empty())
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn is_cjk(word: &str) -> bool {
    word.starts_with(is_han)
}

/// The names in a byline: "By Ann Lee and Bob Ray, Staff Writers" → "Ann Lee", "Bob Ray".
pub fn split(raw: &str) -> Vec<String> {
    let text = clean_line(&unescape(raw));
    let text = behind_by(&text).unwrap_or(&text);
    const JOINTS: [&str; 13] =
        [" and ", " und ", " & ", " et ", " with ", " mit ", " avec ", " con ", " com ", " y ", " och ", " og ", " и "];
    let text = JOINTS.iter().fold(text.to_owned(), |text, joint| text.replace(joint, ";"));
    let is_address = |word: &str| word.contains('@');
    let text = match is_address(&text) {
        true => text.split(' ').filter(|word| !is_address(word)).collect::<Vec<_>>().join(" "),
        false => text,
    };
    text.split([';', ',', '|', '/', '•', '·', '–', '—', '»', '(', '\n'])
        .map(|part| once(part.trim().trim_end_matches('.').trim_start_matches("By ").trim()).to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// "Ann Lee Ann Lee", the name beside the text of a portrait → "Ann Lee".
fn once(name: &str) -> &str {
    let (half, rest) = name.split_at(name.floor_char_boundary(name.len() / 2));
    if rest.strip_prefix(' ').is_some_and(|rest| rest == half) { half } else { name }
}

/// A word that a person may sign with alone: "Krystyna".
fn is_given_name(name: &str) -> bool {
    name.chars().count() >= 3
        && name.starts_with(char::is_uppercase)
        && name.chars().skip(1).all(char::is_lowercase)
        && !NO_NAME.contains(&format!(" {} ", name.to_lowercase()))
        && date::month_named(&name.to_lowercase()).is_none()
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
        assert_eq!(
            authors("<h1>Vote</h1><div id=comments><span class=author-name>Some Reader</span></div>"),
            Vec::<String>::new()
        );
    }
}
