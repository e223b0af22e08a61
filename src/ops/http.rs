//! The ops port: `/livez`, `/readyz`, `/metrics` and the page.
//!
//! It stands up to slow, many and rude clients (`connections`). On a loopback address it answers only requests that name
//! this machine, so that no web page can read it through a name that it points here (DNS rebinding); probes tell nothing
//! and are always answered.

mod connections;

use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::sse::{Event, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use futures_util::Stream;
use tokio::net::TcpListener;

use super::health::Verdict;
use super::history::STEP;
use super::{Ops, page};
use crate::secret::Secret;

/// Nothing is loaded from elsewhere, sent elsewhere, or shown within another page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; \
                      img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Answers on `listener` until `shutdown` resolves.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    ops: Ops,
    token: Secret,
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
    let is_loopback = listener.local_addr()?.ip().is_loopback();
    connections::serve(listener, router(ops, token, is_loopback), shutdown).await;
    stepping.abort();
    Ok(())
}

fn router(ops: Ops, token: Secret, is_loopback: bool) -> Router {
    // Probes stay open: an orchestrator has no token, and they say nothing that it could not see anyway.
    let guarded = Router::new()
        .route("/metrics", get(metrics))
        .route("/", get(page))
        .route("/events", get(events))
        .layer(from_fn_with_state(token, require_token))
        .layer(from_fn_with_state(is_loopback, require_local_name));
    let probes = Router::new().route("/livez", get(livez)).route("/readyz", get(readyz));
    probes.merge(guarded).layer(from_fn(harden)).with_state(ops)
}

/// What every answer says to a browser.
async fn harden(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// On a loopback address: the request names this machine, by `localhost` or a loopback address, whatever the port.
async fn require_local_name(State(is_loopback): State<bool>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !is_loopback || host.is_none_or(is_this_machine) {
        return next.run(request).await;
    }
    (StatusCode::MISDIRECTED_REQUEST, "this address is for this machine; ask for localhost or 127.0.0.1\n")
        .into_response()
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
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

async fn require_token(State(token): State<Secret>, request: Request, next: Next) -> Response {
    let bearer = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let query = request.uri().query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("token=")));
    let allowed = token.is_empty() || [bearer, query].into_iter().flatten().any(|given| same(given, token.reveal()));
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
        let served = tokio::spawn(serve(listener, ops.clone(), token.into(), async {
            let _ = stopped.await;
        }));
        let mut stream = TcpStream::connect(address).await.expect("listening");
        let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{header}\r\n");
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
    async fn on_this_machine_only_this_machine_is_asked_for() {
        for name in ["localhost", "LOCALHOST:9464", "127.0.0.1:9464", "[::1]:9464", "127.8.8.8"] {
            assert!(is_this_machine(name), "{name}");
        }
        for name in ["evil.example", "localhost.evil.example", "10.0.0.1:9464", "", "[::2]"] {
            assert!(!is_this_machine(name), "{name}");
        }
        let ops = Ops::new(&OpsSettings::default());
        let (listener, address) = listening().await;
        let served = tokio::spawn(serve(listener, ops, Secret::default(), std::future::pending()));
        for (path, status) in [("/", "421"), ("/metrics", "421"), ("/events", "421"), ("/livez", "200")] {
            let answer = sent(address, &format!("GET {path} HTTP/1.1\r\nhost: evil.example\r\n\r\n")).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {answer}");
        }
        served.abort();
    }

    #[tokio::test]
    async fn browsers_are_told_to_load_nothing_from_elsewhere() {
        let ops = Ops::new(&OpsSettings::default());
        let (listener, address) = listening().await;
        let served = tokio::spawn(serve(listener, ops, Secret::default(), std::future::pending()));
        let answer = sent(address, "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await;
        let head = answer.split("\r\n\r\n").next().expect("a head").to_ascii_lowercase();
        for header in ["content-security-policy: default-src 'none'", "x-content-type-options: nosniff"] {
            assert!(head.contains(header), "{head}");
        }
        served.abort();
    }

    #[tokio::test]
    async fn a_probe_is_answered_while_hundreds_of_clients_say_nothing() {
        let ops = Ops::new(&OpsSettings::default());
        let (listener, address) = listening().await;
        let served = tokio::spawn(serve(listener, ops, Secret::default(), std::future::pending()));
        let mut silent = Vec::new();
        for round in 0..400 {
            let mut stream = TcpStream::connect(address).await.expect("accepted");
            if round % 2 == 0 {
                stream.write_all(b"GET / HTTP/1.1\r\nhost: loc").await.expect("sent");
            }
            silent.push(stream);
        }
        let answer = sent(address, "GET /livez HTTP/1.1\r\nhost: pod\r\n\r\n").await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        // The oldest of them have been let go.
        let mut nothing = [0; 1];
        assert_eq!(silent[0].read(&mut nothing).await.unwrap_or(0), 0);
        served.abort();
    }

    async fn listening() -> (TcpListener, std::net::SocketAddr) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        (listener, address)
    }

    /// Everything that comes back for a request.
    async fn sent(address: std::net::SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).await.expect("listening");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("text");
        answer
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
