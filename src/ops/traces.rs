//! Traces: one span for each delivery, one below it for the pipeline and one for publishing, sent by OTLP (protobuf
//! over HTTP) to `ops.otlp_endpoint`. Names and attributes are OpenTelemetry's semantic conventions for messaging.
//!
//! Without an endpoint nothing here does anything; the trace that an article belongs to is then passed on to its
//! outputs as it came.

mod client;

use std::borrow::Cow;
use std::time::Duration;

use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry::trace::{SpanBuilder, SpanKind, Status, TraceContextExt, TracerProvider};
use opentelemetry::{Context, KeyValue};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{Sampler, SdkTracer, SdkTracerProvider};

use super::OpsSettings;

/// How long the collector may take for a batch, and the last batch when the process ends.
const PATIENCE: Duration = Duration::from_secs(3);

/// Where spans are started; does nothing where no endpoint is set. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Traces(Option<(SdkTracerProvider, SdkTracer)>);

/// What is known of a delivery when its span begins.
#[derive(Debug, Clone, Copy, Default)]
pub struct Received<'a> {
    /// The queue that it came from.
    pub queue: &'a str,
    /// The exchange that it was published to.
    pub exchange: &'a str,
    /// With this routing key.
    pub routing_key: &'a str,
    /// Its message id.
    pub message_id: Option<&'a str>,
    /// Bytes of its body.
    pub body_size: usize,
    /// The header `traceparent`.
    pub traceparent: Option<&'a str>,
    /// The header `tracestate`.
    pub tracestate: Option<&'a str>,
}

/// A span that ends with its value; nothing where spans are not exported.
#[derive(Debug, Default)]
pub struct Span(Option<Context>);

impl Traces {
    /// Prepares what the settings ask for. Nothing is sent before the first span has ended.
    ///
    /// # Errors
    /// The setting, and what is wrong with it.
    pub fn start(settings: &OpsSettings) -> Result<Traces, String> {
        let endpoint = settings.otlp_endpoint.reveal().trim_end_matches('/');
        if endpoint.is_empty() {
            return Ok(Traces::default());
        }
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(client::Client::new(PATIENCE))
            .with_endpoint(format!("{endpoint}/v1/traces"))
            .with_timeout(PATIENCE)
            .build()
            .map_err(|_| format!("setting ops.otlp_endpoint: {} cannot be used", settings.otlp_endpoint))?;
        // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES are read by the builder and go over these.
        let named = std::env::var_os("OTEL_SERVICE_NAME").is_some();
        let resource = Resource::builder().with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
        let resource = if named { resource } else { resource.with_service_name("copydesk") }.build();
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            // Whether a trace is kept is decided where it begins; here only for articles that come without one.
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(settings.trace_ratio))))
            .with_resource(resource)
            .build();
        let tracer = provider.tracer("copydesk");
        Ok(Traces(Some((provider, tracer))))
    }

    /// The span of a delivery, in the trace that its headers name.
    pub fn received(&self, delivery: &Received) -> Span {
        let Some((_, tracer)) = &self.0 else { return Span(None) };
        let parent = TraceContextPropagator::new().extract_with_context(&Context::new(), &Headers(delivery));
        let Received { queue, exchange, routing_key, body_size, .. } = delivery;
        let mut attributes = messaging("process", "process", format!("{exchange}:{routing_key}:{queue}"));
        attributes.push(KeyValue::new("messaging.rabbitmq.destination.routing_key", (*routing_key).to_owned()));
        attributes.push(KeyValue::new("messaging.message.body.size", integer(*body_size)));
        if let Some(id) = delivery.message_id {
            attributes.push(KeyValue::new("messaging.message.id", id.to_owned()));
        }
        let span = builder(format!("process {queue}"), SpanKind::Consumer, attributes);
        Span(Some(parent.with_span(span.start_with_context(tracer, &parent))))
    }

    /// The span of the text pipeline, below that of its delivery.
    pub fn enrich(&self, delivery: &Span) -> Span {
        self.below(delivery, builder("enrich", SpanKind::Internal, Vec::new()))
    }

    /// The span of so many messages that are published to an exchange, below that of their delivery.
    pub fn publish(&self, delivery: &Span, exchange: &str, messages: usize) -> Span {
        let mut attributes = messaging("publish", "send", exchange.to_owned());
        attributes.push(KeyValue::new("messaging.batch.message_count", integer(messages)));
        self.below(delivery, builder(format!("publish {exchange}"), SpanKind::Producer, attributes))
    }

    /// Sends what has not been sent, for some seconds at most.
    pub fn shut_down(&self) {
        if let Some((provider, _)) = &self.0
            && let Err(error) = provider.shutdown_with_timeout(PATIENCE)
        {
            tracing::warn!(%error, "the last spans could not be sent");
        }
    }

    fn below(&self, parent: &Span, span: SpanBuilder) -> Span {
        let (Some((_, tracer)), Some(parent)) = (&self.0, &parent.0) else { return Span(None) };
        Span(Some(parent.with_span(span.start_with_context(tracer, parent))))
    }
}

impl Span {
    /// Says something about it.
    pub fn attribute(&self, name: &'static str, value: &str) {
        if let Some(context) = &self.0 {
            context.span().set_attribute(KeyValue::new(name, value.to_owned()));
        }
    }

    /// It failed for the reason with this code.
    pub fn failed(&self, code: &str) {
        self.attribute("error.type", code);
        if let Some(context) = &self.0 {
            context.span().set_status(Status::error(code.to_owned()));
        }
    }

    /// The headers `traceparent` and `tracestate` that put whoever reads a message into this trace; none where
    /// nothing is exported.
    pub fn headers(&self) -> Vec<(String, String)> {
        let mut headers = Injected(Vec::new());
        if let Some(context) = &self.0 {
            TraceContextPropagator::new().inject_context(context, &mut headers);
        }
        headers.0.retain(|(_, value)| !value.is_empty());
        headers.0
    }
}

impl Drop for Span {
    fn drop(&mut self) {
        if let Some(context) = &self.0 {
            context.span().end();
        }
    }
}

fn builder(name: impl Into<Cow<'static, str>>, kind: SpanKind, attributes: Vec<KeyValue>) -> SpanBuilder {
    SpanBuilder::from_name(name).with_kind(kind).with_attributes(attributes)
}

fn messaging(name: &'static str, kind: &'static str, destination: String) -> Vec<KeyValue> {
    vec![
        KeyValue::new("messaging.system", "rabbitmq"),
        KeyValue::new("messaging.operation.name", name),
        KeyValue::new("messaging.operation.type", kind),
        KeyValue::new("messaging.destination.name", destination),
    ]
}

fn integer(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The headers of a delivery as the library reads them.
struct Headers<'a>(&'a Received<'a>);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        match key {
            "traceparent" => self.0.traceparent,
            "tracestate" => self.0.tracestate,
            _ => None,
        }
    }

    fn keys(&self) -> Vec<&str> {
        vec!["traceparent", "tracestate"]
    }
}

struct Injected(Vec<(String, String)>);

impl Injector for Injected {
    fn set(&mut self, key: &str, value: String) {
        self.0.push((key.to_owned(), value));
    }
}
