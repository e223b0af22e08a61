//! `copydesk evaluate parser`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::evaluation::parser::{Attachment, score};
use crate::evaluation::{conllu, score::share};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Treebanks in CoNLL-U, plain or `.gz`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Language of the files.
    #[arg(long, default_value = "en")]
    language: String,
    /// Score this tagger instead of the shipped one.
    #[arg(long)]
    pos: Option<PathBuf>,
    /// Score this parser instead of the shipped one.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Print each wrong word in its sentence.
    #[arg(long)]
    errors: bool,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let tagger = super::tagger(&args.language, args.pos.as_deref())?;
    let parser = super::parser(&args.language, args.model.as_deref(), &tagger)?;
    for path in &args.files {
        let treebank = conllu::read(path)?;
        let mut wrong = BTreeMap::<_, (usize, usize)>::new();
        let scores = score(&tagger, &parser, &treebank, &args.language, |sentence, at, head, relation| {
            let gold = &sentence.words[at];
            let counts = wrong.entry(gold.relation).or_default();
            counts.0 += 1;
            counts.1 += usize::from(head != gold.head);
            if args.errors {
                let word = |at: usize| sentence.words[at].form.as_str();
                println!("{} {} of {}", word(at), relation.name(), word(head));
                println!("    gold {} of {}  in  {}", gold.relation.name(), word(gold.head), sentence.text);
            }
        });
        println!("{}", path.display());
        let mut all = Attachment::default();
        scores.values().for_each(|&a| all.add(a));
        for (genre, a) in [("all", all)].into_iter().chain(scores.iter().map(|(g, &a)| (g.as_str(), a))) {
            let (uas, las) = (100.0 * share(a.heads, a.words), 100.0 * share(a.labelled, a.words));
            println!("  {genre:14} UAS {uas:6.2}  LAS {las:6.2}  ({} words, punctuation apart)", a.words);
        }
        let mut wrong: Vec<_> = wrong.into_iter().collect();
        wrong.sort_by_key(|&(_, (labelled, _))| std::cmp::Reverse(labelled));
        let list: Vec<_> = wrong
            .iter()
            .take(12)
            .map(|(relation, (labelled, heads))| format!("{} {labelled}/{heads}", relation.name()))
            .collect();
        println!("  wrong/head wrong by gold relation: {}", list.join(", "));
    }
    Ok(())
}
