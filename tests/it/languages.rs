//! A language is a folder: one of fixtures, which the program was not built with, is read and used.

use copydesk::annotate::Annotators;
use copydesk::document::{BlockKind, Document, QuoteKind};
use copydesk::languages::Language;

use crate::tidy::files_under;

/// Reads a folder of fixtures as `build.rs` reads `languages/`. Packs live as long as the program.
fn pack(code: &str) -> &'static Language {
    let files: Vec<(&'static str, &'static str)> = files_under(&format!("tests/fixtures/languages/{code}"), "txt")
        .into_iter()
        .map(|path| {
            let name = path.file_name().expect("a name").to_str().expect("UTF-8").to_owned();
            let text = std::fs::read_to_string(&path).expect("readable");
            (&*name.leak(), &*text.leak())
        })
        .collect();
    assert!(!files.is_empty(), "no fixtures of {code}");
    Box::leak(Box::new(Language::read(code, &files).unwrap_or_else(|error| panic!("{error}"))))
}

/// The quotes of a text in a language: kind, words and speaker.
fn quotes(language: &'static Language, text: &str) -> Vec<(QuoteKind, String, Option<String>)> {
    let mut doc = Document::new("", &[(BlockKind::Body, text)], language.code(), None).with_words(language);
    Annotators::default().annotate(&mut doc);
    let words = |quote: &copydesk::document::Quote| {
        quote.spans.iter().map(|&span| doc.slice(span)).collect::<Vec<_>>().join(" … ")
    };
    let speaker = |quote: &copydesk::document::Quote| quote.speaker.as_ref().map(|s| doc.slice(s.span).to_owned());
    doc.quotes.iter().map(|quote| (quote.kind, words(quote), speaker(quote))).collect()
}

#[test]
fn a_folder_is_enough_for_a_marked_quote_with_its_speaker() {
    let toy = pack("toy");
    let text = "“Mo karel tu vano ni Sulp,” zora lo banuk Ila Brenn. Ossa Tirik zora: “Eh mo nu karel tu.”";
    let expected = [
        (QuoteKind::Direct, "Mo karel tu vano ni Sulp,".to_owned(), Some("lo banuk Ila Brenn".to_owned())),
        (QuoteKind::Direct, "Eh mo nu karel tu.".to_owned(), Some("Ossa Tirik".to_owned())),
    ];
    assert_eq!(quotes(toy, text), expected);
}

#[test]
fn without_the_folder_the_same_text_has_no_speaker() {
    let unknown = <&Language>::default();
    let text = "“Mo karel tu vano ni Sulp,” zora lo banuk Ila Brenn.";
    assert!(quotes(unknown, text).iter().all(|(_, _, speaker)| speaker.is_none()));
}

#[test]
fn the_cases_of_a_pack_hold() {
    let mut process = std::process::Command::new(env!("CARGO_BIN_EXE_copydesk"));
    process.args(["test", "tests/fixtures/languages/nl"]).current_dir(crate::tidy::root());
    let output = process.output().expect("the command starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
