//! Dates and money in sentences of our own, scored as `copydesk evaluate expressions` does.

use std::path::Path;

use copydesk::annotate::Annotators;
use copydesk::evaluation::expressions;

#[test]
fn dates_and_money_keep_their_floor() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/expressions.jsonl");
    let scores = expressions::evaluate(&Annotators::default(), &path, |_, _| {}).expect("a labelled file");
    assert_eq!((scores.dates.gold, scores.money.gold), (48, 35));
    assert!(scores.dates.f1() >= 0.75 && scores.money.f1() >= 0.85, "{scores:?}");
}
