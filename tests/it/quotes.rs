//! Quotes in languages that have marks and a small table but no model. The sentences were written for this test; two
//! hundred of them are few, so the figures say that the tables work and not how well they do on a newspaper.

use std::fmt::Write;

use copydesk::article::Input;
use copydesk::pipeline::Pipeline;
use expect_test::expect;

/// A sentence with its content in [brackets], cue in {braces} and speaker in <angles>.
struct Sample {
    text: String,
    content: Option<String>,
    speaker: Option<String>,
}

fn read(line: &str) -> Sample {
    let between = |open, close| {
        let start = line.find(open)? + 1;
        Some(line[start..start + line[start..].find(close)?].replace(['{', '}'], ""))
    };
    Sample {
        text: line.replace(['[', ']', '{', '}', '<', '>'], ""),
        content: between('[', ']'),
        speaker: between('<', '>'),
    }
}

#[test]
fn marked_quotes_and_their_speakers_without_a_model() {
    let pipeline = Pipeline::default();
    let mut report = String::new();
    let mut wrong = String::new();
    for language in ["de", "es", "fr", "it", "pt"] {
        let path = format!("{}/tests/fixtures/quotes/{language}.txt", env!("CARGO_MANIFEST_DIR"));
        let file = std::fs::read_to_string(&path).expect("fixture");
        let (mut quotes, mut content, mut speakers, mut none, mut invented) = (0, 0, 0, 0, 0);
        for sample in file.lines().filter(|line| !line.starts_with('#')).map(read) {
            let body = serde_json::json!({"id": "s", "text": sample.text, "language": language}).to_string();
            let input = Input { body: body.as_bytes(), content_type: Some("application/json"), ..Input::default() };
            let article = pipeline.process(&input).expect("accepted").remove(0);
            let found = article.quotes.first();
            let Some(expected) = &sample.content else {
                none += 1;
                invented += usize::from(found.is_some());
                continue;
            };
            quotes += 1;
            content += usize::from(found.is_some_and(|q| q.text == *expected));
            let speaker = found.and_then(|q| q.speaker.as_ref()).map(|s| s.text.clone());
            if speaker == sample.speaker {
                speakers += 1;
            } else {
                let _ = writeln!(wrong, "{}\n    {speaker:?}", sample.text);
            }
        }
        let _ = writeln!(
            report,
            "{language}: content {content}/{quotes}, speaker {speakers}/{quotes}, titles and names taken for quotes {invented}/{none}"
        );
    }
    eprint!("{wrong}");
    expect![[""]].assert_eq(&report);
}
