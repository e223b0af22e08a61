//! The manners of the repository: short files, no left-overs, documents whose commands and links exist.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Longest source file, in lines.
const LONGEST: usize = 500;

/// The repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files with a suffix under a folder of the repository, in order.
pub fn files_under(folder: &str, suffix: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, suffix: &str, files: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("listed").path()) {
            if entry.is_dir() {
                walk(&entry, suffix, files);
            } else if entry.extension().is_some_and(|found| found == suffix) {
                files.push(entry);
            }
        }
    }
    let mut files = Vec::new();
    walk(&root().join(folder), suffix, &mut files);
    files.sort();
    files
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn sources() -> Vec<PathBuf> {
    [files_under("src", "rs"), files_under("tests", "rs")].concat()
}

/// The documents: everything in Markdown at the root, in `docs/` and beside the samples.
fn documents() -> Vec<PathBuf> {
    let at_root = std::fs::read_dir(root()).expect("the root").map(|entry| entry.expect("listed").path());
    let mut documents: Vec<_> = at_root.filter(|path| path.extension().is_some_and(|found| found == "md")).collect();
    documents
        .extend(["docs", "samples"].into_iter().filter(|f| root().join(f).is_dir()).flat_map(|f| files_under(f, "md")));
    assert!(documents.iter().any(|path| path.ends_with("README.md")), "there is no README");
    documents
}

/// Whether a file is a table: mostly literals, one or more a line.
fn is_table(text: &str) -> bool {
    let literal = |line: &&str| line.trim_start().starts_with(['"', '(', '[']);
    text.lines().filter(literal).count() * 2 > text.lines().count()
}

#[test]
fn files_are_short() {
    let lengths: Vec<_> = sources()
        .iter()
        .map(|p| (p.clone(), read(p)))
        .filter(|(_, text)| !is_table(text))
        .map(|(p, t)| (t.lines().count(), p))
        .collect();
    let long: Vec<_> = lengths.iter().filter(|(lines, _)| *lines > LONGEST).collect();
    assert!(long.is_empty(), "longer than {LONGEST} lines: {long:#?}");
    let short = lengths.iter().filter(|(lines, _)| *lines < 200).count();
    assert!(short * 2 >= lengths.len(), "only {short} of {} files are under 200 lines", lengths.len());
}

#[test]
fn nothing_is_left_over() {
    // Put together here, so that this file does not hold what it looks for.
    let left_over = ["todo", "dbg", "unimplemented"].map(|name| format!("{name}!"));
    let attributes = ["#[ignore", "allow(dead_code", "allow(unused"].map(|start| format!("{start}{}", ")"));
    let folders = ["root", "home", "Users", "work"].map(|name| format!("/{name}/"));
    let mut found = Vec::new();
    for path in sources() {
        let text = read(&path);
        let attributes = attributes.iter().map(|a| a.trim_end_matches(')'));
        for word in left_over.iter().map(String::as_str).chain(attributes) {
            if path.ends_with("tidy.rs") {
                continue;
            }
            if text.contains(word) {
                found.push(format!("{}: {word}", path.display()));
            }
        }
    }
    let scripts = files_under("scripts", "sh").into_iter().chain([root().join("Makefile"), root().join(".ci/run")]);
    for path in sources().into_iter().chain(documents()).chain(scripts) {
        let text = read(&path);
        for folder in &folders {
            let own_machine = text
                .match_indices(folder.as_str())
                .any(|(at, _)| text[..at].ends_with([' ', '"', '`', '(', '=', '\n']));
            if own_machine {
                found.push(format!("{}: {folder}", path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn links_in_documents_lead_somewhere() {
    let mut broken = Vec::new();
    for path in documents() {
        let text = read(&path);
        for rest in text.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or_default();
            let file = target.split('#').next().unwrap_or_default();
            let outside = file.contains("://") || file.starts_with("mailto:") || file.is_empty();
            if !outside && !path.parent().expect("a folder").join(file).exists() {
                broken.push(format!("{}: {target}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// The lines of the fenced blocks of a document that a shell would run; a prompt in front is taken off.
fn commands(text: &str) -> Vec<String> {
    let blocks = text.split("```").skip(1).step_by(2);
    let shell = blocks.filter(|block| ["sh\n", "bash\n", "console\n"].iter().any(|name| block.starts_with(name)));
    let joined = shell.map(|block| block.replace("\\\n", " ")).collect::<Vec<_>>().join("\n");
    joined.lines().map(|line| line.trim().trim_start_matches("$ ").to_owned()).collect()
}

/// What `copydesk <command> --help` prints, run once for each command.
struct Help(BTreeMap<String, Option<String>>);

impl Help {
    fn of(&mut self, command: &str) -> Option<&str> {
        let known = self.0.entry(command.to_owned()).or_insert_with(|| {
            let mut process = Command::new(env!("CARGO_BIN_EXE_copydesk"));
            let output =
                process.args(command.split(' ').filter(|w| !w.is_empty())).arg("--help").output().expect("runs");
            output.status.success().then(|| String::from_utf8(output.stdout).expect("UTF-8"))
        });
        known.as_deref()
    }
}

#[test]
fn commands_in_documents_exist() {
    let makefile = read(&root().join("Makefile"));
    let mut help = Help(BTreeMap::new());
    let mut unknown = Vec::new();
    let mut checked = 0;
    for path in documents() {
        for command in commands(&read(&path)) {
            for part in command.split(['|', '&', ';']).map(str::trim) {
                let words: Vec<_> =
                    part.split_whitespace().skip_while(|w| w.contains('=') && !w.starts_with('-')).collect();
                let place = || format!("{}: {part}", path.display());
                match words[..] {
                    ["make", target, ..] => {
                        checked += 1;
                        if !makefile.contains(&format!("\n{target}:")) {
                            unknown.push(place());
                        }
                    }
                    [program, command, ref rest @ ..] if program.ends_with("copydesk") && !command.starts_with('-') => {
                        checked += 1;
                        let action = rest.first().filter(|w| w.chars().all(|c| c.is_ascii_lowercase()));
                        let with_action = action.map(|action| format!("{command} {action}"));
                        let page = with_action.filter(|c| help.of(c).is_some()).unwrap_or_else(|| command.to_owned());
                        let Some(page) = help.of(&page) else {
                            unknown.push(place());
                            continue;
                        };
                        let flags =
                            rest.iter().filter(|w| w.starts_with("--")).map(|w| w.split('=').next().unwrap_or(w));
                        if flags.into_iter().any(|flag| !page.contains(flag)) {
                            unknown.push(place());
                        }
                    }
                    _ => {}
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert!(checked > 0, "no document shows a command");
}
