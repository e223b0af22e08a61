//! Pages as widespread content systems and papers build them: text, headline, authors and day, and nothing else.
//!
//! A template holds the markup; `stories/` holds what is told in it. The first line of a template says which story it
//! takes and what is to be found. `[[title]]` and `[[lead]]` are the story's headline and standfirst, `[[1]]` and
//! `[[-1]]` its paragraphs from the beginning and from the end, `[[*]]` repeats its line for all paragraphs between
//! these, `[[=text]]` is text of the article that the story does not have,
//! `[[+text]]` a further cell of the same row of a table, and `[[json]]` and `[[jsonhtml]]` are all
//! paragraphs within a script. A standfirst may count as text or not: outlets and readers differ.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use copydesk::article::Input;
use copydesk::normalize::{NormalizeSettings, normalize};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pages")
}

struct Story {
    title: String,
    lead: String,
    paragraphs: Vec<String>,
}

fn story(name: &str) -> Story {
    let text = std::fs::read_to_string(folder().join("stories").join(format!("{name}.txt"))).expect(name);
    let mut lines = text.lines().map(str::to_owned);
    let (title, lead) = (lines.next().expect("a headline"), lines.next().expect("a standfirst"));
    Story { title, lead, paragraphs: lines.collect() }
}

/// A filled template: the page, and the lines of its text.
fn fill(template: &str, story: &Story) -> (String, Vec<String>) {
    let paragraphs = &story.paragraphs;
    let named =
        |sign: &str| (1..=paragraphs.len()).take_while(|n| template.contains(&format!("[[{sign}{n}]]"))).count();
    let middle = named("")..paragraphs.len() - named("-");
    let (mut page, mut truth) = (String::new(), Vec::new());
    for line in template.lines() {
        if line.contains("[[*]]") {
            for paragraph in &paragraphs[middle.clone()] {
                page += &line.replace("[[*]]", paragraph);
                page.push('\n');
                truth.push(paragraph.clone());
            }
            continue;
        }
        let mut parts = line.split("[[");
        page += parts.next().unwrap_or_default();
        for part in parts {
            let (name, rest) = part.split_once("]]").expect("a place ends");
            let inserted = match name {
                "title" => story.title.clone(),
                "lead" => story.lead.clone(),
                "json" => serde_json::json!(paragraphs.join("\n")).to_string().trim_matches('"').to_owned(),
                "jsonhtml" => {
                    truth.extend(paragraphs.iter().cloned());
                    let html: String = paragraphs.iter().map(|p| format!("<p>{p}</p>")).collect();
                    serde_json::json!(html).to_string().trim_matches('"').to_owned()
                }
                cell if cell.starts_with('+') => {
                    truth.last_mut().expect("the cell in front").push_str(&format!(" | {}", &cell[1..]));
                    cell[1..].to_owned()
                }
                name => {
                    let text = match (name.strip_prefix('='), name.strip_prefix('-')) {
                        (Some(text), _) => text,
                        (_, Some(back)) => &paragraphs[paragraphs.len() - back.parse::<usize>().expect(name)],
                        _ => &paragraphs[name.parse::<usize>().expect(name) - 1],
                    };
                    truth.push(text.to_owned());
                    text.to_owned()
                }
            };
            page += &inserted;
            page += rest;
        }
        page.push('\n');
    }
    (page, truth)
}

/// What is wrong with what is read of a page, line by line.
fn faults(name: &str) -> Vec<String> {
    let file = std::fs::read_to_string(folder().join(format!("{name}.html"))).expect(name);
    let (head, template) = file.split_once('\n').expect("a first line");
    let facts: BTreeMap<&str, &str> = (head.trim_start_matches("<!--").trim_end_matches("-->").split('|'))
        .map(|fact| fact.split_once(':').map(|(name, value)| (name.trim(), value.trim())).expect("a fact"))
        .collect();
    let story = story(facts["story"]);
    let (page, truth) = fill(template, &story);
    let input =
        Input { body: page.as_bytes(), content_type: Some("text/html"), url: Some(facts["url"]), ..Input::default() };
    let article = normalize(&input, &NormalizeSettings::default()).expect(name).remove(0);

    let mut faults = Vec::new();
    let mut compare = |what: &str, found: &str, wanted: &str| {
        if found != wanted {
            faults.push(format!("{name}: the {what} is {found:?}, not {wanted:?}"));
        }
    };
    compare("title", &article.title, &story.title);
    compare("authors", &article.authors.join(", "), facts["authors"]);
    compare("day", &article.published_at.map(|t| t.date.to_string()).unwrap_or_default(), facts["date"]);
    let found: Vec<&String> = article.blocks.iter().map(|(_, text)| text).filter(|text| **text != story.lead).collect();
    faults.extend(truth.iter().filter(|t| !found.contains(t)).map(|t| format!("{name}: lost: {t}")));
    faults.extend(found.iter().filter(|t| !truth.contains(t)).map(|t| format!("{name}: no part of it: {t}")));
    if faults.is_empty() && found != truth.iter().collect::<Vec<_>>() {
        faults.push(format!("{name}: the order is another: {found:?}"));
    }
    faults
}

#[test]
fn pages_of_many_systems_are_read_whole_and_clean() {
    let entries = std::fs::read_dir(folder()).expect("the templates").map(|entry| entry.expect("an entry").path());
    let mut names: Vec<String> = entries
        .filter(|path| path.extension().is_some_and(|e| e == "html"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(names.len() >= 20, "{} templates", names.len());
    let faults: Vec<String> = names.iter().flat_map(|name| faults(name)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
