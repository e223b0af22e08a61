//! The direction of imports under `src/`: an arrow that is not in the tables below is a mistake or a decision, and a
//! decision is made here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::imports::{Modules, circles};
use crate::tidy::{files_under, root};

/// The modules in a room with the others of the room that each may import. One that is not listed imports none.
type Arrows = &'static [(&'static str, &'static [&'static str])];

/// The rooms whose insides are kept: the top of `src/`, and those in which most of the rules stand.
const ROOMS: &[(&str, Arrows)] = &[
    (
        "",
        &[
            ("annotate", &["dateline", "document", "identification", "interrupt", "languages", "model"]),
            (
                "archive",
                &["article", "broker", "enriched", "headers", "normalize", "ops", "publication", "secret", "worker"],
            ),
            ("article", &["document"]),
            ("broker", &["headers", "secret"]),
            ("cli", &["*"]),
            ("dateline", &["document", "languages"]),
            ("document", &["interrupt", "languages"]),
            ("enriched", &["article", "document", "interrupt"]),
            ("evaluation", &["annotate", "document", "model"]),
            ("identification", &["languages"]),
            ("normalize", &["article", "dateline", "digest", "document", "identification", "interrupt", "languages"]),
            ("operator", &["broker", "digest", "headers", "normalize"]),
            ("ops", &["escape", "secret"]),
            ("pipeline", &["annotate", "article", "document", "enriched", "interrupt", "normalize"]),
            ("publication", &["article", "digest", "enriched", "interrupt"]),
            ("render", &["enriched", "escape"]),
            (
                "settings",
                &["annotate", "archive", "broker", "normalize", "operator", "ops", "pipeline", "publication", "worker"],
            ),
            ("train", &["annotate", "document", "evaluation", "model"]),
            ("worker", &["article", "broker", "enriched", "headers", "interrupt", "ops", "pipeline", "publication"]),
        ],
    ),
    (
        "annotate",
        &[
            ("coref", &["gazetteer", "linking", "models", "quotes"]),
            ("gender", &["gazetteer"]),
            ("linking", &["gazetteer"]),
            ("models", &["names", "parser", "pos"]),
            ("names", &["gazetteer"]),
            ("parser", &["pos"]),
            ("quotes", &["quotation_marks"]),
        ],
    ),
    (
        "annotate/coref",
        &[
            ("clusters", &["person", "roles"]),
            ("lead", &["context", "mentions", "referents"]),
            ("own_words", &["context", "mentions", "roles"]),
            ("referents", &["evidence", "mentions", "roles"]),
            ("resolve", &["context", "evidence", "lead", "mentions", "own_words", "referents", "roles"]),
            ("speakers", &["interview", "mentions", "referents", "resolve"]),
        ],
    ),
    (
        "annotate/quotes",
        &[
            ("chain", &["candidate", "context", "rules", "source"]),
            ("content", &["rules", "tree", "verb"]),
            ("context", &["rules", "stretch"]),
            ("cues", &["candidate", "content", "context", "rules", "source", "stretch", "tree", "verb"]),
            ("direct", &["candidate", "context", "filter", "merge", "sentence", "source"]),
            ("filter", &["candidate", "context", "rules", "sentence", "stretch"]),
            ("fragments", &["candidate", "context", "filter", "source"]),
            ("labels", &["candidate"]),
            ("merge", &["candidate", "context", "filter", "rules", "source", "stretch", "tree"]),
            ("reported", &["candidate", "context", "cues", "merge", "source", "tree"]),
            ("sentence", &["candidate", "context"]),
            ("source", &["candidate", "context", "rules", "sentence", "tree", "verb", "words"]),
            ("tree", &["context"]),
            ("verb", &["context", "tree"]),
            ("words", &["context"]),
        ],
    ),
    (
        "normalize",
        &[
            ("byline", &["date", "limits", "text"]),
            ("clean", &["byline", "date", "html", "identity", "kind", "limits", "sources", "text"]),
            ("html", &["byline", "date", "identity", "json_ld", "kind", "text", "wording"]),
            ("json_ld", &["json", "text"]),
            ("shapes", &["byline", "identity", "json", "json_ld", "limits", "media_type", "text"]),
            ("sources", &["settings"]),
            ("text", &["byline"]),
            ("warc", &["media_type"]),
        ],
    ),
    (
        "normalize/html",
        &[
            ("blocks", &["dom", "labels"]),
            ("boilerplate", &["blocks", "dom", "labels"]),
            ("extract", &["blocks", "boilerplate", "dom", "labels"]),
            ("labels", &["dom"]),
            ("metadata", &["blocks", "dom", "labels"]),
            ("script_data", &["dom"]),
        ],
    ),
];

/// Who may name the library, and everything that only a shell around the pure centre may do.
const RESERVED: &[(&str, &[&str])] = &[
    ("lapin", &["broker"]),
    ("tokio_postgres", &["archive"]),
    ("rustls", &["archive"]),
    ("tokio", &["archive", "broker", "cli", "operator", "ops", "worker"]),
    ("axum", &["ops"]),
    ("hyper", &["ops"]),
    ("hyper_util", &["ops"]),
    ("clap", &["cli"]),
    ("std::fs", &["archive", "broker", "cli", "evaluation", "operator", "settings", "train", "worker"]),
    ("std::net", &["broker", "cli", "ops"]),
    ("std::time::SystemTime", &["broker", "cli", "operator", "ops", "worker"]),
    ("Instant::now", &["archive", "broker", "cli", "operator", "ops", "train", "worker"]),
];

/// The code that runs: without comments and without the unit tests at the end of the file.
pub fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("readable");
    let tests = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    text[..tests].lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

fn sources() -> Vec<PathBuf> {
    let mut files = files_under("src", "rs");
    files.retain(|path| !path.ends_with("tests.rs") && !path.components().any(|part| part.as_os_str() == "tests"));
    files
}

#[test]
fn imports_follow_the_arrows() {
    let modules = Modules::read(&root().join("src"), &sources());
    let mut wrong = Vec::new();
    for (room, arrows) in ROOMS {
        let mut drawn: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (from, to, file) in modules.arrows(room) {
            let allowed = arrows.iter().find(|(name, _)| *name == from).map_or(&[][..], |(_, allowed)| allowed);
            if !allowed.contains(&"*") && !allowed.contains(&to) {
                wrong.push(format!("{file} imports {room}/{to}"));
            }
            drawn.entry(from).or_default().insert(to);
        }
        for (from, allowed) in arrows.iter().filter(|(_, allowed)| *allowed != ["*"]) {
            let drawn = drawn.remove(from).unwrap_or_default();
            let unused = allowed.iter().filter(|to| !drawn.contains(*to));
            wrong.extend(unused.map(|to| format!("the arrow {room}/{from} -> {to} is not used: take it out")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let modules = Modules::read(&root().join("src"), &sources());
    let found = circles(modules.beside());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_centre_is_pure_and_each_library_has_one_home() {
    let mut wrong = Vec::new();
    for path in sources() {
        let file = path.strip_prefix(root().join("src")).expect("under src");
        let first = file.components().next().expect("a name").as_os_str().to_str().expect("UTF-8");
        let module = first.trim_end_matches(".rs");
        let code = code(&path);
        for (name, homes) in RESERVED {
            let separate = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || "_:\"".contains(c));
            let named = code.match_indices(name).any(|(at, _)| separate(at));
            if named && !homes.contains(&module) {
                wrong.push(format!("{} names {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
