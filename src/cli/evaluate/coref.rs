//! `copydesk evaluate coref`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::annotate::Annotators;
use crate::evaluation::{conllu, coref};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Treebanks in CoNLL-U with an entity layer, plain or `.gz`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Print what each feature of the evidence earns, instead of the measures.
    #[arg(long)]
    ablate: bool,
}

pub fn run(args: &Args, annotators: &Annotators) -> anyhow::Result<()> {
    for path in &args.files {
        let treebank = conllu::read(path)?;
        if args.ablate {
            ablate(annotators, &treebank);
            continue;
        }
        let mut all = coref::Measures::default();
        let mut genres = BTreeMap::<String, coref::Measures>::new();
        for (genre, measures) in coref::score(annotators, &treebank) {
            all.add(measures);
            genres.entry(genre).or_default().add(measures);
        }
        println!("{} (people, organizations and places that are mentioned twice or more)", path.display());
        println!("  {:14} CoNLL    MUC P/R/F1          B³ P/R/F1           CEAFe P/R/F1        LEA P/R/F1", "");
        for (genre, m) in [("all", &all)].into_iter().chain(genres.iter().map(|(g, m)| (g.as_str(), m))) {
            let list: Vec<_> = [m.muc, m.b_cubed, m.ceaf, m.lea]
                .into_iter()
                .map(|sums| {
                    let (p, r, f1) = sums.scores();
                    format!("{:5.1} {:5.1} {:5.1}", 100.0 * p, 100.0 * r, 100.0 * f1)
                })
                .collect();
            println!("  {genre:14} {:5.1}   {}", 100.0 * m.conll(), list.join("   "));
        }
    }
    Ok(())
}

/// What is lost without each feature, in points of CoNLL and of LEA.
fn ablate(annotators: &Annotators, treebank: &[conllu::Sentence]) {
    let measures = coref::ablate(annotators, treebank);
    let points = |m: &coref::Measures| (100.0 * m.conll(), 100.0 * m.lea.scores().2);
    let (conll, lea) = points(&measures[0].1);
    println!("{:22} CoNLL {conll:6.2}  LEA {lea:6.2}", "all features");
    for (feature, m) in &measures[1..] {
        let (without_conll, without_lea) = points(m);
        let name = feature.map(|feature| format!("{feature:?}")).unwrap_or_default();
        println!("{name:22}       {:+6.2}      {:+6.2}", conll - without_conll, lea - without_lea);
    }
}
