//! The HTTP client of the exporter. It blocks, which is what the exporter's own thread is for.

use std::time::Duration;

use async_trait::async_trait;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};

/// An answer of a collector is a few bytes; more is not read.
const ANSWER_MAX: u64 = 64 * 1024;

#[derive(Debug)]
pub(super) struct Client(ureq::Agent);

impl Client {
    pub fn new(limit: Duration) -> Self {
        let config = ureq::Agent::config_builder().timeout_global(Some(limit)).http_status_as_error(false);
        Client(config.build().into())
    }
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (parts, body) = request.into_parts();
        let (parts, mut body) = self.0.run(Request::from_parts(parts, body.to_vec()))?.into_parts();
        let body = body.with_config().limit(ANSWER_MAX).read_to_vec()?;
        Ok(Response::from_parts(parts, Bytes::from(body)))
    }
}
