//! The elements that article extraction tells apart.

use html5ever::{LocalName, local_name};

/// An element by what it means for an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Tag {
    Html,
    Head,
    Body,
    Title,
    Meta,
    Link,
    Base,
    P,
    Div,
    Section,
    Article,
    Main,
    Header,
    Footer,
    Nav,
    Aside,
    Figure,
    FigCaption,
    Blockquote,
    Pre,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    List,
    Item,
    Table,
    TableBody,
    Row,
    Cell,
    Caption,
    Form,
    Details,
    Address,
    Rule,
    Br,
    A,
    Bold,
    Emphasis,
    Span,
    Quote,
    Time,
    Img,
    Sup,
    /// Form fields, buttons, media: nothing of an article's text.
    Control,
    /// A script that holds JSON-LD.
    JsonLd,
    /// Scripts, styles, templates, drawings: their text is never read.
    Ignored,
    /// Any other element, in line with its text.
    Inline,
}

impl Tag {
    /// The tag of an HTML element's name.
    pub fn of(name: &LocalName) -> Self {
        match *name {
            local_name!("html") => Tag::Html,
            local_name!("head") => Tag::Head,
            local_name!("body") => Tag::Body,
            local_name!("title") => Tag::Title,
            local_name!("meta") => Tag::Meta,
            local_name!("link") => Tag::Link,
            local_name!("base") => Tag::Base,
            local_name!("p") => Tag::P,
            local_name!("div") | local_name!("center") | local_name!("hgroup") | local_name!("search") => Tag::Div,
            local_name!("section") => Tag::Section,
            local_name!("article") => Tag::Article,
            local_name!("main") => Tag::Main,
            local_name!("header") => Tag::Header,
            local_name!("footer") => Tag::Footer,
            local_name!("nav") | local_name!("menu") => Tag::Nav,
            local_name!("aside") => Tag::Aside,
            local_name!("figure") => Tag::Figure,
            local_name!("figcaption") => Tag::FigCaption,
            local_name!("blockquote") => Tag::Blockquote,
            local_name!("pre") => Tag::Pre,
            local_name!("h1") => Tag::H1,
            local_name!("h2") => Tag::H2,
            local_name!("h3") => Tag::H3,
            local_name!("h4") => Tag::H4,
            local_name!("h5") => Tag::H5,
            local_name!("h6") => Tag::H6,
            local_name!("ul") | local_name!("ol") | local_name!("dl") => Tag::List,
            local_name!("li") | local_name!("dt") | local_name!("dd") => Tag::Item,
            local_name!("table") => Tag::Table,
            local_name!("thead") | local_name!("tbody") | local_name!("tfoot") => Tag::TableBody,
            local_name!("tr") => Tag::Row,
            local_name!("td") | local_name!("th") => Tag::Cell,
            local_name!("caption") => Tag::Caption,
            local_name!("form") | local_name!("fieldset") | local_name!("dialog") => Tag::Form,
            local_name!("details") | local_name!("summary") => Tag::Details,
            local_name!("address") => Tag::Address,
            local_name!("hr") => Tag::Rule,
            local_name!("br") => Tag::Br,
            local_name!("a") => Tag::A,
            local_name!("b") | local_name!("strong") => Tag::Bold,
            local_name!("em") | local_name!("i") | local_name!("u") => Tag::Emphasis,
            local_name!("span") | local_name!("font") => Tag::Span,
            local_name!("q") => Tag::Quote,
            local_name!("time") => Tag::Time,
            local_name!("img") => Tag::Img,
            local_name!("sup") => Tag::Sup,
            local_name!("button")
            | local_name!("input")
            | local_name!("select")
            | local_name!("textarea")
            | local_name!("option")
            | local_name!("label")
            | local_name!("video")
            | local_name!("audio")
            | local_name!("iframe")
            | local_name!("object")
            | local_name!("embed")
            | local_name!("canvas")
            | local_name!("map")
            | local_name!("progress")
            | local_name!("meter")
            | local_name!("output")
            | local_name!("datalist")
            | local_name!("optgroup")
            | local_name!("marquee") => Tag::Control,
            local_name!("script")
            | local_name!("style")
            | local_name!("template")
            | local_name!("noscript")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("svg")
            | local_name!("math")
            | local_name!("frameset")
            | local_name!("rp")
            | local_name!("rt") => Tag::Ignored,
            ref other if **other == *"amp-layout" => Tag::Div,
            _ => Tag::Inline,
        }
    }

    /// Whether a line of text ends where the element begins and where it ends.
    pub fn is_block(self) -> bool {
        use Tag::*;
        !matches!(
            self,
            Br | A | Bold | Emphasis | Span | Quote | Time | Img | Sup | Control | JsonLd | Ignored | Inline | Title
        )
    }

    /// The level of a heading.
    pub fn heading(self) -> Option<u8> {
        Some(match self {
            Tag::H1 => 1,
            Tag::H2 => 2,
            Tag::H3 => 3,
            Tag::H4 => 4,
            Tag::H5 => 5,
            Tag::H6 => 6,
            _ => return None,
        })
    }
}
