//! An HTML page or fragment to the article's text and facts.
//!
//! The page is parsed once. Its text becomes a list of blocks ([`blocks`]); what is no
//! part of an article is marked ([`boilerplate`]); several methods propose which of the rest
//! are the article ([`extract()`]), and the proposal that the others agree with most is taken.

mod blocks;
mod boilerplate;
mod dom;
mod extract;
mod labels;
mod metadata;
mod script_data;

use crate::document::BlockKind;
use crate::languages::{Wording, wording};
use crate::normalize::kind;
use crate::normalize::text::unescape;
use blocks::{Block, Blocks, Form, visible_chars};
use boilerplate::Known;
use dom::Dom;
use labels::Boilerplate;
pub use metadata::Metadata;
use script_data::ScriptBody;

/// A text is a stub below this many characters, when the page says that the rest is for subscribers.
const STUB: usize = 1200;

/// A page with fewer characters in it may hold its article for its scripts alone.
const LEAST: usize = 400;

/// So many captions with more text than the article itself are a gallery.
const GALLERY: usize = 6;

/// What a page says.
#[derive(Debug, Default)]
pub struct Extracted {
    /// The article's paragraphs in order.
    pub blocks: Vec<(BlockKind, String)>,
    /// Its facts.
    pub metadata: Metadata,
    /// A warning when the page is no ordinary article: `kind:live`, `kind:stub`, `kind:gallery`, `kind:video`, `kind:list`,
    /// `kind:error_page`.
    pub kind: Option<&'static str>,
    /// Whether the page holds more than is ever parsed, and its end is left out.
    pub is_cut: bool,
}

/// Reads a page or a fragment; `url` is where it was found.
pub fn extract(html: &str, url: Option<&str>) -> Extracted {
    let dom = Dom::parse(html);
    let mut page = Blocks::read(&dom);
    boilerplate::mark(&dom, &mut page);
    let metadata = metadata::read(&dom, &page, url);
    let body = metadata.json_ld.body.as_deref().map(plain);
    let kept = match is_fragment(html) {
        true => boilerplate::fragment(&page),
        false => {
            let known = Known::new(metadata.title.as_deref(), &metadata.authors);
            extract::article(&dom, &page, &known, body.as_deref())
        }
    };
    let chars: usize = kept.iter().map(|&i| page.list[i].chars).sum();
    let special = special_kind(&page, &kept, chars, &metadata);
    let mut blocks: Vec<(BlockKind, String)> = kept.into_iter().map(|i| paragraph(&page.list[i])).collect();
    // Pages that scripts fill in the browser hold their text for search engines alone, or for the scripts.
    let is_more = |text: usize| text > chars * if chars < LEAST { 2 } else { 3 };
    if let Some(body) = body.filter(|body| is_more(visible_chars(body))) {
        blocks = crate::normalize::text::blocks(&body);
    } else if chars < LEAST && !is_fragment(html) {
        let found = script_data::body(html).map(|body| match body {
            ScriptBody::Paragraphs(paragraphs) => paragraphs,
            ScriptBody::Text(text) => crate::normalize::text::blocks(&text),
            ScriptBody::Html(html) => of_fragment(&html),
        });
        let size = |blocks: &[(BlockKind, String)]| blocks.iter().map(|(_, text)| visible_chars(text)).sum();
        blocks = found.filter(|found| is_more(size(found))).unwrap_or(blocks);
    }
    if let Some((kind, _)) = blocks.iter_mut().find(|(kind, _)| *kind == BlockKind::Body) {
        *kind = BlockKind::Lead;
    }
    Extracted { blocks, metadata, kind: special, is_cut: dom.is_cut() }
}

/// Whether the HTML is part of a page, such as the body that a feed or a news agency gives.
fn is_fragment(html: &str) -> bool {
    let head = html[..html.floor_char_boundary(4096)].to_ascii_lowercase();
    !["<html", "<head", "<body", "<!doctype", "<nav", "<main"].iter().any(|tag| head.contains(tag))
}

/// The text of an `articleBody`, which some systems fill with HTML.
fn plain(body: &str) -> String {
    let body = unescape(body);
    if !body.contains("</") {
        return body.into_owned();
    }
    let blocks = Blocks::read(&Dom::parse(&body)).list;
    blocks.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

/// Says when a page is a live blog, the beginning of an article behind a pay wall, or a list of pictures or links.
fn special_kind(page: &Blocks, kept: &[usize], chars: usize, metadata: &Metadata) -> Option<&'static str> {
    let titled = metadata.title.as_deref().unwrap_or_default().to_lowercase();
    if metadata.json_ld.is_live || wording(Wording::Live).iter().any(|words| titled.contains(words)) {
        return Some("kind:live");
    }
    let is_walled = || metadata.json_ld.is_restricted || page.list.iter().any(boilerplate::asks_to_subscribe);
    if chars < STUB && is_walled() {
        return Some("kind:stub");
    }
    // Its title may be the site's for all errors.
    let headings = page.list.iter().filter(|b| b.form == Form::Heading(1));
    if kind::is_error_page(chars, headings.map(|b| b.text.as_str())) {
        return Some(kind::ERROR_PAGE);
    }
    let captions = page.list.iter().filter(|b| b.boilerplate.intersects(Boilerplate::CAPTION) && b.chars > 30);
    let (pictures, caption_chars) = captions.fold((0, 0), |(n, sum), b| (n + 1, sum + b.chars));
    let begins = |kind: Wording| wording(kind).iter().any(|words| titled.starts_with(words));
    let says_kind = |name: &str| metadata.page_type.as_deref().is_some_and(|kind| kind.contains(name));
    if pictures >= GALLERY && caption_chars > chars * 2
        || chars < STUB && (begins(Wording::Gallery) || metadata.json_ld.is_gallery)
    {
        return Some("kind:gallery");
    }
    if chars < STUB && (begins(Wording::Video) || metadata.json_ld.is_video || says_kind("video")) {
        return Some("kind:video");
    }
    let links = page.list.iter().filter(|b| b.link_density() > 0.6 && b.chars > 20).count();
    let prose = kept.iter().filter(|&&i| page.list[i].is_prose()).count();
    (prose < 3 && links > 30 && chars < 600).then_some("kind:list")
}

/// The paragraphs of HTML that is all text.
fn of_fragment(html: &str) -> Vec<(BlockKind, String)> {
    let dom = Dom::parse(html);
    let mut page = Blocks::read(&dom);
    boilerplate::mark(&dom, &mut page);
    boilerplate::fragment(&page).into_iter().map(|i| paragraph(&page.list[i])).collect()
}

fn paragraph(block: &Block) -> (BlockKind, String) {
    let kind = match block.form {
        Form::Heading(_) => BlockKind::Heading,
        _ if block.is_caption() => BlockKind::Caption,
        Form::Item => BlockKind::List,
        _ if block.boilerplate.intersects(Boilerplate::QUOTE) => BlockKind::Blockquote,
        _ => BlockKind::Body,
    };
    (kind, block.text.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, want: Option<&str>) {
        let page = format!("<html><title>Council votes</title><body><h1>Council votes</h1>{body}");
        assert_eq!(extract(&page, None).kind, want, "{body:.100}");
    }

    const TEXT: &str =
        "<p>The council voted on Tuesday to keep the old bridge open, and it will pay for the work itself.</p>";

    #[test]
    fn pages_that_are_no_whole_article_say_so() {
        check(TEXT, None);
        check(
            "<h1>Page not found</h1><p>The address may have changed, or the page was removed.</p>",
            Some("kind:error_page"),
        );
        check(&format!("{TEXT}<div>To continue reading, sign in.</div>"), Some("kind:stub"));
        let whole: String = (1..20).map(|day| TEXT.replace("on Tuesday", &format!("on 5 and {day} May"))).collect();
        check(&format!("{whole}<p>To continue reading, sign in.</p>"), None);
        let picture =
            "<figure><img><figcaption>The bridge as it was before the storm of last winter.</figcaption></figure>";
        check(&format!("{TEXT}{}", picture.repeat(8)), Some("kind:gallery"));
        let link = "<li><a href=/x>A headline of another article of the day</a></li>";
        check(&format!("<ul>{}</ul>{TEXT}", link.repeat(40)), Some("kind:list"));
        let live = "<script type='application/ld+json'>{\"@type\":\"LiveBlogPosting\",\"headline\":\"Council votes\"}</script>";
        check(&format!("{live}{TEXT}"), Some("kind:live"));
        let of = |kind: &str| {
            format!(
                "<script type='application/ld+json'>{{\"@type\":\"{kind}\",\"name\":\"Council votes\"}}</script>{TEXT}"
            )
        };
        check(&of("VideoObject"), Some("kind:video"));
        check(&of("ImageGallery"), Some("kind:gallery"));
        check(&format!("<meta property=og:type content=video.other>{TEXT}"), Some("kind:video"));
    }
}
