//! Quotes in languages other than English, by their packs and small models. The sentences were written for this test and
//! looked at while the tables were made; two hundred of them are few, so the figures say that the tables work and not how
//! well they do on a newspaper.

use std::fmt::Write;

use copydesk::annotate::Annotators;
use copydesk::document::{BlockKind, Document};
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
fn marked_quotes_and_their_speakers_in_other_languages() {
    let annotators = Annotators::default();
    let mut report = String::new();
    let mut wrong = String::new();
    for language in ["de", "es", "fr", "it", "pt"] {
        let path = format!("{}/tests/fixtures/quotes/{language}.txt", env!("CARGO_MANIFEST_DIR"));
        let file = std::fs::read_to_string(&path).expect("fixture");
        let (mut quotes, mut content, mut speakers, mut none, mut invented) = (0, 0, 0, 0, 0);
        for sample in file.lines().filter(|line| !line.starts_with('#')).map(read) {
            let mut doc = Document::new("", &[(BlockKind::Lead, &sample.text)], language, None);
            annotators.annotate(&mut doc);
            let found = doc.quotes.first();
            let Some(expected) = &sample.content else {
                none += 1;
                invented += usize::from(found.is_some());
                continue;
            };
            quotes += 1;
            content += usize::from(found.is_some_and(|q| q.spans.len() == 1 && doc.slice(q.spans[0]) == expected));
            let speaker = found.and_then(|q| q.speaker.as_ref()).map(|s| doc.slice(s.span).to_owned());
            if speaker == sample.speaker {
                speakers += 1;
            } else {
                let _ = writeln!(wrong, "{}\n    {speaker:?}", sample.text);
            }
        }
        let _ = writeln!(
            report,
            "{language}: content {content}/{quotes}, speaker {speakers}/{quotes}, titles taken for quotes {invented}/{none}"
        );
    }
    eprint!("{wrong}");
    expect![[r#"
        de: content 34/36, speaker 35/36, titles taken for quotes 0/4
        es: content 36/36, speaker 36/36, titles taken for quotes 0/4
        fr: content 34/36, speaker 33/36, titles taken for quotes 0/4
        it: content 34/36, speaker 35/36, titles taken for quotes 0/4
        pt: content 35/36, speaker 36/36, titles taken for quotes 0/4
    "#]]
    .assert_eq(&report);
}
