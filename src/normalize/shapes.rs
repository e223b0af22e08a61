//! The shapes that articles come in: recognised by content type, then by structure.

mod feed;
mod json;
mod newsml;
mod nitf;
mod xml;

use super::media_type::{Family, MediaType};
use super::text::unescape;
use crate::article::{RawArticle, RawBody, Rejection, RejectionCode};

/// Reads the articles of a message.
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
    let family = match media.family {
        Family::Unknown => by_structure(&body),
        family => family,
    };
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

/// A body of unknown make: HTML where it holds tags that HTML has.
pub fn text_or_html(body: String) -> RawBody {
    let head = body[..body.floor_char_boundary(20_000)].to_ascii_lowercase();
    let tags = ["<p>", "<p ", "</p>", "<br", "<div", "</a>", "<h2", "<li>", "<article", "<blockquote", "<html"];
    let is_html = tags.iter().any(|tag| head.contains(tag));
    // Feeds escape their HTML once, and some systems once more.
    let escaped = ["&lt;p&gt;", "&lt;p ", "&lt;br", "&lt;div", "&lt;/a&gt;"].iter().any(|tag| head.contains(tag));
    match (is_html, escaped) {
        (true, _) => RawBody::Html(body),
        (false, true) => RawBody::Html(unescape(&body).into_owned()),
        (false, false) => RawBody::Text(body),
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
    const XML_ROOTS: [&str; 8] =
        ["<rss", "<feed", "<rdf:rdf", "<nitf", "<newsitem", "<newsmessage", "<item", "<channel"];
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
