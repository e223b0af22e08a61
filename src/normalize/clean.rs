//! A raw article to a clean one.

use super::date::{self, DayOrder};
use super::{NormalizeSettings, byline, html, identity, kind, limits, sources, text};
use crate::article::{Article, Input, RawArticle, RawBody, Rejection, RejectionCode, Status, Timestamp, Zone};
use crate::dateline;
use crate::document::BlockKind;
use crate::identification;

/// Most paragraphs of an article: more than the longest books have, and each is an object of the output.
const MAX_PARAGRAPHS: usize = 50_000;

/// Cleans the fields of a raw article; what the transport says fills the gaps.
///
/// # Errors
/// `NoText` when nothing is left of the body; `TooLarge` when it has more than 50,000 paragraphs.
pub fn clean(raw: RawArticle, input: &Input, settings: &NormalizeSettings) -> Result<Article, Rejection> {
    let mut raw = raw;
    let mut warnings = std::mem::take(&mut raw.warnings);
    repair(&mut raw, &mut warnings);
    // A title that was given may be HTML; one that is read from a page is not any more.
    raw.title = raw.title.as_deref().map(text::plain_title);
    let address = |given: Option<&str>| given.map(str::trim).filter(|given| !given.is_empty()).map(str::to_owned);
    let url = address(raw.url.as_deref()).map(|given| resolved(given, input.url)).or_else(|| address(input.url));
    let Body { blocks, addresses, base } = body(&mut raw, url.as_deref(), &mut warnings)?;
    let title = title(raw.title.as_deref(), &blocks, &mut warnings);
    judge(&title, &blocks, &mut warnings);
    let language = identification::identify(&sample(&title, &blocks), raw.language.as_deref());

    let named = addresses.iter().map(String::as_str);
    let believed = identity::believed(named, base.as_deref(), url.as_deref()).or_else(|| url.clone());
    let canonical_url = believed.as_deref().and_then(identity::canonical);
    let source_domain = raw.source_domain.take().or_else(|| canonical_url.as_deref().and_then(identity::domain));
    let known = source_domain.as_deref().map(|domain| sources::look_up(domain, &settings.sources)).unwrap_or_default();
    let source_name = raw.source_name.take().map(|name| text::plain_title(&name)).filter(|name| !name.is_empty());

    let order = DayOrder::of(&language.code, raw.language.as_deref(), source_domain.as_deref());
    let mut moment = |raw: Option<&str>, field: &str| moment(raw, order, field, &mut warnings);
    let published_at = moment(raw.published_at.as_deref().or(input.date), "published_at");
    let modified_at = moment(raw.modified_at.as_deref(), "modified_at");

    let content_sha256 = identity::content_sha256(&title, blocks.iter().map(|(_, text)| text.as_str()));
    let source_name = source_name.or(known.name);
    let mut authors = byline::stated(raw.authors.iter().map(String::as_str));
    // "Ann Lee, The Example": the outlet beside a person is where the person writes.
    let outlet = source_name.as_deref().map(text::fold).unwrap_or_default();
    if authors.len() > 1 && authors.iter().any(|name| text::fold(name) != outlet) {
        authors.retain(|name| text::fold(name) != outlet);
    }
    let mut article = Article {
        id: id(raw.id.as_deref(), raw.local_id.as_deref(), canonical_url.as_deref(), &content_sha256),
        url,
        canonical_url,
        source_name,
        source_domain,
        source_country: raw.source_country.or(known.country),
        dateline: place(raw.dateline.as_deref(), &blocks),
        title,
        authors,
        published_at,
        modified_at,
        language: language.code,
        language_confidence: language.confidence,
        section: raw.section.as_deref().map(line).filter(|s| !s.is_empty()),
        tags: raw.tags.iter().map(|tag| line(tag)).filter(|tag| !tag.is_empty()).collect(),
        image: raw.image,
        status: status(raw.status.as_deref(), raw.embargoed_until.as_deref()),
        version: raw.version,
        simhash: identity::simhash(blocks.iter().map(|(_, text)| text.as_str())),
        content_sha256,
        blocks,
        extra: raw.extra,
        warnings,
    };
    limits::keep(&mut article, settings);
    Ok(article)
}

/// What the body of a raw article holds.
struct Body {
    blocks: Vec<(BlockKind, String)>,
    /// The addresses that the message and the page call the article's own.
    addresses: Vec<String>,
    /// What the page's relative addresses are relative to.
    base: Option<String>,
}

/// Reads the body; a page fills the fields that the message left open.
fn body(raw: &mut RawArticle, url: Option<&str>, warnings: &mut Vec<String>) -> Result<Body, Rejection> {
    let mut addresses: Vec<String> = raw.canonical_url.take().into_iter().collect();
    let mut base = url.map(str::to_owned);
    let blocks = match std::mem::take(&mut raw.body) {
        RawBody::Text(body) => {
            // Hard-wrapped text has about ten lines a paragraph.
            check_count(memchr::memchr_iter(b'\n', body.as_bytes()).count() / 10)?;
            text::blocks(&body)
        }
        RawBody::Blocks(blocks) => blocks,
        RawBody::Html(page) => {
            let mut extracted = html::extract(&page, url);
            addresses.append(&mut extracted.metadata.addresses);
            base = extracted.metadata.base.take().map(|given| resolved(given, url)).or(base);
            fill(raw, extracted.metadata);
            warnings.extend(extracted.kind.map(str::to_owned));
            if extracted.is_cut {
                warnings.push("page_cut".to_owned());
            }
            extracted.blocks
        }
        RawBody::Missing => Vec::new(),
    };
    check_count(blocks.len())?;
    if blocks.is_empty() {
        return Err(Rejection::new(RejectionCode::NoText, "there is no text to analyse"));
    }
    Ok(Body { blocks, addresses, base })
}

/// A field as one clean line.
fn line(field: &str) -> String {
    text::clean_line(&text::unescape(field))
}

/// The title that was given, else the headline that the text begins with.
fn title(given: Option<&str>, blocks: &[(BlockKind, String)], warnings: &mut Vec<String>) -> String {
    let title = given.map(line).unwrap_or_default();
    if title.is_empty()
        && let Some(headline) = text::headline(blocks)
    {
        warnings.push("title_from_text".to_owned());
        return headline.to_owned();
    }
    title
}

/// Warns of what is no article, and of characters that were lost, unless the message or the page did.
fn judge(title: &str, blocks: &[(BlockKind, String)], warnings: &mut Vec<String>) {
    if !warnings.iter().any(|warning| warning.starts_with("kind:")) {
        warnings.extend(kind::of(title, blocks).map(str::to_owned));
    }
    if is_garbled(blocks) && !warnings.iter().any(|warning| warning == REPLACED) {
        warnings.push(REPLACED.to_owned());
    }
}

/// The id that was given, else one that follows from the address, with what its feed calls it there, or from the content.
fn id(given: Option<&str>, local: Option<&str>, address: Option<&str>, content_sha256: &str) -> String {
    if let Some(given) = given.map(str::trim).filter(|id| !id.is_empty()) {
        return given.to_owned();
    }
    if let (Some(local), Some(address)) = (local, address) {
        return identity::derived_id(Some(&format!("{address}\n{local}")), content_sha256);
    }
    // The front of a site is no address of one article.
    identity::derived_id(address.filter(|address| !identity::is_front(address)), content_sha256)
}

/// The place of the dateline, from its own field or from the first paragraph.
fn place(field: Option<&str>, blocks: &[(BlockKind, String)]) -> Option<String> {
    let lead = blocks.iter().find(|(kind, _)| matches!(kind, BlockKind::Lead | BlockKind::Body));
    field.and_then(place_of).or_else(|| lead.and_then(|(_, text)| dateline_of(text)).map(str::to_owned))
}

/// An address that may be relative to another.
fn resolved(address: String, base: Option<&str>) -> String {
    base.and_then(|base| identity::resolve(&address, base)).unwrap_or(address)
}

/// The warning for characters that were lost before or while the text was decoded.
const REPLACED: &str = "undecodable_bytes_replaced";

/// Whether more than one character in a thousand is the one that stands for what was lost.
fn is_garbled(blocks: &[(BlockKind, String)]) -> bool {
    let lost: usize =
        blocks.iter().map(|(_, text)| memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}").count()).sum();
    lost > 0 && lost * 1000 > blocks.iter().map(|(_, text)| text.len()).sum()
}

fn check_count(paragraphs: usize) -> Result<(), Rejection> {
    if paragraphs > MAX_PARAGRAPHS {
        let message = format!("more than {MAX_PARAGRAPHS} paragraphs");
        return Err(Rejection::new(RejectionCode::TooLarge, message));
    }
    Ok(())
}

/// Takes from the page what the message did not say.
fn fill(raw: &mut RawArticle, page: html::Metadata) {
    let fill = |field: &mut Option<String>, found: Option<String>| {
        if field.as_deref().is_none_or(|f| f.trim().is_empty()) {
            *field = found;
        }
    };
    fill(&mut raw.title, page.title);
    fill(&mut raw.published_at, page.published);
    fill(&mut raw.modified_at, page.modified);
    fill(&mut raw.language, page.language);
    fill(&mut raw.section, page.section);
    fill(&mut raw.source_name, page.site);
    fill(&mut raw.image, page.image);
    if raw.authors.is_empty() {
        raw.authors = page.authors;
    }
    if raw.tags.is_empty() {
        raw.tags = page.tags;
    }
}

/// Enough of title and body to tell the language by.
fn sample(title: &str, blocks: &[(BlockKind, String)]) -> String {
    const ENOUGH: usize = 20_000;
    let mut sample = title.to_owned();
    for (_, block) in blocks {
        if sample.len() > ENOUGH {
            break;
        }
        sample.push('\n');
        sample.push_str(block);
    }
    sample
}

/// The place in a field for the dateline, which may hold all of it: "Kiel (dpa) -".
fn place_of(field: &str) -> Option<String> {
    let line = format!("{} — ", text::clean_line(field).trim_end_matches(['-', '–', '—', ' ', '_']));
    let place = dateline::read(&line).map(|found| line[found.place.start..found.place.end].to_owned());
    let first = || line.split([',', '(', '—']).next().map(|place| place.trim().to_owned());
    place.or_else(first).filter(|place| !place.is_empty())
}

/// The place that a paragraph begins with: in capitals, unless an agency stands behind it.
fn dateline_of(lead: &str) -> Option<&str> {
    let found = dateline::read(lead)?;
    (found.capitals || found.agency.is_some()).then(|| &lead[found.place.start..found.place.end])
}

fn moment(raw: Option<&str>, order: DayOrder, field: &str, warnings: &mut Vec<String>) -> Option<Timestamp> {
    let raw = raw.filter(|r| !r.trim().is_empty())?;
    let Some(moment) = date::parse(raw, order) else {
        warnings.push(format!("{field}_not_understood"));
        return None;
    };
    if moment.zone == Zone::Assumed && moment.value.contains('T') {
        warnings.push(format!("{field}_zone_assumed"));
    }
    Some(moment)
}

/// The status as given. No clock tells whether an embargo is over, so an embargoed article is withheld and its
/// consumers, who have one, decide.
fn status(raw: Option<&str>, embargoed_until: Option<&str>) -> Status {
    let raw = raw.map(str::to_ascii_lowercase).unwrap_or_default();
    match raw.rsplit([':', '/']).next().unwrap_or_default() {
        "withheld" | "embargoed" => Status::Withheld,
        "canceled" | "cancelled" | "killed" | "kill" | "retracted" => Status::Canceled,
        _ if embargoed_until.is_some_and(|until| !until.trim().is_empty()) => Status::Withheld,
        _ => Status::Usable,
    }
}

/// Undoes a wrong character set in title and body, where it is proved.
fn repair(raw: &mut RawArticle, warnings: &mut Vec<String>) {
    let mut repaired = false;
    let mut repair = |text: &mut String| {
        for mend in [text::repair, text::mend_controls] {
            if let Some(meant) = mend(text) {
                *text = meant;
                repaired = true;
            }
        }
    };
    match &mut raw.body {
        RawBody::Text(body) | RawBody::Html(body) => repair(body),
        RawBody::Blocks(blocks) => blocks.iter_mut().for_each(|(_, block)| repair(block)),
        RawBody::Missing => {}
    }
    raw.title.iter_mut().for_each(repair);
    if repaired {
        warnings.push("mojibake_repaired".to_owned());
    }
}
