//! Words of languages stand in `languages/`, not in code: no literal of letters under `src/annotate` and `src/normalize`,
//! but for formats that are the same in every language.

use std::path::Path;

use crate::layers::code;
use crate::tidy::{files_under, root};

/// Files and folders whose literals are names of a format or protocol, each with the reason.
const FORMATS: &[(&str, &str)] = &[
    ("annotate.rs", "names of steps and warnings"),
    ("annotate/expressions/calendar.rs", "ISO 8601 and EDTF"),
    ("annotate/gazetteer/fold.rs", "letters that Unicode does not take apart"),
    ("annotate/gazetteer/format.rs", "sections of the gazetteer's file"),
    ("annotate/gazetteer/settings.rs", "names of settings and of file types"),
    ("annotate/gazetteer/watchlist.rs", "fields of the user's list"),
    ("annotate/gazetteer.rs", "ISO 639-2"),
    ("annotate/linking", "Wikidata, ISO 3166 and kinds of records in the gazetteer"),
    ("annotate/coref.rs", "Wikidata; the language of the gazetteer's notes"),
    ("annotate/models", "paths of model files"),
    ("annotate/names.rs", "cargo features"),
    ("annotate/names/accurate.rs", "sections of a model file"),
    ("annotate/names/fast.rs", "sections of a model file"),
    ("annotate/parser", "sections of a model file"),
    ("annotate/pos", "sections of a model file, features of Universal Dependencies"),
    ("annotate/quotes.rs", "names of the lists of rules"),
    ("annotate/tokenizer/address.rs", "domains and schemes of addresses"),
    ("normalize.rs", "messages of rejections"),
    ("normalize/byline.rs", "schemes of addresses; the byline of NITF"),
    ("normalize/charset.rs", "names of character sets and warnings"),
    ("normalize/clean.rs", "names of warnings"),
    ("normalize/date.rs", "ISO 8601"),
    ("normalize/date", "sections of packs"),
    ("normalize/decode.rs", "content encodings"),
    ("normalize/html", "HTML names, sections of packs, names of page parts"),
    ("normalize/identity", "parts of addresses"),
    ("normalize/json", "escapes and schema.org keys"),
    ("normalize/kind.rs", "names of warnings"),
    ("normalize/limits.rs", "names of fields"),
    ("normalize/media_type.rs", "media types"),
    ("normalize/settings.rs", "names of settings"),
    ("normalize/shapes", "names of fields and elements"),
    ("normalize/text", "HTML names, letters of garbled text"),
    ("normalize/warc.rs", "names of headers"),
    ("normalize/wording.rs", "names of files of packs"),
];

fn is_format(name: &str) -> bool {
    let within =
        |path: &str| name.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.', '_']));
    FORMATS.iter().any(|(path, _)| within(path))
}

/// What may stand in front of a literal: messages for developers, paths of files, names of steps and of settings.
const BEFORE: &[&str] = &[
    "name:",
    "example:",
    "expect(",
    "expect_err(",
    "panic!(",
    "unreachable!(",
    "assert!(",
    "debug_assert!(told,",
    "include_str!(",
    "include_bytes!(",
    "before(",
    "cfg(feature =",
    "rename =",
    "rename_all =",
    "default =",
    "error(",
    "doc =",
];

/// The string literals of code without comments: where each starts, and what stands between its quotes.
fn literals(code: &str) -> Vec<(usize, &str)> {
    let bytes = code.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            // A character literal, not a lifetime.
            b'\'' if bytes.get(at + 1) == Some(&b'\\') => at += code[at + 2..].find('\'').map_or(2, |end| end + 3),
            b'\'' => {
                let character = code[at + 1..].chars().next().map_or(1, char::len_utf8);
                at += if bytes.get(at + 1 + character) == Some(&b'\'') { character + 2 } else { 1 };
            }
            b'r' if code[at + 1..].trim_start_matches('#').starts_with('"') && !is_word(code[..at].chars().last()) => {
                let hashes = code[at + 1..].find('"').expect("looked for");
                let start = at + 2 + hashes;
                let closing = format!("\"{}", "#".repeat(hashes));
                let end = code[start..].find(&closing).map_or(code.len(), |end| start + end);
                found.push((at, &code[start..end]));
                at = end + closing.len();
            }
            b'"' => {
                let mut end = at + 1;
                while end < bytes.len() && bytes[end] != b'"' {
                    end += if bytes[end] == b'\\' { 2 } else { 1 };
                }
                found.push((at, &code[at + 1..end.min(code.len())]));
                at = end + 1;
            }
            _ => at += 1,
        }
    }
    found
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// Whether a literal holds letters that are no placeholder, escape or lone sign of a format.
fn has_letters(literal: &str) -> bool {
    let mut depth = 0;
    let mut escaped = false;
    literal.chars().any(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        let letter = c.is_alphabetic() && depth == 0 && !escaped;
        escaped = c == '\\' && !escaped;
        letter
    })
}

#[test]
fn no_words_of_a_language_stand_in_code() {
    let mut wrong = Vec::new();
    for folder in ["annotate", "normalize"] {
        let mut files = files_under(&format!("src/{folder}"), "rs");
        files.push(root().join(format!("src/{folder}.rs")));
        for path in files.iter().filter(|path| !is_test(path)) {
            let name = path.strip_prefix(root().join("src")).expect("under src").display().to_string();
            if is_format(&name) {
                continue;
            }
            let code = code(path);
            let free = |at: usize| BEFORE.iter().any(|before| code[..at].trim_end().ends_with(before));
            let found = literals(&code).into_iter().filter(|&(at, literal)| has_letters(literal) && !free(at));
            let found: Vec<_> = found.map(|(_, literal)| literal).collect();
            if !found.is_empty() {
                wrong.push(format!("{name}: {} of {found:?}", found.len()));
            }
        }
    }
    assert!(wrong.is_empty(), "words stand in code, move them to languages/:\n{}", wrong.join("\n"));
}

fn is_test(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name == "tests.rs" || name.ends_with("_tests.rs") || path.components().any(|part| part.as_os_str() == "tests")
}

#[test]
fn literals_are_told_from_characters_and_lifetimes() {
    let code = r##"fn f<'a>(x: &'a str) { m('"', "a\"b", r#"c"d"#, '\'', "e") }"##;
    let found: Vec<_> = literals(code).into_iter().map(|(_, literal)| literal).collect();
    assert_eq!(found, ["a\\\"b", "c\"d", "e"]);
    assert!(has_letters("an {x}") && !has_letters("{name}: \\n {}"));
}
