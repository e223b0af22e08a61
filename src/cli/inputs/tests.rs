use std::io::Write;

use expect_test::{Expect, expect};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::*;

const LIMIT: usize = 60;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// Writes the files, reads all that are listed for their folder, and shows each article in one line.
fn check(files: &[(&str, &[u8])], expected: Expect) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, content) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("inside the folder")).expect("writable");
        std::fs::write(path, content).expect("writable");
    }
    let (listed, size) = list(&[folder.path().to_owned()]).expect("listed");
    let progress = ProgressBar::hidden();
    let shown: String = Inputs::new(listed, LIMIT, progress.clone())
        .map(|input| {
            let origin = input.origin.to_string();
            let name = origin.strip_prefix(&folder.path().display().to_string()).expect("in the folder");
            match &input.failure {
                None => format!("{name} {} {}\n", input.content_type, String::from_utf8_lossy(&input.body)),
                Some(rejection) => format!("{name} {rejection}\n"),
            }
        })
        .collect();
    expected.assert_eq(&shown);
    assert_eq!(Some(progress.position()), size, "progress is counted in bytes of the files");
}

#[test]
fn suffixes_tell_the_format() {
    check(
        &[
            ("a.json", b"{\n}"),
            ("b.html", b"<p>x"),
            ("c.txt", b"{x"),
            ("d.xml", b"<x/>"),
            ("e.JSONL", b"{\"a\":1}\n\n  \n{\"b\":2}"),
        ],
        expect![[r#"
            /a.json application/json {
            }
            /b.html text/html <p>x
            /c.txt text/plain {x
            /d.xml application/xml <x/>
            /e.JSONL:1 application/json {"a":1}
            /e.JSONL:4 application/json {"b":2}
        "#]],
    );
}

#[test]
fn folders_are_walked_in_order_and_what_is_no_article_is_left_out() {
    check(
        &[
            ("b/2.txt", b"two"),
            ("b/1.txt", b"one"),
            ("a.txt", b"first"),
            (".hidden.txt", b"x"),
            (".git/x.txt", b"x"),
            ("image.png", b"x"),
        ],
        expect![[r#"
            /a.txt text/plain first
            /b/1.txt text/plain one
            /b/2.txt text/plain two
        "#]],
    );
}

#[test]
fn compressed_files_are_read_by_their_content_and_frames_are_joined() {
    let two_frames = [zstd(b"{\"a\":1}\n"), zstd(b"{\"b\":2}\n")].concat();
    let skippable = [&b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc"[..], &zstd(b"text")].concat();
    let two_members = [gzip(b"{\"a\":1}\n{\"b\""), gzip(b":2}")].concat();
    check(
        &[
            ("a.jsonl.zst", &two_frames),
            ("b.txt.zst", &skippable),
            ("c.jsonl.gz", &two_members),
            ("d.html", &gzip(b"<p>named without its suffix")),
            ("e.txt.gz", b"not compressed after all"),
        ],
        expect![[r#"
            /a.jsonl.zst:1 application/json {"a":1}
            /a.jsonl.zst:2 application/json {"b":2}
            /b.txt.zst text/plain text
            /c.jsonl.gz:1 application/json {"a":1}
            /c.jsonl.gz:2 application/json {"b":2}
            /d.html text/html <p>named without its suffix
            /e.txt.gz text/plain not compressed after all
        "#]],
    );
}

#[test]
fn the_responses_of_a_warc_are_read_one_by_one() {
    let record = |kind: &str, block: &str| {
        let length = block.len();
        format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    };
    let page = |body: &str| record("response", &format!("HTTP/1.1 200 OK\nContent-Type: text/html\n\n{body}"));
    let whole = [record("request", "GET / HTTP/1.1"), page("<p>one"), page(&"<p>".repeat(LIMIT)), page("<p>two")];
    let packed: Vec<u8> = whole.iter().flat_map(|record| gzip(record.as_bytes())).collect();
    let cut = whole.concat();
    check(
        &[("a.warc.gz", &packed), ("b.warc", &cut.as_bytes()[..cut.len() - 8])],
        expect![[r#"
        /a.warc.gz:1 text/html <p>one
        /a.warc.gz:2 too_large: a response of 221 bytes, the limit is 60
        /a.warc.gz:3 text/html <p>two
        /b.warc:1 text/html <p>one
        /b.warc:2 too_large: a response of 221 bytes, the limit is 60
        /b.warc:3 undecodable: WARC: the last record is cut off
    "#]],
    );
}

#[test]
fn what_cannot_be_read_is_reported_once_and_the_rest_is_read() {
    let whole = gzip(b"{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n");
    let (long, fits) = ("y".repeat(LIMIT + 1), "x".repeat(LIMIT));
    let lines = format!("{long}\n{fits}\n{long}{long}\n{{}}");
    check(
        &[
            ("a.jsonl.gz", &whole[..whole.len() - 9]),
            ("b.html.gz", &whole[..12]),
            ("c.jsonl", lines.as_bytes()),
            ("d.txt", long.as_bytes()),
            ("e.txt", fits.as_bytes()),
            ("f.txt.zst", &zstd(b"text")[..9]),
        ],
        expect![[r#"
            /a.jsonl.gz:1 application/json {"a":1}
            /a.jsonl.gz:2 application/json {"b":2}
            /a.jsonl.gz:3 application/json {"c":3}
            /a.jsonl.gz:4 undecodable: cannot be read: incomplete deflate stream
            /b.html.gz undecodable: cannot be read: incomplete deflate stream
            /c.jsonl:1 too_large: larger than 60 bytes
            /c.jsonl:2 application/json xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            /c.jsonl:3 too_large: larger than 60 bytes
            /c.jsonl:4 application/json {}
            /d.txt too_large: larger than 60 bytes
            /e.txt text/plain xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            /f.txt.zst undecodable: cannot be read: Failed to parse block header: Error while reading bytes for Raw: failed to fill whole buffer
        "#]],
    );
}

#[test]
fn first_bytes_tell_the_format_where_the_name_does_not() {
    let cases: [&[u8]; 8] = [
        b"WARC/1.0\r\n",
        b"  <!doctype html>",
        b"{\"a\":1}\n{\"b\":2}",
        b"{\"a\":1,",
        b"{\n \"a\": 1\n}",
        b"[{}]",
        b"Text.",
        b"",
    ];
    let shown: String = cases.iter().map(|c| format!("{:?} {:?}\n", String::from_utf8_lossy(c), guess(c))).collect();
    expect![[r#"
        "WARC/1.0\r\n" Warc
        "  <!doctype html>" Whole("text/html")
        "{\"a\":1}\n{\"b\":2}" Lines
        "{\"a\":1," Lines
        "{\n \"a\": 1\n}" Whole("application/json")
        "[{}]" Whole("application/json")
        "Text." Whole("text/plain")
        "" Whole("text/plain")
    "#]]
    .assert_eq(&shown);
}

#[test]
fn a_misspelt_name_or_an_empty_folder_ends_the_run_before_it_begins() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let message = |path: PathBuf| format!("{:#}", list(&[path]).expect_err("nothing to read"));
    assert!(message(folder.path().join("none.jsonl")).contains("none.jsonl: No such file"));
    assert!(message(folder.path().to_owned()).starts_with("nothing to read in "));
}
