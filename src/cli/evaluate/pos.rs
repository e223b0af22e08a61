//! `copydesk evaluate pos`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::annotate::pos::tag_set::part_of_speech;
use crate::evaluation::pos::{self, Accuracy};
use crate::evaluation::score::share;
use crate::evaluation::tagged::{self, Gold};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files with gold tags: CoNLL-U or JSON Lines, plain or `.gz`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Language of the files.
    #[arg(long, default_value = "en")]
    language: String,
    /// Score this model file instead of the shipped one.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Print each wrong word in its context.
    #[arg(long)]
    errors: bool,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let tagger = super::tagger(&args.language, args.model.as_deref())?;
    for path in &args.files {
        let sentences = tagged::read(path, &args.language, super::scheme(&tagger))?;
        let mut confusions = BTreeMap::<_, usize>::new();
        let accuracy = pos::score(&tagger, &sentences, |sentence, at, tag| {
            let gold = match &sentence.tags[at] {
                Gold::Unknown => "-",
                Gold::Tag(name) | Gold::PartOfSpeech(name) => part_of_speech(name),
            };
            *confusions.entry((gold.to_owned(), part_of_speech(tag).to_owned())).or_default() += 1;
            if args.errors {
                let around = sentence.words[at.saturating_sub(4)..(at + 4).min(sentence.words.len())].join(" ");
                println!("{tag} for {gold}: {}  in  {around}", sentence.words[at]);
            }
        });
        println!("{}", path.display());
        let mut all = Accuracy::default();
        accuracy.values().for_each(|&counts| all.add(counts));
        for (genre, counts) in [("all", all)].into_iter().chain(accuracy.iter().map(|(g, &c)| (g.as_str(), c))) {
            let percent = |part: usize| 100.0 * share(part, counts.words);
            let (parts, tags) = (percent(counts.parts_of_speech), percent(counts.tags));
            println!("  {genre:14} {parts:6.2} % of {} words, {tags:6.2} % with all features", counts.words);
        }
        let mut confusions: Vec<_> = confusions.into_iter().collect();
        confusions.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let list: Vec<_> = confusions.iter().take(12).map(|((gold, tag), n)| format!("{gold}→{tag} {n}")).collect();
        println!("  gold→tag       {}", list.join(", "));
    }
    Ok(())
}
