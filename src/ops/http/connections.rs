//! The connections of the ops port: few, short and never in the way of a probe.
//!
//! * A client has some seconds to send the head of its request, and every exchange but the live page some more to end.
//! * At most [`most`] connections are open. One more closes the oldest, whatever that does: who opens a thousand and says
//!   nothing loses its own, and a probe, which asks at once and goes, is always let in and is never the oldest for long.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

/// How long a client may take for the head of its request.
const HEAD_WITHIN: Duration = Duration::from_secs(5);
/// How long a connection may last. The live page connects anew by itself.
const LIFETIME: Duration = Duration::from_secs(15 * 60);
/// How long requests that are being answered may take when the worker ends.
const FAREWELL: Duration = Duration::from_secs(1);
/// Connections at most; a dashboard and a handful of probes need less than ten.
const MOST: usize = 128;

/// Connections at most: a quarter of what the process may open at all, so that the broker is never starved by clients.
fn most() -> usize {
    let descriptors = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    let quarter = descriptors.map_or(MOST, |most| usize::try_from(most / 4).unwrap_or(MOST));
    quarter.clamp(2, MOST)
}

/// Answers on `listener` until `shutdown` resolves.
pub(super) async fn serve(listener: TcpListener, router: Router, shutdown: impl Future<Output = ()>) {
    let mut open: VecDeque<AbortHandle> = VecDeque::new();
    let mut tasks = tokio::task::JoinSet::new();
    let (most, mut shutdown) = (most(), pin!(shutdown));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = tasks.join_next(), if !tasks.is_empty() => continue,
            () = &mut shutdown => break,
        };
        let Ok((stream, _)) = accepted else {
            // No descriptor is left in the whole process, or the client has gone already.
            if let Some(oldest) = open.pop_front() {
                oldest.abort();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        open.retain(|connection| !connection.is_finished());
        while open.len() >= most
            && let Some(oldest) = open.pop_front()
        {
            oldest.abort();
        }
        open.push_back(tasks.spawn(answer(stream, router.clone())));
    }
    let _ = tokio::time::timeout(FAREWELL, async { while tasks.join_next().await.is_some() {} }).await;
}

/// One connection.
async fn answer(stream: TcpStream, router: Router) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .keep_alive(false)
        .max_buf_size(16 * 1024)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    // That a client went away or sent nonsense is its own affair.
    let _ = tokio::time::timeout(LIFETIME, connection).await;
}
