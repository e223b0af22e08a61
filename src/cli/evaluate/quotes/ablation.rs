//! What each rule for quotes earns: the figures of all files with all rules, less those without it, as a table in Markdown.

use std::fmt::Write;

use super::Corpus;
use crate::annotate::quotes::{all_rules, rules::Rules};
use crate::pipeline::Pipeline;

/// The figures of each file, then a row for each rule, with the points by which each figure falls without it; a dot where none
/// moves.
pub fn table(corpora: &[Corpus], pipeline: &Pipeline) -> String {
    let figures = |rules: &Rules| -> Vec<Vec<(&'static str, f64)>> {
        corpora.iter().map(|corpus| corpus.score(pipeline, rules).summary()).collect()
    };
    let all = figures(&Rules::default());
    let mut table = String::new();
    for (corpus, figures) in corpora.iter().zip(&all) {
        let figures: Vec<String> = figures.iter().map(|(name, value)| format!("{name} {value:.1}")).collect();
        _ = writeln!(table, "{}: {}", corpus.name, figures.join(", "));
    }
    let names: Vec<&str> = corpora.iter().map(|corpus| corpus.stem()).collect();
    _ = writeln!(table, "\n| list | rule | {} |", names.join(" | "));
    _ = writeln!(table, "|---|---{}|", "|---".repeat(names.len()));
    for rule in all_rules() {
        let without = figures(&Rules::without(rule.name));
        let earned: Vec<String> = all.iter().zip(&without).map(|(with, without)| earned(with, without)).collect();
        _ = writeln!(table, "| {} | {} | {} |", rule.list, rule.name, earned.join(" | "));
    }
    table
}

/// The points of one file.
fn earned(with: &[(&str, f64)], without: &[(&str, f64)]) -> String {
    let points: Vec<String> = with.iter().zip(without).map(|((_, a), (_, b))| format!("{:+.2}", a - b)).collect();
    let moves = points.iter().any(|point| point.bytes().any(|digit| (b'1'..=b'9').contains(&digit)));
    if moves { points.join(" ") } else { "·".to_owned() }
}
