//! `copydesk evaluate` on small labelled files: that what is wrong lowers the figure, and what is right does not.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Two sentences as a treebank has them: parts of speech, heads and relations, and who is meant.
const TREEBANK: &str = "\
# newdoc id = own_news_harbour
# meta::genre = news
# newpar
# text = Ines Cobo opened the harbour.
1\tInes\tInes\tPROPN\tNNP\t_\t3\tnsubj\t_\tEntity=(1-person-new-nnnnn-cf1-1-coref
2\tCobo\tCobo\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)
3\topened\topen\tVERB\tVBD\t_\t0\troot\t_\t_
4\tthe\tthe\tDET\tDT\t_\t5\tdet\t_\t_
5\tharbour\tharbour\tNOUN\tNN\t_\t3\tobj\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

# text = She thanked the crews.
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(1-person-giv:act-nnnnn-cf1-1-ana)
2\tthanked\tthank\tVERB\tVBD\t_\t0\troot\t_\t_
3\tthe\tthe\tDET\tDT\t_\t4\tdet\t_\t_
4\tcrews\tcrew\tNOUN\tNNS\t_\t2\tobj\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

";

const NAMES: &str =
    r#"{"id":"a","tokens":["Ines","Cobo","lives","in","Lisbon","."],"ner":["B-PER","I-PER","O","O","B-LOC","O"]}"#;

/// The second stretch is a title, which nobody says.
const QUOTES: &str = r#"{"id":"a","text":"“The harbour is open,” Ines Cobo said.\n\nShe sang “Green Water” at the party.","stretches":[[1,21],[51,62]],"labels":{"1":{"q":"speech","speaker":"Ines Cobo","how":"named","alt":[]},"2":{"q":"not","speaker":null,"how":null,"alt":[]}}}"#;

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Files {
        Files(tempfile::tempdir().expect("a temporary folder"))
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).expect("a writable folder");
        path
    }
}

fn evaluate(what: &[&str], file: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_copydesk"));
    let output = command.env("COPYDESK__MODELS__NAMES", "fast").arg("evaluate").args(what).arg(file).output();
    let output = output.expect("it runs");
    assert!(output.status.success(), "{what:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The first line of what an evaluation printed with this word in it.
#[track_caller]
fn line<'a>(printed: &'a str, word: &str) -> &'a str {
    let found = printed.lines().find(|line| line.contains(word));
    found.unwrap_or_else(|| panic!("no {word:?} in:\n{printed}")).trim()
}

#[test]
fn a_treebank_is_scored_by_boundaries_tags_trees_and_referents() {
    let files = Files::new();
    let right = files.write("right.conllu", TREEBANK);
    let wrong = files.write("wrong.conllu", &TREEBANK.replace("3\tobj", "1\tobj").replace("VERB\tVBD", "NOUN\tNN"));
    assert!(line(&evaluate(&["tokens"], &right), "sentences").ends_with("F1 100.00  (2 of 2)"));
    assert!(line(&evaluate(&["pos"], &right), "all").contains("100.00 % of 11 words"));
    assert!(line(&evaluate(&["pos"], &wrong), "all").contains("81.82 % of 11 words"));
    assert!(line(&evaluate(&["parser"], &right), "all").contains("UAS 100.00"));
    let trees = evaluate(&["parser"], &wrong);
    assert!(line(&trees, "all").contains("UAS  88.89"));
    assert!(line(&trees, "by gold relation").ends_with("obj 1/1"));
    let apart =
        files.write("apart.conllu", &TREEBANK.replace("(1-person-giv", "(3-person-giv").replace("ana)", "sgl)"));
    assert!(line(&evaluate(&["coref"], &right), "all ").starts_with("all            100.0"));
    assert!(line(&evaluate(&["coref"], &apart), "all ").starts_with("all              0.0"));
}

#[test]
fn names_are_scored_in_running_text_and_errors_shown() {
    let files = Files::new();
    let right = files.write("right.jsonl", NAMES);
    let wrong = files.write("wrong.jsonl", &NAMES.replace("B-LOC", "B-ORG"));
    assert!(line(&evaluate(&["names"], &right), "mean:").starts_with("mean: typed 100.00, untyped 100.00"));
    let names = evaluate(&["names", "--errors"], &wrong);
    assert!(line(&names, "mean:").starts_with("mean: typed 50.00, untyped 100.00"));
    assert_eq!(line(&names, "missed"), "missed Organization: Ines Cobo lives in [Lisbon].");
}

#[test]
fn stretches_are_scored_by_whether_they_are_said_and_by_whom() {
    let files = Files::new();
    let right = evaluate(&["quotes"], &files.write("right.jsonl", QUOTES));
    let other = QUOTES.replace("\"speaker\":\"Ines Cobo\"", "\"speaker\":\"Olga Reyes\"");
    let wrong = evaluate(&["quotes"], &files.write("wrong.jsonl", &other));
    assert_eq!(line(&right, "F1"), "F1: found 100.0, with the right speaker 100.0");
    assert_eq!(line(&right, "other"), "other stretches: 0 of 1 taken for speech");
    assert_eq!(line(&wrong, "F1"), "F1: found 100.0, with the right speaker 0.0");
}

#[test]
fn every_step_has_its_speed() {
    let files = Files::new();
    let speed = evaluate(&["--speed"], &files.write("text.txt", "Ines Cobo opened the harbour.\n"));
    for step in ["tokenizer", "parser", "names", "quotes", "coref", "all steps"] {
        assert!(line(&speed, step).ends_with("words/s"), "{step}");
    }
}
