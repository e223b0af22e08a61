//! Lists the language packs under `languages/`, so that a language is added by adding a folder.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("a folder's entry").file_name().into_string();
    let mut names: Vec<_> = entries.map(|entry| name(entry).expect("names of packs are UTF-8")).collect();
    names.sort();
    names
}

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo")).join("languages");
    println!("cargo::rerun-if-changed=languages");
    let mut table = String::from("&[\n");
    for code in names(&root) {
        let folder = root.join(&code);
        writeln!(table, "    ({code:?}, &[").expect("written");
        for file in names(&folder).iter().filter(|file| file.ends_with(".txt")) {
            let path = folder.join(file);
            writeln!(table, "        ({file:?}, include_str!({path:?})),").expect("written");
        }
        table.push_str("    ]),\n");
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo")).join("packs.rs");
    fs::write(&out, table).unwrap_or_else(|error| panic!("{}: {error}", out.display()));
}
