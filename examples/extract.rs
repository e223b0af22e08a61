//! Normalises a folder of gzipped HTML pages and prints what an extraction scorer reads.
//!
//! `cargo run --release --example extract -- FOLDER [ROUNDS] > predictions.json`, where FOLDER holds
//! `html/<id>.html.gz` and `ground-truth.json` (for the addresses). Speed goes to stderr: pages are read and
//! inflated before the clock starts.

use std::io::Read;
use std::path::PathBuf;

use anyhow::Context;
use copydesk::article::Input;
use copydesk::normalize::{NormalizeSettings, normalize};
use serde_json::{Map, Value, json};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().context("usage: extract FOLDER [ROUNDS]")?);
    let rounds: usize = args.next().map_or(Ok(1), |n| n.parse())?;
    let truth: Map<String, Value> = serde_json::from_slice(&std::fs::read(folder.join("ground-truth.json"))?)?;
    let mut pages = Vec::new();
    for (id, facts) in &truth {
        let file = std::fs::File::open(folder.join("html").join(format!("{id}.html.gz")))?;
        let mut page = Vec::new();
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut page)?;
        pages.push((id, facts["url"].as_str(), page));
    }
    let settings = NormalizeSettings::default();
    let mut predictions = Map::new();
    let started = std::time::Instant::now();
    for _ in 0..rounds {
        for (id, url, page) in &pages {
            let input = Input { body: page, content_type: Some("text/html"), url: *url, ..Input::default() };
            let prediction = match normalize(&input, &settings) {
                Ok(articles) => json!({
                    "articleBody": articles[0].blocks.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n"),
                    "title": articles[0].title,
                    "author": articles[0].authors,
                    "date": articles[0].published_at.as_ref().map(|t| t.date.to_string()),
                }),
                Err(rejection) => {
                    eprintln!("{id}: {rejection}");
                    json!({"articleBody": ""})
                }
            };
            predictions.insert((*id).clone(), prediction);
        }
    }
    let seconds = started.elapsed().as_secs_f64() / rounds as f64;
    let bytes: usize = pages.iter().map(|(_, _, page)| page.len()).sum();
    eprintln!(
        "{} pages, mean {} kB: {:.0} pages/s, {:.1} MB/s",
        pages.len(),
        bytes / 1000 / pages.len().max(1),
        pages.len() as f64 / seconds,
        bytes as f64 / 1e6 / seconds
    );
    println!("{}", serde_json::to_string(&predictions)?);
    Ok(())
}
