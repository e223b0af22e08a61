//! The elements that article extraction tells apart.

use html5ever::LocalName;

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
        match &**name {
            "html" => Tag::Html,
            "head" => Tag::Head,
            "body" => Tag::Body,
            "title" => Tag::Title,
            "meta" => Tag::Meta,
            "link" => Tag::Link,
            "base" => Tag::Base,
            "p" => Tag::P,
            "div" | "center" | "hgroup" | "search" | "amp-layout" => Tag::Div,
            "section" => Tag::Section,
            "article" => Tag::Article,
            "main" => Tag::Main,
            "header" => Tag::Header,
            "footer" => Tag::Footer,
            "nav" | "menu" => Tag::Nav,
            "aside" => Tag::Aside,
            "figure" => Tag::Figure,
            "figcaption" => Tag::FigCaption,
            "blockquote" => Tag::Blockquote,
            "pre" => Tag::Pre,
            "h1" => Tag::H1,
            "h2" => Tag::H2,
            "h3" => Tag::H3,
            "h4" => Tag::H4,
            "h5" => Tag::H5,
            "h6" => Tag::H6,
            "ul" | "ol" | "dl" => Tag::List,
            "li" | "dt" | "dd" => Tag::Item,
            "table" => Tag::Table,
            "thead" | "tbody" | "tfoot" => Tag::TableBody,
            "tr" => Tag::Row,
            "td" | "th" => Tag::Cell,
            "caption" => Tag::Caption,
            "form" | "fieldset" | "dialog" => Tag::Form,
            "details" | "summary" => Tag::Details,
            "address" => Tag::Address,
            "hr" => Tag::Rule,
            "br" => Tag::Br,
            "a" => Tag::A,
            "b" | "strong" => Tag::Bold,
            "em" | "i" | "u" => Tag::Emphasis,
            "span" | "font" => Tag::Span,
            "q" => Tag::Quote,
            "time" => Tag::Time,
            "img" => Tag::Img,
            "sup" => Tag::Sup,
            "button" | "input" | "select" | "textarea" | "option" | "label" | "video" | "audio" | "iframe"
            | "object" | "embed" | "canvas" | "map" | "progress" | "meter" | "output" | "datalist" | "optgroup"
            | "marquee" => Tag::Control,
            "script" | "style" | "template" | "noscript" | "noembed" | "noframes" | "svg" | "math" | "frameset"
            | "rp" | "rt" => Tag::Ignored,
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
