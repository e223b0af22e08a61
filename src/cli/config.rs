//! `copydesk config`: checks the settings, shows them with where each value comes from.

use std::process::ExitCode;

use anyhow::bail;
use clap::Subcommand;

use super::{block_on, connect, print};
use crate::broker::Topology;
use crate::broker::topology::State;
use crate::settings::{Loaded, Settings, Shown};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Check that every setting exists and fits, and with --online that the broker accepts them.
    #[command(after_help = "Exit codes: 0 all well, 1 the broker lacks something, 2 a setting cannot be used or the \
                            broker cannot be reached.")]
    Check {
        /// Also connect, compare exchanges and queues, and see whether publishing works.
        #[arg(long)]
        online: bool,
    },
    /// Print every setting with its value and where it comes from; secrets are hidden.
    #[command(after_help = "Exit codes: 0 printed, 2 a setting cannot be used.")]
    Show {
        /// Only what differs from the defaults.
        #[arg(long)]
        changed: bool,
    },
}

/// Settings that do not load never come here: the error says what to do.
pub fn run(args: &Args, loaded: &Loaded) -> anyhow::Result<ExitCode> {
    match args.action {
        Action::Show { changed } => {
            print(&show(loaded, changed))?;
            Ok(ExitCode::SUCCESS)
        }
        Action::Check { online } => {
            loaded.settings.check()?;
            loaded.settings.pipeline()?;
            if !loaded.ignored.is_empty() {
                let names = loaded.ignored.join(", ");
                bail!(
                    "environment {names}: no setting; one is written COPYDESK__SECTION__KEY, anything else is ignored"
                );
            }
            let shown = loaded.show();
            let changed = shown.iter().filter(|s| s.origin != "default").count();
            say!("settings: ok ({} settings, {changed} not at their default)", shown.len());
            if online { block_on(check_online(&loaded.settings)) } else { Ok(ExitCode::SUCCESS) }
        }
    }
}

/// One setting per line.
fn show(loaded: &Loaded, changed: bool) -> String {
    let shown: Vec<_> = loaded.show().into_iter().filter(|s| !changed || s.origin != "default").collect();
    let width = shown.iter().map(|s| s.key.len() + s.value.chars().count() + 3).filter(|w| *w <= 72).max();
    let line = |setting: &Shown| {
        let value = format!("{} = {}", setting.key, setting.value);
        format!("{value:<width$}  # {}\n", setting.origin, width = width.unwrap_or(0))
    };
    shown.iter().map(line).collect()
}

async fn check_online(settings: &Settings) -> anyhow::Result<ExitCode> {
    let broker = connect(&settings.broker, "check").await?;
    say!("connection: ok ({})", settings.broker.url);
    let findings = broker.check(&Topology::new(&settings.topology)).await?;
    let mut wanting = 0;
    for finding in &findings {
        let problem = match &finding.state {
            State::Present => continue,
            State::Missing if settings.topology.declare => "missing; `run` will declare it".to_owned(),
            State::Missing => "missing; `copydesk topology apply` declares it".to_owned(),
            State::Different(reason) => reason.clone(),
        };
        wanting += usize::from(!settings.topology.declare || finding.state != State::Missing);
        say!("{} {}: {problem}", finding.what, finding.name);
    }
    let present = findings.iter().filter(|f| f.state == State::Present).count();
    say!("topology: {present} of {} objects as they should be", findings.len());
    say!("{}", super::topology::UNSEEN);
    if present == findings.len() {
        broker.publisher().await?.probe().await?;
        say!("publishing: ok");
    }
    broker.close().await;
    Ok(ExitCode::from(u8::from(wanting > 0)))
}
