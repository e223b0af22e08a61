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

/// Says that a test does less than it could, also where the harness keeps what tests print to itself.
pub fn skipped(what: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "SKIPPED: {what}");
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

/// The documents: everything in Markdown at the root, in `docs/`, beside the samples, and what explains `deploy/` and `fuzz/`.
fn documents() -> Vec<PathBuf> {
    let at_root = std::fs::read_dir(root()).expect("the root").map(|entry| entry.expect("listed").path());
    let mut documents: Vec<_> = at_root.filter(|path| path.extension().is_some_and(|found| found == "md")).collect();
    documents.extend(["docs", "samples", "deploy"].into_iter().flat_map(|folder| files_under(folder, "md")));
    documents.push(root().join("fuzz/README.md"));
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
    let left_over = ["todo!", "dbg!", "unimplemented!", "#[ignore", "allow(dead_code", "allow(unused"];
    let folders = ["root", "home", "Users", "work"].map(|name| format!("/{name}/"));
    let mut found = Vec::new();
    for path in sources().into_iter().filter(|path| !path.ends_with("tidy.rs")) {
        let text = read(&path);
        found.extend(left_over.iter().filter(|word| text.contains(*word)).map(|w| format!("{}: {w}", path.display())));
    }
    let scripts = files_under("scripts", "sh").into_iter().chain([root().join("Makefile"), root().join(".ci/run")]);
    for path in sources().into_iter().chain(documents()).chain(scripts) {
        let text = read(&path);
        // The beginning of an absolute path of somebody's machine, not a part of an address.
        let begins = |at: usize| text[..at].ends_with([' ', '"', '`', '(', '=', '\n']);
        let own = folders.iter().filter(|folder| text.match_indices(folder.as_str()).any(|(at, _)| begins(at)));
        found.extend(own.map(|folder| format!("{}: {folder}", path.display())));
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

/// Whether a command of a document exists with its flags; nothing is said of programs that are not ours.
fn exists(command: &str, makefile: &str, help: &mut Help) -> Option<bool> {
    let settings = |word: &&str| word.contains('=') && !word.starts_with('-');
    let words: Vec<_> = command.split_whitespace().skip_while(settings).take_while(|word| *word != "#").collect();
    match words[..] {
        ["make", target, ..] => Some(makefile.contains(&format!("\n{target}:"))),
        [program, command, ref rest @ ..] if program.ends_with("copydesk") && !command.starts_with('-') => {
            // `copydesk dead list` has a page of its own, `copydesk enrich samples` has not.
            let action = rest.first().map(|action| format!("{command} {action}"));
            let page = action.filter(|page| help.of(page).is_some()).unwrap_or_else(|| command.to_owned());
            let page = help.of(&page).unwrap_or_default();
            let mut flags = rest.iter().filter(|word| word.starts_with("--")).filter_map(|word| word.split('=').next());
            Some(!page.is_empty() && flags.all(|flag| page.contains(flag)))
        }
        _ => None,
    }
}

#[test]
fn commands_in_documents_exist() {
    let makefile = read(&root().join("Makefile"));
    let mut help = Help(BTreeMap::new());
    let (mut checked, mut unknown) = (0, Vec::new());
    for path in documents() {
        for line in commands(&read(&path)) {
            for command in line.split(['|', '&', ';']).map(str::trim) {
                match exists(command, &makefile, &mut help) {
                    Some(true) => checked += 1,
                    Some(false) => unknown.push(format!("{}: {command}", path.display())),
                    None => {}
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
    assert!(checked > 0, "no document shows a command");
}

#[test]
fn header_names_stand_in_one_place() {
    let home = root().join("src/headers.rs");
    assert!(read(&home).contains("\"x-copydesk-"), "the home of header names has moved");
    let elsewhere = files_under("src", "rs").into_iter().filter(|path| *path != home);
    let found: Vec<_> = elsewhere.filter(|path| read(path).contains("\"x-copydesk-")).collect();
    assert!(found.is_empty(), "header names written out: {found:#?}");
}
