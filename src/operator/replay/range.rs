//! Which part of the stream is meant, in offsets.
//!
//! AMQP tells no reader where a stream ends or which offset a moment has, but it starts reading at either, so a
//! reader that looks at the first deliveries and leaves again finds out.

use std::num::NonZeroU16;
use std::time::Duration;

use jiff::Timestamp;

use crate::broker::{Broker, BrokerError, Consume, Delivery, StreamOffset};
use crate::operator::{Selector, body_text, source};

/// How long to wait for deliveries that have to come if there are any.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the deliveries of one chunk may be apart.
const PAUSE: Duration = Duration::from_millis(300);

/// What an operator wants to see again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Arrived at the broker then or later, in whole seconds.
    pub since: Option<Timestamp>,
    /// Arrived at the broker before then.
    pub until: Option<Timestamp>,
    /// This offset or later.
    pub from_offset: Option<u64>,
    /// This offset or earlier.
    pub to_offset: Option<u64>,
    /// Which of these.
    pub matching: Selector,
}

/// First and last offset to look at; both are included, and neither has to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OffsetRange {
    /// The first offset.
    pub first: u64,
    /// The last offset.
    pub last: u64,
}

impl Selection {
    /// The offsets to look at, or `None` when the stream holds nothing of it. What arrives from now on is not meant.
    ///
    /// # Errors
    /// [`BrokerError::Missing`] when there is no such stream, else as the broker says.
    pub async fn range(&self, broker: &Broker, stream: &str) -> Result<Option<OffsetRange>, BrokerError> {
        let Some(end) = peek(broker, stream, StreamOffset::Last).await? else {
            // Only what is known to be empty is nothing; else an operator would believe a slow broker.
            return match broker.queue_depth(stream).await? {
                Some(0) => Ok(None),
                _ => Err(BrokerError::Timeout { call: "read the stream", limit: PATIENCE }),
            };
        };
        let start = match (self.from_offset, self.since) {
            (Some(offset), _) => StreamOffset::At(offset),
            (None, Some(since)) => StreamOffset::Since(seconds(since)),
            (None, None) => StreamOffset::First,
        };
        let Some(begin) = peek(broker, stream, start).await? else { return Ok(None) };
        let mut last = end.1;
        // The broker finds the first chunk that was written then or later, and writes a chunk at once: what `until` leaves
        // out is what `since` the same moment takes in.
        if let Some(until) = self.until
            && let Some(after) = peek(broker, stream, StreamOffset::Since(seconds(until))).await?
        {
            let Some(before) = after.0.checked_sub(1) else { return Ok(None) };
            last = last.min(before);
        }
        let first = begin.0.max(self.from_offset.unwrap_or(0));
        let last = last.min(self.to_offset.unwrap_or(u64::MAX));
        Ok((first <= last).then_some(OffsetRange { first, last }))
    }

    /// The oldest offset that the stream still holds, or `None` when it holds nothing.
    ///
    /// # Errors
    /// As the broker says.
    pub async fn oldest(broker: &Broker, stream: &str) -> Result<Option<u64>, BrokerError> {
        Ok(peek(broker, stream, StreamOffset::First).await?.map(|(first, _)| first))
    }

    /// Whether this message within the range is meant.
    pub fn includes(&self, delivery: &Delivery) -> bool {
        let id = delivery.properties.message_id.as_deref();
        self.matching.matches(id, source(delivery), || body_text(delivery))
    }
}

fn seconds(time: Timestamp) -> u64 {
    u64::try_from(time.as_second()).unwrap_or(0)
}

/// The first and the last offset of what comes at once when reading starts at `offset`.
async fn peek(broker: &Broker, stream: &str, offset: StreamOffset) -> Result<Option<(u64, u64)>, BrokerError> {
    // The broker reads from the disk as much as it may send before it sends anything: at the start of a long stream a
    // large prefetch is a long wait. Behind the last chunk nothing follows.
    let prefetch = if offset == StreamOffset::Last { NonZeroU16::MAX } else { NonZeroU16::MIN };
    let what = Consume { queue: stream.to_owned(), prefetch, offset: Some(offset) };
    let mut consumer = broker.consume(&what).await?;
    let mut seen: Option<(u64, u64)> = None;
    // Only the end of the last chunk is asked for; everywhere else the first delivery says all.
    while seen.is_none() || offset == StreamOffset::Last {
        let patience = if seen.is_none() { PATIENCE } else { PAUSE };
        let Ok(delivery) = tokio::time::timeout(patience, consumer.next()).await else { break };
        if let Some(at) = delivery?.stream_offset() {
            let first = seen.map_or(at, |(first, _)| first);
            seen = Some((first, at));
        }
    }
    consumer.cancel().await?;
    Ok(seen)
}
