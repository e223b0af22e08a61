//! The same article in every shape that is read: same text, title, date and authors.

use std::path::{Path, PathBuf};

use copydesk::article::{Article, Input, Status};
use copydesk::normalize::{NormalizeSettings, next_response, normalize};
use expect_test::expect_file;

const TITLE: &str = "Harbour council backs night ferry";
const AUTHORS: [&str; 2] = ["Ann Lee", "Tomas Berg"];
const PUBLISHED: &str = "2024-05-14T08:30:00Z";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shapes")
}

fn read(name: &str) -> Vec<Article> {
    let bytes = std::fs::read(folder().join(name)).expect(name);
    let settings = NormalizeSettings::default();
    if name.ends_with(".warc") {
        let mut warc = bytes.as_slice();
        let responses =
            std::iter::from_fn(|| next_response(&mut warc, settings.max_body_bytes)).map(|r| r.expect(name));
        return responses.flat_map(|r| normalize(&r.input(), &settings).expect(name)).collect();
    }
    let content_type = match name.rsplit('.').next() {
        Some("json") => "application/json",
        Some("xml") => "application/xml",
        _ => "text/html",
    };
    normalize(&Input { body: &bytes, content_type: Some(content_type), ..Input::default() }, &settings).expect(name)
}

fn text(article: &Article) -> String {
    article.blocks.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n\n")
}

/// One test per shape: the article is the same as in our own shape, and all of it is as the golden file says.
fn check(name: &str) -> Article {
    let own = read("own.json").remove(0);
    let article = read(name).remove(0);
    assert_eq!(text(&article), text(&own), "{name}");
    assert_eq!(article.title, TITLE, "{name}");
    assert_eq!(article.authors, AUTHORS, "{name}");
    assert_eq!(article.published_at.as_ref().map(|t| t.value.as_str()), Some(PUBLISHED), "{name}");
    expect_file![folder().join(format!("{name}.expected"))].assert_eq(&format!("{article:#?}\n"));
    article
}

macro_rules! shapes {
    ($($test:ident: $file:literal),+ $(,)?) => {
        $(
            #[test]
            fn $test() {
                check($file);
            }
        )+
    };
}

shapes! {
    own_shape: "own.json",
    own_shape_with_html: "own_html.json",
    news_please: "news_please.json",
    newspaper4k: "newspaper4k.json",
    trafilatura: "trafilatura.json",
    fundus: "fundus.json",
    ninjs_1: "ninjs1.json",
    schema_org: "schema_org.json",
    schema_org_graph: "schema_org_graph.json",
    media_cloud: "media_cloud.json",
    rss: "rss.xml",
    rss_item: "rss_item.xml",
    atom: "atom.xml",
    nitf: "nitf.xml",
    html_page: "page.html",
    warc: "crawl.warc",
}

#[test]
fn ninjs_2_with_embargo() {
    let article = check("ninjs2.json");
    assert_eq!(article.status, Status::Withheld);
    assert_eq!(article.extra["embargoedUntil"], "2024-05-14T08:00:00Z");
}

#[test]
fn ninjs_3_killed() {
    let article = check("ninjs3.json");
    assert_eq!((article.status, article.version.as_deref()), (Status::Canceled, Some("2")));
}

#[test]
fn newsml_g2_withheld() {
    let article = check("newsml_g2.xml");
    assert_eq!((article.status, article.version.as_deref()), (Status::Withheld, Some("3")));
    assert_eq!(article.dateline.as_deref(), Some("SANDHOLM"));
}

#[test]
fn a_feed_gives_all_its_items() {
    let items = read("rss.xml");
    assert_eq!(items.len(), 2);
    assert_eq!(
        text(&items[1]),
        "The school bridge will stay closed until the autumn, the town's engineer said on Monday."
    );
    assert_eq!(items[1].published_at.as_ref().map(|t| t.value.as_str()), Some("2024-05-13T17:00:00+02:00"));
}

#[test]
fn each_page_of_a_crawl_is_an_article() {
    let pages = read("crawl.warc");
    let urls: Vec<_> = pages.iter().map(|page| page.url.as_deref().unwrap_or_default()).collect();
    assert_eq!(urls, ["https://news.example.com/2024/05/14/night-ferry", "https://news.example.com/2024/05/13/bridge"]);
    assert_eq!(pages[1].published_at.as_ref().map(|t| t.value.as_str()), Some("2024-05-13"));
}

#[test]
fn every_fixture_has_a_test() {
    let here = include_str!("shapes.rs");
    for entry in std::fs::read_dir(folder()).expect("the fixtures") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(name.ends_with(".expected") || here.contains(&format!("\"{name}\"")), "{name} has no test");
    }
}
