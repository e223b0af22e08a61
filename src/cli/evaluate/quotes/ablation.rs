//! What each rule for quotes earns: the figures of all files with all rules, less those without it.

use std::fmt::Write;

use super::Corpus;
use crate::annotate::quotes::rules::{self, Rules};
use crate::pipeline::Pipeline;

/// A line a rule: its list and name, then for each file and figure by how many points it falls without the rule.
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
    for rule in rules::all() {
        let without = figures(&Rules::without(rule.name));
        let earned: Vec<String> = all
            .iter()
            .zip(&without)
            .map(|(with, without)| {
                let points: Vec<String> =
                    with.iter().zip(without).map(|((_, a), (_, b))| format!("{:+.2}", a - b)).collect();
                points.join(" ")
            })
            .collect();
        _ = writeln!(table, "{:24} {:32} {}", rule.list, rule.name, earned.join(" | "));
    }
    table
}
