//! Why no connection came about, in an operator's words: what answers at the address, and what to write instead.

use lapin::ErrorKind;

use super::BrokerError;

/// What errors of an attempt to connect call it.
pub(super) const CALL: &str = "connect";

/// What may be the cause when nothing answers: a host that drops what comes, or a port of another protocol.
pub(super) fn advice(call: &str) -> &'static str {
    if call == CALL {
        "; is it up, and is this its port for AMQP (usually 5672 with amqp://, 5671 with amqps://)?"
    } else {
        ""
    }
}

/// What the library says of the attempt.
pub(super) fn failed(error: &lapin::Error, vhost: &str) -> BrokerError {
    let advice = match error.kind() {
        ErrorKind::ParsingError(_) | ErrorKind::InvalidProtocolVersion(_) => {
            "what answers does not speak AMQP 0-9-1; give RabbitMQ's port for it (usually 5672; 15672 is that of its \
             pages), and amqps:// where the port is one for TLS"
        }
        // The words of the TLS library for bytes that are none of its own.
        ErrorKind::IOError(error) if error.to_string().starts_with("received corrupt message") => {
            "what answers does not speak TLS; write amqp:// for a port without TLS (usually 5672), or give the port for \
             TLS (usually 5671)"
        }
        ErrorKind::IOError(error) if ended_early(error) => {
            "the connection was closed before AMQP began; give RabbitMQ's port for it (usually 5672), and amqps:// where the \
             port is one for TLS (usually 5671)"
        }
        _ => "",
    };
    match BrokerError::new(CALL, error.clone()) {
        BrokerError::Refused { call, reason } => {
            let meaning = if reason.contains("NOT_ALLOWED") {
                format!("no virtual host {vhost:?}, or no right to it")
            } else {
                "user or password not accepted".to_owned()
            };
            BrokerError::Refused { call, reason: format!("{meaning} ({reason})") }
        }
        BrokerError::Lost { call, reason } if !advice.is_empty() => {
            BrokerError::Lost { call, reason: format!("{advice} ({reason})") }
        }
        other => other,
    }
}

fn ended_early(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(error.kind(), ConnectionAborted | ConnectionReset | UnexpectedEof)
}
