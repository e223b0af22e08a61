//! `copydesk train names-fast`: the fast name tagger.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::annotate::names::Names;
use crate::evaluation::names::{WordsOf, evaluate};
use crate::train::names::fast::Options;
use crate::train::names::gazetteers::Local;
use crate::train::names::of_language::{self, Weighted};
use crate::train::names::{self, Further};

#[derive(Debug, clap::Args)]
pub struct NamesFast {
    #[command(flatten)]
    common: Common,
    /// Use the hand-annotated files alone, no labels by another model
    #[arg(long, conflicts_with = "labels")]
    by_hand_only: bool,
    /// Labels of `train names-labels` instead of the teacher's; with `--corpus` labels of a teacher in the same form,
    /// repeatable and with what a sentence counts (FILE@0.5)
    #[arg(long)]
    labels: Vec<Weighted>,
    #[command(flatten)]
    other: OtherLanguage,
    /// Passes over the data
    #[arg(long, default_value_t = Options::default().epochs)]
    epochs: usize,
    /// First step size
    #[arg(long, default_value_t = Options::default().rate)]
    rate: f32,
    /// L2 share taken off touched weights per step
    #[arg(long, default_value_t = Options::default().decay)]
    decay: f32,
    /// Share of a word's features hidden at each visit
    #[arg(long, default_value_t = Options::default().dropout)]
    dropout: f64,
    /// Features seen less often are left out
    #[arg(long, default_value_t = Options::default().min_count)]
    min_count: u32,
    /// Most features of the model
    #[arg(long, default_value_t = Options::default().features)]
    features: usize,
    /// Weights below this are dropped
    #[arg(long, default_value_t = Options::default().prune)]
    prune: f32,
}

/// What a model of another language than English is learnt from.
#[derive(Debug, clap::Args)]
struct OtherLanguage {
    /// The language, when it is not English
    #[arg(long, requires_all = ["closed"])]
    language: Option<String>,
    /// A labelled corpus with its name in the `types.json` beside it and what a sentence counts, NAME=FILE@0.5 (repeatable)
    #[arg(long, requires = "language")]
    corpus: Vec<Weighted>,
    /// A treebank of the language, from which its closed classes are taken (repeatable)
    #[arg(long, requires = "language")]
    closed: Vec<PathBuf>,
    /// Words that may stand inside a name between capitalised words
    #[arg(long, default_value = "")]
    links: String,
    /// What the listed form of a people may go on with
    #[arg(long, default_value = "")]
    people_endings: String,
    /// What names of people and places may end in
    #[arg(long, default_value = "")]
    name_endings: String,
    /// A labelled file to score the model on at the end (repeatable)
    #[arg(long, requires = "language")]
    dev: Vec<PathBuf>,
}

/// What `names-labels` needs too.
#[derive(Debug, clap::Args)]
pub struct Common {
    /// Folder with corpora/ and gazetteers/
    #[arg(long, env = "COPYDESK_SHARED", default_value = "../shared")]
    pub shared: PathBuf,
    /// The project's own list of organizations
    #[arg(long, default_value = "models/gazetteers/organizations.tsv")]
    pub organizations: PathBuf,
    /// File to write to
    #[arg(long)]
    pub out: PathBuf,
    /// Leave this corpus out, in all its forms (repeatable)
    #[arg(long)]
    pub leave_out: Vec<String>,
    /// A further labelled file (repeatable)
    #[arg(long)]
    pub extra: Vec<PathBuf>,
    /// Seed
    #[arg(long, default_value_t = Options::default().seed)]
    pub seed: u64,
}

pub fn run(args: &NamesFast) -> Result<()> {
    let common = &args.common;
    let options = Options {
        epochs: args.epochs,
        rate: args.rate,
        decay: args.decay,
        dropout: args.dropout,
        min_count: args.min_count,
        features: args.features,
        prune: args.prune,
        seed: common.seed,
    };
    let gazetteers = common.shared.join("gazetteers");
    let (bytes, report) = match &args.other.language {
        None => {
            let further = match &args.labels[..] {
                [labels, ..] => Further::Believed(&labels.path),
                [] if args.by_hand_only => Further::None,
                [] => Further::Teacher,
            };
            let read = |further| {
                let mut sentences = names::sentences(&common.shared, further, &common.extra, &common.leave_out)?;
                names::add_headlines(&mut sentences, true);
                anyhow::Ok(sentences)
            };
            let sentences = read(further)?;
            let teachers = (!args.labels.is_empty()).then(|| read(Further::Teacher)).transpose()?;
            let lexicon = names::gazetteers::lexicon(&gazetteers, &common.organizations, names::english(), None)?;
            let told = teachers.as_ref().unwrap_or(&sentences);
            let bytes = names::train_fast(&sentences, told, &lexicon, &options);
            let report = names::report(&Names::read(&bytes)?, &common.shared)?;
            (bytes, report)
        }
        Some(language) => {
            let bytes = args.other.train(language, args, &options)?;
            let names = Names::read(&bytes)?;
            let score = |path: &PathBuf| {
                let scores = evaluate(&names, language, path, WordsOf::Tokenizer)?;
                anyhow::Ok(format!("{} {scores}\n", path.display()))
            };
            let report = args.other.dev.iter().map(score).collect::<Result<String>>()?;
            (bytes, report)
        }
    };
    std::fs::write(&common.out, &bytes).with_context(|| format!("cannot write {}", common.out.display()))?;
    print!("{report}");
    Ok(())
}

impl OtherLanguage {
    fn train(&self, language: &str, args: &NamesFast, options: &Options) -> Result<Vec<u8>> {
        let common = &args.common;
        let mut sentences = of_language::sentences(&self.corpus, &args.labels, language)?;
        names::add_headlines(&mut sentences, false);
        let closed = of_language::closed_classes(&self.closed, language, &self.links)?;
        let local = Local {
            language,
            people_endings: self.people_endings.split_whitespace().collect(),
            name_endings: self.name_endings.split_whitespace().collect(),
        };
        let gazetteers = common.shared.join("gazetteers");
        let lexicon = names::gazetteers::lexicon(&gazetteers, &common.organizations, closed, Some(&local))?;
        Ok(names::train_fast(&sentences, &sentences, &lexicon, options))
    }
}
