//! The commands; one file each, a thin reading of its arguments.

/// A line on standard output; whatever of it a stranger wrote is escaped.
macro_rules! say {
    ($($text:tt)*) => {
        crate::cli::print(&(format!($($text)*) + "\n"))?
    };
}
/// A line on standard error, which begins with the program's name; whatever of it a stranger wrote is escaped.
macro_rules! complain {
    ($($text:tt)*) => {
        crate::cli::print_error(&crate::escape::lines(&format!($($text)*)))
    };
}

mod archive;
mod archived;
mod arguments;
mod config;
mod dead;
mod enrich;
mod evaluate;
mod generate;
mod health;
mod inputs;
mod pretty;
mod publish;
mod replay;
mod run;
mod schema;
mod tap;
mod test;
mod top;
mod topology;
#[cfg_attr(not(feature = "train"), path = "cli/train_absent.rs")]
mod train;
mod view;

use std::future::Future;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};

use crate::broker::{Broker, BrokerSettings};
use crate::settings::{Loaded, Settings};
use crate::{escape, languages};

#[derive(Debug, Parser)]
#[command(name = "copydesk", version, about)]
struct Cli {
    /// Settings file (TOML); the last one given wins, and COPYDESK__SECTION__KEY in the environment over all files.
    #[arg(long, global = true, value_name = "FILE")]
    config: Vec<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Take articles from the broker, enrich and publish them, until told to stop.
    Run(run::Args),
    /// Keep what is published in PostgreSQL or in files, until told to stop.
    Archive(archive::Args),
    /// Enrich files or standard input, with no broker.
    Enrich(enrich::Args),
    /// Put raw articles from files onto the raw exchange.
    Publish(publish::Args),
    /// Process raw articles from the stream once more.
    Replay(replay::Args),
    /// Look at the dead letters, send them back, export or drop them.
    Dead(dead::Args),
    /// Run your own cases: inputs with what their outputs have to hold.
    Test(test::Args),
    /// Show an enriched article as one self-contained HTML page.
    View(view::Args),
    /// Print what the topics carry, live.
    Tap(tap::Args),
    /// Watch workers and queues, live in the terminal.
    Top(top::Args),
    /// Show, verify, declare or export the exchanges, queues and bindings.
    Topology(topology::Args),
    /// Check the settings or show them with where each value comes from.
    Config(config::Args),
    /// Ask a running worker whether it is ready, for container health checks.
    Health(health::Args),
    /// Print the JSON Schema of raw articles, of what is published or of the settings.
    Schema(schema::Args),
    /// Make the models and the gazetteer from corpora and lists.
    Train(train::Args),
    /// Score the annotators on labelled files.
    Evaluate(evaluate::Args),
    /// Write man pages and shell completions into a folder, for packages.
    #[command(hide = true)]
    Generate(generate::Args),
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    // The default hook would print the panic's message, which may quote an article.
    std::panic::set_hook(Box::new(|panic| {
        // What `println!` says when its reader has seen enough, as `head` has.
        let message = panic.payload().downcast_ref::<String>();
        if message.is_some_and(|m| m.starts_with("failed printing to stdout") && m.contains("Broken pipe")) {
            std::process::exit(0);
        }
        // A mistake in a language's folder is ours and quotes no article; who adds a language has to see it.
        if let Some(mistake) = message.filter(|message| message.starts_with(languages::FOLDER)) {
            return print_error(mistake);
        }
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        print_error(&format!("internal error at {place}; please report it"));
    }));
    let cli = Cli::parse();
    let settings = || load(&cli.config);
    let result = match cli.command {
        Command::Run(args) => settings().and_then(|loaded| run::run(&args, &loaded)),
        Command::Archive(args) => settings().and_then(|loaded| archive::run(&args, &loaded)),
        Command::Enrich(args) => settings().and_then(|loaded| enrich::run(&args, &loaded.settings)),
        Command::Publish(args) => settings().and_then(|loaded| publish::run(&args, &loaded.settings)),
        Command::Replay(args) => settings().and_then(|loaded| replay::run(&args, &loaded.settings)),
        Command::Dead(args) => settings().and_then(|loaded| dead::run(&args, &loaded.settings)),
        Command::Test(args) => settings().and_then(|loaded| test::run(&args, &loaded.settings)),
        Command::View(args) => settings().and_then(|loaded| view::run(&args, &loaded.settings)),
        Command::Tap(args) => settings().and_then(|loaded| tap::run(&args, &loaded.settings)),
        Command::Top(args) => settings().and_then(|loaded| top::run(&args, &loaded.settings)),
        Command::Topology(args) => settings().and_then(|loaded| topology::run(&args, &loaded.settings)),
        Command::Config(args) => settings().and_then(|loaded| config::run(&args, &loaded)),
        Command::Health(args) => settings().and_then(|loaded| health::run(&args, &loaded.settings)),
        Command::Schema(args) => schema::run(&args),
        Command::Train(args) => train::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Evaluate(args) => settings().and_then(|loaded| evaluate::run(&args, &loaded.settings)),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            complain!("{error:#}");
            ExitCode::from(2)
        }
    }
}

fn load(files: &[PathBuf]) -> anyhow::Result<Loaded> {
    let environment =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Ok(Settings::load(files, environment)?)
}

/// Prints text to standard output, with whatever could steer a terminal escaped. That its reader has seen enough, as
/// `head` has, is no error but `false`.
fn print(text: &str) -> anyhow::Result<bool> {
    print_raw(&escape::lines(text))
}

/// Prints JSON to standard output, escaped so that it stays the same JSON.
fn print_json(text: &str) -> anyhow::Result<bool> {
    print_raw(&escape::json(text))
}

/// Prints what is safe already, or steers the terminal on purpose.
fn print_raw(text: &str) -> anyhow::Result<bool> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error).context("cannot write the output"),
    }
}

/// Prints a line to standard error, which begins with the program's name. One that cannot be written ends nothing.
fn print_error(text: &str) {
    _ = writeln!(std::io::stderr(), "copydesk: {text}");
}

/// Runs a command that waits for the broker.
fn block_on<T>(command: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(command)
}

/// A connection to the broker, or one line about which setting to look at.
async fn connect(settings: &BrokerSettings, role: &str) -> anyhow::Result<Broker> {
    let context = || format!("cannot reach RabbitMQ at {} (setting broker.url)", settings.url);
    Broker::connect(settings, role).await.with_context(context)
}

/// What a command says that needs an exchange or a queue that is not there.
fn missing(object: &str, setting: &str) -> anyhow::Error {
    anyhow::anyhow!("there is no {object} (setting {setting}); `copydesk topology apply` declares it")
}

/// The same for publishing in order: messages on several channels would overtake each other.
async fn connect_in_order(settings: &BrokerSettings, role: &str) -> anyhow::Result<Broker> {
    connect(&BrokerSettings { publish_channels: 1, ..settings.clone() }, role).await
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Cli::command().debug_assert();
    }
}
