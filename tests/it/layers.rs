//! The direction of imports under `src/`: an arrow that is not in the table below is a mistake or a decision, and a
//! decision is made here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::tidy::{files_under, root};

/// Each module at the top of `src/` with the others that it may import.
const ARROWS: &[(&str, &[&str])] = &[
    ("annotate", &["dateline", "document", "identification", "interrupt", "languages", "model"]),
    ("archive", &["article", "broker", "enriched", "headers", "normalize", "ops", "publication", "secret", "worker"]),
    ("article", &["document"]),
    ("broker", &["headers", "secret"]),
    ("cli", &["*"]),
    ("dateline", &["document"]),
    ("document", &["interrupt", "languages"]),
    ("enriched", &["article", "document", "interrupt"]),
    ("escape", &[]),
    ("evaluation", &["annotate", "document", "model"]),
    ("headers", &[]),
    ("interrupt", &[]),
    ("languages", &[]),
    ("identification", &["languages"]),
    ("main", &["cli"]),
    ("model", &[]),
    ("normalize", &["article", "dateline", "document", "identification", "interrupt", "languages"]),
    ("operator", &["broker", "escape", "headers", "normalize"]),
    ("ops", &["escape", "secret"]),
    ("pipeline", &["annotate", "article", "document", "enriched", "interrupt", "normalize"]),
    ("publication", &["article", "enriched", "interrupt"]),
    ("render", &["enriched", "escape"]),
    ("secret", &[]),
    (
        "settings",
        &["annotate", "archive", "broker", "normalize", "operator", "ops", "pipeline", "publication", "worker"],
    ),
    ("train", &["annotate", "document", "evaluation", "languages", "model"]),
    ("worker", &["article", "broker", "enriched", "headers", "interrupt", "ops", "pipeline", "publication"]),
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
    ("std::fs", &["annotate", "archive", "broker", "cli", "evaluation", "operator", "settings", "train", "worker"]),
    ("std::net", &["broker", "cli", "ops"]),
    ("std::time::SystemTime", &["broker", "cli", "operator", "ops", "worker"]),
    ("Instant::now", &["archive", "broker", "cli", "operator", "ops", "train", "worker"]),
];

/// The module at the top of `src/` that a file belongs to.
fn module(path: &Path) -> String {
    let path = path.strip_prefix(root().join("src")).expect("under src");
    let first = path.components().next().expect("a name").as_os_str().to_str().expect("UTF-8");
    first.trim_end_matches(".rs").to_owned()
}

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

/// The modules that the code names as `crate::<module>`, `crate::{<module>, …}` included.
fn imported(code: &str) -> BTreeSet<&str> {
    let name = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let mut modules = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            None => _ = modules.insert(&rest[..name(rest)]),
            Some(list) => {
                let mut depth = 0;
                let mut start = 0;
                for (at, c) in list.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' | ',' if depth == 0 => {
                            let item = list[start..at].trim();
                            modules.insert(&item[..name(item)]);
                            start = at + 1;
                            if c == '}' {
                                break;
                            }
                        }
                        '}' => depth -= 1,
                        _ => {}
                    }
                }
            }
        }
    }
    modules
}

#[test]
fn imports_follow_the_arrows() {
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for path in sources() {
        let module = module(&path);
        if module == "lib" {
            continue;
        }
        let code = code(&path);
        match ARROWS.iter().find(|(name, _)| *name == module) {
            None => wrong.push(format!("{module} is not in the table of modules")),
            Some((_, ["*"])) => {}
            Some((_, allowed)) => {
                let outside = |name: &&str| *name != module && ARROWS.iter().any(|(module, _)| module == name);
                for other in imported(&code).into_iter().filter(outside).filter(|name| !allowed.contains(name)) {
                    wrong.push(format!("{} imports {other}", path.display()));
                }
            }
        }
        seen.insert(module);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(seen.len() > 10, "only {seen:?} were looked at");
}

#[test]
fn the_centre_is_pure_and_each_library_has_one_home() {
    let mut wrong = Vec::new();
    for path in sources() {
        let module = module(&path);
        let code = code(&path);
        for (name, homes) in RESERVED {
            let separate = |at: usize| !code[..at].ends_with(|c: char| c.is_alphanumeric() || "_:\"".contains(c));
            let named = code.match_indices(name).any(|(at, _)| separate(at));
            if named && !homes.contains(&module.as_str()) {
                wrong.push(format!("{} names {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_reader_of_imports_sees_lists() {
    let code = "use crate::{annotate::{a, b}, broker, worker::X};\ncrate::ops::y(); crate::document";
    assert_eq!(imported(code).into_iter().collect::<Vec<_>>(), ["annotate", "broker", "document", "ops", "worker"]);
}
