//! More than a hundred inputs that are broken, hostile or merely odd: each ends as a dead letter with a code or as a
//! valid document, memory stays bounded, and the worker lives on.

use std::collections::BTreeMap;
use std::io::Write;

use copydesk::article::RejectionCode;
use copydesk::broker::Publication;
use copydesk::enriched::EnrichedArticle;

use crate::rabbitmq::desk::{Desk, article};
use crate::rabbitmq::shared;
use crate::rabbitmq::worker::Worker;

/// What may become of an input.
#[derive(Debug, Clone, Copy)]
enum End {
    /// A dead letter with one of these codes.
    Dead(&'static [&'static str]),
    /// A document.
    Document,
    /// Either: how far one goes with it is the normaliser's business, so long as it decides.
    Decided,
}
use End::{Dead, Decided, Document};

const NOT_JSON: End = Dead(&["invalid_json"]);
const NOTHING: End = Dead(&["no_text", "invalid_json"]);
const UNDECODABLE: End = Dead(&["undecodable"]);
const DEEP: End = Dead(&["too_deep", "invalid_json"]);
const LARGE: End = Dead(&["too_large"]);

struct Case {
    name: String,
    publication: Publication,
    end: End,
}

struct Cases<'a> {
    desk: &'a Desk,
    all: Vec<Case>,
}

impl Cases<'_> {
    fn add(&mut self, name: &str, content_type: &str, body: impl AsRef<[u8]>, end: End) -> &mut Publication {
        let name = format!("{:03} {name}", self.all.len());
        let mut publication = self.desk.raw(&name, body.as_ref());
        publication.properties.content_type = (!content_type.is_empty()).then(|| content_type.to_owned());
        self.all.push(Case { name, publication, end });
        &mut self.all.last_mut().expect("just added").publication
    }

    fn json(&mut self, name: &str, body: impl AsRef<[u8]>, end: End) {
        self.add(name, "application/json", body, end);
    }

    fn text(&mut self, name: &str, text: &str, end: End) {
        self.add(name, "text/plain", text, end);
    }

    fn html(&mut self, name: &str, html: &str, end: End) {
        self.add(name, "text/html", html, end);
    }

    fn encoded(&mut self, name: &str, encoding: &str, body: &[u8], end: End) {
        self.add(name, "application/json", body, end).properties.content_encoding = Some(encoding.to_owned());
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 4096, 4, 20).write_all(bytes).expect("memory");
    out
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn bodies(cases: &mut Cases) {
    for (kind, end) in [("application/json", NOTHING), ("text/html", NOTHING), ("text/plain", NOTHING), ("", NOTHING)] {
        cases.add("empty", kind, "", end);
        cases.add("a space", kind, " ", end);
        cases.add("a NUL", kind, [0], Decided);
        cases.add("a byte that is no character", kind, [0xff], Decided);
        cases.add("a brace", kind, "{", Decided);
    }
    let large = |bytes: usize| {
        let mut body = br#"{"text":""#.to_vec();
        body.resize(bytes, b'x');
        body.extend(br#""}"#);
        body
    };
    cases.json("9 MB", large(9_000_000), LARGE);
    // About as much as RabbitMQ takes by default since 4.0.
    cases.json("16 MB", large(16_000_000), LARGE);
    let message = cases.add("a header of 100 kB", "application/json", "{", NOT_JSON);
    message.properties.headers.insert("big", "x".repeat(100_000));
    let message = cases.add("a thousand headers", "application/json", article("h"), Document);
    (0..1000).for_each(|i| message.properties.headers.insert(format!("header-{i}"), "x"));
}

fn encodings(cases: &mut Cases) {
    let good = article("compressed");
    type Encode = fn(&[u8]) -> Vec<u8>;
    let encoders: [(&str, Encode); 4] = [("gzip", gzip), ("deflate", deflate), ("br", brotli), ("zstd", zstd)];
    for (name, encode) in encoders {
        let body = encode(&good);
        cases.encoded("well compressed", name, &body, Document);
        cases.encoded("cut in half", name, &body[..body.len() / 2], UNDECODABLE);
        cases.encoded("cut to a byte", name, &body[..1], UNDECODABLE);
        cases.encoded("not compressed at all", name, &good, Decided);
        cases.encoded("a bomb", name, &encode(&vec![b' '; 100_000_000]), LARGE);
    }
    cases.encoded("gzip within gzip", "gzip, gzip", &gzip(&gzip(&good)), Document);
    cases.encoded("an encoding that does not exist", "rot13", &good, Dead(&["undecodable", "unsupported_type"]));
    let mut broken = gzip(&good);
    let middle = broken.len() / 2;
    broken[middle] ^= 0xff;
    cases.encoded("a bit rotten", "gzip", &broken, UNDECODABLE);
}

fn json(cases: &mut Cases) {
    for body in ["null", "true", "7", "\"text\"", "[]", "{}", "[[]]", "[1,2]", "{\"title\":\"only a title\"}"] {
        cases.json(body, body, Decided);
    }
    for body in ["{\"text\":\"a\"", "{\"text\" \"a\"}", "{text:1}", "{\"text\":\"a\"}}", "nul", "{\"text\":\"\t\"}"] {
        cases.json(body, body, Decided);
    }
    cases.json("lists nested 100,000 deep", "[".repeat(100_000), DEEP);
    cases.json("lists nested and closed", "[".repeat(100_000) + &"]".repeat(100_000), DEEP);
    cases.json("objects nested 100,000 deep", "{\"a\":".repeat(100_000), DEEP);
    let deep = "[".repeat(5000) + &"]".repeat(5000);
    cases.json("an article with a deep field", format!("{{\"text\":\"News.\",\"x\":{deep}}}"), DEEP);
    cases.json("a lone surrogate", r#"{"text":"The end \ud800 is near."}"#, Decided);
    cases.json("a pair of surrogates", r#"{"text":"A smile \ud83d\ude00 in a sentence."}"#, Document);
    cases.json("escaped NULs", r#"{"text":"One\u0000two words\u0000."}"#, Decided);
    cases.json("raw bytes in a string", b"{\"text\":\"caf\xe9 au lait\"}", Decided);
    cases.json("a mark in front", b"\xef\xbb\xbf{\"text\":\"A sentence here.\"}", Decided);
    let utf16: Vec<u8> = "{\"text\":\"A sentence here.\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    cases.json("UTF-16", &utf16, Decided);
    cases.json("wrong types", r#"{"text":5,"title":{},"authors":7,"tags":{"a":1},"source":[1]}"#, Decided);
    cases.json("wrong types beside a text", r#"{"text":"A sentence.","title":[1],"authors":7,"id":{"a":1}}"#, Decided);
    cases.json("a number beyond all bounds", r#"{"text":"A sentence.","x":1e999999}"#, Decided);
    cases.json("one key many times", r#"{"text":"First.","text":"Second."}"#, Decided);
    let keys: Vec<String> = (0..20_000).map(|i| format!("\"k{i}\":{i}")).collect();
    cases.json("twenty thousand fields", format!("{{\"text\":\"A sentence.\",{}}}", keys.join(",")), Decided);
    for date in ["0000-00-00", "999999-01-01", "-1", "yesterday", "2024-02-30T25:61:61Z", ""] {
        cases.json("a date", format!("{{\"text\":\"A sentence.\",\"published_at\":\"{date}\"}}"), Document);
    }
    for url in ["javascript:alert(1)", "http://", "//", "http://[::1", "a b c"] {
        cases.json("a URL", format!("{{\"text\":\"A sentence.\",\"url\":\"{url}\"}}"), Decided);
    }
    let long = "x".repeat(100_000);
    cases.json("an id of 100 kB", format!("{{\"text\":\"A sentence.\",\"id\":\"{long}\"}}"), Decided);
    cases.json("a source of 100 kB", format!("{{\"text\":\"A sentence.\",\"source\":\"{long}\"}}"), Decided);
    cases.json("a title of 100 kB", format!("{{\"text\":\"A sentence.\",\"title\":\"{long}\"}}"), Decided);
}

fn types(cases: &mut Cases) {
    for kind in ["image/png", "application/pdf", "video/mp4", "multipart/mixed", "///", "text", "a/b; c=\""] {
        cases.add(kind, kind, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Decided);
    }
    cases.add("JSON said to be HTML", "text/html", article("x"), Decided);
    cases.add("HTML said to be JSON", "application/json", "<p>A paragraph of news.</p>", Decided);
    cases.add("a charset that does not exist", "text/plain; charset=klingon", "A sentence of news.", Decided);
    cases.add("a dangerous charset", "text/html; charset=utf-7", "+ADw-script+AD4-", Decided);
    cases.add("a long content type", &"x".repeat(255), article("x"), Decided);
}

fn texts(cases: &mut Cases) {
    let many = |text: &str, times: usize| text.repeat(times);
    cases.text("only white space", &many(" \n\t\u{a0}", 1000), NOTHING);
    cases.text("only marks that show nothing", &many("\u{200d}\u{feff}", 1000), Decided);
    cases.text("a tower of accents", &("e".to_owned() + &many("\u{301}", 5_000)), Decided);
    cases.text("right to left", &many("\u{202e}abc ", 1000), Decided);
    cases.text("one word of 100 kB", &many("x", 100_000), Decided);
    cases.text("ten thousand emoji", &many("\u{1f600}", 10_000), Decided);
    cases.text("ten thousand quotation marks", &many("\"", 10_000), Decided);
    cases.text("quotation marks that open only", &many("\u{201c}a ", 2_000), Decided);
    cases.text("brackets that open only", &many("(", 10_000), Decided);
    cases.text("ten thousand full stops", &many(".", 10_000), Decided);
    cases.text("a thousand names", &many("Anna Brandt said. ", 1_000), Decided);
    cases.text("ten thousand paragraphs", &many("a\n\n", 10_000), Decided);
    cases.text("ten thousand lines", &many("a\n", 10_000), Decided);
}

fn pages(cases: &mut Cases) {
    let many = |text: &str, times: usize| text.repeat(times);
    cases.html("elements nested 20,000 deep", &many("<div>", 20_000), Decided);
    cases.html("nested, with a text inside", &(many("<b>", 5_000) + "A sentence of news."), Decided);
    cases.html("only a script", "<script>alert('news')</script>", Decided);
    cases.html("only a comment", "<!-- news", Decided);
    cases.html("ten thousand brackets", &many("<", 10_000), Decided);
    cases.html("an attribute of 1 MB", &format!("<p title=\"{}\">A sentence.</p>", many("x", 1_000_000)), Decided);
    cases.html("characters that do not exist", "<p>One &#x110000; two &#0; three &bogus; four.</p>", Decided);
    cases.html("a table of tables", &many("<table><tr><td>", 2_000), Decided);
    cases.html("links only", &many("<a href=x>more</a> ", 2_000), Decided);
}

#[test]
fn a_hundred_malformed_inputs_are_decided_and_the_worker_lives_on() {
    let desk = Desk::new(shared());
    // The breaker would rightly stop at so many rejections; it has its own test.
    let mut worker = Worker::start(&desk, &[("worker", "breaker_window = 0")]);
    let mut cases = Cases { desk: &desk, all: Vec::new() };
    for group in [bodies, encodings, json, types, texts, pages] {
        group(&mut cases);
    }
    let cases = cases.all;
    assert!(cases.len() >= 100, "{}", cases.len());
    for case in &cases {
        desk.publish(vec![case.publication.clone()]);
    }
    let names: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    let account = desk.account_for(names.clone());
    account.check(names);

    let codes: Vec<&str> = RejectionCode::ALL.iter().map(|code| code.as_str()).collect();
    let mut wrong = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &cases {
        let name = case.name.as_str();
        let (became, fine) = match (account.dead.get(name), case.end) {
            (Some(code), Dead(expected)) => (code.as_str(), expected.contains(&code.as_str())),
            (Some(code), end) => (code.as_str(), codes.contains(&code.as_str()) && matches!(end, Decided)),
            (None, end) => {
                check_document(name, &account.outputs[name]);
                ("a document", !matches!(end, Dead(_)))
            }
        };
        *counts.entry(became).or_default() += 1;
        // Out of time is an end like any other; a panic is a bug.
        let fine = fine || became == "timeout";
        if !fine || became == "panic" {
            wrong.push(format!("{name}: {became}, not {:?}", case.end));
        }
    }
    println!("{} inputs: {counts:?}; at most {} MB resident", cases.len(), worker.peak_bytes() / 1_000_000);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(worker.peak_bytes() < 700_000_000, "{} bytes resident", worker.peak_bytes());
    desk.feed(["still alive"]);
    assert!(desk.account_for(["still alive"]).dead.is_empty());
    worker.stop();
}

/// Among the outputs of an input is an article that reads as one.
#[track_caller]
fn check_document(name: &str, outputs: &BTreeMap<String, Vec<u8>>) {
    let articles = outputs.values().filter_map(|body| serde_json::from_slice::<EnrichedArticle>(body).ok());
    let articles: Vec<EnrichedArticle> = articles.filter(|article| article.schema == "copydesk.article.v1").collect();
    assert!(!articles.is_empty(), "{name}: no article among {} outputs", outputs.len());
    for article in articles {
        assert!(
            !article.id.is_empty() && (!article.text.is_empty() || !article.title.is_empty()),
            "{name}: {article:?}"
        );
    }
}
