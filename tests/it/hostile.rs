//! Pages and messages made to break a reader: each ends in an article or a rejection, soon and without a panic.

use std::time::{Duration, Instant};

use copydesk::article::{Article, Input, Rejection, RejectionCode};
use copydesk::normalize::{NormalizeSettings, next_response, normalize};

fn read(body: &[u8], content_type: &str) -> Result<Vec<Article>, Rejection> {
    normalize(&Input { body, content_type: Some(content_type), ..Input::default() }, &NormalizeSettings::default())
}

/// What every hostile page holds, so that the test sees that it was read.
const TEXT: &str = "<p>The council met on Tuesday and, after a long debate, voted to keep the bridge open.</p>";

#[test]
fn hostile_pages_are_read_in_time() {
    let attributes: String = (0..100_000).map(|i| format!(" a{i}=b")).collect();
    let pages = [
        ("nested spans", "<span>".repeat(100_000) + TEXT),
        ("nested blocks", "<div>".repeat(100_000) + TEXT + &"</div>".repeat(100_000)),
        ("nested tables", "<table><tr><td>".repeat(20_000) + TEXT),
        ("attributes", format!("<p{attributes}>x</p>{TEXT}")),
        ("rows", format!("{TEXT}<table>{}</table>", "<tr><td>1<td>2".repeat(200_000))),
        ("open formatting", "<b><i><font>".repeat(30_000) + &TEXT.repeat(3)),
        ("classes", format!("{TEXT}<p class='{}'>x", "related-comment ".repeat(100_000))),
        ("references", format!("{TEXT}<p>{}", "&amp;&#x41;&bogus;".repeat(100_000))),
        ("times", format!("{TEXT}{}", "<time>2 May 2020</time> <h1>x</h1>".repeat(40_000))),
        (
            "ends that are none",
            TEXT.to_owned() + &(0..30_000).map(|i| format!("<h2>Read more {i}</h2><p>Text {i}.")).collect::<String>(),
        ),
        ("stray marks", TEXT.to_owned() + &"<".repeat(1_000_000)),
        ("open drawings", TEXT.to_owned() + &"<svg><path>".repeat(100_000)),
        (
            "a stated body",
            format!(
                "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{}\"}}</script>{TEXT}{}",
                "a lonely word ".repeat(40_000),
                (0..20_000).map(|i| format!("<p>a lonely word a lonely {i} hotel")).collect::<String>()
            ),
        ),
        ("scripts", format!("<script type='application/ld+json'>{}</script>{TEXT}", "[".repeat(500_000))),
    ];
    // An unoptimised build on a busy machine says nothing about speed; it still must come to an end.
    let limit = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 1 });
    for (name, page) in pages {
        let started = Instant::now();
        match read(page.as_bytes(), "text/html") {
            Ok(articles) => {
                assert!(articles[0].blocks.iter().any(|(_, text)| text.contains("The council met")), "{name}");
            }
            Err(rejection) => assert_eq!(rejection.code, RejectionCode::TooLarge, "{name}"),
        }
        assert!(started.elapsed() < limit, "{name}: {:?}", started.elapsed());
    }
}

#[test]
fn messages_of_too_many_parts_are_rejected_in_time() {
    let item = "<item><title>x</title><description>The council met.</description></item>";
    let messages = [
        (format!("<rss><channel>{}</channel></rss>", item.repeat(101_000)), "application/xml"),
        (format!("<rss><channel>{}</channel></rss>", item.repeat(11_000)), "application/xml"),
        (format!("[{}{{}}]", r#"{"text":"The council met."},"#.repeat(11_000)), "application/json"),
        ("w\n".repeat(600_000), "text/plain"),
        ("<p>x".repeat(100_000), "text/html"),
    ];
    let limit = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 1 });
    for (message, content_type) in messages {
        let started = Instant::now();
        let rejection = read(message.as_bytes(), content_type).expect_err(content_type);
        assert_eq!(rejection.code, RejectionCode::TooLarge, "{rejection}");
        assert!(started.elapsed() < limit, "{content_type}: {:?}", started.elapsed());
    }
}

#[test]
fn a_page_of_more_markup_than_is_parsed_says_that_it_is_cut() {
    let page = format!("<p>{}</p>{TEXT}{}", "word ".repeat(50), "<b>x</b> ".repeat(150_000));
    let article = read(page.as_bytes(), "text/html").expect("an article").remove(0);
    assert!(article.warnings.contains(&"page_cut".to_owned()), "{:?}", article.warnings);
    assert!(article.blocks.iter().any(|(_, text)| text.contains("The council met")));
}

/// Marsaglia's xorshift: the same mutations on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Changes a few places: other bytes, cuts, copies, marks that mean something to one of the readers.
fn mutate(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    const MARKS: [&[u8]; 18] = [
        b"<",
        b">",
        b"&",
        b"\"",
        b"{",
        b"[",
        b"\\u",
        b"\\ud800",
        b"]]>",
        b"<!--",
        b"&#x110000;",
        b"\xff",
        b"\xe2\x80",
        b"\0",
        b"</",
        b"9999-99-99",
        b"<table>",
        b"\r\n\r\n",
    ];
    let mut out = bytes.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(out.len());
        let end = (at + random.below(40)).min(out.len());
        match random.below(5) {
            0 if !out.is_empty() => out[at] = random.below(256) as u8,
            1 => drop(out.drain(at..end)),
            2 => {
                let copy = out[at..end].to_vec();
                out.splice(at..at, copy);
            }
            3 => out.truncate(at),
            _ => drop(out.splice(at..at, MARKS[random.below(MARKS.len())].iter().copied())),
        }
    }
    out
}

#[test]
fn mutated_fixtures_never_panic() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shapes");
    let mut names: Vec<_> =
        std::fs::read_dir(folder).expect("the fixtures").map(|e| e.expect("an entry").path()).collect();
    names.sort();
    let types = ["application/json", "application/xml", "text/html", "text/plain", "application/octet-stream"];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut read_as_article = 0;
    for path in names.iter().filter(|p| p.extension().is_none_or(|e| e != "expected")) {
        let bytes = std::fs::read(path).expect("a fixture");
        let own = match path.extension().and_then(|e| e.to_str()) {
            Some("json") => types[0],
            Some("xml") => types[1],
            _ => types[2],
        };
        for _ in 0..60 {
            let mutated = mutate(&bytes, &mut random);
            read_as_article += usize::from(read(&mutated, own).is_ok());
            let _ = read(&mutated, types[random.below(types.len())]);
            let mut warc = mutated.as_slice();
            while let Some(Ok(_)) = next_response(&mut warc, 1 << 20) {}
        }
    }
    assert!(read_as_article > 100, "only {read_as_article} of the mutated fixtures were read: they test nothing");
}

#[test]
fn mutated_dates_never_panic() {
    let mut random = Random(7);
    for raw in [
        "2019-06-19T08:00:00.123+02:00",
        "Wed, 19 Jun 2019 08:00:00 GMT",
        "19. Juni 2019, 14.30 Uhr",
        "2019年6月19日 오후 3:05",
    ] {
        for _ in 0..400 {
            let date = String::from_utf8_lossy(&mutate(raw.as_bytes(), &mut random)).into_owned();
            let body = serde_json::json!({"text": "The council met.", "published_at": date}).to_string();
            assert_eq!(read(body.as_bytes(), "application/json").expect("an article").len(), 1, "{date}");
        }
    }
}
