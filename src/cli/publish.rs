//! `copydesk publish`: raw articles from files onto the raw exchange.

use std::path::PathBuf;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::Value;

use super::inputs::{self, FileInput, Inputs, Listed, Origin};
use super::{arguments, block_on, connect_in_order, missing};
use crate::broker::{BrokerError, Headers, Properties, Publication, PublishOutcome};
use crate::digest;
use crate::operator::{Conveyor, RateLimit, Sidecar, reason};
use crate::publication::word;
use crate::settings::Settings;

#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 all published and confirmed, 1 some not, 2 wrong usage, settings, or no broker.")]
pub struct Args {
    /// Files or folders of raw articles: .jsonl, .json, .html, .xml, .txt, .warc, each also .gz or .zst; standard input
    /// when none is given.
    files: Vec<PathBuf>,
    /// The source in the routing key raw.<source>; by default the one that the article names.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Articles per second at most, such as 500/s or 30/m.
    #[arg(long, value_name = "N/s", value_parser = arguments::rate)]
    rate: Option<f64>,
}

/// 1 when an article could not be read or was not confirmed.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let (files, size) = inputs::list(&args.files)?;
    block_on(publish(args, settings, files, size))
}

/// What has come of it so far.
#[derive(Default)]
struct Tally {
    confirmed: u64,
    failed: u64,
}

async fn publish(args: &Args, settings: &Settings, files: Vec<Listed>, size: Option<u64>) -> anyhow::Result<ExitCode> {
    let broker = connect_in_order(&settings.broker, "publish").await?;
    let exchange = settings.topology.raw_exchange.as_str();
    // Found out once, not for each article.
    broker.may_publish(exchange).await.map_err(|error| match error {
        BrokerError::Missing { .. } => missing(&format!("exchange {exchange}"), "topology.raw_exchange"),
        error => error.into(),
    })?;
    let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr_with_hz(10));
    let template = if size.is_some() { "{bar:30} {percent}% {msg}, {eta} left" } else { "{spinner} {msg}, {elapsed}" };
    bar.set_style(ProgressStyle::with_template(template)?);
    let mut conveyor = Conveyor::new(broker.publisher().await?);
    let mut pace = RateLimit::new(args.rate);
    let mut tally = Tally::default();
    // A line of a file may be as large as the worker takes.
    for input in Inputs::new(files, settings.normalize.max_body_bytes, bar.clone()) {
        if let Some(rejection) = &input.failure {
            bar.suspend(|| complain!("{}: not published: {rejection}", input.origin));
            tally.failed += 1;
            continue;
        }
        if pace.is_ahead() {
            conveyor.send();
        }
        pace.wait().await;
        let publication = match publication(&input, args.source.as_deref(), exchange) {
            Ok(publication) => publication,
            Err(reason) => {
                bar.suspend(|| complain!("{}: not published: {reason}", input.origin));
                tally.failed += 1;
                continue;
            }
        };
        tally.add(conveyor.put(input.origin, publication).await, exchange, &bar);
    }
    tally.add(conveyor.finish().await, exchange, &bar);
    bar.finish_and_clear();
    broker.close().await;
    say!("{} published to {exchange}, {} not", tally.confirmed, tally.failed);
    Ok(ExitCode::from(u8::from(tally.failed > 0)))
}

impl Tally {
    fn add(&mut self, answered: Vec<(Origin, PublishOutcome)>, exchange: &str, bar: &ProgressBar) {
        for (origin, outcome) in answered {
            if outcome == PublishOutcome::Confirmed {
                self.confirmed += 1;
                continue;
            }
            self.failed += 1;
            let reason = reason(&outcome, &format!("exchange {exchange}"));
            bar.suspend(|| complain!("{origin}: not published: {reason}"));
        }
        bar.set_message(format!("{} published", self.confirmed));
    }
}

/// The message for one article: with what lies beside its file, where it was a dead letter; else made from what it says
/// of itself. Its id is then the same for the same bytes, so publishing a file twice does no harm.
fn publication(input: &FileInput, source: Option<&str>, exchange: &str) -> Result<Publication, String> {
    let sidecar = if input.origin.line.is_none() { Sidecar::read(&input.origin.file)? } else { None };
    let Some(Sidecar { routing_key, mut properties, .. }) = sidecar else { return Ok(new(input, source, exchange)) };
    properties.content_encoding = properties.content_encoding.and_then(|encoding| unread(&encoding));
    Ok(Publication {
        exchange: exchange.to_owned(),
        routing_key: source.map_or(routing_key, |source| format!("raw.{}", word(source))),
        body: input.body.clone(),
        properties,
        republished: false,
    })
}

/// What is left of a content encoding once a file was read: the compression that was applied last is undone by then.
fn unread(encoding: &str) -> Option<String> {
    let left = inputs::last_coding(encoding).map_or(encoding.trim(), |(_, before)| before);
    Some(left.to_owned()).filter(|left| !left.is_empty())
}

fn new(input: &FileInput, source: Option<&str>, exchange: &str) -> Publication {
    let body = input.body.clone();
    let id = digest::id(&body);
    let host = || input.url.as_deref().and_then(host);
    let named = source.map(str::to_owned).or_else(|| named_source(&body)).or_else(host).unwrap_or_default();
    let mut headers = Headers::default();
    if let Some(url) = &input.url {
        headers.insert("url", url.as_str());
    }
    Publication {
        exchange: exchange.to_owned(),
        routing_key: format!("raw.{}", word(&named)),
        body,
        properties: Properties {
            content_type: Some(input.content_type.to_string()).filter(|kind| !kind.is_empty()),
            content_encoding: input.content_encoding.clone(),
            headers,
            message_id: Some(id),
            timestamp: u64::try_from(jiff::Timestamp::now().as_second()).ok(),
            app_id: Some(concat!("copydesk/", env!("CARGO_PKG_VERSION")).to_owned()),
            ..Properties::default()
        },
        republished: false,
    }
}

/// The outlet that a JSON article names: its domain, its name, or the host of its address.
fn named_source(body: &[u8]) -> Option<String> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let host = |value: &Value| value.as_str().and_then(host);
    let source = &value["source"];
    text(&source["domain"])
        .or_else(|| text(&source["name"]))
        .or_else(|| text(source).filter(|text| !text.contains("://")))
        .or_else(|| text(&value["source_domain"]))
        .or_else(|| host(&value["url"]))
        .or_else(|| host(source))
}

fn host(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    rest.split(['/', '?', '#', ':']).next().map(|host| host.trim_start_matches("www.").to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_routing_key_names_the_outlet() {
        let key = |body: &str, source| {
            let origin = Origin { file: "-".into(), line: None };
            let body = body.as_bytes().to_vec();
            let content_type = "application/json".into();
            let input = FileInput { origin, content_type, content_encoding: None, url: None, body, failure: None };
            new(&input, source, "x").routing_key
        };
        assert_eq!(key(r#"{"source":"The Daily Star"}"#, None), "raw.the-daily-star");
        assert_eq!(key(r#"{"source":{"name":"x","domain":"star.example"}}"#, None), "raw.star-example");
        assert_eq!(key(r#"{"url":"https://www.star.example/a?b"}"#, None), "raw.star-example");
        assert_eq!(key(r#"{"source":"https://star.example/a"}"#, None), "raw.star-example");
        assert_eq!(key(r#"{"source":"a"}"#, Some("b")), "raw.b");
        assert_eq!(key("no json", None), "raw.unknown");
    }

    #[test]
    fn what_reading_a_file_undid_is_no_longer_declared() {
        for (declared, left) in [
            ("gzip", None),
            ("GZIP", None),
            ("x-gzip", None),
            ("Zstd", None),
            ("br", Some("br")),
            ("deflate, gzip", Some("deflate")),
            ("gzip, br", Some("gzip, br")),
        ] {
            assert_eq!(unread(declared).as_deref(), left, "{declared}");
        }
    }

    #[test]
    fn a_stored_response_keeps_what_it_said_of_itself() {
        let input = FileInput {
            origin: Origin { file: "crawl.warc".into(), line: Some(1) },
            content_type: "text/html; charset=utf-8".into(),
            content_encoding: Some("gzip".to_owned()),
            url: Some("https://www.star.example/a".to_owned()),
            body: b"<p>a".to_vec(),
            failure: None,
        };
        let Publication { routing_key, properties, .. } = new(&input, None, "x");
        assert_eq!(routing_key, "raw.star-example");
        assert_eq!(properties.content_type.as_deref(), Some("text/html; charset=utf-8"));
        assert_eq!(properties.content_encoding.as_deref(), Some("gzip"));
        assert_eq!(properties.headers.text("url"), Some("https://www.star.example/a"));
    }
}
