//! What packages install beside the binary.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::tidy::{files_under, root};

fn copydesk(arguments: &[&Path]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk")).args(arguments).output().expect("the command starts");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn every_command_has_a_man_page_and_completions() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    copydesk(&[Path::new("generate"), folder.path()]);
    let help = copydesk(&[Path::new("help")]);
    let commands: BTreeSet<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert!(commands.contains("replay") && !commands.contains("generate"), "{commands:?}");
    let read = |name: &str| {
        let path = folder.path().join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let completions = ["copydesk.bash", "_copydesk", "copydesk.fish"].map(|name| read(&format!("completions/{name}")));
    for command in commands {
        assert!(read(&format!("man/copydesk-{command}.1")).contains(".SH SYNOPSIS"), "{command}");
        assert!(completions.iter().all(|completion| completion.contains(command)), "{command}");
    }
    assert!(read("man/copydesk.1").contains("copydesk\\-dead(1)"));
}

/// What a text that builds a package would take along from the folder of a model.
fn takes_all_of(text: &str, notice: &Path) -> bool {
    let folder = notice.parent().and_then(|folder| folder.strip_prefix(root()).ok()).expect("under the root");
    ["models/*", &folder.to_string_lossy()].iter().any(|folder| text.contains(&format!("{folder}/*.md")))
}

#[test]
fn every_package_holds_the_notices_of_all_data_in_the_program() {
    let notices: Vec<_> = files_under("models", "md");
    assert!(notices.iter().any(|notice| notice.ends_with("gazetteers/NOTICE.md")), "{notices:?}");
    for package in ["Cargo.toml", "Dockerfile"] {
        let text = std::fs::read_to_string(root().join(package)).expect("readable");
        for notice in &notices {
            assert!(takes_all_of(&text, notice), "{package} leaves out {}", notice.display());
        }
    }
}

/// First names, from the root of the repository, of what the files under `src` include as they are.
fn included() -> BTreeSet<String> {
    let whole = root().canonicalize().expect("the root");
    let mut included = BTreeSet::new();
    for file in files_under("src", "rs") {
        let text = std::fs::read_to_string(&file).expect("a source file");
        let folder = file.parent().expect("a file's folder").to_owned();
        for path in text.split("include_str!(\"").skip(1).chain(text.split("include_bytes!(\"").skip(1)) {
            let Ok(path) = folder.join(path.split('"').next().unwrap_or_default()).canonicalize() else { continue };
            included.insert(first(&path.strip_prefix(&whole).expect("a file of the repository").to_string_lossy()));
        }
    }
    included
}

fn first(path: &str) -> String {
    path.split('/').next().unwrap_or_default().to_owned()
}

#[test]
fn the_image_is_built_from_all_that_the_program_is_made_of() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).expect("readable");
    let (ignored, build, manifest) = (read(".dockerignore"), read("build.rs"), read("Cargo.toml"));
    let let_through: BTreeSet<String> =
        ignored.lines().filter_map(|line| line.strip_prefix('!')).map(str::to_owned).collect();
    let mut needed = included();
    needed.extend(["Cargo.toml", "Cargo.lock", "build.rs", "src"].map(str::to_owned));
    let watched = build.lines().filter_map(|line| line.split("rerun-if-changed=").nth(1)?.split('"').next());
    needed.extend(watched.map(first));
    let value = |line: &str, key: &str| Some(line.strip_prefix(key)?.trim_matches(['=', ' ', '"']).to_owned());
    let paths = manifest.lines().filter_map(|line| value(line, "path ").or(value(line, "readme ")));
    needed.extend(paths.map(|path| first(&path)));
    assert!(["languages", "models", "scripts"].iter().all(|name| needed.contains(*name)), "{needed:?}");
    let missing: Vec<_> = needed.difference(&let_through).collect();
    assert!(missing.is_empty(), ".dockerignore leaves out {missing:?}");
    for name in let_through {
        assert!(root().join(&name).exists(), ".dockerignore names {name}, which is not there");
    }
}

#[test]
fn what_the_debian_package_takes_along_is_there() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("readable");
    let (_, assets) = manifest.split_once("assets = [").expect("the package has assets");
    let (assets, _) = assets.split_once("\n]").expect("an end");
    let sources: Vec<&str> =
        assets.lines().filter_map(|line| line.trim().strip_prefix("[\"")?.split('"').next()).collect();
    assert!(sources.len() > 8, "{sources:?}");
    for source in sources.into_iter().filter(|source| !source.starts_with("target/")) {
        match source.split_once("/*.") {
            Some((folder, suffix)) => assert!(!files_under(folder, suffix).is_empty(), "{source}"),
            None => assert!(root().join(source).is_file(), "{source}"),
        }
    }
}
