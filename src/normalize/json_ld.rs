//! JSON-LD in a page: the object that describes the article, whatever wraps it.

mod script;

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::interrupt;
use crate::normalize::text::fold;

/// Largest script that is read, in bytes, and how many are.
pub const LONGEST: usize = 1 << 20;
const MOST: usize = 100;

/// Most names that are read of one field, and most objects of a page.
const MOST_NAMES: usize = 200;
const MOST_OBJECTS: usize = 20_000;

/// What JSON-LD says of the article.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct JsonLd {
    /// `headline`, else `name`.
    pub headline: Option<String>,
    /// Names of `author`, else of `creator`.
    pub authors: Vec<String>,
    /// Whether these are said to be bodies, not persons: the outlet, or one of its desks.
    pub is_by_body: bool,
    /// `datePublished`.
    pub published: Option<String>,
    /// `dateModified`.
    pub modified: Option<String>,
    /// `articleSection`; the first of several.
    pub section: Option<String>,
    /// `inLanguage`.
    pub language: Option<String>,
    /// Name of `publisher`.
    pub publisher: Option<String>,
    /// `image`; the first of several.
    pub image: Option<String>,
    /// `articleBody`.
    pub body: Option<String>,
    /// `keywords`.
    pub keywords: Vec<String>,
    /// Whether its type is a live blog's.
    pub is_live: bool,
    /// Whether its type is a video's.
    pub is_video: bool,
    /// Whether its type is a gallery's.
    pub is_gallery: bool,
    /// Whether it says that only subscribers see the whole.
    pub is_restricted: bool,
}

/// Reads the scripts of a page with such addresses and such a title.
pub fn of_page(scripts: impl Iterator<Item = String>, addresses: &[&str], title: &str) -> JsonLd {
    let mut objects = Vec::new();
    for text in scripts.take(MOST).filter(|text| text.len() <= LONGEST) {
        script::values(&text).into_iter().for_each(|value| flatten(value, &mut objects, 0));
    }
    let title = fold(title);
    describe(&objects, |object| {
        let own = ["url", "mainEntityOfPage", "@id"].iter().filter_map(|name| object.get(*name));
        let own = own.filter_map(|value| value.as_str().or_else(|| value.get("@id")?.as_str()));
        own.map(bare_address).any(|own| addresses.iter().any(|address| bare_address(address) == own))
            || object.get("headline").and_then(first_text).is_some_and(|h| h.contains(' ') && title.contains(&fold(&h)))
    })
}

/// An address without its scheme, parameters and last slash.
fn bare_address(address: &str) -> &str {
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/')
}

/// What the best of several objects says, of articles one that is the page's own; the others resolve its references, and
/// one of the page itself says what it leaves out.
pub fn describe(objects: &[Map<String, Value>], is_own: impl Fn(&Map<String, Value>) -> bool) -> JsonLd {
    let mut best: Option<(bool, u8, &Map<String, Value>)> = None;
    for object in objects {
        interrupt::check();
        let rank = rank(object);
        let is_own = rank >= 3 && is_own(object);
        if rank > 0 && best.is_none_or(|(was_own, highest, _)| (is_own, rank) > (was_own, highest)) {
            best = Some((is_own, rank, object));
        }
    }
    let Some((_, rank, article)) = best else { return JsonLd::default() };
    let objects = &ById::new(objects);
    let page = objects.all.iter().find(|object| self::rank(object) == 1);
    let text = |name: &str| article.get(name).and_then(first_text);
    let text_of_page = |name: &str| text(name).or_else(|| page?.get(name).and_then(first_text));
    let writers = || ["author", "creator"].iter().filter_map(|name| article.get(*name));
    let writer = writers().find(|value| !is_body(value)).or_else(|| writers().next());
    let is_article = rank > 1;
    JsonLd {
        headline: text("headline").or_else(|| text("name")).filter(|_| is_article),
        authors: writer.map(|value| names_of_writers(value, objects)).unwrap_or_default(),
        is_by_body: writer.is_some_and(is_body),
        published: text_of_page("datePublished"),
        modified: text_of_page("dateModified"),
        section: text("articleSection"),
        language: text_of_page("inLanguage"),
        publisher: article.get("publisher").and_then(|v| names(v, objects).into_iter().next()),
        image: article.get("image").or_else(|| article.get("thumbnailUrl")).and_then(|v| address(v, objects)),
        body: text("articleBody"),
        keywords: article.get("keywords").map(list).unwrap_or_default(),
        is_live: types(article).any(|t| t == "LiveBlogPosting"),
        is_video: types(article).any(|t| t == "VideoObject"),
        is_gallery: types(article).any(|t| matches!(t, "ImageGallery" | "MediaGallery")),
        is_restricted: article
            .get("isAccessibleForFree")
            .is_some_and(|v| v == &Value::Bool(false) || v.as_str().is_some_and(|s| s.eq_ignore_ascii_case("false"))),
    }
}

/// All objects of lists and graphs, and those nested as `mainEntity` and `mainEntityOfPage`.
pub fn flatten(value: Value, objects: &mut Vec<Map<String, Value>>, depth: usize) {
    match value {
        Value::Array(items) if depth < 4 => items.into_iter().for_each(|item| flatten(item, objects, depth + 1)),
        Value::Object(mut object) => {
            for nested in ["@graph", "mainEntity"] {
                if depth < 4
                    && let Some(Value::Array(_) | Value::Object(_)) = object.get(nested)
                    && let Some(value) = object.shift_remove(nested)
                {
                    flatten(value, objects, depth + 1);
                }
            }
            // It stays where it is as well: it says which page the article is of.
            if depth < 4
                && let Some(page @ Value::Object(_)) = object.get("mainEntityOfPage")
            {
                flatten(page.clone(), objects, depth + 1);
            }
            if objects.len() < MOST_OBJECTS {
                objects.push(object);
            }
        }
        _ => {}
    }
}

fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let (one, many) = match object.get("@type") {
        Some(Value::String(name)) => (Some(name.as_str()), None),
        Some(Value::Array(names)) => (None, Some(names.iter().filter_map(Value::as_str))),
        _ => (None, None),
    };
    one.into_iter().chain(many.into_iter().flatten()).map(|name| name.rsplit(['/', ':']).next().unwrap_or(name))
}

/// How likely an object describes the article: news, then any article, then the page.
fn rank(object: &Map<String, Value>) -> u8 {
    types(object)
        .map(|name| match name {
            "Article"
            | "BlogPosting"
            | "TechArticle"
            | "ScholarlyArticle"
            | "SocialMediaPosting"
            | "Report"
            | "DiscussionForumPosting" => 3,
            "LiveBlogPosting" => 4,
            name if name.ends_with("NewsArticle") => 4,
            "WebPage" | "ItemPage" => 1,
            "Review" | "Recipe" | "VideoObject" | "HowTo" | "ImageGallery" | "MediaGallery" => 2,
            _ => 0,
        })
        .max()
        .unwrap_or(0)
}

fn first_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|t| !t.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => items.iter().find_map(first_text),
        Value::Object(object) => ["@value", "name"].iter().find_map(|key| object.get(*key).and_then(first_text)),
        _ => None,
    }
}

/// Whether all writers are said to be organisations.
fn is_body(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(is_body),
        Value::Object(object) => {
            types(object).any(|name| name.ends_with("Organization")) && types(object).all(|name| name != "Person")
        }
        _ => false,
    }
}

/// Objects, and which of them an `@id` means: each reference is looked up once, however many there are.
struct ById<'a> {
    all: &'a [Map<String, Value>],
    named: HashMap<&'a str, &'a Map<String, Value>>,
    addressed: HashMap<&'a str, &'a Map<String, Value>>,
}

impl<'a> ById<'a> {
    fn new(all: &'a [Map<String, Value>]) -> Self {
        let with = |field: &str| {
            let mut found = HashMap::new();
            for object in all.iter().filter(|object| object.contains_key(field)) {
                if let Some(id) = object.get("@id").and_then(Value::as_str) {
                    found.entry(id).or_insert(object);
                }
            }
            found
        };
        ById { all, named: with("name"), addressed: with("url") }
    }
}

/// The names of those who wrote it. Where persons are named beside an organisation, it is the outlet or the agency that they
/// wrote for.
fn names_of_writers(value: &Value, objects: &ById) -> Vec<String> {
    match value {
        Value::Array(items) if !is_body(value) => {
            let persons = items.iter().filter(|item| !is_body(item));
            persons.flat_map(|item| names(item, objects)).take(MOST_NAMES).collect()
        }
        _ => names(value, objects),
    }
}

/// Names of persons or bodies: strings, objects, references by `@id`, and lists of these; no more than are ever kept.
fn names(value: &Value, objects: &ById) -> Vec<String> {
    interrupt::check();
    match value {
        Value::String(name) => vec![name.clone()],
        Value::Array(items) => items.iter().flat_map(|item| names(item, objects)).take(MOST_NAMES).collect(),
        Value::Object(object) => match object.get("name").map(list) {
            Some(names) if !names.is_empty() => names,
            _ if object.contains_key("familyName") => {
                let parts = ["givenName", "familyName"].iter().filter_map(|key| object.get(*key)?.as_str());
                vec![parts.collect::<Vec<_>>().join(" ")]
            }
            _ => {
                let id = object.get("@id").and_then(Value::as_str).unwrap_or_default();
                objects.named.get(id).and_then(|o| o.get("name")).map(list).unwrap_or_default()
            }
        },
        _ => Vec::new(),
    }
}

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn address(value: &Value, objects: &ById) -> Option<String> {
    match value {
        Value::String(url) => Some(url.clone()),
        Value::Array(items) => items.iter().find_map(|item| address(item, objects)),
        Value::Object(object) => match object.get("url").or_else(|| object.get("contentUrl")) {
            Some(url) => address(url, objects),
            None => {
                let id = object.get("@id").and_then(Value::as_str)?;
                objects.addressed.get(id)?.get("url").and_then(Value::as_str).map(str::to_owned)
            }
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(scripts: &[&str]) -> JsonLd {
        let scripts = scripts.iter().map(|script| (*script).to_owned());
        of_page(scripts, &["https://example.com/vote"], "Council votes | The Example")
    }

    #[test]
    fn finds_the_article_in_a_graph() {
        let found = read(&[
            r#"{"@type":"Organization","name":"The Example"}"#,
            r##"<!-- {"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"Home"},
               {"@type":["NewsArticle"],"headline":"Council votes","author":{"@id":"#a"},"datePublished":"2024-05-01"},
               {"@type":"Person","@id":"#a","name":"Ann Lee"}]} -->"##,
        ]);
        assert_eq!(found.headline.as_deref(), Some("Council votes"));
        assert_eq!(found.authors, ["Ann Lee"]);
        assert_eq!(found.published.as_deref(), Some("2024-05-01"));
    }

    #[test]
    fn of_several_articles_the_page_s_own_counts() {
        let article = |more: &str| format!("{{\"@type\":\"NewsArticle\",{more}}}");
        let other = article(r#""headline":"Another day","author":"Bob Ray","url":"https://example.com/other""#);
        let titled = article(r#""headline":"Council votes","author":"Ann Lee""#);
        let addressed = article(
            r#""headline":"The council has voted","author":{"givenName":"Ann","familyName":"Lee"},
               "mainEntityOfPage":{"@type":"WebPage","@id":"http://example.com/vote/","datePublished":"2019-05-14"}"#,
        );
        for own in [titled, addressed] {
            let found = read(&[&format!("[{other},{own}]")]);
            assert_eq!(found.authors, ["Ann Lee"], "{own}");
        }
        let found = read(&[r#"[{"@type":"Article","author":{"@type":"Organization","name":"The Example"}},
                              {"@type":"WebPage","datePublished":"2019-05-14"}]"#]);
        assert_eq!(found.published.as_deref(), Some("2019-05-14"));
        assert!(found.is_by_body);
    }

    #[test]
    fn an_organisation_beside_persons_is_no_author() {
        let article = |authors: &str| format!(r#"{{"@type":"NewsArticle","headline":"One","author":[{authors}]}}"#);
        let (outlet, person) = (r#"{"@type":"NewsMediaOrganization","name":"The Example"}"#, r#"{"name":"Ann Lee"}"#);
        assert_eq!(read(&[&article(&format!("{person},{outlet}"))]).authors, ["Ann Lee"]);
        assert_eq!(read(&[&article(outlet)]).authors, ["The Example"]);
    }

    #[test]
    fn takes_raw_line_breaks_and_lists() {
        let found = read(&[
            "[{\"@type\":\"LiveBlogPosting\",\"headline\":\"One\ntwo\",\"author\":[{\"name\":\"A B\"},\"C D\"],\"image\":[{\"url\":\"x.jpg\"}],\"isAccessibleForFree\":\"False\"}]",
        ]);
        assert_eq!(found.headline.as_deref(), Some("One\ntwo"));
        assert_eq!(found.authors, ["A B", "C D"]);
        assert_eq!(found.image.as_deref(), Some("x.jpg"));
        assert!(found.is_live && found.is_restricted);
    }

    #[test]
    fn what_is_broken_says_nothing() {
        for script in ["", "{", "[[[[[[[[", "null", "{\"@type\":5,\"author\":{\"@id\":3}}"] {
            assert_eq!(read(&[script]), JsonLd::default(), "{script}");
        }
    }
}
