//! `copydesk evaluate quotes`.

mod score;

use std::path::PathBuf;

use anyhow::Context;

use crate::article::Input;
use crate::evaluation;
use crate::pipeline::Pipeline;
use score::{Labelled, Score};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Labelled articles, one JSON object a line with `id`, `text` and `quotes`; also `.gz`.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

pub fn run(args: &Args, pipeline: &Pipeline) -> anyhow::Result<()> {
    for path in &args.files {
        let name = path.display();
        let text = evaluation::read(path)?;
        let mut score = Score::default();
        for (index, line) in text.lines().enumerate() {
            let labelled: Labelled =
                serde_json::from_str(line).with_context(|| format!("{name}:{}: not a labelled article", index + 1))?;
            let body = serde_json::json!({ "id": labelled.id, "text": labelled.text }).to_string();
            let input = Input { body: body.as_bytes(), content_type: Some("application/json"), ..Input::default() };
            let articles = pipeline.process(&input).with_context(|| format!("{name}:{}", index + 1))?;
            for article in &articles {
                score.add(&labelled, article);
            }
        }
        print!("{name}\n{score}");
    }
    Ok(())
}
