//! The results, one line a fault.

use super::faults::Fault;
use super::scene::Outcome;

/// A line of Markdown, with the marks of a table.
fn line(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

/// The heading of a table.
pub fn head(cells: &[&str]) -> String {
    let names: Vec<String> = cells.iter().map(|&cell| cell.to_owned()).collect();
    let rule: Vec<&str> = cells.iter().enumerate().map(|(i, _)| if i == 0 { "---" } else { "---:" }).collect();
    format!("{}\n|{}|", line(&names), rule.join("|"))
}

/// The columns of [`ours`].
pub const OURS: [&str; 10] = [
    "fault",
    "articles",
    "lost",
    "in both places",
    "phantoms",
    "enriched",
    "dead letters",
    "repeated, equal",
    "repeated, unlike",
    "recovered after s",
];

/// How our worker did.
pub fn ours(fault: &Fault, outcome: &Outcome) -> String {
    let verdict = &outcome.verdict;
    let numbers = [
        outcome.fed,
        verdict.lost.len(),
        verdict.both.len(),
        verdict.phantom.len(),
        verdict.enriched,
        verdict.rejected + verdict.given_up,
        verdict.repeated - verdict.unlike.len().min(verdict.repeated),
        verdict.unlike.len(),
    ];
    let mut cells = vec![fault.name.to_owned()];
    cells.extend(numbers.iter().map(usize::to_string));
    cells.push(seconds(outcome));
    line(&cells)
}

fn seconds(outcome: &Outcome) -> String {
    outcome.recovery.map_or("never".to_owned(), |time| format!("{:.1}", time.as_secs_f64()))
}

/// How a worker of some kind did, in few words: lost, given up, repeated, started again.
pub fn brief(outcome: &Outcome) -> String {
    let verdict = &outcome.verdict;
    let numbers = [
        (verdict.lost.len(), "lost"),
        (verdict.given_up + verdict.rejected, "dead"),
        (verdict.repeated, "repeated"),
        (outcome.restarts, "restarts"),
    ];
    let told = numbers.iter().filter(|(number, _)| *number > 0);
    let told: Vec<String> = told.map(|(number, what)| format!("{number} {what}")).collect();
    if told.is_empty() { "–".to_owned() } else { told.join(", ") }
}
