//! What the names that a page gives its parts say about them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::attribute::Attr;
use super::dom::{Dom, NodeId};
use super::tag::Tag;

/// A set of things that a part of a page may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks(u16);

impl Marks {
    /// Nothing is known.
    pub const NONE: Marks = Marks(0);
    /// Not shown to readers.
    pub const HIDDEN: Marks = Marks(1);
    /// Menus, breadcrumbs, page headers and footers.
    pub const NAVIGATION: Marks = Marks(2);
    /// Side columns.
    pub const ASIDE: Marks = Marks(4);
    /// Readers' comments.
    pub const COMMENTS: Marks = Marks(8);
    /// Teasers of other articles.
    pub const RELATED: Marks = Marks(16);
    /// Buttons for sharing and following.
    pub const SHARE: Marks = Marks(32);
    /// Newsletters, subscriptions, advertisements, cookie notices.
    pub const PROMOTION: Marks = Marks(64);
    /// Who wrote it.
    pub const AUTHOR: Marks = Marks(128);
    /// Date, byline, tags and the like.
    pub const META: Marks = Marks(256);
    /// Text of a picture.
    pub const CAPTION: Marks = Marks(512);
    /// A sentence of the article, repeated in large letters.
    pub const PULL_QUOTE: Marks = Marks(1024);
    /// A quotation as a block of its own.
    pub const QUOTE: Marks = Marks(2048);
    /// A table of contents.
    pub const CONTENTS: Marks = Marks(4096);

    /// Everything that is no part of an article's text.
    pub const BOILERPLATE: Marks = Marks(
        Self::HIDDEN.0
            | Self::NAVIGATION.0
            | Self::ASIDE.0
            | Self::COMMENTS.0
            | Self::RELATED.0
            | Self::SHARE.0
            | Self::PROMOTION.0
            | Self::AUTHOR.0
            | Self::META.0
            | Self::CONTENTS.0
            | Self::PULL_QUOTE.0,
    );

    /// Both sets together.
    pub const fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// Whether the sets share something.
    pub fn any(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }
}

/// Most names of a class list that are read, and the longest that is, in bytes.
const MOST_NAMES: usize = 24;
const LONGEST_NAME: usize = 80;

/// Reads what elements say of themselves; pages repeat few names often, so each is read once.
pub struct Marker<'a> {
    dom: &'a Dom,
    known: HashMap<&'a str, Marks>,
}

impl<'a> Marker<'a> {
    /// Nothing is known yet.
    pub fn new(dom: &'a Dom) -> Self {
        Marker { dom, known: HashMap::new() }
    }

    /// What an element says: by its tag, its role, and the words of its class and id.
    pub fn of(&mut self, node: NodeId, tag: Tag) -> Marks {
        let mut marks = match tag {
            Tag::Nav | Tag::Footer => Marks::NAVIGATION,
            Tag::Address => Marks::META,
            Tag::Aside => Marks::ASIDE,
            Tag::Figure | Tag::FigCaption | Tag::Caption => Marks::CAPTION,
            Tag::Blockquote => Marks::QUOTE,
            Tag::Html | Tag::Body | Tag::Main => return Marks::NONE,
            _ => Marks::NONE,
        };
        if is_hidden(self.dom, node) {
            marks = marks.with(Marks::HIDDEN);
        }
        if let Some(role) = self.dom.attribute(node, Attr::Role) {
            marks = marks.with(match role {
                "navigation" | "menu" | "menubar" | "banner" | "contentinfo" | "search" | "tablist" => {
                    Marks::NAVIGATION
                }
                "complementary" => Marks::ASIDE,
                "dialog" | "alertdialog" | "alert" => Marks::PROMOTION,
                _ => Marks::NONE,
            });
        }
        // A heading's or an article's own names tell what it is about more often than what it is.
        if tag != Tag::Article && tag.heading().is_none() {
            for name in [Attr::Class, Attr::Id] {
                if let Some(value) = self.dom.attribute(node, name) {
                    marks = marks.with(*self.known.entry(value).or_insert_with(|| of_names(value)));
                }
            }
        }
        marks
    }
}

/// Whether an element in a line is a label that only screen readers speak ("Author", "Opens in a new window").
pub fn is_for_machines(dom: &Dom, node: NodeId) -> bool {
    dom.attribute(node, Attr::Class).is_some_and(|class| FOR_MACHINES.split(' ').any(|name| class.contains(name)))
}

/// What the words of a class list say.
fn of_names(value: &str) -> Marks {
    let mut marks = Marks::NONE;
    let (mut joined, mut ends) = (String::new(), Vec::new());
    for name in value.split_ascii_whitespace().take(MOST_NAMES) {
        // Names made by build tools and utilities ("css-1x2y3z", "md:flex") say nothing worth their price.
        if name.len() > LONGEST_NAME {
            continue;
        }
        join_words(name, &mut joined, &mut ends);
        let words = || ends.iter().scan(0, |from, &end| Some((std::mem::replace(from, end + 1), end)));
        // "has-sidebar", "sidebar-enabled--false" tell of the layout, not of the part.
        if words()
            .any(|(from, end)| matches!(&joined[from..end], "has" | "no" | "with" | "without" | "enabled" | "enable"))
        {
            continue;
        }
        for (i, (from, end)) in words().enumerate() {
            let pair = ends.get(i + 1).map(|&next| &joined[from..next]);
            marks = marks.with(of_word(&joined[from..end], pair));
        }
    }
    marks
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

/// What names say of labels that only screen readers speak.
const FOR_MACHINES: &str = "screen-reader visually-hidden sr-only";

/// Words of names, and what they say.
const WORDS: [(Marks, &str); 11] = [
    (
        Marks::NAVIGATION,
        "nav menu menus navbar navi breadcrumb breadcrumbs crumbs pagination pager masthead footer topbar toolbar sitemap \
         skip offcanvas colophon dropdown submenu toggle logo login btn button buttons",
    ),
    (Marks::ASIDE, "sidebar sidebars aside rail infobox"),
    (
        Marks::COMMENTS,
        "comment comments disqus respond replies commentlist commentform livefyre viafoura coral spotim reactions \
         kommentare commentaires comentarios commenti reacties",
    ),
    (
        Marks::RELATED,
        "related recommended recommendations recommendation recirc recirculation outbrain taboola readmore teaser \
         teasers trending mostread similar crosslink crosslinks upnext yarpp jp zergnet morelikethis seealso slider \
         swiper carousel slideshow testimonial testimonials",
    ),
    (
        Marks::SHARE,
        "share sharing social socials sharedaddy addthis addtoany sharebar shares sharer sharethis socialmedia follow \
         whatsapp pinterest likes jetpack",
    ),
    (
        Marks::PROMOTION,
        "newsletter newsletters subscribe subscription signup advert advertisement advertising ad ads adsense dfp \
         sponsor sponsored promo promos promotion cookie cookies gdpr consent popup modal lightbox paywall cta optin \
         banner donate donation mailchimp regwall piano commercial overlay disclaimer copyright license affiliate \
         notice tooltip feedback error",
    ),
    (
        Marks::AUTHOR,
        "byline bylines author authors bio contributor contributors authorbox vcard signature postprofile userinfo autor signatur",
    ),
    (
        Marks::META,
        "dateline timestamp pubdate postmeta tags taglist kicker eyebrow hashtags categories readtime postinfo metadata \
         meta credits taxonomy keywords",
    ),
    (Marks::CAPTION, "caption captions figcaption imagecaption gallery photocredit credit"),
    (Marks::PULL_QUOTE, "pullquote pullquotes"),
    (Marks::CONTENTS, "toc tableofcontents"),
];

/// Two words of a name in a row, and what they say.
const PAIRS: [(Marks, &str); 8] = [
    (
        Marks::NAVIGATION,
        "skip-link skip-to site-header site-footer site-nav site-navigation page-header page-footer global-header \
         global-footer main-nav main-menu",
    ),
    (
        Marks::RELATED,
        "read-more read-next read-also see-also more-stories more-news more-from more-posts more-articles more-on \
         most-read most-popular most-viewed latest-news latest-posts latest-stories latest-articles recent-posts \
         recent-news up-next also-like also-read link-list next-post next-article prev-next post-excerpt",
    ),
    (Marks::PROMOTION, "sign-up sign-in call-to opt-in success-message form-done form-fail form-success contact-us"),
    (
        Marks::META,
        "post-meta post-info post-tags post-date post-footer post-navigation post-header post-title entry-meta \
         entry-footer entry-utility entry-date entry-header entry-title article-meta article-info article-tags \
         article-date article-footer article-header article-title publish-date published-date reading-time read-time \
         tag-list tag-links tag-cloud cat-links",
    ),
    (Marks::AUTHOR, "about-author about-the writer-info"),
    (Marks::CONTENTS, "table-of"),
    (Marks::HIDDEN, FOR_MACHINES),
    (Marks::PULL_QUOTE, "pull-quote pull-quotes"),
];

/// Beginnings of words that were run together.
const BEGINNINGS: [(Marks, &str); 13] = [
    (Marks::COMMENTS, "comment"),
    (Marks::PROMOTION, "newsletter"),
    (Marks::PROMOTION, "advert"),
    (Marks::PROMOTION, "cookie"),
    (Marks::ASIDE, "sidebar"),
    (Marks::RELATED, "related"),
    (Marks::RELATED, "recommend"),
    (Marks::NAVIGATION, "breadcrumb"),
    (Marks::SHARE, "socialshare"),
    (Marks::SHARE, "sharebutton"),
    (Marks::AUTHOR, "authorbio"),
    (Marks::AUTHOR, "authorinfo"),
    (Marks::CAPTION, "imagecaption"),
];

static TABLE: LazyLock<HashMap<&'static str, Marks>> = LazyLock::new(|| {
    let entries = WORDS.iter().chain(&PAIRS);
    entries.flat_map(|(marks, words)| words.split(' ').map(|word| (word, *marks))).collect()
});

/// What a word of a name says, alone or with the word behind it ("word-next").
fn of_word(word: &str, pair: Option<&str>) -> Marks {
    if let Some(&marks) = TABLE.get(word).or_else(|| TABLE.get(pair?)) {
        return marks;
    }
    BEGINNINGS.iter().find(|(_, beginning)| word.starts_with(beginning)).map_or(Marks::NONE, |(marks, _)| *marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(element: &str, want: Marks) {
        let dom = Dom::parse(element);
        let (node, tag) = *dom.elements().last().expect("an element");
        assert_eq!(Marker::new(&dom).of(node, tag), want, "{element}");
    }

    #[test]
    fn names_tell_what_a_part_is() {
        check("<div class='c-article__relatedLinks'>", Marks::RELATED);
        check("<div class='shareholder-letter'>", Marks::NONE);
        check("<section id=comments>", Marks::COMMENTS);
        check("<p style='color: red; DISPLAY : none'>", Marks::HIDDEN);
        check("<nav>", Marks::NAVIGATION);
        check("<div class='entry-content'>", Marks::NONE);
        check("<h2 class=related>", Marks::NONE);
        check("<div id='component_1ad269af0d'>", Marks::NONE);
        check("<div id=ad2 class=sidebarLeft>", Marks::PROMOTION.with(Marks::ASIDE));
        check("<div hidden id='S:3'>", Marks::NONE);
        check("<div hidden id=s3>", Marks::HIDDEN);
    }
}
