//! Lists the language packs under `languages/` and the model files under `models/`, so that a language is added by adding
//! folders.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs, thread};

use brotli::enc::BrotliEncoderParams;

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

/// How Brotli packs: the last step of quality, 11, takes half as long again for a 200th of the room.
const QUALITY: i32 = 10;

/// An encoder's weights look like noise: a longer search takes a minute and finds nothing.
const ENCODER_QUALITY: i32 = 9;

/// A file that is to be packed, and where to.
struct Packing {
    bytes: Vec<u8>,
    packed: PathBuf,
    quality: i32,
}

impl Packing {
    /// The name of the packed file tells what it was made from: what was packed before is not packed again.
    fn new(path: &Path, constant: &str) -> Self {
        let quality = if path.ends_with(ENCODER) { ENCODER_QUALITY } else { QUALITY };
        let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut hasher = DefaultHasher::new();
        (quality, &bytes).hash(&mut hasher);
        let packed = out_folder().join(format!("{constant}.{:016x}.br", hasher.finish()));
        Packing { bytes, packed, quality }
    }

    /// The expression for the packed file.
    fn constant(&self) -> String {
        format!("Packed::new(include_bytes!({:?}), {})", self.packed, self.bytes.len())
    }

    fn pack(&self) {
        if self.packed.exists() {
            return;
        }
        let settings =
            BrotliEncoderParams { quality: self.quality, lgwin: 24, size_hint: self.bytes.len(), ..Default::default() };
        let mut packed = Vec::new();
        brotli::BrotliCompress(&mut &self.bytes[..], &mut packed, &settings).expect("written to memory");
        // Whole under its name or not there: a build that is ended leaves no half of a file behind.
        let unfinished = self.packed.with_extension("part");
        let written = fs::write(&unfinished, packed).and_then(|()| fs::rename(&unfinished, &self.packed));
        written.unwrap_or_else(|error| panic!("{}: {error}", self.packed.display()));
    }
}

/// Packs on all cores, since the largest file takes seconds.
fn pack(files: &[Packing]) {
    thread::scope(|scope| {
        for file in files {
            scope.spawn(|| file.pack());
        }
    });
}

/// How the program holds a model file of a language: as it is, or packed.
fn embedded(path: &Path, code: &str, constant: &str, to_pack: &mut Vec<Packing>) -> String {
    if code == READ_IN_PLACE {
        return format!("Embedded::InPlace(&Aligned(*include_bytes!({path:?})))");
    }
    let file = Packing::new(path, constant);
    let embedded = format!("Embedded::Packed({})", file.constant());
    to_pack.push(file);
    embedded
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
    let (mut statics, mut to_pack) = (String::new(), Vec::new());
    // Without the feature the program holds no encoder, and no language has one.
    let with_encoders = env::var_os("CARGO_FEATURE_ACCURATE").is_some();
    for folder in folders.iter().filter(|_| with_encoders) {
        let path = root.join(folder).join(ENCODER);
        if path.exists() {
            let name = constant(folder, "encoder");
            let embedded = embedded(&path, folder, &name, &mut to_pack);
            writeln!(
                statics,
                "static {name}_FILE: Embedded = {embedded};\nstatic {name}: Encoder = Encoder::new(&{name}_FILE);"
            )
            .expect("written");
        }
    }
    let languages: Vec<_> = folders.iter().filter(|code| root.join(code).join("version.txt").exists()).collect();
    let mut table = format!("static MODELS: [LanguageModels; {}] = [\n", languages.len());
    for code in languages {
        let folder = root.join(code);
        let [pos, parser, fast] = ["pos", "parser", "names-fast"].map(|name| {
            let (path, constant) = (folder.join(name).with_extension("bin"), constant(code, name));
            let embedded = embedded(&path, code, &constant, &mut to_pack);
            writeln!(statics, "static {constant}: Embedded = {embedded};").expect("written");
            constant
        });
        let named = fs::read_to_string(folder.join("encoder.txt")).ok();
        let owner = named.as_deref().map_or(code.as_str(), str::trim);
        let encoder = match root.join(owner).join(ENCODER).exists() {
            true if with_encoders => format!("Some(&{})", constant(owner, "encoder")),
            true => "None".to_owned(),
            false if named.is_none() => "None".to_owned(),
            false => panic!("models/{code}/encoder.txt names no folder with {ENCODER}: {owner:?}"),
        };
        let version = folder.join("version.txt");
        writeln!(
            table,
            "    LanguageModels::new(Files {{ code: {code:?}, version: include_str!({version:?}), pos: &{pos}, \
             parser: &{parser}, names_fast: &{fast}, encoder: {encoder} }}),",
        )
        .expect("written");
    }
    pack(&to_pack);
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
