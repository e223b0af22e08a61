//! RabbitMQ: one connection, its channels, and what is asked of them.
//!
//! In reading order: [`settings`], [`message`] and [`headers`] (what is received and published), [`consumer`],
//! [`publisher`], [`topology`] (exchanges, queues, bindings). No type of the AMQP library leaves this module.
//!
//! Three rules hold throughout; `docs/broker.md` says which measured behaviour each one answers.
//!
//! * Every call has a deadline, because the library waits for ever for a broker that is frozen or blocked.
//! * Nothing reconnects by itself. Whatever goes wrong ends the whole connection with an error, and who uses it
//!   builds a new one: a recovered channel would hide that the deliveries it held have become void.
//! * A connection either consumes or publishes. A blocked connection cannot even acknowledge.

mod address;
mod browser;
mod connecting;
pub mod consumer;
pub mod headers;
pub mod message;
mod prefetch_budget;
pub mod publisher;
pub mod settings;
pub mod topology;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use lapin::protocol::{AMQPErrorKind, AMQPHardError, AMQPSoftError};
use lapin::tcp::{OwnedIdentity, OwnedTLSConfig};
use lapin::{Connection, ConnectionProperties, ErrorKind, Event};
use tokio::sync::watch;

pub use browser::Browser;
pub use consumer::{Acker, Consume, Consumer, StreamOffset};
pub use headers::{Headers, Value};
pub use message::{Delivery, Properties, Publication};
pub use prefetch_budget::PrefetchBudget;
pub use publisher::{PublishOutcome, Publisher};
pub use settings::BrokerSettings;
pub use topology::{Topology, TopologySettings};

/// Bytes of a frame, RabbitMQ's own default. The library sizes its buffers by what is asked for, and takes pages for
/// them as they fill; when it only hears the number from the broker it fills both with zeros, 8 MiB a connection.
const FRAME_MAX: u32 = 128 * 1024;

/// One open connection.
#[derive(Debug)]
pub struct Broker {
    connection: Connection,
    settings: Arc<BrokerSettings>,
    link: watch::Receiver<ConnectionState>,
}

/// The state of a connection, as far as this side can know it.
#[derive(Debug, Clone, PartialEq)]
pub enum ConnectionState {
    /// Open, and nothing said against it.
    Up,
    /// The broker takes no more messages for now, with its reason (`low on memory`).
    Blocked(String),
    /// Over; nothing on it will work again.
    Down(String),
}

/// What went wrong between us and the broker.
#[derive(Debug, Clone, thiserror::Error)]
pub enum BrokerError {
    /// The broker did not answer in time.
    #[error("no answer to {call} within {limit:?}{}", connecting::advice(call))]
    Timeout {
        /// What was asked.
        call: &'static str,
        /// How long was waited.
        limit: Duration,
    },
    /// User, password, virtual host or rights are not accepted. It will not get better without a human.
    #[error("{call} refused: {reason}")]
    Refused {
        /// What was asked.
        call: &'static str,
        /// The broker's words.
        reason: String,
    },
    /// A queue or exchange does not exist.
    #[error("{call}: {reason}")]
    Missing {
        /// What was asked.
        call: &'static str,
        /// The broker's words; they name the object.
        reason: String,
    },
    /// A queue or exchange exists with other properties than asked for.
    #[error("{call}: {reason}")]
    Different {
        /// What was asked.
        call: &'static str,
        /// The broker's words; they name object and property.
        reason: String,
    },
    /// A delivery was not acknowledged for longer than the broker allows, and the broker closed its channel.
    #[error("{call}: {reason}; raise consumer_timeout in rabbitmq.conf, or lower worker.prefetch and the time limits")]
    Unacknowledged {
        /// What was asked.
        call: &'static str,
        /// The broker's words.
        reason: String,
    },
    /// Connection or channel is gone.
    #[error("{call}: {reason}")]
    Lost {
        /// What was asked.
        call: &'static str,
        /// What is known of the cause.
        reason: String,
    },
    /// A setting cannot be used.
    #[error("setting {setting}: {reason}")]
    Setting {
        /// Its name.
        setting: &'static str,
        /// Why not.
        reason: String,
    },
}

impl BrokerError {
    /// Sorts a library error by what can be done about it.
    fn new(call: &'static str, error: lapin::Error) -> Self {
        let reason = error.to_string();
        let ErrorKind::ProtocolError(protocol) = error.kind() else { return BrokerError::Lost { call, reason } };
        match protocol.kind() {
            AMQPErrorKind::Soft(AMQPSoftError::ACCESSREFUSED) | AMQPErrorKind::Hard(AMQPHardError::NOTALLOWED) => {
                BrokerError::Refused { call, reason }
            }
            AMQPErrorKind::Soft(AMQPSoftError::NOTFOUND) => BrokerError::Missing { call, reason },
            // The broker has one code for both.
            AMQPErrorKind::Soft(AMQPSoftError::PRECONDITIONFAILED) if reason.contains("delivery acknowledgement") => {
                BrokerError::Unacknowledged { call, reason }
            }
            AMQPErrorKind::Soft(AMQPSoftError::PRECONDITIONFAILED) => BrokerError::Different { call, reason },
            _ => BrokerError::Lost { call, reason },
        }
    }
}

/// Waits for the broker, but not for ever.
async fn with_deadline<T>(
    limit: Duration,
    call: &'static str,
    answer: impl Future<Output = lapin::Result<T>>,
) -> Result<T, BrokerError> {
    match tokio::time::timeout(limit, answer).await {
        Ok(answer) => answer.map_err(|error| BrokerError::new(call, error)),
        Err(_) => Err(BrokerError::Timeout { call, limit }),
    }
}

impl BrokerSettings {
    /// Checks what can be checked without a broker: that the URL is one and that the certificates can be read.
    ///
    /// # Errors
    /// [`BrokerError::Setting`] with the name of the setting.
    pub fn check(&self) -> Result<(), BrokerError> {
        address::parse(&self.url)?;
        if self.reconnect_min > self.reconnect_max {
            let reason = format!("{:?} is more than broker.reconnect_max", self.reconnect_min);
            return Err(BrokerError::Setting { setting: "broker.reconnect_min", reason });
        }
        tls(self).map(drop)
    }

    /// The virtual host that the URL names; `/` where it names none that can be read.
    pub fn vhost(&self) -> String {
        address::parse(&self.url).map_or_else(|_| "/".to_owned(), |uri| uri.vhost)
    }
}

impl Broker {
    /// Opens a connection. `role` ("consume", "publish", "replay") is shown to the broker's operators.
    ///
    /// # Errors
    /// [`BrokerError::Setting`] when the URL or a certificate cannot be used, else what the broker said, or
    /// [`BrokerError::Timeout`] after `broker.connect_timeout`.
    pub async fn connect(settings: &BrokerSettings, role: &str) -> Result<Broker, BrokerError> {
        let mut uri = address::parse(&settings.url)?;
        let heartbeat = u16::try_from(settings.heartbeat.as_secs()).unwrap_or(u16::MAX);
        uri.query.heartbeat.get_or_insert(heartbeat);
        uri.query.frame_max.get_or_insert(FRAME_MAX);
        let host = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
        let properties = ConnectionProperties::default()
            .with_connection_name(format!("copydesk {role} {}:{}", host.trim(), std::process::id()).into())
            .with_client_property("product".into(), "copydesk".into())
            .with_client_property("version".into(), env!("CARGO_PKG_VERSION").into());
        let runtime = lapin::runtime::default_runtime().map_err(|e| BrokerError::new("connect", e))?;
        let opening = Connection::connect_uri_with_config(uri, properties, tls(settings)?, runtime);
        let opened = tokio::time::timeout(settings.connect_timeout, opening).await;
        let connection = opened
            .map_err(|_| BrokerError::Timeout { call: connecting::CALL, limit: settings.connect_timeout })?
            .map_err(|error| connecting::failed(&error, &settings.vhost()))?;
        let link = watch_link(&connection);
        Ok(Broker { connection, settings: Arc::new(settings.clone()), link })
    }

    /// The state of the connection, to be watched.
    pub fn link(&self) -> watch::Receiver<ConnectionState> {
        self.link.clone()
    }

    /// A channel of its own: an error on it costs no other channel.
    async fn channel(&self) -> Result<lapin::Channel, BrokerError> {
        with_deadline(self.settings.call_timeout, "open a channel", self.connection.create_channel()).await
    }

    /// Closes the connection; what was delivered on it and not acknowledged goes back to its queue. Gives up after
    /// `broker.close_timeout`: the broker notices a dropped connection as well.
    pub async fn close(self) {
        // A failure changes nothing for us: the connection is dropped either way.
        let _ = with_deadline(self.settings.close_timeout, "close", self.connection.close(200, "bye".into())).await;
    }
}

/// Turns the library's events into a state. They are not stored there, so the listener starts at once.
fn watch_link(connection: &Connection) -> watch::Receiver<ConnectionState> {
    let mut events = Box::pin(connection.events_listener());
    let (sender, receiver) = watch::channel(ConnectionState::Up);
    tokio::spawn(async move {
        loop {
            let event = tokio::select! {
                event = events.next() => event,
                () = sender.closed() => return,
            };
            let link = match event {
                Some(Event::ConnectionBlocked(reason)) => ConnectionState::Blocked(reason),
                Some(Event::ConnectionUnblocked | Event::Connected) => ConnectionState::Up,
                // The library tells of errors on a single channel here as well; those are their channel's alone.
                Some(Event::Error(error)) if is_soft(&error) => continue,
                Some(Event::Error(error)) => ConnectionState::Down(error.to_string()),
                Some(_) => continue,
                None => ConnectionState::Down("connection closed".to_owned()),
            };
            let over = matches!(link, ConnectionState::Down(_));
            sender.send_replace(link);
            if over {
                return;
            }
        }
    });
    receiver
}

/// Whether an error costs a channel and not the connection.
fn is_soft(error: &lapin::Error) -> bool {
    matches!(error.kind(), ErrorKind::ProtocolError(error) if matches!(error.kind(), AMQPErrorKind::Soft(_)))
}

fn tls(settings: &BrokerSettings) -> Result<OwnedTLSConfig, BrokerError> {
    let read = |setting, path: &std::path::Path| {
        std::fs::read(path)
            .map_err(|error| BrokerError::Setting { setting, reason: format!("{}: {error}", path.display()) })
    };
    let tls = &settings.tls;
    let identity = match (&tls.certificate_file, &tls.key_file) {
        (Some(certificate), Some(key)) => Some(OwnedIdentity::PKCS8 {
            pem: read("broker.tls.certificate_file", certificate)?,
            key: read("broker.tls.key_file", key)?,
        }),
        (None, None) => None,
        _ => {
            let reason = "certificate and key are needed together".to_owned();
            return Err(BrokerError::Setting { setting: "broker.tls.certificate_file", reason });
        }
    };
    let authorities = tls.ca_file.as_deref().map(|path| read("broker.tls.ca_file", path)).transpose()?;
    Ok(OwnedTLSConfig { identity, cert_chain: authorities.map(|pem| String::from_utf8_lossy(&pem).into_owned()) })
}
