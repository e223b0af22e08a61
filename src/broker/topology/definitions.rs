//! The topology as the definitions file that `rabbitmqctl import_definitions` and the management page read.

use serde_json::{Map, Value as Json, json};

use super::Topology;
use crate::broker::{Headers, Value};

impl Topology {
    /// RabbitMQ's definitions for one virtual host.
    pub fn definitions(&self, vhost: &str) -> Json {
        let exchanges = self.exchanges.iter().map(|e| {
            json!({"name": e.name, "vhost": vhost, "type": e.kind, "durable": true, "auto_delete": false,
                   "internal": false, "arguments": arguments(&e.arguments)})
        });
        let queues = self.queues.iter().map(|q| {
            json!({"name": q.name, "vhost": vhost, "durable": true, "auto_delete": false,
                   "arguments": arguments(&q.arguments)})
        });
        let bindings = self.bindings.iter().map(|b| {
            json!({"source": b.exchange, "vhost": vhost, "destination": b.queue, "destination_type": "queue",
                   "routing_key": b.routing_key, "arguments": {}})
        });
        json!({
            "exchanges": exchanges.collect::<Vec<_>>(),
            "queues": queues.collect::<Vec<_>>(),
            "bindings": bindings.collect::<Vec<_>>(),
        })
    }
}

/// Arguments are text and whole numbers only; see the constructors in [`super`].
fn arguments(headers: &Headers) -> Map<String, Json> {
    let json = |value: &Value| match value {
        Value::Text(text) => json!(text),
        Value::I64(number) => json!(number),
        other => unreachable!("no queue or exchange has an argument like {other:?}"),
    };
    headers.0.iter().map(|(name, value)| (name.clone(), json(value))).collect()
}
