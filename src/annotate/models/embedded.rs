//! The models in the program: a folder `models/<code>/` for each language, found when the program is built. A model is
//! read when a text first needs it, and stays in memory.

use std::sync::OnceLock;

use super::Tier;
use crate::annotate::names::Names;
use crate::annotate::names::accurate::{self, AccurateModel};
use crate::annotate::names::fast::{self, FastModel};
use crate::annotate::names::joint::Joint;
use crate::annotate::parser::{self, Parser};
use crate::annotate::pos::{self, Tagger};
use crate::model::packed::Packed;
use crate::model::{Aligned, ModelError, ModelFile};

/// The files of a language as the program holds them.
#[derive(Debug)]
struct Files {
    /// ISO 639-1 code, which is the folder's name.
    code: &'static str,
    /// Version of the models together.
    version: &'static str,
    pos: &'static Embedded,
    parser: &'static Embedded,
    names_fast: &'static Embedded,
    encoder: Option<&'static Encoder>,
}

/// A model file in the program.
#[derive(Debug)]
enum Embedded {
    /// Used where it lies: its pages are read when they are used, and workers share them.
    InPlace(&'static Aligned<[u8]>),
    /// Unpacked when it is first used.
    Packed(Packed),
}

impl Embedded {
    fn file(&self) -> &'static [u8] {
        match self {
            Embedded::InPlace(file) => &file.0,
            Embedded::Packed(file) => file.unpack(),
        }
    }

    /// What is made of the file by somebody who keeps no part of it.
    fn with<T>(&self, make: impl FnOnce(&[u8]) -> T) -> T {
        match self {
            Embedded::InPlace(file) => make(&file.0),
            Embedded::Packed(file) => file.with(make),
        }
    }
}

/// An encoder, of one language or of several.
#[derive(Debug)]
struct Encoder {
    file: &'static Embedded,
    model: OnceLock<AccurateModel>,
}

impl Encoder {
    #[cfg_attr(not(feature = "accurate"), expect(dead_code, reason = "the program holds no encoder then"))]
    const fn new(file: &'static Embedded) -> Self {
        Encoder { file, model: OnceLock::new() }
    }

    fn get(&self) -> &AccurateModel {
        self.model.get_or_init(|| read(self.file.file(), accurate::KIND, AccurateModel::read))
    }
}

/// The models of a language.
#[derive(Debug)]
pub struct LanguageModels {
    files: Files,
    tagger: OnceLock<Tagger>,
    parser: OnceLock<Parser>,
    fast: OnceLock<FastModel>,
    joint: OnceLock<Option<Joint>>,
}

include!(concat!(env!("OUT_DIR"), "/models.rs"));

impl LanguageModels {
    const fn new(files: Files) -> Self {
        LanguageModels {
            files,
            tagger: OnceLock::new(),
            parser: OnceLock::new(),
            fast: OnceLock::new(),
            joint: OnceLock::new(),
        }
    }

    /// The models of a language by its ISO 639-1 code; none where the program has none.
    pub fn of(code: &str) -> Option<&'static LanguageModels> {
        MODELS.iter().find(|models| models.files.code == code)
    }

    /// The English ones: the language of defaults and of most tests.
    ///
    /// # Panics
    /// When the program was built without them.
    pub fn english() -> &'static LanguageModels {
        LanguageModels::of("en").expect("models/en was there when the program was built")
    }

    /// The models of all languages, by code.
    pub fn all() -> &'static [LanguageModels] {
        &MODELS
    }

    /// The language's code.
    pub fn code(&self) -> &'static str {
        self.files.code
    }

    /// Version of the models: raised with every change of one of them, so that consumers can tell which articles to
    /// replay.
    pub fn version(&self) -> &'static str {
        self.files.version.trim_ascii()
    }

    /// The part-of-speech tagger.
    ///
    /// # Panics
    /// If the embedded file is damaged, which is a fault of the build and found by a test; as all below.
    pub fn tagger(&self) -> &Tagger {
        self.tagger.get_or_init(|| read(self.files.pos.file(), pos::KIND, Tagger::read))
    }

    /// The parser.
    pub fn parser(&self) -> &Parser {
        self.parser.get_or_init(|| {
            read(self.files.parser.file(), parser::KIND, |file| Parser::read(file, self.tagger().tag_set()))
        })
    }

    /// The linear model of the name tagger.
    pub fn names_fast(&self) -> &FastModel {
        self.fast.get_or_init(|| self.files.names_fast.with(|file| read(file, fast::KIND, FastModel::read)))
    }

    /// The name tagger of a tier; the fast one where there is no encoder.
    pub fn names(&'static self, tier: Tier) -> Names {
        match tier {
            Tier::Accurate => Names::accurate(self.names_fast(), self.names_accurate()),
            Tier::Fast => Names::fast(self.names_fast()),
        }
    }

    /// The same with the encoder beside it; none where the language has no encoder.
    pub fn names_accurate(&'static self) -> Option<&'static Joint> {
        let joint = || Some(Joint::new(self.names_fast(), self.encoder()?));
        self.joint.get_or_init(joint).as_ref()
    }

    /// The encoder, which other languages may share.
    pub fn encoder(&self) -> Option<&'static AccurateModel> {
        self.files.encoder.map(Encoder::get)
    }

    /// Whether *accurate* names are more than *fast* ones in the language.
    pub fn has_encoder(&self) -> bool {
        self.files.encoder.is_some()
    }
}

fn read<'a, T>(bytes: &'a [u8], kind: &str, read: impl FnOnce(&ModelFile<'a>) -> Result<T, ModelError>) -> T {
    let file = ModelFile::open_embedded(bytes, kind);
    file.and_then(|file| read(&file)).unwrap_or_else(|error| panic!("the embedded model {kind:?}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_models_are_whole() {
        assert!(!LanguageModels::all().is_empty());
        for models in LanguageModels::all() {
            let Files { pos, parser, names_fast, encoder, .. } = models.files;
            let files = [(pos::KIND, pos), (parser::KIND, parser), (fast::KIND, names_fast)];
            let encoder = encoder.map(|encoder| (accurate::KIND, encoder.file));
            for (kind, embedded) in files.into_iter().chain(encoder) {
                let bytes = embedded.file();
                // Their checksums, which nobody looks at while the program runs.
                ModelFile::open(bytes, kind).unwrap_or_else(|error| panic!("{} {kind}: {error}", models.code()));
            }
            models.tagger();
            models.parser();
            models.names_fast();
            assert_eq!(models.names_accurate().is_some(), models.has_encoder());
        }
    }

    #[test]
    #[cfg(feature = "accurate")]
    fn languages_with_one_encoder_read_it_once() {
        let encoders: Vec<_> = LanguageModels::all().iter().filter_map(LanguageModels::encoder).collect();
        let mut distinct = encoders.clone();
        distinct.sort_by_key(|encoder| std::ptr::from_ref(*encoder));
        distinct.dedup_by(|a, b| std::ptr::eq(*a, *b));
        assert!(distinct.len() > 1 && distinct.len() < encoders.len(), "{} of {}", distinct.len(), encoders.len());
    }
}
