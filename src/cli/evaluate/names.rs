//! `copydesk evaluate names`.

use std::path::PathBuf;

use anyhow::Context;

use crate::annotate::names::Names;
use crate::annotate::names::accurate::AccurateModel;
use crate::annotate::names::label::NameType;
use crate::annotate::{Annotators, ModelSettings, Tier};
use crate::evaluation::names::running::{self, Calibration};
use crate::evaluation::names::{Scores, WordsOf, evaluate};
use crate::evaluation::score::share;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Labelled files: JSON Lines with tokens and their BIO labels, plain or `.gz`; scored as running text,
    /// with the tier of the settings.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Language of the files.
    #[arg(long, default_value = "en")]
    language: String,
    /// Score this file of the fast tier's model instead of the shipped one.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Score this file of the accurate tier's encoder instead of the shipped one.
    #[arg(long)]
    encoder: Option<PathBuf>,
    /// Print every error in its context.
    #[arg(long)]
    errors: bool,
    /// Score what the tagger makes of the corpus's own sentences too, to tell its errors from those of the text around
    /// it.
    #[arg(long)]
    steps: bool,
    /// Print how often names of each confidence are right.
    #[arg(long)]
    calibration: bool,
}

pub fn run(args: &Args, settings: &ModelSettings) -> anyhow::Result<()> {
    let names = names(args, settings.names)?;
    let annotators = Annotators::load(settings)?.with_names(names);
    let (mut files, mut calibration) = (Vec::new(), Calibration::default());
    for path in &args.files {
        let running = running::evaluate(&annotators, &args.language, path, |what, kind, around| {
            if args.errors {
                println!("{what} {kind:?}: {around}");
            }
        })?;
        println!("{}: {}", path.display(), running.scores);
        if args.steps {
            print_step("sentences and words of the corpus", &evaluate(&names, &args.language, path, WordsOf::Corpus)?);
            print_step(
                "sentences of the corpus, our tokens",
                &evaluate(&names, &args.language, path, WordsOf::Tokenizer)?,
            );
            print_step("running text, types of mentions", &running.by_mention);
        }
        files.push(running.scores);
        for (all, of_file) in calibration.iter_mut().zip(running.calibration) {
            *all = (all.0 + of_file.0, all.1 + of_file.1, all.2 + of_file.2);
        }
    }
    let mean = |score: &dyn Fn(&Scores) -> f64| 100.0 * files.iter().map(score).sum::<f64>() / files.len() as f64;
    println!(
        "mean: typed {:.2}, untyped {:.2}, organization {:.2}",
        mean(&|scores| scores.typed.f1()),
        mean(&|scores| scores.untyped.f1()),
        mean(&|scores| scores.f1_of(NameType::Organization)),
    );
    let mut together = Scores::default();
    files.iter().for_each(|scores| together.add(scores));
    println!("all names together: {together}");
    if args.calibration {
        for (tenth, (all, right, sum)) in calibration.into_iter().enumerate().filter(|(_, bin)| bin.0 > 0) {
            let mean = 100.0 * sum / all as f64;
            println!(
                "confidence {:.1} to {:.1}: mean {mean:.1}, right {:.1} % of {all}",
                tenth as f64 / 10.0,
                (tenth + 1) as f64 / 10.0,
                100.0 * share(right, all)
            );
        }
    }
    Ok(())
}

fn print_step(step: &str, scores: &Scores) {
    println!("  {step}: {scores}");
}

fn names(args: &Args, tier: Tier) -> anyhow::Result<Names> {
    let read = |path: &PathBuf| std::fs::read(path).with_context(|| format!("cannot read {}", path.display()));
    let fast = match &args.model {
        Some(path) => Names::read(&read(path)?)?,
        None => super::models(&args.language)?.names(Tier::Fast),
    };
    match tier {
        Tier::Fast => Ok(fast),
        Tier::Accurate => {
            let encoder = match &args.encoder {
                Some(path) => Some(AccurateModel::open(read(path)?.leak())?),
                None => super::models(&args.language)?.encoder(),
            };
            Ok(encoder.map_or(fast, |encoder| fast.with_encoder(encoder)))
        }
    }
}
