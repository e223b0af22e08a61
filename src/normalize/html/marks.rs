//! What the names that a page gives its parts say about them.

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
    pub fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// Whether the sets share something.
    pub fn any(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }
}

/// What an element says of itself: by its tag, its role, and the words of its class and id.
pub fn of(dom: &Dom, node: NodeId, tag: Tag) -> Marks {
    let mut marks = match tag {
        Tag::Nav => Marks::NAVIGATION,
        Tag::Aside => Marks::ASIDE,
        Tag::Figure | Tag::FigCaption | Tag::Caption => Marks::CAPTION,
        Tag::Blockquote => Marks::QUOTE,
        Tag::Html | Tag::Body | Tag::Main => return Marks::NONE,
        _ => Marks::NONE,
    };
    if is_hidden(dom, node) {
        marks = marks.with(Marks::HIDDEN);
    }
    if let Some(role) = dom.attribute(node, "role") {
        marks = marks.with(match role {
            "navigation" | "menu" | "menubar" | "banner" | "contentinfo" | "search" | "tablist" => Marks::NAVIGATION,
            "complementary" => Marks::ASIDE,
            "dialog" | "alertdialog" | "alert" => Marks::PROMOTION,
            _ => Marks::NONE,
        });
    }
    // A heading's or an article's own names tell what it is about more often than what it is.
    if tag != Tag::Article && tag.heading().is_none() {
        for name in ["class", "id", "data-testid"] {
            if let Some(value) = dom.attribute(node, name) {
                words(value, |word, next| marks = marks.with(of_word(word, next)));
            }
        }
    }
    marks
}

fn is_hidden(dom: &Dom, node: NodeId) -> bool {
    dom.attribute(node, "hidden").is_some()
        || dom.attribute(node, "aria-hidden").is_some_and(|v| v.eq_ignore_ascii_case("true"))
        || dom.attribute(node, "style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}

/// Calls back with each lower-case word of a class list and the word behind it ("" at the end of a name).
///
/// Names are parted at spaces, words at hyphens, underscores and where a capital follows a small letter.
fn words(value: &str, mut each: impl FnMut(&str, &str)) {
    let mut name_words: Vec<String> = Vec::with_capacity(6);
    for name in value.split_ascii_whitespace().take(24) {
        // Names made by build tools and utilities ("css-1x2y3z", "md:flex") say nothing worth their price.
        if name.len() > 80 {
            continue;
        }
        name_words.clear();
        let mut current = String::new();
        let mut was_small = false;
        for c in name.chars() {
            if !c.is_ascii_alphabetic() || was_small && c.is_ascii_uppercase() {
                if !current.is_empty() {
                    name_words.push(std::mem::take(&mut current));
                }
            }
            if c.is_ascii_alphabetic() {
                current.push(c.to_ascii_lowercase());
            }
            was_small = c.is_ascii_lowercase();
        }
        if !current.is_empty() {
            name_words.push(current);
        }
        for (i, word) in name_words.iter().enumerate() {
            each(word, name_words.get(i + 1).map_or("", String::as_str));
        }
    }
}

/// What one word of a name says.
fn of_word(word: &str, next: &str) -> Marks {
    let exact =
        match word {
            "nav" | "menu" | "menus" | "navbar" | "navi" | "breadcrumb" | "breadcrumbs" | "crumbs" | "pagination"
            | "pager" | "masthead" | "footer" | "topbar" | "toolbar" | "sitemap" | "skip" | "offcanvas"
            | "colophon" => Marks::NAVIGATION,
            "sidebar" | "aside" | "rail" | "infobox" | "widget" | "widgets" | "sidebars" => Marks::ASIDE,
            "comment" | "comments" | "disqus" | "respond" | "replies" | "commentlist" | "livefyre" | "viafoura"
            | "coral" | "discussion" | "spotim" | "reactions" => Marks::COMMENTS,
            "related" | "recommended" | "recommendations" | "recommendation" | "recirc" | "recirculation"
            | "outbrain" | "taboola" | "readmore" | "teaser" | "teasers" | "trending" | "popular" | "mostread"
            | "similar" | "crosslink" | "crosslinks" | "upnext" | "yarpp" | "jp" | "zergnet" | "morelikethis"
            | "seealso" => Marks::RELATED,
            "share" | "sharing" | "social" | "socials" | "sharedaddy" | "addthis" | "addtoany" | "sharebar"
            | "shares" | "sharer" | "sharethis" | "socialmedia" | "follow" | "whatsapp" | "pinterest" => Marks::SHARE,
            "newsletter" | "newsletters" | "subscribe" | "subscription" | "signup" | "advert" | "advertisement"
            | "advertising" | "ad" | "ads" | "adsense" | "dfp" | "sponsor" | "sponsored" | "promo" | "promos"
            | "promotion" | "cookie" | "cookies" | "gdpr" | "consent" | "popup" | "modal" | "lightbox" | "paywall"
            | "cta" | "optin" | "banner" | "donate" | "donation" | "mailchimp" | "mc" | "regwall" | "piano"
            | "commercial" | "overlay" | "disclaimer" | "copyright" | "license" => Marks::PROMOTION,
            "byline" | "bylines" | "author" | "authors" | "bio" | "contributor" | "contributors" | "authorbox"
            | "vcard" => Marks::AUTHOR,
            "dateline" | "timestamp" | "pubdate" | "postmeta" | "tags" | "taglist" | "kicker" | "eyebrow"
            | "hashtags" | "categories" | "readtime" | "postinfo" | "metadata" | "meta" | "credits" | "taxonomy"
            | "keywords" => Marks::META,
            "caption" | "captions" | "figcaption" | "imagecaption" | "wp-caption-text" | "gallery" | "slideshow"
            | "carousel" | "photocredit" | "credit" => Marks::CAPTION,
            "pullquote" | "pullquotes" => Marks::PULL_QUOTE,
            "toc" | "tableofcontents" | "ez" => Marks::CONTENTS,
            "hidden" | "hide" | "invisible" | "noprint" | "printonly" => Marks::NONE,
            _ => Marks::NONE,
        };
    if exact != Marks::NONE {
        return exact;
    }
    let pair = match (word, next) {
        ("pull", "quote" | "quotes") => Marks::PULL_QUOTE,
        ("read", "more" | "next" | "also")
        | ("see", "also")
        | ("more", "stories" | "news" | "from" | "posts" | "articles" | "on")
        | ("most", "read" | "popular" | "viewed")
        | ("latest", "news" | "posts" | "stories" | "articles")
        | ("up", "next")
        | ("also", "like" | "read")
        | ("link", "list")
        | ("next", "post" | "article")
        | ("prev", "next") => Marks::RELATED,
        ("sign", "up") | ("call", "to") | ("opt", "in") => Marks::PROMOTION,
        ("post", "meta" | "info" | "tags" | "date" | "footer" | "navigation")
        | ("entry", "meta" | "footer" | "utility" | "date")
        | ("article", "meta" | "info" | "tags" | "date" | "footer")
        | ("publish", "date")
        | ("published", "date")
        | ("reading", "time")
        | ("read", "time")
        | ("tag", "list" | "links" | "cloud")
        | ("cat", "links") => Marks::META,
        ("about", "author" | "the") | ("writer", "info") => Marks::AUTHOR,
        ("table", "of") => Marks::CONTENTS,
        ("skip", "link" | "to")
        | ("site", "header" | "footer" | "nav" | "navigation")
        | ("page", "header" | "footer")
        | ("global", "header" | "footer")
        | ("main", "nav" | "menu") => Marks::NAVIGATION,
        ("screen", "reader") | ("visually", "hidden") | ("sr", "only") => Marks::HIDDEN,
        _ => Marks::NONE,
    };
    if pair != Marks::NONE {
        return pair;
    }
    for (beginning, marks) in [
        ("comment", Marks::COMMENTS),
        ("newsletter", Marks::PROMOTION),
        ("sidebar", Marks::ASIDE),
        ("related", Marks::RELATED),
        ("recommend", Marks::RELATED),
        ("breadcrumb", Marks::NAVIGATION),
        ("socialshare", Marks::SHARE),
        ("sharebutton", Marks::SHARE),
        ("advert", Marks::PROMOTION),
        ("cookie", Marks::PROMOTION),
        ("authorbio", Marks::AUTHOR),
        ("authorinfo", Marks::AUTHOR),
        ("imagecaption", Marks::CAPTION),
    ] {
        if word.len() > beginning.len() && word.starts_with(beginning) {
            return marks;
        }
    }
    Marks::NONE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::html::dom::ROOT;

    fn check(element: &str, want: Marks) {
        let dom = Dom::parse(element);
        let (node, tag) = *dom.elements(ROOT).last().expect("an element");
        assert_eq!(of(&dom, node, tag), want, "{element}");
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
    }
}
