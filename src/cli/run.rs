//! `copydesk run`: the worker, until it is told to stop.

mod depths;
mod systemd;

use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::ops::traces::Traces;
use crate::ops::{Ops, http, logging};
use crate::pipeline::Pipeline;
use crate::settings::{Loaded, Settings};
use crate::worker::{self, Setup};

/// Exits with 0 after SIGTERM or SIGINT, once what was in hand is settled or `worker.drain_timeout` is up; with 1 at
/// once on a second signal; with 2 when a setting cannot be used. A broker that is away ends nothing: the worker
/// waits for it and `/readyz` says so.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// An article that is enriched before the first one comes: its language is the one that most articles have.
const WARM_UP: &str =
    r#"{"id": "warm-up", "language": "en", "text": "Nothing has come yet, the copy desk said on Monday."}"#;

/// Runs the worker.
pub fn run(_: &Args, loaded: &Loaded) -> anyhow::Result<ExitCode> {
    let settings = &loaded.settings;
    settings.check()?;
    serve(loaded, &settings.topology.input_queue, async |ops, shutdown| {
        let setup = Setup {
            broker: settings.broker.clone(),
            topology: settings.topology.clone(),
            worker: settings.worker.clone(),
            outputs: settings.outputs,
            largest_body: settings.normalize.max_body_bytes,
        };
        let pipeline = Arc::new(Pipeline::load(settings.pipeline()?)?);
        // Models are read when first used. Those of most articles are read now, not within the first one's time budget.
        pipeline.warm_up(WARM_UP);
        worker::run(setup, pipeline, ops, shutdown).await;
        Ok(())
    })
}

/// Runs a service that reads `queue` with logs, traces and the ops port until it ends; its shutdown resolves at the first
/// signal.
pub fn serve(
    loaded: &Loaded,
    queue: &str,
    service: impl AsyncFnOnce(Ops, Pin<Box<dyn Future<Output = ()>>>) -> anyhow::Result<()>,
) -> anyhow::Result<ExitCode> {
    let settings = &loaded.settings;
    logging::start(settings.ops.log_format, &settings.ops.log_level).map_err(anyhow::Error::msg)?;
    for variable in &loaded.ignored {
        tracing::warn!(variable, "ignored: a setting is written COPYDESK__SECTION__KEY");
    }
    // The library drives each connection on a thread of its own; two more are enough for our side, and the pipeline
    // runs on the blocking threads.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let end = runtime.block_on(watched(settings, queue, service));
    // A step of the pipeline that does not come to an end must not keep the process.
    runtime.shutdown_timeout(Duration::from_millis(100));
    end.map(|()| ExitCode::SUCCESS)
}

async fn watched(
    settings: &Settings,
    queue: &str,
    service: impl AsyncFnOnce(Ops, Pin<Box<dyn Future<Output = ()>>>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let signals = [SignalKind::terminate(), SignalKind::interrupt()].map(signal);
    let [Ok(terminate), Ok(interrupt)] = signals else { anyhow::bail!("cannot listen for SIGTERM and SIGINT") };
    let mut ops = Ops::new(&settings.ops);
    ops.traces = Traces::start(&settings.ops).map_err(anyhow::Error::msg)?;
    let traces = ops.traces.clone();
    let mut listens = "nowhere (ops.listen is empty)".to_owned();
    let address = &settings.ops.listen;
    if !address.is_empty() {
        let listener = TcpListener::bind(address).await.with_context(|| format!("setting ops.listen: {address}"))?;
        listens = format!("http://{}", listener.local_addr()?);
        tokio::spawn(http::serve(listener, ops.clone(), settings.ops.token.clone(), std::future::pending()));
        tokio::spawn(depths::tell(settings.clone(), ops.clone()));
    }
    let (version, broker) = (env!("CARGO_PKG_VERSION"), &settings.broker.url);
    tracing::info!(version, %listens, %broker, queue, "starting");
    tokio::spawn(systemd::tell(ops.clone()));
    let end = service(ops, Box::pin(told_to_stop(terminate, interrupt))).await;
    tokio::task::spawn_blocking(move || traces.shut_down()).await?;
    end
}

/// Resolves at the first signal; at the second one the process ends there and then.
async fn told_to_stop(mut terminate: Signal, mut interrupt: Signal) {
    either(&mut terminate, &mut interrupt).await;
    tokio::spawn(async move {
        either(&mut terminate, &mut interrupt).await;
        std::process::exit(1);
    });
}

async fn either(terminate: &mut Signal, interrupt: &mut Signal) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
