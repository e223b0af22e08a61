//! What the names that a page gives its parts say about them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::dom::{Attr, Dom, NodeId, Tag};
use crate::normalize::wording::class_names;

bitflags::bitflags! {
    /// What a part of a page is, as far as that is known; most of it is no part of an article's text.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub struct Boilerplate: u16 {
        /// Not shown to readers.
        const HIDDEN = 1;
        /// Menus, breadcrumbs, page headers and footers.
        const NAVIGATION = 1 << 1;
        /// Side columns.
        const ASIDE = 1 << 2;
        /// Readers' comments.
        const COMMENTS = 1 << 3;
        /// Teasers of other articles.
        const RELATED = 1 << 4;
        /// Buttons for sharing and following.
        const SHARE = 1 << 5;
        /// Newsletters, subscriptions, advertisements, cookie notices.
        const PROMOTION = 1 << 6;
        /// Who wrote it.
        const AUTHOR = 1 << 7;
        /// Date, byline, tags and the like.
        const META = 1 << 8;
        /// Text of a picture.
        const CAPTION = 1 << 9;
        /// A sentence of the article, repeated in large letters.
        const PULL_QUOTE = 1 << 10;
        /// A quotation as a block of its own, which is text.
        const QUOTE = 1 << 11;
        /// A table of contents.
        const CONTENTS = 1 << 12;
        /// A line that by its words points elsewhere, sells something, or only says who wrote it and when.
        const LINE = 1 << 13;
        /// A line of links: a teaser, a menu or a button.
        const LINKS = 1 << 14;

        /// Whatever the elements around a line say that makes it no part of an article's text.
        const AROUND = Self::HIDDEN.bits() | Self::NAVIGATION.bits() | Self::ASIDE.bits() | Self::COMMENTS.bits()
            | Self::RELATED.bits() | Self::SHARE.bits() | Self::PROMOTION.bits() | Self::AUTHOR.bits()
            | Self::META.bits() | Self::CONTENTS.bits() | Self::PULL_QUOTE.bits();
    }
}

/// Most names of a class list that are read, and the longest that is, in bytes.
const MOST_NAMES: usize = 24;
const LONGEST_NAME: usize = 80;

/// Reads what elements say of themselves; pages repeat few names often, so each is read once.
pub struct Labeller<'a> {
    dom: &'a Dom,
    known: HashMap<&'a str, Boilerplate>,
}

impl<'a> Labeller<'a> {
    /// Nothing is known yet.
    pub fn new(dom: &'a Dom) -> Self {
        Labeller { dom, known: HashMap::new() }
    }

    /// What an element says: by its tag, its role, and the words of its class and id.
    pub fn of(&mut self, node: NodeId, tag: Tag) -> Boilerplate {
        let mut labels = match tag {
            Tag::Nav | Tag::Footer => Boilerplate::NAVIGATION,
            Tag::Address => Boilerplate::META,
            Tag::Aside => Boilerplate::ASIDE,
            Tag::Figure | Tag::FigCaption | Tag::Caption => Boilerplate::CAPTION,
            Tag::Blockquote => Boilerplate::QUOTE,
            Tag::Html | Tag::Body | Tag::Main => return Boilerplate::empty(),
            _ => Boilerplate::empty(),
        };
        if is_hidden(self.dom, node) {
            labels |= Boilerplate::HIDDEN;
        }
        if let Some(role) = self.dom.attribute(node, Attr::Role) {
            labels |= match role {
                "navigation" | "menu" | "menubar" | "banner" | "contentinfo" | "search" | "tablist" => {
                    Boilerplate::NAVIGATION
                }
                "complementary" => Boilerplate::ASIDE,
                "dialog" | "alertdialog" | "alert" => Boilerplate::PROMOTION,
                _ => Boilerplate::empty(),
            };
        }
        // A heading's or an article's own names tell what it is about more often than what it is.
        if tag != Tag::Article && tag.heading().is_none() {
            for name in [Attr::Class, Attr::Id] {
                if let Some(value) = self.dom.attribute(node, name) {
                    labels |= *self.known.entry(value).or_insert_with(|| of_names(value));
                }
            }
        }
        labels
    }
}

/// Whether an element in a line is a label that only screen readers speak ("Author", "Opens in a new window").
pub fn is_for_machines(dom: &Dom, node: NodeId) -> bool {
    dom.attribute(node, Attr::Class).is_some_and(|class| SPOKEN.iter().any(|name| class.contains(name)))
}

/// Whether an element in a line is not seen: such a label, or hidden.
pub fn is_unseen(dom: &Dom, node: NodeId) -> bool {
    let is_hidden = || {
        let style = dom.attribute(node, Attr::Style).filter(|style| style.contains("none"));
        dom.attribute(node, Attr::Hidden).is_some()
            || style.is_some_and(|style| style.replace(' ', "").to_ascii_lowercase().contains("display:none"))
    };
    is_for_machines(dom, node) || is_hidden()
}

/// What the words of a class list say.
fn of_names(value: &str) -> Boilerplate {
    let mut labels = Boilerplate::empty();
    let (mut joined, mut ends) = (String::new(), Vec::new());
    for name in value.split_ascii_whitespace().take(MOST_NAMES) {
        // Names made by build tools say nothing worth their price, and utilities ("md:hidden", "w-[--sidebar-width]") say
        // how a part looks.
        if name.len() > LONGEST_NAME || name.contains([':', '[']) {
            continue;
        }
        join_words(name, &mut joined, &mut ends);
        let words = || ends.iter().scan(0, |from, &end| Some((std::mem::replace(from, end + 1), end)));
        // "has-sidebar", "sidebar-enabled--false" tell of the layout, not of the part.
        if words().any(|(from, end)| LAYOUT.contains(&&joined[from..end])) {
            continue;
        }
        for (i, (from, end)) in words().enumerate() {
            let pair = ends.get(i + 1).map(|&next| &joined[from..next]);
            labels |= of_word(&joined[from..end], pair);
        }
    }
    labels
}

fn is_hidden(dom: &Dom, node: NodeId) -> bool {
    // React sends parts of a page that it shows as soon as they are there as hidden elements of such ids.
    let is_streamed = || dom.attribute(node, Attr::Id).is_some_and(|id| id.starts_with("S:"));
    dom.attribute(node, Attr::Hidden).is_some() && !is_streamed()
        || dom.attribute(node, Attr::AriaHidden).is_some_and(|v| v.eq_ignore_ascii_case("true"))
        || dom.attribute(node, Attr::Style).is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}

/// Joins the lower-case words of a name by hyphens, and says where each ends.
///
/// Words are parted at hyphens, underscores and where a capital follows a small letter. What starts with a digit is a
/// number or part of a hash ("component_1ad269af0d"), and so is what stands behind a digit.
fn join_words(name: &str, joined: &mut String, ends: &mut Vec<usize>) {
    joined.clear();
    ends.clear();
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric());
    for part in parts.filter(|part| part.starts_with(|c: char| c.is_ascii_alphabetic())) {
        if !joined.is_empty() {
            joined.push('-');
        }
        let mut was_small = false;
        for c in part.chars().take_while(char::is_ascii_alphabetic) {
            if was_small && c.is_ascii_uppercase() {
                ends.push(joined.len());
                joined.push('-');
            }
            joined.push(c.to_ascii_lowercase());
            was_small = c.is_ascii_lowercase();
        }
        ends.push(joined.len());
    }
}

/// What the words of names say: single words and two in a row by themselves, beginnings in order.
struct Words {
    whole: HashMap<&'static str, Boilerplate>,
    beginnings: Vec<(&'static str, Boilerplate)>,
}

static LAYOUT: LazyLock<&[&str]> = LazyLock::new(|| class_names("layout"));
static SPOKEN: LazyLock<&[&str]> = LazyLock::new(|| class_names("spoken"));
static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { whole: HashMap::new(), beginnings: Vec::new() };
    for (section, label) in [
        ("navigation", Boilerplate::NAVIGATION),
        ("aside", Boilerplate::ASIDE),
        ("comments", Boilerplate::COMMENTS),
        ("related", Boilerplate::RELATED),
        ("share", Boilerplate::SHARE),
        ("promotion", Boilerplate::PROMOTION),
        ("author", Boilerplate::AUTHOR),
        ("meta", Boilerplate::META),
        ("caption", Boilerplate::CAPTION),
        ("pull-quote", Boilerplate::PULL_QUOTE),
        ("contents", Boilerplate::CONTENTS),
        ("hidden", Boilerplate::HIDDEN),
    ] {
        for &word in class_names(section) {
            match word.strip_suffix('*') {
                Some(beginning) => words.beginnings.push((beginning, label)),
                None => _ = words.whole.insert(word, label),
            }
        }
    }
    words
});

/// What a word of a name says, alone or with the word after it ("word-next").
fn of_word(word: &str, pair: Option<&str>) -> Boilerplate {
    if let Some(&label) = WORDS.whole.get(word).or_else(|| WORDS.whole.get(pair?)) {
        return label;
    }
    let begun = WORDS.beginnings.iter().find(|(beginning, _)| word.starts_with(beginning));
    begun.map_or(Boilerplate::empty(), |(_, label)| *label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(element: &str, want: Boilerplate) {
        let dom = Dom::parse(element);
        let (node, tag) = *dom.elements().last().expect("an element");
        assert_eq!(Labeller::new(&dom).of(node, tag), want, "{element}");
    }

    #[test]
    fn names_tell_what_a_part_is() {
        check("<div class='c-article__relatedLinks'>", Boilerplate::RELATED);
        check("<div class='shareholder-letter'>", Boilerplate::empty());
        check("<section id=comments>", Boilerplate::COMMENTS);
        check("<p style='color: red; DISPLAY : none'>", Boilerplate::HIDDEN);
        check("<nav>", Boilerplate::NAVIGATION);
        check("<div class='entry-content'>", Boilerplate::empty());
        check("<h2 class=related>", Boilerplate::empty());
        check("<div id='component_1ad269af0d'>", Boilerplate::empty());
        check("<div id=ad2 class=sidebarLeft>", Boilerplate::PROMOTION | Boilerplate::ASIDE);
        check("<div hidden id='S:3'>", Boilerplate::empty());
        check("<div class='lg:mr-[--sidebar-width] max-2xl:hidden'>", Boilerplate::empty());
        check("<div hidden id=s3>", Boilerplate::HIDDEN);
    }
}
