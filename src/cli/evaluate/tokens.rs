//! `copydesk evaluate tokens`.

use std::path::PathBuf;

use crate::evaluation::boundaries::{Layout, score};
use crate::evaluation::conllu;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Treebanks in CoNLL-U, plain or `.gz`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Language of the treebanks (ISO 639-1).
    #[arg(long, default_value = "en")]
    language: String,
    /// Join all sentences of a document by one space instead of keeping its paragraphs.
    #[arg(long)]
    joined: bool,
    /// Print each sentence boundary and token that differs.
    #[arg(long)]
    errors: bool,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let layout = if args.joined { Layout::Joined } else { Layout::Paragraphs };
    for path in &args.files {
        let sentences = conllu::read(path)?;
        let score = score(&sentences, &args.language, layout, |error| {
            if args.errors {
                println!("{error}");
            }
        });
        println!("{}", path.display());
        println!("  tokens            {}", score.tokens);
        println!("  tokens as given   {}", score.tokens_as_given);
        println!("  sentences         {}", score.sentences);
    }
    Ok(())
}
