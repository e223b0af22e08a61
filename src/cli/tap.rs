//! `copydesk tap`: what the topics carry, live.

use std::io::IsTerminal;
use std::num::NonZero;
use std::process::ExitCode;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{block_on, connect, missing, pretty, print_json, print_raw};
use crate::broker::{BrokerError, Consume, Delivery};
use crate::enriched::{ARTICLE_SCHEMA, ENTITY_SCHEMA, EnrichedArticle, QUOTE_SCHEMA};
use crate::escape;
use crate::operator::body_text;
use crate::render::archives;
use crate::settings::Settings;

/// Messages that wait for a slow terminal, at most; then the oldest are left out.
const BACKLOG: u32 = 100_000;
/// Messages under way to us.
const PREFETCH: NonZero<u16> = NonZero::new(256).expect("not zero");

#[derive(Debug, clap::Args)]
#[command(
    after_help = "A temporary queue gets copies, so nobody else misses anything; what was published before is not \
                        shown.\n\nExit codes: 0 so many were printed or the reader went away, 2 wrong usage, settings, \
                        or no broker."
)]
pub struct Args {
    /// Routing keys, with * for one word and # for any number: 'quote.en.#', 'article.*.star-example', 'entity.#'.
    #[arg(default_value = "#", value_name = "PATTERN")]
    patterns: Vec<String>,
    /// How to print [default: pretty in a terminal, json elsewhere]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// End after so many messages.
    #[arg(short = 'n', long, value_name = "N")]
    count: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, clap::ValueEnum)]
enum Format {
    /// The message bodies, one a line, uncompressed.
    Json,
    /// For reading.
    Pretty,
    /// Articles as lines of the GDELT Global Quotation Graph; other messages are left out.
    Gqg,
}

/// Prints until there are enough, the reader goes away or Ctrl-C.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    block_on(async {
        tokio::select! {
            shown = show(args, settings) => shown?,
            _ = tokio::signal::ctrl_c() => {}
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn show(args: &Args, settings: &Settings) -> anyhow::Result<()> {
    let terminal = std::io::stdout().is_terminal();
    let format = args.format.unwrap_or(if terminal { Format::Pretty } else { Format::Json });
    let colours = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let broker = connect(&settings.broker, "tap").await?;
    let exchange = &settings.topology.enriched_exchange;
    let queue = broker.temporary_queue(exchange, &args.patterns, BACKLOG).await.map_err(|error| match error {
        BrokerError::Missing { .. } => missing(&format!("exchange {exchange}"), "topology.enriched_exchange"),
        error => error.into(),
    })?;
    let mut consumer = broker.consume(&Consume { queue, prefetch: PREFETCH, offset: None }).await?;
    complain!("listening to {} on {exchange}; Ctrl-C ends it", args.patterns.join(" "));
    let mut printed = 0;
    while args.count.is_none_or(|count| printed < count) {
        let delivery = consumer.next().await?;
        let text = match format {
            Format::Json => body_text(&delivery) + "\n",
            Format::Pretty => readable(&delivery, colours),
            Format::Gqg => quotation_graph(&delivery),
        };
        let printed_on = match format {
            Format::Pretty => print_raw(&text)?,
            Format::Json | Format::Gqg => print_json(&text)?,
        };
        if !printed_on {
            break;
        }
        delivery.acker.ack().await?;
        printed += 1;
    }
    broker.close().await;
    Ok(())
}

/// The message without compression and without the envelope of a structured CloudEvent.
fn message(delivery: &Delivery) -> String {
    #[derive(Deserialize)]
    struct Event {
        data: Box<RawValue>,
    }
    let body = body_text(delivery);
    let content_type = delivery.properties.content_type.as_deref().unwrap_or_default();
    match serde_json::from_str::<Event>(&body) {
        Ok(event) if content_type.starts_with("application/cloudevents+json") => event.data.get().to_owned(),
        _ => body,
    }
}

/// The article as a line of the quotation graph; nothing for another message.
fn quotation_graph(delivery: &Delivery) -> String {
    let article = (delivery.properties.kind.as_deref() == Some(ARTICLE_SCHEMA))
        .then(|| serde_json::from_str::<EnrichedArticle>(&message(delivery)).ok());
    article.flatten().map_or_else(String::new, |article| format!("{}\n", archives::quotation_graph(&article)))
}

/// The routing key and what the message says.
fn readable(delivery: &Delivery, colours: bool) -> String {
    let schema = delivery.properties.kind.as_deref().unwrap_or_default();
    let body = match schema {
        ARTICLE_SCHEMA => parsed(delivery, pretty::article),
        QUOTE_SCHEMA => parsed(delivery, pretty::quote),
        ENTITY_SCHEMA => parsed(delivery, pretty::entity),
        _ => format!("{} bytes of {}\n", delivery.body.len(), escape::line(schema)),
    };
    let key = escape::line(&delivery.routing_key);
    if !colours {
        return format!("{key}\n{body}");
    }
    // The colours of the pages: blue for articles, orange for quotes, magenta for entities.
    let colour = match schema {
        QUOTE_SCHEMA => 33,
        ENTITY_SCHEMA => 35,
        _ => 34,
    };
    let (first, rest) = body.split_once('\n').unwrap_or((&body, ""));
    let rest: String = rest.lines().map(|line| pretty::painted(line) + "\n").collect();
    format!("\x1b[2m{key}\x1b[0m\n\x1b[1;{colour}m{first}\x1b[0m\n{rest}")
}

fn parsed<T: DeserializeOwned>(delivery: &Delivery, show: fn(&T) -> String) -> String {
    match serde_json::from_str(&message(delivery)) {
        Ok(message) => show(&message),
        Err(error) => format!("cannot be read: {error}\n"),
    }
}
