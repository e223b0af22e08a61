//! XML as a small tree without namespaces.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::article::{Rejection, RejectionCode};
use crate::interrupt;
use crate::normalize::text::unescape;

/// Deepest nesting of elements, and how many there may be.
const MAX_DEPTH: usize = 128;
const MAX_ELEMENTS: usize = 300_000;

/// An element with its local name; prefixes are dropped, since the shapes need none to be told apart.
#[derive(Debug, Default, Clone)]
pub struct Element {
    /// Local name as written.
    pub name: String,
    /// Attributes by local name.
    pub attributes: Vec<(String, String)>,
    /// Elements and texts in order.
    pub children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Characters.
    Text(String),
}

/// The root element. HTML's character references are understood; external entities are not.
///
/// # Errors
/// `InvalidXml` when it is not well-formed; `TooDeep`; `TooLarge`.
pub fn parse(body: &str) -> Result<Element, Rejection> {
    let invalid = |message: String| Rejection::new(RejectionCode::InvalidXml, message);
    let mut reader = Reader::from_str(body.trim_start());
    reader.config_mut().allow_dangling_amp = true;
    let mut open: Vec<Element> = vec![Element::default()];
    let mut elements = 0;
    loop {
        interrupt::check();
        let event = reader.read_event().map_err(|e| invalid(format!("no well-formed XML: {e}")))?;
        let Some(top) = open.last_mut() else { return Err(invalid("more elements end than begin".to_owned())) };
        match event {
            Event::Start(_) | Event::Empty(_) if elements == MAX_ELEMENTS => {
                let message = format!("XML of more than {MAX_ELEMENTS} elements");
                return Err(Rejection::new(RejectionCode::TooLarge, message));
            }
            Event::Start(start) => {
                elements += 1;
                if open.len() > MAX_DEPTH {
                    let message = format!("XML is nested more than {MAX_DEPTH} deep");
                    return Err(Rejection::new(RejectionCode::TooDeep, message));
                }
                open.push(element(&start));
            }
            Event::Empty(start) => {
                elements += 1;
                top.children.push(Node::Element(element(&start)));
            }
            Event::End(_) => {
                let done = open.pop().unwrap_or_default();
                match open.last_mut() {
                    Some(parent) => parent.children.push(Node::Element(done)),
                    None => return Err(invalid("more elements end than begin".to_owned())),
                }
            }
            Event::Text(text) => top.push_text(&text.xml10_content()),
            Event::CData(text) => top.push_text(&text.xml10_content()),
            Event::GeneralRef(name) => top.push_text(&unescape(&format!("&{};", name.xml10_content()))),
            Event::Eof => break,
            _ => {}
        }
    }
    if open.len() != 1 {
        return Err(invalid("XML ends in the middle of an element".to_owned()));
    }
    let top = open.pop().unwrap_or_default();
    top.children
        .into_iter()
        .find_map(|node| if let Node::Element(root) = node { Some(root) } else { None })
        .ok_or_else(|| invalid("there is no element".to_owned()))
}

fn element(start: &BytesStart) -> Element {
    let local = |name: &[u8]| {
        let name = String::from_utf8_lossy(name);
        name.rsplit(':').next().unwrap_or_default().to_owned()
    };
    let attributes = start
        .attributes()
        .with_checks(false)
        .flatten()
        .take(64)
        .map(|a| (local(a.key.as_ref().as_bytes()), unescape(&a.value).into_owned()))
        .collect();
    Element { name: local(start.name().as_ref().as_bytes()), attributes, children: Vec::new() }
}

impl Element {
    fn push_text(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => self.children.push(Node::Text(text.to_owned())),
        }
    }

    /// The elements directly within.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    /// Those of one name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |e| e.name == name)
    }

    /// The first element at the end of a path of names.
    pub fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |here, name| here.elements().find(|e| e.name == *name))
    }

    /// The text at the end of a path, if it is not blank.
    pub fn text_at(&self, path: &[&str]) -> Option<String> {
        self.at(path).map(|e| e.text().trim().to_owned()).filter(|t| !t.is_empty())
    }

    /// An attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All text within.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => out.push_str(&element.text()),
            }
        }
        out
    }

    /// What is within as HTML; `rename` maps the names of elements.
    pub fn inner_html(&self, rename: fn(&str) -> &str) -> String {
        let mut out = String::new();
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;")),
                Node::Element(element) => {
                    let name = rename(&element.name);
                    let class = element
                        .attribute("class")
                        .map(|c| format!(" class=\"{}\"", c.replace('"', "")))
                        .unwrap_or_default();
                    out.push_str(&format!("<{name}{class}>{}</{name}>", element.inner_html(rename)));
                }
            }
        }
        out
    }
}
