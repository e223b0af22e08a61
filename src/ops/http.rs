//! The ops port: `/livez`, `/readyz`, `/metrics` and the page.

use std::convert::Infallible;
use std::future::Future;
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use futures_util::Stream;
use tokio::net::TcpListener;

use super::health::Verdict;
use super::history::STEP;
use super::{Ops, page};

/// Answers on `listener` until `shutdown` resolves.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    ops: Ops,
    token: String,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let history = ops.history.clone();
    let stepping = tokio::spawn(async move {
        let mut began = Instant::now();
        loop {
            tokio::time::sleep(STEP).await;
            history.step(began.elapsed());
            began = Instant::now();
        }
    });
    let served = axum::serve(listener, router(ops, token)).with_graceful_shutdown(shutdown).await;
    stepping.abort();
    served
}

fn router(ops: Ops, token: String) -> Router {
    // Probes stay open: an orchestrator has no token, and they say nothing that it could not see anyway.
    let guarded = Router::new()
        .route("/metrics", get(metrics))
        .route("/", get(page))
        .route("/events", get(events))
        .layer(from_fn_with_state(token, require_token));
    Router::new().route("/livez", get(livez)).route("/readyz", get(readyz)).merge(guarded).with_state(ops)
}

async fn livez(State(ops): State<Ops>) -> Response {
    answer(&ops.live())
}

async fn readyz(State(ops): State<Ops>) -> Response {
    answer(&ops.ready())
}

async fn metrics(State(ops): State<Ops>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], ops.metrics.render(&ops.health.state())).into_response()
}

async fn page(State(ops): State<Ops>) -> Html<String> {
    Html(page::document(&ops))
}

/// The changing part of the page, again and again.
async fn events(State(ops): State<Ops>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let updates = futures_util::stream::unfold(ops, |ops| async {
        tokio::time::sleep(STEP).await;
        // A line feed would end the field; HTML reads any space alike.
        let event = Event::default().event("update").data(page::content(&ops).replace(['\n', '\r'], " "));
        Some((Ok(event), ops))
    });
    Sse::new(updates)
}

/// 200 `ok`, or 503 with one reason per line.
fn answer(verdict: &Verdict) -> Response {
    if verdict.ok {
        return "ok\n".into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, verdict.reasons.join("\n") + "\n").into_response()
}

async fn require_token(State(token): State<String>, request: Request, next: Next) -> Response {
    let bearer = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let query = request.uri().query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("token=")));
    let allowed = token.is_empty() || [bearer, query].into_iter().flatten().any(|given| same(given, &token));
    if allowed { next.run(request).await } else { StatusCode::UNAUTHORIZED.into_response() }
}

/// Compares in a time that does not depend on where the two differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differ, (x, y)| differ | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;
    use crate::ops::OpsSettings;
    use crate::ops::health::Role;

    /// The status line and the body that a request gets.
    async fn ask(ops: &Ops, token: &str, path: &str, header: &str) -> (String, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let served = tokio::spawn(serve(listener, ops.clone(), token.to_owned(), async {
            let _ = stopped.await;
        }));
        let mut stream = TcpStream::connect(address).await.expect("listening");
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{header}\r\n");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("text");
        stop.send(()).expect("still serving");
        served.await.expect("no panic").expect("served");
        let (head, body) = answer.split_once("\r\n\r\n").expect("head and body");
        (head.lines().next().unwrap_or_default().to_owned(), body.to_owned())
    }

    #[tokio::test]
    async fn probes_follow_the_state() {
        let ops = Ops::new(&OpsSettings::default());
        let (status, body) = ask(&ops, "", "/readyz", "").await;
        assert_eq!(status, "HTTP/1.1 503 Service Unavailable");
        assert!(body.contains("the consuming connection is down"), "{body}");
        ops.health.connected(Role::Consume, true);
        ops.health.connected(Role::Publish, true);
        ops.health.consuming(true);
        assert_eq!(ask(&ops, "", "/readyz", "").await, ("HTTP/1.1 200 OK".into(), "ok\n".into()));
        assert_eq!(ask(&ops, "", "/livez", "").await.0, "HTTP/1.1 200 OK");
    }

    #[tokio::test]
    async fn a_token_guards_metrics_and_page_but_not_the_probes() {
        let ops = Ops::new(&OpsSettings::default());
        let no = "HTTP/1.1 401 Unauthorized";
        let yes = "HTTP/1.1 200 OK";
        assert_eq!(ask(&ops, "s3cret", "/metrics", "").await.0, no);
        assert_eq!(ask(&ops, "s3cret", "/metrics?token=wrong!", "").await.0, no);
        assert_eq!(ask(&ops, "s3cret", "/?token=s3cret", "").await.0, yes);
        assert_eq!(ask(&ops, "s3cret", "/metrics", "authorization: Bearer s3cret\r\n").await.0, yes);
        assert_eq!(ask(&ops, "s3cret", "/livez", "").await.0, yes);
        assert_eq!(ask(&ops, "", "/metrics", "").await.0, yes);
    }
}
