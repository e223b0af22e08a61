//! What can be set about the connection. The names of exchanges and queues are in [`super::topology`].

use std::path::PathBuf;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::secret::Address;

/// Section `broker`: how to reach RabbitMQ and how long to wait for it. Durations are written `250ms`, `10s`, `5m`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BrokerSettings {
    /// Address with user, password and virtual host (`%2f` is `/`); `amqps://` for TLS.
    pub url: Address,
    /// Time between heartbeats; a silent broker is given up after two of them. RabbitMQ advises against less than
    /// five seconds.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub heartbeat: Duration,
    /// Longest wait for a connection, TLS and AMQP handshakes included.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub connect_timeout: Duration,
    /// Longest wait for one answer of the broker: channel, declaration, consumer, acknowledgement.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub call_timeout: Duration,
    /// Longest wait for the next confirm of a batch. More hides a dead broker for longer; less mistakes a busy disk for
    /// one. The clock stands while the broker says that it blocks publishers.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub confirm_timeout: Duration,
    /// How long a blocked connection (memory or disk alarm) is endured before the session is dropped, so that the
    /// deliveries it holds go back to their queue. Stay well below the broker's `consumer_timeout`.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub blocked_timeout: Duration,
    /// Longest wait for a connection to close; then it is dropped.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub close_timeout: Duration,
    /// Ceiling of the first pause between two attempts to rebuild a session; it doubles each time, and the pause
    /// is drawn between zero and the ceiling.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub reconnect_min: Duration,
    /// Highest ceiling of that pause.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub reconnect_max: Duration,
    /// How long a broker that was away is left alone once it accepts connections again. A quorum queue of RabbitMQ
    /// 3.10 that is addressed before it has elected its leader may never elect one.
    #[serde(with = "humantime_serde")]
    #[schemars(with = "String")]
    pub settle_after_outage: Duration,
    /// Messages sent and not yet confirmed, over all channels. Throughput on durable queues is this divided by the
    /// time of a confirm, so a small window starves; above 256 nothing more was gained.
    pub publish_window: usize,
    /// Channels that share the window; each confirms one batch at a time, so one alone would idle between batches.
    pub publish_channels: usize,
    /// Largest body that is published, in bytes. RabbitMQ refuses more than 16 MiB by default since 4.0 (128 MiB
    /// before) and closes the channel, so larger ones are not even tried.
    pub max_message_bytes: usize,
    /// Certificates for `amqps://`.
    pub tls: TlsSettings,
}

/// Section `broker.tls`. Without any of these the system's root certificates are used.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TlsSettings {
    /// PEM file of the authorities to trust in addition to the system's.
    pub ca_file: Option<PathBuf>,
    /// PEM file of the client certificate.
    pub certificate_file: Option<PathBuf>,
    /// PEM file (PKCS#8) of the client certificate's key.
    pub key_file: Option<PathBuf>,
}

impl Default for BrokerSettings {
    fn default() -> Self {
        BrokerSettings {
            url: "amqp://guest:guest@127.0.0.1:5672/%2f".into(),
            heartbeat: Duration::from_secs(10),
            connect_timeout: Duration::from_secs(10),
            call_timeout: Duration::from_secs(10),
            confirm_timeout: Duration::from_secs(30),
            blocked_timeout: Duration::from_secs(300),
            close_timeout: Duration::from_secs(2),
            reconnect_min: Duration::from_millis(500),
            reconnect_max: Duration::from_secs(30),
            settle_after_outage: Duration::from_secs(2),
            publish_window: 256,
            publish_channels: 4,
            max_message_bytes: 16 * 1024 * 1024,
            tls: TlsSettings::default(),
        }
    }
}
