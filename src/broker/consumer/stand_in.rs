//! Acknowledgements that go to a test in place of a broker.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;

use super::Acker;

/// The channel of some deliveries, as their workers see it.
#[derive(Debug, Clone)]
pub struct Channel {
    open: Arc<AtomicBool>,
    acks: mpsc::UnboundedSender<u64>,
}

/// The handle of one delivery.
#[derive(Debug)]
pub struct Handle {
    channel: Channel,
    tag: u64,
}

impl Channel {
    /// An open one, and where the tags arrive that are acknowledged on it.
    pub fn open() -> (Channel, mpsc::UnboundedReceiver<u64>) {
        let (acks, arriving) = mpsc::unbounded_channel();
        (Channel { open: Arc::new(AtomicBool::new(true)), acks }, arriving)
    }

    /// Nothing is sent on it any more.
    pub fn close(&self) {
        self.open.store(false, Ordering::SeqCst);
    }

    /// Whether acknowledgements are sent.
    pub fn is_open(&self) -> bool {
        self.open.load(Ordering::SeqCst)
    }

    /// What acknowledges the delivery with this tag.
    pub fn acker(&self, tag: u64) -> Acker {
        Acker { handle: super::Handle::StandIn(Handle { channel: self.clone(), tag }), limit: Duration::from_secs(60) }
    }
}

impl Handle {
    /// As the library answers: false when nothing was sent.
    pub fn ack(&self) -> bool {
        self.channel.is_open() && self.channel.acks.send(self.tag).is_ok()
    }
}
