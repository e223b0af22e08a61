//! Runs dom_smoothie over a folder of labelled pages and prints the predictions as the scorer reads them.

use std::io::Read;
use std::path::PathBuf;

use anyhow::Context;
use dom_smoothie::{Config, Readability, TextMode};
use serde_json::{Map, Value, json};

/// Title, authors, day and text of one page. Formatted text keeps blocks apart; the default glues their words together.
fn extract(page: &str, url: Option<&str>) -> anyhow::Result<Value> {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let article = Readability::new(page, url, Some(config))?.parse()?;
    let day = article.published_time.map(|time| time.chars().take(10).collect::<String>());
    Ok(json!({
        "articleBody": article.text_content.to_string(),
        "title": article.title,
        "author": article.byline,
        "date": day,
    }))
}

fn main() -> anyhow::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).context("usage: peer-dom-smoothie FOLDER")?);
    let truth: Map<String, Value> = serde_json::from_slice(&std::fs::read(folder.join("ground-truth.json"))?)?;
    let mut pages = Vec::new();
    for (name, facts) in &truth {
        let file = std::fs::File::open(folder.join("html").join(format!("{name}.html.gz")))?;
        let mut page = Vec::new();
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut page)?;
        pages.push((name, facts["url"].as_str(), page));
    }
    let mut predictions = Map::new();
    let started = std::time::Instant::now();
    for (name, url, page) in &pages {
        let prediction = extract(&String::from_utf8_lossy(page), *url).unwrap_or_else(|error| {
            eprintln!("{name}: {error}");
            json!({"articleBody": ""})
        });
        predictions.insert((*name).clone(), prediction);
    }
    let seconds = started.elapsed().as_secs_f64();
    let megabytes = pages.iter().map(|(_, _, page)| page.len()).sum::<usize>() as f64 / 1e6;
    eprintln!("dom_smoothie: {:.1} pages/s, {:.2} MB/s", pages.len() as f64 / seconds, megabytes / seconds);
    println!("{}", Value::Object(predictions));
    Ok(())
}
