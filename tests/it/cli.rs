//! The command line as a user meets it: files, order, rejects, exit codes, one-line errors.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use expect_test::expect;
use serde_json::Value;

/// The program with the fast tier: the encoder is slow in a build that is not optimised.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    command.env("COPYDESK__MODELS__NAMES", "fast");
    command
}

fn copydesk(args: &[&str]) -> Output {
    program().args(args).output().expect("runs")
}

fn with_input(args: &[&str], input: &[u8]) -> Output {
    let mut child =
        program().args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    child.stdin.take().expect("piped").write_all(input).expect("read");
    child.wait_with_output().expect("ends")
}

fn lines(output: &[u8]) -> Vec<Value> {
    output.split(|&b| b == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).expect("JSON")).collect()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

#[test]
fn the_samples_are_enriched_in_order_and_the_broken_one_is_rejected() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rejects = folder.path().join("rejects.jsonl");
    let (samples, rejects_arg) = (samples(), rejects.to_str().expect("UTF-8"));
    let run = |jobs| {
        let output = copydesk(&["enrich", "--jobs", jobs, "--rejects", rejects_arg, samples.to_str().expect("UTF-8")]);
        assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
        output
    };
    let (one, four) = (run("1"), run("4"));
    assert!(one.stdout == four.stdout, "the number of jobs changes the output");
    // Each file is an article, but for the broken one, the two in `briefs.jsonl` and the README.
    let files = std::fs::read_dir(&samples).expect("samples").count();
    assert_eq!(lines(&one.stdout).len(), files - 3 + 2);
    let summary = format!("copydesk: {} enriched, 1 rejected", files - 3 + 2);
    assert!(text(&one.stderr).starts_with(&summary), "{}", text(&one.stderr));

    let rejected = lines(&std::fs::read(&rejects).expect("written"));
    assert_eq!(rejected.len(), 1);
    assert_eq!(rejected[0]["code"], "invalid_json");
    assert!(rejected[0]["file"].as_str().expect("a name").ends_with("broken.json"));
    assert!(rejected[0]["body"].as_str().expect("text").starts_with("{\"id\": \"broken-1\""));
}

#[test]
fn standard_input_is_read_and_rejects_name_their_line() {
    let input = b"{\"id\":\"a\",\"text\":\"One.\"}\n\nnot json\n{\"id\":\"b\",\"text\":\"Two.\"}\n\xff\n";
    let output = with_input(&["enrich"], input);
    assert_eq!(output.status.code(), Some(1));
    let ids: Vec<_> = lines(&output.stdout).iter().map(|a| a["id"].clone()).collect();
    assert_eq!(ids, ["a", "b"]);
    let places: Vec<_> =
        text(&output.stderr).lines().filter_map(|l| l.split_once(": rejected: ").map(|(place, _)| place)).collect();
    assert_eq!(places, ["copydesk: -:3", "copydesk: -:5"]);
}

#[test]
fn a_file_output_is_the_standard_output() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("out.jsonl");
    let sample = samples().join("briefs.jsonl");
    let sample = sample.to_str().expect("UTF-8");
    let printed = copydesk(&["enrich", sample]);
    let written = copydesk(&["enrich", sample, "--output", file.to_str().expect("UTF-8")]);
    assert_eq!((printed.status.code(), written.status.code()), (Some(0), Some(0)));
    assert!(written.stdout.is_empty());
    assert!(printed.stdout == std::fs::read(file).expect("written"));
}

#[test]
fn an_input_is_not_overwritten() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("articles.jsonl");
    std::fs::write(&file, "{\"text\":\"One.\"}\n").expect("writable");
    let name = file.to_str().expect("UTF-8");
    let output = copydesk(&["enrich", name, "--output", name]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).ends_with("is an input: it would be overwritten\n"), "{}", text(&output.stderr));
    assert_eq!(std::fs::read(&file).expect("still there"), b"{\"text\":\"One.\"}\n");
}

#[test]
fn errors_are_one_line_that_names_the_file() {
    let output = copydesk(&["enrich", "no-such-file.jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    expect![[r#"
        copydesk: cannot read no-such-file.jsonl: No such file or directory (os error 2)
    "#]]
    .assert_eq(text(&output.stderr));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = program()
        .arg("enrich")
        .arg(samples().join("briefs.jsonl"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ends");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
}

#[test]
fn files_whose_names_are_no_utf_8_are_read_and_what_cannot_be_read_is_named_and_counted() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let article = br#"{"id":"one","text":"The council met."}"#;
    std::fs::write(folder.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.json")), article).expect("written");
    std::os::unix::fs::symlink("nowhere", folder.path().join("gone.json")).expect("linked");
    let pipe = folder.path().join("pipe.json");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("runs").success());
    let output = copydesk(&["enrich", folder.path().to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(lines(&output.stdout).len(), 1);
    let errors = text(&output.stderr).replace(&folder.path().display().to_string(), "FOLDER");
    assert!(
        errors.contains("FOLDER/pipe.json: rejected: undecodable: cannot be read: it is no regular file"),
        "{errors}"
    );
    assert!(errors.contains("FOLDER/gone.json: rejected: undecodable: cannot be read: No such file"), "{errors}");
    assert!(errors.contains("1 enriched, 2 rejected"), "{errors}");
}

#[test]
fn names_and_errors_cannot_steer_the_terminal() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("a\u{1b}[2J\u{9b}31m.json"), "{").expect("written");
    let output = copydesk(&["enrich", folder.path().to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("a\u{fffd}[2J\u{fffd}31m.json: rejected"), "{}", text(&output.stderr));
    let article = r#"{"title":"A\u009b31m headline","text":"The council met.","source":"\u001b]0;x\u0007"}"#;
    let shown = with_input(&["enrich", "--as", "text"], article.as_bytes());
    assert!(!text(&shown.stdout).contains(['\u{1b}', '\u{9b}', '\u{7}']), "{:?}", text(&shown.stdout));
}

#[test]
fn an_article_that_becomes_too_much_is_rejected_and_its_neighbours_are_not() {
    let items: String = (0..50)
        .map(|n| format!("<item><title>T{n}</title><description>The council met.</description></item>"))
        .collect();
    let feed = format!("<rss version=\"2.0\"><channel><title>F</title>{items}</channel></rss>");
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("a.xml"), feed).expect("written");
    std::fs::write(folder.path().join("b.json"), br#"{"text":"The council met."}"#).expect("written");
    let mut command = program();
    command.env("COPYDESK__OUTPUTS__MAX_MESSAGES", "49").arg("enrich").arg(folder.path());
    let output = command.output().expect("runs");
    assert_eq!((output.status.code(), lines(&output.stdout).len()), (Some(1), 1));
    assert!(text(&output.stderr).contains("output_too_large"), "{}", text(&output.stderr));
}
