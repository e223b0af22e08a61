//! Every rule is needed by its example.

use std::collections::BTreeSet;

use super::read_document;
use crate::annotate::quotes::{all_rules, rules::Rules};
use crate::document::Document;

/// An example with its content in [brackets] and its speaker in <angles>.
struct Example {
    text: String,
    content: Vec<String>,
    speaker: Option<String>,
}

fn read(marked: &str) -> Example {
    let between = |open: char, close: char| -> Vec<String> {
        let parts = marked.split(open).skip(1).filter_map(|part| part.split_once(close));
        parts.map(|(part, _)| part.replace(['<', '>'], "")).collect()
    };
    Example {
        text: marked.replace(['[', ']', '<', '>'], ""),
        content: between('[', ']'),
        speaker: between('<', '>').pop(),
    }
}

/// Whether a quote has the example's content and speaker; without content, whether nothing is said.
fn holds(example: &Example, doc: &Document) -> bool {
    if example.content.is_empty() {
        return doc.quotes.is_empty();
    }
    let trimmed = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let wanted: Vec<String> = example.content.iter().map(|part| trimmed(part)).collect();
    doc.quotes.iter().any(|quote| {
        let content: Vec<String> = quote.spans.iter().map(|&span| trimmed(doc.slice(span))).collect();
        let speaker = quote.speaker.as_ref().map(|s| doc.slice(s.span).to_owned());
        content == wanted && speaker == example.speaker
    })
}

#[test]
fn each_example_comes_out_right_and_needs_its_rule() {
    let mut wrong = Vec::new();
    for rule in all_rules() {
        let (language, marked) =
            rule.example.split_once(": ").filter(|(l, _)| l.len() == 2).unwrap_or(("en", rule.example));
        let example = read(marked);
        let below = read_document(&example.text, language);
        let annotated = |rules: &Rules| {
            let mut doc = below.clone();
            crate::annotate::quotes::annotate(&mut doc, rules);
            doc
        };
        let with = annotated(&Rules::default());
        if !holds(&example, &with) {
            let found: Vec<_> = with
                .quotes
                .iter()
                .map(|q| {
                    let parts: Vec<_> = q.spans.iter().map(|&span| with.slice(span)).collect();
                    format!("{} <{}>", parts.join(" … "), q.speaker.as_ref().map_or("-", |s| with.slice(s.span)))
                })
                .collect();
            wrong.push(format!("{}: comes out wrong: {found:?}", rule.name));
        } else if with.quotes == annotated(&Rules::without(rule.name)).quotes {
            wrong.push(format!("{}: changes nothing in its example", rule.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_are_unique() {
    let all = all_rules();
    let names: BTreeSet<_> = all.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), all.len());
}
