//! `copydesk topology`: what exchanges, queues and bindings there should be, and whether they are there.

use std::process::ExitCode;

use clap::Subcommand;

use super::{block_on, connect, print, print_json};
use crate::broker::topology::State;
use crate::broker::{Headers, Topology, Value};
use crate::settings::Settings;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// With the queue of `copydesk archive`, which that command declares itself unless `topology.declare` is false.
    #[arg(long, global = true)]
    archive: bool,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Show what there should be, without asking the broker.
    #[command(after_help = "Exit codes: 0 shown, 2 a setting cannot be used.")]
    Plan,
    /// Compare exchanges and queues with what the broker has, changing nothing.
    #[command(after_help = "Exit codes: 0 all as planned, 1 something is missing or different, 2 a setting cannot be \
                            used or the broker cannot be reached.")]
    Check,
    /// Declare what is missing; what is there and alike stays as it is.
    #[command(after_help = "Exit codes: 0 all as planned now, 2 something exists with other properties, a setting \
                            cannot be used or the broker cannot be reached.")]
    Apply,
    /// Print RabbitMQ definitions (JSON) for `rabbitmqctl import_definitions`.
    #[command(after_help = "Exit codes: 0 printed, 2 a setting cannot be used.")]
    Export,
}

/// 1 only where `check` found something amiss.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    let mut topology = Topology::new(&settings.topology);
    if args.archive {
        topology.add_archive(&settings.topology, &settings.archive.queue, &settings.archive.keys);
    }
    match args.action {
        Action::Plan => {
            print(&plan(&topology))?;
            Ok(ExitCode::SUCCESS)
        }
        Action::Check => block_on(check(&topology, settings)),
        Action::Apply => block_on(apply(&topology, settings)),
        Action::Export => {
            settings.broker.check()?;
            let definitions = topology.definitions(&settings.broker.vhost());
            print_json(&format!("{}\n", serde_json::to_string_pretty(&definitions)?))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// What AMQP does not tell a client.
pub const UNSEEN: &str = "not seen from here: policies, which may shorten a queue or drop from it; on the broker \
                          `rabbitmqctl list_queues name policy` and `rabbitmqctl list_policies` show them";

async fn check(topology: &Topology, settings: &Settings) -> anyhow::Result<ExitCode> {
    let broker = connect(&settings.broker, "topology").await?;
    let findings = broker.check(topology).await?;
    broker.close().await;
    let mut amiss = 0;
    for finding in &findings {
        let state = match &finding.state {
            State::Present => "ok",
            State::Missing => "MISSING: `copydesk topology apply` declares it",
            State::Different(reason) => reason,
        };
        amiss += usize::from(finding.state != State::Present);
        say!("{:<8} {:<22} {state}", finding.what, finding.name);
    }
    say!("{} of {} as planned", findings.len() - amiss, findings.len());
    say!("{UNSEEN}");
    Ok(ExitCode::from(u8::from(amiss > 0)))
}

async fn apply(topology: &Topology, settings: &Settings) -> anyhow::Result<ExitCode> {
    let broker = connect(&settings.broker, "topology").await?;
    broker.apply(topology).await?;
    broker.close().await;
    let (exchanges, queues, bindings) = (topology.exchanges.len(), topology.queues.len(), topology.bindings.len());
    say!("{exchanges} exchanges, {queues} queues and {bindings} bindings are there");
    Ok(ExitCode::SUCCESS)
}

/// One object per line.
fn plan(topology: &Topology) -> String {
    let mut lines = Vec::new();
    for exchange in &topology.exchanges {
        lines.push(format!("exchange {:<22} {:<7} {}", exchange.name, exchange.kind, arguments(&exchange.arguments)));
    }
    for queue in &topology.queues {
        let kind = queue.arguments.text("x-queue-type").unwrap_or("classic");
        lines.push(format!("queue    {:<22} {kind:<7} {}", queue.name, arguments(&queue.arguments)));
    }
    for binding in &topology.bindings {
        let key = if binding.routing_key.is_empty() { "(all)" } else { &binding.routing_key };
        lines.push(format!("binding  {:<22} -> {:<22} {key}", binding.exchange, binding.queue));
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// The arguments without what the line says already.
fn arguments(headers: &Headers) -> String {
    let shown = headers.0.iter().filter(|(name, _)| *name != "x-queue-type").map(|(name, value)| match value {
        Value::Text(text) if text.is_empty() => format!("{name}=(default exchange)"),
        Value::Text(text) => format!("{name}={text}"),
        Value::I64(number) => format!("{name}={number}"),
        other => format!("{name}={other:?}"),
    });
    shown.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::TopologySettings;

    #[test]
    fn a_plan_names_every_object() {
        let settings = TopologySettings { retry_delays: Vec::new(), ..TopologySettings::default() };
        expect_test::expect![[r#"
            exchange news.raw               topic
            exchange copydesk.dlx           direct
            exchange copydesk.unrouted      fanout
            exchange copydesk.enriched      topic   alternate-exchange=copydesk.unrouted
            queue    copydesk.dead          quorum  x-delivery-limit=1000000
            queue    copydesk.in            quorum  x-dead-letter-exchange=copydesk.dlx x-dead-letter-routing-key=copydesk.dead x-dead-letter-strategy=at-least-once x-delivery-limit=20 x-overflow=reject-publish
            queue    copydesk.replay        quorum  x-dead-letter-exchange=copydesk.dlx x-dead-letter-routing-key=copydesk.dead x-dead-letter-strategy=at-least-once x-delivery-limit=20 x-overflow=reject-publish
            queue    copydesk.suspect       quorum  x-dead-letter-exchange=copydesk.dlx x-dead-letter-routing-key=copydesk.dead x-dead-letter-strategy=at-least-once x-delivery-limit=3 x-overflow=reject-publish
            queue    news.raw.log           stream  x-max-age=30D x-stream-max-segment-size-bytes=100000000
            queue    copydesk.unrouted      quorum  x-delivery-limit=1000000
            binding  copydesk.dlx           -> copydesk.dead          copydesk.dead
            binding  news.raw               -> copydesk.in            raw.#
            binding  news.raw               -> news.raw.log           raw.#
            binding  copydesk.unrouted      -> copydesk.unrouted      (all)
        "#]].assert_eq(&plan(&Topology::new(&settings)));
    }
}
