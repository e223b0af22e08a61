//! The shapes that articles come in: recognised by content type, then by structure.

mod feed;
mod json;
mod newsml;
mod nitf;
mod xml;

use super::media_type::{Family, MediaType};
use super::{identity, text};
use crate::article::{RawArticle, RawBody, Rejection, RejectionCode};

/// Reads the articles of a message. A body that is plainly of another kind than its content type says is read as what it
/// is, with the warning `content_type_ignored`.
///
/// # Errors
/// `UnsupportedType`, or what the reader of the shape says.
pub fn read(body: String, media: &MediaType, max_json_depth: usize) -> Result<Vec<RawArticle>, Rejection> {
    let body = match body.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => body,
    };
    if body.trim().is_empty() {
        return Err(Rejection::new(RejectionCode::NoText, "the body is empty"));
    }
    if media.family != Family::Unknown
        && let Some(family) = plainly(&body, media.family).filter(|family| *family != media.family)
        && let Ok(mut raws) = read_as(family, body.clone(), max_json_depth)
    {
        raws.iter_mut().for_each(|raw| raw.warnings.push("content_type_ignored".to_owned()));
        return Ok(raws);
    }
    let family = match media.family {
        Family::Unknown => by_structure(&body),
        family => family,
    };
    read_as(family, body, max_json_depth)
}

fn read_as(family: Family, body: String, max_json_depth: usize) -> Result<Vec<RawArticle>, Rejection> {
    match family {
        Family::Json => json::read(body, max_json_depth),
        Family::Html => Ok(vec![of_body(RawBody::Html(body))]),
        Family::Text => Ok(vec![of_body(RawBody::Text(body))]),
        Family::Xml => read_xml(&body),
        Family::Unknown | Family::Other => {
            Err(Rejection::new(RejectionCode::UnsupportedType, "the content type is none that holds articles"))
        }
    }
}

/// An item of a feed with what the feed calls it. Feeds number their items ("4711"), and so do others, so that only what is
/// unique by its form is taken for an id; anything else counts together with the item's address, or the feed's.
fn identified(raw: RawArticle, given: Option<String>, feed: Option<&str>) -> RawArticle {
    match (given.filter(|given| !given.is_empty()), feed) {
        (Some(given), _) if identity::is_global(&given) => RawArticle { id: Some(given), ..raw },
        (Some(given), Some(feed)) if raw.url.is_none() => {
            RawArticle { id: Some(identity::derived_id(Some(&format!("{feed}\n{given}")), "")), ..raw }
        }
        (local_id, _) => RawArticle { local_id, ..raw },
    }
}

/// A body of HTML, or of text that was declared as HTML and holds no tag: then its line breaks are paragraphs, and its
/// character references are what they stand for.
pub fn declared_html(body: String) -> RawBody {
    if text::has_markup(&body) {
        return RawBody::Html(body);
    }
    let unescaped = text::unescape(&body).into_owned();
    // Feeds escape their HTML once, and some systems once more.
    if text::has_markup(&unescaped) { RawBody::Html(unescaped) } else { RawBody::Text(unescaped) }
}

/// A body of a declared type: a MIME type, or the short names of Atom.
pub fn of_declared(body: String, kind: &str) -> RawBody {
    match kind {
        "text" | "text/plain" => RawBody::Text(body),
        _ => declared_html(body),
    }
}

/// The first body that says about as much as the fullest.
pub fn fuller(bodies: impl IntoIterator<Item = RawBody>) -> RawBody {
    let measured: Vec<(usize, RawBody)> = bodies.into_iter().map(|body| (visible_chars(&body), body)).collect();
    let most = measured.iter().map(|(chars, _)| *chars).max().unwrap_or(0);
    let is_full = |chars: usize| chars > 0 && chars * 5 >= most * 4;
    measured.into_iter().find(|(chars, _)| is_full(*chars)).map(|(_, body)| body).unwrap_or_default()
}

fn visible_chars(body: &RawBody) -> usize {
    match body {
        RawBody::Text(text) => text.chars().filter(|c| !c.is_whitespace()).count(),
        RawBody::Html(html) => text::visible_chars_of_html(html),
        RawBody::Blocks(blocks) => blocks.iter().map(|(_, text)| text.len()).sum(),
        RawBody::Missing => 0,
    }
}

/// Reads a feed, a NewsML-G2 message or a NITF document.
///
/// # Errors
/// `InvalidXml` when it is not well-formed; `TooDeep`; `UnsupportedType` for another root element.
fn read_xml(body: &str) -> Result<Vec<RawArticle>, Rejection> {
    let root = xml::parse(body)?;
    match root.name.as_str() {
        "rss" | "RDF" | "channel" | "item" | "feed" | "entry" => feed::read(&root),
        "newsItem" | "newsMessage" | "packageItem" => newsml::read(&root),
        "nitf" => Ok(vec![nitf::read(&root)]),
        _ => Err(Rejection::new(RejectionCode::UnsupportedType, "XML of an unknown kind")),
    }
}

fn of_body(body: RawBody) -> RawArticle {
    RawArticle { body, ..RawArticle::default() }
}

/// How the roots of the XML that holds articles begin, lower case.
const XML_ROOTS: [&str; 9] =
    ["<rss", "<feed", "<rdf:rdf", "<nitf", "<newsitem", "<newsmessage", "<packageitem", "<item", "<channel"];

/// What a body is beyond doubt, whatever its content type says.
fn plainly(body: &str, declared: Family) -> Option<Family> {
    let body = body.trim();
    let first = body.chars().next()?;
    let second = body.get(first.len_utf8()..).map_or("", str::trim_start);
    if first == '{' && second.starts_with('"') && body.ends_with('}')
        || first == '[' && second.starts_with('{') && body.ends_with(']')
    {
        return Some(Family::Json);
    }
    if first != '<' {
        return None;
    }
    let head = body[..body.floor_char_boundary(4096)].to_ascii_lowercase();
    let root = root_of(&head);
    match () {
        _ if root.starts_with("<html") || head.starts_with("<!doctype html") => Some(Family::Html),
        _ if XML_ROOTS.iter().any(|known| root.starts_with(known)) => Some(Family::Xml),
        // Tags as text help nobody.
        _ if declared == Family::Text && text::has_markup(root) && head.matches("</").count() >= 2 => {
            Some(Family::Html)
        }
        _ => None,
    }
}

/// What is left of the beginning of a document from its first element on.
fn root_of(head: &str) -> &str {
    let mut rest = head;
    while rest.starts_with("<?") || rest.starts_with("<!") {
        let end =
            if rest.starts_with("<!--") { rest.find("-->").map(|at| at + 3) } else { rest.find('>').map(|at| at + 1) };
        rest = rest[end.unwrap_or(rest.len())..].trim_start();
    }
    rest
}

/// JSON, XML, HTML or plain text, by the first characters and the tags among the first kilobytes.
fn by_structure(body: &str) -> Family {
    let body = body.trim_start();
    let second = body.get(1..).map_or("", str::trim_start);
    if body.starts_with('{') && second.starts_with(['"', '}'])
        || body.starts_with('[') && second.starts_with(['{', ']'])
    {
        return Family::Json;
    }
    let head = body[..body.floor_char_boundary(4096)].to_ascii_lowercase();
    let is_html = head.contains("<html") || head.contains("<!doctype html");
    if head.starts_with('<') && !is_html && XML_ROOTS.iter().any(|root| head.contains(root)) {
        return Family::Xml;
    }
    let tags = ["<p>", "<p ", "</p>", "<br", "<div", "</a>", "<h1", "<h2", "<body", "<li>", "<article"];
    if is_html || tags.iter().map(|tag| head.matches(tag).count()).sum::<usize>() >= 2 {
        return Family::Html;
    }
    if head.starts_with("<?xml") { Family::Xml } else { Family::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_of_another_kind_than_declared_is_told() {
        let kind = |body: &str, declared| plainly(body, declared);
        assert_eq!(kind("<?xml version='1.0'?><!-- x --><rss version='2.0'>", Family::Html), Some(Family::Xml));
        assert_eq!(kind("<!-- x --><html lang=en>", Family::Xml), Some(Family::Html));
        assert_eq!(kind("[{\"text\": \"a\"}]", Family::Text), Some(Family::Json));
        assert_eq!(kind("<p>One</p><p>Two</p>", Family::Text), Some(Family::Html));
        assert_eq!(kind("<p>One</p><p>Two</p>", Family::Html), None);
        assert_eq!(kind("{sic} they wrote", Family::Text), None);
        assert_eq!(kind("<Editor's note: the pier stays.>", Family::Text), None);
    }

    #[test]
    fn structure_tells_the_family() {
        for (body, want) in [
            (" {\"text\": \"a\"}", Family::Json),
            ("[{\"text\": \"a\"}]", Family::Json),
            ("[Update] The council met.", Family::Text),
            ("{sic} he wrote", Family::Text),
            ("<!DOCTYPE html><html>", Family::Html),
            ("<p>One</p><p>Two</p>", Family::Html),
            ("Text with a <b>bold</b> word", Family::Text),
            ("<?xml version=\"1.0\"?><rss version=\"2.0\">", Family::Xml),
            ("<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">", Family::Html),
            ("3 < 4", Family::Text),
        ] {
            assert_eq!(by_structure(body), want, "{body}");
        }
    }
}
