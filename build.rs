//! Lists the language packs under `languages/` and the model files under `models/`, so that a language is added by adding
//! folders.

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

/// The table of models: a language is a folder with `version.txt`.
fn models(root: &Path) -> String {
    println!("cargo::rerun-if-changed=models");
    let mut folders = names(root);
    folders.retain(|code| root.join(code).join("version.txt").exists());
    let mut table = format!("static MODELS: [LanguageModels; {}] = [\n", folders.len());
    for code in folders {
        let folder = root.join(&code);
        let file = |name: &str| format!("&Aligned(*include_bytes!({:?}))", folder.join(name));
        let accurate = match folder.join("names-accurate.bin").exists() {
            true => format!("Some({})", file("names-accurate.bin")),
            false => "None".to_owned(),
        };
        write!(
            table,
            "    LanguageModels::new(Files {{\n        code: {code:?},\n        version: include_str!({:?}),\n        \
             pos: {},\n        parser: {},\n        names_fast: {},\n        #[cfg(feature = \"accurate\")]\n        \
             names_accurate: {accurate},\n    }}),\n",
            folder.join("version.txt"),
            file("pos.bin"),
            file("parser.bin"),
            file("names-fast.bin"),
        )
        .expect("written");
    }
    table + "];\n"
}

/// The table of packs: all text files of each folder.
fn packs(root: &Path) -> String {
    println!("cargo::rerun-if-changed=languages");
    let mut table = String::from("&[\n");
    for code in names(root) {
        let folder = root.join(&code);
        writeln!(table, "    ({code:?}, &[").expect("written");
        for file in names(&folder).iter().filter(|file| file.ends_with(".txt")) {
            let path = folder.join(file);
            writeln!(table, "        ({file:?}, include_str!({path:?})),").expect("written");
        }
        table.push_str("    ]),\n");
    }
    table + "]\n"
}

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"));
    let tables = [("packs.rs", packs(&root.join("languages"))), ("models.rs", models(&root.join("models")))];
    for (name, table) in tables {
        let path = out.join(name);
        fs::write(&path, table).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}
