//! `copydesk evaluate pos`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::document::Pos;
use crate::evaluation::score::share;
use crate::evaluation::{pos, tagged};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files with gold tags: CoNLL-U or JSON Lines, plain or `.gz`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Score this model file instead of the shipped one.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Print each wrong word in its context.
    #[arg(long)]
    errors: bool,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let tagger = super::tagger(args.model.as_deref())?;
    for path in &args.files {
        let sentences = tagged::read(path)?;
        let mut confusions = BTreeMap::<_, usize>::new();
        let accuracy = pos::score(&tagger, &sentences, |sentence, at, tag| {
            let gold = sentence.tags[at].map_or("-", Pos::name);
            *confusions.entry((gold, tag.name())).or_default() += 1;
            if args.errors {
                let around = sentence.words[at.saturating_sub(4)..(at + 4).min(sentence.words.len())].join(" ");
                println!("{} for {}: {}  in  {around}", tag.name(), gold, sentence.words[at]);
            }
        });
        println!("{}", path.display());
        let all = accuracy.values().fold((0, 0), |sum, (correct, total)| (sum.0 + correct, sum.1 + total));
        for (genre, (correct, total)) in
            [("all", all)].into_iter().chain(accuracy.iter().map(|(g, &c)| (g.as_str(), c)))
        {
            println!("  {genre:14} {:6.2} % of {total} words", 100.0 * share(correct, total));
        }
        let mut confusions: Vec<_> = confusions.into_iter().collect();
        confusions.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let list: Vec<_> = confusions.iter().take(12).map(|((gold, tag), n)| format!("{gold}→{tag} {n}")).collect();
        println!("  gold→tag       {}", list.join(", "));
    }
    Ok(())
}
