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
    let mut statics = String::new();
    let mut table = format!("static MODELS: [LanguageModels; {}] = [\n", folders.len());
    for code in folders {
        let folder = root.join(&code);
        let mut file = |name: &str| {
            let path = folder.join(name).with_extension("bin");
            let constant = format!("{code}_{name}").to_uppercase().replace('-', "_");
            let condition = if name == "names-accurate" { "#[cfg(feature = \"accurate\")]\n" } else { "" };
            let line = format!("static {constant}: &Aligned<[u8]> = &Aligned(*include_bytes!({path:?}));");
            path.exists().then(|| writeln!(statics, "{condition}{line}").expect("written"));
            (constant, path.exists())
        };
        let [(pos, _), (parser, _), (fast, _)] = ["pos", "parser", "names-fast"].map(&mut file);
        let accurate = match file("names-accurate") {
            (constant, true) => format!("Some({constant})"),
            _ => "None".to_owned(),
        };
        let version = folder.join("version.txt");
        writeln!(
            table,
            "    LanguageModels::new(Files {{ code: {code:?}, version: include_str!({version:?}), pos: {pos}, \
             parser: {parser}, names_fast: {fast}, #[cfg(feature = \"accurate\")] names_accurate: {accurate} }}),",
        )
        .expect("written");
    }
    statics + &table + "];\n"
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
