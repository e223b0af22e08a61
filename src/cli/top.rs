//! `copydesk top`: workers, lanes, rates and errors, live in the terminal.

mod sample;

use std::io::IsTerminal;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use super::health::ask;
use super::{block_on, connect, print_raw};
use crate::broker::Broker;
use crate::escape;
use crate::settings::Settings;
use sample::{Quantile, Sample};

/// How long a worker may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 ended by Ctrl-C or after --once, 2 wrong usage, settings, or no broker.")]
pub struct Args {
    /// Ops address of a worker to watch; repeatable [default: ops.listen]
    #[arg(long, value_name = "HOST:PORT")]
    worker: Vec<String>,
    /// Seconds between two looks.
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=3600))]
    every: u64,
    /// Look for so long once, print, and end.
    #[arg(long)]
    once: bool,
}

/// Looks until it is told to stop.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let workers = if args.worker.is_empty() { vec![settings.ops.listen.clone()] } else { args.worker.clone() };
    block_on(async {
        let broker = connect(&settings.broker, "top").await?;
        tokio::select! {
            shown = watch(args, &workers, &broker, settings) => shown?,
            _ = tokio::signal::ctrl_c() => {}
        }
        broker.close().await;
        Ok(ExitCode::SUCCESS)
    })
}

async fn watch(args: &Args, workers: &[String], broker: &Broker, settings: &Settings) -> anyhow::Result<()> {
    let live = std::io::stdout().is_terminal() && !args.once;
    let mut before: Vec<Option<Sample>> = workers.iter().map(|worker| look(worker, settings)).collect();
    loop {
        let began = Instant::now();
        tokio::time::sleep(Duration::from_secs(args.every)).await;
        let now: Vec<Option<Sample>> = workers.iter().map(|worker| look(worker, settings)).collect();
        let mut text = String::from(if live { "\x1b[H\x1b[J" } else { "" });
        text.push_str(HEAD);
        for ((worker, before), now) in workers.iter().zip(&before).zip(&now) {
            text.push_str(&line(worker, before.as_ref(), now.as_ref(), began.elapsed()));
        }
        text.push_str(&rejections(&now));
        text.push_str(&queues(broker, settings).await?);
        if !print_raw(&text)? || args.once {
            return Ok(());
        }
        before = now;
    }
}

const HEAD: &str =
    "WORKER                 STATE    ARTICLES/S   DEAD/S  RETRY/S  IN FLIGHT   MEDIAN  99 OF 100   WORDS/S\n";

/// What a worker counts, or `None` when it does not answer.
fn look(worker: &str, settings: &Settings) -> Option<Sample> {
    let token = &settings.ops.token;
    let path = if token.is_empty() { "/metrics".to_owned() } else { format!("/metrics?token={}", token.reveal()) };
    match ask(worker, &path, PATIENCE) {
        Ok((200, text)) => Some(Sample::parse(&text)),
        _ => None,
    }
}

/// One worker between two looks.
fn line(worker: &str, before: Option<&Sample>, now: Option<&Sample>, took: Duration) -> String {
    let Some(now) = now else { return format!("{worker:<22} no answer\n") };
    let state = if now.sum("copydesk_worker_paused", "") > 0.0 {
        "PAUSED"
    } else if now.sum("copydesk_broker_blocked", "") > 0.0 {
        "BLOCKED"
    } else if now.sum("copydesk_worker_consuming", "") > 0.0 {
        "ready"
    } else {
        "AWAY"
    };
    let Some(before) = before else { return format!("{worker:<22} {state:<8} just came\n") };
    let rate = |name: &str, label: &str| (now.sum(name, label) - before.sum(name, label)) / took.as_secs_f64();
    let settled = "copydesk_messages_settled_total";
    let quantile = |share| match now.quantile(before, "copydesk_handle_seconds_bucket", share) {
        Some(Quantile::UpTo(seconds)) if seconds < 1.0 => format!("{:.0} ms", seconds * 1000.0),
        Some(Quantile::UpTo(seconds)) => format!("{seconds:.1} s"),
        Some(Quantile::Over(seconds)) => format!(">{seconds:.0} s"),
        None => "-".to_owned(),
    };
    format!(
        "{worker:<22} {state:<8} {:>10.1} {:>8.1} {:>8.1} {:>10} {:>8} {:>10} {:>9.0}\n",
        rate(settled, "outcome=\"accepted\""),
        rate(settled, "outcome=\"dead\""),
        rate(settled, "outcome=\"retried\""),
        now.sum("copydesk_in_flight_messages", ""),
        quantile(0.5),
        quantile(0.99),
        rate("copydesk_words_total", ""),
    )
}

/// Rejections of all workers since their start, by code.
fn rejections(now: &[Option<Sample>]) -> String {
    let mut codes = std::collections::BTreeMap::new();
    for sample in now.iter().flatten() {
        for (code, count) in sample.by_label("copydesk_messages_rejected_total", "code") {
            *codes.entry(code).or_insert(0.0) += count;
        }
    }
    let codes: Vec<String> = codes.iter().map(|(code, count)| format!("{count} {}", escape::line(code))).collect();
    format!("\nREJECTED  {}\n", if codes.is_empty() { "none".to_owned() } else { codes.join(", ") })
}

async fn queues(broker: &Broker, settings: &Settings) -> anyhow::Result<String> {
    let topology = &settings.topology;
    let tiers: Vec<String> = topology.retry_tiers().into_iter().map(|(name, _)| name).collect();
    let lanes = [&topology.input_queue, &topology.replay_queue, &topology.suspect_queue];
    let mut text = String::from("\nQUEUE                     WAITING\n");
    for queue in lanes.into_iter().chain(&tiers).chain([&topology.dead_queue, &topology.unrouted_queue]) {
        let depth = broker.queue_depth(queue).await?.map_or("missing".to_owned(), |depth| depth.to_string());
        text.push_str(&format!("{queue:<22} {depth:>10}\n"));
    }
    // There only where `copydesk archive` was started once.
    if let Some(depth) = broker.queue_depth(&settings.archive.queue).await? {
        text.push_str(&format!("{:<22} {depth:>10}\n", settings.archive.queue));
    }
    Ok(text)
}
