//! `copydesk dead`: the dead letters.

mod export;
mod show;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, bail};
use clap::Subcommand;
use jiff::Timestamp;

use super::{block_on, connect, connect_in_order, missing, print, print_json};
use crate::escape;
use crate::operator::Selector;
use crate::operator::dead_letters::{self, Action, Filter, Letter};
use crate::settings::Settings;

#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 done, 1 nothing matched or not all could be moved, 2 wrong usage, settings, or \
                        no broker.")]
pub struct Args {
    #[command(subcommand)]
    action: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// One line for each letter, then how many there are by code.
    List {
        #[command(flatten)]
        which: Which,
        /// Print one JSON object per line instead.
        #[arg(long)]
        json: bool,
        /// Print only how many there are by code.
        #[arg(long, conflicts_with = "json")]
        summary: bool,
    },
    /// Everything about each letter: reason, properties, headers, body.
    Show {
        #[command(flatten)]
        which: Which,
    },
    /// Send letters back to the lane that they came from.
    Redrive {
        #[command(flatten)]
        which: Which,
        /// Do it; without this it is only shown.
        #[arg(long)]
        yes: bool,
    },
    /// Write the bodies into a folder, one file each, which `copydesk publish` reads again. Beside each lies what else the
    /// message said (`….message`): routing key, id, headers; with it the message is published as it was.
    Export {
        #[command(flatten)]
        which: Which,
        /// The folder; made when it is not there.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Take letters out of the queue for good: those that a filter names, or --all.
    Drop {
        #[command(flatten)]
        which: Which,
        /// Every letter there is; has to be said where there is no filter.
        #[arg(long)]
        all: bool,
        /// Do it; without this it is only shown.
        #[arg(long)]
        yes: bool,
    },
}

/// Which letters; all conditions have to hold.
#[derive(Debug, clap::Args)]
struct Which {
    /// With this message or article id; repeatable.
    #[arg(value_name = "ID")]
    id: Vec<String>,
    /// With this code, such as no_text or timeout; repeatable.
    #[arg(long, value_name = "CODE")]
    code: Vec<String>,
    /// Failed at this stage of the work; repeatable.
    #[arg(long, value_name = "STAGE")]
    stage: Vec<String>,
    /// Of this source, as in raw.<source>; repeatable.
    #[arg(long, value_name = "NAME")]
    source: Vec<String>,
    /// Failed at least so long ago, such as 30m or 2days.
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    older_than: Option<Duration>,
    /// Failed at most so long ago.
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    newer_than: Option<Duration>,
    /// Body holds this text, in any case.
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// So many at most.
    #[arg(long, value_name = "N", default_value_t = u64::MAX, hide_default_value = true)]
    limit: u64,
}

impl Which {
    fn is_everything(&self) -> bool {
        self.limit == u64::MAX && self.filter() == Filter::default()
    }

    fn filter(&self) -> Filter {
        Filter {
            codes: self.code.clone(),
            stages: self.stage.clone(),
            older_than: self.older_than,
            newer_than: self.newer_than,
            matching: Selector { ids: self.id.clone(), sources: self.source.clone(), text: self.text.clone() },
        }
    }
}

/// 1 when nothing matched or something stayed.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<ExitCode> {
    if let Command::Drop { which, all, yes } = &args.action {
        match (*all, which.is_everything()) {
            (false, true) if *yes => bail!(
                "this would delete every dead letter: give a filter (an id, --code, --source, --older-than, --limit, …), or --all to \
                 mean it; without --yes it is only shown"
            ),
            (true, false) => bail!("--all means every dead letter: leave it or the filter out"),
            _ => {}
        }
    }
    block_on(async {
        let queue = &settings.topology.dead_queue;
        let broker = connect(&settings.broker, "dead letters").await?;
        if broker.queue_depth(queue).await?.is_none() {
            return Err(missing(&format!("queue {queue}"), "topology.dead_queue"));
        }
        let done = match &args.action {
            Command::List { which, json, summary } => list(&broker, queue, which, *json, *summary).await?,
            Command::Show { which } => {
                let mut left = which.limit;
                let now = Timestamp::now();
                dead_letters::look(&broker, queue, &which.filter(), |letter, delivery| {
                    left -= 1;
                    print(&show::whole(letter, delivery, now)).unwrap_or(false) && left > 0
                })
                .await?;
                which.limit - left
            }
            Command::Export { which, to } => {
                let context = || format!("cannot write into {}", to.display());
                let count = export::export(&broker, queue, &which.filter(), to).await.with_context(context)?;
                say!("{count} letters in {}; `copydesk publish {0}` publishes them again", to.display());
                count
            }
            Command::Redrive { which, yes: true } => {
                let run = format!("d{}-{}", Timestamp::now().strftime("%Y%m%dT%H%M%SZ"), std::process::id());
                return act(&Action::Redrive { run }, which, settings, &broker).await;
            }
            Command::Drop { which, yes: true, .. } => return act(&Action::Drop, which, settings, &broker).await,
            Command::Redrive { which, .. } => {
                let count = list(&broker, queue, which, false, false).await?;
                say!("{count} would go back to their lane; do it with --yes");
                count
            }
            Command::Drop { which, .. } => {
                let count = list(&broker, queue, which, false, false).await?;
                let how = if which.is_everything() { "--all --yes" } else { "--yes" };
                say!("{count} would be deleted for good; do it with {how} (`dead export` keeps a copy)");
                count
            }
        };
        broker.close().await;
        Ok(ExitCode::from(u8::from(done == 0)))
    })
}

/// Prints the letters and how many there are by code; gives their number.
async fn list(
    broker: &crate::broker::Broker,
    queue: &str,
    which: &Which,
    json: bool,
    summary: bool,
) -> anyhow::Result<u64> {
    let now = Timestamp::now();
    let mut by_code: BTreeMap<String, u64> = BTreeMap::new();
    let mut count = 0;
    if !json && !summary {
        print(&format!("{}\n", show::HEAD))?;
    }
    let mut one = |letter: &Letter| {
        let printed_on = match (summary, json) {
            (true, _) => Ok(true),
            (_, true) => print_json(&(serde_json::to_string(letter).unwrap_or_default() + "\n")),
            _ => print(&(show::line(letter, now) + "\n")),
        };
        if !printed_on.unwrap_or(false) {
            return false;
        }
        *by_code.entry(letter.code.clone()).or_default() += 1;
        count += 1;
        count < which.limit
    };
    dead_letters::look(broker, queue, &which.filter(), |letter, _| one(letter)).await?;
    if !json {
        let codes: Vec<String> =
            by_code.iter().map(|(code, count)| format!("{count} {}", escape::line(code))).collect();
        let codes = if codes.is_empty() { String::new() } else { format!(": {}", codes.join(", ")) };
        print(&format!("{count} dead letters in {queue}{codes}\n"))?;
    }
    Ok(count)
}

async fn act(
    action: &Action,
    which: &Which,
    settings: &Settings,
    looking: &crate::broker::Broker,
) -> anyhow::Result<ExitCode> {
    let publishing = connect_in_order(&settings.broker, "redrive").await?;
    let topology = &settings.topology;
    let moved = dead_letters::act(action, topology, &which.filter(), which.limit, looking, &publishing).await?;
    publishing.close().await;
    let what = if *action == Action::Drop { "dropped" } else { "sent back to their lane" };
    say!("{} of {} letters {what}", moved.done, moved.seen);
    if let Some(reason) = &moved.reason {
        complain!("{} letters stayed: {reason}", moved.stayed);
    }
    Ok(ExitCode::from(u8::from(moved.done == 0 || moved.stayed > 0)))
}
