//! What is published keeps the promises of its schemas, and every offset points at the words it claims to.

use std::path::{Path, PathBuf};
use std::process::Command;

use copydesk::article::Input;
use copydesk::enriched::{EnrichedArticle, Field, Messages};
use copydesk::pipeline::Pipeline;
use serde::Serialize;
use serde_json::Value;

/// The samples that are articles, with the type that their suffix implies.
fn samples() -> Vec<(PathBuf, &'static str)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("samples").map(|e| e.expect("listed").path()).collect();
    files.sort();
    let typed = |path: PathBuf| match path.extension()?.to_str()? {
        "json" if !path.ends_with("broken.json") => Some((path, "application/json")),
        "html" => Some((path, "text/html")),
        "txt" => Some((path, "text/plain")),
        _ => None,
    };
    files.into_iter().filter_map(typed).collect()
}

fn enriched() -> Vec<EnrichedArticle> {
    let pipeline = Pipeline::default();
    let articles: Vec<_> = samples()
        .into_iter()
        .flat_map(|(path, content_type)| {
            let body = std::fs::read(&path).expect("readable");
            let input = Input { body: &body, content_type: Some(content_type), ..Input::default() };
            pipeline.process(&input).unwrap_or_else(|rejection| panic!("{}: {rejection}", path.display()))
        })
        .collect();
    assert!(articles.len() >= 12, "only {} samples", articles.len());
    articles
}

fn schema(of: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk")).args(["schema", of]).output().expect("runs");
    assert!(output.status.success(), "copydesk schema {of}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// All of a kind are valid, and the schema is not so loose that one without any of its required fields is.
fn check<T: Serialize>(of: &str, published: impl Iterator<Item = T>) {
    let validator = jsonschema::validator_for(&schema(of)).expect("a schema");
    let mut checked = 0;
    for instance in published {
        let mut instance = serde_json::to_value(instance).expect("JSON");
        let errors: Vec<_> = validator.iter_errors(&instance).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{of}: {errors:#?}");
        instance["schema"] = Value::from("another");
        assert!(!validator.is_valid(&instance), "{of}: another schema's name is accepted");
        instance.as_object_mut().expect("an object").shift_remove("schema");
        assert!(!validator.is_valid(&instance), "{of}: it need not name its schema");
        checked += 1;
    }
    assert!(checked > 0, "no {of} was checked");
}

#[test]
fn articles_are_valid() {
    check("article", enriched().iter());
}

#[test]
fn quotes_are_valid() {
    let articles = enriched();
    let messages = articles.iter().map(|a| (Messages::new(a), a.quotes.iter().filter(|q| q.is_marked())));
    check("quote", messages.flat_map(|(of, quotes)| quotes.map(move |quote| of.quote(quote))));
}

#[test]
fn entities_are_valid() {
    let articles = enriched();
    let messages = articles.iter().map(|a| (Messages::new(a), &a.entities));
    check("entity", messages.flat_map(|(of, entities)| entities.iter().map(move |entity| of.entity(entity))));
}

#[test]
fn the_sample_in_our_own_shape_is_a_valid_raw_article() {
    let validator = jsonschema::validator_for(&schema("raw")).expect("a schema");
    let body = include_bytes!("../../samples/politics-harbour.json");
    let mut raw: Value = serde_json::from_slice(body).expect("JSON");
    assert!(validator.is_valid(&raw));
    raw.as_object_mut().expect("an object").shift_remove("text");
    assert!(!validator.is_valid(&raw), "an article without text or html is accepted");
}

/// Whether a document's excerpt of JSON says nothing else than the whole; `…` stands for the rest of a list.
fn is_excerpt(shown: &Value, whole: &Value) -> bool {
    match (shown, whole) {
        (Value::Object(shown), Value::Object(whole)) => {
            shown.iter().all(|(key, value)| whole.get(key).is_some_and(|whole| is_excerpt(value, whole)))
        }
        (Value::Array(shown), Value::Array(whole)) => {
            let end = shown.iter().position(|value| value == "…");
            (end.is_some() || shown.len() == whole.len())
                && shown[..end.unwrap_or(shown.len())].iter().zip(whole).all(|(shown, whole)| is_excerpt(shown, whole))
        }
        _ => shown == whole,
    }
}

#[test]
fn the_readme_shows_what_comes_out() {
    let body = include_bytes!("../../samples/politics-harbour.json");
    let input = Input { body, content_type: Some("application/json"), ..Input::default() };
    let article = serde_json::to_value(&Pipeline::default().process(&input).expect("accepted")[0]).expect("JSON");
    let blocks =
        include_str!("../../README.md").split("```json\n").skip(1).filter_map(|block| block.split("```").next());
    let shown: Vec<Value> = blocks.map(|block| serde_json::from_str(block).expect("JSON")).collect();
    for (key, list) in [("spans", "quotes"), ("mentions", "entities")] {
        let shown = shown.iter().find(|shown| shown.get(key).is_some()).expect("an example of each");
        let list = article[list].as_array().expect("a list");
        let whole = list.iter().find(|found| found["id"] == shown["id"]).unwrap_or(&Value::Null);
        assert!(is_excerpt(shown, whole), "README shows {shown:#}, and it is {whole:#}");
    }
}

#[test]
fn every_field_that_the_raw_schema_names_is_understood() {
    let schema = schema("raw");
    let fields = schema["properties"].as_object().expect("properties");
    let mut raw: serde_json::Map<_, _> = fields.keys().map(|k| (k.clone(), Value::from("2026-01-01"))).collect();
    raw.insert("unknown".to_owned(), Value::from("kept"));
    let body = serde_json::to_vec(&raw).expect("JSON");
    let input = Input { body: &body, content_type: Some("application/json"), ..Input::default() };
    let article = &Pipeline::default().process(&input).expect("accepted")[0];
    assert_eq!(article.extra.keys().collect::<Vec<_>>(), ["unknown"]);
}

#[test]
fn offsets_count_code_points_of_the_field_they_are_in() {
    let mut checked = 0;
    for article in enriched() {
        let (title, text): (Vec<char>, Vec<char>) = (article.title.chars().collect(), article.text.chars().collect());
        let mut same = |field: Field, start: usize, end: usize, words: &str| {
            let chars = if field == Field::Title { &title } else { &text };
            assert_eq!(chars[start..end].iter().collect::<String>(), words, "in {} at {start}", article.id);
            checked += 1;
        };
        for mention in article.entities.iter().flat_map(|e| &e.mentions) {
            same(mention.field, mention.start, mention.end, &mention.text);
        }
        for expression in &article.expressions {
            same(expression.field, expression.start, expression.end, &expression.text);
        }
        for quote in &article.quotes {
            if let [span] = quote.spans[..] {
                same(quote.field, span.start, span.end, &quote.text);
            }
            if let Some(cue) = &quote.cue {
                same(quote.field, cue.start, cue.end, &cue.text);
            }
            if let Some(speaker) = &quote.speaker {
                same(quote.field, speaker.start, speaker.end, &speaker.text);
            }
        }
        let ends = article.sentences.iter().map(|s| s.end).chain(article.paragraphs.iter().map(|p| p.end));
        assert!(ends.max() <= Some(text.len()), "a sentence or paragraph of {} ends behind its text", article.id);
    }
    assert!(checked > 0, "nothing was found in any sample");
}
