//! Dates and money in sentences of our own, scored as `copydesk evaluate expressions` does, and the values of expressions in
//! each language.

use std::path::{Path, PathBuf};

use copydesk::annotate::Annotators;
use copydesk::document::{BlockKind, Document, ExpressionType};
use copydesk::evaluation::expressions;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

#[test]
fn dates_and_money_keep_their_floor() {
    let path = fixtures().join("expressions.jsonl");
    let scores = expressions::evaluate(&Annotators::default(), &path, |_, _| {}).expect("a labelled file");
    assert_eq!((scores.dates.gold, scores.money.gold), (48, 35));
    assert!(scores.dates.f1() >= 0.75 && scores.money.f1() >= 0.85, "{scores:?}");
}

/// A sentence, read on Wednesday, 18 June 2025, with what it holds: text, type, and the value where it has one.
#[derive(serde::Deserialize)]
struct Case {
    text: String,
    expressions: Vec<Labelled>,
}

#[derive(serde::Deserialize, PartialEq, Debug)]
struct Labelled {
    text: String,
    r#type: String,
    value: Option<String>,
}

fn name(label: ExpressionType) -> &'static str {
    match label {
        ExpressionType::Date => "date",
        ExpressionType::Time => "time",
        ExpressionType::Money => "money",
        ExpressionType::Percent => "percent",
        ExpressionType::Quantity => "quantity",
        ExpressionType::Ordinal => "ordinal",
        ExpressionType::Cardinal => "cardinal",
    }
}

/// The amount of a value: what is wrong by a factor when it differs.
fn amount(labelled: &Labelled) -> Option<&str> {
    let counts = matches!(labelled.r#type.as_str(), "money" | "percent" | "quantity" | "cardinal");
    labelled.value.as_deref().filter(|_| counts).and_then(|value| value.split(' ').next())
}

#[test]
fn values_of_expressions_are_right_in_each_language() {
    let annotators = Annotators::default();
    let mut languages = 0;
    let mut report = Vec::new();
    for entry in std::fs::read_dir(fixtures().join("expressions")).expect("a folder") {
        let path = entry.expect("listed").path();
        let code = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
        let (mut gold, mut right, mut wrong) = (0, 0, Vec::new());
        for line in std::fs::read_to_string(&path).expect("readable").lines() {
            let case: Case = serde_json::from_str(line).expect("a case");
            let reference = jiff::civil::date(2025, 6, 18);
            let mut doc = Document::new("", &[(BlockKind::Body, &case.text)], &code, Some(reference));
            annotators.annotate(&mut doc);
            let found: Vec<_> = (doc.expressions.iter())
                .map(|e| Labelled {
                    text: doc.slice(e.span).to_owned(),
                    r#type: name(e.label).to_owned(),
                    value: e.value.clone(),
                })
                .collect();
            gold += case.expressions.len();
            for expected in &case.expressions {
                if found.contains(expected) {
                    right += 1;
                } else {
                    wrong.push(format!("{}\n  expected {expected:?}\n  found {found:?}", case.text));
                }
            }
            // An amount that is not in the labels is one that the text does not state.
            let amounts: Vec<_> = case.expressions.iter().filter_map(amount).collect();
            for other in found.iter().filter(|found| amount(found).is_some_and(|value| !amounts.contains(&value))) {
                report.push(format!("{code}: an amount that is wrong: {}\n  {other:?}", case.text));
            }
        }
        assert!(gold >= 60, "{code} has only {gold} expressions");
        if right * 100 < gold * 95 {
            report.push(format!("{code}: {right} of {gold} right\n{}", wrong.join("\n")));
        }
        languages += 1;
    }
    assert!(languages >= 7, "only {languages} languages");
    assert!(report.is_empty(), "{}", report.join("\n"));
}
