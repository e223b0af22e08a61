//! `copydesk tap`: what is published, live, through a temporary queue of its own.

use std::num::NonZero;
use std::process::ExitCode;

use serde::de::DeserializeOwned;

use super::{block_on, connect, pretty, print};
use crate::broker::Consume;
use crate::enriched::{ARTICLE_SCHEMA, ENTITY_SCHEMA, QUOTE_SCHEMA};
use crate::export;
use crate::settings::Settings;

/// Messages that the broker keeps for a tap that does not keep up; the oldest go first.
const QUEUE_LENGTH: u32 = 100_000;
/// Messages under way to us.
const PREFETCH: NonZero<u16> = NonZero::new(256).expect("not zero");

#[derive(Debug, clap::Args)]
#[command(after_help = "The queue is temporary: nothing is taken from other readers, and what comes while no tap \
                        runs is not seen.\n\nExit codes: 0 ended by Ctrl-C or after --count messages, 2 wrong usage \
                        or the broker cannot be reached.")]
pub struct Args {
    /// Routing keys to show, with * for one word and # for any: article.<lang>.<source>, quote.<lang>.<source>,
    /// entity.<lang>.<type>.
    #[arg(value_name = "PATTERN", default_value = "#")]
    patterns: Vec<String>,
    /// How to show a message.
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: Format,
    /// End after so many messages.
    #[arg(short = 'n', long, value_name = "N")]
    count: Option<u64>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// The body as it is published, a line each.
    Json,
    /// A few lines for people.
    Pretty,
    /// Articles as lines of the GDELT Global Quotation Graph; other messages are left out.
    Gqg,
}

/// Shows messages until it is told to stop.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    block_on(async {
        let stop = tokio::signal::ctrl_c();
        tokio::select! {
            shown = show(args, settings) => shown?,
            _ = stop => {}
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn show(args: &Args, settings: &Settings) -> anyhow::Result<()> {
    let broker = connect(&settings.broker, "tap").await?;
    let exchange = &settings.topology.enriched_exchange;
    let queue = broker.temporary_queue(exchange, &args.patterns, QUEUE_LENGTH).await?;
    let mut consumer = broker.consume(&Consume { queue, prefetch: PREFETCH, offset: None }).await?;
    eprintln!("copydesk: listening to {} on {exchange}", args.patterns.join(" "));
    let mut left = args.count.unwrap_or(u64::MAX);
    while left > 0 {
        let delivery = consumer.next().await?;
        match args.format {
            Format::Json => print(&format!("{}\n", String::from_utf8_lossy(&delivery.body)))?,
            Format::Pretty => print(&readable(&delivery.body, &delivery.routing_key))?,
            Format::Gqg => {
                if let Some(article) = parsed(&delivery.body) {
                    print(&format!("{}\n", export::quotation_graph(&article)))?;
                }
            }
        }
        delivery.acker.ack().await?;
        left -= 1;
    }
    broker.close().await;
    Ok(())
}

/// A message of ours for people; of any other message its routing key.
fn readable(body: &[u8], routing_key: &str) -> String {
    let schema = parsed::<serde_json::Value>(body).and_then(|v| v.get("schema")?.as_str().map(str::to_owned));
    let text = match schema.as_deref() {
        Some(ARTICLE_SCHEMA) => parsed(body).map(|article| pretty::article(&article)),
        Some(QUOTE_SCHEMA) => parsed(body).map(|message| pretty::quote(&message)),
        Some(ENTITY_SCHEMA) => parsed(body).map(|message| pretty::entity(&message)),
        _ => None,
    };
    text.unwrap_or_else(|| format!("{routing_key}: {} bytes\n", body.len()))
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    serde_json::from_slice(body).ok()
}
