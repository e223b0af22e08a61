//! The attributes that article extraction reads; all others are dropped while a page is parsed.

use html5ever::{LocalName, local_name};

/// The attributes in which scripts keep the moment that they show as a relative date, and what is shown on hovering.
const STAMPS: [&str; 18] = [
    "data-timestamp",
    "data-datetime",
    "data-date-time",
    "data-utime",
    "data-time",
    "data-date",
    "data-published",
    "data-publish-date",
    "data-pubdate",
    "data-published-at",
    "data-unixtime",
    "data-unix",
    "data-epoch",
    "data-ts",
    "data-title",
    "data-tooltip",
    "data-original-title",
    "data-bs-original-title",
];

/// An attribute by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Attr {
    Class,
    Id,
    Href,
    ItemProp,
    Role,
    Rel,
    Property,
    Name,
    Content,
    DateTime,
    Style,
    Hidden,
    AriaHidden,
    Lang,
    Title,
    Alt,
    /// The moment that the words of a relative date ("3 hours ago") were made from.
    Stamp,
}

impl Attr {
    /// The attribute of an HTML attribute's name, if it is one that is read.
    pub fn of(name: &LocalName) -> Option<Self> {
        Some(match *name {
            local_name!("class") => Attr::Class,
            local_name!("id") => Attr::Id,
            local_name!("href") => Attr::Href,
            local_name!("itemprop") => Attr::ItemProp,
            local_name!("role") => Attr::Role,
            local_name!("rel") => Attr::Rel,
            local_name!("property") => Attr::Property,
            local_name!("name") => Attr::Name,
            local_name!("content") => Attr::Content,
            local_name!("datetime") => Attr::DateTime,
            local_name!("style") => Attr::Style,
            local_name!("hidden") => Attr::Hidden,
            local_name!("aria-hidden") => Attr::AriaHidden,
            local_name!("lang") => Attr::Lang,
            local_name!("title") => Attr::Title,
            local_name!("alt") => Attr::Alt,
            _ => return STAMPS.contains(&&**name).then_some(Attr::Stamp),
        })
    }
}
