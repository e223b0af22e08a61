//! Lists the language packs under `languages/` and the model files under `models/`, so that a language is added by adding
//! folders.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// The language whose models every worker reads: they are used where they lie in the program. Those of all others are
/// packed, since they take more room than they are used.
const READ_IN_PLACE: &str = "en";

/// The file of a folder's encoder.
const ENCODER: &str = "names-accurate.bin";

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("a folder's entry").file_name().into_string();
    let mut names: Vec<_> = entries.map(|entry| name(entry).expect("names of packs are UTF-8")).collect();
    names.sort();
    names
}

/// How the program holds a model file of a language: as it is, or packed.
fn embedded(path: &Path, code: &str, constant: &str) -> String {
    if code == READ_IN_PLACE {
        return format!("Embedded::InPlace(&Aligned(*include_bytes!({path:?})))");
    }
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&bytes).expect("written to memory");
    let packed = packed.finish().expect("written to memory");
    let file = out_folder().join(format!("{constant}.deflate"));
    fs::write(&file, packed).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    format!("Embedded::Packed {{ bytes: include_bytes!({file:?}), length: {} }}", bytes.len())
}

fn out_folder() -> PathBuf {
    PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"))
}

/// The table of models: a language is a folder with `version.txt`. Its encoder is its own, or that of the folder which
/// its `encoder.txt` names.
fn models(root: &Path) -> String {
    println!("cargo::rerun-if-changed=models");
    let folders = names(root);
    let constant = |folder: &str, name: &str| format!("{folder}_{name}").to_uppercase().replace('-', "_");
    let mut statics = String::new();
    for folder in &folders {
        let path = root.join(folder).join(ENCODER);
        if path.exists() {
            let name = constant(folder, "encoder");
            let lines = [
                format!("static {name}_FILE: &Aligned<[u8]> = &Aligned(*include_bytes!({path:?}));"),
                format!("static {name}: Encoder = Encoder::new({name}_FILE);"),
            ];
            for line in lines {
                writeln!(statics, "#[cfg(feature = \"accurate\")]\n{line}").expect("written");
            }
        }
    }
    let languages: Vec<_> = folders.iter().filter(|code| root.join(code).join("version.txt").exists()).collect();
    let mut table = format!("static MODELS: [LanguageModels; {}] = [\n", languages.len());
    for code in languages {
        let folder = root.join(code);
        let [pos, parser, fast] = ["pos", "parser", "names-fast"].map(|name| {
            let (path, constant) = (folder.join(name).with_extension("bin"), constant(code, name));
            writeln!(statics, "static {constant}: Embedded = {};", embedded(&path, code, &constant)).expect("written");
            constant
        });
        let named = fs::read_to_string(folder.join("encoder.txt")).ok();
        let owner = named.as_deref().map_or(code.as_str(), str::trim);
        let encoder = match root.join(owner).join(ENCODER).exists() {
            true => format!("Some(&{})", constant(owner, "encoder")),
            false if named.is_none() => "None".to_owned(),
            false => panic!("models/{code}/encoder.txt names no folder with {ENCODER}: {owner:?}"),
        };
        let version = folder.join("version.txt");
        writeln!(
            table,
            "    LanguageModels::new(Files {{ code: {code:?}, version: include_str!({version:?}), pos: &{pos}, \
             parser: &{parser}, names_fast: &{fast}, #[cfg(feature = \"accurate\")] encoder: {encoder} }}),",
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
    let out = out_folder();
    let tables = [("packs.rs", packs(&root.join("languages"))), ("models.rs", models(&root.join("models")))];
    for (name, table) in tables {
        let path = out.join(name);
        fs::write(&path, table).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}
