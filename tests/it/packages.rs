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
